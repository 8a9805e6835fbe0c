//! The event log: appended without a position, read once sealed.

use jiff::Timestamp;
use model::{Actor, ConversationId, Event, EventId, EventKind, timestamp};
use serde_json::Value;

use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::tx::News;
use crate::{Result, StoreError, Tx};

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// Dense, from 1.
    pub position: i64,
    /// What happened.
    pub event: Event,
}

impl FromRow for Event {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let actor: String = row.get("actor")?;
        let actor = Actor::from_parts(&actor, row.get("actor_id")?)
            .ok_or_else(|| StoreError::Row { column: "actor".into(), source: "an actor of no known kind".into() })?;
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            actor,
            happened_at: row.get("happened_at")?,
            learned_at: row.get("learned_at")?,
            conversation: row.get("conversation_id")?,
            data: row.json("data")?,
        })
    }
}

impl FromRow for EventKind {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("kind")
    }
}

impl FromRow for Sealed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { position: row.get("position")?, event: Event::from_row(row)? })
    }
}

/// Appends what happens in this transaction, at its moment.
pub async fn append(
    tx: &mut Tx,
    kind: EventKind,
    actor: Actor,
    conversation: Option<ConversationId>,
    data: Value,
) -> Result<EventId> {
    let now = tx.now();
    append_at(tx, kind, actor, conversation, now, data).await
}

/// Appends what happened earlier and is learned only now.
pub async fn append_at(
    tx: &mut Tx,
    kind: EventKind,
    actor: Actor,
    conversation: Option<ConversationId>,
    happened_at: Timestamp,
    data: Value,
) -> Result<EventId> {
    let event = begin(tx, kind, actor, conversation, happened_at, data);
    let id = event.id;
    append_all(tx, &[event]).await?;
    Ok(id)
}

/// What is learned in this transaction and is still to be appended ([`append_all`]).
pub fn begin(
    tx: &Tx,
    kind: EventKind,
    actor: Actor,
    conversation: Option<ConversationId>,
    happened_at: Timestamp,
    data: Value,
) -> Event {
    Event { id: tx.next_id(), kind, actor, happened_at, learned_at: tx.now(), conversation, data }
}

/// Appends what happens in this transaction, each under an id of its own in the order in which it happens.
pub async fn append_all(tx: &mut Tx, events: &[Event]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let rows = events.iter().map(|event| {
        let (actor_kind, actor_id) = event.actor.parts();
        vec![
            event.id.into(),
            event.kind.into(),
            actor_kind.into(),
            actor_id.into(),
            event.happened_at.into(),
            event.learned_at.into(),
            event.conversation.into(),
            (&event.data).into(),
        ]
    });
    let head = "INSERT INTO event (id, kind, actor, actor_id, happened_at, learned_at, conversation_id, data)";
    insert(tx, head, "", rows).await?;
    tx.note(News::Appended);
    Ok(())
}

/// The sealed events after a position, oldest first.
pub async fn after(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Sealed>> {
    sql("SELECT * FROM event WHERE position > $1 ORDER BY position LIMIT $2").bind(position).bind(limit).all(tx).await
}

/// The sealed events before a position, newest first.
pub async fn before(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Sealed>> {
    sql("SELECT * FROM event WHERE position < $1 ORDER BY position DESC LIMIT $2")
        .bind(position)
        .bind(limit)
        .all(tx)
        .await
}

/// The event with this id.
pub async fn find(tx: &mut Tx, id: EventId) -> Result<Option<Event>> {
    sql("SELECT * FROM event WHERE id = $1").bind(id).maybe(tx).await
}

/// What happened in a conversation, oldest first.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<Event>> {
    sql("SELECT * FROM event WHERE conversation_id = $1 ORDER BY id").bind(conversation).all(tx).await
}

/// What happened in these conversations, oldest first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Event>> {
    let mut found: Vec<Event> = Vec::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM event WHERE conversation_id IN ({})", places(1, piece.len()));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Event>(tx).await?);
    }
    found.sort_unstable_by_key(|event| event.id);
    Ok(found)
}

/// What happened in these conversations and was sealed up to a position, in the order of the log.
pub async fn sealed_of(tx: &mut Tx, ids: &[ConversationId], until: i64) -> Result<Vec<Sealed>> {
    let mut found: Vec<Sealed> = Vec::new();
    for piece in pieces(ids) {
        let text =
            format!("SELECT * FROM event WHERE position <= $1 AND conversation_id IN ({})", places(2, piece.len()));
        found.extend(piece.iter().fold(sql(text).bind(until), |query, id| query.bind(*id)).all::<Sealed>(tx).await?);
    }
    found.sort_unstable_by_key(|sealed| sealed.position);
    Ok(found)
}

/// The events that tell of what is due from us: promises, what functions owe, and what becomes of what was learned.
pub const DUTY_KINDS: &[EventKind] = &[
    EventKind::CommitmentMade,
    EventKind::CommitmentKept,
    EventKind::CommitmentBroken,
    EventKind::CommitmentWithdrawn,
    EventKind::CommitmentMoved,
    EventKind::CommitmentReopened,
    EventKind::CommitmentTakenBack,
    EventKind::ObligationOwed,
    EventKind::ObligationAccepted,
    EventKind::ObligationGivenBack,
    EventKind::ObligationDone,
    EventKind::ObligationDeclined,
    EventKind::ObligationVoided,
    EventKind::ObligationReopened,
    EventKind::ObligationTakenBack,
    EventKind::InsightNoted,
    EventKind::InsightDecided,
    EventKind::InsightDone,
    EventKind::InsightToldBack,
];

/// What happened of those kinds and was sealed up to a position, in the order of the log.
pub async fn of_duties(tx: &mut Tx, until: i64) -> Result<Vec<Sealed>> {
    // Written as the index has it, so that it is found by that.
    let kinds: Vec<String> = DUTY_KINDS.iter().map(|kind| format!("'{kind}'")).collect();
    let text = format!("SELECT * FROM event WHERE position <= $1 AND kind IN ({}) ORDER BY position", kinds.join(", "));
    sql(text).bind(until).all(tx).await
}

/// The newest sealed position; 0 when nothing was sealed.
pub async fn position(tx: &mut Tx) -> Result<i64> {
    Ok(sql("SELECT COALESCE(MAX(last_position), 0) AS n FROM seal").maybe(tx).await?.unwrap_or(0))
}

/// When the oldest event that nobody sealed yet was written; `None` when all are sealed.
pub async fn oldest_unsealed(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let micros: Option<i64> =
        sql("SELECT learned_at AS n FROM event WHERE position IS NULL ORDER BY id LIMIT 1").maybe(tx).await?;
    Ok(micros.map(timestamp))
}
