//! `coffeehouse bench`, through the real program, on posts and queries that we wrote for it.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;

use tempfile::TempDir;

use program::{Ran, run};

const POSTS: &str = r#"{"id":"p1","text":"Delta is late again","lang":"en"}
{"id":"p2","text":"the delta of the Nile"}
{"id":"p3","text":"late, and my bag is lost","author":"alice"}
"#;
const QUERIES: &str = r#"{"id":"q1","text":"delta AND (late OR lost)"}
{"id":"q2","text":"bag NOT delta"}
"#;

fn bench(posts: &str, queries: Option<&str>) -> Ran {
    let folder = TempDir::new().unwrap();
    let file = |name: &str, lines: &str| {
        let path = folder.path().join(name);
        fs::write(&path, lines).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut arguments = vec!["bench".into(), "listening".into(), "--posts".into(), file("posts.jsonl", posts)];
    if let Some(queries) = queries {
        arguments.extend(["--queries".into(), file("queries.jsonl", queries)]);
    }
    run(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), "")
}

fn line<'r>(ran: &'r Ran, name: &str) -> &'r str {
    ran.stdout.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {}", ran.stdout))
}

#[test]
fn matches_are_counted_and_their_digest_is_that_of_the_sorted_pairs() {
    let ran = bench(POSTS, Some(QUERIES));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    // printf 'p1\tq1\np3\tq2\n' | sha256sum
    assert!(line(&ran, "matches").ends_with("2, digest 3119dc7ae9ee66af"), "{}", ran.stdout);
    for name in ["load", "tokenise", "utf-8 check", "candidates", "match", "a post", "naive", "a change"] {
        line(&ran, name);
    }
}

#[test]
fn without_queries_the_commonest_words_of_the_posts_make_them() {
    let ran = bench(POSTS, None);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(line(&ran, "load").contains("10000 queries"), "{}", ran.stdout);
}

#[test]
fn the_pages_of_an_inbox_are_asked_for_and_every_kind_of_search_finds_something() {
    let size = ["--conversations", "1000", "--messages", "3000", "--bulk", "20", "--requests", "3"];
    let ran = run(&[&["bench", "inbox"], &size[..]].concat(), "");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let found = |name: &str| line(&ran, name).split_whitespace().last().unwrap().trim_end_matches('+').replace(',', "");
    let kinds = ["a rare word", "a word of some", "a word of every third", "two common words", "a phrase", "NEAR"];
    for kind in kinds.into_iter().chain(["a beginning", "a regular expression", "without a word", "Chinese"]) {
        assert!(
            found(&format!("search: {kind}")).parse::<u32>().is_ok_and(|count| count > 0),
            "{kind}: {}",
            ran.stdout
        );
    }
    assert_eq!(found("count: all"), "1000");
    assert!(ran.stdout.contains(" changed in "), "{}", ran.stdout);
}

#[test]
fn a_line_that_is_no_post_or_query_is_named() {
    let ran = bench("{\"id\":1}\n", Some(QUERIES));
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("posts.jsonl, line 1"), "{}", ran.stderr);
    let ran = bench(POSTS, Some("{\"id\":\"broken\",\"text\":\"(delta\"}\n"));
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("query broken"), "{}", ran.stderr);
}
