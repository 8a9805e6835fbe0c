//! Gathers what was promised from the store.

use std::collections::HashMap;

use model::{CommitmentId, CommitmentState, ConversationId, MemberId};
use store::commitment::{self, Commitment, CommitmentEntry};
use store::{StoreError, Tx};
use wording::t;

use super::section::{Promise, Step};
use crate::ui::owed::gather::{Names, names, shows};

/// What is or was promised in a conversation, as it is shown: what is to be kept first, by its date.
pub(crate) async fn of_conversation(tx: &mut Tx, id: ConversationId) -> Result<Vec<Promise>, StoreError> {
    let mut found = commitment::of_conversations(tx, &[id]).await?.remove(&id).unwrap_or_default();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    found.sort_by_key(|one| (one.stand.state != CommitmentState::Open, one.stand.due_at, one.id));
    let ids: Vec<CommitmentId> = found.iter().map(|one| one.id).collect();
    let mut history: HashMap<_, _> = commitment::history(tx, &ids).await?;
    let names = names(tx).await?;
    let mut promised = Vec::new();
    for one in found {
        let steps = history.remove(&one.id).unwrap_or_default();
        promised.push(promise(tx, one, steps, &names).await?);
    }
    Ok(promised)
}

async fn promise(
    tx: &mut Tx,
    one: Commitment,
    entries: Vec<CommitmentEntry>,
    names: &Names,
) -> Result<Promise, StoreError> {
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned());
    let steps = entries.into_iter().map(|entry| Step {
        at: entry.at,
        by: entry.member.map_or_else(|| "Coffeehouse".to_owned(), name),
        act: entry.act,
        holder: name(entry.holder),
        due_at: entry.due_at,
        words: entry.words,
    });
    Ok(Promise {
        id: one.id,
        version: one.version,
        holder: name(one.stand.member),
        shows: shows(tx, one.stand.proof.as_ref()).await?,
        reply: one.reply,
        first_due_at: one.first_due_at,
        steps: steps.collect(),
        stand: one.stand,
    })
}
