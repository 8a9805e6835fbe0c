//! How a world runs.

use std::time::Duration;

use crate::fault::Faults;
use crate::network::Stream;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// How a world runs. Two of them make sense as they are: [`Settings::demo`], in which somebody watches, and
/// [`Settings::natural`], in which time passes as it does outside.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long people had been talking when the world was started.
    pub history: Duration,
    /// The pace before the start.
    pub history_pace: Pace,
    /// The pace from the start on.
    pub pace: Pace,
    /// How quickly people react from the start on; before it always naturally.
    pub tempo: Tempo,
    /// When, after the start, the signals fail, and how long after that again; `None` for never.
    pub spike: Option<(Duration, Duration)>,
    /// How many of a hundred posts that ask for an answer the organisation answered by itself, before the start.
    pub answered_before: usize,
    /// Whether posts of ours are announced on the stream of the post that they answer, as networks do.
    pub echoes_ours: bool,
    /// Whether what concerns our account comes on a stream of its own. Streams know nothing of each other: whoever
    /// catches up may hear an answer before the question. When not, all comes on the public stream, in order.
    pub has_account_stream: bool,
    /// What goes wrong.
    pub faults: Faults,
}

/// How often somebody writes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The time between two posts, on average, stories with all their turns counted.
    pub between_posts: Duration,
    /// Whether people write more on their way to work and less at night.
    pub follows_the_day: bool,
}

/// How quickly people react, as ranges.
#[derive(Clone, Copy, Debug)]
pub struct Tempo {
    /// From an answer to what the person says to it.
    pub reaction: (Duration, Duration),
    /// Until others join a thread.
    pub joining: (Duration, Duration),
    /// Until somebody corrects or regrets what they wrote.
    pub second_thought: (Duration, Duration),
    /// Until somebody who was not answered asks again.
    pub patience: (Duration, Duration),
    /// An answer after this time is late.
    pub late: Duration,
    /// The time in which a spike is over.
    pub spike: Duration,
    /// Until the organisation, left to itself, answers.
    pub team: (Duration, Duration),
}

impl Tempo {
    /// As outside.
    pub const NATURAL: Self = Self {
        reaction: (minutes(2), minutes(40)),
        joining: (minutes(1), minutes(50)),
        second_thought: (minutes(1), minutes(20)),
        patience: (minutes(90), minutes(300)),
        late: minutes(120),
        spike: minutes(35),
        team: (minutes(5), minutes(170)),
    };

    /// For somebody who watches.
    pub const DEMO: Self = Self {
        reaction: (seconds(4), seconds(20)),
        joining: (seconds(6), seconds(60)),
        second_thought: (seconds(8), seconds(45)),
        patience: (seconds(240), seconds(900)),
        late: seconds(300),
        spike: minutes(4),
        team: (seconds(20), seconds(120)),
    };
}

impl Settings {
    /// Three days of history, then a post about every six seconds, no faults but a broken connection now and then.
    pub fn demo() -> Self {
        Self {
            history: minutes(3 * 24 * 60),
            history_pace: Pace { between_posts: minutes(6), follows_the_day: true },
            pace: Pace { between_posts: seconds(6), follows_the_day: false },
            tempo: Tempo::DEMO,
            spike: Some((minutes(3), minutes(50))),
            answered_before: 80,
            echoes_ours: true,
            has_account_stream: false,
            faults: Faults::MILD,
        }
    }

    /// No history, then traffic as outside, no faults: for tests that let days pass.
    pub fn natural() -> Self {
        Self {
            history: Duration::ZERO,
            history_pace: Pace { between_posts: minutes(6), follows_the_day: true },
            pace: Pace { between_posts: minutes(6), follows_the_day: true },
            tempo: Tempo::NATURAL,
            spike: Some((minutes(9 * 60), minutes(31 * 60))),
            answered_before: 80,
            echoes_ours: true,
            has_account_stream: true,
            faults: Faults::NONE,
        }
    }

    /// The streams that the network offers.
    pub fn streams(&self) -> &'static [Stream] {
        if self.has_account_stream { &Stream::ALL } else { &[Stream::Public] }
    }

    /// The same, with these faults.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }
}
