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
    house.post(&stranger, &link, &fields).await.sends_to("/");
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

#[tokio::test]
async fn who_was_shut_out_is_let_in_again_with_the_old_password_and_role() {
    let (house, owner) = House::owned().await;
    let email = "ewa@vellenbahn.example";
    let link = link(&house, &invite(&house, &owner, email, Role::Leader).await);
    let fields = [("name", "Ewa Brandt"), ("email", email), ("password", PASSWORD)];
    house.post(&Browser::default(), &link, &fields).await.sends_to("/");
    let ewa = member::by_email(&mut house.read().await, email).await.unwrap().unwrap().id;
    let sign_in =
        async || house.post(&Browser::default(), "/sign-in", &[("email", email), ("password", PASSWORD)]).await;

    house.post(&owner, &format!("/members/{ewa}/disable"), &[]).await.sends_to("/members");
    assert_eq!(sign_in().await.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.get(&owner, "/members").await.shows("Let in again");
    house.post(&owner, &format!("/members/{ewa}/enable"), &[]).await.sends_to("/members");
    sign_in().await.sends_to("/");
    assert_eq!(role_of(&house, ewa).await, Role::Leader);
}

#[tokio::test]
async fn only_an_owner_lets_an_owner_in_again_or_hands_out_an_owners_new_password() {
    let (house, owner) = House::owned().await;
    let manager = house.member("Jonas Okafor", Role::Manager).await;
    let manager = house.signed_in(manager).await;
    let karin = house.member("Karin Voss", Role::Owner).await;
    let reset = format!("/members/{karin}/reset");
    assert_eq!(house.post(&manager, &reset, &[]).await.status, StatusCode::FORBIDDEN);
    house.post(&owner, &format!("/members/{karin}/disable"), &[]).await.sends_to("/members");
    assert_eq!(house.post(&manager, &format!("/members/{karin}/enable"), &[]).await.status, StatusCode::FORBIDDEN);
    house.post(&owner, &reset, &[]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "is shut out already");
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    let (house, owner) = House::owned().await;
    let link = link(&house, &invite(&house, &owner, "ewa@vellenbahn.example", Role::Member).await);
    house.get(&owner, "/members").await.shows("Take back");
    house.post(&owner, "/members/withdraw", &[("email", "ewa@vellenbahn.example")]).await.sends_to("/members");
    assert_eq!(house.get(&Browser::default(), &link).await.status, StatusCode::GONE);
    let again = house.post(&owner, "/members/withdraw", &[("email", "ewa@vellenbahn.example")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_a_link_that_works_once_and_ends_every_session() {
    let (house, owner) = House::owned().await;
    let ewa = house.member("Ewa Brandt", Role::Colleague).await;
    let email = member::find(&mut house.read().await, ewa).await.unwrap().unwrap().email;
    let old = house.signed_in(ewa).await;
    let answer = house.post(&owner, &format!("/members/{ewa}/reset"), &[]).await;
    answer.shows("A new password for Ewa Brandt");
    let address = answer.text.split("value=\"").find(|part| part.contains("/reset/")).unwrap();
    let link = house.path_of(address.split('"').next().unwrap()).to_owned();

    let mut browser = Browser::default();
    house.get(&browser, &link).await.shows("Ewa Brandt");
    let short = house.post(&browser, &link, &[("password", "short")]).await;
    short.refuses(StatusCode::UNPROCESSABLE_ENTITY, "at least 12 are needed");
    let new = "a new sentence to remember";
    let answer = house.post(&browser, &link, &[("password", new)]).await;
    answer.sends_to("/");
    browser.keep(&answer);
    house.get(&browser, "/").await.sends_to("/floor");
    house.get(&old, "/floor").await.sends_to("/sign-in?next=%2Ffloor");
    assert_eq!(house.get(&Browser::default(), &link).await.status, StatusCode::GONE);
    let sign_in = async |password: &str| {
        house.post(&Browser::default(), "/sign-in", &[("email", &email), ("password", password)]).await.status
    };
    assert_eq!(sign_in(new).await, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(PASSWORD).await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_member_changes_the_password_and_is_signed_out_everywhere_else() {
    let (house, owner) = House::owned().await;
    let email = "ewa@vellenbahn.example";
    let link = link(&house, &invite(&house, &owner, email, Role::Member).await);
    let mut browser = Browser::default();
    let fields = [("name", "Ewa Brandt"), ("email", email), ("password", PASSWORD)];
    let answer = house.post(&browser, &link, &fields).await;
    browser.keep(&answer);
    let ewa = member::by_email(&mut house.read().await, email).await.unwrap().unwrap().id;
    let elsewhere = house.signed_in(ewa).await;
    let here = house.signed_in(ewa).await;
    house.get(&here, "/me").await.shows("2 others");
    house.post(&here, "/me/sessions/end", &[]).await.sends_to("/me");
    house.get(&elsewhere, "/me").await.sends_to("/sign-in?next=%2Fme");

    let elsewhere = house.signed_in(ewa).await;
    let new = "a new sentence to remember";
    let wrong = house.post(&here, "/me/password", &[("current", "not mine at all"), ("password", new)]).await;
    wrong.refuses(StatusCode::UNPROCESSABLE_ENTITY, "That is not your password.");
    let answer = house.post(&here, "/me/password", &[("current", PASSWORD), ("password", new)]).await;
    answer.sends_to("/me?changed=1");
    let mut here = here;
    here.keep(&answer);
    house.get(&here, "/me?changed=1").await.shows("Your password is changed");
    house.get(&elsewhere, "/me").await.sends_to("/sign-in?next=%2Fme");
}

#[tokio::test]
async fn a_leave_says_to_whom_goes_what_somebody_has() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let (conversation, jonas) = (house.conversation().await, house.member("Jonas Okafor", Role::Member).await);
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let to = ewa.to_string();
    let assign = format!("/conversations/{conversation}/assign");
    let assigned = house.post(&owner, &assign, &[("member", &jonas.to_string())]).await;
    assert_eq!(assigned.status, StatusCode::SEE_OTHER);
    let path = format!("/members/{jonas}/seat");
    let fields = [("until", "2026-12-24T09:00"), ("to", to.as_str())];
    house.post(&owner, &format!("/members/{jonas}/leave"), &fields).await.sends_to(&path);
    let is_handed_over = async || {
        let found = store::conversation::find(&mut house.read().await, conversation).await.unwrap().unwrap();
        (found.assignee == Some(ewa)).then_some(())
    };
    house.until("she has it", is_handed_over).await;
    house.get(&owner, &path).await.shows("what they had went to <bdi>Ewa Brandt</bdi>");
    let refused =
        house.post(&owner, &format!("/members/{ewa}/leave"), &[("until", "2026-12-24T09:00"), ("to", &to)]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "goes to somebody else, or back to its teams");
}
