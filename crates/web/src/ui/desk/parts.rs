//! What each desk looks at: searches that anybody could type, each with a name. The words are said when they are shown.

use model::{Function, InboxView, ObligationKind};
use wording::later;

/// A part of a desk: the conversations that a search finds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Its heading.
    pub(super) title: &'static str,
    /// What is to be done with them.
    pub(super) hint: &'static str,
    /// Among which.
    pub(super) cut: InboxView,
    /// The search.
    pub(super) query: &'static str,
    /// What the house owes those whom it finds, with its date, where whoever waits longest stands first.
    pub(super) owes: Option<ObligationKind>,
}

const fn waiting(title: &'static str, query: &'static str, hint: &'static str) -> Part {
    Part { title, hint, cut: InboxView::Waiting, query, owes: None }
}

/// Whoever waits longest first, with what they are owed by when.
const fn owed(title: &'static str, query: &'static str, hint: &'static str, owes: ObligationKind) -> Part {
    Part { title, hint, cut: InboxView::Waiting, query, owes: Some(owes) }
}

const fn all(title: &'static str, query: &'static str, hint: &'static str) -> Part {
    Part { title, hint, cut: InboxView::All, query, owes: None }
}

const COMMUNICATION: &[Part] = &[
    owed(
        later!("The press waits"),
        "relation:press OR intent:press",
        later!("Who writes about us for others, whoever waits longest first; a late answer is an answer too."),
        ObligationKind::Press,
    ),
    owed(
        later!("Fair critics wait"),
        "stance:critic",
        later!("They find fault with reasons, and nobody answered: say what is so, and what you do about it."),
        ObligationKind::Facts,
    ),
    waiting(
        later!("Facts to be put right"),
        "disposition:fix_facts",
        later!("What is said of us and is not so, with the source."),
    ),
    waiting(later!("Escalated"), "disposition:escalate", later!("Somebody with more say decides.")),
];
const MARKETING: &[Part] = &[
    all(
        later!("What resonates"),
        "intent:praise private:no after:-7d",
        later!("Praise of the last week: what people like, in their own words."),
    ),
    waiting(later!("To be shared"), "disposition:share", later!("Decided, and not done yet.")),
    waiting(later!("Somebody wants to buy"), "intent:lead", later!("Or to work with us.")),
];
const RESEARCH: &[Part] = &[
    all(later!("Ideas"), "intent:idea after:-30d", later!("What people would do in our place.")),
    all(later!("They say that we are wrong"), "intent:correction after:-30d", later!("About something that we wrote.")),
    all(later!("Mixed feelings"), "sentiment:mixed after:-7d", later!("Often the most to learn from.")),
];
const SERVICE: &[Part] = &[
    waiting(later!("Too late"), "sla:missed", later!("Each of them has waited longer than we promised ourselves.")),
    waiting(later!("Soon too late"), "sla:due", later!("There is still time.")),
    waiting(later!("Cases"), "intent:case", later!("Something of their own is to be put right.")),
    waiting(later!("To be put right"), "disposition:restore", later!("Decided, and not done yet.")),
];
const ENGAGEMENT: &[Part] = &[
    waiting(later!("Thanks without an answer"), "intent:praise", later!("They were kind, and nobody said so.")),
    waiting(later!("Fans wait"), "stance:fan", later!("Those who speak for us.")),
    waiting(later!("Here for the first time"), "first:yes", later!("How they are met is what they remember.")),
];

/// What a desk looks at, in this order.
pub(super) const fn parts(function: Function) -> &'static [Part] {
    match function {
        Function::Communication => COMMUNICATION,
        Function::Marketing => MARKETING,
        Function::Research => RESEARCH,
        Function::Service => SERVICE,
        Function::Engagement => ENGAGEMENT,
    }
}

#[cfg(test)]
mod tests {
    use listening::{FieldContext, Query};

    use super::*;

    #[test]
    fn every_part_of_every_desk_can_be_searched_for() {
        for part in Function::ALL.iter().flat_map(|function| parts(*function)) {
            assert!(Query::parse(part.query, FieldContext::View).is_ok(), "{}", part.query);
        }
    }
}
