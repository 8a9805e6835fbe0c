//! People change their names, and some leave.

use super::{Cue, Plot};
use crate::person::{Relation, Stance};
use crate::stage::Stage;

/// Mostly a new name; now and then an account goes, with every post of it.
pub(super) struct Departure;

impl Plot for Departure {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        let Cue::Start = cue else { return };
        let mut random = stage.random();
        if random.chance(0.15) {
            let is_fleeting = |person: &crate::person::Person| {
                matches!(person.relation, Relation::Unknown)
                    && matches!(person.stance, Stance::Hostile | Stance::Neutral)
            };
            if let Some(person) = stage.somebody(&mut random, is_fleeting) {
                stage.leave(person);
            }
            return;
        }
        let is_private = |person: &crate::person::Person| person.relation == Relation::Customer;
        if let Some(person) = stage.somebody(&mut random, is_private) {
            let name = stage.people()[person].display_name.clone();
            let plain = name.split([' ', '·']).next().unwrap_or(&name).to_owned();
            let sign = random.pick(&["🍂", "in Elternzeit", "⛄", "auf Reisen", "❄️"]);
            stage.rename(person, format!("{plain} {sign}"));
        }
    }
}
