//! What teams give out: whose turn it is, and what waits since nobody fits.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{ConversationId, Lack, MemberId, Role, TeamId};

use crate::conversation::Conversation;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

struct Turn(MemberId, Option<i64>);

impl FromRow for Turn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("member_id")?, row.get("turn")?))
    }
}

/// When each member of a team was last given something by it: a number that grows.
pub async fn turns(tx: &mut Tx, team: TeamId) -> Result<HashMap<MemberId, i64>> {
    let text = "SELECT member_id, turn FROM team_member WHERE team_id = $1 AND turn IS NOT NULL";
    let turns = sql(text).bind(team).all::<Turn>(tx).await?;
    Ok(turns.into_iter().filter_map(|Turn(member, turn)| Some((member, turn?))).collect())
}

/// Lets a member have had their turn.
pub async fn set_turn(tx: &mut Tx, team: TeamId, member: MemberId, turn: i64) -> Result<()> {
    let text = "UPDATE team_member SET turn = $3 WHERE team_id = $1 AND member_id = $2";
    sql(text).bind(team).bind(member).bind(turn).run(tx).await?;
    Ok(())
}

/// A conversation that waits with its team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Which conversation.
    pub conversation: ConversationId,
    /// With which team.
    pub team: TeamId,
    /// Since when.
    pub since: Timestamp,
    /// Why nobody has it.
    pub lack: Lack,
    /// The language or the relation that nobody has.
    pub detail: Option<String>,
}

impl FromRow for Wait {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            conversation: row.get("conversation_id")?,
            team: row.get("team_id")?,
            since: row.get("since")?,
            lack: row.get("lack")?,
            detail: row.get("detail")?,
        })
    }
}

/// Keeps that a conversation waits, and why; it waits since it first did.
pub async fn wait(tx: &mut Tx, wait: &Wait) -> Result<()> {
    sql("INSERT INTO team_wait (conversation_id, team_id, since, lack, detail) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (conversation_id) DO UPDATE SET team_id = excluded.team_id, lack = excluded.lack, \
         detail = excluded.detail")
    .bind(wait.conversation)
    .bind(wait.team)
    .bind(wait.since)
    .bind(wait.lack)
    .bind(wait.detail.as_ref())
    .run(tx)
    .await?;
    Ok(())
}

/// Lets a conversation wait no more.
pub async fn wait_no_more(tx: &mut Tx, id: ConversationId) -> Result<()> {
    sql("DELETE FROM team_wait WHERE conversation_id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// Which of these conversations wait, and why.
pub async fn waits(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Wait>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM team_wait WHERE conversation_id IN ({})", places(1, piece.len()));
        let rows = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Wait>(tx).await?;
        found.extend(rows.into_iter().map(|wait| (wait.conversation, wait)));
    }
    Ok(found)
}

/// Conversations that wait and are our turn, the longest waiting first, after one of them. Those that are snoozed, done or
/// merged wait on, for when they come back.
pub async fn waiting_after(tx: &mut Tx, after: Option<(Timestamp, ConversationId)>, limit: i64) -> Result<Vec<Wait>> {
    let (since, id) = after.unwrap_or((Timestamp::MIN, ConversationId(0)));
    sql("SELECT team_wait.* FROM team_wait JOIN conversation ON conversation.id = team_wait.conversation_id \
         WHERE (team_wait.since, team_wait.conversation_id) > ($1, $2) AND conversation.status IN ('new', 'open') \
         AND conversation.merged_into IS NULL AND conversation.is_spam = 0 \
         ORDER BY team_wait.since, team_wait.conversation_id LIMIT $3")
    .bind(since)
    .bind(id)
    .bind(limit)
    .all(tx)
    .await
}

/// A conversation that a writer may give out now; `None` while somebody else changes it.
pub async fn take_if_free(tx: &mut Tx, id: ConversationId) -> Result<Option<Conversation>> {
    let if_free = if tx.is_writer() { tx.dialect().to_change_if_free() } else { "" };
    sql(format!("SELECT * FROM conversation WHERE id = $1{if_free}")).bind(id).maybe(tx).await
}

struct SpokenIn(ConversationId, Option<String>, Vec<String>);

impl FromRow for SpokenIn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("id")?, row.get("value")?, row.json("languages")?))
    }
}

/// The language of the newest words of somebody outside in each of these conversations: as it was judged, else as their
/// author declared it first.
pub async fn languages(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, String>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation.id, judgement.value, post.languages FROM conversation \
             JOIN post ON post.id = (SELECT p.id FROM post p JOIN author a ON a.id = p.author_id \
               WHERE p.conversation_id = conversation.id AND a.is_ours = 0 ORDER BY p.posted_at DESC, p.id DESC LIMIT 1) \
             LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'language' \
             WHERE conversation.id IN ({})",
            places(1, piece.len())
        );
        let rows = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<SpokenIn>(tx).await?;
        let language = |SpokenIn(id, judged, declared)| Some((id, judged.or(declared.into_iter().next())?));
        found.extend(rows.into_iter().filter_map(language));
    }
    Ok(found)
}

/// Conversations that are our turn and whose assignee was shut out or works the inbox no more, at most so many.
pub async fn left_behind(tx: &mut Tx, working: &[Role], limit: i64) -> Result<Vec<(ConversationId, MemberId)>> {
    // Whoever has left first: they are few, and conversations many.
    let text = format!(
        "SELECT id FROM member WHERE disabled_at IS NOT NULL OR role NOT IN ({}) ORDER BY id",
        places(1, working.len())
    );
    let gone: Vec<MemberId> = working.iter().fold(sql(text), |query, role| query.bind(*role)).all(tx).await?;
    let mut found = Vec::new();
    for piece in pieces(&gone) {
        let text = format!(
            "SELECT id, assignee_id FROM conversation WHERE assignee_id IN ({}) AND status IN ('new', 'open') \
             AND merged_into IS NULL ORDER BY id LIMIT {limit}",
            places(1, piece.len())
        );
        let left = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<LeftBehind>(tx).await?;
        found.extend(left.into_iter().map(|LeftBehind(conversation, member)| (conversation, member)));
    }
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

struct LeftBehind(ConversationId, MemberId);

impl FromRow for LeftBehind {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("id")?, row.get("assignee_id")?))
    }
}

/// Conversations that are not over and that a member has, by id.
pub async fn had_by(tx: &mut Tx, member: MemberId) -> Result<Vec<ConversationId>> {
    sql("SELECT id FROM conversation WHERE assignee_id = $1 AND status IN ('new', 'open', 'waiting', 'snoozed') \
         AND merged_into IS NULL ORDER BY id")
    .bind(member)
    .all(tx)
    .await
}
