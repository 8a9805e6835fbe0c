//! `coffeehouse completion`: what a shell completes commands and flags by.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;

#[derive(clap::Args)]
#[command(after_help = "\
For instance, for one user:
  bash   coffeehouse completion bash > ~/.local/share/bash-completion/completions/coffeehouse
  zsh    coffeehouse completion zsh > ~/.zfunc/_coffeehouse        (with ~/.zfunc in fpath)
  fish   coffeehouse completion fish > ~/.config/fish/completions/coffeehouse.fish")]
pub struct Arguments {
    /// For which shell.
    shell: Shell,
}

pub fn run(arguments: &Arguments, mut command: Command) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "coffeehouse", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
