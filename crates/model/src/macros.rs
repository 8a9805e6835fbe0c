//! Several acts under one name, which a member does in one stroke. (The noun alone is a word that Rust keeps for itself.)

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Change, Disposition, MemberId, RuleAct, SilenceReason};

/// One thing that a macro does to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum MacroStep {
    /// Gives it to whoever applies the macro.
    Take,
    /// Decides what is to become of it.
    Decide {
        /// The decision.
        disposition: Disposition,
        /// Why nothing is said.
        reason: Option<SilenceReason>,
        /// For how many days it is watched; as long as usual where nobody says.
        days: Option<u32>,
    },
    /// What a rule does as well.
    #[serde(untagged)]
    Act(RuleAct),
}

impl MacroStep {
    /// What it changes when a member does it at a moment; `None` where it changes nothing of the conversation.
    pub fn change(&self, by: MemberId, now: Timestamp) -> Option<Change> {
        Some(match self {
            Self::Take => Change::Assign { to: Some(by) },
            Self::Decide { disposition, reason, days } => {
                let until = days.map(|days| {
                    let span = SignedDuration::from_hours(24 * i64::from(days));
                    now.saturating_add(span).unwrap_or(Timestamp::MAX)
                });
                Change::Decide { disposition: Some(*disposition), reason: *reason, until }
            }
            Self::Act(act) => return act.change(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LabelId, Status};

    #[test]
    fn steps_are_kept_in_the_words_of_rules_and_read_back() {
        let steps = vec![
            MacroStep::Take,
            MacroStep::Decide { disposition: Disposition::Watch, reason: None, days: Some(3) },
            MacroStep::Act(RuleAct::Label { label: LabelId(7) }),
            MacroStep::Act(RuleAct::Assign { to: None }),
            MacroStep::Act(RuleAct::Status { status: Status::Resolved }),
        ];
        let kept = serde_json::to_string(&steps).unwrap();
        assert!(kept.contains(r#"{"act":"label","label":"7"}"#), "{kept}");
        assert_eq!(serde_json::from_str::<Vec<MacroStep>>(&kept).unwrap(), steps);
    }

    #[test]
    fn whoever_applies_it_takes_it_and_days_begin_when_it_is_applied() {
        let now: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        let by = MemberId(4);
        assert_eq!(MacroStep::Take.change(by, now), Some(Change::Assign { to: Some(by) }));
        let watch = MacroStep::Decide { disposition: Disposition::Watch, reason: None, days: Some(3) };
        let Some(Change::Decide { until: Some(until), .. }) = watch.change(by, now) else { panic!("it decides") };
        assert_eq!(until.to_string(), "2026-11-27T08:00:00Z");
    }
}
