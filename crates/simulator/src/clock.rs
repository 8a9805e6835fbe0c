//! Time for tests that let days pass in a moment.

use jiff::Timestamp;
use model::Clock;
use tokio::time::Instant;

/// A clock that goes with the runtime's time: under `tokio::time::pause` a week passes in a moment.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeClock {
    origin: Timestamp,
    begun: Instant,
}

impl RuntimeClock {
    /// A clock that shows `origin` now.
    pub fn starting_at(origin: Timestamp) -> Self {
        Self { origin, begun: Instant::now() }
    }
}

impl Clock for RuntimeClock {
    fn now(&self) -> Timestamp {
        self.origin + self.begun.elapsed()
    }
}
