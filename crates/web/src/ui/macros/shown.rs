//! Which steps the form of a macro can show.

use model::MacroStep;
use wording::later;

use crate::ui::rule::shown::{DECISION, HOLDER, are_in_order, place_of};

/// Why steps are not taken from the form.
pub(super) const UNSHOWN: &str = later!(
    "This macro has steps that the form cannot show, so it takes no others; choose other acts instead, or change them by the API."
);

/// Whether the form shows each of these steps, in the order in which it has them.
pub(super) fn can_show(steps: &[MacroStep]) -> bool {
    are_in_order(steps.iter().map(|step| match step {
        MacroStep::Take => (HOLDER, false),
        MacroStep::Decide { .. } => (DECISION, false),
        MacroStep::Act(act) => place_of(act),
    }))
}

#[cfg(test)]
mod tests {
    use model::{Disposition, MemberId, RuleAct, Status};

    use super::*;

    #[test]
    fn what_the_form_would_lose_or_do_in_another_order_is_not_shown_in_it() {
        let label = |id: i64| MacroStep::Act(RuleAct::Label { label: id.into() });
        let done = MacroStep::Act(RuleAct::Status { status: Status::Resolved });
        let share = MacroStep::Decide { disposition: Disposition::Share, reason: None, days: None };
        let give = MacroStep::Act(RuleAct::Assign { to: Some(MemberId(1)) });
        assert!(can_show(&[label(1), label(2), MacroStep::Take, share.clone(), done.clone()]));
        assert!(!can_show(&[done.clone(), share]), "another order");
        assert!(!can_show(&[give, MacroStep::Take]), "one field holds one of them");
        assert!(!can_show(&[done.clone(), done]), "it has one status");
    }
}
