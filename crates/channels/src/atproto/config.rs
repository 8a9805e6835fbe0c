//! What a member sets.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;
use wording::t;

use crate::ChannelError;

/// The settings of one AT Protocol channel. The app password is no part of them: it is a secret and passed apart.
///
/// ```
/// let config: channels::atproto::AtprotoConfig =
///     serde_json::from_str(r#"{"account": {"identifier": "brand.example"}}"#)?;
/// assert_eq!(config.service.as_str(), "https://bsky.social/");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtprotoConfig {
    /// Where the account signs in.
    #[serde(default = "bluesky")]
    pub service: Url,
    /// Our account; without one, only the stream is heard and nothing can be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AtprotoAccount>,
    /// The stream of everybody's posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jetstream: Option<JetstreamConfig>,
    /// Where public posts and profiles are looked up without an account.
    #[serde(default = "public_app_view")]
    pub appview: Url,
    /// Where identity documents are looked up: which server keeps whose records, and so their pictures.
    #[serde(default = "plc_directory", skip_serializing_if = "is_plc_directory")]
    pub directory: Url,
    /// Seconds between two looks at the notifications.
    #[serde(default = "poll_interval")]
    pub poll_interval_seconds: u64,
}

/// An account of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtprotoAccount {
    /// Its handle, did or e-mail address.
    pub identifier: String,
    /// Whether its private messages are read and written: its app password has to allow that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private_messages: bool,
}

/// A Jetstream server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JetstreamConfig {
    /// Its address. The path says which form it speaks: `/subscribe` (the first) or
    /// `/xrpc/network.bsky.jetstream.subscribeEvents` (the second); without a path, the first, which every server
    /// knows.
    pub url: Url,
}

/// The wire forms of Jetstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    V1,
    V2,
}

/// A password that opens one app's access to an account. Shows in no log.
#[derive(Clone)]
pub struct AppPassword(String);

impl AppPassword {
    /// Wraps the secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AppPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppPassword(…)")
    }
}

impl Default for AtprotoConfig {
    fn default() -> Self {
        Self {
            service: bluesky(),
            account: None,
            jetstream: None,
            appview: public_app_view(),
            directory: plc_directory(),
            poll_interval_seconds: poll_interval(),
        }
    }
}

impl AtprotoConfig {
    /// Checks what serde cannot; `allow_plain` permits unencrypted connections.
    pub(super) fn check(&self, allow_plain: bool) -> Result<(), ChannelError> {
        if self.account.is_none() && self.jetstream.is_none() {
            let what = t!("neither an account nor a stream is set: there is nothing to hear");
            return Err(ChannelError::reconnect(what));
        }
        for (name, url) in [("service", &self.service), ("appview", &self.appview), ("directory", &self.directory)] {
            check_scheme(name, url, "https", "http", allow_plain)?;
        }
        if let Some(jetstream) = &self.jetstream {
            check_scheme("jetstream.url", &jetstream.url, "wss", "ws", allow_plain)?;
            jetstream.form()?;
        }
        if !(1..=3_600).contains(&self.poll_interval_seconds) {
            let what = t!("poll_interval_seconds must lie between 1 and 3600");
            return Err(ChannelError::reconnect(what));
        }
        Ok(())
    }

    pub(super) fn poll_interval(&self) -> Duration {
        Duration::from_secs(self.poll_interval_seconds)
    }
}

impl JetstreamConfig {
    pub(super) fn form(&self) -> Result<Form, ChannelError> {
        match self.url.path() {
            "" | "/" | "/subscribe" => Ok(Form::V1),
            "/xrpc/network.bsky.jetstream.subscribeEvents" => Ok(Form::V2),
            other => Err(ChannelError::reconnect(t!(
                "jetstream.url ends in {other}; it must end in /subscribe or /xrpc/network.bsky.jetstream.subscribeEvents",
                other
            ))),
        }
    }
}

fn check_scheme(name: &str, url: &Url, secure: &str, plain: &str, allow_plain: bool) -> Result<(), ChannelError> {
    let is_fine = url.scheme() == secure || (allow_plain && url.scheme() == plain);
    if is_fine && url.host().is_some() {
        return Ok(());
    }
    Err(ChannelError::reconnect(t!("{name} must be an address that begins with {secure}://", name, secure)))
}

fn bluesky() -> Url {
    Url::parse("https://bsky.social").expect("an address")
}

fn public_app_view() -> Url {
    Url::parse("https://public.api.bsky.app").expect("an address")
}

fn plc_directory() -> Url {
    Url::parse("https://plc.directory").expect("an address")
}

// An older version refuses settings that it does not know: only what is set is written.
fn is_plc_directory(url: &Url) -> bool {
    *url == plc_directory()
}

fn poll_interval() -> u64 {
    5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(json: &str) -> AtprotoConfig {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_misspelt_setting_is_an_error() {
        let misspelt = r#"{"acount": {"identifier": "a.test"}}"#;
        assert!(serde_json::from_str::<AtprotoConfig>(misspelt).is_err());
    }

    #[test]
    fn the_path_tells_the_form() {
        for (url, form) in [
            ("wss://jetstream.test", Form::V1),
            ("wss://jetstream.test/subscribe", Form::V1),
            ("wss://jetstream.test/xrpc/network.bsky.jetstream.subscribeEvents", Form::V2),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(JetstreamConfig { url }.form().unwrap(), form);
        }
        let url = Url::parse("wss://jetstream.test/xrpc/other").unwrap();
        assert!(JetstreamConfig { url }.form().is_err());
    }

    #[test]
    fn passwords_are_not_sent_in_the_clear() {
        let plain = config(r#"{"service": "http://pds.test", "account": {"identifier": "a.test"}}"#);
        assert!(plain.check(false).is_err());
        assert!(plain.check(true).is_ok());
    }

    #[test]
    fn a_channel_that_would_hear_nothing_is_refused() {
        assert!(config("{}").check(false).is_err());
    }

    #[test]
    fn a_password_shows_nothing() {
        assert!(!format!("{:?}", AppPassword::new("secret")).contains("secret"));
    }
}
