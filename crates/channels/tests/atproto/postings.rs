//! A post of our own accord, on a real network: once, however often, and answered under it.

use channels::{Channel, Fate, OutgoingReply, Remedy};
use model::{Clock as _, SystemClock};
use serde_json::json;

use crate::network::{Person, eventually};
use crate::{account, listener};

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_post_of_our_own_accord_stands_once_and_begins_a_thread() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let channel = account(&brand);
    let outgoing = OutgoingReply {
        private_to: None,
        text: "We are looking. https://example.test/more".into(),
        answers: None,
        language: Some("en".into()),
        created_at: SystemClock.now(),
        intent: 77,
        pictures: vec![],
    };
    let prepared = channel.prepare(&outgoing).await.unwrap();
    assert_eq!(channel.prepare(&outgoing).await.unwrap(), prepared, "the same bytes every time");
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent, "preparing sends nothing");
    let (first, second) = tokio::join!(channel.send(&prepared, &[]), channel.send(&prepared, &[]));
    let sent = first.or(second).unwrap();
    assert_eq!(account(&brand).send(&prepared, &[]).await.unwrap(), sent, "after a lost answer");
    assert_eq!(account(&brand).fate(&prepared).await.unwrap(), Fate::Stands(sent.clone()));
    let posts = brand.posts().await;
    assert_eq!(posts.len(), 1);
    let record = &posts[0]["value"];
    assert_eq!((&record["text"], record.get("reply")), (&json!(outgoing.text), None));
    assert_eq!(record["langs"], json!(["en"]));

    let under = json!({"reply": {
        "root": {"uri": sent.remote.id, "cid": sent.remote.revision},
        "parent": {"uri": sent.remote.id, "cid": sent.remote.revision},
    }});
    alice.post("What happened?", under).await;
    eventually("it is answered under it", async || {
        let thread = channel.thread(&sent.remote).await.ok()?;
        (thread.len() == 2 && thread[0].remote.id == sent.remote.id).then_some(())
    })
    .await;
    let long = OutgoingReply { text: "ä".repeat(301), ..outgoing.clone() };
    assert_eq!(channel.prepare(&long).await.unwrap_err().remedy, Remedy::GiveUp);
    let silent = listener("ATPROTO_JETSTREAM_V2_URL");
    assert_eq!(silent.prepare(&outgoing).await.unwrap_err().remedy, Remedy::GiveUp, "it only listens");
}
