//! The forms with which something is put away, or taken out again, or takes another place: nothing here is ever deleted.

use serde::Deserialize;

/// What the form says.
#[derive(Debug, Deserialize)]
pub(crate) struct PutAway {
    /// Anything to take it out again.
    #[serde(default)]
    restore: String,
}

impl PutAway {
    /// Whether it is put away; else it is taken out.
    pub(crate) const fn is_away(&self) -> bool {
        self.restore.is_empty()
    }
}

/// The form with which something is asked earlier or later.
#[derive(Debug, Deserialize)]
pub(crate) struct Move {
    /// Anything to have it asked later instead of earlier.
    #[serde(default)]
    down: String,
}

impl Move {
    /// Whether it is asked earlier; else later.
    pub(crate) const fn is_up(&self) -> bool {
        self.down.is_empty()
    }
}
