//! What the page of the dials is made of.

use insights::figures::{PartedBy, summed};
use insights::{Evidence, duties, reading};
use model::{Belief, Right};
use serde::Deserialize;
use store::{Tx, dial, event, member};

use super::view::{Asked, Dial, DialsPage, Made};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::ui::figures::window::{DaysAsked, days_of, position_of};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    days: String,
    /// A position of the log.
    #[serde(default)]
    as_of: String,
}

/// The dials of the days that are asked for, as of now or of a position of the log, by the targets that held then.
pub(super) async fn gather(tx: &mut Tx, app: &App, who: &SignedIn, wanted: &Wanted) -> Answer<DialsPage> {
    let asked = Asked { days: days_of(&wanted.days), as_of: position_of(&wanted.as_of) };
    let days = DaysAsked::until(tx, app, asked.days, asked.as_of).await?;
    let hours = days.hours();
    let (span, span_before) = (days.span(hours.as_ref()), days.span_before(hours.as_ref()));
    let these = summed(tx, span, Some(PartedBy::Mood)).await?;
    let earlier = summed(tx, span_before, Some(PartedBy::Mood)).await?;
    // What was known of duties at the end of the days before.
    let all = event::of_duties(tx, days.position).await?;
    let known: Vec<_> = all.iter().filter(|one| one.event.learned_at <= days.from).cloned().collect();
    let (due, due_before) = (duties(&all), duties(&known));
    let now = Evidence { waits: &these, duties: &due, from: span.from, until: span.until };
    let before = Evidence { waits: &earlier, duties: &due_before, from: span_before.from, until: span_before.until };
    let version = dial::at(tx, days.moment).await?;
    let targets = version.as_ref().map(|one| one.targets.clone()).unwrap_or_default();
    let dials = Belief::ALL
        .iter()
        .map(|belief| Dial {
            belief: *belief,
            readings: targets.of(*belief).map(|target| reading(*target, now, before)).collect(),
        })
        .collect();
    Ok(DialsPage {
        asked,
        first: days.first,
        last: days.last,
        position: days.position,
        to_read: days.to_read,
        dials,
        moved: due
            .iter()
            .filter(|one| one.due_at.is_some_and(|at| span.from <= at && at < span.until))
            .map(|one| one.moved)
            .sum(),
        made: made(tx).await?,
        may_change: who.member.role.may(Right::ManageSla),
    })
}

/// Every version of how the dials are made, the newest first.
async fn made(tx: &mut Tx) -> Answer<Vec<Made>> {
    let names = member::all(tx).await?;
    let name = |id| names.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
    let all = dial::all(tx).await?;
    Ok(all
        .into_iter()
        .map(|one| Made { number: one.number, by: name(one.member), at: one.made_at, reason: one.reason })
        .collect())
}
