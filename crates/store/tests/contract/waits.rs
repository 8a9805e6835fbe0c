//! Who waits, as it was known at each position of the log.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, ChannelId, ConversationId, EventKind, KnownWait, Network, Sentiment, TopicId, Wait, WaitEnd,
    WaitKind,
};
use serde_json::json;
use store::conversation::{self, NewConversation};
use store::wait_day::{self, WaitDay};
use store::{Tx, author, event, wait};

use crate::house::{House, letter};

/// Two conversations with somebody.
async fn two(house: &House) -> (ChannelId, AuthorId, [ConversationId; 2]) {
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let author = author::keep(&mut tx, Network::Simulated, &letter("p", "anna", "Hallo?").author).await.unwrap();
    let mut ids = [ConversationId(0); 2];
    for (id, key) in ids.iter_mut().zip(["one", "two"]) {
        let new = NewConversation { channel, thread_key: key, talk_with: None, author, opened_at: tx.now() };
        *id = conversation::open(&mut tx, new).await.unwrap().id;
    }
    tx.commit().await.unwrap();
    (channel, author, ids)
}

fn waiting(conversation: ConversationId, (channel, author): (ChannelId, AuthorId), began_at: Timestamp) -> Wait {
    Wait {
        conversation,
        number: 1,
        kind: WaitKind::First,
        channel,
        author,
        topics: vec![TopicId(3), TopicId(4)],
        language: Some("nl".into()),
        sentiment: Some(Sentiment::Mixed),
        needs_reply: Some(true),
        began_at,
        heard_at: began_at + SignedDuration::from_secs(9),
        held_at: None,
        automated_at: None,
        end: None,
        team: None,
        closed_at: None,
        is_let_stand: false,
    }
}

pub async fn what_was_known_at_a_position_stays_so_whatever_is_learned_later() {
    let house = House::new().await;
    let (channel, author, [one, two]) = two(&house).await;
    let mut tx = house.write().await;
    let now = tx.now();
    let hour = SignedDuration::from_hours(1);
    let first = waiting(one, (channel, author), now);
    let answered = Wait { end: Some((WaitEnd::Answered, now + hour)), ..first.clone() };
    let other = Wait {
        language: None,
        sentiment: None,
        needs_reply: None,
        topics: Vec::new(),
        held_at: Some(now),
        automated_at: Some(now),
        closed_at: Some(now),
        is_let_stand: true,
        ..waiting(two, (channel, author), now + hour)
    };
    let known = |from, until, wait: &Wait| KnownWait { from, until, wait: wait.clone() };
    wait::keep(&mut tx, 0, &[known(1, None, &first)]).await.unwrap();
    // The whole of what is known is given each time; what was kept before is not kept twice.
    let all = [known(1, Some(5), &first), known(4, None, &other), known(5, None, &answered)];
    wait::keep(&mut tx, 3, &all).await.unwrap();
    wait::keep(&mut tx, 6, &all).await.unwrap();

    let until = now + hour * 2;
    for (position, expected) in [
        (0, vec![]),
        (1, vec![&first]),
        (3, vec![&first]),
        (4, vec![&first, &other]),
        (5, vec![&answered, &other]),
        (99, vec![&answered, &other]),
    ] {
        let found = wait::begun(&mut tx, now, until, position).await.unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "at {position}");
    }
    assert_eq!(wait::begun(&mut tx, now + hour, until, 5).await.unwrap(), [other], "from a moment");
    assert_eq!(wait::begun(&mut tx, now, now + hour, 5).await.unwrap(), [answered], "until before a moment");
}

pub async fn who_waits_longest_for_an_answer_that_is_needed_is_first() {
    let house = House::new().await;
    let (channel, author, [one, two]) = two(&house).await;
    let mut tx = house.write().await;
    let now = tx.now();
    let [late, early] =
        [(one, 60), (two, 0)].map(|(id, after)| waiting(id, (channel, author), now + SignedDuration::from_secs(after)));
    let second = |wait: &Wait, changed: fn(&mut Wait)| {
        let mut wait = Wait { number: 2, began_at: now - SignedDuration::from_hours(9), ..wait.clone() };
        changed(&mut wait);
        wait
    };
    let not_needed = second(&late, |wait| wait.needs_reply = Some(false));
    let ended = second(&early, |wait| wait.end = Some((WaitEnd::Withdrawn, wait.began_at)));
    let all = [&late, &early, &not_needed, &ended].map(|wait| KnownWait { from: 1, until: None, wait: wait.clone() });
    wait::keep(&mut tx, 0, &all).await.unwrap();
    assert_eq!(wait::open(&mut tx, 1, 9).await.unwrap(), [early.clone(), late]);
    assert_eq!(wait::open(&mut tx, 1, 1).await.unwrap(), [early]);
    assert_eq!(wait::open(&mut tx, 0, 9).await.unwrap(), []);
}

pub async fn the_sealed_events_of_conversations_are_found_up_to_a_position() {
    let house = House::new().await;
    let (_, _, [one, two]) = two(&house).await;
    let mut tx = house.write().await;
    for id in [one, two, one] {
        event::append(&mut tx, EventKind::ConversationOpened, Actor::System, Some(id), json!({})).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.append(1).await;
    let of = async |ids: &[ConversationId], until| {
        let found = event::sealed_of(&mut house.read().await, ids, until).await.unwrap();
        found.iter().map(|one| one.event.conversation).collect::<Vec<_>>()
    };
    assert_eq!(of(&[one, two], i64::MAX).await, [], "nobody sealed them yet");
    house.seal().await;
    assert_eq!(of(&[one, two], i64::MAX).await, [Some(one), Some(two), Some(one)]);
    let last = event::position(&mut house.read().await).await.unwrap();
    assert_eq!(of(&[one], last - 2).await, [Some(one)]);
    assert_eq!(of(&[], last).await, []);
}

pub async fn the_sums_of_a_day_are_gone_once_more_becomes_known_of_its_waits() {
    let house = House::new().await;
    let (channel, author, [one, two]) = two(&house).await;
    let mut tx = house.write().await;
    let now = tx.now();
    let day = SignedDuration::from_hours(24);
    let open = waiting(one, (channel, author), now);
    let later = waiting(two, (channel, author), now + day);
    let answered = Wait { end: Some((WaitEnd::Answered, now + day * 2)), ..open.clone() };
    let known = |from, until, wait: &Wait| KnownWait { from, until, wait: wait.clone() };
    assert_eq!(wait::first_began(&mut tx).await.unwrap(), None);
    wait::keep(&mut tx, 0, &[known(1, None, &open), known(2, None, &later)]).await.unwrap();
    assert_eq!(wait::first_began(&mut tx).await.unwrap(), Some(now));
    assert_eq!(wait::open_since(&mut tx, now, now + day).await.unwrap(), [known(1, None, &open).wait]);

    let sums = |from: Timestamp, parted_by: &str, sums: &str| WaitDay {
        from,
        until: from + day,
        parted_by: parted_by.to_owned(),
        hours: "1".to_owned(),
        changed: 2,
        last_end: None,
        sums: sums.to_owned(),
    };
    let (first, second) = (sums(now, "", "[1]"), sums(now + day, "", "[2]"));
    let topics = sums(now, "topic", "[]");
    wait_day::keep(&mut tx, vec![sums(now, "", "[0]"), topics.clone()]).await.unwrap();
    wait_day::keep(&mut tx, vec![first.clone(), second.clone()]).await.unwrap();
    let within =
        async |tx: &mut Tx, until, hours, parted_by| wait_day::within(tx, now, until, hours, parted_by).await.unwrap();
    let end = now + day * 2;
    assert_eq!(within(&mut tx, end, "1", "").await, [first.clone(), second.clone()]);
    assert_eq!(within(&mut tx, end - SignedDuration::from_secs(1), "1", "").await, [first], "whole days alone");
    assert_eq!(within(&mut tx, end, "1", "topic").await, [topics]);
    assert_eq!(within(&mut tx, end, "2", "").await, [], "in nobody else's hours");
    assert_eq!(wait_day::changed(&mut tx, now, end).await.unwrap(), 2);
    assert_eq!(wait_day::changed(&mut tx, end, end + day).await.unwrap(), 0);

    // An answer on the third day changes the first, on which they began to wait, and no other.
    wait::keep(&mut tx, 2, &[known(1, Some(7), &open), known(7, None, &answered)]).await.unwrap();
    assert_eq!(within(&mut tx, end, "1", "").await, [second]);
    assert_eq!(within(&mut tx, end, "1", "topic").await, []);
    let kept = wait_day::kept(&mut tx, now, end, "1").await.unwrap();
    assert_eq!(kept, HashSet::from([(now + day, end)]));
    assert_eq!(wait_day::changed(&mut tx, now, now + day).await.unwrap(), 7);
    assert_eq!(wait::open_since(&mut tx, now, now + day).await.unwrap(), []);
}
