//! Addresses in plain text.

use linkify::{LinkFinder, LinkKind};
use model::{Mark, MarkKind};

use crate::html::web_address;

/// Marks the addresses of the web in a text, in order.
pub(crate) fn link_marks(text: &str) -> Vec<Mark> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let marks = finder.links(text).filter_map(|link| {
        let url = web_address(link.as_str(), None)?;
        Some(Mark { start: link.start(), end: link.end(), kind: MarkKind::Link(url.into()) })
    });
    marks.collect()
}
