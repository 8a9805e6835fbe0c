//! The answer that is begun: one in a conversation, which others see being written and may take over.

use model::{Actor, ConversationId, Event, EventKind, MemberId, NoticeKind, Right};
use serde_json::json;
use store::draft::{self, DraftKind, OpenDraft};
use store::event::{self, append};
use store::member::{self, Member};
use store::{StoreError, Tx, draft_picture, notice};

use crate::acts::{begin, require};
use crate::{InboxError, PictureFault, Result};

/// What a draft stands in: a conversation, and whose it is.
type Place = (ConversationId, MemberId);

/// Takes over the answer that a colleague has begun: its words, facts, statements and pictures stand behind the member's own, and the
/// colleague, who is told, has none any more.
///
/// # Errors
///
/// `Forbidden`; `Missing` where there is no such conversation, or the colleague has no answer begun there; `Picture` where both
/// have more of them than an answer takes.
pub async fn take_over(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    from: MemberId,
    pictures_max: usize,
) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let conversation = begin(tx, member, id).await?;
    let (theirs, own) = ((conversation.id, from), (conversation.id, member.id));
    let missing = InboxError::Missing("this draft");
    if from == member.id {
        return Err(missing);
    }
    let text = draft::find(tx, theirs.0, from, DraftKind::Reply).await?.ok_or(missing)?;
    let begun_at = draft::open(tx, theirs.0).await?.map(|open| open.begun_at);
    let pictures = draft_picture::of_draft(tx, theirs.0, from).await?;
    if !pictures.is_empty() && pictures.len() + draft_picture::of_draft(tx, own.0, own.1).await?.len() > pictures_max {
        return Err(PictureFault::TooMany(pictures_max).into());
    }
    carry(tx, DraftKind::Reply, &text, theirs, own).await?;
    for one in pictures {
        draft_picture::copy(tx, &one, own).await?;
        draft_picture::remove(tx, &[one]).await?;
    }
    draft::keep(tx, theirs.0, from, DraftKind::Reply, "").await?;
    if let Some(begun_at) = begun_at {
        draft::date_back(tx, own.0, own.1, begun_at).await?;
    }
    append(tx, EventKind::DraftTakenOver, Actor::Member(member.id), Some(own.0), json!({ "from": from })).await?;
    notice::tell(tx, from, NoticeKind::DraftTaken, own.0).await?;
    Ok(())
}

/// Who writes the answer that the member had begun and that was taken over from them, while they have begun no other.
///
/// # Errors
/// When the database fails.
pub async fn taken_over_by(tx: &mut Tx, member: MemberId, id: ConversationId) -> Result<Option<Member>, StoreError> {
    let Some(open) = draft::open(tx, id).await?.filter(|open| open.member != member) else { return Ok(None) };
    if draft::find(tx, id, member, DraftKind::Reply).await?.is_some() {
        return Ok(None);
    }
    let log = event::of_conversation(tx, id).await?;
    let is_since = |one: &&Event| one.kind == EventKind::DraftTakenOver && one.happened_at >= open.begun_at;
    let was_taken = log.iter().rev().filter(is_since).find_map(|one| {
        let is_from = one.data["from"] == json!(member);
        (is_from || one.actor == Actor::Member(member)).then_some(is_from)
    });
    if was_taken == Some(true) { member::find(tx, open.member).await } else { Ok(None) }
}

/// The answer that a colleague has begun before the member, and which they have not been shown: nobody answers beside it.
pub(crate) async fn begun_by_others(
    tx: &mut Tx,
    member: MemberId,
    id: ConversationId,
    shown: Option<MemberId>,
) -> Result<Option<InboxError>> {
    let open = draft::open(tx, id).await?;
    let Some(OpenDraft { member: by, text, .. }) = open.filter(|open| open.member != member) else { return Ok(None) };
    if shown == Some(by) {
        return Ok(None);
    }
    let name = member::find(tx, by).await?.map(|member| member.name).unwrap_or_default();
    Ok(Some(InboxError::BeingWritten { by, name, text }))
}

/// Lets a draft with these words stand at another place too, behind what is begun there; its pictures apart.
pub(crate) async fn carry(tx: &mut Tx, kind: DraftKind, text: &str, from: Place, to: Place) -> Result<()> {
    let begun = draft::find(tx, to.0, to.1, kind).await?;
    let is_first = begun.is_none();
    let text = begun.map_or_else(|| text.to_owned(), |begun| format!("{begun}\n\n{text}"));
    draft::keep(tx, to.0, to.1, kind, &text).await?;
    if kind != DraftKind::Reply {
        return Ok(());
    }
    if is_first {
        let is_unsigned = draft::is_unsigned(tx, from.0, from.1).await?;
        draft::keep_unsigned(tx, to.0, to.1, is_unsigned).await?;
    }
    let mut said = draft::said(tx, to.0, to.1).await?;
    for one in draft::said(tx, from.0, from.1).await? {
        if !said.iter().any(|other| other.is_of(one)) {
            said.push(one);
        }
    }
    draft::keep_said(tx, to.0, to.1, &said).await?;
    if draft::enquiring(tx, to.0, to.1).await?.is_none() {
        let enquiring = draft::enquiring(tx, from.0, from.1).await?;
        draft::keep_enquiring(tx, to.0, to.1, enquiring).await?;
    }
    if draft::correcting(tx, to.0, to.1).await?.is_none() {
        let correcting = draft::correcting(tx, from.0, from.1).await?;
        draft::keep_correcting(tx, to.0, to.1, correcting.as_ref()).await?;
    }
    Ok(())
}
