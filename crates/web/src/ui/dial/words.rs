//! How the parts of the dials are said.

use insights::{Standing, Trend};
use model::DialPart;
use wording::t;

/// What is to be so.
pub(super) fn name(part: DialPart) -> &'static str {
    match part {
        DialPart::UnhappyAnswered => t!("Unhappy people are answered"),
        DialPart::SilenceReasoned => t!("Silence has a reason"),
        DialPart::PromisesKept => t!("Promises are kept"),
        DialPart::OwedSettled => t!("What is owed is settled"),
        DialPart::InsightsDecided => t!("What is learned is decided"),
        DialPart::ToldBack => t!("People are told what came of it"),
        DialPart::Answered => t!("People are answered"),
        DialPart::FirstWithin => t!("The first answer comes in time"),
        DialPart::NextWithin => t!("Further answers come in time"),
    }
}

/// How it is worked out.
pub(super) fn formula(part: DialPart) -> &'static str {
    match part {
        DialPart::UnhappyAnswered => {
            t!(
                "Of people whose first words are unhappy and need an answer, the share that got one from a person of ours."
            )
        }
        DialPart::SilenceReasoned => {
            t!(
                "Of those who need an answer and whose conversation was closed without one, the share that was let stand by a decision with a reason."
            )
        }
        DialPart::PromisesKept => {
            t!(
                "Of promises to people outside whose date is over, the share kept by that date. What was taken back towards the person is left out; a date that was moved is the date."
            )
        }
        DialPart::OwedSettled => {
            t!("Of what functions owe on conversations, the share done, or declined with a reason, within the time.")
        }
        DialPart::InsightsDecided => t!("Of what was learned and written down, the share decided within the time."),
        DialPart::ToldBack => {
            t!("Of what was done because of what people said, the share told back to them within the time.")
        }
        DialPart::Answered => {
            t!("Of those who need a first answer, the share that got one from a person of ours so far.")
        }
        DialPart::FirstWithin => {
            t!(
                "Of those who need a first answer, the share answered within the time, by day and night. Whoever still waits counts as not answered so far (Kaplan–Meier)."
            )
        }
        DialPart::NextWithin => t!("The same of each further answer that is needed."),
    }
}

/// How a part stands.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => t!("holds"),
        Standing::Partly => t!("nearly holds"),
        Standing::Fails => t!("does not hold"),
        Standing::Unknown => t!("not enough evidence"),
    }
}

/// The word of a standing in classes.
pub(super) fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => "holds",
        Standing::Partly => "partly",
        Standing::Fails => "fails",
        Standing::Unknown => "unknown",
    }
}

/// How a part stands to the days before.
pub(super) fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Better => t!("more than before"),
        Trend::Worse => t!("less than before"),
        Trend::Same => t!("as before, as far as can be said"),
    }
}
