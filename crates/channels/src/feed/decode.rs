//! From bytes to text: which encoding a document is in.

use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::Regex;

/// Where a declaration of the encoding is looked for.
const PROLOG_BYTES: usize = 256;

/// Turns a document into text. A byte order mark decides; then, since declarations are wrong more often than chance
/// makes other bytes valid UTF-8, whether the bytes are UTF-8; then what the server and the document declare; and
/// windows-1252 at last, which reads everything.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = match bytes {
        _ if Encoding::for_bom(bytes).is_some() => UTF_8, // `decode` heeds the mark itself
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        // Stateful encodings are ASCII bytes that mean something else.
        _ if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0x1b) => UTF_8,
        _ => content_type.and_then(of_content_type).or_else(|| of_prolog(bytes)).unwrap_or(WINDOWS_1252),
    };
    encoding.decode(bytes).0.into_owned()
}

fn of_content_type(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1);
    let charset = parameters.filter_map(|parameter| parameter.split_once('='));
    let mut charset = charset.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named(charset.next()?.1.trim().trim_matches('"'))
}

fn of_prolog(bytes: &[u8]) -> Option<&'static Encoding> {
    let prolog = String::from_utf8_lossy(&bytes[..bytes.len().min(PROLOG_BYTES)]);
    let declared = ENCODING.captures(&prolog)?;
    named(declared.get(1)?.as_str())
}

fn named(label: &str) -> Option<&'static Encoding> {
    // The bytes are known not to be UTF-8, whatever they claim.
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8)
}

static ENCODING: LazyLock<Regex> = LazyLock::new(|| {
    let declaration = r#"(?i)<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)"#;
    Regex::new(declaration).expect("the pattern is well formed")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_more_than_declarations() {
        let says_latin = "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>";
        assert!(decode(says_latin.as_bytes(), Some("text/xml; charset=us-ascii")).ends_with("<a>é</a>"));
        assert_eq!(decode(b"<a>\xe9</a>", None), "<a>é</a>", "windows-1252 when nothing else is known");
        assert_eq!(decode(b"<a>\xe9</a>", Some("text/xml; charset=\"ISO-8859-7\"")), "<a>ι</a>");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='koi8-r'?><a>\xc1</a>", None),
            "<?xml version='1.0' encoding='koi8-r'?><a>а</a>"
        );
        assert_eq!(decode(b"\xef\xbb\xbf<a/>", None), "<a/>");
        assert_eq!(decode(b"<\0a\0/\0>\0", None), "<a/>");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_become_text(bytes: Vec<u8>) {
            decode(&bytes, None);
        }
    }
}
