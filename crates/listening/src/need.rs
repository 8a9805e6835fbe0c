//! What a post must have for a query to be true of it: read off its code in one place, for the index of
//! queries and for databases alike.

use std::borrow::Cow;

use crate::analysis::Analysis;
use crate::compile::{FieldLeaf, Item, Lexicon, Node, Nodes, Program, Unit, beginning};
use crate::evaluate::{fold_name, name_words};
use crate::field::{Field, Value};
use crate::hash::{fact_hash, key_hash};

/// Most alternatives that are compared each with each.
const COMPARED: usize = 64;

/// What is needed; never more than what the query needs, often less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need<'q> {
    /// Nothing that could be looked up: negations, regular expressions, judgements, most fields.
    Nothing,
    /// Each of these.
    All(Vec<Need<'q>>),
    /// One of these.
    Any(Vec<Need<'q>>),
    /// A token with this key.
    Key { key: &'q str, hash: u64 },
    /// A token whose key begins so; never empty.
    Prefix(&'q str),
    /// A fact.
    Fact { field: Field, hash: u64 },
}

/// Returns what a query needs.
pub(crate) fn of<'q>(program: &Program<'q>) -> Need<'q> {
    Reader { lexicon: program.lexicon, analysis: program.analysis }.node(program.root)
}

struct Reader<'q> {
    lexicon: &'q Lexicon,
    analysis: &'q Analysis,
}

impl<'q> Reader<'q> {
    fn node(&self, node: Node<'q>) -> Need<'q> {
        match node {
            Node::And(nodes) | Node::Within(nodes, _) | Node::Near { sides: nodes, .. } => {
                Need::All(nodes.map(|node| self.node(node)).collect())
            }
            Node::Or(nodes) => self.any(nodes),
            Node::Words(&[word]) => self.word(word),
            Node::Words(words) => Need::Any(self.without_implied(words.iter().map(|word| self.word(*word)).collect())),
            Node::Title(nodes) => self.node(nodes.only()),
            Node::Item(items) | Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
                Need::All(items.map(|item| self.item(item)).collect())
            }
            Node::Field(id) => of_field(self.lexicon.field(id)),
            Node::Not(_) | Node::Regex(_) | Node::Literal(_) => Need::Nothing,
        }
    }

    /// Words beside each other are alternatives like the others.
    fn any(&self, nodes: Nodes<'q>) -> Need<'q> {
        let mut needs = Vec::new();
        for node in nodes {
            match node {
                Node::Words(words) => needs.extend(words.iter().map(|word| self.word(*word))),
                node => needs.push(self.node(node)),
            }
        }
        Need::Any(self.without_implied(needs))
    }

    /// Leaves out tags and handles beside the words that are among their tokens: who has `#acme` has `acme`.
    fn without_implied(&self, mut needs: Vec<Need<'q>>) -> Vec<Need<'q>> {
        if needs.len() > COMPARED {
            return needs;
        }
        let words: Vec<&str> = needs.iter().filter_map(Need::word).collect();
        needs.retain(|need| {
            let implied = need.word().and_then(|word| self.analysis.implied(word));
            implied.is_none_or(|implied| !words.contains(&implied))
        });
        needs
    }

    fn word(&self, id: u32) -> Need<'q> {
        let key = self.lexicon.text(id);
        Need::Key { key, hash: key_hash(key) }
    }

    fn item(&self, item: Item) -> Need<'q> {
        let prefix = match item.unit {
            Unit::Word(id) => return self.word(id),
            Unit::Beginning(id) => self.lexicon.text(id),
            Unit::Glob(id) => beginning(self.lexicon.text(id)),
        };
        if prefix.is_empty() { Need::Nothing } else { Need::Prefix(prefix) }
    }
}

impl<'q> Need<'q> {
    fn word(&self) -> Option<&'q str> {
        match self {
            Self::Key { key, .. } => Some(key),
            _ => None,
        }
    }
}

fn of_field(leaf: &FieldLeaf) -> Need<'_> {
    let field = leaf.field.field;
    if !matches!(leaf.field.value, Value::Text(_)) {
        return Need::Nothing;
    }
    let fact = |value: &str| Need::Fact { field, hash: fact_hash(field, value) };
    match field {
        Field::Lang | Field::Channel | Field::Network => fact(&fact_value(field, &leaf.folded)),
        // By handle or by name: a name has at least its first word.
        Field::Author => {
            Need::Any(std::iter::once(fact(&leaf.folded)).chain(name_words(&leaf.folded).take(1).map(fact)).collect())
        }
        _ => Need::Nothing,
    }
}

/// Returns a fact's value in the one spelling under which it is looked up.
pub(crate) fn fact_value(field: Field, value: &str) -> Cow<'_, str> {
    // Most are seen to be spelt so at once.
    if value.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        return Cow::Borrowed(value);
    }
    let folded = fold_name(value, &Analysis::social()).to_ascii_lowercase();
    Cow::Owned(if field == Field::Lang { folded.replace('_', "-") } else { folded })
}
