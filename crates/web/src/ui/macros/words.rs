//! Macros in words.

use std::collections::HashMap;

use model::{Disposition, MacroStep, SavedReplyId};
use store::macros::Terms;
use store::{StoreError, Tx, saved_reply};
use wording::t;

use crate::ui::inbox::triage::because;
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
        terms.saved_reply.map(|id| self.saved.get(&id).cloned().unwrap_or_else(|| t!("a former reply").to_owned()))
    }
}

/// One thing that a macro does.
fn step(step: &MacroStep, names: &Names) -> String {
    match step {
        MacroStep::Take => t!("give it to whoever applies this").to_owned(),
        MacroStep::Decide { disposition, reason, days } => {
            let decision = match (disposition, days) {
                (Disposition::Watch, Some(days)) => {
                    t!(*days; "decide: watch it for {count} day", "decide: watch it for {count} days")
                }
                _ => decide(*disposition).to_owned(),
            };
            match reason {
                Some(reason) => t!("{decision}, since {why}", decision, why = because(*reason)),
                None => decision,
            }
        }
        MacroStep::Act(one) => act(one, names),
    }
}

/// A decision as a step.
fn decide(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Respond => t!("decide: answer"),
        Disposition::FixFacts => t!("decide: fix the facts"),
        Disposition::Restore => t!("decide: put it right"),
        Disposition::Share => t!("decide: share it"),
        Disposition::Watch => t!("decide: watch it"),
        Disposition::LetStand => t!("decide: let it stand"),
        Disposition::Escalate => t!("decide: escalate"),
    }
}

/// What a macro puts into the answer, as the last of its steps.
pub(crate) fn put(saved: &str) -> String {
    t!("put “{saved}” into the answer", saved)
}
