//! `coffeehouse bench`: measures this program on this machine.

mod archive;
mod search;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Searching many conversations: by the index of words, and by looking through them.
    Search(search::Arguments),
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Search(search) => search::run(search).await,
    }
}
