//! What names somebody in rows of others: gone through place by place, a few hundred rows at a time.

use super::Names;
use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, sql};
use crate::{Result, Tx, post, word_index};
use model::{PostId, ReplyId};

/// Where words, addresses and ids of others stand: each table with the columns that may name somebody.
const PLACES: &[(&str, &[&str])] = &[
    ("post", &["title", "text", "marks", "attachments", "url", "root_id", "parent_id", "quoted_id"]),
    ("reply", &["text", "prepared", "state_reason"]),
    ("note", &["text"]),
    ("obligation", &["words", "reason", "proof_words"]),
    ("obligation_step", &["words"]),
    ("commitment", &["words", "reason", "proof_words"]),
    ("commitment_step", &["words"]),
    ("conversation", &["thread_key", "talk_with"]),
    ("person_note", &["text"]),
    ("consent", &["words"]),
    ("stop", &["reason"]),
    ("job", &["payload", "last_error"]),
    ("quarantine", &["raw"]),
];

/// Whether a place is the last that is gone through.
pub const fn is_last_place(place: usize) -> bool {
    place + 1 >= PLACES.len()
}

struct Found {
    id: i64,
    texts: Vec<Option<String>>,
}

struct Columns(Found);

impl FromRow for Columns {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let texts = (0..8).map(|at| row.get(&format!("c{at}"))).collect::<Result<_>>()?;
        Ok(Self(Found { id: row.get("id")?, texts }))
    }
}

/// Takes what surely names a person out of the next rows of a place after an id; the last row looked at, `None` at the end.
/// What could not be read and names them is forgotten wholly.
pub async fn blank_traces(tx: &mut Tx, place: usize, names: &Names, after: i64, limit: i64) -> Result<Option<i64>> {
    let Some((table, columns)) = PLACES.get(place) else { return Ok(None) };
    let selected: Vec<String> = (0..8)
        .map(|at| columns.get(at).map_or(format!("NULL AS c{at}"), |column| format!("{column} AS c{at}")))
        .collect();
    let text = format!("SELECT id, {} FROM {table} WHERE id > $1 ORDER BY id LIMIT $2", selected.join(", "));
    let found: Vec<Columns> = sql(text).bind(after).bind(limit).all(tx).await?;
    let last = found.last().map(|Columns(found)| found.id);
    for Columns(Found { id, texts }) in found {
        let mut changed: Vec<(&str, String)> = Vec::new();
        for (column, text) in columns.iter().zip(&texts) {
            if let Some(left) = text.as_deref().and_then(|text| names.surely_taken_out(text)) {
                changed.push((*column, left));
            }
        }
        if changed.is_empty() {
            continue;
        }
        if *table == "quarantine" {
            sql("DELETE FROM quarantine WHERE id = $1").bind(id).run(tx).await?;
            continue;
        }
        let set: Vec<String> = changed.iter().zip(2..).map(|((column, _), at)| format!("{column} = ${at}")).collect();
        let update = sql(format!("UPDATE {table} SET {} WHERE id = $1", set.join(", "))).bind(id);
        let values = changed.into_iter().map(|(_, text)| Value::from(text));
        values.fold(update, Statement::bind).run(tx).await?;
        match *table {
            "post" => {
                if let Some(one) = post::find(tx, PostId(id)).await? {
                    word_index::keep_post(tx, one.id, one.title.as_deref(), &one.text, &one.attachments).await?;
                }
            }
            "reply" => {
                if let Some(one) = crate::reply::find(tx, ReplyId(id)).await? {
                    word_index::keep_reply(tx, one.id, &one.text).await?;
                }
            }
            _ => {}
        }
    }
    Ok(last)
}
