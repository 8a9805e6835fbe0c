//! What waits for approval leaves once, when a second person or its policy says so.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Server, quick_clock, said};

use std::sync::Arc;
use std::time::Duration;

use inbox::Approving;
use model::{
    ApprovalFallback, ApprovalOutcome, ApprovalPolicyId, ApprovalTerms, Clock, EventKind, LengthRule, ManualClock,
    PictureRule, ReplyId, ReplyState, Role,
};
use store::member::{self, NewMember};
use store::{Store, approval, policy};

/// A town in which somebody asked something, and a server where every answer waits.
async fn asked(terms: ApprovalTerms, clock: Arc<dyn Clock>) -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Wo bleibt der Zug?")]);
    let server = Server::at(office.clone(), clock).await;
    server.eventually("it is heard", async || server.post("a").await.is_some()).await;
    let mut tx = server.store().write().await.unwrap();
    policy::create::<ApprovalPolicyId>(&mut tx, "Everything", &terms).await.unwrap();
    tx.commit().await.unwrap();
    (office, server)
}

/// What a lead decides.
async fn approve(server: &Server, id: ReplyId, text: &str) {
    let mut tx = server.store().write_durable().await.unwrap();
    let new = NewMember { email: "lead@example.org", name: "Lead", role: Role::Leader, password_hash: "x" };
    let lead = member::join(&mut tx, new).await.unwrap().unwrap();
    let lead = member::find(&mut tx, lead).await.unwrap().unwrap();
    let reply = store::reply::find(&mut tx, id).await.unwrap().unwrap();
    let version_seen = store::conversation::find(&mut tx, reply.conversation).await.unwrap().unwrap().version;
    let (length, undo) = (LengthRule::NONE, Duration::ZERO);
    let approving = Approving {
        reply: id,
        text: Some(text),
        alts: None,
        version_seen,
        anyway: None,
        length,
        picture_rule: PictureRule::NONE,
        undo,
    };
    inbox::approve(&mut tx, &lead, approving).await.unwrap();
    tx.commit().await.unwrap();
}

async fn outcome(store: &Store, id: ReplyId) -> Option<ApprovalOutcome> {
    let found = approval::find(&mut store.read().await.unwrap(), id).await.unwrap().unwrap();
    found.decided.map(|decided| decided.outcome)
}

#[tokio::test]
async fn an_approved_answer_is_sent_once_with_the_words_that_were_approved() {
    let (office, server) = asked(ApprovalTerms::default(), quick_clock()).await;
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    assert_eq!(server.reply(id).await.state, ReplyState::NeedsApproval);
    // Whatever else is to be done is done meanwhile.
    let server = server.restart(async |_| ()).await;
    assert_eq!((office.made(), server.reply(id).await.state), (vec![], ReplyState::NeedsApproval));

    approve(&server, id, "Um zwölf").await;
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!(office.made(), ["Um zwölf"]);
    let server = server.restart(async |_| ()).await;
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!((office.made(), office.attempts()), (vec!["Um zwölf".to_owned()], 1));
}

#[tokio::test]
async fn what_nobody_approves_in_time_is_dealt_with_once_also_when_the_server_was_down() {
    for (fallback, ends, made, became) in [
        (ApprovalFallback::Send, ReplyState::Sent, 1, Some(ApprovalOutcome::SentLate)),
        (ApprovalFallback::Return, ReplyState::Cancelled, 0, Some(ApprovalOutcome::ReturnedLate)),
        (ApprovalFallback::Remind, ReplyState::NeedsApproval, 0, None),
    ] {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let terms = ApprovalTerms { deadline_minutes: Some(30), fallback, ..ApprovalTerms::default() };
        let (office, server) = asked(terms, clock.clone()).await;
        let id = server.answer("a", "Gleich da", Duration::ZERO).await;
        let server = server.restart(async |_| clock.advance(Duration::from_secs(30 * 60))).await;
        let count = async |server: &Server| {
            server.log().await.iter().filter(|event| event.kind == EventKind::ReplyApprovalLapsed).count()
        };
        server.eventually("its time is over", async || count(&server).await == 1).await;
        server.becomes(id, ends).await;
        let server = server.restart(async |_| clock.advance(Duration::from_secs(60))).await;
        server.handle.shut_down().await;
        assert_eq!((count(&server).await, office.made().len()), (1, made), "{fallback}");
        assert_eq!(outcome(server.store(), id).await, became, "{fallback}");
    }
}
