//! Posts and queries of a bench, from files of JSON Lines.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Context as _;
use listening::{Analysis, Post};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::commands::id::Id;

/// A post.
#[derive(Debug, Deserialize)]
pub struct PostLine {
    pub id: Id,
    text: String,
    author: Option<String>,
    lang: Option<String>,
    channel: Option<String>,
    /// In milliseconds since 1970.
    created_at: Option<i64>,
}

impl PostLine {
    /// Returns the post as the engine sees it.
    pub fn post(&self) -> Post<'_> {
        Post {
            text: &self.text,
            author_handle: self.author.as_deref(),
            lang: self.lang.as_deref(),
            channel: self.channel.as_deref(),
            created_at: self.created_at.map(|millis| millis.saturating_mul(1_000)),
            ..Post::default()
        }
    }
}

/// A stored query.
#[derive(Debug, Deserialize)]
pub struct QueryLine {
    pub id: Id,
    pub text: String,
}

/// Reads the first lines of a file.
pub fn read<T: DeserializeOwned>(path: &Path, most: usize) -> anyhow::Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let lines = BufReader::new(file).lines().take(most).zip(1..);
    lines
        .map(|(line, number)| {
            let line = line.with_context(|| format!("cannot read {}", path.display()))?;
            serde_json::from_str(&line).with_context(|| format!("{}, line {number}", path.display()))
        })
        .collect()
}

/// Makes queries that an index can do least with: of the words that most posts have, with little besides.
pub fn unkind(posts: &[Post<'_>], count: usize) -> Vec<QueryLine> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for post in posts {
        for token in Analysis::plain().tokens(post.text).iter() {
            if token.key.len() > 2 && token.key.bytes().all(|b| b.is_ascii_lowercase()) {
                *counts.entry(token.key.to_owned()).or_default() += 1;
            }
        }
    }
    let mut words: Vec<(usize, String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    words.truncate(EVERYDAY_WORDS);
    if words.is_empty() {
        return Vec::new();
    }
    // Steps that share no divisor with the number of words go through all pairs of them.
    let word = |n: usize| words[n % words.len()].1.as_str();
    let line = |n: usize| {
        let (a, b, c) = (word(n), word(n * 7 + n / words.len() + 1), word(n * 13 + 5));
        let text = match n % 5 {
            0 => format!("{a} AND {b}"),
            1 => format!("{a} NOT ({b} OR {c})"),
            2 => format!("{}* AND {b}", &a[..3]),
            3 => format!("{a} NEAR/3 {b}"),
            _ => format!("\"{a} {b}\""),
        };
        QueryLine { id: Id::Number(n as i128), text }
    };
    (0..count).map(line).collect()
}

/// How many of the commonest words unkind queries are made of.
const EVERYDAY_WORDS: usize = 499;
