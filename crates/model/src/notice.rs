//! What a member is told.

crate::words! {
    /// Why a member is told of a conversation, or of a fact.
    pub enum NoticeKind {
        /// A rule says so.
        Rule = "rule",
        /// An answer of theirs that was to go out later was stopped: somebody wrote before, or it may not go out any more.
        ReplyStopped = "reply_stopped",
        /// An answer waits for their approval.
        ApprovalAsked = "approval_asked",
        /// An answer of theirs was approved.
        ReplyApproved = "reply_approved",
        /// An answer of theirs came back to them instead of being approved.
        ReplyReturned = "reply_returned",
        /// Nobody decided about an answer in time.
        ApprovalLate = "approval_late",
        /// They are asked to see to something that is owed on it.
        Asked = "asked",
        /// A colleague calls them in a note.
        Nudged = "nudged",
        /// A promise for which they answer has its date soon.
        PromiseNear = "promise_near",
        /// A promise for which they answer is late.
        PromiseLate = "promise_late",
        /// They answer for a promise that a colleague made, or from now on.
        PromiseGiven = "promise_given",
        /// A fact for which they stand is to be looked at again.
        FactDue = "fact_due",
    }
}
