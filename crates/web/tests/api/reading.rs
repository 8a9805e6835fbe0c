//! Lists in pages, filters, and what one thing looks like.

use std::collections::BTreeSet;

use model::{Role, Scope};
use serde_json::{Value, json};

use crate::house::House;
use crate::program::{Program, ids};

async fn page(house: &House, program: &Program, path: &str, cursor: Option<&str>) -> Value {
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    house.read_at(program, &format!("{path}{cursor}")).await.gives()
}

/// Every row of a list, and how many pages it took.
async fn all(house: &House, program: &Program, path: &str) -> (Vec<String>, usize) {
    let (mut rows, mut pages, mut cursor): (Vec<String>, usize, Option<String>) = (Vec::new(), 0, None);
    loop {
        let page = page(house, program, path, cursor.as_deref()).await;
        rows.extend(ids(&page));
        pages += 1;
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            return (rows, pages);
        }
    }
}

#[tokio::test]
async fn pages_show_what_stays_once_while_other_rows_come_and_move() {
    let (house, program, channel) = House::with_program().await;
    let mut made = Vec::new();
    for number in 0..10 {
        let id = house.heard(channel, &format!("at://renske/{number}"), "hello", 1_000 + number * 10).await;
        made.push(id.to_string());
    }
    let path = "/conversations?limit=3";
    let first = page(&house, &program, path, None).await;
    assert_eq!(ids(&first), made[..3], "newest activity first");

    // One on the first page moves, one of a later page moves to the front, a new one comes.
    house.heard_again(channel, "at://renske/1", "at://renske/1b", "and?", 5).await;
    house.heard_again(channel, "at://renske/7", "at://renske/7b", "and?", 4).await;
    let new = house.heard(channel, "at://renske/new", "me too", 1).await.to_string();

    let mut seen = ids(&first);
    let mut cursor = first["next_cursor"].as_str().map(str::to_owned);
    while let Some(at) = cursor {
        let page = page(&house, &program, path, Some(&at)).await;
        seen.extend(ids(&page));
        cursor = page["next_cursor"].as_str().map(str::to_owned);
    }
    let expected: Vec<_> = made.iter().filter(|id| **id != made[7]).cloned().collect();
    assert_eq!(seen, expected, "what stayed stands there once, in order");
    let (again, pages) = all(&house, &program, path).await;
    assert_eq!(again[..3], [new, made[7].clone(), made[1].clone()]);
    assert_eq!((again.len(), pages), (11, 4));
}

#[tokio::test]
async fn a_search_goes_on_where_its_page_ended() {
    let (house, program, channel) = House::with_program().await;
    let mut late = Vec::new();
    for number in 0..9 {
        let text = if number % 2 == 0 { "the train is late" } else { "what a view" };
        let id = house.heard(channel, &format!("at://renske/{number}"), text, 1_000 + number).await.to_string();
        if number % 2 == 0 {
            late.push(id);
        }
    }
    let (found, pages) = all(&house, &program, "/conversations?q=train+late&limit=2").await;
    assert_eq!(found, late);
    assert_eq!(pages, 3);
    assert!(all(&house, &program, "/conversations?q=zeppelin&limit=2").await.0.is_empty());
}

#[tokio::test]
async fn spam_and_what_is_alike_are_left_aside_until_they_are_asked_for() {
    let (house, program, channel) = House::with_program().await;
    let mut made = Vec::new();
    for number in 0..4 {
        made.push(house.heard(channel, &format!("at://renske/{number}"), "hello", 60 - number).await);
    }
    let mut tx = house.write().await;
    store::spam::set(&mut tx, made[1], true).await.unwrap();
    store::near::place(&mut tx, made[2], Some(made[0])).await.unwrap();
    store::near::count(&mut tx, &[(made[0], 1)]).await.unwrap();
    tx.commit().await.unwrap();
    let [first, spam, alike, other] = made.iter().map(ToString::to_string).collect::<Vec<_>>().try_into().unwrap();
    let cases = [
        ("limit=9", vec![&other, &first]),
        ("spam=no", vec![&other, &first]),
        ("spam=only", vec![&spam]),
        ("spam=too", vec![&other, &spam, &first]),
        ("alike=each", vec![&other, &alike, &first]),
        ("spam=too&alike=each", vec![&other, &alike, &spam, &first]),
        (&format!("alike={first}"), vec![&alike]),
        ("q=hello", vec![&other, &alike, &spam, &first]),
        ("q=hello&spam=no", vec![&other, &alike, &first]),
    ];
    for (asked, expected) in cases {
        let shown = page(&house, &program, &format!("/conversations?{asked}"), None).await;
        assert_eq!(ids(&shown).iter().collect::<Vec<_>>(), expected, "{asked}");
    }
    let shown = house.read_at(&program, &format!("/conversations/{first}")).await.gives();
    assert_eq!(
        (&shown["alike_count"], &shown["is_spam"], &shown["alike_of"]),
        (&json!(1), &json!(false), &Value::Null)
    );
    house.read_at(&program, "/conversations?spam=perhaps").await.refuses(422, "invalid");
    house.read_at(&program, "/conversations?alike=one").await.refuses_field("alike");
}

#[tokio::test]
async fn every_filter_narrows_and_all_of_them_together() {
    let (house, program, channel) = House::with_program().await;
    let one = house.heard(channel, "at://renske/1", "hello", 60).await.to_string();
    let two = house.heard(channel, "at://renske/2", "hello", 30).await.to_string();
    let change = json!({ "assignee": "me", "labels": ["Press"], "status": "resolved" });
    house.patch_at(&program, &format!("/conversations/{one}"), change).await.gives();
    let me = house.read_at(&program, "/members").await.gives();
    let me = me["items"].as_array().unwrap().iter().find(|member| member["is_me"] == true).unwrap().clone();
    let me = me["id"].as_str().unwrap().to_owned();
    let both: &[&str] = &[&two, &one];
    let cases: &[(&str, &[&str])] = &[
        ("status=new", &[&two]),
        ("status=resolved", &[&one]),
        ("status=new,resolved", both),
        ("status=snoozed", &[]),
        ("assignee=me", &[&one]),
        (&format!("assignee={me}"), &[&one]),
        ("assignee=none", &[&two]),
        ("assignee=1", &[]),
        ("label=PRESS", &[&one]),
        ("label=other", &[]),
        ("topic=1", &[]),
        (&format!("channel={channel}"), both),
        ("channel=1", &[]),
        (&format!("status=resolved&assignee=me&label=press&channel={channel}"), &[&one]),
        ("status=resolved&assignee=none", &[]),
        ("q=label:press&assignee=me", &[&one]),
        ("q=hello&status=new", &[&two]),
        ("q=+", both),
        ("q=", both),
    ];
    for (filter, expected) in cases {
        let found = house.read_at(&program, &format!("/conversations?{filter}")).await.gives();
        assert_eq!(ids(&found), *expected, "{filter}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_named() {
    let (house, program, _) = House::with_program().await;
    let cases = [
        ("/conversations?limit=0", "limit"),
        ("/conversations?limit=101", "limit"),
        ("/conversations?limit=many", "limit"),
        ("/conversations?colour=red", "colour"),
        ("/conversations?status=asleep", "status"),
        ("/conversations?status=new,", "status"),
        ("/conversations?assignee=nobody", "assignee"),
        ("/conversations?topic=lifts", "topic"),
        ("/conversations?cursor=", "cursor"),
        ("/conversations?topic=&q=", "topic"),
        ("/conversations?cursor=%ff%fe", "cursor"),
        ("/conversations?cursor=dG9waWM6MDox", "cursor"),
        ("/topics?archived=perhaps", "archived"),
        ("/topics?cursor=..", "cursor"),
        ("/events?after=-1", "after"),
        ("/events?limit=1001", "limit"),
    ];
    for (path, field) in cases {
        house.read_at(&program, path).await.refuses_field(field);
    }
    let told = house.read_at(&program, "/conversations?q=lift+OR+elevator+AND+stairs").await.refuses(422, "query");
    assert_eq!(told["field"], "q");
    let error = &told["errors"][0];
    assert_eq!(error["start"], 0);
    assert!(error["end"].as_u64().unwrap() > 0);
    assert!(error["reason"].as_str().unwrap().contains("side by side"));
    assert!(error["suggestion"].as_str().unwrap().contains('('));
}

#[tokio::test]
async fn a_thread_shows_posts_answers_and_notes_in_order_page_by_page() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "the lift is broken", 60).await;
    let path = format!("/conversations/{id}");
    house.post_to(&program, &format!("{path}/notes"), json!({ "text": "ask Tarik" })).await.gives();
    house.clock.advance(std::time::Duration::from_secs(10));
    let answering = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    house.post_to(&answering, &format!("{path}/replies"), json!({ "text": "we look" })).await.gives();
    house.clock.advance(std::time::Duration::from_secs(10));
    house.heard_again(channel, "at://renske/1", "at://renske/2", "thanks", 0).await;

    let (mut told, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = page(&house, &program, &format!("{path}/messages?limit=1"), cursor.as_deref()).await;
        for item in page["items"].as_array().unwrap() {
            told.push((item["kind"].as_str().unwrap().to_owned(), item["text"].as_str().unwrap().to_owned()));
        }
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    let expected = [("post", "the lift is broken"), ("note", "ask Tarik"), ("reply", "we look"), ("post", "thanks")];
    assert_eq!(told, expected.map(|(kind, text)| (kind.to_owned(), text.to_owned())));

    let messages = house.read_at(&program, &format!("{path}/messages")).await;
    assert_eq!(messages.header("etag"), "\"3\"");
    let post = &messages.gives()["items"][0];
    assert_eq!(post["author"]["handle"], "renske.example");
    assert_eq!(post["posted_at"], "2026-11-23T09:59:00Z");
    assert_eq!(post["reasons"], json!(["addressed"]));
}

#[tokio::test]
async fn one_conversation_has_its_version_as_etag_and_ids_as_texts() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let told = house.read_at(&program, &format!("/conversations/{id}")).await;
    assert_eq!(told.header("etag"), "\"1\"");
    let conversation = told.gives();
    assert_eq!(conversation["id"], id.to_string());
    assert_eq!(conversation["channel"], channel.to_string());
    assert_eq!(conversation["version"], 1);
    assert_eq!(conversation["status"], "new");
    assert_eq!(conversation["waiting_since"], "2026-11-23T09:59:00Z");
    assert_eq!(conversation["person"]["name"], "renske.example");
    assert_eq!(conversation["latest"]["text"], "hello");
    for path in ["/conversations/1", "/conversations/x", "/conversations/99999999999999999999", "/conversations/%ff"] {
        house.read_at(&program, path).await.refuses(404, "not-found");
        house.read_at(&program, &format!("{path}/messages")).await.refuses(404, "not-found");
    }
}

#[tokio::test]
async fn topics_come_in_pages_and_archived_ones_when_asked_for() {
    let (house, program, _) = House::with_program().await;
    let mut made = Vec::new();
    for name in ["Lifts", "Trains", "Coffee"] {
        let topic = house.post_to(&program, "/topics", json!({ "name": name, "query": name })).await.gives();
        made.push(topic["id"].as_str().unwrap().to_owned());
    }
    house.post_to(&program, &format!("/topics/{}/archive", made[1]), json!({})).await.gives();
    let listening: Vec<_> = [&made[0], &made[2]].into_iter().cloned().collect();
    assert_eq!(all(&house, &program, "/topics?limit=1").await, (listening, 2));
    assert_eq!(all(&house, &program, "/topics?archived=true&limit=2").await, (made, 2));
}

#[tokio::test]
async fn a_channel_tells_how_it_is_and_nothing_of_its_password() {
    let (house, program, channel) = House::with_program().await;
    let list = house.read_at(&program, "/channels").await.gives();
    assert_eq!(ids(&list), [channel.to_string()]);
    let told = house.read_at(&program, &format!("/channels/{channel}")).await;
    let shown = told.gives();
    for value in [&list["items"][0], &shown] {
        assert_eq!(value["network"], "atproto");
        assert_eq!(value["handle"], "vellenbahn.example");
        assert_eq!((&value["can_answer"], &value["characters_max"]), (&json!(true), &json!(300)));
    }
    assert_eq!((&shown["state"], &shown["health"]), (&json!("active"), &json!("well")));
    assert_eq!(shown["heard"], json!(["Whoever names us."]));
    assert!(!told.text.contains(crate::network::GOOD_PASSWORD));
    house.read_at(&program, "/channels/1").await.refuses(404, "not-found");
}

#[tokio::test]
async fn members_are_listed_without_their_addresses() {
    let (house, program, _) = House::with_program().await;
    let leader = house.member("Ewa Brandt", Role::Leader).await;
    let told = house.read_at(&program, "/members").await;
    let list = told.gives();
    let names: BTreeSet<_> =
        list["items"].as_array().unwrap().iter().map(|member| member["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Ewa Brandt", "Karin Voss", "Mara Lind"].map(str::to_owned).into());
    assert!(!told.text.contains('@'));
    let as_leader = house.program(leader, &[Scope::Read]).await;
    let list = house.read_at(&as_leader, "/members").await.gives();
    let me = list["items"].as_array().unwrap().iter().find(|member| member["is_me"] == true).unwrap();
    assert_eq!((me["id"].as_str().unwrap(), &me["role"]), (leader.to_string().as_str(), &json!("leader")));
}
