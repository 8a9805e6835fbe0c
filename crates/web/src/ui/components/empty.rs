//! Where nothing is: why, and what to do.

use maud::{Markup, html};

/// A place with nothing in it.
#[derive(Clone, Debug, Default)]
pub struct Empty<'a> {
    /// What is so.
    pub title: &'a str,
    /// Why, one paragraph each; the first weighs most.
    pub lines: Vec<String>,
    /// What to do: words, address; the first is the main one.
    pub acts: Vec<(&'a str, &'a str)>,
}

/// The empty place.
pub fn empty(place: Empty<'_>) -> Markup {
    html! { div.empty {
        h2 { (place.title) }
        @for (at, line) in place.lines.iter().enumerate() { p.dim[at > 0] { (line) } }
        @if !place.acts.is_empty() { p.toolbar {
            @for (at, (words, address)) in place.acts.iter().enumerate() {
                a.btn.quiet[at > 0] href=(address) { (words) }
            }
        } }
    } }
}
