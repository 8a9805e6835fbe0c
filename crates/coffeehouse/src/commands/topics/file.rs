//! Topics kept in a file.
//!
//! TOML, for people:
//!
//! ```toml
//! [[topic]]
//! id = "delays"
//! text = '(delta OR #delta*) (late OR delay*) -job'
//! matches = ["Great, @Delta: delayed again"]
//! does_not_match = ["Late for my job at Delta"]
//! ```
//!
//! Or JSON Lines, for programs: one object a line with the same members, others let through.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};
use std::path::Path;

use anyhow::Context as _;
use listening::{FieldContext, Query};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::commands::id::Id;
use crate::commands::match_posts::PostLine;
use crate::commands::{Refused, printable, query_error};

/// Most topics in one message about a file.
const COMPLAINTS_MAX: usize = 20;

/// What is listened for, and what it should and should not find.
#[derive(Debug)]
pub struct Topic {
    /// Its id, once in a file.
    pub id: Id,
    /// Its text, understood.
    pub query: Query,
    /// Posts that it must match.
    pub matches: Vec<Example>,
    /// Posts that it must not match.
    pub does_not_match: Vec<Example>,
}

/// A post written down to test a topic with: a text, or an object as `match` reads it.
#[derive(Debug)]
pub struct Example(pub PostLine);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, alias = "topics")]
    topic: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Id,
    text: String,
    #[serde(default)]
    matches: Vec<Example>,
    #[serde(default)]
    does_not_match: Vec<Example>,
}

/// Members of a topic; a line of JSON may have others.
const MEMBERS: &[&str] = &["id", "text", "matches", "does_not_match"];

/// Returns the topics of a file, by id.
///
/// # Errors
/// [`Refused`] says everything that is wrong with what the file says; else it cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Vec<Topic>> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let text = str::from_utf8(&bytes).map_err(|error| {
        Refused(format!("{name} is not UTF-8 at byte {}; save it as UTF-8", error.valid_up_to() + 1))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let written = if text.trim_start().starts_with('{') { json_lines(text) } else { toml(text) };
    let topics = written.and_then(understand).map_err(|complaints| {
        let rest = complaints.len().saturating_sub(COMPLAINTS_MAX);
        let more = if rest > 0 { format!("\nand {rest} more") } else { String::new() };
        let shown = &complaints[..complaints.len() - rest];
        Refused(format!("{name} cannot be understood\n{}{more}", shown.join("\n")))
    })?;
    if topics.is_empty() {
        return Err(Refused(format!("{name} has no topics; begin one with [[topic]], an id and a text")).into());
    }
    Ok(topics)
}

/// A topic as it was written, and the number of its line where it has one of its own.
type Found = (Option<usize>, Written);

fn toml(text: &str) -> Result<Vec<Found>, Vec<String>> {
    let file: File = toml::from_str(text).map_err(|error| vec![printable::lines(error.to_string().trim_end())])?;
    Ok(file.topic.into_iter().map(|topic| (None, topic)).collect())
}

fn json_lines(text: &str) -> Result<Vec<Found>, Vec<String>> {
    let (mut topics, mut complaints) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read = serde_json::from_str(line).and_then(|mut members: Map<String, Value>| {
            members.retain(|name, _| MEMBERS.contains(&name.as_str()));
            serde_json::from_value(Value::Object(members))
        });
        match read {
            Ok(topic) => topics.push((Some(number), topic)),
            Err(error) => {
                let message = error.to_string();
                let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
                complaints.push(format!("line {number}: {}", printable::one_line(reason, 200)));
            }
        }
    }
    if complaints.is_empty() { Ok(topics) } else { Err(complaints) }
}

fn understand(written: Vec<Found>) -> Result<Vec<Topic>, Vec<String>> {
    let (mut topics, mut complaints) = (BTreeMap::new(), Vec::new());
    for (line, Written { id, text, matches, does_not_match }) in written {
        let place = line.map_or_else(String::new, |line| format!("line {line}, "));
        let named = format!("{place}topic {}", printable::one_line(&id.to_string(), 80));
        match Query::parse(&text, FieldContext::Topic) {
            Err(errors) => complaints.push(format!("{named}:\n{}", query_error::show(&text, &errors))),
            Ok(query) => {
                let topic = Topic { id: id.clone(), query, matches, does_not_match };
                if topics.insert(id, topic).is_some() {
                    complaints.push(format!("{named}: the id stands twice; each topic needs its own"));
                }
            }
        }
    }
    if complaints.is_empty() { Ok(topics.into_values().collect()) } else { Err(complaints) }
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExampleVisitor)
    }
}

struct ExampleVisitor;

impl<'de> Visitor<'de> for ExampleVisitor {
    type Value = Example;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("an example: a text, or a post with a text and facts such as lang")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Example, E> {
        Ok(Example(PostLine::from(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Example, A::Error> {
        PostLine::deserialize(MapAccessDeserializer::new(map)).map(Example)
    }
}
