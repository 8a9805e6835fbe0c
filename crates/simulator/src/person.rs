//! Who lives in the world.

use jiff::Timestamp;
use model::ReceivedAuthor;

use crate::cast::{CAST, NAMED_RELATIONS};
use crate::language::Language;
use crate::name::{self, NAMES};
use crate::place::{self, STATIONS};
use crate::seed::Random;

/// What somebody is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the words of the product
pub enum Relation {
    Customer,
    Prospect,
    Employee,
    Supplier,
    Partner,
    Competitor,
    Press,
    Regulator,
    Community,
    Unknown,
}

/// How somebody stands to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the words of the product
pub enum Stance {
    Fan,
    Friendly,
    Neutral,
    Critic,
    Hostile,
}

/// How quickly somebody answers and loses patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Waits.
    Calm,
    /// As most are.
    Even,
    /// Asks again soon.
    Quick,
}

/// Somebody who writes in public. All of them are made up; their hosts end in `.example`.
#[derive(Clone, Debug)]
pub struct Person {
    /// The network's lasting id.
    pub remote_id: String,
    /// What people type after `@`.
    pub handle: String,
    /// The name that they chose to show.
    pub display_name: String,
    /// The language that they write.
    pub language: Language,
    /// What they write where we have no words of their own language for them.
    pub second_language: Language,
    /// What they are to the organisation.
    pub relation: Relation,
    /// How they stand to it.
    pub stance: Stance,
    /// How quickly they lose patience.
    pub temper: Temper,
    /// How many follow them.
    pub follower_count: i64,
    /// Whether they follow the organisation.
    pub follows_us: bool,
    /// The hours in which they write: first and last, by the towns' clocks.
    pub waking: (usize, usize),
    /// Where they get on.
    pub home: &'static str,
}

impl Person {
    /// What the network shows of them.
    pub fn profile(&self) -> ReceivedAuthor {
        ReceivedAuthor {
            remote_id: self.remote_id.clone(),
            handle: Some(self.handle.clone()),
            display_name: Some(self.display_name.clone()),
            follower_count: Some(self.follower_count),
            follows_us: Some(self.follows_us),
            url: Some(profile_url(&self.handle)),
        }
    }

    /// Whether they speak for themselves, not for an organisation.
    pub fn is_private(&self) -> bool {
        use Relation::*;
        matches!(self.relation, Customer | Prospect | Employee | Unknown)
    }

    pub(crate) fn is_awake(&self, at: Timestamp) -> bool {
        let (hour, (first, last)) = (place::hour_of_day(at), self.waking);
        if first <= last { (first..=last).contains(&hour) } else { hour >= first || hour <= last }
    }
}

/// Where people read a profile.
pub(crate) fn profile_url(handle: &str) -> String {
    format!("https://plaza.example/@{handle}")
}

/// How many people there are.
pub const PEOPLE: usize = 150;

/// Everybody: the named cast first, then people drawn by lot.
pub(crate) fn populate(seed: u64) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::with_capacity(PEOPLE);
    for (number, role) in CAST.iter().enumerate() {
        let mut random = Random::of(seed, "cast", number as u64);
        people.push(Person {
            remote_id: remote_id(number),
            handle: format!("{}.example", role.handle),
            display_name: role.name.into(),
            language: role.language,
            second_language: Language::En,
            relation: role.relation,
            stance: role.stance,
            temper: role.temper,
            follower_count: role.followers,
            follows_us: !matches!(role.stance, Stance::Hostile),
            waking: waking(&mut random),
            home: STATIONS[random.below(STATIONS.len())],
        });
    }
    for number in CAST.len()..PEOPLE {
        let mut random = Random::of(seed, "person", number as u64);
        let person = draw(number, &mut random, &people);
        people.push(person);
    }
    people
}

fn draw(number: usize, random: &mut Random, others: &[Person]) -> Person {
    let names = &NAMES[random.weighted(&NAMES.map(|names| names.share))];
    let (relation, organisation) = draw_relation(random);
    let home = STATIONS[random.below(STATIONS.len())];
    let (first, last) = (*random.pick(names.first), *random.pick(names.last));
    let mut handle = match organisation {
        Some(host) => format!("{}.{host}.example", name::plain(first)),
        None => name::handle(first, last, home, random),
    };
    if others.iter().any(|other| other.handle == handle) {
        handle = handle.replacen('.', &format!("{number}."), 1);
    }
    let display_name = name::shown(first, last, random);
    Person {
        remote_id: remote_id(number),
        handle,
        display_name,
        language: names.language,
        second_language: if random.chance(0.5) { Language::De } else { Language::En },
        relation,
        stance: draw_stance(relation, random),
        temper: [Temper::Calm, Temper::Even, Temper::Quick][random.weighted(&[3, 5, 2])],
        follower_count: draw_followers(relation, random),
        follows_us: random.chance(0.3),
        waking: waking(random),
        home,
    }
}

fn remote_id(number: usize) -> String {
    format!("sim:person:{number:03}")
}

/// A relation, and the host of those who write for their organisation.
fn draw_relation(random: &mut Random) -> (Relation, Option<&'static str>) {
    use Relation::*;
    const RELATIONS: [(Relation, usize); 10] = [
        (Customer, 66),
        (Prospect, 9),
        (Employee, 5),
        (Supplier, 3),
        (Partner, 3),
        (Competitor, 3),
        (Press, 3),
        (Regulator, 1),
        (Community, 5),
        (Unknown, 7),
    ];
    let relation = RELATIONS[random.weighted(&RELATIONS.map(|(_, share)| share))].0;
    let hosts = NAMED_RELATIONS.iter().find(|(named, _)| *named == relation).map(|(_, hosts)| *random.pick(hosts));
    (relation, hosts)
}

fn draw_stance(relation: Relation, random: &mut Random) -> Stance {
    use Stance::*;
    // Fan, friendly, neutral, critic, hostile.
    let weights = match relation {
        Relation::Competitor => [0, 1, 5, 4, 2],
        Relation::Press | Relation::Regulator => [0, 1, 6, 3, 0],
        Relation::Employee | Relation::Partner | Relation::Supplier => [1, 4, 3, 2, 0],
        _ => [3, 6, 9, 6, 2],
    };
    [Fan, Friendly, Neutral, Critic, Hostile][random.weighted(&weights)]
}

fn draw_followers(relation: Relation, random: &mut Random) -> i64 {
    let most = match relation {
        Relation::Press | Relation::Competitor | Relation::Regulator => 40_000,
        Relation::Community | Relation::Partner => 4_000,
        _ => 900,
    };
    // Few have many: the product of two even draws leans to the small.
    (random.within(1, most) * random.within(1, 100) / 100) as i64
}

fn waking(random: &mut Random) -> (usize, usize) {
    let rising = random.within(5, 9);
    (rising, (rising + random.within(14, 17)) % 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn everybody_has_a_handle_of_their_own_on_a_host_that_cannot_exist() {
        let people = populate(42);
        let handles: HashSet<_> = people.iter().map(|person| &person.handle).collect();
        assert_eq!(handles.len(), PEOPLE);
        for handle in handles {
            assert!(handle.ends_with(".example"), "{handle}");
            assert!(
                handle.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b)),
                "{handle}"
            );
        }
    }

    #[test]
    fn every_relation_stance_and_language_is_there_whatever_the_seed() {
        for seed in 0..20 {
            let people = populate(seed);
            let relations: HashSet<_> = people.iter().map(|person| person.relation).collect();
            let stances: HashSet<_> = people.iter().map(|person| person.stance).collect();
            let languages: HashSet<_> = people.iter().map(|person| person.language).collect();
            assert_eq!((relations.len(), stances.len()), (10, 5), "seed {seed}");
            assert_eq!(languages.len(), Language::ALL.len(), "seed {seed}");
        }
    }
}
