//! Networks and posts: one folder per network, all of one shape.
//!
//! A [`Channel`] is one connected account, stream or feed. It hears ([`Channel::receive`]), reads threads, and
//! carries answers out. A channel knows the shapes of its network and nothing of topics, conversations or members.

pub mod atproto;
mod channel;
mod error;
pub mod feed;
mod gesture;
mod html;
pub mod imported;
pub mod mailer;
pub mod outgoing;
#[doc(hidden)]
pub mod outside_bytes;
mod picture;
mod web_links;

pub use channel::{
    Answered, Batch, Capabilities, Channel, Fate, Identity, LookedUp, OutgoingPicture, OutgoingReply, PreparedReply,
    Received, SentReply, StreamCursor, StreamGap,
};
pub use error::{ChannelError, Remedy};
pub use gesture::{GestureFate, GestureSubject, OutgoingGesture, PreparedGesture};
