//! Spam: messages to telephones and comments under films, at no, 100 and 1,000 corrections.

use std::path::Path;

use enrichment::{Correction, Learned, Subject};
use model::Reasons;

use super::CORRECTIONS;
use super::collection::{self, Case, Collection, Row};
use super::score::Score;
use super::table::Table;

pub fn run(folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    table.part(
        "Spam",
        "set aside or not. `precision` is the share of what was set aside that is spam: what is no spam must not be lost.",
    );
    if let Some(cases) = collection::cases(folder, "spam_sms/messages.csv", sms)? {
        measure("spam_sms", &Collection::new(cases), table);
    }
    if let Some(cases) = collection::cases(folder, "spam_youtube/comments.csv", youtube)? {
        measure("spam_youtube", &Collection::new(cases), table);
    }
    Ok(())
}

fn measure(name: &str, collection: &Collection, table: &mut Table) {
    let mut score = Score::default();
    collection.test.iter().for_each(|case| score.count(case.label, Some("wanted")));
    table.row(name, "en", "always wanted", &score);
    let mut learned = Learned::default();
    let mut taught = 0;
    for corrections in CORRECTIONS.into_iter().filter(|wanted| *wanted <= collection.learn.len()) {
        for case in &collection.learn[taught..corrections] {
            learned.learn(&subject(&case.text), Correction::Spam(case.label == "spam"));
        }
        taught = corrections;
        let mut score = Score::default();
        for case in &collection.test {
            let said = learned.judge(&subject(&case.text)).spam.value;
            score.count(case.label, said.map(|is_spam| if is_spam { "spam" } else { "wanted" }));
        }
        table.row(name, "en", &format!("ours, {corrections} corrections"), &score);
        table.precision_and_recall(&score, "spam");
    }
}

fn subject(text: &str) -> Subject<'_> {
    Subject { text, declared: &[], reasons: Reasons::NONE }
}

fn case(text: &str, is_spam: bool) -> Case {
    let label = if is_spam { "spam" } else { "wanted" };
    Case { text: text.to_owned(), label, language: "en".into() }
}

fn sms(row: &Row) -> Option<Case> {
    Some(case(row.get("text")?, row.get("label")? == "spam"))
}

fn youtube(row: &Row) -> Option<Case> {
    Some(case(row.get("content")?, row.get("spam")? == "1"))
}
