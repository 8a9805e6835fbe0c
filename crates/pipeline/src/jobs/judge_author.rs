//! Judges anew how somebody stands of whose words some changed, are gone, or were judged wrongly.

use model::AuthorId;
use serde::Deserialize;
use store::{author, turn};

use crate::handle::Handle;
use crate::queue::Done;
use crate::{Result, regards};

#[derive(Deserialize)]
pub(super) struct Payload {
    author: AuthorId,
}

pub(super) async fn run(handle: &Handle, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().write().await?;
    if let Some(network) = author::network(&mut tx, payload.author).await? {
        // Whoever files what they say meanwhile judges them too.
        turn::of_network(&mut tx, network).await?;
        regards::judge(&mut tx, &[payload.author]).await?;
        tx.commit().await?;
    }
    Ok(Done::Finished)
}
