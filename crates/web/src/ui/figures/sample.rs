//! Figures that are made up, for tests and pictures.

use insights::figures::{PartedBy, Response, Summed, Terms, parts};
use jiff::{SignedDuration, Timestamp};
use model::{AuthorId, Calendar, ChannelId, ConversationId, Opening, Sentiment, TopicId, Wait, WaitEnd, WaitKind};

use super::view::{Asked, FiguresPage, Oldest, PartRow};
use super::words;
use crate::ui::layout::sample_at;

/// Waits of four weeks: most are answered within hours, some never.
fn waits(until: Timestamp) -> Vec<Wait> {
    let wait = |number: i64| {
        let began_at = until - SignedDuration::from_hours(2 + number * 3);
        let after = SignedDuration::from_secs(120 + number * number % 97 * 610);
        let mood = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive][number as usize % 3];
        let is_late = mood == Sentiment::Negative && number % 2 == 0;
        let end = (number % 7 > 0 && !is_late).then(|| (WaitEnd::Answered, began_at + after));
        Wait {
            conversation: ConversationId(number),
            number: 1,
            kind: if number % 5 == 0 { WaitKind::Next } else { WaitKind::First },
            channel: ChannelId(1),
            author: AuthorId(number),
            topics: vec![TopicId(number % 3)],
            language: Some(["de", "en"][number as usize % 2].into()),
            sentiment: Some(mood),
            needs_reply: if number % 11 == 0 { None } else { Some(number % 4 > 0) },
            began_at,
            heard_at: began_at,
            held_at: (number % 13 == 0).then_some(began_at),
            automated_at: None,
            end: end.filter(|(_, at)| *at <= until),
            team: None,
            closed_at: (number % 21 == 0).then_some(until),
            is_let_stand: number % 42 == 0,
        }
    };
    (1..=224).map(wait).collect()
}

/// What is said of the first so many of those waits.
pub(crate) fn figures_of(count: usize) -> Response {
    let until = sample_at("2026-11-24T07:52:00Z");
    Response::of(&waits(until)[..count], Terms { until, hours: None })
}

pub(super) fn samples() -> Vec<(&'static str, FiguresPage)> {
    let until = sample_at("2026-11-24T07:52:00Z");
    let hours = Calendar::of(Opening::always());
    let terms = Terms { until, hours: Some(&hours) };
    let waits = waits(until);
    let asked = Asked { days: 28, by: Some(PartedBy::Mood), as_of: None };
    let summed = Summed::of(&waits, Some(PartedBy::Mood), terms);
    let rows = parts(&summed.whole, summed.parts).into_iter().zip([
        Sentiment::Negative,
        Sentiment::Neutral,
        Sentiment::Positive,
    ]);
    let rows =
        rows.map(|(part, mood)| PartRow { name: words::mood(mood), query: Some(format!("sentiment:{mood}")), part });
    let full = FiguresPage {
        asked,
        first: "2026-10-28".parse().expect("a date"),
        last: "2026-11-24".parse().expect("a date"),
        moment: until,
        position: 48_213,
        to_read: 0,
        has_hours: true,
        response: summed.whole,
        before: Response::of(&waits[40..], terms),
        oldest: Some(Oldest {
            conversation: ConversationId(1),
            name: "Renske Ophoven".into(),
            since: sample_at("2026-11-13T06:10:00Z"),
            is_closed: true,
        }),
        parts: rows.collect(),
    };
    let few = FiguresPage {
        asked: Asked { by: None, ..asked },
        response: Response::of(&waits[..9], terms),
        before: Response::default(),
        oldest: None,
        parts: Vec::new(),
        has_hours: false,
        to_read: 1_204,
        ..full.clone()
    };
    let none = FiguresPage { response: Response::default(), to_read: 0, ..few.clone() };
    vec![("full", full), ("few", few), ("none", none)]
}
