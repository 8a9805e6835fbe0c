//! Asking besides, in the box in which an answer is written.

use axum::http::StatusCode;
use model::Enquiring;
use store::{draft, enquiry, reply};

use crate::house::House;

#[tokio::test]
async fn what_is_asked_stands_in_the_box_is_kept_with_the_draft_and_asked_once() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let page = house.get(&owner, &format!("/inbox/{id}?enquire=satisfaction")).await;
    page.shows("How well did we help you?");
    page.shows("Asks: how well we helped");
    assert!(page.text.contains("name=\"enquiring\" value=\"satisfaction\" checked"));
    house.get(&owner, &format!("/inbox/{id}?enquire=anything")).await.shows("Your answer");

    let kept = [("kind", "reply"), ("text", "How well?"), ("enquiring", "satisfaction")];
    house.post(&owner, &format!("/conversations/{id}/draft"), &kept).await;
    house.get(&owner, &format!("/inbox/{id}")).await.shows("Asks: how well we helped");
    let answer = [("text", "How well?"), ("seen_version", "1"), ("enquiring", "satisfaction")];
    house
        .post(&owner, &format!("/conversations/{id}/reply"), &answer)
        .await
        .sends_to(&format!("/inbox/{id}?view=waiting"));
    let said = reply::of_conversation(&mut house.read().await, id).await.unwrap().remove(0);
    assert!(enquiry::of_reply(&mut house.read().await, said.id).await.unwrap().is_some());
    house.get(&owner, &format!("/inbox/{id}")).await.shows("asks how well we helped");

    // Asked again too soon: the words and the question are still there.
    let again = [("text", "And now?"), ("seen_version", "2"), ("enquiring", "satisfaction")];
    let refused = house.post(&owner, &format!("/conversations/{id}/reply"), &again).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "ask them again later");
    assert!(refused.text.contains("And now?") && refused.text.contains("value=\"satisfaction\" checked"));
    assert_eq!(reply::of_conversation(&mut house.read().await, id).await.unwrap().len(), 1, "nothing was sent");

    // Taken back, it is a draft that asks.
    house.post(&owner, &format!("/replies/{}/cancel", said.id), &[]).await;
    let mut tx = house.read().await;
    assert_eq!(draft::enquiring(&mut tx, id, said.member).await.unwrap(), Some(Enquiring::Satisfaction));
}

#[tokio::test]
async fn one_signs_with_what_one_keeps_and_a_wrong_line_stays_in_its_form() {
    let (house, owner) = House::owned().await;
    let channel = house.channel().await.to_string();
    let id = house.conversation().await;
    house.get(&owner, "/me/signatures").await.shows("On Our Bluesky");
    let wrong = [("channel", "0"), ("text", "– {{naem}}"), ("channel", &channel), ("text", "^o")];
    let refused = house.post(&owner, "/me/signatures", &wrong).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "no blank of a signature");
    assert!(refused.text.contains("value=\"– {{naem}}\"") && refused.text.contains("value=\"^o\""));
    let good = [("channel", "0"), ("text", "– {{organisation}}"), ("channel", &channel), ("text", "")];
    house.post(&owner, "/me/signatures", &good).await.sends_to("/me/signatures?kept=1");
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    page.shows("Signed: ");
    let answer = [("text", "On our way."), ("seen_version", "1"), ("signed", "yes")];
    house.post(&owner, &format!("/conversations/{id}/reply"), &answer).await;
    let said = reply::of_conversation(&mut house.read().await, id).await.unwrap().remove(0);
    assert!(said.text.starts_with("On our way.\n– "), "{}", said.text);
    house.post(&owner, &format!("/conversations/{id}/draft"), &[("kind", "reply"), ("text", "And")]).await;
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    assert!(!page.text.contains("name=\"signed\" value=\"yes\" checked"), "this one goes without");
}
