//! What programs do with views under a name.

use model::{Role, Scope};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_view_is_kept_changed_removed_and_brought_back() {
    let (house, program, _) = House::with_program().await;
    let new = json!({ "name": "Lifts", "cut": "all", "query": "lift OR Aufzug", "is_shared": true });
    let keyed = program.with("idempotency-key", "a");
    let made = house.post_to(&keyed, "/views", new.clone()).await;
    let view = made.gives();
    assert_eq!((&view["cut"], &view["query"], &view["version"]), (&json!("all"), &json!("lift OR Aufzug"), &json!(1)));
    assert_eq!(house.post_to(&keyed, "/views", new.clone()).await.gives(), view, "sent again it acts once");
    house.post_to(&program, "/views", new).await.refuses_field("name");

    let path = format!("/views/{}", view["id"].as_str().unwrap());
    assert_eq!(house.read_at(&program, &path).await.header("etag"), "\"1\"");
    let changed = house.patch_at(&program.with("if-match", "\"1\""), &path, json!({ "query": "" })).await;
    assert_eq!(changed.gives()["version"], 2);
    let stale = house.patch_at(&program.with("if-match", "\"1\""), &path, json!({ "name": "x" })).await;
    assert_eq!(stale.refuses(412, "stale")["version"], 2);
    let wrong = house.patch_at(&program, &path, json!({ "query": "(lift" })).await.refuses(422, "query");
    assert_eq!(wrong["field"], "query");
    assert!(wrong["errors"][0]["start"].is_number(), "{wrong}");

    house.post_to(&program, &format!("{path}/remove"), json!({})).await.gives();
    house.read_at(&program, &path).await.refuses(404, "not-found");
    assert_eq!(house.read_at(&program, "/views").await.gives()["items"], json!([]));
    house.post_to(&program, &format!("{path}/bring-back"), json!({})).await.gives();
    assert_eq!(house.read_at(&program, "/views").await.gives()["items"][0]["name"], "Lifts");
}

#[tokio::test]
async fn a_program_sees_the_views_of_its_member_and_those_that_are_shared() {
    let (house, program, _) = House::with_program().await;
    let member = house.member("Ewa Brandt", Role::Member).await;
    let other = house.program(member, &[Scope::Read, Scope::Write]).await;
    let own = house.post_to(&other, "/views", json!({ "name": "Own", "query": "lift" })).await.gives();
    let path = format!("/views/{}", own["id"].as_str().unwrap());
    house.read_at(&program, &path).await.refuses(404, "not-found");
    house.patch_at(&program, &path, json!({ "name": "x" })).await.refuses(404, "not-found");
    house.patch_at(&other, &path, json!({ "is_shared": true })).await.gives();
    assert_eq!(house.read_at(&program, &path).await.gives()["member"], member.to_string());
    house.patch_at(&program, &path, json!({ "is_shared": false })).await.refuses_field("is_shared");
}
