//! Pages of a list: each ends with a mark at which the next begins.
//!
//! The mark is the key of the last row, so what comes and goes meanwhile neither doubles nor hides another row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Answer, Problem};

/// Rows of a page, when nobody says.
const ROWS: usize = 50;
/// The most rows of a page.
const ROWS_MAX: usize = 100;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// Ask with this as `cursor` for the page after; null when this is the last.
    pub(crate) next_cursor: Option<String>,
}

/// A list that is whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Whole<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
}

/// The key of a row: what the list is ordered by, then its id.
pub(crate) type Key = (i64, i64);

/// The mark after a row of a list; `list` keeps marks of different lists apart.
pub(crate) fn mark(list: &str, (by, id): Key) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list}:{by}:{id}"))
}

/// The key that a mark holds.
pub(crate) fn read(list: &str, cursor: Option<&str>) -> Answer<Option<Key>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let key = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (by, id) = text.strip_prefix(list)?.strip_prefix(':')?.split_once(':')?;
        Some((by.parse().ok()?, id.parse().ok()?))
    };
    key().map(Some).ok_or_else(|| Problem::field("cursor", "This is no cursor that this list gave."))
}

/// How many rows a page has.
pub(crate) fn limit(asked: Option<usize>) -> Answer<usize> {
    match asked {
        None => Ok(ROWS),
        Some(limit) if (1..=ROWS_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(Problem::field("limit", format!("A page has 1 to {ROWS_MAX} rows."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_in_its_own_list_alone() {
        for key in [(0, 0), (i64::MIN, i64::MAX), (-5, 7)] {
            let mark = mark("topic", key);
            assert_eq!(read("topic", Some(&mark)).unwrap(), Some(key));
            assert!(read("topics", Some(&mark)).is_err());
            assert!(read("conversation", Some(&mark)).is_err());
        }
        assert_eq!(read("topic", None).unwrap(), None);
        for garbage in ["", "x", "%%%", "dG9waWM", "\u{fffd}", "dG9waWM6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTow"] {
            assert!(read("topic", Some(garbage)).is_err(), "{garbage}");
        }
    }
}
