//! Whoever stands for a fact is told once that its day has come, however often the server begins anew.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Server};

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use jiff::tz::TimeZone;
use model::{ManualClock, NoticeKind, Role};
use store::fact::{FactTerms, Source};
use store::member::{self, NewMember};
use store::notice::{self, About};

#[tokio::test]
async fn an_owner_is_told_by_itself_and_once_when_the_day_has_come() {
    let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
    let server = Server::at(PostOffice::with_streams(&["letters"]), clock.clone()).await;
    let mut tx = server.store().write().await.unwrap();
    let new = NewMember { email: "mara@example.org", name: "Mara", role: Role::Owner, password_hash: "x" };
    let id = member::join(&mut tx, new).await.unwrap().unwrap();
    let owner = member::find(&mut tx, id).await.unwrap().unwrap();
    let terms = FactTerms {
        claim: "The lift runs".into(),
        source: Source { title: "Works department".into(), url: None },
        owner: id,
        review_on: date(2026, 12, 1),
        lines: Vec::new(),
    };
    let fact = inbox::keep_fact(&mut tx, &owner, None, None, (terms, &TimeZone::UTC)).await.unwrap();
    tx.commit().await.unwrap();
    let told = async |server: &Server| {
        let notices = notice::of_member(&mut server.store().read().await.unwrap(), id, 9).await.unwrap();
        notices.into_iter().map(|one| (one.kind, one.about)).collect::<Vec<_>>()
    };
    assert_eq!(told(&server).await, []);
    clock.advance(Duration::from_secs(8 * 86_400));
    let once = [(NoticeKind::FactDue, About::Fact(fact))];
    let mut server = server;
    for _ in 0..2 {
        server = server.restart(async |_| ()).await;
        server.eventually("they are told", async || !told(&server).await.is_empty()).await;
        assert_eq!(told(&server).await, once);
    }
}
