//! Why somebody was given a conversation, and why nobody was, in words.

use std::collections::HashMap;

use model::{Giving, Lack, MemberId, Relation};
use serde_json::Value;
use wording::t;

use crate::ui::components::words::language_name;
use crate::ui::sla_policy::view::relation_words;

fn takes(relation: &str) -> &str {
    match Relation::from_word(relation) {
        Some(known) => relation_words(known),
        None => relation,
    }
}

/// Why a conversation waits with its team.
pub(crate) fn lack(lack: Lack, detail: Option<&str>) -> String {
    match (lack, detail) {
        (Lack::Members, _) => t!("nobody who works the inbox belongs to it").to_owned(),
        (Lack::Hours, _) => t!("it is outside its hours").to_owned(),
        (Lack::Leave, _) => t!("everybody is on leave").to_owned(),
        (Lack::Language, Some(tag)) => {
            t!("nobody who is there speaks {language}", language = language_name(tag))
        }
        (Lack::Language, None) => t!("nobody who is there speaks its language").to_owned(),
        (Lack::Channel, _) => t!("nobody who is there takes what comes from this channel").to_owned(),
        (Lack::Relation, Some(relation)) => t!("nobody who is there takes {relation}", relation = takes(relation)),
        (Lack::Relation, None) => t!("nobody who is there takes people like this").to_owned(),
        (Lack::Room, _) => t!("everybody who could take it has as many as they take").to_owned(),
    }
}

/// Why a member was given a conversation, of what an event tells.
pub(crate) fn why(why: &Value, to: Option<MemberId>, names: &HashMap<MemberId, String>) -> String {
    let word = |name: &str| why.get(name).and_then(Value::as_str);
    let mut said = match word("way").and_then(Giving::from_word) {
        Some(Giving::ByLoad) => match why.get("load").and_then(Value::as_i64) {
            Some(load) => t!("by load: they had {load}, nobody had fewer", load),
            None => t!("by load").to_owned(),
        },
        _ => {
            let last = word("last").and_then(|id| id.parse().ok()).map(MemberId).filter(|last| Some(*last) != to);
            match last.and_then(|last| names.get(&last)) {
                Some(name) => t!("in turn: {name} had it last", name),
                None => t!("in turn").to_owned(),
            }
        }
    };
    if let Some(tag) = word("language") {
        said.push_str("; ");
        said.push_str(&t!("speaks {language}", language = language_name(tag)));
    }
    if let Some(relation) = word("relation") {
        said.push_str("; ");
        said.push_str(&t!("takes {relation}", relation = takes(relation)));
    }
    said
}
