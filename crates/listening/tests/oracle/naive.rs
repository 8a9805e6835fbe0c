//! A plain evaluator: every place of every word, every combination of places.

use std::cell::RefCell;
use std::collections::BTreeSet;

use listening::{
    Analysis, Field, FieldClause, Form, Node, NodeKind, Part, Post, Span, TextClause, Truth, Value, limits,
};
use regex::RegexBuilder;
use unicode_normalization::UnicodeNormalization;

/// Signs that a query insists on.
const SIGNS: &str = "%|/!?&+=#$£€¥¢₹₽₩₿";

/// Where something stands: positions and bytes, both inclusive of the first and, for positions, of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    first: u32,
    last: u32,
    start: usize,
    end: usize,
    clause: u32,
}

/// A word of a text.
struct Word {
    key: String,
    place: Place,
    is_primary: bool,
}

pub struct Evaluator<'p> {
    post: &'p Post<'p>,
    analysis: &'p Analysis,
    now: Option<i64>,
    texts: Vec<(Part, &'p str, Vec<Word>)>,
    /// Number of the next leaf, while the tree is walked in the order written.
    clause: RefCell<u32>,
}

fn words(text: &str, analysis: &Analysis) -> Vec<Word> {
    let place = |token: &listening::Token<'_>| Place {
        first: token.position,
        last: token.position + token.width - 1,
        start: token.start,
        end: token.end,
        clause: 0,
    };
    let tokens = analysis.tokens(text);
    tokens
        .iter()
        .map(|token| Word { key: token.key.to_owned(), place: place(&token), is_primary: token.is_primary })
        .collect()
}

/// A word to look for, and what must stand before and behind it.
struct Wanted {
    is_it: Box<dyn Fn(&str) -> bool>,
    spelling: Option<String>,
    before: Gap,
}

#[derive(Clone, PartialEq)]
enum Gap {
    Any,
    Signs(String),
    Exactly(String),
}

impl<'p> Evaluator<'p> {
    pub fn new(post: &'p Post<'p>, analysis: &'p Analysis, now: Option<i64>) -> Self {
        let texts = post.texts().map(|(part, text)| (part, text, words(text, analysis))).collect();
        Self { post, analysis, now, texts, clause: RefCell::new(0) }
    }

    pub fn truth(&self, node: &Node) -> Truth {
        self.of(node, false).0
    }

    /// Places that prove it, each once, at most a hundred for a clause.
    pub fn spans(&self, root: &Node) -> Vec<Span> {
        *self.clause.borrow_mut() = 0;
        let spans = self.of(root, false).1;
        let mut kept: Vec<Span> = Vec::new();
        for span in spans {
            if kept.iter().filter(|other| other.clause == span.clause).count() < limits::SPANS_PER_CLAUSE {
                kept.push(span);
            }
        }
        kept
    }

    fn next_clause(&self) -> u32 {
        self.clause.replace_with(|clause| *clause + 1)
    }

    fn of(&self, node: &Node, in_title: bool) -> (Truth, BTreeSet<Span>) {
        match &node.kind {
            NodeKind::And(items) | NodeKind::Or(items) => {
                let is_and = matches!(node.kind, NodeKind::And(_));
                let parts: Vec<_> = items.iter().map(|item| self.of(item, in_title)).collect();
                let truths = parts.iter().map(|(truth, _)| *truth);
                let truth = if is_and { truths.min() } else { truths.max() }.expect("a level has members");
                let spans = parts.into_iter().flat_map(|(_, spans)| spans);
                (truth, if truth == Truth::False { BTreeSet::new() } else { spans.collect() })
            }
            NodeKind::Not(inner) => {
                let truth = match self.of(inner, in_title).0 {
                    Truth::True => Truth::False,
                    Truth::False => Truth::True,
                    Truth::Undecided => Truth::Undecided,
                };
                (truth, BTreeSet::new())
            }
            NodeKind::Title(inner) => self.of(inner, true),
            NodeKind::Field(clause) => {
                self.next_clause();
                (self.field(clause), BTreeSet::new())
            }
            NodeKind::Regex(pattern) => {
                let clause = self.next_clause();
                let regex = RegexBuilder::new(pattern).case_insensitive(true).build().expect("the parser checked it");
                let texts = self.texts.iter().filter(|(part, ..)| !in_title || *part == Part::Title);
                let found = texts.flat_map(|(part, text, _)| {
                    regex.find_iter(text).map(move |found| Span {
                        part: *part,
                        start: found.start(),
                        end: found.end(),
                        clause,
                    })
                });
                held(found.take(limits::SPANS_PER_REGEX).collect())
            }
            NodeKind::Near { .. } | NodeKind::Within { .. } | NodeKind::Text(_) => {
                let first_clause = *self.clause.borrow();
                let mut spans = BTreeSet::new();
                for (part, text, words) in &self.texts {
                    // Each text is asked on its own, and all of them about the same leaves.
                    *self.clause.borrow_mut() = first_clause;
                    let places = self.places(node, text, words);
                    if !in_title || *part == Part::Title {
                        spans.extend(places.into_iter().map(|place| Span {
                            part: *part,
                            start: place.start,
                            end: place.end,
                            clause: place.clause,
                        }));
                    }
                }
                held(spans)
            }
        }
    }

    fn places(&self, node: &Node, text: &str, words: &[Word]) -> BTreeSet<Place> {
        match &node.kind {
            NodeKind::Or(items) => items.iter().flat_map(|item| self.places(item, text, words)).collect(),
            NodeKind::Near { left, right, distance, is_ordered } => {
                let lefts = self.places(left, text, words);
                let rights = self.places(right, text, words);
                let is_near = |a: &Place, b: &Place| {
                    if *is_ordered {
                        b.first > a.last && b.first - a.last - 1 <= *distance
                    } else {
                        b.first <= a.last + distance && a.first <= b.last + distance
                    }
                };
                let pairs = lefts.iter().flat_map(|a| rights.iter().map(move |b| (*a, *b)));
                pairs.filter(|(a, b)| is_near(a, b)).flat_map(|(a, b)| [a, b]).collect()
            }
            NodeKind::Within { items, distance } => {
                let items = items.iter().map(|item| self.places(item, text, words)).collect::<Vec<_>>();
                together(&items, *distance)
            }
            NodeKind::Text(clause) => {
                let number = self.next_clause();
                let found = self.text(clause, text, words);
                found.into_iter().map(|place| Place { clause: number, ..place }).collect()
            }
            _ => panic!("{node} has no place"),
        }
    }

    fn text(&self, clause: &TextClause, text: &str, words: &[Word]) -> BTreeSet<Place> {
        let (wanted, behind) = self.wanted(clause);
        if wanted.is_empty() {
            return literal(clause.text.trim(), text, words);
        }
        let found: Vec<BTreeSet<Place>> = wanted
            .iter()
            .map(|wanted| {
                let fits = |word: &&Word| {
                    let spelt = &text[word.place.start..word.place.end];
                    (wanted.is_it)(&word.key)
                        && wanted.spelling.as_ref().is_none_or(|spelling| *spelling == unified(spelt))
                };
                words.iter().filter(fits).map(|word| word.place).collect()
            })
            .collect();
        if let Some(distance) = clause.distance {
            return together(&found, distance);
        }
        let mut rows: Vec<Place> =
            found[0].iter().copied().filter(|place| ends_so(&text[..place.start], &wanted[0].before)).collect();
        for (next, wanted) in found.iter().zip(&wanted).skip(1) {
            rows = rows
                .iter()
                .flat_map(|row| next.iter().map(move |word| (row, word)))
                .filter(|(row, word)| row.last + 1 == word.first)
                .filter(|(row, word)| between(text.get(row.end..word.start).unwrap_or_default(), &wanted.before))
                .map(|(row, word)| Place { last: word.last, end: word.end, ..*row })
                .collect();
        }
        rows.into_iter().filter(|row| begins_so(&text[row.end..], &behind)).collect()
    }

    /// The words of a clause, each with the gap before it, and the gap behind the last.
    fn wanted(&self, clause: &TextClause) -> (Vec<Wanted>, Gap) {
        let is_wild = clause.form == Form::Word && clause.text.contains(['*', '?']);
        if is_wild {
            let pattern = self.folded_pattern(&clause.text);
            let is_it = Box::new(move |key: &str| glob(&pattern, &key.chars().collect::<Vec<_>>()));
            return (vec![Wanted { is_it, spelling: None, before: Gap::Any }], Gap::Any);
        }
        let gap = |between: &str| match clause.form {
            Form::Verbatim => Gap::Exactly(between.to_owned()),
            _ => {
                let signs: String = between.chars().filter(|c| SIGNS.contains(*c)).collect();
                if signs.is_empty() { Gap::Any } else { Gap::Signs(signs) }
            }
        };
        let mut end = 0;
        let mut wanted = Vec::new();
        for word in words(&clause.text, self.analysis).into_iter().filter(|word| word.is_primary) {
            let spelling = matches!(clause.form, Form::Cased | Form::Verbatim)
                .then(|| unified(&clause.text[word.place.start..word.place.end]));
            let before = gap(&clause.text[end..word.place.start.max(end)]);
            end = word.place.end;
            wanted.push(Wanted { is_it: Box::new(move |key| key == word.key), spelling, before });
        }
        (wanted, gap(&clause.text[end..]))
    }

    fn folded_pattern(&self, pattern: &str) -> Vec<char> {
        let fold = |piece: &str| {
            let tokens = self.analysis.tokens(piece);
            tokens.iter().find(|token| token.is_primary).map_or_else(|| piece.to_owned(), |token| token.key.to_owned())
        };
        let mut folded = String::new();
        let mut piece = String::new();
        for c in pattern.chars() {
            if matches!(c, '*' | '?' | '#' | '@') {
                folded += &fold(&std::mem::take(&mut piece));
                folded.push(c);
            } else {
                piece.push(c);
            }
        }
        (folded + &fold(&piece)).chars().collect()
    }

    fn field(&self, clause: &FieldClause) -> Truth {
        let post = self.post;
        let one_of = |judged: Option<&[&str]>| match (judged, &clause.value) {
            (Some(judged), Value::Text(value)) => judged.contains(&value.as_str()).into(),
            _ => Truth::Undecided,
        };
        let same = |fact: Option<&str>| match &clause.value {
            Value::Text(value) => fact.is_some_and(|fact| fact.to_lowercase() == value.to_lowercase()).into(),
            _ => Truth::False,
        };
        let number = |fact: Option<f64>| match (&clause.value, fact) {
            (Value::Number(range), Some(fact)) => {
                let above = range.low.is_none_or(|low| fact > low.at || (fact >= low.at && low.is_inclusive));
                let below = range.high.is_none_or(|high| fact < high.at || (fact <= high.at && high.is_inclusive));
                (above && below).into()
            }
            _ => Truth::False,
        };
        match clause.field {
            Field::Channel => same(post.channel),
            Field::Network => same(post.network),
            Field::Kind => same(post.kind),
            Field::Lang => {
                let Value::Text(wanted) = &clause.value else { return Truth::False };
                let tag = |tag: &str| tag.to_lowercase().replace('_', "-");
                let holds = post.lang.is_some_and(|lang| {
                    tag(lang) == tag(wanted) || tag(lang).starts_with(&format!("{}-", tag(wanted)))
                });
                holds.into()
            }
            Field::Followers => number(post.followers.map(|count| count as f64)),
            Field::Rating => number(post.rating),
            Field::Sentiment => one_of(post.sentiment),
            Field::Relation => one_of(post.relation),
            Field::After | Field::Before => {
                let (Value::Moment(moment), Some(created_at)) = (&clause.value, post.created_at) else {
                    return Truth::False;
                };
                let Some(at) = moment.resolve(self.now) else { return Truth::Undecided };
                ((clause.field == Field::After) == (created_at >= at)).into()
            }
            Field::Status | Field::Assignee => Truth::Undecided,
            other => panic!("{other:?} is not asked here"),
        }
    }
}

fn held(spans: BTreeSet<Span>) -> (Truth, BTreeSet<Span>) {
    ((!spans.is_empty()).into(), spans)
}

/// Whatever is part of some choice, one place of each, that lies within so many positions.
fn together(items: &[BTreeSet<Place>], distance: u32) -> BTreeSet<Place> {
    fn choose(items: &[BTreeSet<Place>], distance: u32, chosen: &mut Vec<Place>, kept: &mut BTreeSet<Place>) {
        let first = chosen.iter().map(|place| place.first).min().unwrap_or(0);
        let last = chosen.iter().map(|place| place.last).max().unwrap_or(0);
        if last > first + distance {
            return;
        }
        let Some((item, rest)) = items.split_first() else {
            kept.extend(chosen.iter().copied());
            return;
        };
        for place in item {
            chosen.push(*place);
            choose(rest, distance, chosen, kept);
            chosen.pop();
        }
    }
    let mut kept = BTreeSet::new();
    choose(items, distance, &mut Vec::new(), &mut kept);
    kept
}

/// Signs stand where the last word before them does, or at the beginning.
fn literal(literal: &str, text: &str, words: &[Word]) -> BTreeSet<Place> {
    let position = |start: usize| {
        let before = words.iter().rfind(|word| word.place.start < start).or_else(|| words.first());
        before.map_or(0, |word| word.place.first)
    };
    text.match_indices(literal)
        .map(|(start, found)| Place {
            first: position(start),
            last: position(start),
            start,
            end: start + found.len(),
            clause: 0,
        })
        .collect()
}

fn unified(text: &str) -> String {
    let unseen = |c: &char| matches!(c, '\u{200D}' | '\u{200C}' | '\u{640}' | '\u{FE0F}' | '"' | '\u{5F4}');
    let apostrophe = |c| if matches!(c, '’' | '‘' | 'ʼ' | 'ʻ') { '\'' } else { c };
    text.nfkc().filter(|c| !unseen(c)).map(apostrophe).collect()
}

fn ends_so(text: &str, gap: &Gap) -> bool {
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) | Gap::Exactly(signs) => text.ends_with(signs),
    }
}

fn begins_so(text: &str, gap: &Gap) -> bool {
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) | Gap::Exactly(signs) => text.starts_with(signs),
    }
}

fn between(text: &str, gap: &Gap) -> bool {
    match gap {
        Gap::Any => true,
        Gap::Signs(signs) => text.chars().filter(|c| SIGNS.contains(*c)).collect::<String>() == *signs,
        Gap::Exactly(exactly) => text == exactly,
    }
}

fn glob(pattern: &[char], key: &[char]) -> bool {
    match (pattern, key) {
        ([], []) => true,
        (['*', rest @ ..], _) => glob(rest, key) || (!key.is_empty() && glob(pattern, &key[1..])),
        (['?', rest @ ..], [_, more @ ..]) => glob(rest, more),
        ([c, rest @ ..], [k, more @ ..]) => c == k && glob(rest, more),
        _ => false,
    }
}
