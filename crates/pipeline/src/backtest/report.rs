//! What a back-test found, so far.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use listening::Cost;
use memory::{Key, Span};
use model::Network;

use crate::tries::Findings;
pub use crate::tries::Phase;

/// Posts shown of those that were found: the newest.
pub const SAMPLE: usize = 30;

/// A post that the query would have heard. Who wrote it is not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The words.
    pub text: String,
    /// The heading.
    pub title: Option<String>,
    /// The words that prove it: byte ranges of the text, half-open.
    pub spans: Vec<(usize, usize)>,
    /// The language that its author declared.
    pub language: Option<String>,
    /// When it was heard.
    pub heard_at: Timestamp,
    /// When its author says it was written.
    pub posted_at: Timestamp,
    /// The channel's name.
    pub channel: String,
    /// On which network.
    pub network: Network,
    /// Where people read it.
    pub url: Option<String>,
    /// Whether it was filed, for whatever reason.
    pub is_filed: bool,
    /// What a deletion would name: the post, or its author.
    pub gone_by: [Key; 2],
}

/// What a back-test found, so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How far it is.
    pub phase: Phase,
    /// Posts of the memory that were tried.
    pub remembered: u64,
    /// Filed posts that were tried.
    pub filed: u64,
    /// About how many posts of the memory there are to try.
    pub expected: u64,
    /// Posts that the query would have heard.
    pub found: u64,
    /// Of those, how many were filed, for whatever reason.
    pub found_filed: u64,
    /// How many of each day on which it heard anything at all, found or not.
    pub days: BTreeMap<Date, u64>,
    /// The newest that were found, the last heard first.
    pub sample: Vec<Sample>,
    /// What it has looked at was heard from when to when.
    pub covered: Option<Span>,
    /// Whether this server remembers what concerns nobody; without that, only filed posts can be tried.
    pub has_memory: bool,
    /// Channels that may have missed deletions, by name: what they heard before that is remembered and not tried.
    pub unsure: Vec<String>,
    /// Stretches of the memory that were damaged and not read.
    pub damaged: u64,
    /// What the query costs, counted when it was compiled.
    pub cost: Cost,
    /// The time spent on matching and judging alone.
    pub matching: Duration,
}

impl Findings for Report {
    fn phase(&mut self) -> &mut Phase {
        &mut self.phase
    }

    fn leave_out(&mut self, gone: &HashSet<Key>) {
        self.sample.retain(|one| !one.gone_by.iter().any(|key| gone.contains(key)));
    }
}

impl Report {
    /// How many posts were tried.
    pub fn tried(&self) -> u64 {
        self.remembered + self.filed
    }

    /// Of every hundred posts of the memory, how many were tried.
    pub fn percent(&self) -> u64 {
        if self.phase == Phase::Done {
            return 100;
        }
        (self.remembered * 100).checked_div(self.expected).unwrap_or(0).min(99)
    }

    /// Microseconds that a post costs, matching and judging alone.
    pub fn micros_per_post(&self) -> f64 {
        if self.tried() == 0 { 0.0 } else { self.matching.as_secs_f64() * 1e6 / self.tried() as f64 }
    }
}
