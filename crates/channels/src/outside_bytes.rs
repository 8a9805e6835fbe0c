//! The parsers of what networks send, each callable alone: for fuzzing, and for nobody else.

use model::Mark;
use url::Url;

pub use crate::atproto::{frame_items as jetstream, notification};
pub use crate::feed::entry_words as feed;
use crate::html as markup;

/// The words of a piece of HTML, with their marks.
pub fn html(html: &str) -> (String, Vec<Mark>) {
    let base = Url::parse("https://page.example/a/b").expect("the address is one");
    let _ = markup::feed_links(html, &base);
    let read = markup::read(html, Some(&base));
    (read.text, read.marks)
}
