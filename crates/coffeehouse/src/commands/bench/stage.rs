//! A server to be measured: fresh, with a member, its topics, and a channel that the bench speaks on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use model::{Actor, ChannelId, MemberId, Network, Role, SystemClock};
use pipeline::journey::Source;
use pipeline::{Archive, Handle, House, Limits, Memory, Remembering};
use store::channel::{self, NewChannel};
use store::member::{self, NewMember};
use store::{PostgresOptions, Store, StoreOptions, Vault, organisation, topic};
use tempfile::TempDir;

use crate::networks::Networks;

/// Topics made in one transaction.
const CHUNK: usize = 500;
/// The address of the member who made them.
const EMAIL: &str = "bench@bench.example";
/// The name of the channel on which the bench speaks.
const CHANNEL: &str = "Bench";

/// What is measured on, and from which number it is made.
#[derive(clap::Args)]
pub struct Ground {
    /// The number from which everything is made.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A folder on the disk to be measured; the system's temporary folder without it.
    #[arg(long, value_name = "FOLDER")]
    near: Option<PathBuf>,
    /// A folder in which the conversations stay; where they were made before, with the same seed, they are measured again.
    #[arg(long, value_name = "FOLDER", conflicts_with = "near")]
    keep: Option<PathBuf>,
    /// An empty PostgreSQL database instead of an embedded one.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

/// Where the measured server keeps everything.
pub struct Stage {
    /// The running pipeline.
    pub pipeline: Handle,
    /// The same memory that it has.
    pub remembering: Remembering,
    /// As whom the bench speaks.
    pub source: Source,
    /// The member who made the topics.
    pub member: MemberId,
    folder: Folder,
}

/// Where a stage keeps its files.
enum Folder {
    /// Removed when the bench is over.
    Temporary(TempDir),
    /// Left for the next time.
    Kept(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
    }
}

impl Stage {
    /// Sets one up, in a temporary folder beside `near` or in an empty PostgreSQL database.
    pub async fn set(near: Option<&PathBuf>, database_url: Option<&str>, queries: &[String]) -> anyhow::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("coffeehouse-bench-");
        let folder = match near {
            Some(near) => builder.tempdir_in(near),
            None => builder.tempdir(),
        };
        let folder = folder.context("no folder to measure in")?;
        Self::set_in(Folder::Temporary(folder), database_url, queries).await
    }

    /// Sets one up on such ground.
    pub async fn on(ground: &Ground) -> anyhow::Result<Self> {
        let database_url = ground.database_url.as_deref();
        match &ground.keep {
            Some(folder) => Self::keep(folder, database_url).await,
            None => Self::set(ground.near.as_ref(), database_url, &[]).await,
        }
    }

    /// The same in a folder that stays, as it was left where it was set up before.
    async fn keep(folder: &Path, database_url: Option<&str>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Self::set_in(Folder::Kept(folder.to_owned()), database_url, &[]).await
    }

    async fn set_in(folder: Folder, database_url: Option<&str>, queries: &[String]) -> anyhow::Result<Self> {
        let (path, clock) = (folder.path(), Arc::new(SystemClock));
        let store = match database_url {
            Some(url) => {
                let options = PostgresOptions { url: url.into(), folder: path.to_owned(), clock: clock.clone() };
                Store::connect(options).await?
            }
            None => fresh(path).await?,
        };
        let member = match member::by_email(&mut store.read().await?, EMAIL).await? {
            Some(member) if matches!(folder, Folder::Kept(_)) => member.id,
            _ => found(&store, queries).await?,
        };
        let memory = Memory::open(path, Limits::default(), clock.clone())?;
        let remembering = Remembering::new(memory, Archive::of(path));
        let vault = Vault::from_file(&path.join("key"))?;
        let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: false })?;
        let networks = Arc::new(Networks { outgoing, clock, world: None, house: House::default() });
        let pipeline = pipeline::start_remembering(store.clone(), vault, networks, remembering.clone()).await?;
        let id = silent(&store).await?;
        let source =
            Source { channel: id, network: Network::Simulated, name: CHANNEL.into(), stream: "everybody".into() };
        Ok(Self { pipeline, remembering, source, member, folder })
    }

    /// The database.
    pub fn store(&self) -> &Store {
        self.pipeline.store()
    }

    /// The folder that holds it all.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The channel on which the bench speaks, connected beside the pipeline: nobody else speaks on it.
async fn silent(store: &Store) -> anyhow::Result<ChannelId> {
    let mut tx = store.write().await?;
    if let Some(known) = channel::all(&mut tx).await?.into_iter().find(|channel| channel.name == CHANNEL) {
        return Ok(known.id);
    }
    let id: ChannelId = tx.next_id();
    let new = NewChannel { id, network: Network::Simulated, name: CHANNEL, config: "{}", secret: None, author: None };
    channel::connect(&mut tx, Actor::System, new).await?;
    channel::set_state(&mut tx, Actor::System, id, model::ChannelState::Paused, None).await?;
    tx.commit().await?;
    Ok(id)
}

/// An embedded database that holds nothing yet.
pub async fn fresh(folder: &Path) -> anyhow::Result<Store> {
    let options = StoreOptions { folder: folder.to_owned(), clock: Arc::new(SystemClock), node: 0 };
    Ok(Store::open(options).await?)
}

async fn found(store: &Store, queries: &[String]) -> anyhow::Result<MemberId> {
    let mut tx = store.write().await?;
    organisation::found(&mut tx, "Bench").await?;
    let new = NewMember { email: EMAIL, name: "Bench", role: Role::Owner, password_hash: "!" };
    let joined = member::join(&mut tx, new).await?;
    let member = joined.context("the database holds somebody's work already; measure in an empty one")?;
    tx.commit().await?;
    for (first, chunk) in queries.chunks(CHUNK).enumerate() {
        let mut tx = store.write().await?;
        for (number, query) in chunk.iter().enumerate() {
            topic::create(&mut tx, member, &format!("topic {}", first * CHUNK + number), query).await?;
        }
        tx.commit().await?;
    }
    Ok(member)
}
