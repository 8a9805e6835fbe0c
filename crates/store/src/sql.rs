//! One way to run a statement: text with `$1`, values bound in order, rows read by column name.
//!
//! The values are the few kinds that every database here shares (numbers, text, bytes), so that a statement does not
//! depend on one driver's types.
//!
//! What speaks to a driver gives a boxed future: the body of an `async fn` is compiled again in every unit that awaits
//! it, in this crate and beyond, with all that the driver does.

use std::borrow::Cow;

use futures::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use model::micros;
use sqlx::AssertSqlSafe;
use sqlx::error::BoxDynError;

use crate::dialect::{for_postgres, for_sqlite};
use crate::row::{FromRow, Row};
use crate::tx::Connection;
use crate::{Result, StoreError, Tx};

/// Values in one list.
const LIST_MAX: usize = 512;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A statement with its values.
pub(crate) struct Statement {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// Begins a statement. Its text is ours alone: values from outside are bound, never spliced in.
pub(crate) fn sql(text: impl Into<Cow<'static, str>>) -> Statement {
    Statement { text: text.into(), values: Vec::new() }
}

/// The statement as a query of the transaction's database, and the connection that runs it: the same expression for
/// both.
macro_rules! on {
    ($tx:expr, $statement:expr, |$query:ident, $connection:ident| $run:expr) => {{
        let Statement { text, values } = $statement;
        let text = AssertSqlSafe(text.into_owned());
        match $tx.connection() {
            Connection::Sqlite(connection) => {
                let $query = sqlx::query_with(text, for_sqlite(values).map_err(unbindable)?);
                let $connection = &mut **connection;
                $run
            }
            Connection::Postgres(connection) => {
                let $query = sqlx::query_with(text, for_postgres(values).map_err(unbindable)?);
                let $connection = &mut **connection;
                $run
            }
        }
    }};
}

fn unbindable(source: BoxDynError) -> StoreError {
    StoreError::Row { column: "a bound value".into(), source }
}

impl Statement {
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it and gives how many rows it changed.
    pub(crate) fn run(self, tx: &mut Tx) -> BoxFuture<'_, Result<u64>> {
        Box::pin(async move {
            let ran = async { on!(tx, self, |query, connection| Ok(query.execute(connection).await?.rows_affected())) };
            let ran = ran.await;
            tx.settle(ran).await
        })
    }

    /// Runs it and gives every row.
    pub(crate) async fn all<T: FromRow>(self, tx: &mut Tx) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.fetch(tx, Reach::All, &mut |row| {
            found.push(T::from_row(row)?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// Runs it and gives the first row, if there is one.
    pub(crate) async fn maybe<T: FromRow>(self, tx: &mut Tx) -> Result<Option<T>> {
        let mut found = None;
        self.fetch(tx, Reach::First, &mut |row| {
            found = Some(T::from_row(row)?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// Runs it and has its rows read.
    fn fetch<'t>(self, tx: &'t mut Tx, reach: Reach, read: &'t mut Read<'_>) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let ran = async {
                on!(tx, self, |query, connection| {
                    match reach {
                        Reach::All => {
                            query.fetch_all(connection).await?.iter().try_for_each(|row| read(&Row::from(row)))
                        }
                        Reach::First => {
                            query.fetch_optional(connection).await?.iter().try_for_each(|row| read(&Row::from(row)))
                        }
                    }
                })
            };
            let ran = ran.await;
            tx.settle(ran).await
        })
    }
}

/// Which rows are wanted.
#[derive(Clone, Copy)]
enum Reach {
    All,
    First,
}

/// Reads one row.
type Read<'r> = dyn FnMut(&Row<'_>) -> Result<()> + Send + 'r;

/// Rows in one statement. Few lengths, so that few statements are to be prepared, and few statements whatever the count.
const ROWS: [usize; 8] = [128, 64, 32, 16, 8, 4, 2, 1];

/// How many of the rows that are left one statement takes; `None` when there are none.
fn run(left: usize) -> Option<usize> {
    ROWS.into_iter().find(|count| *count <= left)
}

/// Puts rows into a table: `head` (`INSERT INTO … (…)`), the rows, `tail` (`ON CONFLICT …`). None is no statement.
pub(crate) async fn insert(
    tx: &mut Tx,
    head: &str,
    tail: &str,
    mut rows: impl ExactSizeIterator<Item = Vec<Value>>,
) -> Result<()> {
    while let Some(count) = run(rows.len()) {
        with_rows(tx, head, rows.by_ref().take(count), tail).run(tx).await?;
    }
    Ok(())
}

/// Selects what belongs to rows: `head` (`SELECT … FROM (`), the rows, `tail` (`) AS … WHERE …`).
pub(crate) async fn select_with<T: FromRow>(
    tx: &mut Tx,
    head: &str,
    tail: &str,
    mut rows: impl ExactSizeIterator<Item = Vec<Value>>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    while let Some(count) = run(rows.len()) {
        found.extend(with_rows(tx, head, rows.by_ref().take(count), tail).all(tx).await?);
    }
    Ok(found)
}

/// A statement with a list of rows between `head` and `tail`, which have no places of their own.
pub(crate) fn with_rows(tx: &Tx, head: &str, rows: impl Iterator<Item = Vec<Value>>, tail: &str) -> Statement {
    let dialect = tx.dialect();
    let (mut text, mut values) = (format!("{head} VALUES "), Vec::new());
    for (number, row) in rows.enumerate() {
        text.push_str(if number == 0 { "(" } else { ", (" });
        for (column, value) in row.into_iter().enumerate() {
            text.push_str(if column == 0 { "" } else { ", " });
            values.push(value);
            text.push_str(&dialect.next_place(values.len()));
        }
        text.push(')');
    }
    text.push_str(tail);
    Statement { text: text.into(), values }
}

/// Cuts a list for `IN (…)` into pieces of few lengths, so that few statements are to be prepared: the last value stands
/// in the places that are left.
pub(crate) fn pieces<T: Copy>(list: &[T]) -> impl Iterator<Item = Vec<T>> {
    list.chunks(LIST_MAX).map(|piece| {
        let mut piece = piece.to_vec();
        if let Some(last) = piece.last().copied() {
            piece.resize(piece.len().next_power_of_two(), last);
        }
        piece
    })
}

/// `$first, $first+1, …`: places for a list of values, cut by [`pieces`] where it may be long.
pub(crate) fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    places.join(", ")
}

macro_rules! values {
    ($($type:ty => |$value:ident| $make:expr),+ $(,)?) => {$(
        impl From<$type> for Value { fn from($value: $type) -> Self { $make } }
    )+};
}

values! {
    i64 => |value| Self::Integer(value),
    u32 => |value| Self::Integer(value.into()),
    bool => |value| Self::Integer(value.into()),
    &str => |value| Self::Text(value.to_owned()),
    String => |value| Self::Text(value),
    &String => |value| Self::Text(value.clone()),
    Vec<u8> => |value| Self::Bytes(value),
    &[u8] => |value| Self::Bytes(value.to_vec()),
    Timestamp => |value| Self::Integer(micros(value)),
    Date => |value| Self::Text(value.to_string()),
    &serde_json::Value => |value| Self::Text(value.to_string()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
