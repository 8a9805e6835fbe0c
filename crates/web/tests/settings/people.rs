//! People on the pages: found, made one and two again, and what is noted of them.

use axum::http::StatusCode;
use model::{AuthorId, ConversationId, Reason, Role};
use store::conversation;

use crate::house::House;

/// Two people, each with a conversation of their own.
async fn two(house: &House) -> [(AuthorId, ConversationId); 2] {
    let now = house.store.clock().now();
    for (name, said) in [("anna", "Where is the lift?"), ("ben", "Which gate is it?")] {
        house.network.say_as(name, &format!("at://{name}/1"), said, now, Some(Reason::Addressed));
    }
    house
        .until("they are heard", async || {
            let rows = conversation::list(&mut house.read().await, conversation::View::Waiting, None, 9).await.unwrap();
            let of = |said: &str| rows.iter().find(|row| row.text.contains(said)).map(|row| &row.conversation);
            let (lift, gate) = of("lift").zip(of("gate"))?;
            Some([(lift.author, lift.id), (gate.author, gate.id)])
        })
        .await
}

#[tokio::test]
async fn people_are_found_made_one_with_a_ground_and_two_again() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let [(anna, lift), (ben, gate)] = two(&house).await;
    house.get(&owner, "/people").await.shows(&format!("href=\"/people/{anna}\""));
    house.get(&owner, "/people?q=ann").await.shows(&format!("href=\"/people/{anna}\""));
    house.get(&owner, "/people?q=nobody-such").await.shows("Nobody is called that");
    house.get(&owner, &format!("/inbox/{lift}?view=all")).await.shows(&format!("href=\"/people/{anna}\""));
    let alone = house.get(&owner, &format!("/people/{anna}")).await;
    alone.shows("Where is the lift?");
    alone.shows("One handle, 1 conversation.");
    let found = house.get(&owner, &format!("/people/{anna}?find=ben")).await;
    found.shows(&format!("name=\"other\" value=\"{ben}\""));

    let path = format!("/people/{anna}/merge");
    let refused = house.post(&owner, &path, &[("other", &ben.to_string()), ("ground", " ")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "how it is known that they are one person");
    assert!(refused.text.contains(&format!("name=\"other\" value=\"{ben}\"")), "{}", refused.text);
    let merged = house.post(&owner, &path, &[("other", &ben.to_string()), ("ground", "They say so.")]).await;
    let page = house.get(&owner, merged.location()).await;
    for shown in
        ["Where is the lift?", "Which gate is it?", "2 handles of one person, 2 conversations.", "They say so."]
    {
        page.shows(shown);
    }
    // Beside either conversation stands the other, on whatever network it is.
    house.get(&owner, &format!("/inbox/{lift}?view=all")).await.shows("Which gate is it?");
    house.get(&owner, &format!("/people/{ben}")).await.shows("Where is the lift?");

    let part = page.text.split("action=\"").find(|part| part.starts_with("/person-merges/")).unwrap();
    let parted = house.post(&owner, part.split('"').next().unwrap(), &[]).await;
    let page = house.get(&owner, parted.location()).await;
    page.shows("Taken back: 1 merge");
    assert!(!page.text.contains("Which gate is it?"), "{}", page.text);
    house.get(&owner, &format!("/inbox/{gate}?view=all")).await.shows("This is the first we hear of them.");
}

#[tokio::test]
async fn notes_consents_and_judgements_are_kept_from_the_page_and_only_read_by_who_only_reads() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let [(anna, _), _] = two(&house).await;
    let path = |act: &str| format!("/people/{anna}/{act}");
    house
        .post(&owner, &path("note"), &[("text", "Travels daily.")])
        .await
        .sends_to(&format!("/people/{anna}#person-notes"));
    let empty = house.post(&owner, &path("note"), &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = [("purpose", "quote"), ("state", "given"), ("words", "On the telephone")];
    house.post(&owner, &path("consent"), &shown).await.sends_to(&format!("/people/{anna}#consents"));
    let unshown = house.post(&owner, &path("consent"), &shown[..2]).await;
    unshown.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Name the message by which they said it");
    let press = [("author", anna.to_string()), ("value", "press".to_owned())];
    let press: Vec<_> = press.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(&owner, &path("regard"), &press).await.sends_to(&format!("/people/{anna}#stands"));

    let leader = house.member("Lene Saar", Role::Leader).await;
    let leader = house.signed_in(leader).await;
    let page = house.get(&leader, &format!("/people/{anna}")).await;
    for shown in ["Travels daily.", "On the telephone", "said by a member", "Where is the lift?"] {
        page.shows(shown);
    }
    assert!(!page.text.contains("method=\"post\" action=\"/people"), "who only reads is offered nothing to do");
    for nobody in ["1", "x"] {
        let missing = house.get(&owner, &format!("/people/{nobody}")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
    }
}
