//! The server dies while it publishes a statement: one post stands, not two and not none, and it is known.

use crate::desk::{Desk, eventually};
use crate::house::{CSRF, Ears, House};
use crate::network::{Network, unique};
use crate::server::{Server, Settings};

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn one_post_stands_wherever_the_server_dies() {
    let network = Network::running();
    let steps: [&[&str]; 6] = [
        &["publish.before_intent"],
        &["publish.intent_committed"],
        &["publish.answered"],
        &["publish.before_recorded"],
        &["publish.recorded"],
        &["publish.intent_committed", "publish.found_absent"],
    ];
    for steps in steps {
        let house = House::found(&network, Ears::Notifications).await;
        let token = unique("t");
        let crash_at = Some(steps[0].to_owned());
        let mut server = Server::start(&house, &Settings { crash_at, ..Settings::default() });
        let desk = Desk::at(&server.address().await.expect("it opens"));
        let form = desk.page("/statements/new").await.expect("it lives");
        let owner = form.split_once("id=\"owner\"").unwrap().1.split_once("value=\"").unwrap().1;
        let owner = owner.split('"').next().unwrap();
        let fields =
            [("csrf", CSRF), ("title", "First word"), ("language", ""), ("text", token.as_str()), ("owner", owner)];
        desk.post("/statements", &fields).await;
        let list = desk.page("/statements").await.expect("it lives");
        let path = list.split_once("data-key=\"statement-").unwrap().1.split('"').next().unwrap();
        let path = format!("/statements/{path}");
        // Alone in the house, its owner approves it too.
        desk.press(&format!("{path}/approve")).await;
        let page = eventually("it can be published", async || {
            desk.page(&path).await.filter(|page| page.contains("name=\"channel\""))
        })
        .await;
        let channel = page.split_once("name=\"channel\" value=\"").unwrap().1.split('"').next().unwrap();
        let fields = [("csrf", CSRF), ("channel", channel)];
        desk.post(&format!("{path}/publish"), &fields).await;
        assert!(!server.ended().await.success(), "it dies at {}", steps[0]);
        for step in &steps[1..] {
            let crash_at = Some((*step).to_owned());
            let mut server = Server::start(&house, &Settings { crash_at, ..Settings::default() });
            server.address().await;
            assert!(!server.ended().await.success(), "it dies at {step}");
        }
        let mut server = Server::start(&house, &Settings::default());
        let desk = Desk::at(&server.address().await.expect("it opens again"));
        let stands = async || desk.page(&path).await.filter(|page| page.contains("data-state=\"sent\""));
        let page = eventually("it stands", stands).await;
        assert!(page.contains(", published."), "{steps:?}");
        assert!(server.stop().await.success());
        let posts = network.posts_of(&house.brand).await;
        let posts: Vec<_> = posts.iter().map(|one| (one.text.as_str(), one.parent.as_deref())).collect();
        assert_eq!(posts, [(token.as_str(), None)], "{steps:?}");
    }
}
