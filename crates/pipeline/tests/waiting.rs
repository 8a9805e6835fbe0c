//! Who waits is followed from the log, in whatever steps, and comes to what reading the whole log at once does.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Server, said, said_in_thread};

use std::time::Duration;

use insights::{families, history};
use jiff::Timestamp;
use model::{KnownWait, ReplyState, Wait, WaitEnd, WaitKind};
use store::event::Sealed;
use store::{Store, event, followed, wait};

/// The waits as they are kept, as of a position.
async fn kept(store: &Store, position: i64) -> Vec<Wait> {
    wait::begun(&mut store.read().await.unwrap(), Timestamp::MIN, Timestamp::MAX, position).await.unwrap()
}

/// What the whole log comes to, read at once.
async fn whole(store: &Store) -> Vec<KnownWait> {
    let log: Vec<Sealed> = event::after(&mut store.read().await.unwrap(), 0, i64::MAX).await.unwrap();
    families(log).iter().flat_map(|family| history(family)).collect()
}

fn as_of(known: &[KnownWait], position: i64) -> Vec<Wait> {
    let holds = |one: &&KnownWait| one.from <= position && one.until.is_none_or(|until| until > position);
    let mut waits: Vec<Wait> = known.iter().filter(holds).map(|one| one.wait.clone()).collect();
    waits.sort_by_key(|wait| (wait.began_at, wait.conversation, wait.number));
    waits
}

/// Until the log is read to its end.
async fn is_followed(server: &Server) {
    server
        .eventually("the log is read", async || {
            let mut tx = server.store().read().await.unwrap();
            let position = event::position(&mut tx).await.unwrap();
            event::oldest_unsealed(&mut tx).await.unwrap().is_none()
                && followed::position(&mut tx, wait::FOLLOWER).await.unwrap() == position
        })
        .await;
}

#[tokio::test]
async fn what_is_kept_is_what_the_log_comes_to_at_every_position_also_over_a_restart() {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Wo bleibt der Zug?"), said("b", "Wann fährt der nächste Zug?")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("both are heard", async || server.post("b").await.is_some()).await;
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    server.becomes(id, ReplyState::Delivered).await;
    is_followed(&server).await;
    let before = event::position(&mut server.store().read().await.unwrap()).await.unwrap();
    let then = kept(server.store(), before).await;

    let server = server
        .restart(async |_| office.says("letters", [said_in_thread("a2", "a", "Und wann kommt er denn nun?")]))
        .await;
    server.eventually("more is heard", async || server.post("a2").await.is_some()).await;
    let who = server.ada().await;
    let (one, other) = (server.conversation_of("a").await.unwrap(), server.conversation_of("b").await.unwrap());
    let mut tx = server.store().write().await.unwrap();
    inbox::merge(&mut tx, &who, other, one).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    is_followed(&server).await;
    server.handle.clone().shut_down().await;

    let (store, known) = (server.store(), whole(server.store()).await);
    let last = event::position(&mut store.read().await.unwrap()).await.unwrap();
    for position in 0..=last {
        assert_eq!(kept(store, position).await, as_of(&known, position), "at position {position}");
    }
    assert_eq!(kept(store, before).await, then, "nothing that came later changes what was known");
    let now = kept(store, last).await;
    let shapes: Vec<_> = now.iter().map(|one| (one.kind, one.end.map(|(end, _)| end), one.needs_reply)).collect();
    let expected = [(WaitKind::First, Some(WaitEnd::Answered), Some(true)), (WaitKind::Next, None, Some(true))];
    assert_eq!(shapes, expected, "the second person was not answered with the first, before they were one");
}
