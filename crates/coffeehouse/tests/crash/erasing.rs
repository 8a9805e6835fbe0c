//! The server dies while somebody is erased: it goes on where it was, and each thing of theirs is erased and counted once.

use model::{ErasureId, EventKind};
use store::erasure::{self, Erasure};
use store::seal::Verdict;
use store::{author, conversation, event, member, seal};

use crate::bulk::{PEOPLE, die, heard_from};
use crate::desk::{Desk, eventually};
use crate::house::{Ears, House};
use crate::server::{Server, Settings};

/// Begins to erase whoever began all the conversations.
async fn begin(house: &House) -> Erasure {
    let ids = heard_from(house, |_| "did:plc:talker".to_owned()).await;
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let owner = member::all(&mut tx).await.unwrap().remove(0);
    let them = conversation::find(&mut tx, ids[0]).await.unwrap().unwrap().author;
    let typed = inbox::confirmation(&author::find(&mut tx, them).await.unwrap().unwrap()).to_owned();
    let begun = inbox::erase_person(&mut tx, &owner, them, &typed).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    begun
}

/// How far it is, which must be as far as their posts say.
async fn stands(house: &House, id: ErasureId) -> Erasure {
    let store = house.open().await;
    let mut tx = store.read().await.unwrap();
    let stands = erasure::find(&mut tx, id).await.unwrap().unwrap();
    let posts = erasure::posts_after(&mut tx, &stands.authors, 0, 1_000).await.unwrap();
    assert_eq!(posts.len(), PEOPLE, "a post keeps its place");
    let erased = posts.iter().filter(|post| post.is_erased && post.text.is_empty()).count();
    assert_eq!(i64::try_from(erased).unwrap(), stands.posts, "what is counted is erased, and nothing else");
    drop(tx);
    store.close().await;
    stands
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn somebody_is_erased_once_and_wholly_however_often_the_server_dies() {
    let network = crate::network::Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let Erasure { id, author: them, .. } = begin(&house).await;

    // Three steps for the posts, five for the conversations, the rest for traces and answers.
    let deaths = [
        ("erasing.before_commit", 0, 0),
        ("erasing.after_commit", 20, 0),
        ("erasing.before_commit:2", 40, 0),
        ("erasing.after_commit:2", 45, 0),
        ("erasing.after_commit:2", 45, 20),
        ("erasing.before_commit:3", 45, 40),
        ("erasing.after_commit:3", 45, 45),
        ("erasing.after_commit:5", 45, 45),
    ];
    for (at, (step, posts, conversations)) in deaths.into_iter().enumerate() {
        die(&house, step, None).await;
        let stands = stands(&house, id).await;
        assert_eq!((stands.posts, stands.conversations, stands.done_at), (posts, conversations, None), "death {at}");
    }
    let mut server = Server::start(&house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    let page = format!("/people/{}", them);
    eventually("erased", async || desk.page(&page).await.filter(|page| page.contains("Erased "))).await;
    assert!(server.stop().await.success());
    let over = stands(&house, id).await;
    assert_eq!((over.posts, over.conversations), (45, 45));

    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    while !seal::seal_batch(&mut tx, "test").await.unwrap().is_empty() {}
    tx.commit().await.unwrap();
    let mut tx = store.read().await.unwrap();
    assert_eq!(author::find(&mut tx, them).await.unwrap().unwrap().name(), model::ERASED_NAME);
    assert!(matches!(seal::verify(&mut tx).await.unwrap(), Verdict::Whole { .. }));
    let kinds = [EventKind::ErasureBegun, EventKind::PersonErased];
    let told: Vec<_> =
        event::after(&mut tx, 0, 10_000).await.unwrap().into_iter().map(|sealed| sealed.event.kind).collect();
    for kind in kinds {
        assert_eq!(told.iter().filter(|one| **one == kind).count(), 1, "{kind:?} is told once");
    }
}
