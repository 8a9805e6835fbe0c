//! Webhooks: their secrets, and how a call is signed.
//!
//! After [Standard Webhooks](https://www.standardwebhooks.com), so that a program can check who calls it, and when, with a
//! library that it may have already.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use model::WebhookId;
use sha2::Sha256;
use store::random_bytes;
use store::webhook::Webhook;

use crate::handle::Handle;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

impl Handle {
    /// A secret for a webhook: as its program is told it once, and as it is kept.
    pub fn new_webhook_secret(&self, id: WebhookId) -> (String, Vec<u8>) {
        let secret = format!("{PREFIX}{}", BASE64_STANDARD.encode(random_bytes::<32>()));
        let sealed = self.vault().close(&Webhook::secret_place(id), &secret);
        (secret, sealed)
    }
}

/// The signature of a call: HMAC-SHA256 over id, seconds since 1970 and body. `None` for what is no secret of ours.
pub(crate) fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made by Python: base64(hmac.new(b64decode(key), b"id.seconds.body", "sha256").digest()).
    #[test]
    fn a_signature_is_what_any_other_program_comes_to() {
        let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        let signed = signature(secret, "77", 1_764_150_000, r#"{"type":"test"}"#);
        assert_eq!(signed.as_deref(), Some("v1,xy9BH4Y8O2w06J+MVLfxLKvnmb4avp4LBMgIJgWtewY="));
        assert_eq!(signature("MDEy", "77", 0, ""), None);
    }
}
