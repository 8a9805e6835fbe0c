//! What pages and commands hold of the pipeline.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use channels::{Channel, Identity};
use model::{Actor, AuthorId, ChannelId, ChannelState, Network};
use store::{Store, Tx, Vault, author, channel, job};
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::error::ConnectError;
use crate::journey::Source;
use crate::live::Live;
use crate::topics::Topics;
use crate::{Result, intake, queue, rounds, sealer};

/// Jobs done at the same time.
const WORKERS: usize = 4;

/// Makes channels from their stored settings; the program's wiring says which networks there are.
pub trait OpenChannel: Send + Sync {
    /// The channel with these settings and credential, not yet connected.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the settings.
    fn open(&self, network: Network, config: &str, secret: Option<&str>) -> Result<Arc<dyn Channel>, String>;
}

/// A channel that a member wants connected.
#[derive(Clone)]
pub struct NewConnection {
    /// On which network.
    pub network: Network,
    /// The name that members give it.
    pub name: String,
    /// Its settings, as the channel's own JSON.
    pub config: String,
    /// Its credential.
    pub secret: Option<String>,
}

struct Running {
    channel: Arc<dyn Channel>,
    stop: CancellationToken,
}

struct Inner {
    store: Store,
    vault: Vault,
    opener: Arc<dyn OpenChannel>,
    topics: Arc<Topics>,
    live: Live,
    running: RwLock<HashMap<ChannelId, Running>>,
    // Held while a channel's state changes, so that what runs is what the database says.
    changing: Mutex<()>,
    work: Notify,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// The pipeline as others hold it. Cheap to clone.
#[derive(Clone)]
pub struct Handle(Arc<Inner>);

/// Sets the journey going: the sealer, the workers, the rounds, and every active channel.
///
/// # Errors
/// When the database cannot be read.
pub async fn start(store: Store, vault: Vault, opener: Arc<dyn OpenChannel>) -> Result<Handle> {
    let topics = Arc::new(Topics::load(&store).await?);
    let handle = Handle(Arc::new(Inner {
        store: store.clone(),
        vault,
        opener,
        topics,
        live: Live::new(),
        running: RwLock::default(),
        changing: Mutex::default(),
        work: Notify::new(),
        stop: CancellationToken::new(),
        tasks: TaskTracker::new(),
    }));
    // The folder's lock says that no other process of this database lives.
    let mut tx = store.write().await?;
    job::free_leases(&mut tx).await?;
    tx.commit().await?;

    let stop = || handle.0.stop.clone();
    handle.0.tasks.spawn(sealer::run(store.clone(), handle.0.live.clone(), "embedded".into(), stop()));
    for number in 0..WORKERS {
        handle.0.tasks.spawn(queue::run(handle.clone(), format!("worker {number}"), stop()));
    }

    let mut tx = store.read().await?;
    let channels = channel::all(&mut tx).await?;
    drop(tx);
    for stored in channels.iter().filter(|stored| stored.state == ChannelState::Active) {
        handle.run_stored(stored).await?;
    }
    // After the channels: the first round asks those that run.
    handle.0.tasks.spawn(rounds::run(handle.clone(), handle.0.stop.clone()));
    Ok(handle)
}

impl Handle {
    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What was just sealed.
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// A running channel.
    pub fn channel(&self, id: ChannelId) -> Option<Arc<dyn Channel>> {
        self.0.running.read().expect("no holder panics").get(&id).map(|running| running.channel.clone())
    }

    /// A channel as its settings describe it, running or not: what it can do, what it hears.
    ///
    /// # Errors
    /// When its credential or settings cannot be used.
    pub fn describe(&self, stored: &channel::Channel) -> Result<Arc<dyn Channel>, ConnectError> {
        let place = channel::Channel::secret_place(stored.id);
        let secret = stored.secret.as_deref().map(|sealed| self.0.vault.open(&place, sealed)).transpose()?;
        self.0.opener.open(stored.network, &stored.config, secret.as_deref()).map_err(ConnectError::Settings)
    }

    pub(crate) fn topics(&self) -> &Topics {
        &self.0.topics
    }

    /// Tells workers that something was enqueued that is due now.
    pub fn nudge_work(&self) {
        self.0.work.notify_waiters();
    }

    pub(crate) async fn work_nudged(&self) {
        self.0.work.notified().await;
    }

    /// Reads the topics anew, after one was made, changed or put away.
    ///
    /// # Errors
    /// When the database cannot be read; the former topics go on.
    pub async fn topics_changed(&self) -> Result<()> {
        self.0.topics.reload().await
    }

    /// Has the judges learn what members corrected.
    ///
    /// # Errors
    /// When the database cannot be read; the judges stay as they were.
    pub async fn judgements_corrected(&self) -> Result<()> {
        Ok(self.0.topics.judges().learn().await?)
    }

    /// Connects a channel: tries it, keeps it, runs it.
    ///
    /// # Errors
    /// `Settings`, `Network` or `Doubled`, with nothing kept.
    pub async fn connect(&self, actor: Actor, new: NewConnection) -> Result<ChannelId, ConnectError> {
        let opener = &self.0.opener;
        let opened = opener.open(new.network, &new.config, new.secret.as_deref()).map_err(ConnectError::Settings)?;
        let identity = opened.identify().await?;

        let mut tx = self.0.store.write().await?;
        let author = keep_identity(&mut tx, new.network, identity).await?;
        if let Some(author) = author {
            let same = channel::all(&mut tx).await?.into_iter().find(|other| other.author == Some(author));
            if let Some(same) = same {
                return Err(ConnectError::Doubled(same.name));
            }
        }
        let id: ChannelId = tx.next_id();
        let secret = new.secret.map(|secret| self.0.vault.close(&channel::Channel::secret_place(id), &secret));
        let row =
            channel::NewChannel { id, network: new.network, name: &new.name, config: &new.config, secret, author };
        channel::connect(&mut tx, actor, row).await?;
        tx.commit().await?;
        self.run(id, new.network, new.name, opened);
        Ok(id)
    }

    /// Gives a channel another credential, after trying it, and runs the channel again.
    ///
    /// # Errors
    /// `Network` when the credential is refused, `Settings` when it is another account's; then the former one stays.
    pub async fn change_credential(
        &self,
        actor: Actor,
        stored: &channel::Channel,
        secret: &str,
    ) -> Result<(), ConnectError> {
        let opened =
            self.0.opener.open(stored.network, &stored.config, Some(secret)).map_err(ConnectError::Settings)?;
        let identity = opened.identify().await?;
        let _turn = self.0.changing.lock().await;
        let mut tx = self.0.store.write().await?;
        let author = keep_identity(&mut tx, stored.network, identity).await?;
        if stored.author.is_some() && author != stored.author {
            let why = "this is the credential of another account; connect that one as a channel of its own";
            return Err(ConnectError::Settings(why.into()));
        }
        let sealed = self.0.vault.close(&channel::Channel::secret_place(stored.id), secret);
        channel::change(&mut tx, actor, stored.id, &stored.config, Some(sealed), author).await?;
        channel::set_state(&mut tx, actor, stored.id, ChannelState::Active, None).await?;
        tx.commit().await?;
        self.halt(stored.id);
        self.run(stored.id, stored.network, stored.name.clone(), opened);
        Ok(())
    }

    /// Switches a channel on or off.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_channel_state(&self, actor: Actor, id: ChannelId, state: ChannelState) -> Result<()> {
        let _turn = self.0.changing.lock().await;
        let mut tx = self.0.store.write().await?;
        channel::set_state(&mut tx, actor, id, state, None).await?;
        let stored = channel::find(&mut tx, id).await?;
        tx.commit().await?;
        self.halt(id);
        match stored {
            Some(stored) if state == ChannelState::Active => self.run_stored(&stored).await,
            _ => Ok(()),
        }
    }

    /// Stops every stream and worker and waits until what they have begun is finished.
    pub async fn shut_down(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    async fn run_stored(&self, stored: &channel::Channel) -> Result<()> {
        match self.describe(stored) {
            Ok(opened) => self.run(stored.id, stored.network, stored.name.clone(), opened),
            Err(error) => {
                tracing::error!(channel.id = %stored.id, error = &error as &dyn std::error::Error, "a channel cannot run");
                let mut tx = self.0.store.write().await?;
                let (actor, why) = (Actor::Channel(stored.id), with_causes(&error));
                channel::set_state(&mut tx, actor, stored.id, ChannelState::Blocked, Some(&why)).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    fn run(&self, id: ChannelId, network: Network, name: String, channel: Arc<dyn Channel>) {
        let stop = self.0.stop.child_token();
        for stream in channel.streams() {
            let source = Source { channel: id, network, name: name.clone(), stream: stream.to_owned() };
            let (store, topics) = (self.0.store.clone(), self.0.topics.clone());
            self.0.tasks.spawn(intake::hear(store, topics, channel.clone(), source, stop.clone()));
        }
        self.0.running.write().expect("no holder panics").insert(id, Running { channel, stop });
    }

    fn halt(&self, id: ChannelId) {
        if let Some(running) = self.0.running.write().expect("no holder panics").remove(&id) {
            running.stop.cancel();
        }
    }
}

/// An error with its causes: the innermost says what can be done.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

async fn keep_identity(
    tx: &mut Tx,
    network: Network,
    identity: Option<Identity>,
) -> Result<Option<AuthorId>, ConnectError> {
    let Some(identity) = identity else {
        return Ok(None);
    };
    let id = author::keep(tx, network, &identity.author).await?;
    author::mark_ours(tx, id).await?;
    Ok(Some(id))
}
