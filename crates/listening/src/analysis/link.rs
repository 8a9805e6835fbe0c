//! Addresses in text.

use super::script::is_unspaced;

/// An address found in a text, by byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) start: usize,
    pub(crate) host_start: usize,
    pub(crate) host_end: usize,
    pub(crate) end: usize,
}

/// Returns the addresses in `text`: those with `http://`, `https://` or `www.`.
pub(crate) fn find_links(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let begins = matches!(text.as_bytes()[at], b':' | b'w' | b'W');
            if let Some(link) = begins.then(|| link_at(text, at)).flatten() {
                at = link.end;
                return Some(&text[link.start..link.end]);
            }
            at += 1;
        }
        None
    })
}

/// Returns the link whose `://` or `www.` stands at `at`, if one does.
pub(super) fn link_at(text: &str, at: usize) -> Option<Link> {
    let bytes = text.as_bytes();
    let (start, authority) = if bytes[at..].starts_with(b"://") {
        let has = |scheme: &[u8]| at >= scheme.len() && bytes[at - scheme.len()..at].eq_ignore_ascii_case(scheme);
        let scheme = [&b"https"[..], b"http"].into_iter().find(|s| has(s))?;
        (at - scheme.len(), at + 3)
    } else if bytes.len() >= at + 4 && bytes[at..at + 4].eq_ignore_ascii_case(b"www.") {
        (at, at)
    } else {
        return None;
    };
    if text[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c)) {
        return None;
    }
    let mut end = text[authority..].find(ends_link).map_or(text.len(), |n| authority + n);
    while end > authority
        && matches!(bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\'' | b'*')
    {
        end -= 1;
    }
    let rest = &text[authority..end];
    let host_len = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let user_len = rest[..host_len].rfind('@').map_or(0, |n| n + 1);
    let host = &rest[user_len..host_len];
    let port = host.rfind(':').filter(|n| host[n + 1..].bytes().all(|b| b.is_ascii_digit()));
    let mut host_start = authority + user_len;
    let host_end = host_start + port.unwrap_or(host.len());
    if text[host_start..host_end].len() > 4 && bytes[host_start..host_start + 4].eq_ignore_ascii_case(b"www.") {
        host_start += 4;
    }
    (host_end > host_start && text[host_start..host_end].contains(char::is_alphanumeric)).then_some(Link {
        start,
        host_start,
        host_end,
        end,
    })
}

fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '“' | '”' | '«' | '»' | '…')
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        || is_unspaced(c)
}

/// Returns an address without its scheme and `www.`, as it is compared.
pub(crate) fn strip_scheme(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.get(..4) {
        Some(www) if www.eq_ignore_ascii_case("www.") => &rest[4..],
        _ => rest,
    }
}
