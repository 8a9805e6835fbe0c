//! An index that changes while it is used says what one built anew would say.
#![allow(clippy::unwrap_used, reason = "a query in a test parses or the test fails")]

use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use listening::{AnalysedPost, Analysis, Context, FieldContext, Match, Post, Query, QueryIndex};

const READERS: usize = 3;

/// What is done to the index, one after the other.
#[derive(Clone, Copy)]
enum Change {
    Register(usize, usize),
    Remove(usize),
    Reanchor,
}

fn changes() -> Vec<Change> {
    let change = |n: usize| match n % 7 {
        0 | 3 => Change::Register(n % 40, n),
        1 | 4 => Change::Register((n * 13) % 40, n + 1),
        2 => Change::Remove((n * 5) % 40),
        5 => Change::Register((n * 7) % 40, n % 9),
        _ => Change::Reanchor,
    };
    (0..140).map(change).collect()
}

/// Words of their own and words of others, so that numbers of words and of queries are given to others again and again.
fn query(n: usize) -> Query {
    let text = match n % 5 {
        0 => format!("(brand{n} OR late) AND (bag{} OR lost)", n % 4),
        1 => format!("\"lost bag{}\" NOT word{n}", n % 4),
        2 => format!("(word{} NEAR/2 late) OR bag{n}*", n % 10),
        3 => format!("late AND (lang:en OR word{n})"),
        _ => format!("(pre{n}* OR author:someone{}) AND lost", n % 6),
    };
    Query::parse(&text, FieldContext::Topic).unwrap()
}

fn texts() -> Vec<String> {
    (0..24).map(|n| format!("late word{n} lost bag{} brand{} pre{}fix", n % 5, n * 5, n * 5 + 4)).collect()
}

fn post(text: &str) -> Post<'_> {
    Post { text, lang: Some("en"), author_handle: Some("someone4"), ..Post::default() }
}

/// What an index built anew says after the first so many changes, trying every query.
fn anew(changes: &[Change], texts: &[String]) -> Vec<Vec<Match<usize>>> {
    let mut index = QueryIndex::new(Analysis::social());
    let mut present = std::collections::BTreeMap::new();
    for change in changes {
        match change {
            Change::Register(id, n) => drop(present.insert(*id, *n)),
            Change::Remove(id) => drop(present.remove(id)),
            Change::Reanchor => {}
        }
    }
    present.iter().for_each(|(id, n)| index.register(*id, &query(*n)).unwrap());
    texts.iter().map(|text| index.match_exhaustively(&post(text), &Context::unknown())).collect()
}

#[test]
fn threads_that_match_while_queries_come_and_go_hear_what_an_index_built_anew_hears() {
    let (changes, texts) = (changes(), texts());
    let expected: Vec<_> = (0..=changes.len()).map(|done| anew(&changes[..done], &texts)).collect();
    let found: usize = expected.iter().flatten().map(Vec::len).sum();
    assert!(found > 10_000, "{found} matches to be held against");
    let index = RwLock::new((QueryIndex::new(Analysis::social()), 0));
    // How often the present state was looked at, so that no change goes by unseen.
    let looked = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                loop {
                    let shared = index.read().unwrap();
                    let (index, done) = &*shared;
                    let heard: Vec<_> =
                        texts.iter().map(|text| index.match_post(&post(text), &Context::unknown())).collect();
                    assert_eq!(heard, expected[*done], "after {done} changes");
                    let is_last = *done == changes.len();
                    looked.fetch_add(1, SeqCst);
                    drop(shared);
                    if is_last {
                        return;
                    }
                    std::thread::yield_now();
                }
            });
        }
        for change in &changes {
            while looked.load(SeqCst) < READERS {
                std::thread::yield_now();
            }
            let mut shared = index.write().unwrap();
            match change {
                Change::Register(id, n) => shared.0.register(*id, &query(*n)).unwrap(),
                Change::Remove(id) => drop(shared.0.remove(id)),
                Change::Reanchor => drop(shared.0.reanchor()),
            }
            shared.1 += 1;
            looked.store(0, SeqCst);
        }
    });
}

#[test]
fn a_word_that_turns_hot_is_no_anchor_any_more_once_the_index_was_fitted_anew() {
    // By its length it looks rare, until something happens.
    let mut index = QueryIndex::new(Analysis::social());
    (0..500).for_each(|n| {
        let query = Query::parse(&format!("earthquake AND q{n}"), FieldContext::Topic).unwrap();
        index.register(n, &query).unwrap();
    });
    let texts: Vec<String> = (0..4_000).map(|n| format!("an earthquake, says q{} of {n}", n % 900)).collect();
    let look = |index: &QueryIndex<usize>| {
        let (mut candidates, mut heard) = (0, Vec::new());
        for text in &texts {
            let post = AnalysedPost::new(&Post { text, ..Post::default() }, index.analysis());
            let count = index.candidate_count(&post);
            candidates += count.tried + count.passed_over;
            heard.push(index.match_analysed(&post, &Context::unknown()));
        }
        (candidates, heard)
    };
    let (before, heard) = look(&index);
    assert_eq!(before, 500 * texts.len(), "every query is looked at for every post");
    assert_eq!(index.reanchor(), 500);
    let (after, heard_again) = look(&index);
    assert!(heard == heard_again && heard.iter().map(Vec::len).sum::<usize>() > 2_000);
    assert!(after < texts.len() + texts.len() / 10, "{after} candidates for {} posts", texts.len());
}
