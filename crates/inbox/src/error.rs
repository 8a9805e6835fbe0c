//! Why an act was refused.

use listening::ParseErrors;
use model::{
    ApprovalOutcome, CommitmentFault, ConversationId, CorrectionFault, DeedState, ElsewhereFault, Measured, MemberId,
    NewsFault, ObligationFault, ReplyStateError, Right, StatusError, StudyState,
};
use store::StoreError;

use crate::{
    ApprovalPolicyFault, CalendarFault, FactFault, GestureFault, HouseRuleFault, MacroFault, NewerMessage,
    PictureFault, RuleFault, SavedReplyFault, SeatFault, SignatureFault, SlaPolicyFault, StatementFault, StudyFault,
    TeamFault, WebhookFault,
};

/// An act that was refused; nothing of it happened.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// What it is about does not exist (any more).
    #[error("{0} does not exist")]
    Missing(&'static str),
    /// The member's role does not allow it.
    #[error("your role does not allow to {0}")]
    Forbidden(Right),
    /// Somebody wrote since the author of the answer looked.
    #[error("somebody wrote meanwhile")]
    Stale {
        /// What was written, oldest first.
        newer: Vec<NewerMessage>,
    },
    /// A colleague has begun to answer before.
    #[error("{name} is writing an answer here; take it over, or leave it to them")]
    BeingWritten {
        /// Who.
        by: MemberId,
        /// Their name.
        name: String,
        /// Their words so far.
        text: String,
    },
    /// The talk goes on in private, and nobody said that an answer is for everybody.
    #[error("the talk goes on in private: say whether this is for the person alone or for everybody")]
    InPrivate,
    /// The talk goes on in private already.
    #[error("the talk goes on in private already; answer there")]
    InPrivateAlready,
    /// A private message with what belongs in public.
    #[error("a private message has no pictures and puts nothing right that was said in public")]
    OnlyInPublic,
    /// This channel has no private messages.
    #[error("there are no private messages from this account on its network")]
    NoPrivate,
    /// The version that the author of the answer says to have seen has not been yet.
    #[error("the thread has no such version")]
    VersionAhead,
    /// Words are needed.
    #[error("there are no words in it")]
    Empty,
    /// The network would not take it.
    #[error("it is longer than the network allows")]
    TooLong(Measured),
    /// Pictures do not go out like that.
    #[error(transparent)]
    Picture(#[from] PictureFault),
    /// How a member wants to be told of things cannot be.
    #[error(transparent)]
    News(#[from] NewsFault),
    /// An answer is to go out at a moment that is over.
    #[error("the time at which it is to go out is over already; choose a later one")]
    LaterIsPast,
    /// An answer is to go out at a moment that nobody can foresee.
    #[error("an answer can be put off for {} days at most", crate::LATER_DAYS_MAX)]
    LaterIsFar,
    /// A stop without a reason, or with a long one.
    #[error("say why nothing is to go out, in 1 to {} characters", crate::STOP_REASON_CHARS_MAX)]
    StopReason,
    /// There is nothing of somebody else that could be answered.
    #[error("there is nothing to answer: what was said is gone")]
    NothingToAnswer,
    /// This channel only listens.
    #[error("this channel only listens; connect an account to answer")]
    ListenOnly,
    /// The reply cannot take that step.
    #[error(transparent)]
    ReplyState(#[from] ReplyStateError),
    /// The conversation cannot take that status.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Silence without a reason.
    #[error("silence needs a reason: say why nothing is said")]
    SilenceNeedsReason,
    /// A signature cannot be kept.
    #[error(transparent)]
    Signature(#[from] SignatureFault),
    /// The person was asked not long ago how well we helped.
    #[error("they were asked within the last 30 days how well we helped; ask them again later")]
    AskedLately,
    /// The person was asked whether we may quote this.
    #[error("they were asked already whether we may quote this")]
    AskedAlready,
    /// The answer that asks is not out.
    #[error("nothing can be said to it before the answer that asks is out")]
    NotAskedYet,
    /// That something was wrong cannot be said like that.
    #[error(transparent)]
    Correction(#[from] CorrectionFault),
    /// Where it was heard before cannot be kept like that.
    #[error(transparent)]
    Elsewhere(#[from] ElsewhereFault),
    /// What came of something is said that is not done.
    #[error("what came of it is said when it is done")]
    OutcomeOfUndone,
    /// Watched until a moment that is over.
    #[error("the time until which it is watched is over already")]
    WatchedUntilPast,
    /// A label's name is too long or empty.
    #[error("a label needs 1 to 40 characters")]
    LabelName,
    /// Another label has the name.
    #[error("another label has this name; merge them")]
    LabelNameTaken,
    /// A saved reply cannot be kept like that.
    #[error(transparent)]
    SavedReply(#[from] SavedReplyFault),
    /// A fact cannot be kept like that.
    #[error(transparent)]
    Fact(#[from] FactFault),
    /// Somebody changed the fact since it was looked at.
    #[error("somebody changed this fact meanwhile; look at it again")]
    FactChanged {
        /// Its version now.
        version: i64,
    },
    /// A statement cannot be kept, approved or published like that.
    #[error(transparent)]
    Statement(#[from] StatementFault),
    /// Somebody changed the statement since it was looked at.
    #[error("somebody changed this statement meanwhile; look at it again")]
    StatementChanged {
        /// Its version now.
        version: i64,
    },
    /// A study, or something of it, cannot be kept like that.
    #[error(transparent)]
    Study(#[from] StudyFault),
    /// A study is not where that step begins.
    #[error("that cannot be done: {}", standing(*.0))]
    StudyState(StudyState),
    /// Somebody changed the study since it was looked at.
    #[error("somebody changed this study meanwhile; look at it again")]
    StudyChanged {
        /// Its version now.
        version: i64,
    },
    /// Somebody took a step since the insight was looked at.
    #[error("somebody went on with this insight meanwhile; look at it again")]
    InsightChanged {
        /// Its version now.
        version: i64,
    },
    /// A gesture is not made, or not taken back.
    #[error(transparent)]
    Gesture(#[from] GestureFault),
    /// A house rule cannot be kept like that.
    #[error(transparent)]
    HouseRule(#[from] HouseRuleFault),
    /// A calendar cannot be kept like that.
    #[error(transparent)]
    Calendar(#[from] CalendarFault),
    /// An SLA policy cannot be kept like that.
    #[error(transparent)]
    SlaPolicy(#[from] SlaPolicyFault),
    /// An approval policy cannot be kept like that.
    #[error(transparent)]
    ApprovalPolicy(#[from] ApprovalPolicyFault),
    /// Nothing asks for this answer's approval.
    #[error("this answer needs no approval")]
    NoApprovalAsked,
    /// Somebody, or time, decided about the answer already.
    #[error("it does not wait for approval any more: {}", decided(*.0))]
    ApprovalDecided(ApprovalOutcome),
    /// Nobody approves what they wrote.
    #[error("somebody else has to look at what you wrote")]
    OwnReply,
    /// Others approve it.
    #[error("this answer is for another team to approve")]
    NotApprover,
    /// An answer is returned without a reason, or with a long one.
    #[error("say what is to be changed, in 1 to {} characters", crate::RETURN_REASON_CHARS_MAX)]
    ReturnReason,
    /// A team cannot be kept like that.
    #[error(transparent)]
    Team(#[from] TeamFault),
    /// What a member takes, or a leave, cannot be kept like that.
    #[error(transparent)]
    Seat(#[from] SeatFault),
    /// A judgement is corrected with one of its own words.
    #[error("this is no answer to that question")]
    NoSuchAnswer,
    /// A view's name is too long or empty.
    #[error("a view needs a name of 1 to {} characters", crate::VIEW_NAME_CHARS_MAX)]
    ViewName,
    /// The member has a view of that name.
    #[error("another view has this name")]
    ViewNameTaken,
    /// Nobody reads more tabs than that.
    #[error("nobody has more than {} views; remove one first", crate::VIEWS_MAX)]
    TooManyViews,
    /// Somebody changed the view since it was looked at.
    #[error("somebody changed this view meanwhile")]
    ViewChanged {
        /// Its version now.
        version: i64,
    },
    /// Only its maker takes a view from everybody else.
    #[error("only whoever made a shared view can keep it for themselves; it can be removed")]
    NotYours,
    /// A rule cannot be kept like that.
    #[error(transparent)]
    Rule(#[from] RuleFault),
    /// Somebody changed the rule since it was looked at.
    #[error("somebody changed this rule meanwhile")]
    RuleChanged {
        /// Its version now.
        version: i64,
    },
    /// A webhook cannot be kept like that.
    #[error(transparent)]
    Webhook(#[from] WebhookFault),
    /// A macro cannot be kept, or not be applied, like that.
    #[error(transparent)]
    Macro(#[from] MacroFault),
    /// Somebody changed the macro since it was looked at.
    #[error("somebody changed this macro meanwhile; look at its steps again")]
    MacroChanged {
        /// Its version now.
        version: i64,
    },
    /// What is owed cannot be kept like that.
    #[error(transparent)]
    Obligation(#[from] ObligationFault),
    /// What was promised cannot be, or a step about it cannot be taken.
    #[error(transparent)]
    Commitment(#[from] CommitmentFault),
    /// Somebody changed what was promised since it was looked at.
    #[error("somebody changed what was promised meanwhile")]
    CommitmentChanged {
        /// Its version now.
        version: i64,
    },
    /// Somebody changed what is owed since it was looked at.
    #[error("somebody changed what is owed meanwhile")]
    ObligationChanged {
        /// Its version now.
        version: i64,
    },
    /// What is looked for cannot be read.
    #[error("the query cannot be read")]
    Query(#[source] ParseErrors),
    /// It stands in another conversation.
    #[error("this conversation was merged with another; go on there")]
    Merged {
        /// In which.
        into: ConversationId,
    },
    /// Two authors are one person already.
    #[error("they are one person already")]
    SamePerson,
    /// A merge of people without a ground, or with a long one.
    #[error("say in 1 to {} characters how it is known that they are one person", crate::GROUND_CHARS_MAX)]
    MergeGround,
    /// A person would have more handles than anybody has.
    #[error("nobody has more than {} handles", model::HANDLES_MAX)]
    TooManyHandles,
    /// Nothing is kept about somebody who was erased.
    #[error("this person was erased; nothing is kept about them")]
    Erased,
    /// What was typed does not name who is to be erased.
    #[error("type the handle exactly, so that nobody else is meant")]
    NotTyped,
    /// An answer to somebody who is to be erased is on its way.
    #[error("an answer to them is still on its way out: take it back, or wait until it is out")]
    AnswersMoving,
    /// A consent without anything that shows it.
    #[error(
        "name the message by which they said it, or say in 1 to {} characters what shows it",
        crate::GROUND_CHARS_MAX
    )]
    ConsentShown,
    /// A consent is withdrawn that was never given.
    #[error("nothing was given that could be withdrawn")]
    ConsentWithdrawn,
    /// A conversation cannot be merged with itself.
    #[error("a conversation cannot be merged with itself")]
    WithItself,
    /// What is at the top has no end.
    #[error("at most {} conversations stand at the top of your lists; take one down first", crate::PINS_MAX)]
    TooManyPins,
    /// A conversation cannot belong with itself.
    #[error("a conversation belongs with another, not with itself")]
    LinkedWithItself,
    /// Nobody reads more links than that.
    #[error("a conversation belongs with {} others at most; take one apart first", crate::LINKS_MAX)]
    TooManyLinks,
    /// Splitting would leave nothing.
    #[error("nothing would be left: that is the whole conversation")]
    NothingLeft,
    /// A deed is not where that step begins.
    #[error("that cannot be done any more: it is {0}")]
    DeedState(DeedState),
    /// There is nothing to be changed.
    #[error("nothing was chosen")]
    NothingChosen,
    /// The database failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// What became of an answer that needed approval, in words.
const fn decided(outcome: ApprovalOutcome) -> &'static str {
    match outcome {
        ApprovalOutcome::Approved => "it was approved",
        ApprovalOutcome::Edited => "it was approved with other words",
        ApprovalOutcome::Returned => "it was returned to its author",
        ApprovalOutcome::Withdrawn => "it was taken back",
        ApprovalOutcome::SentLate => "nobody decided in time, and it was sent",
        ApprovalOutcome::ReturnedLate => "its author has it back",
    }
}

/// Where a study stands, in words.
const fn standing(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => "the study is a draft, and no sample is drawn",
        StudyState::Drawing => "its sample is being drawn",
        StudyState::Drawn => "its sample is drawn, and nobody codes it yet",
        StudyState::Coding => "it is being coded",
        StudyState::Deciding => "its coding has ended",
        StudyState::Agreed => "every disagreement is decided",
        StudyState::Closed => "the study is closed",
    }
}
