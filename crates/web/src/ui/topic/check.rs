//! Says what the language makes of a query while it is written: `POST /topics/check`.

use axum::response::Response;
use listening::{FieldContext, Lint, Query};
use model::Right;
use serde::Deserialize;
use wording::t;

use super::edit::lines;
use super::view::{QueryCheck, QueryNote, query_check};
use crate::auth::Posted;
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::Misread;
use crate::ui::components::fault::said;
use crate::ui::components::misread::with_advice;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    query: String,
}

pub(crate) async fn post(Posted { who, form }: Posted<Form>) -> Answer<Response> {
    who.require(Right::ManageTopics)?;
    let query = lines(&form.query);
    Ok(respond::html(query_check(&query, &check(&query, FieldContext::Topic))))
}

/// What the language says of a query that is to be used there.
pub(crate) fn check(query: &str, context: FieldContext) -> QueryCheck {
    if query.is_empty() {
        return QueryCheck::Empty;
    }
    match Query::parse(query, context) {
        Ok(parsed) => QueryCheck::Sound {
            reading: reading(query, &parsed),
            notes: parsed.lint(context).iter().map(|lint| note(query, lint)).collect(),
        },
        Err(errors) => QueryCheck::Wrong(Misread::of(query, &errors)),
    }
}

/// How it is understood, where that does not stand there already.
fn reading(query: &str, parsed: &Query) -> String {
    let printed = parsed.to_string();
    if printed == query { String::new() } else { t!("what meets {query}", query = printed) }
}

fn note(query: &str, lint: &Lint) -> QueryNote {
    QueryNote {
        message: with_advice(&said(&lint.message), &lint.suggestion),
        span: Some((lint.span.start, lint.span.end)),
        suggestion: lint.suggestion.fix.as_ref().map(|fix| fix.apply(query)),
    }
}

/// What may be why a search that can be read finds nothing; at most two remarks.
pub(crate) fn doubts(query: &str) -> Vec<String> {
    let lints = Query::parse(query, FieldContext::View).map(|query| query.lint(FieldContext::View)).unwrap_or_default();
    lints.iter().take(2).map(|lint| with_advice(&said(&lint.message), &lint.suggestion)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_query_is_told_with_place_and_correction() {
        let query = "lift OR elevator AND vellenbahn";
        let QueryCheck::Wrong(Misread { message, span, suggestion }) = check(query, FieldContext::Topic) else {
            panic!("it was understood")
        };
        assert!(message.starts_with("AND and OR stand side by side"), "{message}");
        assert!(query.get(span.0..span.1).is_some());
        let suggestion = suggestion.expect("there is a correction");
        assert!(Query::parse(&suggestion, FieldContext::Topic).is_ok(), "{suggestion}");
    }

    #[test]
    fn a_query_that_costs_too_much_is_told_like_any_fault() {
        let dear = format!("acme AND ({})", vec!["the"; 9_000].join(" OR "));
        let QueryCheck::Wrong(Misread { message, span, .. }) = check(&dear, FieldContext::Topic) else {
            panic!("it was accepted")
        };
        assert!(message.contains("20 ms is the most") && message.contains("once is enough"), "{message}");
        assert_eq!(span.0, "acme AND ".len());
    }

    #[test]
    fn what_is_left_unsaid_is_read_out() {
        let QueryCheck::Sound { reading, .. } = check("delta late -job", FieldContext::Topic) else {
            panic!("it was not understood")
        };
        assert_eq!(reading, "what meets delta AND late AND NOT job");
        let QueryCheck::Sound { reading, .. } = check("delta AND late", FieldContext::Topic) else {
            panic!("it was not understood")
        };
        assert_eq!(reading, "");
    }

    #[test]
    fn a_search_that_found_nothing_is_told_why_perhaps() {
        assert!(
            doubts("where is the bus?")[0].contains("bus itself is not found"),
            "{:?}",
            doubts("where is the bus?")
        );
        assert_eq!(doubts("where is the bus"), [""; 0]);
    }

    #[test]
    fn a_doubtful_query_is_sound_and_noted() {
        let QueryCheck::Sound { notes, .. } = check("lift or elevator", FieldContext::Topic) else {
            panic!("it was not understood")
        };
        assert!(notes.iter().any(|note| note.message.contains("small letters")), "{notes:?}");
        assert_eq!(check("", FieldContext::Topic), QueryCheck::Empty);
    }
}
