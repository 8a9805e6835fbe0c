//! What is done again and again: idempotent, without input, on a timer.

mod look_again;
mod wake_snoozed;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::handle::Handle;

/// Goes all rounds until cancelled.
pub(crate) async fn run(handle: Handle, stop: CancellationToken) {
    let mut wake = tokio::time::interval(Duration::from_secs(1));
    let mut look = tokio::time::interval(look_again::EVERY);
    wake.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let (round, went) = tokio::select! {
            () = stop.cancelled() => return,
            _ = wake.tick() => ("wake_snoozed", wake_snoozed::go(&handle).await),
            _ = look.tick() => ("look_again", look_again::go(&handle).await),
        };
        if let Err(error) = went {
            tracing::error!(round, error = &error as &dyn std::error::Error, "a round failed; it is gone again");
        }
    }
}
