//! How many conversations views under a name hold: kept in the memory of this server, and counted in the background.
//!
//! What was counted holds for a sealed position of the log. When the log has moved on and somebody looks, it is counted
//! anew: one view at a time, with a rest afterwards that is many times as long as the counting took. A view that neither
//! words nor its list narrow is counted only when it is opened, by the search that shows it. The views without a query are
//! counted to a thousand with each page, and to their end here.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use inbox::{Listing, Want};
use jiff::{SignedDuration, Timestamp};
use model::{MemberId, SavedViewId};
use store::conversation::{self, View};
use store::saved_view::{self, SavedView};
use store::{Store, StoreError, Tx, event};
use tokio::sync::Mutex as Turn;
use wording::{number, t};

use crate::failure::Failure;

/// Counted so far at once; beyond that it is enough to know of a view under a name that there are more.
pub(crate) const COUNTED: usize = 1_000;
/// A view that makes look at more conversations than this is counted only when it is opened.
const LOOKED: usize = 5_000;
/// Counting takes at most one part of so many of the time.
const PART_OF_TIME: i32 = 20;
/// The longest rest.
const REST_MAX: SignedDuration = SignedDuration::from_secs(10);

/// How many conversations a view holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(usize),
    /// More than so many.
    MoreThan(usize),
}

impl Count {
    /// What was counted to one more than so many.
    pub(crate) fn to(count: usize, most: usize) -> Self {
        if count > most { Self::MoreThan(most) } else { Self::Exactly(count) }
    }

    /// What a search says that found so many and counted no further where there may be more.
    pub(crate) fn of(found: usize, is_all: bool) -> Self {
        if is_all { Self::to(found, COUNTED) } else { Self::MoreThan(found.min(COUNTED)) }
    }

    /// With what it counts: `1 conversation`, `1,000+ conversations`.
    pub(crate) fn conversations(self) -> String {
        match self {
            Self::Exactly(count) => t!(count; "{count} conversation", "{count} conversations"),
            Self::MoreThan(_) => t!("{more} conversations", more = self),
        }
    }

    /// Whether there is nothing.
    pub(crate) fn is_none(self) -> bool {
        self == Self::Exactly(0)
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Exactly(0)
    }
}

/// As a page writes it: `1,234`, or `1,000+`.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(count) => f.write_str(&number(*count)),
            Self::MoreThan(count) => write!(f, "{}+", number(*count)),
        }
    }
}

/// Of what something was counted: a version of a view, for whoever it means by `me`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    view: SavedViewId,
    version: i64,
    asker: Option<MemberId>,
}

impl Key {
    fn of(view: &SavedView, asker: MemberId) -> Self {
        let listing = listing(view);
        Self { view: view.id, version: view.version, asker: listing.is_personal().then_some(asker) }
    }
}

#[derive(Clone, Copy, Debug)]
struct Known {
    /// `None` for a view that is counted only when it is opened.
    count: Option<Count>,
    position: i64,
}

/// What was counted.
pub(crate) struct ViewCounts {
    known: Mutex<HashMap<Key, Known>>,
    /// Of the views without a query that hold more than is counted at once: how many, and at which position of the log;
    /// `None` until that is counted.
    large: Mutex<HashMap<View, Option<(usize, i64)>>>,
    /// For whom somebody waits for the turn in the background.
    waited_for: Mutex<HashSet<MemberId>>,
    /// Held while counting; until when it rests.
    turn: Turn<Timestamp>,
}

impl ViewCounts {
    pub(crate) fn new() -> Self {
        Self {
            known: Mutex::default(),
            large: Mutex::default(),
            waited_for: Mutex::default(),
            turn: Turn::new(Timestamp::MIN),
        }
    }

    /// How many a view without a query holds: counted to a thousand now, and beyond that in the background; and whether the
    /// log has moved on since.
    pub(crate) async fn of(&self, tx: &mut Tx, view: View, position: i64) -> Result<(Count, bool), StoreError> {
        let count = Count::to(conversation::count(tx, view, COUNTED + 1).await?, COUNTED);
        let mut large = self.large.lock().expect("no holder panics");
        if let Count::Exactly(_) = count {
            large.remove(&view);
            return Ok((count, false));
        }
        Ok(match *large.entry(view).or_default() {
            Some((found, at)) if found > COUNTED => (Count::Exactly(found), at < position),
            Some((_, at)) => (count, at < position),
            None => (count, true),
        })
    }

    /// Counts to their end those that hold many and from which the log has moved on.
    async fn refresh_large(&self, tx: &mut Tx, asker: MemberId, position: i64) -> Result<(), StoreError> {
        let stale: Vec<View> = {
            let large = self.large.lock().expect("no holder panics");
            let is_stale = |known: &Option<(usize, i64)>| known.is_none_or(|(_, at)| at < position);
            large.iter().filter(|(view, known)| view.is_of(asker) && is_stale(known)).map(|(view, _)| *view).collect()
        };
        for view in stale {
            let count = conversation::count(tx, view, usize::MAX).await?;
            self.large.lock().expect("no holder panics").insert(view, Some((count, position)));
        }
        Ok(())
    }

    /// How many a view holds, as far as that is known, and whether the log has moved on since.
    pub(crate) fn known(&self, view: &SavedView, asker: MemberId, position: i64) -> (Option<Count>, bool) {
        let known = self.known.lock().expect("no holder panics").get(&Key::of(view, asker)).copied();
        (known.and_then(|known| known.count), known.is_none_or(|known| known.position < position))
    }

    /// Notes what a search that was shown counted.
    pub(crate) fn note(&self, view: &SavedView, asker: MemberId, position: i64, count: Count) {
        self.keep(Key::of(view, asker), Known { count: Some(count), position });
    }

    fn keep(&self, key: Key, news: Known) {
        let mut known = self.known.lock().expect("no holder panics");
        known.retain(|other, _| other.view != key.view || other.version == key.version);
        let former = known.insert(key, news);
        // What only an opened view tells is kept until it is opened again.
        if let (None, Some(Known { count: Some(count), .. })) = (news.count, former) {
            known.insert(key, Known { count: Some(count), ..news });
        }
    }

    /// As [`ViewCounts::refresh`], unless somebody waits to do just that.
    pub(crate) async fn refresh_once(&self, store: &Store, asker: MemberId) -> Result<(), Failure> {
        if !self.waited_for.lock().expect("no holder panics").insert(asker) {
            return Ok(());
        }
        let refreshed = self.refresh(store, asker).await;
        self.waited_for.lock().expect("no holder panics").remove(&asker);
        refreshed
    }

    /// Counts anew what the log has moved on from, of the views of a member.
    pub(crate) async fn refresh(&self, store: &Store, asker: MemberId) -> Result<(), Failure> {
        let mut resting_until = self.turn.lock().await;
        let rest = store.clock().now().duration_until(*resting_until).min(REST_MAX);
        if let Ok(rest) = Duration::try_from(rest) {
            tokio::time::sleep(rest).await;
        }
        let begun = store.clock().now();
        let mut tx = store.read().await?;
        let (views, position) = (saved_view::of_member(&mut tx, asker).await?, event::position(&mut tx).await?);
        self.refresh_large(&mut tx, asker, position).await?;
        drop(tx);
        for view in &views {
            let (_, is_stale) = self.known(view, asker, position);
            if is_stale {
                let count = count(store, &listing(view), asker).await?;
                self.keep(Key::of(view, asker), Known { count, position });
            }
        }
        let ended = store.clock().now();
        let rest = begun.duration_until(ended).saturating_mul(PART_OF_TIME).min(REST_MAX);
        *resting_until = ended.saturating_add(rest).unwrap_or(ended);
        Ok(())
    }
}

/// The list that a view is.
pub(crate) fn listing(view: &SavedView) -> Listing {
    Listing::new(view.cut, &view.query)
}

/// How many conversations a list holds; `None` where that takes too long, or its query cannot be read.
async fn count(store: &Store, listing: &Listing, asker: MemberId) -> Result<Option<Count>, Failure> {
    let Ok(search) = listing.search(asker) else { return Ok(None) };
    let Some(search) = search else {
        let mut tx: Tx = store.read().await?;
        let count = conversation::count(&mut tx, listing.filter(asker), COUNTED + 1).await?;
        return Ok(Some(Count::to(count, COUNTED)));
    };
    if search.total(store, LOOKED + 1).await? > LOOKED {
        return Ok(None);
    }
    let found = search.look(store, None, Want { rows: 0, found: COUNTED + 1, looked: LOOKED }).await?;
    Ok(Some(Count::of(found.found, found.looked_until.is_none())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_to_its_end_is_said_to_be_more() {
        assert_eq!(Count::of(1_000, true), Count::Exactly(1_000));
        assert_eq!(Count::of(1_001, false), Count::MoreThan(1_000));
        assert_eq!(Count::of(40, false), Count::MoreThan(40));
        assert_eq!(Count::of(1_300, true), Count::MoreThan(1_000));
    }
}
