//! The server dies while it notices that many deadlines passed: each is told of once.

use std::collections::HashMap;

use model::{ConversationId, EventKind, SlaPolicyId, SlaTerms};
use store::seal::Verdict;
use store::{event, policy, seal};

use crate::bulk::{PEOPLE, die, heard};
use crate::desk::{Desk, eventually};
use crate::house::{Ears, House};
use crate::server::{Server, Settings};

/// A policy that wants an answer to everybody within a second.
async fn promise(house: &House) {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let terms = SlaTerms { first_response_seconds: Some(1), ..SlaTerms::default() };
    policy::create::<SlaPolicyId>(&mut tx, "At once", &terms).await.unwrap();
    let mut after = Some(ConversationId(0));
    while let Some(last) = after {
        after = inbox::set_clocks(&mut tx, last).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

/// How often each conversation is told to have been missed.
async fn told(house: &House, ids: &[ConversationId]) -> HashMap<ConversationId, usize> {
    let store = house.open().await;
    let mut tx = store.read().await.unwrap();
    let verdict = seal::verify(&mut tx).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "the event log is {verdict:?}");
    let mut told = HashMap::new();
    for id in ids {
        let happened = event::of_conversation(&mut tx, *id).await.unwrap();
        let missed = happened.iter().filter(|event| event.kind == EventKind::SlaMissed).count();
        told.extend((missed > 0).then_some((*id, missed)));
    }
    drop(tx);
    store.close().await;
    told
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn every_deadline_is_missed_once_however_often_the_server_dies() {
    let network = crate::network::Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let ids = heard(&house).await;
    promise(&house).await;

    die(&house, "clocks.noticed", None).await;
    assert_eq!(told(&house, &ids).await.len(), 0, "what was not committed did not happen");
    for (step, count) in [(1, 20), (2, 40), (3, PEOPLE)] {
        die(&house, "clocks.told", None).await;
        assert_eq!(told(&house, &ids).await.len(), count, "twenty at once, the {step}th time");
    }
    let mut server = Server::start(&house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    let says = format!("<span id=\"found\">{PEOPLE}</span>");
    let missed = "/inbox?view=all&q=sla%3Amissed";
    eventually(&says, async || desk.page(missed).await.filter(|page| page.contains(&says))).await;
    assert!(server.stop().await.success());
    assert_eq!(told(&house, &ids).await, ids.iter().map(|id| (*id, 1)).collect());
}
