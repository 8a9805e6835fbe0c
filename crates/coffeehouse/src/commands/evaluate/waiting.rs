//! Needs-reply: what customers wrote and a company did answer, and thanks among it.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use enrichment::{Judgements, Subject, judge};
use model::{Reason, Reasons};
use serde_json::Value;

use super::collection::{self, Row};
use super::score::Score;
use super::table::Table;

pub fn run(folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    table.part(
        "Needs-reply",
        "care: opening posts that the company answered, so all needed one; airline praise: posts that people found \
         positive, of which few do. Shares said, not figures of merit: nobody labelled this.",
    );
    let opening = openings(folder)?;
    measure("care, opening post", opening.iter().map(String::as_str), "yes", table);
    if let Some(rows) = collection::rows(folder, "airline_tweets/tweets.csv")? {
        let is_pleased = |row: &&Row| row.get("airline_sentiment").is_some_and(|mood| mood == "positive");
        let pleased: Vec<&str> =
            rows.iter().filter(is_pleased).filter_map(|row| Some(row.get("text")?.as_str())).collect();
        measure("airline praise", pleased.into_iter(), "no", table);
    }
    Ok(())
}

fn measure<'a>(name: &str, texts: impl Iterator<Item = &'a str>, right: &'static str, table: &mut Table) {
    let (mut marks, mut ours) = (Score::default(), Score::default());
    for text in texts {
        marks.count(right, Some(word(text.contains('?'))));
        ours.count(right, judgements(text).needs_reply.value.map(word));
    }
    if ours.posts() == 0 {
        return;
    }
    table.row(name, "en", "a question mark", &marks);
    table.row(name, "en", "ours, 0 corrections", &ours);
}

fn judgements(text: &str) -> Judgements {
    judge(&Subject { text, declared: &[], reasons: Reasons::NONE.with(Reason::Addressed) })
}

fn word(needs_reply: bool) -> &'static str {
    if needs_reply { "yes" } else { "no" }
}

/// The first post of every conversation, which a customer wrote.
fn openings(folder: &Path) -> anyhow::Result<Vec<String>> {
    let path = folder.join("twitter_care_conversations/conversations.jsonl");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let written = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut found = Vec::new();
    for line in written.lines().filter(|line| !line.trim().is_empty()) {
        let conversation: Value = serde_json::from_str(line).with_context(|| format!("in {}", path.display()))?;
        let first = &conversation["dialogContent"][0];
        if let (true, Some(message)) = (first["client"].is_string(), first["message"].as_str()) {
            found.push(message.to_owned());
        }
    }
    Ok(found)
}
