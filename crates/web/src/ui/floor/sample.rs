//! Examples of the floor.

use insights::{Floor, LATE_AFTER, Person, State, Table, TableId, Voice, Window};
use jiff::{SignedDuration, Timestamp};
use model::{AuthorId, ConversationId, Intent, PostId, Relation, Sentiment, Stance, TopicId};
use store::floor::Words;

use super::view::{FloorPage, Wall};
use crate::ui::layout::sample_at;

/// A table and how many are late, waiting, answered, heard.
type Guests = (&'static str, [usize; 4]);

const MORNING: &[Guests] = &[
    ("", [0, 3, 4, 3]),
    ("Line 4 delays", [2, 5, 14, 6]),
    ("Winter timetable", [0, 3, 12, 8]),
    ("Signal failure at Hallgrund", [1, 16, 22, 17]),
    ("Ticket app", [0, 3, 8, 9]),
    ("Night train pilot", [0, 2, 10, 3]),
    ("Bikes on board", [0, 1, 7, 6]),
    ("Lifts and step-free", [1, 3, 4, 5]),
    ("Pay talks", [0, 2, 3, 4]),
    ("Lost and found", [0, 2, 2, 4]),
    ("School trips", [0, 2, 0, 3]),
];

/// The moment of `Frame::sample`.
fn now() -> Timestamp {
    sample_at("2026-11-24T07:52:00Z")
}

fn minutes(count: usize) -> SignedDuration {
    SignedDuration::from_mins(i64::try_from(count).expect("samples are small"))
}

fn table(rank: usize, (name, states): &Guests, is_judged: bool) -> Table {
    let mut people = Vec::new();
    for (state, count) in State::ALL.iter().zip(states) {
        for _ in 0..*count {
            people.push(person(rank, people.len(), *state, is_judged));
        }
    }
    let id = if name.is_empty() { TableId::ToUs } else { TableId::Topic(TopicId(rank as i64)) };
    Table {
        id,
        name: (*name).to_owned(),
        topics: Vec::new(),
        rank,
        posts: people.iter().map(|person| person.posts).sum(),
        speakers: people.len() + rank % 3,
        last_at: people.iter().map(|person| person.spoke_at).max().expect("somebody sits at each table"),
        people,
    }
}

/// Somebody; the numbers only have to look like nobody planned them.
fn person(rank: usize, at: usize, state: State, is_judged: bool) -> Person {
    let mixed = rank * 17 + at * 29;
    let spoke_at = now() - minutes(mixed % 97 + usize::from(!mixed.is_multiple_of(5)) * 6);
    let waiting_since = match state {
        State::Late => Some(now() - LATE_AFTER - minutes(mixed % 83 + 2)),
        State::Waiting => Some(now() - minutes(mixed * 7 % 230 + 1)),
        State::Answered | State::Heard => None,
    };
    let relation = match mixed % 19 {
        0 => Relation::Prospect,
        1 => Relation::Employee,
        2 => Relation::Press,
        3 => Relation::Community,
        4 if rank.is_multiple_of(4) => Relation::Competitor,
        5 => Relation::Unknown,
        6 if rank.is_multiple_of(5) => Relation::Partner,
        _ => Relation::Customer,
    };
    let stance = match mixed % 13 {
        0 => Some(Stance::Fan),
        1 => Some(Stance::Critic),
        _ => None,
    };
    let mood = match (mixed + rank) % 7 {
        0..=2 => Some(Sentiment::Negative),
        3 => Some(Sentiment::Mixed),
        4 | 5 => Some(Sentiment::Neutral),
        _ => Some(Sentiment::Positive),
    };
    let intent = [Intent::Complaint, Intent::Question, Intent::Case, Intent::Praise].get(mixed % 5).copied();
    Person {
        author: AuthorId((rank * 10_000 + at) as i64),
        state,
        waiting_since,
        relation: is_judged.then_some(relation),
        stance: stance.filter(|_| is_judged),
        mood: mood.filter(|_| is_judged),
        intent: intent.filter(|_| is_judged),
        posts: 1 + mixed % 3,
        spoke_at: waiting_since.map_or(spoke_at, |since| spoke_at.max(since)),
    }
}

fn voices(tables: &[Table]) -> Vec<Voice> {
    let said = [
        (3, 0, "Paweł Zieliński", "pl", "Autobus zastępczy nie przyjechał. Kto nas stąd zabierze?"),
        (7, 1, "Renske Ophoven", "de", "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!"),
        (5, 3, "Amélie Rousset", "fr", "Un train de nuit depuis Port Velle ? J’attends ça depuis vingt ans."),
    ];
    let voice = |(topic, ago, name, language, text): (i64, usize, &str, &str, &str)| Voice {
        conversation: ConversationId(topic),
        author: AuthorId(topic),
        table: tables[topic as usize % tables.len()].id,
        at: now() - minutes(ago),
        words: Words {
            post: PostId(topic),
            name: name.to_owned(),
            title: None,
            text: text.to_owned(),
            languages: vec![language.to_owned()],
        },
    };
    said.into_iter().map(voice).collect()
}

fn floor(guests: &[Guests], is_judged: bool) -> Floor {
    let mut tables: Vec<Table> =
        guests.iter().enumerate().map(|(rank, guests)| table(rank, guests, is_judged)).collect();
    tables.sort_by_key(|table| (std::cmp::Reverse(table.people.len()), table.rank));
    Floor {
        since: sample_at("2026-11-23T23:00:00Z"),
        now: now(),
        voices: if tables.is_empty() { Vec::new() } else { voices(&tables) },
        tables,
        waiting_before: 0,
        spam: 0,
        alike: 0,
        is_cut: false,
    }
}

pub(super) fn pages() -> Vec<(&'static str, FloorPage)> {
    let page = |floor| FloorPage { floor, window: Window::Today, wall: None, is_listening: true };
    let crowd: Vec<Guests> =
        MORNING.iter().map(|(name, states)| (*name, states.map(|count| count * 25 + count / 2))).collect();
    let mut crisis = floor(&crowd, false);
    crisis.tables.push(Table {
        id: TableId::Small,
        name: String::new(),
        topics: vec!["Crew scheduling".into(), "Heating".into(), "Refunds".into(), "Press trip".into()],
        ..table(40, &("Small", [3, 40, 60, 47]), false)
    });
    (crisis.waiting_before, crisis.is_cut) = (38, true);
    let few = [("", [0, 0, 0, 1]), ("Opening hours", [0, 1, 1, 0]), ("Ticket app", [1, 0, 1, 1])];
    let calm =
        [("Bikes on board", [0, 0, 9, 2]), ("Night train pilot", [0, 0, 5, 6]), ("Winter timetable", [0, 0, 12, 3])];
    let mut week = floor(MORNING, false);
    week.waiting_before = 1;
    let mut closed = page(floor(&[], false));
    closed.is_listening = false;
    let mut nobody = page(floor(&[], false));
    nobody.floor.waiting_before = 3;
    vec![
        ("", page(floor(MORNING, false))),
        ("judged", page(floor(MORNING, true))),
        ("few", page(floor(&few, false))),
        ("calm", page(floor(&calm, false))),
        ("one", page(floor(&[("Lost and found", [0, 1, 0, 0])], false))),
        ("crisis", page(crisis)),
        ("week", FloorPage { window: Window::Week, ..page(week) }),
        ("nobody", nobody),
        ("closed", closed),
        ("wall", FloorPage { wall: Some(Wall::Dark), ..page(floor(MORNING, false)) }),
        ("wall-light", FloorPage { wall: Some(Wall::Light), ..page(floor(MORNING, false)) }),
        ("wall-nobody", FloorPage { wall: Some(Wall::Dark), ..page(floor(&[], false)) }),
    ]
}
