//! `coffeehouse topics`: what can be done with topics kept in a file.

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
}

pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Test(test) => test::run(&test),
    }
}
