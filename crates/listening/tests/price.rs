//! What a query may cost: which are refused, where and with what advice, and which never are.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{Analysis, FieldContext, ParseError, Query, Reason, limits};

fn times(count: usize, each: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(each).collect::<Vec<_>>().join(between)
}

fn refusal(query: &str) -> ParseError {
    let errors = Query::parse(query, FieldContext::Topic).expect_err("it costs too much");
    assert_eq!(errors.iter().count(), 1);
    errors.first().clone()
}

#[test]
fn a_query_is_refused_at_the_part_that_costs_most_with_what_to_change() {
    let nested = (0..15).fold("(a NEAR/100 b)".to_owned(), |inner, _| format!("({inner} NEAR/100 (a OR b OR c))"));
    let window = format!("({})~100", times(1_000, |n| format!("(the OR w{n})"), " AND "));
    let repeated = format!("({})", vec!["the"; 9_000].join(" OR "));
    let spelt = format!("({})", vec!["{The}"; 500].join(" OR "));
    let regex = "/[a-z]*[a-z]{200}q/".to_owned();
    for (part, advice) in [
        (nested, "fewer words near each other"),
        (window, "fewer words within the distance"),
        (repeated, "the stands here very often"),
        (spelt, "{The} stands here very often"),
        (regex, "shorten what it repeats"),
    ] {
        let query = format!("(acme OR #acme) AND {part} AND NOT job");
        let error = refusal(&query);
        assert!(matches!(error.reason, Reason::TooCostly { .. }), "{error}");
        assert!(error.suggestion.text.contains(advice), "{error}");
        assert!(error.span.len() <= part.len() && part.contains(&query[error.span.clone()]), "{:?}", error.span);
        assert!(error.span.len() > 5, "{:?}", error.span);
        assert!(error.reason.to_string().contains("20 ms is the most"), "{error}");
    }
}

#[test]
fn a_view_is_held_to_the_same_price() {
    let repeated = vec!["the"; 9_000].join(" OR ");
    let errors = Query::parse(&format!("status:open ({repeated})"), FieldContext::View).unwrap_err();
    assert!(matches!(errors.first().reason, Reason::TooCostly { limit: limits::QUERY_STEPS, .. }));
}

#[test]
fn the_bound_is_what_the_caller_says_and_the_price_what_the_query_is_said_to_cost() {
    let text = "(delay* OR \"lost bag\") NEAR/20 (flight OR plane) /[0-9]+/";
    let steps = Query::parse(text, FieldContext::Topic).unwrap().compile(&Analysis::social()).cost().steps();
    assert!(Query::parse_within(text, FieldContext::Topic, steps).is_ok());
    let errors = Query::parse_within(text, FieldContext::Topic, steps - 1).unwrap_err();
    assert_eq!(errors.first().reason, Reason::TooCostly { steps, limit: steps - 1 });
}

#[test]
fn long_queries_of_honest_people_are_below_the_bound() {
    let brand = "(\"blue harbour\" OR blueharbour OR @blueharbour OR #blueharbour*)";
    let words = |letter: char| times(500, |n| format!("{letter}{n}"), " OR ");
    let near = times(300, |n| format!("((\"blue harbour\" OR blueharbour) NEAR/5 w{n})"), " OR ");
    for query in [
        format!("{brand} AND ({}) NOT ({})", words('a'), words('b')),
        format!("({}) NEAR/10 ({})", words('a'), words('b')),
        times(10_000, |n| format!("w{n}"), " OR "),
        times(2_000, |n| format!("\"harbour w{n}\""), " OR "),
        times(1_000, |n| format!("{{Harbour W{n}}}"), " OR "),
        times(2_000, |n| format!("author:someone{n}"), " OR "),
        times(500, |n| format!("(harbour NEAR/5 w{n})"), " OR "),
        near,
        times(50, |n| format!("harbour{n}*r?"), " OR "),
        times(300, |n| format!("(delay{n} AND flight AND weeks)~15"), " OR "),
        format!("{brand} AND /(late|lost|delay(ed)?) (flight|plane)s?/ AND /[0-9]{{3}}-[0-9]{{4}}/"),
        r"acme /\w+@acme\.com/".to_owned(),
    ] {
        let parsed = Query::parse(&query, FieldContext::Topic);
        assert!(parsed.is_ok(), "{}…: {}", &query[..60], parsed.unwrap_err());
    }
}

#[test]
fn an_expression_takes_one_character_at_least() {
    for pattern in ["/a*/", "/\\b/", "/\\b(a|b)?/", "/^/", "/.*[0-9]|\\b/"] {
        assert!(
            matches!(Query::parse(pattern, FieldContext::Topic).unwrap_err().first().reason, Reason::Regex(_)),
            "{pattern}"
        );
    }
    assert!(Query::parse("/\\ba\\b/", FieldContext::Topic).is_ok());
}
