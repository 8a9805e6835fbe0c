//! `coffeehouse evaluate`, through the real program, on posts that we wrote for it.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;

use tempfile::TempDir;

use program::{Ran, run};

fn evaluate(folder: &TempDir, more: &[&str]) -> Ran {
    let folder = folder.path().to_str().unwrap();
    run(&[&["evaluate", "--data", folder], more].concat(), "")
}

/// A folder with one collection: sixty posts, of which a third are of each mood.
fn with_posts() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut posts = String::from("airline_sentiment,text\n");
    for number in 0..20 {
        posts += &format!("positive,\"Thank you, coach {number} was wonderful and the staff was lovely\"\n");
        posts += &format!("neutral,\"The train to the coast leaves from platform {number} at noon\"\n");
        posts +=
            &format!("negative,\"Coach {number} was dirty, delayed and the worst of them all, \"\"never again\"\"\"\n");
    }
    fs::create_dir(folder.path().join("airline_tweets")).unwrap();
    fs::write(folder.path().join("airline_tweets/tweets.csv"), posts).unwrap();
    folder
}

/// The figures of a row, after the name of the judge.
fn figures(ran: &Ran, judge: &str) -> Vec<String> {
    let line =
        ran.stdout.lines().find(|line| line.contains(judge)).unwrap_or_else(|| panic!("{judge}: {}", ran.stdout));
    line.split(judge).nth(1).unwrap().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn plain_moods_are_measured_as_right_and_baselines_stand_beside_them() {
    let ran = evaluate(&with_posts(), &["--task", "sentiment"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let ours = figures(&ran, "ours, 0 corrections");
    assert_eq!(&ours[1..], ["100.0%", "100.0%", "1.000", "1.000"], "{}", ran.stdout);
    assert!(ran.stdout.contains("always ") && ran.stdout.contains("VADER"), "{}", ran.stdout);
    let tested: usize = ours[0].parse().unwrap();
    assert!((10..50).contains(&tested), "some are learned from and never measured: {tested}");
    assert!(!ran.stdout.contains("ours, 100 corrections"), "there are no hundred posts to learn from");
}

#[test]
fn figures_are_the_same_each_time() {
    let folder = with_posts();
    assert_eq!(evaluate(&folder, &[]).stdout, evaluate(&folder, &[]).stdout);
}

#[test]
fn absent_collections_are_left_out_and_an_absent_folder_is_an_error() {
    let empty = TempDir::new().unwrap();
    let ran = evaluate(&empty, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for heading in ["Sentiment", "Language", "Spam", "Intent", "Needs-reply"] {
        assert!(ran.stdout.contains(heading), "{heading}");
    }
    let ran = run(&["evaluate", "--data", "/there/is/no/such/folder"], "");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("there is no folder /there/is/no/such/folder"), "{}", ran.stderr);
}

#[test]
fn a_damaged_collection_is_named() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("spam_sms")).unwrap();
    fs::write(folder.path().join("spam_sms/messages.csv"), "row,label,text\n1,ham\n").unwrap();
    let ran = evaluate(&folder, &["--task", "spam"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("messages.csv"), "{}", ran.stderr);
}
