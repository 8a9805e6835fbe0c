//! What is done without words.

use std::time::Duration;

use inbox::{About, GestureFault, GestureOutcome, Gesturing, InboxError, WantedHouseRule};
use model::{Actor, EventKind, GestureId, GestureKind, GestureState, HouseRuleId, ReportGround};
use serde_json::json;
use store::gesture::{self, Gesture};
use store::member::Member;
use store::{job, label};

use crate::desk::{Desk, addressed, in_thread, post};

const UNDO: Duration = Duration::from_secs(10);

fn like(about: About) -> Gesturing<'static> {
    Gesturing { kind: GestureKind::Like, about, under: None, ground: None, takes: GestureKind::ALL, undo: UNDO }
}

async fn want(desk: &Desk, who: &Member, wanted: Gesturing<'_>) -> Result<Gesture, InboxError> {
    let mut tx = desk.write().await;
    let one = inbox::want_gesture(&mut tx, who, wanted).await?;
    tx.commit().await.unwrap();
    Ok(one)
}

async fn take_back(desk: &Desk, who: &Member, id: GestureId) -> Result<Gesture, InboxError> {
    let mut tx = desk.write().await;
    let one = inbox::take_gesture_back(&mut tx, who, id).await?;
    tx.commit().await.unwrap();
    Ok(one)
}

/// What an attempt came to.
async fn comes_to(desk: &Desk, id: GestureId, outcome: GestureOutcome) -> Gesture {
    let mut tx = desk.write().await;
    let mut one = gesture::find(&mut tx, id).await.unwrap().unwrap();
    if one.state == GestureState::Queued {
        inbox::begin_gesture(&mut tx, &mut one, "{}".into(), Some("ours/1".into())).await.unwrap();
    }
    inbox::finish_gesture(&mut tx, &mut one, outcome).await.unwrap();
    tx.commit().await.unwrap();
    one
}

async fn find(desk: &Desk, id: GestureId) -> Gesture {
    gesture::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

async fn house_rule(desk: &Desk) -> HouseRuleId {
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let wanted = WantedHouseRule { name: "Nobody is insulted".into(), words: "Not by anybody.".into() };
    let rule = inbox::keep_house_rule(&mut tx, &manager, None, &wanted).await.unwrap();
    tx.commit().await.unwrap();
    rule
}

fn is_fault<T: std::fmt::Debug>(refused: &Result<T, InboxError>, fault: &GestureFault) -> bool {
    matches!(refused, Err(InboxError::Gesture(found)) if found == fault)
}

/// The events of gestures, by kind.
async fn told(desk: &Desk) -> Vec<EventKind> {
    desk.log().await.into_iter().map(|event| event.kind).filter(|kind| kind.as_str().starts_with("gesture.")).collect()
}

pub async fn a_like_is_made_once_whoever_asks_and_taken_back_before_and_after() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let (ada, ben, leader) = (desk.member("member").await, desk.member("second").await, desk.member("leader").await);
    let about = About::Post(desk.post_id("a").await);
    let refused = want(&desk, &leader, like(about)).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    let refused = want(&desk, &ada, Gesturing { takes: &[], ..like(about) }).await;
    assert!(is_fault(&refused, &GestureFault::NotTaken), "{refused:?}");

    let first = want(&desk, &ada, like(about)).await.unwrap();
    assert_eq!((first.state, first.conversation, first.member), (GestureState::Queued, Some(conversation), ada.id));
    assert_eq!(first.make_at, first.created_at + UNDO);
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), Some(first.make_at));
    assert_eq!(want(&desk, &ben, like(about)).await.unwrap(), first, "there is one, whoever asks");
    let gone = take_back(&desk, &ben, first.id).await.unwrap();
    assert_eq!((gone.state, gone.taken_back.map(|(by, _)| by)), (GestureState::TakenBack, Some(Some(ben.id))));
    assert_eq!(take_back(&desk, &ada, first.id).await.unwrap(), gone, "twice is once");

    let second = want(&desk, &ben, like(about)).await.unwrap();
    assert_ne!(second.id, first.id);
    let made = comes_to(&desk, second.id, GestureOutcome::Made).await;
    assert_eq!((made.state, made.attempts), (GestureState::Stands, 1));
    assert_eq!(want(&desk, &ada, like(about)).await.unwrap().id, second.id, "it stands");
    let leaving = take_back(&desk, &ada, second.id).await.unwrap();
    assert_eq!(leaving.state, GestureState::TakingBack, "the network has it until it says otherwise");
    let refused = want(&desk, &ada, like(about)).await;
    assert!(is_fault(&refused, &GestureFault::State(GestureState::TakingBack)), "{refused:?}");
    let gone = comes_to(&desk, second.id, GestureOutcome::TakenBack).await;
    assert_eq!(gone.state, GestureState::TakenBack);
    use EventKind::*;
    assert_eq!(
        told(&desk).await,
        [
            GestureWanted,
            GestureTakenBack,
            GestureWanted,
            GestureMaking,
            GestureMade,
            GestureTakingBack,
            GestureTakenBack
        ]
    );
    let log = desk.log().await;
    let made = log.iter().find(|event| event.kind == GestureMade).unwrap();
    assert_eq!(
        (made.actor, made.conversation),
        (Actor::Member(ben.id), Some(conversation)),
        "whoever wanted it did it"
    );
    assert_eq!(made.data["kind"], json!("like"));
    let back = log.iter().rfind(|event| event.kind == GestureTakenBack).unwrap();
    assert_eq!((back.actor, &back.data["was_made"]), (Actor::Member(ada.id), &json!(true)));

    desk.delete("a").await;
    let refused = want(&desk, &ada, like(about)).await;
    assert!(is_fault(&refused, &GestureFault::Gone), "{refused:?}");
    desk.file(&in_thread("b", "ours", "ours", "anna", "Moin"), &desk.topics[..1]).await;
    let conversation = desk.find(desk.thread_of("b").await).await;
    let root = post("ours", "ours", "Guten Morgen");
    let mut tx = desk.write().await;
    inbox::place_context(&mut tx, desk.channel, model::Network::Simulated, &conversation, &root).await.unwrap();
    tx.commit().await.unwrap();
    let refused = want(&desk, &ada, like(About::Post(desk.post_id("ours").await))).await;
    assert!(is_fault(&refused, &GestureFault::Ours), "{refused:?}");
}

pub async fn a_like_is_no_answer() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let before = desk.find(conversation).await;
    let one = want(&desk, &ada, like(About::Post(desk.post_id("a").await))).await.unwrap();
    comes_to(&desk, one.id, GestureOutcome::Made).await;
    let after = desk.find(conversation).await;
    assert!(after.waiting_since.is_some());
    assert_eq!(after, before, "they wait as before, and the thread is at the version that everybody saw");
}

pub async fn hiding_needs_a_house_rule_a_reason_somebody_who_may_and_a_post_of_ours_above() {
    let desk = Desk::new().await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let rule = house_rule(&desk).await;
    desk.file(&addressed("theirs", "anna", "Wo bleibt der Zug?"), &[]).await;
    let mut thread = addressed("rude", "bob", "Ihr Pfeifen");
    thread.root = Some(model::RemoteRef { id: "ours".into(), revision: None });
    thread.parent = thread.root.clone();
    desk.file(&thread, &[]).await;
    let about = About::Post(desk.post_id("rude").await);
    let hide = Gesturing { kind: GestureKind::Hide, under: Some((rule, " It calls us names. ")), ..like(about) };
    let refused = want(&desk, &manager, hide).await;
    assert!(is_fault(&refused, &GestureFault::NotUnderOurs), "nobody knows whose thread it is: {refused:?}");
    let conversation = desk.find(desk.thread_of("rude").await).await;
    let root = post("ours", "ours", "Guten Morgen");
    let mut tx = desk.write().await;
    inbox::place_context(&mut tx, desk.channel, model::Network::Simulated, &conversation, &root).await.unwrap();
    tx.commit().await.unwrap();

    let refused = want(&desk, &ada, hide).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(model::Right::HidePosts))), "{refused:?}");
    let refused = want(&desk, &manager, Gesturing { under: None, ..hide }).await;
    assert!(is_fault(&refused, &GestureFault::NeedsHouseRule), "{refused:?}");
    for reason in [" ".to_owned(), "r".repeat(501)] {
        let refused = want(&desk, &manager, Gesturing { under: Some((rule, &reason)), ..hide }).await;
        assert!(is_fault(&refused, &GestureFault::Reason), "{refused:?}");
    }
    let elsewhere = About::Post(desk.post_id("theirs").await);
    let refused = want(&desk, &manager, Gesturing { about: elsewhere, ..hide }).await;
    assert!(is_fault(&refused, &GestureFault::NotUnderOurs), "{refused:?}");

    let hidden = want(&desk, &manager, hide).await.unwrap();
    let under = hidden.under.clone().unwrap();
    assert_eq!((under.rule, &under.reason[..]), (rule, "It calls us names."));
    let log = desk.log().await;
    let asked = log.iter().find(|event| event.kind == EventKind::GestureWanted).unwrap();
    assert_eq!(asked.data["house_rule"], json!(rule));
    assert!(!asked.data.to_string().contains("names"), "the log holds no words");
    comes_to(&desk, hidden.id, GestureOutcome::Made).await;
    let refused = take_back(&desk, &ada, hidden.id).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    take_back(&desk, &manager, hidden.id).await.unwrap();

    let mut tx = desk.write().await;
    inbox::put_house_rule_away(&mut tx, &manager, rule, true).await.unwrap();
    tx.commit().await.unwrap();
    let refused = want(&desk, &manager, hide).await;
    assert!(matches!(refused, Err(InboxError::Missing(_))), "nothing is done under one that is put away: {refused:?}");
}

pub async fn a_report_says_what_is_wrong_and_is_made_for_good() {
    let desk = Desk::new().await;
    desk.conversation("a").await;
    let ada = desk.member("member").await;
    let rule = house_rule(&desk).await;
    let about = About::Post(desk.post_id("a").await);
    let report = Gesturing { kind: GestureKind::Report, under: Some((rule, "It insults.")), ..like(about) };
    let refused = want(&desk, &ada, report).await;
    assert!(is_fault(&refused, &GestureFault::Ground), "{refused:?}");
    let report = Gesturing { ground: Some(ReportGround::Rude), ..report };
    let first = want(&desk, &ada, report).await.unwrap();
    assert_eq!(take_back(&desk, &ada, first.id).await.unwrap().state, GestureState::TakenBack, "it had not left");
    let second = want(&desk, &ada, report).await.unwrap();
    comes_to(&desk, second.id, GestureOutcome::FateUnknown { why: "no answer".into() }).await;
    assert!(is_fault(&take_back(&desk, &ada, second.id).await, &GestureFault::ForGood));
    let mut tx = desk.write().await;
    assert_eq!(inbox::retry_gesture(&mut tx, &ada, second.id).await.unwrap().state, GestureState::Queued);
    tx.commit().await.unwrap();
    comes_to(&desk, second.id, GestureOutcome::Made).await;
    assert!(is_fault(&take_back(&desk, &ada, second.id).await, &GestureFault::ForGood));
}

pub async fn what_failed_is_tried_again_under_what_was_asked_for_last_and_under_no_rule_that_was_put_away() {
    let desk = Desk::new().await;
    desk.conversation("a").await;
    let (ada, ben, manager) = (desk.member("member").await, desk.member("second").await, desk.member("manager").await);
    let first = house_rule(&desk).await;
    let mut tx = desk.write().await;
    let wanted = WantedHouseRule { name: "No advertising".into(), words: "Nothing is sold.".into() };
    let second = inbox::keep_house_rule(&mut tx, &manager, None, &wanted).await.unwrap();
    tx.commit().await.unwrap();
    let about = About::Post(desk.post_id("a").await);
    let under = |rule, reason, ground| Gesturing {
        kind: GestureKind::Report,
        under: Some((rule, reason)),
        ground: Some(ground),
        ..like(about)
    };
    let one = want(&desk, &ada, under(first, "It insults.", ReportGround::Rude)).await.unwrap();
    comes_to(&desk, one.id, GestureOutcome::Failed { why: "not now".into() }).await;
    let again = want(&desk, &ben, under(second, "It sells.", ReportGround::Spam)).await.unwrap();
    let ground = again.under.clone().unwrap();
    assert_eq!((again.id, again.state, again.member), (one.id, GestureState::Queued, ben.id));
    assert_eq!((ground.rule, &ground.reason[..], again.ground), (second, "It sells.", Some(ReportGround::Spam)));
    let failed = comes_to(&desk, one.id, GestureOutcome::Failed { why: "not now".into() }).await;
    assert_eq!(failed.prepared, None, "the record of a report holds its reason");

    let mut tx = desk.write().await;
    inbox::put_house_rule_away(&mut tx, &manager, second, true).await.unwrap();
    let refused = inbox::retry_gesture(&mut tx, &ada, one.id).await;
    assert!(matches!(refused, Err(InboxError::Missing(_))), "{refused:?}");
}

pub async fn somebody_is_followed_once_by_an_account() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let author = desk.find(conversation).await.author;
    let ada = desk.member("member").await;
    let about = About::Author { author, channel: desk.channel, conversation: Some(conversation) };
    let follow = Gesturing { kind: GestureKind::Follow, ..like(about) };
    let one = want(&desk, &ada, follow).await.unwrap();
    assert_eq!((one.post, one.author, one.conversation), (None, author, Some(conversation)));
    let elsewhere = About::Author { author, channel: desk.channel, conversation: None };
    assert_eq!(want(&desk, &ada, Gesturing { about: elsewhere, ..follow }).await.unwrap(), one);
    for mixed in [like(about), Gesturing { about: About::Post(desk.post_id("a").await), ..follow }] {
        let refused = want(&desk, &ada, mixed).await;
        assert!(is_fault(&refused, &GestureFault::NotTaken), "{refused:?}");
    }
    let nobody = About::Author { author: 7.into(), channel: desk.channel, conversation: None };
    let refused = want(&desk, &ada, Gesturing { about: nobody, ..follow }).await;
    assert!(matches!(refused, Err(InboxError::Missing(_))), "{refused:?}");
}

pub async fn a_stop_holds_a_like_where_its_label_is_and_never_what_protects() {
    let desk = Desk::new().await;
    let (conversation, _) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let rule = house_rule(&desk).await;
    let (on, off) = (About::Post(desk.post_id("a").await), About::Post(desk.post_id("b").await));
    let (liked, other) = (want(&desk, &ada, like(on)).await.unwrap(), want(&desk, &ada, like(off)).await.unwrap());
    let report = Gesturing {
        kind: GestureKind::Report,
        under: Some((rule, "It insults.")),
        ground: Some(ReportGround::Rude),
        ..like(on)
    };
    let report = want(&desk, &ada, report).await.unwrap();
    let author = desk.find(conversation).await.author;
    let nowhere = About::Author { author, channel: desk.channel, conversation: None };
    let follow = want(&desk, &ada, Gesturing { kind: GestureKind::Follow, ..like(nowhere) }).await.unwrap();
    let is_held = async |id| {
        let mut tx = desk.write().await;
        let mut one = gesture::find(&mut tx, id).await.unwrap().unwrap();
        let is_held = inbox::gesture_is_held(&mut tx, &mut one).await.unwrap();
        tx.commit().await.unwrap();
        is_held
    };
    let mut tx = desk.write().await;
    let press = label::named(&mut tx, "Press").await.unwrap().id;
    label::put_on(&mut tx, conversation, press).await.unwrap();
    let stop = inbox::stop_sending(&mut tx, &ada, Some(press), "Only the press desk.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_held(liked.id).await && is_held(liked.id).await);
    assert_eq!(desk.count(EventKind::GestureHeld).await, 1);
    assert!(!is_held(other.id).await, "the label is not on it");
    assert!(!is_held(report.id).await, "what protects somebody is not held");
    assert!(!is_held(follow.id).await, "it was wanted in no conversation");
    assert_eq!(find(&desk, liked.id).await.held.map(|(_, by)| by), Some(stop.id));

    let mut tx = desk.write().await;
    let refused = inbox::release_gesture(&mut tx, &ada, liked.id).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    let refused = inbox::release_gesture(&mut tx, &manager, other.id).await;
    assert!(is_fault(&refused, &GestureFault::State(GestureState::Queued)), "{refused:?}");
    drop(tx);
    desk.later(60);
    let mut tx = desk.write().await;
    inbox::release_gesture(&mut tx, &manager, liked.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_held(liked.id).await, "the stop is still in force, but this one was let go");
    desk.later(60);
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &ada, None, "Everything now.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_held(liked.id).await && is_held(follow.id).await && !is_held(report.id).await);
    take_back(&desk, &ada, liked.id).await.unwrap();
}

pub async fn what_failed_is_tried_again_and_what_is_still_there_stands() {
    let desk = Desk::new().await;
    desk.conversation("a").await;
    let ada = desk.member("member").await;
    let about = About::Post(desk.post_id("a").await);
    let id = want(&desk, &ada, like(about)).await.unwrap().id;
    let mut tx = desk.write().await;
    let refused = inbox::retry_gesture(&mut tx, &ada, id).await;
    assert!(is_fault(&refused, &GestureFault::State(GestureState::Queued)), "{refused:?}");
    drop(tx);
    let again = comes_to(&desk, id, GestureOutcome::TryAgain { why: "not now".into() }).await;
    assert_eq!((again.state, again.state_reason.as_deref()), (GestureState::Queued, Some("not now")));
    let failed = comes_to(&desk, id, GestureOutcome::Failed { why: "the post is gone".into() }).await;
    assert_eq!((failed.state, failed.attempts), (GestureState::Failed, 2));
    let asked = want(&desk, &ada, like(about)).await.unwrap();
    assert_eq!((asked.id, asked.state, asked.prepared), (id, GestureState::Queued, None), "asking again tries again");
    comes_to(&desk, id, GestureOutcome::Made).await;
    take_back(&desk, &ada, id).await.unwrap();
    let still = comes_to(&desk, id, GestureOutcome::StillThere { why: "the password was refused".into() }).await;
    assert_eq!((still.state, still.taken_back), (GestureState::Stands, None));
    assert_eq!(still.state_reason.as_deref(), Some("the password was refused"));
    assert_eq!(take_back(&desk, &ada, id).await.unwrap().state, GestureState::TakingBack);
}

pub async fn what_was_to_be_made_is_held_after_a_restore() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let rule = house_rule(&desk).await;
    let mut wanted = Vec::new();
    for id in ["a", "b", "c"] {
        desk.conversation(id).await;
        let about = About::Post(desk.post_id(id).await);
        wanted.push(want(&desk, &ada, like(about)).await.unwrap().id);
    }
    let about = About::Post(desk.post_id("a").await);
    let report = Gesturing {
        kind: GestureKind::Report,
        under: Some((rule, "It insults.")),
        ground: Some(ReportGround::Rude),
        ..like(about)
    };
    let report = want(&desk, &ada, report).await.unwrap().id;
    let mut tx = desk.write().await;
    let mut making = gesture::find(&mut tx, wanted[1]).await.unwrap().unwrap();
    inbox::begin_gesture(&mut tx, &mut making, "{}".into(), None).await.unwrap();
    tx.commit().await.unwrap();
    comes_to(&desk, wanted[2], GestureOutcome::Made).await;
    take_back(&desk, &ada, wanted[2]).await.unwrap();
    let mut tx = desk.write().await;
    assert_eq!(inbox::hold_moving_gestures(&mut tx).await.unwrap(), 3);
    assert_eq!(inbox::hold_moving_gestures(&mut tx).await.unwrap(), 0);
    tx.commit().await.unwrap();
    for (id, state) in [
        (wanted[0], GestureState::Failed),
        (wanted[1], GestureState::Failed),
        (wanted[2], GestureState::TakingBack),
        (report, GestureState::Unknown),
    ] {
        assert_eq!(find(&desk, id).await.state, state);
    }
}
