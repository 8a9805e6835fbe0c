//! One post, one mention, one conversation, whatever brings it and however often.

use crate::desk::{Desk, addressed, edited, in_thread, post};

use inbox::{Filed, Filing};
use model::{
    Attachment, AttachmentKind, EventKind, Ground, JudgementTask, Mark, MarkKind, Network, Reason, ReceivedAuthor,
    ReceivedPost, Status, Talk,
};
use store::conversation::{self, Filter, View};
use store::job::Lane;
use store::judgement::{self, Judgement};
use store::{event, mention, topic};

async fn reasons(desk: &Desk, remote_id: &str) -> Vec<Reason> {
    let id = desk.post_id(remote_id).await;
    mention::reasons(&mut desk.read().await, id).await.unwrap().unwrap_or_default().iter().collect()
}

pub async fn a_post_that_matches_three_topics_counts_once_in_every_total() {
    let desk = Desk::new().await;
    let filed = desk.file(&post("a", "anna", "Kaffee im Zug"), &desk.topics.clone()).await;
    let Filed::New { conversation: id, .. } = filed else { panic!("{filed:?}") };

    let mut tx = desk.read().await;
    for view in [View::Waiting, View::Unassigned, View::All] {
        assert_eq!(conversation::count(&mut tx, view, usize::MAX).await.unwrap(), 1, "{view:?}");
        assert_eq!(conversation::list(&mut tx, view, None, 50).await.unwrap().len(), 1, "{view:?}");
    }
    for topic in &desk.topics {
        assert_eq!(topic::mention_count(&mut tx, *topic).await.unwrap(), 1);
    }
    let names = conversation::topics(&mut tx, &[id]).await.unwrap();
    assert_eq!(names[&id], ["coffee", "delay", "trains"]);
    drop(tx);
    assert_eq!(desk.count(EventKind::MentionFiled).await, 1);
    assert_eq!(desk.count(EventKind::ConversationOpened).await, 1);
}

pub async fn two_streams_that_bring_one_post_unite_their_reasons() {
    let desk = Desk::new().await;
    desk.file(&post("a", "anna", "Kaffee"), &desk.topics[..1]).await;
    assert_eq!(desk.file(&addressed("a", "anna", "Kaffee"), &[]).await, Filed::Known);
    assert_eq!(desk.file(&post("a", "anna", "Kaffee"), &desk.topics[1..2]).await, Filed::Known);
    assert_eq!(reasons(&desk, "a").await, [Reason::Matched, Reason::Addressed]);
    let id = desk.post_id("a").await;
    assert_eq!(mention::matches(&mut desk.read().await, id).await.unwrap().len(), 2);
    assert_eq!(conversation::count(&mut desk.read().await, View::All, usize::MAX).await.unwrap(), 1);
    assert_eq!(desk.count(EventKind::MentionFiled).await, 1);
    assert_eq!(desk.count(EventKind::MentionReasonAdded).await, 1);
}

pub async fn a_post_that_concerns_nobody_here_is_not_kept() {
    let desk = Desk::new().await;
    assert_eq!(desk.file(&post("a", "anna", "Wetter"), &[]).await, Filed::NotOurs);
    let known = store::post::by_remote(&mut desk.read().await, desk.channel, "a").await.unwrap();
    assert!(known.is_none());
    let author = store::author::by_remote(&mut desk.read().await, model::Network::Simulated, "did:anna").await.unwrap();
    assert!(author.is_none(), "no profile of somebody who does not concern us");
}

pub async fn what_is_said_in_a_thread_of_ours_joins_its_conversation_and_reopens_it() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &member, id, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    let filed = desk.file(&in_thread("b", "a", "a", "ben", "Hier auch"), &[]).await;
    assert!(matches!(filed, Filed::New { conversation, .. } if conversation == id));
    assert_eq!(reasons(&desk, "b").await, [Reason::InThread]);
    let found = desk.find(id).await;
    assert_eq!((found.status, found.version), (Status::Open, 2));
    assert_eq!(conversation::count(&mut desk.read().await, View::All, usize::MAX).await.unwrap(), 1);
}

pub async fn context_becomes_a_mention_when_it_concerns_us_by_itself() {
    let desk = Desk::new().await;
    let root = post("root", "ben", "Guten Morgen");
    let reply =
        model::ReceivedPost { reason: Some(Reason::Addressed), ..in_thread("a", "root", "root", "anna", "@ihr") };
    let Filed::New { conversation: id, wants_context, .. } = desk.file(&reply, &[]).await else { panic!() };
    assert!(wants_context);
    for _ in 0..2 {
        let mut tx = desk.write().await;
        let conversation = conversation::find(&mut tx, id).await.unwrap().unwrap();
        let network = model::Network::Simulated;
        inbox::place_context(&mut tx, desk.channel, network, &conversation, &root).await.unwrap();
        inbox::place_context(&mut tx, desk.channel, network, &conversation, &reply).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(desk.find(id).await.version, 1, "context is no news");
    assert_eq!(desk.thread(id).await.len(), 2);
    assert_eq!(reasons(&desk, "root").await, []);

    desk.file(&root, &[]).await;
    assert_eq!(reasons(&desk, "root").await, [], "a place in the thread alone makes context no mention");
    desk.file(&root, &desk.topics[..1]).await;
    assert_eq!(reasons(&desk, "root").await, [Reason::Matched, Reason::InThread]);
    assert_eq!(desk.find(id).await.version, 2);
}

pub async fn an_answer_written_elsewhere_ends_the_waiting() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    assert!(desk.find(id).await.waiting_since.is_some());
    let mut ours = in_thread("o", "a", "a", "ours", "Gleich");
    ours.posted_at = "2026-11-23T10:00:00Z".parse().unwrap();
    assert_eq!(desk.file(&ours, &[]).await, Filed::Ours);
    assert_eq!(desk.file(&ours, &[]).await, Filed::Known);
    let found = desk.find(id).await;
    assert_eq!((found.status, found.waiting_since), (Status::Waiting, None));
    assert_eq!(desk.count(EventKind::ReplySeenElsewhere).await, 1);
    let elsewhere = desk.file(&post("p", "ours", "Guten Morgen"), &desk.topics.clone()).await;
    assert_eq!(elsewhere, Filed::NotOurs, "what we say ourselves is no mention");
}

pub async fn an_answer_written_elsewhere_ends_the_waiting_though_it_is_heard_before_the_question() {
    let desk = Desk::new().await;
    let mut ours = in_thread("o", "a", "a", "ours", "Gleich");
    ours.posted_at = "2026-11-23T10:00:00Z".parse().unwrap();
    assert_eq!(desk.file(&ours, &[]).await, Filed::NotOurs);
    assert_eq!(desk.count(EventKind::ReplySeenElsewhere).await, 0);
    let id = desk.conversation("a").await;
    let found = desk.find(id).await;
    assert_eq!((found.status, found.waiting_since), (Status::Waiting, None));
    assert_eq!(desk.thread(id).await.len(), 2);
    assert_eq!(desk.count(EventKind::ReplySeenElsewhere).await, 1);
    assert_eq!(desk.file(&ours, &[]).await, Filed::Known);
    assert_eq!(desk.find(id).await.version, 2);
}

pub async fn an_edit_is_followed_once_and_its_former_proof_forgotten() {
    let desk = Desk::new().await;
    let first = post("a", "anna", "Kaffee");
    let Filed::New { conversation: id, .. } = desk.file(&first, &desk.topics[..1]).await else { panic!() };
    let second = edited(&first, "r2", "Tee");
    for _ in 0..2 {
        desk.file(&second, &desk.topics[1..2]).await;
    }
    let thread = desk.thread(id).await;
    assert_eq!((thread[0].post.text.as_str(), thread[0].post.thread_version), ("Tee", Some(2)));
    assert_eq!(desk.find(id).await.version, 2);
    assert_eq!(desk.count(EventKind::PostEdited).await, 1);
    let matches = mention::matches(&mut desk.read().await, thread[0].post.id).await.unwrap();
    let spans = |topic| matches.iter().find(|one| one.topic == topic).unwrap().spans.clone();
    assert_eq!(spans(desk.topics[0]), [], "the words that met it are gone; that it met stays counted");
    assert_eq!(spans(desk.topics[1]), [(0, 1)]);
}

pub async fn a_former_version_that_is_heard_late_brings_no_words_back() {
    let desk = Desk::new().await;
    let nine: jiff::Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let made = |minute: i64, one: ReceivedPost| ReceivedPost {
        revised_at: Some(nine + jiff::SignedDuration::from_mins(minute)),
        ..one
    };
    let plain = addressed("a", "anna", "Kaffee");
    let (first, second) = (made(0, plain.clone()), made(5, edited(&plain, "r2", "Tee")));
    let Filed::New { conversation: id, .. } = desk.file(&first, &desk.topics[..1]).await else { panic!() };
    desk.file(&second, &[]).await;
    // The stream goes on from before the edit, and one of its topics was made since.
    desk.file(&first, &desk.topics[..2]).await;
    let text = async || desk.thread(id).await[0].post.text.clone();
    assert_eq!(text().await, "Tee");
    let met = mention::matches(&mut desk.read().await, desk.post_id("a").await).await.unwrap();
    assert_eq!(met.len(), 1, "words that hold no more meet no further topic");
    // Asked, the network says what stands and not since when; that is later than what was known.
    desk.file(&edited(&plain, "r3", "Kakao"), &[]).await;
    for former in [&first, &second] {
        desk.file(former, &[]).await;
        assert_eq!(text().await, "Kakao");
    }
    // An edit back to former words is an edit.
    desk.file(&made(9, plain.clone()), &[]).await;
    assert_eq!(text().await, "Kaffee");
    assert_eq!(desk.count(EventKind::PostEdited).await, 3);
    // What is gone stays gone, also in a version that we never heard while it stood.
    desk.delete("a").await;
    desk.file(&made(10, edited(&plain, "r4", "Saft")), &[]).await;
    assert_eq!(text().await, "");
    desk.file(&made(120, edited(&plain, "r5", "Wieder da")), &[]).await;
    assert_eq!(text().await, "Wieder da");
}

pub async fn one_version_described_differently_by_two_streams_is_no_edit() {
    let desk = Desk::new().await;
    let first = addressed("a", "anna", "#kaffee");
    let Filed::New { conversation: id, .. } = desk.file(&first, &[]).await else { panic!() };
    let mut other = first.clone();
    other.marks = vec![Mark { start: 0, end: 7, kind: MarkKind::Tag("kaffee".into()) }];
    desk.file(&other, &[]).await;
    assert_eq!(desk.find(id).await.version, 1);
    assert_eq!(desk.count(EventKind::PostEdited).await, 0);
}

pub async fn a_deletion_takes_the_words_and_leaves_the_place() {
    let desk = Desk::new().await;
    let mut words = addressed("a", "anna", "Geheimwort");
    words.marks = vec![Mark { start: 0, end: 10, kind: MarkKind::Link("https://geheimwort.example".into()) }];
    words.attachments = vec![Attachment { alt: Some("Geheimwort".into()), ..Attachment::of(AttachmentKind::Image) }];
    let Filed::New { conversation: id, .. } = desk.file(&words, &desk.topics[..1]).await else { panic!() };
    desk.delete("a").await;
    desk.delete("a").await;
    desk.file(&words, &desk.topics.clone()).await;

    let thread = desk.thread(id).await;
    let gone = &thread[0].post;
    assert!(gone.deleted_at.is_some() && gone.salt.is_empty());
    assert!(!format!("{thread:?}").to_lowercase().contains("geheimwort"));
    let matches = mention::matches(&mut desk.read().await, gone.id).await.unwrap();
    assert!(matches.iter().all(|one| one.spans.is_empty()) && matches.len() == 1);
    let rows = conversation::list(&mut desk.read().await, View::All, None, 50).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].is_deleted && rows[0].text.is_empty());
    assert_eq!(desk.count(EventKind::PostDeleted).await, 1);
    assert_eq!(desk.find(id).await.version, 2);
}

pub async fn words_that_come_back_after_a_deletion_are_named_by_a_new_salt() {
    let desk = Desk::new().await;
    let first = addressed("a", "anna", "Ja");
    let Filed::New { conversation: id, .. } = desk.file(&first, &[]).await else { panic!() };
    let salt = desk.thread(id).await[0].post.salt.clone();
    desk.delete("a").await;
    desk.file(&edited(&first, "r2", "Ja"), &[]).await;
    let back = desk.thread(id).await[0].post.clone();
    assert_eq!((back.text.as_str(), back.deleted_at), ("Ja", None));
    assert!(back.salt.len() == 16 && back.salt != salt);
    let log = desk.log().await;
    let last = log.iter().rfind(|event| event.kind == EventKind::PostEdited).unwrap();
    assert_eq!(last.data["text_digest"], model::text_digest(&back.salt, "Ja"));
}

pub async fn an_account_that_goes_takes_its_words_from_every_conversation() {
    let desk = Desk::new().await;
    let first = desk.conversation("a").await;
    let second = desk.conversation("b").await;
    desk.file(&in_thread("c", "a", "a", "ben", "Bleibt"), &[]).await;
    let mut tx = desk.write().await;
    inbox::author_gone(&mut tx, desk.channel, model::Network::Simulated, "did:anna").await.unwrap();
    inbox::author_gone(&mut tx, desk.channel, model::Network::Simulated, "did:nobody").await.unwrap();
    tx.commit().await.unwrap();
    let texts = async |id| desk.thread(id).await.into_iter().map(|one| one.post.text).collect::<Vec<_>>();
    assert_eq!(texts(first).await, ["", "Bleibt"]);
    assert_eq!(texts(second).await, [""]);
}

pub async fn an_account_with_many_posts_goes_in_short_transactions_until_none_is_left() {
    const POSTS: usize = 45;
    let desk = Desk::new().await;
    let first = addressed("p0", "anna", "Nummer 0");
    let Filed::New { author, .. } = desk.file(&first, &[]).await else { panic!() };
    for number in 1..POSTS {
        desk.file(&in_thread(&format!("p{number}"), "p0", "p0", "anna", &format!("Nummer {number}")), &[]).await;
    }
    let mut tx = desk.write().await;
    inbox::author_gone(&mut tx, desk.channel, Network::Simulated, "did:anna").await.unwrap();
    tx.commit().await.unwrap();
    let standing = async || {
        let (mut tx, channel) = (desk.read().await, desk.channel);
        let until = tx.now();
        store::post::standing_by_author(&mut tx, channel, author, until, 100).await.unwrap().len()
    };
    assert_eq!(standing().await, POSTS - 20);
    // Who comes back meanwhile is heard, and stays.
    desk.later(1);
    desk.file(&addressed("back", "anna", "Wieder da"), &[]).await;
    let mut tx = desk.write().await;
    let job =
        store::job::lease(&mut tx, "worker", std::time::Duration::from_secs(60), Lane::Only(inbox::FORGET_AUTHOR));
    let payload = job.await.unwrap().unwrap().payload;
    tx.commit().await.unwrap();
    let until = model::timestamp(payload["until"].as_i64().unwrap());
    let gone = inbox::Gone { channel: desk.channel, author, until };
    let mut steps = 0;
    loop {
        let mut tx = desk.write().await;
        let is_going_on = inbox::forget_more(&mut tx, gone).await.unwrap();
        tx.commit().await.unwrap();
        steps += 1;
        if !is_going_on {
            break;
        }
    }
    assert_eq!((steps, standing().await), (2, 1));
    assert_eq!(desk.count(EventKind::PostDeleted).await, POSTS);
}

pub async fn a_conversation_stays_in_lists_when_its_writer_becomes_one_of_us() {
    let desk = Desk::new().await;
    desk.conversation("a").await;
    let mut tx = desk.write().await;
    let anna = store::author::by_remote(&mut tx, model::Network::Simulated, "did:anna").await.unwrap().unwrap();
    store::author::mark_ours(&mut tx, anna.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.read().await;
    let count = conversation::count(&mut tx, View::All, usize::MAX).await.unwrap();
    assert_eq!(count, conversation::list(&mut tx, View::All, None, 50).await.unwrap().len());
}

pub async fn a_clock_that_runs_ahead_outside_moves_nobody_into_the_future() {
    let desk = Desk::new().await;
    let mut ahead = addressed("a", "anna", "Morgen");
    ahead.posted_at = "2099-01-01T00:00:00Z".parse().unwrap();
    let Filed::New { conversation: id, .. } = desk.file(&ahead, &[]).await else { panic!() };
    let found = desk.find(id).await;
    let now = model::Clock::now(desk.clock.as_ref());
    assert_eq!((found.active_at, found.waiting_since), (now, Some(now)));
}

pub async fn pages_of_a_list_show_every_conversation_once() {
    let desk = Desk::new().await;
    for number in 0..25 {
        desk.conversation(&format!("p{number}")).await;
    }
    let mut tx = desk.read().await;
    let (mut after, mut shown) = (None, Vec::new());
    loop {
        let page = conversation::list(&mut tx, View::Waiting, after, 10).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.conversation.active_at, last.conversation.id));
        shown.extend(page.iter().map(|row| (row.conversation.active_at, row.conversation.id)));
    }
    assert_eq!(shown.len(), 25);
    assert!(shown.is_sorted_by(|a, b| a > b), "newest activity first, each once, though all are of one moment");
}

/// Something said on a network without threads, so many days after the first of November.
fn said(id: &str, author: &str, with: &str, day: i64) -> ReceivedPost {
    let first: jiff::Timestamp = "2026-11-01T08:00:00Z".parse().unwrap();
    let talk = Talk { with: with.into(), silence_max: Talk::SILENCE_MAX };
    ReceivedPost {
        talk: Some(talk),
        posted_at: first + jiff::SignedDuration::from_hours(24 * day),
        reason: Some(Reason::Imported),
        ..post(id, author, "Kaffee")
    }
}

pub async fn without_threads_one_authors_words_to_one_brand_are_one_conversation_until_a_week_of_silence() {
    let desk = Desk::new().await;
    let mut opened = Vec::new();
    for (id, author, with, day) in [
        ("a", "anna", "velle", 0),
        ("b", "anna", "velle", 7),
        ("c", "anna", "other", 7),
        ("d", "bert", "velle", 7),
        ("e", "anna", "velle", 15),
        ("f", "anna", "velle", 20),
    ] {
        let Filed::New { conversation, .. } = desk.file(&said(id, author, with, day), &[]).await else {
            panic!("{id}")
        };
        opened.push(conversation);
    }
    let [a, b, c, d, e, f] = opened[..] else { unreachable!() };
    assert_eq!((a == b, e == f), (true, true));
    assert_eq!([a, c, d, e].iter().collect::<std::collections::HashSet<_>>().len(), 4);
    // What is heard late joins the talk that is nearest.
    let Filed::New { conversation, .. } = desk.file(&said("g", "anna", "velle", 9), &[]).await else { panic!() };
    assert_eq!(conversation, a);
}

pub async fn an_imported_conversation_began_when_it_began() {
    let desk = Desk::new().await;
    let Filed::New { conversation: id, .. } = desk.file(&said("a", "anna", "velle", 0), &[]).await else { panic!() };
    let kept = conversation::find(&mut desk.read().await, id).await.unwrap().unwrap();
    let began: jiff::Timestamp = "2026-11-01T08:00:00Z".parse().unwrap();
    assert_eq!((kept.opened_at, kept.active_at, kept.waiting_since), (began, began, Some(began)));
}

pub async fn what_nobody_touched_for_long_is_put_away_and_what_somebody_has_is_not() {
    let desk = Desk::new().await;
    desk.file(&said("a", "anna", "velle", 0), &[]).await;
    desk.file(&said("b", "bert", "velle", 20), &[]).await;
    let filed = desk.file(&said("c", "cem", "velle", 1), &[]).await;
    let Filed::New { conversation: touched, .. } = filed else { panic!("{filed:?}") };
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, &member, touched, "mine").await.unwrap();
    let before = "2026-11-15T00:00:00Z".parse().unwrap();
    assert_eq!(inbox::archive_untouched(&mut tx, desk.channel, before, 10).await.unwrap(), 1);
    assert_eq!(inbox::archive_untouched(&mut tx, desk.channel, before, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let mut tx = desk.read().await;
    assert_eq!(conversation::count(&mut tx, View::Done, usize::MAX).await.unwrap(), 1);
    assert_eq!(conversation::count(&mut tx, View::Waiting, usize::MAX).await.unwrap(), 2);
}

/// Everything that filing has to tell apart, in one stretch.
fn all_sorts() -> Vec<ReceivedPost> {
    let later = |post: ReceivedPost, minutes: i64| ReceivedPost {
        posted_at: post.posted_at + jiff::SignedDuration::from_mins(minutes),
        ..post
    };
    let talk = || Some(Talk { with: "delta".into(), silence_max: Talk::SILENCE_MAX });
    let named = ReceivedPost {
        author: ReceivedAuthor { display_name: Some("Anna".into()), ..post("d", "anna", "").author },
        ..addressed("d", "anna", "Noch eine Frage")
    };
    vec![
        in_thread("ours first", "b", "b", "ours", "Wir sehen nach"),
        addressed("a", "anna", "Wo bleibt der Zug?"),
        later(in_thread("a1", "a", "a", "bert", "Das frage ich mich auch"), 2),
        addressed("b", "carla", "Und der andere?"),
        post("nobody", "dora", "Wetter"),
        later(in_thread("a2", "a", "a1", "ours", "Er kommt"), 3),
        later(in_thread("a3", "a", "a2", "anna", "Danke"), 4),
        addressed("a", "anna", "Wo bleibt der Zug?"),
        edited(&addressed("a", "anna", ""), "r2", "Wo bleibt denn der Zug?"),
        named,
        ReceivedPost { talk: talk(), ..addressed("t1", "emil", "@delta warum?") },
        ReceivedPost { talk: talk(), ..later(addressed("t2", "emil", "@delta hallo?"), 60) },
        ReceivedPost { talk: talk(), ..later(addressed("t3", "emil", "@delta wieder"), 60 * 24 * 9) },
        in_thread("c1", "c", "c", "fay", "Nur dabei"),
        // Of copies that are spam the first comes back: the next takes its place, and a later one comes to stand there.
        addressed("s1", "bot", "Gewinnspiel"),
        addressed("s2", "bot", "Gewinnspiel"),
        in_thread("s1 asks", "s1", "s1", "anna", "Ist das Betrug?"),
        addressed("s3", "bot", "Gewinnspiel"),
        // An answer to a copy lets it stand for itself; a copy of it stands under the first all the same.
        addressed("k1", "gil", "Dasselbe"),
        in_thread("k1 asks", "k1", "k1", "anna", "Wirklich?"),
        addressed("k2", "hal", "Dasselbe"),
    ]
}

/// What filing came to, in words that do not depend on ids.
async fn outcome(desk: &Desk) -> Vec<String> {
    let mut told = Vec::new();
    let everything = Filter { with_spam: true, each: true, ..Filter::default() };
    let rows = conversation::list(&mut desk.read().await, everything, None, 100).await.unwrap();
    let key = |id| rows.iter().find(|row| Some(row.conversation.id) == id).map(|row| &row.conversation.thread_key);
    for row in &rows {
        let one = &row.conversation;
        let events = event::of_conversation(&mut desk.read().await, one.id).await.unwrap();
        let mut kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        // What is marked as spam is so at the end.
        kinds.sort_by_key(|kind| *kind == "conversation.labelled");
        told.push(format!(
            "{} {} v{} waiting {:?} active {} by {}, spam {}, under {:?}, over {}: {kinds:?}",
            one.thread_key,
            one.status,
            one.version,
            one.waiting_since,
            one.active_at,
            row.author_name,
            one.is_spam,
            key(one.alike_of),
            one.alike_count
        ));
        for said in desk.thread(one.id).await {
            let judged = judgement::of_posts(&mut desk.read().await, &[said.post.id]).await.unwrap();
            let reasons: Vec<Reason> = said.reasons.iter().collect();
            told.push(format!(
                "  {} v{:?} {:?} {reasons:?} {:?} judged {}",
                said.post.remote.id,
                said.post.thread_version,
                said.post.text,
                said.author.profile.display_name,
                judged.values().flatten().count()
            ));
        }
    }
    told.sort();
    told
}

pub async fn posts_filed_at_once_come_to_the_same_as_one_by_one() {
    let (mut one_by_one, at_once) = (Desk::new().await, Desk::new().await);
    let spam = Judgement {
        task: JudgementTask::Spam,
        value: Some("yes".into()),
        confidence_percent: 90,
        ground: Ground::Words,
        member: None,
    };
    let honest = Judgement { value: Some("no".into()), ..spam.clone() };
    let is_spam = |post: &ReceivedPost| ["did:carla", "did:emil", "did:bot"].contains(&post.author.remote_id.as_str());
    let judged = |post: &ReceivedPost| vec![if is_spam(post) { spam.clone() } else { honest.clone() }];
    let signature = Some(0xfeed_beef_cafe_0123);
    one_by_one.signature = signature;
    let posts = all_sorts();
    let judgements: Vec<_> = posts.iter().map(judged).collect();
    let mut apart = Vec::new();
    for (post, judgements) in posts.iter().zip(&judgements) {
        one_by_one.judgements = judgements.clone();
        apart.push(kind(one_by_one.file(post, &[]).await));
    }
    let mut tx = at_once.write().await;
    let filings: Vec<Filing<'_>> = posts
        .iter()
        .zip(&judgements)
        .map(|(post, judgements)| Filing {
            channel: at_once.channel,
            network: Network::Simulated,
            post,
            matches: &[],
            judgements,
            signature,
        })
        .collect();
    let together: Vec<&str> = inbox::file_all(&mut tx, &filings).await.unwrap().into_iter().map(kind).collect();
    tx.commit().await.unwrap();
    assert_eq!(together, apart);
    let (apart, together) = (outcome(&one_by_one).await, outcome(&at_once).await);
    assert!(apart.len() > 20, "{apart:#?}");
    assert_eq!(together, apart);
    assert_eq!(
        at_once.count(EventKind::ConversationLabelled).await,
        one_by_one.count(EventKind::ConversationLabelled).await
    );
}

fn kind(filed: Filed) -> &'static str {
    match filed {
        Filed::NotOurs => "not ours",
        Filed::New { wants_context: true, .. } => "new, wants context",
        Filed::New { .. } => "new",
        Filed::SomebodyElses => "somebody else's",
        Filed::Known => "known",
        Filed::Ours => "ours",
    }
}
