//! What shows that something was done, as programs say and read it.

use model::{ProofKind, ReplyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Answer, Problem};
use super::schema;

/// What shows that something was done: a message of ours, or words of a kind.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proof {
    #[schema(value_type = schema::ProofKind)]
    kind: ProofKind,
    /// The id of the message, for the kind `message`.
    #[serde(default)]
    #[schema(value_type = Option<schema::Id>)]
    reply: Option<ReplyId>,
    /// The words or the web address, for the other kinds.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    text: Option<String>,
}

impl From<&model::Proof> for Proof {
    fn from(proof: &model::Proof) -> Self {
        let reply = match proof {
            model::Proof::Message { reply } => Some(*reply),
            _ => None,
        };
        Self { kind: proof.kind(), reply, text: proof.text().map(str::to_owned) }
    }
}

impl Proof {
    pub(crate) fn read(self) -> Answer<model::Proof> {
        match (self.kind, self.reply, self.text) {
            (ProofKind::Message, Some(reply), None) => Ok(model::Proof::Message { reply }),
            (ProofKind::Link, None, Some(text)) => Ok(model::Proof::Link { text }),
            (ProofKind::Note, None, Some(text)) => Ok(model::Proof::Note { text }),
            (ProofKind::Decision, None, Some(text)) => Ok(model::Proof::Decision { text }),
            _ => Err(Problem::field("proof", "A message has a reply; link, note and decision have a text.")),
        }
    }
}
