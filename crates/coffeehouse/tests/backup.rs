//! `coffeehouse backup`, `restore` and `doctor` through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;
use std::path::PathBuf;

use program::run;
use tempfile::TempDir;

/// A folder with a database that a few posts were imported into, and paths inside it.
struct House(TempDir);

impl House {
    fn new() -> Self {
        let house = Self(TempDir::new().unwrap());
        fs::write(
            house.path("posts.csv"),
            "text,user,date\nKaffee,anna,2026-01-01\nkalt,bert,2026-01-02\nbad,c,soon\n",
        )
        .unwrap();
        let ran = house.run(&["import", "posts.csv", "--data", "data"]);
        assert_eq!(ran.code, Some(3), "{}", ran.stderr);
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command in whose arguments names of files stand for files of this folder.
    fn run(&self, arguments: &[&str]) -> program::Ran {
        let names = ["posts.csv", "data", "again", "backup.jsonl", "backup.jsonl.gz"];
        let inside = |argument: &&str| match names.contains(argument) {
            true => self.path(argument).to_str().unwrap().to_owned(),
            false => (*argument).to_owned(),
        };
        let arguments: Vec<String> = arguments.iter().map(inside).collect();
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), "")
    }
}

#[test]
fn a_backup_is_checked_and_restored_and_is_the_same_again() {
    let house = House::new();
    for file in ["backup.jsonl", "backup.jsonl.gz"] {
        let made = house.run(&["backup", file, "--data", "data"]);
        assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
        let checked = house.run(&["restore", file, "--check"]);
        assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""));
        assert!(checked.stdout.contains("is whole"), "{}", checked.stdout);
    }
    assert!(!house.path("coffeehouse-data").exists());
    assert_eq!(house.run(&["restore", "backup.jsonl.gz", "--data", "again"]).code, Some(0));
    let lines =
        |text: String| text.lines().skip(1).filter(|line| line.starts_with('[')).map(str::to_owned).collect::<Vec<_>>();
    let before = lines(fs::read_to_string(house.path("backup.jsonl")).unwrap());
    fs::remove_file(house.path("backup.jsonl")).unwrap();
    assert_eq!(house.run(&["backup", "backup.jsonl", "--data", "again"]).code, Some(0));
    assert_eq!(lines(fs::read_to_string(house.path("backup.jsonl")).unwrap()), before);
}

#[test]
fn what_cannot_be_backed_up_or_restored_is_refused_with_what_helps() {
    let house = House::new();
    assert_eq!(house.run(&["backup", "backup.jsonl", "--data", "data"]).code, Some(0));
    let exists = house.run(&["backup", "backup.jsonl", "--data", "data"]);
    assert_eq!(exists.code, Some(2));
    assert!(exists.stderr.contains("a back-up replaces nothing"), "{}", exists.stderr);
    let nowhere = house.run(&["backup", "backup.jsonl.gz", "--data", "again"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.stderr.contains("there is no database in it"), "{}", nowhere.stderr);
    assert!(!house.path("backup.jsonl.gz").exists() && !house.path("again").exists());

    let full = house.run(&["restore", "backup.jsonl", "--data", "data"]);
    assert_eq!(full.code, Some(2));
    assert!(full.stderr.contains("the database is not empty"), "{}", full.stderr);
    let text = fs::read_to_string(house.path("backup.jsonl")).unwrap();
    fs::write(house.path("backup.jsonl"), text.replace("Kaffee", "Kaffe!")).unwrap();
    let changed = house.run(&["restore", "backup.jsonl", "--data", "again"]);
    assert_eq!(changed.code, Some(2));
    assert!(changed.stderr.contains("something in it was changed"), "{}", changed.stderr);
    assert!(house.run(&["backup", "backup.jsonl.gz", "--data", "again"]).stdout.contains("0 rows"));
}

#[test]
fn the_doctor_tells_what_is_well_and_what_to_look_at() {
    let house = House::new();
    let ran = house.run(&["doctor", "--data", "data"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    for words in ["the database opens", "nobody owns it yet", "channel “posts” is heard", "1 items could not be read"]
    {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    fs::write(house.path("data").join("key"), "no key").unwrap();
    let ran = house.run(&["doctor", "--data", "data"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("WRONG  the key: the key must be 64 hexadecimal digits"), "{}", ran.stdout);
    let nothing = house.run(&["doctor", "--data", "again"]);
    assert_eq!(nothing.code, Some(1));
    assert!(nothing.stdout.contains("there is no database in it"), "{}", nothing.stdout);
}
