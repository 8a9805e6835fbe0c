//! Unpacking pictures where nobody waits for the processor.

use model::PictureRule;
use store::picture::Remade;
use tokio::sync::Semaphore;
use wording::t;

use crate::handle::Handle;
use crate::media;

/// One at a time is unpacked, so that the memory that it takes is taken once.
static UNPACKING: Semaphore = Semaphore::const_new(1);

/// Does work with a picture in its turn, away from whoever answers requests.
///
/// # Errors
/// What the work says, or that it met a fault of ours.
pub(crate) async fn unpacked(work: impl FnOnce() -> Result<Remade, String> + Send + 'static) -> Result<Remade, String> {
    let turn = UNPACKING.acquire().await.expect("it is never closed");
    // The turn is over when the work is, also when nobody waits for it any more.
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.unwrap_or_else(|_| Err(t!("reading it met a fault of ours").into()))
}

impl Handle {
    /// Makes a picture of ours anew, so that a network takes it: upright, small enough, without anything but pixels. What was left out of
    /// it is kept with it, in English.
    ///
    /// # Errors
    /// Why it is none that can be sent, in plain words.
    pub async fn remake(&self, bytes: Vec<u8>, rule: PictureRule) -> Result<Remade, String> {
        let reader = wording::current();
        unpacked(move || wording::reading_now(reader, || media::remake_ours(&bytes, rule.bytes_max))).await
    }
}
