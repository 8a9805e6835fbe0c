//! A network by script: one good password, and what is said on it is what the test says.

#![allow(dead_code)] // each test target uses a part

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use channels::atproto::AtprotoConfig;
use channels::feed::{FeedChannel, FeedConfig};
use channels::mailer::Mailer;
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{
    Batch, Capabilities, Channel, ChannelError, Fate, Identity, LookedUp, OutgoingGesture, OutgoingPicture,
    OutgoingReply, PreparedGesture, PreparedReply, Received, SentReply, StreamCursor,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{
    Coverage, Lasting, LengthRule, Network, PictureRule, Reason, ReceivedAuthor, ReceivedPost, RemoteRef, SystemClock,
};
use pipeline::{House, OpenChannel};
use tokio::sync::{broadcast, mpsc};

/// The password that the network takes.
pub const GOOD_PASSWORD: &str = "abcd-efgh-ijkl-mnop";

/// The pictures that it takes.
const PICTURES: PictureRule =
    PictureRule { count_max: 2, bytes_max: 100_000, alt: LengthRule { graphemes_max: Some(100), bytes_max: None } };

/// The network.
pub struct Script {
    said: broadcast::Sender<Batch>,
    /// Batches that every stream begins with.
    opening: Mutex<Vec<Batch>>,
    /// What carries the house's mail.
    pub mailer: Mutex<Option<Mailer>>,
}

impl Script {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { said: broadcast::channel(16).0, opening: Mutex::default(), mailer: Mutex::default() })
    }

    /// Every stream that begins from now on begins with this.
    pub fn open_with(&self, batch: Batch) {
        self.opening.lock().unwrap().push(batch);
    }

    /// Somebody says something, heard on every stream that runs.
    pub fn say(&self, id: &str, text: &str, at: Timestamp, reason: Option<Reason>) {
        self.say_as("renske", id, text, at, reason);
    }

    /// The same, said by somebody of that name.
    pub fn say_as(&self, name: &str, id: &str, text: &str, at: Timestamp, reason: Option<Reason>) {
        let items = vec![Received::Post(Box::new(post(name, id, text, at, reason)))];
        self.said.send(Batch { items, heard_until: Some(at), is_caught_up: true, ..Batch::default() }).unwrap();
    }

    /// So many people name us at once, each with a number of their own, the first of them last.
    pub fn crowd(&self, count: usize, at: Timestamp) {
        let one = |number: usize| {
            let (name, spoke) = (format!("p{number}"), at - SignedDuration::from_secs(number as i64));
            let said = post(&name, &format!("at://{name}/1"), &format!("nr {number}."), spoke, Some(Reason::Addressed));
            Received::Post(Box::new(said))
        };
        let items = (0..count).map(one).collect();
        self.said.send(Batch { items, heard_until: Some(at), is_caught_up: true, ..Batch::default() }).unwrap();
    }
}

fn post(name: &str, id: &str, text: &str, posted_at: Timestamp, reason: Option<Reason>) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: None },
        author: ReceivedAuthor {
            remote_id: format!("did:plc:{name}"),
            handle: Some(format!("{name}.example")),
            ..ReceivedAuthor::default()
        },
        text: text.into(),
        marks: vec![],
        languages: vec!["en".into()],
        posted_at,
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason,
    }
}

/// Opens channels of the script, and real feeds; shared with the pipeline.
pub struct Opener(pub Arc<Script>);

impl OpenChannel for Opener {
    fn open(&self, network: Network, config: &str, secret: Option<&str>) -> Result<Arc<dyn Channel>, String> {
        if network == Network::Feed {
            let config: FeedConfig = serde_json::from_str(config).map_err(|error| error.to_string())?;
            let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).map_err(|e| e.to_string())?;
            let feed = FeedChannel::new(config, outgoing, Arc::new(SystemClock)).map_err(|error| error.what)?;
            return Ok(Arc::new(feed));
        }
        let config: AtprotoConfig = serde_json::from_str(config).map_err(|error| error.to_string())?;
        Ok(Arc::new(Scripted { config, secret: secret.map(str::to_owned), script: self.0.clone() }))
    }

    fn outgoing(&self) -> Result<OutgoingClient, String> {
        OutgoingClient::new(OutgoingPolicy { allow_private: true }).map_err(|error| error.to_string())
    }

    fn house(&self) -> House {
        let mailer = self.0.mailer.lock().unwrap().clone();
        House { base_url: Some("http://127.0.0.1:8080/".parse().unwrap()), zone: TimeZone::UTC, mailer }
    }
}

struct Scripted {
    config: AtprotoConfig,
    secret: Option<String>,
    script: Arc<Script>,
}

#[async_trait]
impl Channel for Scripted {
    fn capabilities(&self) -> Capabilities {
        let length = LengthRule { graphemes_max: Some(300), bytes_max: None };
        let is_ours = self.config.account.is_some();
        let gestures = if is_ours { model::GestureKind::ALL } else { &[] };
        Capabilities {
            private: is_ours.then_some(LengthRule { graphemes_max: Some(1_000), bytes_max: None }),
            can_reply: is_ours,
            can_ask_fate: false,
            length,
            pictures: PICTURES,
            gestures,
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage { heard: vec!["Whoever names us.".into()], not_heard: vec!["Private messages.".into()] }
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        let host = self.config.service.host_str().unwrap();
        if host == "unreachable.example" {
            let below = std::io::Error::other("connection refused");
            return Err(ChannelError::retry(format!("could not connect to {host}")).caused_by(below));
        }
        let Some(account) = &self.config.account else { return Ok(Identity::default()) };
        if self.secret.as_deref() != Some(GOOD_PASSWORD) {
            return Err(ChannelError::reconnect(format!("{host} refused the app password of {}", account.identifier)));
        }
        let author = ReceivedAuthor {
            remote_id: format!("did:plc:{}", account.identifier),
            handle: Some(account.identifier.clone()),
            ..ReceivedAuthor::default()
        };
        Ok(Identity::of_account(author))
    }

    fn streams(&self) -> Vec<&'static str> {
        vec!["public"]
    }

    async fn receive(
        &self,
        _: &str,
        _: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let mut said = self.script.said.subscribe();
        let opening = self.script.opening.lock().unwrap().clone();
        // An empty batch is a sign of life.
        for batch in opening.into_iter().chain([Batch { is_caught_up: true, ..Batch::default() }]) {
            if batches.send(batch).await.is_err() {
                return Ok(());
            }
        }
        while let Ok(batch) = said.recv().await {
            if batches.send(batch).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn read_again(&self, _: &str, raw: &str) -> Result<Vec<Received>, ChannelError> {
        if raw.contains("hopeless") {
            return Err(ChannelError::give_up("it has no author, still"));
        }
        let reason = raw.contains("to us").then_some(Reason::Addressed);
        Ok(vec![Received::Post(Box::new(post("renske", raw, raw, "2026-11-24T08:00:00Z".parse().unwrap(), reason)))])
    }

    fn credential_lasts(&self) -> Lasting {
        Lasting::UntilRevoked
    }

    async fn thread(&self, _: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        Ok(vec![])
    }

    async fn look_up(&self, _: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        Ok(vec![])
    }

    async fn profiles(&self, _: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        Ok(vec![])
    }

    async fn prepare(&self, _: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        Err(ChannelError::give_up("nothing is sent here"))
    }

    async fn send(&self, _: &PreparedReply, _: &[OutgoingPicture]) -> Result<SentReply, ChannelError> {
        Err(ChannelError::give_up("nothing is sent here"))
    }

    async fn fate(&self, _: &PreparedReply) -> Result<Fate, ChannelError> {
        Ok(Fate::CannotTell)
    }

    async fn delete(&self, _: &RemoteRef) -> Result<(), ChannelError> {
        Ok(())
    }

    async fn prepare_gesture(&self, gesture: &OutgoingGesture) -> Result<PreparedGesture, ChannelError> {
        Ok(PreparedGesture { kind: gesture.kind, remote_id: None, record: String::new() })
    }

    async fn make_gesture(&self, _: &PreparedGesture) -> Result<(), ChannelError> {
        Ok(())
    }

    async fn take_back_gesture(&self, _: &PreparedGesture) -> Result<(), ChannelError> {
        Ok(())
    }
}
