//! Lets pictures go that were kept long enough, whose post is gone, that no answer took along, or that nothing shows.

use std::time::Duration;

use jiff::ToSpan as _;
use store::{draft_picture, media, picture};

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(600);
/// How long pictures are kept: a year, so that this season can be held against the last. The words stay.
const KEPT_DAYS: i64 = 365;
/// What a program handed in for an answer that it did not give is kept for a day.
const APART_HOURS: i64 = 24;
/// What nothing shows is left alone at first: somebody may be about to.
const UNUSED_HOURS: i64 = 1;
/// Pictures let go in one transaction.
const CHUNK: i64 = 50;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().write().await?;
        let ago = |hours: i64| tx.now().saturating_sub(hours.hours()).unwrap_or(jiff::Timestamp::MIN);
        let (long_ago, a_day_ago, a_while_ago) = (ago(KEPT_DAYS * 24), ago(APART_HOURS), ago(UNUSED_HOURS));
        let expired = picture::expire(&mut tx, long_ago, CHUNK).await?;
        let gone = picture::forget_of_gone(&mut tx, CHUNK).await?;
        let apart = draft_picture::expire(&mut tx, a_day_ago, CHUNK).await?;
        let unused = media::drop_unused(&mut tx, a_while_ago, CHUNK).await?;
        tx.commit().await?;
        if [expired, gone, apart, unused].iter().all(|count| *count < CHUNK as usize) {
            return Ok(());
        }
    }
}
