//! Views under a name: kept, come back to, changed, put in order, removed, and counted.

use axum::http::StatusCode;
use model::{EventKind, InboxView, MemberId, Role, SavedViewId};
use store::conversation;
use store::saved_view::{self, Described, SavedView};

use crate::house::{Browser, House};

async fn views(house: &House, member: MemberId) -> Vec<SavedView> {
    saved_view::of_member(&mut house.read().await, member).await.unwrap()
}

/// A member with their browser.
async fn somebody(house: &House, name: &str, role: Role) -> (MemberId, Browser) {
    let member = house.member(name, role).await;
    (member, house.signed_in(member).await)
}

async fn keep(house: &House, browser: &Browser, member: MemberId, fields: &[(&str, &str)]) -> SavedViewId {
    let answer = house.post(browser, "/views", fields).await;
    let id = views(house, member).await.last().unwrap().id;
    answer.sends_to(&format!("/inbox?view=saved:{id}"));
    id
}

#[tokio::test]
async fn a_search_is_kept_and_come_back_to_by_its_own_address() {
    let (house, _) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let (ewa, browser) = somebody(&house, "Ewa Brandt", Role::Member).await;
    let search = house.get(&browser, "/inbox?view=waiting&q=status%3Anew").await;
    search.shows("/views/new?cut=waiting&amp;query=status%3Anew");
    house.get(&browser, "/views/new?cut=waiting&query=status%3Anew").await.shows("status:new</textarea>");

    let fields = [("name", "Fresh"), ("cut", "waiting"), ("query", "status:new")];
    let id = keep(&house, &browser, ewa, &fields).await;
    let page = house.get(&browser, &format!("/inbox?view=saved:{id}")).await;
    page.shows("<bdi>Fresh</bdi>");
    page.shows(&format!("href=\"/inbox/{conversation}?view=saved:{id}\""));
    page.shows(&format!("id=\"view-count-{id}\">1</span>"));
    house.get(&browser, &format!("/inbox/{conversation}?view=saved:{id}")).await.shows("Fresh");

    // Open is no longer new: the view is the question, not its answer.
    house.post(&browser, &format!("/conversations/{conversation}/status"), &[("status", "open")]).await;
    house.get(&browser, &format!("/inbox?view=saved:{id}")).await.shows("Nothing is in this view now");
}

#[tokio::test]
async fn a_strangers_private_view_is_not_found_and_a_shared_one_is() {
    let (house, owner) = House::owned().await;
    let (ewa, browser) = somebody(&house, "Ewa Brandt", Role::Member).await;
    let id = keep(&house, &browser, ewa, &[("name", "Mine <b>"), ("query", "lift")]).await;
    for path in [format!("/inbox?view=saved:{id}"), format!("/views/{id}"), "/inbox?view=saved:12345".into()] {
        assert_eq!(house.get(&owner, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let change = [("name", "Mine <b>"), ("query", "lift"), ("shared", "yes"), ("version", "1")];
    house.post(&browser, &format!("/views/{id}"), &change).await.sends_to(&format!("/inbox?view=saved:{id}"));
    house.get(&owner, &format!("/inbox?view=saved:{id}")).await.shows("<bdi>Mine &lt;b&gt;</bdi>");
    house.get(&owner, "/views").await.shows("for everybody, made by Ewa Brandt");

    let (_, leader) = somebody(&house, "Lea Vogt", Role::Leader).await;
    house.get(&leader, &format!("/views/{id}")).await.shows("Whoever made it, or a manager, can change it.");
    house.post(&leader, &format!("/views/{id}/remove"), &[]).await.refuses(StatusCode::FORBIDDEN, "Your role");
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_beside_its_field() {
    let (house, owner) = House::owned().await;
    let refused = async |fields: &[(&str, &str)], why: &str| {
        house.post(&owner, "/views", fields).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, why);
    };
    refused(&[("name", " "), ("query", "lift")], "A view needs a name of 1 to 40 characters.").await;
    refused(&[("name", "Lifts"), ("query", "lift OR a AND b")], "AND and OR stand side by side").await;
    house.post(&owner, "/views", &[("name", "Lifts"), ("query", "lift")]).await;
    refused(&[("name", "LIFTS"), ("query", "lift")], "Another view has this name.").await;
    let check = house.post(&owner.by_script(), "/views/check", &[("query", "status:asleep")]).await;
    check.shows("wrong-why");
}

#[tokio::test]
async fn a_view_that_the_language_no_longer_reads_says_so_and_breaks_nothing() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.conversation().await;
    let member = house.member("Ewa Brandt", Role::Member).await;
    let mut tx = house.write().await;
    // As a former version of the language took it.
    let old = Described { name: "Old", cut: InboxView::Waiting, query: "mood:angry (lift", is_shared: true };
    let id = saved_view::save(&mut tx, member, old).await.unwrap();
    tx.commit().await.unwrap();
    let page = house.get(&owner, &format!("/inbox?view=saved:{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("This view cannot be read any more");
    page.shows("<mark");
    page.shows(&format!("href=\"/views/{id}\""));
    house.get(&owner, "/inbox").await.shows("Old");
    house.get(&owner, "/views").await.shows("Its query cannot be read any more.");
    house.get(&owner, "/views/counts").await.shows(&format!("id=\"view-count-{id}\"></span>"));
}

#[tokio::test]
async fn views_are_put_in_order_and_removed_with_a_way_back() {
    let (house, _) = House::owned().await;
    house.channel().await;
    house.conversation().await;
    let (ewa, browser) = somebody(&house, "Ewa Brandt", Role::Member).await;
    let mut ids = Vec::new();
    for name in ["First", "Second"] {
        ids.push(keep(&house, &browser, ewa, &[("name", name), ("query", "lift")]).await);
    }
    house.post(&browser, &format!("/views/{}/move", ids[1]), &[("by", "-1")]).await.sends_to("/views");
    let order: Vec<_> = views(&house, ewa).await.into_iter().map(|view| view.id).collect();
    assert_eq!(order, [ids[1], ids[0]]);
    let page = house.get(&browser, "/inbox").await.text;
    let (first, second) = (page.find("data-go=\"1\"").unwrap(), page.find("data-go=\"2\"").unwrap());
    assert!(page[first..second].contains("Second"), "the keys follow the order");

    let removed = house.post(&browser, &format!("/views/{}/remove", ids[0]), &[]).await;
    removed.sends_to(&format!("/views?removed={}", ids[0]));
    let notice = house.get(&browser, removed.location()).await;
    notice.shows("“First” is removed.");
    notice.shows(&format!("action=\"/views/{}/bring-back\"", ids[0]));
    house.post(&browser, &format!("/views/{}/bring-back", ids[0]), &[]).await;
    assert_eq!(views(&house, ewa).await.len(), 2);
    let kinds: Vec<EventKind> = house.history().await.iter().map(|one| one.event.kind).collect();
    assert!(kinds.ends_with(&[EventKind::ViewRemoved, EventKind::ViewBroughtBack]), "{kinds:?}");
}

#[tokio::test]
async fn counts_follow_what_happens_and_mean_whoever_looks() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let (ewa, browser) = somebody(&house, "Ewa Brandt", Role::Member).await;
    let fields = [("name", "My own"), ("cut", "all"), ("query", "assignee:me"), ("shared", "yes")];
    let id = keep(&house, &browser, ewa, &fields).await;
    let shown = async |browser: &Browser, count: &str| {
        let words = format!("id=\"view-count-{id}\">{count}</span>");
        let what = format!("{words} is told");
        house
            .until(&what, async || house.get(browser, "/views/counts").await.text.contains(&words).then_some(()))
            .await;
    };
    shown(&browser, "0").await;
    house.post(&browser, &format!("/conversations/{conversation}/assign"), &[("member", "me")]).await;
    shown(&browser, "1").await;
    shown(&owner, "0").await;
    house.get(&browser, "/inbox").await.shows(&format!("id=\"view-count-{id}\">1</span>"));
}

#[tokio::test]
async fn a_list_goes_on_beyond_what_one_page_shows() {
    const PEOPLE: usize = 503;
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.network.crowd(PEOPLE, house.store.clock().now());
    let view = conversation::View::All;
    house
        .until("all are heard", async || {
            let count = conversation::count(&mut house.read().await, view, PEOPLE).await.unwrap();
            (count == PEOPLE).then_some(())
        })
        .await;
    let rows = |text: &str| text.matches("<a class=\"row").count();
    let first = house.get(&owner, "/inbox?view=all&rows=500").await.text;
    let more = first.split("class=\"more\"").nth(1).and_then(|part| part.split("href=\"").nth(1)).unwrap();
    let more = more.split('"').next().unwrap().replace("&amp;", "&");
    let last = house.get(&owner, &more).await;
    assert_eq!((rows(&first), rows(&last.text)), (500, 3), "{more}");
    last.shows("nr 502.");
    last.shows("Back to the beginning");
    assert!(!last.text.contains("nr 499."), "what was shown is not shown again");
    assert!(!last.text.contains("Show more"));
    house.get(&owner, "/inbox?view=all&after=nonsense").await.shows("nr 0.");
}
