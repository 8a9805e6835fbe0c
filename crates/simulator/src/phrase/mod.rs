//! What people say: tables of sentences, one file for each topic, all of them written for this world.
//!
//! Slots in braces are filled from the facts of a story (station, time, train); `{us}` is the organisation, by its
//! handle or by its name.

use crate::language::Language;

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod bike;
pub(crate) mod crew;
pub(crate) mod elsewhere;
pub(crate) mod heating;
pub(crate) mod lift;
pub(crate) mod line_four;
pub(crate) mod lost;
pub(crate) mod night_train;
pub(crate) mod organisation;
pub(crate) mod press;
pub(crate) mod reaction;
pub(crate) mod refund;
pub(crate) mod school;
pub(crate) mod signal;
pub(crate) mod staff;
pub(crate) mod tail;
pub(crate) mod timetable;

/// How a sentence sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Unhappy.
    Negative,
    /// Both.
    Mixed,
    /// Neither.
    Neutral,
    /// Happy.
    Positive,
}

/// A sentence of somebody outside.
pub(crate) struct Line {
    pub(crate) language: Language,
    pub(crate) mood: Mood,
    pub(crate) text: &'static str,
}

/// A sentence whose mood does not matter.
pub(crate) struct Said(pub(crate) Language, pub(crate) &'static str);

macro_rules! moods {
    ($($name:ident = $mood:ident),+) => {$(
        pub(crate) const fn $name(language: Language, text: &'static str) -> Line {
            Line { language, mood: Mood::$mood, text }
        }
    )+};
}
moods! { bad = Negative, torn = Mixed, plain = Neutral, glad = Positive }

/// The text with its slots filled; `value` gives what a slot stands for.
pub(crate) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len() + 24);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((slot, after)) => {
                match value(slot) {
                    Some(value) => filled.push_str(&value),
                    None => filled.push_str(&format!("{{{slot}}}")),
                }
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Facts;
    use crate::seed::Random;
    use crate::topic::TOPICS;
    use std::collections::HashSet;

    fn every_line() -> impl Iterator<Item = (Language, &'static str)> {
        let topics = TOPICS.iter().flat_map(|topic| {
            let lines = topic.openings.iter().chain(topic.follow_ups).map(|line| (line.language, line.text));
            lines.chain(topic.answers.iter().map(|said| (said.0, said.1)))
        });
        let scripts = [staff::OPENINGS, staff::FOLLOW_UPS, press::OPENINGS, press::FOLLOW_UPS]
            .into_iter()
            .flatten()
            .map(|line| (line.language, line.text));
        const MORE: &[&[Said]] = &[tail::UNHAPPY, tail::PICTURES, staff::IGNORED, press::IGNORED];
        let said = reaction::TABLES.iter().chain(answer::TABLES).chain(MORE).copied().flatten();
        topics.chain(scripts).chain(said.map(|said| (said.0, said.1)))
    }

    #[test]
    fn every_slot_is_one_that_facts_can_fill() {
        let facts = Facts::draw(&mut Random::of(1, "facts", 0), jiff::Timestamp::UNIX_EPOCH);
        for (language, text) in every_line() {
            let filled = fill(text, |slot| match slot {
                "us" => Some("Vellenbahn".into()),
                slot => facts.slot(slot, language),
            });
            assert!(!filled.contains(['{', '}']), "{filled}");
        }
    }

    #[test]
    fn there_are_many_ways_to_begin_and_no_two_alike() {
        let openings: Vec<_> = TOPICS.iter().flat_map(|topic| topic.openings).map(|line| line.text).collect();
        let different: HashSet<_> = openings.iter().collect();
        assert_eq!(different.len(), openings.len());
        assert!(openings.len() >= 150, "{}", openings.len());
    }

    #[test]
    fn every_topic_begins_and_is_answered_in_every_language_that_speaks_of_it() {
        for topic in TOPICS {
            for line in topic.openings {
                let has_answer = topic.answers.iter().any(|said| said.0 == line.language);
                assert!(has_answer, "{}: no answer in {}", topic.name, line.language.code());
            }
        }
    }

    #[test]
    fn a_text_without_slots_stays_as_it_is() {
        for text in ["", "{", "a { b", "}{", "<script>alert(1)</script>"] {
            assert_eq!(fill(text, |_| None), text);
        }
    }
}
