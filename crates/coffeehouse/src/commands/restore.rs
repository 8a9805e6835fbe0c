//! `coffeehouse restore`: a database from a back-up, proven whole.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use model::{Clock, SystemClock};
use store::backup::{self, BackupError, Summary};
use store::{Store, StoreOptions};

use super::Refused;
use super::database::Database;
use super::rows::bar;

#[derive(clap::Args)]
#[command(after_help = "\
Nothing is kept unless the file is whole: every line is read, its digest is compared, and the chain of the event log is \
computed anew. Answers that waited to be sent when the back-up was made are sent when a server starts; one that its \
network has already is not posted again.

Exit codes: 0 done, 1 cannot read or write, 2 the file is no whole back-up, or the database is not empty.")]
pub struct Arguments {
    /// The file that `coffeehouse backup` made.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Only proves that the file can be restored.
    #[arg(long)]
    check: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let shown = arguments.file.display().to_string();
    let input = open(&arguments.file).with_context(|| format!("cannot read {shown}"))?;
    let scratch = tempfile::tempdir().context("no folder to try it in")?;
    let store = if arguments.check {
        Store::open(StoreOptions { folder: scratch.path().to_owned(), clock, node: 0 }).await?
    } else {
        arguments.database.open(clock).await?
    };
    let restored = restore(&store, input).await;
    store.close().await;
    let summary = restored.map_err(|error| match error {
        BackupError::Store(_) | BackupError::File(_) => anyhow::Error::new(error).context(shown.clone()),
        refused => Refused(format!("{shown}: {refused}; nothing was restored")).into(),
    })?;
    let Summary { rows, position, made_at, .. } = summary;
    println!("{shown} is whole: {rows} rows of {made_at}, the log up to position {position}.");
    if !arguments.check {
        println!(
            "It is restored. Bring the key of the secrets at rest back as well, or enter the channels' passwords anew."
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn restore(store: &Store, input: impl BufRead) -> Result<Summary, BackupError> {
    let bar = bar();
    let mut tx = store.write_durable().await?;
    let summary = backup::read(&mut tx, input, |rows| bar.set_position(rows)).await?;
    tx.commit().await?;
    bar.finish_and_clear();
    Ok(summary)
}

/// The file's lines, whether it is compressed or not.
fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = File::open(path)?;
    let mut start = [0; 2];
    let read = file.read(&mut start)?;
    file.rewind()?;
    let is_compressed = read == 2 && start == [0x1f, 0x8b];
    Ok(if is_compressed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(BufReader::new(file)) })
}
