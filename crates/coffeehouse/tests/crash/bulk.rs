//! The server dies while it changes many conversations, and while it puts them back: each is changed once, and one undo
//! undoes all.

use std::collections::HashMap;
use std::os::unix::process::ExitStatusExt as _;
use std::time::Duration;

use inbox::Filing;
use model::{
    Change, ConversationId, DeedId, DeedState, EventKind, Network, Reason, ReceivedAuthor, ReceivedPost, RemoteRef,
    Status,
};
use store::seal::Verdict;
use store::{conversation, deed, event, member, seal};

use crate::desk::{Desk, Posted, eventually};
use crate::house::{Ears, House};
use crate::server::{Server, Settings};

/// Ten of them are changed at once, ten in each step of the job.
pub(crate) const PEOPLE: usize = 45;
const DIES_WITHIN: Duration = Duration::from_secs(30);
const SIGKILL: i32 = 9;

/// Conversations with so many people, who all say something else.
pub(crate) async fn heard(house: &House) -> Vec<ConversationId> {
    heard_from(house, |number| format!("did:plc:person{number}")).await
}

/// So many conversations, each with whom its number says.
pub(crate) async fn heard_from(house: &House, who: impl Fn(usize) -> String) -> Vec<ConversationId> {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let mut ids = Vec::new();
    for number in 0..PEOPLE {
        let post = ReceivedPost {
            remote: RemoteRef { id: format!("at://{}/app.bsky.feed.post/{number}", who(number)), revision: None },
            author: ReceivedAuthor { remote_id: who(number), ..ReceivedAuthor::default() },
            title: None,
            text: format!("Where is train {number}?"),
            marks: Vec::new(),
            languages: Vec::new(),
            posted_at: tx.now(),
            revised_at: None,
            parent: None,
            root: None,
            talk: None,
            quoted: None,
            attachments: Vec::new(),
            url: None,
            reason: Some(Reason::Addressed),
        };
        let filing = Filing {
            channel: house.channel,
            network: Network::Atproto,
            post: &post,
            matches: &[],
            judgements: &[],
            signature: None,
        };
        let inbox::Filed::New { conversation, .. } = inbox::file(&mut tx, filing).await.unwrap() else {
            panic!("nobody has said it before")
        };
        ids.push(conversation);
    }
    tx.commit().await.unwrap();
    store.close().await;
    ids
}

/// Begins to finish all of them, and ends before the job goes on.
async fn begin(house: &House, ids: &[ConversationId]) -> DeedId {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let owner = member::all(&mut tx).await.unwrap().remove(0);
    let done = Change::Status { status: Status::Resolved, until: None, outcome: None };
    let deed = inbox::choose(&mut tx, &owner, done, ids).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    deed.id
}

/// Runs the server until it kills itself after a step of the deed.
pub(crate) async fn die(house: &House, step: &str, press: Option<&str>) {
    let mut server = Server::start(house, &Settings { crash_at: Some(step.into()), ..Settings::default() });
    // It may be quicker to go on than to open.
    if let Some(address) = server.address().await
        && let Some(path) = press
    {
        // The step may follow so soon that the answer is lost with the server.
        assert!(matches!(Desk::at(&address).press(path).await, Posted::Done | Posted::Lost));
    }
    let status = server.died_within(DIES_WITHIN).await;
    let status = status.unwrap_or_else(|| panic!("{step} is not reached\n{}", house.last_words()));
    assert_eq!(status.signal(), Some(SIGKILL), "it dies by its own hand only");
}

/// Runs the server until the page of the deed says so.
async fn until(house: &House, deed: DeedId, says: &str) {
    let mut server = Server::start(house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    eventually(says, async || desk.page(&format!("/bulk/{deed}")).await.filter(|page| page.contains(says))).await;
    assert!(server.stop().await.success());
}

/// How the deed ended, in which statuses the conversations are, and how often the log tells of each.
struct Counted {
    deed: deed::Deed,
    statuses: HashMap<Status, usize>,
    /// By the word with which an event names the deed, and by conversation.
    told: HashMap<(&'static str, ConversationId), usize>,
}

async fn count(house: &House, id: DeedId, ids: &[ConversationId]) -> Counted {
    let store = house.open().await;
    let mut tx = store.read().await.unwrap();
    let verdict = seal::verify(&mut tx).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "the event log is {verdict:?}");
    let mut counted = Counted {
        deed: deed::find(&mut tx, id).await.unwrap().unwrap(),
        statuses: HashMap::new(),
        told: HashMap::new(),
    };
    for one in conversation::of_ids(&mut tx, ids).await.unwrap() {
        *counted.statuses.entry(one.status).or_default() += 1;
        for happened in event::of_conversation(&mut tx, one.id).await.unwrap() {
            for word in ["deed", "undoes"] {
                let is_of_it = happened.data[word] == serde_json::json!(id);
                if is_of_it && happened.kind == EventKind::ConversationStatusChanged {
                    *counted.told.entry((word, one.id)).or_default() += 1;
                }
            }
        }
    }
    drop(tx);
    store.close().await;
    counted
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn many_are_changed_once_each_and_put_back_once_each_however_often_the_server_dies() {
    let network = crate::network::Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let ids = heard(&house).await;
    let id = begin(&house, &ids).await;

    die(&house, "deed.step_committed", None).await;
    let half = count(&house, id, &ids).await;
    assert_eq!((half.deed.state, half.deed.tally.changed), (DeedState::Running, 20), "ten at once and ten in a step");
    assert_eq!(half.statuses[&Status::Resolved], 20);
    die(&house, "deed.step_committed:2", None).await;
    until(&house, id, "Done: 45 conversations.").await;
    let done = count(&house, id, &ids).await;
    assert_eq!((done.deed.state, done.deed.tally.changed, done.deed.tally.already), (DeedState::Done, 45, 0));
    assert_eq!(done.statuses, HashMap::from([(Status::Resolved, PEOPLE)]));
    assert_eq!(done.told, ids.iter().map(|one| (("deed", *one), 1)).collect());

    die(&house, "deed.step_committed", Some(&format!("/bulk/{id}/undo"))).await;
    let half = count(&house, id, &ids).await;
    assert_eq!((half.deed.state, half.deed.tally.restored), (DeedState::Undoing, 20));
    until(&house, id, "Taken back: 45 conversations as before.").await;
    let undone = count(&house, id, &ids).await;
    assert_eq!((undone.deed.state, undone.deed.tally.restored, undone.deed.tally.left), (DeedState::Undone, 45, 0));
    assert_eq!(undone.statuses, HashMap::from([(Status::New, PEOPLE)]));
    for one in &ids {
        assert_eq!((undone.told.get(&("deed", *one)), undone.told.get(&("undoes", *one))), (Some(&1), Some(&1)));
    }
}
