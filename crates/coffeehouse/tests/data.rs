//! Real posts run through the real program.
//!
//! `COFFEEHOUSE_TEST_DATA` names the folder of test data.
#![allow(clippy::unwrap_used)]

mod program;
mod replay;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};

use program::run;
use replay::{Replayed, Row, replay};

const TOPICS: &str = r#"
{"id":"anything","text":"/./"}
{"id":"delays","text":"(delta OR united OR #united OR @united) (late OR delay* OR cancel*) -job"}
{"id":"near","text":"(lost OR broken) NEAR/4 (bag* OR luggage)"}
{"id":"phrase","text":"\"customer service\" OR \"thank you\"~3"}
{"id":"signs","text":"100% OR C++ OR 🔥 OR $AAPL"}
{"id":"markup","text":"script OR exact:\"<img\" OR /<[a-z]+/"}
{"id":"scripts","text":"社會 OR 東京 OR ท่าน OR مرحبا"}
"#;

fn folder() -> PathBuf {
    std::env::var("COFFEEHOUSE_TEST_DATA").expect("COFFEEHOUSE_TEST_DATA is set").into()
}

/// Runs the texts through the topics; returns how many posts the topic that finds everything has found.
fn found_by_anything(texts: &[String]) -> usize {
    let temporary = tempfile::TempDir::new().unwrap();
    let topics = temporary.path().join("topics.jsonl");
    fs::write(&topics, TOPICS).unwrap();
    let input: String = texts.iter().map(|text| format!("{}\n", json!({"text": text}))).collect();
    let ran = run(&["match", "--threads", "2", "--topics", topics.to_str().unwrap()], input);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let mut found = 0;
    for matched in ran.matches() {
        let text = &texts[usize::try_from(matched["post"].as_u64().unwrap()).unwrap() - 1];
        for span in matched["spans"].as_array().unwrap() {
            let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            assert!(text.get(place("start")..place("end")).is_some_and(|word| !word.is_empty()), "{matched}");
        }
        found += usize::from(matched["topic"] == "anything");
    }
    found
}

fn holds_something(text: &str) -> bool {
    text.chars().any(|c| c != '\n')
}

fn json_lines_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_lines_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "jsonl") {
            found.push(path);
        }
    }
}

/// Everything a file says, whatever its members are called.
fn collect_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(members) => members.values().for_each(|member| collect_texts(member, texts)),
        _ => {}
    }
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn every_text_of_every_recording_is_matched_without_a_bad_line() {
    let mut files = Vec::new();
    json_lines_below(&folder(), &mut files);
    assert!(!files.is_empty());
    for file in files {
        let written = fs::read_to_string(&file).unwrap();
        let mut texts = Vec::new();
        for line in written.lines().filter(|line| !line.trim().is_empty()) {
            collect_texts(&serde_json::from_str(line).unwrap(), &mut texts);
        }
        let expected = texts.iter().filter(|text| holds_something(text)).count();
        assert_eq!(found_by_anything(&texts), expected, "{}", file.display());
    }
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn recordings_themselves_are_posts_or_bad_lines_and_never_a_panic() {
    let mut files = Vec::new();
    json_lines_below(&folder(), &mut files);
    for file in files {
        let ran = run(&["match", "--query", "/./"], fs::read(&file).unwrap());
        assert!(matches!(ran.code, Some(0 | 3)), "{}: {:?} {}", file.display(), ran.code, ran.stderr);
        assert!(!ran.stderr.contains("panicked"), "{}: {}", file.display(), ran.stderr);
    }
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn every_airline_tweet_is_matched_without_a_bad_line() {
    let written = fs::read_to_string(folder().join("airline_tweets/tweets.csv")).unwrap();
    let mut rows = csv_rows(&written).into_iter();
    let text = rows.next().unwrap().iter().position(|name| name == "text").unwrap();
    let texts: Vec<String> = rows.map(|mut row| row.swap_remove(text)).collect();
    assert!(!texts.is_empty());
    let expected = texts.iter().filter(|text| holds_something(text)).count();
    assert_eq!(found_by_anything(&texts), expected);
}

/// Rows of CSV as RFC 4180 has it.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// The airline tweets make one conversation per person and airline, as long as no week of silence lies between, at their
/// own times: counted here from the file, without the importer.
#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn the_airline_tweets_import_with_one_command() {
    let file = folder().join("airline_tweets/tweets.csv");
    let data = tempfile::TempDir::new().unwrap();
    let ran = run(
        &["import", file.to_str().unwrap(), "--data", data.path().to_str().unwrap(), "--network", "twitter"]
            .into_iter()
            .chain(["--column", "addressed=airline", "--column", "id=row", "--archive-after", "never"])
            .collect::<Vec<_>>(),
        "",
    );
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));

    let mut expected: Vec<(String, String, i64)> = Vec::new();
    let mut reader = csv::Reader::from_path(&file).unwrap();
    let names = reader.headers().unwrap().clone();
    let column = |name| names.iter().position(|one| one == name).unwrap();
    let (airline, name, created) = (column("airline"), column("name"), column("tweet_created"));
    for row in reader.records() {
        let row = row.unwrap();
        let at = jiff::fmt::strtime::parse("%Y-%m-%d %H:%M:%S %z", &row[created]).unwrap().to_timestamp().unwrap();
        expected.push((row[name].to_lowercase(), row[airline].to_owned(), at.as_microsecond()));
    }
    let tweets = expected.len();
    expected.sort();
    const WEEK: i64 = 7 * 24 * 3_600 * 1_000_000;
    let mut spans: Vec<(String, String, i64, i64)> = Vec::new();
    for (name, airline, at) in expected {
        match spans.last_mut().filter(|span| span.0 == name && span.1 == airline && at - span.3 <= WEEK) {
            Some(span) => span.3 = at,
            None => spans.push((name, airline, at, at)),
        }
    }

    let database = SqliteConnectOptions::new().filename(data.path().join("coffeehouse.db"));
    let mut connection = database.connect().await.unwrap();
    let rows = sqlx::query(
        "SELECT substr(author.remote_id, 9) AS name, talk_with, MIN(posted_at) AS first, MAX(posted_at) AS last, \
         opened_at, active_at, COUNT(*) AS n FROM conversation JOIN author ON author.id = conversation.author_id \
         JOIN post ON post.conversation_id = conversation.id GROUP BY conversation.id ORDER BY 1, 2, 3",
    );
    let rows = rows.fetch_all(&mut connection).await.unwrap();
    let mut found = Vec::new();
    let mut posts = 0;
    for row in &rows {
        let (first, last): (i64, i64) = (row.get("first"), row.get("last"));
        assert_eq!((row.get::<i64, _>("opened_at"), row.get::<i64, _>("active_at")), (first, last));
        posts += usize::try_from(row.get::<i64, _>("n")).unwrap();
        found.push((row.get::<String, _>("name"), row.get::<String, _>("talk_with"), first, last));
    }
    assert_eq!((posts, found.len()), (tweets, spans.len()));
    assert_eq!(found, spans);
}

fn told(name: &str, came: &Replayed) {
    let Replayed { posts, conversations, left_over } = came;
    println!("{name}: {posts} posts in {conversations} conversations, {left_over} of ours to nobody");
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn tweets_to_three_supports_stand_in_the_threads_of_their_own_links() {
    for brand in ["AmazonHelp", "AppleSupport", "SpotifyCares"] {
        let text = fs::read_to_string(folder().join(format!("twcs_labeled/twcs-{brand}-conversations.csv"))).unwrap();
        let mut rows = Vec::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().unwrap().clone();
        let column = |name| names.iter().position(|one| one == name).unwrap();
        let (id, parent, at) = (column("tweet_id"), column("in_response_to_tweet_id"), column("created_at"));
        let (author, words) = (column("author_id"), column("text"));
        for row in reader.records().map(Result::unwrap) {
            let number = row[parent].split('.').next().unwrap_or_default().to_owned();
            rows.push(Row {
                id: row[id].to_owned(),
                author: row[author].to_owned(),
                text: row[words].to_owned(),
                posted_at: format!("{}Z", row[at].replace(' ', "T")).into(),
                in_reply_to: Some(number).filter(|number| !number.is_empty()),
            });
        }
        told(brand, &replay(&rows, &[brand.to_owned()].into()).await);
    }
}

/// The source has turns instead of links: each answers the one before, and ends with an answer of the brand.
#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn dialogues_with_twenty_five_brands_are_a_conversation_each() {
    let text = fs::read_to_string(folder().join("twitter_care_conversations/conversations.jsonl")).unwrap();
    let (mut rows, mut ours) = (Vec::new(), BTreeSet::new());
    let dialogues: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    for dialogue in &dialogues {
        let brand = word(&dialogue["dialogHeader"]["company"]);
        ours.insert(brand.clone());
        let mut former = None;
        for turn in dialogue["dialogContent"].as_array().unwrap() {
            let outside = turn.as_object().unwrap().iter().find(|(name, _)| name.starts_with("client"));
            let author = outside.map_or_else(|| brand.clone(), |(_, name)| word(name));
            let (id, text) = (word(&turn["tweet_ID"]), word(&turn["message"]));
            rows.push(Row { id: id.clone(), author, text, posted_at: turn["datetime"].clone(), in_reply_to: former });
            former = Some(id);
        }
        let (id, text) = (word(&dialogue["agentURL"]["tweet_ID"]), word(&dialogue["agentURL"]["url_utterance"]));
        // As the network makes its ids.
        let milliseconds = (id.parse::<i64>().unwrap() >> 22) + 1_288_834_974_657;
        rows.push(Row { id, author: brand, text, posted_at: milliseconds.into(), in_reply_to: former });
    }
    let came = replay(&rows, &ours).await;
    told("twenty-five brands", &came);
    assert_eq!((came.conversations, came.left_over), (dialogues.len(), 0));
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn comments_of_reddit_stand_in_the_thread_of_what_they_answer() {
    let file = fs::File::open(folder().join("reddit_api/things.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    for line in text.lines() {
        let thing: Value = serde_json::from_str(line).unwrap();
        let (kind, data) = (thing["kind"].as_str().unwrap(), &thing["data"]);
        let word = |name: &str| data[name].as_str().unwrap_or_default();
        // A link may have a title alone.
        let words = [word("title"), word("selftext"), word("body")].into_iter().filter(|one| !one.is_empty());
        let words = words.collect::<Vec<_>>().join("\n");
        let name = if word("name").is_empty() { format!("{kind}_{}", word("id")) } else { word("name").to_owned() };
        let has_all = !words.is_empty() && !word("author").is_empty() && data["created_utc"].is_number();
        if !matches!(kind, "t1" | "t3") || !has_all || !seen.insert(name.clone()) {
            continue;
        }
        rows.push(Row {
            id: name,
            author: word("author").to_owned(),
            text: words,
            posted_at: data["created_utc"].as_f64().map(|seconds| seconds as i64).into(),
            in_reply_to: Some(word("parent_id").to_owned()).filter(|parent| kind == "t1" && !parent.is_empty()),
        });
    }
    told("Reddit", &replay(&rows, &BTreeSet::new()).await);
}
