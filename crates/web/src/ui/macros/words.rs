//! Macros in words.

use std::collections::HashMap;

use model::{Disposition, MacroStep, SavedReplyId};
use store::macros::Terms;
use store::{StoreError, Tx, saved_reply};

use crate::ui::components::plural;
use crate::ui::inbox::triage::{because, imperative};
use crate::ui::rule::words::{Names, act};

/// The names of what macros speak of.
pub(crate) struct MacroNames {
    pub(crate) names: Names,
    saved: HashMap<SavedReplyId, String>,
}

impl MacroNames {
    pub(crate) async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let saved = saved_reply::all(tx).await?.into_iter().map(|one| (one.id, one.name));
        Ok(Self { saved: saved.collect(), names: Names::read(tx).await? })
    }

    /// What a macro does, each step in words.
    pub(crate) fn steps(&self, terms: &Terms) -> Vec<String> {
        terms.steps.iter().map(|one| step(one, &self.names)).collect()
    }

    /// What it puts into the answer.
    pub(crate) fn saved(&self, terms: &Terms) -> Option<String> {
        terms.saved_reply.map(|id| self.saved.get(&id).cloned().unwrap_or_else(|| "a former reply".to_owned()))
    }
}

/// One thing that a macro does.
fn step(step: &MacroStep, names: &Names) -> String {
    match step {
        MacroStep::Take => "give it to whoever applies this".to_owned(),
        MacroStep::Decide { disposition, reason, days } => {
            let mut said = format!("decide: {}", imperative(*disposition).to_lowercase());
            if let Some(days) = days.filter(|_| *disposition == Disposition::Watch) {
                let length = plural(usize::try_from(days).unwrap_or_default(), "day", "days");
                said.push_str(&format!(" for {length}"));
            }
            if let Some(reason) = reason {
                said.push_str(&format!(", since {}", because(*reason)));
            }
            said
        }
        MacroStep::Act(one) => act(one, names),
    }
}

/// What a macro puts into the answer, as the last of its steps.
pub(crate) fn put(saved: &str) -> String {
    format!("put “{saved}” into the answer")
}
