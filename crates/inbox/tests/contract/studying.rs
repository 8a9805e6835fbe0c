//! Studies: a sample that anybody can draw again, two codings that do not see each other, and what is learned.

use std::collections::BTreeSet;

use inbox::{Coding, InboxError, StudyFault};
use jiff::civil::date;
use jiff::tz::TimeZone;
use model::{CANNOT_SAY, EventKind, Function, Giving, InsightState, Network, PostId, Right, Role, StudyId, StudyState};
use store::insight;
use store::member::{self, Member};
use store::study::{self, Code, Study, StudyTerms, Variable};
use store::team::TeamTerms;

use crate::contract::sorting::judged_spam;
use crate::desk::{Desk, addressed, in_thread, post};

/// The posts of a desk are written on this day.
fn terms() -> StudyTerms {
    StudyTerms {
        name: "Lifts".into(),
        question: "What do people say about lifts?".into(),
        query: "lift".into(),
        first_day: date(2026, 11, 23),
        last_day: date(2026, 11, 23),
        size: 10,
        seed: "velle".into(),
    }
}

fn variable(name: &str, codes: &[&str]) -> Variable {
    let code = |name: &&str| Code { name: (*name).to_owned(), definition: format!("It is {name}") };
    Variable { name: name.into(), definition: String::new(), codes: codes.iter().map(code).collect() }
}

fn book() -> Vec<Variable> {
    vec![variable("Tone", &["calm", "angry"]), variable("Subject", &["broken", "slow", "other"])]
}

async fn kept(desk: &Desk, who: &Member, wanted: StudyTerms) -> Result<StudyId, InboxError> {
    let mut tx = desk.write().await;
    let id = inbox::keep_study(&mut tx, who, None, None, wanted).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn find(desk: &Desk, id: StudyId) -> Study {
    study::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

async fn begun(desk: &Desk, who: &Member, wanted: StudyTerms) -> StudyId {
    let id = kept(desk, who, wanted).await.unwrap();
    desk.later(1);
    let mut tx = desk.write().await;
    inbox::keep_code_book(&mut tx, who, id, None, book()).await.unwrap();
    inbox::draw_study(&mut tx, who, id, &TimeZone::UTC).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn drawn(desk: &Desk, who: &Member, wanted: StudyTerms) -> StudyId {
    let id = begun(desk, who, wanted).await;
    while inbox::draw_on(&desk.store, id, 100).await.unwrap() {}
    id
}

/// So many people say something about lifts, each in a conversation of their own.
async fn speak(desk: &Desk, count: usize) -> Vec<PostId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let id = format!("lift {number}");
        desk.file(&addressed(&id, &format!("p{number}"), &format!("The lift is broken, day {number}")), &[]).await;
        ids.push(desk.post_id(&id).await);
    }
    ids
}

fn sample(study: &Study, of: &[PostId]) -> BTreeSet<PostId> {
    let mut lots: Vec<(String, PostId)> = of.iter().map(|id| (study::lot(&study.terms.seed, *id), *id)).collect();
    lots.sort();
    lots.into_iter().take(study.terms.size as usize).map(|(_, id)| id).collect()
}

async fn drawn_posts(desk: &Desk, id: StudyId) -> Vec<PostId> {
    study::items(&mut desk.read().await, id).await.unwrap().into_iter().map(|one| one.post.id).collect()
}

pub async fn studies_are_kept_by_managers_and_by_members_of_a_team_for_research() {
    let desk = Desk::new().await;
    for role in Role::ALL {
        let who = desk.member(role.as_str()).await;
        let outcome = kept(&desk, &who, terms()).await;
        match role.may(Right::KeepStudies) {
            true => assert!(outcome.is_ok(), "{role}: {outcome:?}"),
            false => assert!(matches!(outcome, Err(InboxError::Forbidden(Right::KeepStudies))), "{role}: {outcome:?}"),
        }
    }
    let (owner, second) = (desk.member("owner").await, desk.member("second").await);
    let team = TeamTerms {
        name: "Insights".into(),
        function: Function::Research,
        calendar: None,
        members: vec![second.id],
        giving: Giving::ByHand,
        keeps_hours: false,
    };
    let mut tx = desk.write().await;
    inbox::keep_team(&mut tx, &owner, None, team).await.unwrap();
    tx.commit().await.unwrap();
    kept(&desk, &second, terms()).await.unwrap();
    let mut tx = desk.write().await;
    member::set_role(&mut tx, owner.id, &second, Role::Leader).await.unwrap();
    tx.commit().await.unwrap();
    let refused = kept(&desk, &desk.member("second").await, terms()).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepStudies))), "{refused:?}");
}

pub async fn what_cannot_be_a_study_says_why_and_what_is_drawn_stays_as_it_was() {
    let desk = Desk::new().await;
    let who = desk.member("manager").await;
    let long = "x".repeat(501);
    let faults = [
        (StudyTerms { name: " ".into(), ..terms() }, StudyFault::Name),
        (StudyTerms { question: long.clone(), ..terms() }, StudyFault::Question),
        (StudyTerms { last_day: date(2026, 11, 22), ..terms() }, StudyFault::Days),
        (StudyTerms { size: 9, ..terms() }, StudyFault::Size),
        (StudyTerms { size: 2_001, ..terms() }, StudyFault::Size),
        (StudyTerms { seed: "x".repeat(65), ..terms() }, StudyFault::Seed),
    ];
    for (wanted, fault) in faults {
        let refused = kept(&desk, &who, wanted).await;
        assert!(matches!(&refused, Err(InboxError::Study(found)) if *found == fault), "{fault:?}: {refused:?}");
    }
    let refused = kept(&desk, &who, StudyTerms { query: "lift AND".into(), ..terms() }).await;
    assert!(matches!(refused, Err(InboxError::Query(_))), "{refused:?}");
    let seeded = kept(&desk, &who, StudyTerms { seed: String::new(), ..terms() }).await.unwrap();
    let seed = find(&desk, seeded).await.terms.seed;
    assert_eq!(seed.len(), 16, "a seed is made: {seed}");

    let many: Vec<Variable> = (0..21).map(|number| variable(&format!("v{number}"), &["a", "b"])).collect();
    let codes: Vec<String> = (0..13).map(|number| format!("c{number}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let mut defined = variable("Tone", &["a", "b"]);
    defined.definition = long;
    let books = [
        (many, StudyFault::Variables),
        (vec![variable("Tone", &["a"])], StudyFault::Codes),
        (vec![variable("Tone", &codes)], StudyFault::Codes),
        (vec![variable("Tone", &["a", " A"])], StudyFault::CodeName),
        (vec![variable("Tone", &["a", "b"]), variable("tone", &["a", "b"])], StudyFault::VariableName),
        (vec![defined], StudyFault::Definition),
    ];
    for (wanted, fault) in books {
        let mut tx = desk.write().await;
        let refused = inbox::keep_code_book(&mut tx, &who, seeded, None, wanted).await;
        assert!(matches!(&refused, Err(InboxError::Study(found)) if *found == fault), "{fault:?}: {refused:?}");
    }

    speak(&desk, 12).await;
    let id = drawn(&desk, &who, terms()).await;
    let mut tx = desk.write().await;
    let refused = inbox::keep_study(&mut tx, &who, Some(id), Some(1), terms()).await;
    assert!(matches!(refused, Err(InboxError::StudyChanged { version: 2 })), "{refused:?}");
    let refused =
        inbox::keep_study(&mut tx, &who, Some(id), None, StudyTerms { query: "train".into(), ..terms() }).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Drawn))), "{refused:?}");
    let better = StudyTerms { name: "Lifts and stairs".into(), ..terms() };
    inbox::keep_study(&mut tx, &who, Some(id), Some(2), better).await.unwrap();
    inbox::keep_code_book(&mut tx, &who, id, None, vec![variable("Tone", &["a", "b"])]).await.unwrap();
    // It may be drawn again as long as nobody codes.
    inbox::undraw_study(&mut tx, &who, id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((find(&desk, id).await.state, drawn_posts(&desk, id).await), (StudyState::Draft, vec![]));
    let coders = [desk.member("member").await.id, desk.member("leader").await.id];
    let mut tx = desk.write().await;
    let refused = inbox::begin_coding(&mut tx, &who, id, coders).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Draft))), "{refused:?}");
    inbox::draw_study(&mut tx, &who, id, &TimeZone::UTC).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::draw_on(&desk.store, id, 100).await.unwrap() {}
    let mut tx = desk.write().await;
    for wrong in [[coders[0], coders[0]], [coders[0], desk.member("colleague").await.id], [coders[0], 1.into()]] {
        let refused = inbox::begin_coding(&mut tx, &who, id, wrong).await;
        assert!(matches!(refused, Err(InboxError::Study(StudyFault::Coders))), "{refused:?}");
    }
    inbox::begin_coding(&mut tx, &who, id, coders).await.unwrap();
    let refused = inbox::keep_code_book(&mut tx, &who, id, None, book()).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Coding))), "{refused:?}");
    let refused = inbox::undraw_study(&mut tx, &who, id).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Coding))), "{refused:?}");
}

pub async fn a_sample_is_those_with_the_smallest_lots_of_what_meets_the_query_and_of_nothing_else() {
    let mut desk = Desk::new().await;
    let who = desk.member("manager").await;
    let meant = speak(&desk, 25).await;
    desk.file(&addressed("other", "p1", "The train is late"), &[]).await;
    let mut early = addressed("early", "p2", "The lift was broken then");
    early.posted_at = "2026-11-22T23:59:59Z".parse().unwrap();
    desk.file(&early, &[]).await;
    let mut late = addressed("late", "p2", "The lift will be broken");
    late.posted_at = "2026-11-24T00:00:00Z".parse().unwrap();
    desk.file(&late, &[]).await;
    desk.file(&crate::desk::in_thread("ours", "other", "other", "ours", "The lift runs"), &[]).await;
    desk.file(&addressed("deleted", "p3", "The lift, nobody should know"), &[]).await;
    desk.delete("deleted").await;
    desk.judgements = judged_spam("yes");
    desk.file(&addressed("spam", "bot", "Buy a lift"), &[]).await;
    desk.judgements = Vec::new();

    let id = begun(&desk, &who, terms()).await;
    // What is heard once it has begun is not part of it.
    desk.file(&addressed("after", "p4", "The lift is broken, too late"), &[]).await;
    while inbox::draw_on(&desk.store, id, 3).await.unwrap() {}
    let found = find(&desk, id).await;
    let drawing = found.drawing.clone().unwrap();
    assert_eq!((found.state, drawing.met, drawing.spam, drawing.gone), (StudyState::Drawn, 25, 1, 1));
    assert_eq!((drawing.looked, drawing.to_look), (28, 28), "25, another, the deleted one and spam");
    assert_eq!(drawing.earliest_at, drawing.latest_at, "all were written at one moment");
    let chosen: BTreeSet<PostId> = drawn_posts(&desk, id).await.into_iter().collect();
    assert_eq!(chosen, sample(&found, &meant));
    assert_eq!(chosen.len(), 10);
    let drawn_events = desk.count(EventKind::StudyDrawn).await;
    assert!(!inbox::draw_on(&desk.store, id, 3).await.unwrap());
    assert_eq!((drawn_events, desk.count(EventKind::StudyDrawn).await), (1, 1), "it is drawn once");

    let few = drawn(&desk, &who, StudyTerms { size: 2_000, ..terms() }).await;
    assert_eq!(drawn_posts(&desk, few).await.len(), 26, "all there are, that heard since among them");
    let none = drawn(&desk, &who, StudyTerms { query: "zeppelin".into(), ..terms() }).await;
    let coders = [desk.member("member").await.id, desk.member("leader").await.id];
    let mut tx = desk.write().await;
    let refused = inbox::begin_coding(&mut tx, &who, none, coders).await;
    assert!(matches!(refused, Err(InboxError::Study(StudyFault::NothingDrawn))), "{refused:?}");
}

pub async fn what_becomes_a_mention_while_a_sample_is_drawn_is_no_part_of_it() {
    let desk = Desk::new().await;
    let who = desk.member("manager").await;
    let reply =
        model::ReceivedPost { reason: Some(model::Reason::Addressed), ..in_thread("b", "a", "a", "ben", "And how") };
    desk.file(&reply, &[]).await;
    let root = post("a", "anna", "The lift is broken");
    let conversation = desk.find(desk.thread_of("b").await).await;
    let mut tx = desk.write().await;
    inbox::place_context(&mut tx, desk.channel, Network::Simulated, &conversation, &root).await.unwrap();
    tx.commit().await.unwrap();
    let heard = speak(&desk, 12).await;
    let context = desk.post_id("a").await;
    assert!(heard.iter().all(|one| context < *one), "the walk has not come to it, nor to any other");

    let id = begun(&desk, &who, StudyTerms { size: 100, ..terms() }).await;
    assert_eq!(find(&desk, id).await.drawing.unwrap().to_look, 0, "nothing is counted while others wait");
    desk.later(1);
    desk.file(&addressed("a", "anna", "The lift is broken"), &[]).await;
    assert!(store::mention::reasons(&mut desk.read().await, context).await.unwrap().is_some());
    while inbox::draw_on(&desk.store, id, 5).await.unwrap() {}
    let drawing = find(&desk, id).await.drawing.unwrap();
    assert_eq!((drawing.looked, drawing.to_look, drawing.met), (13, 13, 12));
    assert!(!drawn_posts(&desk, id).await.contains(&context));
    let later = drawn(&desk, &who, StudyTerms { size: 100, ..terms() }).await;
    assert!(drawn_posts(&desk, later).await.contains(&context), "it is part of the next");
}

pub async fn a_drawing_comes_to_the_same_sample_however_it_is_cut() {
    let desk = Desk::new().await;
    let who = desk.member("manager").await;
    speak(&desk, 60).await;
    let whole = drawn(&desk, &who, terms()).await;
    let cut = begun(&desk, &who, terms()).await;
    for step in [1, 7, 2] {
        assert!(inbox::draw_on(&desk.store, cut, step).await.unwrap());
    }
    let before = find(&desk, cut).await.drawing.unwrap();
    assert_eq!((before.looked, before.to_look), (10, 60));
    // The process ends, and another goes on.
    let Desk { place, clock, store, channel, topics, judgements, signature } = desk;
    store.close().await;
    let store = place.open(&clock).await;
    let desk = Desk { place, clock, store, channel, topics, judgements, signature };
    assert_eq!(find(&desk, cut).await.drawing.unwrap(), before);
    while inbox::draw_on(&desk.store, cut, 11).await.unwrap() {}
    assert_eq!(drawn_posts(&desk, cut).await, drawn_posts(&desk, whole).await);
    let met = |study: Study| study.drawing.map(|drawing| (drawing.met, drawing.looked));
    assert_eq!(met(find(&desk, cut).await), met(find(&desk, whole).await));
    let other = drawn(&desk, &who, StudyTerms { seed: "another".into(), ..terms() }).await;
    assert_ne!(drawn_posts(&desk, other).await, drawn_posts(&desk, whole).await, "another seed, another sample");

    // One that was stopped is not gone on with, and begins anew.
    let stopped = begun(&desk, &who, terms()).await;
    inbox::draw_on(&desk.store, stopped, 20).await.unwrap();
    let mut tx = desk.write().await;
    inbox::undraw_study(&mut tx, &who, stopped).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!inbox::draw_on(&desk.store, stopped, 20).await.unwrap());
    assert_eq!(drawn_posts(&desk, stopped).await, []);
    let mut tx = desk.write().await;
    inbox::draw_study(&mut tx, &who, stopped, &TimeZone::UTC).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::draw_on(&desk.store, stopped, 20).await.unwrap() {}
    assert_eq!(drawn_posts(&desk, stopped).await, drawn_posts(&desk, whole).await);
}

/// A study that two members code, and the posts of its sample.
async fn coding(desk: &Desk) -> (StudyId, Vec<PostId>, [Member; 2]) {
    let who = desk.member("manager").await;
    speak(desk, 12).await;
    let id = drawn(desk, &who, terms()).await;
    let coders = [desk.member("member").await, desk.member("leader").await];
    let mut tx = desk.write().await;
    inbox::begin_coding(&mut tx, &who, id, [coders[0].id, coders[1].id]).await.unwrap();
    tx.commit().await.unwrap();
    (id, drawn_posts(desk, id).await, coders)
}

async fn code(
    desk: &Desk,
    who: &Member,
    (id, post): (StudyId, PostId),
    answers: &[(u32, u32)],
) -> Result<(), InboxError> {
    let mut tx = desk.write().await;
    let coding = Coding { answers: answers.to_vec(), note: format!("note of {}", who.name) };
    inbox::code_mention(&mut tx, who, id, post, coding).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn seen(desk: &Desk, who: &Member, id: StudyId) -> Vec<(u32, u32, u32)> {
    let study = find(desk, id).await;
    let answers = inbox::seen_answers(&mut desk.read().await, who, &study).await.unwrap();
    answers.into_iter().map(|one| (one.slot, one.variable, one.code)).collect()
}

pub async fn nobody_sees_what_another_codes_before_coding_has_ended() {
    let desk = Desk::new().await;
    let (id, posts, [first, second]) = coding(&desk).await;
    let (owner, third) = (desk.member("owner").await, desk.member("second").await);
    for post in &posts {
        code(&desk, &first, (id, *post), &[(1, 1), (2, 3)]).await.unwrap();
    }
    code(&desk, &second, (id, posts[0]), &[(2, CANNOT_SAY), (1, 2)]).await.unwrap();
    assert_eq!(seen(&desk, &first, id).await.len(), 20);
    assert_eq!(seen(&desk, &second, id).await, [(2, 1, 2), (2, 2, 0)], "their own alone, although the other is done");
    assert_eq!((seen(&desk, &owner, id).await, seen(&desk, &third, id).await), (vec![], vec![]));
    // An answer may be changed, and a note kept without one.
    code(&desk, &second, (id, posts[0]), &[(1, 1), (2, 2)]).await.unwrap();
    code(&desk, &second, (id, posts[1]), &[]).await.unwrap();
    assert_eq!(seen(&desk, &second, id).await, [(2, 1, 1), (2, 2, 2)]);
    let notes = study::notes(&mut desk.read().await, id, 2).await.unwrap();
    assert_eq!(notes.len(), 2);
    for event in desk.log().await.iter().filter(|event| event.kind == EventKind::StudyCoded) {
        let keys: Vec<_> = event.data.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["coder", "study"], "the log tells no code");
    }

    let wrong = [&[(1, 1)][..], &[(1, 1), (1, 1)], &[(1, 3), (2, 1)], &[(1, 1), (3, 1)], &[(0, 1), (2, 1)]];
    for answers in wrong {
        let refused = code(&desk, &first, (id, posts[0]), answers).await;
        assert!(matches!(refused, Err(InboxError::Study(StudyFault::Answers))), "{answers:?}: {refused:?}");
    }
    let refused = code(&desk, &third, (id, posts[0]), &[(1, 1), (2, 1)]).await;
    assert!(matches!(refused, Err(InboxError::Study(StudyFault::NotCoder))), "{refused:?}");
    let refused = code(&desk, &first, (id, 1.into()), &[(1, 1), (2, 1)]).await;
    assert!(matches!(refused, Err(InboxError::Study(StudyFault::NotDrawn))), "{refused:?}");
    let mut tx = desk.write().await;
    let refused = inbox::end_coding(&mut tx, &first, id).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepStudies))), "{refused:?}");
    inbox::end_coding(&mut tx, &owner, id).await.unwrap();
    tx.commit().await.unwrap();
    for who in [&first, &second, &owner, &third] {
        assert_eq!(seen(&desk, who, id).await.len(), 22);
    }
    let refused = code(&desk, &second, (id, posts[1]), &[(1, 1), (2, 1)]).await;
    assert!(matches!(refused, Err(InboxError::StudyState(_))), "{refused:?}");

    let study = find(&desk, id).await;
    let items = study::items(&mut desk.read().await, id).await.unwrap();
    let order = |slot| -> Vec<PostId> {
        inbox::coding_order(&study, slot, items.clone()).into_iter().map(|item| item.post.id).collect()
    };
    assert_eq!(order(1), order(1));
    assert_ne!(order(1), order(2), "each goes through it in an order of their own");
}

pub async fn a_study_is_agreed_once_every_disagreement_is_decided() {
    let desk = Desk::new().await;
    let (id, posts, [first, second]) = coding(&desk).await;
    let (owner, third) = (desk.member("owner").await, desk.member("second").await);
    for (number, post) in posts.iter().enumerate() {
        code(&desk, &first, (id, *post), &[(1, 1), (2, 1)]).await.unwrap();
        let tone = if number < 2 { 2 } else { 1 };
        // The last is coded by one alone: nothing is to be decided about it.
        if number < 9 {
            code(&desk, &second, (id, *post), &[(1, tone), (2, 1)]).await.unwrap();
        }
    }
    let mut tx = desk.write().await;
    let early = inbox::decide_code(&mut tx, &first, id, (posts[0], 1, 1), "").await;
    assert!(matches!(early, Err(InboxError::StudyState(StudyState::Coding))), "{early:?}");
    inbox::end_coding(&mut tx, &owner, id).await.unwrap();
    let refused = inbox::close_study(&mut tx, &owner, id).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Deciding))), "{refused:?}");
    let refused = inbox::decide_code(&mut tx, &third, id, (posts[0], 1, 1), "").await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepStudies))), "{refused:?}");
    for wrong in [(posts[0], 1, 3), (posts[0], 9, 1)] {
        let refused = inbox::decide_code(&mut tx, &first, id, wrong, "").await;
        assert!(matches!(refused, Err(InboxError::Study(StudyFault::Answers))), "{refused:?}");
    }
    for nothing in [(posts[0], 2, 1), (posts[5], 1, 1), (posts[9], 1, 1)] {
        let refused = inbox::decide_code(&mut tx, &first, id, nothing, "").await;
        assert!(matches!(refused, Err(InboxError::Study(StudyFault::NotDisputed))), "{refused:?}");
    }
    inbox::decide_code(&mut tx, &first, id, (posts[0], 1, 2), " It is meant. ").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&desk, id).await.state, StudyState::Deciding);
    let mut tx = desk.write().await;
    inbox::decide_code(&mut tx, &owner, id, (posts[1], 1, CANNOT_SAY), "").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&desk, id).await.state, StudyState::Agreed);
    let decisions = study::decisions(&mut desk.read().await, id).await.unwrap();
    assert_eq!(decisions.len(), 2);
    let of_first = decisions.iter().find(|one| one.post == posts[0]).unwrap();
    assert_eq!((of_first.by, of_first.reason.as_str(), of_first.code), (first.id, "It is meant.", 2));
    let mut tx = desk.write().await;
    inbox::decide_code(&mut tx, &second, id, (posts[0], 1, 1), "").await.unwrap();
    inbox::close_study(&mut tx, &owner, id).await.unwrap();
    let refused = inbox::decide_code(&mut tx, &first, id, (posts[0], 1, 2), "").await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Closed))), "{refused:?}");
    let better = StudyTerms { name: "Lifts and stairs".into(), ..terms() };
    let refused = inbox::keep_study(&mut tx, &owner, Some(id), None, better).await;
    assert!(matches!(refused, Err(InboxError::StudyState(StudyState::Closed))), "{refused:?}");
    inbox::put_study_away(&mut tx, &owner, id, true).await.unwrap();
    tx.commit().await.unwrap();
    assert!(find(&desk, id).await.archived_at.is_some());
}

pub async fn a_mention_that_is_gone_keeps_its_codes() {
    let desk = Desk::new().await;
    let (id, posts, [first, second]) = coding(&desk).await;
    for post in &posts {
        code(&desk, &first, (id, *post), &[(1, 1), (2, 1)]).await.unwrap();
        code(&desk, &second, (id, *post), &[(1, 1), (2, 1)]).await.unwrap();
    }
    let gone = store::post::find(&mut desk.read().await, posts[0]).await.unwrap().unwrap();
    desk.delete(&gone.remote.id).await;
    let item = study::item(&mut desk.read().await, id, posts[0]).await.unwrap().unwrap();
    assert!(item.is_gone() && item.post.text.is_empty());
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    inbox::end_coding(&mut tx, &owner, id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&desk, id).await.state, StudyState::Agreed, "nothing is disputed");
    assert_eq!(seen(&desk, &owner, id).await.len(), 40);
}

pub async fn what_was_learned_goes_from_noted_to_told_back() {
    let desk = Desk::new().await;
    let (id, posts, [first, _]) = coding(&desk).await;
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    let early = inbox::note_insight(&mut tx, &owner, id, "Lifts break.", &[]).await;
    assert!(matches!(early, Err(InboxError::StudyState(StudyState::Coding))), "{early:?}");
    inbox::end_coding(&mut tx, &owner, id).await.unwrap();
    let refused = inbox::note_insight(&mut tx, &first, id, "Lifts break.", &[]).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepStudies))), "{refused:?}");
    for (sentence, evidence, fault) in [
        (" ", vec![], StudyFault::Sentence),
        (&*"x".repeat(501), vec![], StudyFault::Sentence),
        ("Lifts break.", vec![PostId(1)], StudyFault::Evidence),
    ] {
        let refused = inbox::note_insight(&mut tx, &owner, id, sentence, &evidence).await;
        assert!(matches!(&refused, Err(InboxError::Study(found)) if *found == fault), "{fault:?}: {refused:?}");
    }
    let shown = [posts[1], posts[0], posts[1]];
    let made = inbox::note_insight(&mut tx, &owner, id, "Lifts  break.", &shown).await.unwrap();
    tx.commit().await.unwrap();
    let kept = insight::posts(&mut desk.read().await).await.unwrap();
    assert_eq!(kept[&made].iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from([posts[0], posts[1]]));
    let mut tx = desk.write().await;
    let step = (InsightState::Decided, "Two mechanics more.");
    inbox::step_insight(&mut tx, &owner, made, Some(1), step).await.unwrap();
    let stale = inbox::step_insight(&mut tx, &owner, made, Some(1), (InsightState::Done, "Done.")).await;
    assert!(matches!(stale, Err(InboxError::InsightChanged { version: 2 })), "{stale:?}");
    let wordless = inbox::step_insight(&mut tx, &owner, made, None, (InsightState::Done, " ")).await;
    assert!(matches!(wordless, Err(InboxError::Study(StudyFault::StepNote))), "{wordless:?}");
    let back = inbox::step_insight(&mut tx, &owner, made, None, (InsightState::Noted, "No.")).await;
    assert!(matches!(back, Err(InboxError::Study(StudyFault::StepBack))), "{back:?}");
    inbox::step_insight(&mut tx, &owner, made, None, (InsightState::ToldBack, "You said, we did.")).await.unwrap();
    tx.commit().await.unwrap();
    let steps = insight::steps(&mut desk.read().await).await.unwrap();
    let states: Vec<_> = steps[&made].iter().map(|one| one.state).collect();
    assert_eq!(states, [InsightState::Noted, InsightState::Decided, InsightState::ToldBack]);
    assert_eq!(desk.count(EventKind::InsightToldBack).await, 1);
}
