//! Durable work between stages: jobs are enqueued with the change that causes them, leased, retried.

mod worker;

pub(crate) use worker::run;

/// What a job came to. Its author decides at each step whether trying again can help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is done, or there is nothing left to do.
    Finished,
    /// It is to be done again after this time.
    Again {
        /// How long to wait.
        after: std::time::Duration,
        /// Why, for those who look at the queue.
        why: String,
    },
}
