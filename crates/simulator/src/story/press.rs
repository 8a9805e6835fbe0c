//! A journalist asks, with a deadline.

use super::conversation::{Conversation, Script};
use crate::person::Relation;
use crate::phrase::press;
use crate::topic::PRESS;

pub(super) fn enquiry() -> Conversation {
    Conversation::new(Script {
        topic: Some(&PRESS),
        who: |person| person.relation == Relation::Press,
        is_addressed: true,
        ignored: Some(press::IGNORED),
        ..Script::ANYTHING
    })
}
