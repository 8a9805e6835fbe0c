//! The shape of every channel.

use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    Coverage, GestureKind, Lasting, LengthRule, PictureRule, PictureSource, Quota, ReceivedAuthor, ReceivedPost,
    RemoteRef,
};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::{ChannelError, GestureFate, OutgoingGesture, PreparedGesture};

/// One connected account, stream or feed on a network.
///
/// Implementations hold no durable state of their own: what must survive a restart travels in
/// [`StreamCursor`] (committed together with the items that it covers), [`PreparedReply`] and [`PreparedGesture`]
/// (committed before the first byte leaves). Every call can be dropped at any await without harm.
///
/// What has an answer here need not be written by a channel that only listens: it knows no threads, looks nothing up, and
/// cannot be answered.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What this channel can do.
    fn capabilities(&self) -> Capabilities;

    /// What is and is not heard, in plain words.
    fn coverage(&self) -> Coverage;

    /// What names the thing that it hears, the same for every channel that would hear the same; `None` for one that its
    /// account names, or its settings as a whole.
    fn source(&self) -> Option<String> {
        None
    }

    /// Connects once, checks the credential and tells what is there.
    ///
    /// # Errors
    /// As for every call: the remedy says whether trying again can help.
    async fn identify(&self) -> Result<Identity, ChannelError>;

    /// The names of the streams that this channel hears, each supervised apart with its own cursor, back-off and
    /// gaps, so that a broken one delays no other. Empty for a channel that hears nothing. The names are kept in the
    /// database and never change their meaning.
    fn streams(&self) -> Vec<&'static str>;

    /// Hears one of [`Channel::streams`] until something fails, sending batches in order. `cursor` is the newest that
    /// was committed for this stream; without one, the stream starts at the present (with the little history that a
    /// network offers for a first screen). Returns only with an error, or `Ok` when the receiver is gone.
    ///
    /// # Errors
    /// The connection ended; the caller opens a gap, waits and calls again with the committed cursor. A name that is
    /// none of ours gives `Remedy::GiveUp`.
    async fn receive(
        &self,
        stream: &str,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError>;

    /// Reads an item again that a stream once delivered as [`Received::Unparsed`]: what could not be understood then may be
    /// now.
    ///
    /// # Errors
    /// `Remedy::GiveUp` with the reason why it is still not understood.
    async fn read_again(&self, _stream: &str, _raw: &str) -> Result<Vec<Received>, ChannelError> {
        Err(ChannelError::give_up("single items of this channel cannot be read again"))
    }

    /// How long its credential lasts, as far as its network tells.
    fn credential_lasts(&self) -> Lasting {
        Lasting::Unknown
    }

    /// The thread around a post, root first, as far as the network gives it; empty when the post is gone.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn thread(&self, _post: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        Ok(Vec::new())
    }

    /// The present version of each post, in any order; posts that the network says are gone are
    /// [`LookedUp::Gone`], posts it did not speak of are left out.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn look_up(&self, _posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        Ok(Vec::new())
    }

    /// What the network knows of these authors now; those unknown to it are left out.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn profiles(&self, _remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        Ok(Vec::new())
    }

    /// The bytes of a picture that hangs on a post, as its source sends them; `None` when it is gone there. Nothing of it
    /// is to be trusted, neither that it is a picture nor that it is harmless.
    ///
    /// # Errors
    /// `Remedy::GiveUp` when the source does not give it to us; see [`ChannelError`].
    async fn picture(&self, _source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        Err(ChannelError::give_up("this channel brings no pictures"))
    }

    /// Turns an answer, or a post of our own accord, into the exact record to send, under a key of our own, so that every attempt sends the same
    /// bytes to the same place. May ask the network (to resolve handles), changes nothing there. The record names its
    /// pictures by their bytes. One that only one person is to read never becomes one that others can.
    ///
    /// # Errors
    /// `Remedy::GiveUp` when the network's rules forbid these words or pictures, or the person takes no private messages from us:
    /// it then says what members can do.
    async fn prepare(&self, _reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        Err(unanswerable())
    }

    /// Sends a prepared answer, with the pictures that it was prepared with. Sending one that stands already must not make a
    /// second, and pictures that were sent before without it are sent again.
    ///
    /// # Errors
    /// [`ChannelError::may_have_arrived`] says whether the network may have taken it all the same.
    async fn send(&self, _reply: &PreparedReply, _pictures: &[OutgoingPicture]) -> Result<SentReply, ChannelError> {
        Err(unanswerable())
    }

    /// Asks the network what became of a prepared answer.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn fate(&self, _reply: &PreparedReply) -> Result<Fate, ChannelError> {
        Ok(Fate::CannotTell)
    }

    /// Deletes a post of ours; deleting one that is gone succeeds.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn delete(&self, _post: &RemoteRef) -> Result<(), ChannelError> {
        Err(unanswerable())
    }

    /// Turns a gesture into the exact record to make, under a key of our own. May ask the network (whether what it is about
    /// is there, and whether the gesture stands already), changes nothing there.
    ///
    /// # Errors
    /// `Remedy::GiveUp` when it cannot be made: what it is about is gone, or is none of ours to hide.
    async fn prepare_gesture(&self, _gesture: &OutgoingGesture) -> Result<PreparedGesture, ChannelError> {
        Err(gestureless())
    }

    /// Makes a prepared gesture. Making one that stands already must not make a second, where the network can be asked for its
    /// fate.
    ///
    /// # Errors
    /// [`ChannelError::may_have_arrived`] says whether the network may have taken it all the same.
    async fn make_gesture(&self, _gesture: &PreparedGesture) -> Result<(), ChannelError> {
        Err(gestureless())
    }

    /// Asks the network what became of a prepared gesture.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn gesture_fate(&self, _gesture: &PreparedGesture) -> Result<GestureFate, ChannelError> {
        Ok(GestureFate::CannotTell)
    }

    /// Takes a gesture back, and nothing that others did beside it; taking back one that is gone succeeds.
    ///
    /// # Errors
    /// See [`ChannelError`].
    async fn take_back_gesture(&self, _gesture: &PreparedGesture) -> Result<(), ChannelError> {
        Err(gestureless())
    }
}

fn unanswerable() -> ChannelError {
    ChannelError::give_up("this channel only listens")
}

fn gestureless() -> ChannelError {
    ChannelError::give_up("this channel cannot do that")
}

/// What a channel can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether answers can be sent.
    pub can_reply: bool,
    /// Whether the network can be asked for the fate of an answer.
    pub can_ask_fate: bool,
    /// The network's length rule for answers.
    pub length: LengthRule,
    /// Which pictures go with one.
    pub pictures: PictureRule,
    /// What can be done without words.
    pub gestures: &'static [GestureKind],
    /// The network's length rule for what only one person reads; `None` where there are no private messages.
    pub private: Option<LengthRule>,
}

/// What a network told when we connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Our account; `None` for a channel without one.
    pub account: Option<ReceivedAuthor>,
    /// What the source calls itself.
    pub title: Option<String>,
    /// The settings, where the network corrected them: a page led to its feed.
    pub config: Option<String>,
}

impl Identity {
    /// The account that a channel speaks for.
    pub fn of_account(account: ReceivedAuthor) -> Self {
        Self { account: Some(account), ..Self::default() }
    }
}

/// What one stream of a channel delivered at once.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The items, in the stream's order.
    pub items: Vec<Received>,
    /// Where to go on after these items; committed in the transaction that stores them.
    pub cursor: Option<StreamCursor>,
    /// The source's own time of the newest item; how far behind we are is measured against it.
    pub heard_until: Option<Timestamp>,
    /// A stretch that the stream says it cannot give any more; being caught up does not close it.
    pub gap: Option<StreamGap>,
    /// How much the network still lets this stream ask for, where it said so.
    pub quota: Option<Quota>,
    /// Whether the stream has nothing older waiting: an open gap of this stream is closed.
    pub is_caught_up: bool,
}

/// One thing that a stream delivered.
#[derive(Clone, Debug)]
pub enum Received {
    /// A post, new or in a newer version.
    Post(Box<ReceivedPost>),
    /// A post is gone at its source.
    Deleted {
        /// Its id on the network.
        remote_id: String,
    },
    /// An author's profile changed. What is missing in it was not told, which does not mean that it is gone:
    /// [`Channel::profiles`] knows.
    Author(ReceivedAuthor),
    /// An author's account is gone, and with it every post.
    AuthorGone {
        /// The network's id of the author.
        remote_id: String,
    },
    /// An item that could not be understood; it is kept raw and blocks nothing.
    Unparsed {
        /// The item as it came.
        raw: String,
        /// Why it was not understood.
        reason: String,
    },
}

/// Where one stream of a channel stands. Opaque to all but the channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamCursor {
    /// Which of the channel's streams.
    pub stream: String,
    /// The channel's own mark.
    pub value: String,
}

impl StreamCursor {
    /// The mark inside a committed cursor. One that cannot be read any more means starting at the present.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(cursor: Option<Self>) -> Option<T> {
        let cursor = cursor?;
        let mark = serde_json::from_str(&cursor.value);
        mark.inspect_err(|error| {
            let stream = cursor.stream.as_str();
            tracing::warn!(stream, %error, "the kept cursor cannot be read, so the stream starts at the present");
        })
        .ok()
    }
}

/// A stretch that a stream cannot give any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamGap {
    /// Which of the channel's streams.
    pub stream: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Why, in plain words.
    pub cause: String,
}

/// A post as the network has it now.
#[derive(Clone, Debug)]
pub enum LookedUp {
    /// It stands, perhaps in a newer version.
    Present(Box<ReceivedPost>),
    /// It is gone.
    Gone {
        /// Its id on the network.
        remote_id: String,
    },
}

/// Where an answer is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The post that it answers.
    pub parent: RemoteRef,
    /// The first post of the thread.
    pub root: RemoteRef,
}

/// An answer to be sent, or a post of our own accord.
#[derive(Clone, Debug)]
pub struct OutgoingReply {
    /// The words, as the member wrote them.
    pub text: String,
    /// What it answers; none for a post of our own accord.
    pub answers: Option<Answered>,
    /// The language of the words (BCP 47), where known.
    pub language: Option<String>,
    /// When the intent was made: the time stamp that the record carries.
    pub created_at: Timestamp,
    /// A number of ours that is unique to this intent; record keys are derived from it.
    pub intent: i64,
    /// What is shown with it, in this order.
    pub pictures: Vec<OutgoingPicture>,
    /// The network's id of the one person who is to read it; none for what everybody can read.
    pub private_to: Option<String>,
}

/// A picture to be sent with an answer. We made its bytes ourselves: they hold pixels and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingPicture {
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// What the bytes are.
    pub media_type: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// The exact record of an answer, kept on disk before the first byte leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedReply {
    /// The id that the post will have on the network, when it is known beforehand.
    pub remote_id: Option<String>,
    /// The channel's own form of the record.
    pub record: String,
}

/// An answer that the network took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReply {
    /// Id and version on the network.
    pub remote: RemoteRef,
    /// Where people read it.
    pub url: Option<String>,
}

/// What became of an answer, as the network tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Stands(SentReply),
    /// It does not stand; sending it is safe.
    Absent,
    /// This network cannot be asked.
    CannotTell,
}
