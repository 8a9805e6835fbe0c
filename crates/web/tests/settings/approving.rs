//! Answers that a second person looks at, on pages.

use axum::http::StatusCode;
use model::{ApprovalPolicyId, ConversationId, ReplyState, Role};
use store::reply::Reply;

use crate::house::{Browser, House};

struct Desk {
    house: House,
    owner: Browser,
    writer: Browser,
    lead: Browser,
    id: ConversationId,
}

impl Desk {
    /// A desk where a member's answers are looked at.
    async fn new() -> Self {
        let (house, owner) = House::owned().await;
        house.channel().await;
        let id = house.conversation().await;
        let (writer, lead) =
            (house.member("Tarik Wenzel", Role::Member).await, house.member("Ewa Lead", Role::Leader).await);
        let (writer, lead) = (house.signed_in(writer).await, house.signed_in(lead).await);
        let fields = [("name", "All of it"), ("role", "member"), ("deadline", "2 h"), ("fallback", "return")];
        house.post(&owner, "/approval-policies", &fields).await.sends_to("/approval-policies");
        Self { house, owner, writer, lead, id }
    }

    /// What the writer answers, which waits.
    async fn answered(&self) -> Reply {
        let path = format!("/conversations/{}/reply", self.id);
        let fields = [("text", "We mend the lift."), ("seen_version", "1")];
        let answer = self.house.post(&self.writer, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        self.replies().await.pop().unwrap()
    }

    async fn replies(&self) -> Vec<Reply> {
        store::reply::of_conversation(&mut self.house.read().await, self.id).await.unwrap()
    }

    async fn approve(&self, who: &Browser, reply: &Reply, text: &str, version: &str) -> crate::house::Answer {
        let path = format!("/replies/{}/approve", reply.id);
        self.house.post(who, &path, &[("text", text), ("seen_version", version)]).await
    }
}

#[tokio::test]
async fn an_answer_says_beforehand_that_it_waits_and_is_changed_and_approved_by_another() {
    let desk = Desk::new().await;
    let open = format!("/inbox/{}", desk.id);
    desk.house.get(&desk.writer, &open).await.shows("This will wait for approval: “All of it” asks for it");
    let of_owner = desk.house.get(&desk.owner, &open).await;
    assert!(!of_owner.text.contains("will wait for approval"), "nobody asks that of owners");
    let reply = desk.answered().await;
    assert_eq!(reply.state, ReplyState::NeedsApproval);

    let page = format!("/replies/{}/approval", reply.id);
    desk.house.get(&desk.writer, &page).await.shows("Somebody else has to look at what you wrote");
    desk.house.get(&desk.lead, &page).await.shows("May it go out?");
    desk.house.get(&desk.lead, "/outgoing").await.shows("One answer waits for approval");
    desk.house.get(&desk.lead, "/notices").await.shows("an answer waits for your approval");
    desk.house.get(&desk.lead, &open).await.shows("Waits for approval");

    desk.approve(&desk.lead, &reply, "We mend the lift\r\ntoday.", "2").await.sends_to("/outgoing");
    let approved = desk.replies().await.pop().unwrap();
    assert_eq!((approved.state, approved.text.as_str()), (ReplyState::Queued, "We mend the lift\ntoday."));
    let thread = desk.house.get(&desk.writer, &open).await;
    thread.shows("Approved by Ewa Lead, with other words");
    thread.shows("<ins>");
    desk.house.get(&desk.writer, "/notices").await.shows("your answer was approved");
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_counts_and_the_other_is_told() {
    let desk = Desk::new().await;
    let reply = desk.answered().await;
    let (one, other) = tokio::join!(
        desk.approve(&desk.owner, &reply, "We mend the lift today.", "2"),
        desk.approve(&desk.lead, &reply, "We mend the lift tomorrow.", "2"),
    );
    let (won, lost, words) = match one.status {
        StatusCode::SEE_OTHER => (one, other, "We mend the lift today."),
        _ => (other, one, "We mend the lift tomorrow."),
    };
    won.sends_to("/outgoing");
    lost.refuses(StatusCode::CONFLICT, "does not wait for approval any more: it was approved with other words");
    let replies = desk.replies().await;
    assert_eq!((replies.len(), replies[0].text.as_str()), (1, words));
    let path = format!("/replies/{}/return", reply.id);
    let late = desk.house.post(&desk.owner, &path, &[("reason", "Say when.")]).await;
    late.refuses(StatusCode::CONFLICT, "does not wait for approval any more");
}

#[tokio::test]
async fn what_is_returned_says_why_and_is_a_draft_again() {
    let desk = Desk::new().await;
    let reply = desk.answered().await;
    let path = format!("/replies/{}/return", reply.id);
    desk.house
        .post(&desk.lead, &path, &[("reason", " ")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say what is to be changed");
    let refused = desk.approve(&desk.owner, &reply, " ", "2").await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "There are no words in it");
    desk.house.post(&desk.lead, &path, &[("reason", "Say when & where.")]).await.sends_to("/outgoing");
    let thread = desk.house.get(&desk.writer, &format!("/inbox/{}", desk.id)).await;
    thread.shows("Ewa Lead returned it: Say when &amp; where.");
    thread.shows("The words are a draft again.");
    thread.shows("\nWe mend the lift.</textarea>");
    desk.house.get(&desk.lead, "/outgoing").await.shows("Nothing waits to go out");
}

#[tokio::test]
async fn what_they_wrote_meanwhile_stands_above_what_is_to_be_approved() {
    let desk = Desk::new().await;
    let reply = desk.answered().await;
    let page = format!("/replies/{}/approval", reply.id);
    let before = desk.house.get(&desk.lead, &page).await;
    before.shows("name=\"seen_version\" value=\"2\"");
    let conversation = desk.id;
    let path = format!("/conversations/{conversation}/reply");
    let other = [("text", "The owner was quicker."), ("seen_version", "2")];
    let answer = desk.house.post(&desk.owner, &path, &other).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);

    let refused = desk.approve(&desk.lead, &reply, "We mend it.", "2").await;
    refused.refuses(StatusCode::CONFLICT, "The owner was quicker.");
    for kept in [
        "Approve anyway",
        "name=\"anyway\" value=\"3\"",
        "\nWe mend it.</textarea>",
        "name=\"seen_version\" value=\"2\"",
    ] {
        assert!(refused.text.contains(kept), "{kept}");
    }
    desk.house.get(&desk.lead, &page).await.shows("Said since it was written");
    let path = format!("/replies/{}/approve", reply.id);
    let anyway = [("text", "We mend it."), ("seen_version", "2"), ("anyway", "3")];
    desk.house.post(&desk.lead, &path, &anyway).await.sends_to("/outgoing");
}

#[tokio::test]
async fn a_policy_is_made_put_in_order_and_put_away() {
    let (house, owner) = House::owned().await;
    house.get(&owner, "/approval-policies").await.shows("Every answer goes out as it is written");
    let post = async |fields: &[(&str, &str)]| house.post(&owner, "/approval-policies", fields).await;
    post(&[("name", "Press"), ("query", "relation:press")]).await.sends_to("/approval-policies");
    post(&[("name", "New here"), ("new_member_days", "30")]).await.sends_to("/approval-policies");
    let wrong = [
        (vec![("name", "x"), ("deadline", "2 d")], "“2 d” is no length of time"),
        (vec![("name", "x"), ("new_member_days", "many")], "“many” is no number of days"),
        (vec![("name", "x"), ("new_member_days", "0")], "Somebody is new for 1 to 366 days"),
        (vec![("name", "press")], "Another policy has this name"),
        (vec![("name", "x"), ("query", "relation:friend")], "relation:friend"),
    ];
    for (fields, words) in wrong {
        post(&fields).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, words);
    }
    let all = async || store::policy::all::<ApprovalPolicyId>(&mut house.read().await).await.unwrap();
    let [press, new] = &all().await[..] else { panic!() };
    house.post(&owner, &format!("/approval-policies/{}/move", new.id), &[]).await.sends_to("/approval-policies");
    assert_eq!(all().await.iter().map(|one| one.id).collect::<Vec<_>>(), [new.id, press.id]);
    house.post(&owner, &format!("/approval-policies/{}/archive", new.id), &[]).await.sends_to("/approval-policies");
    house.get(&owner, &format!("/approval-policies/{}", new.id)).await.shows("Put away");
    let list = house.get(&owner, "/approval-policies").await;
    list.shows("relation:press");
    list.shows("Use again");
}
