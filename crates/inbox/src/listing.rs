//! A list of the inbox: one that everybody has, and what is looked for in it.

use listening::{FieldContext, NodeKind, ParseErrors, Query, Value};
use model::{InboxView, MemberId};
use store::conversation::{Filter, View};

use crate::Search;

/// Which conversations a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The list in which is looked.
    pub cut: InboxView,
    /// What is looked for; empty for everything.
    pub query: String,
}

impl Listing {
    /// A list, and what is looked for in it as it was typed.
    pub fn new(cut: InboxView, query: &str) -> Self {
        Self { cut, query: query.trim().to_owned() }
    }

    /// The conversations among which is looked. A search in all leaves nothing aside.
    pub fn filter(&self, asker: MemberId) -> Filter {
        let finds_all = self.cut == InboxView::All && !self.query.is_empty();
        Filter { view: View::of(self.cut, asker), with_spam: finds_all, each: finds_all, ..Filter::default() }
    }

    /// The search for whoever asks, whom `me` means; `None` where nothing is looked for.
    ///
    /// # Errors
    /// Everything that is wrong with the query.
    pub fn search(&self, asker: MemberId) -> Result<Option<Search>, ParseErrors> {
        if self.query.is_empty() {
            return Ok(None);
        }
        let query = Query::parse(&self.query, FieldContext::View)?;
        Ok(Some(Search::new(self.filter(asker), &query, &self.query, asker)))
    }

    /// Whether it means others for each who asks.
    pub fn is_personal(&self) -> bool {
        self.cut == InboxView::Mine
            || Query::parse(&self.query, FieldContext::View).is_ok_and(|query| asks_of_asker(&query))
    }
}

/// Whether a query means another thing for each who asks.
pub(crate) fn asks_of_asker(query: &Query) -> bool {
    let mut asks = false;
    query.root().walk(&mut |node| {
        if let NodeKind::Field(clause) = &node.kind {
            let is_of_people = matches!(clause.field.spec().name, "assignee" | "team");
            asks |= matches!(&clause.value, Value::Text(word) if is_of_people && word == "me");
        }
    });
    asks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_personal_where_it_means_whoever_asks() {
        let is_personal = |cut, query| Listing::new(cut, query).is_personal();
        assert!(is_personal(InboxView::Mine, "lift"));
        assert!(is_personal(InboxView::All, "lift -(status:open assignee:me)"));
        assert!(is_personal(InboxView::Waiting, "team:me assignee:none"));
        assert!(!is_personal(InboxView::All, "lift assignee:none team:support me"));
        assert!(!is_personal(InboxView::Waiting, ""));
    }
}
