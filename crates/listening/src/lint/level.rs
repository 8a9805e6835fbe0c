//! Doubts about the members of one AND or OR, and about single clauses.

use std::collections::HashSet;

use super::implication::{excludes, implies};
use super::{Lint, LintKind};
use crate::analysis::Analysis;
use crate::error::Suggestion;
use crate::field::Value;
use crate::tree::{Node, NodeKind};

/// Most members that are compared each with each; in longer lists only repetitions are looked for.
const COMPARED: usize = 100;

pub(super) fn check(node: &Node, lints: &mut Vec<Lint>) {
    match &node.kind {
        NodeKind::And(items) => {
            contradictions(items, lints);
            redundant(items, true, lints);
        }
        NodeKind::Or(items) => redundant(items, false, lints),
        NodeKind::Text(clause) => {
            if let Some(distance) = clause.distance {
                let words: HashSet<String> = keys(&clause.text).collect();
                cramped(node, words.len(), distance, lints);
            }
        }
        NodeKind::Within { items, distance } => {
            let words: HashSet<String> = items.iter().map(ToString::to_string).collect();
            // Alternatives may be met by one word.
            if items.iter().all(|item| matches!(item.kind, NodeKind::Text(_))) {
                cramped(node, words.len(), *distance, lints);
            }
        }
        NodeKind::Field(clause) => {
            if let Value::Number(range) | Value::Duration(range) = &clause.value
                && let (Some(low), Some(high)) = (range.low, range.high)
                && low.at > high.at
            {
                let swapped = format!("{}:[{} TO {}]", clause.field.spec().name, high.at, low.at);
                let suggestion = Suggestion::write(node.span.clone(), swapped);
                push(lints, LintKind::NeverMatches, node, "the range is empty: it ends before it begins", suggestion);
            }
        }
        _ => {}
    }
}

fn keys(text: &str) -> impl Iterator<Item = String> {
    let tokens = Analysis::social().tokens(text);
    let keys: Vec<String> = tokens.iter().filter(|token| token.is_primary).map(|token| token.key.to_owned()).collect();
    keys.into_iter()
}

fn push(lints: &mut Vec<Lint>, kind: LintKind, node: &Node, message: impl Into<String>, suggestion: Suggestion) {
    lints.push(Lint { kind, span: node.span.clone(), message: message.into(), suggestion });
}

fn cramped(node: &Node, words: usize, distance: u32, lints: &mut Vec<Lint>) {
    let needed = words.saturating_sub(1);
    if (distance as usize) < needed {
        let message = format!("{words} words cannot stand within {distance}");
        let span = node.span.clone();
        let text = format!("write ~{needed} or more");
        let without = node.to_string();
        let bare = without.rsplit_once('~').map_or(without.as_str(), |(bare, _)| bare);
        push(lints, LintKind::NeverMatches, node, message, Suggestion::change(text, span, format!("{bare}~{needed}")));
    }
}

fn contradictions(items: &[Node], lints: &mut Vec<Lint>) {
    for (at, denied) in items.iter().enumerate().take(COMPARED) {
        let NodeKind::Not(denied_inner) = &denied.kind else { continue };
        let others = items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, item)| item).take(COMPARED);
        for item in others {
            if implies(item, denied_inner) {
                let message = format!("this leaves out everything that {item} asks for");
                push(lints, LintKind::NeverMatches, denied, message, Suggestion::say("take one of them away"));
            }
        }
    }
    let fields: Vec<(&Node, _)> = items
        .iter()
        .filter_map(|item| match &item.kind {
            NodeKind::Field(clause) => Some((item, clause)),
            _ => None,
        })
        .take(COMPARED)
        .collect();
    for (at, (_, this)) in fields.iter().enumerate() {
        for (node, that) in &fields[at + 1..] {
            if excludes(this, that) || excludes(that, this) {
                let message = format!("{this} and {that} cannot both hold");
                push(
                    lints,
                    LintKind::NeverMatches,
                    node,
                    message,
                    Suggestion::say("write OR between them, in parentheses"),
                );
            }
        }
    }
}

fn redundant(items: &[Node], is_and: bool, lints: &mut Vec<Lint>) {
    if items.len() > COMPARED {
        let mut seen = HashSet::new();
        for item in items.iter().filter(|item| !seen.insert(item.to_string())) {
            push(
                lints,
                LintKind::Redundant,
                item,
                format!("{item} stands here twice"),
                Suggestion::say("take one away"),
            );
        }
        return;
    }
    for (at, item) in items.iter().enumerate() {
        let others = items.iter().enumerate().filter(|(other, _)| *other != at);
        for (other_at, other) in others {
            // In an AND what follows from another member adds nothing; in an OR, what another member follows from.
            let (follows, back) = match is_and {
                true => (implies(other, item), implies(item, other)),
                false => (implies(item, other), implies(other, item)),
            };
            // Of two that say the same, the later one is too much.
            if follows && (!back || other_at < at) {
                let message = match item == other {
                    true => format!("{item} stands here twice"),
                    false => format!("{item} changes nothing beside {other}"),
                };
                push(lints, LintKind::Redundant, item, message, Suggestion::say("take it away"));
                break;
            }
        }
    }
}
