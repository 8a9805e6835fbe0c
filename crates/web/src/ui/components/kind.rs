//! The sign of who speaks: the shape is the name, the colour the company it keeps.

use maud::{Markup, html};
use model::{Relation, Stance};
use wording::t;

/// A kind of person or body that speaks about us, as a judgement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Buys from us.
    Customer,
    /// Might buy from us.
    Prospect,
    /// Works here.
    Employee,
    /// Sells to us.
    Supplier,
    /// Works with us.
    Partner,
    /// Speaks for us.
    Fan,
    /// Finds fault, with reasons.
    Critic,
    /// Reports.
    Press,
    /// Oversees us.
    Regulator,
    /// Sells what we sell.
    Competitor,
    /// Lives beside us.
    Community,
    /// Nothing is known.
    Unknown,
}

impl Kind {
    /// Of what was judged: the stance where it is strong, else the relation.
    pub const fn of(relation: Option<Relation>, stance: Option<Stance>) -> Option<Self> {
        match (stance, relation) {
            (Some(Stance::Fan), _) => Some(Self::Fan),
            (Some(Stance::Critic | Stance::Hostile), _) => Some(Self::Critic),
            (_, None) => None,
            (_, Some(relation)) => Some(match relation {
                Relation::Customer => Self::Customer,
                Relation::Prospect => Self::Prospect,
                Relation::Employee => Self::Employee,
                Relation::Supplier => Self::Supplier,
                Relation::Partner => Self::Partner,
                Relation::Competitor => Self::Competitor,
                Relation::Press => Self::Press,
                Relation::Regulator => Self::Regulator,
                Relation::Community => Self::Community,
                Relation::Unknown => Self::Unknown,
            }),
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        self.parts().0
    }

    /// Word, company (for the colour) and outline on a square from -9 to 9.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Customer => (t!("customer"), "served", "M-6.3 0a6.3 6.3 0 1 0 12.6 0a6.3 6.3 0 1 0-12.6 0z"),
            Self::Prospect => (t!("prospect"), "served open", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
            Self::Employee => (t!("employee"), "house", "M-5.8-5.8h11.6v11.6h-11.6z"),
            Self::Supplier => (t!("supplier"), "house", "M7.2 0 3.6 6.3h-7.2L-7.2 0l3.6-6.3h7.2z"),
            Self::Partner => (
                t!("partner"),
                "house",
                "M-3.6-4.6a4.6 4.6 0 1 0 0 9.2c1.4 0 2.7-.6 3.6-1.7a4.6 4.6 0 1 0 0-5.8a4.6 4.6 0 0 0-3.6-1.7z",
            ),
            Self::Fan => {
                (t!("fan"), "voice", "M0-8.2 2.1-2.9l5.7.4-4.4 3.6 1.4 5.5L0 3.6l-4.8 3 1.4-5.5-4.4-3.6 5.7-.4z")
            }
            Self::Critic => (t!("critic"), "voice", "M0-7.6 7.4 5.6H-7.4z"),
            Self::Press => (
                t!("person": "press"),
                "watch",
                "M-5.4-7h10.8v14h-10.8zM-3.2-4.4v2h6.4v-2zM-3.2-.8v1.6h6.4v-1.6zM-3.2 2.6v1.6h4v-1.6z",
            ),
            Self::Regulator => (t!("regulator"), "watch", "M0-7.8 6.4-5v5.2C6.4 4 3.6 6.6 0 8-3.6 6.6-6.4 4-6.4.2V-5z"),
            Self::Competitor => (t!("competitor"), "near", "M0-7.8 7.8 0 0 7.8-7.8 0z"),
            Self::Community => (t!("community"), "near", "M-6.3 6.4V-1L0-7.6 6.3-1v7.4z"),
            Self::Unknown => (t!("unknown"), "unknown dashed", "M-5.3 0a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0z"),
        }
    }
}

/// The sign of a kind, named for readers.
pub fn kind(kind: Kind) -> Markup {
    let (word, company, outline) = kind.parts();
    html! { svg class={ "kind f-" (company) } viewBox="-9 -9 18 18" role="img" aria-label=(word) {
        path fill-rule="evenodd" d=(outline) {}
    } }
}

/// The same sign as a seat in a drawing, silent: the drawing as a whole is described.
pub fn seat(kind: Kind, x: &str, y: &str) -> Markup {
    let (_, company, outline) = kind.parts();
    html! { path class={ "seat f-" (company) } fill-rule="evenodd" transform={ "translate(" (x) " " (y) ")" } d=(outline) {} }
}
