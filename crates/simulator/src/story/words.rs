//! An opening in somebody's own words.

use model::Attachment;

use crate::language::Language;
use crate::network::OUR_HANDLE;
use crate::phrase::{Line, Mood, fill, tail};
use crate::picture::{self, Scene};
use crate::place::Facts;
use crate::seed::Random;
use crate::stage::Stage;
use crate::topic;

/// How the organisation is called in a text.
pub(super) fn us(by_handle: bool) -> String {
    match by_handle {
        true => format!("@{OUR_HANDLE}"),
        false => topic::BY_NAME.to_owned(),
    }
}

/// The line with the facts in it, perhaps with a tail, naming us by handle or by name. What nobody would find names us
/// by handle.
pub(super) fn opening(line: &Line, facts: &Facts, is_addressed: bool, random: &mut Random) -> String {
    let begins_with_us = line.text.starts_with("{us}");
    let must_address = is_addressed || matches!(line.language, Language::Ar | Language::Ja);
    let by_handle = must_address || random.chance(if begins_with_us { 0.8 } else { 0.35 });
    let mut text = fill(line.text, |slot| match slot {
        "us" if begins_with_us && !by_handle => Some(format!("{}:", us(false))),
        "us" => Some(us(by_handle)),
        slot => facts.slot(slot, line.language),
    });
    if let Some(tail) = tail(line, facts, random) {
        text = format!("{text} {tail}");
    }
    let names_us = text.contains(&us(true));
    match (is_addressed && !names_us) || topic::matching(&text).is_empty() {
        true => format!("{} {text}", us(true)),
        false => text,
    }
}

fn tail(line: &Line, facts: &Facts, random: &mut Random) -> Option<String> {
    if random.chance(0.2) {
        return Some((*random.pick(tail::signs(line.mood))).to_owned());
    }
    let is_unhappy = line.mood == Mood::Negative && random.chance(0.15);
    let in_language = |said: &&crate::phrase::Said| is_unhappy && said.0 == line.language;
    let tails: Vec<_> = tail::UNHAPPY.iter().filter(in_language).collect();
    let tail = (!tails.is_empty()).then(|| random.pick(&tails).1)?;
    Some(with_facts(tail, facts, line.language))
}

/// Now and then a picture, mostly with a description.
pub(super) fn pictures(
    stage: &mut Stage<'_>,
    random: &mut Random,
    facts: &Facts,
    language: Language,
) -> Vec<Attachment> {
    if !random.chance(0.08) {
        return vec![];
    }
    let described = stage.said(random, tail::PICTURES, &[language]);
    let scene = Scene::of(described.map(|said| said.1).unwrap_or_default());
    let alt = described.filter(|_| random.chance(0.7)).map(|said| with_facts(said.1, facts, language));
    let is_sensitive = random.chance(0.15);
    vec![Attachment { alt, is_sensitive, ..picture::taken(scene, random) }]
}

/// A sentence with the facts in it.
pub(super) fn with_facts(text: &str, facts: &Facts, language: Language) -> String {
    fill(text, |slot| facts.slot(slot, language))
}
