//! Conversations that stand in others, and those that were split off.

use crate::house::{House, letter};

use model::{ConversationId, EventKind, LabelId, MemberId, Network, PostId, Reason, Reasons, Role, Status, Talk};
use serde_json::json;
use store::conversation::{Conversation, NewConversation, View};
use store::draft::{Draft, DraftKind};
use store::mention::TopicMatch;
use store::reply::NewReply;
use store::{Tx, author, conversation, draft, event, floor, label, mention, merge, note, post, reply, topic};

/// Three conversations on a channel, in each a post, an answer and a note.
struct Three {
    house: House,
    member: MemberId,
    channel: model::ChannelId,
    ids: [ConversationId; 3],
    posts: [PostId; 3],
}

async fn three() -> Three {
    let house = House::new().await;
    let (member, channel) = (house.member(Role::Member).await, house.channel(Network::Simulated).await);
    let (mut ids, mut posts) = (Vec::new(), Vec::new());
    for name in ["anna", "bob", "cleo"] {
        house.later(60);
        let mut tx = house.write().await;
        let received = letter(&format!("post of {name}"), name, "Kaffee?");
        let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
        let new = NewConversation {
            channel,
            thread_key: &received.remote.id,
            talk_with: Some("us"),
            author,
            opened_at: tx.now(),
        };
        let mut opened = conversation::open(&mut tx, new).await.unwrap();
        let stored = post::insert(&mut tx, channel, author, &received).await.unwrap();
        opened.version = 1;
        opened.waiting_since = Some(tx.now());
        conversation::save(&mut tx, &opened).await.unwrap();
        post::place(&mut tx, stored.id, opened.id, 1).await.unwrap();
        mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::Addressed)).await.unwrap();
        let new = NewReply {
            conversation: opened.id,
            home: None,
            post: stored.id,
            member,
            thread_version: 1,
            version_seen: 1,
            text: "Ja",
            signature: None,
            send_at: tx.now(),
            is_later: false,
        };
        let mut reply = reply::queue(&mut tx, new).await.unwrap();
        reply.remote_id = Some(format!("reply to {name}"));
        reply::save(&mut tx, &reply).await.unwrap();
        note::write(&mut tx, opened.id, member, "Gast").await.unwrap();
        tx.commit().await.unwrap();
        ids.push(opened.id);
        posts.push(stored.id);
    }
    Three { house, member, channel, ids: ids.try_into().unwrap(), posts: posts.try_into().unwrap() }
}

async fn find(tx: &mut Tx, id: ConversationId) -> Conversation {
    conversation::find(tx, id).await.unwrap().unwrap()
}

async fn put_into(tx: &mut Tx, id: ConversationId, into: ConversationId) {
    let homes = merge::within(tx, id).await.unwrap();
    merge::set_merged(tx, id, Some(into)).await.unwrap();
    merge::move_messages(tx, &homes, into, 5).await.unwrap();
}

/// How many posts, answers and notes stand in a conversation.
async fn stand_in(tx: &mut Tx, id: ConversationId) -> [usize; 3] {
    [
        post::ids_of_conversation(tx, id).await.unwrap().len(),
        reply::of_conversation(tx, id).await.unwrap().len(),
        note::of_conversation(tx, id).await.unwrap().len(),
    ]
}

pub async fn what_was_merged_stands_in_the_other_and_comes_home_with_all_that_stands_in_it() {
    let Three { house, channel, ids: [a, b, c], posts, .. } = three().await;
    let mut tx = house.write().await;
    put_into(&mut tx, a, b).await;
    put_into(&mut tx, b, c).await;
    assert_eq!(merge::standing(&mut tx, a).await.unwrap().unwrap().id, c);
    assert_eq!(merge::standing(&mut tx, ConversationId(1)).await.unwrap(), None);
    let mut within = vec![a, b, c];
    within.sort_unstable();
    assert_eq!(merge::within(&mut tx, c).await.unwrap(), within);
    assert_eq!(merge::homes(&mut tx, c).await.unwrap(), within.iter().map(|id| (*id, 1)).collect::<Vec<_>>());
    assert_eq!((stand_in(&mut tx, a).await, stand_in(&mut tx, c).await), ([0; 3], [3; 3]));
    let first = post::find(&mut tx, posts[0]).await.unwrap().unwrap();
    assert_eq!((first.conversation, first.filed_to(), first.thread_version), (Some(c), Some(a), Some(5)));
    let own = post::at_home(&mut tx, a).await.unwrap();
    assert_eq!(own.iter().map(|one| one.post.id).collect::<Vec<_>>(), [posts[0]]);
    assert_eq!(post::of_conversation(&mut tx, c).await.unwrap().len(), 3);
    let answer = reply::by_remote(&mut tx, channel, "reply to anna").await.unwrap().unwrap();
    assert_eq!((answer.conversation, answer.home), (c, Some(a)));

    let homes = merge::within(&mut tx, b).await.unwrap();
    merge::set_merged(&mut tx, b, None).await.unwrap();
    merge::move_messages(&mut tx, &homes, b, 6).await.unwrap();
    assert_eq!((stand_in(&mut tx, b).await, stand_in(&mut tx, c).await), ([2; 3], [1; 3]));
    let second = post::find(&mut tx, posts[1]).await.unwrap().unwrap();
    assert_eq!((second.conversation, second.home), (Some(b), None));
    merge::set_homes(&mut tx, &[(posts[1], a), (posts[2], c)]).await.unwrap();
    assert_eq!(post::find(&mut tx, posts[1]).await.unwrap().unwrap().home, Some(a));
    assert_eq!(post::find(&mut tx, posts[2]).await.unwrap().unwrap().home, None, "it stands at home");
}

pub async fn lists_counts_rounds_and_the_floor_leave_out_what_stands_in_another() {
    let Three { house, channel, ids: [a, b, c], .. } = three().await;
    let mut tx = house.write().await;
    let begun = tx.now() - jiff::SignedDuration::from_hours(1);
    let mut snoozed = find(&mut tx, a).await;
    let author = snoozed.author;
    (snoozed.status, snoozed.snoozed_until) = (Status::Snoozed, Some(begun));
    conversation::save(&mut tx, &snoozed).await.unwrap();
    assert_eq!(conversation::due_to_wake(&mut tx, 9).await.unwrap().len(), 1);
    put_into(&mut tx, a, c).await;
    put_into(&mut tx, b, c).await;
    assert_eq!(conversation::due_to_wake(&mut tx, 9).await.unwrap(), []);
    for (view, count) in [(View::All, 1), (View::Waiting, 1), (View::Snoozed, 0)] {
        assert_eq!(conversation::count(&mut tx, view, usize::MAX).await.unwrap(), count, "{view:?}");
        assert_eq!(conversation::list(&mut tx, view, None, 9).await.unwrap().len(), count, "{view:?}");
    }
    let later = tx.now() + jiff::SignedDuration::from_hours(1);
    let untouched = conversation::untouched_since(&mut tx, channel, later, 9).await.unwrap();
    assert_eq!(untouched.iter().map(|one| one.id).collect::<Vec<_>>(), [c]);
    let mut lively: Vec<_> =
        conversation::lively(&mut tx, channel, begun, 9).await.unwrap().iter().map(|one| one.id).collect();
    lively.sort_unstable();
    assert_eq!(lively, [a, b, c], "their threads are still followed, as long as the one in which they stand is lively");
    assert_eq!(floor::lively(&mut tx, begun).await.unwrap(), 1);
    assert_eq!(floor::waiting_before(&mut tx, later).await.unwrap(), 1);
    assert_eq!(floor::aside(&mut tx, begun).await.unwrap(), floor::Aside::default());
    // What a person says later in a talk finds its way, wherever that stands.
    let talk = Talk { with: "us".into(), silence_max: jiff::SignedDuration::from_hours(1) };
    let found = conversation::by_talk(&mut tx, channel, author, &talk, post_moment()).await.unwrap();
    assert_eq!(found.map(|one| one.id), Some(a));
}

/// When every letter was written.
fn post_moment() -> jiff::Timestamp {
    letter("", "", "").posted_at
}

pub async fn what_is_split_off_is_known_by_its_origin_and_takes_its_answers_with_it() {
    let Three { house, ids: [a, b, _], posts, .. } = three().await;
    let mut tx = house.write().await;
    assert_eq!(merge::with_splits(&mut tx, &[a, b]).await.unwrap(), []);
    merge::set_split(&mut tx, b, a).await.unwrap();
    assert_eq!(merge::with_splits(&mut tx, &[a, b]).await.unwrap(), [a]);
    assert_eq!(find(&mut tx, b).await.split_from, Some(a));
    merge::rehome(&mut tx, &[posts[0]], b, 7).await.unwrap();
    assert_eq!((stand_in(&mut tx, a).await, stand_in(&mut tx, b).await), ([0, 0, 1], [2, 2, 1]));
    assert_eq!(post::find(&mut tx, posts[0]).await.unwrap().unwrap().thread_version, Some(7));
    let mut reshaped = find(&mut tx, b).await;
    reshaped.version = 9;
    merge::set_reshaped(&mut tx, &mut reshaped).await.unwrap();
    let found = find(&mut tx, b).await;
    assert_eq!((found.version, found.reshaped_version), (9, 9));
}

pub async fn topics_are_settled_by_what_stands_in_a_conversation() {
    let Three { house, member, ids: [a, b, _], posts, .. } = three().await;
    let mut tx = house.write().await;
    let (trains, coffee) = (
        topic::create(&mut tx, member, "Trains", "train").await.unwrap(),
        topic::create(&mut tx, member, "Coffee", "coffee").await.unwrap(),
    );
    for (post, id, topic) in [(posts[0], a, trains), (posts[1], b, coffee)] {
        let met = TopicMatch { topic, version: 1, spans: vec![] };
        mention::keep_matches(&mut tx, &[(post, &met)]).await.unwrap();
        conversation::add_topics(&mut tx, &[(id, topic)]).await.unwrap();
    }
    put_into(&mut tx, a, b).await;
    merge::settle_topics(&mut tx, b).await.unwrap();
    assert_eq!(conversation::topics(&mut tx, &[b]).await.unwrap()[&b], ["Coffee", "Trains"]);
    merge::set_merged(&mut tx, a, None).await.unwrap();
    merge::move_messages(&mut tx, &[a], a, 6).await.unwrap();
    merge::settle_topics(&mut tx, b).await.unwrap();
    merge::settle_topics(&mut tx, a).await.unwrap();
    let topics = conversation::topics(&mut tx, &[a, b]).await.unwrap();
    assert_eq!((&topics[&a][..], &topics[&b][..]), (&["Trains".to_owned()][..], &["Coffee".to_owned()][..]));
}

pub async fn labels_drafts_and_the_history_of_conversations_are_told_whole() {
    let Three { house, member, ids: [a, b, _], .. } = three().await;
    let mut tx = house.write().await;
    let press: LabelId = label::named(&mut tx, "Press").await.unwrap().id;
    label::put_on(&mut tx, a, press).await.unwrap();
    assert_eq!((label::of(&mut tx, a).await.unwrap(), label::of(&mut tx, b).await.unwrap()), (vec![press], vec![]));
    draft::keep(&mut tx, a, member, DraftKind::Reply, "Guten").await.unwrap();
    draft::keep(&mut tx, a, member, DraftKind::Note, "Gast").await.unwrap();
    let draft = |kind, text: &str| Draft { member, kind, text: text.into() };
    let drafts = [draft(DraftKind::Note, "Gast"), draft(DraftKind::Reply, "Guten")];
    assert_eq!(draft::of_conversation(&mut tx, a).await.unwrap(), drafts);
    for id in [a, b, a] {
        let actor = model::Actor::Member(member);
        event::append(&mut tx, EventKind::NoteWritten, actor, Some(id), json!({})).await.unwrap();
    }
    let told = event::of_conversations(&mut tx, &[b, a]).await.unwrap();
    assert_eq!(told.iter().map(|one| one.conversation).collect::<Vec<_>>(), [Some(a), Some(b), Some(a)]);
}
