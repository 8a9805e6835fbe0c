//! What was promised to people outside.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{Actor, CommitmentAct, CommitmentId, CommitmentStand, CommitmentState, ConversationId, MemberId, ReplyId};

use crate::obligation::{proof, proof_values};
use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx};

/// Something that was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Our id.
    pub id: CommitmentId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The message of ours in which it was said.
    pub reply: Option<ReplyId>,
    /// How it stands.
    pub stand: CommitmentStand,
    /// The date that was said first.
    pub first_due_at: Timestamp,
    /// When whoever answers for it is told next.
    pub tell_at: Option<Timestamp>,
    /// When its date was over, once somebody was told that it is late.
    pub late_at: Option<Timestamp>,
    /// Grows whenever it stands otherwise.
    pub version: i64,
    /// Since when it is promised.
    pub made_at: Timestamp,
    /// Since when it stands so.
    pub changed_at: Timestamp,
}

impl FromRow for Commitment {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            conversation: row.get("conversation_id")?,
            reply: row.get("reply_id")?,
            stand: CommitmentStand {
                state: row.get("state")?,
                words: row.get("words")?,
                member: row.get("member_id")?,
                due_at: row.get("due_at")?,
                reason: row.get("reason")?,
                proof: proof(row)?,
                ended_at: row.get("ended_at")?,
            },
            first_due_at: row.get("first_due_at")?,
            tell_at: row.get("tell_at")?,
            late_at: row.get("late_at")?,
            version: row.get("version")?,
            made_at: row.get("made_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// A commitment to be kept in the books.
#[derive(Clone, Copy, Debug)]
pub struct NewCommitment<'a> {
    /// In which conversation.
    pub conversation: ConversationId,
    /// The message of ours in which it was said, and where that is at home when not here.
    pub reply: Option<(ReplyId, Option<ConversationId>)>,
    /// How it stands.
    pub stand: &'a CommitmentStand,
    /// When whoever answers for it is told first.
    pub tell_at: Option<Timestamp>,
}

/// Keeps a commitment that is made now.
pub async fn make(tx: &mut Tx, new: NewCommitment<'_>) -> Result<Commitment> {
    let NewCommitment { conversation, reply, stand, tell_at } = new;
    let (id, now) = (tx.next_id::<CommitmentId>(), tx.now());
    let (reply, home) = reply.map_or((None, None), |(reply, home)| (Some(reply), home));
    let made = Commitment {
        id,
        conversation,
        reply,
        stand: stand.clone(),
        first_due_at: stand.due_at,
        tell_at,
        late_at: None,
        version: 1,
        made_at: now,
        changed_at: now,
    };
    let query = sql("INSERT INTO commitment (id, conversation_id, home_id, reply_id, first_due_at, version, made_at, \
         changed_at, tell_at, late_at, words, member_id, due_at, state, reason, ended_at, proof_kind, proof_words, \
         proof_reply_id) VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
    let query = query.bind(id).bind(conversation).bind(home).bind(reply).bind(made.first_due_at).bind(now);
    values(&made).into_iter().fold(query, Statement::bind).run(tx).await?;
    Ok(made)
}

/// The values of `tell_at, late_at, words, member_id, due_at, state, reason, ended_at` and of the proof.
fn values(one: &Commitment) -> Vec<Value> {
    let stand = &one.stand;
    let mut values: Vec<Value> = vec![
        one.tell_at.into(),
        one.late_at.into(),
        stand.words.as_str().into(),
        stand.member.into(),
        stand.due_at.into(),
        stand.state.into(),
        stand.reason.as_deref().into(),
        stand.ended_at.into(),
    ];
    values.extend(proof_values(stand.proof.as_ref()));
    values
}

/// The commitment with this id; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: CommitmentId) -> Result<Option<Commitment>> {
    let text = format!("SELECT * FROM commitment WHERE id = $1{}", tx.to_change());
    sql(text).bind(id).maybe(tx).await
}

/// Keeps how a commitment stands, and when somebody is told of it, from now on.
pub async fn save(tx: &mut Tx, commitment: &mut Commitment) -> Result<()> {
    commitment.changed_at = tx.now();
    commitment.version += 1;
    let query = sql("UPDATE commitment SET version = $2, changed_at = $3, tell_at = $4, late_at = $5, words = $6, \
         member_id = $7, due_at = $8, state = $9, reason = $10, ended_at = $11, proof_kind = $12, proof_words = $13, \
         proof_reply_id = $14 WHERE id = $1")
    .bind(commitment.id)
    .bind(commitment.version)
    .bind(commitment.changed_at);
    values(commitment).into_iter().fold(query, Statement::bind).run(tx).await?;
    Ok(())
}

/// Keeps what whoever answers for it was told; how it stands is the same.
pub async fn told(tx: &mut Tx, commitment: &Commitment) -> Result<()> {
    sql("UPDATE commitment SET tell_at = $2, late_at = $3 WHERE id = $1")
        .bind(commitment.id)
        .bind(commitment.tell_at)
        .bind(commitment.late_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Commitments of which somebody is to be told by now, the longest due first.
pub async fn to_tell(tx: &mut Tx, limit: i64) -> Result<Vec<CommitmentId>> {
    let now = tx.now();
    sql("SELECT id FROM commitment WHERE tell_at < $1 ORDER BY tell_at, id LIMIT $2")
        .bind(now)
        .bind(limit)
        .all(tx)
        .await
}

/// Forgets a commitment that was never made, with all that happened to it.
pub async fn remove(tx: &mut Tx, id: CommitmentId) -> Result<()> {
    sql("DELETE FROM commitment WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// All that is or was promised in each of these conversations, oldest first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<Commitment>>> {
    let mut found: HashMap<ConversationId, Vec<Commitment>> = HashMap::new();
    for piece in pieces(ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM commitment WHERE conversation_id IN ({places}) ORDER BY id");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Commitment>(tx).await? {
            found.entry(one.conversation).or_default().push(one);
        }
    }
    Ok(found)
}

/// Which commitments are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitmentFilter {
    /// In this state; those that are to be kept when there is none.
    pub state: Option<CommitmentState>,
    /// For which this member answers.
    pub member: Option<MemberId>,
}

/// Where a commitment stands in a list: what the list goes by, and its id.
pub type CommitmentPlace = (Timestamp, CommitmentId);

impl CommitmentFilter {
    fn is_open(&self) -> bool {
        self.state.is_none_or(|state| state == CommitmentState::Open)
    }

    /// Where a commitment stands: what is to be kept by its date; what ended, the last first.
    pub fn place_of(&self, one: &Commitment) -> CommitmentPlace {
        let key = if self.is_open() { one.stand.due_at } else { one.stand.ended_at.unwrap_or(one.changed_at) };
        (key, one.id)
    }

    fn condition(&self) -> (String, Vec<Value>) {
        let mut values = vec![Value::from(self.state.unwrap_or(CommitmentState::Open))];
        let mut text = "state = $1".to_owned();
        if let Some(member) = self.member {
            values.push(member.into());
            text.push_str(" AND member_id = $2");
        }
        (text, values)
    }
}

/// One page of commitments, in the order of [`CommitmentFilter::place_of`].
pub async fn list(
    tx: &mut Tx,
    filter: &CommitmentFilter,
    after: Option<CommitmentPlace>,
    limit: i64,
) -> Result<Vec<Commitment>> {
    let (mut condition, mut values) = filter.condition();
    let (key, than, order) = if filter.is_open() { ("due_at", '>', "ASC") } else { ("ended_at", '<', "DESC") };
    if let Some((at, id)) = after {
        let first = values.len() + 1;
        condition.push_str(&format!(" AND ({key}, id) {than} (${first}, ${})", first + 1));
        values.extend([Value::from(at), Value::from(id)]);
    }
    let text = format!("SELECT * FROM commitment WHERE {condition} ORDER BY {key} {order}, id {order} LIMIT {limit}");
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// How many commitments a list has.
pub async fn count(tx: &mut Tx, filter: &CommitmentFilter) -> Result<i64> {
    let (condition, values) = filter.condition();
    let query = sql(format!("SELECT COUNT(*) AS n FROM commitment WHERE {condition}"));
    Ok(values.into_iter().fold(query, Statement::bind).maybe(tx).await?.unwrap_or(0))
}

/// How many commitments of a list are late: open when their date is over, or ended after it.
pub async fn count_late(tx: &mut Tx, filter: &CommitmentFilter) -> Result<i64> {
    let now = tx.now();
    let (condition, values) = filter.condition();
    let place = values.len() + 1;
    let text =
        format!("SELECT COUNT(*) AS n FROM commitment WHERE {condition} AND due_at < COALESCE(ended_at, ${place})");
    Ok(values.into_iter().fold(sql(text), Statement::bind).bind(now).maybe(tx).await?.unwrap_or(0))
}

/// Something that happened to a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentEntry {
    /// To which.
    pub commitment: CommitmentId,
    /// What.
    pub act: CommitmentAct,
    /// Who did it.
    pub member: Option<MemberId>,
    /// Who answers for it since.
    pub holder: MemberId,
    /// By when, since.
    pub due_at: Timestamp,
    /// Why, or what shows that it was kept.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl FromRow for CommitmentEntry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            commitment: row.get("commitment_id")?,
            act: row.get("act")?,
            member: row.get("member_id")?,
            holder: row.get("holder_id")?,
            due_at: row.get("due_at")?,
            words: row.get("words")?,
            at: row.get("at")?,
        })
    }
}

/// Notes what happened to a commitment, by which it stands as it does now.
pub async fn note(
    tx: &mut Tx,
    commitment: &Commitment,
    act: CommitmentAct,
    by: Actor,
    words: Option<&str>,
) -> Result<()> {
    let (id, now) = (tx.next_id::<CommitmentId>(), tx.now());
    let member = match by {
        Actor::Member(id) => Some(id),
        _ => None,
    };
    sql("INSERT INTO commitment_step (id, commitment_id, act, member_id, holder_id, due_at, words, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(commitment.id)
    .bind(act)
    .bind(member)
    .bind(commitment.stand.member)
    .bind(commitment.stand.due_at)
    .bind(words)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// What happened to each of these commitments, in order.
pub async fn history(tx: &mut Tx, ids: &[CommitmentId]) -> Result<HashMap<CommitmentId, Vec<CommitmentEntry>>> {
    let mut found: HashMap<CommitmentId, Vec<CommitmentEntry>> = HashMap::new();
    for piece in pieces(ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM commitment_step WHERE commitment_id IN ({places}) ORDER BY id");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<CommitmentEntry>(tx).await? {
            found.entry(one.commitment).or_default().push(one);
        }
    }
    Ok(found)
}
