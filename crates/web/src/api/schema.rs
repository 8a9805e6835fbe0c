//! How ids and closed words stand in the document.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The id of something: a number as text, since the numbers of many programs hold 53 bits only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Id(i64);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        let id = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]{1,19}$"));
        id.description(Some("An id: a number as text.")).examples([serde_json::json!("117345610021863424")]).into()
    }
}

impl ToSchema for Id {
    fn name() -> Cow<'static, str> {
        "Id".into()
    }
}

macro_rules! ids {
    ($($name:ident),+) => {$(
        impl From<model::$name> for Id { fn from(id: model::$name) -> Self { Self(id.0) } }
    )+};
}
ids!(
    AuthorId,
    CalendarId,
    ChannelId,
    ConsentId,
    CommitmentId,
    ConversationId,
    DeedId,
    DraftPictureId,
    ErasureId,
    FactId,
    StatementId,
    PostingId,
    StudyId,
    InsightId,
    EventId,
    GestureId,
    HouseRuleId,
    LabelId,
    LeaveId,
    MacroId,
    WebhookId,
    WebhookCallId,
    DeviceId,
    NoticeId,
    MemberId,
    NoteId,
    ObligationId,
    PersonMergeId,
    PostId,
    ReplyId,
    RuleId,
    RuleRunId,
    SavedReplyId,
    SavedViewId,
    SlaPolicyId,
    ApprovalPolicyId,
    StopId,
    TeamId,
    TopicId
);

macro_rules! words {
    ($($name:ident: $description:literal),+ $(,)?) => {$(
        #[doc = $description]
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words = model::$name::ALL.iter().map(|word| word.as_str());
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some(words))
                    .description(Some($description))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> { stringify!($name).into() }
        }
    )+};
}
words! {
    Status: "Where a conversation stands.",
    Outcome: "What came of a conversation for the person.",
    Disposition: "What triage decided about a conversation.",
    Priority: "How soon a conversation is to be looked at.",
    RuleCall: "What has to happen for a rule to be asked.",
    SilenceReason: "Why nothing is said.",
    ReplyState: "What is known of an answer.",
    GestureKind: "What is done without words.",
    GestureState: "What is known of a gesture.",
    ReportGround: "What a report says is wrong with a post.",
    Network: "A network of people.",
    ChannelState: "Whether a channel runs.",
    WebhookCallState: "What is known of a call of a webhook.",
    PictureState: "What became of a picture that hangs on a post.",
    Reason: "Why a post concerns us.",
    Function: "The kind of work to which a team belongs.",
    Giving: "How a team gives out what it is given.",
    Lack: "Why a conversation waits with its team.",
    ApprovalFallback: "What happens to an answer that nobody approved in time.",
    ApprovalGround: "Why an answer needs approval.",
    Role: "What a member may do.",
    Relation: "What somebody is to us.",
    Stance: "How somebody stands to a topic.",
    EventKind: "What happened.",
    NoticeKind: "Why a member is told of something.",
    NoticeGroup: "Kinds of notices that a member chooses together.",
    MailPace: "How often mail comes.",
    Day: "A day of the week.",
    DeedState: "How far something done to many conversations has come.",
    CommitmentState: "Where a commitment stands; one that is open is late when its date is over.",
    CommitmentAct: "What happens to a commitment.",
    FactAct: "What happened to a fact.",
    StatementKind: "What kind of word a statement is.",
    StatementState: "Where a statement stands.",
    StatementAct: "What happened to a statement.",
    StudyState: "Where a study stands.",
    InsightState: "How far something that was learned has come.",
    ObligationKind: "What kind of thing is owed; it says what done must carry.",
    ObligationState: "Where an obligation stands.",
    ObligationAct: "What happens to an obligation.",
    ProofKind: "What kind of thing shows that something was done.",
    ConsentPurpose: "What somebody is asked to let us do.",
    ElsewherePlace: "Where the house had heard of something before.",
    FinderKind: "Who found that something was wrong: a person outside, a member, or nobody in particular.",
    CorrectionStep: "What becomes of a correction.",
    EnquiryKind: "What an answer of ours asks the person besides.",
    EnquiryAnswer: "What they said: a number from 1 (not at all) to 5 (very well), or whether we may quote.",
    ConsentState: "What somebody said to that.",
    Visibility: "Who can read a message: everybody, or the person and us alone.",
    InboxView: "A list of the inbox that everybody has.",
}
