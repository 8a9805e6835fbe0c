//! Which list stands beside a conversation: view, search and page, as the address says.

use model::ConversationId;
use serde::Deserialize;
use store::conversation::{Filter, View};

use super::list::{InboxView, List, encode};
use crate::auth::SignedIn;

/// The part of an address that says which list is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Beside {
    #[serde(default)]
    view: String,
    /// The search.
    #[serde(default)]
    pub(crate) q: String,
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
    /// How many rows to show.
    pub(crate) rows: Option<usize>,
    /// The saved reply to put into the answer.
    pub(crate) insert: Option<i64>,
    /// What was just done, for the notice.
    pub(crate) did: Option<String>,
    /// What it was before, for the way back.
    pub(crate) was: Option<String>,
}

impl Beside {
    /// The view; an unknown word is the usual one.
    pub(crate) fn view(&self) -> InboxView {
        InboxView::from_word(&self.view).unwrap_or_default()
    }

    /// Which conversations those are. A search in all leaves nothing aside.
    pub(crate) fn filter(&self, who: &SignedIn) -> Filter {
        let view = self.stored(who);
        let alike_of = self.alike.map(ConversationId);
        let finds_all = view == View::All && !self.q.trim().is_empty();
        match alike_of {
            Some(_) => Filter { alike_of, ..Filter::default() },
            None => Filter { view, with_spam: finds_all, each: finds_all, ..Filter::default() },
        }
    }

    /// The view as the store has it.
    pub(crate) fn stored(&self, who: &SignedIn) -> View {
        match self.view() {
            InboxView::Waiting => View::Waiting,
            InboxView::Mine => View::Mine(who.member.id),
            InboxView::Unassigned => View::Unassigned,
            InboxView::Snoozed => View::Snoozed,
            InboxView::Done => View::Done,
            InboxView::Spam => View::Spam,
            InboxView::All => View::All,
        }
    }

    /// The list alone, without rows, for addresses.
    pub(crate) fn list(&self) -> List {
        let part = self
            .after
            .as_ref()
            .map(|after| format!("&after={}&found={}&looked={}", encode(after), self.found, self.looked));
        let (query, alike) = (self.q.trim().to_owned(), self.alike.map(ConversationId));
        List { view: self.view(), query, alike, part: part.unwrap_or_default(), ..List::default() }
    }
}
