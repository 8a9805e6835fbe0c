//! Macros on their pages: made, applied to one conversation and to many, taken back in one stroke.

use axum::http::StatusCode;
use model::{ConversationId, MacroStep, Reason, Role, RuleAct, Status};
use store::{conversation, macros};

use crate::house::{Browser, House};

/// Conversations with two people.
async fn heard(house: &House) -> Vec<ConversationId> {
    let now = house.store.clock().now();
    for (person, said) in [("renske", "the lift"), ("hanne", "no ramp")] {
        house.network.say(&format!("at://{person}/1"), said, now, Some(Reason::Addressed));
    }
    house
        .until("they are heard", async || {
            let rows = conversation::list(&mut house.read().await, conversation::View::Waiting, None, 9).await.unwrap();
            (rows.len() == 2).then(|| rows.into_iter().map(|row| row.conversation.id).collect())
        })
        .await
}

async fn the_only_one(house: &House) -> macros::Macro {
    let mut all = macros::all(&mut house.read().await).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn undo(house: &House, browser: &Browser, page: &str) -> String {
    let action = page.split("action=\"").find(|part| part.starts_with("/bulk/") && part.contains("data-undo"));
    let action = action.and_then(|part| part.split('"').next()).expect("there is a way back");
    let answer = house.post(browser, action, &[("back", "/inbox?view=all")]).await;
    house.get(browser, answer.location()).await.text
}

const LIFTS: [(&str, &str); 5] =
    [("name", "Lifts"), ("label", "Lifts"), ("priority", "high"), ("assign", "me"), ("status", "resolved")];

#[tokio::test]
async fn a_macro_is_made_shows_its_steps_is_applied_and_all_of_it_is_taken_back_in_one_stroke() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.get(&owner, "/macros").await.shows("There is no macro yet");
    let ids = heard(&house).await;
    assert!(!house.get(&owner, &format!("/inbox/{}?view=all", ids[0])).await.text.contains("id=\"macro\""));
    assert_eq!(house.post(&owner, "/macros", &LIFTS).await.location(), "/macros");
    let made = the_only_one(&house).await;
    assert!(matches!(made.terms.steps[2..], [MacroStep::Take, MacroStep::Act(RuleAct::Status { .. })]));
    house.get(&owner, "/macros").await.shows("give it to whoever applies this");

    // The menu says every step before anything is done.
    let page = house.get(&owner, &format!("/inbox/{}?view=all", ids[0])).await;
    page.shows("put “Lifts” on it, set its priority to high, give it to whoever applies this, call it done");
    let (id, version) = (made.id.to_string(), made.version.to_string());
    let fields = [("macro", id.as_str()), ("version", version.as_str())];
    let path = format!("/conversations/{}/macro?view=all", ids[0]);
    let done = house.post(&owner, &path, &fields).await;
    let page = house.get(&owner, done.location()).await;
    page.shows("“Lifts” is applied.");
    page.shows("high priority");
    let found = conversation::find(&mut house.read().await, ids[0]).await.unwrap().unwrap();
    assert_eq!((found.status, found.assignee.is_some()), (Status::Resolved, true));
    let back = undo(&house, &owner, &page.text).await;
    assert!(back.contains("Taken back."), "{back}");
    let found = conversation::find(&mut house.read().await, ids[0]).await.unwrap().unwrap();
    assert_eq!((found.status, found.assignee, found.priority), (Status::New, None, None));
    house.get(&owner, "/macros").await.shows("<b class=\"num\">1</b> used");

    // To many, and as it was seen or not at all.
    let chosen: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let act = format!("macro:{id}:{version}");
    house.get(&owner, "/inbox?view=all").await.shows(&format!("value=\"{act}\""));
    let fields = [("id", chosen[0].as_str()), ("id", &chosen[1]), ("scope", "chosen"), ("act", &act)];
    let done = house.post(&owner, "/bulk?view=all", &fields).await;
    house.get(&owner, done.location()).await.shows("“Lifts” is applied: 2 conversations.");
    let path_of_it = format!("/macros/{id}");
    house.post(&owner, &path_of_it, &[("name", "Lifts"), ("priority", "low"), ("version", "1")]).await;
    house.post(&owner, "/bulk?view=all", &fields).await.refuses(StatusCode::CONFLICT, "changed this macro meanwhile");
    house
        .post(&owner, &path, &[("macro", &id), ("version", "1")])
        .await
        .refuses(StatusCode::CONFLICT, "look at its steps");
    house.post(&owner, &format!("{path_of_it}/remove"), &[]).await;
    house.get(&owner, "/macros").await.shows("There is no macro yet");
    // What was done by it is still told of, and can be taken back.
    let page = house.get(&owner, done.location()).await;
    page.shows("“Lifts” is applied: 2 conversations.");
    assert!(undo(&house, &owner, &page.text).await.contains("Taken back: 2 conversations as before."));
}

#[tokio::test]
async fn words_of_a_macro_go_into_the_answer_and_nothing_is_sent() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = heard(&house).await[0];
    let words = [("name", "Thanks"), ("language", ""), ("text", "Thank you, {{me}} is on it.")];
    house.post(&owner, "/saved-replies", &words).await;
    let saved = store::saved_reply::all(&mut house.read().await).await.unwrap()[0].id.to_string();
    house.post(&owner, "/macros", &[("name", "Thank"), ("priority", "low"), ("saved_reply", &saved)]).await;
    let made = the_only_one(&house).await.id.to_string();
    let page = house.get(&owner, &format!("/inbox/{id}?view=all")).await;
    page.shows("put “Thanks” into the answer");
    page.shows("; the words of “Thanks” are left out");
    let done = house.post(&owner, &format!("/conversations/{id}/macro?view=all"), &[("macro", &made)]).await;
    let page = house.get(&owner, done.location()).await;
    page.shows("is on it.</textarea>");
    page.shows(&format!("name=\"saved_reply\" value=\"{saved}\""));
    assert!(store::reply::of_conversation(&mut house.read().await, id).await.unwrap().is_empty());
    let away = house.post(&owner, &format!("/saved-replies/{saved}/archive"), &[]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    let refused = house.post(&owner, &format!("/conversations/{id}/macro?view=all"), &[("macro", &made)]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Its saved reply is put away");
}

#[tokio::test]
async fn a_wrong_macro_stays_in_its_form_with_what_is_wrong_and_one_of_a_program_stays_as_it_is() {
    let (house, owner) = House::owned().await;
    let refused = house.post(&owner, "/macros", &[("name", "Later"), ("status", "snoozed"), ("hours", "soon")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Step 1 cannot be done: say for how many hours it is snoozed");
    assert!(refused.text.contains("value=\"Later\""), "what was filled in stays");
    let nothing = house.post(&owner, "/macros", &[("name", "Nothing")]).await;
    nothing.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A macro does at least one thing");
    let silence = [("name", "Jokes"), ("decide", "let_stand:jest")];
    house.post(&owner, "/macros", &silence).await;
    let made = the_only_one(&house).await;
    house.get(&owner, "/macros").await.shows("decide: let it stand, since it is a joke or satire");
    house.get(&owner, &format!("/macros/{}", made.id)).await.shows("value=\"let_stand:jest\" selected");

    let by = house.member("Jonas Okafor", Role::Manager).await;
    let mut tx = house.write().await;
    let steps = [made.terms.steps[0].clone(), MacroStep::Take];
    let terms = macros::Terms { steps: steps.to_vec(), ..made.terms.clone() };
    macros::change(&mut tx, by, &made, &terms).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/macros/{}", made.id);
    house.get(&owner, &path).await.shows("A program wrote these acts");
    house
        .post(&owner, &path, &[("name", "Jokes"), ("priority", "low"), ("version", "2")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "steps that the form cannot show");
    house.post(&owner, &path, &[("name", "Satire"), ("version", "2")]).await;
    assert_eq!(the_only_one(&house).await.terms, macros::Terms { name: "Satire".into(), ..terms });
}
