//! One level of a query: operands and the operators between them, up to a closing parenthesis or the end.

use std::ops::Range;

use super::{Parser, Stop};
use crate::error::{Reason, Suggestion};
use crate::lexer::Kind;
use crate::tree::{Node, NodeKind};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    /// Nothing but a space, which means AND.
    Space,
    Or,
}

impl Parser<'_> {
    pub(super) fn level(&mut self) -> Result<Node, Stop> {
        let mut operands = vec![self.operand()?];
        let mut operators = Vec::new();
        loop {
            let operator = match self.peek() {
                None | Some(Kind::Close) => break,
                Some(Kind::And) => Operator::And,
                Some(Kind::Or) => Operator::Or,
                Some(_) => Operator::Space,
            };
            if operator != Operator::Space {
                self.at += 1;
            }
            operators.push(operator);
            operands.push(self.operand()?);
        }
        let span = operands[0].span.start..operands[operands.len() - 1].span.end;
        let has_or = operators.contains(&Operator::Or);
        if has_or && operators.iter().any(|operator| *operator != Operator::Or) {
            let suggestion = self.group(&operands, &operators, &span);
            self.report(span.clone(), Reason::MixedOperators, suggestion);
        } else if has_or {
            self.check_near_beside_or(&operands);
        }
        if operands.len() == 1 {
            return Ok(operands.swap_remove(0));
        }
        let kind = if has_or { NodeKind::Or(operands) } else { NodeKind::And(operands) };
        Ok(Node::new(kind, span))
    }

    /// Suggests parentheses: around the ORs when only spaces stand for AND, else around the ANDs.
    fn group(&self, operands: &[Node], operators: &[Operator], span: &Range<usize>) -> Suggestion {
        let binds_or = !operators.contains(&Operator::And);
        let binds = |operator: Operator| (operator == Operator::Or) == binds_or;
        let mut text = String::new();
        let mut from = 0;
        for at in 0..operands.len() {
            let goes_on = operators.get(at).is_some_and(|operator| binds(*operator));
            if goes_on {
                continue;
            }
            let run = self.slice(&(operands[from].span.start..operands[at].span.end));
            let between = operands.get(at + 1).map_or("", |next| self.slice(&(operands[at].span.end..next.span.start)));
            match at > from {
                true => text.extend(["(", run, ")", between]),
                false => text.extend([run, between]),
            }
            from = at + 1;
        }
        Suggestion::change(format!("say which belong together, for example {text}"), span.clone(), text)
    }

    fn check_near_beside_or(&mut self, operands: &[Node]) {
        for operand in operands {
            // A NEAR in parentheses begins with one.
            let is_bare = matches!(operand.kind, NodeKind::Near { .. }) && !self.is_bracketed(operand);
            if is_bare {
                let fix = Suggestion::write(operand.span.clone(), format!("({})", self.slice(&operand.span)));
                self.report(operand.span.clone(), Reason::MixedNear("OR"), fix);
            }
        }
    }

    pub(super) fn is_bracketed(&self, node: &Node) -> bool {
        self.bracketed.contains(&node.span)
    }

    /// One operand: negations, then something, then perhaps NEAR something.
    fn operand(&mut self) -> Result<Node, Stop> {
        if self.peek() == Some(&Kind::Not) {
            let start = self.here().start;
            self.at += 1;
            if matches!(self.peek(), None | Some(Kind::Close | Kind::And | Kind::Or | Kind::Near { .. })) {
                let span = start..self.here().start.max(start + 1).min(self.text.len());
                let suggestion = Suggestion::say("write what to leave out right after NOT");
                return Err(self.stop(span, Reason::Dangling("NOT".into()), suggestion));
            }
            let inner = self.deeper(Self::operand)?;
            let span = start..inner.span.end;
            return Ok(Node::new(NodeKind::Not(Box::new(inner)), span));
        }
        let left = self.primary()?;
        let Some(Kind::Near { distance, is_ordered }) = self.peek().cloned() else { return Ok(left) };
        self.near(left, distance, is_ordered)
    }

    /// A leaf, or a level in parentheses.
    pub(super) fn primary(&mut self) -> Result<Node, Stop> {
        match self.peek() {
            Some(Kind::Open) => self.parenthesised(),
            None | Some(Kind::Close | Kind::And | Kind::Or | Kind::Near { .. }) => Err(self.dangling()),
            Some(_) => self.leaf(),
        }
    }

    fn parenthesised(&mut self) -> Result<Node, Stop> {
        let open = self.here();
        self.at += 1;
        if self.peek() == Some(&Kind::Close) {
            let span = open.start..self.here().end;
            let fix = Suggestion::change("write something between them or remove them", span.clone(), "");
            return Err(self.stop(span, Reason::EmptyGroup("( )"), fix));
        }
        let mut node = self.deeper(Self::level)?;
        if self.peek() != Some(&Kind::Close) {
            let end = self.text.trim_end().len();
            let fix = Suggestion::change("close it with )", end..end, ")");
            return Err(self.stop(open, Reason::Unclosed("("), fix));
        }
        let close = self.here();
        self.at += 1;
        node.span = open.start..close.end;
        self.bracketed.insert(node.span.clone());
        if let Some(Kind::Tilde(number)) = self.peek().cloned()
            && self.is_adjacent(close.end)
        {
            return self.within(node, number);
        }
        Ok(node)
    }

    fn dangling(&mut self) -> Stop {
        let before = self.at.checked_sub(1).map(|at| self.lexemes[at].clone());
        let is_operator = |kind: &Kind<'_>| matches!(kind, Kind::And | Kind::Or | Kind::Near { .. });
        // The operator that lacks a side: the one before the gap, or else the one after it.
        let span = match before {
            Some(lexeme) if is_operator(&lexeme.kind) => lexeme.span,
            _ => self.here(),
        };
        if let (true, Some(open)) = (span.is_empty(), self.at.checked_sub(1)) {
            let span = self.lexemes[open].span.clone();
            let fix = Suggestion::change("remove it, or write something behind it and close it", span.clone(), "");
            return self.stop(span, Reason::Unclosed("("), fix);
        }
        let name = self.slice(&span).to_owned();
        if name.starts_with([')', '）']) {
            let fix = Suggestion::change("remove it", span.clone(), "");
            return self.stop(span, Reason::Unopened(')'), fix);
        }
        let text =
            format!("write something on both sides of {name}, or remove it; to search for it as a word, quote it");
        let fix = Suggestion::change(text, span.clone(), "");
        self.stop(span, Reason::Dangling(name), fix)
    }
}
