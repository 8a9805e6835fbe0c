//! What holds for every query and every post.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{AnalysedPost, Analysis, Context, FieldContext, Part, Post, Query, QueryIndex, Truth};
use proptest::prelude::*;
use proptest::sample::select;

/// Words that meet each other in every awkward way.
const WORDS: &[&str] = &[
    "delta",
    "Delta",
    "DELTA",
    "late",
    "lost",
    "bag",
    "#delta",
    "#DeltaFail",
    "@delta",
    "@delta@a.example",
    "$DAL",
    "café",
    "cafe",
    "CAFÉ",
    "東京",
    "東",
    "京都",
    "ケース",
    "สนาม",
    "ខ្មែរ",
    "한국",
    "🔥",
    "👍🏽",
    "👍",
    "👩‍💻",
    "İ",
    "ı",
    "ß",
    "wendy's",
    "wendy’s",
    "don't",
    "l'avion",
    "avion",
    "U.S.A",
    "usa",
    "acme.com",
    "C++",
    "AT&T",
    "100%",
    "a-b",
    "a_b",
    "ＡＢＣ",
    "ﬁn",
    "مُحَمَّد",
    "ёлка",
    "мой",
    "x1",
    "3.5",
    "Ǆ",
    "ŉ",
    "é",
    "great.Thanks",
    "한국에서는",
    "delta는",
    "hoà",
    "hòa",
    "เเม่",
    "น้ำ",
    "צה״ל",
    "हिन्दी",
    "٢٠٢٤",
    "ştiri",
    "#スター・ウォーズ",
    "1️⃣",
];
const WILD: &[&str] =
    &["del*", "#del*", "@del*", "wen*", "caf?", "d?lta", "ber*n", "東京*", "avi*", "acme.c*", "café*", "usa*"];
const FIELDS: &[&str] = &[
    "lang:en",
    "lang:pt",
    "lang:pt-BR",
    "author:alice",
    "author:ali*",
    "author:\"alice miller\"",
    "channel:web",
    "network:x",
    "sentiment:negative",
    "relation:press",
    "followers:>10",
    "rating:[1 TO 3]",
    "after:-1d",
    "before:2020-01-01",
    "kind:reply",
    "has:hashtag",
    "has:link",
    "tag:travel",
    "site:bbc.co.uk",
    "link:acme.com",
];
const GLUE: &[&str] =
    &[" ", " ", " ", ", ", "", "\n", " - ", "/", ". ", "… ", "\u{200d}", "\u{301}", "#", "@", "(", "https://acme.com/"];

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(WORDS).prop_map(str::to_owned),
        2 => select(WILD).prop_map(str::to_owned),
        2 => prop::collection::vec(select(WORDS), 1..4).prop_map(|words| format!("\"{}\"", words.join(" "))),
        1 => (prop::collection::vec(select(WORDS), 2..4), 1..5).prop_map(|(words, n)| format!("\"{}\"~{n}", words.join(" "))),
        1 => select(WORDS).prop_map(|word| format!("{{{word}}}")),
        1 => select(WORDS).prop_map(|word| format!("exact:\"{word}\"")),
        1 => select(WORDS).prop_map(|word| format!("title:{word}")),
        1 => select(&["/d.lta/", "/[0-9]+/"][..]).prop_map(str::to_owned),
        3 => select(FIELDS).prop_map(str::to_owned),
    ]
}

/// Something that may stand near something.
fn side() -> impl Strategy<Value = String> {
    let word = prop_oneof![select(WORDS).prop_map(str::to_owned), select(WILD).prop_map(str::to_owned)];
    prop_oneof![
        word.clone(),
        prop::collection::vec(word.clone(), 2..4).prop_map(|words| format!("({})", words.join(" OR "))),
        (word.clone(), word, 1..5).prop_map(|(a, b, n)| format!("({a} NEAR/{n} {b})")),
    ]
}

fn query() -> impl Strategy<Value = String> {
    let near = (side(), side(), 1..6, any::<bool>())
        .prop_map(|(a, b, n, is_ordered)| format!("({a} {}NEAR/{n} {b})", if is_ordered { "O" } else { "" }));
    let within =
        (prop::collection::vec(side(), 2..4), 1..8).prop_map(|(items, n)| format!("({})~{n}", items.join(" AND ")));
    let base = prop_oneof![6 => leaf(), 1 => near, 1 => within];
    base.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|items| format!("({})", items.join(" "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|items| format!("({})", items.join(" OR "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|items| format!("({})", items.join(" AND "))),
            inner.clone().prop_map(|item| format!("-({item})")),
            inner.prop_map(|item| format!("NOT {item}")),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = (select(WORDS), select(GLUE)).prop_map(|(word, glue)| format!("{word}{glue}"));
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A group as people write them: alternatives of one kind or another, and now and then one left out.
fn group() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        6 => select(FEW).prop_map(str::to_owned),
        2 => select(&["del*", "#del*", "lat*", "lo?t"][..]).prop_map(str::to_owned),
        2 => select(&["lang:en", "lang:pt", "channel:web", "author:alice", "author:\"alice miller\""][..]).prop_map(str::to_owned),
        1 => select(&["sentiment:negative", "relation:press", "after:-1d", "/d.lta/", "status:open"][..]).prop_map(str::to_owned),
        1 => (select(FEW), select(FEW)).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => (select(FEW), select(FEW)).prop_map(|(a, b)| format!("({a} NEAR/2 {b})")),
        1 => (select(FEW), select(FEW)).prop_map(|(a, b)| format!("({a} AND {b})")),
        1 => select(FEW).prop_map(|word| format!("(NOT {word})")),
    ];
    prop::collection::vec(sign, 1..4).prop_map(|signs| format!("({})", signs.join(" OR ")))
}

/// Words that nearly every post of the test has some of, so that a query hangs on its other groups.
const FEW: &[&str] = &["delta", "late", "lost", "bag", "#delta", "@delta", "café", "東京"];

/// Groups that must all hold, which is where one is the anchor and another its gate; some of them twice over.
fn groups() -> impl Strategy<Value = String> {
    let all = prop::collection::vec((group(), prop::bool::weighted(0.2)), 2..4).prop_map(|groups| {
        let written = groups.into_iter().map(|(group, is_out)| if is_out { format!("NOT {group}") } else { group });
        written.collect::<Vec<_>>().join(" AND ")
    });
    prop::collection::vec(all, 1..3).prop_map(|alternatives| match alternatives.as_slice() {
        [only] => only.clone(),
        several => several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" OR "),
    })
}

fn said_in_few_words() -> impl Strategy<Value = Said> {
    (said(), prop::collection::vec(select(FEW), 0..5)).prop_map(|(said, words)| Said { text: words.join(" "), ..said })
}

const MOODS: &[Option<&[&str]>] = &[None, Some(&["negative"]), Some(&[])];

/// A post that owns what it says.
#[derive(Debug, Clone)]
struct Said {
    text: String,
    title: Option<String>,
    lang: Option<&'static str>,
    author: Option<&'static str>,
    name: Option<&'static str>,
    channel: Option<&'static str>,
    sentiment: Option<&'static [&'static str]>,
    followers: Option<u64>,
}

impl Said {
    fn post(&self) -> Post<'_> {
        Post {
            text: &self.text,
            title: self.title.as_deref(),
            lang: self.lang,
            author_handle: self.author,
            author_name: self.name,
            channel: self.channel,
            sentiment: self.sentiment,
            followers: self.followers,
            ..Post::default()
        }
    }
}

fn said() -> impl Strategy<Value = Said> {
    let some = |values: &'static [Option<&'static str>]| select(values);
    (
        text(),
        prop::option::weighted(0.2, text()),
        some(&[None, Some("en"), Some("pt-BR"), Some("pt_br")]),
        some(&[None, Some("@Alice"), Some("alice@a.example"), Some("alice.bsky.social"), Some("bob")]),
        some(&[None, Some("Alice Miller"), Some("Álice")]),
        some(&[None, Some("web"), Some("WEB")]),
        select(MOODS),
        prop::option::of(0_u64..20),
    )
        .prop_map(|(text, title, lang, author, name, channel, sentiment, followers)| Said {
            text,
            title,
            lang,
            author,
            name,
            channel,
            sentiment,
            followers,
        })
}

proptest! {
    #[test]
    fn printing_and_parsing_give_the_same_query(text in query()) {
        let parsed = Query::parse(&text, FieldContext::View).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        let printed = parsed.to_string();
        let again = Query::parse(&printed, FieldContext::View).map_err(|e| TestCaseError::fail(format!("{printed}: {e}")))?;
        prop_assert_eq!(&again, &parsed, "{} became {}", text, printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn presearch_finds_exactly_what_trying_every_query_finds(
        queries in prop::collection::vec(query(), 1..12),
        posts in prop::collection::vec(said(), 1..12),
        removed in prop::collection::vec(0_usize..12, 0..4),
        is_plain in any::<bool>(),
    ) {
        let analysis = if is_plain { Analysis::plain() } else { Analysis::social() };
        let mut index = QueryIndex::new(analysis);
        for (id, query) in queries.iter().enumerate() {
            index.register(id, &Query::parse(query, FieldContext::View).unwrap()).unwrap();
        }
        let context = Context::at(1_700_000_000_000_000);
        let check = |index: &QueryIndex<usize>| {
            for said in &posts {
                let post = said.post();
                let found = index.match_post(&post, &context);
                prop_assert_eq!(&found, &index.match_exhaustively(&post, &context), "{:?}", said);
                // Every query by itself says the same, and proves it by the same words.
                let analysed = AnalysedPost::new(&post, &analysis);
                for (id, query) in (0..queries.len()).filter_map(|id| Some((id, index.query(&id)?))) {
                    let truth = found.iter().find(|found| found.id == id).map_or(Truth::False, |found| found.truth);
                    prop_assert_eq!(query.matches(&analysed, &context), truth, "{:?}", said);
                    prop_assert_eq!(query.spans(&analysed, &context), index.spans(&id, &analysed, &context), "{:?}", said);
                }
            }
            Ok(())
        };
        check(&index)?;
        for id in &removed {
            index.remove(id);
        }
        index.reanchor();
        check(&index)?;
        index.register(3, &Query::parse(&queries[0], FieldContext::View).unwrap()).unwrap();
        check(&index)?;
    }

    #[test]
    fn no_gate_shuts_a_query_out_that_trying_it_would_find(
        queries in prop::collection::vec(groups(), 1..10),
        later in prop::collection::vec((0_usize..10, groups()), 0..6),
        posts in prop::collection::vec(said_in_few_words(), 1..16),
        is_plain in any::<bool>(),
    ) {
        let parse = |query: &str| Query::parse(query, FieldContext::View).unwrap_or_else(|e| panic!("{query}: {e}"));
        let mut index = QueryIndex::new(if is_plain { Analysis::plain() } else { Analysis::social() });
        for (id, query) in queries.iter().enumerate() {
            index.register(id, &parse(query)).unwrap();
        }
        let check = |index: &QueryIndex<usize>| {
            // With a now and without: what is undecided must be found too.
            for context in [Context::at(1_700_000_000_000_000), Context::unknown()] {
                for said in &posts {
                    let found = index.match_post(&said.post(), &context);
                    prop_assert_eq!(found, index.match_exhaustively(&said.post(), &context), "{:?}", said);
                }
            }
            Ok(())
        };
        check(&index)?;
        for (id, query) in &later {
            index.remove(id);
            check(&index)?;
            index.register(*id, &parse(query)).unwrap();
            index.register(id + 100, &parse(query)).unwrap();
        }
        check(&index)?;
        index.reanchor();
        check(&index)?;
        check(&index.clone())?;
    }

    #[test]
    fn whatever_a_query_can_be_true_of_meets_its_condition(query in query(), posts in prop::collection::vec(said(), 1..8)) {
        for analysis in [Analysis::social(), Analysis::plain()] {
            let compiled = Query::parse(&query, FieldContext::View).unwrap().compile(&analysis);
            let condition = compiled.condition();
            for said in &posts {
                let post = said.post();
                let analysed = AnalysedPost::new(&post, &analysis);
                for context in [Context::unknown(), Context::at(1_700_000_000_000_000)] {
                    if !compiled.matches(&analysed, &context).is_false() {
                        prop_assert!(condition.holds(&analysed.words()), "{:?} does not hold of {:?}", condition, said);
                    }
                }
            }
        }
    }

    #[test]
    fn spans_are_words_of_the_post_and_stand_where_something_holds(query in query(), said in said()) {
        let analysis = Analysis::social();
        let compiled = Query::parse(&query, FieldContext::View).unwrap().compile(&analysis);
        let post = said.post();
        let analysed = AnalysedPost::new(&post, &analysis);
        let context = Context::unknown();
        let spans = compiled.spans(&analysed, &context);
        for span in &spans {
            let text = match span.part { Part::Text => post.text, _ => post.title.unwrap_or_default() };
            prop_assert!(text.get(span.start..span.end).is_some_and(|word| !word.is_empty()));
            prop_assert!((span.clause as usize) < compiled.clauses().len());
        }
        prop_assert!(spans.is_sorted());
        if compiled.matches(&analysed, &context).is_false() {
            prop_assert_eq!(spans, vec![]);
        }
        prop_assert_eq!(compiled.explain(&analysed, &context).truth, compiled.matches(&analysed, &context));
    }

    #[test]
    fn every_word_of_a_post_finds_the_post(said in said()) {
        let analysis = Analysis::social();
        let post = said.post();
        let analysed = AnalysedPost::new(&post, &analysis);
        for token in analysis.tokens(post.text).iter().filter(|token| token.is_primary) {
            let word = post.text[token.start..token.end].replace(['"', '\\', '?', '*'], " ");
            let Ok(query) = Query::parse(&format!("\"{word}\""), FieldContext::Topic) else { continue };
            prop_assert_eq!(query.compile(&analysis).matches(&analysed, &Context::unknown()), Truth::True, "{}", word);
        }
    }

    #[test]
    fn tokens_are_in_order_and_folding_is_done_once(text in "\\PC{0,60}") {
        for analysis in [Analysis::social(), Analysis::plain()] {
            let tokens = analysis.tokens(&text);
            let mut last = 0;
            for token in tokens.iter() {
                prop_assert!(token.position >= last && token.width >= 1);
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end) && token.start < token.end);
                last = token.position;
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = Query::parse(&text, FieldContext::View);
    }

    #[test]
    fn no_heap_of_signs_makes_the_parser_panic(pieces in prop::collection::vec(select(SIGNS), 0..20)) {
        let text = pieces.concat();
        match Query::parse(&text, FieldContext::View) {
            Ok(query) => {
                let printed = query.to_string();
                let again = Query::parse(&printed, FieldContext::View);
                prop_assert_eq!(again.as_ref(), Ok(&query), "{} became {}", text, printed);
                for lint in query.lint(FieldContext::Topic) {
                    let better = lint.suggestion.fix.map_or_else(|| text.clone(), |fix| fix.apply(&text));
                    let is_understood = Query::parse(&better, FieldContext::View).is_ok();
                    prop_assert!(is_understood, "{} became {}", text, better);
                }
                let analysed = AnalysedPost::new(&Post { text: &text, ..Post::default() }, &Analysis::social());
                query.compile(&Analysis::social()).explain(&analysed, &Context::unknown()).to_string();
            }
            Err(errors) => {
                for error in errors.iter() {
                    prop_assert!(text.get(error.span.clone()).is_some());
                    prop_assert!(!error.suggestion.text.is_empty(), "{}: {}", text, error);
                    if let Some(fix) = &error.suggestion.fix {
                        prop_assert!(text.get(fix.span.clone()).is_some());
                        prop_assert!(fix.apply(&text) != text, "{}: {}", text, error);
                    }
                }
                if let Some(fixed) = errors.fix(&text) {
                    prop_assert!(fixed != text, "{}", text);
                }
            }
        }
    }

    #[test]
    fn no_post_makes_the_matcher_panic(text in any::<String>(), query in query()) {
        for analysis in [Analysis::social(), Analysis::plain()] {
            let mut index = QueryIndex::new(analysis);
            index.register(0, &Query::parse(&query, FieldContext::View).unwrap()).unwrap();
            let post = Post { text: &text, title: Some(&text), author_name: Some(&text), url: Some(&text), ..Post::default() };
            let _ = index.match_post(&post, &Context::unknown());
        }
    }
}

const SIGNS: &[&str] = &[
    "a",
    "b",
    "é",
    "東",
    " ",
    " ",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "{",
    "}",
    "/",
    "~",
    "~2",
    "*",
    "?",
    "-",
    "–",
    "+",
    "!",
    "#",
    "@",
    "$",
    ":",
    "AND",
    "OR",
    "NOT",
    "NEAR/2",
    "NEAR",
    "ONEAR/1",
    "lang:",
    "title:",
    "exact:",
    "foo:",
    "followers:",
    "[",
    "]",
    "[1 TO 2]",
    "<<<",
    ">>>",
    "\\",
    "\\\"",
    "abc*",
    "wom?n",
    "🔥",
    "'",
    ".",
    "://",
    "www.",
    "&",
    "|",
    "%",
    "（",
    "）",
    "«",
    "»",
    "\u{301}",
    "author:",
    "after:-1d",
    "「",
    "」",
    "＂",
    "lang：",
    "צה\"ל",
    "צ\"",
    "^2",
    "raw:(",
    "hashtags:(",
    "exact:(",
    "followers_count:",
    "1..2",
    "[1-2]",
    "한국*",
    "\u{200B}",
    "\u{FEFF}",
    "\u{2069}",
    "why?",
    "url:x",
    "\u{20E3}",
    "เเ",
];

/// More anchors than the table first has room for, lists longer than their first room, and all of it taken out again.
#[test]
fn an_index_that_grew_and_shrank_finds_what_trying_every_query_finds() {
    let text = |n: usize| match n % 4 {
        0 => format!("(word{n} OR late) AND (lost OR bag{})", n % 7),
        1 => format!("late AND (bag{} OR gone*)", n % 11),
        2 => format!("word{} NEAR/3 lost", n % 50),
        _ => format!("(pre{n}* OR author:someone{n}) AND late"),
    };
    let posts: Vec<String> = (0..60)
        .map(|n| format!("late word{n} lost bag{} gone{n} pre{}fix {}", n % 13, n * 4 + 3, "and so on ".repeat(n)))
        .collect();
    let mut index = QueryIndex::new(Analysis::social());
    let check = |index: &QueryIndex<usize>| {
        posts.iter().for_each(|text| {
            let post = Post { text, author_handle: Some("someone7"), ..Post::default() };
            let found = index.match_post(&post, &Context::unknown());
            assert_eq!(found, index.match_exhaustively(&post, &Context::unknown()), "{text}");
        });
        posts
            .iter()
            .map(|text| index.match_post(&Post { text, ..Post::default() }, &Context::unknown()).len())
            .sum::<usize>()
    };
    (0..2_000).for_each(|n| index.register(n, &Query::parse(&text(n), FieldContext::Topic).unwrap()).unwrap());
    let full = check(&index);
    assert!(full > 1_000, "{full}");
    (0..2_000).filter(|n| n % 3 != 0).for_each(|n| assert!(index.remove(&n)));
    assert!(check(&index) < full);
    (0..2_000).for_each(|n| index.register(n, &Query::parse(&text(n), FieldContext::Topic).unwrap()).unwrap());
    assert_eq!(check(&index), full);
    index.reanchor();
    assert_eq!(check(&index), full);
    (0..2_000).for_each(|n| assert!(index.remove(&n)));
    assert_eq!((check(&index), index.len()), (0, 0));
}

/// Long posts of one repeated word meet queries made to be slow; the claim is that this ends, not how fast.
#[test]
fn hostile_queries_on_long_posts_end() {
    let text = "a b @a.b #aB a.b 東 ".repeat(5_000);
    let post = Post { text: &text, title: Some(&text), ..Post::default() };
    let near = (0..8).fold("(a NEAR/100 b)".to_owned(), |inner, _| format!("({inner} NEAR/100 (a OR b OR 東))"));
    let phrase = format!("\"{}\"", ["a", "b"].repeat(50).join(" "));
    let group = "(a AND b AND 東 AND x)~100";
    let wild = "(aaa*b*c*d OR \"b a\"~100 OR 東東東)";
    let mut index = QueryIndex::new(Analysis::social());
    for (id, query) in [near.as_str(), &phrase, group, wild, "/(a|b)+c/", "exact:\"a b\""].iter().enumerate() {
        index
            .register(id, &Query::parse(query, FieldContext::Topic).unwrap_or_else(|e| panic!("{query}: {e}")))
            .unwrap();
    }
    let found: Vec<usize> = index.match_post(&post, &Context::unknown()).into_iter().map(|found| found.id).collect();
    assert_eq!(found, [0, 3, 5]);
}
