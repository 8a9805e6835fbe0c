//! Topics: describing, checking, changing, putting away.

use axum::http::StatusCode;
use model::TopicId;
use store::topic::{self, Topic};

use crate::house::{Browser, House};

async fn listening(house: &House) -> Vec<Topic> {
    topic::listening(&mut house.read().await).await.unwrap()
}

async fn describe(house: &House, owner: &Browser, name: &str, query: &str) -> TopicId {
    house.post(owner, "/topics", &[("name", name), ("query", query)]).await.sends_to("/topics");
    listening(house).await.iter().find(|topic| topic.name == name).unwrap().id
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused_with_its_place_and_a_correction() {
    let (house, owner) = House::owned().await;
    let fields = [("name", "Lifts"), ("query", "lift OR elevator AND <vellenbahn>")];
    let answer = house.post(&owner, "/topics", &fields).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "AND and OR stand side by side without parentheses.");
    assert!(answer.text.contains("<mark>"), "the place is marked");
    assert!(answer.text.contains("Did you mean"), "a correction is offered");
    assert!(answer.text.contains("value=\"Lifts\""), "the name is kept");
    assert!(answer.text.contains("lift OR elevator AND &lt;vellenbahn&gt;</textarea>"), "the query is kept");
    house
        .post(&owner, "/topics", &[("name", "Lifts"), ("query", " ")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "There is nothing to listen for yet.");
    house
        .post(&owner, "/topics", &[("name", ""), ("query", "lift")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "A name is needed.");
    assert_eq!(listening(&house).await, []);
}

#[tokio::test]
async fn a_query_is_checked_while_it_is_written() {
    let (house, owner) = House::owned().await;
    let check = async |query: &str| house.post(&owner.by_script(), "/topics/check", &[("query", query)]).await;
    let wrong = check("(lift OR elevator").await;
    wrong.shows("id=\"query-check\"");
    wrong.shows("data-use-query=\"");
    check("lift elevator").await.shows("Finds what meets lift AND elevator.");
    check("lift or elevator").await.shows("in small letters is searched as a word");
    // Places count in the text with the line ends that the page has, not those that a form sends.
    check("lift\r\nOR elevator\r\nAND x").await.shows("<mark>");
}

#[tokio::test]
async fn a_topic_listens_from_the_moment_it_is_described_until_it_is_put_away() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = describe(&house, &owner, "Lifts", "lift").await;
    let now = house.store.clock().now();
    house.network.say("at://renske/1", "the lift is out", now, None);
    house
        .until("the mention is counted", async || {
            let page = house.get(&owner, "/topics").await;
            page.text.contains("<b class=\"num\">1</b> in 7 days").then_some(())
        })
        .await;

    house.post(&owner, &format!("/topics/{id}/archive"), &[]).await.sends_to("/topics");
    house.get(&owner, "/topics").await.shows("put away");
    house.network.say("at://renske/2", "no lift again", now, None);
    house.network.say("at://renske/3", "hello", now, Some(model::Reason::Addressed));
    let heard = async |id: &str| {
        let all = store::conversation::View::All;
        let rows = store::conversation::list(&mut house.read().await, all, None, 9).await.unwrap();
        rows.iter().any(|row| row.text == id)
    };
    house.until("what came later is filed", async || heard("hello").await.then_some(())).await;
    assert!(!heard("no lift again").await, "a topic that was put away still listens");

    let form = [("name", "Lifts"), ("query", "lift")];
    house.post(&owner, &format!("/topics/{id}"), &form).await.refuses(StatusCode::CONFLICT, "put away");
}

#[tokio::test]
async fn a_change_of_somebody_else_is_not_overwritten_unseen() {
    let (house, owner) = House::owned().await;
    let id = describe(&house, &owner, "Lifts", "lift").await;
    let path = format!("/topics/{id}");
    house.get(&owner, &path).await.shows("name=\"version\" value=\"1\"");
    let mine = [("name", "Lifts"), ("query", "lift OR elevator"), ("version", "1")];
    house.post(&owner, &path, &mine).await.sends_to(&path);
    let theirs = [("name", "Lifts"), ("query", "lift OR Aufzug"), ("version", "1")];
    house.post(&owner, &path, &theirs).await.refuses(StatusCode::CONFLICT, "lift OR elevator");
    let kept = listening(&house).await.remove(0);
    assert_eq!((kept.query.as_str(), kept.version), ("lift OR elevator", 2));
}

#[tokio::test]
async fn two_topics_do_not_share_a_name() {
    let (house, owner) = House::owned().await;
    let id = describe(&house, &owner, "Lifts", "lift").await;
    let again = house.post(&owner, "/topics", &[("name", "lifts "), ("query", "elevator")]).await;
    again.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Another topic has this name.");
    let path = format!("/topics/{id}");
    house.post(&owner, &path, &[("name", "LIFTS"), ("query", "lift")]).await.sends_to(&path);
}
