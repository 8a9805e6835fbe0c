//! Members who do one kind of work together.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{CalendarId, Function, Giving, MemberId, TeamId};

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx};

/// A team as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Our id.
    pub id: TeamId,
    /// What it is.
    pub terms: TeamTerms,
    /// Since when it is put away.
    pub archived_at: Option<Timestamp>,
}

/// What a team is.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamTerms {
    /// The name that members read.
    pub name: String,
    /// The kind of work that it does.
    pub function: Function,
    /// In whose hours it works; in those of the organisation when absent.
    pub calendar: Option<CalendarId>,
    /// Who belongs to it, by id.
    pub members: Vec<MemberId>,
    /// How it gives out what it is given.
    pub giving: Giving,
    /// Whether it gives out in its hours only.
    pub keeps_hours: bool,
}

impl FromRow for Team {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            terms: TeamTerms {
                name: row.get("name")?,
                function: row.get("function")?,
                calendar: row.get("calendar_id")?,
                members: Vec::new(),
                giving: row.get("giving")?,
                keeps_hours: row.get("keeps_hours")?,
            },
            archived_at: row.get("archived_at")?,
        })
    }
}

struct MemberOf {
    team: TeamId,
    member: MemberId,
}

impl FromRow for MemberOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { team: row.get("team_id")?, member: row.get("member_id")? })
    }
}

/// Makes a team.
pub async fn create(tx: &mut Tx, terms: &TeamTerms) -> Result<TeamId> {
    let (id, now) = (tx.next_id::<TeamId>(), tx.now());
    sql("INSERT INTO team (id, name, folded, function, calendar_id, giving, keeps_hours, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(&terms.name)
    .bind(folded(&terms.name))
    .bind(terms.function)
    .bind(terms.calendar)
    .bind(terms.giving)
    .bind(terms.keeps_hours)
    .bind(now)
    .run(tx)
    .await?;
    set_members(tx, id, &terms.members).await?;
    Ok(id)
}

/// Lets a team be another.
pub async fn change(tx: &mut Tx, id: TeamId, terms: &TeamTerms) -> Result<()> {
    sql("UPDATE team SET name = $2, folded = $3, function = $4, calendar_id = $5, giving = $6, keeps_hours = $7 \
         WHERE id = $1")
    .bind(id)
    .bind(&terms.name)
    .bind(folded(&terms.name))
    .bind(terms.function)
    .bind(terms.calendar)
    .bind(terms.giving)
    .bind(terms.keeps_hours)
    .run(tx)
    .await?;
    set_members(tx, id, &terms.members).await
}

/// Lets exactly these belong to a team; what is kept of who stays is left alone.
async fn set_members(tx: &mut Tx, id: TeamId, members: &[MemberId]) -> Result<()> {
    let before = sql("SELECT team_id, member_id FROM team_member WHERE team_id = $1").bind(id).all::<MemberOf>(tx);
    for MemberOf { member, .. } in before.await? {
        if !members.contains(&member) {
            let text = "DELETE FROM team_member WHERE team_id = $1 AND member_id = $2";
            sql(text).bind(id).bind(member).run(tx).await?;
        }
    }
    let rows = members.iter().map(|member| vec![id.into(), (*member).into()]);
    insert(tx, "INSERT INTO team_member (team_id, member_id)", " ON CONFLICT DO NOTHING", rows).await
}

/// Puts a team away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: TeamId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE team SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<TeamId>> {
    sql("SELECT id FROM team WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// The team with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: TeamId) -> Result<Option<Team>> {
    let text = format!("SELECT * FROM team WHERE id = $1{}", tx.to_change());
    let found = sql(text).bind(id).maybe::<Team>(tx).await?;
    Ok(with_members(tx, Vec::from_iter(found)).await?.pop())
}

/// Every team: those in use first, then by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Team>> {
    let all = sql("SELECT * FROM team ORDER BY archived_at IS NOT NULL, folded, id").all(tx).await?;
    with_members(tx, all).await
}

/// The teams in use, by name.
pub async fn in_use(tx: &mut Tx) -> Result<Vec<Team>> {
    let all = sql("SELECT * FROM team WHERE archived_at IS NULL ORDER BY folded, id").all(tx).await?;
    with_members(tx, all).await
}

/// How many conversations that are our turn each of these teams has, and how many of them nobody has.
pub async fn open_counts(tx: &mut Tx, ids: &[TeamId]) -> Result<HashMap<TeamId, (i64, i64)>> {
    let mut counts = HashMap::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT team_id, COUNT(*) AS open_count, COUNT(*) - COUNT(assignee_id) AS free_count FROM conversation \
             WHERE team_id IN ({}) AND status IN ('new', 'open') AND merged_into IS NULL AND is_spam = 0 GROUP BY team_id",
            places(1, piece.len())
        );
        let found = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<OpenCount>(tx).await?;
        counts.extend(found.into_iter().map(|one| (one.team, (one.open, one.free))));
    }
    Ok(counts)
}

struct OpenCount {
    team: TeamId,
    open: i64,
    free: i64,
}

impl FromRow for OpenCount {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { team: row.get("team_id")?, open: row.get("open_count")?, free: row.get("free_count")? })
    }
}

async fn with_members(tx: &mut Tx, mut teams: Vec<Team>) -> Result<Vec<Team>> {
    let ids: Vec<TeamId> = teams.iter().map(|one| one.id).collect();
    let mut members: HashMap<TeamId, Vec<MemberId>> = HashMap::new();
    for piece in pieces(&ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT team_id, member_id FROM team_member WHERE team_id IN ({places}) ORDER BY member_id");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<MemberOf>(tx).await? {
            members.entry(one.team).or_default().push(one.member);
        }
    }
    for team in &mut teams {
        team.terms.members = members.remove(&team.id).unwrap_or_default();
    }
    Ok(teams)
}
