//! What is wrong with a query is said with its place and what to write instead.
#![allow(clippy::unwrap_used, reason = "a query in a test fails as expected or the test does")]

use listening::{FieldContext, ParseError, Query, Reason, limits};

fn error(query: &str) -> ParseError {
    Query::parse(query, FieldContext::Topic).expect_err(query).first().clone()
}

/// The query as the suggestion would have it.
fn fixed(query: &str) -> String {
    error(query).suggestion.fix.unwrap_or_else(|| panic!("{query} has a fix")).apply(query)
}

#[test]
fn every_exact_change_gives_a_query_that_parses() {
    for (wrong, right) in [
        ("a OR b c", "(a OR b) c"),
        ("a AND b OR c", "(a AND b) OR c"),
        ("a OR b AND c OR d", "a OR (b AND c) OR d"),
        ("a OR b NOT c", "(a OR b) NOT c"),
        ("a NEAR/3 b OR c", "(a NEAR/3 b) OR c"),
        ("a NEAR/3 b NEAR/4 c", "(a NEAR/3 b) NEAR/4 c"),
        ("(a AND b) NEAR/3 c", "((a NEAR/3 c) AND (b NEAR/3 c))"),
        ("a NEAR b", "a NEAR/4 b"),
        ("a ONEAR b", "a ONEAR/4 b"),
        ("a NEAR/0 b", "a NEAR/1 b"),
        ("a NEAR/500f b", "a NEAR/100f b"),
        ("\"a b\"~500", "\"a b\"~100"),
        ("(a OR b)~3", "(a OR b)"),
        ("a near/3 b", "a NEAR/3 b"),
        ("a /3 b", "a NEAR/3 b"),
        ("a W/3 b", "a NEAR/3 b"),
        ("a SENTENCE b", "a NEAR/15 b"),
        ("a && b", "a AND b"),
        ("a || b", "a OR b"),
        ("a ! b", "a NOT b"),
        ("a !b", "a -b"),
        ("+google", "exact:\"google\""),
        ("raw:Google+", "exact:\"Google+\""),
        ("*phone", "phone"),
        ("ab*", "ab"),
        ("colour~1", "colour"),
        ("https://acme.com/help", "link:\"acme.com/help\""),
        ("athor:bob", "author:bob"),
        ("lang: en", "lang:en"),
        ("sentiment:negativ", "sentiment:negative"),
        ("from:bob is:retweet", "from:bob kind:repost"),
        ("filter:links", "has:links"),
        ("topLevelDomain:fr", "site:.fr"),
        ("headline:delta", "title:delta"),
        ("title:-delta", "-title:delta"),
        ("price:high", "\"price:high\""),
        ("\"abc", "\"abc\""),
        ("(a", "(a)"),
        ("a)", "a"),
        ("{BT", "{BT}"),
        ("a } b", "a  b"),
        ("<<< note", "<<< note >>>"),
        ("/r/rust", "\"/r/rust\""),
        ("followers:[1 TO 2", "followers:[1 TO 2]"),
        ("東?京", "東京"),
    ] {
        let result = fixed(wrong);
        assert_eq!(result, right);
        // A comment alone is no query, and only a view may ask for nothing.
        if wrong != "<<< note" {
            let context = if wrong == "title:-delta" { FieldContext::View } else { FieldContext::Topic };
            assert!(Query::parse(&result, context).is_ok(), "{result}");
        }
    }
}

#[test]
fn errors_stand_where_the_fault_is() {
    for (query, span) in [
        ("delta foo:bar", 6..13),
        ("delta AND", 6..9),
        ("délta *late", 7..12),
        ("lang:en followers:lots", 18..22),
        ("a (b OR c d)", 3..11),
    ] {
        assert_eq!(error(query).span, span, "{query}");
    }
}

#[test]
fn several_faults_are_told_at_once_in_order() {
    let errors = Query::parse("*a foo:b lang:en rating:x", FieldContext::Topic).unwrap_err();
    let starts: Vec<usize> = errors.iter().map(|error| error.span.start).collect();
    assert_eq!(starts, [0, 3, 24]);
}

#[test]
fn each_fault_has_its_reason() {
    type Is = fn(&Reason) -> bool;
    let cases: &[(&str, Is)] = &[
        ("", |r| matches!(r, Reason::Empty)),
        ("  <<< only a comment >>> ", |r| matches!(r, Reason::Empty)),
        ("()", |r| matches!(r, Reason::EmptyGroup(_))),
        ("\" \"", |r| matches!(r, Reason::EmptyGroup(_))),
        ("{}", |r| matches!(r, Reason::EmptyGroup(_))),
        ("...", |r| matches!(r, Reason::NoWords(_))),
        ("NOT", |r| matches!(r, Reason::Dangling(_))),
        ("a OR", |r| matches!(r, Reason::Dangling(_))),
        ("OR a", |r| matches!(r, Reason::Dangling(_))),
        ("a NEAR/3 NOT b", |r| matches!(r, Reason::NotNear("NOT"))),
        ("a NEAR/3 lang:en", |r| matches!(r, Reason::NotNear(_))),
        ("a NEAR/3 (b OR /c/)", |r| matches!(r, Reason::NotNear(_))),
        ("country:gbr", |r| matches!(r, Reason::NotOffered(_))),
        ("subreddit:(a OR b) x", |r| matches!(r, Reason::NotOffered(_))),
        ("a lang:", |r| matches!(r, Reason::NoValue(_))),
        ("a after:tomorrow", |r| matches!(r, Reason::Value { field: "after", .. })),
        ("kind:tweet", |r| matches!(r, Reason::Value { field: "kind", .. })),
        ("title:(a lang:en)", |r| matches!(r, Reason::Value { field: "title", .. })),
        (r"/[\p{Any}]x/", |r| matches!(r, Reason::Regex(_))),
        (r"/\$[\S]+/", |r| matches!(r, Reason::Regex(_))),
        ("/[!-\u{1f4bb}][!-\u{1f4bb}][!-\u{1f4bb}][!-\u{1f4bb}]x/", |r| matches!(r, Reason::Regex(_))),
        ("/(?=a)b/", |r| matches!(r, Reason::Regex(_))),
        ("/a*/", |r| matches!(r, Reason::Regex(_))),
        ("/(a{1000}){1000}/", |r| matches!(r, Reason::Regex(_))),
        ("a -~3", |r| matches!(r, Reason::NoWords(_) | Reason::Dangling(_) | Reason::Foreign(_))),
    ];
    for (query, is) in cases {
        let error = error(query);
        assert!(is(&error.reason), "{query}: {error}");
        assert!(!error.suggestion.text.is_empty(), "{query} says what to do");
    }
}

#[test]
fn a_topic_must_ask_for_something_and_a_view_need_not() {
    for query in ["NOT spam", "-spam -job", "delta OR NOT spam", "-(spam OR job)", "NOT (a AND NOT b)"] {
        assert!(matches!(error(query).reason, Reason::OnlyNegative), "{query}");
        assert!(Query::parse(query, FieldContext::View).is_ok(), "{query}");
    }
    for query in ["delta -spam", "NOT (NOT delta)", "lang:en -spam", "NOT (NOT a OR b)"] {
        assert!(Query::parse(query, FieldContext::Topic).is_ok(), "{query}");
    }
}

#[test]
fn fields_of_our_work_are_for_views() {
    for query in ["status:open", "delta assignee:me", "waiting:>4h", "label:x", "topic:x"] {
        assert!(matches!(error(query).reason, Reason::ViewOnly(_)), "{query}");
        assert!(Query::parse(query, FieldContext::View).is_ok(), "{query}");
    }
}

#[test]
fn limits_are_errors_with_their_figure() {
    let deep = format!("{}a{}", "(".repeat(limits::DEPTH + 1), ")".repeat(limits::DEPTH + 1));
    assert!(matches!(error(&deep).reason, Reason::TooDeep { .. }));
    let denied = format!("{}a", "NOT ".repeat(100_000 / 4 - 1));
    assert!(matches!(error(&denied).reason, Reason::TooDeep { .. }));
    let long = "a ".repeat(limits::QUERY_BYTES);
    assert!(matches!(error(&long).reason, Reason::TooLong { .. }));
    let many = vec!["a"; limits::CLAUSES + 1].join(" ");
    assert!(matches!(error(&many).reason, Reason::TooMany { .. }));
    let wild = vec!["abc*"; limits::WILDCARDS + 1].join(" ");
    assert!(matches!(error(&wild).reason, Reason::TooMany { .. }));
    let regexes = ["/a/"; limits::REGEXES + 1].join(" ");
    assert!(matches!(error(&regexes).reason, Reason::TooMany { .. }));
    let allowed = vec!["abcd*"; limits::WILDCARDS].join(" ");
    assert!(Query::parse(&allowed, FieldContext::Topic).is_ok());
}
