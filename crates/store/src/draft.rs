//! Words that a member has begun to write.

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, Correcting, Enquiring, MemberId, NoFactUse, NothingSaid, Said, StatementId};

use crate::row::{FromRow, Row, unexpected};
use crate::sql::sql;
use crate::{Result, Tx};

/// What a draft is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// An answer in public.
    Reply,
    /// A remark for the team.
    Note,
    /// A message that only the person reads.
    Private,
}

impl DraftKind {
    const ALL: [Self; 3] = [Self::Reply, Self::Note, Self::Private];

    fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Private => "private",
        }
    }
}

struct Text(String);

impl FromRow for Text {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("text").map(Self)
    }
}

/// Keeps a draft; empty words forget it.
pub async fn keep(
    tx: &mut Tx,
    conversation: ConversationId,
    member: MemberId,
    kind: DraftKind,
    text: &str,
) -> Result<()> {
    if text.trim().is_empty() {
        sql("DELETE FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
            .bind(conversation)
            .bind(member)
            .bind(kind.as_str())
            .run(tx)
            .await?;
        return Ok(());
    }
    let now = tx.now();
    sql("INSERT INTO draft (conversation_id, member_id, kind, text, begun_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (conversation_id, member_id, kind) DO UPDATE SET \
         text = excluded.text, updated_at = excluded.updated_at")
    .bind(conversation)
    .bind(member)
    .bind(kind.as_str())
    .bind(text)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// The draft of a member in a conversation.
pub async fn find(
    tx: &mut Tx,
    conversation: ConversationId,
    member: MemberId,
    kind: DraftKind,
) -> Result<Option<String>> {
    let text: Option<Text> = sql("SELECT text FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(kind.as_str())
        .maybe(tx)
        .await?;
    Ok(text.map(|text| text.0))
}

/// Keeps with which facts and statements an answer was begun; nothing where none is begun.
pub async fn keep_said(tx: &mut Tx, conversation: ConversationId, member: MemberId, said: &[Said]) -> Result<()> {
    let facts: Vec<String> = said.iter().filter_map(|one| one.fact()).map(|one| one.to_string()).collect();
    let statements: Vec<String> = said.iter().filter_map(|one| one.statement()).map(|one| one.to_string()).collect();
    sql("UPDATE draft SET facts = $4, statements = $5 WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(DraftKind::Reply.as_str())
        .bind(facts.join(" "))
        .bind(statements.join(" "))
        .run(tx)
        .await?;
    Ok(())
}

struct AllSaid(Vec<Said>);

impl FromRow for AllSaid {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let facts: String = row.get("facts")?;
        let facts = facts.split_whitespace().map(|one| one.parse().map(Said::Fact));
        let mut said: Vec<Said> =
            facts.collect::<Result<_, _>>().map_err(|source: NoFactUse| unexpected("facts", source))?;
        let statements: String = row.get("statements")?;
        for id in statements.split_whitespace() {
            let id = id.parse().map_err(|_| unexpected("statements", NothingSaid))?;
            said.push(Said::Statement(StatementId(id)));
        }
        Ok(Self(said))
    }
}

/// The facts, and behind them the statements, that the answer which a member has begun in a conversation is made with.
pub async fn said(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<Vec<Said>> {
    let query = sql("SELECT facts, statements FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3");
    let found = query.bind(conversation).bind(member).bind(DraftKind::Reply.as_str()).maybe::<AllSaid>(tx).await?;
    Ok(found.map(|AllSaid(said)| said).unwrap_or_default())
}

/// Keeps what the answer that is begun asks besides; nothing where none is begun.
pub async fn keep_enquiring(
    tx: &mut Tx,
    conversation: ConversationId,
    member: MemberId,
    enquiring: Option<Enquiring>,
) -> Result<()> {
    sql("UPDATE draft SET enquiring = $4 WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(DraftKind::Reply.as_str())
        .bind(enquiring.map(|one| one.to_string()).unwrap_or_default())
        .run(tx)
        .await?;
    Ok(())
}

struct Asks(Option<Enquiring>);

impl FromRow for Asks {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let text: String = row.get("enquiring")?;
        // What is said no more in these words is asked no more.
        Ok(Self(text.parse().ok()))
    }
}

/// What the answer which a member has begun in a conversation asks besides.
pub async fn enquiring(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<Option<Enquiring>> {
    let query = sql("SELECT enquiring FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3");
    let found = query.bind(conversation).bind(member).bind(DraftKind::Reply.as_str()).maybe::<Asks>(tx).await?;
    Ok(found.and_then(|Asks(enquiring)| enquiring))
}

/// Keeps what the answer that is begun puts right; nothing where none is begun.
pub async fn keep_correcting(
    tx: &mut Tx,
    conversation: ConversationId,
    member: MemberId,
    correcting: Option<&Correcting>,
) -> Result<()> {
    sql("UPDATE draft SET correcting = $4 WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(DraftKind::Reply.as_str())
        .bind(correcting.map(ToString::to_string).unwrap_or_default())
        .run(tx)
        .await?;
    Ok(())
}

struct Corrects(Option<Correcting>);

impl FromRow for Corrects {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let text: String = row.get("correcting")?;
        // As with a question: what cannot be read any more is said no more.
        Ok(Self(text.parse().ok()))
    }
}

/// What the answer which a member has begun in a conversation puts right.
pub async fn correcting(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<Option<Correcting>> {
    let query = sql("SELECT correcting FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3");
    let found = query.bind(conversation).bind(member).bind(DraftKind::Reply.as_str()).maybe::<Corrects>(tx).await?;
    Ok(found.and_then(|Corrects(correcting)| correcting))
}

/// Keeps whether the answer that is begun goes without a signature; nothing where none is begun.
pub async fn keep_unsigned(
    tx: &mut Tx,
    conversation: ConversationId,
    member: MemberId,
    is_unsigned: bool,
) -> Result<()> {
    sql("UPDATE draft SET is_unsigned = $4 WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(DraftKind::Reply.as_str())
        .bind(is_unsigned)
        .run(tx)
        .await?;
    Ok(())
}

struct Unsigned(bool);

impl FromRow for Unsigned {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("is_unsigned").map(Self)
    }
}

/// Whether the answer which a member has begun in a conversation goes without a signature.
pub async fn is_unsigned(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<bool> {
    let query = sql("SELECT is_unsigned FROM draft WHERE conversation_id = $1 AND member_id = $2 AND kind = $3");
    let found = query.bind(conversation).bind(member).bind(DraftKind::Reply.as_str()).maybe::<Unsigned>(tx).await?;
    Ok(found.is_some_and(|Unsigned(is_unsigned)| is_unsigned))
}

/// A draft in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub member: MemberId,
    /// What it is to become.
    pub kind: DraftKind,
    /// The words.
    pub text: String,
}

impl FromRow for Draft {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let kind: String = row.get("kind")?;
        let kind = DraftKind::ALL.into_iter().find(|known| known.as_str() == kind).unwrap_or(DraftKind::Note);
        Ok(Self { member: row.get("member_id")?, kind, text: row.get("text")? })
    }
}

/// The answer that is begun in a conversation: whose, with which words, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDraft {
    /// Who writes it.
    pub member: MemberId,
    /// The words so far.
    pub text: String,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When it was last touched.
    pub updated_at: Timestamp,
}

impl FromRow for OpenDraft {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            member: row.get("member_id")?,
            text: row.get("text")?,
            begun_at: row.get("begun_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// For so long an answer is being written that nobody touches; then it stands in nobody's way.
const WRITTEN_FOR: SignedDuration = SignedDuration::from_hours(8);

/// The answer that is being written in a conversation; of several, the first begun. Those who left write nothing.
pub async fn open(tx: &mut Tx, conversation: ConversationId) -> Result<Option<OpenDraft>> {
    let since = tx.now().saturating_sub(WRITTEN_FOR).unwrap_or(Timestamp::MIN);
    sql("SELECT draft.member_id, draft.text, draft.begun_at, draft.updated_at FROM draft \
         JOIN member ON member.id = draft.member_id AND member.disabled_at IS NULL \
         WHERE draft.conversation_id = $1 AND draft.kind = $2 AND draft.updated_at > $3 \
         ORDER BY draft.begun_at, draft.member_id LIMIT 1")
    .bind(conversation)
    .bind(DraftKind::Reply.as_str())
    .bind(since)
    .maybe(tx)
    .await
}

/// Lets an answer that is begun count as begun at a moment; nothing where none is begun.
pub async fn date_back(tx: &mut Tx, conversation: ConversationId, member: MemberId, begun_at: Timestamp) -> Result<()> {
    sql("UPDATE draft SET begun_at = $4 WHERE conversation_id = $1 AND member_id = $2 AND kind = $3")
        .bind(conversation)
        .bind(member)
        .bind(DraftKind::Reply.as_str())
        .bind(begun_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Every draft in a conversation.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<Draft>> {
    sql("SELECT member_id, kind, text FROM draft WHERE conversation_id = $1 ORDER BY member_id, kind")
        .bind(conversation)
        .all(tx)
        .await
}
