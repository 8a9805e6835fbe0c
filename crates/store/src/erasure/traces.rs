//! What names somebody in rows of others: gone through place by place, a few hundred rows at a time.

use super::Names;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx, elsewhere, event, post, word_index};
use model::{Change, ConversationId, DeedId, EventKind, PostId};
use serde_json::Value as Json;

/// Where words, addresses and ids of others stand: each table with the column by which its rows are gone through, and those
/// that may name somebody.
const PLACES: &[(&str, &str, &[&str])] = &[
    ("post", "id", &["title", "text", "marks", "attachments", "url", "root_id", "parent_id", "quoted_id"]),
    ("note", "id", &["text"]),
    ("obligation", "id", &["words", "reason", "proof_words"]),
    ("obligation_step", "id", &["words"]),
    ("commitment", "id", &["words", "reason", "proof_words"]),
    ("commitment_step", "id", &["words"]),
    ("conversation", "id", &["thread_key", "talk_with"]),
    ("person_note", "id", &["text"]),
    ("consent", "id", &["words"]),
    ("draft", "conversation_id", &["text", "correcting"]),
    ("deed", "id", &["change"]),
    ("deed_item", "conversation_id", &["before", "after"]),
    ("fact", "id", &["claim", "source_title", "source_url"]),
    ("fact_line", "fact_id", &["text"]),
    ("fact_step", "id", &["claim", "source_title", "source_url"]),
    ("stop", "id", &["reason"]),
    ("job", "id", &["payload", "last_error"]),
    ("quarantine", "id", &["raw"]),
    // Behind the others, whatever it is like: an erasure that a version from before began counts them.
    ("draft_picture", "id", &["alt"]),
    ("signature", "id", &["text"]),
    ("study", "id", &["name", "question", "query"]),
    ("study_variable", "study_id", &["name", "definition"]),
    ("study_code", "study_id", &["name", "definition"]),
    ("study_note", "id", &["text"]),
    ("study_decision", "id", &["reason"]),
    ("insight", "id", &["sentence"]),
    ("insight_step", "id", &["note"]),
    ("gesture", "id", &["reason", "state_reason", "prepared"]),
    ("house_rule", "id", &["words"]),
    ("statement", "id", &["title", "matter", "fuller_url"]),
    ("statement_text", "statement_id", &["text"]),
    ("posting", "id", &["text", "state_reason", "prepared"]),
    ("reply_correction", "reply_id", &["wrong_words", "right_words"]),
    ("heard_elsewhere", "conversation_id", &["words"]),
    ("dial_version", "number", &["reason"]),
];

/// Columns that hold JSON: only its texts name anybody, and they are compared as they are meant.
const JSON: &[&str] =
    &["marks", "attachments", "change", "before", "after", "payload", "raw", "prepared", "correcting"];

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
    let Some((table, key, columns)) = PLACES.get(place) else { return Ok(None) };
    let selected: Vec<String> = (0..8)
        .map(|at| columns.get(at).map_or(format!("NULL AS c{at}"), |column| format!("{column} AS c{at}")))
        .collect();
    // All rows of a conversation at once, where there may be several.
    let text = format!(
        "SELECT {key} AS id, {} FROM {table} WHERE {key} IN \
         (SELECT DISTINCT {key} FROM {table} WHERE {key} > $1 ORDER BY {key} LIMIT $2) ORDER BY {key}",
        selected.join(", ")
    );
    let found: Vec<Columns> = sql(text).bind(after).bind(limit).all(tx).await?;
    let last = found.last().map(|Columns(found)| found.id);
    for Columns(Found { id, texts }) in found {
        let mut is_changed = false;
        for (column, text) in columns.iter().zip(texts) {
            let Some(text) = text else { continue };
            let Some(left) = left_of(names, column, &text) else { continue };
            is_changed = true;
            if *table == "quarantine" {
                sql("DELETE FROM quarantine WHERE id = $1").bind(id).run(tx).await?;
                continue;
            }
            // Other records than reports hold no words, and what is about them is still to be found by its record.
            let only = if (*table, *column) == ("gesture", "prepared") { " AND kind = 'report'" } else { "" };
            sql(format!("UPDATE {table} SET {column} = $2 WHERE {key} = $1 AND {column} = $3{only}"))
                .bind(id)
                .bind(left)
                .bind(text)
                .run(tx)
                .await?;
        }
        if is_changed
            && *table == "post"
            && let Some(one) = post::find(tx, PostId(id)).await?
        {
            word_index::keep_post(tx, one.id, one.title.as_deref(), &one.text, &one.attachments).await?;
        }
    }
    Ok(last)
}

/// What is left of a column that surely names them; `None` where it does not.
fn left_of(names: &Names, column: &str, text: &str) -> Option<String> {
    if JSON.contains(&column)
        && let Ok(mut value) = serde_json::from_str::<Json>(text)
    {
        let is_changed = each_text(&mut value, &mut |text| match names.surely_taken_out(text) {
            Some(left) => {
                *text = left;
                true
            }
            None => false,
        });
        return is_changed.then(|| value.to_string());
    }
    names.surely_taken_out(text)
}

/// Changes every text in a JSON value; whether any was changed.
fn each_text(value: &mut Json, change: &mut impl FnMut(&mut String) -> bool) -> bool {
    match value {
        Json::String(text) => change(text),
        Json::Array(values) => values.iter_mut().fold(false, |is_changed, value| each_text(value, change) | is_changed),
        Json::Object(parts) => {
            parts.values_mut().fold(false, |is_changed, value| each_text(value, change) | is_changed)
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Takes out the words for where a conversation of theirs was heard of before: there, and wherever a merge carried them, or keeps
/// how both stood.
pub(super) async fn blank_heard(tx: &mut Tx, id: ConversationId) -> Result<()> {
    let words = elsewhere::find(tx, id).await?.and_then(|heard| heard.words);
    let mut others: Vec<ConversationId> = Vec::new();
    for one in event::of_conversation(tx, id).await? {
        if one.kind == EventKind::ConversationMerged {
            let with = one.data["into"].as_str().or_else(|| one.data["from"].as_str());
            others.extend(with.and_then(|id| id.parse::<ConversationId>().ok()));
        }
    }
    others.sort_unstable();
    others.dedup();
    sql("UPDATE heard_elsewhere SET words = NULL WHERE conversation_id = $1").bind(id).run(tx).await?;
    for other in others {
        if let Some(words) = &words {
            sql("UPDATE heard_elsewhere SET words = NULL WHERE conversation_id = $1 AND words = $2")
                .bind(other)
                .bind(words)
                .run(tx)
                .await?;
        }
        let kept = "SELECT deed_id, before, after FROM deed_item WHERE conversation_id = $1 ORDER BY deed_id";
        for Kept { deed, before, after } in sql(kept).bind(other).all::<Kept>(tx).await? {
            let blanked = |text: &Option<String>| {
                let mut value = serde_json::from_str::<Json>(text.as_deref()?).ok()?;
                blank_heard_in(&mut value, id, words.as_deref());
                Some(value.to_string())
            };
            sql("UPDATE deed_item SET before = $3, after = $4 WHERE deed_id = $1 AND conversation_id = $2")
                .bind(deed)
                .bind(other)
                .bind(blanked(&before).or(before))
                .bind(blanked(&after).or(after))
                .run(tx)
                .await?;
        }
    }
    Ok(())
}

/// Takes out where a conversation was heard of before, of how it stood and of how another stood that has the same words.
fn blank_heard_in(value: &mut Json, id: ConversationId, words: Option<&str>) {
    match value {
        Json::Object(parts) => {
            let is_it = parts.get("id").and_then(Json::as_str).is_some_and(|text| text.parse() == Ok(id));
            if let Some(said) = parts.get_mut("heard").and_then(|heard| heard.get_mut("words"))
                && (is_it || (words.is_some() && said.as_str() == words))
            {
                *said = Json::Null;
            }
            parts.values_mut().for_each(|value| blank_heard_in(value, id, words));
        }
        Json::Array(values) => values.iter_mut().for_each(|value| blank_heard_in(value, id, words)),
        _ => {}
    }
}

struct Kept {
    deed: DeedId,
    before: Option<String>,
    after: Option<String>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { deed: row.get("deed_id")?, before: row.get("before")?, after: row.get("after")? })
    }
}

/// Takes the words out of what was done to a conversation of theirs and to others at once. What is not over yet still needs
/// them.
pub(super) async fn blank_deeds(tx: &mut Tx, deeds: &[DeedId]) -> Result<()> {
    for piece in pieces(deeds) {
        let text = format!(
            "SELECT id, change FROM deed WHERE state IN ('done', 'stopped', 'undone') AND id IN ({}) ORDER BY id",
            places(1, piece.len())
        );
        let found: Vec<Done> = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?;
        for Done(id, mut change) in found {
            // Nothing else is typed that is done to several at once.
            match &mut change {
                Change::Owe { owing } => owing.words.clear(),
                Change::Commit { promising } => promising.words.clear(),
                _ => continue,
            }
            let change = serde_json::to_string(&change)?;
            sql("UPDATE deed SET change = $2 WHERE id = $1").bind(id).bind(change).run(tx).await?;
        }
    }
    Ok(())
}

struct Done(DeedId, Change);

impl FromRow for Done {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("id")?, row.json("change")?))
    }
}
