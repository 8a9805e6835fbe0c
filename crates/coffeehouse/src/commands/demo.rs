//! `coffeehouse demo`: an invented organisation, live, to look around in.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use jiff::tz::TimeZone;
use model::{Clock, SystemClock};
use pipeline::{Archive, House, Limits, Memory, Remembering};
use simulator::World;
use store::{Store, StoreOptions, Vault};
use web::Settings;

use crate::demo::{colleagues, stage};
use crate::networks::Networks;
use crate::server;

#[derive(clap::Args)]
pub struct Arguments {
    /// Where to listen.
    #[arg(long, env = "COFFEEHOUSE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The number from which the whole world is made; the same number gives the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Short, so that a newcomer sees the answer arrive.
const UNDO: Duration = Duration::from_secs(5);

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let listener = server::bind(arguments.listen).await?;
    let folder = tempfile::Builder::new().prefix("coffeehouse-demo-").tempdir().context("no folder for the demo")?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let options = StoreOptions { folder: folder.path().to_owned(), clock: clock.clone(), node: 0 };
    let store = Store::open(options).await?;
    let vault = Vault::from_file(&folder.path().join("key"))?;
    let world = World::new(arguments.seed, clock.clone(), clock.now());
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: false })?;
    let memory = Memory::open(folder.path(), Limits::default(), clock.clone())?;
    let remembering = Remembering::new(memory, Archive::of(folder.path()));
    let networks = Networks { outgoing, clock, world: Some(world.clone()), house: House::default() };

    eprintln!("Setting the tables: three days of an invented railway …");
    stage::found(&store).await?;
    let pipeline = pipeline::start_remembering(store.clone(), vault, Arc::new(networks), remembering).await?;
    stage::open_doors(&pipeline).await?;
    stage::wait_for_history(&pipeline).await?;
    stage::clear_tables(&store).await?;
    let team = tokio::spawn(colleagues::work(pipeline.clone(), world));

    let base_url = server::local_url(&listener)?;
    println!("The coffee shop is open: {}", base_url.join("enter")?);
    println!("Everyone in it is made up, and nothing leaves this machine. Stop with Ctrl-C; nothing is kept.");
    let settings = Settings { base_url, is_demo: true, undo: UNDO, zone: TimeZone::system() };
    let served = server::run(listener, pipeline, settings).await;
    team.abort();
    served
}
