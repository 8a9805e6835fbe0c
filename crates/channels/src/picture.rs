//! Fetching a picture of somebody's post.

use jiff::Timestamp;
use reqwest::header::{ACCEPT, HeaderValue};
use url::Url;

use crate::outgoing::{OutgoingClient, OutgoingError, asked_wait};
use crate::{ChannelError, Remedy};

/// What we ask for; what comes is looked at, whatever it calls itself.
const KINDS: &str = "image/webp, image/png, image/jpeg, image/gif, */*;q=0.1";

/// What lies at an address of the web; `None` when the server says that it is gone.
///
/// # Errors
/// `GiveUp` for what will not be given to us or is too large, and for addresses where we do not go; else `Retry`.
pub(crate) async fn fetch(
    outgoing: &OutgoingClient,
    address: &str,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, ChannelError> {
    let url = Url::parse(address).map_err(|_| ChannelError::give_up("its address is none"))?;
    let host = url.host_str().unwrap_or("its server").to_owned();
    let request = outgoing.get(url).header(ACCEPT, HeaderValue::from_static(KINDS));
    let answer = request.send().await.map_err(unfetchable)?;
    match answer.status {
        200..300 => Ok(Some(answer.body)),
        404 | 410 => Ok(None),
        408 | 425 | 429 | 500.. => {
            let mut failure = ChannelError::retry(format!("{host} answered with status {}", answer.status));
            failure.remedy = Remedy::Retry { after: asked_wait(&answer.headers, answer.status, now) };
            Err(failure)
        }
        status => Err(ChannelError::give_up(format!("{host} does not give it to us (status {status})"))),
    }
}

/// A failure on the way to a picture: no credential mends it.
fn unfetchable(error: OutgoingError) -> ChannelError {
    match error {
        OutgoingError::TooLarge { .. } => ChannelError::give_up(error.to_string()),
        _ if error.is_bad_address() => ChannelError::give_up(error.to_string()),
        _ => ChannelError::from(error),
    }
}
