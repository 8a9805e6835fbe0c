//! Which acts the form of a rule can show.

use model::RuleAct;

/// Why acts are not taken from the form.
pub(super) const UNSHOWN: &str = wording::later!(
    "This rule has acts that the form cannot show, so it takes no others; choose other acts instead, or change them by the API."
);

/// Whether the form shows each of these acts, in the order in which it has them: otherwise to keep the form would lose
/// some, or do them in another order.
pub(super) fn can_show(acts: &[RuleAct]) -> bool {
    are_in_order(acts.iter().map(place_of))
}

/// Whether acts are in the order of the form, and no more of a kind than it has fields for; each as [`place_of`] has it.
pub(crate) fn are_in_order(places: impl IntoIterator<Item = (u8, bool)>) -> bool {
    let places: Vec<(u8, bool)> = places.into_iter().collect();
    places.windows(2).all(|pair| {
        let ((one, has_many), (next, _)) = (pair[0], pair[1]);
        one < next || one == next && has_many
    })
}

/// The place of whoever has it, among those of a form.
pub(crate) const HOLDER: u8 = 5;
/// The place of what is decided, which rules do not.
pub(crate) const DECISION: u8 = 6;

/// The place of an act among those of a form, as `Filled::read_acts` has them, and whether there is one more field of its
/// kind for each.
pub(crate) const fn place_of(act: &RuleAct) -> (u8, bool) {
    match act {
        RuleAct::Unlabel { .. } => (0, true),
        RuleAct::Label { .. } => (1, true),
        RuleAct::Prioritise { .. } => (2, false),
        RuleAct::SlaPolicy { .. } => (3, false),
        RuleAct::Team { .. } => (4, false),
        RuleAct::Assign { .. } => (HOLDER, false),
        RuleAct::Status { .. } | RuleAct::Snooze { .. } => (7, false),
        RuleAct::SetAside => (8, false),
        RuleAct::Owe { .. } => (9, false),
        RuleAct::Notify { .. } => (10, true),
        RuleAct::Webhook { .. } => (11, true),
    }
}
