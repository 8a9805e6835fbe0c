//! What functions owe on conversations.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{
    Actor, ConversationId, Function, MemberId, ObligationAct, ObligationId, ObligationKind, ObligationStand,
    ObligationState, PostId, Proof, ProofKind, RuleId,
};

use crate::row::{FromRow, Row, unexpected};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx};

/// Something that a function owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Our id.
    pub id: ObligationId,
    /// On which conversation.
    pub conversation: ConversationId,
    /// About which message of it, when not about the whole.
    pub post: Option<PostId>,
    /// What kind of thing.
    pub kind: ObligationKind,
    /// How it stands.
    pub stand: ObligationStand,
    /// Grows whenever it stands otherwise.
    pub version: i64,
    /// Since when it is owed.
    pub made_at: Timestamp,
    /// Since when it stands so.
    pub changed_at: Timestamp,
}

impl FromRow for Obligation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            conversation: row.get("conversation_id")?,
            post: row.get("post_id")?,
            kind: row.get("kind")?,
            stand: ObligationStand {
                state: row.get("state")?,
                words: row.get("words")?,
                function: row.get("function")?,
                member: row.get("member_id")?,
                due_at: row.get("due_at")?,
                reason: row.get("reason")?,
                proof: proof(row)?,
            },
            version: row.get("version")?,
            made_at: row.get("made_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// The proof in the columns `proof_kind`, `proof_words` and `proof_reply_id`.
pub(crate) fn proof(row: &Row<'_>) -> Result<Option<Proof>> {
    let Some(kind) = row.get::<Option<ProofKind>>("proof_kind")? else { return Ok(None) };
    let text = || row.get::<String>("proof_words");
    Ok(Some(match kind {
        ProofKind::Message => {
            let reply = row.get::<Option<model::ReplyId>>("proof_reply_id")?;
            Proof::Message { reply: reply.ok_or_else(|| unexpected("proof_reply_id", "a message is named"))? }
        }
        ProofKind::Link => Proof::Link { text: text()? },
        ProofKind::Note => Proof::Note { text: text()? },
        ProofKind::Decision => Proof::Decision { text: text()? },
    }))
}

/// The values of those columns.
pub(crate) fn proof_values(proof: Option<&Proof>) -> [Value; 3] {
    let reply = match proof {
        Some(Proof::Message { reply }) => Some(*reply),
        _ => None,
    };
    [proof.map(Proof::kind).into(), proof.and_then(Proof::text).into(), reply.into()]
}

/// An obligation to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewObligation<'a> {
    /// On which conversation.
    pub conversation: ConversationId,
    /// About which message of it, and where that is at home when not here.
    pub post: Option<(PostId, Option<ConversationId>)>,
    /// What kind of thing.
    pub kind: ObligationKind,
    /// How it stands.
    pub stand: &'a ObligationStand,
}

/// Keeps an obligation that is owed from now on.
pub async fn make(tx: &mut Tx, new: NewObligation<'_>) -> Result<Obligation> {
    let NewObligation { conversation, post, kind, stand } = new;
    let (id, now) = (tx.next_id::<ObligationId>(), tx.now());
    let (post, home) = post.map_or((None, None), |(post, home)| (Some(post), home));
    let made =
        Obligation { id, conversation, post, kind, stand: stand.clone(), version: 1, made_at: now, changed_at: now };
    let query =
        sql("INSERT INTO obligation (id, conversation_id, home_id, post_id, kind, version, made_at, changed_at, \
         words, function, member_id, due_at, state, reason, proof_kind, proof_words, proof_reply_id) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");
    let query = query.bind(id).bind(conversation).bind(home).bind(post).bind(kind).bind(now);
    stand_values(stand).into_iter().fold(query, Statement::bind).run(tx).await?;
    Ok(made)
}

fn stand_values(stand: &ObligationStand) -> Vec<Value> {
    let mut values: Vec<Value> = vec![
        stand.words.as_str().into(),
        stand.function.into(),
        stand.member.into(),
        stand.due_at.into(),
        stand.state.into(),
        stand.reason.as_deref().into(),
    ];
    values.extend(proof_values(stand.proof.as_ref()));
    values
}

/// The obligation with this id; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: ObligationId) -> Result<Option<Obligation>> {
    let text = format!("SELECT * FROM obligation WHERE id = $1{}", tx.to_change());
    sql(text).bind(id).maybe(tx).await
}

/// Keeps how an obligation stands from now on.
pub async fn save(tx: &mut Tx, obligation: &mut Obligation, stand: ObligationStand) -> Result<()> {
    (obligation.stand, obligation.changed_at) = (stand, tx.now());
    obligation.version += 1;
    let query = sql("UPDATE obligation SET version = $2, changed_at = $3, words = $4, function = $5, member_id = $6, \
         due_at = $7, state = $8, reason = $9, proof_kind = $10, proof_words = $11, proof_reply_id = $12 WHERE id = $1")
    .bind(obligation.id)
    .bind(obligation.version)
    .bind(obligation.changed_at);
    stand_values(&obligation.stand).into_iter().fold(query, Statement::bind).run(tx).await?;
    Ok(())
}

/// Forgets an obligation that was never owed, with all that happened to it.
pub async fn remove(tx: &mut Tx, id: ObligationId) -> Result<()> {
    sql("DELETE FROM obligation WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// All that is or was owed on each of these conversations, oldest first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<Obligation>>> {
    let mut found: HashMap<ConversationId, Vec<Obligation>> = HashMap::new();
    for piece in pieces(ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM obligation WHERE conversation_id IN ({places}) ORDER BY id");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Obligation>(tx).await? {
            found.entry(one.conversation).or_default().push(one);
        }
    }
    Ok(found)
}

/// Which obligations are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObligationFilter {
    /// In this state; those that are owed when there is none.
    pub state: Option<ObligationState>,
    /// Of this function.
    pub function: Option<Function>,
    /// With this member.
    pub member: Option<MemberId>,
}

/// Where an obligation stands in a list: what the list goes by, and its id.
pub type ObligationPlace = (Timestamp, ObligationId);

impl ObligationFilter {
    fn is_owed(&self) -> bool {
        self.state.is_none_or(ObligationState::is_owed)
    }

    /// Where an obligation stands: what is owed by its due date, what never is last; what is closed the newest first.
    pub fn place_of(&self, one: &Obligation) -> ObligationPlace {
        let key = if self.is_owed() { one.stand.due_at.unwrap_or(Timestamp::MAX) } else { one.changed_at };
        (key, one.id)
    }

    fn condition(&self) -> (String, Vec<Value>) {
        let (mut text, mut values) = (String::new(), Vec::new());
        match self.state {
            None => text.push_str("state IN ('open', 'accepted')"),
            Some(state) => {
                text.push_str("state = $1");
                values.push(state.into());
            }
        }
        for (column, value) in
            [("function", self.function.map(Value::from)), ("member_id", self.member.map(Value::from))]
        {
            if let Some(value) = value {
                values.push(value);
                text.push_str(&format!(" AND {column} = ${}", values.len()));
            }
        }
        (text, values)
    }
}

/// One page of obligations, in the order of [`ObligationFilter::place_of`].
pub async fn list(
    tx: &mut Tx,
    filter: &ObligationFilter,
    after: Option<ObligationPlace>,
    limit: i64,
) -> Result<Vec<Obligation>> {
    let (mut condition, mut values) = filter.condition();
    let (key, than, order) = match filter.is_owed() {
        true => {
            values.push(Timestamp::MAX.into());
            (format!("COALESCE(due_at, ${})", values.len()), '>', "ASC")
        }
        false => ("changed_at".to_owned(), '<', "DESC"),
    };
    if let Some((at, id)) = after {
        let first = values.len() + 1;
        condition.push_str(&format!(" AND ({key}, id) {than} (${first}, ${})", first + 1));
        values.extend([Value::from(at), Value::from(id)]);
    }
    let text = format!("SELECT * FROM obligation WHERE {condition} ORDER BY {key} {order}, id {order} LIMIT {limit}");
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// How many obligations a list has.
pub async fn count(tx: &mut Tx, filter: &ObligationFilter) -> Result<i64> {
    let (condition, values) = filter.condition();
    let query = sql(format!("SELECT COUNT(*) AS n FROM obligation WHERE {condition}"));
    Ok(values.into_iter().fold(query, Statement::bind).maybe(tx).await?.unwrap_or(0))
}

/// How many obligations of a list are late.
pub async fn count_late(tx: &mut Tx, filter: &ObligationFilter) -> Result<i64> {
    let now = tx.now();
    let (condition, values) = filter.condition();
    let place = values.len() + 1;
    let query = sql(format!("SELECT COUNT(*) AS n FROM obligation WHERE {condition} AND due_at < ${place}"));
    Ok(values.into_iter().fold(query, Statement::bind).bind(now).maybe(tx).await?.unwrap_or(0))
}

/// Something that happened to an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObligationEntry {
    /// To which.
    pub obligation: ObligationId,
    /// What.
    pub act: ObligationAct,
    /// Who did it, when it was a member.
    pub member: Option<MemberId>,
    /// Who did it, when it was a rule.
    pub rule: Option<RuleId>,
    /// Which function owes it since.
    pub function: Function,
    /// Who has it since.
    pub holder: Option<MemberId>,
    /// By when, since.
    pub due_at: Option<Timestamp>,
    /// Why, or what was done.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

struct Entry(ObligationEntry);

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(ObligationEntry {
            obligation: row.get("obligation_id")?,
            act: row.get("act")?,
            member: row.get("member_id")?,
            rule: row.get("rule_id")?,
            function: row.get("function")?,
            holder: row.get("holder_id")?,
            due_at: row.get("due_at")?,
            words: row.get("words")?,
            at: row.get("at")?,
        }))
    }
}

/// Notes what happened to an obligation, by which it stands as it does now.
pub async fn note(
    tx: &mut Tx,
    obligation: &Obligation,
    act: ObligationAct,
    by: Actor,
    words: Option<&str>,
) -> Result<()> {
    let (id, now) = (tx.next_id::<ObligationId>(), tx.now());
    let (member, rule) = match by {
        Actor::Member(id) => (Some(id), None),
        Actor::Rule(id) => (None, Some(id)),
        _ => (None, None),
    };
    sql("INSERT INTO obligation_step (id, obligation_id, act, member_id, rule_id, function, holder_id, due_at, words, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(id)
    .bind(obligation.id)
    .bind(act)
    .bind(member)
    .bind(rule)
    .bind(obligation.stand.function)
    .bind(obligation.stand.member)
    .bind(obligation.stand.due_at)
    .bind(words)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// What happened to each of these obligations, in order.
pub async fn history(tx: &mut Tx, ids: &[ObligationId]) -> Result<HashMap<ObligationId, Vec<ObligationEntry>>> {
    let mut found: HashMap<ObligationId, Vec<ObligationEntry>> = HashMap::new();
    for piece in pieces(ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM obligation_step WHERE obligation_id IN ({places}) ORDER BY id");
        for Entry(one) in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Entry>(tx).await? {
            found.entry(one.obligation).or_default().push(one);
        }
    }
    Ok(found)
}
