//! The world: people, their network, and time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use channels::{ChannelError, Received, StreamCursor};
use jiff::Timestamp;
use model::{Clock, ReceivedPost};
use tokio::sync::Notify;

use crate::act::Record;
use crate::fault::Dice;
use crate::network::{Announcement, Network, PostIndex, Stream, our_post_id};
use crate::person::{self, Person, Stance};
use crate::settings::{Pace, Settings};
use crate::stage::{Due, Stage};
use crate::story::{self, Cue, Plot};
use crate::team::{self, Suggestion};
use crate::truth::{self, Truth};

/// A world from one seed. The same seed, the same moments and the same acts of ours give the same world.
///
/// It lives on the clock that it is given: asked at any moment, it first lets everything happen that was due before.
pub struct World {
    pub(crate) fixed: Fixed,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Told when an act of ours changed what comes next.
    pub(crate) changed: Notify,
}

/// What never changes in a world.
pub(crate) struct Fixed {
    pub(crate) seed: u64,
    pub(crate) started_at: Timestamp,
    pub(crate) settings: Settings,
    pub(crate) dice: Dice,
}

impl Fixed {
    pub(crate) fn pace_at(&self, now: Timestamp) -> Pace {
        if now >= self.started_at { self.settings.pace } else { self.settings.history_pace }
    }
}

/// What changes.
pub(crate) struct State {
    pub(crate) now: Timestamp,
    pub(crate) people: Vec<Person>,
    /// People whose accounts are gone.
    pub(crate) gone: HashSet<usize>,
    pub(crate) network: Network,
    /// What will happen, by moment and order of planning.
    pub(crate) schedule: BTreeMap<(Timestamp, u64), Due>,
    pub(crate) planned: u64,
    pub(crate) plots: Vec<Option<Box<dyn Plot>>>,
    /// How often each sentence was said.
    pub(crate) said: HashMap<&'static str, u32>,
    /// When each person last began to speak.
    pub(crate) spoke_at: HashMap<usize, Timestamp>,
    calls: u64,
    connections: u64,
    /// Attempts to send, by intent.
    attempts: HashMap<i64, u64>,
    /// What we did without words and did not take back: `like:` and what is liked, and so on.
    gestures: BTreeSet<String>,
}

/// Announcements of a stream, and how far they reach.
pub(crate) struct Stretch {
    pub(crate) announcements: Vec<Announcement>,
    /// The number of the last announcement looked at, of whatever stream.
    pub(crate) covered: u64,
    pub(crate) heard_until: Timestamp,
    pub(crate) is_end: bool,
}

impl World {
    /// A world for somebody who watches: three days of history, then live ([`Settings::demo`]).
    pub fn new(seed: u64, clock: Arc<dyn Clock>, started_at: Timestamp) -> Arc<Self> {
        Self::with_settings(seed, clock, started_at, Settings::demo())
    }

    /// A world that runs as told.
    pub fn with_settings(seed: u64, clock: Arc<dyn Clock>, started_at: Timestamp, settings: Settings) -> Arc<Self> {
        let begins_at = started_at - settings.history;
        let fixed = Fixed { seed, started_at, dice: Dice { seed, faults: settings.faults }, settings };
        let mut state = State {
            now: begins_at,
            people: person::populate(seed),
            gone: HashSet::new(),
            network: Network::new(),
            schedule: BTreeMap::new(),
            planned: 0,
            plots: vec![],
            said: HashMap::new(),
            spoke_at: HashMap::new(),
            calls: 0,
            connections: 0,
            attempts: HashMap::new(),
            gestures: BTreeSet::new(),
        };
        story::plan(&fixed, &mut state);
        Arc::new(Self { fixed, clock, state: Mutex::new(state), changed: Notify::new() })
    }

    /// Everybody, as they are now.
    pub fn people(&self) -> Vec<Person> {
        self.state().people.clone()
    }

    /// When the history ends and the live world begins.
    pub fn started_at(&self) -> Timestamp {
        self.fixed.started_at
    }

    /// What the network announced from `from` on and before `to`, in order; nothing of the future.
    pub fn history(&self, from: Timestamp, to: Timestamp) -> Vec<Announcement> {
        let state = self.state();
        let all = &state.network.announcements;
        let place = |at: Timestamp| all.partition_point(|announcement| announcement.at < at);
        all[place(from)..place(to).max(place(from))].to_vec()
    }

    /// The cursors of somebody who heard everything announced before `at`, one per stream.
    pub fn cursors_at(&self, at: Timestamp) -> Vec<StreamCursor> {
        let state = self.state();
        let covered = state.network.announcements.partition_point(|announcement| announcement.at < at);
        let cursor = |stream: Stream| StreamCursor { stream: stream.name().into(), value: covered.to_string() };
        self.fixed.settings.streams().iter().copied().map(cursor).collect()
    }

    /// Has the streams look at the clock: for whoever moved it by hand.
    pub fn nudge(&self) {
        self.changed.notify_waiters();
    }

    /// What really is the case now.
    pub fn truth(&self) -> Truth {
        let state = self.state();
        truth::read(&state.network, &state.people)
    }

    /// What the team would answer and how it would label the conversation; `None` for posts that need no answer.
    pub fn suggestion_for(&self, remote_id: &str) -> Option<Suggestion> {
        let state = self.state();
        team::suggest(&state.network, state.network.find(remote_id)?)
    }

    /// What the team would answer, in the language of the person; `None` for posts that need no answer.
    pub fn answer_for(&self, post: &ReceivedPost) -> Option<String> {
        self.suggestion_for(&post.remote.id).map(|suggestion| suggestion.answer)
    }

    /// The state after everything that was due has happened.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().expect("no holder panics");
        advance(&self.fixed, &mut state, self.clock.now());
        state
    }

    /// Counts a call and refuses it when the dice say so.
    pub(crate) fn admit(&self) -> Result<(), ChannelError> {
        let mut state = self.state();
        state.calls += 1;
        self.fixed.dice.limit(state.calls)
    }

    /// The number of a new connection.
    pub(crate) fn connect(&self) -> u64 {
        let mut state = self.state();
        state.connections += 1;
        state.connections
    }

    /// The next announcements of a stream after the one with the number `after`.
    pub(crate) fn read(&self, stream: Stream, after: u64, limit: usize) -> Stretch {
        let state = self.state();
        let all = &state.network.announcements;
        let from = usize::try_from(after).unwrap_or(usize::MAX).min(all.len());
        let announcements: Vec<_> =
            all[from..].iter().filter(|announcement| announcement.stream == stream).take(limit).cloned().collect();
        let is_end = announcements.len() < limit;
        let (covered, heard_until) = match announcements.last() {
            Some(last) if !is_end => (last.number, last.at),
            _ => (all.len() as u64, state.now),
        };
        Stretch { announcements, covered, heard_until, is_end }
    }

    /// How long until something is due; `None` when nothing ever is.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        let state = self.state();
        let (at, _) = state.schedule.keys().next()?;
        Duration::try_from(at.duration_since(state.now)).ok()
    }

    /// Posts an answer of ours.
    ///
    /// `None` when what it answers does not stand. One that stands already is given, not made twice.
    pub(crate) fn post_ours(&self, record: &Record) -> Option<PostIndex> {
        let mut state = self.state();
        if let Some(index) = state.network.find(&our_post_id(&record.key())) {
            return Some(index);
        }
        let index = match &record.parent {
            Some(parent) => {
                let parent = state.network.find(parent)?;
                let plot = state.network.post(parent).draft.plot;
                Stage::new(&self.fixed, &mut state, plot).answer(record, parent)?
            }
            None => Stage::new(&self.fixed, &mut state, 0).say(record)?,
        };
        drop(state);
        self.changed.notify_waiters();
        Some(index)
    }

    /// Whether somebody takes private messages from us: the hostile do not.
    pub(crate) fn takes_private(&self, remote_id: &str) -> bool {
        let state = self.state();
        let found = (0..state.people.len()).find(|person| state.people[*person].remote_id == remote_id);
        found.is_some_and(|person| !state.gone.contains(&person) && state.people[person].stance != Stance::Hostile)
    }

    /// Counts an attempt to send for an intent.
    pub(crate) fn count_attempt(&self, intent: i64) -> u64 {
        let mut state = self.state();
        let attempts = state.attempts.entry(intent).or_default();
        *attempts += 1;
        *attempts
    }

    /// What we did without words and did not take back: `like:` and the id of what is liked, and so on.
    pub fn gestures(&self) -> BTreeSet<String> {
        self.state().gestures.clone()
    }

    pub(crate) fn make_gesture(&self, gesture: &str) {
        self.state().gestures.insert(gesture.to_owned());
    }

    pub(crate) fn take_back_gesture(&self, gesture: &str) {
        self.state().gestures.remove(gesture);
    }

    /// Deletes a post of ours.
    pub(crate) fn delete_ours(&self, index: PostIndex) {
        let mut state = self.state();
        let plot = state.network.post(index).draft.plot;
        Stage::new(&self.fixed, &mut state, plot).delete(index);
        drop(state);
        self.changed.notify_waiters();
    }
}

/// Lets everything happen that is due until `to`. A clock that steps back changes nothing.
fn advance(fixed: &Fixed, state: &mut State, to: Timestamp) {
    while let Some(entry) = state.schedule.first_entry() {
        let (at, _) = *entry.key();
        if at > to {
            break;
        }
        let due = entry.remove();
        state.now = state.now.max(at);
        happen(fixed, state, due);
    }
    state.now = state.now.max(to);
}

fn happen(fixed: &Fixed, state: &mut State, due: Due) {
    match due {
        Due::Arrival(number) => story::arrive(fixed, state, number),
        Due::Turn { plot, cue } => turn(fixed, state, plot, cue),
        Due::Announcement { stream, received, about } => {
            if let Some(post) = about {
                state.network.posts[post.0].pending -= 1;
            }
            announce(state, stream, *received, about);
        }
        Due::TeamAnswer { post } => {
            let plot = state.network.post(post).draft.plot;
            Stage::new(fixed, state, plot).team_answer(post);
        }
    }
}

/// Gives a plot its turn. It is taken out meanwhile, so that it can change everything else.
pub(crate) fn turn(fixed: &Fixed, state: &mut State, plot: usize, cue: Cue) {
    if let Some(mut taken) = state.plots[plot].take() {
        taken.turn(&mut Stage::new(fixed, state, plot), cue);
        state.plots[plot] = Some(taken);
    }
}

pub(crate) fn announce(state: &mut State, stream: Stream, received: Received, about: Option<PostIndex>) {
    if let Some(post) = about {
        state.network.posts[post.0].is_announced = true;
    }
    let number = state.network.announcements.len() as u64 + 1;
    state.network.announcements.push(Announcement { number, at: state.now, stream, received });
}
