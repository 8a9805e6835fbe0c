//! Why an act was refused.

use listening::ParseErrors;
use model::{
    ApprovalOutcome, CommitmentFault, ConversationId, CorrectionFault, DeedState, DialFault, ElsewhereFault, Measured,
    MemberId, NewsFault, ObligationFault, ReplyStateError, Right, StatusError, StudyState,
};
use store::StoreError;
use wording::{later, t};

use crate::{
    ApprovalPolicyFault, CalendarFault, FactFault, GestureFault, HouseRuleFault, MacroFault, NewerMessage,
    PictureFault, RuleFault, SavedReplyFault, SeatFault, SignatureFault, SlaPolicyFault, StatementFault, StudyFault,
    TeamFault, WebhookFault,
};

/// What can be missing, as [`InboxError::Missing`] names it, and that there is none, as a sentence.
const THINGS: &[(&str, &str)] = &[
    (later!("this act of a rule"), later!("There is no act of a rule.")),
    (later!("this answer"), later!("There is no answer.")),
    (later!("this calendar"), later!("There is no calendar.")),
    (later!("this call that did not arrive"), later!("There is no call that did not arrive.")),
    (later!("this channel"), later!("There is no channel.")),
    (later!("this conversation"), later!("There is no conversation.")),
    (later!("this correction"), later!("There is no correction.")),
    (later!("this deed"), later!("There is no deed.")),
    (later!("this device"), later!("There is no device.")),
    (later!("this draft"), later!("There is no draft.")),
    (later!("this fact"), later!("There is no fact.")),
    (later!("this gesture"), later!("There is no gesture.")),
    (later!("this house rule"), later!("There is no house rule.")),
    (later!("this insight"), later!("There is no insight.")),
    (later!("this label"), later!("There is no label.")),
    (later!("this leave"), later!("There is no leave.")),
    (later!("this link"), later!("There is no link.")),
    (later!("this macro"), later!("There is no macro.")),
    (later!("this member"), later!("There is no member.")),
    (later!("this mention"), later!("There is no mention.")),
    (later!("this merge"), later!("There is no merge.")),
    (later!("this message"), later!("There is no message.")),
    (later!("this message of ours"), later!("There is no message of ours.")),
    (later!("this obligation"), later!("There is no obligation.")),
    (later!("this person"), later!("There is no person.")),
    (later!("this picture"), later!("There is no picture.")),
    (later!("this policy"), later!("There is no policy.")),
    (later!("this post"), later!("There is no post.")),
    (later!("this promise"), later!("There is no promise.")),
    (later!("this question"), later!("There is no question.")),
    (later!("this rule"), later!("There is no rule.")),
    (later!("this saved reply"), later!("There is no saved reply.")),
    (later!("this SLA policy"), later!("There is no SLA policy.")),
    (later!("this statement"), later!("There is no statement.")),
    (later!("this stop"), later!("There is no stop.")),
    (later!("this study"), later!("There is no study.")),
    (later!("this team"), later!("There is no team.")),
    (later!("this topic"), later!("There is no topic.")),
    (later!("this view"), later!("There is no view.")),
    (later!("this webhook"), later!("There is no webhook.")),
];

/// That what [`InboxError::Missing`] names is not there, as a sentence for whoever reads.
pub fn there_is_no(what: &str) -> Option<&'static str> {
    THINGS.iter().find(|(name, _)| *name == what).map(|(_, said)| wording::text("", said))
}

/// An act that was refused; nothing of it happened.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// What it is about does not exist (any more).
    #[error("{}", t!("{what} does not exist", what = wording::text("", .0)))]
    Missing(&'static str),
    /// The member's role does not allow it.
    #[error("your role does not allow to {0}")]
    Forbidden(Right),
    /// Somebody wrote since the author of the answer looked.
    #[error("{}", t!("somebody wrote meanwhile"))]
    Stale {
        /// What was written, oldest first.
        newer: Vec<NewerMessage>,
    },
    /// A colleague has begun to answer before.
    #[error("{}", t!("{name} is writing an answer here; take it over, or leave it to them", name = .name))]
    BeingWritten {
        /// Who.
        by: MemberId,
        /// Their name.
        name: String,
        /// Their words so far.
        text: String,
    },
    /// The talk goes on in private, and nobody said that an answer is for everybody.
    #[error("{}", t!("the talk goes on in private: say whether this is for the person alone or for everybody"))]
    InPrivate,
    /// The talk goes on in private already.
    #[error("{}", t!("the talk goes on in private already; answer there"))]
    InPrivateAlready,
    /// A private message with what belongs in public.
    #[error("{}", t!("a private message has no pictures and puts nothing right that was said in public"))]
    OnlyInPublic,
    /// This channel has no private messages.
    #[error("{}", t!("there are no private messages from this account on its network"))]
    NoPrivate,
    /// The version that the author of the answer says to have seen has not been yet.
    #[error("{}", t!("the thread has no such version"))]
    VersionAhead,
    /// Words are needed.
    #[error("{}", t!("there are no words in it"))]
    Empty,
    /// The network would not take it.
    #[error("{}", t!("it is longer than the network allows"))]
    TooLong(Measured),
    /// Pictures do not go out like that.
    #[error(transparent)]
    Picture(#[from] PictureFault),
    /// How a member wants to be told of things cannot be.
    #[error(transparent)]
    News(#[from] NewsFault),
    /// An answer is to go out at a moment that is over.
    #[error("{}", t!("the time at which it is to go out is over already; choose a later one"))]
    LaterIsPast,
    /// An answer is to go out at a moment that nobody can foresee.
    #[error("{}", t!("an answer can be put off for {max} days at most", max = crate::LATER_DAYS_MAX))]
    LaterIsFar,
    /// A stop without a reason, or with a long one.
    #[error("{}", t!("say why nothing is to go out, in 1 to {max} characters", max = crate::STOP_REASON_CHARS_MAX))]
    StopReason,
    /// There is nothing of somebody else that could be answered.
    #[error("{}", t!("there is nothing to answer: what was said is gone"))]
    NothingToAnswer,
    /// This channel only listens.
    #[error("{}", t!("this channel only listens; connect an account to answer"))]
    ListenOnly,
    /// The reply cannot take that step.
    #[error(transparent)]
    ReplyState(#[from] ReplyStateError),
    /// The conversation cannot take that status.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Silence without a reason.
    #[error("{}", t!("silence needs a reason: say why nothing is said"))]
    SilenceNeedsReason,
    /// A signature cannot be kept.
    #[error(transparent)]
    Signature(#[from] SignatureFault),
    /// The person was asked not long ago how well we helped.
    #[error("{}", t!("they were asked within the last 30 days how well we helped; ask them again later"))]
    AskedLately,
    /// The person was asked whether we may quote this.
    #[error("{}", t!("they were asked already whether we may quote this"))]
    AskedAlready,
    /// The answer that asks is not out.
    #[error("{}", t!("nothing can be said to it before the answer that asks is out"))]
    NotAskedYet,
    /// That something was wrong cannot be said like that.
    #[error(transparent)]
    Correction(#[from] CorrectionFault),
    /// Where it was heard before cannot be kept like that.
    #[error(transparent)]
    Elsewhere(#[from] ElsewhereFault),
    /// What came of something is said that is not done.
    #[error("{}", t!("what came of it is said when it is done"))]
    OutcomeOfUndone,
    /// Watched until a moment that is over.
    #[error("{}", t!("the time until which it is watched is over already"))]
    WatchedUntilPast,
    /// A label's name is too long or empty.
    #[error("{}", t!("a label needs 1 to 40 characters"))]
    LabelName,
    /// Another label has the name.
    #[error("{}", t!("another label has this name; merge them"))]
    LabelNameTaken,
    /// A saved reply cannot be kept like that.
    #[error(transparent)]
    SavedReply(#[from] SavedReplyFault),
    /// A fact cannot be kept like that.
    #[error(transparent)]
    Fact(#[from] FactFault),
    /// Somebody changed the fact since it was looked at.
    #[error("{}", t!("somebody changed this fact meanwhile; look at it again"))]
    FactChanged {
        /// Its version now.
        version: i64,
    },
    /// A statement cannot be kept, approved or published like that.
    #[error(transparent)]
    Statement(#[from] StatementFault),
    /// Somebody changed the statement since it was looked at.
    #[error("{}", t!("somebody changed this statement meanwhile; look at it again"))]
    StatementChanged {
        /// Its version now.
        version: i64,
    },
    /// A study, or something of it, cannot be kept like that.
    #[error(transparent)]
    Study(#[from] StudyFault),
    /// A study is not where that step begins.
    #[error("{}", t!("that cannot be done: {standing}", standing = standing(*.0)))]
    StudyState(StudyState),
    /// Somebody changed the study since it was looked at.
    #[error("{}", t!("somebody changed this study meanwhile; look at it again"))]
    StudyChanged {
        /// Its version now.
        version: i64,
    },
    /// Somebody took a step since the insight was looked at.
    #[error("{}", t!("somebody went on with this insight meanwhile; look at it again"))]
    InsightChanged {
        /// Its version now.
        version: i64,
    },
    /// The dials cannot be made like that.
    #[error(transparent)]
    Dials(#[from] DialFault),
    /// Somebody changed how the dials are made since it was looked at.
    #[error("{}", t!("somebody changed how the dials are made meanwhile; look at it again"))]
    DialsChanged {
        /// The version that holds now.
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
    #[error("{}", t!("this answer needs no approval"))]
    NoApprovalAsked,
    /// Somebody, or time, decided about the answer already.
    #[error("{}", t!("it does not wait for approval any more: {outcome}", outcome = decided(*.0)))]
    ApprovalDecided(ApprovalOutcome),
    /// Nobody approves what they wrote.
    #[error("{}", t!("somebody else has to look at what you wrote"))]
    OwnReply,
    /// Others approve it.
    #[error("{}", t!("this answer is for another team to approve"))]
    NotApprover,
    /// An answer is returned without a reason, or with a long one.
    #[error("{}", t!("say what is to be changed, in 1 to {max} characters", max = crate::RETURN_REASON_CHARS_MAX))]
    ReturnReason,
    /// A team cannot be kept like that.
    #[error(transparent)]
    Team(#[from] TeamFault),
    /// What a member takes, or a leave, cannot be kept like that.
    #[error(transparent)]
    Seat(#[from] SeatFault),
    /// A judgement is corrected with one of its own words.
    #[error("{}", t!("this is no answer to that question"))]
    NoSuchAnswer,
    /// A view's name is too long or empty.
    #[error("{}", t!("a view needs a name of 1 to {max} characters", max = crate::VIEW_NAME_CHARS_MAX))]
    ViewName,
    /// The member has a view of that name.
    #[error("{}", t!("another view has this name"))]
    ViewNameTaken,
    /// Nobody reads more tabs than that.
    #[error("{}", t!("nobody has more than {max} views; remove one first", max = crate::VIEWS_MAX))]
    TooManyViews,
    /// Somebody changed the view since it was looked at.
    #[error("{}", t!("somebody changed this view meanwhile"))]
    ViewChanged {
        /// Its version now.
        version: i64,
    },
    /// Only its maker takes a view from everybody else.
    #[error("{}", t!("only whoever made a shared view can keep it for themselves; it can be removed"))]
    NotYours,
    /// A rule cannot be kept like that.
    #[error(transparent)]
    Rule(#[from] RuleFault),
    /// Somebody changed the rule since it was looked at.
    #[error("{}", t!("somebody changed this rule meanwhile"))]
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
    #[error("{}", t!("somebody changed this macro meanwhile; look at its steps again"))]
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
    #[error("{}", t!("somebody changed what was promised meanwhile"))]
    CommitmentChanged {
        /// Its version now.
        version: i64,
    },
    /// Somebody changed what is owed since it was looked at.
    #[error("{}", t!("somebody changed what is owed meanwhile"))]
    ObligationChanged {
        /// Its version now.
        version: i64,
    },
    /// What is looked for cannot be read.
    #[error("{}", t!("the query cannot be read"))]
    Query(#[source] ParseErrors),
    /// It stands in another conversation.
    #[error("{}", t!("this conversation was merged with another; go on there"))]
    Merged {
        /// In which.
        into: ConversationId,
    },
    /// Two authors are one person already.
    #[error("{}", t!("they are one person already"))]
    SamePerson,
    /// A merge of people without a ground, or with a long one.
    #[error("{}", t!("say in 1 to {max} characters how it is known that they are one person", max = crate::GROUND_CHARS_MAX))]
    MergeGround,
    /// A person would have more handles than anybody has.
    #[error("{}", t!("nobody has more than {max} handles", max = model::HANDLES_MAX))]
    TooManyHandles,
    /// Nothing is kept about somebody who was erased.
    #[error("{}", t!("this person was erased; nothing is kept about them"))]
    Erased,
    /// What was typed does not name who is to be erased.
    #[error("{}", t!("type the handle exactly, so that nobody else is meant"))]
    NotTyped,
    /// An answer to somebody who is to be erased is on its way.
    #[error("{}", t!("an answer to them is still on its way out: take it back, or wait until it is out"))]
    AnswersMoving,
    /// A consent without anything that shows it.
    #[error("{}", t!("name the message by which they said it, or say in 1 to {max} characters what shows it", max = crate::GROUND_CHARS_MAX))]
    ConsentShown,
    /// A consent is withdrawn that was never given.
    #[error("{}", t!("nothing was given that could be withdrawn"))]
    ConsentWithdrawn,
    /// A conversation cannot be merged with itself.
    #[error("{}", t!("a conversation cannot be merged with itself"))]
    WithItself,
    /// What is at the top has no end.
    #[error("{}", t!("at most {max} conversations stand at the top of your lists; take one down first", max = crate::PINS_MAX))]
    TooManyPins,
    /// A conversation cannot belong with itself.
    #[error("{}", t!("a conversation belongs with another, not with itself"))]
    LinkedWithItself,
    /// Nobody reads more links than that.
    #[error("{}", t!("a conversation belongs with {max} others at most; take one apart first", max = crate::LINKS_MAX))]
    TooManyLinks,
    /// Splitting would leave nothing.
    #[error("{}", t!("nothing would be left: that is the whole conversation"))]
    NothingLeft,
    /// A deed is not where that step begins.
    #[error("{}", t!("that cannot be done any more: it is {state}", state = .0.words()))]
    DeedState(DeedState),
    /// There is nothing to be changed.
    #[error("{}", t!("nothing was chosen"))]
    NothingChosen,
    /// The database failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

/// What became of an answer that needed approval, in words.
fn decided(outcome: ApprovalOutcome) -> &'static str {
    match outcome {
        ApprovalOutcome::Approved => t!("it was approved"),
        ApprovalOutcome::Edited => t!("it was approved with other words"),
        ApprovalOutcome::Returned => t!("it was returned to its author"),
        ApprovalOutcome::Withdrawn => t!("it was taken back"),
        ApprovalOutcome::SentLate => t!("nobody decided in time, and it was sent"),
        ApprovalOutcome::ReturnedLate => t!("its author has it back"),
    }
}

/// Where a study stands, in words.
fn standing(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => t!("the study is a draft, and no sample is drawn"),
        StudyState::Drawing => t!("its sample is being drawn"),
        StudyState::Drawn => t!("its sample is drawn, and nobody codes it yet"),
        StudyState::Coding => t!("it is being coded"),
        StudyState::Deciding => t!("its coding has ended"),
        StudyState::Agreed => t!("every disagreement is decided"),
        StudyState::Closed => t!("the study is closed"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Calls `look` with the text of every file of a folder and those below.
    fn each(folder: &Path, look: &mut dyn FnMut(&str)) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { each(&path, look) } else { look(&std::fs::read_to_string(path).unwrap()) }
        }
    }

    #[test]
    fn whatever_can_be_missing_has_a_sentence() {
        let mut found = 0;
        for folder in ["src", "../web/src", "../pipeline/src"] {
            each(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut |text| {
                let named = text.split("InboxError::Missing(\"").skip(1).filter_map(|rest| rest.split_once('"'));
                for (what, _) in named.filter(|(what, _)| what.starts_with("this ")) {
                    let said = there_is_no(what);
                    assert_eq!(said, Some(&*format!("There is no {}.", &what["this ".len()..])));
                    found += 1;
                }
            });
        }
        assert!(found > 80, "{found}");
    }
}
