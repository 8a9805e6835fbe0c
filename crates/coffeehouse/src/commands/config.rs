//! `coffeehouse config`: every setting, its value here, and where that came from.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};

use crate::config::{FILE, File, settings};

use super::serve;

/// Letters of a line of the file.
const WIDTH: usize = 100;

#[derive(clap::Args)]
#[command(after_help = "\
Takes the flags of `serve`, and shows what `serve` would be told. What it prints is such a file itself, without secrets:
  coffeehouse config > settings.example.toml")]
#[group(skip)]
pub struct Arguments {
    #[command(flatten)]
    serve: serve::Arguments,
    /// Prints the settings as a table for a page of documentation, without their values here.
    #[arg(long)]
    table: bool,
}

/// Prints the settings; `matches` are those of this command, `file` is what was read.
pub fn run(arguments: &Arguments, command: &Command, matches: &ArgMatches, file: &File) -> anyhow::Result<ExitCode> {
    let settings = settings(command);
    let text = if arguments.table { table(&settings) } else { listing(&settings, matches, file) };
    std::io::stdout().write_all(text.as_bytes())?;
    if let (Some(path), true, false) = (&file.path, file.holds_secret, arguments.table) {
        eprintln!(
            "coffeehouse: {} holds a secret that is not printed; a copy of this text is not a copy of it",
            path.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn listing(settings: &[Arg], matches: &ArgMatches, file: &File) -> String {
    let mut text = match &file.path {
        Some(path) => format!("# Read from {}.\n", path.display()),
        None => format!("# There is no {FILE} here; --config names one elsewhere.\n"),
    };
    for setting in settings {
        let name = setting.get_id().as_str();
        text.push('\n');
        for line in textwrap::wrap(&help(setting), WIDTH) {
            text += &format!("# {line}\n");
        }
        text += &format!("# --{}, {}", flag(setting), variable(setting));
        let source = file.source(matches, setting);
        text += &source.as_ref().map_or_else(String::new, |source| format!("; set {source}"));
        text.push('\n');
        let value = matches.get_raw(name).and_then(|mut values| values.next()).map(|value| value.to_string_lossy());
        text += &match (source, value) {
            // A secret is not for a screen, nor for a copy of this text.
            (Some(_), Some(_)) if setting.is_hide_env_values_set() => format!("# {name} = (not shown)\n"),
            (Some(_), Some(value)) => format!("{name} = {}\n", as_toml(setting, &value)),
            (None, Some(value)) => format!("# {name} = {}\n", as_toml(setting, &value)),
            (_, None) => format!("# {name} = \"\"\n"),
        };
    }
    text
}

fn table(settings: &[Arg]) -> String {
    let mut text =
        "| in the file | flag | variable | means | without it |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for setting in settings {
        let default = setting.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        let default = default
            .filter(|_| setting.get_action().takes_values())
            .map_or_else(String::new, |value| format!("`{value}`"));
        text += &format!(
            "| `{}` | `--{}` | `{}` | {} | {default} |\n",
            setting.get_id(),
            flag(setting),
            variable(setting),
            help(setting).replace('|', "\\|"),
        );
    }
    text
}

fn flag(setting: &Arg) -> &str {
    setting.get_long().expect("a setting is a flag")
}

fn variable(setting: &Arg) -> String {
    setting.get_env().expect("a setting has a variable").to_string_lossy().into_owned()
}

fn help(setting: &Arg) -> String {
    let help = setting.get_long_help().or(setting.get_help());
    help.map_or_else(String::new, |help| help.to_string().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Numbers and yes or no stand bare, as they may in the file.
fn as_toml(setting: &Arg, value: &str) -> String {
    let is_bare = !setting.get_action().takes_values() || value.parse::<u64>().is_ok();
    if is_bare { value.to_owned() } else { toml::Value::String(value.to_owned()).to_string() }
}
