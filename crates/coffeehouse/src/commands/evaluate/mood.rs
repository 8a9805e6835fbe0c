//! Sentiment against VADER and the most frequent mood, at no, 100 and 1,000 corrections.

use std::path::Path;

use enrichment::{Correction, Learned, Subject, vader_compound};
use model::{Reasons, Sentiment};

use super::CORRECTIONS;
use super::collection::{self, Case, Collection, Row};
use super::score::Score;
use super::table::Table;

/// Means of twenty raters between these are neutral, on a scale from -4 to 4.
const NEUTRAL_MEAN: f64 = 0.5;

/// VADER's own limits (its README): compound 0.05 and more is positive, -0.05 and less negative.
const VADER_LIMIT: f64 = 0.05;

const LANGUAGES: [(&str, &str); 8] = [
    ("arabic", "ar"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("hindi", "hi"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("spanish", "es"),
];

pub fn run(folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    table.part(
        "Sentiment",
        "negative, neutral, positive; `mixed` counts as an abstention. `of all` counts abstentions as misses.",
    );
    type Read = fn(&Row) -> Option<Case>;
    let english: [(&str, &str, Read); 5] = [
        ("airline_tweets", "airline_tweets/tweets.csv", airline),
        ("sentiment140_test", "sentiment140_test/tweets.csv", sentiment140),
        ("tweeteval", "tweeteval/sentiment.csv", labelled),
        ("vader_tweets", "sentiment_vader_icwsm2014/tweets.csv", rated),
        ("vader_amazon_reviews", "sentiment_vader_icwsm2014/amazon_reviews.csv", rated),
    ];
    for (name, file, read) in english {
        if let Some(cases) = collection::cases(folder, file, read)? {
            measure(name, "en", &Collection::new(cases), table);
        }
    }
    if let Some(cases) = collection::cases(folder, "sentiment_multilingual_umsab/tweets.csv", umsab)? {
        for (language, collection) in Collection::by_language(cases) {
            measure("umsab", &language, &collection, table);
        }
    }
    Ok(())
}

fn measure(name: &str, language: &str, collection: &Collection, table: &mut Table) {
    let mut score = Score::default();
    let majority = majority(&collection.learn);
    collection.test.iter().for_each(|case| score.count(case.label, Some(majority)));
    table.row(name, language, &format!("always {majority}"), &score);
    let mut score = Score::default();
    collection.test.iter().for_each(|case| score.count(case.label, Some(vader(&case.text))));
    table.row(name, language, "VADER", &score);

    let mut learned = Learned::default();
    let mut taught = 0;
    for corrections in CORRECTIONS.into_iter().filter(|wanted| *wanted <= collection.learn.len()) {
        for case in &collection.learn[taught..corrections] {
            let right = Sentiment::from_word(case.label).expect("labels are moods");
            learned.learn(&subject(&case.text), Correction::Sentiment(right));
        }
        taught = corrections;
        let (mut ours, mut vaders) = (Score::default(), Score::default());
        for case in &collection.test {
            let said = learned.judge(&subject(&case.text)).sentiment.value.filter(|mood| *mood != Sentiment::Mixed);
            ours.count(case.label, said.map(Sentiment::as_str));
            vaders.count(case.label, said.map(|_| vader(&case.text)));
        }
        table.row(name, language, &format!("ours, {corrections} corrections"), &ours);
        table.row(name, language, "  VADER on what ours covers", &vaders);
    }
}

fn subject(text: &str) -> Subject<'_> {
    Subject { text, declared: &[], reasons: Reasons::NONE }
}

fn vader(text: &str) -> &'static str {
    mood(vader_compound(text), VADER_LIMIT)
}

fn mood(score: f64, limit: f64) -> &'static str {
    match score {
        score if score >= limit => "positive",
        score if score <= -limit => "negative",
        _ => "neutral",
    }
}

fn majority(cases: &[Case]) -> &'static str {
    let count = |mood: &Sentiment| cases.iter().filter(|case| case.label == mood.as_str()).count();
    Sentiment::ALL.iter().max_by_key(|mood| count(mood)).map_or("neutral", |mood| mood.as_str())
}

fn case(text: &str, label: &str, language: &str) -> Option<Case> {
    let label = Sentiment::from_word(label)?.as_str();
    Some(Case { text: text.to_owned(), label, language: language.to_owned() })
}

fn airline(row: &Row) -> Option<Case> {
    case(row.get("text")?, row.get("airline_sentiment")?, "en")
}

fn sentiment140(row: &Row) -> Option<Case> {
    let label = match row.get("polarity")?.as_str() {
        "0" => "negative",
        "2" => "neutral",
        "4" => "positive",
        _ => return None,
    };
    case(row.get("text")?, label, "en")
}

fn labelled(row: &Row) -> Option<Case> {
    case(row.get("text")?, row.get("label_name")?, "en")
}

fn rated(row: &Row) -> Option<Case> {
    let mean: f64 = row.get("mean_sentiment")?.parse().ok()?;
    case(row.get("text")?, mood(mean, NEUTRAL_MEAN), "en")
}

pub fn umsab(row: &Row) -> Option<Case> {
    let (_, code) = LANGUAGES.iter().find(|(name, _)| row.get("language").is_some_and(|language| language == name))?;
    case(row.get("text")?, row.get("label_name")?, code)
}
