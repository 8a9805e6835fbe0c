//! The signals at one station fail, and everybody speaks at once.

use std::time::Duration;

use jiff::Timestamp;

use super::conversation::{Conversation, Script};
use super::{Cue, Plot, organisation, press, staff};
use crate::person::Relation;
use crate::place::STATIONS;
use crate::seed::Random;
use crate::stage::Stage;
use crate::topic;

/// Dozens of posts within minutes: passengers first, among them staff, partners, competitors, the press.
pub(super) struct Spike {
    station: &'static str,
    /// The time until it happens again.
    again: Option<Duration>,
    begun_at: Option<Timestamp>,
}

/// How many speak.
const SPEAKERS: u32 = 38;

impl Spike {
    pub(super) fn new(station: &'static str, again: Option<Duration>) -> Self {
        Self { station, again, begun_at: None }
    }

    fn begin(&mut self, stage: &mut Stage<'_>) {
        self.begun_at = Some(stage.now());
        let mut random = stage.random();
        let whole = stage.tempo().spike;
        for number in 0..SPEAKERS {
            stage.wake(moment(&mut random, whole), Cue::Next(number));
        }
        if let Some(again) = self.again {
            // Hallgrund mostly, but not always.
            let another = *random.pick(&STATIONS);
            let station = *random.pick(&[self.station, another]);
            stage.spawn(again, Box::new(Self::new(station, self.again)));
        }
    }

    fn speaker(&self, number: u32, stage: &Stage<'_>) -> Conversation {
        match number {
            12 => staff::warning(),
            17 => organisation::of(Relation::Partner),
            20 => press::enquiry(),
            26 => organisation::of(Relation::Competitor),
            31 => organisation::of(Relation::Community),
            _ => self.passenger(stage),
        }
    }

    fn passenger(&self, stage: &Stage<'_>) -> Conversation {
        let elapsed = self.begun_at.map_or(0, |begun_at| stage.now().duration_since(begun_at).as_millis());
        // Trains stood for some minutes before anybody wrote; where time is short, it passes faster.
        let whole = stage.tempo().spike.as_millis().max(1);
        let minutes = 6 + 35 * elapsed.unsigned_abs() / whole;
        Conversation::new(Script {
            topic: Some(topic::named("Signal failure")),
            caught: Some((self.station, minutes as usize)),
            ..Script::ANYTHING
        })
    }
}

impl Plot for Spike {
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue) {
        match cue {
            Cue::Start => self.begin(stage),
            Cue::Next(number) => {
                let speaker = self.speaker(number, stage);
                stage.spawn(Duration::ZERO, Box::new(speaker));
            }
            _ => {}
        }
    }
}

/// A moment within the spike: it rises fast and fades.
fn moment(random: &mut Random, whole: Duration) -> Duration {
    let parts = [random.below(1_000), random.below(1_000)];
    let early = parts.into_iter().min().unwrap_or_default() as u32;
    whole / 1_000 * early + Duration::from_millis(random.below(900) as u64)
}
