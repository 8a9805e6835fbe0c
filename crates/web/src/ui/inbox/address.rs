//! Which list stands beside a conversation: view, search and page, as the address says.

use inbox::{Listing, may_change_view};
use model::{ConversationId, DeedId, InboxView, SavedViewId};
use serde::Deserialize;
use store::Tx;
use store::conversation::Filter;

use super::list::{List, Order, encode};
use super::saved::Saved;
use crate::auth::SignedIn;
use crate::failure::Answer;

/// What a view under a name begins with in addresses, before its id.
const SAVED: &str = "saved:";

/// The part of an address that says which list is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Beside {
    #[serde(default)]
    view: String,
    /// The search; a view under a name has its own.
    #[serde(default)]
    q: String,
    /// After which place of a search the page begins.
    pub(crate) after: Option<String>,
    /// After which place of a search counting goes on.
    pub(crate) count: Option<String>,
    /// How many a search found before that place.
    #[serde(default)]
    pub(crate) found: usize,
    /// How many conversations it looked at before that place.
    #[serde(default)]
    pub(crate) looked: usize,
    /// The conversation of which to show those that began with nearly the same words.
    pub(crate) alike: Option<i64>,
    /// `urgent` for what is due first; the newest first otherwise.
    #[serde(default)]
    pub(crate) order: String,
    /// How many rows to show.
    pub(crate) rows: Option<usize>,
    /// The saved reply to put into the answer.
    pub(crate) insert: Option<i64>,
    /// Somebody outside to be named in the answer.
    pub(crate) introduce: Option<i64>,
    /// The fact to put into the answer.
    pub(crate) fact: Option<i64>,
    /// The statement to put into the answer.
    pub(crate) statement: Option<i64>,
    /// What the answer is to ask besides.
    pub(crate) enquire: Option<String>,
    /// The deed that was just done, for the notice with the way back.
    pub(crate) did: Option<i64>,
}

/// The list that an address asks for.
pub(crate) struct Asked {
    /// The list, without rows.
    pub(crate) list: List,
    /// What it looks for, and where.
    pub(crate) listing: Listing,
    /// Which conversations it looks among.
    pub(crate) filter: Filter,
}

impl Beside {
    /// The view under a name that is asked for.
    pub(crate) fn saved(&self) -> Option<SavedViewId> {
        self.view.strip_prefix(SAVED)?.parse().ok()
    }

    /// The conversation of which those alike are asked for.
    pub(crate) fn alike(&self) -> Option<ConversationId> {
        self.alike.map(ConversationId)
    }

    /// How the rows are ordered.
    fn order(&self) -> Order {
        if self.order == "urgent" { Order::MostUrgent } else { Order::Newest }
    }

    /// The list alone, without rows, for addresses. An unknown word is the usual view.
    pub(crate) fn list(&self) -> List {
        let part = self
            .after
            .as_ref()
            .map(|after| format!("&after={}&found={}&looked={}", encode(after), self.found, self.looked));
        let saved = self.saved().map(Saved::unread);
        let query = if saved.is_some() { String::new() } else { self.q.trim().to_owned() };
        let view = InboxView::from_word(&self.view).unwrap_or_default();
        List {
            view,
            saved,
            query,
            alike: self.alike(),
            part: part.unwrap_or_default(),
            order: self.order(),
            ..List::default()
        }
    }

    /// The list as whoever looks has it.
    ///
    /// # Errors
    /// Missing, for a view under a name that is not theirs.
    pub(crate) async fn asked(&self, tx: &mut Tx, who: &SignedIn) -> Answer<Asked> {
        let mut list = self.list();
        if let Some(id) = self.saved() {
            let view = inbox::find_view(tx, &who.member, id).await?;
            let may_change = may_change_view(&who.member, &view);
            list.view = view.cut;
            list.query = view.query;
            list.saved = Some(Saved { may_change, name: view.name, version: view.version, ..Saved::unread(id) });
        }
        let listing = Listing::new(list.view, &list.query);
        let filter = match list.alike {
            Some(_) => Filter { alike_of: list.alike, ..Filter::default() },
            None => Filter { is_by_due: list.order == Order::MostUrgent, ..listing.filter(who.member.id) },
        };
        Ok(Asked { list, listing, filter })
    }
}

/// An address with the deed that was just done, whose notice it shows.
pub(crate) fn after(address: &str, deed: Option<DeedId>) -> String {
    deed.map_or_else(|| address.to_owned(), |deed| format!("{address}&did={deed}"))
}

/// Where a view under a name stands.
pub(crate) fn of_saved(id: SavedViewId) -> String {
    format!("/inbox?view={SAVED}{id}")
}
