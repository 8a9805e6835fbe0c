//! What really differs between the two databases: everything else is one text.
//!
//! Both know `$1`, upserts, RETURNING, row values and partial indexes, and name the columns of a `VALUES` list
//! `column1`, `column2`. Avoided is what only one has, or what each means differently: MAX and MIN of several values,
//! LIKE, GLOB, boolean and binary literals, functions of time.

use std::borrow::Cow;

use listening::Condition;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, Postgres, Type};

use crate::sql::Value;
use crate::word_index::{self, Language};

/// Which database a transaction runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// One writer at a time: whoever writes has read what nobody else changes.
    Sqlite,
    /// Writers overlap: who reads in order to change keeps others from changing it meanwhile.
    Postgres,
}

impl Dialect {
    /// Ends a SELECT of rows that the transaction may change: nobody else changes them before it is over. Rows that
    /// refer to them can be written all the same.
    pub(crate) fn to_change(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE",
        }
    }

    /// As [`Dialect::to_change`], but passes over rows that somebody else is changing.
    pub(crate) fn to_change_if_free(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE SKIP LOCKED",
        }
    }

    /// As [`Dialect::to_change_if_free`], for rows whose key may change too.
    pub(crate) fn to_lease(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The place of the next value, of this number, in a statement whose values stand in their order. SQLite looks a place
    /// with a number up in a list of all of them, whenever it is written and whenever a value is bound to it.
    pub(crate) fn next_place(self, number: usize) -> Cow<'static, str> {
        match self {
            Self::Sqlite => "?".into(),
            Self::Postgres => format!("${number}").into(),
        }
    }

    /// The words at this place as a column keeps them.
    pub(crate) fn words(self, place: &str) -> String {
        match self {
            Self::Sqlite => place.to_owned(),
            Self::Postgres => format!("CAST(CAST({place} AS TEXT) AS TSVECTOR)"),
        }
    }

    /// Selects the ids of what meets the condition on words at this place.
    pub(crate) fn with_words(self, place: &str) -> String {
        match self {
            Self::Sqlite => format!("SELECT rowid AS id FROM word_lookup WHERE word_lookup MATCH {place}"),
            Self::Postgres => {
                format!("SELECT id FROM word_index WHERE words @@ CAST(CAST({place} AS TEXT) AS TSQUERY)")
            }
        }
    }

    /// Asks how many rows a statement is expected to give, before any is looked at; `None` where nobody knows.
    pub(crate) fn expecting(self, statement: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!("EXPLAIN {statement}")),
        }
    }

    /// Whether the words of a row of the index, which is `given`, meet a condition: asked of few rows, so that what stands in
    /// the index for all of them is not gone through.
    pub(crate) fn meets_words(self, given: &str, condition: &Condition, values: &mut Vec<Value>) -> Option<String> {
        match self {
            Self::Sqlite => word_index::meets_spaced(&format!("(' ' || {given} || ' ')"), condition, values),
            Self::Postgres => {
                let query = word_index::query(condition, &self.word_language())?;
                values.push(query.into());
                // As a function: of an operator, the database may look up in the index what all rows have.
                Some(format!("ts_match_vq({given}, CAST(CAST(${} AS TEXT) AS TSQUERY))", values.len()))
            }
        }
    }

    /// How conditions on words are written.
    pub(crate) fn word_language(self) -> Language {
        match self {
            Self::Sqlite => Language { and: " AND ", or: " OR ", quotes: "", beginning: "*" },
            Self::Postgres => Language { and: " & ", or: " | ", quotes: "'", beginning: ":*" },
        }
    }

    /// Waits for the turn of this number and has it until the transaction is over.
    pub(crate) fn take_turn(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock($1)"),
        }
    }
}

/// The values as SQLite takes them.
pub(crate) fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, BoxDynError> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(None::<i64>),
            Value::Integer(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        }?;
    }
    Ok(arguments)
}

/// The values as PostgreSQL takes them.
pub(crate) fn for_postgres(values: Vec<Value>) -> Result<PgArguments, BoxDynError> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(Nothing),
            Value::Integer(value) => arguments.add(value),
            Value::Text(value) => arguments.add(without_nul(value)),
            Value::Bytes(value) => arguments.add(value),
        }?;
    }
    Ok(arguments)
}

/// PostgreSQL keeps every character but U+0000. In its place comes the one that means "substitute", which is a single
/// byte too: marks and spans still point at their words.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{1a}") } else { text }
}

/// NULL of no type: the server takes the type from where it stands.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}
