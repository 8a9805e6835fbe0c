//! `coffeehouse import` through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use program::{command, run};
use sqlx::{ConnectOptions as _, Row as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

/// Rows of a small crowd: the newest first, as exports come.
fn csv(rows: usize) -> String {
    let row = |number: usize| {
        let (day, minute) = (1 + number / 1_440 % 28, number % 1_440);
        format!(
            "{number},\"Kaffee {number}\",p{},2026-01-{day:02} {:02}:{:02}\n",
            number % 97,
            minute / 60,
            minute % 60
        )
    };
    let rows: String = (0..rows).rev().map(row).collect();
    format!("id,text,user,date\n{rows}")
}

/// What a database holds, without what differs from run to run.
async fn holds(data: &Path) -> (i64, i64, i64, Vec<String>) {
    let mut connection = SqliteConnectOptions::new().filename(data.join("coffeehouse.db")).connect().await.unwrap();
    let mut count = async |statement: &'static str| -> i64 {
        sqlx::query(statement).fetch_one(&mut connection).await.unwrap().get(0)
    };
    let posts = count("SELECT COUNT(*) FROM post").await;
    let conversations = count("SELECT COUNT(*) FROM conversation").await;
    let filed = count("SELECT COUNT(*) FROM event WHERE kind = 'mention.filed'").await;
    let talks = sqlx::query(
        "SELECT group_concat(remote_id) AS talk FROM (SELECT * FROM post ORDER BY posted_at, id) GROUP BY conversation_id ORDER BY 1",
    );
    let talks = talks.fetch_all(&mut connection).await.unwrap();
    (posts, conversations, filed, talks.iter().map(|row| row.get("talk")).collect())
}

struct Folder {
    temporary: TempDir,
}

impl Folder {
    fn with(content: &str) -> Self {
        let folder = Self { temporary: TempDir::new().unwrap() };
        folder.write(content);
        folder
    }

    fn write(&self, content: &str) {
        fs::write(self.temporary.path().join("posts.csv"), content).unwrap();
    }

    fn data(&self) -> std::path::PathBuf {
        self.temporary.path().join("data")
    }

    fn arguments(&self) -> Vec<String> {
        let path = |path: std::path::PathBuf| path.to_str().unwrap().to_owned();
        vec!["import".into(), path(self.temporary.path().join("posts.csv")), "--data".into(), path(self.data())]
    }

    fn import(&self, more: &[&str]) -> program::Ran {
        let arguments = self.arguments();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        run(&arguments, "")
    }
}

#[tokio::test]
async fn a_dry_run_shows_what_would_come_and_writes_nothing() {
    let folder = Folder::with(&csv(100));
    let ran = folder.import(&["--dry-run"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("100 rows, 97 people, 97 conversations"), "{}", ran.stdout);
    assert!(ran.stdout.contains("text = \"text\""), "{}", ran.stdout);
    assert!(!folder.data().exists());
}

#[tokio::test]
async fn what_is_imported_twice_is_there_once() {
    let folder = Folder::with(&csv(300));
    let first = folder.import(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(first.stdout.contains("300 new mentions, in “posts”."), "{}", first.stdout);
    let held = holds(&folder.data()).await;
    assert_eq!((held.0, held.1, held.2), (300, 97, 300));
    assert!(folder.import(&[]).stdout.contains("300 rows had been imported before.\n0 new mentions"));
    // Read in another way it is another import of the same posts.
    assert!(folder.import(&["--time-zone", "UTC"]).stdout.contains("0 new mentions"));
    assert_eq!(holds(&folder.data()).await, held);
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_to_the_same_end() {
    let whole = Folder::with(&csv(1_500));
    assert_eq!(whole.import(&[]).code, Some(0));
    let expected = holds(&whole.data()).await;
    for (step, nth) in [
        ("intake.before_commit", 1),
        ("intake.before_commit", 9),
        ("intake.after_commit", 4),
        ("intake.after_commit", 11),
    ] {
        let folder = Folder::with(&csv(1_500));
        let arguments = folder.arguments();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut killed = command(&arguments);
        let status = killed.env("COFFEEHOUSE_CRASH_AT", format!("{step}:{nth}")).stdin(Stdio::null()).status().unwrap();
        assert!(!status.success(), "{step} {nth} was not reached");
        let again = folder.import(&[]);
        assert_eq!(again.code, Some(0), "{}", again.stderr);
        assert_eq!(holds(&folder.data()).await, expected, "killed at {step}, time {nth}");
    }
}

#[tokio::test]
async fn bad_rows_are_told_and_all_others_come() {
    let folder = Folder::with("text,user,date\nfine,a,2026-01-01\nbad,b,yesterday\n");
    let ran = folder.import(&[]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stdout.contains("line 3: the time \"yesterday\" is written in no way that we know"), "{}", ran.stdout);
    assert_eq!(holds(&folder.data()).await.0, 1);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_before_anything_is_written() {
    let folder = Folder::with("a,b\n1,2\n");
    for (more, says) in [
        (&[][..], "no column is known to be the text"),
        (&["--column", "tetx=a"][..], "\"tetx\" is no field; fields are id, text"),
        (&["--column", "text=c"][..], "the file has no column \"c\" for text"),
        (&["--archive-after", "soon"][..], "a number of days, or never"),
        (&["--ours", "velle"][..], "--column in_reply_to=NAME"),
    ] {
        let ran = folder.import(more);
        assert_eq!(ran.code, Some(2), "{more:?}");
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
    }
    assert!(!folder.data().exists());
    let missing = run(&["import", "nowhere.csv"], "");
    assert_eq!(missing.code, Some(1));
    assert!(missing.stderr.contains("cannot read nowhere.csv"), "{}", missing.stderr);
}

#[tokio::test]
async fn threads_come_with_our_own_posts_in_them() {
    let folder = Folder::with(
        "id,text,user,date,in_reply_to\n4,late,velle,2026-01-04,3\n3,hm,bert,2026-01-03,1\n2,when?,anna,2026-01-02,1\n\
         1,New trains,velle,2026-01-01,\n6,sorry,velle,2026-01-06,5\n7,thanks,cem,2026-01-07,6\n",
    );
    let ran = folder.import(&["--ours", "@Velle", "--archive-after", "never"]);
    assert!(ran.stdout.contains("6 rows, 4 people, 2 conversations"), "{}", ran.stdout);
    assert!(ran.stdout.contains("3 new mentions"), "{}", ran.stdout);
    assert_eq!(holds(&folder.data()).await, (6, 2, 3, vec!["1,2,3,4".into(), "6,7".into()]));
}

#[tokio::test]
async fn what_two_files_tell_of_one_thread_is_one_conversation() {
    let folder = Folder::with("id,text,user,date,in_reply_to\n1,when?,anna,2026-01-01,\n2,hm,bert,2026-01-02,1\n");
    assert_eq!(folder.import(&["--into", "Trains"]).code, Some(0));
    folder.write("id,text,user,date,in_reply_to\n3,late,velle,2026-01-03,2\n4,thanks,bert,2026-01-04,3\n");
    let ran = folder.import(&["--into", "Trains", "--ours", "velle"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(holds(&folder.data()).await, (4, 1, 3, vec!["1,2,3,4".into()]));
}

#[tokio::test]
async fn nobodys_words_take_the_place_of_anothers() {
    let folder = Folder::with("id,text,user,date\n1,Kaffee,anna,2026-01-01\n");
    assert_eq!(folder.import(&["--into", "Air"]).code, Some(0));
    folder.write("id,text,user,date\n1,Tee,bert,2026-02-01\n");
    assert!(folder.import(&["--into", "Air"]).stdout.contains("0 new mentions"));
    let doctor = run(&["doctor", "--data", folder.data().to_str().unwrap()], "");
    assert!(doctor.stdout.contains("1 items could not be read"), "{}", doctor.stdout);
    // With its network, it is another post.
    assert!(folder.import(&["--into", "Air", "--network", "second"]).stdout.contains("1 new mentions"));
    assert_eq!(holds(&folder.data()).await.0, 2);
}
