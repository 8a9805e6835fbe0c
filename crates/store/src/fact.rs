//! What we say is true: its source, its owner, its approved lines, and the answers in which it stood.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{ConversationId, FactAct, FactId, FactUse, MemberId, ReplyId, ReplyState};
use sha2::{Digest as _, Sha256};

use crate::label::folded;
use crate::row::{FromRow, Row, shown_name};
use crate::sql::{Statement, Value, sql};
use crate::variant::{self, Texts, Variant};
use crate::{Result, Tx};

const LINES: Texts = Texts { table: "fact_line", owner: "fact_id" };

/// What a fact says, and who stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactTerms {
    /// The true sentence.
    pub claim: String,
    /// What shows it.
    pub source: Source,
    /// Who stands for it.
    pub owner: MemberId,
    /// The day at which it is checked again.
    pub review_on: Date,
    /// How it may be said, one line for a language.
    pub lines: Vec<Variant>,
}

/// Where something is shown to be true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Our id.
    pub id: FactId,
    /// What it says, and who stands for it.
    pub terms: FactTerms,
    /// Grows whenever that changes, from 1; a review alone changes nothing of it.
    pub version: i64,
    /// The first version of which every word still stands.
    pub stands_since: i64,
    /// When its owner is told that its day has come; none once they were.
    pub tell_at: Option<Timestamp>,
    /// Since when it is put away.
    pub archived_at: Option<Timestamp>,
}

impl Fact {
    /// Whether what was said with a version is still what we say.
    pub fn holds(&self, version: i64) -> bool {
        version >= self.holds_from()
    }

    /// The versions below this one say what no longer holds.
    pub fn holds_from(&self) -> i64 {
        if self.archived_at.is_some() { i64::MAX } else { self.stands_since }
    }

    /// Whether the day has come at which it is to be checked.
    pub fn is_due(&self, today: Date) -> bool {
        self.archived_at.is_none() && self.terms.review_on <= today
    }
}

fn source(row: &Row<'_>) -> Result<Source> {
    Ok(Source { title: row.get("source_title")?, url: row.get("source_url")? })
}

impl FromRow for Fact {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            terms: FactTerms {
                claim: row.get("claim")?,
                source: source(row)?,
                owner: row.get("owner_id")?,
                review_on: row.get("review_on")?,
                lines: Vec::new(),
            },
            version: row.get("version")?,
            stands_since: row.get("stands_since")?,
            tell_at: row.get("tell_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// What two claims have in common that say the same in other letters and spaces.
fn likeness(claim: &str) -> String {
    hex::encode(Sha256::digest(folded(claim)))
}

/// Keeps a fact that is written now.
pub async fn create(tx: &mut Tx, terms: &FactTerms, tell_at: Timestamp) -> Result<Fact> {
    let (id, now) = (tx.next_id::<FactId>(), tx.now());
    let made =
        Fact { id, terms: terms.clone(), version: 1, stands_since: 1, tell_at: Some(tell_at), archived_at: None };
    let query =
        sql("INSERT INTO fact (id, created_at, claim, likeness, source_title, source_url, owner_id, review_on, \
         tell_at, version, stands_since, archived_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    values(&made).into_iter().fold(query.bind(id).bind(now), Statement::bind).run(tx).await?;
    variant::keep(tx, &LINES, id, &terms.lines).await?;
    Ok(made)
}

/// The values of `claim, likeness, source_title, source_url, owner_id, review_on, tell_at, version, stands_since, archived_at`.
fn values(one: &Fact) -> Vec<Value> {
    let terms = &one.terms;
    vec![
        (&terms.claim).into(),
        likeness(&terms.claim).into(),
        (&terms.source.title).into(),
        terms.source.url.as_deref().into(),
        terms.owner.into(),
        terms.review_on.into(),
        one.tell_at.into(),
        one.version.into(),
        one.stands_since.into(),
        one.archived_at.into(),
    ]
}

/// Keeps how a fact reads and stands from now on.
pub async fn save(tx: &mut Tx, fact: &Fact) -> Result<()> {
    let query = sql("UPDATE fact SET claim = $2, likeness = $3, source_title = $4, source_url = $5, owner_id = $6, \
         review_on = $7, tell_at = $8, version = $9, stands_since = $10, archived_at = $11 WHERE id = $1");
    values(fact).into_iter().fold(query.bind(fact.id), Statement::bind).run(tx).await?;
    variant::keep(tx, &LINES, fact.id, &fact.terms.lines).await
}

/// The one in use with this claim; case and spacing do not tell claims apart.
pub async fn claimed(tx: &mut Tx, claim: &str) -> Result<Option<FactId>> {
    let query = sql("SELECT id FROM fact WHERE likeness = $1 AND archived_at IS NULL");
    query.bind(likeness(claim)).maybe(tx).await
}

/// The fact with this id, also one that is put away; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: FactId) -> Result<Option<Fact>> {
    let text = format!("SELECT * FROM fact WHERE id = $1{}", tx.to_change());
    let found = sql(text).bind(id).maybe::<Fact>(tx).await?;
    Ok(with_lines(tx, Vec::from_iter(found)).await?.pop())
}

/// Every fact, those in use first, then by claim.
pub async fn all(tx: &mut Tx) -> Result<Vec<Fact>> {
    let mut all: Vec<Fact> = sql("SELECT * FROM fact ORDER BY id").all(tx).await?;
    all.sort_by_cached_key(|one| (one.archived_at.is_some(), folded(&one.terms.claim), one.id));
    with_lines(tx, all).await
}

async fn with_lines(tx: &mut Tx, mut facts: Vec<Fact>) -> Result<Vec<Fact>> {
    let ids: Vec<FactId> = facts.iter().map(|one| one.id).collect();
    let mut lines = variant::of(tx, &LINES, &ids).await?;
    for one in &mut facts {
        one.terms.lines = lines.remove(&one.id).unwrap_or_default();
    }
    Ok(facts)
}

/// Facts in use whose owner is to be told by now that their day has come, the earliest first.
pub async fn to_tell(tx: &mut Tx, limit: i64) -> Result<Vec<FactId>> {
    let now = tx.now();
    sql("SELECT id FROM fact WHERE tell_at <= $1 AND archived_at IS NULL ORDER BY tell_at, id LIMIT $2")
        .bind(now)
        .bind(limit)
        .all(tx)
        .await
}

/// Something that happened to a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactStep {
    /// What.
    pub act: FactAct,
    /// Who did it.
    pub member: MemberId,
    /// Its version since.
    pub version: i64,
    /// What it says since.
    pub claim: String,
    /// What shows it since.
    pub source: Source,
    /// Who stands for it since.
    pub owner: MemberId,
    /// When it is checked again, since.
    pub review_on: Date,
    /// Whether its lines are others since.
    pub lines_changed: bool,
    /// When.
    pub at: Timestamp,
}

impl FromRow for FactStep {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            act: row.get("act")?,
            member: row.get("member_id")?,
            version: row.get("version")?,
            claim: row.get("claim")?,
            source: source(row)?,
            owner: row.get("owner_id")?,
            review_on: row.get("review_on")?,
            lines_changed: row.get("lines_changed")?,
            at: row.get("at")?,
        })
    }
}

/// Notes what a member did to a fact, by which it reads as it does now.
pub async fn note(tx: &mut Tx, fact: &Fact, act: FactAct, by: MemberId, lines_changed: bool) -> Result<()> {
    let (id, now) = (tx.next_id::<FactId>(), tx.now());
    let terms = &fact.terms;
    sql("INSERT INTO fact_step (id, fact_id, act, member_id, version, claim, source_title, source_url, owner_id, \
         review_on, lines_changed, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(id)
    .bind(fact.id)
    .bind(act)
    .bind(by)
    .bind(fact.version)
    .bind(&terms.claim)
    .bind(&terms.source.title)
    .bind(terms.source.url.as_deref())
    .bind(terms.owner)
    .bind(terms.review_on)
    .bind(lines_changed)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// What happened to a fact, in order.
pub async fn history(tx: &mut Tx, id: FactId) -> Result<Vec<FactStep>> {
    sql("SELECT * FROM fact_step WHERE fact_id = $1 ORDER BY id").bind(id).all(tx).await
}

/// Remembers that an answer was made with a fact, as it read then.
pub async fn used(tx: &mut Tx, reply: ReplyId, used: FactUse) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO fact_use (reply_id, fact_id, version, used_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(reply)
        .bind(used.fact)
        .bind(used.version)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

struct Used(FactUse);

impl FromRow for Used {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(FactUse { fact: row.get("fact_id")?, version: row.get("version")? }))
    }
}

/// The facts that an answer was made with.
pub async fn of_reply(tx: &mut Tx, reply: ReplyId) -> Result<Vec<FactUse>> {
    let query = sql("SELECT fact_id, version FROM fact_use WHERE reply_id = $1 ORDER BY fact_id");
    Ok(query.bind(reply).all(tx).await?.into_iter().map(|Used(one)| one).collect())
}

/// In how many answers a fact stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FactUses {
    /// Answers that were not taken back.
    pub count: i64,
    /// Those among them that say what no longer holds.
    pub outdated: i64,
    /// When it was said last.
    pub last_at: Option<Timestamp>,
}

struct UsesOf(FactId, FactUses);

impl FromRow for UsesOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let uses = FactUses { count: row.get("n")?, outdated: row.get("outdated")?, last_at: row.get("last_at")? };
        Ok(Self(row.get("fact_id")?, uses))
    }
}

/// In how many answers each fact stood that ever stood in one. O(uses).
pub async fn uses(tx: &mut Tx) -> Result<HashMap<FactId, FactUses>> {
    let all = sql(uses_where("")).all::<UsesOf>(tx).await?;
    Ok(all.into_iter().map(|UsesOf(id, uses)| (id, uses)).collect())
}

/// In how many answers a fact stood. O(its uses).
pub async fn uses_of(tx: &mut Tx, id: FactId) -> Result<FactUses> {
    let found = sql(uses_where(" AND fact_use.fact_id = $1")).bind(id).maybe::<UsesOf>(tx).await?;
    Ok(found.map(|UsesOf(_, uses)| uses).unwrap_or_default())
}

fn uses_where(condition: &str) -> String {
    format!(
        "SELECT fact_use.fact_id, COUNT(*) AS n, MAX(fact_use.used_at) AS last_at, \
         COUNT(CASE WHEN fact_use.version < fact.stands_since OR fact.archived_at IS NOT NULL THEN 1 END) AS outdated \
         FROM fact_use JOIN fact ON fact.id = fact_use.fact_id JOIN reply ON reply.id = fact_use.reply_id \
         WHERE reply.state <> 'cancelled'{condition} GROUP BY fact_use.fact_id"
    )
}

/// An answer in which a fact stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactAnswer {
    /// Which answer.
    pub reply: ReplyId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Whom it answers.
    pub to: String,
    /// Who of us wrote it.
    pub member: MemberId,
    /// What is known of it.
    pub state: ReplyState,
    /// The words.
    pub text: String,
    /// When it went out, or was written where it did not.
    pub at: Timestamp,
    /// In which version the fact stood in it.
    pub version: i64,
}

impl FromRow for FactAnswer {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            reply: row.get("id")?,
            conversation: row.get("conversation_id")?,
            to: shown_name(row)?,
            member: row.get("member_id")?,
            state: row.get("state")?,
            text: row.get("text")?,
            at: row.get("at")?,
            version: row.get("version")?,
        })
    }
}

/// Which answers of a fact are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswersAsked {
    /// Those before this one.
    pub before: Option<ReplyId>,
    /// Those that were made with a version below this one.
    pub below: Option<i64>,
}

/// Answers in which a fact stood and that were not taken back, the newest first.
pub async fn answers(tx: &mut Tx, id: FactId, asked: AnswersAsked, limit: i64) -> Result<Vec<FactAnswer>> {
    sql("SELECT reply.id, reply.conversation_id, reply.member_id, reply.state, reply.text, \
         COALESCE(reply.sent_at, reply.created_at) AS at, fact_use.version, author.display_name, author.handle, \
         author.remote_id AS author_remote_id FROM fact_use JOIN reply ON reply.id = fact_use.reply_id \
         JOIN post ON post.id = reply.post_id JOIN author ON author.id = post.author_id \
         WHERE fact_use.fact_id = $1 AND fact_use.reply_id < $2 AND fact_use.version < $3 \
         AND reply.state <> 'cancelled' ORDER BY reply.id DESC LIMIT $4")
    .bind(id)
    .bind(asked.before.map_or(i64::MAX, |before| before.0))
    .bind(asked.below.unwrap_or(i64::MAX))
    .bind(limit)
    .all(tx)
    .await
}
