//! Searching: what the index leads to and what looking through everything comes to are the same.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use inbox::{Answer, Found, Passage, Search, Want};
use listening::{FieldContext, Query};
use model::{
    Attachment, AttachmentKind, ConversationId, LengthRule, ManualClock, MemberId, PictureRule, Reason, ReceivedPost,
    Status,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use simulator::World;
use store::conversation::{self, Filter, View};
use store::word_index;

use crate::desk::{Desk, addressed, edited, in_thread};

const ALL: Want = Want { rows: 10_000, found: 10_000, looked: 100_000 };
const QUERIES: usize = 250;

/// Words of scripts and signs that the simulated people do not use.
const SAID: &[&str] = &[
    "東京の駅は工事中です",
    "ขอบคุณมากครับ สนามบิน",
    "អរគុណ ខ្មែរ",
    "Поезд опоздал, ёлки",
    "Το τρένο άργησε",
    "القطار متأخر مُحَمَّد",
    "הרכבת מאחרת",
    "기차가 늦었어요",
    "ट्रेन लेट है",
    "İstanbul’da Çay, IŞIK",
    "C++ und AT&T: 100 % @zug@example.org $DAL",
    "https://example.com/fahrplan?x=1 www.Example.org",
    "👍🏽 🔥 👩‍💻",
    "#ZugVerspätung #rail_fail",
    "U.S.A. l'avion don't Wendy’s",
    "",
];

async fn index(desk: &Desk) {
    let mut tx = desk.write().await;
    word_index::begin_round(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    loop {
        let mut tx = desk.write().await;
        let is_going_on = word_index::go_on(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        if !is_going_on {
            return;
        }
    }
}

/// A desk at which the simulated world was heard, and scripts beside; some edited, some deleted, some answered.
async fn much_heard() -> Desk {
    let mut desk = Desk::new().await;
    let start = "2026-11-23T10:00:00Z";
    let at = start.parse().unwrap();
    let world = World::new(7, Arc::new(ManualClock::at(start)), at);
    let told = world.history(at - Duration::from_secs(2 * 86_400), at);
    let posts = told.iter().filter_map(simulator::Announcement::post);
    let posts = posts.filter(|post| post.author.remote_id != simulator::OUR_ID);
    let unhappy = crate::contract::judging::unhappy();
    for (number, post) in posts.take(140).enumerate() {
        desk.later(1);
        desk.judgements = if number.is_multiple_of(3) { unhappy.clone() } else { Vec::new() };
        let topics: Vec<_> = desk.topics.iter().skip(number % 4).copied().collect();
        desk.file(&ReceivedPost { reason: Some(Reason::Addressed), ..post.clone() }, &topics).await;
        if number.is_multiple_of(17) {
            desk.file(&edited(post, "r2", "Hat sich erledigt, der Zug kam doch noch."), &[]).await;
        } else if number.is_multiple_of(19) {
            desk.delete(&post.remote.id).await;
        }
    }
    desk.judgements = Vec::new();
    for (number, text) in SAID.iter().enumerate() {
        desk.later(1);
        let mut post = addressed(&format!("said {number}"), ["Łukasz", "王芳", "anna"][number % 3], text);
        post.title = number.is_multiple_of(4).then(|| "Überschrift am Bahnhof".to_owned());
        let alt = Some(format!("Foto {number}"));
        post.attachments.push(Attachment { alt, ..Attachment::of(AttachmentKind::Image) });
        desk.file(&post, &[]).await;
        desk.file(&in_thread(&format!("more {number}"), &post.remote.id, &post.remote.id, "bert", "Ja, genau"), &[])
            .await;
    }
    let member = desk.member("member").await;
    for number in [0, 3, 5] {
        let id = conversation_of(&desk, &format!("said {number}")).await;
        desk.answer(&member, id, 2, false).await.unwrap();
    }
    let mut tx = desk.write().await;
    let resolved = conversation_of(&desk, "said 2").await;
    inbox::set_status(&mut tx, &member, resolved, Status::Resolved, None).await.unwrap();
    inbox::label(&mut tx, &member, resolved, "Presse").await.unwrap();
    tx.commit().await.unwrap();
    desk
}

async fn conversation_of(desk: &Desk, remote_id: &str) -> ConversationId {
    let found = store::post::by_remote(&mut desk.read().await, desk.channel, remote_id).await.unwrap();
    found.unwrap().conversation.unwrap()
}

fn search(typed: &str, view: View, asker: MemberId) -> Option<Search> {
    let query = Query::parse(typed, FieldContext::View).ok()?;
    Some(Search::new(view, &query, typed, asker))
}

fn ids(found: &Found) -> Vec<ConversationId> {
    found.rows.iter().map(|row| row.conversation.id).collect()
}

/// Queries of words that were said, of parts of them, and of whatever narrows nothing.
fn typed(words: Vec<String>) -> impl Strategy<Value = String> {
    let word = select(words.clone());
    let phrase = (0..words.len().saturating_sub(3), 2..4_usize)
        .prop_map(move |(from, count)| format!("\"{}\"", words[from..from + count].join(" ")));
    let beginning = word.clone().prop_map(|word| {
        let letters: String = word.chars().take(4).collect();
        if letters.chars().count() > 3 { format!("{letters}*") } else { word }
    });
    let field = select(vec![
        "status:resolved",
        "label:presse",
        "assignee:none",
        "lang:de",
        "sentiment:negative",
        "needs_reply:yes",
        "topic:coffee",
        "has:link",
        "channel:ours",
        "network:simulated",
        "author:bert.example",
        "title:Überschrift",
        "/z[uü]g/",
        "kind:reply",
        "{Zug}",
    ]);
    let leaf = prop_oneof![8 => word, 2 => phrase, 2 => beginning, 2 => field.prop_map(str::to_owned)];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" AND "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.clone().prop_map(|part| format!("-({part})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one} -{other})")),
        ]
    })
}

pub async fn the_index_leads_to_exactly_what_looking_through_everything_finds() {
    let desk = much_heard().await;
    index(&desk).await;
    let asker = desk.member("owner").await.id;
    let everything = search("ja OR -ja", View::All, asker).unwrap();
    let rows = everything.look(&desk.store, None, ALL).await.unwrap().rows;
    assert!(rows.len() > 60, "{}", rows.len());
    let words: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .map(|word| word.replace(['"', '(', ')', '{', '}', '[', ']', ':', '\\', '*', '?', '~', '/', '-', '<', '>'], ""))
        .filter(|word| !word.is_empty() && !["AND", "OR", "NOT", "NEAR"].contains(&word.as_str()))
        .collect();
    let queries = typed(words.into_iter().collect());
    let mut runner = TestRunner::deterministic();
    let (mut narrowed, mut met) = (0, 0);
    for number in 0..QUERIES {
        let typed = queries.new_tree(&mut runner).unwrap().current();
        let view = if number.is_multiple_of(5) { View::Waiting } else { View::All };
        let Some(search) = search(&typed, view, asker) else { continue };
        let look = async |search: Search| search.look(&desk.store, None, ALL).await.unwrap();
        let (quick, slow) = (look(search.clone()).await, look(search.clone().through_everything()).await);
        assert_eq!(ids(&quick), ids(&slow), "{typed}");
        // What is common is found by going through the list, with what the index says of each.
        for most in [0, 4] {
            assert_eq!(ids(&look(search.clone().common_beyond(most)).await), ids(&slow), "{typed}, beyond {most}");
        }
        narrowed += usize::from(quick.looked < slow.looked);
        met += usize::from(quick.found > 0);
    }
    // Otherwise the claim would say nothing.
    assert!(narrowed > QUERIES / 3 && met > QUERIES / 3, "{narrowed} narrowed, {met} met");
}

pub async fn pages_of_a_search_show_everything_once_however_little_is_looked_at() {
    let desk = much_heard().await;
    let asker = desk.member("owner").await.id;
    for (is_indexed, common) in [(false, 10), (true, 10_000), (true, 0)] {
        if is_indexed {
            index(&desk).await;
        }
        for typed in ["zug OR the OR ja", "-zug", "Foto 3", "nirgends"] {
            let search = search(typed, View::All, asker).unwrap().common_beyond(common);
            let whole = search.look(&desk.store, None, ALL).await.unwrap();
            assert_eq!((whole.found, whole.next), (whole.rows.len(), None));
            let (mut paged, mut after) = (Vec::new(), None);
            loop {
                let want = Want { rows: 3, found: 4, looked: 7 };
                let page = search.look(&desk.store, after, want).await.unwrap();
                assert!(page.rows.len() <= 3 && page.looked <= 7);
                paged.extend(ids(&page));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(paged, ids(&whole), "{typed}");
            // Counting goes on where looking ended.
            let (mut counted, mut after) = (0, None);
            loop {
                let part =
                    search.look(&desk.store, after, Want { rows: 0, found: usize::MAX, looked: 9 }).await.unwrap();
                counted += part.found;
                after = part.looked_until;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(counted, whole.found, "{typed}");
            // A moment that is over ends each look after a step, and the next goes on.
            let (hasty, mut hurried, mut after) = (search.until(Instant::now()), Vec::new(), None);
            loop {
                let page = hasty.look(&desk.store, after, ALL).await.unwrap();
                hurried.extend(ids(&page));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(hurried, ids(&whole), "{typed}");
        }
    }
    let all = search("-zug", View::All, asker).unwrap().total(&desk.store, usize::MAX).await.unwrap();
    let held = conversation::count(&mut desk.read().await, Filter::default(), usize::MAX).await.unwrap();
    assert_eq!(all, held);
    assert_eq!(search("-zug", View::All, asker).unwrap().total(&desk.store, 3).await.unwrap(), 3);
    assert_eq!(search("nirgends", View::All, asker).unwrap().total(&desk.store, 3).await.unwrap(), 0);
}

pub async fn answers_of_ours_are_searched_until_they_are_taken_back() {
    let desk = Desk::new().await;
    let member = desk.member("member").await;
    let id = desk.conversation("a").await;
    let other = desk.conversation("b").await;
    index(&desk).await;
    let found = async |typed: &str| {
        ids(&search(typed, View::All, member.id).unwrap().look(&desk.store, None, ALL).await.unwrap())
    };
    assert_eq!(found("Ersatzbus").await, []);
    let (text, undo) = ("Der Ersatzbus fährt um acht.", Duration::from_secs(10));
    let mut tx = desk.write().await;
    let answer = Answer {
        visibility: None,
        closes: None,
        to: None,
        conversation: id,
        text,
        version_seen: 1,
        send_anyway: None,
        beside: None,
        length: LengthRule::NONE,
        is_signed: false,
        pictures: &[],
        picture_rule: PictureRule::NONE,
        undo,
        later: None,
        correcting: None,
    };
    let reply = inbox::answer(&mut tx, &member, answer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found("Ersatzbus").await, [id]);
    assert_eq!(found("Ersatzbus channel:ours kind:reply").await, [id]);
    assert_eq!(found("Zug -Ersatzbus").await.len(), 2, "each text is asked by itself");
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &member, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found("Ersatzbus").await, []);
    assert_eq!(found("Zug").await.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([id, other]));
}

pub async fn what_is_found_comes_with_the_newest_words_that_met_it() {
    let desk = Desk::new().await;
    let member = desk.member("member").await;
    let mut first = addressed("first", "anna", "Der Ersatzbus kam nie, und der Ersatzbus war voll.");
    first.title = Some("Kein Zug, kein Ersatzbus".to_owned());
    desk.file(&first, &[]).await;
    let mut later = in_thread("later", "first", "first", "anna", "Hat sich erledigt, danke!");
    later.posted_at = first.posted_at + Duration::from_secs(60);
    desk.file(&later, &[]).await;
    let id = conversation_of(&desk, "first").await;
    index(&desk).await;
    let passage = async |typed: &str| {
        let found = search(typed, View::All, member.id).unwrap().look(&desk.store, None, ALL).await.unwrap();
        assert_eq!(ids(&found), [id], "{typed}");
        found.passages.get(&id).cloned()
    };
    let words = |passage: &Passage| -> Vec<String> {
        passage.spans.iter().map(|(from, to)| passage.text[*from..*to].to_owned()).collect()
    };

    let said = passage("ersatzbus").await.unwrap();
    assert_eq!(words(&said), ["Ersatzbus", "Ersatzbus", "Ersatzbus"], "in the heading and in the words: {}", said.text);
    assert!(said.text.starts_with("Kein Zug, kein Ersatzbus\n") && !said.is_ours);
    assert_eq!(words(&passage("danke OR ersatzbus").await.unwrap()), ["danke"]);
    assert_eq!(passage("status:open OR status:new").await, None, "no words were asked for");

    desk.later(60);
    let (text, undo) = ("Der Ersatzbus fährt wieder.", Duration::from_secs(10));
    let mut tx = desk.write().await;
    let answer = Answer {
        visibility: None,
        closes: None,
        to: None,
        conversation: id,
        text,
        version_seen: 2,
        send_anyway: None,
        beside: None,
        length: LengthRule::NONE,
        is_signed: false,
        pictures: &[],
        picture_rule: PictureRule::NONE,
        undo,
        later: None,
        correcting: None,
    };
    inbox::answer(&mut tx, &member, answer).await.unwrap();
    tx.commit().await.unwrap();
    let ours = passage("ersatzbus").await.unwrap();
    assert!(ours.is_ours, "{}", ours.text);
    assert_eq!(words(&ours), ["Ersatzbus"]);
}
