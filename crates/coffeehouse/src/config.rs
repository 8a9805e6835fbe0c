//! Settings from a file, under flags and environment and over the defaults.
//!
//! The flags of `serve` are the one definition: a setting is a flag that has an environment variable, and its name in
//! the file is the flag's with `_` for `-`. What the file says becomes the flag's default, in every command that has a
//! flag of the same variable, so each value is checked and read by the same code wherever it came from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use crate::commands::Refused;

/// The file that is read when none is named.
pub const FILE: &str = "coffeehouse.toml";

/// The command that has every setting.
const HAS_ALL: &str = "serve";

/// The values of a file, by the name of their setting.
#[derive(Debug, Default)]
pub struct File {
    /// Where it lies; `None` when there is none.
    pub path: Option<PathBuf>,
    values: BTreeMap<String, String>,
    /// Whether one of them is a secret.
    pub holds_secret: bool,
}

impl File {
    /// Reads the file that the arguments name, or else the one that lies in the working folder.
    ///
    /// # Errors
    /// [`Refused`] when a named file is missing, when it is no TOML, and when a setting in it is unknown or wrong.
    pub fn read(command: &Command, named: Option<&Path>) -> anyhow::Result<Self> {
        let path = named.unwrap_or(Path::new(FILE));
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => return Ok(Self::default()),
            Err(error) => return Err(refused(path, error)),
        };
        let table: toml::Table = toml::from_str(&text).map_err(|error| refused(path, error))?;
        let settings = settings(command);
        let mut file = Self { path: Some(path.to_owned()), ..Self::default() };
        for (name, value) in table {
            let Some(setting) = settings.iter().find(|setting| setting.get_id() == name.as_str()) else {
                return Err(refused(path, unknown(&name, &settings)));
            };
            let value = plain(value).ok_or_else(|| refused(path, format!("{name} takes a text, a number or a yes")))?;
            check(setting, &value).map_err(|reason| refused(path, format!("{name}: {reason}")))?;
            file.holds_secret |= setting.is_hide_env_values_set();
            file.values.insert(name, value);
        }
        Ok(file)
    }

    /// Makes what the file says the default of every flag of the same setting.
    pub fn fill_in(&self, command: Command) -> Command {
        let variables: BTreeMap<_, _> = settings(&command)
            .iter()
            .filter_map(|setting| Some((setting.get_env()?.to_owned(), setting.get_id().to_string())))
            .collect();
        self.fill_in_below(command, &variables)
    }

    fn fill_in_below(&self, command: Command, variables: &BTreeMap<OsString, String>) -> Command {
        let command = command.mut_args(|flag| {
            let name = flag.get_env().and_then(|variable| variables.get(variable));
            match name.and_then(|name| self.values.get(name)) {
                Some(value) => flag.default_value(value),
                None => flag,
            }
        });
        command.mut_subcommands(|below| self.fill_in_below(below, variables))
    }

    /// Where the value of a setting came from, in words; `None` when it has none or its default.
    pub fn source(&self, matches: &ArgMatches, setting: &Arg) -> Option<String> {
        match matches.value_source(setting.get_id().as_str())? {
            ValueSource::CommandLine => Some("by the flag".to_owned()),
            ValueSource::EnvVariable => Some("by the variable".to_owned()),
            _ if self.values.contains_key(setting.get_id().as_str()) => {
                Some(format!("by {}", self.path.as_ref()?.display()))
            }
            _ => None,
        }
    }
}

/// Every setting: the flags of `serve` and of every command that have a variable, but the one that names the file.
pub fn settings(command: &Command) -> Vec<Arg> {
    let serve = command.find_subcommand(HAS_ALL).expect("the program has the command");
    let flags = serve.get_arguments().chain(command.get_arguments());
    flags.filter(|flag| flag.get_env().is_some() && flag.get_id() != "config").cloned().collect()
}

/// What a value is without its type; `None` for lists, tables and dates.
fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is_so) => Some(is_so.to_string()),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}

/// Has the flag itself read a value; a wrong default would be a fault of the program.
fn check(setting: &Arg, value: &str) -> Result<(), String> {
    if !setting.get_action().takes_values() {
        return value.parse::<bool>().map(drop).map_err(|_| "write true or false".to_owned());
    }
    let flag = setting.get_long().expect("a setting is a flag");
    let alone =
        Command::new("").arg(setting.clone().env(None::<&str>)).no_binary_name(true).color(clap::ColorChoice::Never);
    let given = format!("--{flag}={value}");
    alone.try_get_matches_from([given]).map(drop).map_err(|error| {
        use std::error::Error as _;
        // Its own words are about a flag that nobody gave.
        error.source().map_or_else(|| error.to_string().trim().to_owned(), ToString::to_string)
    })
}

fn unknown(name: &str, settings: &[Arg]) -> String {
    let names: Vec<&str> = settings.iter().map(|setting| setting.get_id().as_str()).collect();
    let likely = names.iter().map(|known| (strsim::jaro_winkler(known, &name.replace('-', "_")), *known));
    match likely.max_by(|one, other| one.0.total_cmp(&other.0)) {
        Some((likeness, known)) if likeness > 0.8 => format!("there is no setting {name}; did you mean {known}?"),
        _ => format!("there is no setting {name}; there are {}", names.join(", ")),
    }
}

fn refused(path: &Path, reason: impl Display) -> anyhow::Error {
    Refused(format!("{}: {reason}", path.display())).into()
}
