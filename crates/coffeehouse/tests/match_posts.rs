//! `coffeehouse match` and `coffeehouse topics test`, through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::Command;

use listening::{AnalysedPost, Analysis, Context, FieldContext, Part, Post, Query, QueryIndex};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use tempfile::TempDir;

use program::{Ran, command, run};

/// A file that lives as long as the folder.
fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.into_os_string().into_string().unwrap()
}

fn with_topics(topics: &str, input: impl Into<Vec<u8>>) -> Ran {
    let folder = TempDir::new().unwrap();
    run(&["match", "--topics", &file(&folder, "topics", topics)], input)
}

fn with_query(query: &str, input: impl Into<Vec<u8>>) -> Ran {
    run(&["match", "--query", query], input)
}

/// The ids of the posts that a query finds, and that nothing was wrong.
#[track_caller]
fn found(query: &str, input: &str) -> Vec<Value> {
    let ran = with_query(query, input);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{query}");
    ran.matches().into_iter().map(|found| found["post"].clone()).collect()
}

#[test]
fn matches_come_in_the_order_of_posts_and_by_topic() {
    let topics = "[[topic]]\nid = 'late'\ntext = 'late'\n[[topic]]\nid = 'bags'\ntext = '(lost OR broken) bag'\n";
    let posts = r#"{"id":"b","text":"Lost my bag, and late"}
{"id":"a","text":"On time"}
{"id":"c","text":"late again"}
"#;
    let ran = with_topics(topics, posts);
    let expected = r#"{"post":"b","topic":"bags","spans":[{"start":0,"end":4,"clause":"lost"},{"start":8,"end":11,"clause":"bag"}]}
{"post":"b","topic":"late","spans":[{"start":17,"end":21,"clause":"late"}]}
{"post":"c","topic":"late","spans":[{"start":0,"end":4,"clause":"late"}]}
"#;
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), expected, ""));
}

#[test]
fn a_language_that_nobody_gives_is_recognised_and_one_that_is_given_stands() {
    const GERMAN: &str = "Der Zug hatte heute schon wieder zwei Stunden Verspätung";
    let posts = format!(
        "{}\n{}\n{}\n{}\n",
        json!({"id": "none", "text": GERMAN}),
        json!({"id": "unusable", "text": GERMAN, "lang": "und"}),
        json!({"id": "given", "text": GERMAN, "lang": "nl"}),
        json!({"id": "too short", "text": "Zug?"}),
    );
    assert_eq!(found("zug lang:de", &posts), ["none", "unusable"]);
    assert_eq!(found("lang:nl", &posts), ["given"]);
    assert_eq!(found("zug -lang:de", &posts), ["given", "too short"]);
}

#[test]
fn topics_say_the_same_in_toml_and_in_json_lines() {
    let toml = "# ours\n[[topic]]\nid = 'a'\ntext = 'delta'\n[[topic]]\nid = 'b'\ntext = '\"lost bag\"'\n";
    let lines = "{\"id\":\"b\",\"text\":\"\\\"lost bag\\\"\",\"kind\":\"X\"}\n\n{\"id\":\"a\",\"text\":\"delta\"}\n";
    let posts = "{\"text\":\"Delta, my lost bag\"}\n";
    let (from_toml, from_lines) = (with_topics(toml, posts), with_topics(lines, posts));
    assert_eq!(from_toml.matches().len(), 2);
    assert_eq!((from_toml.code, from_toml.stdout), (from_lines.code, from_lines.stdout));
}

#[test]
fn post_without_an_id_is_named_by_its_line_and_ids_stay_what_they_are() {
    let posts = "{\"text\":\"x\"}\n\n{\"id\":null,\"text\":\"x\"}\n{\"id\":18446744073709551615,\"text\":\"x\"}\n{\"id\":\"4\",\"text\":\"x\"}";
    assert_eq!(found("x", posts), [json!(1), json!(3), json!(18_446_744_073_709_551_615_u64), json!("4")]);
}

#[test]
fn spans_are_bytes_of_the_text_that_the_json_says() {
    let ran = with_query("café 🔥", r#"{"text":"un caf\u00e9 🔥"}"#);
    let spans = ran.matches()[0]["spans"].clone();
    assert_eq!(spans[0], json!({"start": 3, "end": 8, "clause": "café"}));
    assert_eq!(spans[1], json!({"start": 9, "end": 13, "clause": "🔥"}));
}

#[test]
fn facts_of_a_post_are_asked() {
    let posts = r#"{"id":1,"text":"hi","author":"alice","lang":"pt-BR","channel":"web"}
{"id":2,"text":"hi","lang":"en","title":"Delta late","followers":20000,"links":["https://acme.com/help"]}
{"id":3,"text":"hi","url":"https://news.bbc.co.uk/1","tags":"travel","kind":"reply","author_name":"Jane Doe"}
"#;
    for (query, post) in [
        ("author:alice", 1),
        ("lang:pt", 1),
        ("channel:web", 1),
        ("title:delta", 2),
        ("followers:>10k", 2),
        ("link:acme.com/help", 2),
        ("site:bbc.co.uk", 3),
        ("tag:travel", 3),
        ("kind:reply", 3),
        ("author:\"jane doe\"", 3),
    ] {
        assert_eq!(found(query, posts), [json!(post)], "{query}");
    }
}

#[test]
fn words_found_in_the_title_alone_have_no_place_in_the_text() {
    let ran = with_query("delta", r#"{"text":"hi","title":"Delta"}"#);
    assert_eq!(ran.matches()[0]["spans"], json!([]));
}

#[test]
fn time_is_rfc_3339_or_milliseconds() {
    let posts = r#"{"id":"before","text":"x","created_at":"2026-05-01T01:59:59+02:00"}
{"id":"at","text":"x","created_at":"2026-05-01T02:00:00+02:00"}
{"id":"millis before","text":"x","created_at":1777593599999}
{"id":"millis at","text":"x","created_at":1777593600000}
{"id":"none","text":"x"}
"#;
    assert_eq!(found("x after:2026-05-01", posts), [json!("at"), json!("millis at")]);
}

#[test]
fn time_before_now_is_counted_from_the_start_of_the_program() {
    let posts = "{\"id\":1,\"text\":\"x\",\"created_at\":\"1999-01-01T00:00:00Z\"}\n{\"id\":2,\"text\":\"x\",\"created_at\":\"2999-01-01T00:00:00Z\"}\n";
    assert_eq!(found("x after:-30d", posts), [json!(2)]);
}

#[test]
fn members_that_are_not_ours_are_let_through_whatever_they_hold() {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    let posts = format!(
        "{{\"id\":1,\"text\":\"x\",\"deep\":{deep},\"n\":1e999,\"tags\":{{\"a\":[1]}},\"links\":[1],\"followers\":-3,\"title\":[]}}\n"
    );
    assert_eq!(found("x", &posts), [json!(1)]);
}

#[test]
fn bad_lines_are_named_and_all_others_are_matched() {
    let mut input = b"{\"id\":1,\"text\":\"x\"}\nnot json\n{\"id\":3}\n{\"id\":4,\"text\":\"\xFF x\"}\n".to_vec();
    input.extend(b"{\"id\":5,\"text\":\"x\"\n[\"x\"]\n{\"id\":{},\"text\":\"x\"}\n{\"text\":\"x\",\"created_at\":\"yesterday\"}\n");
    input.extend(b"{\"text\":7}\n{\"text\":\"\\ud800\"}\n{\"id\":11,\"text\":\"x\"}\n");
    let ran = with_query("x", input);
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.matches().iter().map(|found| found["post"].clone()).collect::<Vec<_>>(), [json!(1), json!(11)]);
    let complaints: Vec<&str> = ran.stderr.lines().collect();
    for (complaint, expected) in complaints.iter().zip([
        "line 2: not a JSON object",
        "line 3: missing field `text`",
        "line 4: not UTF-8 at byte 17",
        "line 5: ",
        "line 6: not a JSON object",
        "line 7: invalid type: map, expected an id",
        "line 8: invalid value: string \"yesterday\", expected created_at as RFC 3339",
        "line 9: invalid type: integer `7`, expected a string",
        "line 10: ",
        "9 of 11 lines could not be read",
    ]) {
        assert!(complaint.starts_with(&format!("coffeehouse: {expected}")), "{complaint}");
    }
    assert_eq!(complaints.len(), 10, "{}", ran.stderr);
}

#[test]
fn bom_carriage_returns_and_empty_lines_are_no_posts_and_no_errors() {
    let input = "\u{FEFF}{\"text\":\"x\"}\r\n\r\n   \n\n{\"text\":\"x\"}\r\n";
    assert_eq!(found("x", input), [json!(1), json!(5)]);
    assert_eq!(found("x", ""), [] as [Value; 0]);
    assert_eq!(found("x", "\n"), [] as [Value; 0]);
}

#[test]
fn last_line_needs_no_end() {
    assert_eq!(found("x", "{\"text\":\"x\"}\n{\"text\":\"x\"}"), [json!(1), json!(2)]);
}

#[test]
fn long_line_is_matched_and_a_line_over_the_limit_is_a_bad_line() {
    let post = |words: usize| format!("{{\"text\":\"{}delta\"}}\n", "word ".repeat(words));
    let ran = with_query("delta", format!("{}{}{}", post(1 << 19), post(1 << 20), post(0)));
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.matches().iter().map(|found| found["post"].clone()).collect::<Vec<_>>(), [json!(1), json!(3)]);
    assert!(ran.stderr.contains("line 2: longer than 4 MiB"), "{}", ran.stderr);
}

#[test]
fn query_that_cannot_be_parsed_is_shown_with_its_place_and_what_to_write() {
    let ran = with_query("delta OR united late", "{\"text\":\"delta\"}");
    let expected = "\
coffeehouse: the query cannot be understood
  delta OR united late
  ^^^^^^^^^^^^^^^^^^^^
  column 1: AND and OR stand side by side without parentheses
  help: say which belong together, for example (delta OR united) late
  try:  (delta OR united) late
";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(2), "", expected));
}

#[test]
fn query_that_costs_too_much_is_refused_with_what_to_change() {
    let ran = with_query("acme /[a-z]*[a-z]{200}q/", "{\"text\":\"acme\"}");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("20 ms is the most") && ran.stderr.contains("shorten what it repeats"),
        "{}",
        ran.stderr
    );
}

#[test]
fn query_may_begin_with_a_hyphen() {
    assert_eq!(found("-job delta", "{\"text\":\"delta\"}\n{\"text\":\"delta job\"}\n"), [json!(1)]);
}

#[test]
fn topics_that_cannot_be_understood_are_all_named_before_anything_is_read() {
    for (topics, complaints) in [
        ("[[topic]]\nid='a'\ntext='x OR y z'\n[[topic]]\nid='b'\ntext='*late'\n", &["topic a:\n", "topic b:\n"][..]),
        ("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"(x\"}\n", &["line 2, topic b:\n  (x\n  ^"][..]),
        ("{\"id\":\"a\"}\n{\"id\":\"b\",\"text\":\n", &["line 1: missing field `text`", "line 2: "][..]),
        ("[[topic]]\nid='a'\ntext='x'\nmatchs=['x']\n", &["line 4, column 1", "unknown field `matchs`"][..]),
        ("[[topic]]\nid='a'\ntext='x\n", &["line 3"][..]),
        ("[[topic]]\nid='a'\ntext='x'\n[[topic]]\nid='a'\ntext='y'\n", &["topic a: the id stands twice"][..]),
        ("[[topic]]\nid='a'\ntext='status:open'\n", &["works in views, rules and history, not in topics"][..]),
        ("", &["has no topics"][..]),
    ] {
        let ran = with_topics(topics, "{\"text\":\"x y z\"}\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{topics}");
        for complaint in complaints {
            assert!(ran.stderr.contains(complaint), "{complaint:?} is in {}", ran.stderr);
        }
    }
}

#[test]
fn topics_that_cannot_be_read_are_an_error_with_the_name_of_the_file() {
    let ran = run(&["match", "--topics", "no-such-file.toml"], "");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("cannot read no-such-file.toml"), "{}", ran.stderr);
}

#[test]
fn one_of_query_and_topics_must_be_given() {
    assert_eq!(run(&["match"], "").code, Some(2));
    assert_eq!(run(&["match", "--query", "x", "--topics", "y"], "").code, Some(2));
    assert_eq!(run(&["match", "--query", "x", "--threads", "0"], "").code, Some(2));
}

#[test]
fn undecided_matches_are_written_when_asked_for_and_are_marked() {
    let posts = r#"{"id":1,"text":"delta"}
{"id":2,"text":"delta","sentiment":"negative"}
{"id":3,"text":"delta","sentiment":["positive"]}
"#;
    let query = "delta sentiment:negative";
    assert_eq!(found(query, posts), [json!(2)]);
    let ran = run(&["match", "--query", query, "--undecided"], posts);
    let marks: Vec<_> = ran.matches().iter().map(|found| (found["post"].clone(), found["undecided"].clone())).collect();
    assert_eq!(marks, [(json!(1), json!(true)), (json!(2), Value::Null)]);
}

#[test]
fn explanation_is_the_tree_with_the_words_found() {
    let ran = run(&["match", "--query", "(delta OR united) -job", "--explain"], r#"{"text":"Delta","title":"delta"}"#);
    let expected = json!({"label": "AND", "truth": "true", "parts": [
        {"label": "OR", "truth": "true", "parts": [
            {"label": "delta", "truth": "true", "spans": [
                {"start": 0, "end": 5, "word": "Delta"},
                {"start": 0, "end": 5, "word": "delta", "part": "title"},
            ]},
            {"label": "united", "truth": "false"},
        ]},
        {"label": "NOT", "truth": "true", "parts": [{"label": "job", "truth": "false"}]},
    ]});
    assert_eq!(ran.matches()[0]["explanation"], expected);
}

#[test]
fn match_is_written_while_the_input_stays_open() {
    let mut child = command(&["match", "--query", "delta"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=3 {
        stdin.write_all(b"{\"text\":\"delta\"}\n").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"post\":{number},")), "{line}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn reader_that_has_enough_ends_the_program_quietly() {
    let mut child = command(&["match", "--query", "delta"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(b"{\"text\":\"delta\"}\n").unwrap();
    stdout.read_line(&mut String::new()).unwrap();
    drop(stdout);
    let posts = "{\"text\":\"delta\"}\n".repeat(1_000);
    // Far more than every pipe and queue can hold: it ends because the program has.
    let is_closed = (0..10_000).any(|_| stdin.write_all(posts.as_bytes()).is_err());
    assert!(is_closed);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn interrupt_ends_the_program_while_it_waits_for_posts() {
    let mut child = command(&["match", "--query", "delta"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(b"{\"text\":\"delta\"}\n").unwrap();
    stdout.read_line(&mut String::new()).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(
        (child.wait().unwrap().code(), said.as_str()),
        (Some(130), "coffeehouse: stopped after 1 post, 1 match\n")
    );
    drop(stdin);
}

/// The reader takes what a pipe holds and no more, so that the program is stopped in the middle of writing.
#[cfg(unix)]
#[test]
fn interrupt_cuts_no_line_in_two() {
    let mut child = command(&["match", "--query", "delta"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let writer = std::thread::spawn(move || {
        let posts = "{\"text\":\"delta\"}\n".repeat(1_000);
        while stdin.write_all(posts.as_bytes()).is_ok() {}
    });
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(rest.ends_with("}\n") && rest.lines().all(|line| line.ends_with('}')), "{}", &rest[rest.len() - 200..]);
    writer.join().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = command(&["match", "--query", "x"]).stdout(full).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"{\"text\":\"x\"}\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot write the matches"));
}

#[test]
fn posts_that_every_topic_matches_are_written_whole_and_in_order() {
    let topics: String = (100..300).map(|id| format!("{{\"id\":\"t{id}\",\"text\":\"delta\"}}\n")).collect();
    let posts: String = (1..=400).map(|id| format!("{{\"id\":{id},\"text\":\"delta\"}}\n")).collect();
    let folder = TempDir::new().unwrap();
    let ran = run(&["match", "--threads", "3", "--topics", &file(&folder, "topics", &topics)], posts);
    let expected: String = (1..=400)
        .flat_map(|post| (100..300).map(move |topic| (post, topic)))
        .map(|(post, topic)| {
            format!("{{\"post\":{post},\"topic\":\"t{topic}\",\"spans\":[{{\"start\":0,\"end\":5,\"clause\":\"delta\"}}]}}\n")
        })
        .collect();
    assert_eq!((ran.code, ran.stdout == expected), (Some(0), true));
}

#[test]
fn topics_whose_examples_hold_pass() {
    let folder = TempDir::new().unwrap();
    let topics = "\
[[topic]]
id = 'delays'
text = '(delta OR #delta*) (late OR delay*) -job'
matches = ['Delta: delayed again', { text = 'late', title = 'Delta' }]
does_not_match = ['Delta on time']
[[topic]]
id = 'angry'
text = 'delta sentiment:negative after:2026-01-01'
matches = [{ text = 'Delta!', sentiment = 'negative', created_at = 2026-05-01T12:00:00Z }]
[[topic]]
id = 'bare'
text = 'united'
";
    let ran = run(&["topics", "test", &file(&folder, "topics.toml", topics)], "");
    let expected = "3 topics (1 without examples), 4 examples: 4 held, 0 failed\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), expected, ""));
}

#[test]
fn examples_that_fail_are_shown_with_the_reason() {
    let folder = TempDir::new().unwrap();
    let topics = "\
[[topic]]
id = 'delays'
text = 'delta late sentiment:negative'
matches = ['Delta on time', 'Delta late']
does_not_match = [{ text = 'Delta late', sentiment = 'negative' }]
";
    let ran = run(&["topics", "test", &file(&folder, "topics.toml", topics)], "");
    let expected = "\
delays: should match, and does not: Delta on time
  no  AND
  yes   delta = Delta
  no    late
  ?     sentiment:negative
delays: should match, and is undecided: give it the judgements it needs: Delta late
  ?   AND
  yes   delta = Delta
  yes   late = late
  ?     sentiment:negative
delays: should not match, and does: Delta late
  yes AND
  yes   delta = Delta
  yes   late = late
  yes   sentiment:negative
1 topic, 3 examples: 0 held, 3 failed
";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(1), expected, ""));
}

#[test]
fn topics_test_refuses_a_file_that_cannot_be_understood() {
    let folder = TempDir::new().unwrap();
    let ran = run(&["topics", "test", &file(&folder, "topics.toml", "[[topic]]\nid='a'\ntext='x OR y z'\n")], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("topic a:\n  x OR y z\n  ^^^^^^^^\n"), "{}", ran.stderr);
}

const QUERIES: &[&str] = &[
    "delta",
    "delta late",
    "(delta OR #delta*) (late OR delay*) -job",
    "\"lost bag\"",
    "lost NEAR/3 bag",
    "caf?",
    "{Delta}",
    "🔥",
    "lang:en delta",
    "author:alice",
    "title:delta",
    "kind:reply",
    "delta sentiment:negative",
    "/b[ae]g/",
    "東京",
];
const WORDS: &[&str] = &[
    "delta",
    "Delta",
    "#DeltaFail",
    "late",
    "delayed",
    "lost",
    "bag",
    "job",
    "café",
    "cafe",
    "🔥",
    "東京へ",
    "big",
    "\n",
];

fn post() -> impl Strategy<Value = Value> {
    let words = prop::collection::vec(select(WORDS), 0..9).prop_map(|words| words.join(" "));
    let title = prop::option::weighted(0.2, select(WORDS));
    let lang = prop::option::of(select(&["en", "de"][..]));
    let author = prop::option::of(select(&["alice", "bob"][..]));
    let kind = prop::option::of(select(&["reply", "post"][..]));
    (words, title, lang, author, kind).prop_map(|(text, title, lang, author, kind)| {
        json!({"text": text, "title": title, "lang": lang, "author": author, "kind": kind, "unknown": [1, {"a": "b"}]})
    })
}

/// What trying every topic on every post gives, one after another.
fn naive(topics: &[&str], posts: &[Value]) -> String {
    let mut index = QueryIndex::new(Analysis::social());
    for (id, topic) in topics.iter().enumerate() {
        index.register(id, &Query::parse(topic, FieldContext::Topic).unwrap()).unwrap();
    }
    let mut lines = String::new();
    for (line, value) in (1..).zip(posts) {
        let member = |name: &str| value[name].as_str();
        let recognised = enrichment::language_of(member("text").unwrap());
        let post = Post {
            text: member("text").unwrap(),
            title: member("title"),
            lang: member("lang").or(recognised.as_deref()),
            author_handle: member("author"),
            kind: member("kind"),
            ..Post::default()
        };
        for found in index.match_exhaustively(&post, &Context::unknown()) {
            if !found.truth.is_true() {
                continue;
            }
            let query = index.query(&found.id).unwrap();
            let spans = query.spans(&AnalysedPost::new(&post, index.analysis()), &Context::unknown());
            let spans = spans.iter().filter(|span| span.part == Part::Text).map(|span| {
                let clause = serde_json::to_string(&*query.clauses()[span.clause as usize].text).unwrap();
                format!("{{\"start\":{},\"end\":{},\"clause\":{clause}}}", span.start, span.end)
            });
            let spans: Vec<String> = spans.collect();
            lines += &format!("{{\"post\":{line},\"topic\":{},\"spans\":[{}]}}\n", found.id, spans.join(","));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Enough posts for many batches, so that the threads' work must be put in order again.
    #[test]
    fn output_is_that_of_a_naive_evaluation_in_the_order_of_the_input(
        topics in prop::sample::subsequence(QUERIES, 1..QUERIES.len()),
        posts in prop::collection::vec(post(), 200),
        threads in 2_u8..6,
    ) {
        let posts = vec![posts; 15].concat();
        let folder = TempDir::new().unwrap();
        let written: String = (0..).zip(&topics).map(|(id, text)| format!("{}\n", json!({"id": id, "text": text}))).collect();
        let input: String = posts.iter().map(|post| format!("{post}\n")).collect();
        let threads = threads.to_string();
        let ran = run(&["match", "--threads", &threads, "--topics", &file(&folder, "topics", &written)], input);
        prop_assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let expected = naive(&topics, &posts);
        let differs = ran.stdout.lines().zip(expected.lines()).find(|(written, expected)| written != expected);
        prop_assert_eq!(differs, None);
        prop_assert_eq!(ran.stdout.len(), expected.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_program_panic(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..30),
                select(&["{\"text\":\"", "\"}\n", "\n", "\u{FEFF}", "\r\n", "{", "\\u", "\"id\":", "delta", ","][..])
                    .prop_map(|text| text.as_bytes().to_vec()),
            ],
            0..40,
        ),
    ) {
        let ran = with_query("delta OR /x/ OR sentiment:negative", pieces.concat());
        prop_assert!(matches!(ran.code, Some(0 | 3)), "{:?}", ran);
        prop_assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        // And as a query: understood or refused.
        let query = String::from_utf8_lossy(&pieces.concat()).replace('\0', " ");
        let ran = with_query(&query, "");
        prop_assert!(matches!(ran.code, Some(0 | 2)), "{:?}", ran);
    }
}
