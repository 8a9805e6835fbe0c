//! Rules: what is done by itself when something happens.
//!
//! A rule has a call (what has to happen), a condition in the query language, and acts. Whoever follows the log asks them
//! with [`Rulebook::ask`], in their order, each about the conversation as the former left it. What a rule does is a deed
//! like a member's, with the rule as its actor. An act of a rule may call other rules; each acts once because of one event,
//! however they call each other, so that no two can go on for ever.

mod acting;
mod book;
mod keeping;
mod trial;

pub use acting::undo_run;
pub use book::{HEARD_WITHIN, Rulebook};
pub(crate) use keeping::check_act;
pub use keeping::{
    ACTS_MAX, HOURS_MAX, RULE_NAME_CHARS_MAX, RULES_MAX, RuleFault, change_rule, create_rule, find_rule, move_rule,
    remove_rule, switch_rule,
};
pub use trial::{Cursor, Looked, Trial, Would};
