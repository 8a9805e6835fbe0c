//! The towns along the railway, and what a story says about its train.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::language::Language;
use crate::seed::Random;

/// The stations of the Vellenbahn. There is no such railway, and there are no such towns.
pub const STATIONS: [&str; 14] = [
    "Port Velle",
    "Hallgrund",
    "Moorkamp",
    "Birkenmoor",
    "Vellenstadt",
    "Ostervelle",
    "Ahrenfurt",
    "Tiefenrode",
    "Eskenfeld",
    "Grauholm",
    "Wolmersiel",
    "Sandwerder",
    "Kaldern",
    "Neu Kaldern",
];

/// What stays the same through a story: the station, the train, the delay.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) station: &'static str,
    pub(crate) other: &'static str,
    /// Minutes after midnight.
    time: usize,
    past: usize,
    line: usize,
    train: usize,
    minutes: usize,
    days: usize,
    count: usize,
    coach: usize,
    price: usize,
}

impl Facts {
    pub(crate) fn draw(random: &mut Random, now: Timestamp) -> Self {
        let place = random.below(STATIONS.len());
        let away = random.within(1, STATIONS.len() - 1);
        let now = minute_of_day(now);
        Self {
            station: STATIONS[place],
            other: STATIONS[(place + away) % STATIONS.len()],
            time: (now + random.within(6, 55)) % MINUTES_A_DAY,
            past: (now + MINUTES_A_DAY - random.within(4, 75)) % MINUTES_A_DAY,
            line: random.within(1, 7),
            train: random.within(4_100, 4_990),
            minutes: random.within(3, 18) * 5,
            days: random.within(3, 15),
            count: random.within(2, 9),
            coach: random.within(1, 7),
            price: random.within(38, 790),
        }
    }

    /// The same facts for somebody who has been held at `station` for so long.
    pub(crate) fn caught(mut self, station: &'static str, minutes: usize) -> Self {
        if self.other == station {
            self.other = self.station;
        }
        self.station = station;
        self.minutes = minutes;
        self
    }

    /// What a slot stands for; `None` for a slot that there is not.
    pub(crate) fn slot(&self, name: &str, language: Language) -> Option<String> {
        Some(match name {
            "station" => self.station.into(),
            "other" => self.other.into(),
            "time" => clock_face(self.time, language),
            "past" => clock_face(self.past, language),
            "line" => self.line.to_string(),
            "train" => format!("RV {}", self.train),
            "min" => self.minutes.to_string(),
            "days" => self.days.to_string(),
            "n" => self.count.to_string(),
            "coach" => self.coach.to_string(),
            "price" => money(self.price, language),
            _ => return None,
        })
    }
}

const MINUTES_A_DAY: usize = 24 * 60;

fn clock_face(minute: usize, language: Language) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    match language {
        Language::Fr => format!("{hour}h{minute:02}"),
        _ => format!("{hour:02}:{minute:02}"),
    }
}

fn money(tenths: usize, language: Language) -> String {
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match language {
        Language::En => format!("€{whole}.{tenth}0"),
        Language::Ar | Language::Ja => format!("{whole}.{tenth}0 €"),
        _ => format!("{whole},{tenth}0 €"),
    }
}

/// The time of the towns: one hour ahead of UTC all the year, so that no table of zones is needed.
fn local(at: Timestamp) -> jiff::Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(1)))
}

fn minute_of_day(at: Timestamp) -> usize {
    let local = local(at);
    local.hour() as usize * 60 + local.minute() as usize
}

/// The hour that the towns' clocks show.
pub(crate) fn hour_of_day(at: Timestamp) -> usize {
    local(at).hour() as usize
}

/// How long before `at` the towns' clocks last showed this minute of the day; at least two hours.
pub(crate) fn last_time_of_day(at: Timestamp, minute: usize) -> Duration {
    let since = (minute_of_day(at) + MINUTES_A_DAY - minute) % MINUTES_A_DAY;
    let since = if since < 120 { since + MINUTES_A_DAY } else { since };
    Duration::from_secs(since as u64 * 60)
}

/// How much longer than on average the pause between two posts is at this hour: commuters write on the way.
pub(crate) fn quietness(at: Timestamp, mean: Duration) -> Duration {
    // Posts per hour of the day, in percent of the average.
    const BUSY: [u32; 24] =
        [18, 10, 8, 8, 14, 45, 110, 190, 185, 130, 105, 100, 105, 100, 100, 115, 160, 195, 160, 120, 110, 105, 75, 40];
    mean * 100 / BUSY[hour_of_day(at)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_train_is_near_the_time_at_which_somebody_writes() {
        let now = "2026-11-23T22:50:00Z".parse().unwrap();
        for number in 0..50 {
            let facts = Facts::draw(&mut Random::of(1, "facts", number), now);
            let time = facts.slot("time", Language::De).unwrap();
            assert!(("00:00".."00:50").contains(&time.as_str()) || time.starts_with("23:5"), "{time}");
            assert_ne!(facts.station, facts.other);
        }
    }
}
