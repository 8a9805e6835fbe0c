//! From a query's tree to its code.

use super::code::{Gap, Item, Kind, NO_REGEX, Unit, only_word, write};
use super::expression::build_regex;
use super::leaf::FieldLeaf;
use super::pattern::{self, Pattern};
use super::{Clause, Lexicon};
use crate::analysis::Analysis;
use crate::limits;
use crate::tree::{Node, NodeKind, TextClause};

/// Returns a query's code; all that it looks for is taken from the lexicon.
pub(crate) fn code(root: &Node, analysis: &Analysis, lexicon: &mut Lexicon) -> Vec<u32> {
    let mut code = Vec::new();
    Compiler { analysis, lexicon }.node(root, &mut code);
    code
}

/// Returns the leaves, in the order written; that is the order in which code has them.
pub(crate) fn clauses(root: &Node) -> Vec<Clause> {
    let mut clauses = Vec::new();
    root.walk(&mut |node| {
        if matches!(node.kind, NodeKind::Text(_) | NodeKind::Regex(_) | NodeKind::Field(_)) {
            let id = u32::try_from(clauses.len()).unwrap_or(u32::MAX);
            clauses.push(Clause { id, text: node.to_string().into(), span: node.span.clone() });
        }
    });
    clauses
}

struct Compiler<'a> {
    analysis: &'a Analysis,
    lexicon: &'a mut Lexicon,
}

impl Compiler<'_> {
    fn node(&mut self, node: &Node, code: &mut Vec<u32>) {
        match &node.kind {
            NodeKind::And(items) => write(code, Kind::And, |code| items.iter().for_each(|item| self.node(item, code))),
            NodeKind::Or(items) => self.alternatives(items, code),
            NodeKind::Not(inner) => write(code, Kind::Not, |code| self.node(inner, code)),
            NodeKind::Title(inner) => write(code, Kind::Title, |code| self.node(inner, code)),
            NodeKind::Near { left, right, distance, is_ordered } => write(code, Kind::Near, |code| {
                code.push(distance << 1 | u32::from(*is_ordered));
                self.node(left, code);
                self.node(right, code);
            }),
            NodeKind::Within { items, distance } => write(code, Kind::Within, |code| {
                code.push(*distance);
                items.iter().for_each(|item| self.node(item, code));
            }),
            NodeKind::Text(text) => self.text(text, code),
            NodeKind::Regex(pattern) => {
                // How much an expression takes is not told; it is counted as the most it may take.
                let make = || Some((build_regex(pattern).ok()?, limits::REGEX_COMPILED_BYTES));
                let id = self.lexicon.regexes.take(pattern, make).unwrap_or(NO_REGEX);
                write(code, Kind::Regex, |code| code.push(id));
            }
            NodeKind::Field(field) => {
                let make = || {
                    let leaf = FieldLeaf::new(field, self.analysis);
                    let bytes = leaf.bytes();
                    Some((leaf, bytes))
                };
                let id = self.lexicon.fields.take(&field.to_string(), make).expect("a field can always be made");
                write(code, Kind::Field, |code| code.push(id));
            }
        }
    }

    /// Words beside each other become one node, which is looked through at once.
    fn alternatives(&mut self, items: &[Node], code: &mut Vec<u32>) {
        let mut words = Vec::new();
        let mut others = Vec::new();
        let flush = |words: &mut Vec<u32>, code: &mut Vec<u32>| {
            if !words.is_empty() {
                write(code, Kind::Words, |code| code.append(words));
            }
        };
        for item in items {
            let from = others.len();
            self.node(item, &mut others);
            if let NodeKind::Text(_) = item.kind
                && let Some(word) = only_word(&others[from..])
            {
                others.truncate(from);
                words.push(word);
            } else {
                let last = others.split_off(from);
                flush(&mut words, &mut others);
                others.extend(last);
            }
        }
        if others.is_empty() {
            return flush(&mut words, code);
        }
        flush(&mut words, &mut others);
        write(code, Kind::Or, |code| code.append(&mut others));
    }

    fn text(&mut self, text: &TextClause, code: &mut Vec<u32>) {
        match Pattern::new(text, self.analysis) {
            Pattern::Item(item) => match self.item(&item) {
                Item { unit: Unit::Word(id), spelling: None } => write(code, Kind::Words, |code| code.push(id)),
                item => write(code, Kind::Item, |code| item.write(code)),
            },
            Pattern::Phrase { items, gaps } if gaps.iter().all(|gap| *gap == pattern::Gap::Any) => {
                write(code, Kind::Phrase, |code| self.items(&items, code));
            }
            Pattern::Phrase { items, gaps } => write(code, Kind::Signed, |code| {
                code.push(u32::try_from(gaps.len()).expect("a phrase is short"));
                for gap in &gaps {
                    let gap = match gap {
                        pattern::Gap::Any => Gap::Any,
                        pattern::Gap::Signs(signs) => Gap::Signs(self.lexicon.take(signs)),
                        pattern::Gap::Verbatim(exactly) => Gap::Verbatim(self.lexicon.take(exactly)),
                    };
                    gap.write(code);
                }
                self.items(&items, code);
            }),
            Pattern::Loose { items, distance } => write(code, Kind::Loose, |code| {
                code.push(distance);
                self.items(&items, code);
            }),
            Pattern::Literal(literal) => {
                let id = self.lexicon.take(&literal);
                write(code, Kind::Literal, |code| code.push(id));
            }
        }
    }

    fn items(&mut self, items: &[pattern::Item], code: &mut Vec<u32>) {
        items.iter().for_each(|item| self.item(item).write(code));
    }

    fn item(&mut self, item: &pattern::Item) -> Item {
        let unit = match &item.unit {
            pattern::Unit::Key(key) => Unit::Word(self.lexicon.take(key)),
            pattern::Unit::Prefix(prefix) => Unit::Beginning(self.lexicon.take(prefix)),
            pattern::Unit::Glob(glob) => Unit::Glob(self.lexicon.take(glob)),
        };
        Item { unit, spelling: item.spelling.as_ref().map(|spelling| self.lexicon.take(spelling)) }
    }
}
