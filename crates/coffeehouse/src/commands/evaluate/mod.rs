//! `coffeehouse evaluate`: how often the judgements are right, on public posts that people labelled.

mod aim;
mod collection;
mod mood;
mod score;
mod table;
mod tongue;
mod unwanted;
mod waiting;

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};

use table::Table;

/// Numbers of corrections after which it is measured.
const CORRECTIONS: [usize; 3] = [0, 100, 1_000];

#[derive(clap::Args)]
#[command(
    after_help = "Nothing here was trained on these posts. 57 of 100 may be learned from as corrections, the others only \
                  measure; which, a digest of the words decides, so the figures are the same each time."
)]
pub struct Arguments {
    /// The folder with the collections, as its README names them; those that are absent are left out.
    #[arg(long, env = "COFFEEHOUSE_TEST_DATA")]
    data: PathBuf,
    /// Only these tasks: sentiment, language, spam, intent, needs_reply.
    #[arg(long, value_enum)]
    task: Vec<Task>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Task {
    Sentiment,
    Language,
    Spam,
    Intent,
    NeedsReply,
}

type Run = fn(&Path, &mut Table) -> anyhow::Result<()>;

const TASKS: [(Task, Run); 5] = [
    (Task::Sentiment, mood::run),
    (Task::Language, tongue::run),
    (Task::Spam, unwanted::run),
    (Task::Intent, aim::run),
    (Task::NeedsReply, waiting::run),
];

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    ensure!(arguments.data.is_dir(), "there is no folder {}", arguments.data.display());
    let mut table = Table::default();
    for (task, run) in TASKS {
        if arguments.task.is_empty() || arguments.task.contains(&task) {
            run(&arguments.data, &mut table)?;
            match io::stdout().write_all(table.take().as_bytes()) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                written => written.context("cannot write the table")?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
