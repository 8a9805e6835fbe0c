//! Doubts about single clauses.

use std::collections::HashSet;

use super::level::push;
use super::{Lint, LintKind, language};
use crate::analysis::Analysis;
use crate::error::Suggestion;
use crate::field::{Field, FieldClause, FieldContext, Range, Value};
use crate::tree::{Form, Node, NodeKind, TextClause};

pub(super) fn check(node: &Node, lints: &mut Vec<Lint>) {
    match &node.kind {
        NodeKind::Text(clause) => text(node, clause, lints),
        NodeKind::Within { items, distance } => {
            let words: HashSet<String> = items.iter().map(ToString::to_string).collect();
            // Alternatives may be met by one word.
            if items.iter().all(|item| matches!(item.kind, NodeKind::Text(_))) {
                cramped(node, words.len(), *distance, lints);
            }
        }
        NodeKind::Field(clause) => field(node, clause, lints),
        _ => {}
    }
}

fn text(node: &Node, clause: &TextClause, lints: &mut Vec<Lint>) {
    if let Some(distance) = clause.distance {
        let words: HashSet<String> = keys(&clause.text).collect();
        match words.len() {
            0 | 1 => {
                let bare = TextClause { distance: None, ..clause.clone() }.to_string();
                let suggestion = Suggestion::write(node.span.clone(), bare);
                push(lints, LintKind::Redundant, node, "a distance changes nothing for one word", suggestion);
            }
            words => cramped(node, words, distance, lints),
        }
    }
    if let (Form::Word, Some(bare)) = (clause.form, clause.text.strip_suffix('?'))
        && !bare.contains(['?', '*'])
        && let Some(without) = as_written(bare)
    {
        let message = format!("the ? stands for one letter, so {bare} itself is not found");
        let text = format!("write {without} for the word, \"{bare}?\" for the question mark");
        let suggestion = Suggestion::change(text, node.span.clone(), without);
        push(lints, LintKind::SignAsWildcard, node, message, suggestion);
    }
}

/// Returns a word as a query has to spell it, in quotes where it would be an operator; `None` where it is no word.
fn as_written(word: &str) -> Option<String> {
    let quoted = TextClause { text: word.into(), form: Form::Quoted, distance: None }.to_string();
    let finds_it = |query: &String| {
        let node = crate::parser::parse(query, FieldContext::View);
        node.is_ok_and(|node| matches!(node.kind, NodeKind::Text(clause) if clause.text == word))
    };
    [word.to_owned(), quoted].into_iter().find(finds_it)
}

fn keys(text: &str) -> impl Iterator<Item = String> {
    let tokens = Analysis::social().tokens(text);
    let keys: Vec<String> = tokens.iter().filter(|token| token.is_primary).map(|token| token.key.to_owned()).collect();
    keys.into_iter()
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

fn field(node: &Node, clause: &FieldClause, lints: &mut Vec<Lint>) {
    let name = clause.field.spec().name;
    match (&clause.value, clause.field) {
        (Value::Number(range) | Value::Duration(range), field) => {
            if is_backwards(range) {
                let swapped = Range { low: range.high, high: range.low };
                let swapped = match &clause.value {
                    Value::Duration(_) => Value::Duration(swapped),
                    _ => Value::Number(swapped),
                };
                let swapped = FieldClause { field, value: swapped }.to_string();
                let suggestion = Suggestion::write(node.span.clone(), swapped);
                push(lints, LintKind::NeverMatches, node, "the range is empty: it ends before it begins", suggestion);
            } else if field == Field::Rating
                && range.low.is_some_and(|low| low.at > 5.0 || (low.at == 5.0 && !low.is_inclusive))
            {
                let suggestion = Suggestion::say("ratings of other scales are brought to 0 to 5 when they come in");
                push(lints, LintKind::NeverMatches, node, "ratings end at 5", suggestion);
            }
        }
        (Value::Text(value), Field::Lang) if !language::is_tag(value) => {
            let message = format!("no language has the tag {value}");
            let suggestion = match language::tag_of(value) {
                Some(tag) => Suggestion::write(node.span.clone(), format!("{name}:{tag}")),
                None => Suggestion::say("write the two letters of its tag, such as en, de or pt-BR"),
            };
            push(lints, LintKind::NeverMatches, node, message, suggestion);
        }
        (Value::Text(value), Field::Site | Field::Url | Field::Link)
            if !value.contains('.') && value != "localhost" =>
        {
            let message = format!("{value} is no address: a host has a dot");
            let suggestion =
                Suggestion::say(format!("write the host, such as {name}:acme.com, or look for {value} as a word"));
            push(lints, LintKind::NeverMatches, node, message, suggestion);
        }
        _ => {}
    }
}

fn is_backwards(range: &Range) -> bool {
    matches!((range.low, range.high), (Some(low), Some(high)) if low.at > high.at)
}
