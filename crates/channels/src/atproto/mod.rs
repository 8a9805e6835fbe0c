//! AT Protocol, as Bluesky and others run it.
//!
//! Two streams, either or both: `notifications` of an account of ours (who names, answers or quotes us), asked for
//! every few seconds, and `jetstream`, the posts of everybody, pushed. Each is supervised apart, so that a broken
//! stream server does not keep us from hearing who speaks to us. A third, `private`, is there for an account whose app
//! password allows it: what somebody writes to us alone.
//!
//! Answers are written under record keys of our own with a condition that nothing stands there yet: however often an
//! attempt is repeated, one post can exist. So are likes, boosts and follows.

mod blob;
mod config;
mod embed;
mod facets;
mod gesture;
mod jetstream;
mod look_up;
mod notifications;
mod parse;
mod pictures;
mod private;
mod reply;
mod session;
mod thread;
mod uri;
mod xrpc;

pub use config::{AppPassword, AtprotoAccount, AtprotoConfig, JetstreamConfig};
#[doc(hidden)]
pub use jetstream::frame_items;
pub use pictures::PICTURES;
pub use private::PRIVATE_LENGTH;

use std::sync::Arc;

use async_trait::async_trait;
use model::{
    Clock, Coverage, GestureKind, Lasting, LengthRule, PictureRule, PictureSource, ReceivedAuthor, ReceivedPost,
    RemoteRef,
};
use serde_json::Value;
use tokio::sync::{Mutex, mpsc};

use crate::outgoing::OutgoingClient;
use crate::{
    Batch, Capabilities, Channel, ChannelError, Fate, GestureFate, Identity, LookedUp, OutgoingGesture,
    OutgoingPicture, OutgoingReply, PreparedGesture, PreparedReply, Received, SentReply, StreamCursor,
};
use session::{Account, State};
use wording::t;
use xrpc::{CallError, Xrpc};

/// A notification as a post, of an account that nobody has.
///
/// # Errors
/// What is wrong with it, in plain words.
#[doc(hidden)]
pub fn notification(view: &Value) -> Result<ReceivedPost, String> {
    parse::notification(view, "did:plc:us", jiff::Timestamp::UNIX_EPOCH)
}

/// The stream of what concerns our account.
pub const NOTIFICATIONS: &str = "notifications";

/// The stream of everybody's posts.
pub const JETSTREAM: &str = "jetstream";

/// The stream of what is written to our account alone.
pub const PRIVATE: &str = "private";

/// The length rule of posts (lexicon `app.bsky.feed.post`, read 2026-11).
pub const LENGTH: LengthRule = LengthRule { graphemes_max: Some(300), bytes_max: Some(3_000) };

/// One account, one stream, or both.
pub struct AtprotoChannel {
    config: AtprotoConfig,
    account: Option<Account>,
    xrpc: Xrpc,
}

impl AtprotoChannel {
    /// A channel from its settings; connects to nothing yet. Unencrypted servers are accepted only where the client's
    /// policy allows private addresses.
    ///
    /// # Errors
    /// `Remedy::Reconnect` when the settings make no sense or the password of the account is missing.
    pub fn new(
        config: AtprotoConfig,
        password: Option<AppPassword>,
        outgoing: OutgoingClient,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ChannelError> {
        config.check(outgoing.policy().allow_private)?;
        let xrpc = Xrpc { outgoing, clock, quota: Arc::default() };
        let account = match &config.account {
            None => None,
            Some(account) => Some(Account {
                xrpc: xrpc.clone(),
                service: config.service.clone(),
                identifier: account.identifier.trim().trim_start_matches('@').to_owned(),
                password: password.ok_or_else(|| ChannelError::reconnect(t!("the app password is missing")))?,
                state: Mutex::new(State::default()),
            }),
        };
        Ok(Self { config, account, xrpc })
    }

    fn account(&self) -> Result<&Account, ChannelError> {
        let what = "this channel has no account, it only listens";
        self.account.as_ref().ok_or_else(|| ChannelError::give_up(what))
    }

    /// Whether private messages are read and written.
    fn has_private(&self) -> bool {
        self.config.account.as_ref().is_some_and(|account| account.private_messages)
    }

    /// Asks the app view, through our account's server where there is one.
    async fn ask(&self, method: &str, parameters: &[(&str, &str)]) -> Result<Value, CallError> {
        match &self.account {
            Some(account) => account.query(method, parameters).await,
            None => self.ask_publicly(method, parameters).await,
        }
    }

    /// Asks the app view as anybody could.
    async fn ask_publicly(&self, method: &str, parameters: &[(&str, &str)]) -> Result<Value, CallError> {
        let appview = &self.config.appview;
        self.xrpc.query(appview, method, parameters, None).await
    }
}

#[async_trait]
impl Channel for AtprotoChannel {
    fn capabilities(&self) -> Capabilities {
        let is_ours = self.account.is_some();
        let pictures = if is_ours { PICTURES } else { PictureRule::NONE };
        let private = self.has_private().then_some(PRIVATE_LENGTH);
        let gestures = if is_ours { GestureKind::ALL } else { &[] };
        Capabilities { can_reply: is_ours, can_ask_fate: is_ours, length: LENGTH, pictures, gestures, private }
    }

    fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        let (mut heard, mut not_heard) = (vec![], vec![t!("Likes, reposts and follows.")]);
        match self.has_private() {
            true => heard.push(t!("What somebody writes to our account alone.")),
            false => not_heard.push(t!("Private messages.")),
        }
        match self.account {
            Some(_) => heard.push(t!("Posts that name, answer or quote our account.")),
            None => not_heard.push(t!("What is addressed to an account of ours: none is connected.")),
        }
        match self.config.jetstream {
            Some(_) => {
                heard.push(t!(
                    "All public posts of the network, as far as a topic asks for them, with edits and deletions."
                ));
                not_heard.push(t!("Servers that the chosen stream does not follow."));
            }
            None => {
                not_heard.push(t!("Posts that speak of us without naming our account."));
                not_heard
                    .push(t!("Posts that carry a date long past: the network files them among its old notifications."));
            }
        }
        coverage.heard.extend(heard.into_iter().map(str::to_owned));
        coverage.not_heard.extend(not_heard.into_iter().map(str::to_owned));
        coverage
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        match &self.account {
            Some(account) => self.who_we_are(account).await,
            None => self.try_jetstream().await.map(|()| Identity::default()),
        }
    }

    fn streams(&self) -> Vec<&'static str> {
        let notifications = self.account.as_ref().map(|_| NOTIFICATIONS);
        let jetstream = self.config.jetstream.as_ref().map(|_| JETSTREAM);
        let private = self.has_private().then_some(PRIVATE);
        notifications.into_iter().chain(private).chain(jetstream).collect()
    }

    async fn receive(
        &self,
        stream: &str,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        match (stream, &self.account, &self.config.jetstream) {
            (NOTIFICATIONS, Some(account), _) => self.receive_notifications(account, cursor, batches).await,
            (PRIVATE, Some(account), _) if self.has_private() => self.receive_private(account, cursor, batches).await,
            (JETSTREAM, _, Some(jetstream)) => self.receive_jetstream(jetstream, cursor, batches).await,
            _ => Err(ChannelError::give_up(format!("this channel has no stream {stream}"))),
        }
    }

    async fn read_again(&self, stream: &str, raw: &str) -> Result<Vec<Received>, ChannelError> {
        match (stream, &self.account, &self.config.jetstream) {
            (NOTIFICATIONS, Some(account), _) => self.read_notification_again(account, raw).await,
            (JETSTREAM, _, Some(jetstream)) => jetstream::read_again(jetstream, raw),
            _ => Err(ChannelError::give_up(format!("this channel has no stream {stream} any more"))),
        }
    }

    fn credential_lasts(&self) -> Lasting {
        Lasting::UntilRevoked
    }

    async fn thread(&self, post: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        self.read_thread(post).await
    }

    async fn look_up(&self, posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        self.look_up_posts(posts).await
    }

    async fn profiles(&self, remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        self.look_up_profiles(remote_ids).await
    }

    async fn picture(&self, source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        self.fetch_picture(source).await
    }

    async fn prepare(&self, reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        match &reply.private_to {
            Some(to) => self.prepare_private(reply, to).await,
            None => self.prepare_reply(reply).await,
        }
    }

    async fn send(&self, reply: &PreparedReply, pictures: &[OutgoingPicture]) -> Result<SentReply, ChannelError> {
        if private::is_private(reply) {
            return self.send_private(reply).await;
        }
        self.send_reply(reply, pictures).await
    }

    async fn fate(&self, reply: &PreparedReply) -> Result<Fate, ChannelError> {
        if private::is_private(reply) {
            return self.private_fate(reply).await;
        }
        self.fate_of(reply).await
    }

    async fn delete(&self, post: &RemoteRef) -> Result<(), ChannelError> {
        self.delete_post(post).await
    }

    async fn prepare_gesture(&self, gesture: &OutgoingGesture) -> Result<PreparedGesture, ChannelError> {
        self.prepare_gesture_record(gesture).await
    }

    async fn make_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        self.make_prepared_gesture(gesture).await
    }

    async fn gesture_fate(&self, gesture: &PreparedGesture) -> Result<GestureFate, ChannelError> {
        self.fate_of_gesture(gesture).await
    }

    async fn take_back_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        self.undo_gesture(gesture).await
    }
}
