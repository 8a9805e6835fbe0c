//! Members: asking in, roles, shutting out.

use axum::http::StatusCode;
use model::{MemberId, Role};
use store::member;

use crate::house::{Answer, Browser, House, PASSWORD};

/// The path of the one-time link that a page shows.
fn link(house: &House, answer: &Answer) -> String {
    let address = answer.text.split("value=\"").find(|part| part.contains("/welcome/")).unwrap();
    house.path_of(address.split('"').next().unwrap()).to_owned()
}

async fn invite(house: &House, browser: &Browser, email: &str, role: Role) -> Answer {
    house.post(browser, "/members/invite", &[("email", email), ("role", role.as_str())]).await
}

async fn role_of(house: &House, id: MemberId) -> Role {
    member::find(&mut house.read().await, id).await.unwrap().unwrap().role
}

#[tokio::test]
async fn the_link_is_shown_once_and_makes_a_member_of_that_role() {
    let (house, owner) = House::owned().await;
    let answer = invite(&house, &owner, " Ewa@Vellenbahn.example ", Role::Leader).await;
    answer.shows("A link for ewa@vellenbahn.example");
    assert!(answer.text.contains("data-live=\"\""), "the page would be shown again without the link");
    let link = link(&house, &answer);

    let later = house.get(&owner, "/members").await;
    later.shows("ewa@vellenbahn.example");
    assert!(!later.text.contains(&link), "it is not shown again");

    let stranger = Browser::default();
    house.get(&stranger, &link).await.shows("Mara Lind asks you into Vellenbahn’s coffeehouse, as leader.");
    let fields = [("name", "Ewa Brandt"), ("email", "ewa@vellenbahn.example"), ("password", PASSWORD)];
    house.post(&stranger, &link, &fields).await.sends_to("/inbox");
    let ewa = member::by_email(&mut house.read().await, "ewa@vellenbahn.example").await.unwrap().unwrap();
    assert_eq!(ewa.role, Role::Leader);
}

#[tokio::test]
async fn a_link_works_for_seven_days() {
    let (house, owner) = House::owned().await;
    let link = link(&house, &invite(&house, &owner, "ewa@vellenbahn.example", Role::Member).await);
    house.clock.advance(std::time::Duration::from_secs(7 * 86_400 - 1));
    assert_eq!(house.get(&Browser::default(), &link).await.status, StatusCode::OK);
    house.clock.advance(std::time::Duration::from_secs(2));
    assert_eq!(house.get(&Browser::default(), &link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_new_link_for_the_same_person_ends_the_former() {
    let (house, owner) = House::owned().await;
    let first = link(&house, &invite(&house, &owner, "ewa@vellenbahn.example", Role::Manager).await);
    let second = link(&house, &invite(&house, &owner, "EWA@vellenbahn.example", Role::Member).await);
    assert_eq!(house.get(&Browser::default(), &first).await.status, StatusCode::GONE);
    house.get(&Browser::default(), &second).await.shows("as member");
}

#[tokio::test]
async fn who_is_in_or_has_no_address_cannot_be_asked_in() {
    let (house, owner) = House::owned().await;
    let again = invite(&house, &owner, "Mara.Lind@vellenbahn.example", Role::Member).await;
    again.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Mara Lind has this address and is in already.");
    let nobody = invite(&house, &owner, "nobody", Role::Member).await;
    nobody.refuses(StatusCode::UNPROCESSABLE_ENTITY, "That is no e-mail address.");
    assert!(nobody.text.contains("value=\"nobody\""), "what was typed is kept");
}

#[tokio::test]
async fn only_owners_make_and_unmake_owners() {
    let (house, _) = House::owned().await;
    let manager = house.member("Jonas Okafor", Role::Manager).await;
    let manager = house.signed_in(manager).await;
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let karin = house.member("Karin Voss", Role::Owner).await;
    let role = async |id: MemberId, role: Role| {
        house.post(&manager, &format!("/members/{id}/role"), &[("role", role.as_str())]).await
    };
    role(ewa, Role::Owner).await.refuses(StatusCode::FORBIDDEN, "make or change owners");
    role(karin, Role::Member).await.refuses(StatusCode::FORBIDDEN, "make or change owners");
    let out = house.post(&manager, &format!("/members/{karin}/disable"), &[]).await;
    out.refuses(StatusCode::FORBIDDEN, "make or change owners");
    let asked = invite(&house, &manager, "x@vellenbahn.example", Role::Owner).await;
    asked.refuses(StatusCode::FORBIDDEN, "make or change owners");
    role(ewa, Role::Leader).await.sends_to("/members");
    assert_eq!((role_of(&house, ewa).await, role_of(&house, karin).await), (Role::Leader, Role::Owner));
}

#[tokio::test]
async fn nobody_changes_their_own_seat_so_an_owner_always_stays() {
    let (house, owner) = House::owned().await;
    let mara = member::by_email(&mut house.read().await, "mara.lind@vellenbahn.example").await.unwrap().unwrap().id;
    let role = [("role", "member")];
    let answer = house.post(&owner, &format!("/members/{mara}/role"), &role).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Nobody changes their own seat.");
    let answer = house.post(&owner, &format!("/members/{mara}/disable"), &[]).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Nobody changes their own seat.");

    let karin = house.member("Karin Voss", Role::Owner).await;
    let second = house.signed_in(karin).await;
    house.post(&owner, &format!("/members/{karin}/role"), &role).await.sends_to("/members");
    let answer = house.post(&second, &format!("/members/{mara}/role"), &role).await;
    answer.refuses(StatusCode::FORBIDDEN, "Your role does not let you");
    assert_eq!(member::owner_count(&mut house.read().await).await.unwrap(), 1);
}

#[tokio::test]
async fn who_is_shut_out_is_out_at_once_and_leaves_no_door_open() {
    let (house, owner) = House::owned().await;
    let id = house.member("Jonas Okafor", Role::Manager).await;
    let manager = house.signed_in(id).await;
    let link = link(&house, &invite(&house, &manager, "friend@elsewhere.example", Role::Manager).await);
    house.post(&owner, &format!("/members/{id}/disable"), &[]).await.sends_to("/members");
    house.get(&manager, "/inbox").await.sends_to("/sign-in?next=%2Finbox");
    assert_eq!(house.get(&Browser::default(), &link).await.status, StatusCode::GONE);
    house.get(&owner, "/members").await.shows("shut out");
    let again = house.post(&owner, &format!("/members/{id}/role"), &[("role", "member")]).await;
    again.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Jonas Okafor is shut out already.");
}
