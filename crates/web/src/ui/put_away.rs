//! The form with which something is put away, or taken out again: nothing here is ever deleted.

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
