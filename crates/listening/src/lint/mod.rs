//! What is doubtful about a query that was understood.

mod breadth;
mod clause;
mod implication;
mod language;
mod level;

use std::ops::Range;

use crate::error::{Fix, Suggestion};
use crate::field::FieldContext;
use crate::query::Query;
use crate::tree::{Form, Node, NodeKind};

/// Most operators in small letters that are tried in capitals.
const TRIED: usize = 20;

/// A doubt about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What kind of doubt.
    pub kind: LintKind,
    /// Where, in bytes of the query's text.
    pub span: Range<usize>,
    /// The doubt in a sentence.
    pub message: String,
    /// What to write instead.
    pub suggestion: Suggestion,
}

/// Kinds of doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LintKind {
    /// It would match a large part of everything.
    TooBroad,
    /// It, or a part of it, cannot match anything.
    NeverMatches,
    /// A part that changes nothing.
    Redundant,
    /// A part that costs much.
    Costly,
    /// Every post would have to be judged first.
    AlwaysUndecided,
    /// A word in lower case that is an operator in capitals.
    LowerCaseOperator,
    /// A wildcard that was probably meant as the sign itself.
    SignAsWildcard,
}

/// Returns what is doubtful, in order of place.
pub(crate) fn lint(query: &Query, context: FieldContext) -> Vec<Lint> {
    let mut lints = Vec::new();
    query.root().walk(&mut |node| {
        clause::check(node, &mut lints);
        level::check(node, &mut lints);
        lower_case_operators(node, &mut lints);
    });
    let read = |fix: &Fix| Query::parse(&fix.apply(query.text()), FieldContext::View).is_ok();
    for (at, lint) in lints.iter_mut().filter(|lint| lint.kind == LintKind::LowerCaseOperator).enumerate() {
        if lint.suggestion.fix.take_if(|fix| at >= TRIED || !read(fix)).is_some() {
            lint.suggestion.text += ", with parentheses around what belongs together, or put the word in quotes";
        }
    }
    if context == FieldContext::Topic {
        breadth::check(query, &mut lints);
    }
    lints.sort_by_key(|lint| lint.span.start);
    lints
}

fn lower_case_operators(node: &Node, lints: &mut Vec<Lint>) {
    let NodeKind::And(items) = &node.kind else { return };
    for item in items {
        let NodeKind::Text(clause) = &item.kind else { continue };
        if clause.form == Form::Word && matches!(clause.text.as_str(), "and" | "or" | "not" | "near") {
            let capital = clause.text.to_uppercase();
            let operator = if capital == "NEAR" { "NEAR/5".to_owned() } else { capital };
            lints.push(Lint {
                kind: LintKind::LowerCaseOperator,
                span: item.span.clone(),
                message: format!("{} in small letters is searched as a word", clause.text),
                suggestion: Suggestion::write(item.span.clone(), operator),
            });
        }
    }
}
