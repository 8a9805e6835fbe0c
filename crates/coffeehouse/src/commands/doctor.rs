//! `coffeehouse doctor`: finds what is wrong, and says what helps.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use model::{ChannelState, Clock, ReplyState, SystemClock};
use store::seal::Verdict;
use store::{Store, Tx, Vault, channel, event, job, member, quarantine, reply, seal, stream};

use crate::config::File;

use super::database::Database;
use super::printable;

/// Events that nobody sealed for so long mean that no server runs, or that it cannot write.
const UNSEALED_MAX: SignedDuration = SignedDuration::from_mins(1);
/// Less free space than this is little.
const FREE_BYTES_MIN: u64 = 1 << 30;

#[derive(clap::Args)]
#[command(after_help = "\
Reads only; the server may run meanwhile. Exit codes: 0 all is well or worth a look, 1 something is wrong.")]
pub struct Arguments {
    #[command(flatten)]
    database: Database,
    /// Key of the secrets at rest; without it, the file `key` in the data folder.
    #[arg(long, env = "COFFEEHOUSE_KEY", hide_env_values = true)]
    key: Option<String>,
}

/// How a finding is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Well,
    Look,
    Wrong,
}

/// What was found.
#[derive(Default)]
struct Findings {
    is_wrong: bool,
}

impl Findings {
    fn tell(&mut self, mark: Mark, words: impl AsRef<str>) {
        let sign = match mark {
            Mark::Well => "ok   ",
            Mark::Look => "look ",
            Mark::Wrong => "WRONG",
        };
        self.is_wrong |= mark == Mark::Wrong;
        println!("{sign}  {}", printable::one_line(words.as_ref(), 500));
    }
}

pub async fn run(arguments: Arguments, file: &File) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    settings(&mut findings, file);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    space(&mut findings, arguments.database.folder());
    let store = match arguments.database.open_beside(clock.clone()).await {
        Ok(store) => store,
        Err(error) => {
            findings.tell(Mark::Wrong, format!("the database: {:#}", anyhow::Error::new(error)));
            return Ok(ExitCode::FAILURE);
        }
    };
    findings.tell(Mark::Well, "the database opens, and is of this version");
    look(&mut findings, &store, &arguments, clock.now()).await?;
    store.close().await;
    Ok(if findings.is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn look(findings: &mut Findings, store: &Store, arguments: &Arguments, now: Timestamp) -> anyhow::Result<()> {
    let mut tx = store.read().await?;
    log(findings, &mut tx, now).await?;
    owners(findings, &mut tx).await?;
    let vault = match &arguments.key {
        Some(key) => Some(Vault::from_hex(key)),
        None => {
            let file = arguments.database.folder().join("key");
            file.exists().then(|| Vault::from_file(&file))
        }
    };
    let vault = match vault {
        None => {
            findings.tell(Mark::Look, "there is no key of the secrets at rest yet; the first start makes it");
            None
        }
        Some(Ok(vault)) => Some(vault),
        Some(Err(error)) => {
            findings.tell(Mark::Wrong, format!("the key: {:#}", anyhow::Error::new(error)));
            None
        }
    };
    channels(findings, &mut tx, vault.as_ref()).await?;
    outbox(findings, &mut tx, now).await
}

async fn log(findings: &mut Findings, tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
    match seal::verify(tx).await? {
        Verdict::Whole { position, .. } => {
            findings.tell(Mark::Well, format!("the event log is whole up to position {position}"));
        }
        Verdict::Broken { position } => findings.tell(
            Mark::Wrong,
            format!("the event log was changed at position {position}; restore a back-up from before that"),
        ),
    }
    if let Some(oldest) = event::oldest_unsealed(tx).await?.filter(|at| now.duration_since(*at) > UNSEALED_MAX) {
        findings.tell(Mark::Look, format!("events wait to be sealed since {oldest}: a running server does that"));
    }
    Ok(())
}

async fn owners(findings: &mut Findings, tx: &mut Tx) -> anyhow::Result<()> {
    match member::owner_count(tx).await? {
        0 => findings.tell(Mark::Look, "nobody owns it yet; `coffeehouse serve` prints a link to become the owner"),
        1 => findings.tell(Mark::Well, "there is one owner; a second one would still be there when the first is not"),
        count => findings.tell(Mark::Well, format!("there are {count} owners")),
    }
    Ok(())
}

async fn channels(findings: &mut Findings, tx: &mut Tx, vault: Option<&Vault>) -> anyhow::Result<()> {
    let channels = channel::all(tx).await?;
    if channels.is_empty() {
        findings.tell(Mark::Look, "no channel is connected; connect one under Channels");
    }
    for stored in channels {
        let name = &stored.name;
        if let (Some(secret), Some(vault)) = (&stored.secret, vault)
            && let Err(error) = vault.open(&channel::Channel::secret_place(stored.id), secret)
        {
            findings.tell(Mark::Wrong, format!("channel “{name}”: {error}"));
        }
        let failing = stream::of_channel(tx, stored.id).await?.into_iter().find(|one| one.failing_since.is_some());
        let reason = stored.state_reason.as_deref().unwrap_or("no reason is known");
        match (stored.state, failing) {
            (ChannelState::Blocked, _) => {
                findings.tell(Mark::Wrong, format!("channel “{name}” needs a member: {reason}"));
            }
            (ChannelState::Paused, _) => findings.tell(Mark::Look, format!("channel “{name}” is switched off")),
            (ChannelState::Active, Some(failing)) => {
                let why = failing.failure.as_deref().unwrap_or("no reason is known");
                findings.tell(Mark::Look, format!("channel “{name}” cannot hear now and tries again: {why}"));
            }
            (ChannelState::Active, None) => findings.tell(Mark::Well, format!("channel “{name}” is heard")),
        }
        let set_aside = quarantine::count(tx, stored.id).await?;
        if set_aside > 0 {
            findings.tell(
                Mark::Look,
                format!("channel “{name}”: {set_aside} items could not be read; its page shows them"),
            );
        }
    }
    Ok(())
}

async fn outbox(findings: &mut Findings, tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
    let mut troubled = 0;
    for state in [ReplyState::FailedRetryable, ReplyState::Unknown] {
        troubled += reply::count(tx, state).await?;
    }
    if troubled > 0 {
        findings.tell(Mark::Look, format!("{troubled} answers were not sent, or nobody knows; the inbox marks them"));
    }
    match job::next_due(tx).await?.filter(|due| now.duration_since(*due) > UNSEALED_MAX) {
        Some(due) => findings.tell(Mark::Look, format!("work is due since {due}: a running server does it")),
        None => findings.tell(Mark::Well, "no work is overdue"),
    }
    Ok(())
}

/// Whether the file of settings keeps its secrets.
fn settings(findings: &mut Findings, file: &File) {
    let Some(path) = &file.path else { return };
    findings.tell(Mark::Well, format!("settings are read from {}", path.display()));
    #[cfg(unix)]
    if file.holds_secret
        && let Ok(about) = std::fs::metadata(path)
        && std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
    {
        let words = format!("{0} holds a secret and others may read it: chmod 600 {0}", path.display());
        findings.tell(Mark::Look, words);
    }
}

/// Whether there is room to write.
fn space(findings: &mut Findings, folder: &Path) {
    #[cfg(unix)]
    match rustix::fs::statvfs(folder) {
        Ok(room) => {
            let free = room.f_bavail.saturating_mul(room.f_frsize);
            let mark = if free < FREE_BYTES_MIN { Mark::Wrong } else { Mark::Well };
            findings.tell(mark, format!("{} MiB are free where {} lies", free >> 20, folder.display()));
        }
        Err(error) => findings.tell(Mark::Wrong, format!("{} cannot be used: {error}", folder.display())),
    }
}
