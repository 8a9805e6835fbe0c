//! Spam stands apart, and what begins with nearly the same words stands together.

use crate::desk::{Desk, addressed, in_thread};

use inbox::{Filed, Search, Want};
use listening::{FieldContext, Query};
use model::{ConversationId, EventKind, Ground, JudgementTask, ReceivedPost, RemoteRef, Status};
use store::conversation::{self, Filter, View};
use store::judgement::Judgement;

const COPIED: u64 = 0xfeed_beef_cafe_0123;

pub fn judged_spam(value: &str) -> Vec<Judgement> {
    let (task, value) = (JudgementTask::Spam, Some(value.to_owned()));
    vec![Judgement { task, value, confidence_percent: 95, ground: Ground::Links, member: None }]
}

/// The conversations of a view, as many as it says that it holds.
pub async fn shown(desk: &Desk, view: View) -> Vec<ConversationId> {
    let mut tx = desk.read().await;
    let rows = conversation::list(&mut tx, view, None, 50).await.unwrap();
    assert_eq!(conversation::count(&mut tx, view, usize::MAX).await.unwrap(), rows.len(), "{view:?}");
    let mut ids: Vec<_> = rows.into_iter().map(|row| row.conversation.id).collect();
    ids.sort_unstable();
    ids
}

async fn found(desk: &Desk, filter: Filter) -> Vec<ConversationId> {
    let (query, asker) = (Query::parse("zug", FieldContext::View).unwrap(), desk.member("owner").await.id);
    let search = Search::new(filter, &query, "zug", asker);
    let found = search.look(&desk.store, None, Want { rows: 50, found: 50, looked: 50 }).await.unwrap();
    found.rows.into_iter().map(|row| row.conversation.id).collect()
}

pub async fn correct(desk: &Desk, id: ConversationId, remote_id: &str, value: &str) {
    let (member, post) = (desk.member("member").await, desk.post_id(remote_id).await);
    let mut tx = desk.write().await;
    inbox::correct(&mut tx, &member, id, post, JudgementTask::Spam, value).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn set_status(desk: &Desk, id: ConversationId, status: Status) {
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &member, id, status, None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn opened(desk: &Desk, id: &str, author: &str) -> ConversationId {
    let post = addressed(id, author, "Wo bleibt der Zug?");
    let Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("{id} is not new") };
    conversation
}

pub async fn what_is_nothing_but_spam_stands_in_its_own_view_until_a_member_says_otherwise() {
    let mut desk = Desk::new().await;
    let honest = opened(&desk, "a", "anna").await;
    desk.judgements = judged_spam("yes");
    let spam = opened(&desk, "b", "bot").await;
    for view in [View::Waiting, View::Unassigned, View::All] {
        assert_eq!(shown(&desk, view).await, [honest], "{view:?}");
    }
    assert_eq!(shown(&desk, View::Spam).await, [spam]);
    assert_eq!(found(&desk, View::All.into()).await, [honest]);
    let everything = Filter { with_spam: true, ..Filter::default() };
    assert_eq!(found(&desk, everything).await, [spam, honest], "a search that leaves nothing aside finds it");

    correct(&desk, spam, "b", "no").await;
    assert_eq!(shown(&desk, View::Waiting).await, [honest, spam]);
    assert_eq!(shown(&desk, View::Spam).await, []);
    correct(&desk, spam, "b", "yes").await;
    assert_eq!(shown(&desk, View::Spam).await, [spam]);
    assert_eq!(desk.count(EventKind::ConversationSetAside).await, 2);
    assert_eq!(desk.count(EventKind::ConversationBroughtBack).await, 1);
}

pub async fn one_honest_mention_keeps_a_conversation_among_the_others() {
    let mut desk = Desk::new().await;
    let honest = opened(&desk, "a", "anna").await;
    desk.judgements = judged_spam("yes");
    desk.file(&in_thread("a2", "a", "a", "bot", "Gewinnspiel!"), &[]).await;
    assert_eq!(shown(&desk, View::Waiting).await, [honest]);
    let spam = opened(&desk, "b", "bot").await;
    desk.file(&in_thread("b2", "b", "b", "bot", "Gewinnspiel!"), &[]).await;
    assert_eq!(shown(&desk, View::Spam).await, [spam]);
    desk.judgements = judged_spam("no");
    desk.file(&in_thread("b3", "b", "b2", "anna", "Das ist Betrug, oder?"), &[]).await;
    assert_eq!(shown(&desk, View::Waiting).await, [honest, spam]);
}

pub async fn whoever_takes_up_what_a_judge_called_spam_brings_it_back() {
    let mut desk = Desk::new().await;
    desk.judgements = judged_spam("yes");
    let (taken, archived, called_so) =
        (opened(&desk, "a", "a").await, opened(&desk, "b", "b").await, opened(&desk, "c", "c").await);
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &member, taken, Some(member.id)).await.unwrap();
    tx.commit().await.unwrap();
    set_status(&desk, archived, Status::Archived).await;
    correct(&desk, called_so, "c", "yes").await;
    set_status(&desk, called_so, Status::Open).await;
    assert_eq!(shown(&desk, View::Waiting).await, [taken]);
    assert_eq!(shown(&desk, View::Spam).await, [archived, called_so], "what a member called spam stays it");
    assert_eq!(shown(&desk, View::Done).await, []);
    // More of the same from somebody whom a member has taken up does not hide them again.
    desk.file(&in_thread("a2", "a", "a", "a", "Gewinnspiel!"), &[]).await;
    assert_eq!(shown(&desk, View::Waiting).await, [taken]);
}

pub async fn those_that_begin_alike_stand_under_the_first_until_more_happens() {
    let mut desk = Desk::new().await;
    desk.signature = Some(COPIED);
    let first = opened(&desk, "a", "anna").await;
    desk.signature = Some(COPIED ^ 0b1001_0000_0000_0000_0010);
    let second = opened(&desk, "b", "bert").await;
    let third = opened(&desk, "c", "cleo").await;
    desk.signature = Some(!COPIED);
    let other = opened(&desk, "d", "dora").await;
    desk.signature = None;
    let short = opened(&desk, "e", "emil").await;
    assert_eq!(shown(&desk, View::Waiting).await, [first, other, short]);
    assert_eq!(desk.find(first).await.alike_count, 2);
    let under = Filter { alike_of: Some(first), ..Filter::default() };
    assert_eq!(found(&desk, under.clone()).await, [third, second]);
    assert_eq!(desk.count(EventKind::ConversationFolded).await, 2);

    desk.file(&in_thread("b2", "b", "b", "bert", "Und noch etwas anderes"), &[]).await;
    assert_eq!(shown(&desk, View::Waiting).await, [first, second, other, short]);
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, &member, third, "Die kenne ich").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(shown(&desk, View::Waiting).await, [first, second, third, other, short]);
    assert_eq!(found(&desk, under).await, []);
    assert_eq!(desk.find(first).await.alike_count, 0);
}

pub async fn nobody_is_left_under_a_conversation_that_leaves_the_list() {
    let mut desk = Desk::new().await;
    desk.signature = Some(COPIED);
    let (first, second, third) =
        (opened(&desk, "a", "a").await, opened(&desk, "b", "b").await, opened(&desk, "c", "c").await);
    set_status(&desk, first, Status::Open).await;
    assert_eq!(shown(&desk, View::Waiting).await, [first], "it is still our turn in it");
    set_status(&desk, first, Status::Resolved).await;
    assert_eq!(shown(&desk, View::Waiting).await, [second]);
    assert_eq!((desk.find(second).await.alike_count, desk.find(third).await.alike_of), (1, Some(second)));
    let fourth = opened(&desk, "d", "d").await;
    assert_eq!(desk.find(fourth).await.alike_of, Some(second), "the next ones find the one that took its place");
    // Its words are gone: those that still say them stand without it.
    desk.delete("b").await;
    let fifth = opened(&desk, "e", "e").await;
    assert_eq!(shown(&desk, View::Waiting).await, [second, third]);
    assert_eq!((desk.find(third).await.alike_count, desk.find(fifth).await.alike_of), (2, Some(third)));
}

pub async fn whoever_writes_something_else_instead_or_proves_to_be_no_spam_stands_alone() {
    let mut desk = Desk::new().await;
    desk.signature = Some(COPIED);
    let (first, second) = (opened(&desk, "a", "a").await, opened(&desk, "b", "b").await);
    let edited = addressed("b", "b", "Mein Koffer ist weg!");
    let edited = ReceivedPost { remote: RemoteRef { revision: Some("r2".into()), ..edited.remote.clone() }, ..edited };
    desk.file(&edited, &[]).await;
    assert_eq!(shown(&desk, View::Waiting).await, [first, second]);

    desk.judgements = judged_spam("yes");
    let (head, copy) = (opened(&desk, "c", "c").await, opened(&desk, "d", "d").await);
    assert_eq!((shown(&desk, View::Spam).await, desk.find(copy).await.alike_of), (vec![head], Some(head)));
    correct(&desk, copy, "d", "no").await;
    assert_eq!(shown(&desk, View::Spam).await, [head]);
    assert_eq!(shown(&desk, View::Waiting).await, [first, second, copy]);
    // A head that is set aside leaves those under it where they were.
    desk.judgements = Vec::new();
    let under = opened(&desk, "e", "e").await;
    assert_eq!(desk.find(under).await.alike_of, Some(first));
    correct(&desk, first, "a", "yes").await;
    assert_eq!(shown(&desk, View::Waiting).await, [second, copy, under]);
}

pub async fn what_is_said_again_after_a_week_stands_for_itself() {
    let mut desk = Desk::new().await;
    desk.signature = Some(COPIED);
    let first = opened(&desk, "a", "a").await;
    desk.later(7 * 24 * 3_600);
    let in_time = opened(&desk, "b", "b").await;
    desk.later(1);
    let late = opened(&desk, "c", "c").await;
    assert_eq!(desk.find(in_time).await.alike_of, Some(first));
    assert_eq!(shown(&desk, View::Waiting).await, [first, late]);
}
