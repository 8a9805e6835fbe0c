//! The reference page says what the program does: its examples are run, and what it leaves out is found.
#![allow(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]

use std::collections::BTreeSet;

use listening::{
    AnalysedPost, Analysis, Context, Facts, Field, FieldClause, FieldContext, Has, NodeKind, Operator, Post, Query,
    Truth, Value, limits,
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/language.md");

/// Cells of the tables below a heading, without the row of names; marks of code and escapes of `|` are undone.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let section =
        page.split("\n## ").find(|section| section.starts_with(heading)).unwrap_or_else(|| panic!("{heading}"));
    let lines = section.lines().filter(|line| line.starts_with("| "));
    let rows: Vec<Vec<String>> = lines
        .filter(|line| !line.starts_with("| ---"))
        .map(|line| {
            let inner = line.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "\u{0}");
            inner.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
        })
        .skip(1)
        .collect();
    assert!(!rows.is_empty(), "{heading} has rows");
    rows
}

/// What stands between marks of code in a cell; `\u{…}` is the character.
fn code(cell: &str) -> Vec<String> {
    let unescape = |text: &str| match text.split_once("\\u{") {
        Some((before, rest)) => {
            let (number, after) = rest.split_once('}').unwrap();
            format!("{before}{}{after}", char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap())
        }
        None => text.to_owned(),
    };
    cell.split('`').skip(1).step_by(2).map(unescape).collect()
}

fn only(cell: &str) -> String {
    let found = code(cell);
    assert_eq!(found.len(), 1, "one piece of code in {cell}");
    found[0].clone()
}

fn moment(text: &str) -> i64 {
    let query = Query::parse(&format!("after:{text}"), FieldContext::View).unwrap();
    let NodeKind::Field(FieldClause { value: Value::Moment(moment), .. }) = query.root().kind else { panic!("{text}") };
    moment.resolve(None).unwrap()
}

/// One fact about our work.
struct Work<'w>(&'w str, &'w str);

impl Facts for Work<'_> {
    fn holds(&self, clause: &FieldClause) -> Truth {
        if clause.field.spec().name != self.0 {
            return Truth::Undecided;
        }
        let holds = match &clause.value {
            Value::Text(text) => text == self.1,
            Value::Prefix(prefix) => self.1.starts_with(prefix),
            Value::Flag(flag) => *flag == (self.1 == "yes"),
            Value::Duration(range) => {
                let query = Query::parse(&format!("waiting:>={}", self.1), FieldContext::View).unwrap();
                let NodeKind::Field(FieldClause { value: Value::Duration(at), .. }) = query.root().kind else {
                    panic!()
                };
                range.contains(at.low.unwrap().at)
            }
            _ => panic!("{clause}"),
        };
        holds.into()
    }
}

/// Asks a query about a post as the page writes it: a text, or `name=value`.
fn ask(query: &str, written: &str) -> Truth {
    let analysis = Analysis::social();
    let compiled =
        Query::parse(query, FieldContext::View).unwrap_or_else(|e| panic!("{query}: {e}")).compile(&analysis);
    let (name, value) = written.split_once('=').unwrap_or(("", written));
    let values = [value];
    let mut post = Post { text: "hello", ..Post::default() };
    let work = Work(name, value);
    match name {
        "author" => post.author_handle = Some(value),
        "author_name" => post.author_name = Some(value),
        "channel" => post.channel = Some(value),
        "network" => post.network = Some(value),
        "lang" => post.lang = Some(value),
        "url" => post.url = Some(value),
        "kind" => post.kind = Some(value),
        "has" => {
            post.has = match value {
                "image" => Has::IMAGE,
                "video" => Has::VIDEO,
                other => panic!("has={other}"),
            }
        }
        "in_reply_to" => post.in_reply_to = &values,
        "thread" => post.thread = Some(value),
        "id" => post.id = Some(value),
        "tag" => post.tags = &values,
        "source" => post.source = Some(value),
        "followers" => post.followers = Some(value.parse().unwrap()),
        "rating" => post.rating = Some(value.parse().unwrap()),
        "created_at" => post.created_at = Some(moment(value)),
        "sentiment" => post.sentiment = Some(&values),
        "relation" => post.relation = Some(&values),
        "stance" => post.stance = Some(&values),
        "intent" => post.intent = Some(&values),
        "title" => post.title = Some(value),
        name if Field::table().iter().any(|spec| spec.is_view_only && spec.name == name) => {}
        _ => post.text = written,
    }
    let context = Context::at(moment("2026-05-31T12:00Z")).with_facts(&work);
    compiled.matches(&AnalysedPost::new(&post, &analysis), &context)
}

#[track_caller]
fn check(query: &str, found: &str, not_found: &str) {
    for post in code(found) {
        assert_eq!(ask(query, &post), Truth::True, "{query} finds {post}");
    }
    for post in code(not_found) {
        assert_eq!(ask(query, &post), Truth::False, "{query} does not find {post}");
    }
    assert!(!code(found).is_empty() && !code(not_found).is_empty(), "{query} has an example of both");
}

#[test]
fn every_operator_is_on_the_page_and_does_what_it_says() {
    let rows = rows("Operators");
    let written: Vec<String> = rows.iter().map(|row| only(&row[0])).collect();
    let known: Vec<&str> = Operator::table().iter().map(|operator| operator.write).collect();
    assert_eq!(written, known);
    for (row, operator) in rows.iter().zip(Operator::table()) {
        let query = only(&row[2]);
        assert_eq!(query, operator.example);
        assert!(Query::parse(&query, FieldContext::Topic).is_ok(), "{query} works in topics");
        check(&query, &row[3], &row[4]);
    }
}

/// A new kind of node does not compile here until it is named, and is not found until an example on the page has it.
#[test]
fn every_kind_of_node_is_in_an_example() {
    let name = |kind: &NodeKind| match kind {
        NodeKind::And(_) => "and",
        NodeKind::Or(_) => "or",
        NodeKind::Not(_) => "not",
        NodeKind::Near { is_ordered: false, .. } => "near",
        NodeKind::Near { is_ordered: true, .. } => "onear",
        NodeKind::Within { .. } => "within",
        NodeKind::Title(_) => "title",
        NodeKind::Regex(_) => "regex",
        NodeKind::Text(clause) if clause.distance.is_some() => "loose",
        NodeKind::Text(clause) => match clause.form {
            listening::Form::Word => "word",
            listening::Form::Quoted => "quoted",
            listening::Form::Cased => "cased",
            listening::Form::Verbatim => "verbatim",
        },
        NodeKind::Field(_) => "field",
    };
    let mut seen = BTreeSet::new();
    for operator in Operator::table() {
        let query = Query::parse(operator.example, FieldContext::Topic).unwrap();
        query.root().walk(&mut |node| _ = seen.insert(name(&node.kind)));
    }
    let all = [
        "and", "cased", "loose", "near", "not", "onear", "or", "quoted", "regex", "title", "verbatim", "within", "word",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn every_field_is_on_the_page_with_its_values_and_where_it_is_legal() {
    let rows = [rows("Fields\n"), rows("Fields of our work")].concat();
    let written: Vec<String> = rows.iter().map(|row| only(&row[0])).collect();
    let known: Vec<&str> = Field::table().iter().map(|spec| spec.name).collect();
    assert_eq!(written, known);
    for (row, spec) in rows.iter().zip(Field::table()) {
        let query = only(&row[2]);
        check(&query, &row[3], &row[4]);
        let is_legal = Query::parse(&query, FieldContext::Topic).is_ok();
        assert_eq!(row[5], if is_legal { "everywhere" } else { "views" }, "{query}");
        if let listening::Shape::OneOf(values) = spec.shape {
            for value in values {
                assert!(row[1].contains(value), "{} is among the values of {}", value, spec.name);
            }
        }
    }
}

#[test]
fn what_is_legal_and_what_is_not_is_as_the_page_says() {
    for row in rows("How they combine") {
        let query = only(&row[0]);
        let verdict = match (Query::parse(&query, FieldContext::Topic), Query::parse(&query, FieldContext::View)) {
            (Ok(_), Ok(_)) => "legal",
            (Err(_), Ok(_)) => "legal in views",
            _ => "an error",
        };
        assert_eq!(row[1], verdict, "{query}");
    }
}

#[test]
fn words_are_compared_as_the_page_says() {
    for section in ["What counts as the same word", "Scripts"] {
        for row in rows(section) {
            check(&only(&row[0]), &row[1], &row[2]);
        }
    }
}

#[test]
fn what_other_products_write_becomes_what_the_page_says() {
    for row in rows("From other products") {
        let (theirs, ours) = (only(&row[0]), code(&row[1]));
        let parsed = Query::parse(&theirs, FieldContext::View);
        let Some(ours) = ours.first() else {
            assert!(parsed.is_err(), "{theirs} has no like here");
            continue;
        };
        let understood = parsed.unwrap_or_else(|errors| {
            let fixed = errors.fix(&theirs).unwrap_or_else(|| panic!("{theirs} has a fix: {errors}"));
            Query::parse(&fixed, FieldContext::View).unwrap_or_else(|errors| panic!("{fixed}: {errors}"))
        });
        assert_eq!(understood, Query::parse(ours, FieldContext::View).unwrap(), "{theirs}");
    }
}

#[test]
fn limits_are_as_the_page_says() {
    let known: &[(&str, usize)] = &[
        ("bytes of a query", limits::QUERY_BYTES),
        ("words and fields", limits::CLAUSES),
        ("words with wildcards", limits::WILDCARDS),
        ("letters before `*`, at least", limits::PREFIX_LETTERS),
        ("regular expressions", limits::REGEXES),
        (
            r"characters that `[ ]` and `\p{ }` of a regular expression name in all",
            usize::try_from(limits::REGEX_CHARACTERS).unwrap(),
        ),
        ("levels of parentheses", limits::DEPTH),
        ("widest distance", limits::DISTANCE as usize),
        ("words in a phrase", limits::PHRASE_WORDS),
        ("places shown for a word or phrase in one post", limits::SPANS_PER_CLAUSE),
        ("places shown for a regular expression", limits::SPANS_PER_REGEX),
        (
            "milliseconds that trying and proving it may take of a post of 100 words",
            usize::try_from(limits::QUERY_STEPS / 1_000_000).unwrap(),
        ),
    ];
    let rows = rows("What it costs");
    let written: Vec<(&str, usize)> =
        rows.iter().map(|row| (row[0].as_str(), row[1].replace(',', "").parse().unwrap())).collect();
    assert_eq!(written, known);
}
