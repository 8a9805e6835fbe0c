//! What lists leave aside: spam, and what says nearly the same as another.

use crate::house::House;

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use model::{ConversationId, Ground, JudgementTask, Network, Reason, Reasons, Role};
use store::conversation::{Filter, NewConversation, View};
use store::judgement::{Judgement, NewCorrection};
use store::near::Beginning;
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
    assert_eq!((tally.mentions, tally.spam, tally.by_members, tally.cleared), (2, 2, 1, 0));

    spam::set(&mut tx, id, true).await.unwrap();
    assert!(find(&mut tx, id).await.is_spam);
    assert_eq!(conversation::count(&mut tx, View::All, usize::MAX).await.unwrap(), 0);
    assert_eq!(conversation::count(&mut tx, View::Spam, usize::MAX).await.unwrap(), 1);
    let since = tx.now() - 1.hour();
    assert_eq!(floor::lively(&mut tx, since).await.unwrap(), 0);
    assert_eq!(floor::aside(&mut tx, since).await.unwrap(), floor::Aside { spam: 1, alike: 0 });
}

async fn like(tx: &mut Tx, said: &[(u64, Timestamp)]) -> Vec<ConversationId> {
    near::like(tx, said).await.unwrap().into_iter().map(|one| one.conversation).collect()
}

pub async fn beginnings_are_found_within_seven_bits_and_a_week() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    let mut tx = house.write().await;
    let at = tx.now();
    let signature = 0x8000_0000_0000_0001;
    let begun = Beginning { opened_at: at, conversation, signature };
    near::keep(&mut tx, &[begun]).await.unwrap();
    assert_eq!(near::like(&mut tx, &[(signature, at)]).await.unwrap(), [begun].into());
    // Two bits in three of the parts and one in the fourth, or all seven in one.
    let near_ones =
        [0, 1, 1 << 63, 3 | 3 << 16 | 3 << 32 | 1 << 48, 1 << 15 | 3 << 30 | 3 << 40 | 3 << 62, 0b111_1111 << 20];
    for differing in near_ones {
        assert_eq!(like(&mut tx, &[(signature ^ differing, at)]).await, [conversation], "{differing:#x}");
    }
    for differing in [0xff, 3 | 3 << 16 | 3 << 32 | 3 << 48, u64::MAX] {
        assert_eq!(like(&mut tx, &[(signature ^ differing, at)]).await, [], "{differing:#x}");
    }
    for (offset, is_found) in [(near::WINDOW, true), (near::WINDOW + SignedDuration::from_secs(1), false)] {
        for at in [at + offset, at - offset] {
            assert_eq!(like(&mut tx, &[(signature, at)]).await.len(), usize::from(is_found), "{at}");
        }
    }
    assert_eq!(near::beginning(&mut tx, conversation).await.unwrap(), Some(begun));
    near::forget(&mut tx, conversation).await.unwrap();
    assert_eq!(near::beginning(&mut tx, conversation).await.unwrap(), None);
    assert_eq!(like(&mut tx, &[(signature, at)]).await, []);

    near::keep(&mut tx, &[begun]).await.unwrap();
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    house.later(8 * 24 * 3_600);
    let mut tx = house.write().await;
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 4, "its four parts");
    assert_eq!(near::forget_old(&mut tx, 10).await.unwrap(), 0);
}

pub async fn beginnings_like_any_of_many_are_found_at_once_each_in_its_own_week() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let early = house.conversation(channel).await;
    let mut tx = house.write().await;
    let at = tx.now();
    let author = find(&mut tx, early).await.author;
    let new = NewConversation { channel, thread_key: "late", talk_with: None, author, opened_at: at };
    let late = conversation::open(&mut tx, new).await.unwrap().id;
    let (words, others) = (0x0123_4567_89ab_cdef, !0x0123_4567_89ab_cdef);
    let month_ago = at - SignedDuration::from_hours(30 * 24);
    let begun = [
        Beginning { opened_at: month_ago, conversation: early, signature: words },
        Beginning { opened_at: at, conversation: late, signature: others },
    ];
    near::keep(&mut tx, &begun).await.unwrap();
    let strangers = (0..40_u32).map(|number| (words.rotate_left(number + 9), at));
    let asked: Vec<_> = strangers.chain([(others ^ 1, at), (words ^ 2, month_ago), (others ^ 4, at)]).collect();
    assert_eq!(near::like(&mut tx, &asked).await.unwrap(), begun.into());
    assert_eq!(like(&mut tx, &[(words, at), (others, month_ago)]).await, [], "each a month from the other");
    assert_eq!(like(&mut tx, &[]).await, []);
    let both = conversation::of_ids(&mut tx, &[late, early, ConversationId(1)]).await.unwrap();
    assert_eq!(both.iter().map(|one| one.id).collect::<Vec<_>>(), [early, late]);
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
    near::keep(&mut tx, &[Beginning { opened_at: at, conversation: first, signature: 7 }]).await.unwrap();
    for id in [second, third, fourth] {
        near::place(&mut tx, id, Some(first)).await.unwrap();
    }
    near::count(&mut tx, &[(first, 3)]).await.unwrap();
    assert_eq!(conversation::count(&mut tx, View::All, usize::MAX).await.unwrap(), 1);
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
    assert_eq!(like(&mut tx, &[(7, at)]).await, [second.id]);
    let mut nobody = first;
    assert_eq!(near::hand_over(&mut tx, &mut nobody).await.unwrap(), None);
}
