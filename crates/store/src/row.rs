//! Reading rows: every column is checked for what it should hold.

use jiff::Timestamp;
use model::timestamp;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::sql::Value;
use crate::{Result, StoreError};

/// A row of an answer.
pub(crate) struct Row<'r>(pub(crate) &'r SqliteRow);

/// Something that a row holds.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// Something that a column holds.
pub(crate) trait Column: Sized {
    fn read(row: &Row<'_>, column: &str) -> Result<Self>;
}

impl Row<'_> {
    pub(crate) fn get<T: Column>(&self, column: &str) -> Result<T> {
        T::read(self, column)
    }

    /// A column that holds JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        serde_json::from_str(&self.get::<String>(column)?).map_err(|source| unexpected(column, source))
    }
}

fn unexpected(column: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Row { column: column.to_owned(), source: source.into() }
}

macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Column for $type {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                row.0.try_get(column).map_err(|source| unexpected(column, source))
            }
        }
        impl Column for Option<$type> {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                row.0.try_get(column).map_err(|source| unexpected(column, source))
            }
        }
    )+};
}
plain!(i64, bool, String, Vec<u8>);

impl Column for Timestamp {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        row.get(column).map(timestamp)
    }
}
impl Column for Option<Timestamp> {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        Ok(row.get::<Option<i64>>(column)?.map(timestamp))
    }
}

macro_rules! ids {
    ($($type:ident),+ $(,)?) => {$(
        impl Column for model::$type {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> { row.get(column).map(Self) }
        }
        impl Column for Option<model::$type> {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                Ok(row.get::<Option<i64>>(column)?.map(model::$type))
            }
        }
        impl From<model::$type> for Value { fn from(id: model::$type) -> Self { Self::Integer(id.0) } }
        impl FromRow for model::$type { fn from_row(row: &Row<'_>) -> Result<Self> { row.get("id") } }
    )+};
}
ids!(
    ChannelId,
    PostId,
    AuthorId,
    ConversationId,
    ReplyId,
    NoteId,
    LabelId,
    TopicId,
    MemberId,
    EventId,
    GapId,
    QuarantineId,
    JobId
);

macro_rules! words {
    ($($type:ident),+ $(,)?) => {$(
        impl Column for model::$type {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                let word: String = row.get(column)?;
                Self::from_word(&word).ok_or_else(|| unexpected(column, format!("{word:?} is no such word")))
            }
        }
        impl From<model::$type> for Value { fn from(word: model::$type) -> Self { Self::Text(word.as_str().into()) } }
    )+};
}
words!(Network, ChannelState, Status, ReplyState, Role, EventKind, JudgementTask, Ground);

/// A single number, named `n` in the statement.
impl FromRow for i64 {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("n")
    }
}
