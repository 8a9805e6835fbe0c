//! Studies on their pages: from a question to a table, with nobody seeing what the other says.

use store::Tx;
use store::study::{self, StudyTerms};

/// A study of lifts that nobody drew yet.
pub async fn lifts(tx: &mut Tx, by: model::MemberId) -> model::StudyId {
    let terms = StudyTerms {
        name: "Lifts".into(),
        question: "What is said about lifts?".into(),
        query: "lift".into(),
        first_day: jiff::civil::date(2026, 11, 1),
        last_day: jiff::civil::date(2026, 11, 30),
        size: 10,
        seed: "velle".into(),
    };
    study::create(tx, &terms, &[], by).await.unwrap().id
}
