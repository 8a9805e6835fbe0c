//! Who sits on the floor, through a real store.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use insights::{Floor, State, TABLES_MAX, Table, TableId, Window};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, ChannelId, ConversationId, Ground, Intent, JudgementTask, ManualClock, MemberId, Network, Reason,
    Reasons, ReceivedAuthor, ReceivedPost, Relation, RemoteRef, ReplyState, Role, Sentiment, Stance, Status, TopicId,
};
use store::channel::NewChannel;
use store::conversation::{Conversation, NewConversation};
use store::judgement::Judgement;
use store::member::NewMember;
use store::regard::Regard;
use store::reply::NewReply;
use store::{
    Store, StoreOptions, Tx, author, channel, conversation, judgement, member, mention, post, regard, reply, topic,
};
use tempfile::TempDir;

/// A shop with a channel, a member and a clock that the test moves.
struct Shop {
    clock: Arc<ManualClock>,
    store: Store,
    channel: ChannelId,
    member: MemberId,
    _folder: TempDir,
}

/// Something that somebody says in a thread; without a topic it is said to us.
struct Said<'a> {
    who: &'a str,
    thread: &'a str,
    topics: &'a [TopicId],
    at: Timestamp,
}

impl Shop {
    async fn open(now: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::at(now));
        let options = StoreOptions { folder: folder.path().to_owned(), clock: clock.clone(), node: 0 };
        let store = Store::open(options).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let new = NewMember { email: "mara@example.org", name: "Mara", role: Role::Owner, password_hash: "x" };
        let member = member::join(&mut tx, new).await.unwrap().unwrap();
        let us = keep_author(&mut tx, "us").await;
        author::mark_ours(&mut tx, us).await.unwrap();
        let channel = tx.next_id();
        let new = NewChannel {
            id: channel,
            network: Network::Simulated,
            name: "ours",
            config: "{}",
            secret: None,
            author: Some(us),
        };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        tx.commit().await.unwrap();
        Self { clock, store, channel, member, _folder: folder }
    }

    fn now(&self) -> Timestamp {
        model::Clock::now(&*self.clock)
    }

    fn ago(&self, minutes: i64) -> Timestamp {
        self.now() - SignedDuration::from_mins(minutes)
    }

    async fn topic(&self, name: &str) -> TopicId {
        let mut tx = self.store.write().await.unwrap();
        let id = topic::create(&mut tx, self.member, name, name).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Somebody speaks: filed as the journey files it.
    async fn say(&self, said: Said<'_>) -> Conversation {
        let mut tx = self.store.write().await.unwrap();
        let author = keep_author(&mut tx, said.who).await;
        let known = conversation::by_thread(&mut tx, self.channel, said.thread).await.unwrap();
        let mut conversation = match known {
            Some(known) => known,
            None => {
                let new = NewConversation {
                    channel: self.channel,
                    thread_key: said.thread,
                    talk_with: None,
                    author,
                    opened_at: tx.now(),
                };
                let opened = conversation::open(&mut tx, new).await.unwrap();
                Conversation { active_at: said.at, ..opened }
            }
        };
        let stored = post::insert(&mut tx, self.channel, author, &received(&said)).await.unwrap();
        let spoke_at = said.at.min(tx.now());
        conversation.version += 1;
        conversation.active_at = conversation.active_at.max(spoke_at);
        conversation.waiting_since = Some(conversation.waiting_since.map_or(spoke_at, |since| since.min(spoke_at)));
        conversation.status = conversation.status.after_person_wrote();
        post::place(&mut tx, stored.id, conversation.id, conversation.version).await.unwrap();
        mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::Matched)).await.unwrap();
        for topic in said.topics {
            conversation::add_topics(&mut tx, &[(conversation.id, *topic)]).await.unwrap();
        }
        conversation::save(&mut tx, &conversation).await.unwrap();
        tx.commit().await.unwrap();
        conversation
    }

    /// Somebody says something about a topic in a thread of their own.
    async fn speak(&self, who: &str, topic: Option<TopicId>, at: Timestamp) -> Conversation {
        let thread = format!("{who} {topic:?}");
        self.say(Said { who, thread: &thread, topics: topic.as_slice(), at }).await
    }

    /// We answer, and it stands.
    async fn answer(&self, id: ConversationId) {
        let mut tx = self.store.write().await.unwrap();
        let mut conversation = conversation::find(&mut tx, id).await.unwrap().unwrap();
        let posts = post::of_conversation(&mut tx, id).await.unwrap();
        let new = NewReply {
            conversation: id,
            home: None,
            post: posts.last().unwrap().post.id,
            member: self.member,
            thread_version: 2,
            version_seen: 1,
            text: "We are on it",
            signature: None,
            send_at: tx.now(),
            is_later: false,
        };
        let mut reply = reply::queue(&mut tx, new).await.unwrap();
        (reply.state, reply.sent_at) = (ReplyState::Delivered, Some(tx.now()));
        reply::save(&mut tx, &reply).await.unwrap();
        (conversation.waiting_since, conversation.status) = (None, Status::Waiting);
        conversation::save(&mut tx, &conversation).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn set_status(&self, id: ConversationId, status: Status) {
        let mut tx = self.store.write().await.unwrap();
        let mut conversation = conversation::find(&mut tx, id).await.unwrap().unwrap();
        conversation.status = status;
        conversation::save(&mut tx, &conversation).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn floor(&self, window: Window) -> Floor {
        self.floor_in(window, "UTC").await
    }

    async fn floor_in(&self, window: Window, zone: &str) -> Floor {
        let mut tx = self.store.read().await.unwrap();
        Floor::read(&mut tx, window, &TimeZone::get(zone).unwrap()).await.unwrap()
    }
}

async fn keep_author(tx: &mut Tx, name: &str) -> AuthorId {
    let person = ReceivedAuthor {
        remote_id: format!("did:{name}"),
        display_name: Some(name.to_owned()),
        ..ReceivedAuthor::default()
    };
    author::keep(tx, Network::Simulated, &person).await.unwrap()
}

fn received(said: &Said<'_>) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: format!("{}/{}/{}", said.who, said.thread, said.at), revision: None },
        author: ReceivedAuthor::default(),
        text: format!("{} says something", said.who),
        marks: vec![],
        languages: vec!["en".into()],
        posted_at: said.at,
        revised_at: None,
        parent: None,
        root: Some(RemoteRef { id: said.thread.into(), revision: None }),
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason: None,
    }
}

#[track_caller]
fn at<'a>(floor: &'a Floor, name: &str) -> &'a Table {
    floor.tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no table {name:?}: {floor:?}"))
}

#[tokio::test]
async fn whoever_speaks_at_two_tables_is_counted_once_and_sits_where_they_spoke_last() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let (lifts, trains) = (shop.topic("lifts").await, shop.topic("trains").await);
    shop.speak("anna", Some(trains), shop.ago(50)).await;
    shop.speak("anna", Some(lifts), shop.ago(40)).await;
    shop.speak("ben", Some(trains), shop.ago(30)).await;
    let floor = shop.floor(Window::Today).await;
    assert_eq!((floor.head_count(), floor.tables.len()), (2, 2));
    assert_eq!((at(&floor, "lifts").people.len(), at(&floor, "trains").people.len()), (1, 1));
    assert_eq!((at(&floor, "trains").speakers, at(&floor, "trains").posts), (2, 2), "both spoke of trains");
    let anna = &at(&floor, "lifts").people[0];
    assert_eq!((anna.posts, anna.state, anna.waiting_since), (2, State::Waiting, Some(shop.ago(50))));

    shop.speak("anna", Some(trains), shop.ago(1)).await;
    let floor = shop.floor(Window::Today).await;
    assert_eq!((floor.head_count(), floor.tables.len()), (2, 1), "nobody sits at the lifts any more");
    assert_eq!(floor.voices[0].words.name, "anna");
    assert_eq!(floor.voices.iter().map(|voice| voice.author).collect::<std::collections::HashSet<_>>().len(), 2);
}

#[tokio::test]
async fn what_meets_no_topic_is_said_to_us_and_what_meets_several_stands_at_the_particular_one() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let (broad, particular) = (shop.topic("vellenbahn").await, shop.topic("lifts").await);
    shop.speak("anna", None, shop.ago(5)).await;
    shop.say(Said { who: "ben", thread: "b", topics: &[particular, broad], at: shop.ago(4) }).await;
    let floor = shop.floor(Window::Today).await;
    assert_eq!(
        floor.tables.iter().map(|table| table.id).collect::<Vec<_>>(),
        [TableId::ToUs, TableId::Topic(particular)]
    );
    assert_eq!(floor.head_count(), 2);
}

#[tokio::test]
async fn people_wait_until_they_are_answered_or_put_away_and_are_late_after_four_hours() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let trains = shop.topic("trains").await;
    shop.speak("late", Some(trains), shop.ago(240)).await;
    let waiting = shop.speak("waiting", Some(trains), shop.ago(239)).await;
    let answered = shop.speak("answered", Some(trains), shop.ago(300)).await;
    let done = shop.speak("done", Some(trains), shop.ago(300)).await;
    shop.answer(answered.id).await;
    shop.set_status(done.id, Status::Resolved).await;
    shop.set_status(waiting.id, Status::Snoozed).await;
    let floor = shop.floor(Window::Today).await;
    let counts = State::ALL.iter().map(|state| floor.count(*state)).collect::<Vec<_>>();
    assert_eq!(counts, [1, 1, 1, 1], "{floor:?}");
    assert_eq!(floor.waiting(), 2);
    let (table, since) = floor.longest_wait().unwrap();
    assert_eq!((table.name.as_str(), since), ("trains", shop.ago(240)));

    // Who was answered and writes again waits again, from then on.
    shop.clock.advance(Duration::from_secs(600));
    shop.say(Said { who: "answered", thread: &format!("answered {:?}", Some(trains)), topics: &[], at: shop.ago(5) })
        .await;
    let floor = shop.floor(Window::Today).await;
    let again = floor.people().find(|person| person.spoke_at == shop.ago(5)).unwrap();
    assert_eq!((again.state, again.waiting_since), (State::Waiting, Some(shop.ago(5))));
}

#[tokio::test]
async fn in_the_thread_of_another_one_waits_only_since_one_spoke_there() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let opened = shop.say(Said { who: "anna", thread: "t", topics: &[], at: shop.ago(200) }).await;
    shop.say(Said { who: "ben", thread: "t", topics: &[], at: shop.ago(190) }).await;
    shop.answer(opened.id).await;
    shop.clock.advance(Duration::from_secs(60));
    shop.say(Said { who: "anna", thread: "t", topics: &[], at: shop.now() }).await;
    shop.clock.advance(Duration::from_secs(60));
    shop.say(Said { who: "cleo", thread: "t", topics: &[], at: shop.now() }).await;
    let floor = shop.floor(Window::Today).await;
    let mut states: Vec<_> =
        floor.people().map(|person| (person.spoke_at, person.state, person.waiting_since)).collect();
    states.sort();
    assert_eq!(
        states,
        [
            (shop.ago(192), State::Answered, None),
            (shop.ago(1), State::Waiting, Some(shop.ago(1))),
            (shop.now(), State::Waiting, Some(shop.now())),
        ]
    );
}

#[tokio::test]
async fn more_topics_than_tables_share_the_last_one_and_nobody_is_lost() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    shop.speak("said to us", None, shop.ago(9)).await;
    for number in 0..TABLES_MAX + 3 {
        let topic = shop.topic(&format!("topic {number}")).await;
        // The first topics are the fullest.
        for guest in 0..=(TABLES_MAX + 3 - number) / 4 {
            shop.speak(&format!("{number}-{guest}"), Some(topic), shop.ago(5)).await;
        }
    }
    // Somebody who spoke at two of the small tables is one person, there too.
    let topics = topic::all(&mut shop.store.read().await.unwrap()).await.unwrap();
    let last = topics.last().unwrap().id;
    shop.speak("11-0", Some(last), shop.ago(1)).await;
    let floor = shop.floor(Window::Today).await;
    assert_eq!(floor.tables.len(), TABLES_MAX);
    let small = floor.table(TableId::Small).unwrap();
    assert_eq!(small.topics.len(), TABLES_MAX + 3 - (TABLES_MAX - 2));
    assert!(small.topics.iter().all(|name| !name.is_empty()), "what is said to us keeps its table: {small:?}");
    let everybody = 1 + (0..TABLES_MAX + 3).map(|number| 1 + (TABLES_MAX + 3 - number) / 4).sum::<usize>();
    assert_eq!(floor.head_count(), everybody);
    assert_eq!(small.speakers, small.people.len());
    assert_eq!(small.posts, small.people.len() + 1);
}

#[tokio::test]
async fn a_window_begins_at_its_first_moment_also_on_the_day_the_clocks_change() {
    // In Berlin the clocks went from 02:00 to 03:00; midnight was 23:00 UTC of the day before.
    let shop = Shop::open("2026-03-29T21:59:59Z").await;
    let midnight: Timestamp = "2026-03-28T23:00:00Z".parse().unwrap();
    shop.speak("before", None, midnight - SignedDuration::from_micros(1)).await;
    shop.speak("at midnight", None, midnight).await;
    shop.speak("now", None, shop.now()).await;
    let floor = shop.floor_in(Window::Today, "Europe/Berlin").await;
    assert_eq!((floor.since, floor.head_count(), floor.waiting_before), (midnight, 2, 1));
    assert_eq!(shop.floor_in(Window::Hour, "Europe/Berlin").await.head_count(), 1);
    assert_eq!(shop.floor_in(Window::Week, "Europe/Berlin").await.head_count(), 3);
    shop.clock.advance(Duration::from_secs(1));
    let floor = shop.floor_in(Window::Today, "Europe/Berlin").await;
    assert_eq!((floor.head_count(), floor.waiting_before), (0, 3), "a new day has begun");
}

#[tokio::test]
async fn clocks_of_others_that_run_ahead_seat_nobody_in_the_future() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    shop.speak("early", None, shop.now() + SignedDuration::from_hours(30)).await;
    let floor = shop.floor(Window::Today).await;
    assert_eq!(floor.people().map(|person| person.spoke_at).collect::<Vec<_>>(), [shop.now()]);
    // Two days on it is still Monday's word, whatever its date says.
    shop.clock.advance(Duration::from_secs(26 * 3_600));
    assert_eq!(shop.floor(Window::Today).await.head_count(), 0);
}

#[tokio::test]
async fn what_is_gone_or_ours_or_only_beside_a_conversation_seats_nobody() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let gone = shop.speak("gone", None, shop.ago(3)).await;
    let kept = shop.speak("kept", None, shop.ago(2)).await;
    let mut tx = shop.store.write().await.unwrap();
    let post = post::of_conversation(&mut tx, gone.id).await.unwrap().remove(0).post.id;
    post::erase_words(&mut tx, post, None).await.unwrap();
    for who in ["us", "beside"] {
        let author = keep_author(&mut tx, who).await;
        let said = Said { who, thread: "kept", topics: &[], at: shop.ago(1) };
        let stored = post::insert(&mut tx, shop.channel, author, &received(&said)).await.unwrap();
        post::place(&mut tx, stored.id, kept.id, kept.version).await.unwrap();
        if who == "us" {
            mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::InThread)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let floor = shop.floor(Window::Today).await;
    assert_eq!(floor.head_count(), 1);
    assert_eq!(floor.voices.iter().map(|voice| voice.words.name.as_str()).collect::<Vec<_>>(), ["kept"]);
}

#[tokio::test]
async fn an_archived_topic_keeps_its_table_and_its_name_while_people_sit_there() {
    let shop = Shop::open("2026-11-23T12:00:00Z").await;
    let trains = shop.topic("trains").await;
    shop.speak("anna", Some(trains), shop.ago(5)).await;
    let mut tx = shop.store.write().await.unwrap();
    topic::archive(&mut tx, shop.member, trains).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at(&shop.floor(Window::Today).await, "trains").people.len(), 1);
}

#[tokio::test]
async fn people_sit_with_what_was_judged_of_them_and_what_is_left_aside_is_counted() {
    let shop = Shop::open("2026-11-23T10:00:00Z").await;
    let (trains, coffee) = (shop.topic("trains").await, shop.topic("coffee").await);
    let anna = shop.speak("anna", Some(trains), shop.ago(20)).await;
    let bert = shop.speak("bert", Some(trains), shop.ago(10)).await;
    let spam = shop.speak("bot", Some(trains), shop.ago(5)).await;
    let copy = shop.speak("carla", Some(trains), shop.ago(4)).await;
    let mut tx = shop.store.write().await.unwrap();
    let post = post::of_conversation(&mut tx, anna.id).await.unwrap()[0].post.id;
    let judged = |task, value: &str| Judgement {
        task,
        value: Some(value.into()),
        confidence_percent: 80,
        ground: Ground::Words,
        member: None,
    };
    let both = [judged(JudgementTask::Sentiment, "negative"), judged(JudgementTask::Intent, "case")];
    judgement::keep(&mut tx, post, &both).await.unwrap();
    let regard = |topic, value: &str, confidence_percent| Regard {
        author: anna.author,
        topic,
        value: value.into(),
        confidence_percent,
        evidence: vec![],
        member: None,
        expires_at: shop.now() + SignedDuration::from_hours(1),
    };
    let regards = [
        regard(None, "customer", 90),
        regard(None, "press", 70),
        regard(Some(coffee), "fan", 95),
        regard(Some(trains), "critic", 75),
    ];
    regard::keep(&mut tx, &[anna.author], &regards).await.unwrap();
    store::spam::set(&mut tx, spam.id, true).await.unwrap();
    store::near::place(&mut tx, copy.id, Some(bert.id)).await.unwrap();
    store::near::count(&mut tx, &[(bert.id, 1)]).await.unwrap();
    tx.commit().await.unwrap();

    let floor = shop.floor(Window::Today).await;
    assert_eq!((floor.head_count(), floor.spam, floor.alike), (2, 1, 1));
    let person = |author| floor.people().find(|person| person.author == author).unwrap();
    let anna = person(anna.author);
    assert_eq!((anna.relation, anna.stance), (Some(Relation::Customer), Some(Stance::Critic)), "of this table");
    assert_eq!((anna.mood, anna.intent), (Some(Sentiment::Negative), Some(Intent::Case)));
    let bert = person(bert.author);
    assert_eq!((bert.relation, bert.stance, bert.mood, bert.intent), (None, None, None, None));
    assert_eq!(floor.tables[0].in_mood(Sentiment::Negative), 1);
}
