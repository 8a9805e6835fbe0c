//! Rules on their pages: made, tried, switched on; what they did, why, and taking it back.

use axum::http::StatusCode;
use model::{ConversationId, EventKind, Priority, Reason, Role, RuleAct, RuleCall, SlaPolicyId};
use store::conversation::View;
use store::post;
use store::rule::Instruction;

use crate::house::House;

/// What somebody says to us; the conversation that comes of it.
async fn heard(house: &House, id: &str, words: &str) -> ConversationId {
    house.network.say(id, words, house.store.clock().now(), Some(Reason::Addressed));
    house
        .until("it is filed", async || {
            let mut tx = house.read().await;
            let channels = store::channel::all(&mut tx).await.unwrap();
            let post = post::by_remote(&mut tx, channels[0].id, id).await.unwrap();
            // Rules, and trials of rules, follow what is sealed.
            let is_sealed = store::event::oldest_unsealed(&mut tx).await.unwrap().is_none();
            post.and_then(|post| post.conversation).filter(|_| is_sealed)
        })
        .await
}

const LIFTS: [(&str, &str); 5] =
    [("name", "Lifts first"), ("called_by", "heard"), ("query", "lift"), ("label", "Lifts"), ("priority", "high")];

#[tokio::test]
async fn a_rule_is_made_tried_switched_on_and_what_it_did_is_explained_and_taken_back() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.get(&owner, "/rules").await.shows("Nothing is done by itself yet");
    let before = heard(&house, "at://renske/1", "the lift stands still").await;
    let made = house.post(&owner, "/rules", &LIFTS).await;
    let path = made.location().to_owned();
    let shown = house.get(&owner, &path).await;
    shown.shows("It does nothing");
    shown.shows("Switch on");

    let tried = house.post(&owner, &format!("{path}/try"), &[]).await;
    let trial = async || {
        let page = house.get(&owner, tried.location()).await;
        page.text.contains("The last 30 days were looked through").then_some(page)
    };
    let page = house.until("the rule is tried", trial).await;
    page.shows("it would act in <b class=\"num\">1 conversation</b>");
    page.shows("put “Lifts” on it");
    page.shows("the lift stands still");
    assert!(!house.get(&owner, &format!("/inbox/{before}?view=all")).await.text.contains("put “Lifts” on it"));

    house.post(&owner, &format!("{path}/switch"), &[("to", "on")]).await;
    house.get(&owner, &path).await.shows("It acts when something happens");
    let id = heard(&house, "at://hanne/1", "another lift").await;
    heard(&house, "at://bartek/1", "no words of it").await;
    let acted = async || {
        let page = house.get(&owner, &format!("/inbox/{id}?view=all")).await;
        page.text.contains("The rule “Lifts first” put “Lifts” on it").then_some(page)
    };
    let page = house.until("the rule acted", acted).await;
    page.shows("set the priority to high");
    page.shows("high priority");
    let at = page.text.find("/rule-runs/").expect("it leads to why");
    let why: String = page.text[at..].chars().take_while(|letter| *letter != '"').collect();
    let shown = house.get(&owner, &why).await;
    shown.shows("Why did this happen?");
    shown.shows("Somebody wrote");
    shown.shows("2 acts done");
    house.get(&owner, &path).await.shows("2 acts done");
    house.get(&owner, "/rules").await.shows("acted 1 time in 30 days");

    house.post(&owner, &format!("{why}/undo"), &[]).await;
    house.get(&owner, &why).await.shows("(taken back)");
    house.post(&owner, &format!("{why}/undo"), &[]).await.refuses(StatusCode::CONFLICT, "cannot be done any more");
    let undone = house.history().await.into_iter().filter(|one| one.event.kind == EventKind::ConversationUnlabelled);
    assert_eq!(undone.count(), 1);

    house.post(&owner, &format!("{path}/remove"), &[]).await;
    house.get(&owner, "/rules").await.shows("Nothing is done by itself yet");
    house.get(&owner, &why).await.shows("It was removed since");
}

#[tokio::test]
async fn a_rule_that_cannot_be_is_shown_again_with_what_is_wrong() {
    let (house, owner) = House::owned().await;
    for (fields, why) in [
        (&[("name", ""), ("label", "Lifts")][..], "A rule needs a name of 1 to 60 characters."),
        (&[("name", "Lifts")], "A rule does at least one thing."),
        (&[("name", "Lifts"), ("priority", "high"), ("query", "(lift")], "query-marked"),
        (&[("name", "Lifts"), ("priority", "high"), ("query", "assignee:me")], "“me” means nobody in a rule"),
        (&[("name", "Lifts"), ("priority", "high"), ("called_by", "silent")], "for how many hours nothing is said"),
        (&[("name", "Lifts"), ("status", "snoozed"), ("hours", "soon")], "for how many hours it is snoozed"),
    ] {
        let refused = house.post(&owner, "/rules", fields).await;
        refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, why);
    }
    house.get(&owner, "/rules").await.shows("Nothing is done by itself yet");
}

#[tokio::test]
async fn who_is_told_by_a_rule_finds_it_and_notes_that_it_was_seen() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let member = house.member("Jonas Okafor", Role::Member).await;
    let jonas = member.to_string();
    let fields = [("name", "Tell"), ("query", "press"), ("notify", jonas.as_str()), ("notify", "")];
    let path = house.post(&owner, "/rules", &fields).await.location().to_owned();
    house.post(&owner, &format!("{path}/switch"), &[("to", "on")]).await;
    heard(&house, "at://renske/1", "I am of the press").await;
    let browser = house.signed_in(member).await;
    let told = async || {
        let page = house.get(&browser, "/notices").await;
        page.text.contains("I am of the press").then_some(page)
    };
    let page = house.until("Jonas is told", told).await;
    page.shows("1<span class=\"vh\"> for you</span>");
    let at = page.text.find("name=\"up_to\" value=\"").expect("it can be noted") + "name=\"up_to\" value=\"".len();
    let newest: String = page.text[at..].chars().take_while(char::is_ascii_digit).collect();
    house.post(&browser, "/notices/seen", &[("up_to", &newest)]).await;
    let shown = house.get(&browser, "/notices").await;
    shown.shows("I am of the press");
    shown.shows("data-notices hidden>0<");
    house.get(&owner, "/notices").await.shows("Nobody told you anything");
}

#[tokio::test]
async fn a_rule_gives_a_clock_and_sets_aside_and_the_log_says_so() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.post(&owner, "/sla", &[("name", "Raffles can wait"), ("first_response", "16 h")]).await;
    let policy = store::policy::all::<SlaPolicyId>(&mut house.read().await).await.unwrap().remove(0).id.to_string();
    let fields = [("name", "Raffles"), ("query", "raffle"), ("sla_policy", policy.as_str()), ("set_aside", "yes")];
    let path = house.post(&owner, "/rules", &fields).await.location().to_owned();
    let shown = house.get(&owner, &path).await;
    shown.shows(&format!("<option value=\"{policy}\" selected"));
    shown.shows("name=\"set_aside\" value=\"yes\" checked");
    house.post(&owner, &format!("{path}/switch"), &[("to", "on")]).await;
    heard(&house, "at://renske/1", "Win in our raffle").await;
    let aside = async || {
        let page = house.get(&owner, "/inbox?view=spam").await;
        page.text.contains("Win in our raffle").then_some(page)
    };
    house.until("it is set aside", aside).await;
    let mut tx = house.read().await;
    let found = store::conversation::list(&mut tx, View::Spam, None, 9).await.unwrap().remove(0).conversation;
    let page = house.get(&owner, &format!("/inbox/{}?view=spam", found.id)).await;
    page.shows("The rule “Raffles” gave it the clock “Raffles can wait”");
    page.shows("The rule “Raffles” set it aside with spam");
}

#[tokio::test]
async fn acts_that_the_form_cannot_show_stay_in_their_order_until_others_are_chosen() {
    let (house, owner) = House::owned().await;
    let mut tx = house.store.write().await.unwrap();
    let maker = store::member::all(&mut tx).await.unwrap().remove(0);
    let label = store::label::named(&mut tx, "Lifts").await.unwrap().id;
    let acts = vec![
        RuleAct::Prioritise { priority: Some(Priority::High) },
        RuleAct::Label { label },
        RuleAct::Unlabel { label },
    ];
    let called_by = RuleCall::Heard;
    let says = Instruction { called_by, silent_hours: None, query: String::new(), acts: acts.clone(), stops: false };
    let id = inbox::create_rule(&mut tx, &maker, "Lifts", says).await.unwrap();
    tx.commit().await.unwrap();
    let kept = async || store::rule::find(&mut house.read().await, id).await.unwrap().unwrap();
    let path = format!("/rules/{id}");
    let shown = house.get(&owner, &path).await;
    shown.shows("a way that this form cannot show");
    assert!(!shown.text.contains("name=\"priority\""));

    house.post(&owner, &path, &[("name", "Lifts first"), ("query", "lift"), ("version", "1")]).await;
    let changed = kept().await;
    assert_eq!((changed.name.as_str(), changed.says.query.as_str(), changed.version), ("Lifts first", "lift", 2));
    assert_eq!(changed.says.acts, acts);
    for version in [&[("version", "2")][..], &[]] {
        let fields = [&[("name", "Lifts"), ("priority", "low")][..], version].concat();
        let refused = house.post(&owner, &path, &fields).await;
        refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "acts that the form cannot show");
    }
    assert_eq!(kept().await, changed);

    house.get(&owner, &format!("{path}?anew=yes")).await.shows("name=\"anew\" value=\"yes\"");
    let fields = [("name", "Lifts"), ("unlabel", "Lifts"), ("label", "Lifts"), ("anew", "yes"), ("version", "2")];
    house.post(&owner, &path, &fields).await;
    assert_eq!(kept().await.says.acts, [RuleAct::Unlabel { label }, RuleAct::Label { label }]);
    house.get(&owner, &path).await.shows("name=\"priority\"");
}
