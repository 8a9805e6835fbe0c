//! Conditions in the query language, as rules and approval policies have them: nobody asks when they are asked.

use listening::{FieldContext, ParseErrors, Query};
use model::{ConversationId, MemberId, PostId};
use store::Tx;
use store::conversation::View;

use crate::listing::asks_of_asker;
use crate::{Result, Search};

/// The longest condition, in characters.
const QUERY_CHARS_MAX: usize = 10_000;

/// Why a condition is not kept.
pub(crate) enum ConditionFault {
    /// It is longer than it may be.
    TooLong,
    /// It means another thing for each who asks.
    AsksOfAsker,
    /// It cannot be read.
    Unreadable(ParseErrors),
}

/// A condition as it is kept; empty asks for nothing.
pub(crate) fn checked(query: &str) -> Result<String, ConditionFault> {
    let query = query.replace("\r\n", "\n").trim().to_owned();
    if query.chars().count() > QUERY_CHARS_MAX {
        return Err(ConditionFault::TooLong);
    }
    if !query.is_empty() {
        let parsed = Query::parse(&query, FieldContext::View).map_err(ConditionFault::Unreadable)?;
        if asks_of_asker(&parsed) {
            return Err(ConditionFault::AsksOfAsker);
        }
    }
    Ok(query)
}

/// What has to hold in a conversation.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// Nothing.
    Nothing,
    /// Something said in the conversation meets the query.
    Met(Box<Search>),
    /// The language changed since: it cannot be read, and never holds.
    Unreadable,
}

impl Condition {
    pub(crate) fn of(query: &str) -> Self {
        if query.is_empty() {
            return Self::Nothing;
        }
        match Query::parse(query, FieldContext::View) {
            // Nothing typed: a person's name is looked for by members, not by what goes on by itself.
            Ok(query) => Self::Met(Box::new(Search::new(View::All, &query, "", MemberId(0)))),
            Err(_) => Self::Unreadable,
        }
    }

    pub(crate) async fn holds(&self, tx: &mut Tx, id: ConversationId, post: Option<PostId>) -> Result<bool> {
        match self {
            Self::Nothing => Ok(true),
            Self::Met(search) => search.is_met_in(tx, id, post).await,
            Self::Unreadable => Ok(false),
        }
    }
}
