//! How long to wait before trying again.

use std::time::Duration;

use channels::Remedy;

const LONGEST: Duration = Duration::from_secs(300);

/// The wait before attempt number `attempt` (from 1): doubling from one second up to five minutes, with a quarter of
/// chance either way so that many do not come back at once; never less than what the network asked for.
pub(crate) fn wait(attempt: u32, remedy: Remedy) -> Duration {
    let doubled = Duration::from_secs(1).saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(LONGEST);
    let jittered = doubled.mul_f64(rand::random_range(0.75..1.25));
    match remedy {
        Remedy::Retry { after: Some(asked) } => jittered.max(asked),
        _ => jittered,
    }
}
