//! Which query costs too much, and which part of it does.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::compile::steps_of;
use crate::error::{ParseError, ParseErrors, Reason, Suggestion};
use crate::tree::{Node, NodeKind};

/// As often nobody writes one word on purpose.
const MANY: usize = 20;

/// Refuses a query whose price is above a limit; the error is about the part that costs most.
pub(crate) fn check_price(root: &Node, limit: u64) -> Result<(), ParseErrors> {
    let steps = price(root);
    if steps <= limit {
        return Ok(());
    }
    let part = dearest(root, steps);
    let suggestion = Suggestion::say(advice(part));
    Err(ParseErrors(vec![ParseError {
        span: part.span.clone(),
        reason: Reason::TooCostly { steps, limit },
        suggestion,
    }]))
}

fn price(node: &Node) -> u64 {
    steps_of(node, &Analysis::social())
}

/// Returns the smallest part that makes up most of the price, alone; what it takes is the price of its shape.
fn dearest(mut part: &Node, mut steps: u64) -> &Node {
    while let Some((child, price)) = children(part).map(|child| (child, price(child))).max_by_key(|(_, price)| *price)
        && price > steps / 2
    {
        (part, steps) = (child, price);
    }
    part
}

fn children(node: &Node) -> Box<dyn Iterator<Item = &Node> + '_> {
    match &node.kind {
        NodeKind::And(items) | NodeKind::Or(items) | NodeKind::Within { items, .. } => Box::new(items.iter()),
        NodeKind::Not(inner) | NodeKind::Title(inner) => Box::new(std::iter::once(&**inner)),
        NodeKind::Near { left, right, .. } => Box::new([&**left, &**right].into_iter()),
        NodeKind::Text(_) | NodeKind::Regex(_) | NodeKind::Field(_) => Box::new(std::iter::empty()),
    }
}

/// Returns the word that most of a part repeats.
fn repeated(part: &Node) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    part.walk(&mut |node| {
        if let NodeKind::Text(text) = &node.kind {
            *counts.entry(text.to_string()).or_default() += 1;
        }
    });
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| *count >= MANY && count * 2 > all).map(|(word, _)| word)
}

fn advice(part: &Node) -> String {
    if let Some(word) = repeated(part) {
        return format!("{word} stands here very often: once is enough, in parentheses with what belongs to it");
    }
    match &part.kind {
        NodeKind::Regex(_) => "shorten what it repeats, \\w{1,20} for example, or write [a-z] for \\w".into(),
        NodeKind::Near { .. } => {
            "look for fewer words near each other, or for one NEAR at a time; AND costs far less".into()
        }
        NodeKind::Within { .. } => "look for fewer words within the distance; AND costs far less".into(),
        NodeKind::Text(text) if text.text.contains(['*', '?']) => {
            "write the forms that matter instead of * and ?".into()
        }
        NodeKind::Text(_) => "a shorter phrase finds the same posts".into(),
        _ => "split it into several topics".into(),
    }
}
