//! Real conversations, imported: what stands together is what the source's own links say, counted here from the files alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};

use crate::program::run;

/// A post as a file has it.
pub struct Row {
    pub id: String,
    pub author: String,
    pub text: String,
    pub posted_at: Value,
    pub in_reply_to: Option<String>,
}

/// What an import came to.
pub struct Replayed {
    /// Posts in conversations, in the order of their threads.
    pub posts: usize,
    /// Conversations.
    pub conversations: usize,
    /// Posts of ours that nobody outside is in a conversation with.
    pub left_over: usize,
}

/// Imports the rows and compares what stands together with what their links hold together.
pub async fn replay(rows: &[Row], ours: &BTreeSet<String>) -> Replayed {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("posts.jsonl");
    let lines = rows.iter().map(|row| {
        let Row { id, author, text, posted_at, in_reply_to } = row;
        format!(
            "{}\n",
            json!({ "id": id, "author": author, "text": text, "posted_at": posted_at, "in_reply_to": in_reply_to })
        )
    });
    fs::write(&file, lines.collect::<String>()).unwrap();
    let data = folder.path().join("data");
    let mut arguments = vec!["import", file.to_str().unwrap(), "--data", data.to_str().unwrap()];
    arguments.extend(["--archive-after", "never"]);
    arguments.extend(ours.iter().flat_map(|name| ["--ours", name]));
    let ran = run(&arguments, "");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);

    let database = SqliteConnectOptions::new().filename(data.join("coffeehouse.db"));
    let mut connection = database.connect().await.unwrap();
    let kept = sqlx::query("SELECT remote_id, conversation_id FROM post").fetch_all(&mut connection).await.unwrap();
    assert_eq!(kept.len(), rows.len(), "every row is a post");
    let mut stand: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let mut left_over: BTreeSet<String> = BTreeSet::new();
    for post in &kept {
        let id: String = post.get("remote_id");
        match post.get::<Option<i64>, _>("conversation_id") {
            Some(conversation) => stand.entry(conversation).or_default().insert(id),
            None => left_over.insert(id),
        };
    }
    let author: HashMap<&str, &str> = rows.iter().map(|row| (row.id.as_str(), row.author.as_str())).collect();
    assert!(left_over.iter().all(|id| ours.contains(author[id.as_str()])), "whoever is outside is in a conversation");
    let linked: BTreeSet<BTreeSet<String>> = linked(rows)
        .into_iter()
        .map(|thread| thread.difference(&left_over).cloned().collect::<BTreeSet<String>>())
        .filter(|thread| !thread.is_empty())
        .collect();
    let stand: BTreeSet<BTreeSet<String>> = stand.into_values().collect();
    for thread in linked.symmetric_difference(&stand).take(3) {
        println!("differs: {thread:?}");
    }
    assert!(linked == stand, "{} threads in the file, {} conversations", linked.len(), stand.len());
    Replayed { posts: kept.len() - left_over.len(), conversations: stand.len(), left_over: left_over.len() }
}

/// What the links hold together, also over a post that the file does not have.
fn linked(rows: &[Row]) -> Vec<BTreeSet<String>> {
    let mut above: HashMap<&str, &str> = HashMap::new();
    for row in rows {
        if let Some(parent) = &row.in_reply_to {
            above.insert(&row.id, parent);
        }
    }
    let mut threads: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (mut root, mut steps) = (row.id.as_str(), 0);
        while let Some(parent) = above.get(root).filter(|_| steps < rows.len()) {
            (root, steps) = (parent, steps + 1);
        }
        threads.entry(root).or_default().insert(row.id.clone());
    }
    threads.into_values().collect()
}
