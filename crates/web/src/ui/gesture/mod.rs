//! What we do without words: the buttons under what others say, what stands, and taking it back.

pub(crate) mod act;
pub(crate) mod gather;
pub mod held;
pub mod view;

use model::{AuthorId, ChannelId, GestureKind};
use store::channel::{self, Channel};
use store::{StoreError, Tx, author};

use crate::app::App;

/// What a channel takes at this moment; nothing while it does not run.
pub(crate) fn takes(app: &App, channel: ChannelId) -> &'static [GestureKind] {
    app.pipeline().channel(channel).map_or(&[], |running| running.capabilities().gestures)
}

/// The channels whose accounts can follow somebody.
pub(crate) async fn able_to_follow(tx: &mut Tx, app: &App, whom: AuthorId) -> Result<Vec<Channel>, StoreError> {
    let Some(network) = author::network(tx, whom).await? else { return Ok(Vec::new()) };
    let is_able = |one: &Channel| one.network == network && takes(app, one.id).contains(&GestureKind::Follow);
    let mut able: Vec<Channel> = channel::all(tx).await?.into_iter().filter(is_able).collect();
    able.sort_unstable_by_key(|one| one.id);
    Ok(able)
}

/// The account by which somebody is followed: that of the channel that was asked for and no other brand's, else the first.
pub(crate) async fn follows_by(
    tx: &mut Tx,
    app: &App,
    whom: AuthorId,
    asked: Option<ChannelId>,
) -> Result<Option<ChannelId>, StoreError> {
    let able = able_to_follow(tx, app, whom).await?;
    Ok(able.into_iter().map(|one| one.id).find(|id| asked.is_none_or(|asked| asked == *id)))
}
