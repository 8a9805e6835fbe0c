//! Response figures: who sees them, what they say, and that they say it again.

use axum::http::StatusCode;
use jiff::SignedDuration;
use model::{AuthorId, ChannelId, ConversationId, KnownWait, Role, Sentiment, TopicId, Wait, WaitEnd, WaitKind};
use store::{event, followed, wait};

use crate::house::{Browser, House};

/// So many who waited: every third was unhappy and got no answer, the others got one after an hour.
pub async fn waited(house: &House, count: i64) {
    house.channel().await;
    let id = house.conversation().await;
    let mut tx = house.read().await;
    let conversation = store::conversation::find(&mut tx, id).await.unwrap().unwrap();
    drop(tx);
    let known: Vec<KnownWait> =
        (0..count).map(|number| one(id, conversation.channel, conversation.author, number, house)).collect();
    // The log is read by the house itself; these are beside what it comes to.
    let mut tx = house.write().await;
    wait::keep(&mut tx, 0, &known).await.unwrap();
    tx.commit().await.unwrap();
}

fn one(conversation: ConversationId, channel: ChannelId, author: AuthorId, number: i64, house: &House) -> KnownWait {
    let is_unhappy = number % 3 == 0;
    let began_at = house.store.clock().now() - SignedDuration::from_hours(50 + number);
    let wait = Wait {
        conversation,
        number: 100 + number,
        kind: WaitKind::First,
        channel,
        author,
        topics: vec![TopicId(1)],
        language: Some("nl".into()),
        sentiment: Some(if is_unhappy { Sentiment::Negative } else { Sentiment::Positive }),
        needs_reply: Some(true),
        began_at,
        heard_at: began_at,
        held_at: None,
        automated_at: None,
        end: (!is_unhappy).then(|| (WaitEnd::Answered, began_at + SignedDuration::from_mins(59))),
        team: None,
        closed_at: is_unhappy.then(|| began_at + SignedDuration::from_hours(2)),
        is_let_stand: false,
    };
    KnownWait { from: 1, until: None, wait }
}

/// Until the house has read its own log.
pub async fn is_read(house: &House) {
    house
        .until("the log is read", async || {
            let mut tx = house.read().await;
            let is_sealed = event::oldest_unsealed(&mut tx).await.unwrap().is_none();
            let position = event::position(&mut tx).await.unwrap();
            (is_sealed && position > 0 && followed::position(&mut tx, wait::FOLLOWER).await.unwrap() == position)
                .then_some(())
        })
        .await;
}

async fn reader(house: &House) -> Browser {
    let reader = house.member("Ida Roos", Role::Colleague).await;
    house.signed_in(reader).await
}

#[tokio::test]
async fn few_are_no_figure() {
    let (house, owner) = House::owned().await;
    house.get(&owner, "/figures").await.shows("Nobody spoke in these days");
    waited(&house, 7).await;
    is_read(&house).await;
    let page = house.get(&owner, "/figures").await;
    page.shows("not enough evidence: 7 of at least 30");
    page.shows("How each figure is made");
    assert!(!page.text.contains("<svg viewBox=\"0 0 640 220\""), "no curve of seven");
}

#[tokio::test]
async fn who_got_no_answer_is_in_it_and_whoever_reads_the_floor_sees_it() {
    let (house, owner) = House::owned().await;
    waited(&house, 60).await;
    is_read(&house).await;
    let reader = reader(&house).await;
    for browser in [&owner, &reader] {
        let page = house.get(browser, "/figures?days=7&by=mood").await;
        page.shows("40 of 60 who needed an answer");
        page.shows("67 %");
        page.shows("half are answered by then");
        page.shows("closed without an answer, and without a word why");
        page.shows("unlike the others");
    }
    let (mine, theirs) =
        (house.get(&owner, "/figures?by=mood").await.text, house.get(&reader, "/figures?by=mood").await.text);
    assert!(mine.contains("href=\"/inbox?view=all&amp;q=sentiment%3Anegative\""));
    assert!(!theirs.contains("/inbox?view=all&amp;q=sentiment"), "no link to what they may not read");
    assert!(!theirs.contains("href=\"/inbox/"), "nor to who waits longest");
}

#[tokio::test]
async fn as_of_a_position_the_page_and_its_table_say_the_same_again() {
    let (house, owner) = House::owned().await;
    waited(&house, 60).await;
    is_read(&house).await;
    let position = event::position(&mut house.read().await).await.unwrap();
    let path = format!("/figures.csv?days=7&by=language&as_of={position}");
    let table = house.get(&owner, &path).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(table.header("content-disposition").contains(&format!("as-of-{position}.csv")));
    let lines: Vec<&str> = table.text.lines().collect();
    assert!(
        lines[0]
            .starts_with("part,spoke,need_answer,not_judged,answered,answered_low,answered_high,first_half_within_s")
    );
    assert!(lines[1].starts_with("all,60,60,0,0.6667,") || lines[1].starts_with("all,61,"), "{}", lines[1]);
    assert!(lines[2].starts_with("Dutch,60,60,0,0.6667,"), "{}", lines[2]);

    house.clock.advance(std::time::Duration::from_secs(2 * 3_600));
    house.post(&owner, "/topics", &[("name", "Later"), ("query", "later")]).await;
    is_read(&house).await;
    assert_eq!(house.get(&owner, &path).await.text, table.text, "two hours later, and after more events");
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_passed_over() {
    let (house, owner) = House::owned().await;
    for path in ["/figures?days=0", "/figures?days=many&by=everything&as_of=-1", "/figures?as_of=99999999"] {
        assert_eq!(house.get(&owner, path).await.status, StatusCode::OK, "{path}");
    }
}
