//! Statements: what the house says of its own accord, written by one and approved by another, published on our channels.

mod publishing;
mod saying;

use jiff::{Timestamp, ToSpan as _};
use listening::{FieldContext, Query};
use model::{
    Actor, EventKind, LengthRule, MemberId, NoticeKind, ReplyState, Right, StatementAct, StatementId, StatementState,
};
use serde_json::json;
use store::event::append;
use store::member::{self, Member};
use store::posting::{self, Posting};
use store::statement::{self, Statement, StatementTerms};
use store::{Tx, notice};
use wording::t;

pub use self::publishing::{
    PUBLISH, PostingPlace, Publishing, begin_posting, cancel_posting, finish_posting, hold_moving_postings,
    posting_absent, posting_arrived, posting_is_held, publish_statement, release_posting, retry_posting, words_out,
};
pub use self::saying::{said_with, statement_as, statement_place, statement_said, statements};
use crate::acts::{may_be_given, require};
use crate::fact::{answers, one_address};
use crate::variant::{blank_but, checked};
use crate::{InboxError, Result, VariantFault};

/// The longest title, in characters.
pub const STATEMENT_TITLE_CHARS_MAX: usize = 100;
/// How far away a next word can be promised, in days.
pub const NEXT_WORD_DAYS_MAX: i32 = 365;

const MISSING: InboxError = InboxError::Missing("this statement");

/// Why a statement is not kept, approved or published as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// It is not called anything.
    #[error("{}", t!("say what it is called among yourselves, in 1 to {max} characters", max = STATEMENT_TITLE_CHARS_MAX))]
    Title,
    /// It says nothing.
    #[error("{}", t!("a statement needs words in one language at least"))]
    Words,
    /// Its words cannot be kept like that.
    #[error(transparent)]
    Texts(#[from] VariantFault),
    /// It has a blank, which nobody fills where it is said to everybody.
    #[error("{}", t!("{blank} is filled by nobody: a statement is said to everybody", blank = .0))]
    Blank(String),
    /// Fuller words cannot be looked up where it says.
    #[error("{}", t!("an address begins with https:// or http:// and has at most 2000 characters"))]
    Url,
    /// Nobody who answers sees to it.
    #[error("{}", t!("whoever sees to the next word works the inbox"))]
    Owner,
    /// Its next word is promised for the past.
    #[error("{}", t!("the next word comes at a time to come"))]
    NextWordPast,
    /// Its next word is promised for very late.
    #[error("{}", t!("the next word comes within {max} days", max = NEXT_WORD_DAYS_MAX))]
    NextWordFar,
    /// What it is to replace is not there, or is itself.
    #[error("{}", t!("it replaces another statement that is published"))]
    Replaces,
    /// Its words stand on a network.
    #[error("{}", t!("its words are published: write another that takes its place"))]
    Published,
    /// It is on its way to a network.
    #[error("{}", t!("it is about to go out: take that back first"))]
    GoingOut,
    /// Whoever wrote it would approve it, and there is somebody else.
    #[error("{}", t!("somebody else than its author approves it"))]
    OwnWords,
    /// It is not where that step begins.
    #[error("{}", t!("that cannot be done now: {standing}", standing = standing(*.0)))]
    State(StatementState),
    /// It is to be published nowhere.
    #[error("{}", t!("say on which channels"))]
    Nowhere,
    /// A channel does not take posts, or does not run.
    #[error("{}", t!("“{channel}” cannot post now", channel = .0))]
    Channel(String),
    /// A channel would not take the words.
    #[error("{}", t!("“{channel}” takes {most}; this has {is}", channel = .channel, most = .most, is = .is))]
    Long {
        /// Its name.
        channel: String,
        /// How much it takes.
        most: String,
        /// How much it is.
        is: String,
    },
    /// It stands on a channel already, or is about to.
    #[error("{}", t!("it is on “{channel}” already", channel = .0))]
    Already(String),
    /// A posting is not where that step begins.
    #[error("{}", t!("that cannot be done now: the post is {state}", state = .0.words()))]
    Posting(ReplyState),
}

/// Where a statement stands, in words.
fn standing(state: StatementState) -> &'static str {
    match state {
        StatementState::Drafted => t!("nobody has approved it"),
        StatementState::Approved => t!("it is approved, and stands nowhere yet"),
        StatementState::Published => t!("it is published"),
        StatementState::Superseded => t!("another statement took its place"),
        StatementState::Withdrawn => t!("it was withdrawn"),
    }
}

/// Writes a statement, or changes the one with this id; `seen` is the version that was looked at. Other words are a draft again.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` and `Query` say what is wrong with it; `StatementChanged` where somebody changed it since.
pub async fn keep_statement(
    tx: &mut Tx,
    member: &Member,
    id: Option<StatementId>,
    seen: Option<i64>,
    wanted: StatementTerms,
) -> Result<StatementId> {
    require(member, Right::WorkInbox)?;
    let found = match id {
        Some(id) => Some(statement::find(tx, id).await?.ok_or(MISSING)?),
        None => None,
    };
    as_seen(found.as_ref(), seen)?;
    let terms = in_order(tx, found.as_ref(), wanted).await?;
    let Some(mut found) = found else {
        let made = statement::create(tx, &terms, member.id).await?;
        tell(tx, member.id, &made, StatementAct::Create).await?;
        ask(tx, &made).await?;
        return Ok(made.id);
    };
    if found.terms == terms {
        return Ok(found.id);
    }
    if found.state.is_over() {
        return Err(StatementFault::State(found.state).into());
    }
    let before = std::mem::replace(&mut found.terms, terms);
    let is_said_otherwise = says_otherwise(&before, &found.terms);
    if is_said_otherwise && found.state == StatementState::Published {
        return Err(StatementFault::Published.into());
    }
    let (was_approved, writer) = (found.state == StatementState::Approved, found.written_by);
    if is_said_otherwise {
        if posting::of_statement(tx, found.id).await?.iter().any(stays_out) {
            return Err(StatementFault::GoingOut.into());
        }
        (found.state, found.approved) = (StatementState::Drafted, None);
        if (&before.texts, &before.fuller_url) != (&found.terms.texts, &found.terms.fuller_url) {
            found.written_by = member.id;
        }
    }
    found.version += 1;
    if (before.next_word_at, before.owner) != (found.terms.next_word_at, found.terms.owner) {
        found.tell_at = found.terms.next_word_at;
    }
    statement::save(tx, &found).await?;
    tell(tx, member.id, &found, StatementAct::Change).await?;
    // Whoever wrote it before may approve it now.
    if is_said_otherwise && (was_approved || found.written_by != writer) {
        ask(tx, &found).await?;
    }
    Ok(found.id)
}

/// Whether people outside would read something else. What is known about it among ourselves may change at any time.
fn says_otherwise(before: &StatementTerms, after: &StatementTerms) -> bool {
    (&before.texts, &before.fuller_url, before.kind, before.replaces)
        != (&after.texts, &after.fuller_url, after.kind, after.replaces)
}

/// Whether a network has it or may come to have it.
pub const fn stays_out(one: &Posting) -> bool {
    !matches!(one.state, ReplyState::Cancelled | ReplyState::FailedFinal)
}

fn as_seen(found: Option<&Statement>, seen: Option<i64>) -> Result<()> {
    match (found, seen) {
        (Some(found), Some(seen)) if seen != found.version => {
            Err(InboxError::StatementChanged { version: found.version })
        }
        _ => Ok(()),
    }
}

/// What a statement says as it is kept, where nothing is wrong with it. What stood before may stay: an owner who left, a time
/// that has come.
async fn in_order(tx: &mut Tx, found: Option<&Statement>, wanted: StatementTerms) -> Result<StatementTerms> {
    let title = wanted.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=STATEMENT_TITLE_CHARS_MAX).contains(&title.chars().count()) {
        return Err(StatementFault::Title.into());
    }
    let mut texts = checked(wanted.texts).map_err(StatementFault::Texts)?;
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    if texts.is_empty() {
        return Err(StatementFault::Words.into());
    }
    if let Some(blank) = texts.iter().find_map(|one| blank_but(&one.text, |_| false)) {
        return Err(StatementFault::Blank(blank.to_owned()).into());
    }
    let said = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let fuller_url = match said(wanted.fuller_url) {
        Some(url) => Some(one_address(&url).ok_or(StatementFault::Url)?),
        None => None,
    };
    let matter = said(wanted.matter);
    if let Some(matter) = &matter {
        Query::parse(matter, FieldContext::View).map_err(InboxError::Query)?;
    }
    let before = found.map(|found| &found.terms);
    if before.is_none_or(|before| before.owner != wanted.owner) {
        match may_be_given(tx, wanted.owner).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            Err(_) => return Err(StatementFault::Owner.into()),
            Ok(()) => {}
        }
    }
    if let Some(at) = wanted.next_word_at
        && before.is_none_or(|before| before.next_word_at != Some(at))
    {
        check_next_word(at, tx.now())?;
    }
    if let Some(other) = wanted.replaces
        && before.is_none_or(|before| before.replaces != Some(other))
    {
        // What took the place of that one meanwhile is replaced then.
        let did_stand = |one: &Statement| matches!(one.state, StatementState::Published | StatementState::Superseded);
        let stands = statement::find(tx, other).await?.is_some_and(|one| did_stand(&one));
        if !stands || found.is_some_and(|found| found.id == other) {
            return Err(StatementFault::Replaces.into());
        }
    }
    Ok(StatementTerms { title, matter, fuller_url, texts, ..wanted })
}

fn check_next_word(at: Timestamp, now: Timestamp) -> Result<(), StatementFault> {
    if at <= now {
        return Err(StatementFault::NextWordPast);
    }
    let last = now.saturating_add((24 * NEXT_WORD_DAYS_MAX).hours()).unwrap_or(Timestamp::MAX);
    if at > last { Err(StatementFault::NextWordFar) } else { Ok(()) }
}

/// Members who may approve what somebody else wrote.
async fn approvers(tx: &mut Tx, author: MemberId) -> Result<Vec<MemberId>> {
    let may = |one: &Member| one.id != author && one.disabled_at.is_none() && one.role.may(Right::ApproveReplies);
    Ok(member::all(tx).await?.iter().filter(|one| may(one)).map(|one| one.id).collect())
}

/// Asks those who may for approval.
async fn ask(tx: &mut Tx, one: &Statement) -> Result<()> {
    for approver in approvers(tx, one.written_by).await? {
        notice::tell_of_statement(tx, approver, NoticeKind::StatementAsked, one.id).await?;
    }
    Ok(())
}

/// Whether a member may approve a statement as it is: nobody their own words, unless nobody else could.
///
/// # Errors
/// When the database fails.
pub async fn may_approve_statement(tx: &mut Tx, member: &Member, one: &Statement) -> Result<bool> {
    if !member.role.may(Right::ApproveReplies) || one.state != StatementState::Drafted {
        return Ok(false);
    }
    Ok(one.written_by != member.id || approvers(tx, member.id).await?.is_empty())
}

/// Stands for the words of a statement, as they were seen.
///
/// # Errors
/// `Forbidden`; `Missing`; `StatementChanged` where somebody changed it since; `Statement` for one's own words, or one that is no
/// draft.
pub async fn approve_statement(tx: &mut Tx, member: &Member, id: StatementId, seen: Option<i64>) -> Result<()> {
    require(member, Right::ApproveReplies)?;
    let mut one = statement::find(tx, id).await?.ok_or(MISSING)?;
    as_seen(Some(&one), seen)?;
    if one.state != StatementState::Drafted {
        return Err(StatementFault::State(one.state).into());
    }
    if !may_approve_statement(tx, member, &one).await? {
        return Err(StatementFault::OwnWords.into());
    }
    (one.state, one.approved) = (StatementState::Approved, Some((member.id, tx.now())));
    statement::save(tx, &one).await?;
    tell(tx, member.id, &one, StatementAct::Approve).await?;
    if one.written_by != member.id {
        notice::tell_of_statement(tx, one.written_by, NoticeKind::StatementApproved, id).await?;
    }
    Ok(())
}

/// Takes a statement back: a draft by whoever works the inbox, one that was approved by whoever may approve. What is about to
/// go out does not; what stands on a network stays there.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` where it is over, or on its way this moment.
pub async fn withdraw_statement(tx: &mut Tx, member: &Member, id: StatementId) -> Result<()> {
    let mut one = match statement::find(tx, id).await? {
        Some(one) => one,
        None => {
            require(member, Right::WorkInbox)?;
            return Err(MISSING);
        }
    };
    let is_draft = one.state == StatementState::Drafted;
    require(member, if is_draft { Right::WorkInbox } else { Right::ApproveReplies })?;
    if one.state.is_over() {
        return Err(StatementFault::State(one.state).into());
    }
    publishing::call_off(tx, member.id, id).await?;
    (one.state, one.ended) = (StatementState::Withdrawn, Some((member.id, tx.now())));
    statement::save(tx, &one).await?;
    tell(tx, member.id, &one, StatementAct::Withdraw).await
}

/// Keeps what happened to a statement, and appends the event that tells of it.
async fn tell(tx: &mut Tx, by: MemberId, one: &Statement, act: StatementAct) -> Result<()> {
    statement::note(tx, one, act, by).await?;
    let terms = &one.terms;
    let languages: Vec<&str> = terms.texts.iter().map(|text| text.language.as_str()).collect();
    let data = json!({
        "statement": one.id,
        "version": one.version,
        "kind": terms.kind,
        "state": one.state,
        "owner": terms.owner,
        "next_word_at": terms.next_word_at,
        "replaces": terms.replaces,
        "languages": languages,
    });
    append(tx, act.event(), Actor::Member(by), None, data).await?;
    Ok(())
}

/// Tells the owners of at most so many statements that the word which they promised is due, once for each time; how many
/// statements there were.
///
/// # Errors
/// When the database fails; nobody was told then.
pub async fn tell_of_next_words(tx: &mut Tx, limit: i64) -> Result<usize> {
    let (mut due, now) = (statement::to_tell(tx, limit).await?, tx.now());
    due.sort_unstable();
    let mut told = 0;
    for id in due {
        // Another server may have told of it meanwhile.
        let Some(mut one) = statement::find(tx, id).await? else { continue };
        if one.state != StatementState::Published || one.tell_at.is_none_or(|at| at > now) {
            continue;
        }
        one.tell_at = None;
        statement::save(tx, &one).await?;
        let data = json!({ "statement": id, "owner": one.terms.owner, "next_word_at": one.terms.next_word_at });
        append(tx, EventKind::StatementDue, Actor::System, None, data).await?;
        let by = [Some(one.terms.owner), one.published.map(|(by, _)| by), one.approved.map(|(by, _)| by)];
        for who in by.into_iter().flatten() {
            // Whoever had it go out sees to it where its owner does no more.
            if member::find(tx, who).await?.is_some_and(|who| answers(&who)) {
                notice::tell_of_statement(tx, who, NoticeKind::StatementDue, id).await?;
                break;
            }
        }
        told += 1;
    }
    Ok(told)
}

/// How much a channel takes, and how much some words are, where they are too long for it.
fn too_long(length: LengthRule, text: &str) -> Option<[String; 2]> {
    let measured = length.measure(text);
    if measured.fits {
        return None;
    }
    let is_by_bytes = length.graphemes_max.is_none_or(|most| measured.graphemes <= most);
    Some(match (is_by_bytes, length.bytes_max) {
        (true, Some(most)) => [t!("{most} bytes", most), measured.bytes.to_string()],
        _ => [t!("{max} characters", max = length.graphemes_max.unwrap_or_default()), measured.graphemes.to_string()],
    })
}
