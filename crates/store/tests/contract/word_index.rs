//! The index of words: what it leads to may be too much and is never too little.

use crate::house::{House, letter};

use listening::{Analysis, Condition, FieldContext, Query};
use model::{ChannelId, ConversationId, MemberId, Network, PostId, Role, Status};
use store::conversation::{self, Filter, NewConversation, View};
use store::reply::NewReply;
use store::word_index::{self, Narrowed, Progress};
use store::{Tx, author, post, reply, sought};

/// A house with a channel, and what was written in it.
pub struct Heard {
    pub house: House,
    pub channel: ChannelId,
    pub member: MemberId,
}

impl Heard {
    pub async fn new() -> Self {
        let house = House::new().await;
        let (member, channel) = (house.member(Role::Member).await, house.channel(Network::Simulated).await);
        Self { house, channel, member }
    }

    /// A conversation that begins with these words of somebody of that name.
    pub async fn say(&self, name: &str, text: &str) -> (ConversationId, PostId) {
        self.house.later(1);
        let mut tx = self.house.write().await;
        let received = letter(&format!("{name}: {text}"), name, text);
        let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
        let stored = post::insert(&mut tx, self.channel, author, &received).await.unwrap();
        let (thread_key, opened_at) = (received.remote.id.as_str(), tx.now());
        let new = NewConversation { channel: self.channel, thread_key, talk_with: None, author, opened_at };
        let opened = conversation::open(&mut tx, new).await.unwrap();
        post::place(&mut tx, stored.id, opened.id, 1).await.unwrap();
        tx.commit().await.unwrap();
        (opened.id, stored.id)
    }

    pub async fn go_round(&self) {
        let mut tx = self.house.write().await;
        word_index::begin_round(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        loop {
            let mut tx = self.house.write().await;
            let is_going_on = word_index::go_on(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            if !is_going_on {
                return;
            }
        }
    }

    /// What a search looks at, newest first.
    pub async fn narrowed(&self, typed: &str) -> Option<Vec<ConversationId>> {
        narrowed(&mut self.house.read().await, typed, &Filter::default()).await
    }
}

async fn narrowed(tx: &mut Tx, typed: &str, filter: &Filter) -> Option<Vec<ConversationId>> {
    match word_index::narrow(tx, &condition(typed), &typed.to_lowercase(), filter, 100).await.unwrap() {
        Narrowed::To(meant) => Some(meant.into_iter().map(|one| one.place.1).collect()),
        Narrowed::NotAtAll => None,
        Narrowed::Little(named) => panic!("{typed} is not common, {named:?}"),
    }
}

fn condition(typed: &str) -> Condition {
    Query::parse(typed, FieldContext::View).unwrap().compile(&Analysis::social()).condition()
}

pub async fn a_search_is_narrowed_to_what_may_meet_it_and_never_too_far() {
    let heard = Heard::new().await;
    let (anna, of_anna) = heard.say("anna", "Der Kaffee ist kalt, #Kaffee!").await;
    let (bob, _) = heard.say("bob", "Café zu, C++ 東京 offen").await;
    let (cleo, of_cleo) = heard.say("Čleo", "nichts").await;
    heard.go_round().await;
    let mut tx = heard.house.write().await;
    let new = NewReply {
        conversation: cleo,
        home: None,
        post: of_cleo,
        member: heard.member,
        thread_version: 2,
        version_seen: 1,
        text: "Wir backen Brötchen.",
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let queued = reply::queue(&mut tx, new).await.unwrap();
    let queued_id = queued.id.0;
    assert_eq!(reply::of_conversations(&mut tx, &[anna, cleo]).await.unwrap(), [queued]);
    tx.commit().await.unwrap();
    let cases: &[(&str, &[ConversationId])] = &[
        ("kaffee", &[anna]),
        ("#kaffee", &[anna]),
        ("kalt kaffee", &[anna]),
        ("kalt offen", &[]),
        ("kalt OR offen", &[bob, anna]),
        ("kaf*", &[anna]),
        ("cafe", &[bob]),
        ("café", &[bob]),
        ("\"東京 offen\"", &[bob]),
        ("京", &[bob]),
        ("C++", &[bob]),
        ("brotchen", &[cleo]),
        // Names, by any part of them.
        ("nn", &[anna]),
        ("čle", &[cleo]),
        ("o", &[cleo, bob]),
        ("offen -kaffee", &[bob]),
        ("zz", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(heard.narrowed(typed).await.as_deref(), Some(*expected), "{typed}");
    }
    assert_eq!(heard.narrowed("-kaffee").await, None, "what words cannot say narrows nothing");

    // Only within the list, in its order, and the rows in that order too.
    let mut tx = heard.house.write().await;
    let mut found = conversation::find(&mut tx, bob).await.unwrap().unwrap();
    found.status = Status::Resolved;
    conversation::save(&mut tx, &found).await.unwrap();
    let done: Filter = View::Done.into();
    assert_eq!(narrowed(&mut tx, "kalt OR offen", &done).await.unwrap(), [bob]);
    assert_eq!(narrowed(&mut tx, "kalt OR offen", &View::Waiting.into()).await.unwrap(), [anna]);
    let ids = |sought: Vec<sought::Sought>| sought.iter().map(|one| one.conversation.id).collect::<Vec<_>>();
    let all = Filter::default();
    let first = sought::after(&mut tx, &all, None, 2).await.unwrap();
    assert_eq!(first[0].author_name, "Čleo");
    let rest = sought::after(&mut tx, &all, Some(first[1].place()), 2).await.unwrap();
    assert_eq!((ids(first), ids(rest)), (vec![cleo, bob], vec![anna]));
    assert_eq!(ids(sought::these(&mut tx, &[anna, cleo]).await.unwrap()), [cleo, anna]);
    assert_eq!(conversation::count(&mut tx, done.clone(), 5).await.unwrap(), 1);
    assert_eq!(conversation::count(&mut tx, all.clone(), 5).await.unwrap(), 3);
    assert_eq!(conversation::count(&mut tx, all.clone(), 2).await.unwrap(), 2, "no more than was asked for is counted");
    let places = sought::places_after(&mut tx, &all, None, 2).await.unwrap();
    assert_eq!(places.iter().map(|place| place.1).collect::<Vec<_>>(), [cleo, bob]);
    let last = sought::places_after(&mut tx, &all, Some(places[1]), 2).await.unwrap();
    assert_eq!(last.iter().map(|place| place.1).collect::<Vec<_>>(), [anna]);
    let rows = conversation::rows(&mut tx, &[anna, cleo]).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.conversation.id).collect::<Vec<_>>(), [cleo, anna]);

    // With the very texts; and what is common, as far as those that hold it.
    let texts = async |tx: &mut Tx, typed: &str, most| {
        word_index::narrow(tx, &condition(typed), &typed.to_lowercase(), &all, most).await.unwrap()
    };
    let Narrowed::To(meant) = texts(&mut tx, "brotchen OR kaffee", 9).await else { panic!("two texts are few") };
    let met: Vec<Vec<i64>> = meant.into_iter().map(|one| one.texts).collect();
    assert_eq!(met, [vec![queued_id], vec![of_anna.0]]);
    assert_eq!(texts(&mut tx, "kaffee OR offen", 1).await, Narrowed::Little(Some([].into())));
    assert_eq!(texts(&mut tx, "anna OR kaffee OR offen", 1).await, Narrowed::Little(Some([].into())));
    for (typed, expected) in cases.iter().filter(|(typed, _)| !["nn", "čle", "o"].contains(typed)) {
        let found = word_index::among(&mut tx, &condition(typed), &[anna, bob, cleo, cleo]).await.unwrap();
        let mut found: Vec<ConversationId> = found.into_keys().collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(found, *expected, "{typed}");
    }
    let every = word_index::among(&mut tx, &condition("-kaffee"), &[anna, cleo]).await.unwrap();
    assert_eq!(
        (every[&anna].len(), every[&cleo].len()),
        (1, 2),
        "a condition that asks for no word leaves nothing out"
    );
    let texts: Vec<i64> = every.into_values().flatten().collect();
    let mut posts: Vec<PostId> = post::of_texts(&mut tx, &texts).await.unwrap().iter().map(|one| one.post.id).collect();
    posts.sort_unstable();
    assert_eq!(posts, [of_anna, of_cleo]);
    let replies = reply::of_texts(&mut tx, &texts).await.unwrap();
    assert_eq!(replies.iter().map(|one| one.id.0).collect::<Vec<_>>(), [queued_id]);

    // Words go with their post, and others come.
    post::edit(&mut tx, of_anna, &letter("a", "anna", "Tee"), &[7; 16], None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(heard.narrowed("tee").await.unwrap(), [anna]);
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), []);
    let mut tx = heard.house.write().await;
    post::erase_words(&mut tx, of_anna, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(heard.narrowed("tee").await.unwrap(), []);
}

pub async fn what_was_written_without_the_index_is_found_after_a_round() {
    let heard = Heard::new().await;
    let (anna, _) = heard.say("anna", "Kaffee").await;
    let (bob, _) = heard.say("bob", "Tee").await;
    heard.go_round().await;
    // As a former program leaves it: one post it never indexed, one it changed, one name.
    let place = &heard.house.place;
    place.change_behind_our_back("DELETE FROM word_index").await;
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), []);
    heard.go_round().await;
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), [anna]);
    assert_eq!(heard.narrowed("bob").await.unwrap(), [bob]);
    heard.house.later(60);
    let now = model::micros(heard.house.read().await.now());
    place
        .change_behind_our_back(&format!("UPDATE post SET text = 'Kakao', edited_at = {now} WHERE text = 'Tee'"))
        .await;
    heard.go_round().await;
    assert_eq!(heard.narrowed("kakao").await.unwrap(), [bob]);
    assert_eq!(heard.narrowed("tee").await.unwrap(), []);
}

pub async fn what_a_former_program_writes_meanwhile_is_indexed_when_it_is_looked_for() {
    let heard = Heard::new().await;
    let (anna, _) = heard.say("anna", "Kaffee").await;
    let (bob, of_bob) = heard.say("bob", "Tee").await;
    heard.go_round().await;
    let place = &heard.house.place;
    place.change_behind_our_back(&format!("DELETE FROM word_index WHERE id = {of_bob}")).await;
    heard.house.later(60);
    let now = model::micros(heard.house.read().await.now());
    place
        .change_behind_our_back(&format!("UPDATE post SET text = 'Kakao', edited_at = {now} WHERE text = 'Kaffee'"))
        .await;
    let mend = async || {
        let mut tx = heard.house.write().await;
        let count = word_index::mend_newest(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    assert_eq!((mend().await, mend().await), (2, 0));
    assert_eq!(heard.narrowed("tee OR kakao").await.unwrap(), [bob, anna]);
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), []);
}

pub async fn the_index_is_not_asked_before_it_is_whole() {
    let heard = Heard::new().await;
    let (anna, _) = heard.say("anna", "Kaffee").await;
    assert_eq!(heard.narrowed("kaffee").await, None);
    let before = word_index::progress(&mut heard.house.read().await).await.unwrap();
    assert_eq!(before, Progress { is_whole: false, is_going_on: true, looked: 0, total: 0 });
    heard.go_round().await;
    let after = word_index::progress(&mut heard.house.read().await).await.unwrap();
    assert_eq!(after, Progress { is_whole: true, is_going_on: false, looked: 2, total: 2 });
    // A second look, at the next start, does not put it out of use.
    let mut tx = heard.house.write().await;
    word_index::begin_round(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), [anna]);
}

pub async fn a_change_of_the_rules_has_everything_indexed_anew() {
    let heard = Heard::new().await;
    let (anna, _) = heard.say("anna", "Kaffee").await;
    heard.go_round().await;
    let place = &heard.house.place;
    place.change_behind_our_back("UPDATE word_index SET version = 1, words = 'formerrules'").await;
    place.change_behind_our_back("UPDATE word_index_round SET version = 1").await;
    assert_eq!(heard.narrowed("kaffee").await, None);
    heard.go_round().await;
    assert_eq!(heard.narrowed("kaffee").await.unwrap(), [anna]);
    let former = "SELECT COUNT(*) FROM word_index WHERE CAST(words AS TEXT) LIKE '%formerrules%'";
    assert_eq!(place.count_behind_our_back(former).await, 0);
}
