//! What is known of an answer of ours.

use wording::t;

crate::words! {
    /// The state of a reply: what is known, never what is hoped.
    pub enum ReplyState {
        /// Being written.
        Draft = "draft",
        /// Waits for a member with the right to approve.
        NeedsApproval = "needs_approval",
        /// Approved, not yet queued.
        Approved = "approved",
        /// Will be sent; can still be taken back.
        Queued = "queued",
        /// The intent is on disk and bytes may have left the house.
        Sending = "sending",
        /// The network took it.
        Sent = "sent",
        /// It was seen standing on the network.
        Delivered = "delivered",
        /// Not on the network; sending again is safe.
        FailedRetryable = "failed_retryable",
        /// Not on the network; the same words would be refused again.
        FailedFinal = "failed_final",
        /// The network cannot be asked whether it has it; a person decides.
        Unknown = "unknown",
        /// Taken back before it left.
        Cancelled = "cancelled",
        /// Another answer took its place.
        Superseded = "superseded",
    }
}

impl ReplyState {
    /// The same word, for whoever reads: what a sentence says that it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => t!("answer": "draft"),
            Self::NeedsApproval => t!("answer": "needs_approval"),
            Self::Approved => t!("answer": "approved"),
            Self::Queued => t!("answer": "queued"),
            Self::Sending => t!("answer": "sending"),
            Self::Sent => t!("answer": "sent"),
            Self::Delivered => t!("answer": "delivered"),
            Self::FailedRetryable => t!("answer": "failed_retryable"),
            Self::FailedFinal => t!("answer": "failed_final"),
            Self::Unknown => t!("answer": "unknown"),
            Self::Cancelled => t!("answer": "cancelled"),
            Self::Superseded => t!("answer": "superseded"),
        }
    }

    /// Whether the network has it, as far as we know.
    pub const fn is_out(self) -> bool {
        matches!(self, Self::Sent | Self::Delivered)
    }

    /// Whether it may still change by itself.
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Queued | Self::Sending)
    }

    /// Whether it was decided and may still go out without being decided again.
    pub const fn is_under_way(self) -> bool {
        self.is_moving() || matches!(self, Self::NeedsApproval | Self::Approved)
    }

    /// Whether the step from this state to `to` is one that can happen.
    pub const fn may_become(self, to: Self) -> bool {
        use ReplyState::*;
        match self {
            Draft => matches!(to, NeedsApproval | Queued | Superseded),
            NeedsApproval => matches!(to, Approved | Cancelled | Superseded),
            Approved => matches!(to, Queued | Cancelled | Superseded),
            // An attempt that seemed not to arrive may be seen standing before the next.
            // What a stop held may need approval by the time it is let go. What a back-up has as queued may have left since.
            Queued => {
                matches!(to, NeedsApproval | Sending | Cancelled | FailedRetryable | FailedFinal | Delivered | Unknown)
            }
            Sending => matches!(to, Sent | Delivered | Queued | FailedRetryable | FailedFinal | Unknown),
            Sent => matches!(to, Delivered),
            FailedRetryable => matches!(to, Queued | Cancelled | Superseded | Delivered),
            FailedFinal => matches!(to, Cancelled | Superseded),
            Unknown => matches!(to, Sent | Delivered | Queued | FailedRetryable),
            Delivered | Cancelled | Superseded => false,
        }
    }

    /// Takes the step to `to`.
    ///
    /// # Errors
    /// When that step cannot happen.
    pub fn become_state(self, to: Self) -> Result<Self, ReplyStateError> {
        if self.may_become(to) { Ok(to) } else { Err(ReplyStateError { from: self, to }) }
    }
}

/// A step between reply states that cannot happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("a reply that is {from} cannot become {to}", from = .from.words(), to = .to.words()))]
pub struct ReplyStateError {
    /// The state it has.
    pub from: ReplyState,
    /// The state asked for.
    pub to: ReplyState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_may_stand_on_the_network_is_queued_again_without_being_asked_for() {
        for from in [ReplyState::Sent, ReplyState::Delivered, ReplyState::Cancelled] {
            assert!(!from.may_become(ReplyState::Queued), "{from}");
            assert!(!from.may_become(ReplyState::Sending), "{from}");
        }
    }

    #[test]
    fn only_a_queued_reply_is_sent() {
        let senders: Vec<_> = ReplyState::ALL.iter().filter(|from| from.may_become(ReplyState::Sending)).collect();
        assert_eq!(senders, [&ReplyState::Queued]);
    }
}
