//! Chooses the anchors of topics anew by what the stream has been saying.

use std::time::Duration;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(300);

pub(super) async fn go(handle: &Handle) -> Result<()> {
    handle.topics().reanchor();
    Ok(())
}
