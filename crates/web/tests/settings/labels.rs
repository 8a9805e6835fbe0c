//! The page of labels.

use axum::http::StatusCode;

use crate::house::House;

#[tokio::test]
async fn a_label_is_renamed_merged_into_another_with_a_way_back_and_put_away() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    house.get(&owner, "/labels").await.shows("There is no label yet");
    for name in ["Lift", "Elevator"] {
        house.post(&owner, &format!("/conversations/{conversation}/label?view=all"), &[("name", name)]).await;
    }
    let labels = store::label::all(&mut house.read().await).await.unwrap();
    let id = |name: &str| labels.iter().find(|label| label.name == name).unwrap().id;
    let (lift, elevator) = (id("Lift"), id("Elevator"));
    house.get(&owner, "/labels").await.shows("label%3A%22Lift%22");

    let taken = house.post(&owner, &format!("/labels/{lift}/rename"), &[("name", "elevator")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("Another label has this name"), "{}", taken.text);
    house.post(&owner, &format!("/labels/{lift}/rename"), &[("name", "Lifts")]).await.sends_to("/labels");
    house.get(&owner, "/labels").await.shows("Lifts");

    let merged = house.post(&owner, &format!("/labels/{lift}/merge"), &[("into", &elevator.to_string())]).await;
    house.get(&owner, merged.location()).await.shows("“Elevator” is in the place of “Lifts”.");
    house.get(&owner, "/labels").await.shows("put away");
    let page = house.get(&owner, &format!("/inbox/{conversation}?view=all")).await;
    assert!(!page.text.contains("option value=\"Lifts\""), "what is put away is offered to nobody");
    house.post(&owner, &format!("{}/undo", merged.location()), &[]).await;
    let on = store::label::of(&mut house.read().await, conversation).await.unwrap();
    assert_eq!(on.len(), 2);
    house.post(&owner, &format!("/labels/{lift}/archive"), &[("restore", "yes")]).await.sends_to("/labels");
    assert_eq!(store::label::in_use(&mut house.read().await).await.unwrap().len(), 2);
}
