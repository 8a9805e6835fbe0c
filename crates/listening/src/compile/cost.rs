//! What a query costs.

use super::{CompiledQuery, Items, Lexicon, Node, Nodes, Unit};
use crate::index::anchors_of;

/// What a query costs, counted when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Leaves.
    pub clauses: usize,
    /// Words, prefixes and facts by which an index finds the query; 0 when every post must be tried.
    pub anchors: usize,
    /// Words with `*` or `?`.
    pub wildcards: usize,
    /// Regular expressions.
    pub regexes: usize,
    /// Phrases and distances.
    pub positions: usize,
    /// The most that trying it once takes on a post of 100 words, however unkind, in steps of at most a nanosecond on the
    /// machine of the guide. What it takes on a usual post is far less.
    pub steps: u64,
}

impl Cost {
    /// Says whether an index can pass over the query for posts that have none of its words.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.anchors > 0
    }
}

pub(super) fn of(query: &CompiledQuery) -> Cost {
    let program = query.program();
    let mut cost = Cost { clauses: query.clauses.len(), ..Cost::default() };
    cost.anchors = anchors_of(&program, &|_| 1).map_or(0, |anchors| anchors.len());
    let wildcards = |items: Items<'_>| items.filter(|item| !matches!(item.unit, Unit::Word(_))).count();
    program.root.walk(&mut |node| match node {
        Node::Item(items) => cost.wildcards += wildcards(items),
        Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
            cost.positions += 1;
            cost.wildcards += wildcards(items);
        }
        Node::Near { .. } | Node::Within(..) => cost.positions += 1,
        Node::Regex(_) => cost.regexes += 1,
        _ => {}
    });
    cost.steps = LOOK_UP * WORDS + Price { lexicon: program.lexicon }.truth(program.root);
    cost
}

/// Words of the post that is priced, and its bytes.
const WORDS: u64 = 100;
const BYTES: u64 = 6 * WORDS;
/// Most places that are kept of one node: of two that begin and end alike one is.
const PLACES: u64 = WORDS * WORDS;

/// Measured by `bench listening --hostile`, and rounded up: to look a word of the post up, …
const LOOK_UP: u64 = 60;
/// … to ask whether the post has a word, …
const ASK: u64 = 30;
/// … to hold a word of the post against one with wildcards, for each letter of that, …
const LETTER: u64 = 12;
/// … to keep a place where something stands, to sort it among the others, …
const PLACE: u64 = 120;
/// … to look at a place from another, …
const GLANCE: u64 = 6;
/// … to ask about a fact, …
const FACT: u64 = 2_000;
/// … and to follow one state of a regular expression over a byte.
const STATE: u64 = 4;
/// Most states that an expression may have within its limits.
const STATES: u64 = 10_000;

struct Price<'q> {
    lexicon: &'q Lexicon,
}

/// What it takes to find all places of something, and how many there may be.
#[derive(Clone, Copy)]
struct Places {
    steps: u64,
    count: u64,
}

impl Places {
    fn distinct(self) -> Self {
        Self { count: self.count.min(PLACES), ..self }
    }
}

impl Price<'_> {
    fn truth(&self, node: Node<'_>) -> u64 {
        match node {
            Node::And(nodes) | Node::Or(nodes) | Node::Not(nodes) | Node::Title(nodes) => {
                nodes.map(|node| ASK + self.truth(node)).sum()
            }
            Node::Words(words) => ASK * words.len() as u64 + GLANCE * WORDS,
            Node::Field(_) => FACT,
            Node::Regex(id) => id.map_or(0, |id| STATE * BYTES * states(self.lexicon.regex(id).as_str())),
            _ => self.places(node).steps,
        }
    }

    fn places(&self, node: Node<'_>) -> Places {
        match node {
            Node::Words(words) => {
                // However often a word is among them, it stands where it stands.
                Places { steps: ASK * words.len() as u64 + PLACE * WORDS, count: WORDS }
            }
            Node::Item(items) => self.items(items),
            Node::Phrase(items) | Node::Signed(items, _) => {
                let items = self.items(items);
                Places { steps: items.steps + PLACE * items.count, count: WORDS }
            }
            Node::Loose(items, distance) => window(self.items(items), distance, items.count() as u64),
            Node::Literal(_) => Places { steps: (GLANCE + PLACE) * BYTES, count: BYTES },
            Node::Or(nodes) => self.all(nodes).distinct(),
            Node::Near { sides, distance, .. } => {
                let both = self.all(sides);
                // From each place those of the other side are looked at that may be near enough, until one is.
                let near = u64::from(distance.min(100) + 1);
                Places { steps: both.steps + both.count * (2 * PLACE + GLANCE * near), ..both }.distinct()
            }
            Node::Within(nodes, distance) => window(self.all(nodes), distance, nodes.count() as u64),
            _ => Places { steps: 0, count: 0 },
        }
    }

    fn all(&self, nodes: Nodes<'_>) -> Places {
        let places = nodes.map(|node| self.places(node));
        let sum = places.fold((0, 0), |(steps, count), one| (steps + one.steps, count + one.count));
        Places { steps: sum.0 + PLACE * sum.1, count: sum.1 }
    }

    fn items(&self, items: Items<'_>) -> Places {
        let (mut steps, mut count) = (0, 0);
        for item in items {
            let letters = self.lexicon.text(item.unit.id()).len() as u64;
            steps += match item.unit {
                Unit::Word(_) => ASK,
                Unit::Beginning(_) => LETTER * WORDS,
                // A star is tried at each letter of a word, with all that follows it.
                Unit::Glob(_) => LETTER * letters * BYTES,
            };
            // A spelling is held against each word of the key.
            steps += if item.spelling.is_some() { FACT * WORDS } else { 0 };
            steps += PLACE * WORDS;
            count += WORDS;
        }
        Places { steps, count }
    }
}

/// Of each place all those are looked at that stand in the same window.
fn window(places: Places, distance: u32, kinds: u64) -> Places {
    // One window for each position; what begins in it is gone through three times.
    let near = kinds.max(1) * u64::from(distance.min(100) + 1);
    Places { steps: places.steps + PLACE * places.count + WORDS * 3 * GLANCE * near, ..places }.distinct()
}

/// Returns about how many states an expression has: its length, times what it repeats.
fn states(pattern: &str) -> u64 {
    let mut states = pattern.len() as u64 + 1;
    for repeat in pattern.split('{').skip(1) {
        let most = repeat.split(['}', ',']).take(2).filter_map(|number| number.trim().parse::<u64>().ok()).max();
        // Classes of letters have several states each.
        states = states.saturating_mul(most.unwrap_or(1).max(1)).min(STATES);
    }
    if pattern.contains('\\') || pattern.contains('[') || pattern.contains('.') {
        (states * 8).min(STATES)
    } else {
        states
    }
}
