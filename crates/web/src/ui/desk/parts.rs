//! What each desk looks at: searches that anybody could type, each with a name.

use model::{Function, InboxView, ObligationKind};

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
        "The press waits",
        "relation:press OR intent:press",
        "Who writes about us for others, whoever waits longest first; a late answer is an answer too.",
        ObligationKind::Press,
    ),
    owed(
        "Fair critics wait",
        "stance:critic",
        "They find fault with reasons, and nobody answered: say what is so, and what you do about it.",
        ObligationKind::Facts,
    ),
    waiting("Facts to be put right", "disposition:fix_facts", "What is said of us and is not so, with the source."),
    waiting("Escalated", "disposition:escalate", "Somebody with more say decides."),
];
const MARKETING: &[Part] = &[
    all(
        "What resonates",
        "intent:praise private:no after:-7d",
        "Praise of the last week: what people like, in their own words.",
    ),
    waiting("To be shared", "disposition:share", "Decided, and not done yet."),
    waiting("Somebody wants to buy", "intent:lead", "Or to work with us."),
];
const RESEARCH: &[Part] = &[
    all("Ideas", "intent:idea after:-30d", "What people would do in our place."),
    all("They say that we are wrong", "intent:correction after:-30d", "About something that we wrote."),
    all("Mixed feelings", "sentiment:mixed after:-7d", "Often the most to learn from."),
];
const SERVICE: &[Part] = &[
    waiting("Too late", "sla:missed", "Each of them has waited longer than we promised ourselves."),
    waiting("Soon too late", "sla:due", "There is still time."),
    waiting("Cases", "intent:case", "Something of their own is to be put right."),
    waiting("To be put right", "disposition:restore", "Decided, and not done yet."),
];
const ENGAGEMENT: &[Part] = &[
    waiting("Thanks without an answer", "intent:praise", "They were kind, and nobody said so."),
    waiting("Fans wait", "stance:fan", "Those who speak for us."),
    waiting("Here for the first time", "first:yes", "How they are met is what they remember."),
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
