//! Two conversations become one, a message gets a conversation of its own, and both can be taken back.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{Answer, InboxError, merge, split, undo};
use jiff::ToSpan as _;
use model::{
    Change, Clock as _, ConversationId, DeedId, DeedState, Disposition, EventKind, ReceivedPost, Right, Status,
};
use store::conversation::{self, Filter, View};
use store::draft::{self, DraftKind};
use store::{deed, label};

/// Two people in threads of their own: `a` by anna, a minute later `b` by ben.
async fn two(desk: &Desk) -> (ConversationId, ConversationId) {
    let first = desk.conversation("a").await;
    desk.later(60);
    let post = at_once(desk, addressed("b", "ben", "Und wo bleibt meiner?"));
    let inbox::Filed::New { conversation: second, .. } = desk.file(&post, &desk.topics[..1]).await else {
        panic!("it is new")
    };
    desk.later(60);
    (first, second)
}

/// A post as it is heard at once.
fn at_once(desk: &Desk, post: ReceivedPost) -> ReceivedPost {
    ReceivedPost { posted_at: desk.clock.now(), ..post }
}

async fn merged(desk: &Desk, id: ConversationId, into: ConversationId) -> DeedId {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = merge(&mut tx, &who, id, into).await.unwrap().expect("they were two");
    tx.commit().await.unwrap();
    deed
}

async fn was_split(desk: &Desk, id: ConversationId, post: &str) -> (DeedId, ConversationId) {
    let (who, post_id) = (desk.member("member").await, desk.post_id(post).await);
    let mut tx = desk.write().await;
    let deed = split(&mut tx, &who, id, post_id).await.unwrap().expect("it stood there");
    tx.commit().await.unwrap();
    (deed, desk.thread_of(post).await)
}

/// Undoes a deed on one conversation; whether it is as it was.
async fn undone(desk: &Desk, deed: DeedId) -> bool {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, &who, deed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deed.state, DeedState::Undone);
    deed.tally.restored == 1
}

async fn said(desk: &Desk, id: ConversationId) -> Vec<String> {
    desk.thread(id).await.into_iter().map(|one| one.post.remote.id).collect()
}

async fn listed(desk: &Desk, filter: impl Into<Filter>) -> Vec<ConversationId> {
    let rows = conversation::list(&mut desk.read().await, filter, None, 100).await.unwrap();
    rows.into_iter().map(|row| row.conversation.id).collect()
}

pub async fn merged_conversations_stand_in_one_in_order_of_time_and_come_apart_as_they_stood() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    desk.file(&at_once(&desk, in_thread("a2", "a", "a", "anna", "Hallo?")), &[]).await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::label(&mut tx, &who, second, "Delay").await.unwrap();
    inbox::assign(&mut tx, &who, second, Some(who.id)).await.unwrap();
    inbox::write_note(&mut tx, &who, second, "Ein Stammgast").await.unwrap();
    tx.commit().await.unwrap();
    let (before, other) = (desk.find(first).await, desk.find(second).await);

    let deed = merged(&desk, second, first).await;
    assert_eq!(said(&desk, first).await, ["a", "b", "a2"]);
    assert_eq!(said(&desk, second).await, [""; 0]);
    let mut tx = desk.read().await;
    assert_eq!(store::note::of_conversation(&mut tx, first).await.unwrap().len(), 1);
    assert_eq!(conversation::labels(&mut tx, &[first]).await.unwrap()[&first], ["Delay"]);
    assert_eq!(conversation::topics(&mut tx, &[first]).await.unwrap()[&first], ["trains"]);
    for (view, count) in [(View::All, 1), (View::Waiting, 1), (View::Mine(who.id), 1), (View::Unassigned, 0)] {
        assert_eq!(conversation::count(&mut tx, view, usize::MAX).await.unwrap(), count, "{view:?}");
    }
    drop(tx);
    let both = desk.find(first).await;
    assert_eq!((both.status, both.assignee, both.waiting_since), (Status::Open, Some(who.id), before.waiting_since));
    assert_eq!(both.active_at, before.active_at.max(other.active_at));
    assert_eq!(listed(&desk, View::All).await, [first]);
    assert_eq!(listed(&desk, Filter { each: true, ..Filter::default() }).await, [first], "a search neither");
    let again = merge(&mut desk.write().await, &who, second, first).await.unwrap();
    assert_eq!(again, None, "they are one already");

    assert!(undone(&desk, deed).await);
    assert_eq!(
        (said(&desk, first).await, said(&desk, second).await),
        (vec!["a".into(), "a2".into()], vec!["b".into()])
    );
    let mut tx = desk.read().await;
    assert_eq!(store::note::of_conversation(&mut tx, second).await.unwrap().len(), 1);
    assert_eq!(conversation::labels(&mut tx, &[first]).await.unwrap().get(&first), None);
    assert_eq!(conversation::topics(&mut tx, &[first]).await.unwrap().get(&first), None);
    assert_eq!(conversation::topics(&mut tx, &[second]).await.unwrap()[&second], ["trains"]);
    drop(tx);
    for (id, stood) in [(first, before), (second, other)] {
        let now = desk.find(id).await;
        let as_before = conversation::Conversation { version: now.version, reshaped_version: now.version, ..stood };
        assert_eq!(now, as_before, "all but its version is as before");
    }
    let told = desk.log().await;
    let told = |kind| told.iter().filter(|event| event.kind == kind).count();
    assert_eq!((told(EventKind::ConversationMerged), told(EventKind::ConversationUnmerged)), (2, 2));
}

pub async fn a_merged_conversation_is_as_urgent_as_the_more_urgent_of_both() {
    use Status::{Archived, Open, Resolved, Snoozed, Waiting};
    for (one, other, both) in [
        (Open, Resolved, Open),
        (Resolved, Open, Open),
        (Snoozed, Resolved, Snoozed),
        (Archived, Resolved, Resolved),
        (Archived, Archived, Archived),
        (Waiting, Snoozed, Waiting),
        (Open, Waiting, Open),
    ] {
        let desk = Desk::new().await;
        let (first, second) = two(&desk).await;
        let who = desk.member("member").await;
        let until = Some(desk.clock.now() + 1.hour());
        let mut tx = desk.write().await;
        for (id, status) in [(first, one), (second, other)] {
            let until = until.filter(|_| status == Snoozed);
            inbox::set_status(&mut tx, &who, id, status, until).await.unwrap();
        }
        tx.commit().await.unwrap();
        let deed = merged(&desk, second, first).await;
        let now = desk.find(first).await;
        assert_eq!((now.status, now.snoozed_until), (both, until.filter(|_| both == Snoozed)), "{one} and {other}");
        assert!(undone(&desk, deed).await);
        assert_eq!((desk.find(first).await.status, desk.find(second).await.status), (one, other));
    }
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    merged(&desk, second, first).await;
    assert_eq!(desk.find(first).await.status, Status::New, "nobody has touched either");
}

pub async fn a_merged_conversation_has_the_higher_priority_of_both() {
    use model::Priority::{High, Low, Normal, Urgent};
    for (one, other, both) in [
        (Some(Low), Some(Urgent), Some(Urgent)),
        (Some(High), None, Some(High)),
        (None, Some(Low), None),
        (Some(Low), Some(Normal), Some(Normal)),
    ] {
        let desk = Desk::new().await;
        let (first, second) = two(&desk).await;
        let who = desk.member("member").await;
        let mut tx = desk.write().await;
        for (id, priority) in [(first, one), (second, other)] {
            inbox::prioritise(&mut tx, &who, id, priority).await.unwrap();
        }
        tx.commit().await.unwrap();
        let deed = merged(&desk, second, first).await;
        assert_eq!(desk.find(first).await.priority, both);
        assert!(undone(&desk, deed).await);
        assert_eq!((desk.find(first).await.priority, desk.find(second).await.priority), (one, other));
    }
}

pub async fn a_decision_about_one_of_both_is_due_again_for_both() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::triage(&mut tx, &who, first, inbox::Decision::of(Disposition::Share)).await.unwrap();
    tx.commit().await.unwrap();
    let deed = merged(&desk, second, first).await;
    assert_eq!(desk.find(first).await.disposition, None);
    assert!(undone(&desk, deed).await);
    assert_eq!(desk.find(first).await.disposition, Some(Disposition::Share));
}

pub async fn what_is_said_later_goes_to_the_merged_one_and_home_when_it_is_undone() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, second, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    let deed = merged(&desk, second, first).await;
    desk.later(60);
    let later = at_once(&desk, in_thread("b2", "b", "b", "ben", "Immer noch nichts."));
    assert!(matches!(desk.file(&later, &[]).await, inbox::Filed::New { conversation, .. } if conversation == first));
    desk.later(60);
    desk.file(&at_once(&desk, in_thread("o1", "b", "b2", "ours", "Wir schauen nach.")), &[]).await;
    desk.later(60);
    desk.file(&at_once(&desk, in_thread("b3", "b", "b2", "ben", "Bitte.")), &[]).await;
    desk.delete("b2").await;
    assert_eq!(said(&desk, first).await.len(), 5);

    assert!(undone(&desk, deed).await);
    let mut home = said(&desk, second).await;
    home.sort();
    assert_eq!(
        (said(&desk, first).await, home),
        (vec!["a".into()], ["b", "b2", "b3", "o1"].map(String::from).to_vec())
    );
    let now = desk.find(second).await;
    assert_eq!(now.status, Status::Open, "they wrote since, so it is our turn");
    desk.file(&at_once(&desk, in_thread("b4", "b", "b3", "ben", "Danke")), &[]).await;
    desk.file(&at_once(&desk, in_thread("a2", "a", "a", "anna", "Danke")), &[]).await;
    assert_eq!((desk.thread_of("b4").await, desk.thread_of("a2").await), (second, first));
}

pub async fn whoever_saw_it_before_it_was_merged_or_taken_apart_is_asked_before_the_answer_is_sent() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    let who = desk.member("member").await;
    let seen = desk.find(first).await.version;
    let deed = merged(&desk, second, first).await;
    let refused = desk.answer(&who, first, seen, false).await;
    let Err(InboxError::Stale { newer }) = refused else { panic!("{refused:?}") };
    assert_eq!(newer.iter().map(|one| one.author.as_str()).collect::<Vec<_>>(), ["ben.example"]);
    let refused = desk.answer(&who, second, 1, true).await;
    assert!(matches!(refused, Err(InboxError::Merged { into }) if into == first), "{refused:?}");

    let seen = desk.find(first).await.version;
    assert!(undone(&desk, deed).await);
    let refused = desk.answer(&who, first, seen, false).await;
    assert!(matches!(refused, Err(InboxError::Stale { .. })), "whom it was meant for has left: {refused:?}");
    let seen = desk.find(first).await.version;
    let reply = desk.answer(&who, first, seen, false).await.unwrap();
    assert_eq!(reply.post, desk.post_id("a").await);
}

pub async fn an_answer_goes_to_the_message_that_was_chosen_and_moves_home_with_it() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    let who = desk.member("member").await;
    let deed = merged(&desk, second, first).await;
    let version_seen = desk.find(first).await.version;
    let mut tx = desk.write().await;
    let to_b = Some(desk.post_id("b").await);
    let reply = inbox::answer(&mut tx, &who, Answer { to: to_b, version_seen, ..answer(first) }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((Some(reply.post), reply.conversation, reply.home), (to_b, first, Some(second)));
    let gone = Answer { to: Some(model::PostId(1)), version_seen: version_seen + 1, ..answer(first) };
    let refused = inbox::answer(&mut desk.write().await, &who, gone).await;
    assert!(matches!(refused, Err(InboxError::NothingToAnswer)), "{refused:?}");

    assert!(undone(&desk, deed).await);
    let reply = desk.reply(reply.id).await;
    assert_eq!((reply.conversation, reply.home), (second, None));
    assert_eq!((desk.find(second).await.waiting_since, desk.find(second).await.status), (None, Status::Waiting));
    assert!(desk.find(first).await.waiting_since.is_some(), "anna was answered nothing");
}

pub async fn a_message_and_what_follows_it_get_a_conversation_to_which_later_answers_go() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    for (post, parent, author) in [("b", "a", "ben"), ("b2", "b", "anna"), ("c", "a", "cleo")] {
        desk.later(60);
        desk.file(&at_once(&desk, in_thread(post, "a", parent, author, "Und?")), &desk.topics[..1]).await;
    }
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &who, id, Some(who.id)).await.unwrap();
    tx.commit().await.unwrap();
    let before = desk.find(id).await;
    let (deed, own) = was_split(&desk, id, "b").await;
    assert_ne!(own, id);
    assert_eq!(
        (said(&desk, id).await, said(&desk, own).await),
        (vec!["a".into(), "c".into()], vec!["b".into(), "b2".into()])
    );
    let now = desk.find(own).await;
    assert_eq!((now.status, now.assignee, now.disposition), (Status::Open, Some(who.id), None));
    assert_eq!(listed(&desk, View::All).await.len(), 2);

    let version_seen = now.version;
    let reply = desk.answer(&who, own, version_seen, false).await.unwrap();
    assert_eq!(reply.post, desk.post_id("b2").await);
    let mut tx = desk.write().await;
    let mut reply = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    reply.remote_id = Some("ours1".into());
    store::reply::save(&mut tx, &reply).await.unwrap();
    tx.commit().await.unwrap();
    for (post, parent) in [("b3", "b2"), ("b4", "ours1"), ("d", "c"), ("e", "unknown")] {
        desk.file(&at_once(&desk, in_thread(post, "a", parent, "dora", "Ja")), &[]).await;
    }
    let place = |post| desk.thread_of(post);
    assert_eq!((place("b3").await, place("b4").await, place("d").await, place("e").await), (own, own, id, id));

    assert!(undone(&desk, deed).await);
    assert_eq!(said(&desk, id).await.len(), 8);
    assert_eq!(said(&desk, own).await, [""; 0]);
    assert_eq!(listed(&desk, View::All).await, [id]);
    desk.file(&at_once(&desk, in_thread("b5", "a", "b4", "dora", "Ja")), &[]).await;
    assert_eq!(place("b5").await, id);
    assert_eq!(desk.find(id).await.assignee, before.assignee);
}

pub async fn what_was_split_off_and_put_back_at_once_leaves_everything_as_it_stood() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    desk.later(60);
    desk.file(&at_once(&desk, in_thread("b", "a", "a", "ben", "Und?")), &desk.topics[..1]).await;
    let before = desk.find(id).await;
    let (deed, _) = was_split(&desk, id, "b").await;
    assert!(conversation::topics(&mut desk.read().await, &[id]).await.unwrap().is_empty());
    assert!(undone(&desk, deed).await);
    let now = desk.find(id).await;
    let as_before = conversation::Conversation { version: now.version, reshaped_version: now.version, ..before };
    assert_eq!(now, as_before);
    assert_eq!(conversation::topics(&mut desk.read().await, &[id]).await.unwrap()[&id], ["trains"]);
    assert_eq!(said(&desk, id).await, ["a", "b"]);
}

pub async fn what_cannot_be_merged_or_split_is_refused_and_changes_nothing() {
    let desk = Desk::new().await;
    let (first, second) = two(&desk).await;
    let (who, reader) = (desk.member("member").await, desk.member("colleague").await);
    let mut tx = desk.write().await;
    let post = desk.post_id("a").await;
    let refused = merge(&mut tx, &who, first, first).await;
    assert!(matches!(refused, Err(InboxError::WithItself)), "{refused:?}");
    let refused = merge(&mut tx, &who, first, ConversationId(1)).await;
    assert!(matches!(refused, Err(InboxError::Missing(_))), "{refused:?}");
    let refused = split(&mut tx, &who, first, post).await;
    assert!(matches!(refused, Err(InboxError::NothingLeft)), "{refused:?}");
    let refused = split(&mut tx, &who, second, post).await;
    assert!(matches!(refused, Err(InboxError::Missing("this message"))), "{refused:?}");
    for refused in [merge(&mut tx, &reader, first, second).await, split(&mut tx, &reader, first, post).await] {
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    }
    drop(tx);
    merged(&desk, second, first).await;
    let mut tx = desk.write().await;
    let third = desk_third(&desk, &mut tx).await;
    for refused in [
        inbox::set_status(&mut tx, &who, second, Status::Resolved, None).await,
        inbox::label(&mut tx, &who, second, "Delay").await,
        merge(&mut tx, &who, second, third).await,
        split(&mut tx, &who, second, post).await,
    ] {
        assert!(matches!(refused, Err(InboxError::Merged { into }) if into == first), "{refused:?}");
    }
}

/// Another conversation, opened without a post.
async fn desk_third(desk: &Desk, tx: &mut store::Tx) -> ConversationId {
    let author = conversation::list(tx, View::All, None, 1).await.unwrap().remove(0).conversation.author;
    let new = conversation::NewConversation {
        channel: desk.channel,
        thread_key: "third",
        talk_with: None,
        author,
        opened_at: tx.now(),
    };
    conversation::open(tx, new).await.unwrap().id
}

pub async fn drafts_stand_in_the_merged_conversation_and_return_unless_they_were_used() {
    for is_used in [false, true] {
        let desk = Desk::new().await;
        let (first, second) = two(&desk).await;
        let who = desk.member("member").await;
        let mut tx = desk.write().await;
        draft::keep(&mut tx, first, who.id, DraftKind::Reply, "Guten Tag").await.unwrap();
        draft::keep(&mut tx, second, who.id, DraftKind::Reply, "Es tut uns leid").await.unwrap();
        tx.commit().await.unwrap();
        let deed = merged(&desk, second, first).await;
        let draft = async |id| draft::find(&mut desk.read().await, id, who.id, DraftKind::Reply).await.unwrap();
        assert_eq!(draft(first).await.as_deref(), Some("Guten Tag\n\nEs tut uns leid"));
        if is_used {
            let mut tx = desk.write().await;
            draft::keep(&mut tx, first, who.id, DraftKind::Reply, "").await.unwrap();
            tx.commit().await.unwrap();
        }
        assert!(undone(&desk, deed).await);
        let expected = if is_used { (None, None) } else { (Some("Guten Tag"), Some("Es tut uns leid")) };
        assert_eq!((draft(first).await.as_deref(), draft(second).await.as_deref()), expected);
    }
}

pub async fn many_are_merged_into_one_by_one_deed_and_come_apart_by_one_undo() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for number in 0..14 {
        desk.later(1);
        let post = addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        ids.push(conversation);
    }
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let begun = inbox::choose(&mut tx, &who, Change::Merge { into: ids[0] }, &ids[1..]).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::go_on(&desk.store, begun.id).await.unwrap() {}
    assert_eq!(said(&desk, ids[0]).await.len(), 14);
    assert_eq!(listed(&desk, View::All).await, [ids[0]]);
    let mut tx = desk.write().await;
    undo(&mut tx, &who, begun.id).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::go_on(&desk.store, begun.id).await.unwrap() {}
    let done = deed::find(&mut desk.read().await, begun.id).await.unwrap().unwrap();
    assert_eq!((done.tally.changed, done.tally.restored, done.tally.left), (13, 13, 0));
    for (number, id) in ids.iter().enumerate() {
        assert_eq!(said(&desk, *id).await, [format!("p{number}")]);
        assert_eq!(desk.find(*id).await.status, Status::New);
    }
    assert_eq!(label::all(&mut desk.read().await).await.unwrap(), []);
}
