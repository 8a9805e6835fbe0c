//! The most that evaluating a query may take, whatever a post says.
//!
//! A post of so many words shares them out: it may say one word often or many words once. So a price is kept as an
//! [`Amount`], so much always and so much for each time that the post says this word or that one, and only at the end is the
//! post chosen that suits it worst. That is why 2,000 different phrases do not cost 2,000 times what one does.

use std::collections::HashMap;

use super::amount::{Amount, Said};
use super::{Gap, Item, Items, Lexicon, Node, Nodes, Unit, states};
use crate::evaluate::name_words as name_words_of;
use crate::field::Field;
use crate::limits;
use crate::steps::{ASK, BYTE, FACT, GLANCE, LETTER, LOOK_UP, PLACE, SCAN, SPELL, STATE, VALUE};

/// How much a post says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// Its tokens, of all its texts.
    pub(super) words: u64,
    /// Bytes of its texts, or of its tokens' keys if those are more.
    pub(super) bytes: u64,
    /// Most tokens that begin at one position: a word, its other spellings, the tag that it begins.
    pub(super) alike: u64,
    /// Tokens of its author's name.
    pub(super) name_words: u64,
    /// Most links, tags or people answered.
    pub(super) values: u64,
}

impl Size {
    /// The post by which queries are priced.
    pub(super) const PRICED: Self = Self { words: 100, bytes: 600, alike: 4, name_words: 10, values: 10 };
}

/// Prices the parts of one query.
pub(super) struct Price<'q> {
    lexicon: &'q Lexicon,
    size: Size,
    /// How often the query has each word or beginning.
    uses: HashMap<u32, u64>,
    leaves: u64,
}

impl<'q> Price<'q> {
    pub(super) fn new(root: Node<'_>, lexicon: &'q Lexicon, size: Size) -> Self {
        let mut price = Self { lexicon, size, uses: HashMap::new(), leaves: 0 };
        root.walk(&mut |node| {
            let mut add = |id: u32| *price.uses.entry(id).or_default() += 1;
            match node {
                Node::Words(words) => words.iter().copied().for_each(add),
                Node::Item(items) | Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
                    items.for_each(|item| add(item.unit.id()));
                }
                _ => return,
            }
            price.leaves += u64::from(node.clauses());
        });
        price
    }

    /// Returns the most steps that saying whether the query matches may take.
    pub(super) fn trial(&self, root: Node<'_>) -> u64 {
        let mut steps = self.look_up();
        self.truth(root, false, &mut steps);
        self.most(&steps)
    }

    /// Returns the most steps that finding what proves a match may take.
    pub(super) fn proof(&self, root: Node<'_>) -> u64 {
        let mut steps = self.look_up();
        let spans = self.spans(root, false, &mut steps);
        steps.add(&spans.times(PLACE));
        self.most(&steps)
    }

    fn look_up(&self) -> Amount {
        Amount::always((LOOK_UP + PLACE) * self.size.words)
    }

    fn truth(&self, node: Node<'_>, in_title: bool, steps: &mut Amount) {
        match node {
            Node::And(nodes) | Node::Or(nodes) | Node::Not(nodes) => {
                nodes.for_each(|node| self.truth(node, in_title, steps));
            }
            Node::Title(nodes) => self.truth(nodes.only(), true, steps),
            Node::Words(words) => {
                steps.always += (ASK + SCAN) * words.len() as u64;
                if in_title {
                    steps.add(&Amount::each(words.iter().copied().map(Said::Word)).times(GLANCE));
                }
            }
            Node::Item(mut items) => {
                let found = items.next().map(|item| self.one(item, steps));
                steps.add(&found.unwrap_or_default());
            }
            Node::Field(id) => steps.always += self.fact(id),
            Node::Regex(id) => steps.always += self.search(id),
            _ => {
                self.asks(node, steps);
                let mut standing = Amount::default();
                self.among_few(node, &mut standing);
                self.places(node, false, &mut standing);
                steps.add(&self.gated(standing, node));
            }
        }
    }

    fn spans(&self, node: Node<'_>, in_title: bool, steps: &mut Amount) -> Amount {
        match node {
            Node::And(nodes) | Node::Or(nodes) => {
                self.truth(node, in_title, steps);
                nodes.fold(Amount::default(), |spans, node| spans.and(&self.spans(node, in_title, steps)))
            }
            Node::Title(nodes) => self.spans(nodes.only(), true, steps),
            Node::Not(_) | Node::Field(_) => Amount::default(),
            Node::Regex(id) => {
                let found = limits::SPANS_PER_REGEX as u64;
                // Each text is searched once more than something is found in it.
                steps.always += (found + 1) * self.search(id);
                Amount::always(found)
            }
            _ => {
                self.asks(node, steps);
                let mut standing = Amount::default();
                let places = self.places(node, true, &mut standing);
                standing.add(&places.times(PLACE));
                steps.add(&self.gated(standing, node));
                self.gated(places, node)
            }
        }
    }

    /// To ask whether what is needed is there.
    fn asks(&self, node: Node<'_>, steps: &mut Amount) {
        match node {
            Node::Words(words) => steps.always += (ASK + SCAN) * words.len() as u64,
            Node::Item(items) | Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
                steps.always += (ASK + SCAN) * items.count() as u64;
            }
            Node::Or(nodes) | Node::Near { sides: nodes, .. } | Node::Within(nodes, _) => {
                nodes.for_each(|node| self.asks(node, steps));
            }
            _ => {}
        }
    }

    /// The short way, in posts of few words: a row of words, and words near each other.
    fn among_few(&self, node: Node<'_>, steps: &mut Amount) {
        match node {
            Node::Phrase(mut items) => {
                let mut before = items.next().and_then(|item| Said::of(item.unit));
                steps.always += SCAN;
                for item in items {
                    steps.always += SCAN;
                    let here = Said::of(item.unit);
                    let pairs = self.pairs(&Amount::each(before), &Amount::each(here), node);
                    steps.add(&pairs.times(GLANCE));
                    before = here;
                }
            }
            Node::Near { sides, .. } => {
                let words = sides.two().map(|side| match side {
                    Node::Words(words) => words,
                    _ => &[],
                });
                let [left, right] = words.map(|words| {
                    steps.always += (ASK + 2 * SCAN) * words.len() as u64;
                    distinct(words)
                });
                steps.add(&self.pairs(&left, &right, node).times(GLANCE));
            }
            _ => {}
        }
    }

    /// Adds what it takes to find all places of something, and returns how many there may be.
    fn places(&self, node: Node<'_>, is_numbered: bool, steps: &mut Amount) -> Amount {
        let places = match node {
            Node::Words(ids) if is_numbered => {
                steps.always += SCAN * ids.len() as u64;
                Amount::each(ids.iter().copied().map(Said::Word))
            }
            Node::Words(ids) => {
                steps.always += (ASK + 2 * SCAN) * ids.len() as u64;
                distinct(ids)
            }
            Node::Item(items) => self.all(items, steps),
            Node::Phrase(items) => self.row(items, steps),
            Node::Signed(items, gaps) => {
                // What lies between two places is read for its signs; no byte of a text lies between several.
                let signs = gaps.iter().filter(|gap| matches!(gap, Gap::Signs(_))).count() as u64;
                steps.always += BYTE * self.size.bytes * signs;
                self.row(items, steps)
            }
            Node::Loose(items, _) => {
                let all = self.all(items, steps);
                self.windows(all, items.count() as u64, steps)
            }
            Node::Literal(id) => {
                let found = self.size.bytes / (self.lexicon.text(id).len() as u64).max(1);
                steps.always += BYTE * self.size.bytes + PLACE * found;
                Amount::always(found)
            }
            Node::Or(nodes) => {
                self.asks(node, steps);
                self.each(nodes, is_numbered, steps)
            }
            Node::Near { sides, .. } => {
                let [left, right] = sides.two().map(|side| self.places(side, is_numbered, steps));
                let both = left.clone().and(&right);
                // From each side once: those of the other are looked at, at most all.
                steps.add(&both.times(2 * PLACE + GLANCE));
                steps.add(&self.pairs(&left, &right, node).times(2 * GLANCE));
                both
            }
            Node::Within(nodes, _) => {
                let all = self.each(nodes, is_numbered, steps);
                self.windows(all, nodes.count() as u64, steps)
            }
            _ => Amount::default(),
        };
        // They are kept once and sorted once.
        steps.add(&places.times(2 * PLACE));
        places
    }

    fn each(&self, nodes: Nodes<'_>, is_numbered: bool, steps: &mut Amount) -> Amount {
        nodes.fold(Amount::default(), |all, node| all.and(&self.places(node, is_numbered, steps)))
    }

    fn all(&self, items: Items<'_>, steps: &mut Amount) -> Amount {
        items.fold(Amount::default(), |all, item| all.and(&self.one(item, steps)))
    }

    /// One item: how often it may be found.
    fn one(&self, item: Item, steps: &mut Amount) -> Amount {
        let Size { words, bytes, .. } = self.size;
        steps.always += match item.unit {
            Unit::Word(_) => SCAN,
            Unit::Beginning(_) => LETTER * words,
            // What stands behind a star is tried at each letter of a word.
            Unit::Glob(id) => {
                let between = self.lexicon.text(id).split('*').map(|letters| letters.chars().count() as u64);
                LETTER * (between.max().unwrap_or(0) + 2) * (bytes + 2 * words)
            }
        };
        let found = Said::of(item.unit).map_or(Amount::always(words), |said| Amount::each([said]));
        steps.add(&found.times(PLACE + if item.spelling.is_some() { SPELL } else { 0 }));
        found
    }

    /// Items one behind the other.
    fn row(&self, mut items: Items<'_>, steps: &mut Amount) -> Amount {
        let Some(first) = items.next() else { return Amount::default() };
        let begun = self.one(first, steps);
        let (mut open, mut ways) = (begun.clone(), 1);
        for item in items {
            self.one(item, steps);
            if !matches!(item.unit, Unit::Word(_)) {
                // Words that begin alike may begin at one position and end at different ones.
                ways = (ways * self.size.alike).min(self.size.words);
                open = begun.times(ways);
            }
            steps.add(&open.times(2 * PLACE + 2 * GLANCE));
        }
        open
    }

    /// Of each place all those are looked at that stand in the same window: one for each position, gone through twice.
    fn windows(&self, all: Amount, kinds: u64, steps: &mut Amount) -> Amount {
        steps.always += GLANCE * kinds;
        steps.add(&all.times(PLACE + 2 * GLANCE * (self.size.words + 1)));
        all
    }

    /// Returns how many pairs there may be of one of these and one of those, sides of a node.
    fn pairs(&self, these: &Amount, those: &Amount, node: Node<'_>) -> Amount {
        let by_these = these.times(self.most(those));
        let by_those = those.times(self.most(these));
        if self.weight(&by_these, node) <= self.weight(&by_those, node) { by_these } else { by_those }
    }

    /// Returns what something costs that is only done if the post has what the node needs.
    fn gated(&self, mut amount: Amount, node: Node<'_>) -> Amount {
        let Some(needs) = self.needs(node) else { return amount };
        let uses = needs.iter().map(|id| self.uses(*id)).max().unwrap_or(1);
        let parts = self.parts(node);
        // Of parts like this one a post has what is needed for so many at most; what more of them share is better gated.
        let standing = (self.size.words * uses).min(parts * needs.len() as u64);
        let shared = amount.take(|said| said.map_or(parts, |said| self.uses(said.id()).min(parts)) <= standing);
        amount.add_once(&needs, &shared, self.lexicon);
        amount
    }

    fn most(&self, amount: &Amount) -> u64 {
        amount.most(self.size.words, self.lexicon)
    }

    /// Returns what an amount would come to if the whole query were made of parts like this one. It decides only which of two
    /// bounds is taken.
    fn weight(&self, amount: &Amount, node: Node<'_>) -> u64 {
        let dearest = amount.dearest(|said| self.uses(said.id()));
        let always = amount.always.saturating_mul(self.parts(node));
        always.saturating_add(dearest.saturating_mul(self.size.words))
    }

    /// Returns how many parts like this one the query has room for.
    fn parts(&self, node: Node<'_>) -> u64 {
        self.leaves.div_ceil(u64::from(node.clauses()).max(1))
    }

    fn uses(&self, id: u32) -> u64 {
        self.uses.get(&id).copied().unwrap_or(1)
    }

    /// Returns words one of which a post must have for the node to stand, the least used ones; `None` if there are none.
    fn needs(&self, node: Node<'_>) -> Option<Vec<u32>> {
        let rarest = |needs: &Vec<u32>| needs.iter().map(|id| self.uses(*id)).max();
        match node {
            Node::Words(words) => Some(words.to_vec()),
            Node::Item(items) | Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
                let words = items.filter(|item| matches!(item.unit, Unit::Word(_))).map(|item| item.unit.id());
                words.min_by_key(|id| self.uses(*id)).map(|id| vec![id])
            }
            Node::Or(mut nodes) => nodes.try_fold(Vec::new(), |mut all, node| {
                all.extend(self.needs(node)?);
                Some(all)
            }),
            Node::Near { sides: nodes, .. } | Node::Within(nodes, _) => {
                nodes.filter_map(|node| self.needs(node)).min_by_key(rarest)
            }
            _ => None,
        }
    }

    fn fact(&self, id: u32) -> u64 {
        let leaf = self.lexicon.field(id);
        let Size { bytes, name_words, values, .. } = self.size;
        let more = match leaf.field.field {
            Field::Author => PLACE * name_words * (name_words + 1).min(name_words_of(&leaf.folded).count() as u64),
            Field::Tag | Field::InReplyTo => VALUE * values,
            Field::Link => BYTE * bytes + VALUE * values,
            Field::Has => 2 * BYTE * bytes,
            _ => 0,
        };
        FACT + more
    }

    fn search(&self, id: Option<u32>) -> u64 {
        id.map_or(0, |id| STATE * self.size.bytes * states(self.lexicon.regex(id).as_str()))
    }
}

fn distinct(words: &[u32]) -> Amount {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    Amount::each(words.into_iter().map(Said::Word))
}
