//! Clocks of a conversation: how long there still is to answer, or to be done.
//!
//! They are a function of what happened ([`SlaTurn`]) and of what is promised ([`SlaTerm`]), so that whatever is taken back,
//! learned late or counted anew comes to the same clocks.

use jiff::{SignedDuration, Timestamp};

use crate::{Calendar, SlaKind, Status};

crate::words! {
    /// What sets, stops and pauses clocks.
    pub enum SlaTurnKind {
        /// Somebody outside wrote.
        Wrote = "wrote",
        /// An answer of ours is out.
        Answered = "answered",
        /// The conversation is ours to work on.
        Active = "active",
        /// It is the person's turn.
        Waiting = "waiting",
        /// It is put away until a time.
        Snoozed = "snoozed",
        /// It is done, or set aside.
        Ended = "ended",
    }
}

impl SlaTurnKind {
    /// Where a conversation stands, as far as clocks care.
    pub const fn of(status: Status, is_set_aside: bool) -> Self {
        match status {
            _ if is_set_aside => Self::Ended,
            Status::New | Status::Open => Self::Active,
            Status::Waiting => Self::Waiting,
            Status::Snoozed => Self::Snoozed,
            Status::Resolved | Status::Archived => Self::Ended,
        }
    }

    /// Whether it tells where a conversation stands.
    pub const fn is_standing(self) -> bool {
        !matches!(self, Self::Wrote | Self::Answered)
    }
}

/// Something that sets, stops or pauses clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlaTurn {
    /// What.
    pub kind: SlaTurnKind,
    /// When.
    pub at: Timestamp,
}

crate::words! {
    /// The state of a clock.
    pub enum SlaState {
        /// It goes.
        Running = "running",
        /// It stands still, and will go on.
        Paused = "paused",
        /// What was promised is done.
        Met = "met",
        /// The conversation was put away without; it goes on when that comes back.
        Ended = "ended",
    }
}

/// One promise to one conversation.
#[derive(Clone, Copy, Debug)]
pub struct SlaTerm<'a> {
    /// Within how much working time.
    pub target: SignedDuration,
    /// How much of it before the end is warned; none when zero.
    pub warning: SignedDuration,
    /// Whether it stands still while the conversation is snoozed.
    pub pauses_when_snoozed: bool,
    /// Whether, as a clock of resolution, it stands still while it is the person's turn.
    pub pauses_when_waiting: bool,
    /// In which hours is counted.
    pub hours: &'a Calendar,
}

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlaClock {
    /// What it times.
    pub kind: SlaKind,
    /// Which of its kind in the conversation, from 1.
    pub number: i64,
    /// When it was first set going.
    pub started_at: Timestamp,
    /// Its state.
    pub state: SlaState,
    /// Since when it has that state.
    pub since: Timestamp,
    /// Working time counted until then.
    pub spent: SignedDuration,
    /// While it runs: when it is too late. `None` when that never comes, since nobody is ever there.
    pub due_at: Option<Timestamp>,
    /// While it runs and is not too late: when is warned.
    pub warn_at: Option<Timestamp>,
    /// The deadline that it passed before it stood still or stopped.
    pub missed_at: Option<Timestamp>,
}

impl SlaClock {
    fn started(kind: SlaKind, number: i64, at: Timestamp) -> Self {
        Self {
            kind,
            number,
            started_at: at,
            state: SlaState::Running,
            since: at,
            spent: SignedDuration::ZERO,
            due_at: None,
            warn_at: None,
            missed_at: None,
        }
    }

    fn become_state(&mut self, state: SlaState, at: Timestamp, term: &SlaTerm<'_>) {
        if self.state == state {
            return;
        }
        if self.state == SlaState::Running {
            let left = term.target - self.spent;
            let spent = term.hours.between(self.since, at);
            if spent > left && self.missed_at.is_none() {
                self.missed_at = term.hours.after(self.since, left);
            }
            self.spent += spent;
        }
        (self.state, self.since) = (state, at);
    }

    /// What follows from a state that lasts: when it is too late, when is warned.
    fn look_ahead(&mut self, term: &SlaTerm<'_>) {
        if self.state != SlaState::Running {
            return;
        }
        self.due_at = self.missed_at.or_else(|| term.hours.after(self.since, term.target - self.spent));
        if self.missed_at.is_none() && term.warning.is_positive() {
            self.warn_at = term.hours.after(self.since, term.target - term.warning - self.spent);
        }
    }

    /// The state where a conversation stands so.
    fn state_in(&self, standing: SlaTurnKind, term: &SlaTerm<'_>) -> SlaState {
        let is_resolution = self.kind == SlaKind::Resolution;
        match standing {
            SlaTurnKind::Ended if is_resolution => SlaState::Met,
            SlaTurnKind::Ended => SlaState::Ended,
            SlaTurnKind::Snoozed if term.pauses_when_snoozed => SlaState::Paused,
            // An answer is owed until it is out, whoever's turn it is said to be.
            SlaTurnKind::Waiting if term.pauses_when_waiting && is_resolution => SlaState::Paused,
            _ => SlaState::Running,
        }
    }
}

/// The clocks of a conversation after these turns, in the order they began. `terms` says what is promised of one, by its kind
/// and number; where it says nothing there is no clock. Turns that are told out of order happened no earlier than those
/// before them.
pub fn sla_clocks<'a>(turns: &[SlaTurn], terms: impl Fn(SlaKind, i64) -> Option<SlaTerm<'a>>) -> Vec<SlaClock> {
    let mut clocks: Vec<(SlaClock, SlaTerm<'a>)> = Vec::new();
    let mut owed: Option<(SlaKind, i64)> = None;
    let (mut is_opened, mut is_answered, mut asked_again) = (false, false, 0);
    let mut standing = SlaTurnKind::Active;
    let mut now = Timestamp::MIN;
    for turn in turns {
        now = now.max(turn.at);
        let mut start = |kind, number| {
            clocks.extend(terms(kind, number).map(|term| (SlaClock::started(kind, number, now), term)));
        };
        match turn.kind {
            SlaTurnKind::Wrote => {
                if !std::mem::replace(&mut is_opened, true) {
                    start(SlaKind::Resolution, 1);
                }
                if owed.is_none() {
                    let (kind, number) = match is_answered {
                        true => (SlaKind::NextResponse, asked_again + 1),
                        false => (SlaKind::FirstResponse, 1),
                    };
                    asked_again += i64::from(is_answered);
                    start(kind, number);
                    owed = Some((kind, number));
                }
            }
            SlaTurnKind::Answered => {
                is_answered = true;
                let answered = owed.take();
                for (clock, term) in &mut clocks {
                    if Some((clock.kind, clock.number)) == answered {
                        clock.become_state(SlaState::Met, now, term);
                    }
                }
            }
            stands => standing = stands,
        }
        for (clock, term) in &mut clocks {
            if clock.kind == SlaKind::Resolution || owed == Some((clock.kind, clock.number)) {
                clock.become_state(clock.state_in(standing, term), now, term);
            }
        }
    }
    clocks.iter_mut().for_each(|(clock, term)| clock.look_ahead(term));
    clocks.into_iter().map(|(clock, _)| clock).collect()
}
