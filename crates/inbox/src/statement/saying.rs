//! Answering with a statement.

use jiff::Timestamp;
use model::{Actor, EventKind, Said, StatementId, StatementState};
use serde_json::json;
use store::Tx;
use store::event::append;
use store::posting::{self, Posting};
use store::reply::Reply;
use store::statement::{self, Statement};
use store::variant::Variant;

use crate::Result;
use crate::fact::said_with_facts;
use crate::variant::in_language;

/// The most statements that one answer is made with.
const STATEMENTS_OF_ANSWER_MAX: usize = 10;

/// Remembers with which facts and statements an answer was made.
///
/// # Errors
/// When the database fails.
pub async fn said_with(tx: &mut Tx, reply: &Reply, said: &[Said]) -> Result<()> {
    said_with_facts(tx, reply, said.iter().filter_map(|one| one.fact()).collect()).await?;
    let mut statements: Vec<StatementId> = said.iter().filter_map(|one| one.statement()).collect();
    statements.sort_unstable();
    statements.dedup();
    statements.truncate(STATEMENTS_OF_ANSWER_MAX);
    let mut told: Vec<StatementId> = Vec::new();
    for id in statements {
        // What was withdrawn meanwhile keeps nobody from sending what is written already.
        if statement::find(tx, id).await?.is_some() {
            statement::used(tx, reply.id, id).await?;
            told.push(id);
        }
    }
    if !told.is_empty() {
        let data = json!({ "reply": reply.id, "statements": told });
        append(tx, EventKind::StatementSaid, Actor::Member(reply.member), Some(reply.conversation), data).await?;
    }
    Ok(())
}

/// What a statement says to somebody who writes this language, with the address at which it stands behind it: on the channel of
/// theirs where it does, else wherever it stands first.
pub fn statement_as(
    one: &Statement,
    postings: &[Posting],
    (language, channel): (Option<&str>, Option<model::ChannelId>),
) -> Option<Variant> {
    let said = in_language(&one.terms.texts, language)?;
    let out = || postings.iter().filter(|posting| posting.state.is_out() && posting.url.is_some());
    let place = out().find(|posting| Some(posting.channel) == channel).or_else(|| out().next());
    let text = match place.and_then(|posting| posting.url.as_deref()) {
        Some(url) => format!("{} {url}", said.text),
        None => said.text.clone(),
    };
    Some(Variant { language: said.language.clone(), text })
}

/// The statements that may be said in answers, with where they stand: those that are published, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn statement_said(tx: &mut Tx) -> Result<Vec<(Statement, Vec<Posting>)>> {
    let mut found = Vec::new();
    for one in statement::all(tx).await? {
        if one.state == StatementState::Published {
            let postings = posting::of_statement(tx, one.id).await?;
            found.push((one, postings));
        }
    }
    Ok(found)
}

/// Every statement: those whose promised word is due, the longest due first; then what is published, what waits to be, what is
/// written, and what is over, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn statements(tx: &mut Tx) -> Result<Vec<Statement>> {
    let (now, mut all) = (tx.now(), statement::all(tx).await?);
    all.sort_by_key(|one| statement_place(one, now));
    Ok(all)
}

/// Where a statement stands in the list of all at a moment: a list that goes on behind one begins with the first whose place
/// is greater.
pub fn statement_place(one: &Statement, now: Timestamp) -> (i64, i64) {
    // More than the seconds of any time.
    const STATE: i64 = 1 << 40;
    let (place, next) = (STATE, one.terms.next_word_at.map(|at| at.as_second()));
    let by = match one.state {
        StatementState::Published if one.is_due(now) => next.unwrap_or_default(),
        // What is promised next comes first among what stands.
        StatementState::Published => place + next.unwrap_or(STATE / 2),
        StatementState::Approved => 2 * place,
        StatementState::Drafted => 3 * place,
        StatementState::Superseded | StatementState::Withdrawn => 4 * place,
    };
    (by, -one.id.0)
}
