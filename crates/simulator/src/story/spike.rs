//! The signals at one station fail, and everybody speaks at once.

use std::time::Duration;

use super::conversation::{Conversation, Script};
use super::{Cue, Plot, press, staff};
use crate::person::Relation;
use crate::place::STATIONS;
use crate::seed::Random;
use crate::stage::Stage;
use crate::topic;

/// Dozens of posts within minutes: passengers first, then staff, neighbours, competitors, the press.
pub(super) struct Spike {
    station: &'static str,
    /// The time until it happens again.
    again: Option<Duration>,
}

/// How many speak.
const SPEAKERS: u32 = 34;

impl Spike {
    pub(super) fn new(station: &'static str, again: Option<Duration>) -> Self {
        Self { station, again }
    }

    fn speaker(&self, number: u32) -> Conversation {
        let who: fn(&crate::person::Person) -> bool = match number % 8 {
            5 => |person| matches!(person.relation, Relation::Community | Relation::Partner),
            7 => |person| {
                matches!(
                    person.relation,
                    Relation::Competitor | Relation::Unknown | Relation::Supplier
                )
            },
            _ => |person| person.relation == Relation::Customer,
        };
        Conversation::new(Script {
            topic: Some(topic::named("Signal failure")),
            station: Some(self.station),
            who,
            is_addressed: false,
            ignored: None,
        })
    }
}

impl Plot for Spike {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        match cue {
            Cue::Start => {
                let mut random = stage.random();
                let whole = stage.tempo().spike;
                for number in 0..SPEAKERS {
                    stage.wake(moment(&mut random, whole), Cue::Next(number));
                }
                if let Some(again) = self.again {
                    // Hallgrund mostly, but not always.
                    let elsewhere = *random.pick(&STATIONS);
                    let station = if random.chance(0.5) {
                        self.station
                    } else {
                        elsewhere
                    };
                    stage.spawn(again, Box::new(Self::new(station, self.again)));
                }
            }
            Cue::Next(12) => stage.spawn(Duration::ZERO, Box::new(staff::warning())),
            Cue::Next(20) => stage.spawn(Duration::ZERO, Box::new(press::enquiry())),
            Cue::Next(number) => stage.spawn(Duration::ZERO, Box::new(self.speaker(number))),
            _ => {}
        }
    }
}

/// A moment within the spike: it rises fast and fades.
fn moment(random: &mut Random, whole: Duration) -> Duration {
    let parts = [
        random.below(1_000),
        random.below(1_000),
        random.below(1_000),
    ];
    let early = parts.into_iter().min().unwrap_or_default() as u32;
    whole / 1_000 * early + Duration::from_millis(random.below(900) as u64)
}
