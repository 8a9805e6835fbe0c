//! What two coders say of a sample, and what is decided where they disagree.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use model::{Coded, MemberId, PostId, StudyId};

use crate::row::{FromRow, Row};
use crate::sql::{Value, insert, pieces, places, sql};
use crate::{Result, Tx};

/// What a coder says of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Of which mention.
    pub post: PostId,
    /// Which coder: 1 or 2.
    pub slot: u32,
    /// To what is asked, numbered from 1.
    pub variable: u32,
    /// The number of the code; 0 for what they cannot say.
    pub code: u32,
    /// When they said so last.
    pub at: Timestamp,
}

impl FromRow for Answer {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            post: row.get("post_id")?,
            slot: row.get("slot")?,
            variable: row.get("variable")?,
            code: row.get("code")?,
            at: row.get("at")?,
        })
    }
}

/// What was decided where the two disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// About which mention.
    pub post: PostId,
    /// About what is asked, numbered from 1.
    pub variable: u32,
    /// The number of the code that holds.
    pub code: u32,
    /// Who decided.
    pub by: MemberId,
    /// Why; empty where they did not say.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl FromRow for Decision {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            post: row.get("post_id")?,
            variable: row.get("variable")?,
            code: row.get("code")?,
            by: row.get("member_id")?,
            reason: row.get("reason")?,
            at: row.get("at")?,
        })
    }
}

struct Coder(StudyId, MemberId);

impl FromRow for Coder {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("study_id")?, row.get("member_id")?))
    }
}

/// Who codes a study: the first, then the second.
pub async fn coders(tx: &mut Tx, id: StudyId) -> Result<Vec<MemberId>> {
    let found = sql("SELECT study_id, member_id FROM study_coder WHERE study_id = $1 ORDER BY slot").bind(id);
    Ok(found.all(tx).await?.into_iter().map(|Coder(_, member)| member).collect())
}

/// Who codes each study that somebody codes.
pub async fn coders_of_all(tx: &mut Tx) -> Result<HashMap<StudyId, Vec<MemberId>>> {
    let mut all: HashMap<StudyId, Vec<MemberId>> = HashMap::new();
    let found = sql("SELECT study_id, member_id FROM study_coder ORDER BY study_id, slot");
    for Coder(id, member) in found.all(tx).await? {
        all.entry(id).or_default().push(member);
    }
    Ok(all)
}

/// Says who codes a study, in place of whoever did.
pub async fn set_coders(tx: &mut Tx, id: StudyId, coders: &[MemberId]) -> Result<()> {
    sql("DELETE FROM study_coder WHERE study_id = $1").bind(id).run(tx).await?;
    let rows: Vec<Vec<Value>> =
        (1_i64..).zip(coders).map(|(slot, member)| vec![id.into(), slot.into(), (*member).into()]).collect();
    insert(tx, "INSERT INTO study_coder (study_id, slot, member_id)", "", rows.into_iter()).await
}

/// What both coders said of a sample.
pub async fn answers(tx: &mut Tx, id: StudyId) -> Result<Vec<Answer>> {
    sql("SELECT * FROM study_answer WHERE study_id = $1 ORDER BY post_id, slot, variable").bind(id).all(tx).await
}

/// What one coder said of it.
pub async fn answers_of(tx: &mut Tx, id: StudyId, slot: u32) -> Result<Vec<Answer>> {
    sql("SELECT * FROM study_answer WHERE study_id = $1 AND slot = $2 ORDER BY post_id, variable")
        .bind(id)
        .bind(slot)
        .all(tx)
        .await
}

struct Count(u32, i64);

impl FromRow for Count {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("slot")?, row.get("n")?))
    }
}

/// How many answers each coder gave, and nothing of what they are.
pub async fn answer_counts(tx: &mut Tx, id: StudyId) -> Result<HashMap<u32, i64>> {
    let found = sql("SELECT slot, COUNT(*) AS n FROM study_answer WHERE study_id = $1 GROUP BY slot").bind(id);
    Ok(found.all(tx).await?.into_iter().map(|Count(slot, count)| (slot, count)).collect())
}

/// Keeps what a coder says of a mention, in place of what they said to the same before.
pub async fn set_answers(tx: &mut Tx, id: StudyId, post: PostId, slot: u32, answers: &[(u32, u32)]) -> Result<()> {
    let now = tx.now();
    let rows: Vec<Vec<Value>> = answers
        .iter()
        .map(|(variable, code)| {
            vec![id.into(), post.into(), slot.into(), (*variable).into(), (*code).into(), now.into()]
        })
        .collect();
    let tail = " ON CONFLICT (study_id, post_id, slot, variable) DO UPDATE SET code = excluded.code, at = excluded.at";
    insert(tx, "INSERT INTO study_answer (study_id, post_id, slot, variable, code, at)", tail, rows.into_iter()).await
}

struct Noted(PostId, String);

impl FromRow for Noted {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("post_id")?, row.get("text")?))
    }
}

/// What a coder noted for themselves.
pub async fn notes(tx: &mut Tx, id: StudyId, slot: u32) -> Result<HashMap<PostId, String>> {
    let query = sql("SELECT post_id, text FROM study_note WHERE study_id = $1 AND slot = $2").bind(id).bind(slot);
    Ok(query.all(tx).await?.into_iter().map(|Noted(post, text)| (post, text)).collect())
}

/// Keeps what a coder notes of a mention.
pub async fn keep_note(tx: &mut Tx, id: StudyId, post: PostId, slot: u32, text: &str) -> Result<()> {
    let note = tx.next_id::<i64>();
    sql("INSERT INTO study_note (id, study_id, post_id, slot, text) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (study_id, post_id, slot) DO UPDATE SET text = excluded.text")
    .bind(note)
    .bind(id)
    .bind(post)
    .bind(slot)
    .bind(text)
    .run(tx)
    .await?;
    Ok(())
}

/// Forgets what a coder noted of a mention.
pub async fn forget_note(tx: &mut Tx, id: StudyId, post: PostId, slot: u32) -> Result<()> {
    let query = sql("DELETE FROM study_note WHERE study_id = $1 AND post_id = $2 AND slot = $3");
    query.bind(id).bind(post).bind(slot).run(tx).await?;
    Ok(())
}

/// What was decided about a study.
pub async fn decisions(tx: &mut Tx, id: StudyId) -> Result<Vec<Decision>> {
    sql("SELECT * FROM study_decision WHERE study_id = $1 ORDER BY post_id, variable").bind(id).all(tx).await
}

/// Keeps what a member decides, in place of what was decided about the same before.
pub async fn decide(tx: &mut Tx, id: StudyId, decision: &Decision) -> Result<()> {
    let row = tx.next_id::<i64>();
    sql("INSERT INTO study_decision (id, study_id, post_id, variable, code, member_id, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (study_id, post_id, variable) \
         DO UPDATE SET code = excluded.code, member_id = excluded.member_id, reason = excluded.reason, at = excluded.at")
    .bind(row)
    .bind(id)
    .bind(decision.post)
    .bind(decision.variable)
    .bind(decision.code)
    .bind(decision.by)
    .bind(&decision.reason)
    .bind(decision.at)
    .run(tx)
    .await?;
    Ok(())
}

/// What was said of a mention in one question of a study whose coding has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What both said, and what was decided.
    pub coded: Coded,
    /// Why it was decided so; empty where nobody said.
    pub reason: String,
}

struct AnswerIn(StudyId, Answer);

impl FromRow for AnswerIn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("study_id")?, Answer::from_row(row)?))
    }
}

struct DecisionIn(StudyId, Decision);

impl FromRow for DecisionIn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("study_id")?, Decision::from_row(row)?))
    }
}

/// What was said of posts in every study whose coding has ended, by study, post and what is asked.
pub async fn about(tx: &mut Tx, posts: &[PostId]) -> Result<BTreeMap<(StudyId, PostId, u32), About>> {
    let mut found: BTreeMap<(StudyId, PostId, u32), About> = BTreeMap::new();
    for piece in pieces(posts) {
        let of = |table: &str| {
            let text = format!(
                "SELECT {table}.* FROM {table} JOIN study ON study.id = {table}.study_id \
                 WHERE study.ended_at IS NOT NULL AND {table}.post_id IN ({})",
                places(1, piece.len())
            );
            piece.iter().fold(sql(text), |query, post| query.bind(*post))
        };
        for AnswerIn(id, one) in of("study_answer").all(tx).await? {
            let coded = &mut found.entry((id, one.post, one.variable)).or_default().coded;
            let said = if one.slot == 1 { &mut coded.first } else { &mut coded.second };
            *said = Some(one.code);
        }
        for DecisionIn(id, one) in of("study_decision").all(tx).await? {
            let about = found.entry((id, one.post, one.variable)).or_default();
            (about.coded.decided, about.reason) = (Some(one.code), one.reason);
        }
    }
    Ok(found)
}

const DISPUTED: &str = "FROM study_answer AS one JOIN study_answer AS other ON other.study_id = one.study_id \
     AND other.post_id = one.post_id AND other.variable = one.variable AND other.slot = 2 \
     WHERE one.study_id = $1 AND one.slot = 1 AND one.code <> other.code";

/// Whether the two coders disagree about a mention in one question.
pub async fn disputed(tx: &mut Tx, id: StudyId, post: PostId, variable: u32) -> Result<bool> {
    let query = sql(format!("SELECT COUNT(*) AS n {DISPUTED} AND one.post_id = $2 AND one.variable = $3"));
    let count: Option<i64> = query.bind(id).bind(post).bind(variable).maybe(tx).await?;
    Ok(count.unwrap_or(0) > 0)
}

/// In how many places the two disagree and nobody has decided.
pub async fn open_disputes(tx: &mut Tx, id: StudyId) -> Result<i64> {
    let query = sql(format!(
        "SELECT COUNT(*) AS n {DISPUTED} AND NOT EXISTS (SELECT 1 FROM study_decision WHERE study_decision.study_id = \
         one.study_id AND study_decision.post_id = one.post_id AND study_decision.variable = one.variable)"
    ));
    Ok(query.bind(id).maybe(tx).await?.unwrap_or(0))
}
