//! A query's canonical text: parsing it gives the same query.

use std::fmt::{self, Display, Formatter, Write};

use crate::tree::{Form, Node, NodeKind, TextClause};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            NodeKind::And(items) => join(f, items, " AND "),
            NodeKind::Or(items) => join(f, items, " OR "),
            NodeKind::Not(inner) => {
                f.write_str("NOT ")?;
                nested(f, inner)
            }
            NodeKind::Near { left, right, distance, is_ordered } => {
                nested(f, left)?;
                write!(f, " {}NEAR/{distance} ", if *is_ordered { "O" } else { "" })?;
                nested(f, right)
            }
            NodeKind::Within { items, distance } => {
                f.write_char('(')?;
                join(f, items, " AND ")?;
                write!(f, ")~{distance}")
            }
            NodeKind::Text(clause) => clause.fmt(f),
            NodeKind::Regex(pattern) => write!(f, "/{pattern}/"),
            NodeKind::Title(inner) => {
                f.write_str("title:")?;
                match &inner.kind {
                    NodeKind::Text(TextClause { form: Form::Word | Form::Quoted, .. }) => inner.fmt(f),
                    _ => write!(f, "({inner})"),
                }
            }
            NodeKind::Field(clause) => clause.fmt(f),
        }
    }
}

fn join(f: &mut Formatter<'_>, items: &[Node], operator: &str) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(operator)?;
        }
        nested(f, item)?;
    }
    Ok(())
}

fn nested(f: &mut Formatter<'_>, node: &Node) -> fmt::Result {
    match node.kind {
        NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Near { .. } => write!(f, "({node})"),
        _ => node.fmt(f),
    }
}

impl Display for TextClause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Word => f.write_str(&self.text)?,
            Form::Cased => write!(f, "{{{}}}", self.text)?,
            Form::Quoted => quoted(f, &self.text)?,
            Form::Verbatim => {
                f.write_str("exact:")?;
                quoted(f, &self.text)?;
            }
        }
        match self.distance {
            Some(distance) => write!(f, "~{distance}"),
            None => Ok(()),
        }
    }
}

/// Writes text in quotes, as the lexer reads it back.
pub(crate) fn quoted(f: &mut impl Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
