//! A network that does what a test says: the post office of an invented town, and a server of ours that listens there.
#![allow(dead_code)] // each test target uses a part

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{
    Batch, Capabilities, Channel, ChannelError, Fate, GestureFate, GestureSubject, Identity, LookedUp, OutgoingGesture,
    OutgoingPicture, OutgoingReply, PreparedGesture, PreparedReply, Received, SentReply, StreamCursor, StreamGap,
};
use inbox::Answer;
use jiff::Timestamp;
use model::{
    Actor, ChannelId, Clock, ConversationId, Coverage, Event, GestureKind, LengthRule, Network, PictureRule,
    PictureSource, Reason, ReceivedAuthor, ReceivedPost, RemoteRef, ReplyId, ReplyState, Role,
};
use pipeline::{Archive, Handle, Limits, Memory, NewConnection, OpenChannel, Remembering};
use store::channel as channels_kept;
use store::conversation::Conversation;
use store::member::{self, Member, NewMember};
use store::reply::Reply;
use store::{Store, StoreOptions, Vault, event, post};
use tempfile::TempDir;
use tokio::sync::{Notify, mpsc};

/// Twenty times as fast as the machine's: a wait of two seconds is over in a tenth.
struct QuickClock {
    origin: Timestamp,
    begun: Instant,
}

impl Clock for QuickClock {
    fn now(&self) -> Timestamp {
        self.origin + self.begun.elapsed() * 20
    }
}

pub fn quick_clock() -> Arc<dyn Clock> {
    Arc::new(QuickClock { origin: "2026-11-23T10:00:00Z".parse().unwrap(), begun: Instant::now() })
}

/// What the network does with an attempt to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    Take,
    /// It takes it, and the answer is lost.
    TakeInSilence,
    /// It does not take it, and the sender cannot know.
    LoseInSilence,
    /// It says "not now".
    Later,
    /// It says "never".
    Refuse,
    /// It says that the credential is no good.
    RefuseCredential,
    /// A fault of ours.
    Panic,
}

/// Whether the network tells of the fate of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Telling {
    #[default]
    Truth,
    CannotTell,
    /// It is not to be reached so many times.
    NotYet(u32),
}

#[derive(Default)]
struct Stream {
    /// Everything that it will have said, in order; a cursor counts them.
    items: Vec<Received>,
    broken: Option<fn() -> ChannelError>,
    gap: Option<StreamGap>,
    connections: usize,
    holds_back: bool,
}

#[derive(Default)]
struct Town {
    streams: HashMap<&'static str, Stream>,
    /// What it does with the next attempts; then it takes them.
    sending: VecDeque<Sending>,
    telling: Telling,
    /// Every post of ours that it made, also a second one for the same intent.
    made: Vec<(String, String)>,
    attempts: usize,
    /// Every gesture of ours that it made, also a second one for the same intent.
    gestures: Vec<String>,
    /// The pictures that each attempt brought.
    brought: Vec<Vec<OutgoingPicture>>,
    gone: Vec<String>,
    /// What lies at each address; nothing when it is unknown.
    pictures: HashMap<String, Picture>,
    asked_for: Vec<String>,
}

/// What the network answers when asked for a picture.
#[derive(Clone)]
pub enum Picture {
    Is(Vec<u8>),
    Fails(fn() -> ChannelError),
    Panics,
}

/// The network; as a channel, our account on it.
#[derive(Default)]
pub struct PostOffice {
    town: Mutex<Town>,
    changed: Notify,
    names: Vec<&'static str>,
}

/// Items in one batch.
const BATCH: usize = 3;

impl PostOffice {
    pub fn with_streams(names: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { names: names.to_vec(), ..Self::default() })
    }

    fn town(&self) -> std::sync::MutexGuard<'_, Town> {
        self.town.lock().unwrap()
    }

    fn stream<T>(&self, name: &'static str, change: impl FnOnce(&mut Stream) -> T) -> T {
        let changed = change(self.town().streams.entry(name).or_default());
        self.changed.notify_waiters();
        changed
    }

    pub fn says(&self, stream: &'static str, items: impl IntoIterator<Item = Received>) {
        self.stream(stream, |stream| stream.items.extend(items));
    }

    /// Breaks the connection of a stream and every one that is tried, until [`PostOffice::mend`].
    pub fn break_down(&self, stream: &'static str, failure: fn() -> ChannelError) {
        self.stream(stream, |stream| stream.broken = Some(failure));
    }

    pub fn mend(&self, stream: &'static str) {
        self.stream(stream, |stream| stream.broken = None);
    }

    /// Says of everything from now on that more is waiting.
    pub fn hold_back(&self, stream: &'static str, holds_back: bool) {
        self.stream(stream, |stream| stream.holds_back = holds_back);
    }

    pub fn loses(&self, name: &'static str, gap: StreamGap) {
        self.stream(name, |stream| stream.gap = Some(gap));
    }

    pub fn connections(&self, stream: &'static str) -> usize {
        self.stream(stream, |stream| stream.connections)
    }

    pub fn will(&self, sending: impl IntoIterator<Item = Sending>) {
        self.town().sending.extend(sending);
    }

    pub fn tells(&self, telling: Telling) {
        self.town().telling = telling;
    }

    /// How many posts of ours stand under this id.
    pub fn standing(&self, id: &str) -> usize {
        self.town().made.iter().filter(|(made, _)| made == id).count()
    }

    /// The texts of ours that stand there.
    pub fn made(&self) -> Vec<String> {
        self.town().made.iter().map(|(_, text)| text.clone()).collect()
    }

    /// The gestures of ours that stand there.
    pub fn gestures(&self) -> Vec<String> {
        self.town().gestures.clone()
    }

    /// What each attempt brought: descriptions and files.
    pub fn brought(&self) -> Vec<Vec<OutgoingPicture>> {
        self.town().brought.clone()
    }

    pub fn attempts(&self) -> usize {
        self.town().attempts
    }

    /// Deletes a post without telling on any stream.
    pub fn deletes_quietly(&self, id: &str) {
        self.town().gone.push(id.to_owned());
    }

    /// From now on this lies at an address.
    pub fn shows(&self, address: &str, picture: Picture) {
        self.town().pictures.insert(address.to_owned(), picture);
    }

    /// How often a picture was asked for.
    pub fn asked_for(&self, address: &str) -> usize {
        self.town().asked_for.iter().filter(|asked| *asked == address).count()
    }

    fn take(&self, reply: &PreparedReply) -> SentReply {
        let id = reply.remote_id.clone().unwrap();
        // No duplicate is turned away here: whoever sends twice is found out.
        self.town().made.push((id.clone(), reply.record.clone()));
        SentReply { remote: RemoteRef { id, revision: None }, url: Some("https://example.org/ours".into()) }
    }

    /// What it does with the next attempt.
    fn next_sending(&self) -> Sending {
        let mut town = self.town();
        town.attempts += 1;
        town.sending.pop_front().unwrap_or(Sending::Take)
    }

    /// Whether it tells of a fate.
    fn is_told(&self) -> Result<bool, ChannelError> {
        let mut town = self.town();
        match town.telling {
            Telling::CannotTell => return Ok(false),
            Telling::NotYet(0) => town.telling = Telling::Truth,
            Telling::NotYet(times) => {
                town.telling = Telling::NotYet(times - 1);
                return Err(ChannelError::retry("the network is not to be reached"));
            }
            Telling::Truth => {}
        }
        Ok(true)
    }

    fn next_batch(&self, name: &str, position: usize) -> Result<Option<(Batch, usize)>, ChannelError> {
        let mut town = self.town();
        let stream = town.streams.get_mut(name).unwrap();
        if let Some(failure) = stream.broken {
            return Err(failure());
        }
        let end = stream.items.len().min(position + BATCH);
        let gap = stream.gap.take();
        if end <= position && gap.is_none() {
            return Ok(None);
        }
        let batch = Batch {
            items: stream.items[position..end].to_vec(),
            cursor: Some(StreamCursor { stream: name.into(), value: end.to_string() }),
            heard_until: None,
            gap,
            quota: None,
            is_caught_up: end == stream.items.len() && !stream.holds_back,
        };
        Ok(Some((batch, end)))
    }
}

/// What whoever made an attempt is answered.
fn outcome(sending: Sending) -> Result<(), ChannelError> {
    match sending {
        Sending::Take => Ok(()),
        Sending::TakeInSilence | Sending::LoseInSilence => Err(ChannelError::retry("no answer came").perhaps_arrived()),
        Sending::Later => Err(ChannelError::retry("not now")),
        Sending::Refuse => Err(ChannelError::give_up("this is refused")),
        Sending::RefuseCredential => Err(ChannelError::reconnect("the password was refused")),
        Sending::Panic => panic!("on purpose"),
    }
}

#[async_trait]
impl Channel for PostOffice {
    fn capabilities(&self) -> Capabilities {
        let pictures = PictureRule { count_max: 4, bytes_max: 100_000, alt: LengthRule::NONE };
        Capabilities {
            private: Some(LengthRule { graphemes_max: Some(1_000), bytes_max: Some(10_000) }),
            can_reply: true,
            can_ask_fate: true,
            length: LengthRule::NONE,
            pictures,
            gestures: GestureKind::ALL,
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage::default()
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        let author = ReceivedAuthor { remote_id: "did:ours".into(), ..ReceivedAuthor::default() };
        Ok(Identity::of_account(author))
    }

    fn streams(&self) -> Vec<&'static str> {
        self.names.clone()
    }

    async fn receive(
        &self,
        stream: &str,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let mut position: usize = cursor.map_or(0, |cursor| cursor.value.parse().unwrap());
        let name = self.names.iter().find(|name| **name == stream).unwrap();
        self.stream(name, |stream| stream.connections += 1);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            match self.next_batch(stream, position)? {
                Some((batch, end)) => {
                    position = end;
                    if batches.send(batch).await.is_err() {
                        return Ok(());
                    }
                }
                None => changed.await,
            }
        }
    }

    /// What could not be read once may be read now: an item that begins so is a letter of that id.
    async fn read_again(&self, _: &str, raw: &str) -> Result<Vec<Received>, ChannelError> {
        match raw.starts_with("readable") {
            true => Ok(vec![said(raw, "read after all")]),
            false => Err(ChannelError::give_up("not a letter")),
        }
    }

    async fn thread(&self, _: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        Ok(vec![])
    }

    async fn look_up(&self, posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        let gone = self.town().gone.clone();
        let asked = posts.iter().filter(|post| gone.contains(&post.id));
        Ok(asked.map(|post| LookedUp::Gone { remote_id: post.id.clone() }).collect())
    }

    async fn profiles(&self, remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        let named = |id: &String| ReceivedAuthor {
            remote_id: id.clone(),
            handle: Some(format!("{}.example", id.trim_start_matches("did:"))),
            ..ReceivedAuthor::default()
        };
        Ok(remote_ids.iter().map(named).collect())
    }

    async fn picture(&self, source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        let PictureSource::Web(address) = source else { return Ok(None) };
        self.town().asked_for.push(address.clone());
        let picture = self.town().pictures.get(address).cloned();
        match picture {
            None => Ok(None),
            Some(Picture::Is(bytes)) => Ok(Some(bytes)),
            Some(Picture::Fails(failure)) => Err(failure()),
            Some(Picture::Panics) => panic!("on purpose"),
        }
    }

    async fn prepare(&self, reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        let record = match &reply.private_to {
            Some(reader) => format!("to {reader} alone: {}", reply.text),
            None => reply.text.clone(),
        };
        Ok(PreparedReply { remote_id: Some(format!("ours/{}", reply.intent)), record })
    }

    async fn send(&self, reply: &PreparedReply, pictures: &[OutgoingPicture]) -> Result<SentReply, ChannelError> {
        let sending = {
            let mut town = self.town();
            town.attempts += 1;
            town.brought.push(pictures.to_vec());
            town.sending.pop_front().unwrap_or(Sending::Take)
        };
        // Time to be killed in, before it stands and after.
        tokio::time::sleep(Duration::from_millis(2)).await;
        let sent = matches!(sending, Sending::Take | Sending::TakeInSilence).then(|| self.take(reply));
        tokio::time::sleep(Duration::from_millis(2)).await;
        match (sending, sent) {
            (Sending::Take, Some(sent)) => Ok(sent),
            (Sending::TakeInSilence, _) => Err(ChannelError::retry("no answer came").perhaps_arrived()),
            (Sending::Take | Sending::LoseInSilence, _) => Err(ChannelError::retry("no answer came").perhaps_arrived()),
            (Sending::Later, _) => Err(ChannelError::retry("not now")),
            (Sending::Refuse, _) => Err(ChannelError::give_up("these words are refused")),
            (Sending::RefuseCredential, _) => Err(ChannelError::reconnect("the password was refused")),
            (Sending::Panic, _) => panic!("on purpose"),
        }
    }

    async fn fate(&self, reply: &PreparedReply) -> Result<Fate, ChannelError> {
        if !self.is_told()? {
            return Ok(Fate::CannotTell);
        }
        let town = self.town();
        let id = reply.remote_id.clone().unwrap();
        let stands = town.made.iter().any(|(made, _)| *made == id);
        let remote = RemoteRef { id, revision: None };
        Ok(if stands { Fate::Stands(SentReply { remote, url: None }) } else { Fate::Absent })
    }

    async fn delete(&self, _: &RemoteRef) -> Result<(), ChannelError> {
        Ok(())
    }

    async fn prepare_gesture(&self, gesture: &OutgoingGesture) -> Result<PreparedGesture, ChannelError> {
        let about = match &gesture.about {
            GestureSubject::Author(id) => id,
            GestureSubject::Post { post, .. } if self.town().gone.contains(&post.id) => {
                return Err(ChannelError::give_up("the post is gone"));
            }
            GestureSubject::Post { post, .. } => &post.id,
        };
        let remote_id = Some(format!("ours/{}", gesture.intent));
        Ok(PreparedGesture { kind: gesture.kind, remote_id, record: format!("{} {about}", gesture.kind) })
    }

    async fn make_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        let sending = self.next_sending();
        if matches!(sending, Sending::Take | Sending::TakeInSilence) {
            // No duplicate is turned away here: whoever makes it twice is found out.
            self.town().gestures.push(gesture.record.clone());
        }
        outcome(sending)
    }

    async fn gesture_fate(&self, gesture: &PreparedGesture) -> Result<GestureFate, ChannelError> {
        if !self.is_told()? {
            return Ok(GestureFate::CannotTell);
        }
        let stands = self.town().gestures.contains(&gesture.record);
        Ok(if stands { GestureFate::Stands } else { GestureFate::Absent })
    }

    async fn take_back_gesture(&self, gesture: &PreparedGesture) -> Result<(), ChannelError> {
        let sending = self.next_sending();
        if matches!(sending, Sending::Take | Sending::TakeInSilence) {
            self.town().gestures.retain(|made| *made != gesture.record);
        }
        outcome(sending)
    }
}

/// Opens whatever channel the test gives, by the name in its settings.
#[derive(Clone, Default)]
pub struct Opener(pub HashMap<String, Arc<dyn Channel>>);

impl OpenChannel for Opener {
    fn open(&self, _: Network, config: &str, _: Option<&str>) -> Result<Arc<dyn Channel>, String> {
        self.0.get(config).cloned().ok_or_else(|| format!("there is no {config}"))
    }

    fn outgoing(&self) -> Result<OutgoingClient, String> {
        OutgoingClient::new(OutgoingPolicy { allow_private: true }).map_err(|error| error.to_string())
    }
}

/// A server of ours that listens to one channel.
pub struct Server {
    pub folder: TempDir,
    pub clock: Arc<dyn Clock>,
    pub handle: Handle,
    pub channel: ChannelId,
    opener: Opener,
}

pub fn vault() -> Vault {
    Vault::from_hex(&"ab".repeat(32)).unwrap()
}

/// Starts a server that remembers what concerns nobody.
async fn begin(store: Store, folder: &std::path::Path, clock: &Arc<dyn Clock>, opener: &Opener) -> Handle {
    let memory = Memory::open(folder, Limits::default(), clock.clone()).unwrap();
    let remembering = Remembering::new(memory, Archive::of(folder));
    pipeline::start_remembering(store, vault(), Arc::new(opener.clone()), remembering).await.unwrap()
}

impl Server {
    pub async fn listening_to(channel: Arc<dyn Channel>) -> Self {
        Self::at(channel, quick_clock()).await
    }

    pub async fn at(channel: Arc<dyn Channel>, clock: Arc<dyn Clock>) -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(folder.path(), &clock).await;
        let opener = Opener(HashMap::from([("town".to_owned(), channel)]));
        let mut tx = store.write().await.unwrap();
        for (email, role) in [("ada@example.org", Role::Member), ("owner@example.org", Role::Owner)] {
            let new = NewMember { email, name: "Ada", role, password_hash: "x" };
            member::join(&mut tx, new).await.unwrap().unwrap();
        }
        tx.commit().await.unwrap();
        let handle = begin(store, folder.path(), &clock, &opener).await;
        let channel = handle.connect(Actor::System, connection("town")).await.unwrap();
        Self { folder, clock, handle, channel, opener }
    }

    /// A server that a test has set up by itself.
    pub fn around(folder: TempDir, clock: Arc<dyn Clock>, handle: Handle, channel: ChannelId) -> Self {
        Self { folder, clock, handle, channel, opener: Opener::default() }
    }

    /// Stops in good order and starts again; `meanwhile` happens to the database in between.
    pub async fn restart(self, meanwhile: impl AsyncFnOnce(&Store)) -> Self {
        let Self { folder, clock, handle, channel, opener } = self;
        handle.shut_down().await;
        let store = handle.store().clone();
        meanwhile(&store).await;
        drop(handle);
        let handle = begin(store, folder.path(), &clock, &opener).await;
        Self { folder, clock, handle, channel, opener }
    }

    pub fn store(&self) -> &Store {
        self.handle.store()
    }

    pub async fn ada(&self) -> Member {
        member::by_email(&mut self.store().read().await.unwrap(), "ada@example.org").await.unwrap().unwrap()
    }

    pub async fn post(&self, remote_id: &str) -> Option<post::Post> {
        post::by_remote(&mut self.store().read().await.unwrap(), self.channel, remote_id).await.unwrap()
    }

    pub async fn conversation_of(&self, remote_id: &str) -> Option<ConversationId> {
        self.post(remote_id).await?.conversation
    }

    pub async fn conversation(&self, id: ConversationId) -> Conversation {
        store::conversation::find(&mut self.store().read().await.unwrap(), id).await.unwrap().unwrap()
    }

    pub async fn kept(&self) -> channels_kept::Channel {
        channels_kept::find(&mut self.store().read().await.unwrap(), self.channel).await.unwrap().unwrap()
    }

    pub async fn stream(&self, name: &str) -> Option<store::stream::Stream> {
        store::stream::find(&mut self.store().read().await.unwrap(), self.channel, name).await.unwrap()
    }

    /// The gaps of a stream, newest first, as words of their state.
    pub async fn gaps(&self, name: &str) -> Vec<String> {
        let gaps = store::stream::gaps(&mut self.store().read().await.unwrap(), self.channel, 100).await.unwrap();
        gaps.into_iter().filter(|gap| gap.stream == name).map(|gap| gap.state).collect()
    }

    /// Ada answers the conversation of a post, to be sent at once.
    pub async fn answer(&self, remote_id: &str, text: &str, undo: Duration) -> ReplyId {
        self.answer_with(remote_id, text, undo, &[]).await
    }

    /// As [`Server::answer`], with pictures made of these files, each with what it shows.
    pub async fn answer_with(&self, remote_id: &str, text: &str, undo: Duration, files: &[(Vec<u8>, &str)]) -> ReplyId {
        let rule = PictureRule { count_max: 4, bytes_max: 100_000, alt: LengthRule::NONE };
        let conversation = self.conversation_of(remote_id).await.unwrap();
        let ada = self.ada().await;
        let version_seen = self.conversation(conversation).await.version;
        let mut pictures = Vec::new();
        for (file, alt) in files {
            let remade = self.handle.remake(file.clone(), rule).await.unwrap();
            let mut tx = self.store().write().await.unwrap();
            let picture = inbox::hand_picture_in(&mut tx, &ada, conversation, rule, &remade).await.unwrap().id;
            tx.commit().await.unwrap();
            pictures.push(inbox::Described { picture, alt });
        }
        let mut tx = self.store().write_durable().await.unwrap();
        let answer = Answer {
            visibility: None,
            closes: None,
            conversation,
            to: None,
            text,
            version_seen,
            send_anyway: None,
            beside: None,
            length: LengthRule::NONE,
            is_signed: false,
            pictures: &pictures,
            picture_rule: rule,
            undo,
            later: None,
            correcting: None,
        };
        let reply = inbox::answer(&mut tx, &ada, answer).await.unwrap();
        tx.commit().await.unwrap();
        reply.id
    }

    pub async fn reply(&self, id: ReplyId) -> Reply {
        store::reply::find(&mut self.store().read().await.unwrap(), id).await.unwrap().unwrap()
    }

    /// Waits until a reply has this state.
    pub async fn becomes(&self, id: ReplyId, state: ReplyState) -> Reply {
        self.eventually(&format!("the reply is {state}"), async || self.reply(id).await.state == state).await;
        self.reply(id).await
    }

    /// Every sealed event.
    pub async fn log(&self) -> Vec<Event> {
        let log = event::after(&mut self.store().read().await.unwrap(), 0, 1_000_000).await.unwrap();
        log.into_iter().map(|sealed| sealed.event).collect()
    }

    /// Waits until something is the case; far longer than it takes.
    pub async fn eventually(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        for _ in 0..2_000 {
            if is_so().await {
                return;
            }
            self.handle.nudge_work();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never: {what}");
    }
}

pub async fn open(folder: &std::path::Path, clock: &Arc<dyn Clock>) -> Store {
    Store::open(StoreOptions { folder: folder.to_owned(), clock: clock.clone(), node: 0 }).await.unwrap()
}

/// As [`open`], once whoever had it open has let go.
pub async fn open_again(folder: &std::path::Path, clock: &Arc<dyn Clock>) -> Store {
    for _ in 0..1_000 {
        let options = StoreOptions { folder: folder.to_owned(), clock: clock.clone(), node: 0 };
        if let Ok(store) = Store::open(options).await {
            return store;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the folder stays taken");
}

pub fn connection(config: &str) -> NewConnection {
    NewConnection {
        network: Network::Simulated,
        name: Some("ours".into()),
        config: config.into(),
        secret: Some("secret".into()),
    }
}

/// A post that addresses us.
pub fn letter(id: &str, text: &str) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: None },
        author: ReceivedAuthor {
            remote_id: "did:anna".into(),
            handle: Some("anna.example".into()),
            ..ReceivedAuthor::default()
        },
        text: text.into(),
        marks: vec![],
        languages: vec![],
        posted_at: "2026-11-23T09:59:00Z".parse().unwrap(),
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason: Some(Reason::Addressed),
    }
}

/// The same as something that a stream says.
pub fn said(id: &str, text: &str) -> Received {
    Received::Post(Box::new(letter(id, text)))
}

/// What somebody says in the thread of `root`, for no other reason a concern of ours.
pub fn said_in_thread(id: &str, root: &str, text: &str) -> Received {
    let reference = Some(RemoteRef { id: root.into(), revision: None });
    Received::Post(Box::new(ReceivedPost {
        root: reference.clone(),
        parent: reference,
        reason: None,
        ..letter(id, text)
    }))
}
