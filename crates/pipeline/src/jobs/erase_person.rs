//! Goes on erasing a person, a few rows in each transaction; the memory of the stream forgets them first.

use std::time::Duration;

use memory::Key;
use model::ErasureId;
use serde::Deserialize;
use store::erasure::{self, Erasure, Step};
use store::{author, deletion};

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;

/// Transactions before others may have the worker.
const STEPS: usize = 50;
/// Tells of deletions in the name of no server, so that each learns of them.
const TELLER: &str = "erasure";

#[derive(Deserialize)]
pub(super) struct Payload {
    erasure: ErasureId,
}

pub(super) async fn run(handle: &Handle, Payload { erasure: id }: Payload) -> Result<Done> {
    let store = handle.store();
    let Some(asked) = erasure::find(&mut store.read().await?, id).await? else { return Ok(Done::Finished) };
    if asked.step == Step::Posts && asked.after == 0 {
        forget_remembered(handle, &asked).await?;
    }
    for _ in 0..STEPS {
        let mut tx = store.write().await?;
        let more = inbox::erase_more(&mut tx, id).await?;
        crash_point("erasing.before_commit");
        tx.commit().await?;
        crash_point("erasing.after_commit");
        if more.is_none_or(|one| one.done_at.is_some()) {
            return Ok(Done::Finished);
        }
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to erase".into() })
}

/// Has every server forget what it remembers of them and concerned nobody.
async fn forget_remembered(handle: &Handle, asked: &Erasure) -> Result<()> {
    let mut tx = handle.store().write().await?;
    let mut keys: Vec<Key> = Vec::new();
    for one in author::of_ids(&mut tx, &asked.authors).await? {
        if let Some(network) = author::network(&mut tx, one.id).await? {
            keys.push(Key::author(network, &one.profile.remote_id));
        }
    }
    let bytes: Vec<u8> = keys.iter().flat_map(|key| key.bytes()).collect();
    deletion::tell(&mut tx, TELLER, &bytes).await?;
    let (position, now) = (deletion::last_position(&mut tx).await?, tx.now());
    tx.commit().await?;
    if !handle.store().may_be_shared() {
        // Nobody else learns it, and there is no round in which this server would.
        let gone: Vec<_> = keys.into_iter().map(|key| (key, now)).collect();
        handle.remembering().learn(&gone, position).await;
    }
    Ok(())
}
