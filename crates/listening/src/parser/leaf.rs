//! Words, phrases, expressions and fields.

use std::ops::Range;

use super::foreign::{self, Piece, Stranger};
use super::{Parser, Stop};
use crate::error::{Reason, Suggestion};
use crate::field::{self, Borrowed, Field, FieldClause, FieldContext, Written, nearest};
use crate::lexer::Kind;
use crate::limits;
use crate::tree::{Form, Node, NodeKind, TextClause};

impl<'q> Parser<'q> {
    /// Parses the lexeme ahead, which is neither an operator nor a parenthesis.
    pub(super) fn leaf(&mut self) -> Result<Node, Stop> {
        let span = self.here();
        let Some(kind) = self.peek().cloned() else { return Err(self.stop_empty()) };
        self.at += 1;
        self.count.clauses += 1;
        if self.count.clauses > limits::CLAUSES {
            return Err(self.too_many(span, "words and fields", limits::CLAUSES));
        }
        match kind {
            Kind::Word(word) => Ok(self.word(word, span)),
            Kind::Quoted(text) => Ok(self.text(text, Form::Quoted, span)),
            Kind::Cased(text) => Ok(self.text(text.trim().into(), Form::Cased, span)),
            Kind::Regex(pattern) => self.regex(pattern, span),
            Kind::Field(name) => self.field(name, span),
            Kind::Tilde(_) => {
                let fix = Suggestion::change("put it right behind a phrase or a group: \"a b\"~5", span.clone(), "");
                Err(self.stop(span, Reason::Dangling("~".into()), fix))
            }
            _ => Err(self.stop_empty()),
        }
    }

    fn stop_empty(&mut self) -> Stop {
        let here = self.here();
        self.stop(here, Reason::Empty, Suggestion::default())
    }

    fn too_many(&mut self, span: Range<usize>, what: &'static str, limit: usize) -> Stop {
        let suggestion = Suggestion::say("split the query into several topics");
        self.stop(span, Reason::TooMany { what, limit }, suggestion)
    }

    fn word(&mut self, word: &str, span: Range<usize>) -> Node {
        if let Some((reason, suggestion)) = super::foreign::operator(word, &span) {
            self.report(span.clone(), reason, suggestion);
            return placeholder(word, span);
        }
        self.text(word.into(), Form::Word, span)
    }

    /// Makes a text clause; a `~n` right behind a phrase belongs to it.
    fn text(&mut self, text: String, form: Form, mut span: Range<usize>) -> Node {
        let mut distance = None;
        if let Some(Kind::Tilde(number)) = self.peek().cloned()
            && self.is_adjacent(span.end)
        {
            let tilde = self.here();
            self.at += 1;
            if form == Form::Quoted {
                distance = Some(self.distance(number.parse().ok(), tilde.clone(), "~"));
            } else {
                let text = "words are not compared by likeness; list the spellings, (colour OR color), or write colo*r";
                self.report(
                    span.start..tilde.end,
                    Reason::Foreign("~ behind a word".into()),
                    Suggestion::change(text, tilde.clone(), ""),
                );
            }
            span.end = tilde.end;
        }
        let clause = TextClause { text, form, distance };
        self.check_text(&clause, &span);
        Node::new(NodeKind::Text(clause), span)
    }

    fn regex(&mut self, pattern: &str, span: Range<usize>) -> Result<Node, Stop> {
        self.count.regexes += 1;
        if self.count.regexes > limits::REGEXES {
            return Err(self.too_many(span, "regular expressions", limits::REGEXES));
        }
        self.check_regex(pattern, &span);
        Ok(Node::new(NodeKind::Regex(pattern.into()), span))
    }

    fn field(&mut self, name: &'q str, name_span: Range<usize>) -> Result<Node, Stop> {
        if name.eq_ignore_ascii_case("title") {
            return self.title(name_span);
        }
        if name.eq_ignore_ascii_case("exact") {
            return self.verbatim(name_span);
        }
        let spec = match (Field::named(name), field::borrowed(name)) {
            (Some(spec), _) => spec,
            (None, Some(Borrowed::Same(ours))) => Field::named(ours).ok_or(Stop)?,
            (None, borrowed) => return Ok(self.unknown_field(name, name_span, borrowed)),
        };
        if spec.is_view_only && self.context == FieldContext::Topic {
            let suggestion = Suggestion::say("a topic says what is heard; put this clause into a view of the topic");
            self.report(name_span.clone(), Reason::ViewOnly(spec.name), suggestion);
        }
        if self.peek() == Some(&Kind::Open) && self.is_adjacent(name_span.end) {
            return self.deeper(|parser| parser.value_group(spec, &name_span));
        }
        let Some((text, is_quoted, value_span)) = self.value(name_span.end) else {
            return Ok(self.no_value(name, name_span));
        };
        Ok(self.clause(spec, &text, is_quoted, value_span, name_span.start))
    }

    fn clause(
        &mut self,
        spec: &'static field::Spec,
        text: &str,
        is_quoted: bool,
        span: Range<usize>,
        start: usize,
    ) -> Node {
        let node_span = start..span.end;
        let written = Written { text, is_quoted, span: span.clone() };
        match field::read(spec, &written) {
            Ok(value) => Node::new(NodeKind::Field(FieldClause { field: spec.field, value }), node_span),
            Err((reason, suggestion)) => {
                self.report(span, reason, suggestion);
                placeholder(text, node_span)
            }
        }
    }

    /// Takes the value that stands right behind `end`.
    fn value(&mut self, end: usize) -> Option<(String, bool, Range<usize>)> {
        if !self.is_adjacent(end) {
            return None;
        }
        let span = self.here();
        let (text, is_quoted) = match self.peek()? {
            Kind::Value(text) => ((*text).to_owned(), false),
            Kind::Quoted(text) => (text.clone(), true),
            _ => return None,
        };
        self.at += 1;
        Some((text, is_quoted, span))
    }

    /// `lang:(en OR de)` says `(lang:en OR lang:de)`.
    fn value_group(&mut self, spec: &'static field::Spec, name_span: &Range<usize>) -> Result<Node, Stop> {
        let mut values = Vec::new();
        let mut is_and = None;
        self.at += 1;
        loop {
            let span = self.here();
            let (text, is_quoted) = match self.peek() {
                Some(Kind::Word(text)) => ((*text).to_owned(), false),
                Some(Kind::Quoted(text)) => (text.clone(), true),
                _ => {
                    let text = format!("write the values with OR between them: {}:(a OR b)", spec.name);
                    return Err(self.stop(span, Reason::NoValue(spec.name.into()), Suggestion::say(text)));
                }
            };
            self.at += 1;
            self.count.clauses += 1;
            let start = span.start;
            values.push(self.clause(spec, &text, is_quoted, span, start));
            match self.peek() {
                Some(Kind::Close) => break,
                Some(Kind::Or) if is_and != Some(true) => is_and = Some(false),
                Some(Kind::And) if is_and != Some(false) => is_and = Some(true),
                _ => {
                    let here = self.here();
                    let text = format!("write one operator between all values: {}:(a OR b)", spec.name);
                    return Err(self.stop(here, Reason::MixedOperators, Suggestion::say(text)));
                }
            }
            self.at += 1;
        }
        let span = name_span.start..self.here().end;
        self.at += 1;
        self.bracketed.insert(span.clone());
        Ok(match values.len() {
            1 => values.swap_remove(0),
            _ if is_and == Some(true) => Node::new(NodeKind::And(values), span),
            _ => Node::new(NodeKind::Or(values), span),
        })
    }

    fn title(&mut self, name_span: Range<usize>) -> Result<Node, Stop> {
        if !self.is_adjacent(name_span.end) {
            return Ok(self.no_value("title", name_span));
        }
        if self.peek() == Some(&Kind::Not) {
            let span = name_span.start..self.here().end;
            let fix = Suggestion::change("write -title: and then the words", span.clone(), "-title:");
            return Err(self.stop(span, Reason::Value { field: "title", value: "NOT".into() }, fix));
        }
        let inner = self.deeper(Self::primary)?;
        let mut field = None;
        inner.walk(&mut |node| {
            if matches!(node.kind, NodeKind::Field(_) | NodeKind::Title(_)) {
                field.get_or_insert(node.span.clone());
            }
        });
        if let Some(span) = field {
            let suggestion = Suggestion::say("take the field out of title:( )");
            self.report(span, Reason::Value { field: "title", value: "a field".into() }, suggestion);
        }
        let span = name_span.start..inner.span.end;
        Ok(Node::new(NodeKind::Title(Box::new(inner)), span))
    }

    fn verbatim(&mut self, name_span: Range<usize>) -> Result<Node, Stop> {
        if self.peek() == Some(&Kind::Open) && self.is_adjacent(name_span.end) {
            let (value, end) = self.foreign_value(name_span.end);
            let span = name_span.start..end;
            let fix = Suggestion::write(span.clone(), value.write(|value| foreign::fill("exact:{}", value)));
            self.report(span.clone(), Reason::NoValue("exact".into()), fix);
            return Ok(placeholder("exact", span));
        }
        let Some((text, _, span)) = self.value(name_span.end) else {
            return Ok(self.no_value("exact", name_span));
        };
        Ok(self.text(text, Form::Verbatim, name_span.start..span.end))
    }

    fn no_value(&mut self, name: &str, span: Range<usize>) -> Node {
        let here = self.here();
        let is_apart = self.lexemes.get(self.at).is_some() && here.start > span.end;
        let suggestion = if is_apart {
            Suggestion::change("write the value right after the colon", span.end..here.start, "")
        } else {
            let text =
                format!("write a value right after the colon; to search for {name} as a word, leave the colon out");
            Suggestion::change(text, span.clone(), name)
        };
        self.report(span.clone(), Reason::NoValue(name.into()), suggestion);
        placeholder(name, span)
    }

    fn unknown_field(&mut self, name: &'q str, name_span: Range<usize>, borrowed: Option<Borrowed>) -> Node {
        let (value, end) = self.foreign_value(name_span.end);
        let span = name_span.start..end;
        let stranger = Stranger { name, name_span, value, span: span.clone(), context: self.context };
        let (reason, suggestion) = super::foreign::field(&stranger, borrowed);
        self.report(span.clone(), reason, suggestion);
        placeholder(name, span)
    }

    /// Takes the value or group right behind `end`, whatever it holds, and where it ends.
    fn foreign_value(&mut self, end: usize) -> (foreign::Value<'q>, usize) {
        if self.peek() != Some(&Kind::Open) || !self.is_adjacent(end) {
            return match self.value(end) {
                Some((text, true, span)) => (foreign::Value::One(format!("\"{text}\"")), span.end),
                Some((text, false, span)) => (foreign::Value::One(text), span.end),
                None => (foreign::Value::Nothing, end),
            };
        }
        let (from, errors, clauses) = (self.at, self.errors.len(), self.count.clauses);
        let skipped = self.deeper(Self::primary);
        // What stands in the group is not worth a second error.
        self.errors.truncate(errors);
        self.count.clauses = clauses;
        if skipped.is_err() {
            self.at = self.lexemes.len();
        }
        let mut pieces = Vec::new();
        let mut at = end;
        for lexeme in &self.lexemes[from..self.at] {
            if matches!(lexeme.kind, Kind::Word(_) | Kind::Quoted(_)) {
                pieces.push(Piece::Between(&self.text[at..lexeme.span.start]));
                pieces.push(Piece::Member(self.slice(&lexeme.span).to_owned()));
                at = lexeme.span.end;
            }
        }
        let group_end = self.lexemes[..self.at].last().map_or(end, |lexeme| lexeme.span.end);
        pieces.push(Piece::Between(&self.text[at..group_end]));
        (foreign::Value::Group(pieces), group_end)
    }
}

/// Stands where something was wrong, so that the rest can be checked too; never in a query that parsed.
fn placeholder(text: &str, span: Range<usize>) -> Node {
    Node::new(NodeKind::Text(TextClause { text: text.into(), form: Form::Quoted, distance: None }), span)
}

/// Returns the name of a field that was probably meant.
pub(super) fn nearest_field(name: &str, context: FieldContext) -> Option<&'static str> {
    let names = Field::table().iter().filter(|spec| context == FieldContext::View || !spec.is_view_only);
    nearest(name, names.map(|spec| spec.name).chain(["title", "exact"]))
}
