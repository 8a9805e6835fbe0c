//! What a member is told.

use wording::t;

crate::words! {
    /// Why a member is told of a conversation, of a fact, or of a statement.
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
        /// It was given to them, by a colleague, a rule or a team.
        Given = "given",
        /// A clock of a conversation that they have is late.
        ClockLate = "clock_late",
        /// They are asked to see to something that is owed on it.
        Asked = "asked",
        /// A colleague calls them in a note.
        Nudged = "nudged",
        /// A colleague took over the answer that they had begun.
        DraftTaken = "draft_taken",
        /// Something happened in a conversation of which they want to be told.
        Subscribed = "subscribed",
        /// A promise for which they answer has its date soon.
        PromiseNear = "promise_near",
        /// A promise for which they answer is late.
        PromiseLate = "promise_late",
        /// They answer for a promise that a colleague made, or from now on.
        PromiseGiven = "promise_given",
        /// A fact for which they stand is to be looked at again.
        FactDue = "fact_due",
        /// A statement waits for somebody to stand for its words.
        StatementAsked = "statement_asked",
        /// A statement that they wrote was approved.
        StatementApproved = "statement_approved",
        /// A channel did not take a statement.
        StatementNotOut = "statement_not_out",
        /// The time came until which a statement of theirs promised a further word.
        StatementDue = "statement_due",
    }
}

impl NoticeKind {
    /// What happened, to whoever is told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rule => t!("a rule tells you"),
            Self::Given => t!("a conversation was given to you"),
            Self::ClockLate => t!("an answer of yours is late"),
            Self::Asked => t!("you are asked to see to something"),
            Self::ApprovalAsked => t!("an answer waits for your approval"),
            Self::ReplyApproved => t!("your answer was approved"),
            Self::ReplyReturned => t!("your answer came back to you"),
            Self::ApprovalLate => t!("nobody decided in time about an answer"),
            Self::Nudged => t!("a colleague calls you in a note"),
            Self::DraftTaken => t!("a colleague took over the answer that you had begun"),
            Self::Subscribed => t!("something happened in a conversation of which you are told"),
            Self::PromiseNear => t!("what you promised has its date soon"),
            Self::PromiseLate => t!("what you promised is late"),
            Self::PromiseGiven => t!("you answer for something we promised"),
            Self::FactDue => t!("a fact for which you stand is to be reviewed"),
            Self::StatementAsked => t!("a statement waits for your approval"),
            Self::StatementApproved => t!("your statement was approved"),
            Self::StatementNotOut => t!("a channel did not take your statement"),
            Self::StatementDue => t!("your statement promised a further word by now"),
            Self::ReplyStopped => t!("your answer was stopped"),
        }
    }
}
