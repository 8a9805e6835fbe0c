//! `coffeehouse topics`: topics kept in a file, and queries tried on what was heard.

mod backtest;
pub mod file;
mod test;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Matches each topic of a file against its own examples.
    Test(test::Arguments),
    /// Says what a query would have heard: how many posts, on which days, with the newest of them.
    Backtest(backtest::Arguments),
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Backtest(backtest) => backtest::run(backtest).await,
        Command::Test(test) => test::run(&test),
    }
}
