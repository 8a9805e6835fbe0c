//! What an index keeps is counted, bounded, and used again.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use listening::{Analysis, Context, FieldContext, Post, Query, QueryIndex, limits};

fn parse(text: &str) -> Query {
    Query::parse(text, FieldContext::Topic).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Brands of their own, words that all share, and something of everything that is kept apart.
fn topic(round: usize, n: usize) -> Query {
    let brand = format!("brand{round}x{n}");
    let rest = match n % 5 {
        0 => format!("lang:en author:someone{round}x{n}"),
        1 => format!("(late OR \"lost bag {n}\" OR refund*) NOT (job OR promo{n})"),
        2 => format!("NEAR/3 (broken OR slow{})", n % 7),
        3 => format!("(exact:\"C++ {n}\" OR col{n}*r OR {{Late{round}}})"),
        _ => "AND (channel:web OR late)".to_owned(),
    };
    parse(&format!("({brand} OR #{brand} OR \"{brand} inc\") {rest}"))
}

#[test]
fn replacing_every_query_ten_times_takes_no_more_memory_than_replacing_them_once() {
    let mut index = QueryIndex::new(Analysis::social());
    let mut fill = |round| {
        (0..1_000).for_each(|n| index.register(n, &topic(round, n)).unwrap());
        let text = format!("brand{round}x4 inc is late");
        assert_eq!(index.match_post(&Post { text: &text, ..Post::default() }, &Context::unknown())[0].id, 4);
        index.bytes()
    };
    fill(0);
    // The first replacement has to make room: each query goes before its successor comes, but not all at once.
    let once = fill(1);
    let most = (2..12).map(&mut fill).max().unwrap();
    assert!(most <= once + once / 20, "{most} bytes, {once} before");
    (0..1_000).for_each(|n| assert!(index.remove(&n)));
    (0..1_000).for_each(|n| index.register(n, &topic(99, n)).unwrap());
    assert!(index.bytes() <= once + once / 20, "{} bytes after all were removed, {once} before", index.bytes());
}

#[test]
fn an_index_refuses_what_it_may_have_no_room_for_and_stays_as_it_was() {
    let bound = 1 << 20;
    let mut index = QueryIndex::new(Analysis::social()).with_bound(bound);
    let mut count = 0;
    let full = loop {
        match index.register(count, &topic(0, count)) {
            Ok(()) => count += 1,
            Err(full) => break full,
        }
        assert!(index.bytes() <= bound, "{} bytes", index.bytes());
    };
    assert!(count > 500, "{count} queries in 2 MiB");
    assert_eq!((full.bound, full.taken, index.len()), (bound, index.bytes(), count));
    assert_eq!(
        full.to_string(),
        "the listening index takes 1 of the 1 MiB that it may: remove queries, shorten this one, or allow it more"
    );
    // The one that stands under the id goes on hearing.
    let long = (0..limits::CLAUSES).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" OR ");
    assert!(index.register(0, &parse(&long)).is_err());
    let heard = |index: &QueryIndex<usize>, text| {
        let post = Post { text, lang: Some("en"), author_handle: Some("someone0x0"), ..Post::default() };
        index.match_post(&post, &Context::unknown()).iter().map(|found| found.id).collect::<Vec<_>>()
    };
    assert_eq!(heard(&index, "brand0x0"), [0]);
    // What goes leaves room for what comes.
    (10..200).for_each(|n| assert!(index.remove(&n)));
    (10..100).for_each(|n| index.register(n, &topic(1, n)).unwrap());
    assert!(index.bytes() <= bound);
    assert_eq!(heard(&index, "brand1x14 late"), [14]);
}

#[test]
fn no_query_takes_more_than_is_set_aside_for_it() {
    // The shortest alternatives, each with the longest gate; beginnings, facts, and all that a clause can carry.
    let many = |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<Vec<_>>().join(" OR ");
    let short = |n: usize| char::from_u32(0x4E00 + u32::try_from(n).unwrap()).unwrap().to_string();
    let gate = many(32, &|n| format!("g{n}"));
    for query in [
        many(limits::CLAUSES - 1, &short),
        format!("({}) AND ({gate})", many(9_000, &short)),
        format!("({}) AND ({gate})", many(3_000, &|n| format!("author:{}", short(n)))),
        many(50, &|n| format!("abc{n}*")),
        many(4_000, &|n| format!("{{{}}}", short(n))),
        many(4_000, &|n| format!("exact:\"{}+\"", short(n))),
        many(1_000, &|n| format!("(a{n} NEAR/3 b{n})")),
    ] {
        let mut index = QueryIndex::new(Analysis::social());
        let before = index.bytes();
        let query = parse(&query);
        index.register(0, &query).unwrap();
        let took = index.bytes() - before;
        let mut bounded = QueryIndex::new(Analysis::social()).with_bound(before + took - 1);
        assert!(bounded.register(0, &query).is_err(), "{took} bytes for {} of text", query.text().len());
    }
}
