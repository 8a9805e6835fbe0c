//! Merging, splitting and linking on the pages.

use axum::http::StatusCode;
use model::{ConversationId, Reason};
use store::{conversation, post};

use crate::house::{Answer, Browser, House};

/// Two conversations, the first with two messages.
async fn two(house: &House) -> (ConversationId, ConversationId) {
    let now = house.store.clock().now();
    for (id, said) in [("at://anna/1", "Where is the lift?"), ("at://ben/1", "Which gate is it?")] {
        house.network.say(id, said, now, Some(Reason::Addressed));
    }
    house
        .until("they are heard", async || {
            let rows = conversation::list(&mut house.read().await, conversation::View::Waiting, None, 9).await.unwrap();
            let of = |said: &str| rows.iter().find(|row| row.text.contains(said)).map(|row| row.conversation.id);
            of("lift").zip(of("gate"))
        })
        .await
}

async fn undo(house: &House, browser: &Browser, page: &Answer) -> Answer {
    let action = page.text.split("action=\"").find(|part| part.starts_with("/bulk/") && part.contains("data-undo"));
    let action = action.and_then(|part| part.split('"').next()).expect("there is a way back");
    let answer = house.post(browser, action, &[("back", "/inbox?view=all")]).await;
    house.get(browser, answer.location()).await
}

#[tokio::test]
async fn another_conversation_is_chosen_merged_answered_in_its_own_thread_and_taken_apart() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let (lift, gate) = two(&house).await;
    let page = house.get(&owner, &format!("/conversations/{lift}/arrange?view=waiting")).await;
    page.shows("Which gate is it?");
    house.get(&owner, &format!("/conversations/{lift}/arrange?find=nothing+such")).await.shows("Nothing was found.");
    let merged =
        house.post(&owner, &format!("/conversations/{lift}/merge?view=all"), &[("with", &gate.to_string())]).await;
    let page = house.get(&owner, merged.location()).await;
    page.shows("Merged; everything said in either stands here");
    page.shows("Where is the lift?");
    page.shows("Which gate is it?");
    page.shows("merged another conversation into this one");
    page.shows("id=\"reply-to\"");
    house.get(&owner, &format!("/inbox/{gate}?view=all")).await.sends_to(&format!("/inbox/{lift}?view=all"));

    // Whoever had the other open is shown what it became, with the words they wrote.
    let late = [("text", "Gate nine"), ("seen_version", "1")];
    let refused = house.post(&owner, &format!("/conversations/{gate}/reply?view=all"), &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("merged with another") && refused.text.contains("Gate nine"), "{}", refused.text);
    house
        .post(&owner, &format!("/conversations/{gate}/status?view=all"), &[("status", "resolved")])
        .await
        .refuses(StatusCode::CONFLICT, "merged with another");

    let mut tx = house.read().await;
    let to = post::at_home(&mut tx, gate).await.unwrap().remove(0).post.id;
    let version = conversation::find(&mut tx, lift).await.unwrap().unwrap().version.to_string();
    drop(tx);
    let form = [("text", "Gate nine"), ("seen_version", version.as_str()), ("to", &to.to_string())];
    house
        .post(&owner, &format!("/conversations/{lift}/reply?view=all"), &form)
        .await
        .sends_to(&format!("/inbox/{lift}?view=all"));
    let replies = store::reply::of_conversation(&mut house.read().await, lift).await.unwrap();
    assert_eq!((replies.len(), replies[0].post), (1, to));

    undo(&house, &owner, &page).await.shows("Taken back.");
    house.get(&owner, &format!("/inbox/{gate}?view=all")).await.shows("Gate nine");
    house.get(&owner, &format!("/inbox/{lift}?view=all")).await.shows("took apart again what was merged");
}

#[tokio::test]
async fn chosen_rows_are_merged_into_the_one_that_began_first_and_a_message_is_split_off() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let (lift, gate) = two(&house).await;
    let ids = [("id", lift.to_string()), ("id", gate.to_string())];
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|(name, id)| (*name, id.as_str())).collect();
    fields.extend([("scope", "chosen"), ("act", "merge")]);
    let done = house.post(&owner, "/bulk?view=all", &fields).await;
    house.get(&owner, done.location()).await.shows("Merged; everything said in either stands here");
    let first = lift.min(gate);
    let rows = conversation::list(&mut house.read().await, conversation::View::All, None, 9).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.conversation.id).collect::<Vec<_>>(), [first]);
    for fields in [&[("act", "merge"), ("scope", "all")][..], &[("act", "merge"), ("id", "1")]] {
        house.post(&owner, "/bulk?view=all", fields).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "two or more");
    }

    let page = house.get(&owner, &format!("/conversations/{first}/arrange?view=all")).await;
    let post = page.text.split("name=\"post\" value=\"").nth(1).and_then(|part| part.split('"').next()).unwrap();
    let split = house.post(&owner, &format!("/conversations/{first}/split?view=all"), &[("post", post)]).await;
    assert!(!split.location().starts_with(&format!("/inbox/{first}?")), "what was split off is shown");
    let page = house.get(&owner, split.location()).await;
    page.shows("Split off; it has a conversation of its own");
    assert_eq!(conversation::count(&mut house.read().await, conversation::View::All, usize::MAX).await.unwrap(), 2);
    undo(&house, &owner, &page).await.shows("Taken back.");
    assert_eq!(conversation::count(&mut house.read().await, conversation::View::All, usize::MAX).await.unwrap(), 1);
}

#[tokio::test]
async fn what_belongs_together_is_named_by_an_address_shown_in_both_and_taken_apart() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let (lift, gate) = two(&house).await;
    let link = format!("/conversations/{lift}/link?view=all");
    house.get(&owner, &format!("/conversations/{lift}/arrange?view=all")).await.shows(&format!("action=\"{link}\""));
    let address = format!("https://talk.example/inbox/{gate}?view=mine#context");
    let linked = house.post(&owner, &link, &[("with", &address)]).await;
    let page = house.get(&owner, linked.location()).await;
    page.shows("They belong together; each is shown beside the other");
    for (id, other, words) in [(lift, gate, "Which gate is it?"), (gate, lift, "Where is the lift?")] {
        let shown = house.get(&owner, &format!("/inbox/{id}?view=all")).await;
        shown.shows(&format!("data-key=\"belongs-{other}\""));
        shown.shows(words);
        shown.shows("said that it belongs with");
    }
    let reader = house.member("Lene Saar", model::Role::Leader).await;
    let reader = house.signed_in(reader).await;
    let shown = house.get(&reader, &format!("/inbox/{lift}?view=all")).await;
    shown.shows("Belongs with");
    assert!(!shown.text.contains("take apart") && !shown.text.contains("link-with"), "who only reads changes nothing");

    undo(&house, &owner, &page).await.shows("Taken back.");
    house.post(&owner, &link, &[("with", &format!(" #{gate} "))]).await;
    let apart =
        house.post(&owner, &format!("/conversations/{gate}/unlink?view=all"), &[("with", &lift.to_string())]).await;
    let page = house.get(&owner, apart.location()).await;
    page.shows("They belong together no more");
    page.shows("said that it does not belong with");
    assert!(!page.text.contains("data-key=\"belongs-"), "neither shows the other");

    for (with, why) in [
        ("the gate", "by its address or its number"),
        ("1", "There is no other conversation at that address"),
        (lift.to_string().as_str(), "not with itself"),
    ] {
        house.post(&owner, &link, &[("with", with)]).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, why);
    }
}
