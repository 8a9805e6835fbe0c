//! Looks for texts without words in the index: while servers of a shared database are brought to a newer version one after
//! the other, a former one writes texts and knows no index.

use std::time::Duration;

use serde_json::json;
use store::{job, word_index};

use crate::Result;
use crate::handle::Handle;
use crate::jobs::INDEX_WORDS;

pub(super) const EVERY: Duration = Duration::from_secs(60);

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let store = handle.store();
    // Of an embedded database, what a former version wrote is found at the start.
    if !store.may_be_shared() || word_index::progress(&mut store.read().await?).await?.is_going_on {
        return Ok(());
    }
    let mut tx = store.write().await?;
    if word_index::mend_newest(&mut tx).await? > 0 {
        word_index::begin_round(&mut tx).await?;
        let now = tx.now();
        job::enqueue(&mut tx, INDEX_WORDS, "everything", &json!({}), now).await?;
        tx.commit().await?;
        handle.nudge_work();
    }
    Ok(())
}
