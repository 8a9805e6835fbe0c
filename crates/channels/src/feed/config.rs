//! What a member sets.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;
use wording::t;

use crate::ChannelError;

/// The settings of one feed.
///
/// ```
/// let config: channels::feed::FeedConfig = serde_json::from_str(r#"{"url": "https://blog.example/feed"}"#)?;
/// assert_eq!(config.poll_interval_seconds, 900);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedConfig {
    /// Where the feed is.
    pub url: Url,
    /// Whether every entry concerns us (the comments on our own site, a search for our name), whatever topics say.
    #[serde(default)]
    pub is_about_us: bool,
    /// Seconds between two looks, 60 to 86,400; a feed that asks for longer ones is looked at less often.
    #[serde(default = "poll_interval")]
    pub poll_interval_seconds: u64,
}

fn poll_interval() -> u64 {
    900
}

impl FeedConfig {
    /// The settings of a feed at this address.
    pub fn at(url: Url) -> Self {
        Self { url, is_about_us: false, poll_interval_seconds: poll_interval() }
    }

    /// Checks what serde cannot.
    pub(super) fn check(&self) -> Result<(), ChannelError> {
        if !matches!(self.url.scheme(), "http" | "https") || !self.url.has_host() {
            return Err(ChannelError::reconnect(t!("the address of a feed begins with https:// or http://")));
        }
        if !self.url.username().is_empty() || self.url.password().is_some() {
            return Err(ChannelError::reconnect(t!(
                "the address of a feed must hold no password: it is kept in the clear"
            )));
        }
        if !(60..=86_400).contains(&self.poll_interval_seconds) {
            return Err(ChannelError::reconnect(t!("poll_interval_seconds must lie between 60 and 86400")));
        }
        Ok(())
    }

    pub(super) fn poll_interval(&self) -> Duration {
        Duration::from_secs(self.poll_interval_seconds)
    }
}
