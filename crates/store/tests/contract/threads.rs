//! Conversations with their posts, answers, notes, drafts, labels and topics.

use crate::house::{House, letter};

use std::collections::HashMap;

use jiff::ToSpan as _;
use model::{
    Actor, AuthorId, ChannelId, ConversationId, Event, EventKind, Ground, Intent, JudgementTask, MemberId, Network,
    PostId, Reason, Reasons, ReceivedPost, ReplyState, Role, Sentiment, Status, Talk,
};
use serde_json::json;
use store::conversation::{Conversation, NewConversation, View};
use store::draft::DraftKind;
use store::judgement::{Judgement, NewCorrection};
use store::mention::TopicMatch;
use store::reply::NewReply;
use store::{
    Tx, author, conversation, draft, event, floor, judgement, label, mention, note, post, quarantine, reply,
    saved_reply, stop, topic,
};

/// A house in which Anna and Bob wrote, each in a thread of their own.
pub struct Threads {
    pub house: House,
    pub member: MemberId,
    pub channel: model::ChannelId,
    pub anna: Written,
    pub bob: Written,
}

#[derive(Clone, Copy)]
pub struct Written {
    pub author: AuthorId,
    pub conversation: ConversationId,
    pub post: PostId,
}

async fn write(tx: &mut Tx, channel: model::ChannelId, name: &str) -> Written {
    let received = letter(&format!("post of {name}"), name, "Kaffee?");
    let author = author::keep(tx, Network::Simulated, &received.author).await.unwrap();
    let new = NewConversation {
        channel,
        thread_key: &received.remote.id,
        talk_with: received.talk.as_ref().map(|talk| talk.with.as_str()),
        author,
        opened_at: tx.now(),
    };
    let mut opened = conversation::open(tx, new).await.unwrap();
    let stored = post::insert(tx, channel, author, &received).await.unwrap();
    opened.version = 1;
    conversation::save(tx, &opened).await.unwrap();
    post::place(tx, stored.id, opened.id, 1).await.unwrap();
    mention::keep(tx, stored.id, Reasons::NONE.with(Reason::Addressed)).await.unwrap();
    Written { author, conversation: opened.id, post: stored.id }
}

pub async fn threads() -> Threads {
    let house = House::new().await;
    let (member, channel) = (house.member(Role::Member).await, house.channel(Network::Simulated).await);
    let mut tx = house.write().await;
    let anna = write(&mut tx, channel, "anna").await;
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    let bob = write(&mut tx, channel, "bob").await;
    tx.commit().await.unwrap();
    Threads { house, member, channel, anna, bob }
}

async fn shown(tx: &mut Tx, view: View) -> Vec<ConversationId> {
    let rows = conversation::list(tx, view, None, 50).await.unwrap();
    assert_eq!(conversation::count(tx, view, usize::MAX).await.unwrap(), rows.len(), "{view:?}");
    rows.into_iter().map(|row| row.conversation.id).collect()
}

pub async fn a_list_shows_what_its_view_says_newest_first_and_page_by_page() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let set = async |tx: &mut Tx, id, change: fn(&mut Conversation, MemberId)| {
        let mut found = conversation::find(tx, id).await.unwrap().unwrap();
        change(&mut found, member);
        conversation::save(tx, &found).await.unwrap();
    };
    let (a, b) = (anna.conversation, bob.conversation);
    assert_eq!(shown(&mut tx, View::Waiting).await, [b, a]);
    assert_eq!(shown(&mut tx, View::Unassigned).await, [b, a]);
    set(&mut tx, a, |one, member| one.assignee = Some(member)).await;
    assert_eq!(shown(&mut tx, View::Mine(member)).await, [a]);
    assert_eq!(shown(&mut tx, View::Unassigned).await, [b]);
    set(&mut tx, a, |one, _| one.status = Status::Waiting).await;
    assert_eq!(shown(&mut tx, View::Answered).await, [a]);
    set(&mut tx, a, |one, _| one.status = Status::Snoozed).await;
    assert_eq!(shown(&mut tx, View::Snoozed).await, [a]);
    set(&mut tx, a, |one, _| one.status = Status::Resolved).await;
    assert_eq!(shown(&mut tx, View::Done).await, [a]);
    assert_eq!(shown(&mut tx, View::All).await, [b, a]);

    let first = conversation::list(&mut tx, View::All, None, 1).await.unwrap().remove(0);
    assert_eq!((first.author_name.as_str(), first.text.as_str(), first.is_deleted), ("bob", "Kaffee?", false));
    assert_eq!((first.network, first.languages), (Network::Simulated, vec!["de".to_owned()]));
    let place = Some((first.conversation.active_at, first.conversation.id));
    let rest = conversation::list(&mut tx, View::All, place, 50).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.conversation.id).collect::<Vec<_>>(), [a]);
    let mine = conversation::list(&mut tx, View::Mine(member), place, 50).await.unwrap();
    assert_eq!(mine, []);
}

pub async fn a_conversation_is_found_by_thread_by_person_and_by_time() {
    let Threads { house, channel, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let found = conversation::by_thread(&mut tx, channel, "post of anna").await.unwrap().unwrap();
    assert_eq!((found.id, found.author), (anna.conversation, anna.author));
    assert_eq!(conversation::by_thread(&mut tx, channel, "post of nobody").await.unwrap(), None);
    let known = conversation::known_threads(&mut tx, channel, &["post of bob", "post of nobody"]).await.unwrap();
    assert_eq!(known, ["post of bob"]);
    let with = async |tx: &mut Tx, authors: &[AuthorId], after| {
        let rows = conversation::with_authors(tx, authors, after, 1).await.unwrap();
        rows.iter().map(|row| (row.conversation.active_at, row.conversation.id)).collect::<Vec<_>>()
    };
    assert_eq!(with(&mut tx, &[bob.author], None).await[0].1, bob.conversation);
    assert_eq!(conversation::count_with_authors(&mut tx, &[bob.author]).await.unwrap(), 1);
    let both = [anna.author, bob.author];
    let newest = with(&mut tx, &both, None).await;
    let next = with(&mut tx, &both, newest.last().copied()).await;
    assert_eq!([newest[0].1, next[0].1], [bob.conversation, anna.conversation]);
    assert_eq!(with(&mut tx, &both, next.last().copied()).await, []);
    assert_eq!(conversation::count_with_authors(&mut tx, &both).await.unwrap(), 2);
    let lively = async |tx: &mut Tx, since| -> Vec<ConversationId> {
        let lively = conversation::lively(tx, channel, since, 5).await.unwrap();
        lively.into_iter().map(|one| one.id).collect()
    };
    let now = tx.now();
    assert_eq!(lively(&mut tx, now - 1.second()).await, [bob.conversation]);
    assert_eq!(lively(&mut tx, now - 90.seconds()).await, [bob.conversation, anna.conversation]);
}

pub async fn a_snoozed_conversation_is_due_when_its_time_has_come() {
    let Threads { house, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let mut snoozed = conversation::find(&mut tx, anna.conversation).await.unwrap().unwrap();
    snoozed.status = Status::Snoozed;
    snoozed.snoozed_until = Some(tx.now() + 10.seconds());
    conversation::save(&mut tx, &snoozed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(conversation::due_to_wake(&mut house.write().await, 5).await.unwrap(), []);
    house.later(10);
    assert_eq!(conversation::due_to_wake(&mut house.read().await, 5).await.unwrap(), [snoozed.clone()]);
    assert_eq!(conversation::due_to_wake(&mut house.write().await, 5).await.unwrap(), [snoozed]);
}

pub async fn labels_and_topics_stand_on_their_conversations_by_name() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let late = label::named(&mut tx, "  Zu  spät ").await.unwrap();
    assert_eq!(late.name, "Zu spät");
    assert_eq!(label::named(&mut tx, "zu SPÄT").await.unwrap(), late);
    let above = label::named(&mut tx, "Äpfel").await.unwrap();
    let before = label::named(&mut tx, "apfel").await.unwrap();
    assert_eq!(label::by_name(&mut tx, "äpfel").await.unwrap(), Some(above.clone()));
    // By bytes, in whatever language the database sorts.
    assert_eq!(label::all(&mut tx).await.unwrap(), [before, late.clone(), above]);
    assert!(label::put_on(&mut tx, anna.conversation, late.id).await.unwrap());
    assert!(!label::put_on(&mut tx, anna.conversation, late.id).await.unwrap());
    let both = [anna.conversation, bob.conversation];
    let labels = conversation::labels(&mut tx, &both).await.unwrap();
    assert_eq!((labels.len(), &labels[&anna.conversation]), (1, &vec!["Zu spät".to_owned()]));
    assert!(label::take_off(&mut tx, anna.conversation, late.id).await.unwrap());
    assert!(!label::take_off(&mut tx, anna.conversation, late.id).await.unwrap());

    let topic = topic::create(&mut tx, member, "coffee", "coffee").await.unwrap();
    for _ in 0..2 {
        conversation::add_topics(&mut tx, &[(bob.conversation, topic)]).await.unwrap();
    }
    let topics = conversation::topics(&mut tx, &both).await.unwrap();
    assert_eq!((topics.len(), &topics[&bob.conversation]), (1, &vec!["coffee".to_owned()]));
}

pub async fn drafts_and_notes_are_kept_apart_for_each_member() {
    let Threads { house, member, anna, .. } = threads().await;
    let other = house.member(Role::Owner).await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    for words in ["Gu", "Guten Tag"] {
        draft::keep(&mut tx, id, member, DraftKind::Reply, words).await.unwrap();
    }
    draft::keep(&mut tx, id, member, DraftKind::Note, "Stammgast").await.unwrap();
    let find = async |tx: &mut Tx, member, kind| draft::find(tx, id, member, kind).await.unwrap();
    assert_eq!(find(&mut tx, member, DraftKind::Reply).await.as_deref(), Some("Guten Tag"));
    assert_eq!(find(&mut tx, member, DraftKind::Note).await.as_deref(), Some("Stammgast"));
    assert_eq!(find(&mut tx, other, DraftKind::Reply).await, None);
    draft::keep(&mut tx, id, member, DraftKind::Reply, " ").await.unwrap();
    assert_eq!(find(&mut tx, member, DraftKind::Reply).await, None);

    let first = note::write(&mut tx, id, member, "Stammgast").await.unwrap();
    let second = note::write(&mut tx, id, other, "seit 1987 ☕").await.unwrap();
    assert_eq!(note::of_conversation(&mut tx, id).await.unwrap(), [first, second]);
}

pub async fn a_post_is_followed_through_edits_to_its_end() {
    let Threads { house, member, channel, anna, bob } = threads().await;
    let mut tx = house.write().await;
    let topic = topic::create(&mut tx, member, "coffee", "coffee").await.unwrap();
    let proof = TopicMatch { topic, version: 1, spans: vec![(0, 6)] };
    mention::keep_matches(&mut tx, &[(anna.post, &proof)]).await.unwrap();
    assert_eq!(mention::matches(&mut tx, anna.post).await.unwrap(), [proof]);
    assert_eq!(mention::reasons(&mut tx, anna.post).await.unwrap(), Some(Reasons::NONE.with(Reason::Addressed)));
    assert_eq!(topic::mention_count(&mut tx, topic).await.unwrap(), 1);

    let known = post::known(&mut tx, channel, &["post of bob", "post of nobody"]).await.unwrap();
    assert_eq!(known, [("post of bob".to_owned(), Reasons::NONE.with(Reason::Addressed))]);
    let before = post::by_remote(&mut tx, channel, "post of anna").await.unwrap().unwrap();
    assert_eq!(before.id, anna.post);
    let mut edited = letter("post of anna", "anna", "Tee?");
    edited.remote.revision = Some("2".into());
    post::edit(&mut tx, anna.post, &edited, &[7; 16], Some(2)).await.unwrap();
    let after = post::find(&mut tx, anna.post).await.unwrap().unwrap();
    assert_eq!((after.text.as_str(), after.thread_version, after.salt), ("Tee?", Some(2), vec![7; 16]));
    assert_eq!((after.remote, after.edited_at), (edited.remote.clone(), Some(tx.now())));
    let made = |minute: i64| Some("2026-11-23T10:00:00Z".parse::<jiff::Timestamp>().unwrap() + minute.minutes());
    post::set_version(&mut tx, anna.post, Some("3"), made(3)).await.unwrap();
    post::set_version(&mut tx, anna.post, None, None).await.unwrap();
    let after = post::find(&mut tx, anna.post).await.unwrap().unwrap();
    assert_eq!((after.remote.revision.as_deref(), after.revised_at), (Some("3"), made(3)), "what is not told stays");
    post::edit(&mut tx, anna.post, &letter("post of anna", "anna", "Tee!"), &[7; 16], None).await.unwrap();
    let after = post::find(&mut tx, anna.post).await.unwrap().unwrap();
    assert_eq!((after.remote.revision, after.thread_version), (None, Some(2)), "an edit of no version keeps the last");
    assert!(after.revised_at > made(3), "and is later than what it replaced");
    post::edit(&mut tx, anna.post, &ReceivedPost { revised_at: made(9), ..edited }, &[7; 16], None).await.unwrap();
    assert_eq!(post::find(&mut tx, anna.post).await.unwrap().unwrap().revised_at, made(9));

    let newest = post::mentions_before(&mut tx, PostId(i64::MAX), 5).await.unwrap();
    assert_eq!(newest.iter().map(|one| one.said.post.id).collect::<Vec<_>>(), [bob.post, anna.post]);
    assert_eq!((newest[0].network, newest[0].said.author.id), (Network::Simulated, bob.author));
    let older = post::mentions_before(&mut tx, bob.post, 1).await.unwrap();
    assert_eq!(older.iter().map(|one| one.said.post.id).collect::<Vec<_>>(), [anna.post]);

    let both = [anna.conversation, bob.conversation];
    let thread = post::of_conversations(&mut tx, &both).await.unwrap();
    assert_eq!(thread.iter().map(|one| one.post.id).collect::<Vec<_>>(), [anna.post, bob.post]);
    assert_eq!(thread[1].author.profile.handle.as_deref(), Some("bob"));
    let since = tx.now() - 1.hour();
    assert_eq!(post::worth_a_look(&mut tx, channel, since, 5).await.unwrap().len(), 2);
    post::erase_words(&mut tx, anna.post, None).await.unwrap();
    assert_eq!(post::worth_a_look(&mut tx, channel, since, 5).await.unwrap().len(), 1);
    let now = tx.now();
    let mut standing = async |author, until, limit| {
        post::standing_by_author(&mut tx, channel, author, until, limit).await.unwrap().len()
    };
    assert_eq!((standing(anna.author, now, 5).await, standing(bob.author, now, 5).await), (0, 1));
    assert_eq!((standing(bob.author, now, 0).await, standing(bob.author, now - 1.hour(), 5).await), (0, 0));
    post::take_out(&mut tx, bob.conversation, "post of bob").await.unwrap();
    assert_eq!(post::unplaced(&mut tx, channel, &["post of bob"]).await.unwrap()[0].id, bob.post);
    assert_eq!(post::of_conversation(&mut tx, bob.conversation).await.unwrap(), []);
}

pub async fn an_answer_is_found_by_its_place_on_the_network_and_by_its_trouble() {
    let Threads { house, member, channel, anna, bob } = threads().await;
    let mut tx = house.write().await;
    let send_at = tx.now();
    let queue = async |tx: &mut Tx, to: Written, state, remote: &str| {
        let new = NewReply {
            conversation: to.conversation,
            home: None,
            post: to.post,
            member,
            thread_version: 2,
            version_seen: 1,
            text: "Gern!",
            signature: None,
            send_at,
            is_later: false,
        };
        let mut queued = reply::queue(tx, new).await.unwrap();
        (queued.state, queued.remote_id) = (state, Some(remote.to_owned()));
        reply::save(tx, &queued).await.unwrap();
        queued
    };
    let failed = queue(&mut tx, anna, ReplyState::FailedRetryable, "a").await;
    let unknown = queue(&mut tx, bob, ReplyState::Unknown, "b").await;
    assert_eq!(reply::by_remote(&mut tx, channel, "b").await.unwrap(), Some(unknown));
    assert_eq!(reply::by_remote(&mut tx, channel, "c").await.unwrap(), None);
    let both = [anna.conversation, bob.conversation];
    assert_eq!(reply::in_trouble(&mut tx, &both).await.unwrap().len(), 2);
    let sent = queue(&mut tx, bob, ReplyState::Sent, "c").await;
    let trouble = reply::in_trouble(&mut tx, &both).await.unwrap();
    assert_eq!(trouble.into_iter().collect::<Vec<_>>(), [(anna.conversation, ReplyState::FailedRetryable)]);
    assert_eq!(reply::count(&mut tx, ReplyState::Sent).await.unwrap(), 1);
    assert_eq!(reply::of_conversation(&mut tx, anna.conversation).await.unwrap(), [failed]);
    assert_eq!(reply::moving(&mut tx).await.unwrap(), []);
    let waiting = queue(&mut tx, anna, ReplyState::Queued, "d").await;
    let leaving = queue(&mut tx, anna, ReplyState::Sending, "e").await;
    assert_eq!(reply::moving(&mut tx).await.unwrap(), [waiting, leaving]);
    let mut later = queue(&mut tx, anna, ReplyState::Queued, "f").await;
    assert_eq!(reply::put_off_in(&mut tx, &both).await.unwrap(), []);
    later.is_later = true;
    reply::save(&mut tx, &later).await.unwrap();
    assert_eq!(reply::put_off_in(&mut tx, &both).await.unwrap(), [later.clone()]);
    assert_eq!(reply::put_off_in(&mut tx, &both[1..]).await.unwrap(), []);
    assert_eq!(reply::put_off(&mut tx, 9).await.unwrap(), [later.clone()]);
    assert_eq!(reply::put_off(&mut tx, 0).await.unwrap(), []);
    let stop = stop::begin(&mut tx, member, None, "Wait.").await.unwrap();
    (later.is_later, later.held) = (false, Some((tx.now(), stop)));
    reply::save(&mut tx, &later).await.unwrap();
    assert_eq!(reply::put_off(&mut tx, 9).await.unwrap(), [later.clone()]);
    later.state = ReplyState::Cancelled;
    reply::save(&mut tx, &later).await.unwrap();
    assert_eq!(reply::put_off_in(&mut tx, &both).await.unwrap(), []);
    tx.commit().await.unwrap();
    assert_eq!(reply::find(&mut house.read().await, sent.id).await.unwrap(), Some(sent));
}

pub async fn what_happened_in_a_conversation_is_told_sealed_or_not() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let of = |number| Some(ConversationId(number));
    for number in [5, 6, 5] {
        let data = serde_json::json!({});
        event::append(&mut tx, model::EventKind::NoteWritten, model::Actor::System, of(number), data).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(store::seal::is_due(&mut house.read().await, "sealer").await.unwrap());
    assert_eq!(event::of_conversation(&mut house.read().await, ConversationId(5)).await.unwrap().len(), 2);
    house.seal().await;
    assert!(!store::seal::is_due(&mut house.read().await, "sealer").await.unwrap());
    house.append(1).await;
    assert!(!store::seal::is_due(&mut house.read().await, "another").await.unwrap(), "who seals is somebody else");
}

/// What no database would mind in text, and one does.
pub async fn odd_words_are_kept_in_their_place() {
    let Threads { house, channel, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let odd = letter("odd", "zoë", "a\0b \u{feff}👩‍👩‍👧 '; DROP TABLE post; -- %_\\ \u{202e}");
    let stored = post::insert(&mut tx, channel, anna.author, &odd).await.unwrap();
    tx.commit().await.unwrap();
    let found = post::find(&mut house.read().await, stored.id).await.unwrap().unwrap();
    assert_eq!(found.text.len(), odd.text.len());
    assert_eq!(found.text.replace('\u{1a}', "\0"), odd.text);
}

pub async fn a_talk_is_found_by_who_speaks_with_whom_and_when() {
    let Threads { house, channel, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let talk = Talk { with: "velle".into(), silence_max: Talk::SILENCE_MAX };
    let said_at = tx.now();
    let received = ReceivedPost { talk: Some(talk.clone()), posted_at: said_at, ..letter("said", "anna", "Kaffee!") };
    let new = NewConversation {
        channel,
        thread_key: "said",
        talk_with: Some("velle"),
        author: anna.author,
        opened_at: said_at,
    };
    let opened = conversation::open(&mut tx, new).await.unwrap();
    let stored = post::insert(&mut tx, channel, anna.author, &received).await.unwrap();
    post::place(&mut tx, stored.id, opened.id, 1).await.unwrap();
    let mut found = async |talk: &Talk, hours: i64| {
        let at = said_at + jiff::SignedDuration::from_hours(hours);
        conversation::by_talk(&mut tx, channel, anna.author, talk, at).await.unwrap().map(|found| found.id)
    };
    let week = 7 * 24;
    assert_eq!([found(&talk, week).await, found(&talk, -week).await], [Some(opened.id), Some(opened.id)]);
    assert_eq!([found(&talk, week + 1).await, found(&talk, -week - 1).await], [None, None]);
    assert_eq!(found(&Talk { with: "other".into(), ..talk }, 0).await, None);
    let before = said_at + jiff::SignedDuration::from_hours(1);
    let untouched = conversation::untouched_since(&mut tx, channel, before, 10).await.unwrap();
    assert!(untouched.iter().any(|one| one.id == opened.id) && untouched.is_sorted_by_key(|one| one.active_at));
    assert_eq!(conversation::untouched_since(&mut tx, channel, said_at, 10).await.unwrap().len(), 1);
}

pub async fn what_was_set_aside_can_be_taken_out_and_the_oldest_make_room() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    for number in 0..quarantine::KEPT_MAX + 3 {
        quarantine::keep(&mut tx, channel, "posts", &format!("{{{number}"), "no JSON").await.unwrap();
    }
    assert_eq!(quarantine::count(&mut tx, channel).await.unwrap(), quarantine::KEPT_MAX);
    assert_eq!(quarantine::dropped(&mut tx, channel).await.unwrap(), 3);
    let all = quarantine::newest(&mut tx, channel, quarantine::KEPT_MAX).await.unwrap();
    assert_eq!(all.last().unwrap().raw, "{3", "the oldest went");
    let id = all[0].id;
    quarantine::set_reason(&mut tx, id, "still no JSON").await.unwrap();
    let found = quarantine::find(&mut tx, channel, id).await.unwrap().unwrap();
    assert_eq!(found.reason, "still no JSON");
    assert_eq!(quarantine::find(&mut tx, ChannelId(9), id).await.unwrap(), None, "it is of another channel");
    assert!(quarantine::take_out(&mut tx, id).await.unwrap());
    assert!(!quarantine::take_out(&mut tx, id).await.unwrap());
    assert_eq!(quarantine::find(&mut tx, channel, id).await.unwrap(), None);
}

pub async fn what_cannot_be_read_is_kept_once() {
    let Threads { house, channel, .. } = threads().await;
    let mut tx = house.write().await;
    for (stream, raw) in [("a", "{"), ("a", "{"), ("b", "{"), ("a", "}")] {
        quarantine::keep(&mut tx, channel, stream, raw, "no JSON").await.unwrap();
    }
    assert_eq!(quarantine::count(&mut tx, channel).await.unwrap(), 3);
}

pub async fn a_conversation_is_a_row_with_its_topics_by_name() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let (trains, coffee) = (
        topic::create(&mut tx, member, "trains", "zug").await.unwrap(),
        topic::create(&mut tx, member, "coffee", "kaffee").await.unwrap(),
    );
    for topic in [trains, coffee] {
        conversation::add_topics(&mut tx, &[(anna.conversation, topic)]).await.unwrap();
    }
    let row = conversation::row(&mut tx, anna.conversation).await.unwrap().unwrap();
    assert_eq!((row.conversation.id, row.words().as_str()), (anna.conversation, "Kaffee?"));
    assert_eq!(conversation::row(&mut tx, 7.into()).await.unwrap(), None);
    let mut on = conversation::topics_on(&mut tx, &[anna.conversation]).await.unwrap();
    let named = [(coffee, "coffee".to_owned()), (trains, "trains".to_owned())];
    assert_eq!(on.remove(&anna.conversation).unwrap(), named);

    topic::archive(&mut tx, member, trains).await.unwrap();
    let mut after = async |id, with_archived| -> Vec<model::TopicId> {
        let topics = topic::after(&mut tx, id, with_archived, 10).await.unwrap();
        topics.into_iter().map(|topic| topic.id).collect()
    };
    assert_eq!(after(0.into(), true).await, [trains, coffee]);
    assert_eq!(after(0.into(), false).await, [coffee]);
    assert_eq!(after(trains, true).await, [coffee]);
    let all: Vec<_> = topic::all(&mut tx).await.unwrap().into_iter().map(|topic| topic.name).collect();
    assert_eq!(all.len(), 2, "those put away among them: {all:?}");
}

pub async fn a_members_word_stands_and_is_learned_from_in_order() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let judged = |value: &str| Judgement {
        task: JudgementTask::Spam,
        value: Some(value.into()),
        confidence_percent: 60,
        ground: Ground::Corrections,
        member: None,
    };
    judgement::keep(&mut tx, anna.post, &[judged("yes")]).await.unwrap();
    for (post, value) in [(anna.post, "no"), (bob.post, "no"), (bob.post, "yes")] {
        let told = json!({ "post": post });
        let event =
            event::append(&mut tx, EventKind::JudgementCorrected, Actor::Member(member), None, told).await.unwrap();
        judgement::correct(&mut tx, NewCorrection { event, post, task: JudgementTask::Spam, value, member })
            .await
            .unwrap();
    }
    judgement::keep(&mut tx, anna.post, &[judged("yes")]).await.unwrap();
    let stands = judgement::of_posts(&mut tx, &[anna.post, bob.post]).await.unwrap();
    assert_eq!(stands[&anna.post][0].value.as_deref(), Some("no"), "the judge does not overrule the member");
    assert_eq!((stands[&bob.post][0].value.as_deref(), stands[&bob.post][0].member), (Some("yes"), Some(member)));
    let unsealed = judgement::corrections_after(&mut tx, 0, 10).await.unwrap();
    assert_eq!(unsealed, [], "nothing is learned out of order");
    tx.commit().await.unwrap();
    house.seal().await;
    let mut tx = house.write().await;
    let mut learned = async |after: i64, limit| -> Vec<(i64, String)> {
        let corrections = judgement::corrections_after(&mut tx, after, limit).await.unwrap();
        corrections.into_iter().map(|one| (one.position, one.value)).collect()
    };
    let all = learned(0, 10).await;
    assert_eq!(all.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["no", "no", "yes"]);
    assert_eq!(learned(all[0].0, 10).await, all[1..]);
    assert_eq!(learned(0, 2).await, all[1..], "the newest, oldest first");
    post::erase_words(&mut tx, bob.post, None).await.unwrap();
    assert_eq!(judgement::corrections_after(&mut tx, 0, 10).await.unwrap().len(), 1);
}

pub async fn the_floor_tells_who_spoke_where_and_what_became_of_it() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let topic = topic::create(&mut tx, member, "coffee", "kaffee").await.unwrap();
    conversation::add_topics(&mut tx, &[(anna.conversation, topic)]).await.unwrap();
    let mut waiting = conversation::find(&mut tx, bob.conversation).await.unwrap().unwrap();
    waiting.waiting_since = Some(waiting.active_at);
    conversation::save(&mut tx, &waiting).await.unwrap();
    let since = "2026-11-23T09:00:00Z".parse().unwrap();
    let heard = floor::heard(&mut tx, since, 10).await.unwrap();
    let told: Vec<_> = heard.iter().map(|one| (one.conversation, one.author, one.topic, one.posts)).collect();
    assert_eq!(told, [(anna.conversation, anna.author, Some(topic), 1), (bob.conversation, bob.author, None, 1)]);
    assert!(heard.iter().all(|one| one.is_theirs && one.answered_at.is_none()));
    assert_eq!((heard[0].waiting_since, heard[1].waiting_since), (None, Some(waiting.active_at)));
    assert_eq!((heard[0].mood, heard[0].intent), (None, None));
    let judged = |task, value: &str| Judgement {
        task,
        value: Some(value.into()),
        confidence_percent: 80,
        ground: Ground::Words,
        member: None,
    };
    let both = [judged(JudgementTask::Sentiment, "negative"), judged(JudgementTask::Intent, "case")];
    judgement::keep(&mut tx, anna.post, &both).await.unwrap();
    let judged = &floor::heard(&mut tx, since, 10).await.unwrap()[0];
    assert_eq!((judged.mood, judged.intent), (Some(Sentiment::Negative), Some(Intent::Case)));
    assert_eq!(heard[0].last_at, "2026-11-23T09:59:00Z".parse().unwrap());
    assert_eq!(floor::heard(&mut tx, since, 1).await.unwrap().len(), 1, "the liveliest");
    assert_eq!(floor::lively(&mut tx, since).await.unwrap(), 2);
    let later = tx.now() + 1.hour();
    assert_eq!(floor::lively(&mut tx, later).await.unwrap(), 0);
    assert_eq!(floor::waiting_before(&mut tx, later).await.unwrap(), 1);
    let words = floor::last_words(&mut tx, bob.conversation, bob.author).await.unwrap().unwrap();
    assert_eq!((words.name.as_str(), words.text.as_str()), ("bob", "Kaffee?"));
    assert_eq!(floor::last_words(&mut tx, bob.conversation, anna.author).await.unwrap(), None);
}

/// Enough for statements of every size.
const MANY: usize = 128 + 32 + 8 + 3;

pub async fn many_are_kept_at_once_as_they_would_be_one_by_one() {
    let Threads { house, member, channel, .. } = threads().await;
    let mut tx = house.write().await;
    let topic = topic::create(&mut tx, member, "coffee", "coffee").await.unwrap();
    let names: Vec<String> = (0..MANY).map(|number| format!("guest {number}")).collect();
    let letters: Vec<ReceivedPost> =
        names.iter().map(|name| letter(&format!("post of {name}"), name, "Kaffee?")).collect();
    let authors: Vec<_> = letters.iter().map(|letter| (tx.next_id(), letter.author.clone())).collect();
    author::keep_all(&mut tx, Network::Simulated, &authors).await.unwrap();

    let (mut opened, mut posts) = (Vec::new(), Vec::new());
    for (letter, (author, _)) in letters.iter().zip(&authors) {
        let thread_key = letter.root_id();
        let new = NewConversation { channel, thread_key, talk_with: None, author: *author, opened_at: tx.now() };
        let mut conversation = conversation::begin(&tx, new);
        (conversation.version, conversation.waiting_since) = (1, Some(tx.now()));
        let mut post = post::begin(&tx, channel, *author, letter);
        (post.conversation, post.thread_version) = (Some(conversation.id), Some(1));
        opened.push(conversation);
        posts.push(post);
    }
    conversation::save_all(&mut tx, &opened.iter().collect::<Vec<_>>()).await.unwrap();
    post::insert_all(&mut tx, &posts).await.unwrap();
    let reasons = Reasons::NONE.with(Reason::Matched);
    let mentions: Vec<_> = posts.iter().map(|post| (post.id, reasons)).collect();
    mention::keep_all(&mut tx, &mentions).await.unwrap();
    let proof = TopicMatch { topic, version: 1, spans: vec![(0, 6)] };
    let matches: Vec<_> = posts.iter().map(|post| (post.id, &proof)).collect();
    mention::keep_matches(&mut tx, &matches).await.unwrap();
    let judged = Judgement {
        task: JudgementTask::Spam,
        value: Some("no".into()),
        confidence_percent: 90,
        ground: Ground::Words,
        member: None,
    };
    let judgements: Vec<_> = posts.iter().map(|post| (post.id, &judged)).collect();
    judgement::keep_all(&mut tx, &judgements).await.unwrap();
    let events: Vec<Event> = posts
        .iter()
        .map(|post| {
            let (actor, data) = (Actor::Author(post.author), serde_json::json!({ "post": post.id }));
            event::begin(&tx, EventKind::MentionFiled, actor, post.conversation, tx.now(), data)
        })
        .collect();
    event::append_all(&mut tx, &events).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = house.read().await;
    let texts = |pick: fn(&ReceivedPost) -> &str| letters.iter().map(pick).collect::<Vec<_>>();
    let found = author::by_remotes(&mut tx, Network::Simulated, &texts(|one| &one.author.remote_id)).await.unwrap();
    let profiles: Vec<_> = found.into_iter().map(|author| (author.id, author.profile)).collect();
    assert_eq!(sorted(profiles, |one| one.0), authors);
    let found = conversation::by_threads(&mut tx, channel, &texts(|one| one.root_id())).await.unwrap();
    assert_eq!(sorted(found, |one| one.id), opened);
    let found = post::by_remotes(&mut tx, channel, &texts(|one| &one.remote.id)).await.unwrap();
    assert_eq!(sorted(found, |one| one.id), posts);
    let last = posts.last().unwrap();
    assert_eq!(mention::reasons(&mut tx, last.id).await.unwrap(), Some(reasons));
    assert_eq!(mention::matches(&mut tx, last.id).await.unwrap(), [proof]);
    assert_eq!(judgement::of_posts(&mut tx, &[last.id]).await.unwrap()[&last.id], [judged]);
    let told = event::of_conversation(&mut tx, last.conversation.unwrap()).await.unwrap();
    assert_eq!(told, events[MANY - 1..]);
    assert_eq!(author::by_remotes(&mut tx, Network::Simulated, &[]).await.unwrap(), []);
    let ids: Vec<_> = authors.iter().map(|one| one.0).collect();
    let found = author::of_ids(&mut tx, &ids).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
}

pub async fn many_that_were_kept_are_kept_anew_where_they_changed_and_stand_in_lists_where_they_stood() {
    let Threads { house, channel, .. } = threads().await;
    let mut tx = house.write().await;
    let person = author::keep(&mut tx, Network::Simulated, &letter("a", "anna", "").author).await.unwrap();
    let begin = |tx: &Tx, thread_key| {
        let new = NewConversation { channel, thread_key, talk_with: None, author: person, opened_at: tx.now() };
        conversation::begin(tx, new)
    };
    let first = Conversation { alike_count: 1, ..begin(&tx, "first") };
    let copy = Conversation { alike_of: Some(first.id), is_spam: true, ..begin(&tx, "copy") };
    conversation::save_all(&mut tx, &[&first, &copy]).await.unwrap();
    let both = [first.id, copy.id];
    assert_eq!(conversation::of_ids(&mut tx, &both).await.unwrap(), [first.clone(), copy.clone()]);

    let later = tx.now() + 1.hour();
    let changed = Conversation { version: 7, status: Status::Snoozed, snoozed_until: Some(later), ..first.clone() };
    let elsewhere = Conversation { alike_count: 9, ..changed.clone() };
    let moved = Conversation { alike_of: None, is_spam: false, waiting_since: Some(later), ..copy.clone() };
    let new = begin(&tx, "new");
    conversation::save_all(&mut tx, &[&elsewhere, &new, &moved]).await.unwrap();
    let kept = Conversation { waiting_since: Some(later), ..copy };
    let found = conversation::of_ids(&mut tx, &[both[0], both[1], new.id]).await.unwrap();
    assert_eq!(found, [changed, kept, new]);
}

pub async fn a_label_put_on_many_tells_where_it_is_new() {
    let Threads { house, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let late = label::named(&mut tx, "late").await.unwrap().id;
    assert!(label::put_on(&mut tx, bob.conversation, late).await.unwrap());
    let all = [anna.conversation, bob.conversation, anna.conversation];
    assert_eq!(label::put_on_all(&mut tx, &all, late).await.unwrap(), [anna.conversation]);
    assert_eq!(label::put_on_all(&mut tx, &[], late).await.unwrap(), []);
}

fn sorted<T, K: Ord>(mut found: Vec<T>, by: impl FnMut(&T) -> K) -> Vec<T> {
    found.sort_by_key(by);
    found
}

pub async fn a_saved_reply_counts_the_answers_made_of_it_that_were_not_taken_back() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let text = store::variant::Variant { language: String::new(), text: "Gern!".into() };
    let saved = saved_reply::create(&mut tx, "Gladly", &[text]).await.unwrap();
    assert_eq!(saved_reply::uses(&mut tx).await.unwrap().get(&saved), None);
    for (to, state) in [(anna, ReplyState::Sent), (bob, ReplyState::Cancelled)] {
        let (send_at, text) = (tx.now(), "Gern!");
        let (conversation, post, thread_version) = (to.conversation, to.post, 0);
        let new = NewReply {
            conversation,
            home: None,
            post,
            member,
            thread_version,
            version_seen: 0,
            text,
            signature: None,
            send_at,
            is_later: false,
        };
        let mut queued = reply::queue(&mut tx, new).await.unwrap();
        saved_reply::used(&mut tx, saved, queued.id, member).await.unwrap();
        queued.state = state;
        reply::save(&mut tx, &queued).await.unwrap();
    }
    let uses = saved_reply::uses(&mut tx).await.unwrap()[&saved];
    let last_at = Some(tx.now());
    // What anna wrote stands in version 1, after an answer that brought version 0.
    assert_eq!(uses, saved_reply::Uses { count: 1, last_at, wrote_again: 1 });
}

pub async fn a_label_is_renamed_counted_and_put_away_until_somebody_uses_it_again() {
    let Threads { house, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let press = label::named(&mut tx, "Press").await.unwrap();
    label::put_on_all(&mut tx, &[anna.conversation, bob.conversation], press.id).await.unwrap();
    label::rename(&mut tx, press.id, "  The  press ").await.unwrap();
    assert_eq!(label::by_name(&mut tx, "the PRESS").await.unwrap().unwrap().name, "The press");
    assert_eq!(label::counts(&mut tx).await.unwrap(), HashMap::from([(press.id, 2)]));
    assert_eq!(label::everywhere(&mut tx, press.id).await.unwrap(), [anna.conversation, bob.conversation]);
    store::merge::set_merged(&mut tx, bob.conversation, Some(anna.conversation)).await.unwrap();
    assert_eq!(label::counts(&mut tx).await.unwrap()[&press.id], 1, "what stands in another is there");
    assert_eq!(label::everywhere(&mut tx, press.id).await.unwrap(), [anna.conversation]);
    label::set_archived(&mut tx, press.id, true).await.unwrap();
    assert_eq!(label::in_use(&mut tx).await.unwrap(), []);
    assert!(label::all(&mut tx).await.unwrap()[0].archived_at.is_some());
    assert_eq!(label::named(&mut tx, "the press").await.unwrap().archived_at, None, "it is in use again");
    assert_eq!(label::in_use(&mut tx).await.unwrap().len(), 1);
}
