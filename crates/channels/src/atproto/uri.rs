//! Where a record lies, and when its key was made.

use std::fmt;

use jiff::Timestamp;

/// The collection of posts.
pub(super) const POSTS: &str = "app.bsky.feed.post";

/// An address of a record: `at://did/collection/rkey`. Its parts hold no character that would need escaping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecordUri {
    pub(super) did: String,
    pub(super) collection: String,
    pub(super) rkey: String,
}

impl RecordUri {
    /// The parts of an address; `None` for anything else, an address with a handle included.
    pub(super) fn parse(uri: &str) -> Option<Self> {
        let mut parts = uri.strip_prefix("at://")?.split('/');
        let (did, collection, rkey) = (parts.next()?, parts.next()?, parts.next()?);
        let is_sound = parts.next().is_none()
            && is_did(did)
            && is_made_of(collection, 317, |c| c.is_ascii_alphanumeric() || "-.".contains(c))
            && is_made_of(rkey, 512, |c| c.is_ascii_alphanumeric() || "._:~-".contains(c));
        is_sound.then(|| Self { did: did.to_owned(), collection: collection.to_owned(), rkey: rkey.to_owned() })
    }

    /// The address of a post; `None` when its parts are no did and no key.
    pub(super) fn post(did: &str, rkey: &str) -> Option<Self> {
        Self::parse(&format!("at://{did}/{POSTS}/{rkey}"))
    }

    /// Whether a post lies there.
    pub(super) fn is_post(&self) -> bool {
        self.collection == POSTS
    }

    /// Where people read it; the handle is nicer to read, the did lasts.
    pub(super) fn page(&self, handle: Option<&str>) -> String {
        format!("{}/post/{}", profile_page(handle.unwrap_or(&self.did)), self.rkey)
    }
}

impl fmt::Display for RecordUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at://{}/{}/{}", self.did, self.collection, self.rkey)
    }
}

/// The public page of a person, by did or handle.
pub(super) fn profile_page(actor: &str) -> String {
    format!("https://bsky.app/profile/{actor}")
}

/// Whether the text is a lasting id of an account.
pub(super) fn is_did(text: &str) -> bool {
    text.starts_with("did:") && is_made_of(text, 2_048, |c| c.is_ascii_alphanumeric() || "._:%-".contains(c))
}

fn is_made_of(text: &str, length_max: usize, is_allowed: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.len() <= length_max && text.chars().all(is_allowed)
}

/// Digits that sort as their values do (AT Protocol, "Timestamp Identifiers", read 2026-11).
const DIGITS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// The record key of an answer: made of nothing but its time and its intent, so that every attempt writes to the same
/// place. Two intents get the same key only when made in the same millisecond with numbers exactly a multiple of
/// 1,024,000 apart; the conditional write then refuses the second, it never replaces the first.
pub(super) fn key_for(created_at: Timestamp, intent: i64) -> String {
    const SLOTS: i64 = 1_000 * 1_024;
    let slot = intent.rem_euclid(SLOTS);
    let micros = created_at.as_millisecond().max(0) * 1_000 + slot / 1_024;
    let value = (micros as u64) << 10 | (slot % 1_024) as u64;
    (0..13).rev().map(|digit| char::from(DIGITS[(value >> (digit * 5)) as usize & 31])).collect()
}

/// When a timestamp identifier was made: a record's key, or the revision of a repository.
pub(super) fn tid_time(tid: &str) -> Option<Timestamp> {
    if tid.len() != 13 {
        return None;
    }
    let value = tid.bytes().try_fold(0_u64, |value, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)? as u64;
        Some(value << 5 | digit)
    })?;
    Timestamp::from_microsecond((value >> 10) as i64).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_tells_its_time() {
        // From the recorded fixtures: a post made at 2026-11-23T08:30:00.348Z.
        let made = tid_time("3n2xpn73ncs2g").unwrap();
        assert_eq!(made.as_second(), 1_795_422_600);
        assert_eq!(tid_time("self"), None);
        assert_eq!(tid_time("3n2xpn73ncs1g"), None);
    }

    #[test]
    fn answers_made_in_one_moment_get_keys_of_their_own() {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let keys: std::collections::BTreeSet<_> = (0..20_000).map(|intent| key_for(at, intent)).collect();
        assert_eq!(keys.len(), 20_000);
    }

    proptest! {
        #[test]
        fn a_key_is_the_same_every_time_and_holds_its_moment(ms in 0_i64..4_102_444_800_000, intent: i64) {
            let at = Timestamp::from_millisecond(ms).unwrap();
            let key = key_for(at, intent);
            prop_assert_eq!(&key, &key_for(at, intent));
            prop_assert_eq!(tid_time(&key).unwrap().as_millisecond(), ms);
        }

        #[test]
        fn any_text_is_read_as_an_address_or_not(text: String) {
            if let Some(uri) = RecordUri::parse(&text) {
                prop_assert_eq!(&uri.to_string(), &text);
            }
            tid_time(&text);
        }
    }

    #[test]
    fn addresses_with_handles_paths_or_spaces_are_none() {
        for uri in [
            "at://alice.test/app.bsky.feed.post/3n2",
            "at://did:plc:x/app.bsky.feed.post/3n2/more",
            "at://did:plc:x/app.bsky.feed.post/3 n",
            "at://did:plc:x/app.bsky.feed.post/",
            "https://example.test/",
        ] {
            assert_eq!(RecordUri::parse(uri), None, "{uri}");
        }
    }
}
