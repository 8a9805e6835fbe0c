//! Where the house had heard of a matter before, as conversations tell it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::ElsewherePlace;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Answer, Problem};
use super::schema;
use crate::ui::inbox::elsewhere::moment;

/// Where and when the house had heard of it before it was said in a conversation.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeardElsewhere {
    #[schema(value_type = schema::ElsewherePlace)]
    place: ElsewherePlace,
    /// Where exactly, in one line; needed for the place `other`.
    #[schema(max_length = 200)]
    words: Option<String>,
    /// When: a moment, or a day such as `2026-11-25` of the house's zone where the time is not known. Read, it is a moment.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    at: String,
    /// Whether only the day is known; then `at` is its beginning. Nothing is to be sent here.
    #[serde(default, skip_deserializing)]
    is_day: bool,
}

impl HeardElsewhere {
    pub(super) fn read(self, zone: &TimeZone) -> Answer<model::HeardElsewhere> {
        let read = self.at.parse::<Timestamp>().map(|at| (at, false)).ok().or_else(|| moment(&self.at, "", zone));
        let (at, is_day) =
            read.ok_or_else(|| Problem::field("heard_elsewhere.at", "Write a moment, or a day like 2026-11-25."))?;
        Ok(model::HeardElsewhere { place: self.place, words: self.words, at, is_day })
    }
}

impl From<model::HeardElsewhere> for HeardElsewhere {
    fn from(heard: model::HeardElsewhere) -> Self {
        Self { place: heard.place, words: heard.words, at: heard.at.to_string(), is_day: heard.is_day }
    }
}
