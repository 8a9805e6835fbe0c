//! Gathers what was put right from the store.

use model::{ConversationId, Finder, ReplyState, Wrong};
use store::correction::{self, Correction};
use store::{StoreError, Tx, author, conversation, fact, merge, post, reply};
use wording::t;

use super::line::{CorrectionLine, Found};
use super::view::CorrectionRow;
use crate::ui::owed::gather::{Names, names};

/// What was put right in a conversation, or of a message in it.
pub(crate) async fn of_conversation(tx: &mut Tx, id: ConversationId) -> Result<Vec<CorrectionLine>, StoreError> {
    let mut all = correction::in_conversation(tx, id).await?;
    // What will never be said is seen by the answer alone.
    all.retain(|one| !matches!(one.state, ReplyState::Cancelled | ReplyState::Superseded | ReplyState::FailedFinal));
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let names = names(tx).await?;
    let mut lines = Vec::new();
    for one in all {
        let found = found(tx, one.correcting.finder, &names).await?;
        let mut facts = Vec::new();
        if let Some(reply) = one.correcting.wrong.reply() {
            for used in fact::of_reply(tx, reply).await? {
                let said = fact::find(tx, used.fact).await?.filter(|fact| fact.archived_at.is_none());
                facts.extend(said.filter(|fact| fact.holds(used.version)).map(|fact| (fact.id, fact.terms.claim)));
            }
        }
        // What was merged or split since stands elsewhere.
        let wrong_in = match one.correcting.wrong {
            Wrong::Reply(wrong) => reply::find(tx, wrong).await?.map(|wrong| wrong.conversation),
            Wrong::Post(wrong) => post::find(tx, wrong).await?.and_then(|wrong| wrong.conversation),
        };
        let standing = merge::standing(tx, wrong_in.unwrap_or(one.conversation)).await?;
        lines.push(CorrectionLine {
            reply: one.reply,
            conversation: one.conversation,
            wrong: one.correcting.wrong,
            wrong_in: standing.map_or(one.conversation, |standing| standing.id),
            found,
            by: name_of(&names, one.member),
            at: one.sent_at.filter(|_| one.state.is_out()),
            is_withdrawn: one.withdrawn.is_some(),
            error: one.correcting.error,
            right: one.correcting.right,
            facts,
        });
    }
    Ok(lines)
}

fn name_of(names: &Names, id: model::MemberId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned())
}

async fn found(tx: &mut Tx, finder: Finder, names: &Names) -> Result<Found, StoreError> {
    Ok(match finder {
        Finder::Person(id) => match author::find(tx, id).await? {
            Some(author) => Found::Person(id, author.name().to_owned()),
            None => Found::Somebody,
        },
        Finder::Somebody => Found::Somebody,
        Finder::Member(id) => Found::Member(name_of(names, id)),
        Finder::Nobody => Found::Nobody,
    })
}

/// Corrections as a list shows them.
pub(crate) async fn rows(tx: &mut Tx, all: Vec<Correction>) -> Result<Vec<CorrectionRow>, StoreError> {
    let names = names(tx).await?;
    let mut rows = Vec::new();
    for one in all {
        let said = match one.correcting.wrong {
            Wrong::Reply(id) => reply::find(tx, id).await?.map(|reply| reply.text),
            Wrong::Post(id) => post::find(tx, id).await?.map(|post| post.text),
        };
        let with = conversation::row(tx, one.conversation).await?.map(|row| row.author_name);
        rows.push(CorrectionRow {
            reply: one.reply,
            conversation: one.conversation,
            said: said.unwrap_or_default(),
            with: with.unwrap_or_default(),
            found: found(tx, one.correcting.finder, &names).await?,
            by: name_of(&names, one.member),
            at: one.sent_at.unwrap_or(one.made_at),
            withdrawn: one.withdrawn.map(|(at, by)| (at, name_of(&names, by))),
            error: one.correcting.error,
            right: one.correcting.right,
        });
    }
    Ok(rows)
}
