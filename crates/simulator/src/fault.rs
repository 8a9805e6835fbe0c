//! What goes wrong on purpose.

use channels::ChannelError;

use crate::seed::Random;

/// What goes wrong, by rate: 0 is never, 1 is always. Which post, which call and which connection it meets is a
/// function of the seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Faults {
    /// A connection breaks after about so many announcements; `None` for never.
    pub disconnect_every: Option<u32>,
    /// The share of announcements that come twice.
    pub duplicate_rate: f64,
    /// The share of posts that are announced minutes or hours after they were written.
    pub late_rate: f64,
    /// The share of calls that are refused for now, with a time to wait.
    pub rate_limit_rate: f64,
    /// The share of answers that stand while their sender is told of a broken connection.
    pub send_lost_answer_rate: f64,
    /// The share of answers that the network will never take.
    pub send_refused_rate: f64,
    /// The share of announcements before which comes one that nobody can read.
    pub unparsed_rate: f64,
}

impl Faults {
    /// Nothing goes wrong.
    pub const NONE: Self = Self {
        disconnect_every: None,
        duplicate_rate: 0.0,
        late_rate: 0.0,
        rate_limit_rate: 0.0,
        send_lost_answer_rate: 0.0,
        send_refused_rate: 0.0,
        unparsed_rate: 0.0,
    };

    /// A good day on a real network.
    pub const MILD: Self =
        Self { disconnect_every: Some(400), duplicate_rate: 0.01, late_rate: 0.01, unparsed_rate: 0.002, ..Self::NONE };

    /// A bad week.
    pub const WILD: Self = Self {
        disconnect_every: Some(25),
        duplicate_rate: 0.1,
        late_rate: 0.1,
        rate_limit_rate: 0.1,
        send_lost_answer_rate: 0.2,
        send_refused_rate: 0.05,
        unparsed_rate: 0.03,
    };
}

/// What becomes of an attempt to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendFate {
    Taken,
    AnswerLost,
    Refused,
}

/// Draws faults from the seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice {
    pub(crate) seed: u64,
    pub(crate) faults: Faults,
}

impl Dice {
    fn falls(self, purpose: &str, number: u64, rate: f64) -> bool {
        rate > 0.0 && Random::of(self.seed, purpose, number).chance(rate)
    }

    pub(crate) fn is_duplicate(self, announcement: u64) -> bool {
        self.falls("duplicate", announcement, self.faults.duplicate_rate)
    }

    pub(crate) fn has_unreadable_before(self, announcement: u64) -> bool {
        self.falls("unparsed", announcement, self.faults.unparsed_rate)
    }

    /// How many announcements the given connection lasts.
    pub(crate) fn connection_length(self, connection: u64) -> Option<u64> {
        let every = u64::from(self.faults.disconnect_every?.max(1));
        let mut random = Random::of(self.seed, "disconnect", connection);
        Some(1 + random.below(2 * every as usize) as u64)
    }

    /// Refuses the given call for now.
    pub(crate) fn limit(self, call: u64) -> Result<(), ChannelError> {
        if self.falls("rate limit", call, self.faults.rate_limit_rate) {
            let mut random = Random::of(self.seed, "rate limit wait", call);
            let wait = std::time::Duration::from_secs(random.within(1, 5) as u64);
            return Err(ChannelError::retry("the network asks us to slow down").after(wait));
        }
        Ok(())
    }

    /// `intent` decides on refusal, so that a refused answer stays refused; `attempt` on the rest.
    pub(crate) fn send_fate(self, intent: i64, attempt: u64) -> SendFate {
        let key = intent as u64;
        if self.falls("refused", key, self.faults.send_refused_rate) {
            SendFate::Refused
        } else if self.falls("lost answer", key ^ (attempt << 48), self.faults.send_lost_answer_rate) {
            SendFate::AnswerLost
        } else {
            SendFate::Taken
        }
    }

    /// What stands on the wire where nobody can read it.
    pub(crate) fn unreadable(self, announcement: u64) -> (String, String) {
        const BROKEN: [(&str, &str); 4] = [
            ("{\"kind\":\"post\",\"text\":\"Zug ist", "the JSON ends in the middle of a string"),
            ("{\"kind\":\"poll\",\"choices\":3}", "a kind of record that is not known"),
            ("{\"kind\":\"post\",\"at\":\"gestern\"}", "a time stamp that is none"),
            ("\u{0}\u{1}\u{fffd}", "not JSON"),
        ];
        let (raw, reason) = *Random::of(self.seed, "unreadable", announcement).pick(&BROKEN);
        (format!("{raw} #{announcement}"), reason.to_owned())
    }
}
