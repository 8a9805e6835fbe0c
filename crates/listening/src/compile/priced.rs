//! What evaluation does, counted, is never more than the price that was said before.

use proptest::prelude::*;
use proptest::sample::select;

use super::CompiledQuery;
use super::price::{Price, Size};
use crate::analysis::find_links;
use crate::steps::counting::steps_of;
use crate::{AnalysedPost, Analysis, Context, FieldContext, Post, Query};

#[path = "../../tests/oracle/random.rs"]
mod random;

/// When everything is asked.
const NOW: i64 = 1_700_000_000_000_000;

fn size_of(post: &AnalysedPost<'_>) -> Size {
    let texts: usize = post.post().texts().map(|(_, text)| text.len()).sum();
    let (tokens, facts) = (post.tokens(), post.post());
    Size {
        words: tokens.entries.len().max(1) as u64,
        bytes: texts.max(tokens.keys.len()) as u64,
        alike: tokens.entries.chunk_by(|a, b| a.position == b.position).map(<[_]>::len).max().unwrap_or(1) as u64,
        name_words: post.name().entries.len() as u64,
        values: (facts.links.len() + find_links(facts.text).count()).max(facts.tags.len()).max(facts.in_reply_to.len())
            as u64,
    }
}

/// Returns what trying and proving took and may take at most: pairs of both.
fn counted(query: &CompiledQuery, post: &AnalysedPost<'_>) -> [(u64, u64); 2] {
    let program = query.program();
    let price = Price::new(program.root, program.lexicon, size_of(post));
    let context = Context::at(NOW);
    let trial = steps_of(|| {
        let _ = query.matches(post, &context);
    });
    let proof = steps_of(|| {
        let _ = query.spans(post, &context);
    });
    [(trial, price.trial(program.root)), (proof, price.proof(program.root))]
}

fn stays_below(text: &str, post: &Post<'_>) -> Result<(), TestCaseError> {
    let query = Query::parse_within(text, FieldContext::View, u64::MAX)
        .map_err(|errors| TestCaseError::fail(format!("{text}: {errors}")))?;
    for analysis in [Analysis::social(), Analysis::plain()] {
        let (query, post) = (query.compile(&analysis), AnalysedPost::new(post, &analysis));
        for (took, most) in counted(&query, &post) {
            prop_assert!(took <= most, "{took} of {most} steps: {text} of {:?}", post.post());
        }
    }
    Ok(())
}

/// Few words, so that they stand everywhere and often.
const POOL: &[&str] = &["a", "b", "the", "the", "delta", "#delta", "café", "@a", "東京", "🔥", "aaaaaaaaaaab"];

fn part() -> impl Strategy<Value = String> {
    let word = select(POOL).prop_map(str::to_owned);
    let many = |words: Vec<&str>, times: usize, between: &str| vec![words.join(between); times].join(between);
    let words = prop::collection::vec(select(POOL), 1..6);
    let phrase = (words.clone(), 1..8_usize).prop_map(move |(words, times)| many(words, times, " "));
    let group = (words, 1..60_usize).prop_map(move |(words, times)| format!("({})", many(words, times, " OR ")));
    let wild = select(&["aaa*", "aaa*a*a*b", "aaa*?*a", "del*", "d?lta", "caf?"][..]).prop_map(str::to_owned);
    prop_oneof![
        2 => word,
        3 => group,
        2 => phrase.clone().prop_map(|phrase| format!("\"{phrase}\"")),
        1 => (phrase.clone(), 1..100).prop_map(|(phrase, n)| format!("\"{phrase}\"~{n}")),
        1 => phrase.clone().prop_map(|phrase| format!("{{{phrase}}}")),
        1 => phrase.clone().prop_map(|phrase| format!("exact:\"{phrase}\"")),
        1 => phrase.prop_map(|phrase| format!("\"aaa*b {phrase}\"")),
        1 => Just("exact:\"!\"".to_owned()),
        1 => wild,
    ]
}

/// Queries that somebody wrote to be slow.
fn hostile() -> impl Strategy<Value = String> {
    let near = part().prop_recursive(6, 30, 4, |inner| {
        let joined = |inner: BoxedStrategy<String>| prop::collection::vec(inner, 2..4);
        let inner = inner.boxed();
        prop_oneof![
            2 => (inner.clone(), inner.clone(), 1..100, any::<bool>())
                .prop_map(|(a, b, n, ordered)| format!("({a} {}NEAR/{n} {b})", if ordered { "O" } else { "" })),
            1 => (joined(inner.clone()), 1..100).prop_map(|(all, n)| format!("({})~{n}", all.join(" AND "))),
            1 => joined(inner).prop_map(|all| format!("({})", all.join(" OR "))),
        ]
    });
    let more =
        select(&["/a+b/", "/(a|the)\\b/", "author:\"a a b\"", "has:emoji", "link:a.example", "title:(a OR the)"][..]);
    let leaf = prop_oneof![4 => near, 1 => more.prop_map(str::to_owned)];
    leaf.prop_recursive(4, 12, 3, |inner| {
        let joined = |between: &'static str| {
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |all| format!("({})", all.join(between)))
        };
        prop_oneof![joined(" AND "), joined(" OR "), inner.clone().prop_map(|inner| format!("(NOT {inner})"))]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_query_takes_more_than_its_price(case in random::case()) {
        stays_below(&case.query, &case.post())?;
    }

    #[test]
    fn no_query_takes_more_than_its_price_of_long_posts(case in random::long_case()) {
        stays_below(&case.query, &case.post())?;
    }

    #[test]
    fn no_hostile_query_takes_more_than_its_price(
        query in hostile(),
        words in prop::collection::vec(select(POOL), 0..120),
        title in prop::collection::vec(select(POOL), 0..9),
        name in prop::collection::vec(select(POOL), 0..30),
    ) {
        let [text, title, name] = [words.join(" "), title.join("! "), name.join(" ")];
        let post = Post { text: &text, title: Some(&title), author_name: Some(&name), ..Post::default() };
        // What cannot be read has no price.
        if Query::parse_within(&query, FieldContext::View, u64::MAX).is_ok() {
            stays_below(&query, &post)?;
        }
    }
}

#[test]
fn many_parts_of_which_a_post_can_have_few_do_not_cost_many_times_one() {
    let cost = |text: &str| {
        let query = Query::parse_within(text, FieldContext::Topic, u64::MAX).expect("it is a query");
        query.compile(&Analysis::social()).cost().steps()
    };
    let phrases = |count: usize| (0..count).map(|n| format!("\"acme w{n}\"")).collect::<Vec<_>>().join(" OR ");
    assert!(cost(&phrases(2_000)) < 4 * cost(&phrases(200)), "{} and {}", cost(&phrases(2_000)), cost(&phrases(200)));
}

/// Each on the post that suits it worst, where what it looks at is most of what it does.
#[test]
fn what_each_way_of_looking_takes_is_in_the_price() {
    let rows = |words: &str, times: usize| vec![words; times].join(" ");
    let [turns, same, long] = [rows("a b", 50), rows("the", 100), rows("aaaaaaaaaaaac", 100)];
    let halves = [rows("a", 100), rows("b", 100)].join(" ");
    for (text, said) in [
        ("b ONEAR/100 a", &halves),
        ("(a AND b)~100", &turns),
        ("\"a b\"~100", &turns),
        ("\"a b a b a c\"", &turns),
        ("aaa*aaaa*aaaab", &long),
        ("{The}", &same),
        ("{the} NEAR/1 {THE}", &same),
        ("author:\"a b a b c\"", &turns),
        ("title:(a OR b)", &turns),
        ("/a+b+c/", &turns),
        ("/a b/", &turns),
    ] {
        let name = &said[..said.len().min(400)];
        let post = Post { text: said, author_name: Some(name), ..Post::default() };
        let query = Query::parse(text, FieldContext::View).expect("it is a query").compile(&Analysis::social());
        let found = counted(&query, &AnalysedPost::new(&post, query.analysis()));
        for (took, most) in found {
            assert!(took <= most, "{text}: {took} of {most}");
        }
    }
}
