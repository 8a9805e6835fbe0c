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
use store::{Store, StoreError, StoreOptions, Tx, invitation, letter, news, password_reset, token};

use super::Refused;
use super::database::Database;
use super::rows::bar;

#[derive(clap::Args)]
#[command(after_help = "\
Nothing is kept unless the file is whole: every line is read, its digest is compared, and the chain of the event log is \
computed anew. What was taken back after the back-up would be good again, so tokens of programs, invitations and links \
for a new password end, unless you say --keep-access; answers that waited to be sent are held until somebody decides \
in their conversation; and mail to members that waited is forgotten: what they have not seen stands on their page.

Exit codes: 0 done, 1 cannot read or write, 2 the file is no whole back-up, or the database is not empty.")]
pub struct Arguments {
    /// The file that `coffeehouse backup` made.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Tokens of programs, invitations and links for a new password stay as good as they were: for a database that is only
    /// moved.
    #[arg(long)]
    keep_access: bool,
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
    let restored = restore(&store, input, &shown, arguments.keep_access).await;
    store.close().await;
    let Restored { summary, ended, held, forgotten } = restored?;
    let Summary { rows, position, made_at, .. } = summary;
    println!("{shown} is whole: {rows} rows of {made_at}, the log up to position {position}.");
    if arguments.check {
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "It is restored. Bring the key of the secrets at rest back as well, or enter the channels' passwords anew."
    );
    if ended > 0 {
        println!("{ended} tokens, invitations and links for a new password are good no more; make new ones.");
    }
    if held > 0 {
        println!(
            "{held} answers, likes and the like that waited to go out are held: decide in their conversations what becomes of them."
        );
    }
    if forgotten > 0 {
        println!("{forgotten} mails and the like that waited to tell members are forgotten; their pages tell it.");
    }
    Ok(ExitCode::SUCCESS)
}

/// What was restored.
struct Restored {
    summary: Summary,
    /// Tokens, invitations and links that are good no more.
    ended: u64,
    /// Answers that wait for a person.
    held: usize,
    /// What members were to be told besides on their page.
    forgotten: u64,
}

async fn restore(store: &Store, input: impl BufRead, shown: &str, keep_access: bool) -> anyhow::Result<Restored> {
    let bar = bar();
    let mut tx = store.write_durable().await?;
    let read = backup::read(&mut tx, input, |rows| bar.set_position(rows)).await;
    let summary = read.map_err(|error| match error {
        BackupError::Store(_) | BackupError::File(_) => anyhow::Error::new(error).context(shown.to_owned()),
        refused => Refused(format!("{shown}: {refused}; nothing was restored")).into(),
    })?;
    let ended = if keep_access { 0 } else { end_access(&mut tx).await? };
    let held = inbox::hold_moving(&mut tx).await?
        + inbox::hold_moving_gestures(&mut tx).await?
        + inbox::hold_moving_postings(&mut tx).await?;
    // It may have come since; what was not seen stands on their pages.
    let forgotten = news::forget_all(&mut tx).await? + letter::forget_waiting(&mut tx).await?;
    tx.commit().await?;
    bar.finish_and_clear();
    Ok(Restored { summary, ended, held, forgotten })
}

/// Ends what lets somebody in: it may have been taken back after the back-up was made. Sessions are in no back-up.
async fn end_access(tx: &mut Tx) -> Result<u64, StoreError> {
    let (tokens, invitations) = (token::revoke_all(tx).await?, invitation::withdraw_all(tx).await?);
    Ok(tokens as u64 + invitations + password_reset::forget_all(tx).await?)
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
