//! Several servers on one PostgreSQL database: each stream is heard by one of them, and all of them show it.
#![allow(clippy::unwrap_used)]

#[path = "../../../testing/database/postgres.rs"]
mod database;
mod letter_box;
mod post_office;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use channels::Received;
use channels::mailer::{MailSecurity, MailSettings, Mailer};
use database::Database;
use listening::{FieldContext, Query};
use model::{
    Actor, ChannelId, ChannelState, Clock, EventKind, ManualClock, NoticeKind, Priority, ReceivedPost, Role, RuleAct,
    RuleCall,
};
use pipeline::backtest::Test;
use pipeline::journey::{self, Source};
use pipeline::{Archive, Handle, Limits, Memory, Remembering, Topics};
use post_office::{Opener, PostOffice, connection, letter, said, vault};
use store::conversation::{self, View};
use store::event;
use store::member::{self, NewMember};
use store::member_mail::{self, MemberMail};
use store::rule::Instruction;
use store::{PostgresOptions, Store, letter as letters_kept, notice, topic};
use tempfile::TempDir;
use tokio::runtime::Runtime;

struct Town {
    database: Database,
    clock: Arc<ManualClock>,
    office: Arc<PostOffice>,
}

/// A server in a runtime of its own, so that it can be killed.
struct Server {
    runtime: Option<Runtime>,
    handle: Handle,
    _folder: TempDir,
}

impl Town {
    async fn new() -> Self {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        Self { database: Database::new().await, clock, office: PostOffice::with_streams(&["letters"]) }
    }

    async fn server(&self) -> Server {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = TempDir::new().unwrap();
        let clock: Arc<dyn Clock> = self.clock.clone();
        let options = PostgresOptions { url: self.database.url(), folder: folder.path().to_owned(), clock };
        let opener = Opener(HashMap::from([("town".to_owned(), self.office.clone() as Arc<dyn channels::Channel>)]));
        let (inside, inside_folder) = (runtime.handle().clone(), folder.path().to_owned());
        let started = tokio::task::spawn_blocking(move || {
            inside.block_on(async move {
                let store = Store::connect(options).await.unwrap();
                let memory = Memory::open(&inside_folder, Limits::default(), store.clock().clone()).unwrap();
                let remembering = Remembering::new(memory, Archive::of(&inside_folder));
                pipeline::start_remembering(store, vault(), Arc::new(opener), remembering).await.unwrap()
            })
        });
        Server { handle: started.await.unwrap(), runtime: Some(runtime), _folder: folder }
    }
}

impl Server {
    /// Runs in the runtime of the server: what is begun there ends with it.
    async fn does<T: Send + 'static>(&self, what: impl Future<Output = T> + Send + 'static) -> T {
        self.runtime.as_ref().unwrap().spawn(what).await.unwrap()
    }

    async fn connect(&self) -> ChannelId {
        let handle = self.handle.clone();
        self.does(async move { handle.connect(Actor::System, connection("town")).await.unwrap() }).await
    }

    async fn count(&self) -> usize {
        let store = self.handle.store().clone();
        self.does(
            async move { conversation::count(&mut store.read().await.unwrap(), View::All, usize::MAX).await.unwrap() },
        )
        .await
    }

    async fn end(mut self) {
        let handle = self.handle.clone();
        self.does(async move {
            handle.shut_down().await;
            handle.store().clone().close().await;
        })
        .await;
        self.runtime.take().unwrap().shutdown_background();
    }

    /// Ends everything that it does where it stands; what it held stays held.
    async fn kill(mut self) {
        let runtime = self.runtime.take().unwrap();
        let killed = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_secs(10)));
        killed.await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn eventually(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..3_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_stream_is_heard_by_one_server_shown_by_all_and_taken_over_from_one_that_ends_or_dies() {
    let town = Town::new().await;
    let (first, second) = (town.server().await, town.server().await);
    let (mut seen_by_first, mut seen_by_second) = (first.handle.live().watch(), second.handle.live().watch());
    let channel = first.connect().await;
    eventually("the other learns of the channel", async || second.handle.channel(channel).is_some()).await;
    town.office.says("letters", [said("a", "eins")]);
    eventually("it is filed", async || second.count().await == 1).await;
    for seen in [&mut seen_by_first, &mut seen_by_second] {
        let mut position = 0;
        while position < 3 {
            let batch = tokio::time::timeout(Duration::from_secs(60), seen.recv()).await.unwrap().unwrap();
            assert_eq!(batch.after, position, "in order, nothing left out");
            position = batch.position;
        }
    }
    // Long enough for the other to come and look.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(town.office.connections("letters"), 1);

    first.end().await;
    eventually("the other hears", async || town.office.connections("letters") == 2).await;
    town.office.says("letters", [said("b", "zwei")]);
    eventually("it is filed", async || second.count().await == 2).await;

    let third = town.server().await;
    second.kill().await;
    town.office.says("letters", [said("c", "drei")]);
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(third.count().await, 2, "for half a minute nobody knows that it is dead");
    town.clock.advance(Duration::from_secs(31));
    eventually("the third hears", async || third.count().await == 3).await;
    let filed = async || {
        let store = third.handle.store().clone();
        let log = third.does(async move { store::event::after(&mut store.read().await.unwrap(), 0, 1_000).await });
        log.await.unwrap().iter().filter(|one| one.event.kind == model::EventKind::MentionFiled).count()
    };
    eventually("all is sealed, by whoever is left", async || filed().await == 3).await;
    third.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_channel_that_was_blocked_is_heard_again_by_whichever_server_is_left() {
    let town = Town::new().await;
    let (first, second) = (town.server().await, town.server().await);
    let channel = first.connect().await;
    eventually("it is heard", async || town.office.connections("letters") == 1).await;
    eventually("both know it", async || second.handle.channel(channel).is_some()).await;
    town.office.break_down("letters", || channels::ChannelError::reconnect("the password was changed"));
    let state = async || {
        let store = second.handle.store().clone();
        let kept = async move { store::channel::find(&mut store.read().await.unwrap(), channel).await.unwrap() };
        second.does(kept).await.unwrap().state
    };
    eventually("it is blocked", async || state().await == ChannelState::Blocked).await;
    town.office.mend("letters");
    let handle = second.handle.clone();
    second
        .does(async move { handle.set_channel_state(Actor::System, channel, ChannelState::Active).await.unwrap() })
        .await;
    town.office.says("letters", [said("a", "eins")]);
    eventually("it is filed", async || second.count().await == 1).await;
    second.end().await;
    town.office.says("letters", [said("b", "zwei")]);
    eventually("the first hears again, asked by nobody", async || first.count().await == 2).await;
    first.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_deletion_that_one_server_hears_is_honoured_by_the_memory_of_another() {
    let town = Town::new().await;
    let (first, second) = (town.server().await, town.server().await);
    let channel = first.connect().await;
    let overheard = |id: &str| {
        let post = ReceivedPost { reason: None, ..letter(id, "the lift is out") };
        Received::Post(Box::new(post))
    };
    // Whichever hears it, remembers it.
    town.office.says("letters", [overheard("a"), overheard("b"), said("mark", "a mark")]);
    eventually("it is filed", async || first.count().await == 1).await;
    let remembers = |server: &Server| server.handle.memory_health().posts == 2;
    eventually("one remembers them", async || remembers(&first) || remembers(&second)).await;
    let (hearing, other) = if remembers(&first) { (first, second) } else { (second, first) };

    let tried = async || {
        let handle = hearing.handle.clone();
        let test = Test {
            query: Query::parse("lift", FieldContext::Topic).unwrap(),
            written: "lift".into(),
            name: String::new(),
            topic: None,
            zone: jiff::tz::TimeZone::UTC,
        };
        let id = hearing.does(async move { handle.back_test(test) }).await;
        let run = hearing.handle.back_tests().find(id).unwrap();
        eventually("the back-test is over", async || run.report().phase.is_over()).await;
        run
    };
    let kept = tried().await;
    assert_eq!(kept.report().sample.len(), 2);

    // As if the channel had gone over to the other one in between.
    let store = other.handle.store().clone();
    let hears = |id: &'static str| {
        let store = store.clone();
        other.does(async move {
            let topics = Topics::load(&store).await.unwrap();
            let network = model::Network::Simulated;
            let source = Source { channel, network, name: "town".into(), stream: "letters".into() };
            let items = vec![Received::Deleted { remote_id: id.into() }];
            let batch = channels::Batch { items, ..Default::default() };
            journey::take_in(&store, &topics, &Remembering::nothing(), &source, batch).await.unwrap();
        })
    };
    hears("a").await;
    assert_eq!(tried().await.report().sample.len(), 1, "at once, for whoever begins to look");
    eventually("it leaves what is kept", async || kept.report().sample.len() == 1).await;
    hears("b").await;
    eventually("nothing is left", async || kept.report().sample.is_empty()).await;
    hearing.end().await;
    other.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn what_a_member_changes_by_way_of_one_server_holds_for_all() {
    let town = Town::new().await;
    let (hearing, other) = (town.server().await, town.server().await);
    let channel = hearing.connect().await;
    eventually("it is heard", async || town.office.connections("letters") == 1).await;
    let (handle, store) = (other.handle.clone(), other.handle.store().clone());
    other
        .does(async move {
            let mut tx = store.write().await.unwrap();
            let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
            let ada = member::join(&mut tx, new).await.unwrap().unwrap();
            topic::create(&mut tx, ada, "coffee", "kaffee").await.unwrap();
            tx.commit().await.unwrap();
            handle.topics_changed().await.unwrap();
        })
        .await;
    // Posts that concern us by the topic alone, until the one that hears has learned of it.
    let number = std::cell::Cell::new(0);
    eventually("the topic is listened for", async || {
        number.set(number.get() + 1);
        let post = ReceivedPost { reason: None, ..letter(&format!("k{}", number.get()), "Ein Kaffee, bitte") };
        town.office.says("letters", [channels::Received::Post(Box::new(post))]);
        tokio::time::sleep(Duration::from_millis(200)).await;
        hearing.count().await > 0
    })
    .await;

    let handle = other.handle.clone();
    other
        .does(async move { handle.set_channel_state(Actor::System, channel, ChannelState::Paused).await.unwrap() })
        .await;
    eventually("it is heard no more", async || hearing.handle.channel(channel).is_none()).await;
    let handle = other.handle.clone();
    other
        .does(async move { handle.set_channel_state(Actor::System, channel, ChannelState::Active).await.unwrap() })
        .await;
    eventually("it is heard again", async || town.office.connections("letters") == 2).await;
    eventually("by one, known to both", async || {
        hearing.handle.channel(channel).is_some() && other.handle.channel(channel).is_some()
    })
    .await;
    hearing.end().await;
    other.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn each_rule_acts_once_whichever_server_asks_it_and_whichever_dies() {
    const POSTS: usize = 40;
    let town = Town::new().await;
    let (first, second) = (town.server().await, town.server().await);
    let store = first.handle.store().clone();
    first
        .does(async move {
            let mut tx = store.write().await.unwrap();
            let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
            let ada = member::join(&mut tx, new).await.unwrap().unwrap();
            let ada = member::find(&mut tx, ada).await.unwrap().unwrap();
            let acts = vec![RuleAct::Prioritise { priority: Some(Priority::High) }];
            let called_by = RuleCall::Heard;
            let says = Instruction { called_by, silent_hours: None, query: String::new(), acts, stops: false };
            let rule = inbox::create_rule(&mut tx, &ada, "High", says).await.unwrap();
            inbox::switch_rule(&mut tx, &ada, rule, true).await.unwrap();
            tx.commit().await.unwrap();
        })
        .await;
    first.connect().await;
    let acted = async |server: &Server| {
        let store = server.handle.store().clone();
        let all = server.does(async move { event::after(&mut store.read().await.unwrap(), 0, 10_000).await.unwrap() });
        let all = all.await.into_iter().filter(|one| one.event.kind == EventKind::ConversationPrioritised);
        all.map(|one| one.event.conversation.unwrap()).collect::<Vec<_>>()
    };
    for number in 0..POSTS / 2 {
        town.office.says("letters", [said(&format!("a{number}"), &format!("Wort {number}"))]);
    }
    eventually("rules act", async || !acted(&second).await.is_empty()).await;
    first.kill().await;
    for number in 0..POSTS / 2 {
        town.office.says("letters", [said(&format!("b{number}"), &format!("Wort {number}"))]);
    }
    town.clock.advance(Duration::from_secs(31));
    eventually("the other goes on", async || acted(&second).await.len() >= POSTS).await;
    let third = town.server().await;
    // Long enough for both to look again.
    tokio::time::sleep(Duration::from_millis(6_000)).await;
    let acted = acted(&second).await;
    let conversations: HashSet<_> = acted.iter().collect();
    assert_eq!((acted.len(), conversations.len()), (POSTS, POSTS), "once in each conversation");
    second.end().await;
    third.end().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn what_members_are_told_is_mailed_once_whichever_of_two_servers_comes_to_it() {
    const MEMBERS: usize = 25;
    let town = Town::new().await;
    let mut servers = Vec::new();
    for _ in 0..2 {
        let folder = TempDir::new().unwrap();
        let clock: Arc<dyn Clock> = town.clock.clone();
        let options = PostgresOptions { url: town.database.url(), folder: folder.path().to_owned(), clock };
        servers.push((Store::connect(options).await.unwrap(), folder));
    }
    let store = servers[0].0.clone();
    let (owner, fact) = letter_box::owned(&store, "owner@example.test").await;
    let mut tx = store.write().await.unwrap();
    let mut told = HashSet::from([notice::tell_of_fact(&mut tx, owner.id, NoticeKind::FactDue, fact).await.unwrap()]);
    let mut members = vec![owner.id];
    for number in 1..MEMBERS {
        let email = format!("member{number}@example.test");
        let new = NewMember { email: &email, name: "Ada", role: Role::Member, password_hash: "x" };
        let id = member::join(&mut tx, new).await.unwrap().unwrap();
        let mail = MemberMail { address: Some(email), ..MemberMail::default() };
        member_mail::keep(&mut tx, id, &mail).await.unwrap();
        told.insert(notice::tell_of_fact(&mut tx, id, NoticeKind::FactDue, fact).await.unwrap());
        members.push(id);
    }
    tx.commit().await.unwrap();
    // A day later both find everything due at the same time.
    town.clock.advance(Duration::from_secs(86_400));
    // Nobody listens there: that a letter is written once is what counts.
    let settings = MailSettings {
        server: "127.0.0.1".into(),
        port: 9,
        security: MailSecurity::None,
        login: None,
        from: "coffee@example.test".into(),
        roots: None,
    };
    let house = letter_box::house(Mailer::new(settings).unwrap());
    let mut handles = Vec::new();
    for (store, _) in &servers {
        let opener = Arc::new(letter_box::NoNetwork(house.clone()));
        handles.push(pipeline::start(store.clone(), vault(), opener).await.unwrap());
    }
    let letters = async || {
        let mut tx = store.read().await.unwrap();
        let mut all = Vec::new();
        for id in &members {
            all.extend(letters_kept::of_member(&mut tx, *id, 9).await.unwrap());
        }
        all
    };
    let is_told = async || letters().await.len() >= MEMBERS;
    for _ in 0..3_000 {
        if is_told().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // As long as a round takes to come again.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let letters = letters().await;
    assert_eq!(letters.len(), MEMBERS);
    let named: Vec<_> = letters.iter().flat_map(|one| one.notices.iter().copied()).collect();
    assert_eq!(named.len(), MEMBERS, "each in one letter");
    assert_eq!(HashSet::from_iter(named), told);
    for handle in handles {
        handle.shut_down().await;
    }
}
