//! A statement is published at most once on a channel, never more is said of it than is known, and its owner is told once that
//! the word which it promised is due.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Sending, Server};

use std::sync::Arc;
use std::time::Duration;

use inbox::{PostingPlace, Publishing};
use jiff::ToSpan as _;
use model::{
    ChannelState, LengthRule, ManualClock, NoticeKind, PostingId, ReplyState, Role, StatementId, StatementKind,
    StatementState,
};
use store::member::{self, Member, NewMember};
use store::notice::{self, About};
use store::posting::{self, Posting};
use store::statement::{self, StatementTerms};
use store::variant::Variant;

/// Somebody who approves what Ada writes.
async fn mara(server: &Server) -> Member {
    let mut tx = server.store().write().await.unwrap();
    let new = NewMember { email: "mara@example.org", name: "Mara", role: Role::Owner, password_hash: "x" };
    member::join(&mut tx, new).await.unwrap();
    let found = member::by_email(&mut tx, "mara@example.org").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    found
}

/// A statement that is to go out.
async fn publish(server: &Server, hours: Option<i64>) -> (StatementId, PostingId) {
    let (ada, mara) = (server.ada().await, mara(server).await);
    let mut tx = server.store().write_durable().await.unwrap();
    let terms = StatementTerms {
        title: "Derailment".into(),
        kind: StatementKind::Holding,
        matter: None,
        fuller_url: None,
        owner: mara.id,
        next_word_at: hours.map(|hours| tx.now() + hours.hours()),
        replaces: None,
        texts: vec![Variant { language: String::new(), text: "We are looking.".into() }],
    };
    let id = inbox::keep_statement(&mut tx, &ada, None, None, terms).await.unwrap();
    inbox::approve_statement(&mut tx, &mara, id, None).await.unwrap();
    let channel = store::channel::all(&mut tx).await.unwrap()[0].id;
    let places = [PostingPlace { channel, language: String::new(), takes: Some(LengthRule::NONE) }];
    let wanted = Publishing { statement: id, seen: None, places: &places, undo: Duration::ZERO };
    let queued = inbox::publish_statement(&mut tx, &mara, wanted).await.unwrap();
    tx.commit().await.unwrap();
    server.handle.nudge_work();
    (id, queued[0].id)
}

async fn find(server: &Server, id: PostingId) -> Posting {
    posting::find(&mut server.store().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn state(server: &Server, id: StatementId) -> StatementState {
    statement::find(&mut server.store().read().await.unwrap(), id).await.unwrap().unwrap().state
}

async fn becomes(server: &Server, id: PostingId, state: ReplyState) -> Posting {
    server.eventually(&format!("it is {state}"), async || find(server, id).await.state == state).await;
    find(server, id).await
}

#[tokio::test]
async fn every_answer_of_the_network_leads_where_it_should() {
    use Sending::*;
    // What the network does, how it ends, how many posts stand, how often it was tried.
    let table: [(&[Sending], ReplyState, usize, usize); 7] = [
        (&[Take], ReplyState::Sent, 1, 1),
        (&[Later], ReplyState::Sent, 1, 2),
        (&[TakeInSilence], ReplyState::Sent, 1, 1),
        (&[LoseInSilence], ReplyState::Sent, 1, 2),
        (&[Refuse], ReplyState::FailedFinal, 0, 1),
        (&[Later, Refuse], ReplyState::FailedFinal, 0, 2),
        (&[RefuseCredential], ReplyState::FailedRetryable, 0, 1),
    ];
    for (sending, wanted, stand, attempts) in table {
        let office = PostOffice::with_streams(&["letters"]);
        let server = Server::listening_to(office.clone()).await;
        office.will(sending.iter().copied());
        let (statement, id) = publish(&server, None).await;
        let one = becomes(&server, id, wanted).await;
        assert_eq!((office.made().len(), office.attempts()), (stand, attempts), "{sending:?}");
        assert_eq!(one.state_reason.is_none(), wanted == ReplyState::Sent, "{sending:?}");
        let is_out = state(&server, statement).await == StatementState::Published;
        assert_eq!(is_out, wanted == ReplyState::Sent, "{sending:?}");
        if sending == [RefuseCredential] {
            let blocked = async || server.kept().await.state == ChannelState::Blocked;
            server.eventually("the channel is blocked", blocked).await;
        }
        server.handle.shut_down().await;
    }
}

#[tokio::test]
async fn the_owner_is_told_by_itself_and_once_that_the_promised_word_is_due() {
    let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
    let server = Server::at(PostOffice::with_streams(&["letters"]), clock.clone()).await;
    let (statement, id) = publish(&server, Some(1)).await;
    becomes(&server, id, ReplyState::Sent).await;
    let told = async |server: &Server| {
        let mut tx = server.store().read().await.unwrap();
        let mara = member::by_email(&mut tx, "mara@example.org").await.unwrap().unwrap().id;
        let notices = notice::of_member(&mut tx, mara, 9).await.unwrap();
        let of_due = notices.into_iter().filter(|one| one.kind == NoticeKind::StatementDue);
        of_due.map(|one| (one.kind, one.about)).collect::<Vec<_>>()
    };
    assert_eq!(told(&server).await, []);
    clock.advance(Duration::from_secs(3_601));
    let once = [(NoticeKind::StatementDue, About::Statement(statement))];
    let mut server = server;
    for _ in 0..2 {
        server = server.restart(async |_| ()).await;
        server.eventually("they are told", async || !told(&server).await.is_empty()).await;
        assert_eq!(told(&server).await, once);
    }
}
