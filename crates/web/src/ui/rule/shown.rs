//! Which acts the form of a rule can show.

use model::RuleAct;

/// Why acts are not taken from the form.
pub(super) const UNSHOWN: &str = "This rule has acts that the form cannot show, so it takes no others; choose other acts instead, or change them by the API.";

/// Whether the form shows each of these acts, in the order in which it has them: otherwise to keep the form would lose
/// some, or do them in another order.
pub(super) fn can_show(acts: &[RuleAct]) -> bool {
    acts.windows(2).all(|pair| {
        let (one, next) = (place(&pair[0]), place(&pair[1]));
        one < next || one == next && has_many(&pair[0])
    })
}

/// The place of an act among those of a form, as `Filled::read` has them.
const fn place(act: &RuleAct) -> u8 {
    match act {
        RuleAct::Unlabel { .. } => 0,
        RuleAct::Label { .. } => 1,
        RuleAct::Prioritise { .. } => 2,
        RuleAct::Team { .. } => 3,
        RuleAct::Assign { .. } => 4,
        RuleAct::Status { .. } | RuleAct::Snooze { .. } => 5,
        RuleAct::Owe { .. } => 6,
        RuleAct::Notify { .. } => 7,
    }
}

/// Whether there is one more field of its kind for each.
const fn has_many(act: &RuleAct) -> bool {
    matches!(act, RuleAct::Label { .. } | RuleAct::Unlabel { .. } | RuleAct::Notify { .. })
}
