//! Somebody who works for the railway warns in the open.

use super::conversation::{Conversation, Script};
use crate::person::Relation;
use crate::phrase::staff;
use crate::topic::STAFF;

pub(super) fn warning() -> Conversation {
    Conversation::new(Script {
        topic: Some(&STAFF),
        who: |person| person.relation == Relation::Employee,
        ignored: Some(staff::IGNORED),
        ..Script::ANYTHING
    })
}
