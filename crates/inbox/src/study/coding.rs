//! Two members code a sample, each without seeing what the other says; then what they disagree about is decided.

use std::collections::HashSet;

use model::{Actor, CANNOT_SAY, EventKind, MemberId, PostId, Right, StudyId, StudyState};
use serde_json::json;
use store::Tx;
use store::event::append;
use store::member::{self, Member};
use store::study::{self, Answer, Decision, Item, Study};

use super::{StudyFault, in_use, keeps_studies, kept, tell};
use crate::{InboxError, Result};

/// The longest note of a coder, in characters.
pub const CODE_NOTE_CHARS_MAX: usize = 1_000;
/// The longest reason of a decision, in characters.
pub const DECISION_REASON_CHARS_MAX: usize = 500;

/// What a coder says of a mention.
#[derive(Clone, Debug, Default)]
pub struct Coding {
    /// To everything that is asked, numbered from 1, the number of a code, or 0; or nothing at all, to keep the note alone.
    pub answers: Vec<(u32, u32)>,
    /// What they note for themselves; empty for none.
    pub note: String,
}

/// Has two members code a study that is drawn; its code book stays as it is from now on.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`; `Study` where nothing was drawn, nothing is asked, or they cannot code it.
pub async fn begin_coding(tx: &mut Tx, member: &Member, id: StudyId, coders: [MemberId; 2]) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    if found.state != StudyState::Drawn {
        return Err(InboxError::StudyState(found.state));
    }
    if found.drawing.as_ref().is_none_or(|drawing| drawing.met == 0) {
        return Err(StudyFault::NothingDrawn.into());
    }
    if found.book.is_empty() {
        return Err(StudyFault::NoBook.into());
    }
    for coder in coders {
        let may = member::find(tx, coder).await?.is_some_and(|one| reads(&one));
        if !may || coders[0] == coders[1] {
            return Err(StudyFault::Coders.into());
        }
    }
    study::set_coders(tx, id, &coders).await?;
    found.state = StudyState::Coding;
    found.coding_at = Some(tx.now());
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyCoding).await
}

fn reads(member: &Member) -> bool {
    member.disabled_at.is_none() && member.role.may(Right::ReadInbox)
}

/// Which of the two coders of a study a member is: 1 or 2.
///
/// # Errors
/// When the database fails.
pub async fn coder_of(tx: &mut Tx, member: &Member, id: StudyId) -> Result<Option<u32>> {
    let coders = study::coders(tx, id).await?;
    Ok((1..).zip(coders).find(|(_, coder)| *coder == member.id && reads(member)).map(|(slot, _)| slot))
}

/// The sample in the order in which a coder goes through it: random, and another one for each.
pub fn coding_order(study: &Study, slot: u32, mut items: Vec<Item>) -> Vec<Item> {
    let seed = format!("{}:{slot}", study.terms.seed);
    items.sort_by_cached_key(|item| study::lot(&seed, item.post.id));
    items
}

/// Keeps what a coder says of a mention, until coding ends.
///
/// # Errors
/// `Missing`; `StudyState`; `Study` for somebody who does not code it, and for what is no answer.
pub async fn code_mention(tx: &mut Tx, member: &Member, id: StudyId, post: PostId, coding: Coding) -> Result<()> {
    let found = in_use(tx, id).await?;
    let slot = coder_of(tx, member, id).await?.ok_or(StudyFault::NotCoder)?;
    if found.state != StudyState::Coding {
        return Err(InboxError::StudyState(found.state));
    }
    if study::item(tx, id, post).await?.is_none() {
        return Err(StudyFault::NotDrawn.into());
    }
    let note = coding.note.trim();
    if note.chars().count() > CODE_NOTE_CHARS_MAX {
        return Err(StudyFault::Note.into());
    }
    if !coding.answers.is_empty() {
        check_answers(&found, &coding.answers)?;
        study::set_answers(tx, id, post, slot, &coding.answers).await?;
    }
    match note {
        "" => study::forget_note(tx, id, post, slot).await?,
        note => study::keep_note(tx, id, post, slot, note).await?,
    }
    // Neither which code nor which mention: the log is read while the other still codes.
    let data = json!({ "study": id, "coder": slot });
    append(tx, EventKind::StudyCoded, Actor::Member(member.id), None, data).await?;
    Ok(())
}

fn check_answers(study: &Study, answers: &[(u32, u32)]) -> Result<(), StudyFault> {
    let asked: HashSet<u32> = answers.iter().map(|(variable, _)| *variable).collect();
    let is_whole = asked.len() == answers.len() && answers.len() == study.book.len();
    if is_whole && answers.iter().all(|(variable, code)| is_code(study, *variable, *code)) {
        Ok(())
    } else {
        Err(StudyFault::Answers)
    }
}

fn is_code(study: &Study, variable: u32, code: u32) -> bool {
    let place = usize::try_from(variable).ok().and_then(|number| number.checked_sub(1));
    let asked = place.and_then(|place| study.book.get(place));
    asked.is_some_and(|asked| code == CANNOT_SAY || usize::try_from(code).is_ok_and(|code| code <= asked.codes.len()))
}

/// What a member may see of what was said of a sample: their own codes while it is coded, and all once that has ended.
///
/// # Errors
/// When the database fails.
pub async fn seen_answers(tx: &mut Tx, member: &Member, study: &Study) -> Result<Vec<Answer>> {
    if study.state.is_coded() {
        return Ok(study::answers(tx, study.id).await?);
    }
    match coder_of(tx, member, study.id).await? {
        Some(slot) => Ok(study::answers_of(tx, study.id, slot).await?),
        None => Ok(Vec::new()),
    }
}

/// Ends the coding of a study: both codings are seen from now on, and no answer changes any more.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`.
pub async fn end_coding(tx: &mut Tx, member: &Member, id: StudyId) -> Result<()> {
    let mut found = kept(tx, member, id).await?;
    if found.state != StudyState::Coding {
        return Err(InboxError::StudyState(found.state));
    }
    found.ended_at = Some(tx.now());
    found.state = StudyState::Deciding;
    study::save(tx, &found).await?;
    tell(tx, member, &found, EventKind::StudyEnded).await?;
    agree(tx, member, &mut found).await
}

/// Notes that every disagreement is decided, as soon as that is so.
async fn agree(tx: &mut Tx, member: &Member, found: &mut Study) -> Result<()> {
    if found.state != StudyState::Deciding || study::open_disputes(tx, found.id).await? > 0 {
        return Ok(());
    }
    found.state = StudyState::Agreed;
    found.agreed_at = Some(tx.now());
    study::save(tx, found).await?;
    tell(tx, member, found, EventKind::StudyAgreed).await
}

/// Whether a member may decide what two coders disagree about: whoever keeps studies, and both coders.
///
/// # Errors
/// When the database fails.
pub async fn decides(tx: &mut Tx, member: &Member, id: StudyId) -> Result<bool> {
    Ok(coder_of(tx, member, id).await?.is_some() || keeps_studies(tx, member).await?)
}

/// Decides which code holds where the two coders disagree, or decides otherwise, until the study is closed.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`; `Study` where there is no such code, no reason of that length, or nothing to decide.
pub async fn decide_code(
    tx: &mut Tx,
    member: &Member,
    id: StudyId,
    (post, variable, code): (PostId, u32, u32),
    reason: &str,
) -> Result<()> {
    let mut found = in_use(tx, id).await?;
    if !decides(tx, member, id).await? {
        return Err(InboxError::Forbidden(Right::KeepStudies));
    }
    if !matches!(found.state, StudyState::Deciding | StudyState::Agreed) {
        return Err(InboxError::StudyState(found.state));
    }
    if !is_code(&found, variable, code) {
        return Err(StudyFault::Answers.into());
    }
    let reason = reason.trim();
    if reason.chars().count() > DECISION_REASON_CHARS_MAX {
        return Err(StudyFault::Reason.into());
    }
    if !study::disputed(tx, id, post, variable).await? {
        return Err(StudyFault::NotDisputed.into());
    }
    let at = tx.now();
    let decision = Decision { post, variable, code, by: member.id, reason: reason.to_owned(), at };
    study::decide(tx, id, &decision).await?;
    let data = json!({ "study": id, "post": post, "variable": variable, "code": code });
    append(tx, EventKind::StudyDecided, Actor::Member(member.id), None, data).await?;
    agree(tx, member, &mut found).await
}
