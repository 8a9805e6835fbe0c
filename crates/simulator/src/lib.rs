#![doc = include_str!("../README.md")]

mod act;
mod cast;
mod channel;
mod clock;
mod fault;
mod language;
mod member;
mod name;
mod network;
mod person;
mod phrase;
mod picture;
mod place;
mod seed;
mod settings;
mod stage;
mod story;
mod team;
mod text;
mod topic;
mod truth;
mod world;

pub use channel::SimulatedChannel;
pub use clock::RuntimeClock;
pub use fault::Faults;
pub use language::Language;
pub use member::{TeamMember, members};
pub use network::{Announcement, OUR_HANDLE, OUR_ID, Stream};
pub use person::{PEOPLE, Person, Relation, Stance, Temper};
pub use phrase::Mood;
pub use place::STATIONS;
pub use settings::{Pace, Settings, Tempo};
pub use team::Suggestion;
pub use topic::topics;
pub use truth::{OurPost, TruePost, Truth};
pub use world::World;
