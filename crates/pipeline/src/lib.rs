//! The journey of a mention in motion: the only crate that strings the stages together.
//!
//! Read [`journey`] first: receive → deduplicate → match → enrich → file → notify. [`start`] sets everything going and gives a
//! [`Handle`], by which pages and commands connect channels, change topics and follow what happens.

mod backoff;
pub mod backtest;
mod crash_point;
mod error;
mod handle;
mod hearing;
mod import;
mod intake;
mod jobs;
pub mod journey;
mod judges;
mod live;
mod media;
mod news;
mod queue;
mod reading_again;
mod regards;
mod remembering;
mod rounds;
pub mod rule_trial;
mod rules;
mod sealer;
mod set_aside;
mod settings;
mod topics;
mod tries;
mod unpacking;
mod waits;
mod webhooks;

pub use crash_point::crash_point;
pub use error::{ConnectError, PipelineError};
pub use handle::{Handle, House, NewConnection, OpenChannel, start, start_remembering};
pub use import::Importing;
pub use live::{Live, Sealed};
pub use memory::{Archive, Health as MemoryHealth, Limits, Memory, Span, State as MemoryState};
pub use news::Purpose;
pub use reading_again::ReadAgain;
pub use remembering::Remembering;
pub use topics::Topics;
pub use tries::{Findings, Tries};

type Result<T, E = PipelineError> = std::result::Result<T, E>;
