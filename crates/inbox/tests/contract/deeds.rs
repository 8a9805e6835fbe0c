//! What members do to one conversation or to many at once, and undoing it.

use crate::contract::judging::unhappy;
use crate::desk::{Desk, addressed, in_thread};

use inbox::{InboxError, Listing, choose, confirm, find_deed, go_on, prepare, stop, undo};
use jiff::ToSpan as _;
use model::{
    Change, Clock as _, ConversationId, DeedState, EventKind, InboxView, JudgementTask, Outcome, Priority, Right,
    Status,
};
use store::deed::{Deed, Tally};
use store::member::Member;
use store::{conversation, judgement, label, member};

const DONE: Change = Change::Status { status: Status::Resolved, until: None, outcome: None };

/// Conversations with so many people.
async fn many(desk: &Desk, count: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for number in 0..count {
        desk.later(1);
        let post = addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        ids.push(conversation);
    }
    ids
}

async fn begin(desk: &Desk, who: &Member, change: Change, chosen: &[ConversationId]) -> Result<Deed, InboxError> {
    let mut tx = desk.write().await;
    let deed = choose(&mut tx, who, change, chosen).await?;
    tx.commit().await.unwrap();
    Ok(deed)
}

/// What undoing restores of a conversation.
async fn stands(
    desk: &Desk,
    id: ConversationId,
) -> (Status, Option<model::MemberId>, Option<jiff::Timestamp>, Vec<String>, (Option<Priority>, Option<Outcome>)) {
    let found = desk.find(id).await;
    let labels = conversation::labels(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default();
    (found.status, found.assignee, found.snoozed_until, labels, (found.priority, found.outcome))
}

pub async fn every_reversible_act_can_be_undone_and_is_told_of() {
    for act in ["take", "give", "free", "resolve", "say_outcome", "snooze", "label", "unlabel", "prioritise"] {
        for from in [Status::New, Status::Open, Status::Snoozed, Status::Archived] {
            let desk = Desk::new().await;
            let id = desk.conversation("a").await;
            let (who, second) = (desk.member("member").await, desk.member("second").await);
            let until = Some(desk.clock.now() + 1.hour());
            let mut tx = desk.write().await;
            if from != Status::New {
                inbox::assign(&mut tx, &who, id, Some(second.id)).await.unwrap();
                inbox::label(&mut tx, &who, id, "Press").await.unwrap();
                let until = until.filter(|_| from == Status::Snoozed);
                inbox::set_status(&mut tx, &who, id, from, until).await.unwrap();
            }
            tx.commit().await.unwrap();
            let before = stands(&desk, id).await;
            let mut tx = desk.write().await;
            let deed = match act {
                "take" => inbox::assign(&mut tx, &who, id, Some(who.id)).await,
                "give" => inbox::assign(&mut tx, &who, id, Some(desk.member("owner").await.id)).await,
                "free" => inbox::assign(&mut tx, &who, id, None).await,
                "resolve" => inbox::set_status(&mut tx, &who, id, Status::Resolved, None).await,
                "say_outcome" => inbox::resolve(&mut tx, &who, id, Outcome::Referred).await,
                "snooze" => {
                    let later = Some(desk.clock.now() + 5.hours());
                    inbox::set_status(&mut tx, &who, id, Status::Snoozed, later).await
                }
                "prioritise" => inbox::prioritise(&mut tx, &who, id, Some(Priority::Urgent)).await,
                "label" => inbox::label(&mut tx, &who, id, "VIP").await,
                _ => inbox::unlabel(&mut tx, &who, id, "press").await,
            };
            tx.commit().await.unwrap();
            let after = stands(&desk, id).await;
            let Some(deed) = deed.unwrap() else {
                assert_eq!(before, after, "{act} from {from} changed something that cannot be undone");
                continue;
            };
            assert_ne!(before, after, "{act} from {from}");
            let told = desk.log().await.len();
            let deed = desk.undone(&who, deed).await;
            assert_eq!(stands(&desk, id).await, before, "{act} from {from} is undone");
            assert_eq!((deed.tally.restored, deed.tally.left), (1, 0));
            // That it wakes at another time is no event, in either direction.
            if (act, from) != ("snooze", Status::Snoozed) {
                let log = desk.log().await;
                assert!(
                    log[told..].iter().any(|event| event.data["undoes"] == deed.id.to_string()),
                    "{act} from {from}"
                );
            }
            let again = undo(&mut desk.write().await, &who, deed.id).await;
            assert!(matches!(again, Err(InboxError::DeedState(DeedState::Undone))), "{again:?}");
        }
    }
}

pub async fn what_somebody_changed_meanwhile_is_left_to_them() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let ids = many(&desk, 4).await;
    let deed = begin(&desk, &who, DONE, &ids).await.unwrap();
    let mut tx = desk.write().await;
    // Changed, changed and changed back, and touched in something else.
    inbox::set_status(&mut tx, &second, ids[0], Status::Archived, None).await.unwrap();
    inbox::set_status(&mut tx, &second, ids[1], Status::Open, None).await.unwrap();
    inbox::set_status(&mut tx, &second, ids[1], Status::Resolved, None).await.unwrap();
    inbox::label(&mut tx, &second, ids[2], "Press").await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.undone(&who, deed.id).await;
    assert_eq!((deed.state, deed.tally.restored, deed.tally.left), (DeedState::Undone, 2, 2));
    let mut stand = Vec::new();
    for id in &ids {
        stand.push(desk.find(*id).await.status);
    }
    assert_eq!(stand, [Status::Archived, Status::Resolved, Status::New, Status::New]);

    // Somebody who left in between is given nothing back.
    let given = begin(&desk, &who, Change::Assign { to: Some(second.id) }, &ids[2..3]).await.unwrap();
    let taken = begin(&desk, &who, Change::Assign { to: Some(who.id) }, &ids[2..3]).await.unwrap();
    let mut tx = desk.write().await;
    member::disable(&mut tx, desk.member("owner").await.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(given.tally.changed, 1);
    assert_eq!(desk.undone(&who, taken.id).await.tally.left, 1);
    assert_ne!(desk.find(ids[2]).await.assignee, Some(second.id));
}

pub async fn many_are_changed_in_steps_and_put_back_as_each_of_them_was() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 25).await;
    let mut tx = desk.write().await;
    for (number, id) in ids.iter().enumerate().filter(|(number, _)| number.is_multiple_of(3)) {
        let to = [Status::Open, Status::Resolved, Status::Snoozed][number % 9 / 3];
        let until = (to == Status::Snoozed).then(|| desk.clock.now() + 3.hours());
        inbox::set_status(&mut tx, &who, *id, to, until).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut before = Vec::new();
    for id in &ids {
        before.push(stands(&desk, *id).await);
    }
    let resolved = before.iter().filter(|stood| stood.0 == Status::Resolved).count() as i64;
    let deed = begin(&desk, &who, DONE, &ids).await.unwrap();
    assert_eq!((deed.state, deed.tally.total), (DeedState::Running, 25), "more than one step");
    // As after a kill: a step that was not committed never happened, and is done once.
    drop(desk.write().await);
    let deed = desk.finished(&who, deed.id).await;
    let expected = Tally { total: 25, already: resolved, changed: 25 - resolved, ..Tally::default() };
    assert_eq!((deed.state, deed.tally), (DeedState::Done, expected));
    for id in &ids {
        assert_eq!(desk.find(*id).await.status, Status::Resolved);
    }
    let log = desk.log().await;
    let told = log.iter().filter(|event| event.data["deed"] == deed.id.to_string());
    let told: Vec<EventKind> = told.map(|event| event.kind).collect();
    let of_conversations = told.iter().filter(|kind| **kind == EventKind::ConversationStatusChanged).count() as i64;
    assert_eq!(of_conversations, deed.tally.changed, "each is told of with the deed");
    assert!(told.contains(&EventKind::DeedBegun) && told.contains(&EventKind::DeedDone));

    let deed = desk.undone(&who, deed.id).await;
    assert_eq!((deed.tally.restored, deed.tally.left), (25 - resolved, 0));
    for (id, before) in ids.iter().zip(before) {
        assert_eq!(stands(&desk, *id).await, before);
    }
    assert_eq!(desk.count(EventKind::DeedUndone).await, 1);
}

async fn prepared(desk: &Desk, who: &Member, change: Change, listing: &Listing) -> Deed {
    let mut tx = desk.write().await;
    let deed = prepare(&mut tx, who, change, listing).await.unwrap();
    tx.commit().await.unwrap();
    deed
}

pub async fn what_a_list_holds_is_counted_before_anything_is_changed() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 12).await;
    let mut tx = desk.write().await;
    inbox::label(&mut tx, &who, ids[0], "Press").await.unwrap();
    inbox::set_status(&mut tx, &who, ids[1], Status::Resolved, None).await.unwrap();
    let press = label::named(&mut tx, "Press").await.unwrap().id;
    tx.commit().await.unwrap();
    for (query, total) in [("", 11), ("Zug", 11), ("label:press", 1), ("Flugzeug", 0)] {
        let listing = Listing::new(InboxView::Waiting, query);
        let deed = prepared(&desk, &who, Change::Label { label: press }, &listing).await;
        assert_eq!((deed.state, deed.tally.total), (DeedState::Gathering, 0));
        let early = confirm(&mut desk.write().await, &who, deed.id).await;
        assert!(matches!(early, Err(InboxError::DeedState(DeedState::Gathering))));
        let deed = desk.finished(&who, deed.id).await;
        assert_eq!((deed.state, deed.tally.total), (DeedState::Ready, total), "{query}");
        assert_eq!(deed.tally.already, i64::from(total > 0), "{query}");
        assert_eq!(deed.tally.changed, 0);
    }
    assert_eq!(desk.count(EventKind::ConversationLabelled).await, 1, "looking changes nothing");

    let deed = prepared(&desk, &who, Change::Label { label: press }, &Listing::new(InboxView::Waiting, "")).await;
    desk.finished(&who, deed.id).await;
    let mut tx = desk.write().await;
    confirm(&mut tx, &who, deed.id).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!((deed.tally.changed, deed.tally.already), (10, 1));
    let (mut tx, id) = (desk.write().await, deed.id);
    let again = confirm(&mut tx, &who, id).await;
    assert!(matches!(again, Err(InboxError::DeedState(DeedState::Done))));
}

pub async fn who_speaks_after_the_look_is_not_acted_upon() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 3).await;
    let deed = prepared(&desk, &who, DONE, &Listing::new(InboxView::Waiting, "")).await;
    desk.later(60);
    let more = in_thread("more", "p0", "p0", "person0", "Hallo?");
    desk.file(&model::ReceivedPost { posted_at: desk.clock.now(), ..more }, &[]).await;
    desk.later(1);
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!(deed.tally.total, 2);
    // One more speaks while the member looks at what would change.
    let later = in_thread("later", "p2", "p2", "person2", "Hallo?");
    desk.file(&model::ReceivedPost { posted_at: desk.clock.now(), ..later }, &[]).await;
    let mut tx = desk.write().await;
    confirm(&mut tx, &who, deed.id).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!((deed.tally.changed, deed.tally.refused), (1, 1));
    assert_eq!(desk.find(ids[2]).await.status, Status::New);
    assert_eq!(desk.find(ids[0]).await.status, Status::New);
    assert_eq!(desk.find(ids[1]).await.status, Status::Resolved);
}

pub async fn a_deed_that_is_stopped_leaves_the_rest_and_is_undone_as_far_as_it_came() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 15).await;
    let deed = begin(&desk, &who, DONE, &ids).await.unwrap();
    let mut tx = desk.write().await;
    let stopped = stop(&mut tx, &who, deed.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((stopped.state, stopped.tally.changed), (DeedState::Stopped, 10));
    assert!(!go_on(&desk.store, deed.id).await.unwrap());
    let again = stop(&mut desk.write().await, &who, deed.id).await;
    assert!(matches!(again, Err(InboxError::DeedState(DeedState::Stopped))));
    let deed = desk.undone(&who, deed.id).await;
    assert_eq!((deed.state, deed.tally.restored), (DeedState::Undone, 10));
    for id in ids {
        assert_eq!(desk.find(id).await.status, Status::New);
    }
}

pub async fn a_deed_stops_with_the_right_of_whoever_began_it() {
    let desk = Desk::new().await;
    let (owner, who) = (desk.member("owner").await, desk.member("member").await);
    let ids = many(&desk, 15).await;
    let deed = begin(&desk, &who, DONE, &ids).await.unwrap();
    let mut tx = desk.write().await;
    member::disable(&mut tx, owner.id, who.id).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&owner, deed.id).await;
    assert_eq!((deed.state, deed.tally.changed), (DeedState::Stopped, 10));
}

pub async fn a_deed_is_refused_that_can_be_done_to_nobody() {
    let desk = Desk::new().await;
    let (who, leader) = (desk.member("member").await, desk.member("leader").await);
    let ids = many(&desk, 1).await;
    let refused = async |change: Change| begin(&desk, &who, change, &ids).await.expect_err("it is refused");
    let status = |status, until| Change::Status { status, until, outcome: None };
    assert!(matches!(refused(status(Status::New, None)).await, InboxError::Status(_)));
    assert!(matches!(refused(status(Status::Snoozed, None)).await, InboxError::Status(_)));
    assert!(matches!(refused(status(Status::Snoozed, Some(desk.clock.now()))).await, InboxError::Status(_)));
    assert!(matches!(refused(Change::Assign { to: Some(7.into()) }).await, InboxError::Missing(_)));
    assert!(matches!(refused(Change::Assign { to: Some(leader.id) }).await, InboxError::Forbidden(_)));
    let one = Change::Correct { post: 1.into(), task: JudgementTask::Spam, value: "yes".into() };
    assert!(matches!(refused(one).await, InboxError::NoSuchAnswer));
    for chosen in [&[][..], &[ConversationId(7)]] {
        assert!(matches!(begin(&desk, &who, DONE, chosen).await, Err(InboxError::NothingChosen)));
    }
    let forbidden = begin(&desk, &leader, DONE, &ids).await;
    assert!(matches!(forbidden, Err(InboxError::Forbidden(Right::WorkInbox))));
    let broken = prepare(&mut desk.write().await, &who, DONE, &Listing::new(InboxView::All, "(lift")).await;
    assert!(matches!(broken, Err(InboxError::Query(_))));
}

pub async fn a_deed_is_its_doers_own_and_that_of_managers() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 2).await;
    let deed = begin(&desk, &who, DONE, &ids).await.unwrap();
    for (name, may) in [("second", false), ("leader", false), ("manager", true)] {
        let other = desk.member(name).await;
        let mut tx = desk.write().await;
        assert_eq!(undo(&mut tx, &other, deed.id).await.is_ok(), may, "{name}");
        assert_eq!(find_deed(&mut tx, &other, deed.id).await.is_ok(), may, "{name}");
    }
    desk.later(31 * 86_400);
    let late = undo(&mut desk.write().await, &who, deed.id).await;
    assert!(late.is_err(), "after its time it is not undone");
}

pub async fn a_word_about_a_mention_is_taken_back() {
    let mut desk = Desk::new().await;
    desk.judgements = unhappy();
    let id = desk.conversation("a").await;
    let (who, post) = (desk.member("member").await, desk.post_id("a").await);
    let judged = async || judgement::of_posts(&mut desk.read().await, &[post]).await.unwrap().remove(&post).unwrap();
    let before = judged().await;
    for (task, value) in [(JudgementTask::Sentiment, "positive"), (JudgementTask::Spam, "yes")] {
        let mut tx = desk.write().await;
        let deed = inbox::correct(&mut tx, &who, id, post, task, value).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_ne!(judged().await, before, "{task}");
        assert_eq!(desk.undone(&who, deed).await.tally.restored, 1, "{task}");
        assert_eq!(judged().await, before, "{task}");
        let found = desk.find(id).await;
        assert!(!found.is_spam && stands(&desk, id).await.3.is_empty(), "{task}");
    }
    let learned = judgement::corrections_after(&mut desk.read().await, 0.into(), 9).await.unwrap();
    assert_eq!(learned, []);
}

pub async fn one_label_takes_the_place_of_another_everywhere_and_gives_it_back() {
    let desk = Desk::new().await;
    let ids = many(&desk, 13).await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    for id in &ids {
        inbox::label(&mut tx, &who, *id, "Lift").await.unwrap();
    }
    inbox::label(&mut tx, &who, ids[0], "Elevator").await.unwrap();
    let (lift, elevator) = (
        label::by_name(&mut tx, "lift").await.unwrap().unwrap().id,
        label::by_name(&mut tx, "elevator").await.unwrap().unwrap().id,
    );
    for (name, refused) in [
        ("elevator", inbox::rename_label(&mut tx, &who, lift, " Elevator").await),
        ("", inbox::rename_label(&mut tx, &who, lift, " ").await),
    ] {
        assert!(matches!(refused, Err(InboxError::LabelNameTaken | InboxError::LabelName)), "{name}: {refused:?}");
    }
    let colleague = desk.member("colleague").await;
    let refused = inbox::merge_labels(&mut tx, &colleague, lift, elevator).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    let refused = inbox::merge_labels(&mut tx, &who, lift, lift).await;
    assert!(matches!(refused, Err(InboxError::WithItself)), "{refused:?}");
    inbox::rename_label(&mut tx, &who, lift, "Lifts").await.unwrap();
    let deed = inbox::merge_labels(&mut tx, &who, lift, elevator).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.finished(&who, deed.id).await.tally, Tally { total: 13, changed: 13, ..Tally::default() });
    for id in &ids {
        assert_eq!(stands(&desk, *id).await.3, ["Elevator"]);
    }
    assert!(label::find(&mut desk.read().await, lift).await.unwrap().unwrap().archived_at.is_some());

    let deed = desk.undone(&who, deed.id).await;
    assert_eq!((deed.tally.restored, deed.tally.left), (13, 0));
    assert_eq!(stands(&desk, ids[0]).await.3, ["Elevator", "Lifts"], "which it had both");
    assert_eq!(stands(&desk, ids[12]).await.3, ["Lifts"]);
    let mut tx = desk.write().await;
    inbox::put_label_away(&mut tx, &who, lift, false).await.unwrap();
    let nothing = inbox::label_named(&mut tx, "Nothing").await.unwrap();
    assert_eq!(inbox::merge_labels(&mut tx, &who, nothing, lift).await.unwrap(), None, "it is on nothing");
    tx.commit().await.unwrap();
    for kind in [EventKind::LabelRenamed, EventKind::LabelRestored] {
        assert_eq!(desk.count(kind).await, 1, "{kind}");
    }
    assert_eq!(desk.count(EventKind::LabelArchived).await, 2);
}
