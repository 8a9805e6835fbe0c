//! Members, their links and their sessions.

use crate::house::House;

use jiff::ToSpan as _;
use model::{Actor, Clock as _, MemberId, Network, ReceivedAuthor, Role};
use store::invitation::{self, NewInvitation};
use store::member::{self, NewMember};
use store::password_reset::{self, NewReset};
use store::{author, session};
use wording::Language;

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

pub async fn a_new_password_ends_every_session_and_a_member_ends_those_elsewhere() {
    let house = House::new().await;
    let (ada, bob) = (house.member(Role::Member).await, house.member(Role::Leader).await);
    let expires_at = house.clock.now() + 1.hour();
    let mut tx = house.write().await;
    for (member, token) in [(ada, "a"), (ada, "b"), (ada, "c"), (bob, "d")] {
        session::begin(&mut tx, member, token, "csrf", expires_at).await.unwrap();
    }
    assert_eq!(session::end_others(&mut tx, ada, "b").await.unwrap(), 2);
    tx.commit().await.unwrap();
    let mut tx = house.read().await;
    assert_eq!((session::count(&mut tx, ada).await.unwrap(), session::count(&mut tx, bob).await.unwrap()), (1, 1));
    assert!(session::find(&mut tx, "b").await.unwrap().is_some());
    drop(tx);

    let mut tx = house.write().await;
    member::set_password(&mut tx, ada, "another").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.read().await;
    assert_eq!((session::count(&mut tx, ada).await.unwrap(), session::count(&mut tx, bob).await.unwrap()), (0, 1));
    assert_eq!(member::find(&mut tx, ada).await.unwrap().unwrap().password_hash, "another");
}

pub async fn a_member_reads_in_the_language_that_they_chose_until_they_leave_it_to_their_browser() {
    let house = House::new().await;
    let (ada, bob) = (house.member(Role::Member).await, house.member(Role::Leader).await);
    let read = async |id| member::find(&mut house.read().await, id).await.unwrap().unwrap().language;
    assert_eq!(read(ada).await, None);
    for chosen in [Some(Language::French), Some(Language::English), None] {
        let mut tx = house.write().await;
        member::set_language(&mut tx, ada, chosen).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((read(ada).await, read(bob).await), (chosen, None));
    }
}

pub async fn the_last_link_for_a_new_password_works_once_in_its_time_and_not_for_who_is_shut_out() {
    let house = House::new().await;
    let (owner, ada) = (house.member(Role::Owner).await, house.member(Role::Member).await);
    let offer = async |token: &str| {
        let mut tx = house.write().await;
        let expires_at = tx.now() + 1.hour();
        let new = NewReset { token, member: ada, by: Actor::Member(owner), expires_at };
        password_reset::offer(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
    };
    let whose =
        async |token: &str| password_reset::find(&mut house.read().await, token).await.unwrap().map(|member| member.id);
    offer("first").await;
    offer("second").await;
    assert_eq!((whose("first").await, whose("second").await), (None, Some(ada)));

    let mut tx = house.write().await;
    assert!(password_reset::take(&mut tx, "second").await.unwrap());
    assert!(!password_reset::take(&mut tx, "second").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(whose("second").await, None);

    offer("from before a restore").await;
    let mut tx = house.write().await;
    assert_eq!(password_reset::forget_all(&mut tx).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(whose("from before a restore").await, None);

    offer("late").await;
    house.later(3_600);
    assert_eq!(whose("late").await, None);

    offer("shut out").await;
    let mut tx = house.write().await;
    member::disable(&mut tx, owner, ada).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(whose("shut out").await, None);
    let mut tx = house.write().await;
    member::enable(&mut tx, owner, ada).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(whose("shut out").await, None, "a link from before is over for good");

    // Whoever is shut out or given another role may have made links, or be who they are for.
    for is_out in [false, true] {
        offer("made before").await;
        let mut tx = house.write().await;
        let found = member::find(&mut tx, owner).await.unwrap().unwrap();
        if is_out {
            member::disable(&mut tx, ada, owner).await.unwrap();
        } else {
            member::set_role(&mut tx, ada, &found, Role::Member).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(whose("made before").await, None);
    }
    assert_eq!(member::find(&mut house.read().await, ada).await.unwrap().unwrap().disabled_at, None);
}

pub async fn an_invitation_that_is_taken_back_is_good_for_nothing() {
    let house = House::new().await;
    let owner = house.member(Role::Owner).await;
    let mut tx = house.write().await;
    let expires_at = tx.now() + 1.hour();
    for (token, email) in [("a", "ada@example.org"), ("b", "bob@example.org")] {
        let new = NewInvitation { token, role: Role::Member, email: Some(email), by: Some(owner), expires_at };
        invitation::invite(&mut tx, new).await.unwrap();
    }
    assert!(invitation::withdraw(&mut tx, owner, "ada@example.org").await.unwrap());
    assert!(!invitation::withdraw(&mut tx, owner, "ada@example.org").await.unwrap());
    tx.commit().await.unwrap();
    assert!(!take(&house, "a").await);
    assert!(take(&house, "b").await);
    let mut tx = house.write().await;
    let new = NewInvitation { token: "c", role: Role::Member, email: None, by: Some(owner), expires_at };
    invitation::invite(&mut tx, new).await.unwrap();
    assert_eq!(invitation::withdraw_all(&mut tx).await.unwrap(), 1, "all that nobody took");
    tx.commit().await.unwrap();
    assert!(!take(&house, "c").await);
}
