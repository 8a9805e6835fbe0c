//! Many conversations at once, and the way back of every act.

use axum::http::StatusCode;
use model::{ConversationId, DeedState, Reason, Role, Status};
use store::{conversation, deed};

use crate::house::{Answer, Browser, House};

/// What people say, each something else: those who say the same would stand under one another.
const SAID: [&str; 13] = [
    "the lift",
    "no ramp",
    "which bus",
    "door shut",
    "my seat",
    "lost card",
    "what fare",
    "line four",
    "next stop",
    "gate nine",
    "a bell",
    "our dog",
    "cold tea",
];

/// Conversations with so many people.
async fn heard(house: &House, count: usize) -> Vec<ConversationId> {
    let now = house.store.clock().now();
    for (number, said) in SAID.iter().take(count).enumerate() {
        house.network.say(&format!("at://person{number}/1"), said, now, Some(Reason::Addressed));
    }
    house
        .until("they are all heard", async || {
            let rows =
                conversation::list(&mut house.read().await, conversation::View::Waiting, None, 99).await.unwrap();
            (rows.len() == count).then(|| rows.into_iter().map(|row| row.conversation.id).collect())
        })
        .await
}

async fn status(house: &House, id: ConversationId) -> Status {
    conversation::find(&mut house.read().await, id).await.unwrap().unwrap().status
}

/// Presses Undo in the notice of a page.
async fn undo(house: &House, browser: &Browser, page: &Answer) -> Answer {
    let action = page.text.split("action=\"").find(|part| part.starts_with("/bulk/") && part.contains("data-undo"));
    let action = action.and_then(|part| part.split('"').next()).expect("there is a way back");
    let back = page.text.split("name=\"back\" value=\"").nth(1).and_then(|part| part.split('"').next()).unwrap_or("");
    let answer = house.post(browser, action, &[("back", &back.replace("&amp;", "&"))]).await;
    house.get(browser, answer.location()).await
}

#[tokio::test]
async fn chosen_conversations_are_finished_together_and_come_back_together() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let ids = heard(&house, 6).await;
    let list = house.get(&owner, "/inbox?view=waiting").await;
    for id in &ids {
        list.shows(&format!("name=\"id\" value=\"{id}\" form=\"bulk\""));
    }
    let chosen: Vec<String> = ids[..5].iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("id", id.as_str())).collect();
    fields.extend([("scope", "chosen"), ("act", "done")]);
    let done = house.post(&owner, "/bulk?view=waiting", &fields).await;
    assert!(done.location().starts_with("/inbox?view=waiting&did="), "{}", done.location());
    let page = house.get(&owner, done.location()).await;
    page.shows("Done: 5 conversations.");
    assert_eq!((status(&house, ids[0]).await, status(&house, ids[5]).await), (Status::Resolved, Status::New));
    house.get(&owner, &format!("/inbox/{}?view=all", ids[0])).await.shows(", with 4 others");

    // Somebody opens one of them again meanwhile.
    house.post(&owner, &format!("/conversations/{}/status", ids[1]), &[("status", "open")]).await;
    let back = undo(&house, &owner, &page).await;
    back.shows("Taken back: 4 conversations as before. 1 was left alone");
    assert_eq!((status(&house, ids[0]).await, status(&house, ids[1]).await), (Status::New, Status::Open));
}

#[tokio::test]
async fn all_that_a_list_holds_is_shown_before_it_is_done() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let ids = heard(&house, 13).await;
    let begun = house.post(&owner, "/bulk?view=waiting", &[("scope", "all"), ("act", "take")]).await;
    let path = begun.location().to_owned();
    assert!(path.starts_with("/bulk/"), "{path}");
    let ready = async || {
        let page = house.get(&owner, &path).await;
        page.text.contains("Do it").then_some(page)
    };
    let page = house.until("they are found", ready).await;
    page.shows("<b>13 conversations</b> would change");
    page.shows("the lift");
    let assignee = async |id| conversation::find(&mut house.read().await, id).await.unwrap().unwrap().assignee;
    assert_eq!(assignee(ids[7]).await, None, "nothing is changed by looking");
    house.post(&owner, &format!("{path}/confirm"), &[]).await.sends_to(&path);
    let finished = async || {
        let page = house.get(&owner, &path).await;
        page.text.contains("You have it now: 13 conversations.").then_some(page)
    };
    let page = house.until("all are done", finished).await;
    assert!(assignee(ids[7]).await.is_some());
    house.post(&owner, &format!("{path}/confirm"), &[]).await.refuses(StatusCode::CONFLICT, "cannot be done any more");

    undo(&house, &owner, &page).await;
    let back = async || {
        let page = house.get(&owner, &path).await;
        page.text.contains("Taken back: 13 conversations as before.").then_some(())
    };
    house.until("all are as before", back).await;
    assert_eq!(assignee(ids[7]).await, None);
}

#[tokio::test]
async fn all_that_is_shown_is_chosen_without_a_script_and_every_act_has_its_words() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let ids = heard(&house, 3).await;
    let jonas = house.member("Jonas Okafor", Role::Member).await.to_string();
    let shown: Vec<String> = ids.iter().map(ToString::to_string).collect();
    for (act, more, words) in [
        ("snooze:2036-11-25T09:00", ("", ""), "Put away until later: 3 conversations."),
        ("snooze", ("until", "2036-12-25T09:00"), "Put away until later: 3 conversations."),
        ("reopen", ("", ""), "Open again: 3 conversations."),
        ("assign", ("member", jonas.as_str()), "Jonas Okafor has it now: 3 conversations."),
        ("free", ("", ""), "Nobody has it now: 3 conversations."),
        ("priority:urgent", ("", ""), "Urgent now: 3 conversations."),
        ("priority:urgent", ("", ""), "Urgent now: 0 conversations. 3 were so already."),
        ("priority:low", ("", ""), "The priority is low now: 3 conversations."),
        ("priority:none", ("", ""), "It has no priority now: 3 conversations."),
        ("label", ("label", "Press"), "“Press” is on it: 3 conversations."),
        ("enter", ("label", " press "), "“Press” is on it: 0 conversations. 3 were so already."),
        ("unlabel", ("label", "press"), "“Press” is off it: 3 conversations."),
        ("decide:respond", ("", ""), "Decided: to be answered: 3 conversations."),
        ("decide:respond", ("days", "7"), "Decided: to be answered: 0 conversations. 3 were so already."),
        ("decide:watch", ("days", "3"), "when they write: 3 conversations."),
        ("decide:let_stand:jest", ("", ""), "It stands as it is: 3 conversations."),
        ("decide:none", ("", ""), "The decision is taken back: 3 conversations."),
        ("archive", ("", ""), "Archived, out of sight: 3 conversations."),
    ] {
        let mut fields: Vec<(&str, &str)> = shown.iter().map(|id| ("shown", id.as_str())).collect();
        fields.extend([("scope", "shown"), ("act", act), more]);
        let done = house.post(&owner, "/bulk?view=all", &fields).await;
        house.get(&owner, done.location()).await.shows(words);
    }
    for (fields, why) in [
        (&[("act", "done")][..], "Nothing was chosen."),
        (&[("act", "enter"), ("id", "1")], "Say what is to be done"),
        (&[("act", "snooze"), ("id", "1")], "Say until when"),
        (&[("act", "priority:soon"), ("id", "1")], "There is no such priority"),
        (&[("act", "decide:let_stand"), ("shown", "1")], "reason"),
        (&[("act", "decide:watch"), ("days", "soon")], "The days to watch are a number"),
        (&[("act", "decide:delete")], "There is no such decision."),
        (&[("act", "unlabel"), ("label", "none"), ("id", "1")], "There is no such label"),
    ] {
        let refused = house.post(&owner, "/bulk?view=all", fields).await;
        assert!(refused.status.is_client_error() && refused.text.contains(why), "{why}: {}", refused.text);
    }
}

#[tokio::test]
async fn each_single_act_has_a_way_back_and_says_when_it_is_too_late() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = heard(&house, 1).await[0];
    let act = async |verb: &str, fields: &[(&str, &str)]| {
        let done = house.post(&owner, &format!("/conversations/{id}/{verb}?view=all"), fields).await;
        house.get(&owner, done.location()).await
    };
    for (verb, fields, words) in [
        ("assign", &[("member", "me")][..], "You have it now."),
        ("priority", &[("priority", "high")], "The priority is high now."),
        ("label", &[("name", "Press")], "“Press” is on it."),
        ("status", &[("status", "archived")], "Archived, out of sight."),
    ] {
        let page = act(verb, fields).await;
        page.shows(words);
        undo(&house, &owner, &page).await.shows("Taken back.");
    }
    assert_eq!(status(&house, id).await, Status::New, "what was not touched is new again");

    let page = act("status", &[("status", "resolved")]).await;
    act("status", &[("status", "archived")]).await;
    let late = undo(&house, &owner, &page).await;
    late.shows("Left as it is: somebody changed it meanwhile.");
    assert_eq!(status(&house, id).await, Status::Archived);
}

#[tokio::test]
async fn a_deed_is_stopped_and_shown_to_nobody_else() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    heard(&house, 2).await;
    let begun = house.post(&owner, "/bulk?view=waiting", &[("scope", "all"), ("act", "done")]).await;
    let path = begun.location().to_owned();
    let other = house.member("Ewa Brandt", Role::Member).await;
    let other = house.signed_in(other).await;
    assert_eq!(house.get(&other, &path).await.status, StatusCode::NOT_FOUND);
    house.post(&owner, &format!("{path}/stop"), &[]).await.sends_to(&path);
    house.get(&owner, &path).await.shows("Stopped");
    let id = path.trim_start_matches("/bulk/").parse().unwrap();
    let deed = deed::find(&mut house.read().await, id).await.unwrap().unwrap();
    assert_eq!((deed.state, deed.tally.changed), (DeedState::Stopped, 0));
}

#[tokio::test]
async fn a_pinned_conversation_stands_first_for_whoever_pinned_it_and_for_nobody_else() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let now = house.store.clock().now();
    for (id, said) in [("at://anna/1", "Where is the lift?"), ("at://ben/1", "Which gate is it?")] {
        house.network.say(id, said, now, Some(model::Reason::Addressed));
    }
    let [newer, older] = house
        .until("they are heard", async || {
            let view = store::conversation::View::Waiting;
            let rows = store::conversation::list(&mut house.read().await, view, None, 9).await.unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.conversation.id).collect();
            ids.try_into().ok()
        })
        .await;
    let colleague = house.member("Ewa Brandt", model::Role::Member).await;
    let colleague = house.signed_in(colleague).await;
    let order = async |browser: &crate::house::Browser, rows: usize| {
        let page = house.get(browser, &format!("/inbox?view=all&rows={rows}")).await.text;
        let ids = page.split("data-id=\"").skip(1).map(|part| part.split('"').next().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let pinned = house.post(&owner, &format!("/conversations/{older}/pin?view=all"), &[]).await;
    let page = house.get(&owner, pinned.location()).await;
    page.shows("It stands at the top of your lists");
    page.shows("Take from the top");
    let (newer, older) = (newer.to_string(), older.to_string());
    assert_eq!(order(&owner, 50).await, [older.clone(), newer.clone()]);
    assert_eq!(order(&owner, 1).await, [older.as_str()], "and is not left out, nor shown twice, where the page ends");
    assert_eq!(order(&colleague, 50).await, [newer.clone(), older.clone()], "a pin is one's own");
    house.post(&owner, &format!("/conversations/{older}/pin?view=all"), &[("remove", "yes")]).await;
    assert_eq!(order(&owner, 50).await, [newer.clone(), older.clone()]);
    let both = [("id", newer.as_str()), ("id", older.as_str()), ("scope", "chosen"), ("act", "pin")];
    let done = house.post(&colleague, "/bulk?view=all", &both).await;
    house.get(&colleague, done.location()).await.shows("It stands at the top of your lists: 2 conversations.");
}
