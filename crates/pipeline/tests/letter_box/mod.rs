//! A house without a network, whose owner is told of facts, and gets mail.
#![allow(dead_code)] // each test target uses a part

use std::sync::Arc;
use std::time::Duration;

use channels::Channel;
use channels::mailer::Mailer;
use channels::outgoing::OutgoingClient;
use jiff::civil::date;
use jiff::tz::TimeZone;
use model::{FactId, MailPace, ManualClock, Network, NewsTerms, NoticeId, NoticeKind, Role};
use pipeline::{Handle, House, OpenChannel};
use store::fact::{FactTerms, Source};
use store::letter::{self, Letter};
use store::member::{self, Member, NewMember};
use store::member_mail::{self, MemberMail};
use store::{Store, StoreOptions, Tx, Vault, notice, organisation};
use tempfile::TempDir;

/// A word of the fact that no mail may hold.
pub const WORD: &str = "Vergissmeinnicht";

pub struct NoNetwork(pub House);

impl OpenChannel for NoNetwork {
    fn open(&self, _: Network, _: &str, _: Option<&str>) -> Result<Arc<dyn Channel>, String> {
        Err("there is none".into())
    }

    fn outgoing(&self) -> Result<OutgoingClient, String> {
        Err("there is none".into())
    }

    fn house(&self) -> House {
        self.0.clone()
    }
}

pub struct LetterBox {
    folder: TempDir,
    pub clock: Arc<ManualClock>,
    house: House,
    pub store: Store,
    pub handle: Option<Handle>,
    pub owner: Member,
    fact: FactId,
}

pub fn house(mailer: Mailer) -> House {
    House { base_url: Some("https://coffee.example/".parse().unwrap()), zone: TimeZone::UTC, mailer: Some(mailer) }
}

pub async fn open(folder: &TempDir, clock: &Arc<ManualClock>) -> Store {
    let options = StoreOptions { folder: folder.path().to_owned(), clock: clock.clone(), node: 0 };
    Store::open(options).await.unwrap()
}

pub fn vault() -> Vault {
    Vault::from_hex(&"5".repeat(64)).unwrap()
}

/// Somebody who is told of a fact, and gets mail at once.
pub async fn owned(store: &Store, address: &str) -> (Member, FactId) {
    let mut tx = store.write().await.unwrap();
    organisation::found(&mut tx, "Vellenbahn").await.unwrap();
    let new = NewMember { email: address, name: "Mara", role: Role::Owner, password_hash: "x" };
    let id = member::join(&mut tx, new).await.unwrap().unwrap();
    let owner = member::find(&mut tx, id).await.unwrap().unwrap();
    let terms = FactTerms {
        claim: format!("{WORD} blüht"),
        source: Source { title: WORD.into(), url: None },
        owner: id,
        review_on: date(2027, 12, 1),
        lines: Vec::new(),
    };
    let fact = inbox::keep_fact(&mut tx, &owner, None, None, (terms, &TimeZone::UTC)).await.unwrap();
    let mail = MemberMail { address: Some(address.to_owned()), ..MemberMail::default() };
    member_mail::keep(&mut tx, id, &mail).await.unwrap();
    let chosen = NewsTerms { pace: MailPace::AtOnce, ..NewsTerms::default() };
    inbox::keep_news_terms(&mut tx, &owner, chosen).await.unwrap();
    tx.commit().await.unwrap();
    (owner, fact)
}

impl LetterBox {
    pub async fn new(mailer: Mailer, address: &str) -> Self {
        let (folder, clock) = (TempDir::new().unwrap(), Arc::new(ManualClock::at("2026-11-23T10:00:00Z")));
        let store = open(&folder, &clock).await;
        let (owner, fact) = owned(&store, address).await;
        let house = house(mailer);
        let mut it = Self { folder, clock, house, store, handle: None, owner, fact };
        it.start().await;
        it
    }

    async fn start(&mut self) {
        let opener = Arc::new(NoNetwork(self.house.clone()));
        self.handle = Some(pipeline::start(self.store.clone(), vault(), opener).await.unwrap());
    }

    /// The same, after the server ended and began anew.
    pub async fn restart(&mut self) {
        self.handle.take().unwrap().shut_down().await;
        self.start().await;
    }

    pub async fn read(&self) -> Tx {
        self.store.read().await.unwrap()
    }

    pub async fn tell(&self) -> NoticeId {
        let mut tx = self.store.write().await.unwrap();
        let told = notice::tell_of_fact(&mut tx, self.owner.id, NoticeKind::FactDue, self.fact).await.unwrap();
        tx.commit().await.unwrap();
        told
    }

    pub async fn see_all(&self, up_to: NoticeId) {
        let mut tx = self.store.write().await.unwrap();
        notice::saw(&mut tx, self.owner.id, up_to).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The letters, the newest first.
    pub async fn letters(&self) -> Vec<Letter> {
        letter::of_member(&mut self.read().await, self.owner.id, 9).await.unwrap()
    }

    /// Waits, not for ever, for something that happens by itself.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..12_000 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("not so after two minutes: {what}");
    }
}
