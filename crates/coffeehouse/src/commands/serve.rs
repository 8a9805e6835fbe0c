//! `coffeehouse serve`: the real thing.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use model::{Clock, Role, SystemClock};
use pipeline::House;
use store::invitation::{self, NewInvitation};
use store::{Store, Vault, VaultError, channel, member};
use url::Url;
use web::Settings;

use crate::networks::Networks;
use crate::server;

use super::database::Database;
use super::mail::MailServer;
use super::memory::Remembered;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    remembered: Remembered,
    #[command(flatten)]
    mail: MailServer,
    /// Where to listen.
    #[arg(long, env = "COFFEEHOUSE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where people reach the server, when that is not where it listens (behind a proxy): `https://coffee.example/`
    #[arg(long, env = "COFFEEHOUSE_BASE_URL")]
    base_url: Option<Url>,
    /// Key of the secrets at rest, 64 hexadecimal digits; without it, the file `key` in the data folder, made at the
    /// first start.
    #[arg(long, env = "COFFEEHOUSE_KEY", hide_env_values = true)]
    key: Option<String>,
    /// Seconds in which an answer can be taken back before it leaves.
    #[arg(long, env = "COFFEEHOUSE_UNDO_SECONDS", default_value_t = 10)]
    undo_seconds: u64,
    /// Lets channels and webhooks reach private and loopback addresses: for servers of your own beside this one.
    #[arg(long, env = "COFFEEHOUSE_ALLOW_PRIVATE_ADDRESSES")]
    allow_private_addresses: bool,
    /// The time zone of times in pages, such as Europe/Amsterdam; the machine's without it.
    #[arg(long, env = "COFFEEHOUSE_TIME_ZONE", value_parser = time_zone)]
    time_zone: Option<TimeZone>,
}

fn time_zone(name: &str) -> Result<TimeZone, &'static str> {
    TimeZone::get(name).map_err(|_| "this is no time zone; write it like Europe/Amsterdam")
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let zone = arguments.time_zone.unwrap_or_else(TimeZone::system);
    let mailer = arguments.mail.mailer()?;
    let store = arguments.database.open(clock.clone()).await?;
    let vault = match &arguments.key {
        Some(key) => Vault::from_hex(key)?,
        None => Vault::from_file(&arguments.database.folder().join("key"))?,
    };
    refuse_another_key(&store, &vault).await?;
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: arguments.allow_private_addresses })?;
    let listener = server::bind(arguments.listen).await?;
    let base_url = match arguments.base_url {
        Some(url) => url,
        None => server::local_url(&listener)?,
    };
    let remembering = arguments.remembered.open(arguments.database.folder(), clock.clone())?;
    let house = House { base_url: Some(base_url.clone()), zone: zone.clone(), mailer };
    let networks = Networks { outgoing, clock, world: None, house };
    let pipeline = pipeline::start_remembering(store.clone(), vault, Arc::new(networks), remembering).await?;
    let owner_link = owner_link(&store, &base_url).await?;

    println!("Coffeehouse {} is open: {base_url}", env!("CARGO_PKG_VERSION"));
    if let Some(link) = owner_link {
        println!("Nobody owns it yet. Become its owner here (the link works once, for a day):\n  {link}");
    }
    let undo = Duration::from_secs(arguments.undo_seconds);
    server::run(listener, pipeline, Settings { base_url, is_demo: false, undo, zone }).await
}

/// Servers that share a database share its key: one with another key would block every channel for all.
async fn refuse_another_key(store: &Store, vault: &Vault) -> anyhow::Result<()> {
    let mut tx = store.read().await?;
    if !store.is_shared(&mut tx).await? {
        return Ok(());
    }
    for stored in channel::all(&mut tx).await? {
        let place = channel::Channel::secret_place(stored.id);
        let opened = stored.secret.as_deref().map(|sealed| vault.open(&place, sealed));
        if let Some(Err(error @ VaultError::OtherKey(_))) = opened {
            let why = "other servers run on this database with another key; give this one theirs, by --key or as the \
                       file key in its data folder";
            return Err(anyhow::Error::new(error).context(why));
        }
    }
    Ok(())
}

/// A one-time link for the first owner, as long as there is none.
async fn owner_link(store: &Store, base_url: &Url) -> anyhow::Result<Option<Url>> {
    let mut tx = store.write().await?;
    if member::owner_count(&mut tx).await? > 0 {
        return Ok(None);
    }
    let token = web::new_token();
    let expires_at = tx.now().saturating_add(24.hours())?;
    let new = NewInvitation { token: &token, role: Role::Owner, email: None, by: None, expires_at };
    invitation::invite(&mut tx, new).await?;
    tx.commit().await?;
    Ok(Some(base_url.join(&format!("welcome/{token}"))?))
}
