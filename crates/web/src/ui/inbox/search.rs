//! A search in the inbox: how far it came, and how it goes on.
//!
//! What was found before and how many conversations were looked at stand in the address, so that every step is a page of
//! its own, and whoever leaves has stopped.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use inbox::{Found, Passage, Search, Want};
use listening::FieldContext;
use maud::{Markup, html};
use model::{ConversationId, micros, timestamp};
use store::Tx;
use store::conversation::{self, Filter, ListRow, Place};
use store::word_index::{self, Progress};
use wording::{number, t};

use super::address::{Asked, Beside};
use super::list::List;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::ui::components::Misread;
use crate::ui::topic::check::check;
use crate::view_counts::Count;

/// Rows of a page of a search.
const ROWS: usize = 50;
/// So many are counted at once.
const COUNTED: usize = 1_000;
/// Conversations looked at for one page.
const LOOKED: usize = 20_000;
/// How long is looked for one page; what is left is looked for by the next.
const TIME: Duration = Duration::from_millis(60);
/// Beyond so many it is not told of how many.
const OF_MAX: usize = 100_000;
/// Conversations looked at for one step of counting.
const LOOKED_TO_COUNT: usize = 100_000;
/// How long one step of counting takes.
const TIME_TO_COUNT: Duration = Duration::from_millis(400);

/// How far a search came.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// How many were found so far, on this page and before.
    pub found: usize,
    /// Whether that is all there is.
    pub is_all: bool,
    /// How many conversations were looked at so far.
    pub looked: usize,
    /// Of how many.
    pub of: Count,
    /// Where it goes on looking, when the page is not full.
    pub looks_on: Option<String>,
    /// Where it goes on counting.
    pub counts_on: Option<String>,
    /// Whether newer ones stand on former pages.
    pub is_further: bool,
    /// How many texts of how many were indexed, as long as not all are.
    pub indexed: Option<(usize, usize)>,
}

/// What a page of a search shows.
pub(super) struct Outcome {
    pub(super) rows: Vec<ListRow>,
    pub(super) passages: HashMap<ConversationId, Passage>,
    pub(super) more: Option<String>,
    pub(super) searched: Searched,
}

/// Where a part of a search begins: after a place, with so many found and looked at before.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    after: Option<Place>,
    found: usize,
    looked: usize,
}

impl Step {
    fn address(&self, list: &List, name: &str) -> Option<String> {
        let (found, looked) = (self.found, self.looked);
        Some(format!("{}&{name}={}&found={found}&looked={looked}", list.first_part(), written(self.after?)))
    }
}

/// A place for an address.
fn written((at, id): Place) -> String {
    format!("{}-{id}", micros(at))
}

/// The part of a list in which nothing is looked for that begins after a place.
pub(super) fn address_after(list: &List, place: Place) -> String {
    format!("{}&after={}", list.first_part(), written(place))
}

/// A place as addresses have it; one that cannot be read is the beginning.
pub(super) fn place(text: Option<&str>) -> Option<Place> {
    let (at, id) = text?.split_once('-')?;
    Some((timestamp(at.parse().ok()?), ConversationId(id.parse().ok()?)))
}

/// A list, and what was found where something was looked for.
pub(super) struct Looked {
    pub(super) list: List,
    pub(super) filter: Filter,
    pub(super) outcome: Option<Outcome>,
}

/// Looks for what the address asks for. A view under a name that cannot be read finds nothing, and says why.
pub(super) async fn look(app: &App, beside: &Beside, who: &SignedIn) -> Answer<Looked> {
    let Asked { mut list, listing, filter } = beside.asked(&mut app.store().read().await?, who).await?;
    let outcome = match listing.search(who.member.id) {
        Ok(None) => None,
        Ok(Some(search)) => Some(find(app, beside, &list, search).await?),
        Err(errors) => {
            match &mut list.saved {
                Some(saved) => saved.fault = Some(check(&list.query, FieldContext::View)),
                None => list.misread = Some(Misread::of(&list.query, &errors)),
            }
            None
        }
    };
    Ok(Looked { list, filter, outcome })
}

async fn find(app: &App, beside: &Beside, list: &List, search: Search) -> Answer<Outcome> {
    let begun = Step { after: place(beside.after.as_deref()), found: beside.found, looked: beside.looked };
    let counting = place(beside.count.as_deref());
    let (now, store) = (Instant::now(), app.store());
    let search = search.until(now + TIME);
    let (page, counted) = match counting {
        None => {
            let found = (COUNTED + 1).saturating_sub(begun.found).max(ROWS + 1);
            let page = search.look(store, begun.after, Want { rows: ROWS, found, looked: LOOKED }).await?;
            let counted = step_after(begun, &page);
            (page, counted)
        }
        Some(from) => {
            let page = search.look(store, None, Want { rows: ROWS, found: ROWS + 1, looked: LOOKED }).await?;
            let want = Want { rows: 0, found: usize::MAX, looked: LOOKED_TO_COUNT };
            let counted = search.clone().until(now + TIME_TO_COUNT).look(store, Some(from), want).await?;
            (page, step_after(begun, &counted))
        }
    };
    let is_full = page.rows.len() == ROWS;
    let next = match is_full {
        true => Step {
            after: page.next,
            found: if counting.is_some() { 0 } else { begun.found }.saturating_add(ROWS),
            looked: if counting.is_some() { 0 } else { begun.looked }.saturating_add(page.looked_for_next),
        },
        false => counted,
    };
    let is_all = counted.after.is_none();
    let of = match page.of {
        _ if is_all => counted.looked,
        Some(of) => of,
        None => conversation::count(&mut store.read().await?, search.filter().clone(), OF_MAX + 1).await?,
    };
    let searched = Searched {
        found: counted.found,
        is_all,
        looked: counted.looked,
        of: Count::to(of, OF_MAX),
        looks_on: if is_full { None } else { next.address(list, "after") },
        counts_on: if is_full && begun.after.is_none() { counted.address(list, "count") } else { None },
        is_further: begun.after.is_some() && counting.is_none(),
        indexed: indexed(&mut app.store().read().await?).await?,
    };
    let more = if is_full { next.address(list, "after") } else { None };
    Ok(Outcome { rows: page.rows, passages: page.passages, more, searched })
}

fn step_after(begun: Step, found: &Found) -> Step {
    Step {
        after: found.looked_until,
        found: begun.found.saturating_add(found.found),
        looked: begun.looked.saturating_add(found.looked),
    }
}

async fn indexed(tx: &mut Tx) -> Answer<Option<(usize, usize)>> {
    let Progress { is_whole, looked, total, .. } = word_index::progress(tx).await?;
    let of = |count: i64| usize::try_from(count).unwrap_or_default();
    Ok((!is_whole).then(|| (of(looked), of(total))))
}

/// How many were found, as the heading says it.
pub(super) fn count(searched: &Searched) -> Markup {
    html! { span #found {
        @match searched.found {
            found if searched.is_all => (number(found)),
            0 => (t!("none so far")),
            found if found > COUNTED && searched.counts_on.is_some() && searched.looked <= LOOKED => { (number(COUNTED)) "+" }
            found => { (number(found)) "+" }
        }
        @if searched.counts_on.is_some() && searched.looked > LOOKED {
            (t!(", counted among {looked} of {total}", looked = number(searched.looked), total = searched.of))
        }
    } }
}

/// What can be done with the search as a whole.
pub(super) fn acts(list: &List, searched: &Searched) -> Markup {
    html! {
        @if list.saved.is_none() { a href={ "/inbox?view=" (list.view) } { (t!("Leave the search")) } }
        @if searched.is_further { a href=(list.first_part()) { (t!("Back to the newest")) } }
        @if let Some(on) = &searched.counts_on { a href=(on) data-counts { (t!("Count on")) } }
        button #stop type="button" hidden { (t!("Stop")) }
        @if let Some((looked, total)) = searched.indexed {
            span.faint { (t!(
                "Words are still being indexed ({indexed} of {total}); until then, searching takes longer.",
                indexed = number(looked),
                total = number(total)
            )) }
        }
    }
}

/// How far it looked, and the way on.
pub(super) fn looking(searched: &Searched, is_empty: bool) -> Markup {
    let Some(on) = &searched.looks_on else { return html! {} };
    html! { p #looking.more role="status" {
        a.btn href=(on) data-looks[is_empty] { (t!("Keep looking")) }
        span.faint { (t!(
            "Looked through {looked} of {total} conversations, {found} found so far",
            looked = number(searched.looked),
            total = searched.of,
            found = number(searched.found)
        )) }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_a_search_reads_back_from_its_address() {
        let list = List { query: "kaffee".into(), ..List::default() };
        let step = Step { after: Some((timestamp(5), ConversationId(7))), found: 3, looked: 250 };
        let address = step.address(&list, "after").unwrap();
        assert_eq!(address, "/inbox?view=waiting&q=kaffee&after=5-7&found=3&looked=250");
        assert_eq!(place(Some("1764000000000000-7")), Some((timestamp(1_764_000_000_000_000), ConversationId(7))));
        assert_eq!((place(Some("x")), place(Some("1-x")), place(None)), (None, None, None));
    }
}
