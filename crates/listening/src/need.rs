//! What a post must have for a query to be true of it: read off the compiled tree in one place, for the index of
//! queries and for databases alike.

use std::borrow::Cow;

use crate::analysed::fact_hash;
use crate::analysis::Analysis;
use crate::compile::{CompiledQuery, FieldLeaf, Item, Node, Pattern, Place, Unit};
use crate::evaluate::{fold_name, is_folded, name_words};
use crate::field::{Field, Value};

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
pub(crate) fn of(query: &CompiledQuery) -> Need<'_> {
    of_node(&query.root)
}

fn all<'q, T: 'q>(items: &'q [T], each: impl Fn(&'q T) -> Need<'q>) -> Need<'q> {
    Need::All(items.iter().map(each).collect())
}

fn any<'q, T: 'q>(items: &'q [T], each: impl Fn(&'q T) -> Need<'q>) -> Need<'q> {
    Need::Any(items.iter().map(each).collect())
}

fn of_node(node: &Node) -> Need<'_> {
    match node {
        Node::And(items) => all(items, of_node),
        Node::Or(items) => any(items, of_node),
        Node::Not(_) | Node::Regex(_) => Need::Nothing,
        Node::Place { place, .. } => of_place(place),
        Node::Field(leaf) => of_field(leaf),
    }
}

fn of_place(place: &Place) -> Need<'_> {
    match place {
        Place::Any(items) => any(items, of_place),
        Place::Near { left, right, .. } => Need::All(vec![of_place(left), of_place(right)]),
        Place::Within { items, .. } => all(items, of_place),
        Place::Text(leaf) => match &leaf.pattern {
            Pattern::Item(item) => of_item(item),
            Pattern::Phrase { items, .. } | Pattern::Loose { items, .. } => all(items, of_item),
            Pattern::Literal(_) => Need::Nothing,
        },
    }
}

fn of_item(item: &Item) -> Need<'_> {
    let prefix = match &item.unit {
        Unit::Key { key, hash } => return Need::Key { key, hash: *hash },
        Unit::Prefix(prefix) => prefix,
        Unit::Glob(glob) => glob.prefix(),
    };
    if prefix.is_empty() { Need::Nothing } else { Need::Prefix(prefix) }
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
    if is_folded(value) && !value.contains('_') {
        return Cow::Borrowed(value);
    }
    let folded = fold_name(value, &Analysis::social()).to_ascii_lowercase();
    Cow::Owned(if field == Field::Lang { folded.replace('_', "-") } else { folded })
}
