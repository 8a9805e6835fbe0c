//! Doubts about a topic as a whole: how much it would match, and how much it would cost.

use super::{Lint, LintKind};
use crate::analysis::Analysis;
use crate::error::Suggestion;
use crate::hash::key_hash;
use crate::index::{Anchor, anchors_of};
use crate::query::Query;
use crate::tree::{Node, NodeKind};

/// Words so common that a topic resting on one of them hears nearly everything. English, Spanish, French, German,
/// Portuguese, Italian, Dutch function words; chosen by hand, and only for a warning.
const COMMON: &[&str] = &[
    "the", "a", "an", "and", "or", "not", "to", "of", "in", "is", "it", "you", "i", "me", "my", "we", "for", "on",
    "that", "this", "with", "be", "are", "was", "have", "at", "so", "but", "if", "do", "no", "just", "all", "what",
    "can", "your", "like", "get", "http", "https", "com", "www", "rt", "de", "la", "el", "que", "en", "y", "los", "se",
    "un", "una", "no", "por", "le", "les", "et", "des", "est", "pas", "je", "der", "die", "das", "und", "ich", "ist",
    "nicht", "ein", "o", "e", "da", "do", "em", "il", "di", "che", "non", "per", "het", "een", "van",
];

pub(super) fn check(query: &Query, lints: &mut Vec<Lint>) {
    let root = query.root();
    let push = |lints: &mut Vec<Lint>, kind, message: &str, text: &str| {
        lints.push(Lint { kind, span: root.span.clone(), message: message.into(), suggestion: Suggestion::say(text) });
    };
    if !can_fail(root) && has_judgement(root) {
        let text = "join the judgement with AND to words that must be there";
        push(lints, LintKind::AlwaysUndecided, "every post would have to be judged before it can be left out", text);
    }
    let compiled = query.compile(&Analysis::social());
    let common: Vec<u64> = COMMON.iter().map(|word| key_hash(word)).collect();
    let weigh = |anchor: &Anchor| match anchor {
        Anchor::Key { hash, .. } if common.contains(hash) => 1_000,
        Anchor::Fact { field: crate::field::Field::Author, .. } => 1,
        Anchor::Fact { .. } => 1_000,
        Anchor::Key { .. } | Anchor::Prefix { .. } => 1,
    };
    match anchors_of(&compiled.program(), &weigh) {
        None => {
            let text = "add words, tags or authors that must be there";
            push(lints, LintKind::TooBroad, "nothing in it says which posts to look at: every post is tried", text);
        }
        Some(anchors) if anchors.iter().any(|anchor| weigh(anchor) >= 1_000) => {
            let text = "add a word that few posts have";
            push(lints, LintKind::TooBroad, "it rests on what very many posts have", text);
        }
        Some(_) => {}
    }
    let cost = compiled.cost();
    if cost.regexes > 0 && !cost.is_anchored() {
        let text = "join it with AND to a word that must be there";
        root.walk(&mut |node| {
            if matches!(node.kind, NodeKind::Regex(_)) {
                let message = "the regular expression is tried on every post".into();
                lints.push(Lint {
                    kind: LintKind::Costly,
                    span: node.span.clone(),
                    message,
                    suggestion: Suggestion::say(text),
                });
            }
        });
    }
    if cost.anchors > 1_000 {
        push(lints, LintKind::Costly, "it has more than 1,000 alternatives", "split it into several topics");
    }
}

/// Says whether some post can be left out without judging it.
fn can_fail(node: &Node) -> bool {
    match &node.kind {
        NodeKind::And(items) => items.iter().any(can_fail),
        NodeKind::Or(items) => items.iter().all(can_fail),
        NodeKind::Not(inner) => can_hold(inner),
        NodeKind::Field(clause) => !clause.field.spec().is_judgement,
        _ => true,
    }
}

/// Says whether some post can be taken without judging it.
fn can_hold(node: &Node) -> bool {
    match &node.kind {
        NodeKind::And(items) => items.iter().all(can_hold),
        NodeKind::Or(items) => items.iter().any(can_hold),
        NodeKind::Not(inner) => can_fail(inner),
        NodeKind::Field(clause) => !clause.field.spec().is_judgement,
        _ => true,
    }
}

fn has_judgement(root: &Node) -> bool {
    let mut has = false;
    root.walk(&mut |node| has |= matches!(&node.kind, NodeKind::Field(clause) if clause.field.spec().is_judgement));
    has
}
