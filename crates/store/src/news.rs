//! What members chose about the ways by which they are told, and what is to be told by them yet.

use jiff::Timestamp;
use model::{MemberId, NewsTerms, NewsWay, NoticeId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

struct Terms(NewsTerms);

impl FromRow for Terms {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.json("terms")?))
    }
}

/// What a member chose; the usual where they chose nothing.
pub async fn terms(tx: &mut Tx, member: MemberId) -> Result<NewsTerms> {
    let found = sql(format!("SELECT terms FROM news_terms WHERE member_id = $1{}", tx.to_change()));
    let found: Option<Terms> = found.bind(member).maybe(tx).await?;
    Ok(found.map(|found| found.0).unwrap_or_default())
}

/// Keeps what a member chose.
pub async fn keep_terms(tx: &mut Tx, member: MemberId, terms: &NewsTerms) -> Result<()> {
    sql("INSERT INTO news_terms (member_id, terms) VALUES ($1, $2) \
         ON CONFLICT (member_id) DO UPDATE SET terms = excluded.terms")
    .bind(member)
    .bind(serde_json::to_string(terms)?)
    .run(tx)
    .await?;
    Ok(())
}

/// A notice is to be told by every way.
pub(crate) async fn arises(tx: &mut Tx, member: MemberId, notice: NoticeId) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO news (notice_id, way, member_id, told_at) VALUES ($1, $2, $4, $5), ($1, $3, $4, $5)")
        .bind(notice)
        .bind(NewsWay::Browser)
        .bind(NewsWay::Mail)
        .bind(member)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Who is to be told of something by a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Who.
    pub member: MemberId,
    /// When the first of it was told on the page.
    pub since: Timestamp,
}

impl FromRow for Waiting {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { member: row.get("member_id")?, since: row.get("since")? })
    }
}

/// Whoever is to be told of something by a way yet.
pub async fn waiting(tx: &mut Tx, way: NewsWay) -> Result<Vec<Waiting>> {
    let waiting =
        "SELECT news.member_id, MIN(news.told_at) AS since FROM news WHERE news.way = $1 GROUP BY news.member_id";
    sql(waiting).bind(way).all(tx).await
}

/// Since when a member is to be told of something by a way.
pub async fn waits_since(tx: &mut Tx, member: MemberId, way: NewsWay) -> Result<Option<Timestamp>> {
    let micros: Option<i64> =
        sql("SELECT MIN(news.told_at) AS n FROM news WHERE news.member_id = $1 AND news.way = $2 \
         HAVING COUNT(*) > 0")
        .bind(member)
        .bind(way)
        .maybe(tx)
        .await?;
    Ok(micros.map(model::timestamp))
}

/// Forgets all that is to be told yet; of how many things.
pub async fn forget_all(tx: &mut Tx) -> Result<u64> {
    sql("DELETE FROM news").run(tx).await
}

/// Takes what a member is to be told by a way: whoever takes it tells it, and nobody else has it.
pub async fn take(tx: &mut Tx, member: MemberId, way: NewsWay) -> Result<Vec<NoticeId>> {
    let taken = sql("DELETE FROM news WHERE member_id = $1 AND way = $2 RETURNING notice_id AS id");
    let mut taken: Vec<NoticeId> = taken.bind(member).bind(way).all(tx).await?;
    taken.sort_unstable();
    Ok(taken)
}
