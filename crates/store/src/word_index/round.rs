//! Going through what was there before the index: new databases have nothing, older ones everything, and what a program
//! wrote that does not know the index is found too.

use model::{Attachment, Author, PostId, ReplyId};

use super::{PostWords, VERSION, keep_names, keep_posts, keep_reply};
use crate::row::{FromRow, Row};
use crate::sql::{places, sql};
use crate::{Result, Tx};

/// Rows looked at in one step.
const LOOKED_AT: i64 = 2_000;
/// Rows written in one step; so many keep the writer for some ten milliseconds.
const WRITTEN: usize = 200;

/// What is indexed: the kind, the table, and whether a row of it, `said`, was changed after it was indexed.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "post",
        "SELECT id, edited_at, deleted_at FROM post",
        "said.edited_at > i.indexed_at OR said.deleted_at > i.indexed_at",
    ),
    ("reply", "SELECT id FROM reply", "1 = 0"),
    ("author", "SELECT id, updated_at FROM author", "said.updated_at > i.indexed_at"),
];

/// How far the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Whether everything can be found by it.
    pub is_whole: bool,
    /// Whether something is still to be gone through.
    pub is_going_on: bool,
    /// Posts, answers and names that were gone through.
    pub looked: i64,
    /// Of how many there were when it began.
    pub total: i64,
}

struct Round {
    kind: String,
    version: i64,
    after: Option<i64>,
    is_whole: bool,
    looked: i64,
    total: i64,
}

impl FromRow for Round {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            kind: row.get("kind")?,
            version: row.get("version")?,
            after: row.get("after_id")?,
            is_whole: row.get("is_whole")?,
            looked: row.get("looked")?,
            total: row.get("total")?,
        })
    }
}

async fn rounds(tx: &mut Tx) -> Result<Vec<Round>> {
    sql(format!("SELECT * FROM word_index_round ORDER BY kind{}", tx.to_change())).all(tx).await
}

/// How far the index is.
pub async fn progress(tx: &mut Tx) -> Result<Progress> {
    let rounds = rounds(tx).await?;
    Ok(Progress {
        is_whole: rounds.iter().all(|round| round.is_whole && round.version == VERSION),
        is_going_on: rounds.iter().any(|round| round.after.is_some()),
        looked: rounds.iter().map(|round| round.looked).sum(),
        total: rounds.iter().map(|round| round.total).sum(),
    })
}

/// Begins to go through everything. Once at every start: a former program, or another database's back-up, may have
/// written what is not in the index; and after a change of the rules everything is to be made anew.
pub async fn begin_round(tx: &mut Tx) -> Result<()> {
    for round in rounds(tx).await? {
        // A round by the present rules that was interrupted goes on where it stood, unless it was only a second look.
        if round.version == VERSION && !round.is_whole {
            continue;
        }
        let Some((_, rows, _)) = KINDS.iter().find(|(kind, ..)| *kind == round.kind) else { continue };
        let total = sql(format!("SELECT COUNT(*) AS n FROM ({rows}) AS said")).maybe::<i64>(tx).await?;
        sql("UPDATE word_index_round SET version = $2, after_id = 0, is_whole = $3, looked = 0, total = $4 WHERE kind = $1")
            .bind(&round.kind)
            .bind(VERSION)
            .bind(round.is_whole && round.version == VERSION)
            .bind(total.unwrap_or(0))
            .run(tx)
            .await?;
    }
    Ok(())
}

struct Looked {
    id: i64,
    is_missing: bool,
}

impl FromRow for Looked {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get("id")?, is_missing: row.get("is_missing")? })
    }
}

/// Goes one step on; whether there is more to do. Each step is a short transaction, and nothing is lost between two.
pub async fn go_on(tx: &mut Tx) -> Result<bool> {
    let rounds = rounds(tx).await?;
    let Some((round, after)) = rounds.iter().find_map(|round| Some((round, round.after?))) else { return Ok(false) };
    let Some((kind, rows, is_changed)) = KINDS.iter().find(|(kind, ..)| *kind == round.kind) else {
        return note(tx, &round.kind, None, 0).await;
    };
    let looked: Vec<Looked> = sql(format!(
        "SELECT said.id, CAST(CASE WHEN i.id IS NULL OR i.version <> $2 OR {is_changed} THEN 1 ELSE 0 END AS BIGINT) AS is_missing \
         FROM ({rows} WHERE id > $1 ORDER BY id LIMIT {LOOKED_AT}) AS said LEFT JOIN word_index i ON i.id = said.id \
         ORDER BY said.id"
    ))
    .bind(after)
    .bind(VERSION)
    .all(tx)
    .await?;
    let missing: Vec<i64> = looked.iter().filter(|one| one.is_missing).map(|one| one.id).take(WRITTEN).collect();
    index(tx, kind, &missing).await?;
    let is_last = (looked.len() as i64) < LOOKED_AT && missing.len() < WRITTEN;
    let until = if missing.len() == WRITTEN { missing.last().copied() } else { looked.last().map(|one| one.id) };
    let count = looked.iter().take_while(|one| Some(one.id) <= until).count();
    note(tx, kind, until.filter(|_| !is_last), count as i64).await
}

/// Notes after which id the round goes on; nowhere once it is over.
async fn note(tx: &mut Tx, kind: &str, after: Option<i64>, looked: i64) -> Result<bool> {
    let is_whole = if after.is_none() { "1" } else { "is_whole" };
    sql(format!(
        "UPDATE word_index_round SET after_id = $2, looked = looked + $3, is_whole = {is_whole} WHERE kind = $1"
    ))
    .bind(kind)
    .bind(after)
    .bind(looked)
    .run(tx)
    .await?;
    Ok(true)
}

struct Said {
    id: i64,
    title: Option<String>,
    text: String,
    attachments: Vec<Attachment>,
}

impl FromRow for Said {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            title: row.get("title")?,
            text: row.get("text")?,
            attachments: row.json("attachments")?,
        })
    }
}

/// Indexes what is missing among the newest, at most so many of each kind as a step writes; how many. A former program
/// that runs beside this one writes texts and no words, and where one is missing, others may be.
pub async fn mend_newest(tx: &mut Tx) -> Result<usize> {
    let mut count = 0;
    for (kind, rows, is_changed) in KINDS {
        let missing: Vec<Looked> = sql(format!(
            "SELECT said.id, CAST(1 AS BIGINT) AS is_missing FROM ({rows} ORDER BY id DESC LIMIT {LOOKED_AT}) AS said \
             LEFT JOIN word_index i ON i.id = said.id WHERE i.id IS NULL OR i.version <> $1 OR {is_changed} \
             ORDER BY said.id DESC LIMIT {WRITTEN}"
        ))
        .bind(VERSION)
        .all(tx)
        .await?;
        index(tx, kind, &missing.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
        count += missing.len();
    }
    Ok(count)
}

/// Indexes these; nobody else changes them meanwhile.
async fn index(tx: &mut Tx, kind: &str, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = match kind {
        "post" => "SELECT id, title, text, attachments FROM post",
        "reply" => "SELECT id, NULL AS title, text, '[]' AS attachments FROM reply",
        _ => "SELECT * FROM author",
    };
    let text = format!("{rows} WHERE id IN ({}) ORDER BY id{}", places(1, ids.len()), tx.to_change());
    let query = ids.iter().fold(sql(text), |query, id| query.bind(*id));
    match kind {
        "post" => {
            let said = query.all::<Said>(tx).await?;
            let posts = said.iter().map(|one| PostWords {
                id: PostId(one.id),
                title: one.title.as_deref(),
                text: &one.text,
                attachments: &one.attachments,
            });
            keep_posts(tx, posts).await?;
        }
        "reply" => {
            for one in query.all::<Said>(tx).await? {
                keep_reply(tx, ReplyId(one.id), &one.text).await?;
            }
        }
        _ => {
            let authors = query.all::<Author>(tx).await?;
            keep_names(tx, authors.iter().map(|author| (author.id, author.name()))).await?;
        }
    }
    Ok(())
}
