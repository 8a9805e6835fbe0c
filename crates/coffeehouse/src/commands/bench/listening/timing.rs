//! What work takes, by the clocks of the system.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Shortest time a rate is measured over; the work is done again until it is reached.
const LEAST: Duration = Duration::from_millis(400);

/// What some work took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// By the clock on the wall.
    pub wall: Duration,
    /// Of one thread's own time; a machine that does other things too does not lengthen it.
    pub cpu: Duration,
}

impl Took {
    /// Does some work once.
    pub fn of<T>(work: impl FnOnce() -> T) -> (Self, T) {
        let (wall, cpu) = (now(ClockId::Monotonic), now(ClockId::ThreadCPUTime));
        let result = work();
        (Self { wall: now(ClockId::Monotonic) - wall, cpu: now(ClockId::ThreadCPUTime) - cpu }, result)
    }

    /// Does some work again and again until it can be timed well; returns what one time took on the average.
    pub fn each(mut work: impl FnMut()) -> Self {
        Self::in_turns([&mut work])[0]
    }

    /// Does the same with several works in turns, so that each finds the caches and the machine as the others do; together
    /// they take as long as if each were timed alone.
    pub fn in_turns<const N: usize>(mut works: [&mut dyn FnMut(); N]) -> [Self; N] {
        let mut times = 0;
        let mut sums = [Self::default(); N];
        let least: Duration = [LEAST; N].iter().sum();
        while sums.iter().map(|sum| sum.cpu).sum::<Duration>() < least {
            for (work, sum) in works.iter_mut().zip(&mut sums) {
                let (took, ()) = Self::of(work);
                *sum = Self { wall: sum.wall + took.wall, cpu: sum.cpu + took.cpu };
            }
            times += 1;
        }
        sums.map(|sum| Self { wall: sum.wall / times, cpu: sum.cpu / times })
    }
}

/// Returns the time on the wall since some moment.
pub fn wall() -> Duration {
    now(ClockId::Monotonic)
}

fn now(clock: ClockId) -> Duration {
    // Neither of the two clocks runs below nought.
    clock_gettime(clock).try_into().unwrap_or_default()
}
