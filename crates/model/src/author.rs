//! Who writes in public.

use serde::{Deserialize, Serialize};

use crate::{AuthorId, ERASED, ERASED_NAME};

/// What a channel knows of who wrote a post. Names may be missing when a stream carries ids only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedAuthor {
    /// The network's own, lasting id (a DID, an account URI).
    pub remote_id: String,
    /// The name that people type after `@`, without it; changes.
    pub handle: Option<String>,
    /// The name that the person chose to show.
    pub display_name: Option<String>,
    /// People following, as the network counts them.
    pub follower_count: Option<i64>,
    /// Whether they follow the account of ours that heard them.
    pub follows_us: Option<bool>,
    /// The public page of the person.
    pub url: Option<String>,
}

impl ReceivedAuthor {
    /// The name to show: display name, else handle, else the network's id; of whoever was erased, that they were.
    pub fn name(&self) -> &str {
        let filled = |name: &'_ Option<String>| name.as_deref().map(str::trim).is_some_and(|name| !name.is_empty());
        match self {
            p if filled(&p.display_name) => p.display_name.as_deref().unwrap_or_default(),
            p if filled(&p.handle) => p.handle.as_deref().unwrap_or_default(),
            p if p.remote_id.starts_with(ERASED) => ERASED_NAME,
            p => &p.remote_id,
        }
    }

    /// What is known after this was told as well; what it leaves out stays as it was.
    #[must_use]
    pub fn updated_by(&self, told: &Self) -> Self {
        Self {
            remote_id: self.remote_id.clone(),
            handle: told.handle.clone().or_else(|| self.handle.clone()),
            display_name: told.display_name.clone().or_else(|| self.display_name.clone()),
            follower_count: told.follower_count.or(self.follower_count),
            follows_us: told.follows_us.or(self.follows_us),
            url: told.url.clone().or_else(|| self.url.clone()),
        }
    }
}

/// A stored author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Our id.
    pub id: AuthorId,
    /// What the network says.
    pub profile: ReceivedAuthor,
    /// Whether this is an account of ours.
    pub is_ours: bool,
}

impl Author {
    /// The name to show: display name, else handle, else the network's id.
    pub fn name(&self) -> &str {
        self.profile.name()
    }
}
