//! What lists leave aside: spam, and what says nearly the same as another.

use crate::house::House;

use jiff::{SignedDuration, ToSpan as _};
use model::{ConversationId, Ground, JudgementTask, Network, Reason, Reasons, Role};
use store::conversation::{Filter, NewConversation, View};
use store::judgement::{Judgement, NewCorrection};
use store::{Tx, author, conversation, floor, judgement, mention, near, post, spam};

async fn find(tx: &mut Tx, id: ConversationId) -> conversation::Conversation {
    conversation::find(tx, id).await.unwrap().unwrap()
}

pub async fn spam_is_counted_by_mentions_and_by_whose_word_it_is() {
    let house = House::new().await;
    let (member, channel) = (house.member(Role::Member).await, house.channel(Network::Simulated).await);
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let author = find(&mut tx, id).await.author;
    let mut posts = Vec::new();
    for name in ["a", "b", "context"] {
        let received = crate::house::letter(name, "anna", "Kaffee?");
        let stored = post::insert(&mut tx, channel, author, &received).await.unwrap();
        post::place(&mut tx, stored.id, id, 1).await.unwrap();
        posts.push(stored.id);
    }
    for post in &posts[..2] {
        mention::keep(&mut tx, *post, Reasons::NONE.with(Reason::Matched)).await.unwrap();
    }
    let tally = spam::tally(&mut tx, id).await.unwrap();
    assert_eq!((tally.mentions, tally.spam, tally.by_members), (2, 0, 0), "context is no mention");
    let (task, value) = (JudgementTask::Spam, Some("yes".to_owned()));
    let judged = Judgement { task, value, confidence_percent: 95, ground: Ground::Links, member: None };
    judgement::keep(&mut tx, posts[0], &[judged]).await.unwrap();
    let new = NewCorrection { event: 1.into(), post: posts[1], task, value: "yes", member };
    judgement::correct(&mut tx, new).await.unwrap();
    let tally = spam::tally(&mut tx, id).await.unwrap();
    assert_eq!((tally.mentions, tally.spam, tally.by_members), (2, 2, 1));

    spam::set(&mut tx, id, true).await.unwrap();
    assert!(find(&mut tx, id).await.is_spam);
    assert_eq!(conversation::count(&mut tx, View::All).await.unwrap(), 0);
    assert_eq!(conversation::count(&mut tx, View::Spam).await.unwrap(), 1);
    let since = tx.now() - 1.hour();
    assert_eq!(floor::lively(&mut tx, since).await.unwrap(), 0);
    assert_eq!(floor::aside(&mut tx, since).await.unwrap(), floor::Aside { spam: 1, alike: 0 });
}

pub async fn beginnings_are_found_within_seven_bits_and_a_week() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let at = tx.now();
    let signature = 0x8000_0000_0000_0001;
    near::keep(&mut tx, id, signature, at).await.unwrap();
    // Two bits in three of the parts and one in the fourth, or all seven in one.
    for differing in
        [0, 1, 1 << 63, 3 | 3 << 16 | 3 << 32 | 1 << 48, 1 << 15 | 3 << 30 | 3 << 40 | 3 << 62, 0b111_1111 << 20]
    {
        let found = near::find(&mut tx, signature ^ differing, at, false).await.unwrap();
        assert_eq!(found, Some(id), "{differing:#x}");
    }
    for differing in [0xff, 3 | 3 << 16 | 3 << 32 | 3 << 48, u64::MAX] {
        assert_eq!(near::find(&mut tx, signature ^ differing, at, false).await.unwrap(), None, "{differing:#x}");
    }
    assert_eq!(near::find(&mut tx, signature, at, true).await.unwrap(), None, "it is no spam");
    for (offset, is_found) in [(near::WINDOW, true), (near::WINDOW + SignedDuration::from_secs(1), false)] {
        for at in [at + offset, at - offset] {
            let found = near::find(&mut tx, signature, at, false).await.unwrap();
            assert_eq!(found.is_some(), is_found, "{at}");
        }
    }
    near::forget(&mut tx, id).await.unwrap();
    assert_eq!(near::find(&mut tx, signature, at, false).await.unwrap(), None);

    near::keep(&mut tx, id, signature, at).await.unwrap();
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    house.later(8 * 24 * 3_600);
    let mut tx = house.write().await;
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 4, "its four parts");
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 0);
}

pub async fn those_under_another_are_counted_there_and_one_takes_its_place() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let mut ids = Vec::new();
    let mut tx = house.write().await;
    for name in ["a", "b", "c", "d"] {
        let received = crate::house::letter(name, name, "Kaffee?");
        let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
        let new = NewConversation { channel, thread_key: name, talk_with: None, author, opened_at: tx.now() };
        let id = conversation::open(&mut tx, new).await.unwrap().id;
        let stored = post::insert(&mut tx, channel, author, &received).await.unwrap();
        post::place(&mut tx, stored.id, id, 1).await.unwrap();
        ids.push(id);
    }
    let [first, second, third, fourth] = ids[..] else { panic!("four") };
    let at = tx.now();
    near::keep(&mut tx, first, 7, at).await.unwrap();
    for id in [second, third, fourth] {
        near::fold(&mut tx, id, first).await.unwrap();
    }
    assert_eq!(conversation::count(&mut tx, View::All).await.unwrap(), 1);
    let since = at - 1.hour();
    assert_eq!(floor::aside(&mut tx, since).await.unwrap(), floor::Aside { spam: 0, alike: 3 });
    let each = Filter { each: true, ..Filter::default() };
    assert_eq!(conversation::list(&mut tx, each, None, 9).await.unwrap().len(), 4);

    let mut alone = find(&mut tx, third).await;
    near::unfold(&mut tx, &mut alone).await.unwrap();
    assert_eq!((find(&mut tx, third).await.alike_of, find(&mut tx, first).await.alike_count), (None, 2));
    let mut from = find(&mut tx, first).await;
    assert_eq!(near::hand_over(&mut tx, &mut from).await.unwrap(), Some(second));
    let (first, second, fourth) =
        (find(&mut tx, first).await, find(&mut tx, second).await, find(&mut tx, fourth).await);
    assert_eq!((first.alike_count, second.alike_of, second.alike_count), (0, None, 1));
    assert_eq!(fourth.alike_of, Some(second.id));
    assert_eq!(near::find(&mut tx, 7, at, false).await.unwrap(), Some(second.id));
    let mut nobody = first;
    assert_eq!(near::hand_over(&mut tx, &mut nobody).await.unwrap(), None);
}
