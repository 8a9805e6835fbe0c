//! A query that cannot be read: what is wrong, where, and how it was perhaps meant.

use listening::{ParseErrors, Suggestion};
use maud::{Markup, html};

use super::fault::{reason, said};
use crate::failure::sentence;

/// Why a query cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong, as a sentence.
    pub message: String,
    /// Where: byte offsets, half-open.
    pub span: (usize, usize),
    /// The whole query as it was perhaps meant.
    pub suggestion: Option<String>,
}

impl Misread {
    /// The first thing that is wrong with a query.
    pub(crate) fn of(query: &str, errors: &ParseErrors) -> Self {
        let error = errors.first();
        Self {
            message: with_advice(&reason(&error.reason), &error.suggestion),
            span: (error.span.start, error.span.end),
            // Whoever pasted a query of another product takes all changes at once.
            suggestion: errors.fix(query),
        }
    }
}

/// The remark, in the language of whoever reads, with what to do where the corrected query does not say it.
pub(crate) fn with_advice(what: &str, suggestion: &Suggestion) -> String {
    let is_said = suggestion.text.is_empty() || (suggestion.fix.is_some() && suggestion.text.starts_with("write "));
    if is_said { sentence(what) } else { format!("{} {}", sentence(what), sentence(&said(&suggestion.text))) }
}

/// The query with one place marked; an empty place at the end shows as a caret.
pub fn marked(query: &str, (start, end): (usize, usize)) -> Markup {
    let (start, end) = (start.min(query.len()), end.min(query.len()));
    let (Some(before), Some(place), Some(after)) =
        (query.get(..start), query.get(start..end.max(start)), query.get(end.max(start)..))
    else {
        return html! { pre.query-marked { (query) } };
    };
    html! { pre.query-marked { (before) @if place.is_empty() { mark.caret { "‸" } } @else { mark { (place) } } (after) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_query_is_marked_wherever_it_lies() {
        assert_eq!(marked("a b", (2, 3)).into_string(), "<pre class=\"query-marked\">a <mark>b</mark></pre>");
        assert_eq!(
            marked("a", (9, 9)).into_string(),
            "<pre class=\"query-marked\">a<mark class=\"caret\">‸</mark></pre>"
        );
        assert_eq!(marked("é", (1, 2)).into_string(), "<pre class=\"query-marked\">é</pre>");
    }
}
