//! Queries made to be slow, each tried on the post that suits it worst: what was said it costs, and what it does.

use std::hint::black_box;
use std::time::Duration;

use listening::{AnalysedPost, Analysis, Context, FieldContext, ParseErrors, Post, Query};

use super::timing::Took;

/// A query made to be slow, and the 100 words that suit it worst.
struct Hostile {
    name: &'static str,
    query: String,
    text: String,
}

/// Returns a table: each query, the most that trying and proving it may take by its [`Cost`](listening::Cost) and what they
/// take; or why it is refused.
pub fn table() -> String {
    let [trial, proof] = ["trial at most", "proof at most"];
    let mut lines = vec![format!("{:<54} {trial:>14} {:>10} {proof:>14} {:>10}", "unkind query", "takes", "takes")];
    lines.extend(all().iter().map(line));
    lines.join("\n") + "\n"
}

fn line(hostile: &Hostile) -> String {
    let analysis = Analysis::social();
    let first = |errors: &ParseErrors| errors.first().reason.clone();
    let refusal = Query::parse(&hostile.query, FieldContext::Topic).err().map(|errors| first(&errors));
    // What is refused for its price alone shows whether the price is right.
    let query = match Query::parse_within(&hostile.query, FieldContext::Topic, u64::MAX) {
        Ok(query) => query.compile(&analysis),
        Err(errors) => return format!("{:<54} refused: {}", hostile.name, first(&errors)),
    };
    let post = Post { text: &hostile.text, ..Post::default() };
    let post = AnalysedPost::new(&post, &analysis);
    let trial = Took::each(|| {
        black_box(query.matches(&post, &Context::unknown()));
    });
    let proof = Took::each(|| {
        black_box(query.spans(&post, &Context::unknown()));
    });
    let cost = query.cost();
    let [trial_most, proof_most] = [cost.trial_steps, cost.proof_steps].map(Duration::from_nanos);
    let takes = format!("{trial_most:>14.1?} {:>10.1?} {proof_most:>14.1?} {:>10.1?}", trial.cpu, proof.cpu);
    format!("{:<54} {takes}{}", hostile.name, if refusal.is_some() { "  refused" } else { "" })
}

fn all() -> Vec<Hostile> {
    let times = |count: usize, each: &dyn Fn(usize) -> String, between: &str| {
        (0..count).map(each).collect::<Vec<_>>().join(between)
    };
    let said = |words: &[&str]| words.iter().cycle().take(100).copied().collect::<Vec<_>>().join(" ");
    let same = |word: &'static str| move |_: usize| word.to_owned();
    let hostile = |name, query: String, text: String| Hostile { name, query, text };
    let long = "a".repeat(29);
    vec![
        hostile("10,000 alternatives, none said", times(10_000, &|n| format!("w{n}"), " OR "), said(&["the", "and"])),
        hostile("10,001 alternatives", times(10_001, &|n| format!("w{n}"), " OR "), said(&["the"])),
        hostile(
            "one word 10,000 times, near one that is not there",
            format!("(({}) NEAR/100 (x OR the)) NOT the", times(9_990, &same("the"), " OR ")),
            said(&["the"]),
        ),
        hostile(
            "one word 1,000 times near itself 1,000 times",
            {
                let words = times(1_000, &same("the"), " OR ");
                format!("(({words}) ONEAR/1 ({words})) the")
            },
            said(&["the", "and"]),
        ),
        hostile("50 words with three stars each", times(50, &|n| format!("aaa*a*a*b{n}"), " OR "), said(&[&long])),
        hostile("50 stars in one word", format!("aaa{}b", "*a".repeat(50)), said(&[&long])),
        hostile("51 words with stars", times(51, &|n| format!("aaa*b{n}"), " OR "), said(&["aaab"])),
        hostile(
            "NEAR in NEAR, 15 deep",
            (0..15).fold("(a NEAR/100 b)".to_owned(), |inner, _| format!("({inner} NEAR/100 (a OR b OR c))")),
            said(&["a", "b"]),
        ),
        hostile(
            "NEAR in NEAR, 40 deep",
            (0..40).fold("(a NEAR/100 b)".to_owned(), |inner, _| format!("({inner} NEAR/100 (a OR b))")),
            said(&["a"]),
        ),
        hostile(
            "100 words within 100, the last one missing",
            format!("({} AND x)~100", times(99, &|n| format!("w{}", n % 30), " AND ")),
            times(100, &|n| format!("w{}", n % 30), " "),
        ),
        hostile(
            "1,000 groups within 100",
            format!("({})~100", times(1_000, &|n| format!("(the OR w{n})"), " AND ")),
            said(&["the"]),
        ),
        hostile("NEAR/101", "(a NEAR/101 b)".to_owned(), said(&["a"])),
        hostile("a phrase of one word 100 times", format!("\"{} b\"", times(99, &same("a"), " ")), said(&["a"])),
        hostile("a phrase of 101 words", format!("\"{}\"", times(101, &same("a"), " ")), said(&["a"])),
        hostile("one word 9,990 times, said 100 times", times(9_990, &same("the"), " OR "), said(&["the"])),
        hostile(
            "500 NEARs of one brand",
            times(500, &|n| format!("(acme NEAR/100 w{n})"), " OR "),
            times(50, &|n| format!("acme w{n}"), " "),
        ),
        hostile(
            "2,000 phrases of one brand",
            times(2_000, &|n| format!("\"acme w{n}\""), " OR "),
            times(50, &|n| format!("acme w{n}"), " "),
        ),
        hostile("/\\w+@acme\\.com/", "the OR /\\w+@acme\\.com/".to_owned(), "a@acme.co ".repeat(60)),
        hostile("/(a|aa)+$/ over a row of a", "the OR /(a|aa)+b$/".to_owned(), said(&[&long])),
        hostile("/(x+x+)+y/", "the OR /(x+x+)+y/".to_owned(), "x".repeat(599)),
        hostile("/([a-z]{1,9} ){20}q/", "the OR /([a-z]{1,9} ){20}q/".to_owned(), said(&["abcde"])),
        hostile("/[a-z]*[a-z]{200}q/", "the OR /[a-z]*[a-z]{200}q/".to_owned(), "a".repeat(599)),
        hostile("/(\\w{100}){100}/", "the OR /(\\w{100}){100}/".to_owned(), said(&["a"])),
        hostile("6 regular expressions", times(6, &|n| format!("/a{n}b/"), " OR "), said(&["a"])),
        hostile("2,000 spellings of one word", times(2_000, &|n| format!("{{THe{n} b}}"), " OR "), said(&["the", "b"])),
        hostile(
            "100 authors by name, none of them",
            times(100, &|n| format!("author:\"jo smith{n}\""), " OR "),
            said(&["a"]),
        ),
        hostile(
            "1,000 NOTs",
            format!("the {}", times(1_000, &|n| format!("NOT (a AND w{n})"), " ")),
            said(&["the", "a"]),
        ),
    ]
}
