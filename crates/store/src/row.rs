//! Reading rows: every column is checked for what it should hold.

use jiff::Timestamp;
use jiff::civil::Date;
use model::{ERASED, ERASED_NAME, timestamp};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _};

use crate::sql::Value;
use crate::{Result, StoreError};

/// A row of an answer.
pub(crate) enum Row<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl<'r> From<&'r SqliteRow> for Row<'r> {
    fn from(row: &'r SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

impl<'r> From<&'r PgRow> for Row<'r> {
    fn from(row: &'r PgRow) -> Self {
        Self::Postgres(row)
    }
}

/// Something that a row holds.
pub(crate) trait FromRow: Send + Sized {
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// Something that a column holds.
pub(crate) trait Column: Send + Sized {
    fn read(row: &Row<'_>, column: &str) -> Result<Self>;
}

impl Row<'_> {
    pub(crate) fn get<T: Column>(&self, column: &str) -> Result<T> {
        T::read(self, column)
    }

    /// The names of its columns, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Self::Sqlite(row) => row.columns().iter().map(|column| column.name().to_owned()).collect(),
            Self::Postgres(row) => row.columns().iter().map(|column| column.name().to_owned()).collect(),
        }
    }

    /// Whatever the column of this number holds.
    pub(crate) fn cell(&self, number: usize) -> Result<Value> {
        macro_rules! whatever {
            ($row:expr) => {
                $row.try_get::<Option<i64>, _>(number)
                    .map(Value::from)
                    .or_else(|_| $row.try_get::<Option<String>, _>(number).map(Value::from))
                    .or_else(|_| $row.try_get::<Option<Vec<u8>>, _>(number).map(Value::from))
            };
        }
        match self {
            Self::Sqlite(row) => whatever!(row),
            Self::Postgres(row) => whatever!(row),
        }
        .map_err(|source| unexpected(&number.to_string(), source))
    }

    /// A column that holds JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        serde_json::from_str(&self.get::<String>(column)?).map_err(|source| unexpected(column, source))
    }
}

/// The name of a row's author: display name, else handle, else the network's id.
pub(crate) fn shown_name(row: &Row<'_>) -> Result<String> {
    let name = |column| row.get::<Option<String>>(column).map(|name| name.filter(|name| !name.trim().is_empty()));
    match (name("display_name")?, name("handle")?) {
        (Some(name), _) | (None, Some(name)) => Ok(name),
        (None, None) => {
            let id: String = row.get("author_remote_id")?;
            Ok(if id.starts_with(ERASED) { ERASED_NAME.to_owned() } else { id })
        }
    }
}

pub(crate) fn unexpected(column: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Row { column: column.to_owned(), source: source.into() }
}

macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Column for $type {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                match row {
                    Row::Sqlite(row) => row.try_get(column),
                    Row::Postgres(row) => row.try_get(column),
                }
                .map_err(|source| unexpected(column, source))
            }
        }
    )+};
}
plain!(i64, String, Vec<u8>, Option<i64>, Option<String>, Option<Vec<u8>>);

impl Column for u32 {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        let number: i64 = row.get(column)?;
        number.try_into().map_err(|source: std::num::TryFromIntError| unexpected(column, source))
    }
}
impl Column for bool {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        row.get::<i64>(column).map(|number| number != 0)
    }
}
impl Column for Option<bool> {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        Ok(row.get::<Option<i64>>(column)?.map(|number| number != 0))
    }
}

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

impl Column for Date {
    fn read(row: &Row<'_>, column: &str) -> Result<Self> {
        let text: String = row.get(column)?;
        text.parse().map_err(|source: jiff::Error| unexpected(column, source))
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
    GestureId,
    HouseRuleId,
    NoteId,
    LabelId,
    SavedReplyId,
    MacroId,
    FactId,
    StatementId,
    PostingId,
    StudyId,
    InsightId,
    WebhookId,
    WebhookCallId,
    TopicId,
    MemberId,
    EventId,
    GapId,
    QuarantineId,
    JobId,
    TokenId,
    SavedViewId,
    DeedId,
    DraftPictureId,
    TeamId,
    LeaveId,
    RuleId,
    RuleRunId,
    NoticeId,
    LetterId,
    DeviceId,
    StopId,
    CalendarId,
    SlaPolicyId,
    ApprovalPolicyId,
    SlaTurnId,
    ObligationId,
    PersonMergeId,
    ConsentId,
    ErasureId,
    CommitmentId
);

macro_rules! words {
    ($($type:ident),+ $(,)?) => {$(
        impl Column for model::$type {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                let word: String = row.get(column)?;
                Self::from_word(&word).ok_or_else(|| unexpected(column, format!("{word:?} is no such word")))
            }
        }
        impl Column for Option<model::$type> {
            fn read(row: &Row<'_>, column: &str) -> Result<Self> {
                match row.get::<Option<String>>(column)? {
                    Some(_) => row.get(column).map(Some),
                    None => Ok(None),
                }
            }
        }
        impl From<model::$type> for Value { fn from(word: model::$type) -> Self { Self::Text(word.as_str().into()) } }
    )+};
}
words!(
    WaitKind,
    WaitEnd,
    Sentiment,
    PictureState,
    Network,
    ChannelState,
    Status,
    ReplyState,
    GestureKind,
    GestureState,
    ReportGround,
    Role,
    EventKind,
    JudgementTask,
    Ground,
    Disposition,
    EnquiryKind,
    FinderKind,
    ElsewherePlace,
    EnquiryAnswer,
    Outcome,
    NoticeKind,
    NewsWay,
    LetterKind,
    LetterState,
    SilenceReason,
    Priority,
    Function,
    Giving,
    Lack,
    RuleCall,
    WebhookCallState,
    InboxView,
    DeedState,
    DeedItemState,
    SlaKind,
    SlaState,
    SlaTurnKind,
    ObligationKind,
    ObligationState,
    ObligationAct,
    ProofKind,
    ConsentPurpose,
    ConsentState,
    CommitmentState,
    CommitmentAct,
    FactAct,
    StatementKind,
    StatementState,
    StatementAct,
    StudyState,
    InsightState,
    ApprovalFallback,
    ApprovalGround,
    ApprovalOutcome
);

/// A single number, named `n` in the statement.
impl FromRow for i64 {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("n")
    }
}
