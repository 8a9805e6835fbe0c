//! NEAR and ~: what may stand on their sides.

use super::{Parser, Stop};
use crate::error::{Reason, Suggestion};
use crate::lexer::Kind;
use crate::limits;
use crate::tree::{Node, NodeKind};

impl Parser<'_> {
    /// Parses the right side of a NEAR, which is the lexeme ahead.
    pub(super) fn near(&mut self, left: Node, distance: Option<u32>, is_ordered: bool) -> Result<Node, Stop> {
        let operator = self.here();
        self.at += 1;
        let distance = self.distance(distance, operator.clone(), self.slice(&operator).trim_end_matches('/'));
        if self.peek() == Some(&Kind::Not) {
            let span = self.here();
            let suggestion = Suggestion::say("write NOT outside: (a NEAR/5 b) NOT c");
            return Err(self.stop(span, Reason::NotNear("NOT"), suggestion));
        }
        let right = self.primary()?;
        let span = left.span.start..right.span.end;
        if matches!(self.peek(), Some(Kind::Near { .. })) {
            let fix = Suggestion::write(span.clone(), format!("({})", self.slice(&span)));
            let operator = self.here();
            return Err(self.stop(operator, Reason::MixedNear("another NEAR"), fix));
        }
        let distributed = self.distribute(&left, &right, &self.text[left.span.end..right.span.start]);
        for side in [&left, &right] {
            let fix = distributed.clone().map(|text| Suggestion::write(span.clone(), text));
            self.check_side(side, fix);
        }
        let kind = NodeKind::Near { left: Box::new(left), right: Box::new(right), distance, is_ordered };
        Ok(Node::new(kind, span))
    }

    /// Parses `~n` after a group: its members within a window.
    pub(super) fn within(&mut self, group: Node, number: &str) -> Result<Node, Stop> {
        let tilde = self.here();
        self.at += 1;
        let span = group.span.start..tilde.end;
        let distance = self.distance(number.parse().ok(), tilde, "~");
        match group.kind {
            NodeKind::And(items) => {
                for item in &items {
                    self.check_side(item, None);
                }
                Ok(Node::new(NodeKind::Within { items, distance }, span))
            }
            _ => {
                let text = "join the words with AND, or take ~ away";
                let fix = Suggestion::change(text, span.clone(), self.slice(&group.span));
                self.report(span, Reason::NotNear("a group without AND"), fix);
                Ok(group)
            }
        }
    }

    /// Checks a distance; what is wrong is reported and a good one taken instead.
    pub(super) fn distance(&mut self, distance: Option<u32>, span: std::ops::Range<usize>, operator: &str) -> u32 {
        if let Some(distance @ 1..=limits::DISTANCE) = distance {
            return distance;
        }
        let (separator, usual) = match (operator, distance) {
            ("~", None) => ("", 5),
            ("~", Some(n)) => ("", n.clamp(1, limits::DISTANCE)),
            (_, None) => ("/", 4),
            (_, Some(n)) => ("/", n.clamp(1, limits::DISTANCE)),
        };
        let operator: String = operator.chars().take_while(|c| *c != '/').collect();
        let suffix = if self.slice(&span).ends_with('f') { "f" } else { "" };
        let fix = Suggestion::write(span.clone(), format!("{operator}{separator}{usual}{suffix}"));
        self.report(span, Reason::Distance { limit: limits::DISTANCE }, fix);
        1
    }

    fn check_side(&mut self, side: &Node, fix: Option<Suggestion>) {
        let (what, text) = match &side.kind {
            NodeKind::And(_) => ("AND", "write the NEAR for each of them: (a NEAR/5 c) AND (b NEAR/5 c)"),
            NodeKind::Not(_) => ("NOT", "write NOT outside: (a NEAR/5 b) NOT c"),
            NodeKind::Field(_) => ("a field", "join the field with AND instead"),
            NodeKind::Title(_) => ("title:", "put the NEAR inside: title:(a NEAR/5 b)"),
            NodeKind::Regex(_) => ("a regular expression", "join it with AND instead"),
            NodeKind::Or(items) => {
                for item in items {
                    self.check_side(item, None);
                }
                return;
            }
            NodeKind::Near { .. } | NodeKind::Within { .. } | NodeKind::Text(_) => return,
        };
        self.report(side.span.clone(), Reason::NotNear(what), fix.unwrap_or_else(|| Suggestion::say(text)));
    }

    /// `(a AND b) NEAR/3 c` means `(a NEAR/3 c) AND (b NEAR/3 c)`.
    fn distribute(&self, left: &Node, right: &Node, operator: &str) -> Option<String> {
        let parts = |node: &Node| match &node.kind {
            NodeKind::And(items) => items.iter().map(|item| self.slice(&item.span)).collect(),
            _ => vec![self.slice(&node.span)],
        };
        let (lefts, rights) = (parts(left), parts(right));
        if lefts.len() * rights.len() < 2 || lefts.len() * rights.len() > 16 {
            return None;
        }
        let pairs = lefts.iter().flat_map(|l| rights.iter().map(move |r| format!("({l}{operator}{r})")));
        Some(format!("({})", pairs.collect::<Vec<_>>().join(" AND ")))
    }
}
