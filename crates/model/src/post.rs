//! What a channel delivered, normalised.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Attachment, Reason, ReceivedAuthor};

/// Names one version of one post on its network.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RemoteRef {
    /// The network's lasting id (an AT URI, a status URI).
    pub id: String,
    /// The version, where the network has one (a CID); an edit changes it.
    pub revision: Option<String>,
}

/// A post as a channel delivers it. Always plain text: what came as HTML is turned into text and marks by its
/// channel, so that no markup of others is ever stored or shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceivedPost {
    /// Id and version on the network.
    pub remote: RemoteRef,
    /// Who wrote it.
    pub author: ReceivedAuthor,
    /// The heading, where the network's posts have one; no part of the words.
    pub title: Option<String>,
    /// The words.
    pub text: String,
    /// Links, mentions and tags inside the words, ordered, not overlapping.
    pub marks: Vec<Mark>,
    /// Languages that the author declared (BCP 47), the first being the main one.
    pub languages: Vec<String>,
    /// When the author says it was written.
    pub posted_at: Timestamp,
    /// When this version was made, where the network orders versions by such a time: what is older than the version that is
    /// known changes nothing.
    pub revised_at: Option<Timestamp>,
    /// The post that it answers.
    pub parent: Option<RemoteRef>,
    /// The first post of the thread, when it is not this one.
    pub root: Option<RemoteRef>,
    /// What takes a thread's place, on a network that has none.
    pub talk: Option<Talk>,
    /// The post that it quotes.
    pub quoted: Option<RemoteRef>,
    /// Pictures, films, link cards and files.
    pub attachments: Vec<Attachment>,
    /// Where people read it.
    pub url: Option<String>,
    /// Why the network brought it to our account, when it did; topics add theirs.
    pub reason: Option<Reason>,
}

impl ReceivedPost {
    /// The id of the first post of the thread: itself when it starts one.
    pub fn root_id(&self) -> &str {
        self.root.as_ref().map_or(&self.remote.id, |root| &root.id)
    }

    /// Whether only its author and an account of ours can read it.
    pub fn is_private(&self) -> bool {
        self.reason == Some(Reason::InPrivate)
    }

    /// Drops marks that lie outside the text, cut a character or overlap an earlier one. Networks do not check.
    pub fn keep_sound_marks(&mut self) {
        let mut end = 0;
        self.marks.sort_by_key(|mark| (mark.start, mark.end));
        self.marks.retain(|mark| {
            let is_sound = mark.start >= end && mark.start < mark.end && self.text.get(mark.start..mark.end).is_some();
            if is_sound {
                end = mark.end;
            }
            is_sound
        });
    }
}

/// A talk on a network without threads: posts of one author to the same account or brand are one conversation, while no
/// longer silence than this lies between two of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The account or brand that is spoken to.
    pub with: String,
    /// The longest silence within one talk.
    pub silence_max: SignedDuration,
}

impl Talk {
    /// The longest silence unless a channel sets another: 7 days.
    pub const SILENCE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
}

/// A stretch of the text that means something: byte offsets, half-open, on character borders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it means.
    pub kind: MarkKind,
}

/// What a [`Mark`] means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A link to this address.
    Link(String),
    /// Names the person with this id on the network.
    Mention(String),
    /// A tag, without its `#`.
    Tag(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(text: &str, marks: &[(usize, usize)]) -> ReceivedPost {
        ReceivedPost {
            remote: RemoteRef { id: "at://x".into(), revision: None },
            author: ReceivedAuthor::default(),
            text: text.into(),
            marks: marks.iter().map(|&(start, end)| Mark { start, end, kind: MarkKind::Tag("t".into()) }).collect(),
            languages: vec![],
            posted_at: Timestamp::UNIX_EPOCH,
            revised_at: None,
            parent: None,
            root: None,
            title: None,
            talk: None,
            quoted: None,
            attachments: vec![],
            url: None,
            reason: None,
        }
    }

    #[test]
    fn marks_that_cut_a_character_overlap_or_leave_the_text_are_dropped() {
        let mut post = post("é #a #b", &[(1, 3), (3, 5), (4, 7), (6, 99), (5, 5)]);
        post.keep_sound_marks();
        assert_eq!(post.marks.iter().map(|m| (m.start, m.end)).collect::<Vec<_>>(), [(3, 5)]);
    }
}
