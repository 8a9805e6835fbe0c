//! What the page and its file of figures are made of.

use insights::figures::{PartKey, PartedBy, Summed, oldest_waiting, parts, summed};
use model::Wait;
use serde::Deserialize;
use store::{Tx, author, channel, team, topic, wait};
use wording::t;

use super::view::{Asked, FiguresPage, Oldest, PartRow};
use super::window::{DaysAsked, days_of, position_of};
use super::words;
use crate::app::App;
use crate::failure::Answer;
use crate::ui::inbox::list::of_named;

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
        let (days, as_of) = (days_of(&self.days), position_of(&self.as_of));
        Asked { days, by: PartedBy::from_word(&self.by), as_of }
    }
}

/// The figures of the days that are asked for, as of now or of a position of the log.
pub(super) async fn gather(tx: &mut Tx, app: &App, wanted: &Wanted) -> Answer<FiguresPage> {
    let asked = wanted.asked();
    let days = DaysAsked::until(tx, app, asked.days, asked.as_of).await?;
    let hours = days.hours();
    let (span, before) = (days.span(hours.as_ref()), days.span_before(hours.as_ref()));
    let these = summed(tx, span, asked.by).await?;
    let earlier = summed(tx, before, None).await?;
    let longest = wait::open(tx, days.position, 1).await?;
    let oldest = match oldest_waiting(&longest, span.terms) {
        Some(one) => Some(named(tx, one).await?),
        None => None,
    };
    let rows = part_rows(tx, &these).await?;
    Ok(FiguresPage {
        asked,
        first: days.first,
        last: days.last,
        moment: days.moment,
        position: days.position,
        to_read: days.to_read,
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
