//! What in the words of an answer becomes a link, a mention or a tag.

use linkify::{LinkFinder, LinkKind};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::parse::handle;

/// The longest tag (lexicon `app.bsky.richtext.facet`, read 2026-11).
const TAG_GRAPHEMES_MAX: usize = 64;
const TAG_BYTES_MAX: usize = 640;

/// Endings of the web that make a link of words without scheme or path. Endings that are as often files or a forgotten
/// space after a full stop (`.md`, `.py`, `.so`, `.in`) are left out on purpose: a link too few hurts less.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "eu", "io", "co", "ai", "app", "dev",
    "blog", "shop", "store", "online", "site", "cloud", "social", "news", "coffee", "cafe", "bio", "xyz", "tech",
    "live", "world", "earth", "art", "studio", "design", "agency", "media", "press", "radio", "tv", "fm", "ac", "ad",
    "ae", "ar", "at", "au", "be", "bg", "br", "by", "ca", "cat", "ch", "cl", "cn", "cr", "cy", "cz", "de", "dk", "ec",
    "ee", "eg", "es", "fi", "fr", "ge", "gr", "hk", "hr", "hu", "id", "ie", "il", "ir", "is", "it", "jp", "ke", "kr",
    "kz", "li", "lt", "lu", "lv", "ma", "mt", "mx", "ng", "nl", "no", "nz", "pe", "ph", "pk", "pl", "pt", "ro", "ru",
    "se", "sg", "si", "sk", "th", "tn", "tr", "tw", "ua", "uk", "us", "uy", "ve", "vn", "za", "berlin", "hamburg",
    "koeln", "london", "nyc", "paris", "swiss", "wien", "tokyo", "test",
];

/// A stretch of the words that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facet {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
}

/// What it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Link(String),
    /// A handle, which the network has yet to resolve.
    Handle(String),
    /// Somebody's lasting id.
    Mention(String),
    Tag(String),
}

impl Facet {
    /// The form that records hold; `None` for a handle that nobody resolved, which stays plain words.
    pub(super) fn record(&self) -> Option<Value> {
        let feature = match &self.meaning {
            Meaning::Link(uri) => json!({"$type": "app.bsky.richtext.facet#link", "uri": uri}),
            Meaning::Mention(did) => {
                json!({"$type": "app.bsky.richtext.facet#mention", "did": did})
            }
            Meaning::Tag(tag) => json!({"$type": "app.bsky.richtext.facet#tag", "tag": tag}),
            Meaning::Handle(_) => return None,
        };
        Some(json!({
            "index": {"byteStart": self.start, "byteEnd": self.end},
            "features": [feature],
        }))
    }
}

/// Finds links, handles and tags, in order and not overlapping. Offsets are bytes, on character borders.
pub(super) fn find(text: &str) -> Vec<Facet> {
    let mut facets = vec![];
    let mut taken = vec![];
    for found in LinkFinder::new().url_must_have_scheme(false).links(text) {
        let (start, end) = (found.start(), found.end());
        match found.kind() {
            // Addresses of people are no links, and neither are the servers in them.
            LinkKind::Email => taken.push((start, end)),
            // `@name.example` is a person, not a server.
            _ if text[..start].ends_with('@') => {}
            _ => {
                if let Some(uri) = address(found.as_str()) {
                    taken.push((start, end));
                    let meaning = Meaning::Link(uri);
                    facets.push(Facet { start, end, meaning });
                }
            }
        }
    }
    for (sign, read) in [('@', person as fn(&str) -> _), ('#', tag), ('＃', tag)] {
        for (at, _) in text.match_indices(sign) {
            let begins = text[..at].chars().next_back().is_none_or(begins_word);
            let is_free = taken.iter().all(|&(start, end)| at < start || at >= end);
            let rest = &text[at + sign.len_utf8()..];
            if let (true, true, Some((length, meaning))) = (begins, is_free, read(rest)) {
                let end = at + sign.len_utf8() + length;
                taken.push((at, end));
                facets.push(Facet { start: at, end, meaning });
            }
        }
    }
    facets.sort_by_key(|facet| facet.start);
    let mut border = 0;
    facets.retain(|facet| {
        let is_after = facet.start >= border;
        if is_after {
            border = facet.end;
        }
        is_after
    });
    facets
}

/// Whether a mention or a tag may begin after this character.
fn begins_word(before: char) -> bool {
    before.is_whitespace() || "([{\"'«“‘„¿¡/,;:.!?、。（「".contains(before)
}

/// The web address of what looks like one.
fn address(found: &str) -> Option<String> {
    let has_scheme = found.contains("://");
    let full = if has_scheme { found.to_owned() } else { format!("https://{found}") };
    let url = Url::parse(&full).ok()?;
    let host = url.host_str()?;
    let ending = host.rsplit('.').next()?;
    let is_address = match url.scheme() {
        "http" | "https" if has_scheme => true,
        "https" => {
            let is_plain = !found.contains(['/', '?', '#', ':']);
            host.contains('.')
                && !ending.chars().all(|c| c.is_ascii_digit())
                && (!is_plain || found.starts_with("www.") || is_ending(found, ending))
        }
        _ => false,
    };
    // As typed where that is an address already, since `Url` adds a slash; else its ASCII form.
    is_address.then(|| if full.is_ascii() { full } else { url.into() })
}

/// Whether a name without path ends like one of the web, and was not only a full stop without a space ("me.It").
fn is_ending(found: &str, ending: &str) -> bool {
    found.ends_with(ending) && (ENDINGS.contains(&ending) || ending.starts_with("xn--"))
}

fn person(rest: &str) -> Option<(usize, Meaning)> {
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-']);
    let labels_are_sound = name
        .split('.')
        .all(|label| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-'));
    let ending = name.rsplit('.').next()?;
    let is_name = labels_are_sound && ending.starts_with(|c: char| c.is_ascii_alphabetic());
    let handle = handle(name).filter(|_| is_name)?;
    Some((name.len(), Meaning::Handle(handle)))
}

fn tag(rest: &str) -> Option<(usize, Meaning)> {
    let length =
        rest.find(|c: char| c.is_whitespace() || "#＃\u{ad}\u{2060}\u{200b}\u{200c}".contains(c)).unwrap_or(rest.len());
    let word = rest[..length]
        .trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '_' || "…。、，！？»”’）」".contains(c));
    let is_tag = word.chars().any(|c| !c.is_ascii_digit() && !c.is_ascii_punctuation())
        && word.len() <= TAG_BYTES_MAX
        && word.graphemes(true).count() <= TAG_GRAPHEMES_MAX;
    is_tag.then(|| (word.len(), Meaning::Tag(word.to_owned())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, Meaning)> {
        let facets = find(text).into_iter();
        facets.map(|f| (&text[f.start..f.end], f.meaning)).collect()
    }

    fn link(uri: &str) -> Meaning {
        Meaning::Link(uri.into())
    }

    #[test]
    fn links_people_and_tags_are_found_behind_wide_characters() {
        assert_eq!(
            found("☕ Danke @alice.test! Mehr: https://example.test/bohnen?x=1. #Röstung"),
            [
                ("@alice.test", Meaning::Handle("alice.test".into())),
                ("https://example.test/bohnen?x=1", link("https://example.test/bohnen?x=1")),
                ("#Röstung", Meaning::Tag("Röstung".into())),
            ]
        );
    }

    #[test]
    fn bare_addresses_are_links_when_they_look_like_the_web() {
        assert_eq!(
            found("see example.com, docs.rs/serde and www.beans.md (or beans.de)"),
            [
                ("example.com", link("https://example.com")),
                ("docs.rs/serde", link("https://docs.rs/serde")),
                ("www.beans.md", link("https://www.beans.md")),
                ("beans.de", link("https://beans.de")),
            ]
        );
        for plain in ["read README.md", "thanks.We are", "e.g. this", "Node.js", "1.5 or 10.0.0.1"] {
            assert_eq!(found(plain), [], "{plain}");
        }
    }

    #[test]
    fn mail_addresses_are_neither_links_nor_people() {
        assert_eq!(found("write to support@example.com please"), []);
    }

    #[test]
    fn other_schemes_are_not_linked() {
        assert_eq!(found("javascript://example.com/%0aalert(1)"), []);
    }

    #[test]
    fn a_handle_ends_before_the_full_stop_and_needs_an_ending() {
        assert_eq!(
            found("(@bob.example.com.) @bob, mail@x"),
            [("@bob.example.com", Meaning::Handle("bob.example.com".into()))]
        );
    }

    #[test]
    fn numbers_and_lonely_signs_are_no_tags() {
        assert_eq!(found("we are #1 # and C# and x#y"), []);
        assert_eq!(
            found("#2026goals, #a_b_!"),
            [("#2026goals", Meaning::Tag("2026goals".into())), ("#a_b_", Meaning::Tag("a_b_".into())),]
        );
    }

    #[test]
    fn a_fragment_of_a_link_is_no_tag() {
        assert_eq!(found("https://example.com/#top"), [("https://example.com/#top", link("https://example.com/#top"))]);
    }

    proptest! {
        #[test]
        fn facets_lie_in_order_on_character_borders(text in "[ a-z@#./☕é:１\n]{0,60}|\\PC{0,80}") {
            let mut border = 0;
            for facet in find(&text) {
                prop_assert!(facet.start >= border && facet.start < facet.end);
                prop_assert!(text.get(facet.start..facet.end).is_some());
                border = facet.end;
            }
        }
    }
}
