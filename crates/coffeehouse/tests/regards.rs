//! What is judged of the simulator's people, held against what they are: openly fictional, and written by us, so that
//! this measures sense and no accuracy.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use enrichment::regard::{Profile, Remark, relations, stance};
use enrichment::{Judgements, Subject, judge};
use jiff::Timestamp;
use model::{ManualClock, Stance};
use simulator::{Person, TruePost, World};

type Said = (TruePost, Judgements);

fn remarks<'a>(posts: impl Iterator<Item = &'a Said>) -> Vec<Remark<'a>> {
    let remark = |(post, found): &'a Said| Remark {
        text: &post.text,
        language: found.language.value.as_deref(),
        sentiment: found.sentiment.value,
        intent: found.intent.value,
    };
    posts.map(remark).collect()
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

#[test]
fn most_of_what_is_said_of_the_simulators_people_is_so() {
    let started_at: Timestamp = "2026-11-23T05:00:00Z".parse().unwrap();
    let world = World::new(42, Arc::new(ManualClock::at("2026-11-23T21:00:00Z")), started_at);
    let people: HashMap<String, Person> =
        world.people().into_iter().map(|person| (person.remote_id.clone(), person)).collect();
    let mut by_author: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for post in world.truth().posts.into_iter().filter(|post| post.concerns_us() && !post.is_deleted) {
        let declared = [post.language.to_owned()];
        let found = judge(&Subject { text: &post.text, declared: &declared, reasons: post.reasons });
        by_author.entry(post.author_id.clone()).or_default().push((post, found));
    }

    let (mut right, mut wrong) = (0, Vec::new());
    let (mut well, mut contrary) = (0, 0);
    let (mut critics, mut fans_called_critics) = (0, 0);
    for (id, posts) in &by_author {
        let person = &people[id];
        let profile = Profile { name: Some(&person.display_name), handle: Some(&person.handle) };
        for one in relations(&profile, &remarks(posts.iter())) {
            match format!("{:?}", person.relation).to_lowercase() == one.value.as_str() {
                true => right += 1,
                false => wrong.push((person.display_name.clone(), person.relation, one.value)),
            }
        }
        let topics: BTreeSet<&str> = posts.iter().flat_map(|(post, _)| post.topics.iter().copied()).collect();
        for topic in topics {
            let on = posts.iter().filter(|(post, _)| post.topics.contains(&topic));
            match stance(&remarks(on)).map(|one| one.value) {
                Some(Stance::Fan | Stance::Friendly) => {
                    well += 1;
                    contrary += usize::from(person.stance == simulator::Stance::Hostile);
                }
                Some(Stance::Critic | Stance::Hostile) => {
                    critics += 1;
                    fans_called_critics += usize::from(person.stance == simulator::Stance::Fan);
                }
                _ => {}
            }
        }
    }
    println!("relations: {right} right of {}, wrong: {wrong:?}", right + wrong.len());
    println!("stances: {well} speak well ({contrary} hostile), {critics} find fault ({fans_called_critics} fans)");
    assert!(right >= 20 && share(right, right + wrong.len()) >= 0.8, "{right} of {}: {wrong:?}", right + wrong.len());
    assert!(well >= 10 && share(contrary, well) <= 0.1, "{contrary} of {well}");
    assert!(critics >= 3 && share(fans_called_critics, critics) <= 0.2, "{fans_called_critics} of {critics}");
}
