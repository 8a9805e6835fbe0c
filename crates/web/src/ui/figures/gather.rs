//! What the page and its file of figures are made of.

use insights::figures::{PartKey, PartedBy, Span, Summed, Terms, oldest_waiting, parts, summed};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use model::Wait;
use serde::Deserialize;
use store::{Tx, author, calendar, channel, event, followed, team, topic, wait};
use wording::t;

use super::view::{Asked, FiguresPage, Oldest, PartRow};
use super::words;
use crate::app::App;
use crate::failure::Answer;
use crate::ui::inbox::list::of_named;

/// Days that may be looked at, today the last of them.
pub(super) const DAYS: [i32; 4] = [7, 28, 90, 365];
const USUAL: i32 = 28;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    days: String,
    #[serde(default)]
    by: String,
    /// A position of the log.
    #[serde(default)]
    as_of: String,
}

impl Wanted {
    fn asked(&self) -> Asked {
        let days = self.days.parse().ok().filter(|days| DAYS.contains(days)).unwrap_or(USUAL);
        Asked { days, by: PartedBy::from_word(&self.by), as_of: self.as_of.parse().ok().filter(|at| *at > 0) }
    }
}

/// The figures of the days that are asked for, as of now or of a position of the log.
pub(super) async fn gather(tx: &mut Tx, app: &App, wanted: &Wanted) -> Answer<FiguresPage> {
    let asked = wanted.asked();
    let followed = followed::position(tx, wait::FOLLOWER).await?;
    let position = asked.as_of.map_or(followed, |at| at.min(followed));
    let moment = match asked.as_of {
        Some(_) => event::after(tx, position - 1, 1).await?.first().map_or(tx.now(), |one| one.event.learned_at),
        None => tx.now(),
    };
    let zone = app.settings().zone.clone();
    let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp());
    let last = moment.to_zoned(zone.clone()).date();
    let first = last.saturating_sub((asked.days - 1).days());
    let before = first.saturating_sub(asked.days.days());
    let (from, start_before) = (midnight(first), midnight(before));

    let calendar = calendar::default(tx).await?;
    let hours = calendar.as_ref().map(calendar::Calendar::hours);
    let terms = Terms { until: moment, hours: hours.as_ref() };
    let span = Span { from, until: moment, position, terms, calendar: calendar.map(|one| one.id) };
    let these = summed(tx, span, asked.by).await?;
    // What was known of the days before at their end, so that both had as long to be answered.
    let then = Terms { until: from, hours: hours.as_ref() };
    let earlier = summed(tx, Span { from: start_before, until: from, terms: then, ..span }, None).await?;
    let longest = wait::open(tx, position, 1).await?;
    let oldest = match oldest_waiting(&longest, terms) {
        Some(one) => Some(named(tx, one).await?),
        None => None,
    };
    let rows = part_rows(tx, &these).await?;
    Ok(FiguresPage {
        asked,
        first,
        last,
        moment,
        position,
        to_read: event::position(tx).await?.saturating_sub(followed),
        has_hours: hours.is_some(),
        response: these.whole,
        before: earlier.whole,
        oldest,
        parts: rows,
    })
}

async fn named(tx: &mut Tx, one: &Wait) -> Answer<Oldest> {
    let name = author::find(tx, one.author).await?.map(|author| author.name().to_owned()).unwrap_or_default();
    Ok(Oldest { conversation: one.conversation, name, since: one.began_at, is_closed: one.closed_at.is_some() })
}

async fn part_rows(tx: &mut Tx, summed: &Summed) -> Answer<Vec<PartRow>> {
    let mut rows = Vec::new();
    for part in parts(&summed.whole, summed.parts.clone()) {
        let named = |field: &str, name: Option<String>| {
            let query = name.as_deref().map(|name| of_named(field, name));
            (name, query)
        };
        let (name, query) = match &part.key {
            PartKey::Channel(id) => named("channel", channel::find(tx, *id).await?.map(|one| one.name)),
            PartKey::Topic(id) => named("topic", topic::find(tx, *id).await?.map(|one| one.name)),
            PartKey::Team(id) => named("team", team::find(tx, *id).await?.map(|one| one.terms.name)),
            PartKey::Language(code) => (Some(words::language(code)), Some(format!("lang:{code}"))),
            PartKey::Mood(mood) => (Some(words::mood(*mood)), Some(format!("sentiment:{mood}"))),
            PartKey::Unknown => (Some(t!("not known").to_owned()), None),
        };
        rows.push(PartRow { name: name.unwrap_or_default(), query, part });
    }
    Ok(rows)
}
