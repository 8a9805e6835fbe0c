//! Posts and queries to measure with: made from a seed, or read from files.
//!
//! The mix of queries is that of organisations who listen for names: a name in its spellings, mostly with words that
//! must stand beside it and words that must not; names with a prefix; words near each other; authors. Most names never
//! occur. A fixed share of posts says one of a few names that do.

use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;
use listening::{FieldContext, Query};
use model::{ReceivedAuthor, ReceivedPost, RemoteRef};
use serde::Deserialize;

use super::words::{Chance, SCRIPTS, Script};

/// Different words of a script.
const WORDS: usize = 40_000;
/// Names that are spoken of.
const LIVE: usize = 150;
/// Different people.
const PEOPLE: usize = 60_000;

/// What is heard, and what is listened for.
pub struct Workload {
    /// Posts, to be heard again and again under other ids.
    pub posts: Vec<ReceivedPost>,
    /// Queries as they are written.
    pub queries: Vec<String>,
}

impl Workload {
    /// Makes one. Of a thousand posts, `about_us` say a name that some query listens for.
    pub fn made(seed: u64, post_count: usize, query_count: usize, about_us: usize) -> Self {
        let mut chance = Chance(seed);
        let queries: Vec<String> = (0..query_count).map(|number| query(&mut chance, number)).collect();
        let live = LIVE.min(query_count.div_ceil(KINDS));
        let posts = (0..post_count).map(|number| {
            let name = chance.of_thousand(about_us).then(|| name(chance.below(live) * KINDS));
            post(&mut chance, number, name.as_deref())
        });
        Self { posts: posts.collect(), queries }
    }

    /// Reads one from JSON Lines: posts with `text`, and if they have it `author` and `lang`; queries with `text`.
    ///
    /// # Errors
    /// When a file cannot be read or a line is not understood.
    pub fn read(posts: &Path, queries: &Path) -> anyhow::Result<Self> {
        let posts = lines::<PostLine>(posts)?.into_iter().enumerate().map(|(number, line)| {
            let author = line.author.unwrap_or_else(|| format!("person{}", number % PEOPLE));
            received(number, line.text, line.lang, author)
        });
        let queries: Vec<String> = lines::<QueryLine>(queries)?.into_iter().map(|line| line.text).collect();
        for query in &queries {
            Query::parse(query, FieldContext::Topic).with_context(|| format!("the query {query}"))?;
        }
        Ok(Self { posts: posts.collect(), queries })
    }
}

#[derive(Deserialize)]
struct PostLine {
    text: String,
    author: Option<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct QueryLine {
    text: String,
}

fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| serde_json::from_str(line).with_context(|| format!("{shown}, line {number}"))).collect()
}

/// Queries of different shapes follow each other; the first shape asks for a name alone.
const KINDS: usize = 10;

/// The name that a query asks for: a word of no language.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "zen", "tor", "kra", "vix", "lum", "qua", "zor", "bel", "nix", "fen", "dra", "syl", "vor", "tek", "ryn", "mox",
    ];
    let mut name = String::new();
    for shift in [12, 8, 4, 0] {
        name.push_str(SYLLABLES[(number >> shift) & 15]);
    }
    name
}

fn query(chance: &mut Chance, number: usize) -> String {
    let name = name(number);
    let called = format!("({name} OR #{name} OR @{name} OR \"{name} group\")");
    let script = Script::pick(chance);
    let rare = |chance: &mut Chance| script.word(500 + chance.below(WORDS - 500));
    let mut several = |count: usize| (0..count).map(|_| rare(chance)).collect::<Vec<_>>().join(" OR ");
    match number % KINDS {
        0 | 1 => format!("{called} AND NOT (job OR giveaway)"),
        2..=4 => format!("{called} AND ({}) AND NOT (job OR giveaway)", several(8)),
        5 => format!("{called} AND ({}) AND lang:{}", several(4), script.language),
        6 => format!("({name} OR {name}air) NEAR/5 ({})", several(3)),
        7 => format!("{name}* AND ({})", several(6)),
        8 => format!("\"{} {}\" AND ({})", several(1), several(1), several(5)),
        _ => format!("author:{name} AND ({})", several(5)),
    }
}

fn post(chance: &mut Chance, number: usize, name: Option<&str>) -> ReceivedPost {
    let script = Script::pick(chance);
    let mut words: Vec<String> = (0..6 + chance.below(24)).map(|_| script.word(chance.often_small(WORDS))).collect();
    if let Some(name) = name {
        let place = chance.below(words.len() + 1);
        let spoken = if script.between.is_empty() { format!(" {name} ") } else { name.to_owned() };
        words.insert(place, spoken);
    }
    if chance.of_thousand(120) {
        words.push(format!(" #{}", SCRIPTS[0].word(chance.often_small(WORDS))));
    }
    if chance.of_thousand(150) {
        words.push(format!(" https://example.com/{number}"));
    }
    let author = format!("person{}", chance.often_small(PEOPLE));
    received(number, words.join(script.between), Some(script.language.to_owned()), author)
}

fn received(number: usize, text: String, language: Option<String>, author: String) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: format!("at://bench/{number}"), revision: Some("1".into()) },
        author: ReceivedAuthor {
            remote_id: format!("did:bench:{author}"),
            handle: Some(format!("{author}.example")),
            display_name: Some(author),
            ..ReceivedAuthor::default()
        },
        title: None,
        text,
        marks: Vec::new(),
        languages: language.into_iter().collect(),
        posted_at: Timestamp::UNIX_EPOCH,
        revised_at: None,
        parent: None,
        root: None,
        talk: None,
        quoted: None,
        attachments: Vec::new(),
        url: Some(format!("https://bench.example/{number}")),
        reason: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use listening::{Analysis, Context, Post, QueryIndex};

    #[test]
    fn a_made_workload_is_the_same_again_can_be_read_and_matches_as_much_as_was_asked_for() {
        let made = Workload::made(7, 5_000, 1_000, 20);
        let again = Workload::made(7, 5_000, 1_000, 20);
        assert!(made.posts == again.posts && made.queries == again.queries);
        let mut index = QueryIndex::new(Analysis::social());
        for (number, query) in made.queries.iter().enumerate() {
            let parsed = Query::parse(query, FieldContext::Topic).unwrap_or_else(|error| panic!("{query}: {error}"));
            index.register(number, &parsed).unwrap();
        }
        let is_met = |post: &&ReceivedPost| {
            let seen = Post { text: &post.text, ..Post::default() };
            !index.match_post(&seen, &Context::unknown()).is_empty()
        };
        let met = made.posts.iter().filter(is_met).count();
        assert!((60..=150).contains(&met), "{met} of 5,000 match");
    }
}
