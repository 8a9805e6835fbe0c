//! `coffeehouse backup`, `restore` and `doctor` through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use model::{NewsWay, NoticeKind, Role, SystemClock};
use program::run;
use store::fact::{FactTerms, Source};
use store::invitation::NewInvitation;
use store::member::NewMember;
use store::token::NewToken;
use store::{Store, StoreOptions};
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

    /// Does something in the database of a folder.
    fn inside<T>(&self, folder: &str, what: impl AsyncFnOnce(&Store) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let options = StoreOptions { folder: self.path(folder), clock: Arc::new(SystemClock), node: 0 };
            let store = Store::open(options).await.unwrap();
            let done = what(&store).await;
            store.close().await;
            done
        })
    }

    /// Runs a command in whose arguments names of files stand for files of this folder.
    fn run(&self, arguments: &[&str]) -> program::Ran {
        let names = ["posts.csv", "data", "again", "moved", "backup.jsonl", "backup.jsonl.gz"];
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

/// Whether a token and an invitation are good in a house's folder.
fn let_in(house: &House, folder: &str) -> (bool, bool) {
    house.inside(folder, async |store| {
        let mut tx = store.read().await.unwrap();
        let token = store::token::find(&mut tx, "token").await.unwrap();
        (token.is_some(), store::invitation::find(&mut tx, "invitation").await.unwrap().is_some())
    })
}

#[test]
fn what_let_somebody_in_when_the_backup_was_made_is_ended_by_a_restore_unless_it_is_kept() {
    let house = House::new();
    house.inside("data", async |store| {
        let mut tx = store.write().await.unwrap();
        let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
        let ada = store::member::join(&mut tx, new).await.unwrap().unwrap();
        let token = NewToken { secret: "token", member: ada, name: "robot", scopes: &[], expires_at: None };
        store::token::create(&mut tx, token).await.unwrap();
        let (role, expires_at) = (Role::Member, Timestamp::MAX);
        let invitation = NewInvitation { token: "invitation", role, email: None, by: Some(ada), expires_at };
        store::invitation::invite(&mut tx, invitation).await.unwrap();
        tx.commit().await.unwrap();
    });
    assert_eq!(let_in(&house, "data"), (true, true));
    assert_eq!(house.run(&["backup", "backup.jsonl", "--data", "data"]).code, Some(0));
    let ran = house.run(&["restore", "backup.jsonl", "--data", "again"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("2 tokens, invitations and links"), "{}", ran.stdout);
    assert_eq!(let_in(&house, "again"), (false, false));
    let ran = house.run(&["restore", "backup.jsonl", "--data", "moved", "--keep-access"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(let_in(&house, "moved"), (true, true));
}

#[test]
fn mail_to_members_that_waited_when_the_backup_was_made_goes_from_no_restored_database() {
    let house = House::new();
    let waiting = |folder: &str| {
        house.inside(folder, async |store| {
            let mut tx = store.read().await.unwrap();
            let ada = store::member::by_email(&mut tx, "ada@example.org").await.unwrap().unwrap().id;
            let letters = store::letter::of_member(&mut tx, ada, 9).await.unwrap().len();
            let told = store::notice::unseen(&mut tx, ada).await.unwrap();
            (store::news::waiting(&mut tx, NewsWay::Mail).await.unwrap().len(), letters, told)
        })
    };
    house.inside("data", async |store| {
        let mut tx = store.write().await.unwrap();
        let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
        let ada = store::member::join(&mut tx, new).await.unwrap().unwrap();
        let ada = store::member::find(&mut tx, ada).await.unwrap().unwrap();
        let terms = FactTerms {
            claim: "The lift works".into(),
            source: Source { title: "The lift".into(), url: None },
            owner: ada.id,
            review_on: date(2099, 1, 1),
            lines: Vec::new(),
        };
        let fact = store::fact::create(&mut tx, &terms, Timestamp::MAX).await.unwrap();
        store::notice::tell_of_fact(&mut tx, ada.id, NoticeKind::FactDue, fact.id).await.unwrap();
        inbox::ask_mail_address(&mut tx, &ada, "ada@example.org").await.unwrap();
        tx.commit().await.unwrap();
    });
    assert_eq!(waiting("data"), (1, 1, 1));
    assert_eq!(house.run(&["backup", "backup.jsonl", "--data", "data"]).code, Some(0));
    let ran = house.run(&["restore", "backup.jsonl", "--data", "again"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("that waited to tell members are forgotten"), "{}", ran.stdout);
    assert_eq!(waiting("again"), (0, 0, 1), "the page tells it");
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
