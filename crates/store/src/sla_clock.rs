//! Clocks of conversations, and what set and stopped them.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use model::{
    AuthorId, CalendarId, ConversationId, SlaClock, SlaPolicyId, SlaState, SlaTurn, SlaTurnId, SlaTurnKind, micros,
};

use crate::row::{FromRow, Row};
use crate::sql::{Value, insert, pieces, places, sql};
use crate::{Result, Tx};

/// A conversation's `due_at` where no clock of it runs: the end of all time.
pub(crate) const NEVER: i64 = 253_402_207_200_999_999;

/// A clock as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub conversation: ConversationId,
    /// The clock. While it runs, `missed_at` is a deadline that was noticed.
    pub clock: SlaClock,
    /// By which policy it goes.
    pub policy: SlaPolicyId,
    /// And which version of it.
    pub policy_version: i64,
    /// In whose hours it is counted; `None` is day and night.
    pub calendar: Option<CalendarId>,
    /// Within how much working time.
    pub target: SignedDuration,
    /// When was warned.
    pub warned_at: Option<Timestamp>,
}

impl Kept {
    /// After which moment somebody has to look at it.
    fn notice_at(&self) -> Option<Timestamp> {
        let is_open = self.clock.state == SlaState::Running && self.clock.missed_at.is_none();
        let next = self.clock.warn_at.filter(|_| self.warned_at.is_none()).or(self.clock.due_at);
        next.filter(|_| is_open)
    }

    /// Until when it must be done, while it runs.
    pub fn runs_until(&self) -> Option<Timestamp> {
        self.clock.due_at.filter(|_| self.clock.state == SlaState::Running)
    }
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let clock = SlaClock {
            kind: row.get("kind")?,
            number: row.get("number")?,
            started_at: row.get("started_at")?,
            state: row.get("state")?,
            since: row.get("since")?,
            spent: SignedDuration::from_micros(row.get("spent_micros")?),
            due_at: row.get("due_at")?,
            warn_at: row.get("warn_at")?,
            missed_at: row.get("missed_at")?,
        };
        Ok(Self {
            conversation: row.get("conversation_id")?,
            clock,
            policy: row.get("policy_id")?,
            policy_version: row.get("policy_version")?,
            calendar: row.get("calendar_id")?,
            target: SignedDuration::from_secs(row.get("target_seconds")?),
            warned_at: row.get("warned_at")?,
        })
    }
}

/// A turn as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptTurn {
    /// Our id.
    pub id: SlaTurnId,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// The turn.
    pub turn: SlaTurn,
}

impl FromRow for KeptTurn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let turn = SlaTurn { kind: row.get("kind")?, at: row.get("happened_at")? };
        Ok(Self { id: row.get("id")?, conversation: row.get("conversation_id")?, turn })
    }
}

/// A turn of a conversation, to be kept.
pub fn begin_turn(tx: &Tx, conversation: ConversationId, kind: SlaTurnKind, at: Timestamp) -> KeptTurn {
    KeptTurn { id: tx.next_id(), conversation, turn: SlaTurn { kind, at } }
}

/// Keeps turns.
pub async fn keep_turns(tx: &mut Tx, turns: &[KeptTurn]) -> Result<()> {
    let row = |one: &KeptTurn| vec![one.id.into(), one.conversation.into(), one.turn.kind.into(), one.turn.at.into()];
    insert(tx, "INSERT INTO sla_turn (id, conversation_id, kind, happened_at)", "", turns.iter().map(row)).await
}

/// Forgets a turn that was taken back.
pub async fn forget_turn(tx: &mut Tx, id: SlaTurnId) -> Result<()> {
    sql("DELETE FROM sla_turn WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// What set and stopped the clocks of these conversations, in order.
pub async fn turns(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<KeptTurn>>> {
    let mut turns: HashMap<ConversationId, Vec<KeptTurn>> = HashMap::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM sla_turn WHERE conversation_id IN ({}) ORDER BY id", places(1, piece.len()));
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<KeptTurn>(tx).await? {
            turns.entry(one.conversation).or_default().push(one);
        }
    }
    Ok(turns)
}

/// The clocks of these conversations, in the order they began.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<Kept>>> {
    let mut clocks: HashMap<ConversationId, Vec<Kept>> = HashMap::new();
    for piece in pieces(ids) {
        let (places, to_change) = (places(1, piece.len()), tx.to_change());
        let text = format!(
            "SELECT * FROM sla_clock WHERE conversation_id IN ({places}) \
             ORDER BY conversation_id, started_at, kind, number{to_change}"
        );
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Kept>(tx).await? {
            clocks.entry(one.conversation).or_default().push(one);
        }
    }
    Ok(clocks)
}

/// Keeps clocks as they are by now.
pub async fn keep(tx: &mut Tx, clocks: &[Kept]) -> Result<()> {
    let row = |one: &Kept| -> Vec<Value> {
        let clock = &one.clock;
        vec![
            one.conversation.into(),
            clock.kind.into(),
            clock.number.into(),
            one.policy.into(),
            one.policy_version.into(),
            one.calendar.into(),
            one.target.as_secs().into(),
            clock.started_at.into(),
            clock.state.into(),
            clock.since.into(),
            i64::try_from(clock.spent.as_micros()).unwrap_or(i64::MAX).into(),
            clock.due_at.into(),
            clock.warn_at.into(),
            one.warned_at.into(),
            clock.missed_at.into(),
            one.notice_at().into(),
        ]
    };
    let head = "INSERT INTO sla_clock (conversation_id, kind, number, policy_id, policy_version, calendar_id, \
         target_seconds, started_at, state, since, spent_micros, due_at, warn_at, warned_at, missed_at, notice_at)";
    let tail = " ON CONFLICT (conversation_id, kind, number) DO UPDATE SET policy_id = excluded.policy_id, \
         policy_version = excluded.policy_version, calendar_id = excluded.calendar_id, \
         target_seconds = excluded.target_seconds, started_at = excluded.started_at, state = excluded.state, \
         since = excluded.since, spent_micros = excluded.spent_micros, due_at = excluded.due_at, \
         warn_at = excluded.warn_at, warned_at = excluded.warned_at, missed_at = excluded.missed_at, \
         notice_at = excluded.notice_at";
    insert(tx, head, tail, clocks.iter().map(row)).await
}

/// Forgets a clock of which nothing is promised any more.
pub async fn forget(tx: &mut Tx, gone: &Kept) -> Result<()> {
    sql("DELETE FROM sla_clock WHERE conversation_id = $1 AND kind = $2 AND number = $3")
        .bind(gone.conversation)
        .bind(gone.clock.kind)
        .bind(gone.clock.number)
        .run(tx)
        .await?;
    Ok(())
}

/// Keeps which deadline of a conversation comes first: lists go by it.
pub async fn set_due(tx: &mut Tx, conversation: ConversationId, due_at: Option<Timestamp>) -> Result<()> {
    let due = due_at.map_or(NEVER, micros);
    sql("UPDATE conversation SET due_at = $2 WHERE id = $1").bind(conversation).bind(due).run(tx).await?;
    Ok(())
}

/// Conversations of which a clock is to be warned of, or is too late, longest ago first.
pub async fn to_notice(tx: &mut Tx, limit: i64) -> Result<Vec<ConversationId>> {
    let now = tx.now();
    let text =
        "SELECT conversation_id AS id FROM sla_clock WHERE notice_at < $1 ORDER BY notice_at, conversation_id LIMIT $2";
    let mut found: Vec<ConversationId> = sql(text).bind(now).bind(limit).all(tx).await?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Conversations after an id in which somebody may wait for us, or will again: whose clocks may go.
pub async fn timed_after(tx: &mut Tx, after: ConversationId, limit: i64) -> Result<Vec<ConversationId>> {
    sql(
        "SELECT id FROM conversation WHERE id > $1 AND status IN ('new', 'open', 'waiting', 'snoozed') AND is_spam = 0 \
         ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .all(tx)
    .await
}

/// Conversations with a person of which a clock goes, or will go on.
pub async fn of_author(tx: &mut Tx, author: AuthorId) -> Result<Vec<ConversationId>> {
    sql("SELECT id FROM conversation WHERE author_id = $1 AND status IN ('new', 'open', 'waiting', 'snoozed') \
         AND is_spam = 0 ORDER BY id")
    .bind(author)
    .all(tx)
    .await
}

/// Whether answers are judged to be needed in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Whether one is needed to anything that was said in it.
    pub any: bool,
    /// Whether one is needed to what was said last.
    pub last: bool,
}

struct NeedsOf(ConversationId, Needs);

impl FromRow for NeedsOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let last: Option<String> = row.get("newest")?;
        let needs = Needs { any: row.get::<i64>("needing")? > 0, last: last.as_deref() != Some("no") };
        Ok(Self(row.get("id")?, needs))
    }
}

/// Whether answers are judged to be needed in these conversations. Where the judge abstained, one is.
pub async fn needs(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Needs>> {
    let mut found = HashMap::new();
    let said = "FROM post JOIN mention ON mention.post_id = post.id \
         LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'needs_reply' \
         WHERE post.conversation_id = conversation.id";
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation.id, \
             (SELECT COUNT(*) {said} AND (judgement.value IS NULL OR judgement.value <> 'no')) AS needing, \
             (SELECT judgement.value {said} ORDER BY post.posted_at DESC, post.id DESC LIMIT 1) AS newest \
             FROM conversation WHERE conversation.id IN ({})",
            places(1, piece.len())
        );
        let rows: Vec<NeedsOf> = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?;
        found.extend(rows.into_iter().map(|NeedsOf(id, needs)| (id, needs)));
    }
    Ok(found)
}

/// Of these conversations, those in which an answer of ours is out.
pub async fn answered(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashSet<ConversationId>> {
    let mut found = HashSet::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation.id FROM conversation WHERE conversation.id IN ({}) AND (EXISTS (SELECT 1 FROM reply \
             WHERE reply.conversation_id = conversation.id AND reply.state IN ('sent', 'delivered')) OR EXISTS \
             (SELECT 1 FROM post JOIN author ON author.id = post.author_id \
             WHERE post.conversation_id = conversation.id AND author.is_ours = 1))",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ConversationId>(tx).await?);
    }
    Ok(found)
}
