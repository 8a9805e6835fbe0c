//! Learns the deletions that other servers of the database heard, for what is remembered and shown here.

use std::time::Duration;

use memory::Key;
use store::deletion;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(5);
/// Rows read at once, each of a batch.
const PAGE: i64 = 100;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let (store, remembering) = (handle.store(), handle.remembering());
    if !store.may_be_shared() || !remembering.can_learn() {
        return Ok(());
    }
    loop {
        let mut tx = store.read().await?;
        let learned = match remembering.learned() {
            Some(position) => position,
            None => deletion::last_position(&mut tx).await?,
        };
        let told = deletion::after(&mut tx, learned, PAGE).await?;
        drop(tx);
        let last = told.last().map_or(learned, |one| one.position);
        let others = told.iter().filter(|one| one.server != store.server_name());
        let gone: Vec<_> = others.flat_map(|one| Key::all(&one.digests).map(|key| (key, one.heard_at))).collect();
        remembering.learn(&gone, last).await;
        if told.len() < PAGE as usize {
            return Ok(());
        }
    }
}
