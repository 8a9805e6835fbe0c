//! The evaluator against a second one that shares no code with it but the words of a text, and is slow and plain.

mod naive;
mod random;

use std::collections::BTreeMap;

use listening::{AnalysedPost, Analysis, Context, FieldContext, Form, NodeKind, Query, Truth};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use random::{Case, case, long_case};

/// When everything is asked.
const NOW: i64 = 1_700_000_000_000_000;

fn agree(case: &Case) -> Result<(), TestCaseError> {
    let query = Query::parse(&case.query, FieldContext::View)
        .map_err(|errors| TestCaseError::fail(format!("{}: {errors}", case.query)))?;
    for (analysis, context) in [
        (Analysis::social(), Context::at(NOW)),
        (Analysis::social(), Context::unknown()),
        (Analysis::social().with_hashtag_words(false), Context::at(NOW)),
    ] {
        let post = case.post();
        let compiled = query.compile(&analysis);
        let analysed = AnalysedPost::new(&post, &analysis);
        let naive = naive::Evaluator::new(&post, &analysis, context.now);
        prop_assert_eq!(compiled.matches(&analysed, &context), naive.truth(query.root()), "{} of {:?}", query, case);
        prop_assert_eq!(compiled.spans(&analysed, &context), naive.spans(query.root()), "{} of {:?}", query, case);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_holds_and_where_is_what_the_plain_evaluator_says(case in case()) {
        agree(&case)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn it_is_so_in_long_posts_too(case in long_case()) {
        agree(&case)?;
    }
}

/// What a query is made of, as the test below counts it.
fn kinds(query: &Query) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    query.root().walk(&mut |node| {
        kinds.push(match &node.kind {
            NodeKind::And(_) => "and",
            NodeKind::Or(_) => "or",
            NodeKind::Not(_) => "not",
            NodeKind::Near { is_ordered: false, .. } => "near",
            NodeKind::Near { is_ordered: true, .. } => "near in order",
            NodeKind::Within { .. } => "within",
            NodeKind::Title(_) => "title",
            NodeKind::Regex(_) => "regex",
            NodeKind::Field(_) => "field",
            NodeKind::Text(clause) => match (clause.form, clause.distance) {
                (_, Some(_)) => "loose",
                (Form::Word, _) if clause.text.contains(['*', '?']) => "wildcard",
                (Form::Word, _) => "word",
                (Form::Quoted, _) => "phrase",
                (Form::Cased, _) => "cased",
                (Form::Verbatim, _) => "verbatim",
            },
        });
    });
    kinds
}

/// Otherwise the tests above might say nothing about some part of the language, or only ever compare a no with a no.
#[test]
fn random_cases_cover_the_language_and_are_found_as_often_as_not() {
    let mut runner = TestRunner::deterministic();
    let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    let analysis = Analysis::social();
    for _ in 0..3_000 {
        let case = case().new_tree(&mut runner).expect("a case is made").current();
        let query = Query::parse(&case.query, FieldContext::View).expect("random queries are sound");
        let post = case.post();
        let naive = naive::Evaluator::new(&post, &analysis, Some(NOW));
        query.root().walk(&mut |node| {
            let single = Query::parse(&node.to_string(), FieldContext::View).expect("a part of a query is one");
            let truth = match naive.truth(node) {
                Truth::False => 0,
                Truth::Undecided => 1,
                Truth::True => 2,
            };
            counts.entry(kinds(&single)[0]).or_default()[truth] += 1;
        });
    }
    let all = [
        "and",
        "cased",
        "field",
        "loose",
        "near",
        "near in order",
        "not",
        "or",
        "phrase",
        "regex",
        "title",
        "verbatim",
        "wildcard",
        "within",
        "word",
    ];
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), all);
    for (kind, [no, undecided, yes]) in counts {
        println!("{kind}: {no} no, {undecided} undecided, {yes} yes");
        assert!(no >= 50 && yes >= 50, "{kind}: {no} no, {undecided} undecided, {yes} yes");
    }
}
