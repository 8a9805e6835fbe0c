//! Stories: what happens between people and the organisation, one file for each kind.

use std::time::Duration;

use crate::network::PostIndex;
use crate::place;
use crate::seed::Random;
use crate::settings::Pace;
use crate::stage::{Due, Stage, plan as plan_due};
use crate::world::{self, Fixed, State};

mod awkward;
mod conversation;
mod departure;
mod elsewhere;
mod mind;
mod organisation;
mod press;
mod spike;
mod staff;
mod words;

/// A story that goes on in turns.
pub(crate) trait Plot: Send {
    /// Goes on because of `cue`.
    fn turn(&mut self, stage: &mut Stage<'_>, cue: Cue);
}

/// Why a story goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cue {
    /// It begins.
    Start,
    /// We answered a post of it.
    Answered { ours: PostIndex, to: PostIndex },
    /// Whoever we answered has read it.
    React { ours: PostIndex, to: PostIndex, was_late: bool },
    /// Somebody waited long for an answer after so many exchanges.
    Waited { exchanges: u32 },
    /// Somebody else joins.
    Join,
    /// The writer corrects the first post.
    Correct,
    /// The writer takes the first post back.
    Regret,
    /// The next of many speaks.
    Next(u32),
}

/// Stories have about so many posts, in tenths; the pace counts posts. Measured by a test below.
const POSTS_PER_STORY_TENTHS: u32 = 23;

/// Plans the first story, and the spikes: one on the last morning before the start, then as the settings say.
pub(crate) fn plan(fixed: &Fixed, state: &mut State) {
    plan_due(state, Duration::ZERO, Due::Arrival(0));
    let history = fixed.settings.history;
    let morning = place::last_time_of_day(fixed.started_at, 7 * 60 + 40);
    if let Some(before) = history.checked_sub(morning) {
        plan_plot(state, before, Box::new(spike::Spike::new("Hallgrund", None)));
    }
    if let Some((first, every)) = fixed.settings.spike {
        plan_plot(state, history + first, Box::new(spike::Spike::new("Hallgrund", Some(every))));
    }
}

/// Plans the beginning of a story.
pub(crate) fn plan_plot(state: &mut State, after: Duration, plot: Box<dyn Plot>) {
    let place = state.plots.len();
    state.plots.push(Some(plot));
    plan_due(state, after, Due::Turn { plot: place, cue: Cue::Start });
}

/// Begins a story and plans the arrival of the next.
pub(crate) fn arrive(fixed: &Fixed, state: &mut State, number: u64) {
    let mut random = Random::of(fixed.seed, "arrival", number);
    let is_live = state.now >= fixed.started_at;
    let mut pause = until_next(fixed.pace_at(state.now), state, &mut random);
    if !is_live {
        // The first live post comes soon, whatever the pace before.
        let rest = Duration::try_from(fixed.started_at.duration_since(state.now)).unwrap_or_default();
        pause = pause.min(rest + Duration::from_millis(1_500));
    }
    plan_due(state, pause, Due::Arrival(number + 1));

    let plot = begin(&mut random);
    let place = state.plots.len();
    state.plots.push(Some(plot));
    world::turn(fixed, state, place, Cue::Start);
}

fn until_next(pace: Pace, state: &State, random: &mut Random) -> Duration {
    let mean = pace.between_posts * POSTS_PER_STORY_TENTHS / 10;
    let mean = if pace.follows_the_day { place::quietness(state.now, mean) } else { mean };
    // People come in small crowds: one in six right behind another.
    if random.chance(0.17) {
        return random.pause((Duration::from_millis(150), Duration::from_millis(1_800)));
    }
    let pause = random.arrival(mean * 6 / 5);
    // Whoever watches is not to wait long for somebody to speak.
    if pace.follows_the_day { pause } else { pause.min(mean * 3 / 2) }
}

fn begin(random: &mut Random) -> Box<dyn Plot> {
    match random.weighted(&[66, 18, 4, 3, 2, 5, 2]) {
        0 => Box::new(conversation::Conversation::new(conversation::Script::ANYTHING)),
        1 => Box::new(elsewhere::Elsewhere::default()),
        2 => Box::new(awkward::Awkward),
        3 => Box::new(staff::warning()),
        4 => Box::new(press::enquiry()),
        5 => Box::new(organisation::statement(random)),
        _ => Box::new(departure::Departure),
    }
}
