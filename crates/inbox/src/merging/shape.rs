//! How a conversation stood that gains or loses messages: what taking it back restores.

use jiff::Timestamp;
use model::{
    ConversationId, Disposition, HeardElsewhere, LabelId, MemberId, Outcome, Priority, SilenceReason, SlaPolicyId,
    Status, TeamId, text_digest,
};
use serde::{Deserialize, Serialize};
use store::conversation::Conversation;
use store::{Tx, elsewhere, label, pin, post, reply, subscriber};

use super::waiting::counts;
use crate::Result;

async fn said(tx: &mut Tx, id: ConversationId) -> Result<String> {
    let mut said = String::new();
    for post in post::ids_of_conversation(tx, id).await? {
        said.push_str(&format!("{post} "));
    }
    for reply in reply::of_conversation(tx, id).await? {
        said.push_str(&format!("{}:{} ", reply.id, counts(&reply)));
    }
    Ok(text_digest(&[], &said))
}

/// How a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    pub(super) id: ConversationId,
    pub(super) version: i64,
    pub(super) status: Status,
    pub(super) snoozed_until: Option<Timestamp>,
    pub(super) disposition: Option<Disposition>,
    pub(super) silence_reason: Option<SilenceReason>,
    #[serde(default)]
    pub(super) outcome: Option<Outcome>,
    pub(super) assignee: Option<MemberId>,
    #[serde(default)]
    pub(super) team: Option<TeamId>,
    pub(super) priority: Option<Priority>,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) active_at: Timestamp,
    pub(super) is_spam: bool,
    #[serde(default)]
    pub(super) is_kept_aside: bool,
    #[serde(default)]
    pub(super) sla_policy: Option<SlaPolicyId>,
    pub(super) labels: Vec<LabelId>,
    /// Who keeps it at the top of their lists.
    #[serde(default)]
    pub(super) pinned_by: Vec<MemberId>,
    /// Who is told what happens in it.
    #[serde(default)]
    pub(super) told: Vec<MemberId>,
    /// Where the house had heard of it before.
    #[serde(default)]
    pub(super) heard: Option<HeardElsewhere>,
    /// A digest of which messages and answers stand in it.
    pub(super) said: String,
}

impl Shape {
    /// How it stands now.
    pub(crate) async fn of(tx: &mut Tx, one: &Conversation) -> Result<Self> {
        Ok(Self {
            id: one.id,
            version: one.version,
            status: one.status,
            snoozed_until: one.snoozed_until,
            disposition: one.disposition,
            silence_reason: one.silence_reason,
            outcome: one.outcome,
            assignee: one.assignee,
            team: one.team,
            priority: one.priority,
            waiting_since: one.waiting_since,
            active_at: one.active_at,
            is_spam: one.is_spam,
            is_kept_aside: one.is_kept_aside,
            sla_policy: one.sla_policy,
            labels: label::of(tx, one.id).await?,
            pinned_by: pin::holders(tx, one.id).await?,
            told: subscriber::of_conversations(tx, &[one.id]).await?.into_iter().map(|(_, member)| member).collect(),
            heard: elsewhere::find(tx, one.id).await?,
            said: said(tx, one.id).await?,
        })
    }

    /// Whether what members decide about it is as in another.
    pub(super) fn is_decided_as(&self, other: &Self) -> bool {
        let decided = |one: &Self| {
            let given = (one.assignee, one.team, one.priority, one.sla_policy);
            (one.status, one.snoozed_until, one.disposition, one.silence_reason, one.outcome, given)
        };
        decided(self) == decided(other)
    }
}
