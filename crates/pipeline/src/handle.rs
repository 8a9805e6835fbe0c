//! What pages and commands hold of the pipeline.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use channels::Channel;
use channels::mailer::Mailer;
use channels::outgoing::OutgoingClient;
use jiff::tz::TimeZone;
use memory::Health;
use model::{Actor, AuthorId, ChannelId, ChannelState, Network, ReceivedAuthor};
use serde_json::json;
use store::job::Lane;
use store::{Store, Tx, Vault, author, channel, event, job, lease, turn, word_index};
use tokio::sync::{Mutex, Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;
use wording::t;

use crate::backtest::{self, BackTests, Run, Test};
use crate::error::ConnectError;
use crate::hearing::Hearing;
use crate::live::Live;
use crate::remembering::Remembering;
use crate::rule_trial::{self, RuleTrials};
use crate::topics::Topics;
use crate::{Result, jobs, queue, rounds, rules, sealer, settings, waits};

/// Jobs done at the same time.
const WORKERS: usize = 4;
/// Those that fetch pictures besides: slow servers of others keep no answer waiting.
const MEDIA_WORKERS: usize = 2;
/// Those that call webhooks: programs of others keep no answer waiting either.
const WEBHOOK_WORKERS: usize = 3;
/// Those that hand mail over, and those that wake browsers.
const LETTER_WORKERS: usize = 2;
const DEVICE_WORKERS: usize = 3;

/// What other servers may keep waiting, and keeps no answer waiting with it: done by workers of its own.
const WAITING: [&str; 4] = [inbox::FETCH_MEDIA, inbox::CALL_WEBHOOK, inbox::SEND_LETTER, inbox::WAKE_DEVICE];

/// Makes channels from their stored settings; the program's wiring says which networks there are.
pub trait OpenChannel: Send + Sync {
    /// The channel with these settings and credential, not yet connected.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the settings.
    fn open(&self, network: Network, config: &str, secret: Option<&str>) -> Result<Arc<dyn Channel>, String>;

    /// The guarded way to programs that are no network.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    fn outgoing(&self) -> Result<OutgoingClient, String>;

    /// How members are reached who have no page open: on the page alone, without an address of the house.
    fn house(&self) -> House {
        House::default()
    }
}

/// How a house reaches its members.
#[derive(Clone)]
pub struct House {
    /// Where they reach it, for links.
    pub base_url: Option<Url>,
    /// The time zone of whoever chose none.
    pub zone: TimeZone,
    /// What carries its mail; `None` where none is set up.
    pub mailer: Option<Mailer>,
}

impl Default for House {
    fn default() -> Self {
        Self { base_url: None, zone: TimeZone::UTC, mailer: None }
    }
}

/// A channel that a member wants connected.
#[derive(Clone)]
pub struct NewConnection {
    /// On which network.
    pub network: Network,
    /// The name that members give it; without one, what the source calls itself.
    pub name: Option<String>,
    /// Its settings, as the channel's own JSON.
    pub config: String,
    /// Its credential.
    pub secret: Option<String>,
}

struct Running {
    channel: Arc<dyn Channel>,
    stored: channel::Channel,
    is_heard_here: Arc<AtomicBool>,
    stop: CancellationToken,
}

struct Inner {
    store: Store,
    vault: Vault,
    opener: Arc<dyn OpenChannel>,
    topics: Arc<Topics>,
    remembering: Remembering,
    live: Live,
    running: RwLock<HashMap<ChannelId, Running>>,
    // Held while a channel's state changes, so that what runs is what the database says.
    changing: Mutex<()>,
    rule_trials: RuleTrials,
    work: Notify,
    hearing_begun: watch::Sender<()>,
    // Counts the runs of channels.
    runs: AtomicU64,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// The pipeline as others hold it. Cheap to clone.
#[derive(Clone)]
pub struct Handle(Arc<Inner>);

/// Sets the journey going, without a memory of what concerns nobody: see [`start_remembering`].
///
/// # Errors
/// When the database cannot be read.
pub async fn start(store: Store, vault: Vault, opener: Arc<dyn OpenChannel>) -> Result<Handle> {
    start_remembering(store, vault, opener, Remembering::nothing()).await
}

/// Sets the journey going: the sealer, the workers, the rounds, and every active channel.
///
/// # Errors
/// When the database cannot be read.
pub async fn start_remembering(
    store: Store,
    vault: Vault,
    opener: Arc<dyn OpenChannel>,
    remembering: Remembering,
) -> Result<Handle> {
    // Before anything is read: what another server changes meanwhile is told of.
    let told = event::position(&mut store.read().await?).await?;
    let topics = Arc::new(Topics::load(&store).await?);
    let handle = Handle(Arc::new(Inner {
        store: store.clone(),
        vault,
        opener,
        topics,
        remembering,
        live: Live::new(),
        running: RwLock::default(),
        changing: Mutex::default(),
        rule_trials: RuleTrials::default(),
        work: Notify::new(),
        hearing_begun: watch::Sender::new(()),
        runs: AtomicU64::new(0),
        stop: CancellationToken::new(),
        tasks: TaskTracker::new(),
    }));
    // The folder's lock says that no other process of this server's name lives.
    let mut tx = store.write().await?;
    job::free_leases(&mut tx, &handle.holder("")).await?;
    lease::free(&mut tx, &handle.holder("")).await?;
    word_index::begin_round(&mut tx).await?;
    let now = tx.now();
    job::enqueue(&mut tx, jobs::INDEX_WORDS, "everything", &json!({}), now).await?;
    tx.commit().await?;

    let stop = || handle.0.stop.clone();
    handle.0.tasks.spawn(settings::run(handle.clone(), handle.live().watch(), stop()));
    handle.0.tasks.spawn(rules::run(store.clone(), handle.live().watch(), stop()));
    handle.0.tasks.spawn(waits::run(store.clone(), handle.house().zone, handle.live().watch(), stop()));
    handle.0.tasks.spawn(sealer::run(store.clone(), handle.0.live.clone(), told, stop()));
    for number in 0..WORKERS {
        let holder = handle.holder(&format!("worker {number}"));
        handle.0.tasks.spawn(queue::run(handle.clone(), holder, Lane::AllBut(&WAITING), stop()));
    }
    for number in 0..WEBHOOK_WORKERS {
        let holder = handle.holder(&format!("webhook worker {number}"));
        handle.0.tasks.spawn(queue::run(handle.clone(), holder, Lane::Only(inbox::CALL_WEBHOOK), stop()));
    }
    for number in 0..LETTER_WORKERS {
        let holder = handle.holder(&format!("letter worker {number}"));
        handle.0.tasks.spawn(queue::run(handle.clone(), holder, Lane::Only(inbox::SEND_LETTER), stop()));
    }
    for number in 0..DEVICE_WORKERS {
        let holder = handle.holder(&format!("device worker {number}"));
        handle.0.tasks.spawn(queue::run(handle.clone(), holder, Lane::Only(inbox::WAKE_DEVICE), stop()));
    }
    for number in 0..MEDIA_WORKERS {
        let holder = handle.holder(&format!("media worker {number}"));
        handle.0.tasks.spawn(queue::run(handle.clone(), holder, Lane::Only(inbox::FETCH_MEDIA), stop()));
    }

    let turn = handle.0.changing.lock().await;
    let mut tx = store.read().await?;
    let channels = channel::all(&mut tx).await?;
    drop(tx);
    for stored in channels.iter().filter(|stored| stored.state == ChannelState::Active) {
        handle.run_stored(stored).await?;
    }
    drop(turn);
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

    /// A running channel that this server hears, and no other.
    pub(crate) fn channel_heard_here(&self, id: ChannelId) -> Option<Arc<dyn Channel>> {
        let running = self.0.running.read().expect("no holder panics");
        let running = running.get(&id).filter(|running| running.is_heard_here.load(Ordering::Relaxed));
        running.map(|running| running.channel.clone())
    }

    /// Tells when a channel begins to be heard here.
    pub(crate) fn hearing_begun(&self) -> watch::Receiver<()> {
        self.0.hearing_begun.subscribe()
    }

    /// The name under which a part of this server holds leases.
    fn holder(&self, part: &str) -> String {
        format!("{}/{part}", self.0.store.server_name())
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

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// The guarded way to programs that are no network.
    pub(crate) fn outgoing(&self) -> Result<OutgoingClient, String> {
        self.0.opener.outgoing()
    }

    /// How members are reached who have no page open.
    pub fn house(&self) -> House {
        self.0.opener.house()
    }

    pub(crate) fn topics(&self) -> &Topics {
        &self.0.topics
    }

    pub(crate) fn remembering(&self) -> &Remembering {
        &self.0.remembering
    }

    /// How the stream's memory is.
    pub fn memory_health(&self) -> Health {
        self.0.remembering.memory().health()
    }

    /// The back-tests of this server.
    pub fn back_tests(&self) -> &BackTests {
        self.0.remembering.back_tests()
    }

    /// Begins to try a query on what was heard, in the background; by which number it is asked for.
    pub fn back_test(&self, test: Test) -> i64 {
        let now = self.0.store.clock().now();
        let (id, run) = self.back_tests().enter(test, now, self.0.stop.child_token());
        let (handle, since) = (self.clone(), self.0.remembering.memory().oldest());
        let runtime = tokio::runtime::Handle::current();
        // A thread of its own: it computes for seconds, and the others have posts to hear.
        self.0.tasks.spawn_blocking(move || {
            let (store, topics, tests) = (&handle.0.store, &handle.0.topics, handle.back_tests());
            runtime.block_on(tests.take_turn(&run, async |run: &Run| {
                backtest::search(store, topics.judges(), tests.archive(), since, run.test(), run).await
            }));
        });
        id
    }

    /// The trials of rules of this server.
    pub fn rule_trials(&self) -> &RuleTrials {
        &self.0.rule_trials
    }

    /// Begins to try a rule on what happened lately, in the background; by which number it is asked for.
    pub fn try_rule(&self, test: rule_trial::Test) -> i64 {
        let now = self.0.store.clock().now();
        let (id, run) = self.rule_trials().enter(test, now, self.0.stop.child_token());
        let handle = self.clone();
        self.0.tasks.spawn(async move {
            let search = async |run: &rule_trial::Run| rule_trial::search(handle.store(), run).await;
            handle.rule_trials().take_turn(&run, search).await;
        });
        id
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

    /// Brings what runs here to what the database says, after another server changed a channel.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn channels_changed(&self) -> Result<()> {
        let _turn = self.0.changing.lock().await;
        let mut tx = self.0.store.read().await?;
        let channels = channel::all(&mut tx).await?;
        drop(tx);
        for stored in &channels {
            let (is_running, is_same) = {
                let running = self.0.running.read().expect("no holder panics");
                let running = running.get(&stored.id);
                (running.is_some(), running.is_some_and(|running| has_same_settings(&running.stored, stored)))
            };
            match stored.state {
                ChannelState::Active if is_same => {}
                ChannelState::Active => {
                    self.halt(stored.id);
                    self.run_stored(stored).await?;
                }
                ChannelState::Paused if is_running => self.halt(stored.id),
                // What cannot be heard may still be answered on.
                ChannelState::Paused | ChannelState::Blocked => {}
            }
        }
        Ok(())
    }

    /// Has the judges learn what members corrected.
    ///
    /// # Errors
    /// When the database cannot be read; the judges stay as they were.
    pub(crate) async fn judgements_corrected(&self) -> Result<()> {
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
        let (opened, config) = match identity.config {
            None => (opened, new.config),
            Some(config) => {
                let corrected = opener.open(new.network, &config, new.secret.as_deref());
                (corrected.map_err(ConnectError::Settings)?, config)
            }
        };
        let name = new.name.or(identity.title).unwrap_or_else(|| new.network.title().to_owned());

        let _turn = self.0.changing.lock().await;
        let mut tx = self.0.store.write().await?;
        let author = keep_account(&mut tx, new.network, identity.account).await?;
        let source = opened.source();
        let hears_the_same = |other: &channel::Channel| match &source {
            Some(_) => self.describe(other).is_ok_and(|other| other.source() == source),
            None => other.config == config,
        };
        let is_same = |other: &channel::Channel| match author {
            Some(_) => other.author == author,
            None => other.author.is_none() && other.network == new.network && hears_the_same(other),
        };
        if let Some(same) = channel::all(&mut tx).await?.into_iter().find(is_same) {
            return Err(ConnectError::Doubled { channel: same.id, name: same.name });
        }
        let id: ChannelId = tx.next_id();
        let secret = new.secret.map(|secret| self.0.vault.close(&channel::Channel::secret_place(id), &secret));
        let row = channel::NewChannel { id, network: new.network, name: &name, config: &config, secret, author };
        channel::connect(&mut tx, actor, row).await?;
        let stored = channel::find(&mut tx, id).await?.expect("it was written a moment ago");
        tx.commit().await?;
        self.run(stored, opened);
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
        let author = keep_account(&mut tx, stored.network, identity.account).await?;
        if stored.author.is_some() && author != stored.author {
            let why = t!("this is the credential of another account; connect that one as a channel of its own");
            return Err(ConnectError::Settings(why.into()));
        }
        let sealed = self.0.vault.close(&channel::Channel::secret_place(stored.id), secret);
        channel::change(&mut tx, actor, stored.id, &stored.config, Some(sealed), author).await?;
        channel::set_state(&mut tx, actor, stored.id, ChannelState::Active, None).await?;
        let changed = channel::find(&mut tx, stored.id).await?;
        tx.commit().await?;
        self.halt(stored.id);
        if let Some(changed) = changed {
            self.run(changed, opened);
        }
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
            Ok(opened) => self.run(stored.clone(), opened),
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

    fn run(&self, stored: channel::Channel, channel: Arc<dyn Channel>) {
        let (id, stop) = (stored.id, self.0.stop.child_token());
        let is_heard_here = Arc::new(AtomicBool::new(false));
        let hearing = Hearing {
            store: self.0.store.clone(),
            topics: self.0.topics.clone(),
            remembering: self.0.remembering.clone(),
            channel: channel.clone(),
            id,
            network: stored.network,
            name: stored.name.clone(),
            holder: self.holder(&format!("run {}", self.0.runs.fetch_add(1, Ordering::Relaxed))),
            is_heard_here: is_heard_here.clone(),
            begun: self.0.hearing_begun.clone(),
        };
        self.0.tasks.spawn(hearing.run(stop.clone()));
        let running = Running { channel, stored, is_heard_here, stop };
        self.0.running.write().expect("no holder panics").insert(id, running);
    }

    fn halt(&self, id: ChannelId) {
        if let Some(running) = self.0.running.write().expect("no holder panics").remove(&id) {
            running.stop.cancel();
        }
    }
}

fn has_same_settings(one: &channel::Channel, other: &channel::Channel) -> bool {
    (&one.config, &one.secret) == (&other.config, &other.secret)
}

/// An error with its causes: the innermost says what can be done.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

async fn keep_account(
    tx: &mut Tx,
    network: Network,
    account: Option<ReceivedAuthor>,
) -> Result<Option<AuthorId>, ConnectError> {
    // Also keeps two members from connecting one account at the same time.
    turn::of_network(tx, network).await?;
    let Some(account) = account else {
        return Ok(None);
    };
    let id = author::keep(tx, network, &account).await?;
    author::mark_ours(tx, id).await?;
    Ok(Some(id))
}
