//! How far a long input is, for a person who watches.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

/// Returns a bar on the error output; a hidden one when nobody watches, or somebody types the posts.
pub fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdin().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match input_bytes() {
        Some(bytes) => (ProgressBar::new(bytes), "{wide_bar} {percent}% {msg}, {eta} to go"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} read, {msg}"),
    };
    bar.with_style(ProgressStyle::with_template(template).expect("the template is well formed"))
}

/// Bytes that standard input has, where it is a file.
fn input_bytes() -> Option<u64> {
    let input = std::fs::metadata("/dev/stdin").ok()?;
    input.is_file().then_some(input.len())
}
