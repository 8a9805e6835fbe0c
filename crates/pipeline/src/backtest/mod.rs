//! Back-tests: what a query would have heard.
//!
//! The query goes, compiled as the stream has it and judged as the stream is, through what this server remembers and
//! through what was filed in the same time, the newest first. The report says what that covered.

mod finder;
mod report;
mod run;
mod search;

pub use report::{Phase, Report, SAMPLE, Sample};
pub use run::{BackTests, Run};
pub use search::search_beside;

pub(crate) use search::search;

use jiff::tz::TimeZone;
use listening::Query;
use model::TopicId;

/// A query to be tried.
#[derive(Clone, Debug)]
pub struct Test {
    /// The query.
    pub query: Query,
    /// As it was written.
    pub written: String,
    /// The name that its topic has or is to have.
    pub name: String,
    /// The topic that it is a change of, with the version that was seen.
    pub topic: Option<(TopicId, i64)>,
    /// The zone in which days begin.
    pub zone: TimeZone,
}
