//! Intent, as far as the labels of others can honestly be read as ours: pleased and displeased passengers, questions to
//! a bank, insults.

use std::path::Path;

use enrichment::{Correction, Learned, Subject, judge};
use model::{Intent, Reasons};

use super::CORRECTIONS;
use super::collection::{self, Case, Collection, Row};
use super::score::Score;
use super::table::Table;

pub fn run(folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    table.part(
        "Intent",
        "airline_tweets: positive is read as praise, negative as complaint or case; banking77: all as question or case; \
         offensive: insults as abuse, the rest as anything else.",
    );
    if let Some(cases) = collection::cases(folder, "airline_tweets/tweets.csv", passenger)? {
        let collection = Collection::new(cases);
        let mut score = Score::default();
        collection.test.iter().for_each(|case| score.count(case.label, Some("trouble")));
        table.row("airline_tweets", "en", "always trouble", &score);
        learn_and_measure("airline_tweets", &collection, table);
    }
    if let Some(cases) = collection::cases(folder, "intent_banking77/queries.csv", customer)? {
        let mut score = Score::default();
        for case in &cases {
            let said = judge(&subject(&case.text)).intent.value;
            score.count(case.label, said.map(|said| if said == Intent::Case { "question" } else { said.as_str() }));
        }
        table.row("intent_banking77", "en", "ours, 0 corrections", &score);
    }
    if let Some(cases) = collection::cases(folder, "tweeteval/offensive.csv", insult)? {
        let mut score = Score::default();
        for case in &Collection::new(cases).test {
            let said = judge(&subject(&case.text)).intent.value;
            score.count(case.label, said.map(|said| if said == Intent::Abuse { "abuse" } else { "other" }));
        }
        table.row("tweeteval_offensive", "en", "ours, 0 corrections", &score);
        table.precision_and_recall(&score, "abuse");
    }
    Ok(())
}

fn learn_and_measure(name: &str, collection: &Collection, table: &mut Table) {
    let mut learned = Learned::default();
    let mut taught = 0;
    for corrections in CORRECTIONS.into_iter().filter(|wanted| *wanted <= collection.learn.len()) {
        for case in &collection.learn[taught..corrections] {
            let right = if case.label == "praise" { Intent::Praise } else { Intent::Complaint };
            learned.learn(&subject(&case.text), Correction::Intent(right));
        }
        taught = corrections;
        let mut score = Score::default();
        for case in &collection.test {
            let said = learned.judge(&subject(&case.text)).intent.value;
            score.count(case.label, said.map(passengers_word));
        }
        table.row(name, "en", &format!("ours, {corrections} corrections"), &score);
    }
}

/// Our intent in the words of these collections.
fn passengers_word(intent: Intent) -> &'static str {
    match intent {
        Intent::Complaint | Intent::Case => "trouble",
        other => other.as_str(),
    }
}

fn subject(text: &str) -> Subject<'_> {
    Subject { text, declared: &[], reasons: Reasons::NONE }
}

fn case(text: &str, label: &'static str) -> Case {
    Case { text: text.to_owned(), label, language: "en".into() }
}

fn passenger(row: &Row) -> Option<Case> {
    match row.get("airline_sentiment")?.as_str() {
        "positive" => Some(case(row.get("text")?, "praise")),
        "negative" => Some(case(row.get("text")?, "trouble")),
        _ => None,
    }
}

fn customer(row: &Row) -> Option<Case> {
    Some(case(row.get("text")?, "question"))
}

fn insult(row: &Row) -> Option<Case> {
    Some(case(row.get("text")?, if row.get("label")? == "1" { "abuse" } else { "other" }))
}
