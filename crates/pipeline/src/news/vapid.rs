//! By which push services know us: VAPID (RFC 8292), ES256 over P-256.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;
use url::Url;

/// How long a push service may take our word for it: at most a day (RFC 8292, section 2).
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(12);

/// A new pair of keys, as PKCS#8.
pub(super) fn new_key() -> Vec<u8> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    made.expect("the system gives random bytes").as_ref().to_vec()
}

/// Vouches for us.
#[derive(Clone)]
pub(crate) struct Voucher(Arc<EcdsaKeyPair>);

impl Voucher {
    /// By a pair of keys as it is kept; `None` for what is none.
    pub(super) fn read(pkcs8: &[u8]) -> Option<Self> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new()).ok()?;
        Some(Self(Arc::new(pair)))
    }

    /// The public key, uncompressed, as browsers and push services take it.
    pub(crate) fn public_key(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    /// What is said to the push service of an endpoint, with whom it can speak about us.
    pub(crate) fn authorization(&self, endpoint: &Url, contact: &str, now: Timestamp) -> Option<String> {
        let until = now.saturating_add(GOOD_FOR).ok()?.as_second();
        let claims = json!({ "aud": endpoint.origin().ascii_serialization(), "exp": until, "sub": contact });
        let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let said = format!("{}.{}", part(&json!({ "typ": "JWT", "alg": "ES256" })), part(&claims));
        let signature = self.0.sign(&SystemRandom::new(), said.as_bytes()).ok()?;
        Some(format!("vapid t={said}.{}, k={}", BASE64_URL_SAFE_NO_PAD.encode(signature.as_ref()), self.public_key()))
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn whoever_has_the_public_key_can_check_who_asks_and_for_whom() {
        let voucher = Voucher::read(&new_key()).unwrap();
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let endpoint = Url::parse("https://push.example:8443/send/abc?d").unwrap();
        let said = voucher.authorization(&endpoint, "mailto:coffee@example.org", now).unwrap();
        let (token, key) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let read = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let key = read(key);
        assert_eq!((key.len(), key[0]), (65, 4), "a point, uncompressed");
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(signed.as_bytes(), &read(signature)).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&read(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example:8443");
        assert_eq!(claims["sub"], "mailto:coffee@example.org");
        assert_eq!(claims["exp"], now.as_second() + 12 * 3_600);
        assert!(Voucher::read(b"no key").is_none());
    }
}
