//! Which part of a query follows from which.

use crate::analysis::Analysis;
use crate::compile::{Pattern, PatternUnit as Unit, fits};
use crate::field::{Field, FieldClause, Value};
use crate::tree::{Node, NodeKind, TextClause};

/// Says whether `this` cannot hold without `that`; false where it is not plain to see.
pub(super) fn implies(this: &Node, that: &Node) -> bool {
    if this == that {
        return true;
    }
    match (&this.kind, &that.kind) {
        (NodeKind::Or(items), _) => items.iter().all(|item| implies(item, that)),
        (_, NodeKind::And(items)) => items.iter().all(|item| implies(this, item)),
        (_, NodeKind::Or(items)) if items.iter().any(|item| implies(this, item)) => true,
        (NodeKind::And(items) | NodeKind::Within { items, .. }, _) => items.iter().any(|item| implies(item, that)),
        (NodeKind::Near { left, right, .. }, _) => implies(left, that) || implies(right, that),
        (NodeKind::Title(inner), _) => implies(inner, that),
        (NodeKind::Not(this), NodeKind::Not(that)) => implies(that, this),
        (NodeKind::Text(this), NodeKind::Text(that)) => text_implies(this, that),
        (NodeKind::Field(this), NodeKind::Field(that)) => field_implies(this, that),
        _ => false,
    }
}

fn text_implies(this: &TextClause, that: &TextClause) -> bool {
    let analysis = Analysis::social();
    let Pattern::Item(wanted) = Pattern::new(that, &analysis) else { return false };
    if wanted.spelling.is_some() {
        return false;
    }
    let pattern = Pattern::new(this, &analysis);
    let items = match &pattern {
        Pattern::Item(item) => std::slice::from_ref(item),
        Pattern::Phrase { items, .. } | Pattern::Loose { items, .. } => items,
        Pattern::Literal(_) => return false,
    };
    items.iter().any(|item| match (&item.unit, &wanted.unit) {
        (Unit::Key(key), Unit::Prefix(prefix)) => key.starts_with(&**prefix),
        (Unit::Prefix(longer), Unit::Prefix(prefix)) => longer.starts_with(&**prefix),
        (Unit::Key(key), Unit::Glob(glob)) => fits(glob, key),
        (one, other) => one == other,
    })
}

fn field_implies(this: &FieldClause, that: &FieldClause) -> bool {
    match (&this.value, &that.value) {
        (Value::Text(narrow), Value::Text(wide)) if this.field == Field::Lang && that.field == Field::Lang => {
            narrow.len() > wide.len() && narrow.starts_with(wide.as_str()) && narrow[wide.len()..].starts_with('-')
        }
        _ => false,
    }
}

/// Says whether two claims about a fact that has one value exclude each other.
pub(super) fn excludes(this: &FieldClause, that: &FieldClause) -> bool {
    use Field::{After, Before, Channel, Followers, Kind, Lang, Network, Rating, Sla, Status};
    let is_single = matches!(this.field, Channel | Network | Lang | Kind | Followers | Rating | Status | Sla);
    match (&this.value, &that.value) {
        (Value::Moment(after), Value::Moment(before)) if (this.field, that.field) == (After, Before) => {
            // Relative times compare among themselves; a mixed pair depends on when it is asked.
            matches!((after.resolve(Some(0)), before.resolve(Some(0))), (Some(after), Some(before)) if after >= before)
                && std::mem::discriminant(after) == std::mem::discriminant(before)
        }
        _ if this.field != that.field || !is_single => false,
        (Value::Text(a), Value::Text(b)) => {
            !a.eq_ignore_ascii_case(b) && !field_implies(this, that) && !field_implies(that, this)
        }
        (Value::Number(a), Value::Number(b)) => {
            let is_below = |a: &crate::field::Range, b: &crate::field::Range| match (a.high, b.low) {
                (Some(high), Some(low)) => {
                    high.at < low.at || (high.at == low.at && !(high.is_inclusive && low.is_inclusive))
                }
                _ => false,
            };
            is_below(a, b) || is_below(b, a)
        }
        _ => false,
    }
}
