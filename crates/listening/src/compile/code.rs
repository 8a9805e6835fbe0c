//! The compiled form of a query: one run of numbers, read from front to back.
//!
//! Each node is a header, what kind it is and how many numbers belong to it, and those numbers: what it is made of, or what
//! it looks for, by its number in the [lexicon](super::Lexicon). Clauses are not numbered here: their numbers are their
//! order.

use super::Lexicon;
use super::glob;

/// Bits of a header that say the kind; the others say how many units follow.
const KIND_BITS: u32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Kind {
    And,
    Or,
    Not,
    Title,
    Words,
    Item,
    Phrase,
    Signed,
    Loose,
    Literal,
    Near,
    Within,
    Regex,
    Field,
}

const KINDS: [Kind; 14] = [
    Kind::And,
    Kind::Or,
    Kind::Not,
    Kind::Title,
    Kind::Words,
    Kind::Item,
    Kind::Phrase,
    Kind::Signed,
    Kind::Loose,
    Kind::Literal,
    Kind::Near,
    Kind::Within,
    Kind::Regex,
    Kind::Field,
];

/// Bits of an item that say its kind; the others are its number in the lexicon.
const ITEM_BITS: u32 = 30;
const WORD: u32 = 0;
const BEGINNING: u32 = 1;
const GLOB: u32 = 2;
/// A word whose spelling follows.
const SPELT: u32 = 3;

/// In the place of an expression that cannot be built.
pub(super) const NO_REGEX: u32 = u32::MAX;

/// A node, read off the code.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node<'c> {
    /// All of them.
    And(Nodes<'c>),
    /// At least one of them.
    Or(Nodes<'c>),
    /// Not this one.
    Not(Nodes<'c>),
    /// This one, in the title.
    Title(Nodes<'c>),
    /// At least one of these words.
    Words(&'c [u32]),
    /// A word that is more than its key: a beginning, wildcards, a spelling.
    Item(Items<'c>),
    /// Words one right after the other.
    Phrase(Items<'c>),
    /// The same, and what must stand before, between and behind them.
    Signed(Items<'c>, Gaps<'c>),
    /// Words in any order, from the first to the last at most so many positions.
    Loose(Items<'c>, u32),
    /// These characters, by their number; for a clause without any token.
    Literal(u32),
    /// Both close together.
    Near {
        sides: Nodes<'c>,
        distance: u32,
        is_ordered: bool,
    },
    /// All of them within a window.
    Within(Nodes<'c>, u32),
    /// A regular expression; `None` matches nothing.
    Regex(Option<u32>),
    Field(u32),
}

/// A node as most are: words, or that there are none of them; everything else is read as it is.
pub(crate) enum Step<'c> {
    /// At least one of these words.
    Any(&'c [u32]),
    /// None of these words.
    None(&'c [u32]),
    Other(Node<'c>),
}

/// Nodes one behind the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nodes<'c>(&'c [u32]);

/// Items one behind the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Items<'c>(&'c [u32]);

/// What must stand around the items of a phrase: one more than there are items.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gaps<'c>(&'c [u32]);

/// One token to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) unit: Unit,
    /// The spelling it must have, where case matters.
    pub(crate) spelling: Option<u32>,
}

/// What a token's key must be, by numbers of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Word(u32),
    Beginning(u32),
    Glob(u32),
}

/// What must stand between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Anything that is no token.
    Any,
    /// These signs, whatever blanks and other punctuation there are.
    Signs(u32),
    /// Exactly this.
    Verbatim(u32),
}

impl<'c> Node<'c> {
    /// Reads the first node of a run.
    #[inline]
    pub(crate) fn first(code: &'c [u32]) -> Self {
        Nodes(code).next().expect("code begins with a node")
    }

    #[inline]
    fn read(header: u32, body: &'c [u32]) -> Self {
        match KINDS[(header & ((1 << KIND_BITS) - 1)) as usize] {
            Kind::And => Self::And(Nodes(body)),
            Kind::Or => Self::Or(Nodes(body)),
            Kind::Not => Self::Not(Nodes(body)),
            Kind::Title => Self::Title(Nodes(body)),
            Kind::Words => Self::Words(body),
            Kind::Item => Self::Item(Items(body)),
            Kind::Phrase => Self::Phrase(Items(body)),
            Kind::Signed => {
                let (gaps, items) = body[1..].split_at(body[0] as usize);
                Self::Signed(Items(items), Gaps(gaps))
            }
            Kind::Loose => Self::Loose(Items(&body[1..]), body[0]),
            Kind::Literal => Self::Literal(body[0]),
            Kind::Near => Self::Near { sides: Nodes(&body[1..]), distance: body[0] >> 1, is_ordered: body[0] & 1 == 1 },
            Kind::Within => Self::Within(Nodes(&body[1..]), body[0]),
            Kind::Regex => Self::Regex((body[0] != NO_REGEX).then_some(body[0])),
            Kind::Field => Self::Field(body[0]),
        }
    }

    /// Returns how many clauses it has.
    pub(crate) fn clauses(self) -> u32 {
        match self {
            Self::And(nodes) | Self::Or(nodes) | Self::Not(nodes) | Self::Title(nodes) | Self::Within(nodes, _) => {
                nodes.clauses()
            }
            Self::Near { sides, .. } => sides.clauses(),
            #[allow(clippy::cast_possible_truncation, reason = "a query has far fewer words")]
            Self::Words(words) => words.len() as u32,
            _ => 1,
        }
    }

    /// Calls `each` with this node and all below it.
    pub(crate) fn walk(self, each: &mut impl FnMut(Self)) {
        each(self);
        match self {
            Self::And(nodes) | Self::Or(nodes) | Self::Not(nodes) | Self::Title(nodes) | Self::Within(nodes, _) => {
                nodes.for_each(|node| node.walk(each));
            }
            Self::Near { sides, .. } => sides.for_each(|node| node.walk(each)),
            _ => {}
        }
    }

    /// Gives back to the lexicon all that was taken for it.
    pub(crate) fn give_back(self, lexicon: &mut Lexicon) {
        let mut items = |items: Items<'_>| {
            for item in items {
                lexicon.give_back(item.unit.id());
                item.spelling.into_iter().for_each(|id| lexicon.give_back(id));
            }
        };
        match self {
            Self::And(nodes) | Self::Or(nodes) | Self::Not(nodes) | Self::Title(nodes) | Self::Within(nodes, _) => {
                nodes.for_each(|node| node.give_back(lexicon));
            }
            Self::Near { sides, .. } => sides.for_each(|node| node.give_back(lexicon)),
            Self::Words(words) => words.iter().for_each(|id| lexicon.give_back(*id)),
            Self::Item(one) | Self::Phrase(one) | Self::Loose(one, _) => items(one),
            Self::Signed(signed, gaps) => {
                items(signed);
                gaps.iter().filter_map(Gap::id).for_each(|id| lexicon.give_back(id));
            }
            Self::Literal(id) => lexicon.give_back(id),
            Self::Regex(id) => id.into_iter().for_each(|id| lexicon.regexes.give_back(id)),
            Self::Field(id) => lexicon.fields.give_back(id),
        }
    }
}

impl<'c> Iterator for Nodes<'c> {
    type Item = Node<'c>;

    #[inline]
    fn next(&mut self) -> Option<Node<'c>> {
        let (header, body) = self.take()?;
        Some(Node::read(header, body))
    }
}

impl<'c> Nodes<'c> {
    #[inline]
    fn take(&mut self) -> Option<(u32, &'c [u32])> {
        let (header, rest) = self.0.split_first()?;
        let (body, next) = rest.split_at((header >> KIND_BITS) as usize);
        self.0 = next;
        Some((*header, body))
    }

    /// Takes the next node.
    #[inline]
    pub(crate) fn step(&mut self) -> Option<Step<'c>> {
        let (header, body) = self.take()?;
        if is(header, Kind::Words) {
            return Some(Step::Any(body));
        }
        if is(header, Kind::Not) && is(body[0], Kind::Words) {
            return Some(Step::None(&body[1..]));
        }
        Some(Step::Other(Node::read(header, body)))
    }

    /// Returns the nodes, each with the number of its first clause.
    pub(crate) fn numbered(self, first: u32) -> impl Iterator<Item = (Node<'c>, u32)> {
        let mut clause = first;
        self.map(move |node| {
            let own = clause;
            clause += node.clauses();
            (node, own)
        })
    }

    fn clauses(self) -> u32 {
        self.map(Node::clauses).sum()
    }

    /// Returns the only node, or the first.
    #[inline]
    pub(crate) fn only(self) -> Node<'c> {
        Node::first(self.0)
    }

    /// Returns both of two nodes.
    pub(crate) fn two(mut self) -> [Node<'c>; 2] {
        std::array::from_fn(|_| self.next().expect("what is near something has two sides"))
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        let (first, mut rest) = self.0.split_first()?;
        let id = first & ((1 << ITEM_BITS) - 1);
        let mut spelling = None;
        let unit = match first >> ITEM_BITS {
            WORD => Unit::Word(id),
            BEGINNING => Unit::Beginning(id),
            GLOB => Unit::Glob(id),
            _ => {
                spelling = rest.first().copied();
                rest = &rest[1..];
                Unit::Word(id)
            }
        };
        self.0 = rest;
        Some(Item { unit, spelling })
    }
}

impl Gaps<'_> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = Gap> {
        (0..self.0.len()).map(|index| self.at(index))
    }

    /// Returns what must stand before the item of this index; behind the last, for one more.
    pub(crate) fn at(&self, index: usize) -> Gap {
        match self.0[index].checked_sub(1) {
            None => Gap::Any,
            Some(written) if written & 1 == 1 => Gap::Verbatim(written >> 1),
            Some(written) => Gap::Signs(written >> 1),
        }
    }
}

impl Gap {
    fn id(self) -> Option<u32> {
        match self {
            Self::Any => None,
            Self::Signs(id) | Self::Verbatim(id) => Some(id),
        }
    }

    pub(super) fn write(self, code: &mut Vec<u32>) {
        code.push(match self {
            Self::Any => 0,
            Self::Signs(id) => (id << 1) + 1,
            Self::Verbatim(id) => (id << 1 | 1) + 1,
        });
    }
}

impl Unit {
    pub(crate) fn id(self) -> u32 {
        match self {
            Self::Word(id) | Self::Beginning(id) | Self::Glob(id) => id,
        }
    }

    /// Says whether a key is what is looked for.
    #[inline]
    pub(crate) fn fits(self, key: &str, lexicon: &Lexicon) -> bool {
        match self {
            Self::Word(id) => key == lexicon.text(id),
            Self::Beginning(id) => key.starts_with(lexicon.text(id)),
            Self::Glob(id) => glob::fits(lexicon.text(id), key),
        }
    }
}

impl Item {
    pub(super) fn write(self, code: &mut Vec<u32>) {
        let kind = match self.unit {
            Unit::Word(_) if self.spelling.is_some() => SPELT,
            Unit::Word(_) => WORD,
            Unit::Beginning(_) => BEGINNING,
            Unit::Glob(_) => GLOB,
        };
        code.push(kind << ITEM_BITS | self.unit.id());
        code.extend(self.spelling);
    }
}

/// Writes a node: `body` writes what belongs to it.
pub(super) fn write(code: &mut Vec<u32>, kind: Kind, body: impl FnOnce(&mut Vec<u32>)) {
    let at = code.len();
    code.push(0);
    body(code);
    let len = u32::try_from(code.len() - at - 1).expect("a query's code is short");
    code[at] = len << KIND_BITS | kind as u32;
}

#[inline]
const fn is(header: u32, kind: Kind) -> bool {
    header & ((1 << KIND_BITS) - 1) == kind as u32
}

/// Returns the word of a node that is nothing else.
pub(super) fn only_word(code: &[u32]) -> Option<u32> {
    match code {
        [header, word] if *header == 1 << KIND_BITS | Kind::Words as u32 => Some(*word),
        _ => None,
    }
}
