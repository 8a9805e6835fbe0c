//! Answers that name somebody who knows the matter.

use crate::desk::{Desk, answer, in_thread};

use inbox::{Answer, Filed, Outcome};
use jiff::ToSpan as _;
use model::{Clock as _, ConversationId, EventKind, ReceivedPost, ReplyId};
use store::introduction::{self, Introduction};

async fn answers(desk: &Desk, id: ConversationId, text: &str) -> ReplyId {
    let who = desk.member("member").await;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let reply = inbox::answer(&mut tx, &who, Answer { version_seen, text, ..answer(id) }).await.unwrap();
    tx.commit().await.unwrap();
    reply.id
}

async fn goes_out(desk: &Desk, reply: ReplyId) {
    let mut tx = desk.write().await;
    let mut found = store::reply::find(&mut tx, reply).await.unwrap().unwrap();
    let remote = format!("ours/{reply}");
    inbox::begin_sending(&mut tx, &mut found, "{}".into(), Some(remote)).await.unwrap();
    inbox::finish_sending(&mut tx, &mut found, Outcome::Sent { url: None }).await.unwrap();
    tx.commit().await.unwrap();
}

async fn made(desk: &Desk) -> Vec<Introduction> {
    introduction::list(&mut desk.read().await, desk.clock.now() - 1.hour(), 9).await.unwrap()
}

/// Somebody writes in the thread of post `root`.
async fn writes(desk: &Desk, (id, root): (&str, &str), author: &str) {
    desk.later(60);
    let said = ReceivedPost { posted_at: desk.clock.now(), ..in_thread(id, root, root, author, "I know that") };
    let Filed::New { .. } = desk.file(&said, &[]).await else { panic!("{id} is not new") };
}

pub async fn whoever_an_answer_names_is_introduced_once_it_is_out_and_seen_to_speak() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    writes(&desk, ("c", "b"), "bert").await;
    let reply = answers(&desk, id, "Hello @anna.example, ask @Bert.example or @nobody.example.").await;
    assert_eq!(made(&desk).await, [], "nothing is out yet");
    goes_out(&desk, reply).await;
    let found = made(&desk).await;
    let told: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.asker.as_str(), one.spoke_at)).collect();
    assert_eq!(told, [("bert.example", "anna.example", None)], "not whoever asked, and not whom nobody knows");
    assert_eq!((found[0].reply, found[0].conversation), (reply, id));
    assert_eq!(desk.count(EventKind::ReplyIntroduced).await, 1);

    writes(&desk, ("d", "b"), "bert").await;
    assert_eq!(made(&desk).await[0].spoke_at, None, "elsewhere: {other}");
    writes(&desk, ("e", "a"), "bert").await;
    assert_eq!(made(&desk).await[0].spoke_at, Some(desk.clock.now()));
}

pub async fn an_answer_without_a_name_introduces_nobody() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    desk.conversation("b").await;
    writes(&desk, ("c", "b"), "bert").await;
    let reply = answers(&desk, id, "Bert knows, write to me@bert.example.").await;
    goes_out(&desk, reply).await;
    assert_eq!((made(&desk).await, desk.count(EventKind::ReplyIntroduced).await), (vec![], 0));
}
