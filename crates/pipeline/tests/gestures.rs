//! A like is made at most once per intent, and never more said of it than is known.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Sending, Server, Telling, said};

use std::sync::Arc;
use std::time::Duration;

use inbox::{About, Gesturing};
use model::{ChannelState, GestureId, GestureKind, GestureState};
use store::gesture::{self, Gesture};

/// A town in which somebody said something (post "a"), and a server that heard it.
async fn heard() -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Wo bleibt der Zug?")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("it is heard", async || server.post("a").await.is_some()).await;
    (office, server)
}

async fn like(server: &Server, undo: Duration) -> GestureId {
    let about = About::Post(server.post("a").await.unwrap().id);
    let ada = server.ada().await;
    let mut tx = server.store().write_durable().await.unwrap();
    let (kind, takes) = (GestureKind::Like, GestureKind::ALL);
    let wanted = Gesturing { kind, about, under: None, ground: None, takes, undo };
    let one = inbox::want_gesture(&mut tx, &ada, wanted).await.unwrap();
    tx.commit().await.unwrap();
    server.handle.nudge_work();
    one.id
}

async fn take_back(server: &Server, id: GestureId) {
    let ada = server.ada().await;
    let mut tx = server.store().write_durable().await.unwrap();
    inbox::take_gesture_back(&mut tx, &ada, id).await.unwrap();
    tx.commit().await.unwrap();
    server.handle.nudge_work();
}

async fn find(server: &Server, id: GestureId) -> Gesture {
    gesture::find(&mut server.store().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn becomes(server: &Server, id: GestureId, state: GestureState) -> Gesture {
    server.eventually(&format!("it is {state}"), async || find(server, id).await.state == state).await;
    find(server, id).await
}

#[tokio::test]
async fn every_answer_of_the_network_leads_where_it_should() {
    use Sending::*;
    // What the network does, how it ends, how many likes stand, how often it was tried.
    let table: [(&[Sending], GestureState, usize, usize); 7] = [
        (&[Take], GestureState::Stands, 1, 1),
        (&[Later], GestureState::Stands, 1, 2),
        (&[TakeInSilence], GestureState::Stands, 1, 1),
        (&[LoseInSilence], GestureState::Stands, 1, 2),
        (&[Refuse], GestureState::Failed, 0, 1),
        (&[Later, Refuse], GestureState::Failed, 0, 2),
        (&[RefuseCredential], GestureState::Failed, 0, 1),
    ];
    for (sending, state, likes, attempts) in table {
        let (office, server) = heard().await;
        office.will(sending.iter().copied());
        let id = like(&server, Duration::ZERO).await;
        let one = becomes(&server, id, state).await;
        assert_eq!((office.gestures().len(), office.attempts()), (likes, attempts), "{sending:?}");
        assert_eq!(one.state_reason.is_none(), state == GestureState::Stands, "{sending:?}");
        if sending == [RefuseCredential] {
            let blocked = async || server.kept().await.state == ChannelState::Blocked;
            server.eventually("the channel is blocked", blocked).await;
        }
        server.handle.shut_down().await;
    }
}

#[tokio::test]
async fn it_is_taken_back_before_it_leaves_and_afterwards_on_the_network() {
    let (office, server) = heard().await;
    let id = like(&server, Duration::from_secs(1_000_000)).await;
    take_back(&server, id).await;
    assert_eq!(find(&server, id).await.state, GestureState::TakenBack);

    let id = like(&server, Duration::ZERO).await;
    becomes(&server, id, GestureState::Stands).await;
    assert_eq!(office.gestures(), ["like a"]);
    office.will([Sending::Later, Sending::TakeInSilence, Sending::Take]);
    take_back(&server, id).await;
    becomes(&server, id, GestureState::TakenBack).await;
    assert_eq!(office.gestures(), [] as [&str; 0]);

    let id = like(&server, Duration::ZERO).await;
    becomes(&server, id, GestureState::Stands).await;
    office.will([Sending::Refuse]);
    take_back(&server, id).await;
    let refused = async || find(&server, id).await.state_reason.is_some();
    server.eventually("it is still there", refused).await;
    assert_eq!(find(&server, id).await.state, GestureState::Stands, "what is there is not said to be gone");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_network_that_cannot_be_asked_leaves_the_decision_to_a_person() {
    let (office, server) = heard().await;
    office.tells(Telling::CannotTell);
    office.will([Sending::TakeInSilence]);
    let id = like(&server, Duration::ZERO).await;
    becomes(&server, id, GestureState::Unknown).await;
    let server = server.restart(async |_| ()).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!((find(&server, id).await.state, office.attempts()), (GestureState::Unknown, 1), "never blindly again");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_is_gone_fails_with_the_reason() {
    let (office, server) = heard().await;
    office.deletes_quietly("a");
    let id = like(&server, Duration::ZERO).await;
    let failed = becomes(&server, id, GestureState::Failed).await;
    assert_eq!((failed.state_reason.as_deref(), office.attempts()), (Some("the post is gone"), 0));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_a_stop_holds_is_made_once_it_is_let_go() {
    let (office, server) = heard().await;
    let owner = {
        let mut tx = server.store().read().await.unwrap();
        store::member::by_email(&mut tx, "owner@example.org").await.unwrap().unwrap()
    };
    let mut tx = server.store().write_durable().await.unwrap();
    let stop = inbox::stop_sending(&mut tx, &owner, None, "Wait.").await.unwrap();
    tx.commit().await.unwrap();
    let id = like(&server, Duration::ZERO).await;
    server.eventually("it is held", async || find(&server, id).await.held.is_some()).await;
    assert_eq!(office.attempts(), 0);
    let mut tx = server.store().write_durable().await.unwrap();
    inbox::release_gesture(&mut tx, &owner, id).await.unwrap();
    inbox::lift_stop(&mut tx, &owner, stop.id).await.unwrap();
    tx.commit().await.unwrap();
    server.handle.nudge_work();
    becomes(&server, id, GestureState::Stands).await;
    server.handle.shut_down().await;
}
