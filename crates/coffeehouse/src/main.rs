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
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_new(&arguments.log).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            match arguments.command {
                Command::Serve(serve) => commands::serve::run(serve).await,
                Command::Demo(demo) => commands::demo::run(demo).await,
            }
        })
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The whole chain, once.
            eprintln!("coffeehouse: {error:#}");
            ExitCode::FAILURE
        }
    }
}
