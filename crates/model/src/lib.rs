//! The nouns of Coffeehouse and what each can do alone.
//!
//! An organisation is talked about in public. A [`ReceivedPost`] is what a channel delivered; one that concerns
//! us becomes a mention (with its set of [`Reasons`]), is filed in a conversation (with a [`Status`]) and may be
//! answered by a reply (with a [`ReplyState`]). Everything that happens is an [`Event`].
//!
//! No I/O, no clock but the one handed in ([`Clock`]), no database, no network.

mod actor;
mod approval;
mod attachment;
mod author;
mod calendar;
mod call;
mod channel;
mod clock;
mod commitment;
mod conversation;
mod correction;
mod deed;
mod dial;
mod disposition;
mod elsewhere;
mod enquiry;
mod event;
mod fact;
mod function;
mod gesture;
mod giving;
mod id;
mod judgement;
mod language;
mod length;
mod macros;
mod mention;
mod network;
mod news;
#[cfg(test)]
mod news_tests;
mod notice;
mod obligation;
#[cfg(test)]
mod obligation_tests;
mod person;
mod picture_rule;
mod post;
mod priority;
mod proof;
mod regard;
mod reply;
mod role;
mod rule;
mod said;
mod sla;
mod sla_clock;
#[cfg(test)]
mod sla_clock_tests;
mod statement;
mod study;
mod token;
mod view;
mod visibility;
mod wait;
mod webhook;

pub use actor::Actor;
pub use approval::{ApprovalFallback, ApprovalGround, ApprovalOutcome, ApprovalTerms};
pub use attachment::{Attachment, AttachmentKind, PictureSource, PictureState};
pub use author::{Author, ReceivedAuthor};
pub use calendar::{
    Calendar, CalendarVersion, HOLIDAYS_MAX, Holiday, HolidayFault, HoursFault, OpenHours, Opening, OpeningFault,
};
pub use call::calls;
pub use channel::{ChannelState, Coverage, Lasting, Quota};
pub use clock::{Clock, ManualClock, SystemClock, micros, timestamp};
pub use commitment::{
    CommitmentAct, CommitmentFault, CommitmentStand, CommitmentState, CommitmentStep, KEPT_PROOFS, PROMISED_CHARS_MAX,
    Promising,
};
pub use conversation::{Outcome, Status, StatusError};
pub use correction::{
    Correcting, CorrectionFault, CorrectionStep, Finder, FinderKind, NoCorrecting, RIGHT_CHARS_MAX, WRONG_CHARS_MAX,
    Wrong,
};
pub use deed::{Change, DeedItemState, DeedState};
pub use dial::{Belief, DIAL_HOURS_MAX, DialFault, DialPart, DialTarget, DialTargets};
pub use disposition::{Disposition, SilenceReason};
pub use elsewhere::{ELSEWHERE_CHARS_MAX, ElsewhereFault, ElsewherePlace, HeardElsewhere};
pub use enquiry::{ASKED_AGAIN_AFTER, Enquiring, EnquiryAnswer, EnquiryKind, NoEnquiring, RATED_WITHIN};
pub use event::{Event, EventKind, text_digest};
pub use fact::{FactAct, FactUse, NoFactUse};
pub use function::Function;
pub use gesture::{GestureKind, GestureState, ReportGround};
pub use giving::{Asks, Candidate, Giving, Lack, Skills, choose};
pub use id::*;
pub use judgement::{Ground, Intent, JudgementTask, Sentiment};
pub use language::primary_language;
pub use length::{LengthRule, Measured};
pub use macros::MacroStep;
pub use mention::{Reason, Reasons};
pub use network::Network;
pub use news::{
    Day, LetterKind, LetterState, MailPace, NewsFault, NewsTerms, NewsWay, NoTimeOfDay, NoticeGroup, QUIET_MAX, Quiet,
    TimeOfDay,
};
pub use notice::NoticeKind;
pub use obligation::{
    OWED_CHARS_MAX, ObligationAct, ObligationFault, ObligationKind, ObligationStand, ObligationState, ObligationStep,
    Owing,
};
pub use person::{ConsentPurpose, ConsentState, ERASED, ERASED_NAME, HANDLES_MAX, is_erased_id, people};
pub use picture_rule::PictureRule;
pub use post::{Mark, MarkKind, ReceivedPost, RemoteRef, Talk};
pub use priority::Priority;
pub use proof::{Proof, ProofKind, TOLD_CHARS_MAX, is_web_address};
pub use regard::{CORRECTED_REGARD_HOLDS, REGARD_HOLDS, Relation, Stance};
pub use reply::{ReplyState, ReplyStateError};
pub use role::{Right, Role};
pub use rule::{RuleAct, RuleCall};
pub use said::{NothingSaid, Said};
pub use sla::{SlaKind, SlaSubject, SlaTerms};
pub use sla_clock::{SlaClock, SlaState, SlaTerm, SlaTurn, SlaTurnKind, sla_clocks};
pub use statement::{StatementAct, StatementKind, StatementState};
pub use study::{CANNOT_SAY, Coded, InsightState, StudyState};
pub use token::Scope;
pub use view::InboxView;
pub use visibility::Visibility;
pub use wait::{KnownWait, LATE_MAX, Wait, WaitEnd, WaitKind};
pub use webhook::WebhookCallState;

/// A closed set of words, one per value, the same in code, database, API and pages.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that stands for this value outside the code.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value that a word stands for; `None` for any other word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}
pub(crate) use words;
