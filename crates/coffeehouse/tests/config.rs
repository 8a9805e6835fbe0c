//! `coffeehouse config` and the file of settings, through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;
use std::path::Path;

use program::{Ran, command, run};
use tempfile::TempDir;

/// A working folder with a file of settings in it.
fn folder(settings: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("coffeehouse.toml"), settings).unwrap();
    folder
}

fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = command(arguments);
    let output = command.current_dir(folder).envs(variables.iter().copied()).output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_flag_goes_before_the_variable_and_the_variable_before_the_file() {
    let folder = folder("undo_seconds = 3\nlisten = \"127.0.0.1:3\"\ntime_zone = \"Asia/Tokyo\"\n");
    let variables = [("COFFEEHOUSE_LISTEN", "127.0.0.1:2"), ("COFFEEHOUSE_UNDO_SECONDS", "2")];
    let ran = run_in(folder.path(), &["config", "--undo-seconds", "1"], &variables);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for line in ["\nundo_seconds = 1\n", "\nlisten = \"127.0.0.1:2\"\n", "\ntime_zone = \"Asia/Tokyo\"\n"] {
        assert!(ran.stdout.contains(line), "{line:?} is not in {}", ran.stdout);
    }
    assert!(ran.stdout.contains("\n# log = \"warn\"\n"), "{}", ran.stdout);
}

#[test]
fn the_file_decides_for_every_command_that_has_the_setting() {
    let folder = folder("data = \"house\"\n");
    fs::write(folder.path().join("posts.csv"), "text,user,date\nKaffee,anna,2026-01-01\n").unwrap();
    let ran = run_in(folder.path(), &["import", "posts.csv"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(folder.path().join("house").is_dir());
    assert!(!folder.path().join("coffeehouse-data").exists());
    let ran = run_in(folder.path(), &["backup", "backup.jsonl"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn what_config_prints_is_a_file_that_says_the_same() {
    let settings = "data = \"a \\\"b\\\" ü\"\nallow_private_addresses = true\nundo_seconds = 7\n";
    let folder = folder(settings);
    let printed = run_in(folder.path(), &["config"], &[]).stdout;
    fs::write(folder.path().join("again.toml"), &printed).unwrap();
    let again = run_in(folder.path(), &["config", "--config", "again.toml"], &[]).stdout;
    assert_eq!(printed.replace("coffeehouse.toml", "again.toml"), again);
    assert!(again.contains("allow_private_addresses = true\n"), "{again}");
}

#[test]
fn a_wrong_setting_is_named_and_nothing_starts() {
    let cases = [
        ("base-url = \"https://a.example/\"", "no setting base-url; did you mean base_url?"),
        ("colour = 1", "there is no setting colour; there are data, "),
        ("config = \"other.toml\"", "there is no setting config"),
        ("listen = \"here\"", "listen: invalid socket address"),
        ("undo_seconds = -1", "undo_seconds: "),
        ("time_zone = \"Mars/Olympus\"", "time_zone: this is no time zone; write it like Europe/Amsterdam"),
        ("allow_private_addresses = \"maybe\"", "allow_private_addresses: write true or false"),
        ("data = [\"a\"]", "data takes a text"),
        ("data = ", "line 1"),
    ];
    for (settings, said) in cases {
        let folder = folder(settings);
        let ran = run_in(folder.path(), &["serve"], &[]);
        assert_eq!(ran.code, Some(2), "{settings}: {}", ran.stderr);
        assert!(ran.stderr.contains("coffeehouse.toml: ") && ran.stderr.contains(said), "{settings}: {}", ran.stderr);
        assert!(!folder.path().join("coffeehouse-data").exists());
    }
    let ran = run(&["config", "--config", "missing.toml"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("missing.toml: "), "{}", ran.stderr);
}

#[test]
fn secrets_are_not_printed() {
    let key = "0123456789abcdef".repeat(4);
    let folder = folder(&format!("key = \"{key}\"\ndatabase_url = \"postgres://me:pass@db.example/x\"\n"));
    for arguments in [&["config"][..], &["config", "--table"], &["serve", "--help"]] {
        let ran = run_in(folder.path(), arguments, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(!ran.stdout.contains(&key) && !ran.stdout.contains("me:pass"), "{}", ran.stdout);
    }
}

#[cfg(unix)]
#[test]
fn doctor_says_when_others_may_read_a_secret_of_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&format!("key = \"{}\"\n", "ab".repeat(32)));
    let file = folder.path().join("coffeehouse.toml");
    for (mode, is_open) in [(0o644, true), (0o600, false)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let ran = run_in(folder.path(), &["doctor"], &[]);
        assert_eq!(ran.stdout.contains("chmod 600"), is_open, "{}", ran.stdout);
    }
}

#[test]
fn every_shell_gets_its_completion() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(&["completion", shell], "");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert!(ran.stdout.contains("undo-seconds") && ran.stdout.contains("backup"), "{shell}: {}", ran.stdout);
    }
}

/// Written anew with `cargo xtask configuration`.
#[test]
fn the_guide_has_every_setting() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/configuration.md");
    let page = fs::read_to_string(&place).unwrap();
    let (before, rest) = page.split_once("<!-- settings -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /settings -->\n").unwrap();
    let table = run(&["config", "--table"], "").stdout;
    let right = format!("{before}<!-- settings -->\n{table}<!-- /settings -->\n{after}");
    if std::env::var_os("COFFEEHOUSE_UPDATE").is_some() {
        fs::write(&place, &right).unwrap();
    } else {
        assert!(
            page == right,
            "docs/guide/configuration.md is not what the flags say; cargo xtask configuration writes it"
        );
    }
}
