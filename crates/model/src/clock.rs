//! The only source of the present moment.

use std::sync::Mutex;

use jiff::Timestamp;

/// Gives the present moment. Everything that needs the time takes one, so that tests and the simulator own it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that asks the system
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that stands at `moment` (RFC 3339).
    ///
    /// # Panics
    /// When `moment` is not a time stamp.
    pub fn at(moment: &str) -> Self {
        Self(Mutex::new(parse(moment)))
    }

    /// Moves the clock to `moment` (RFC 3339), also backwards.
    ///
    /// # Panics
    /// When `moment` is not a time stamp.
    pub fn set(&self, moment: &str) {
        *self.0.lock().expect("no holder panics") = parse(moment);
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: std::time::Duration) {
        let mut now = self.0.lock().expect("no holder panics");
        *now = now.saturating_add(by).expect("a duration is in range");
    }
}

fn parse(moment: &str) -> Timestamp {
    moment.parse().expect("an RFC 3339 time stamp")
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no holder panics")
    }
}

/// Microseconds since 1970 UTC: how times are kept in the database and on the wire.
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The moment that `micros` microseconds since 1970 UTC name; values out of range are brought to its ends.
pub fn timestamp(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
