//! Posts and queries of a bench, from files of JSON Lines.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Context as _;
use listening::Post;
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
