//! Members, their links and their sessions.

use crate::house::House;

use jiff::ToSpan as _;
use model::{Clock as _, MemberId, Network, ReceivedAuthor, Role};
use store::invitation::{self, NewInvitation};
use store::member::{self, NewMember};
use store::{author, session};

async fn invite(house: &House, token: &str, by: Option<MemberId>) {
    let mut tx = house.write().await;
    let expires_at = tx.now() + 1.hour();
    let new = NewInvitation { token, role: Role::Owner, email: None, by, expires_at };
    invitation::invite(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take(house: &House, token: &str) -> bool {
    let mut tx = house.write().await;
    let taken = invitation::take(&mut tx, token).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

pub async fn a_link_works_once_and_not_after_its_time() {
    let house = House::new().await;
    let owner = house.member(Role::Owner).await;
    invite(&house, "one", Some(owner)).await;
    invite(&house, "two", Some(owner)).await;
    assert!(invitation::find(&mut house.read().await, "one").await.unwrap().is_some());
    assert!(take(&house, "one").await);
    assert!(!take(&house, "one").await);
    assert!(invitation::find(&mut house.read().await, "one").await.unwrap().is_none());
    house.later(3_600);
    assert!(!take(&house, "two").await);
    assert!(!take(&house, "never made").await);
    invite(&house, "three", Some(owner)).await;
    let open = invitation::open(&mut house.read().await).await.unwrap();
    assert_eq!(open.iter().map(|open| open.by).collect::<Vec<_>>(), [Some(owner)]);
}

pub async fn only_the_last_link_for_the_first_owner_works() {
    let house = House::new().await;
    invite(&house, "first", None).await;
    invite(&house, "second", None).await;
    assert!(!take(&house, "first").await);
    assert!(take(&house, "second").await);
}

pub async fn an_address_joins_once_however_it_is_written() {
    let house = House::new().await;
    let join = async |email: &str| {
        let mut tx = house.write().await;
        let new = NewMember { email, name: "Ada", role: Role::Member, password_hash: "x" };
        let id = member::join(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    };
    let id = join("Ada@Example.org ").await;
    assert!(id.is_some());
    assert_eq!(join("ada@example.ORG").await, None);
    let found = member::by_email(&mut house.read().await, " ADA@example.org").await.unwrap();
    assert_eq!(found.map(|member| member.id), id);
}

pub async fn a_session_ends_by_time_by_hand_and_with_its_member() {
    let house = House::new().await;
    let (owner, ada) = (house.member(Role::Owner).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let expires_at = tx.now() + 1.hour();
    for token in ["a", "b"] {
        session::begin(&mut tx, ada, token, "csrf", expires_at).await.unwrap();
    }
    tx.commit().await.unwrap();
    let is_alive = async |token: &str| session::find(&mut house.read().await, token).await.unwrap().is_some();
    assert!(is_alive("a").await && is_alive("b").await && !is_alive("c").await);

    let mut tx = house.write().await;
    session::end(&mut tx, "b").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_alive("b").await);

    house.later(3_599);
    assert!(is_alive("a").await);
    let mut tx = house.write().await;
    session::touch(&mut tx, "a", house.clock.now() + 1.hour()).await.unwrap();
    tx.commit().await.unwrap();
    house.later(3_599);
    assert!(is_alive("a").await);
    house.later(1);
    assert!(!is_alive("a").await);

    let mut tx = house.write().await;
    session::begin(&mut tx, ada, "d", "csrf", house.clock.now() + 1.hour()).await.unwrap();
    member::disable(&mut tx, owner, ada).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_alive("d").await);
}

pub async fn what_a_network_leaves_out_of_an_author_stays_as_it_was() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let full = ReceivedAuthor {
        remote_id: "did:anna".into(),
        handle: Some("anna.example".into()),
        display_name: Some("Anna".into()),
        follower_count: Some(12),
        follows_us: Some(true),
        url: Some("https://example.org/anna".into()),
    };
    let id = author::keep(&mut tx, Network::Simulated, &full).await.unwrap();
    let bare = ReceivedAuthor { remote_id: "did:anna".into(), ..ReceivedAuthor::default() };
    assert_eq!(author::keep(&mut tx, Network::Simulated, &bare).await.unwrap(), id);
    let renamed = ReceivedAuthor { handle: Some("anna2.example".into()), ..bare };
    assert_eq!(author::keep(&mut tx, Network::Simulated, &renamed).await.unwrap(), id);
    let found = author::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(found.profile, ReceivedAuthor { handle: renamed.handle, ..full.clone() });
    let elsewhere = author::keep(&mut tx, Network::Atproto, &full).await.unwrap();
    assert_ne!(elsewhere, id, "the same id on another network is somebody else");
}
