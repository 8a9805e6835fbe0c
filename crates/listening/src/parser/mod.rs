//! Lexemes become a tree; what is wrong becomes errors with a place and a way out.

mod check;
mod foreign;
mod leaf;
mod level;
mod price;
mod proximity;

pub(crate) use price::check_price;

use std::collections::HashSet;
use std::ops::Range;

use crate::error::{ParseError, ParseErrors, Reason, Suggestion};
use crate::field::FieldContext;
use crate::lexer::{Kind, Lexeme, lex};
use crate::limits;
use crate::tree::{Node, NodeKind};

struct Parser<'q> {
    text: &'q str,
    lexemes: Vec<Lexeme<'q>>,
    at: usize,
    depth: usize,
    context: FieldContext,
    errors: Vec<ParseError>,
    /// Places of what stood in parentheses, which need no further ones.
    bracketed: HashSet<Range<usize>>,
    count: Count,
}

#[derive(Default)]
struct Count {
    clauses: usize,
    wildcards: usize,
    regexes: usize,
}

/// The query cannot be followed further; why is among the errors.
struct Stop;

/// Parses a query; the errors are in order of place.
pub(crate) fn parse(text: &str, context: FieldContext) -> Result<Node, ParseErrors> {
    let one = |error| ParseErrors(vec![error]);
    if text.len() > limits::QUERY_BYTES {
        let reason = Reason::TooLong { limit: limits::QUERY_BYTES };
        let suggestion = Suggestion::say("split it into several topics");
        return Err(one(ParseError { span: limits::QUERY_BYTES..text.len(), reason, suggestion }));
    }
    let lexemes = lex(text).map_err(one)?;
    let mut parser = Parser {
        text,
        lexemes,
        at: 0,
        depth: 0,
        context,
        errors: Vec::new(),
        bracketed: HashSet::new(),
        count: Count::default(),
    };
    let node = parser.whole();
    if let (Ok(node), true) = (&node, parser.errors.is_empty()) {
        parser.check_negatives(node);
    }
    match node {
        Ok(node) if parser.errors.is_empty() => Ok(node),
        _ => {
            parser.errors.sort_by_key(|error| error.span.start);
            Err(ParseErrors(parser.errors))
        }
    }
}

impl<'q> Parser<'q> {
    fn whole(&mut self) -> Result<Node, Stop> {
        if self.lexemes.is_empty() {
            let suggestion = Suggestion::say("write a word, a \"phrase\", a #tag or a @handle to listen for");
            return Err(self.stop(0..self.text.len(), Reason::Empty, suggestion));
        }
        let node = self.level()?;
        if let Some(lexeme) = self.lexemes.get(self.at) {
            // A level ends only at a closing parenthesis or at the end.
            let span = lexeme.span.clone();
            let fix = Suggestion::change("remove it", span.clone(), "");
            return Err(self.stop(span, Reason::Unopened(')'), fix));
        }
        Ok(node)
    }

    fn peek(&self) -> Option<&Kind<'q>> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    /// Returns the place of the lexeme ahead, or the end of the query.
    fn here(&self) -> Range<usize> {
        self.lexemes.get(self.at).map_or(self.text.len()..self.text.len(), |lexeme| lexeme.span.clone())
    }

    /// Says whether the lexeme ahead stands right behind `end`.
    fn is_adjacent(&self, end: usize) -> bool {
        self.lexemes.get(self.at).is_some_and(|lexeme| lexeme.span.start == end)
    }

    fn slice(&self, span: &Range<usize>) -> &'q str {
        &self.text[span.clone()]
    }

    fn report(&mut self, span: Range<usize>, reason: Reason, suggestion: Suggestion) {
        self.errors.push(ParseError { span, reason, suggestion });
    }

    fn stop(&mut self, span: Range<usize>, reason: Reason, suggestion: Suggestion) -> Stop {
        self.report(span, reason, suggestion);
        Stop
    }

    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        if self.depth == limits::DEPTH {
            let here = self.here();
            let suggestion = Suggestion::say("take parentheses away, or split the query into several topics");
            return Err(self.stop(here, Reason::TooDeep { limit: limits::DEPTH }, suggestion));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    fn check_negatives(&mut self, node: &Node) {
        if self.context == FieldContext::View || node.asks_for_something() {
            return;
        }
        let text = match &node.kind {
            NodeKind::Or(_) => "one side of the OR only says what it does not want; give it a word to look for, too",
            _ => "add what to look for, for example: (acme OR #acme) NOT spam",
        };
        self.report(node.span.clone(), Reason::OnlyNegative, Suggestion::say(text));
    }
}
