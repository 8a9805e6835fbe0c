//! What we do on the network.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An answer of ours in the network's own form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) text: String,
    /// The id of the post that it answers; none of one of our own accord.
    pub(crate) parent: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) intent: i64,
    /// What is shown with it, in this order.
    #[serde(default)]
    pub(crate) pictures: Vec<RecordPicture>,
    /// The one person who reads it.
    #[serde(default)]
    pub(crate) private_to: Option<String>,
}

/// A picture of an answer, named by its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordPicture {
    pub(crate) alt: String,
    pub(crate) media_type: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) digest: String,
}

impl Record {
    /// The key under which it stands: the same intent, the same key.
    pub(crate) fn key(&self) -> String {
        self.intent.to_string()
    }
}
