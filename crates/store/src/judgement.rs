//! What was judged about mentions, and what members corrected.

use std::collections::HashMap;

use model::{EventId, Ground, JudgementTask, MemberId, PostId, Reasons};

use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx};

/// What was judged about a post, on one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The question.
    pub task: JudgementTask,
    /// The answer, a closed word; `None` where the judge abstained.
    pub value: Option<String>,
    /// How surely, from 0 to 100.
    pub confidence_percent: i64,
    /// On what ground.
    pub ground: Ground,
    /// Who said so, when it was a member.
    pub member: Option<MemberId>,
}

impl FromRow for Judgement {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            task: row.get("task")?,
            value: row.get("value")?,
            confidence_percent: row.get("confidence_percent")?,
            ground: row.get("ground")?,
            member: row.get("member_id")?,
        })
    }
}

/// Keeps judgements of a post. Where a member spoke, the member's word stays.
pub async fn keep(tx: &mut Tx, post: PostId, judgements: &[Judgement]) -> Result<()> {
    keep_all(tx, &judgements.iter().map(|one| (post, one)).collect::<Vec<_>>()).await
}

/// Keeps judgements of posts, as [`keep`]; no two are of one question about one post.
pub async fn keep_all(tx: &mut Tx, judgements: &[(PostId, &Judgement)]) -> Result<()> {
    let now = tx.now();
    let rows = judgements.iter().map(|(post, judgement)| {
        vec![
            (*post).into(),
            judgement.task.into(),
            judgement.value.as_deref().into(),
            judgement.confidence_percent.into(),
            judgement.ground.into(),
            now.into(),
        ]
    });
    let head = "INSERT INTO judgement (post_id, task, value, confidence_percent, ground, judged_at)";
    let tail = " ON CONFLICT (post_id, task) DO UPDATE SET value = excluded.value, \
         confidence_percent = excluded.confidence_percent, ground = excluded.ground, judged_at = excluded.judged_at \
         WHERE judgement.member_id IS NULL";
    insert(tx, head, tail, rows).await
}

/// A member's word on one question.
#[derive(Clone, Copy, Debug)]
pub struct NewCorrection<'a> {
    /// The event that tells of it.
    pub event: EventId,
    /// The post.
    pub post: PostId,
    /// The question.
    pub task: JudgementTask,
    /// The right answer, a closed word.
    pub value: &'a str,
    /// Whose word it is.
    pub member: MemberId,
}

/// Keeps a member's word: it stands from now on, and the judges learn from it.
pub async fn correct(tx: &mut Tx, new: NewCorrection<'_>) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO judgement (post_id, task, value, confidence_percent, ground, member_id, judged_at) \
         VALUES ($1, $2, $3, 100, $4, $5, $6) ON CONFLICT (post_id, task) DO UPDATE SET value = excluded.value, \
         confidence_percent = 100, ground = excluded.ground, member_id = excluded.member_id, judged_at = excluded.judged_at")
    .bind(new.post)
    .bind(new.task)
    .bind(new.value)
    .bind(Ground::Corrections)
    .bind(new.member)
    .bind(now)
    .run(tx)
    .await?;
    sql("INSERT INTO correction (id, post_id, task, value, member_id) VALUES ($1, $2, $3, $4, $5)")
        .bind(new.event)
        .bind(new.post)
        .bind(new.task)
        .bind(new.value)
        .bind(new.member)
        .run(tx)
        .await?;
    Ok(())
}

/// Takes a member's word back: what stood before stands again, and the judges learn from the rest.
pub async fn take_back(tx: &mut Tx, post: PostId, before: &Judgement) -> Result<()> {
    let now = tx.now();
    sql("DELETE FROM correction WHERE id = (SELECT id FROM correction WHERE post_id = $1 AND task = $2 \
         ORDER BY id DESC LIMIT 1)")
    .bind(post)
    .bind(before.task)
    .run(tx)
    .await?;
    sql("UPDATE judgement SET value = $3, confidence_percent = $4, ground = $5, member_id = $6, judged_at = $7 \
         WHERE post_id = $1 AND task = $2")
    .bind(post)
    .bind(before.task)
    .bind(before.value.as_deref())
    .bind(before.confidence_percent)
    .bind(before.ground)
    .bind(before.member)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// How many corrections there are up to a place in the log: fewer than there were says that one was taken back.
pub async fn correction_count(tx: &mut Tx, position: i64) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM correction CROSS JOIN event WHERE event.id = correction.id \
         AND event.position <= $1")
    .bind(position)
    .maybe(tx)
    .await?;
    Ok(count.unwrap_or(0))
}

struct OfPost(PostId, Judgement);

impl FromRow for OfPost {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("post_id")?, Judgement::from_row(row)?))
    }
}

/// What is judged about each of these posts.
pub async fn of_posts(tx: &mut Tx, posts: &[PostId]) -> Result<HashMap<PostId, Vec<Judgement>>> {
    let mut judged: HashMap<PostId, Vec<Judgement>> = HashMap::new();
    for piece in pieces(posts) {
        let text = format!("SELECT * FROM judgement WHERE post_id IN ({}) ORDER BY task", places(1, piece.len()));
        let rows: Vec<OfPost> = piece.iter().fold(sql(text), |query, post| query.bind(*post)).all(tx).await?;
        rows.into_iter().for_each(|OfPost(post, judgement)| judged.entry(post).or_default().push(judgement));
    }
    Ok(judged)
}

/// A correction with the words that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The event that told of it.
    pub event: EventId,
    /// Its place in the log.
    pub position: i64,
    /// The words of the post as they are now.
    pub text: String,
    /// Languages that its author declared.
    pub languages: Vec<String>,
    /// Why it concerns us.
    pub reasons: Reasons,
    /// The question.
    pub task: JudgementTask,
    /// The right answer.
    pub value: String,
}

impl FromRow for Correction {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let bits: Option<i64> = row.get("reasons")?;
        Ok(Self {
            event: row.get("id")?,
            position: row.get("position")?,
            text: row.get("text")?,
            languages: row.json("languages")?,
            reasons: Reasons::from_bits(bits.and_then(|bits| bits.try_into().ok()).unwrap_or_default()),
            task: row.get("task")?,
            value: row.get("value")?,
        })
    }
}

/// Corrections after a place in the log, oldest first, at most so many of the newest: one that is committed late comes
/// after those that were read. Those of posts whose words are gone are none.
pub async fn corrections_after(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Correction>> {
    // From the corrections: they are few, and events are not.
    sql("SELECT * FROM (SELECT correction.id, event.position, correction.task, correction.value, post.text, \
         post.languages, mention.reasons FROM correction CROSS JOIN event JOIN post ON post.id = correction.post_id \
         LEFT JOIN mention ON mention.post_id = post.id \
         WHERE event.id = correction.id AND event.position > $1 AND post.text <> '' \
         ORDER BY event.position DESC LIMIT $2) AS newest ORDER BY position")
    .bind(position)
    .bind(limit)
    .all(tx)
    .await
}
