//! Another organisation speaks: a supplier, a partner, a competitor, a neighbour, the regulator.

use super::conversation::{Conversation, Script};
use crate::person::Relation;
use crate::seed::Random;
use crate::topic::{COMMUNITY, COMPETITOR, PARTNER, REGULATOR, SUPPLIER, Topic};

pub(super) fn statement(random: &mut Random) -> Conversation {
    use Relation::*;
    of([Supplier, Partner, Competitor, Community, Regulator][random.weighted(&[3, 4, 3, 5, 1])])
}

/// Somebody of this relation speaks.
pub(super) fn of(relation: Relation) -> Conversation {
    let (topic, who): (&'static Topic, fn(&crate::person::Person) -> bool) = match relation {
        Relation::Supplier => (&SUPPLIER, |person| person.relation == Relation::Supplier),
        Relation::Partner => (&PARTNER, |person| person.relation == Relation::Partner),
        Relation::Competitor => (&COMPETITOR, |person| person.relation == Relation::Competitor),
        Relation::Regulator => (&REGULATOR, |person| person.relation == Relation::Regulator),
        _ => (&COMMUNITY, |person| person.relation == Relation::Community),
    };
    Conversation::new(Script { topic: Some(topic), who, ..Script::ANYTHING })
}
