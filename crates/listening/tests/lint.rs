//! What is doubtful about a query that was understood is said with its place and what to write instead.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{FieldContext, Lint, LintKind, Query};

fn all(text: &str) -> Vec<Lint> {
    Query::parse(text, FieldContext::View).unwrap_or_else(|errors| panic!("{text}: {errors}")).lint(FieldContext::Topic)
}

fn lints(query: &str) -> Vec<LintKind> {
    all(query).into_iter().map(|lint| lint.kind).collect()
}

/// The query as the note would have it.
fn better(query: &str) -> String {
    let lints = all(query);
    let fix = lints.iter().find_map(|lint| lint.suggestion.fix.as_ref()).unwrap_or_else(|| panic!("{query} has a fix"));
    fix.apply(query)
}

#[test]
fn every_note_says_where_and_what_to_do_and_its_change_is_understood() {
    for query in [
        "lang:en",
        "the",
        "/delta/",
        "delta -delta",
        "\"a lost bag\"~1",
        "delta rating:[5 TO 1]",
        "delta lang:english",
        "delta url:amazon",
        "delta rating:>5",
        "delta delta",
        "delta or klm",
        "why?",
        "\"delta\"~4",
        "sentiment:negative",
        "waiting:[4h TO 1h]",
    ] {
        let lints = all(query);
        assert!(!lints.is_empty(), "{query}");
        for lint in lints {
            assert!(query.get(lint.span.clone()).is_some_and(|place| !place.is_empty()), "{query}: {lint:?}");
            assert!(!lint.suggestion.text.is_empty(), "{query}: {lint:?}");
            if let Some(fix) = lint.suggestion.fix {
                let better = fix.apply(query);
                assert!(Query::parse(&better, FieldContext::View).is_ok(), "{query} became {better}");
            }
        }
    }
}

#[test]
fn lint_tells_what_is_too_broad() {
    for query in ["lang:en", "the", "(delta OR the)", "/delta/", "kind:post", "NOT (NOT delta)"] {
        assert!(lints(query).contains(&LintKind::TooBroad), "{query}");
    }
    for query in ["delta lang:en", "delta the", "\"the delta\"", "author:alice", "delta /late/"] {
        assert_eq!(lints(query), [], "{query}");
    }
    assert!(lints("/delta/").contains(&LintKind::Costly));
}

#[test]
fn lint_tells_what_never_matches() {
    for query in [
        "delta -delta",
        "\"delta air\" -delta",
        "delta lang:en lang:de",
        "delta rating:[5 TO 1]",
        "delta rating:<2 rating:>3",
        "\"a lost bag\"~1",
        "(lost AND bag AND delta)~1",
        "delta after:2026-02-01 before:2026-01-01",
        "delta after:-1d before:-2d",
        "delta lang:english",
        "delta lang:eng",
        "delta url:amazon",
        "delta link:(acme.com OR acme)",
        "delta rating:>5",
        "waiting:[4h TO 1h]",
    ] {
        assert!(lints(query).contains(&LintKind::NeverMatches), "{query}");
    }
    for query in [
        "delta -\"delta force\"",
        "delta lang:pt lang:pt-BR",
        "delta after:-2d before:-1d",
        "\"lost bag\"~1",
        "delta lang:pt_BR",
        "delta lang:zh-Hant",
        "delta lang:haw",
        "delta site:.fr",
        "delta rating:5",
        "delta link:localhost",
    ] {
        assert!(!lints(query).contains(&LintKind::NeverMatches), "{query}");
    }
}

#[test]
fn lint_tells_what_changes_nothing() {
    for query in [
        "delta delta",
        "delta OR Delta",
        "delta OR \"delta air\"",
        "delt* OR delta",
        "\"delta air\" delta",
        "delta (delta OR klm)",
        "lang:en delta lang:en",
        "delta -klm -\"klm cargo\"",
        "\"delta\"~4",
    ] {
        let count = lints(query).iter().filter(|kind| **kind == LintKind::Redundant).count();
        assert_eq!(count, 1, "{query}");
    }
    for query in ["delta OR klm", "delta -\"klm cargo\" -\"klm hotel\""] {
        assert!(!lints(query).contains(&LintKind::Redundant), "{query}");
    }
}

#[test]
fn lint_tells_when_every_post_would_have_to_be_judged() {
    for query in ["sentiment:negative", "delta OR sentiment:negative", "(delta OR intent:press) (klm OR intent:press)"]
    {
        assert!(lints(query).contains(&LintKind::AlwaysUndecided), "{query}");
    }
    assert!(!lints("delta sentiment:negative").contains(&LintKind::AlwaysUndecided));
}

#[test]
fn lint_notices_operators_in_small_letters() {
    assert!(lints("delta or klm").contains(&LintKind::LowerCaseOperator));
    assert!(!lints("delta \"or\" klm").contains(&LintKind::LowerCaseOperator));
}

#[test]
fn an_operator_in_small_letters_is_only_changed_where_capitals_can_be_read() {
    let fixed = |typed: &str| {
        let lints = Query::parse(typed, FieldContext::View).unwrap().lint(FieldContext::View);
        let lint = lints.into_iter().find(|lint| lint.kind == LintKind::LowerCaseOperator).unwrap();
        lint.suggestion.fix.map(|fix| fix.apply(typed))
    };
    assert_eq!(fixed("delta or klm").as_deref(), Some("delta OR klm"));
    // All of delta, klm and late, or all of either side?
    assert_eq!(fixed("delta or klm late"), None);
    assert_eq!(fixed("delta or"), None);
}

#[test]
fn lint_tells_what_costs_much() {
    assert!(lints("/delta/").contains(&LintKind::Costly));
    assert!(!lints("late /delta/").contains(&LintKind::Costly));
    let many: Vec<String> = (0..1_100).map(|n| format!("brand{n}")).collect();
    assert!(lints(&many.join(" OR ")).contains(&LintKind::Costly));
    assert!(!lints(&format!("late ({})", many.join(" OR "))).contains(&LintKind::Costly));
}

#[test]
fn lint_notices_a_question_mark_that_was_meant() {
    assert_eq!(better("delta why?"), "delta why");
    assert_eq!(better("delta AND?"), "delta \"AND\"");
    for query in ["wom?n", "\"why?\"", "wom?n?"] {
        assert!(!lints(query).contains(&LintKind::SignAsWildcard), "{query}");
    }
}

#[test]
fn changes_of_lint_say_what_was_meant() {
    assert_eq!(better("delta lang:English"), "delta lang:en");
    assert_eq!(better("delta lang:deu"), "delta lang:de");
    assert_eq!(better("delta or klm"), "delta OR klm");
    assert_eq!(better("\"delta\"~4"), "\"delta\"");
    assert_eq!(better("\"a lost bag\"~1"), "\"a lost bag\"~2");
    assert_eq!(better("waiting:[4h TO 1h]"), "waiting:[1h TO 4h]");
}
