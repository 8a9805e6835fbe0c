//! Erasing a person: what was said of it, and doing it a few rows at a time.

use jiff::SignedDuration;
use model::{Actor, AuthorId, ErasureId, EventKind, Right};
use serde_json::json;
use store::erasure::{self, Answers, Erasure, Step};
use store::event::append;
use store::member::Member;
use store::post::Post;
use store::{Tx, author, job, person, turn};

use super::known;
use crate::acts::require;
use crate::following::raise_version;
use crate::gesture::give_up_about;
use crate::{InboxError, Result};

/// The job that goes on erasing somebody.
pub const ERASE_PERSON: &str = "erase_person";

/// Posts that are blanked in one transaction: each costs a dozen statements.
const POSTS: i64 = 20;
/// Conversations that are gone through in one transaction.
const CONVERSATIONS: i64 = 10;
/// Rows of others that are looked at in one transaction; few of them name anybody.
const ROWS: i64 = 500;
/// How soon is looked again whether an answer that may still go out has done so.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Begins to erase a person with all their handles; it cannot be taken back. Who asks types the handle, so that nobody else
/// is meant.
///
/// # Errors
/// `Forbidden`; `Missing`; `Erased` when it is done or under way; `NotTyped`; `AnswersMoving` while an answer to them is on its
/// way out.
pub async fn erase_person(tx: &mut Tx, member: &Member, id: AuthorId, typed: &str) -> Result<Erasure> {
    require(member, Right::ErasePeople)?;
    person::turn_of_people(tx).await?;
    let authors = known(tx, id).await?;
    let asked = author::find(tx, id).await?.ok_or(InboxError::Missing("this person"))?;
    if bare(typed).is_empty() || bare(typed) != bare(confirmation(&asked)) {
        return Err(InboxError::NotTyped);
    }
    if erasure::held(tx, &authors).await?.moving > 0 {
        return Err(InboxError::AnswersMoving);
    }
    let begun = erasure::begin(tx, id, &authors, member.id).await?;
    let data = json!({ "erasure": begun.id, "authors": authors });
    append(tx, EventKind::ErasureBegun, Actor::Member(member.id), None, data).await?;
    go_on_after(tx, begun.id, SignedDuration::ZERO).await?;
    Ok(begun)
}

async fn go_on_after(tx: &mut Tx, id: ErasureId, time: SignedDuration) -> Result<()> {
    let at = tx.now().saturating_add(time).unwrap_or(jiff::Timestamp::MAX);
    Ok(job::enqueue(tx, ERASE_PERSON, &id.to_string(), &json!({ "erasure": id }), at).await?)
}

/// A handle or a name as it is compared: with or without `@`, and spaces around it.
fn bare(name: &str) -> &str {
    name.trim().trim_start_matches('@').trim_start()
}

/// What is typed to say that this very person is meant: the handle, else the name.
pub fn confirmation(author: &model::Author) -> &str {
    author.profile.handle.as_deref().filter(|handle| !bare(handle).is_empty()).unwrap_or_else(|| author.name())
}

/// Does the next few rows of an erasure; `None` when there is nothing to do now: there is no such, it is over, or it waits for
/// an answer of ours that may still go out or a gesture that is on its way, and its job looks again. Safe to run again after whatever end.
///
/// # Errors
/// When the database fails.
pub async fn erase_more(tx: &mut Tx, id: ErasureId) -> Result<Option<Erasure>> {
    // What a network tells of them meanwhile comes before or after, and never between.
    let Some(asked) = erasure::find(tx, id).await?.filter(|one| one.done_at.is_none()) else { return Ok(None) };
    let mut networks = Vec::new();
    for author in &asked.authors {
        networks.extend(author::network(tx, *author).await?);
    }
    networks.sort_unstable();
    networks.dedup();
    for network in networks {
        turn::of_network(tx, network).await?;
    }
    let mut one = asked;
    let mut is_waiting = false;
    match one.step {
        Step::Posts => posts(tx, &mut one).await?,
        Step::Conversations => conversations(tx, &mut one).await?,
        Step::Traces(place) => traces(tx, &mut one, place).await?,
        Step::Answers => is_waiting = !answers(tx, &mut one).await?,
        Step::Done => {}
    }
    erasure::save(tx, &one).await?;
    if is_waiting {
        go_on_after(tx, one.id, LOOK_AGAIN).await?;
        return Ok(None);
    }
    Ok(Some(one))
}

fn next(one: &mut Erasure, step: Step) {
    (one.step, one.after) = (step, 0);
}

async fn posts(tx: &mut Tx, one: &mut Erasure) -> Result<()> {
    let posts = erasure::posts_after(tx, &one.authors, one.after, POSTS).await?;
    for post in posts.iter().filter(|post| !post.is_erased) {
        blank(tx, post).await?;
        one.posts += 1;
    }
    match posts.last() {
        Some(last) => one.after = last.id.0,
        None => next(one, Step::Conversations),
    }
    Ok(())
}

async fn blank(tx: &mut Tx, post: &Post) -> Result<()> {
    let version = raise_version(tx, post).await?;
    Ok(erasure::blank_post(tx, post, version).await?)
}

async fn conversations(tx: &mut Tx, one: &mut Erasure) -> Result<()> {
    let names = erasure::names(tx, &one.authors).await?;
    let found = erasure::conversations_after(tx, &one.authors, one.after, CONVERSATIONS).await?;
    for id in &found {
        erasure::blank_conversation(tx, *id, &one.authors, &names).await?;
        one.conversations += 1;
    }
    match found.last() {
        Some(last) => one.after = last.0,
        None => next(one, Step::Traces(0)),
    }
    Ok(())
}

async fn traces(tx: &mut Tx, one: &mut Erasure, place: usize) -> Result<()> {
    let names = erasure::names(tx, &one.authors).await?;
    match erasure::blank_traces(tx, place, &names, one.after, ROWS).await? {
        Some(last) => one.after = last,
        None if erasure::is_last_place(place) => next(one, Step::Answers),
        None => next(one, Step::Traces(place + 1)),
    }
    Ok(())
}

/// Whether it went on: not while the next answer may still go out.
async fn answers(tx: &mut Tx, one: &mut Erasure) -> Result<bool> {
    let names = erasure::names(tx, &one.authors).await?;
    match erasure::blank_answers(tx, &one.authors, &names, one.after, ROWS).await? {
        Answers::UpTo(last) => one.after = last,
        Answers::Waiting(last) => {
            one.after = last;
            return Ok(false);
        }
        Answers::Over => return finish(tx, one).await,
    }
    Ok(true)
}

/// Forgets who they were, unless they spoke since their posts were gone through: those go first. Whether it went on: not while
/// something about them is on its way to a network.
async fn finish(tx: &mut Tx, one: &mut Erasure) -> Result<bool> {
    let mut after = 0;
    loop {
        let posts = erasure::posts_after(tx, &one.authors, after, ROWS).await?;
        if posts.iter().any(|post| !post.is_erased) {
            next(one, Step::Posts);
            return Ok(true);
        }
        match posts.last() {
            Some(last) => after = last.id.0,
            None => break,
        }
    }
    if !give_up_about(tx, &one.authors).await? {
        return Ok(false);
    }
    erasure::blank_authors(tx, &one.authors).await?;
    next(one, Step::Done);
    one.done_at = Some(tx.now());
    let data =
        json!({ "erasure": one.id, "authors": one.authors, "posts": one.posts, "conversations": one.conversations });
    append(tx, EventKind::PersonErased, Actor::Member(one.asked_by), None, data).await?;
    Ok(true)
}
