//! Response figures: each has one definition, which pages, the API and reports say with the figure.
//!
//! A figure is a function of the waits that began in a window, as they were known at a position of the log, and of the moment
//! until which whoever still waits has waited. One file per figure.

mod abandoned;
mod apart;
mod days;
mod first_reply;
mod needs_reply;
mod next_reply;
mod oldest_waiting;
mod pace;
mod parts;
mod reply_rate;

use jiff::Timestamp;
use model::{Calendar, Wait, WaitEnd, WaitKind};
use serde::{Deserialize, Serialize};
use wording::later;

pub use abandoned::Abandoned;
pub use apart::Apart;
pub use days::{Span, Summed, first_unsummed, hours_key, summed, sums};
pub use needs_reply::NeedsReply;
pub use oldest_waiting::oldest_waiting;
pub use pace::{Pace, WITHIN_HOURS};
pub use parts::{Part, PartKey, PartedBy, Parts, parts};

use crate::share::Share;

/// What a figure is, in words: they are said when they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// By which it is named in addresses and the API.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// How it is worked out.
    pub formula: &'static str,
    /// What is counted against what.
    pub denominator: &'static str,
    /// How far it may be from what is so.
    pub interval: &'static str,
    /// Below how many nothing is said.
    pub sample_min: u64,
}

/// Below how many nothing is claimed: [`Definition::sample_min`] of what is said of a whole.
pub const SAMPLE_MIN: u64 = 30;
/// The same of a part, such as one language.
pub const PART_MIN: u64 = 10;

/// The definitions, in the order in which they are read.
pub const DEFINITIONS: &[Definition] = &[
    needs_reply::DEFINITION,
    reply_rate::DEFINITION,
    first_reply::DEFINITION,
    next_reply::DEFINITION,
    oldest_waiting::DEFINITION,
    abandoned::DEFINITION,
    apart::DEFINITION,
    parts::DEFINITION,
];

const WILSON: &str = later!("Wilson's 95 % interval of a share.");

/// As of when figures are worked out, and in whose hours.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Until when whoever still waits has waited.
    pub until: Timestamp,
    /// The hours in which somebody is there; `None` where nobody said.
    pub hours: Option<&'a Calendar>,
}

/// What is said of the waits of a window, or of a part of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// How many there are, and how many need an answer.
    pub needs_reply: NeedsReply,
    /// How long people wait for the first answer.
    pub first: Pace,
    /// How long they wait for each further one.
    pub next: Pace,
    /// How many were closed without an answer.
    pub abandoned: Abandoned,
    /// What is counted apart.
    pub apart: Apart,
}

impl Response {
    /// Of these waits.
    pub fn of<'w>(waits: impl IntoIterator<Item = &'w Wait>, terms: Terms<'_>) -> Self {
        let mut response = Self::default();
        waits.into_iter().for_each(|wait| response.count(wait, terms));
        response
    }

    /// Counts one more.
    pub fn count(&mut self, wait: &Wait, terms: Terms<'_>) {
        self.needs_reply.count(wait);
        self.apart.count(wait);
        if wait.needs_reply != Some(true) {
            return;
        }
        match wait.kind {
            WaitKind::First => self.first.count(wait, terms),
            WaitKind::Next => self.next.count(wait, terms),
            WaitKind::Reaction => return,
        }
        self.abandoned.count(wait);
    }

    /// Adds what is said of other waits. In whatever order, it comes to the same.
    pub fn add(&mut self, others: &Self) {
        self.needs_reply.add(others.needs_reply);
        self.first.add(&others.first);
        self.next.add(&others.next);
        self.abandoned.add(others.abandoned);
        self.apart.add(others.apart);
    }

    /// The share of those who needed a first answer that got one.
    pub fn reply_rate(&self) -> Share {
        reply_rate::of(&self.first)
    }
}

/// When a wait was looked at last: when it ended, or until when it lasts so far.
fn looked_at(wait: &Wait, terms: Terms<'_>) -> (Timestamp, bool) {
    match wait.end {
        Some((WaitEnd::Answered, at)) if at <= terms.until => (at, true),
        Some((WaitEnd::Withdrawn, at)) if at <= terms.until => (at, false),
        _ => (terms.until.max(wait.began_at), false),
    }
}
