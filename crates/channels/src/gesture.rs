//! What is done on a network without words.

use jiff::Timestamp;
use model::{GestureKind, RemoteRef, ReportGround};
use serde::{Deserialize, Serialize};

/// A gesture to be made.
#[derive(Clone, Debug)]
pub struct OutgoingGesture {
    /// What is done.
    pub kind: GestureKind,
    /// What it is about.
    pub about: GestureSubject,
    /// What a report says is wrong, and why.
    pub report: Option<(ReportGround, String)>,
    /// When the intent was made: the time stamp that the record carries.
    pub created_at: Timestamp,
    /// A number of ours that is unique to this intent; record keys are derived from it.
    pub intent: i64,
}

/// What a gesture is about.
#[derive(Clone, Debug)]
pub enum GestureSubject {
    /// A post, in the thread with this first post.
    Post {
        /// The post.
        post: RemoteRef,
        /// The first of its thread.
        root: RemoteRef,
    },
    /// Somebody, by the network's id.
    Author(String),
}

/// The exact record of a gesture, kept on disk before the first byte leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedGesture {
    /// What is done.
    pub kind: GestureKind,
    /// The id that it has on the network, where it has one. It names nobody but us: by it alone a like, a boost or a follow
    /// can be taken back.
    pub remote_id: Option<String>,
    /// The channel's own form of the record.
    pub record: String,
}

/// What became of a gesture, as the network tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GestureFate {
    /// It stands.
    Stands,
    /// It does not stand; making it is safe.
    Absent,
    /// This network cannot be asked.
    CannotTell,
}
