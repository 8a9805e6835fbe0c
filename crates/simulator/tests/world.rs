//! What can be relied on of every world.
#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use channels::{Answered, Channel, OutgoingReply, Received};
use jiff::Timestamp;
use model::{Clock, ManualClock, MarkKind, Reason, ReceivedPost};
use proptest::prelude::*;
use simulator::{
    Announcement, Faults, Language, Mood, OUR_HANDLE, OUR_ID, Relation, Settings, SimulatedChannel, World,
};

const START: &str = "2026-11-24T08:00:00Z";
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn start() -> Timestamp {
    START.parse().unwrap()
}

fn demo(seed: u64) -> Arc<World> {
    World::new(seed, Arc::new(ManualClock::at(START)), start())
}

/// A world without history, and its clock.
fn natural(seed: u64, faults: Faults) -> (Arc<World>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(START));
    let settings = Settings::natural().with_faults(faults);
    (World::with_settings(seed, clock.clone(), start(), settings), clock)
}

fn everything(world: &World) -> Vec<Announcement> {
    world.history(start() - 30 * DAY, start() + 30 * DAY)
}

fn written(announcements: &[Announcement]) -> String {
    let line = |told: &Announcement| format!("{told:?}\n");
    announcements.iter().map(line).collect()
}

fn posts(announcements: Vec<Announcement>) -> impl Iterator<Item = ReceivedPost> {
    announcements.into_iter().filter_map(|told| match told.received {
        Received::Post(post) => Some(*post),
        _ => None,
    })
}

/// Answers the first open post of each hour, so that the world depends on acts of ours.
async fn a_day_with_answers(seed: u64, faults: Faults) -> String {
    let (world, clock) = natural(seed, faults);
    let channel = SimulatedChannel::new(world.clone());
    for hour in 0..24 {
        clock.advance(Duration::from_secs(3_600));
        let heard = world.history(clock.now() - Duration::from_secs(3_600), clock.now());
        let Some(post) = posts(heard).find(|post| world.answer_for(post).is_some()) else { continue };
        let prepared = channel
            .prepare(&OutgoingReply {
                private_to: None,
                text: world.answer_for(&post).unwrap(),
                answers: Some(Answered {
                    parent: post.remote.clone(),
                    root: post.root.clone().unwrap_or(post.remote.clone()),
                }),
                language: None,
                created_at: clock.now(),
                intent: hour,
                pictures: vec![],
            })
            .await
            .unwrap();
        let _ = channel.send(&prepared, &[]).await;
    }
    written(&everything(&world))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_same_seed_and_the_same_acts_give_the_same_world(seed: u64) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for faults in [Faults::NONE, Faults::WILD] {
            let day = || runtime.block_on(a_day_with_answers(seed, faults));
            prop_assert_eq!(day(), day());
        }
    }

    #[test]
    fn a_world_is_the_same_however_often_it_is_asked(seed: u64, step_minutes in 1u64..500) {
        let (asked_once, clock) = natural(seed, Faults::WILD);
        clock.advance(2 * DAY);
        let (asked_often, clock) = natural(seed, Faults::WILD);
        let end = start() + 2 * DAY;
        while clock.now() < end {
            let left = Duration::try_from(end.duration_since(clock.now())).unwrap();
            clock.advance(left.min(Duration::from_secs(60 * step_minutes)));
            asked_often.truth();
        }
        prop_assert_eq!(written(&everything(&asked_once)), written(&everything(&asked_often)));
    }

    #[test]
    fn every_mark_is_sound_and_means_what_it_covers(seed: u64) {
        let world = demo(seed);
        let handles: HashMap<_, _> = world
            .people()
            .into_iter()
            .map(|person| (person.remote_id, person.handle))
            .chain([(OUR_ID.to_owned(), OUR_HANDLE.to_owned())])
            .collect();
        for post in posts(everything(&world)) {
            let mut kept = post.clone();
            kept.keep_sound_marks();
            prop_assert_eq!(&kept.marks, &post.marks);
            for mark in &post.marks {
                let covered = &post.text[mark.start..mark.end];
                match &mark.kind {
                    MarkKind::Mention(id) => prop_assert_eq!(covered, format!("@{}", handles[id])),
                    MarkKind::Tag(tag) => prop_assert_eq!(covered, format!("#{tag}")),
                    MarkKind::Link(address) => prop_assert_eq!(covered, address),
                }
            }
        }
    }
}

#[test]
fn another_seed_gives_another_world() {
    assert_ne!(written(&everything(&demo(1))), written(&everything(&demo(2))));
}

#[test]
fn three_days_of_history_hold_every_kind_of_person_language_mood_and_turn() {
    let world = demo(7);
    let truth = world.truth();
    let relations: HashSet<_> = truth.posts.iter().map(|post| post.relation).collect();
    assert_eq!(relations.len(), 10);
    let languages: HashSet<_> = truth.posts.iter().map(|post| post.language).collect();
    assert_eq!(languages.len(), Language::ALL.len());
    for mood in [Mood::Negative, Mood::Mixed, Mood::Neutral, Mood::Positive] {
        assert!(truth.posts.iter().any(|post| post.mood == mood), "{mood:?}");
    }
    let has = |fits: &dyn Fn(&Received) -> bool| everything(&world).iter().any(|told| fits(&told.received));
    assert!(has(&|told| matches!(told, Received::Deleted { .. })));
    assert!(has(&|told| matches!(told, Received::Author(_))));
    for reason in [Reason::Addressed, Reason::Answered, Reason::Quoted] {
        assert!(has(&|told| matches!(told, Received::Post(post) if post.reason == Some(reason))), "{reason:?}");
    }
    assert!(has(&|told| matches!(told, Received::Post(post) if post.remote.revision.as_deref() == Some("r2"))));
    assert!(has(&|told| matches!(told, Received::Post(post) if !post.attachments.is_empty())));
}

#[test]
fn whatever_is_about_us_can_be_found_and_some_talk_is_not_about_us() {
    let truth = demo(7).truth();
    let lost: Vec<_> = truth
        .posts
        .iter()
        // Whoever passes a post on need not name us.
        .filter(|post| post.about.is_some() && post.quoted_id.is_none() && !post.concerns_us())
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let elsewhere = truth.posts.iter().filter(|post| !post.concerns_us()).count();
    assert!(elsewhere * 20 > truth.posts.len(), "{elsewhere} of {}", truth.posts.len());
    let by_name_only = |post: &&simulator::TruePost| {
        post.reasons.contains(Reason::Matched) && !post.reasons.contains(Reason::Addressed)
    };
    assert!(truth.posts.iter().filter(by_name_only).count() * 8 > truth.posts.len());
}

#[test]
fn the_signals_fail_on_the_last_morning_and_everybody_speaks_at_once() {
    let truth_of = |world: &World| {
        let spike = everything(world);
        let mut at: Vec<_> = posts(spike)
            .filter(|post| post.text.contains("Hallgrund") || post.text.contains("ignal"))
            .map(|post| post.posted_at)
            .collect();
        at.sort();
        at.windows(20).any(|window| window[19].duration_since(window[0]).as_mins() < 30)
    };
    for seed in 0..5 {
        assert!(truth_of(&demo(seed)), "seed {seed}");
    }
}

#[test]
fn before_the_start_most_questions_were_answered_and_some_still_wait() {
    let world = demo(7);
    let truth = world.truth();
    let answered: HashSet<_> = truth.ours.iter().map(|ours| &ours.parent_id).collect();
    let open: Vec<_> =
        truth.posts.iter().filter(|post| !post.is_deleted && world.suggestion_for(&post.remote_id).is_some()).collect();
    let waiting = open.iter().filter(|post| !answered.contains(&post.remote_id)).count();
    assert!(truth.ours.len() > 150, "{}", truth.ours.len());
    assert!(waiting > 40 && waiting * 2 < open.len(), "{waiting} of {}", open.len());
    assert!(truth.ours.iter().all(|ours| ours.intent.is_none()));
    let parents = truth.ours.iter().map(|ours| &ours.parent_id).collect::<HashSet<_>>();
    assert_eq!(parents.len(), truth.ours.len(), "nobody was answered twice for one post");
}

#[test]
fn people_seldom_say_what_was_said_before() {
    let mut openings = 0;
    let mut different = HashSet::new();
    for post in demo(7).truth().posts {
        if post.about.is_some() && post.root_id == post.remote_id {
            openings += 1;
            different.insert(post.text);
        }
    }
    assert!(different.len() * 100 > openings * 92, "{} of {openings}", different.len());
}

#[test]
fn the_team_answers_in_the_language_of_the_person_and_within_the_length_rule() {
    let world = demo(7);
    let rule = SimulatedChannel::new(world.clone()).capabilities().length;
    let mut languages = HashSet::new();
    for post in world.truth().posts {
        if let Some(suggestion) = world.suggestion_for(&post.remote_id) {
            assert!(rule.measure(&suggestion.answer).fits, "{}", suggestion.answer);
            assert!(!suggestion.answer.contains(['{', '}']), "{}", suggestion.answer);
            assert!(!suggestion.labels.is_empty());
            languages.insert(post.language);
        }
    }
    assert_eq!(languages.len(), Language::ALL.len());
}

#[test]
fn nothing_is_told_of_the_future() {
    let (world, clock) = natural(7, Faults::WILD);
    clock.advance(DAY);
    let now = clock.now();
    for told in everything(&world) {
        assert!(told.at <= now);
        if let Received::Post(post) = told.received {
            assert!(post.posted_at <= told.at);
        }
    }
}

#[test]
fn somebody_who_is_ignored_asks_again_and_an_employee_and_the_press_speak_up() {
    let (world, clock) = natural(7, Faults::NONE);
    clock.advance(2 * DAY);
    let truth = world.truth();
    assert!(truth.ours.is_empty());
    let is_second = |post: &&simulator::TruePost| {
        let first = |other: &simulator::TruePost| other.author_id == post.author_id && other.remote_id == post.root_id;
        post.remote_id != post.root_id && truth.posts.iter().any(first)
    };
    assert!(truth.posts.iter().filter(is_second).count() > 20);
    for relation in [Relation::Employee, Relation::Press] {
        let speaks = |post: &simulator::TruePost| post.relation == relation && post.about.is_some();
        assert!(truth.posts.iter().any(speaks), "{relation:?}");
    }
}
