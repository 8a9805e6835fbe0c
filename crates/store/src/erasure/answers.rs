//! What our answers say of somebody, and the records by which they were sent.
//!
//! One that may still go out keeps every byte: sent with other words it would be wrong, and without its record it might be
//! sent twice. It is waited for.

use std::collections::HashSet;

use model::{AuthorId, ConversationId, Correcting, ReplyId, ReplyState};

use super::{Names, spoken_in};
use crate::draft::{self, DraftKind};
use crate::reply_picture::{self, ReplyPicture};
use crate::row::{FromRow, Row};
use crate::sql::{places, sql};
use crate::{Result, Tx, conversation, correction, draft_picture, reply};

/// How far our answers are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Up to this one.
    UpTo(i64),
    /// Up to this one; the next names them and may still go out, or nobody knows whether it did.
    Waiting(i64),
    /// All of them.
    Over,
}

/// Whether an answer may still go out as it is, or is to be found on its network by its record.
fn is_unsettled(state: ReplyState) -> bool {
    state.is_under_way() || state == ReplyState::Unknown
}

/// The states of answers that are waited for, as a list.
pub(super) fn unsettled() -> String {
    let states = ReplyState::ALL.iter().filter(|state| is_unsettled(**state));
    states.map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ")
}

struct Said {
    id: ReplyId,
    conversation: ConversationId,
    home: Option<ConversationId>,
    texts: Vec<Option<String>>,
}

impl FromRow for Said {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let columns = ["text", "prepared", "state_reason", "written", "remark"];
        let texts = columns.iter().map(|column| row.get(column)).collect::<Result<_>>()?;
        Ok(Self { id: row.get("id")?, conversation: row.get("conversation_id")?, home: row.get("home_id")?, texts })
    }
}

/// Takes a person out of the next answers of ours after an id, and of what their approvals kept: whatever names them where
/// they spoke, with the record as it was sent, and what surely names them anywhere.
pub async fn blank_answers(
    tx: &mut Tx,
    authors: &[AuthorId],
    names: &Names,
    after: i64,
    limit: i64,
) -> Result<Answers> {
    let mut found: Vec<Said> =
        sql("SELECT reply.id, reply.conversation_id, reply.home_id, reply.text, reply.prepared, \
         reply.state_reason, approval.written, approval.remark FROM reply \
         LEFT JOIN approval ON approval.reply_id = reply.id WHERE reply.id > $1 ORDER BY reply.id LIMIT $2")
        .bind(after)
        .bind(limit)
        .all(tx)
        .await?;
    let Some(last) = found.last().map(|said| said.id) else { return Ok(Answers::Over) };
    let spoken = spoken_in(&places(3, authors.len()));
    let text = format!(
        "SELECT id FROM reply WHERE id > $1 AND id <= $2 AND (conversation_id IN ({spoken}) OR home_id IN ({spoken}))"
    );
    let query = authors.iter().fold(sql(text).bind(after).bind(last), |query, id| query.bind(*id));
    let to_them: HashSet<ReplyId> = query.all::<ReplyId>(tx).await?.into_iter().collect();
    let ids: Vec<ReplyId> = found.iter().map(|said| said.id).collect();
    let mut pictures = reply_picture::of_replies(tx, &ids).await?;
    for said in &mut found {
        let shown = pictures.remove(&said.id).unwrap_or_default();
        said.texts.extend(shown.into_iter().flat_map(|one| [Some(one.alt), one.written_alt]));
    }
    let names_them = |said: &Said| said.texts.iter().flatten().any(|text| names.surely_taken_out(text).is_some());
    let concerned: Vec<Said> =
        found.into_iter().filter(|said| to_them.contains(&said.id) || names_them(said)).collect();
    // Whoever carries one of them out has its conversation; all are taken in one order.
    let mut ids: Vec<ConversationId> =
        concerned.iter().flat_map(|said| [Some(said.conversation), said.home]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let theirs: HashSet<ConversationId> = conversation::of_ids(tx, &ids)
        .await?
        .into_iter()
        .filter(|one| authors.contains(&one.author))
        .map(|one| one.id)
        .collect();
    for Said { id, conversation, home, .. } in concerned {
        let is_theirs = theirs.contains(&home.unwrap_or(conversation));
        if !blank_answer(tx, id, (is_theirs, to_them.contains(&id)), names).await? {
            return Ok(Answers::Waiting(id.0 - 1));
        }
    }
    Ok(Answers::UpTo(last.0))
}

/// Whether the answer could be gone through by now.
async fn blank_answer(tx: &mut Tx, id: ReplyId, (is_theirs, is_to_them): (bool, bool), names: &Names) -> Result<bool> {
    let Some(mut one) = reply::find(tx, id).await? else { return Ok(true) };
    if is_unsettled(one.state) {
        return Ok(false);
    }
    let out = |text: &str| if is_to_them { names.taken_out(text) } else { names.surely_taken_out(text) };
    if let Some(text) = out(&one.text) {
        reply::reword(tx, &mut one, &text).await?;
    }
    if let Some(reason) = one.state_reason.as_deref().and_then(out) {
        sql("UPDATE reply SET state_reason = $2 WHERE id = $1").bind(id).bind(reason).run(tx).await?;
    }
    if is_to_them || one.prepared.as_deref().and_then(out).is_some() {
        sql("UPDATE reply SET prepared = NULL WHERE id = $1").bind(id).run(tx).await?;
    }
    if let Some(found) = correction::of_reply(tx, id).await? {
        // What was wrong is said of us, and stays said; who it names goes.
        let left = reworded(&found.correcting, out);
        if left != found.correcting {
            correction::reword(tx, id, &left.error, left.right.as_deref()).await?;
        }
    }
    blank_pictures(tx, id, is_theirs, out).await?;
    if let Some(asked) = crate::approval::find(tx, id).await? {
        let remark = asked.decided.and_then(|decided| decided.remark);
        let (written, remark) = match is_theirs {
            true => (String::new(), None),
            false => (out(&asked.written).unwrap_or(asked.written), remark.map(|text| out(&text).unwrap_or(text))),
        };
        sql("UPDATE approval SET written = $2, remark = $3 WHERE reply_id = $1")
            .bind(id)
            .bind(written)
            .bind(remark)
            .run(tx)
            .await?;
    }
    // What was returned is a draft again.
    if is_to_them {
        blank_drafts(tx, one.conversation, is_theirs, names).await?;
    }
    Ok(true)
}

/// The lines of what an answer puts right without the names of somebody.
fn reworded(one: &Correcting, out: impl Fn(&str) -> Option<String>) -> Correcting {
    let left = |text: &str| out(text).unwrap_or_else(|| text.to_owned());
    Correcting { error: left(&one.error), right: one.right.as_deref().map(left), ..one.clone() }
}

/// Nobody can take a person out of a picture: what was shown to them goes. What others were shown keeps its pictures, and what is
/// said of these loses their names.
async fn blank_pictures(tx: &mut Tx, id: ReplyId, is_theirs: bool, out: impl Fn(&str) -> Option<String>) -> Result<()> {
    if is_theirs {
        return reply_picture::forget(tx, id).await;
    }
    for one in reply_picture::of_replies(tx, &[id]).await?.remove(&id).unwrap_or_default() {
        let left = |text: &str| out(text).unwrap_or_else(|| text.to_owned());
        let (alt, written) = (left(&one.alt), one.written_alt.as_deref().map(left));
        let ReplyPicture { alt: before, written_alt: written_before, .. } = &one;
        if alt != *before || written != *written_before {
            reply_picture::reword(tx, &one, &alt, written.as_deref()).await?;
        }
    }
    Ok(())
}

/// Forgets what is begun to be written in a conversation of theirs; where others began it, what is begun to be said there
/// loses their names.
pub(super) async fn blank_drafts(tx: &mut Tx, id: ConversationId, is_theirs: bool, names: &Names) -> Result<()> {
    if is_theirs {
        sql("DELETE FROM draft WHERE conversation_id = $1").bind(id).run(tx).await?;
        return draft_picture::forget(tx, id).await;
    }
    for one in draft::of_conversation(tx, id).await?.into_iter().filter(|one| one.kind == DraftKind::Reply) {
        if let Some(text) = names.taken_out(&one.text) {
            draft::keep(tx, id, one.member, one.kind, &text).await?;
        }
        if let Some(found) = draft::correcting(tx, id, one.member).await? {
            let left = reworded(&found, |text| names.taken_out(text));
            draft::keep_correcting(tx, id, one.member, Some(&left)).await?;
        }
    }
    for one in draft_picture::of_conversation(tx, id).await? {
        if let Some(alt) = names.taken_out(&one.alt) {
            draft_picture::describe(tx, one.id, &alt).await?;
        }
    }
    Ok(())
}
