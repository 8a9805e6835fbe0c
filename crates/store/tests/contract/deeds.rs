//! What members do, kept so that it can be undone.

use crate::house::House;

use model::{
    Actor, Change, ConversationId, DeedItemState, DeedState, EventKind, Ground, InboxView, JudgementTask, Network,
    Role, Status,
};
use serde_json::json;
use store::deed::{self, DeedItem, NewDeed, Tally};
use store::judgement::{self, Judgement, NewCorrection};
use store::{Tx, event, label};

const DONE: Change = Change::Status { status: Status::Resolved, until: None, outcome: None };

async fn some(house: &House, count: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let channel = house.channel(Network::Simulated).await;
        ids.push(house.conversation(channel).await);
    }
    ids
}

async fn ids(tx: &mut Tx, deed: model::DeedId, state: DeedItemState) -> Vec<ConversationId> {
    deed::items(tx, deed, state, 99).await.unwrap().into_iter().map(|item| item.conversation).collect()
}

pub async fn a_deed_keeps_its_conversations_and_how_they_stood() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let chosen = some(&house, 3).await;
    let mut tx = house.write().await;
    let list = Some((InboxView::Waiting, "lift \"Aufzug\""));
    for state in DeedState::ALL {
        let begun = deed::begin(&mut tx, NewDeed { member, change: &DONE, list, state: *state }).await.unwrap();
        assert_eq!(deed::find(&mut tx, begun.id).await.unwrap().unwrap(), begun);
    }
    let new = NewDeed { member, change: &DONE, list: None, state: DeedState::Gathering };
    let mut deed = deed::begin(&mut tx, new).await.unwrap();
    assert_eq!(deed::add(&mut tx, deed.id, &chosen[..2]).await.unwrap(), 2);
    assert_eq!(deed::add(&mut tx, deed.id, &chosen).await.unwrap(), 1, "one is in it once");
    assert_eq!(ids(&mut tx, deed.id, DeedItemState::Waiting).await, chosen);
    for state in DeedItemState::ALL {
        let item = DeedItem {
            conversation: chosen[1],
            state: *state,
            before: Some(json!({ "status": "new" })),
            after: Some(json!({ "status": "resolved" })),
            marked: Some(tx.next_id()),
        };
        deed::settle(&mut tx, deed.id, &item).await.unwrap();
        let found = deed::items(&mut tx, deed.id, *state, 99).await.unwrap();
        assert!(found.contains(&item), "{state}: {found:?}");
    }
    deed.tally = Tally { total: 6, already: 5, changed: 4, refused: 3, restored: 2, left: 1 };
    deed.gathered = Some((deed.begun_at, chosen[2]));
    deed.state = DeedState::Stopped;
    deed::save(&mut tx, &deed).await.unwrap();
    assert_eq!(deed::find(&mut tx, deed.id).await.unwrap().unwrap(), deed);
}

pub async fn a_deed_goes_on_where_it_stood_after_a_kill() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let chosen = some(&house, 2).await;
    let mut tx = house.write().await;
    let new = NewDeed { member, change: &DONE, list: None, state: DeedState::Running };
    let deed = deed::begin(&mut tx, new).await.unwrap();
    deed::add(&mut tx, deed.id, &chosen).await.unwrap();
    let first = deed::items(&mut tx, deed.id, DeedItemState::Waiting, 1).await.unwrap().remove(0);
    deed::settle(&mut tx, deed.id, &DeedItem { state: DeedItemState::Changed, ..first }).await.unwrap();
    tx.commit().await.unwrap();
    let again = house.as_if_killed().await;
    assert_eq!(ids(&mut again.read().await, deed.id, DeedItemState::Waiting).await, chosen[1..]);
}

pub async fn a_deed_that_is_too_old_to_be_undone_is_forgotten_with_its_conversations() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let chosen = some(&house, 3).await;
    let mut tx = house.write().await;
    let new = NewDeed { member, change: &DONE, list: None, state: DeedState::Done };
    let deed = deed::begin(&mut tx, new).await.unwrap();
    deed::add(&mut tx, deed.id, &chosen).await.unwrap();
    assert_eq!(deed::forget_old(&mut tx, 2).await.unwrap(), 0);
    tx.commit().await.unwrap();
    house.later(31 * 86_400);
    let mut tx = house.write().await;
    let mut forgotten = Vec::new();
    while forgotten.last() != Some(&0) {
        forgotten.push(deed::forget_old(&mut tx, 2).await.unwrap());
    }
    assert_eq!(forgotten, [2, 1, 1, 0], "a few at a time");
    assert_eq!(deed::find(&mut tx, deed.id).await.unwrap(), None);
}

pub async fn what_happened_since_is_told_by_kind() {
    let house = House::new().await;
    let chosen = some(&house, 2).await;
    let mut tx = house.write().await;
    let marked = tx.next_id();
    let kinds = [EventKind::ConversationAssigned, EventKind::NoteWritten];
    let since = async |tx: &mut Tx, of: usize| deed::happened_since(tx, chosen[of], &kinds, marked).await.unwrap();
    event::append(&mut tx, EventKind::ConversationLabelled, Actor::System, Some(chosen[0]), json!({})).await.unwrap();
    assert_eq!(since(&mut tx, 0).await, [], "another kind");
    for _ in 0..2 {
        event::append(&mut tx, EventKind::NoteWritten, Actor::System, Some(chosen[0]), json!({})).await.unwrap();
    }
    assert_eq!(since(&mut tx, 0).await, [EventKind::NoteWritten]);
    assert_eq!(since(&mut tx, 1).await, [], "another conversation");
    assert_eq!(deed::happened_since(&mut tx, chosen[0], &[], marked).await.unwrap(), []);
    let label = label::named(&mut tx, "Press").await.unwrap();
    label::put_on(&mut tx, chosen[1], label.id).await.unwrap();
    assert_eq!(label::having(&mut tx, label.id, &chosen).await.unwrap(), chosen[1..]);
    assert!(label::is_on(&mut tx, chosen[1], label.id).await.unwrap());
    assert!(!label::is_on(&mut tx, chosen[0], label.id).await.unwrap());
    assert_eq!(label::find(&mut tx, label.id).await.unwrap(), Some(label));
}

pub async fn a_word_that_is_taken_back_is_not_learned_from() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let author = store::conversation::find(&mut tx, id).await.unwrap().unwrap().author;
    let post = crate::contract::words::post(tx.now());
    let post = store::post::insert(&mut tx, channel, author, &post).await.unwrap().id;
    let before = Judgement {
        task: JudgementTask::Sentiment,
        value: Some("negative".into()),
        confidence_percent: 70,
        ground: Ground::Words,
        member: None,
    };
    judgement::keep(&mut tx, post, std::slice::from_ref(&before)).await.unwrap();
    let event =
        event::append(&mut tx, EventKind::JudgementCorrected, Actor::Member(member), None, json!({})).await.unwrap();
    let new = NewCorrection { event, post, task: before.task, value: "positive", member };
    judgement::correct(&mut tx, new).await.unwrap();
    assert_eq!(judgement::correction_count(&mut tx, i64::MAX).await.unwrap(), 0, "nobody has sealed it");
    tx.commit().await.unwrap();
    house.seal().await;
    let mut tx = house.write().await;
    assert_eq!(judgement::correction_count(&mut tx, i64::MAX).await.unwrap(), 1);
    assert_eq!(judgement::correction_count(&mut tx, 0).await.unwrap(), 0);
    judgement::take_back(&mut tx, post, &before).await.unwrap();
    assert_eq!(judgement::correction_count(&mut tx, i64::MAX).await.unwrap(), 0);
    assert_eq!(judgement::of_posts(&mut tx, &[post]).await.unwrap()[&post], [before]);
}
