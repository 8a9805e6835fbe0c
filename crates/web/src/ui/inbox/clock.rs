//! The clocks of a conversation: on its row, over its thread, and why they stand as they do.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{CalendarId, ConversationId, SlaClock, SlaKind, SlaPolicyId, SlaState, SlaTurnKind};
use store::sla_clock::{self, Kept};
use store::{StoreError, Tx, calendar, policy};
use wording::t;

use crate::ui::components::{icon, rich, time};
use crate::ui::layout::Frame;
use crate::ui::sla_policy::length;

/// The clock of a conversation that runs out first, else one that stands still.
pub(crate) fn foremost(clocks: impl Iterator<Item = SlaClock> + Clone) -> Option<SlaClock> {
    let running = clocks.clone().filter(|clock| clock.state == SlaState::Running);
    let first = running.min_by_key(|clock| clock.due_at.unwrap_or(Timestamp::MAX));
    first.or_else(|| clocks.clone().find(|clock| clock.state == SlaState::Paused))
}

/// How a clock stands, in a word for styles, which words and sign say too.
fn standing(clock: &SlaClock, now: Timestamp) -> &'static str {
    let is_late = clock.missed_at.is_some() || clock.due_at.is_some_and(|due| due < now);
    match clock.state {
        SlaState::Running if is_late => "late",
        SlaState::Running if clock.warn_at.is_some_and(|warn| warn < now) => "near",
        SlaState::Running => "ok",
        SlaState::Paused => "paused",
        SlaState::Met | SlaState::Ended if is_late => "missed",
        SlaState::Met | SlaState::Ended => "met",
    }
}

fn what(kind: SlaKind) -> &'static str {
    match kind {
        SlaKind::FirstResponse => t!("First answer"),
        SlaKind::NextResponse => t!("Next answer"),
        SlaKind::Resolution => t!("Done"),
    }
}

/// How long there is left, or how late it is; `times.js` keeps the words current.
fn left_words(due: Timestamp, now: Timestamp) -> String {
    let seconds = due.as_second() - now.as_second();
    match seconds {
        0.. => t!("{length} left", length = time::length_exact(seconds)),
        _ => t!("{length} late", length = time::length_exact(-seconds)),
    }
}

/// A clock in few words: the time left, paused, late; the exact moment a hover away.
pub(crate) fn sign(clock: &SlaClock, frame: &Frame) -> Markup {
    let standing = standing(clock, frame.now);
    let due = clock.missed_at.or(clock.due_at);
    let exact =
        |due: Timestamp| t!("{clock} due {moment}", clock = what(clock.kind), moment = time::exact(due, &frame.zone));
    html! { span.sla data-sla=(standing) {
        @match (clock.state, due) {
            (SlaState::Running, Some(due)) => {
                (icon::line(if standing == "ok" { "clock" } else { "warn" }))
                time datetime=(due) title=(exact(due)) data-due data-warn=[clock.warn_at] { (left_words(due, frame.now)) }
            }
            (SlaState::Running, None) => { (icon::line("clock")) span title=(t!("Nobody is ever there in its calendar")) { (t!("never due")) } }
            (SlaState::Paused, _) => { (icon::line("pause")) span title=(t!("{clock}: stands still", clock = what(clock.kind))) { (t!("paused")) } }
            (SlaState::Met, _) => { (icon::line("check")) @if standing == "missed" { (t!("too late")) } @else { (t!("in time")) } }
            (SlaState::Ended, _) => { @if standing == "missed" { (t!("put away, too late")) } @else { (t!("put away")) } }
        }
    } }
}

/// A clock with why it stands as it does.
#[derive(Clone, Debug)]
pub struct Reasoned {
    /// The clock.
    pub clock: SlaClock,
    /// Its policy.
    pub policy: (SlaPolicyId, String),
    /// In whose hours it is counted; day and night when absent.
    pub calendar: Option<(CalendarId, String)>,
    /// Within how many seconds of working time.
    pub target_seconds: i64,
}

/// The clocks of the open conversation.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    /// In the order they began.
    pub clocks: Vec<Reasoned>,
    /// What set, paused and stopped them, oldest first.
    pub turns: Vec<(Timestamp, SlaTurnKind)>,
}

impl Clocks {
    pub(crate) async fn gather(tx: &mut Tx, id: ConversationId) -> Result<Self, StoreError> {
        let kept = sla_clock::of_conversations(tx, &[id]).await?.remove(&id).unwrap_or_default();
        if kept.is_empty() {
            return Ok(Self::default());
        }
        let policies = policy::all::<SlaPolicyId>(tx).await?;
        let calendars = calendar::all(tx).await?;
        let reasoned = |one: Kept| {
            let policy = policies.iter().find(|policy| policy.id == one.policy).map(|policy| policy.name.clone());
            let calendar = calendars.iter().find(|calendar| Some(calendar.id) == one.calendar);
            Reasoned {
                clock: one.clock,
                policy: (one.policy, policy.unwrap_or_default()),
                calendar: calendar.map(|calendar| (calendar.id, calendar.name.clone())),
                target_seconds: one.target.as_secs(),
            }
        };
        let turns = sla_clock::turns(tx, &[id]).await?.remove(&id).unwrap_or_default();
        let turns = turns.into_iter().map(|one| (one.turn.at, one.turn.kind)).collect();
        Ok(Self { clocks: kept.into_iter().map(reasoned).collect(), turns })
    }

    /// The one that runs out first.
    pub(crate) fn foremost(&self) -> Option<SlaClock> {
        foremost(self.clocks.iter().map(|one| one.clock))
    }
}

/// The clocks beside a conversation, with why.
pub(super) fn section(clocks: &Clocks, frame: &Frame) -> Markup {
    if clocks.clocks.is_empty() {
        return html! {};
    }
    html! { section.clocks {
        h3 { (t!("Clocks")) }
        ul { @for one in &clocks.clocks { (reasoned(one, frame)) } }
        details.why-clocks {
            summary { (t!("What set and stopped them")) }
            ol { @for (at, kind) in &clocks.turns { li { (time::since(*at, frame)) " " (happened(*kind)) } } }
        }
    } }
}

fn reasoned(one: &Reasoned, frame: &Frame) -> Markup {
    let Reasoned { clock, policy, calendar, target_seconds } = one;
    let (length, policy) = (length::words(*target_seconds), html! { a href={ "/sla/" (policy.0) } { (policy.1) } });
    let (moment, spent) = (time::since(clock.since, frame), time::length_exact(clock.spent.as_secs()));
    html! { li {
        p { b { (what(clock.kind)) } " " (sign(clock, frame)) }
        p.t1.faint {
            @match calendar {
                Some((id, name)) => (rich!(
                    "{length} by {policy}, in the hours of {calendar}",
                    length,
                    policy,
                    calendar = html! { a href={ "/calendars/" (id) } { (name) } },
                )),
                None => (rich!("{length} by {policy}, day and night", length, policy)),
            }
            (rich!("; began {moment}", moment = time::since(clock.started_at, frame)))
            @if clock.since != clock.started_at { @match clock.state {
                SlaState::Running => (rich!(", runs since {moment} after {spent}", moment, spent)),
                SlaState::Paused => (rich!(", stands still since {moment} after {spent}", moment, spent)),
                SlaState::Met => (rich!(", done {moment} after {spent}", moment, spent)),
                SlaState::Ended => (rich!(", put away {moment} after {spent}", moment, spent)),
            } }
            @if let Some(due) = clock.due_at.filter(|_| clock.state == SlaState::Running) {
                (rich!(", due {moment}", moment = time::until(due, frame)))
            }
        }
    } }
}

fn happened(kind: SlaTurnKind) -> &'static str {
    match kind {
        SlaTurnKind::Wrote => t!("they wrote"),
        SlaTurnKind::Answered => t!("our answer was out"),
        SlaTurnKind::Active => t!("ours to work on"),
        SlaTurnKind::Waiting => t!("their turn"),
        SlaTurnKind::Snoozed => t!("snoozed"),
        SlaTurnKind::Ended => t!("done or set aside"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn clock(state: SlaState, due_at: Option<&str>) -> SlaClock {
        let moment = |text: &str| text.parse::<Timestamp>().unwrap();
        SlaClock {
            kind: SlaKind::FirstResponse,
            number: 1,
            started_at: moment("2026-11-24T06:00:00Z"),
            state,
            since: moment("2026-11-24T06:00:00Z"),
            spent: SignedDuration::ZERO,
            due_at: due_at.map(moment),
            warn_at: None,
            missed_at: None,
        }
    }

    #[test]
    fn how_a_clock_stands_is_said_in_words() {
        let frame = Frame::sample();
        let words = |state, due| sign(&clock(state, due), &frame).into_string();
        assert!(words(SlaState::Running, Some("2026-11-24T09:57:00Z")).contains("2 h 05 min left"));
        assert!(words(SlaState::Running, Some("2026-11-24T07:40:00Z")).contains("12 min late"));
        assert!(words(SlaState::Running, None).contains("never due"));
        assert!(words(SlaState::Paused, None).contains("paused"));
        assert!(words(SlaState::Met, None).contains("in time"));
    }
}
