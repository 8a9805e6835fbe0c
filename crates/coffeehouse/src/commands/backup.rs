//! `coffeehouse backup`: the whole database in one file, while the server runs.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use model::SystemClock;
use store::Tx;
use store::backup::{self, Summary};

use super::Refused;
use super::database::Database;
use super::rows::bar;

#[derive(clap::Args)]
#[command(after_help = "\
The file holds lines of JSON, compressed when its name ends with .gz, and can be restored into either database. It holds \
people's words: keep it as you keep the database. The key of the secrets at rest is not in it; keep that one apart.")]
pub struct Arguments {
    /// The file to make, such as coffeehouse.jsonl.gz.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let file = &arguments.file;
    if file.exists() {
        return Err(Refused(format!("{} exists; a back-up replaces nothing", file.display())).into());
    }
    let store = arguments.database.open_beside(Arc::new(SystemClock)).await?;
    let unfinished = file.with_added_extension("unfinished");
    let mut tx = store.read().await?;
    let written = write(&mut tx, &unfinished, file.extension().is_some_and(|ending| ending == "gz")).await;
    drop(tx);
    store.close().await;
    let summary = match written {
        Ok(summary) => summary,
        Err(error) => {
            // What is left of it is no back-up.
            let _ = fs::remove_file(&unfinished);
            return Err(error.context(format!("cannot make {}", file.display())));
        }
    };
    fs::rename(&unfinished, file).with_context(|| format!("cannot make {}", file.display()))?;
    println!("{}: {} rows, the log up to position {}", file.display(), summary.rows, summary.position);
    println!("The key of the secrets at rest is not in it; keep a copy of it somewhere else.");
    Ok(ExitCode::SUCCESS)
}

async fn write(tx: &mut Tx, path: &Path, is_compressed: bool) -> anyhow::Result<Summary> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut output = BufWriter::new(options.open(path)?);
    let bar = bar();
    let progress = |rows| bar.set_position(rows);
    let summary = if is_compressed {
        let mut encoder = GzEncoder::new(&mut output, Compression::default());
        let summary = backup::write(tx, &mut encoder, progress).await?;
        encoder.finish()?;
        summary
    } else {
        backup::write(tx, &mut output, progress).await?
    };
    bar.finish_and_clear();
    output.flush()?;
    output.get_ref().sync_all()?;
    Ok(summary)
}
