//! `coffeehouse bench`: measures this program on this machine.

mod archive;
mod inbox;
mod intake;
mod listening;
mod meter;
mod reports;
mod search;
mod stage;
mod stream;
mod visitor;
mod words;
mod workload;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Matching posts against many stored queries.
    Listening(listening::Arguments),
    /// Searching many conversations: by the index of words, and by looking through them.
    Search(search::Arguments),
    /// The inbox on top of many conversations: lists, threads, searches, counts, and a change of many at once.
    Inbox(inbox::Arguments),
    /// Figures on top of many conversations: of a week, of a year, and of their parts.
    Reports(reports::Arguments),
    /// The whole intake: posts heard, matched, filed or remembered, by the second.
    Intake(intake::Arguments),
    /// The live stream: from a post being heard until its readers are told.
    Stream(stream::Arguments),
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Listening(listening) => listening::run(&listening),
        Command::Search(search) => search::run(search).await,
        Command::Inbox(inbox) => inbox::run(inbox).await,
        Command::Reports(reports) => reports::run(reports).await,
        Command::Intake(intake) => intake::run(intake).await,
        Command::Stream(stream) => stream::run(stream).await,
    }
}
