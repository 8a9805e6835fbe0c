//! How many rows have passed, for a person who watches.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

/// A counter on the error output; a hidden one when nobody watches.
pub fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} rows").expect("the template is well formed");
    ProgressBar::new_spinner().with_style(style)
}
