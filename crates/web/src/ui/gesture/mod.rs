//! What we do without words: the buttons under what others say, what stands, and taking it back.

pub(crate) mod act;
pub(crate) mod gather;
pub mod held;
pub mod view;

use model::{AuthorId, ChannelId, GestureKind};
use store::{StoreError, Tx, author, channel};

use crate::app::App;

/// What a channel takes at this moment; nothing while it does not run.
pub(crate) fn takes(app: &App, channel: ChannelId) -> &'static [GestureKind] {
    app.pipeline().channel(channel).map_or(&[], |running| running.capabilities().gestures)
}

/// The account by which somebody can be followed: that of the channel that is preferred, else the first on their network.
pub(crate) async fn follows_by(
    tx: &mut Tx,
    app: &App,
    whom: AuthorId,
    preferred: Option<ChannelId>,
) -> Result<Option<ChannelId>, StoreError> {
    let Some(network) = author::network(tx, whom).await? else { return Ok(None) };
    let mut able: Vec<ChannelId> = channel::all(tx)
        .await?
        .into_iter()
        .filter(|one| one.network == network && takes(app, one.id).contains(&GestureKind::Follow))
        .map(|one| one.id)
        .collect();
    able.sort_unstable();
    let is_able = |id: &ChannelId| able.contains(id);
    Ok(preferred.filter(is_able).or_else(|| able.first().copied()))
}
