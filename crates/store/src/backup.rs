//! The whole database as lines of JSON, and back: one text for both databases, so that either can be restored from the
//! other.
//!
//! The first line says what made it. Then comes, for every table, a line with its name and columns, and a line for each
//! row: numbers as numbers, texts as texts, bytes as `{"hex": "…"}`. The last line counts the rows and digests every byte
//! before it. Sessions and leases are left out: who signs in after a restore does so anew. So is the index of words, which
//! is made anew of the rest.

use std::io::{BufRead, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::row::{FromRow, Row};
use crate::seal::{self, Verdict};
use crate::sql::{Value, places, sql, with_rows};
use crate::{Result, StoreError, Tx, event, schema_version};

/// Every table that is kept, each after those that it refers to, with the columns by which its rows are told apart.
const TABLES: &[(&str, &[&str])] = &[
    ("organisation", &["id"]),
    ("member", &["id"]),
    ("invitation", &["token_hash"]),
    ("password_reset", &["token_hash"]),
    ("api_token", &["id"]),
    ("answered", &["token_id", "key"]),
    ("author", &["id"]),
    ("person_merge", &["id"]),
    ("person_note", &["id"]),
    ("channel", &["id"]),
    ("signature", &["id"]),
    ("stream", &["channel_id", "name"]),
    ("gap", &["id"]),
    ("quarantine", &["id"]),
    ("topic", &["id"]),
    ("topic_version", &["topic_id", "version"]),
    ("calendar", &["id"]),
    ("calendar_version", &["calendar_id", "version"]),
    ("team", &["id"]),
    ("team_member", &["team_id", "member_id"]),
    ("workload", &["member_id"]),
    ("leave", &["id"]),
    ("sla_policy", &["id"]),
    ("conversation", &["id"]),
    ("team_wait", &["conversation_id"]),
    ("post", &["id"]),
    ("media", &["digest"]),
    ("picture", &["post_id", "place"]),
    ("consent", &["id"]),
    ("erasure", &["id"]),
    ("mention", &["post_id"]),
    ("judgement", &["post_id", "task"]),
    ("correction", &["id"]),
    ("topic_match", &["post_id", "topic_id"]),
    ("near", &["conversation_id", "part"]),
    ("regard", &["author_id", "topic_id", "value"]),
    ("conversation_topic", &["conversation_id", "topic_id"]),
    ("label", &["id"]),
    ("heard_elsewhere", &["conversation_id"]),
    ("conversation_label", &["conversation_id", "label_id"]),
    ("conversation_link", &["first_id", "second_id"]),
    ("conversation_pin", &["member_id", "conversation_id"]),
    ("subscriber", &["conversation_id", "member_id"]),
    ("note", &["id"]),
    ("stop", &["id"]),
    ("reply", &["id"]),
    ("reply_picture", &["reply_id", "place"]),
    ("house_rule", &["id"]),
    ("gesture", &["id"]),
    ("approval_policy", &["id"]),
    ("approval", &["reply_id"]),
    ("saved_reply", &["id"]),
    ("saved_reply_text", &["saved_reply_id", "language"]),
    ("saved_reply_use", &["reply_id"]),
    ("fact", &["id"]),
    ("fact_line", &["fact_id", "language"]),
    ("fact_step", &["id"]),
    ("fact_use", &["reply_id", "fact_id"]),
    ("statement", &["id"]),
    ("statement_text", &["statement_id", "language"]),
    ("statement_step", &["id"]),
    ("statement_use", &["reply_id", "statement_id"]),
    ("posting", &["id"]),
    ("enquiry", &["reply_id"]),
    ("introduction", &["reply_id", "author_id"]),
    ("reply_correction", &["reply_id"]),
    ("study", &["id"]),
    ("study_variable", &["study_id", "number"]),
    ("study_code", &["study_id", "variable", "number"]),
    ("study_coder", &["study_id", "slot"]),
    ("study_item", &["study_id", "post_id"]),
    ("study_answer", &["study_id", "post_id", "slot", "variable"]),
    ("study_note", &["id"]),
    ("study_decision", &["id"]),
    ("insight", &["id"]),
    ("insight_post", &["insight_id", "post_id"]),
    ("insight_step", &["id"]),
    ("macro", &["id"]),
    ("webhook", &["id"]),
    ("webhook_call", &["id"]),
    ("draft", &["conversation_id", "member_id", "kind"]),
    ("draft_picture", &["id"]),
    ("saved_view", &["id"]),
    ("saved_view_place", &["member_id", "saved_view_id"]),
    ("deed", &["id"]),
    ("deed_item", &["deed_id", "conversation_id"]),
    ("rule", &["id"]),
    ("rule_version", &["rule_id", "version"]),
    ("rule_run", &["id"]),
    ("commitment", &["id"]),
    ("commitment_step", &["id"]),
    ("obligation", &["id"]),
    ("obligation_step", &["id"]),
    ("notice", &["id"]),
    ("news_terms", &["member_id"]),
    ("news", &["notice_id", "way"]),
    ("letter", &["id"]),
    ("member_mail", &["member_id"]),
    ("house_key", &["name"]),
    ("followed", &["name"]),
    ("sla_turn", &["id"]),
    ("sla_clock", &["conversation_id", "kind", "number"]),
    ("wait", &["conversation_id", "number", "known_from"]),
    ("dial_version", &["number"]),
    ("wait_day", &["from_at", "until_at", "parted_by"]),
    ("event", &["id"]),
    ("seal", &["last_position"]),
    ("job", &["id"]),
];
/// Tables that no back-up holds: they tell of servers, processes and browsers of this moment, or are made anew of the others.
const LEFT_OUT: &[&str] = &["deletion", "lease", "push_device", "session", "word_index", "word_index_round"];
/// Rows read or written by one statement.
const CHUNK: usize = 200;
/// Of rows with files in them, a few hundred kilobytes each.
const CHUNK_OF_FILES: usize = 16;
/// The form of the text.
const FORM: u32 = 1;

/// What a back-up says of itself, and what was found in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The version of the database's form, a migration's number.
    pub schema: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last sealed position of the log.
    pub position: i64,
    /// Rows of all tables.
    pub rows: u64,
}

/// A text that is no whole back-up.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// The text cannot be read or written.
    #[error("the back-up cannot be read or written")]
    File(#[from] std::io::Error),
    /// It is something else, or damaged.
    #[error("line {line} of the back-up cannot be understood: {reason}")]
    Damaged {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends too early, or something in it was changed.
    #[error("the back-up is not whole: {0}")]
    NotWhole(String),
    /// A newer version made it.
    #[error("the back-up is of a newer version (its form is {theirs}, ours {ours}); run that version or a newer one")]
    TooNew {
        /// Its form.
        theirs: i64,
        /// Ours.
        ours: i64,
    },
    /// There is something already.
    #[error("the database is not empty: {0} has rows; restore into a new one")]
    NotEmpty(&'static str),
    /// The log in it is not what was sealed.
    #[error("the event log in the back-up is broken at position {0}")]
    Log(i64),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    coffeehouse_backup: u32,
    schema: i64,
    made_at: Timestamp,
    position: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    table: String,
    columns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    rows: u64,
    sha256: String,
}

/// A row of any table.
struct AnyRow {
    names: Vec<String>,
    cells: Vec<Value>,
}

impl FromRow for AnyRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let names = row.names();
        let cells = (0..names.len()).map(|number| row.cell(number)).collect::<Result<_>>()?;
        Ok(Self { names, cells })
    }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({ "hex": hex::encode(bytes) }),
    }
}

fn from_json(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Integer),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Object(object) if object.len() == 1 => hex::decode(object.get("hex")?.as_str()?).ok().map(Value::Bytes),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// What writes lines and digests them.
struct Lines<W> {
    output: W,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &impl Serialize) -> Result<(), BackupError> {
        let mut line = serde_json::to_vec(line).map_err(StoreError::from)?;
        line.push(b'\n');
        self.hash.update(&line);
        Ok(self.output.write_all(&line)?)
    }
}

/// Writes everything that the transaction sees. `progress` is told how many rows there are so far. Nobody waits for it,
/// and it waits for nobody: what is written meanwhile is not in it.
///
/// # Errors
/// `Store` and `File`.
pub async fn write(tx: &mut Tx, output: impl Write, progress: impl Fn(u64)) -> Result<Summary, BackupError> {
    let mut lines = Lines { output, hash: Sha256::new() };
    let (schema, made_at, position) = (schema_version(), tx.now(), event::position(tx).await?);
    lines.write(&First { coffeehouse_backup: FORM, schema, made_at, position })?;
    let mut rows = 0;
    for (table, key) in TABLES {
        let mut after: Vec<Value> = Vec::new();
        loop {
            let page = page(tx, table, key, &after).await?;
            let Some(last) = page.last() else { break };
            if after.is_empty() {
                lines.write(&Table { table: (*table).to_owned(), columns: last.names.clone() })?;
            }
            let place = |column: &&str| last.names.iter().position(|name| name == column);
            after = key.iter().filter_map(|column| Some(last.cells[place(column)?].clone())).collect();
            for row in &page {
                lines.write(&row.cells.iter().map(to_json).collect::<Vec<_>>())?;
            }
            rows += page.len() as u64;
            progress(rows);
            if page.len() < chunk_of(table) {
                break;
            }
        }
    }
    let sha256 = hex::encode(lines.hash.clone().finalize());
    lines.write(&Last { rows, sha256 })?;
    lines.output.flush()?;
    Ok(Summary { schema, made_at, position, rows })
}

/// How many rows of a table are read or written by one statement.
fn chunk_of(table: &str) -> usize {
    if table == "media" { CHUNK_OF_FILES } else { CHUNK }
}

async fn page(tx: &mut Tx, table: &str, key: &[&str], after: &[Value]) -> Result<Vec<AnyRow>> {
    let columns = key.join(", ");
    let beyond = match after {
        [] => String::new(),
        _ => format!("WHERE ({columns}) > ({})", places(1, after.len())),
    };
    let statement = sql(format!("SELECT * FROM {table} {beyond} ORDER BY {columns} LIMIT {}", chunk_of(table)));
    after.iter().cloned().fold(statement, |statement, value| statement.bind(value)).all(tx).await
}

/// Reads a back-up into an empty database and proves that it is whole: every line, the digest, and the chain of the event
/// log. Commit only then; dropped, nothing was restored. `progress` is told how many rows there are so far.
///
/// # Errors
/// See [`BackupError`].
pub async fn read(tx: &mut Tx, input: impl BufRead, progress: impl Fn(u64)) -> Result<Summary, BackupError> {
    for (table, _) in TABLES {
        let count = format!("SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM {table} LIMIT 1) AS found");
        if sql(count).maybe::<i64>(tx).await? != Some(0) {
            return Err(BackupError::NotEmpty(table));
        }
    }
    let mut reading = Reading { number: 0, hash: Sha256::new(), table: None, held: Vec::new(), rows: 0 };
    let mut first: Option<First> = None;
    let mut last: Option<Last> = None;
    for line in Input(input) {
        let line = line?;
        reading.number += 1;
        if last.is_some() {
            return Err(reading.damaged("something follows the last line"));
        }
        match &first {
            None => first = Some(reading.begin(&line)?),
            Some(_) => last = reading.take(tx, &line).await?,
        }
        if last.is_none() {
            reading.hash.update(&line);
        }
        if reading.number.is_multiple_of(CHUNK as u64) {
            progress(reading.rows);
        }
    }
    let first = first.ok_or_else(|| BackupError::NotWhole("it is empty".into()))?;
    let last = last.ok_or_else(|| BackupError::NotWhole(format!("it ends after line {}", reading.number)))?;
    if last.rows != reading.rows {
        return Err(BackupError::NotWhole(format!("it has {} rows and should have {}", reading.rows, last.rows)));
    }
    if last.sha256 != hex::encode(reading.hash.finalize()) {
        return Err(BackupError::NotWhole("something in it was changed: the digest is another".into()));
    }
    let position = match seal::verify(tx).await? {
        Verdict::Whole { position, .. } => position,
        Verdict::Broken { position } => return Err(BackupError::Log(position)),
    };
    if position != first.position {
        return Err(BackupError::Log(position));
    }
    Ok(Summary { schema: first.schema, made_at: first.made_at, position, rows: last.rows })
}

/// How far a back-up has been read.
struct Reading {
    number: u64,
    hash: Sha256,
    table: Option<Table>,
    held: Vec<Vec<Value>>,
    rows: u64,
}

impl Reading {
    fn damaged(&self, reason: impl Into<String>) -> BackupError {
        BackupError::Damaged { line: self.number, reason: reason.into() }
    }

    fn begin(&self, line: &[u8]) -> Result<First, BackupError> {
        let first: First =
            serde_json::from_slice(line).map_err(|_| self.damaged("this is no back-up of Coffeehouse"))?;
        let ours = schema_version();
        if first.coffeehouse_backup > FORM || first.schema > ours {
            return Err(BackupError::TooNew { theirs: first.schema, ours });
        }
        Ok(first)
    }

    /// Takes a line after the first; gives the last one.
    async fn take(&mut self, tx: &mut Tx, line: &[u8]) -> Result<Option<Last>, BackupError> {
        if line.starts_with(b"[") {
            let cells: Vec<Json> = serde_json::from_slice(line).map_err(|error| self.damaged(error.to_string()))?;
            let expected = self.table.as_ref().map_or(0, |table| table.columns.len());
            if cells.len() != expected {
                return Err(self.damaged(format!("it has {} values and should have {expected}", cells.len())));
            }
            let values: Option<Vec<Value>> = cells.iter().map(from_json).collect();
            self.held.push(values.ok_or_else(|| self.damaged("a value is of no kind that is kept"))?);
            self.rows += 1;
            if self.held.len() == self.table.as_ref().map_or(CHUNK, |table| chunk_of(&table.table)) {
                self.keep(tx).await?;
            }
            return Ok(None);
        }
        self.keep(tx).await?;
        if let Ok(last) = serde_json::from_slice::<Last>(line) {
            return Ok(Some(last));
        }
        let table: Table = serde_json::from_slice(line).map_err(|error| self.damaged(error.to_string()))?;
        let is_word = |text: &String| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
        };
        // These words become part of statements.
        if !TABLES.iter().any(|(known, _)| *known == table.table) || !table.columns.iter().all(is_word) {
            return Err(self.damaged(format!("there is no table {:?} with these columns", table.table)));
        }
        self.table = Some(table);
        Ok(None)
    }

    async fn keep(&mut self, tx: &mut Tx) -> Result<(), BackupError> {
        let held = std::mem::take(&mut self.held);
        let (Some(table), false) = (&self.table, held.is_empty()) else { return Ok(()) };
        let head = format!("INSERT INTO {} ({})", table.table, table.columns.join(", "));
        with_rows(tx, &head, held.into_iter(), "").run(tx).await?;
        Ok(())
    }
}

/// Lines with their ends, as bytes: an invalid one is told with its number.
struct Input<R>(R);

impl<R: BufRead> Iterator for Input<R> {
    type Item = std::io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.0.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }
}

/// The tables that back-ups hold and those that they leave out, so that a test finds a forgotten one.
pub fn tables() -> (Vec<&'static str>, &'static [&'static str]) {
    (TABLES.iter().map(|(table, _)| *table).collect(), LEFT_OUT)
}
