//! A data folder with an organisation in it that listens to a real network.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use channels::atproto::{AtprotoAccount, AtprotoConfig, JetstreamConfig};
use jiff::ToSpan as _;
use model::{Actor, ChannelId, ReceivedAuthor, Role, SystemClock, TopicId};
use store::channel::{Channel, NewChannel};
use store::member::NewMember;
use store::{Store, StoreOptions, Vault, author, channel, member, organisation, session, topic};
use tempfile::TempDir;

use crate::network::{Network, Person, peer, unique};

/// What a signed-in browser of the owner carries.
pub const SESSION: &str = "a-session-token-of-the-tests";
/// What its forms carry.
pub const CSRF: &str = "a-csrf-token-of-the-tests";

/// Which streams the channel hears beside its notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ears {
    /// None.
    Notifications,
    /// Everybody's posts as well, in the first or second wire form.
    JetstreamV1,
    JetstreamV2,
}

/// An organisation at rest: no server holds its folder while this is made or opened.
pub struct House {
    folder: TempDir,
    pub brand: Person,
    pub channel: ChannelId,
    /// A word that all topics ask for and nobody else uses.
    pub word: String,
    pub topics: Vec<TopicId>,
}

impl House {
    /// Founds an organisation with an owner who is signed in, three topics that the same posts meet, and a channel
    /// for a fresh account.
    pub async fn found(network: &Network, ears: Ears) -> Self {
        let brand = network.join("us").await;
        let password = network.app_password(&brand).await;
        let folder = tempfile::tempdir().unwrap();
        let word = unique("kes");
        let store = open(folder.path()).await;
        let vault = Vault::from_file(&folder.path().join("key")).unwrap();

        let mut tx = store.write().await.unwrap();
        organisation::found(&mut tx, "Kestrel Coffee").await.unwrap();
        let owner = NewMember {
            email: "owner@example.test",
            name: "Mara",
            role: Role::Owner,
            password_hash: "nobody signs in",
        };
        let owner = member::join(&mut tx, owner).await.unwrap().unwrap();
        let until = tx.now().saturating_add(24.hours()).unwrap();
        session::begin(&mut tx, owner, SESSION, CSRF, until).await.unwrap();
        let mut topics = Vec::new();
        for (name, query) in
            [("Name", word.clone()), ("Praise", format!("{word} AND good")), ("Any", format!("{word} OR otherwise"))]
        {
            topics.push(topic::create(&mut tx, owner, name, &query).await.unwrap());
        }
        let profile = ReceivedAuthor {
            remote_id: brand.did.clone(),
            handle: Some(brand.handle.clone()),
            ..ReceivedAuthor::default()
        };
        let ours = author::keep(&mut tx, model::Network::Atproto, &profile).await.unwrap();
        author::mark_ours(&mut tx, ours).await.unwrap();
        let channel: ChannelId = tx.next_id();
        let config = serde_json::to_string(&config(&brand, ears)).unwrap();
        let new = NewChannel {
            id: channel,
            network: model::Network::Atproto,
            name: "Kestrel",
            config: &config,
            secret: Some(vault.close(&Channel::secret_place(channel), &password)),
            author: Some(ours),
        };
        channel::connect(&mut tx, Actor::Member(owner), new).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
        Self { folder, brand, channel, word, topics }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The write-ahead log of the database.
    pub fn log(&self) -> PathBuf {
        self.folder().join("coffeehouse.db-wal")
    }

    /// The end of what servers of this folder said, for a failure's message.
    pub fn last_words(&self) -> String {
        let said = std::fs::read_to_string(self.said()).unwrap_or_default();
        let lines: Vec<&str> = said.lines().collect();
        format!("The server said:\n{}", lines[lines.len().saturating_sub(40)..].join("\n"))
    }

    /// What servers of this folder say on standard error.
    pub fn said(&self) -> PathBuf {
        self.folder().join("server.log")
    }

    /// Opens the database; only while no server runs.
    pub async fn open(&self) -> Store {
        open(self.folder()).await
    }
}

async fn open(folder: &Path) -> Store {
    let options = StoreOptions { folder: folder.to_owned(), clock: Arc::new(SystemClock), node: 0 };
    Store::open(options).await.unwrap()
}

fn config(brand: &Person, ears: Ears) -> AtprotoConfig {
    let stream = match ears {
        Ears::Notifications => None,
        Ears::JetstreamV1 => Some(peer("ATPROTO_JETSTREAM_URL")),
        Ears::JetstreamV2 => Some(peer("ATPROTO_JETSTREAM_V2_URL")),
    };
    AtprotoConfig {
        service: peer("ATPROTO_PDS_URL").parse().unwrap(),
        account: Some(AtprotoAccount { identifier: brand.handle.clone(), private_messages: false }),
        jetstream: stream.map(|url| JetstreamConfig { url: url.parse().unwrap() }),
        appview: peer("ATPROTO_APPVIEW_URL").parse().unwrap(),
        directory: peer("ATPROTO_PLC_URL").parse().unwrap(),
        poll_interval_seconds: 1,
    }
}
