//! Coffeehouse: hears everyone who talks about an organisation in public, and helps it answer as one team.

mod commands;
mod demo;
mod networks;
mod server;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(name = "coffeehouse", version, about, long_about = None)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// What is logged: error, warn, info, debug, or a filter per module.
    #[arg(long, env = "COFFEEHOUSE_LOG", default_value = "warn", global = true)]
    log: String,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server.
    Serve(commands::serve::Arguments),
    /// Runs a server of an invented organisation, with invented people, to look around in.
    Demo(commands::demo::Arguments),
    /// Imports posts from a file: CSV or JSON Lines.
    Import(commands::import::Arguments),
    /// Writes the whole database into a file, while the server runs.
    Backup(commands::backup::Arguments),
    /// Makes a database from a back-up, or only proves that it can be made.
    Restore(commands::restore::Arguments),
    /// Finds what is wrong, and says what helps.
    Doctor(commands::doctor::Arguments),
    /// Finds what posts match: JSON Lines in, JSON Lines out.
    Match(commands::match_posts::Arguments),
    /// Tests topics kept in a file, and tries a query on what was heard.
    Topics(commands::topics::Arguments),
    /// Measures how fast this program is on this machine.
    Bench(commands::bench::Arguments),
    /// Measures how often judgements (language, sentiment, ...) are right, on posts that people labelled.
    Evaluate(commands::evaluate::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_new(&arguments.log).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let result = match arguments.command {
        Command::Serve(serve) => in_runtime(commands::serve::run(serve)),
        Command::Demo(demo) => in_runtime(commands::demo::run(demo)),
        Command::Backup(backup) => in_runtime(commands::backup::run(backup)),
        Command::Restore(restore) => in_runtime(commands::restore::run(restore)),
        Command::Doctor(doctor) => in_runtime(commands::doctor::run(doctor)),
        Command::Import(import) => in_runtime(commands::import::run(import)),
        Command::Match(match_posts) => commands::match_posts::run(match_posts),
        Command::Topics(topics) => in_runtime(commands::topics::run(topics)),
        Command::Bench(bench) => in_runtime(commands::bench::run(bench)),
        Command::Evaluate(evaluate) => commands::evaluate::run(&evaluate),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            // The whole chain, once.
            eprintln!("coffeehouse: {error:#}");
            if error.is::<commands::Refused>() {
                ExitCode::from(commands::Refused::EXIT_CODE)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn in_runtime(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
