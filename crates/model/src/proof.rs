//! What shows that something was done.

use serde::{Deserialize, Serialize};

use crate::ReplyId;

/// The longest words of a proof or a reason, in characters.
pub const TOLD_CHARS_MAX: usize = 1_000;

crate::words! {
    /// The kinds of proof.
    pub enum ProofKind {
        /// A message of ours in the conversation.
        Message = "message",
        /// The web address at which it stands.
        Link = "link",
        /// A note of what was done.
        Note = "note",
        /// What was decided.
        Decision = "decision",
    }
}

/// What shows that something was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// A message of ours in the conversation.
    Message {
        /// Which.
        reply: ReplyId,
    },
    /// The web address at which it stands.
    Link {
        /// The address.
        text: String,
    },
    /// A note of what was done.
    Note {
        /// The note.
        text: String,
    },
    /// What was decided.
    Decision {
        /// The decision.
        text: String,
    },
}

impl Proof {
    /// The proof that words are: an address is a link; other words are of the first kind that is wanted and made of words.
    pub fn of_words(words: &str, wanted: &[ProofKind]) -> Self {
        let text = words.trim().to_owned();
        if is_web_address(&text) && wanted.contains(&ProofKind::Link) {
            return Self::Link { text };
        }
        match wanted.contains(&ProofKind::Decision) && !wanted.contains(&ProofKind::Note) {
            true => Self::Decision { text },
            false => Self::Note { text },
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> ProofKind {
        match self {
            Self::Message { .. } => ProofKind::Message,
            Self::Link { .. } => ProofKind::Link,
            Self::Note { .. } => ProofKind::Note,
            Self::Decision { .. } => ProofKind::Decision,
        }
    }

    /// Its words; a message has its own.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Message { .. } => None,
            Self::Link { text } | Self::Note { text } | Self::Decision { text } => Some(text),
        }
    }

    /// Whether it says something: words that are some and not too many, and a link that leads somewhere.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Message { .. } => true,
            Self::Link { text } => is_web_address(text) && is_told(text),
            Self::Note { text } | Self::Decision { text } => is_told(text),
        }
    }
}

/// Whether words say something, and not too much.
pub(crate) fn is_told(words: &str) -> bool {
    !words.trim().is_empty() && words.chars().count() <= TOLD_CHARS_MAX
}

/// Whether an address may become a link: only the web, so never `javascript:` or `data:`.
pub fn is_web_address(address: &str) -> bool {
    let has_scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let has_rest = |scheme: &str| has_scheme(scheme) && address.len() > scheme.len();
    (has_rest("https://") || has_rest("http://")) && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for good in ["https://vellenbahn.example/a?b#c", "HTTP://a", "https://müller.example/ä"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in
            ["", "https://", "javascript:alert(1)", "data:text/html,x", "https://a b", "ftp://a", "see https://a"]
        {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn words_are_the_proof_that_is_wanted() {
        use ProofKind::{Decision, Link, Message, Note};
        let kind = |words, wanted: &[ProofKind]| Proof::of_words(words, wanted).kind();
        assert_eq!(kind(" https://a.example ", &[Note, Link]), Link);
        assert_eq!(kind("https://a.example", &[Decision]), Decision);
        assert_eq!(kind("the ramp is open", &[Message, Link, Note]), Note);
        assert!(!Proof::of_words("  ", &[Note]).is_whole());
        assert!(!Proof::of_words(&"a".repeat(TOLD_CHARS_MAX + 1), &[Note]).is_whole());
    }
}
