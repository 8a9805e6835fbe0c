//! Coffeehouse: hears everyone who talks about an organisation in public, and helps it answer as one team.

mod commands;
mod config;
mod demo;
mod networks;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// What is logged when nobody says otherwise.
const USUAL_LOG: &str = "warn";

#[derive(Parser)]
#[command(name = "coffeehouse", version, about, long_about = None)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// What is logged: error, warn, info, debug, or a filter per module. The demo logs errors only, unless told.
    #[arg(long, env = "COFFEEHOUSE_LOG", default_value = USUAL_LOG, global = true)]
    log: String,
    /// A file of settings; `coffeehouse.toml` of the working folder without it. `coffeehouse config` shows what it may say.
    #[arg(long, env = "COFFEEHOUSE_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
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
    /// Makes a link by which a member who lost the password chooses a new one.
    ResetPassword(commands::reset_password::Arguments),
    /// Sends one mail with the house's settings, and says what failed.
    MailTest(commands::mail::Arguments),
    /// Finds what is wrong, and says what helps.
    Doctor(commands::doctor::Arguments),
    /// Shows every setting, its value here, and where that came from.
    Config(commands::config::Arguments),
    /// Writes what a shell completes commands and flags by.
    Completion(commands::completion::Arguments),
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
    match run() {
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

fn run() -> anyhow::Result<ExitCode> {
    // Twice: which file there is stands in the arguments, and what is in it comes under them.
    let named = Arguments::from_arg_matches(&Arguments::command().get_matches())?.config;
    let file = config::File::read(&Arguments::command(), named.as_deref())?;
    let matches = file.fill_in(Arguments::command()).get_matches();
    let arguments = Arguments::from_arg_matches(&matches)?;
    // The invented network breaks on purpose now and then: a newcomer is not to think that something is wrong.
    let is_usual = arguments.log == USUAL_LOG && matches.value_source("log") == Some(ValueSource::DefaultValue);
    let log = if is_usual && matches!(arguments.command, Command::Demo(_)) { "error" } else { &arguments.log };
    let filter = EnvFilter::try_new(log).unwrap_or_else(|_| EnvFilter::new(USUAL_LOG));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match arguments.command {
        Command::Serve(serve) => in_runtime(commands::serve::run(serve)),
        Command::Demo(demo) => in_runtime(commands::demo::run(demo)),
        Command::Backup(backup) => in_runtime(commands::backup::run(backup)),
        Command::Restore(restore) => in_runtime(commands::restore::run(restore)),
        Command::ResetPassword(reset) => in_runtime(commands::reset_password::run(reset)),
        Command::MailTest(mail) => in_runtime(commands::mail::run(mail)),
        Command::Doctor(doctor) => in_runtime(commands::doctor::run(doctor, &file)),
        Command::Config(shown) => {
            let matches = matches.subcommand_matches("config").expect("this is that command");
            commands::config::run(&shown, &Arguments::command(), matches, &file)
        }
        Command::Completion(completion) => commands::completion::run(&completion, Arguments::command()),
        Command::Import(import) => in_runtime(commands::import::run(import)),
        Command::Match(match_posts) => commands::match_posts::run(match_posts),
        Command::Topics(topics) => in_runtime(commands::topics::run(topics)),
        Command::Bench(bench) => in_runtime(commands::bench::run(bench)),
        Command::Evaluate(evaluate) => commands::evaluate::run(&evaluate),
    }
}

fn in_runtime(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
