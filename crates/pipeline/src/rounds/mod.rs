//! What is done again and again: idempotent, without input, on a timer, and when a channel begins to be heard.

mod fetch_forgotten;
mod follow_threads;
mod forget_old;
mod give_out;
mod lapse_approvals;
mod learn_deletions;
mod let_pictures_go;
mod look_again;
mod mend_index;
mod notice_clocks;
mod reanchor;
mod tell_news;
mod tell_of_next_words;
mod tell_of_promises;
mod tell_of_reviews;
mod wake_snoozed;

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::Result;
use crate::handle::Handle;

/// Goes all rounds until cancelled, each on its own: one that waits for a network delays no other.
pub(crate) async fn run(handle: Handle, stop: CancellationToken) {
    let begun = || handle.hearing_begun();
    tokio::join!(
        again_and_again("wake_snoozed", wake_snoozed::EVERY, begun(), &stop, || wake_snoozed::go(&handle)),
        again_and_again("notice_clocks", notice_clocks::EVERY, begun(), &stop, || notice_clocks::go(&handle)),
        again_and_again("tell_of_promises", tell_of_promises::EVERY, begun(), &stop, || tell_of_promises::go(&handle)),
        again_and_again("tell_of_next_words", tell_of_next_words::EVERY, begun(), &stop, || tell_of_next_words::go(
            &handle
        )),
        again_and_again("tell_of_reviews", tell_of_reviews::EVERY, begun(), &stop, || tell_of_reviews::go(&handle)),
        again_and_again("tell_news", tell_news::EVERY, begun(), &stop, || tell_news::go(&handle)),
        again_and_again("lapse_approvals", lapse_approvals::EVERY, begun(), &stop, || lapse_approvals::go(&handle)),
        again_and_again("give_out", give_out::EVERY, begun(), &stop, || give_out::go(&handle)),
        again_and_again("reanchor", reanchor::EVERY, begun(), &stop, || reanchor::go(&handle)),
        again_and_again("forget_old", forget_old::EVERY, begun(), &stop, || forget_old::go(&handle)),
        again_and_again("fetch_forgotten", fetch_forgotten::EVERY, begun(), &stop, || fetch_forgotten::go(&handle)),
        again_and_again("learn_deletions", learn_deletions::EVERY, begun(), &stop, || learn_deletions::go(&handle)),
        again_and_again("follow_threads", follow_threads::EVERY, begun(), &stop, || follow_threads::go(&handle)),
        again_and_again("let_pictures_go", let_pictures_go::EVERY, begun(), &stop, || let_pictures_go::go(&handle)),
        again_and_again("mend_index", mend_index::EVERY, begun(), &stop, || mend_index::go(&handle)),
        again_and_again("look_again", look_again::EVERY, begun(), &stop, || look_again::go(&handle)),
    );
}

async fn again_and_again<F: Future<Output = Result<()>>>(
    round: &str,
    every: Duration,
    mut begun: watch::Receiver<()>,
    stop: &CancellationToken,
    go: impl Fn() -> F,
) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let went = tokio::select! {
            () = stop.cancelled() => return,
            went = async {
                tokio::select! {
                    _ = ticks.tick() => {}
                    Ok(()) = begun.changed() => {}
                }
                go().await
            } => went,
        };
        if let Err(error) = went {
            tracing::error!(round, error = &error as &dyn std::error::Error, "a round failed; it is gone again");
        }
    }
}
