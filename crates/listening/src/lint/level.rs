//! Doubts about the members of one AND or OR.

use std::collections::HashSet;

use super::implication::{excludes, implies};
use super::{Lint, LintKind};
use crate::error::Suggestion;
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
        _ => {}
    }
}

pub(super) fn push(
    lints: &mut Vec<Lint>,
    kind: LintKind,
    node: &Node,
    message: impl Into<String>,
    suggestion: Suggestion,
) {
    lints.push(Lint { kind, span: node.span.clone(), message: message.into(), suggestion });
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
