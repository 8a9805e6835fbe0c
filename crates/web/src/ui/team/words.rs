//! Why somebody was given a conversation, and why nobody was, in words.

use std::collections::HashMap;

use model::{Giving, Lack, MemberId};
use serde_json::Value;

use crate::ui::components::words::language_name;

/// Why a conversation waits with its team.
pub(crate) fn lack(lack: Lack, detail: Option<&str>) -> String {
    match (lack, detail) {
        (Lack::Members, _) => "nobody who works the inbox belongs to it".to_owned(),
        (Lack::Hours, _) => "it is outside its hours".to_owned(),
        (Lack::Leave, _) => "everybody is on leave".to_owned(),
        (Lack::Language, Some(tag)) => format!("nobody who is there speaks {}", language_name(tag)),
        (Lack::Language, None) => "nobody who is there speaks its language".to_owned(),
        (Lack::Channel, _) => "nobody who is there takes what comes from this channel".to_owned(),
        (Lack::Relation, Some(relation)) => format!("nobody who is there takes {relation}"),
        (Lack::Relation, None) => "nobody who is there takes people like this".to_owned(),
        (Lack::Room, _) => "everybody who could take it has as many as they take".to_owned(),
    }
}

/// Why a member was given a conversation, of what an event tells.
pub(crate) fn why(why: &Value, to: Option<MemberId>, names: &HashMap<MemberId, String>) -> String {
    let word = |name: &str| why.get(name).and_then(Value::as_str);
    let mut said = match word("way").and_then(Giving::from_word) {
        Some(Giving::ByLoad) => match why.get("load").and_then(Value::as_i64) {
            Some(load) => format!("by load: they had {load}, nobody had fewer"),
            None => "by load".to_owned(),
        },
        _ => {
            let last = word("last").and_then(|id| id.parse().ok()).map(MemberId).filter(|last| Some(*last) != to);
            match last.and_then(|last| names.get(&last)) {
                Some(name) => format!("in turn: {name} had it last"),
                None => "in turn".to_owned(),
            }
        }
    };
    if let Some(tag) = word("language") {
        said.push_str(&format!("; speaks {}", language_name(tag)));
    }
    if let Some(relation) = word("relation") {
        said.push_str(&format!("; takes {relation}"));
    }
    said
}
