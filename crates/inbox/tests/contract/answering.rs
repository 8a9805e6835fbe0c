//! Answers: the guard against stale ones, taking back, and what is known of them.

use crate::desk::{Desk, addressed, answer, edited, in_thread};

use inbox::{Answer, Filed, InboxError, Outcome};
use jiff::ToSpan as _;
use model::{Clock as _, EventKind, ReplyState, Status};
use store::draft::{self, DraftKind};
use store::job;

/// The words of the newer messages that an answer was refused for.
async fn stale(desk: &Desk, who: &str, id: model::ConversationId, version_seen: i64) -> Vec<String> {
    let member = desk.member(who).await;
    match desk.answer(&member, id, version_seen, false).await {
        Err(InboxError::Stale { newer }) => newer.into_iter().map(|message| message.text).collect(),
        other => panic!("not stale: {other:?}"),
    }
}

pub async fn an_answer_to_a_thread_that_moved_is_refused_with_what_was_written() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let events = desk.log().await.len();
    desk.file(&in_thread("b", "a", "a", "ben", "Hier auch"), &[]).await;
    let before = desk.find(id).await;
    let filed = desk.log().await.len();
    assert!(filed > events);
    assert_eq!(stale(&desk, "member", id, 1).await, ["Hier auch"]);
    assert_eq!(desk.find(id).await, before, "nothing of it happened");
    assert_eq!(desk.log().await.len(), filed);
    assert!(!job::is_due(&mut desk.read().await, job::Lane::AllBut(&[])).await.unwrap());

    let member = desk.member("member").await;
    let reply = desk.answer(&member, id, 1, true).await.unwrap();
    let log = desk.log().await;
    let anyway = log.iter().find(|event| event.kind == EventKind::ReplySentAnyway).unwrap();
    assert_eq!(anyway.data["reply"], reply.id.to_string());
    assert_eq!(reply.post, desk.post_id("a").await, "it answers what its author saw");
    let queued = log.iter().find(|event| event.kind == EventKind::ReplyQueued).unwrap();
    assert_eq!(queued.data["version_seen"], 1);
    assert_eq!(queued.actor, model::Actor::Member(member.id));
}

pub async fn an_edit_or_a_deletion_makes_an_answer_stale_too() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let original = addressed("a", "anna", "Wo bleibt der Zug?");
    desk.file(&edited(&original, "r2", "Hat sich erledigt"), &[]).await;
    assert_eq!(stale(&desk, "member", id, 1).await, ["Hat sich erledigt"]);
    desk.file(&in_thread("b", "a", "a", "ben", "Hier auch"), &[]).await;
    desk.delete("b").await;
    assert_eq!(stale(&desk, "member", id, 3).await, [""]);
}

pub async fn own_answers_do_not_stand_in_ones_own_way_but_in_those_of_others() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let first = desk.answer(&ada, id, 1, false).await.unwrap();
    desk.answer(&ada, id, 1, false).await.unwrap();
    assert_eq!(stale(&desk, "second", id, 1).await.len(), 2);
    assert_eq!(stale(&desk, "second", id, 2).await.len(), 1);

    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &ada, first.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stale(&desk, "second", id, 1).await.len(), 1, "what was taken back is no news");
    // Her words are a draft again, which he was shown.
    let mut tx = desk.write().await;
    let beside = inbox::Answer { beside: Some(ada.id), version_seen: 3, ..answer(id) };
    inbox::answer(&mut tx, &ben, beside).await.unwrap();
}

pub async fn the_echo_of_an_answer_is_no_news() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let mut reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), Some("ours/1".into())).await.unwrap();
    tx.commit().await.unwrap();
    let version = desk.find(id).await.version;
    let echo = in_thread("ours/1", "a", "a", "ours", "Er kommt gleich.");
    assert_eq!(desk.file(&echo, &[]).await, Filed::Ours);
    assert_eq!(desk.file(&echo, &[]).await, Filed::Ours);
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Delivered);
    assert_eq!(desk.find(id).await.version, version);
    assert_eq!(desk.thread(id).await.len(), 1, "it is shown as the reply that it is, not as a post besides");
    assert_eq!(desk.count(EventKind::ReplyDelivered).await, 1);
}

pub async fn the_echo_of_an_attempt_that_was_forgotten_is_shown_once_when_the_answer_is_sent_again() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let mut reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let echo = in_thread("ours/1", "a", "a", "ours", "Er kommt gleich.");
    assert_eq!(desk.file(&echo, &[]).await, Filed::Ours);
    assert_eq!(desk.thread(id).await.len(), 2);
    let mut tx = desk.write().await;
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), Some("ours/1".into())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.thread(id).await.len(), 1);
    assert_eq!(desk.file(&echo, &[]).await, Filed::Ours);
    assert_eq!(desk.thread(id).await.len(), 1);
}

pub async fn an_answer_needs_words_that_fit_and_something_to_answer() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    let long = "ä".repeat(301);
    let refused = async |tx: &mut store::Tx, answer: Answer<'_>| inbox::answer(tx, &member, answer).await.unwrap_err();
    assert!(matches!(refused(&mut tx, Answer { text: " \n", ..answer(id) }).await, InboxError::Empty));
    let error = refused(&mut tx, Answer { text: &long, ..answer(id) }).await;
    assert!(matches!(error, InboxError::TooLong(measured) if measured.graphemes == 301));
    assert!(matches!(refused(&mut tx, answer(7.into())).await, InboxError::Missing(_)));
    drop(tx);
    desk.delete("a").await;
    let gone = desk.answer(&member, id, 2, false).await;
    assert!(matches!(gone, Err(InboxError::NothingToAnswer)), "{gone:?}");
}

pub async fn an_answer_is_enqueued_with_its_intent_for_the_end_of_the_undo_time() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::answer(&mut tx, &member, answer(id)).await.unwrap();
    drop(tx);
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), None, "what never happened is not sent");

    let now = desk.clock.now();
    let reply = desk.answer(&member, id, 1, false).await.unwrap();
    assert_eq!((reply.state, reply.send_at), (ReplyState::Queued, now + 10.seconds()));
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), Some(now + 10.seconds()));
    let found = desk.find(id).await;
    assert_eq!((found.status, found.waiting_since), (Status::Waiting, None));
}

pub async fn taking_back_gives_the_draft_back_and_reopens() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let since = desk.find(id).await.waiting_since;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &ben, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.read().await;
    let draft = draft::find(&mut tx, id, ada.id, DraftKind::Reply).await.unwrap();
    assert_eq!(draft.as_deref(), Some("Er kommt gleich."), "its author has it again, whoever took it back");
    assert_eq!(draft::find(&mut tx, id, ben.id, DraftKind::Reply).await.unwrap(), None);
    drop(tx);
    let found = desk.find(id).await;
    assert_eq!((found.status, found.waiting_since), (Status::Open, since));
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Cancelled);
    assert_eq!(desk.count(EventKind::ReplyCancelled).await, 1);
    let mut tx = desk.write().await;
    assert!(matches!(inbox::cancel(&mut tx, &ada, reply.id).await, Err(InboxError::ReplyState(_))));
}

pub async fn taking_back_leaves_a_newer_draft_and_another_answer_alone() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let first = desk.answer(&ada, id, 1, false).await.unwrap();
    desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "begun anew").await.unwrap();
    inbox::cancel(&mut tx, &ada, first.id).await.unwrap();
    tx.commit().await.unwrap();
    let draft = draft::find(&mut desk.read().await, id, ada.id, DraftKind::Reply).await.unwrap();
    assert_eq!(draft.as_deref(), Some("begun anew"));
    assert_eq!(desk.find(id).await.status, Status::Waiting, "the other one still goes out");
}

pub async fn what_may_be_out_there_is_not_taken_back() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let mut reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), None).await.unwrap();
    assert!(matches!(inbox::cancel(&mut tx, &ada, reply.id).await, Err(InboxError::ReplyState(_))));
    inbox::finish_sending(&mut tx, &mut reply, Outcome::Sent { url: None }).await.unwrap();
    assert!(matches!(inbox::cancel(&mut tx, &ada, reply.id).await, Err(InboxError::ReplyState(_))));
}

pub async fn every_outcome_has_its_state_its_event_and_its_way_on() {
    let why = || "why".to_owned();
    let cases = [
        (Outcome::Sent { url: None }, ReplyState::Sent, EventKind::ReplySent, Status::Waiting),
        (Outcome::TryAgain { why: why() }, ReplyState::Queued, EventKind::ReplyFailed, Status::Waiting),
        (Outcome::Failed { why: why() }, ReplyState::FailedRetryable, EventKind::ReplyFailed, Status::Open),
        (Outcome::Refused { why: why() }, ReplyState::FailedFinal, EventKind::ReplyFailed, Status::Open),
        (Outcome::FateUnknown { why: why() }, ReplyState::Unknown, EventKind::ReplyFateUnknown, Status::Waiting),
    ];
    for (outcome, state, kind, status) in cases {
        let desk = Desk::new().await;
        let id = desk.conversation("a").await;
        let ada = desk.member("member").await;
        let mut reply = desk.answer(&ada, id, 1, false).await.unwrap();
        let mut tx = desk.write().await;
        inbox::begin_sending(&mut tx, &mut reply, "{}".into(), Some("ours/1".into())).await.unwrap();
        inbox::finish_sending(&mut tx, &mut reply, outcome.clone()).await.unwrap();
        tx.commit().await.unwrap();
        let found = desk.reply(reply.id).await;
        assert_eq!((found.state, found.attempts), (state, 1), "{outcome:?}");
        assert_eq!(found.state_reason.is_some(), state != ReplyState::Sent);
        assert_eq!(desk.find(id).await.status, status, "{outcome:?}");
        assert_eq!(desk.find(id).await.waiting_since.is_some(), status == Status::Open, "{outcome:?}");
        assert_eq!(desk.count(kind).await, 1);

        let mut tx = desk.write().await;
        assert_eq!(inbox::retry(&mut tx, &ada, reply.id).await.is_ok(), state == ReplyState::FailedRetryable);
        drop(tx);
        for arrived in [true, false] {
            let mut tx = desk.write().await;
            let decided = inbox::decide(&mut tx, &ada, reply.id, arrived).await;
            match decided {
                Ok(reply) if arrived => assert_eq!(reply.state, ReplyState::Delivered),
                Ok(reply) => assert_eq!(reply.state, ReplyState::Queued),
                Err(_) => assert_ne!(state, ReplyState::Unknown),
            }
        }
        // Seen on the network, whatever we thought: that is what is known then.
        desk.file(&in_thread("ours/1", "a", "a", "ours", "Er kommt gleich."), &[]).await;
        let seen = desk.reply(reply.id).await.state;
        let stays = state == ReplyState::FailedFinal;
        assert_eq!(seen, if stays { state } else { ReplyState::Delivered }, "{outcome:?}");
    }
}

pub async fn retrying_really_queues_again_and_says_that_nobody_waits() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let mut reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    let leased = job::lease(&mut tx, "w", std::time::Duration::from_secs(60), job::Lane::AllBut(&[])).await.unwrap();
    assert!(leased.is_none());
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), None).await.unwrap();
    inbox::finish_sending(&mut tx, &mut reply, Outcome::Failed { why: "down".into() }).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(60);
    let mut tx = desk.write().await;
    let again = inbox::retry(&mut tx, &ada, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((again.state, again.prepared.as_deref(), again.state_reason), (ReplyState::Queued, Some("{}"), None));
    assert!(job::is_due(&mut desk.read().await, job::Lane::AllBut(&[])).await.unwrap());
    assert_eq!(desk.find(id).await.status, Status::Waiting);
}

pub async fn what_waits_in_a_restored_database_goes_out_only_when_a_member_says_so() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let mut replies = Vec::new();
    for id in ["a", "b", "c"] {
        let conversation = desk.conversation(id).await;
        replies.push(desk.answer(&ada, conversation, 1, false).await.unwrap());
    }
    let mut tx = desk.write().await;
    inbox::begin_sending(&mut tx, &mut replies[1], "{}".into(), Some("ours/1".into())).await.unwrap();
    inbox::cancel(&mut tx, &ada, replies[2].id).await.unwrap();
    assert_eq!(store::reply::moving(&mut tx).await.unwrap().len(), 2);
    assert_eq!(inbox::hold_moving(&mut tx).await.unwrap(), 2);
    assert_eq!(inbox::hold_moving(&mut tx).await.unwrap(), 0);
    tx.commit().await.unwrap();
    for (reply, state) in replies.iter().zip([ReplyState::FailedRetryable, ReplyState::Unknown]) {
        let held = desk.reply(reply.id).await;
        assert_eq!(held.state, state);
        assert!(held.state_reason.unwrap().contains("back-up"));
    }
    assert_eq!(desk.reply(replies[2].id).await.state, ReplyState::Cancelled);
    // The network has one of them; what became of the other a member says.
    desk.file(&in_thread("ours/1", "b", "b", "ours", "Er kommt gleich."), &[]).await;
    assert_eq!(desk.reply(replies[1].id).await.state, ReplyState::Delivered);
    let mut tx = desk.write().await;
    let again = inbox::retry(&mut tx, &ada, replies[0].id).await.unwrap();
    assert_eq!(again.state, ReplyState::Queued);
}

pub async fn sending_anyway_passes_over_what_was_shown_and_nothing_that_came_since() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let member = desk.member("member").await;
    let give = async |send_anyway| {
        let mut tx = desk.write().await;
        let given = inbox::answer(&mut tx, &member, inbox::Answer { send_anyway, ..answer(id) }).await;
        if given.is_ok() {
            tx.commit().await.unwrap();
        }
        given
    };
    desk.file(&in_thread("b", "a", "a", "anna", "Never mind"), &[]).await;
    let shown = desk.find(id).await.version;
    assert!(matches!(give(None).await, Err(InboxError::Stale { newer }) if newer.len() == 1));
    desk.file(&in_thread("c", "a", "a", "anna", "or do"), &[]).await;
    let unseen = give(Some(shown)).await;
    assert!(
        matches!(&unseen, Err(InboxError::Stale { newer }) if newer[0].text == "or do" && newer.len() == 1),
        "{unseen:?}"
    );
    give(Some(desk.find(id).await.version)).await.unwrap();
}

pub async fn nobody_has_seen_a_version_that_has_not_been_yet() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let member = desk.member("member").await;
    for send_anyway in [false, true] {
        let refused = desk.answer(&member, id, 2, send_anyway).await;
        assert!(matches!(refused, Err(InboxError::VersionAhead)), "{refused:?}");
    }
    assert!(desk.answer(&member, id, 1, false).await.is_ok());
}
