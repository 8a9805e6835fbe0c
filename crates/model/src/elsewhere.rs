//! That the house had heard of a matter before, elsewhere: where, and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wording::t;

/// The longest line on where something was heard, in characters.
pub const ELSEWHERE_CHARS_MAX: usize = 200;

crate::words! {
    /// Where something was heard.
    pub enum ElsewherePlace {
        /// Somebody came by.
        Counter = "counter",
        /// Somebody called.
        Phone = "phone",
        /// Somebody wrote a letter or a mail.
        Letter = "letter",
        /// It was in the press.
        Press = "press",
        /// One of us had heard it.
        Colleague = "colleague",
        /// It was said on another network.
        Network = "network",
        /// As the line says.
        Other = "other",
    }
}

/// Where and when the house had heard of a matter before it was said in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardElsewhere {
    /// Where.
    pub place: ElsewherePlace,
    /// Where exactly, in one line; needed for another place than the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// When; the beginning of the day, where only that is known.
    pub at: Timestamp,
    /// Whether only the day is known.
    pub is_day: bool,
}

/// Where something was heard cannot be kept like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElsewhereFault {
    /// Another place without a line, or a long one.
    #[error("{}", t!("say where it was heard, in at most {max} characters", max = ELSEWHERE_CHARS_MAX))]
    Words,
    /// It was heard later than here.
    #[error("{}", t!("it was heard elsewhere before it was said here"))]
    NotBefore,
}

impl HeardElsewhere {
    /// The same with its line as it is kept, of a conversation that began at a moment.
    ///
    /// # Errors
    /// `Words` for another place without a line, or a long one; `NotBefore` for a moment after that.
    pub fn checked(self, begun_at: Timestamp) -> Result<Self, ElsewhereFault> {
        let words = self.words.as_deref().map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = words.filter(|words| !words.is_empty());
        let is_long = words.as_ref().is_some_and(|words| words.chars().count() > ELSEWHERE_CHARS_MAX);
        if is_long || (words.is_none() && self.place == ElsewherePlace::Other) {
            return Err(ElsewhereFault::Words);
        }
        if self.at > begun_at { Err(ElsewhereFault::NotBefore) } else { Ok(Self { words, ..self }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_was_heard_before_it_was_said_here_and_another_place_is_named() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let begun = at("2026-11-24T07:30:00Z");
        let heard = |place, words: Option<&str>, when| {
            let words = words.map(str::to_owned);
            HeardElsewhere { place, words, at: at(when), is_day: false }.checked(begun)
        };
        let kept = heard(ElsewherePlace::Phone, Some(" by \n"), "2026-11-24T07:30:00Z").unwrap();
        assert_eq!(kept.words.as_deref(), Some("by"));
        assert_eq!(heard(ElsewherePlace::Phone, Some(" "), "2026-11-23T07:30:00Z").unwrap().words, None);
        assert_eq!(heard(ElsewherePlace::Other, None, "2026-11-23T07:30:00Z"), Err(ElsewhereFault::Words));
        let long = "é".repeat(ELSEWHERE_CHARS_MAX + 1);
        assert_eq!(heard(ElsewherePlace::Phone, Some(&long), "2026-11-23T07:30:00Z"), Err(ElsewhereFault::Words));
        assert_eq!(heard(ElsewherePlace::Phone, None, "2026-11-24T07:30:01Z"), Err(ElsewhereFault::NotBefore));
    }
}
