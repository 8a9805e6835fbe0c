//! Gathers what is owed from the store.

use std::collections::HashMap;

use model::{ConversationId, MemberId, ObligationId, Proof};
use store::obligation::{self, Obligation, ObligationEntry};
use store::{StoreError, Tx, member, reply, rule};
use wording::t;

use super::section::{Owed, Shown, Step};

/// The names of members.
pub(crate) type Names = HashMap<MemberId, String>;

pub(crate) async fn names(tx: &mut Tx) -> Result<Names, StoreError> {
    Ok(member::all(tx).await?.into_iter().map(|member| (member.id, member.name)).collect())
}

/// What is or was owed on a conversation, as it is shown: what is still owed first, by its due date.
pub(crate) async fn of_conversation(tx: &mut Tx, id: ConversationId) -> Result<Vec<Owed>, StoreError> {
    let mut found = obligation::of_conversations(tx, &[id]).await?.remove(&id).unwrap_or_default();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    found.sort_by_key(|one| {
        (!one.stand.state.is_owed(), one.stand.due_at.unwrap_or(jiff::Timestamp::MAX), std::cmp::Reverse(one.id))
    });
    let ids: Vec<ObligationId> = found.iter().map(|one| one.id).collect();
    let mut history = obligation::history(tx, &ids).await?;
    let names = names(tx).await?;
    let mut owed = Vec::new();
    for one in found {
        let steps = history.remove(&one.id).unwrap_or_default();
        owed.push(shown(tx, one, steps, &names).await?);
    }
    Ok(owed)
}

async fn shown(tx: &mut Tx, one: Obligation, entries: Vec<ObligationEntry>, names: &Names) -> Result<Owed, StoreError> {
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned());
    let mut steps = Vec::new();
    for entry in entries {
        let by = match (entry.member, entry.rule) {
            (Some(id), _) => name(id),
            (None, Some(id)) => {
                let name = rule::find(tx, id).await?.map(|rule| rule.name).unwrap_or_default();
                t!("The rule “{name}”", name)
            }
            (None, None) => "Coffeehouse".to_owned(),
        };
        steps.push(Step {
            at: entry.at,
            by,
            act: entry.act,
            function: entry.function,
            holder: entry.holder.map(name),
            due_at: entry.due_at,
            words: entry.words,
        });
    }
    let shows = shows(tx, one.stand.proof.as_ref()).await?;
    Ok(Owed {
        id: one.id,
        version: one.version,
        kind: one.kind,
        holder: one.stand.member.map(name),
        shows,
        post: one.post,
        stand: one.stand,
        steps,
    })
}

/// What shows that something is done, as it is shown.
pub(crate) async fn shows(tx: &mut Tx, proof: Option<&Proof>) -> Result<Option<Shown>, StoreError> {
    Ok(match proof {
        Some(Proof::Message { reply }) => {
            let words = reply::find(tx, *reply).await?.map(|reply| reply.text).unwrap_or_default();
            Some(Shown::Message(*reply, words))
        }
        Some(Proof::Link { text }) => Some(Shown::Link(text.clone())),
        Some(Proof::Note { text } | Proof::Decision { text }) => Some(Shown::Words(text.clone())),
        None => None,
    })
}
