//! What the house says of its own accord: its words, who stands for them, and the answers in which they were used.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{ChannelId, ConversationId, MemberId, ReplyId, StatementAct, StatementId, StatementKind, StatementState};

use crate::row::{FromRow, Row};
use crate::sql::{Statement as Query, Value, pieces, places, sql};
use crate::variant::{self, Texts, Variant};
use crate::{Result, Tx, conversation, merge};

const TEXTS: Texts = Texts { table: "statement_text", owner: "statement_id" };

/// What a statement says, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementTerms {
    /// What it is called among ourselves.
    pub title: String,
    /// What kind of word it is.
    pub kind: StatementKind,
    /// The search that finds whom it concerns.
    pub matter: Option<String>,
    /// Where there are fuller words.
    pub fuller_url: Option<String>,
    /// Who sees to it that a further word comes.
    pub owner: MemberId,
    /// Until when a further word is promised.
    pub next_word_at: Option<Timestamp>,
    /// Whose place it takes.
    pub replaces: Option<StatementId>,
    /// Its words, one text for a language.
    pub texts: Vec<Variant>,
}

/// Who did something, and when.
pub type ByAt = (MemberId, Timestamp);

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Our id.
    pub id: StatementId,
    /// What it says.
    pub terms: StatementTerms,
    /// Where it stands.
    pub state: StatementState,
    /// Grows whenever its terms change, from 1.
    pub version: i64,
    /// Who wrote its words as they are.
    pub written_by: MemberId,
    /// Who approved them.
    pub approved: Option<ByAt>,
    /// Who had it go out, and since when it stands on a channel.
    pub published: Option<ByAt>,
    /// Who withdrew it, or whose statement took its place.
    pub ended: Option<ByAt>,
    /// When its owner is told that its next word is due; none once they were.
    pub tell_at: Option<Timestamp>,
    /// When it was written first.
    pub created_at: Timestamp,
}

impl Statement {
    /// Whether it promised a further word by now, and none came.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state == StatementState::Published && self.terms.next_word_at.is_some_and(|at| at <= now)
    }
}

fn by_at(row: &Row<'_>, [by, at]: [&str; 2]) -> Result<Option<ByAt>> {
    let (by, at): (Option<MemberId>, Option<Timestamp>) = (row.get(by)?, row.get(at)?);
    Ok(by.zip(at))
}

impl FromRow for Statement {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            terms: StatementTerms {
                title: row.get("title")?,
                kind: row.get("kind")?,
                matter: row.get("matter")?,
                fuller_url: row.get("fuller_url")?,
                owner: row.get("owner_id")?,
                next_word_at: row.get("next_word_at")?,
                replaces: row.get("replaces_id")?,
                texts: Vec::new(),
            },
            state: row.get("state")?,
            version: row.get("version")?,
            written_by: row.get("written_by")?,
            approved: by_at(row, ["approved_by", "approved_at"])?,
            published: by_at(row, ["published_by", "published_at"])?,
            ended: by_at(row, ["ended_by", "ended_at"])?,
            tell_at: row.get("tell_at")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// The columns that change, in the order of [`values`].
const CHANGING: &[&str] = &[
    "title",
    "kind",
    "matter",
    "fuller_url",
    "owner_id",
    "next_word_at",
    "replaces_id",
    "state",
    "version",
    "written_by",
    "approved_by",
    "approved_at",
    "published_by",
    "published_at",
    "ended_by",
    "ended_at",
    "tell_at",
];

fn values(one: &Statement) -> Vec<Value> {
    let terms = &one.terms;
    let by = |done: Option<ByAt>| Value::from(done.map(|(by, _)| by));
    let at = |done: Option<ByAt>| Value::from(done.map(|(_, at)| at));
    vec![
        (&terms.title).into(),
        terms.kind.into(),
        terms.matter.as_deref().into(),
        terms.fuller_url.as_deref().into(),
        terms.owner.into(),
        terms.next_word_at.into(),
        terms.replaces.into(),
        one.state.into(),
        one.version.into(),
        one.written_by.into(),
        by(one.approved),
        at(one.approved),
        by(one.published),
        at(one.published),
        by(one.ended),
        at(one.ended),
        one.tell_at.into(),
    ]
}

/// Keeps a statement that a member writes now.
pub async fn create(tx: &mut Tx, terms: &StatementTerms, by: MemberId) -> Result<Statement> {
    let (id, now) = (tx.next_id::<StatementId>(), tx.now());
    let made = Statement {
        id,
        terms: terms.clone(),
        state: StatementState::Drafted,
        version: 1,
        written_by: by,
        approved: None,
        published: None,
        ended: None,
        tell_at: terms.next_word_at,
        created_at: now,
    };
    let text = format!(
        "INSERT INTO statement (id, created_at, {}) VALUES ({})",
        CHANGING.join(", "),
        places(1, CHANGING.len() + 2)
    );
    values(&made).into_iter().fold(sql(text).bind(id).bind(now), Query::bind).run(tx).await?;
    variant::keep(tx, &TEXTS, id, &terms.texts).await?;
    Ok(made)
}

/// Keeps how a statement reads and stands from now on.
pub async fn save(tx: &mut Tx, one: &Statement) -> Result<()> {
    let set: Vec<String> = CHANGING.iter().enumerate().map(|(at, column)| format!("{column} = ${}", at + 2)).collect();
    let query = sql(format!("UPDATE statement SET {} WHERE id = $1", set.join(", "))).bind(one.id);
    values(one).into_iter().fold(query, Query::bind).run(tx).await?;
    variant::keep(tx, &TEXTS, one.id, &one.terms.texts).await
}

/// The statement with this id; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: StatementId) -> Result<Option<Statement>> {
    let text = format!("SELECT * FROM statement WHERE id = $1{}", tx.to_change());
    let found = sql(text).bind(id).maybe::<Statement>(tx).await?;
    Ok(with_texts(tx, Vec::from_iter(found)).await?.pop())
}

/// Every statement, the newest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Statement>> {
    let all = sql("SELECT * FROM statement ORDER BY id DESC").all(tx).await?;
    with_texts(tx, all).await
}

async fn with_texts(tx: &mut Tx, mut statements: Vec<Statement>) -> Result<Vec<Statement>> {
    let ids: Vec<StatementId> = statements.iter().map(|one| one.id).collect();
    let mut texts = variant::of(tx, &TEXTS, &ids).await?;
    for one in &mut statements {
        one.terms.texts = texts.remove(&one.id).unwrap_or_default();
    }
    Ok(statements)
}

/// The statement that took the place of another.
pub async fn instead_of(tx: &mut Tx, id: StatementId) -> Result<Option<StatementId>> {
    sql("SELECT id FROM statement WHERE replaces_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT 1")
        .bind(id)
        .maybe(tx)
        .await
}

/// Statements that stand and whose owner is to be told by now that the next word is due, the earliest first.
pub async fn to_tell(tx: &mut Tx, limit: i64) -> Result<Vec<StatementId>> {
    let now = tx.now();
    sql("SELECT id FROM statement WHERE tell_at <= $1 AND state = 'published' ORDER BY tell_at, id LIMIT $2")
        .bind(now)
        .bind(limit)
        .all(tx)
        .await
}

/// Something that happened to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementStep {
    /// What.
    pub act: StatementAct,
    /// Who did it.
    pub member: MemberId,
    /// Its version since.
    pub version: i64,
    /// When.
    pub at: Timestamp,
}

impl FromRow for StatementStep {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            act: row.get("act")?,
            member: row.get("member_id")?,
            version: row.get("version")?,
            at: row.get("at")?,
        })
    }
}

/// Notes what a member did to a statement.
pub async fn note(tx: &mut Tx, one: &Statement, act: StatementAct, by: MemberId) -> Result<()> {
    let (id, now) = (tx.next_id::<StatementId>(), tx.now());
    sql("INSERT INTO statement_step (id, statement_id, act, member_id, version, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(one.id)
        .bind(act)
        .bind(by)
        .bind(one.version)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// What happened to a statement, in order.
pub async fn history(tx: &mut Tx, id: StatementId) -> Result<Vec<StatementStep>> {
    sql("SELECT * FROM statement_step WHERE statement_id = $1 ORDER BY id").bind(id).all(tx).await
}

/// Remembers that an answer was made with a statement.
pub async fn used(tx: &mut Tx, reply: ReplyId, id: StatementId) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO statement_use (reply_id, statement_id, used_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(reply)
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// The statements that an answer was made with.
pub async fn of_reply(tx: &mut Tx, reply: ReplyId) -> Result<Vec<StatementId>> {
    sql("SELECT statement_id AS id FROM statement_use WHERE reply_id = $1 ORDER BY statement_id")
        .bind(reply)
        .all(tx)
        .await
}

/// In how many answers a statement stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementUses {
    /// Answers that were not taken back.
    pub count: i64,
    /// When it was said last.
    pub last_at: Option<Timestamp>,
}

struct UsesOf(StatementId, StatementUses);

impl FromRow for UsesOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("statement_id")?, StatementUses { count: row.get("n")?, last_at: row.get("last_at")? }))
    }
}

/// In how many answers each of these statements stood that ever stood in one. O(their uses).
pub async fn uses(tx: &mut Tx, ids: &[StatementId]) -> Result<HashMap<StatementId, StatementUses>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT statement_use.statement_id, COUNT(*) AS n, MAX(statement_use.used_at) AS last_at \
             FROM statement_use JOIN reply ON reply.id = statement_use.reply_id \
             WHERE statement_use.statement_id IN ({}) AND reply.state <> 'cancelled' GROUP BY statement_use.statement_id",
            places(1, piece.len())
        );
        let query = piece.iter().fold(sql(text), |query, id| query.bind(*id));
        found.extend(query.all::<UsesOf>(tx).await?.into_iter().map(|UsesOf(id, uses)| (id, uses)));
    }
    Ok(found)
}

/// What people said under a post of ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Under {
    /// How many conversations stand under it.
    pub conversations: i64,
    /// How many of them wait for us.
    pub waiting: i64,
    /// How many messages of others there are in them.
    pub messages: i64,
}

/// What was said under a post of ours by others. O(what was said).
pub async fn under(tx: &mut Tx, channel: ChannelId, remote_id: &str) -> Result<Under> {
    let Some(first) = conversation::by_thread(tx, channel, remote_id).await? else { return Ok(Under::default()) };
    // What was split out of it still stands under the post.
    let homes: Vec<ConversationId> =
        sql("SELECT id FROM conversation WHERE id = $1 OR split_from = $1 ORDER BY id").bind(first.id).all(tx).await?;
    let mut standing = Vec::new();
    let mut found = Under::default();
    for home in homes {
        found.messages += sql("SELECT COUNT(*) AS n FROM post JOIN author ON author.id = post.author_id \
             WHERE (post.home_id = $1 OR (post.home_id IS NULL AND post.conversation_id = $1)) \
             AND author.is_ours = 0 AND post.deleted_at IS NULL")
        .bind(home)
        .maybe::<i64>(tx)
        .await?
        .unwrap_or_default();
        if let Some(one) = merge::standing(tx, home).await?
            && !standing.contains(&one.id)
        {
            standing.push(one.id);
            found.conversations += 1;
            found.waiting += i64::from(one.waiting_since.is_some());
        }
    }
    Ok(found)
}
