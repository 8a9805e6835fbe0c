//! What was learned from a study, and what becomes of it: noted, decided, done, told back.

use model::{Actor, InsightId, InsightState, PostId, StudyId};
use serde_json::json;
use store::event::append;
use store::insight::{self, Insight};
use store::member::Member;
use store::{Tx, study};

use super::{StudyFault, has, kept, one_line, require_keeper};
use crate::{InboxError, Result};

/// The longest sentence, in characters.
pub const SENTENCE_CHARS_MAX: usize = 500;
/// The most mentions that show one.
pub const EVIDENCE_MAX: usize = 20;
/// The longest note of a step, in characters.
pub const INSIGHT_NOTE_CHARS_MAX: usize = 500;

/// Writes down what was learned from a study, once it is coded, with mentions of its sample that show it.
///
/// # Errors
/// `Forbidden`; `Missing`; `StudyState`; `Study` says what is wrong with it.
pub async fn note_insight(
    tx: &mut Tx,
    member: &Member,
    id: StudyId,
    sentence: &str,
    posts: &[PostId],
) -> Result<InsightId> {
    let found = kept(tx, member, id).await?;
    if !found.state.is_coded() {
        return Err(InboxError::StudyState(found.state));
    }
    let sentence = one_line(sentence);
    if !has(&sentence, SENTENCE_CHARS_MAX) {
        return Err(StudyFault::Sentence.into());
    }
    let mut posts = posts.to_vec();
    posts.sort_unstable();
    posts.dedup();
    if posts.len() > EVIDENCE_MAX {
        return Err(StudyFault::Evidence.into());
    }
    for post in &posts {
        if study::item(tx, id, *post).await?.is_none() {
            return Err(StudyFault::Evidence.into());
        }
    }
    let made = insight::create(tx, id, &sentence, &posts).await?;
    insight::step(tx, &made, member.id, "").await?;
    tell(tx, member, &made).await?;
    Ok(made.id)
}

/// Says how far something that was learned has come, and what was decided or done.
///
/// # Errors
/// `Forbidden`; `Missing`; `Study` for a step back, or without words; `InsightChanged` where somebody took a step since.
pub async fn step_insight(
    tx: &mut Tx,
    member: &Member,
    id: InsightId,
    seen: Option<i64>,
    (state, note): (InsightState, &str),
) -> Result<()> {
    require_keeper(tx, member).await?;
    let mut found = insight::find(tx, id).await?.ok_or(InboxError::Missing("this insight"))?;
    if seen.is_some_and(|seen| seen != found.version) {
        return Err(InboxError::InsightChanged { version: found.version });
    }
    let note = note.trim();
    if place(state) <= place(found.state) {
        return Err(StudyFault::StepBack.into());
    }
    if !has(note, INSIGHT_NOTE_CHARS_MAX) {
        return Err(StudyFault::StepNote.into());
    }
    found.state = state;
    found.version += 1;
    found.changed_at = tx.now();
    insight::step(tx, &found, member.id, note).await?;
    tell(tx, member, &found).await
}

/// How far along the way a state is.
fn place(state: InsightState) -> usize {
    InsightState::ALL.iter().position(|one| *one == state).unwrap_or_default()
}

async fn tell(tx: &mut Tx, by: &Member, one: &Insight) -> Result<()> {
    let data = json!({ "insight": one.id, "study": one.study, "version": one.version });
    append(tx, one.state.event(), Actor::Member(by.id), None, data).await?;
    Ok(())
}
