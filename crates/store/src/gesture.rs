//! What we do on networks without words, and what is known of it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{
    AuthorId, ChannelId, ConversationId, GestureId, GestureKind, GestureState, HouseRuleId, MemberId, PostId,
    ReportGround, StopId,
};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::vault::random_bytes;
use crate::{Result, StoreError, Tx};

/// How often is looked for the one that stands, while others take it back and ask for it again.
const TRIES_MAX: usize = 3;

/// A gesture as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Gesture {
    /// Our id; record keys on networks are derived from it.
    pub id: GestureId,
    /// What is done.
    pub kind: GestureKind,
    /// The account that does it.
    pub channel: ChannelId,
    /// Whom it is about.
    pub author: AuthorId,
    /// The post that it is about; none where it is about the author alone.
    pub post: Option<PostId>,
    /// Where that post stands now, or where it was wanted.
    pub conversation: Option<ConversationId>,
    /// Who of us wanted it.
    pub member: MemberId,
    /// The house rule under which it is done, and why, in a member's words.
    pub under: Option<Under>,
    /// What a report says is wrong.
    pub ground: Option<ReportGround>,
    /// What is known of it.
    pub state: GestureState,
    /// Why, in plain words.
    pub state_reason: Option<String>,
    /// The exact record to make, once there is one.
    pub prepared: Option<String>,
    /// Its id on the network.
    pub remote_id: Option<String>,
    /// How often making it began.
    pub attempts: i64,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Not to be made before; until then it is taken back for nothing.
    pub make_at: Timestamp,
    /// Since when a stop holds it, and which.
    pub held: Option<(Timestamp, StopId)>,
    /// When a member let it go although it was held.
    pub released_at: Option<Timestamp>,
    /// When the network took it.
    pub made_at: Option<Timestamp>,
    /// Who wanted it taken back, and when; nobody where it was of no more use.
    pub taken_back: Option<(Option<MemberId>, Timestamp)>,
}

/// The ground on which somebody's words are hidden or reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Under {
    /// The house rule.
    pub rule: HouseRuleId,
    /// Why it is done under it, in a member's words.
    pub reason: String,
    /// Salt of the digest by which events name these words.
    pub salt: Vec<u8>,
}

impl FromRow for Gesture {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let held_since: Option<Timestamp> = row.get("held_since")?;
        let taken_back_at: Option<Timestamp> = row.get("taken_back_at")?;
        let (rule, reason): (Option<HouseRuleId>, Option<String>) = (row.get("house_rule_id")?, row.get("reason")?);
        let salt: Option<Vec<u8>> = row.get("salt")?;
        let by: Option<MemberId> = row.get("taken_back_by")?;
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            channel: row.get("channel_id")?,
            author: row.get("author_id")?,
            post: row.get("post_id")?,
            conversation: row.get("stands_in")?,
            member: row.get("member_id")?,
            under: rule.map(|rule| Under { rule, reason: reason.unwrap_or_default(), salt: salt.unwrap_or_default() }),
            ground: row.get("ground")?,
            state: row.get("state")?,
            state_reason: row.get("state_reason")?,
            prepared: row.get("prepared")?,
            remote_id: row.get("remote_id")?,
            attempts: row.get("attempts")?,
            created_at: row.get("created_at")?,
            make_at: row.get("make_at")?,
            held: held_since.zip(row.get("held_by")?),
            released_at: row.get("released_at")?,
            made_at: row.get("made_at")?,
            taken_back: taken_back_at.map(|at| (by, at)),
        })
    }
}

/// A gesture to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewGesture<'a> {
    /// What is done.
    pub kind: GestureKind,
    /// The account that does it.
    pub channel: ChannelId,
    /// Whom it is about.
    pub author: AuthorId,
    /// The post that it is about.
    pub post: Option<PostId>,
    /// Where it was wanted, if it is about no post.
    pub conversation: Option<ConversationId>,
    /// Who of us wants it.
    pub member: MemberId,
    /// The house rule under which it is done, and why.
    pub under: Option<(HouseRuleId, &'a str)>,
    /// What a report says is wrong.
    pub ground: Option<ReportGround>,
    /// Not to be made before.
    pub make_at: Timestamp,
}

/// A gesture with where it stands: where its post does, which may move.
const SELECT: &str = "SELECT gesture.*, COALESCE((SELECT post.conversation_id FROM post WHERE post.id = gesture.post_id), \
     gesture.conversation_id) AS stands_in FROM gesture";

/// Keeps a gesture, queued. Where there is one of the kind already that is not taken back, that one, and `false`.
pub async fn queue(tx: &mut Tx, new: NewGesture<'_>) -> Result<(Gesture, bool)> {
    for _ in 0..TRIES_MAX {
        if let Some(made) = insert(tx, new).await? {
            return Ok((made, true));
        }
        let standing = match new.post {
            Some(post) => of_post(tx, post, new.kind).await?,
            None => of_author(tx, new.author, new.channel, new.kind).await?,
        };
        // Otherwise it was taken back in the same moment.
        if let Some(found) = standing {
            return Ok((found, false));
        }
    }
    Err(StoreError::Conflict(sqlx::Error::RowNotFound))
}

async fn insert(tx: &mut Tx, new: NewGesture<'_>) -> Result<Option<Gesture>> {
    let (id, now) = (tx.next_id::<GestureId>(), tx.now());
    let salt = new.under.map(|_| random_bytes::<16>().to_vec());
    sql("INSERT INTO gesture (id, kind, channel_id, author_id, post_id, conversation_id, member_id, \
         house_rule_id, reason, salt, ground, state, created_at, make_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING")
    .bind(id)
    .bind(new.kind)
    .bind(new.channel)
    .bind(new.author)
    .bind(new.post)
    .bind(new.conversation)
    .bind(new.member)
    .bind(new.under.map(|(rule, _)| rule))
    .bind(new.under.map(|(_, reason)| reason))
    .bind(salt)
    .bind(new.ground)
    .bind(GestureState::Queued)
    .bind(now)
    .bind(new.make_at)
    .run(tx)
    .await?;
    find(tx, id).await
}

/// The one of a kind that is about a post and not taken back.
async fn of_post(tx: &mut Tx, post: PostId, kind: GestureKind) -> Result<Option<Gesture>> {
    let text = format!("{SELECT} WHERE post_id = $1 AND kind = $2 AND state <> 'taken_back'{}", tx.to_change());
    sql(text).bind(post).bind(kind).maybe(tx).await
}

/// The one of a kind that an account made about somebody, or is to, and that is not taken back.
async fn of_author(tx: &mut Tx, author: AuthorId, channel: ChannelId, kind: GestureKind) -> Result<Option<Gesture>> {
    let text = format!(
        "{SELECT} WHERE author_id = $1 AND channel_id = $2 AND kind = $3 AND post_id IS NULL AND state <> 'taken_back'{}",
        tx.to_change()
    );
    sql(text).bind(author).bind(channel).bind(kind).maybe(tx).await
}

/// Keeps who wants a gesture anew that is not on the network, under which house rule, why, and what a report says is wrong.
pub async fn want_anew(tx: &mut Tx, id: GestureId, new: NewGesture<'_>) -> Result<()> {
    let salt = new.under.map(|_| random_bytes::<16>().to_vec());
    sql("UPDATE gesture SET member_id = $2, house_rule_id = $3, reason = $4, salt = $5, ground = $6 WHERE id = $1")
        .bind(id)
        .bind(new.member)
        .bind(new.under.map(|(rule, _)| rule))
        .bind(new.under.map(|(_, reason)| reason))
        .bind(salt)
        .bind(new.ground)
        .run(tx)
        .await?;
    Ok(())
}

/// Writes back what may change of a gesture.
pub async fn save(tx: &mut Tx, one: &Gesture) -> Result<()> {
    sql(
        "UPDATE gesture SET state = $2, state_reason = $3, prepared = $4, remote_id = $5, attempts = $6, make_at = $7, \
         held_since = $8, held_by = $9, released_at = $10, made_at = $11, taken_back_by = $12, taken_back_at = $13 \
         WHERE id = $1",
    )
    .bind(one.id)
    .bind(one.state)
    .bind(one.state_reason.as_ref())
    .bind(one.prepared.as_ref())
    .bind(one.remote_id.as_ref())
    .bind(one.attempts)
    .bind(one.make_at)
    .bind(one.held.map(|(since, _)| since))
    .bind(one.held.map(|(_, stop)| stop))
    .bind(one.released_at)
    .bind(one.made_at)
    .bind(one.taken_back.and_then(|(by, _)| by))
    .bind(one.taken_back.map(|(_, at)| at))
    .run(tx)
    .await?;
    Ok(())
}

/// The gesture with this id; for a writer, nobody else changes it from now on.
pub async fn find(tx: &mut Tx, id: GestureId) -> Result<Option<Gesture>> {
    sql(format!("{SELECT} WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The gestures about these posts that are not taken back, by post and oldest first.
pub async fn standing_on(tx: &mut Tx, posts: &[PostId]) -> Result<HashMap<PostId, Vec<Gesture>>> {
    let mut found: HashMap<PostId, Vec<Gesture>> = HashMap::new();
    for piece in pieces(posts) {
        let list = places(1, piece.len());
        let text = format!("{SELECT} WHERE post_id IN ({list}) AND state <> 'taken_back' ORDER BY id");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Gesture>(tx).await? {
            if let Some(post) = one.post {
                found.entry(post).or_default().push(one);
            }
        }
    }
    Ok(found)
}

/// All that was done about a post, also what was taken back, the newest first.
pub async fn about_post(tx: &mut Tx, post: PostId) -> Result<Vec<Gesture>> {
    sql(format!("{SELECT} WHERE post_id = $1 ORDER BY id DESC")).bind(post).all(tx).await
}

/// What was done about these authors themselves and about none of their posts, also what was taken back, the newest first.
pub async fn about_authors(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Gesture>> {
    let mut found = Vec::new();
    for piece in pieces(authors) {
        let list = places(1, piece.len());
        let text = format!("{SELECT} WHERE author_id IN ({list}) AND post_id IS NULL ORDER BY id DESC");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Gesture>(tx).await?);
    }
    Ok(found)
}

/// All that was done about these authors and their posts, also what was taken back, in the order in which it was wanted; for a
/// writer, nobody else changes it from now on.
pub async fn all_about(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Gesture>> {
    let mut found = Vec::new();
    for piece in pieces(authors) {
        let list = places(1, piece.len());
        let text = format!("{SELECT} WHERE author_id IN ({list}) ORDER BY id{}", tx.to_change());
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Gesture>(tx).await?);
    }
    Ok(found)
}

/// What was done under a house rule, also what was taken back, the newest first; before one of them where that is given.
pub async fn under_rule(tx: &mut Tx, rule: HouseRuleId, before: Option<GestureId>, limit: i64) -> Result<Vec<Gesture>> {
    sql(format!("{SELECT} WHERE house_rule_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"))
        .bind(rule)
        .bind(before.map_or(i64::MAX, |id| id.0))
        .bind(limit)
        .all(tx)
        .await
}

struct Counted(HouseRuleId, GestureKind, i64);

impl FromRow for Counted {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("house_rule_id")?, row.get("kind")?, row.get("n")?))
    }
}

/// How many of each kind stand under each house rule.
pub async fn counts(tx: &mut Tx) -> Result<HashMap<HouseRuleId, HashMap<GestureKind, i64>>> {
    let counted: Vec<Counted> = sql("SELECT house_rule_id, kind, COUNT(*) AS n FROM gesture \
         WHERE house_rule_id IS NOT NULL AND state IN ('stands', 'taking_back') GROUP BY house_rule_id, kind")
    .all(tx)
    .await?;
    let mut counts: HashMap<HouseRuleId, HashMap<GestureKind, i64>> = HashMap::new();
    for Counted(rule, kind, count) in counted {
        counts.entry(rule).or_default().insert(kind, count);
    }
    Ok(counts)
}

/// The gestures that a stop holds, in the order in which they were to be made.
pub async fn held(tx: &mut Tx, limit: i64) -> Result<Vec<Gesture>> {
    sql(format!("{SELECT} WHERE state = 'queued' AND held_since IS NOT NULL ORDER BY make_at, id LIMIT $1"))
        .bind(limit)
        .all(tx)
        .await
}

/// The gestures that change by themselves.
pub async fn moving(tx: &mut Tx) -> Result<Vec<Gesture>> {
    sql(format!("{SELECT} WHERE state IN ('queued', 'making', 'taking_back') ORDER BY id")).all(tx).await
}

/// Forgets what names somebody in gestures about them: the words of members, and records with their ids.
pub async fn forget_author(tx: &mut Tx, author: AuthorId) -> Result<()> {
    sql("UPDATE gesture SET reason = NULL, salt = NULL, state_reason = NULL, prepared = NULL WHERE author_id = $1")
        .bind(author)
        .run(tx)
        .await?;
    Ok(())
}
