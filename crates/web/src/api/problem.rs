//! What went wrong, as programs read it: RFC 9457, with a `type` that stays.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use inbox::{
    ApprovalPolicyFault, CalendarFault, FactFault, GestureFault, HouseRuleFault, InboxError, MacroFault, RuleFault,
    SavedReplyFault, SeatFault, SlaPolicyFault, StatementFault, StudyFault, TeamFault, WebhookFault,
};
use listening::ParseErrors;
use model::{CommitmentFault, CorrectionFault, ElsewhereFault, NewsFault, ObligationFault, Right, Scope};
use pipeline::PipelineError;
use serde_json::{Map, Value, json};
use store::StoreError;

use super::message;
use super::schema::Id;
use crate::failure::{Failure, sentence};
use crate::ui::error::Wrong;

/// What every `type` begins with.
const TYPE: &str = "urn:coffeehouse:problem:";
/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $status:ident, $title:literal;)+) => {
        /// The kinds of problems that there are; their words stay.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProblemKind { $($(#[$meta])* $name),+ }

        impl ProblemKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word at the end of its `type`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The status code that it is answered with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            /// What it is, in a line.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

kinds! {
    /// No token, or one that is not good (any more).
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "No good token";
    /// The token is not good for this.
    ScopeMissing = "scope-missing", FORBIDDEN, "The token lacks a scope";
    /// The role of the token's member does not allow it.
    RightMissing = "right-missing", FORBIDDEN, "The member's role does not allow it";
    /// There is no such thing.
    NotFound = "not-found", NOT_FOUND, "Not found";
    /// It cannot be asked for in this way.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Not with this method";
    /// The request cannot be read.
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read";
    /// A request that acts in public needs a key of its own.
    IdempotencyKeyMissing = "idempotency-key-missing", BAD_REQUEST, "An Idempotency-Key is needed";
    /// The key was used for another request.
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "The Idempotency-Key was used before";
    /// A value is missing, unknown or not possible.
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "A value is not possible";
    /// A query is not understood.
    Query = "query", UNPROCESSABLE_ENTITY, "The query is not understood";
    /// What was asked for does not fit what is.
    Conflict = "conflict", CONFLICT, "It does not fit what is";
    /// Nothing can be answered here.
    CannotAnswer = "cannot-answer", CONFLICT, "Nothing can be answered here";
    /// A colleague has begun to answer.
    BeingWritten = "being-written", CONFLICT, "A colleague has begun to answer";
    /// Something changed since it was looked at.
    Stale = "stale", PRECONDITION_FAILED, "Something changed meanwhile";
    /// It must say which version was looked at.
    VersionMissing = "version-missing", PRECONDITION_REQUIRED, "If-Match is needed";
    /// The body is too large.
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "The body is too large";
    /// The body is no JSON.
    MediaType = "media-type", UNSUPPORTED_MEDIA_TYPE, "The body must be JSON";
    /// Too many requests.
    TooMany = "too-many", TOO_MANY_REQUESTS, "Too many requests";
    /// It took too long.
    Timeout = "timeout", GATEWAY_TIMEOUT, "It took too long";
    /// Something broke here.
    Broken = "broken", INTERNAL_SERVER_ERROR, "Something broke here";
}

/// Why a request was refused; nothing of it was done.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: ProblemKind,
    detail: String,
    more: Map<String, Value>,
    retry_after_seconds: Option<u64>,
}

/// What a handler gives.
pub(crate) type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A problem with a sentence about this case of it.
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), more: Map::new(), retry_after_seconds: None }
    }

    /// The same with one more member.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// There is no such thing.
    pub(crate) fn missing(what: &str) -> Self {
        Self::new(ProblemKind::NotFound, format!("There is no such {what}."))
    }

    /// A field, or a parameter of the address, is missing, unknown or not possible.
    pub(crate) fn field(field: &str, why: impl Into<String>) -> Self {
        let why = why.into();
        let errors = json!([{ "field": field, "detail": why }]);
        Self::new(ProblemKind::Invalid, format!("{field}: {why}")).with("errors", errors)
    }

    /// The token is not good for it.
    pub(crate) fn scope(scope: Scope) -> Self {
        let detail = format!("This needs a token with the scope {scope}.");
        Self::new(ProblemKind::ScopeMissing, detail).with("scope", json!(scope))
    }

    /// The member's role does not allow it.
    pub(crate) fn right(right: Right) -> Self {
        let detail = "The role of the member whose token this is does not allow it.";
        Self::new(ProblemKind::RightMissing, detail).with("right", json!(right))
    }

    /// A query, given in this field, is not understood.
    pub(crate) fn query(field: &str, query: &str, errors: &ParseErrors) -> Self {
        let told = errors.iter().map(|error| {
            json!({
                "start": error.span.start,
                "end": error.span.end,
                "reason": error.reason.to_string(),
                "advice": error.suggestion.text,
                "suggestion": error.suggestion.fix.as_ref().map(|fix| fix.apply(query)),
            })
        });
        let first = errors.first();
        let detail = format!("{field}: {}", sentence(&first.reason.to_string()));
        Self::new(ProblemKind::Query, detail).with("field", json!(field)).with("errors", told.collect())
    }

    /// Too much at once; wait so long before asking again.
    pub(crate) fn too_many(detail: impl Into<String>, seconds: u64) -> Self {
        Self { retry_after_seconds: Some(seconds), ..Self::new(ProblemKind::TooMany, detail) }
    }

    /// Something broke; the log has the whole chain under the reference.
    pub(crate) fn broken(error: &(dyn std::error::Error + 'static)) -> Self {
        match Failure::broken(error) {
            Failure::Wrong(Wrong::Broken(reference)) => Self::referenced(&reference),
            _ => Self::new(ProblemKind::Broken, "It is our fault."),
        }
    }

    fn referenced(reference: &str) -> Self {
        let detail = format!("It is our fault. The log of the server has the reason under {reference}.");
        Self::new(ProblemKind::Broken, detail).with("reference", json!(reference))
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_conflict() {
            return Self::new(ProblemKind::Conflict, "Somebody else changed the same thing in the same moment.");
        }
        Self::broken(&error)
    }
}

impl From<PipelineError> for Problem {
    fn from(error: PipelineError) -> Self {
        Self::broken(&error)
    }
}

impl From<InboxError> for Problem {
    fn from(error: InboxError) -> Self {
        let words = sentence(&error.to_string());
        match error {
            InboxError::Missing(what) => Self::missing(what.trim_start_matches("this ")),
            InboxError::Forbidden(right) => Self::right(right),
            InboxError::Stale { newer } => {
                let newer: Vec<message::NewerMessage> = newer.into_iter().map(Into::into).collect();
                Self::new(ProblemKind::Stale, words).with("newer", json!(newer))
            }
            InboxError::BeingWritten { by, .. } => {
                Self::new(ProblemKind::BeingWritten, words).with("being_written_by", json!(Id::from(by)))
            }
            InboxError::VersionAhead => Self::new(ProblemKind::Stale, words).with("newer", json!([])),
            InboxError::Empty => Self::field("text", words),
            InboxError::TooLong(measured) => {
                let why = format!("{words} It has {} characters, {} bytes.", measured.graphemes, measured.bytes);
                Self::field("text", why)
            }
            InboxError::StopReason => Self::field("reason", words),
            InboxError::LaterIsPast | InboxError::LaterIsFar => Self::field("send_at", words),
            InboxError::NothingToAnswer | InboxError::ListenOnly | InboxError::NoPrivate => {
                Self::new(ProblemKind::CannotAnswer, words)
            }
            InboxError::InPrivate | InboxError::OnlyInPublic => Self::field("visibility", words),
            InboxError::InPrivateAlready => Self::new(ProblemKind::Conflict, words),
            InboxError::ApprovalDecided(_) | InboxError::NoApprovalAsked => Self::new(ProblemKind::Conflict, words),
            InboxError::OwnReply | InboxError::NotApprover => Self::new(ProblemKind::RightMissing, words),
            InboxError::ReturnReason => Self::field("reason", words),
            InboxError::ApprovalPolicy(fault) => match fault {
                ApprovalPolicyFault::Name | ApprovalPolicyFault::NameTaken => Self::field("name", words),
                ApprovalPolicyFault::TooMany => Self::new(ProblemKind::Conflict, words),
                ApprovalPolicyFault::AsksOfAsker | ApprovalPolicyFault::TooLong => Self::field("query", words),
                ApprovalPolicyFault::Days => Self::field("new_member_days", words),
                ApprovalPolicyFault::Deadline => Self::field("deadline_minutes", words),
                ApprovalPolicyFault::NoCalendar => Self::field("calendar", words),
                ApprovalPolicyFault::NoTeam => Self::field("team", words),
            },
            InboxError::ReplyState(_) => Self::new(ProblemKind::Conflict, words),
            InboxError::Status(model::StatusError::SnoozeNeedsTime) => {
                Self::field("snoozed_until", "Snoozing needs a time to come.")
            }
            InboxError::Status(_) => Self::field("status", words),
            InboxError::SilenceNeedsReason => Self::field("triage.reason", words),
            InboxError::AskedLately | InboxError::AskedAlready => Self::field("enquiry", words),
            InboxError::Elsewhere(ElsewhereFault::Words) => Self::field("heard_elsewhere.words", words),
            InboxError::Elsewhere(ElsewhereFault::NotBefore) => Self::field("heard_elsewhere.at", words),
            InboxError::Correction(fault) => match fault {
                CorrectionFault::Error => Self::field("error", words),
                CorrectionFault::Right => Self::field("right", words),
                CorrectionFault::Finder => Self::field("found_by_person", words),
                CorrectionFault::Before => Self::field("wrong_reply", words),
                CorrectionFault::Taken => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::Signature(_) => Self::field("text", words),
            InboxError::NotAskedYet => Self::new(ProblemKind::Conflict, words),
            InboxError::OutcomeOfUndone => Self::field("outcome", words),
            InboxError::WatchedUntilPast => Self::field("triage.until", words),
            InboxError::SavedReply(SavedReplyFault::Name | SavedReplyFault::NameTaken) => Self::field("name", words),
            InboxError::SavedReply(_) => Self::field("variants", words),
            InboxError::Fact(fault) => match fault {
                FactFault::Claim | FactFault::ClaimTaken => Self::field("claim", words),
                FactFault::Source | FactFault::SourceUrl => Self::field("source", words),
                FactFault::Owner => Self::field("owner", words),
                FactFault::ReviewPast | FactFault::ReviewFar => Self::field("review_on", words),
                FactFault::Lines(_) => Self::field("lines", words),
            },
            InboxError::Statement(fault) => match fault {
                StatementFault::Title => Self::field("title", words),
                StatementFault::Words | StatementFault::Texts(_) | StatementFault::Blank(_) => {
                    Self::field("texts", words)
                }
                StatementFault::Url => Self::field("fuller_url", words),
                StatementFault::Owner => Self::field("owner", words),
                StatementFault::NextWordPast | StatementFault::NextWordFar => Self::field("next_word_at", words),
                StatementFault::Replaces => Self::field("replaces", words),
                StatementFault::Nowhere | StatementFault::Channel(_) | StatementFault::Long { .. } => {
                    Self::field("channels", words)
                }
                StatementFault::Published
                | StatementFault::GoingOut
                | StatementFault::OwnWords
                | StatementFault::Already(_)
                | StatementFault::State(_)
                | StatementFault::Posting(_) => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::Study(fault) => match fault {
                StudyFault::Name => Self::field("name", words),
                StudyFault::Question => Self::field("question", words),
                StudyFault::Days => Self::field("last_day", words),
                StudyFault::Size => Self::field("size", words),
                StudyFault::Seed => Self::field("seed", words),
                StudyFault::Variables
                | StudyFault::VariableName
                | StudyFault::Codes
                | StudyFault::CodeName
                | StudyFault::Definition => Self::field("variables", words),
                StudyFault::Coders => Self::field("coders", words),
                StudyFault::Answers => Self::field("codes", words),
                StudyFault::Note | StudyFault::StepNote => Self::field("note", words),
                StudyFault::Reason => Self::field("reason", words),
                StudyFault::Sentence => Self::field("sentence", words),
                StudyFault::Evidence => Self::field("posts", words),
                StudyFault::StepBack => Self::field("state", words),
                StudyFault::NotDrawn => Self::missing("mention in this sample"),
                StudyFault::NoBook | StudyFault::NothingDrawn | StudyFault::NotCoder | StudyFault::NotDisputed => {
                    Self::new(ProblemKind::Conflict, words)
                }
            },
            InboxError::StudyState(_) => Self::new(ProblemKind::Conflict, words),
            InboxError::Gesture(fault) => match fault {
                GestureFault::NotTaken | GestureFault::Ours | GestureFault::NotUnderOurs => Self::field("kind", words),
                GestureFault::NeedsHouseRule => Self::field("house_rule", words),
                GestureFault::Reason => Self::field("reason", words),
                GestureFault::Ground => Self::field("ground", words),
                GestureFault::Gone | GestureFault::ForGood | GestureFault::State(_) => {
                    Self::new(ProblemKind::Conflict, words)
                }
            },
            InboxError::Dials(_) => Self::field("targets", words),
            InboxError::HouseRule(fault) => match fault {
                HouseRuleFault::Name | HouseRuleFault::NameTaken => Self::field("name", words),
                HouseRuleFault::Words => Self::field("words", words),
                HouseRuleFault::TooMany => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::Calendar(fault) => match fault {
                CalendarFault::Name | CalendarFault::NameTaken => Self::field("name", words),
                CalendarFault::Opening(_) => Self::field("opening", words),
                CalendarFault::FromPast => Self::field("from", words),
                CalendarFault::IsDefault
                | CalendarFault::InUse(_)
                | CalendarFault::InUseByTeam(_)
                | CalendarFault::PutAway => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::SlaPolicy(SlaPolicyFault::Name | SlaPolicyFault::NameTaken) => Self::field("name", words),
            InboxError::SlaPolicy(_) => Self::field("terms", words),
            InboxError::Team(TeamFault::NoCalendar) => Self::field("calendar", words),
            InboxError::Team(TeamFault::NoMember) => Self::field("members", words),
            InboxError::Team(_) => Self::field("name", words),
            InboxError::Seat(fault) => match fault {
                SeatFault::Capacity => Self::field("capacity", words),
                SeatFault::Language(_) | SeatFault::TooManyLanguages => Self::field("languages", words),
                SeatFault::NoChannel => Self::field("channels", words),
                SeatFault::LeaveOver | SeatFault::LeaveTooLong => Self::field("until", words),
                SeatFault::Successor => Self::field("to", words),
                SeatFault::LeaveTwice => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::LabelNameTaken => Self::field("name", words),
            InboxError::LabelName => Self::field("labels", words),
            InboxError::NoSuchAnswer => Self::field("value", words),
            InboxError::ViewName | InboxError::ViewNameTaken => Self::field("name", words),
            InboxError::DeedState(_) => Self::new(ProblemKind::Conflict, words),
            InboxError::NothingChosen => Self::field("conversations", words),
            InboxError::Merged { into } => {
                Self::new(ProblemKind::Conflict, words).with("into", into.to_string().into())
            }
            InboxError::SamePerson | InboxError::TooManyHandles | InboxError::Erased | InboxError::ConsentWithdrawn => {
                Self::new(ProblemKind::Conflict, words)
            }
            InboxError::AnswersMoving => Self::new(ProblemKind::Conflict, words),
            InboxError::NotTyped => Self::field("handle", words),
            InboxError::MergeGround => Self::field("ground", words),
            InboxError::ConsentShown => Self::field("words", words),
            InboxError::WithItself => Self::field("merge_into", words),
            InboxError::LinkedWithItself => Self::field("with", words),
            InboxError::TooManyPins | InboxError::TooManyLinks => Self::new(ProblemKind::Conflict, words),
            InboxError::NothingLeft => Self::field("post", words),
            InboxError::NotYours => Self::field("is_shared", words),
            InboxError::TooManyViews => Self::new(ProblemKind::Conflict, words),
            InboxError::ViewChanged { version } => Self::new(ProblemKind::Stale, words).with("version", version.into()),
            InboxError::Rule(RuleFault::Name | RuleFault::NameTaken) => Self::field("name", words),
            InboxError::Rule(RuleFault::AsksOfAsker | RuleFault::TooLong) => Self::field("query", words),
            InboxError::Rule(RuleFault::SilentHours) => Self::field("silent_hours", words),
            InboxError::Rule(RuleFault::TooMany) => Self::new(ProblemKind::Conflict, words),
            InboxError::Rule(_) => Self::field("acts", words),
            InboxError::Obligation(fault) => match fault {
                ObligationFault::State { .. } | ObligationFault::SameHands => Self::new(ProblemKind::Conflict, words),
                ObligationFault::Words => Self::field("words", words),
                ObligationFault::NeedsReason => Self::field("reason", words),
                ObligationFault::NeedsProof(_) => Self::field("proof", words),
                ObligationFault::DuePast => Self::field("due_at", words),
            },
            InboxError::Commitment(fault) => match fault {
                CommitmentFault::State { .. } => Self::new(ProblemKind::Conflict, words),
                CommitmentFault::Words => Self::field("words", words),
                CommitmentFault::NeedsReason => Self::field("reason", words),
                CommitmentFault::NeedsProof => Self::field("proof", words),
                CommitmentFault::Due | CommitmentFault::SameDue => Self::field("due_at", words),
            },
            InboxError::ObligationChanged { version } | InboxError::CommitmentChanged { version } => {
                Self::new(ProblemKind::Stale, words).with("version", version.into())
            }
            InboxError::News(fault) => match fault {
                NewsFault::Zone(_) => Self::field("zone", words),
                NewsFault::ManyQuiet | NewsFault::QuietNever | NewsFault::QuietAlways => Self::field("quiet", words),
                NewsFault::Time(_) => Self::field("daily_at", words),
                NewsFault::Address => Self::field("address", words),
                NewsFault::Endpoint => Self::field("endpoint", words),
                NewsFault::ManyLetters | NewsFault::ManyDevices => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::Webhook(fault) => match fault {
                WebhookFault::Name | WebhookFault::NameTaken => Self::field("name", words),
                WebhookFault::Address => Self::field("url", words),
                WebhookFault::TooMany => Self::new(ProblemKind::Conflict, words),
            },
            InboxError::Picture(_) => Self::field("pictures", words),
            InboxError::Macro(MacroFault::Name | MacroFault::NameTaken) => Self::field("name", words),
            InboxError::Macro(MacroFault::TooMany | MacroFault::WordsOnly) => Self::new(ProblemKind::Conflict, words),
            InboxError::Macro(MacroFault::SavedReply) => Self::field("saved_reply", words),
            InboxError::Macro(_) => Self::field("steps", words),
            InboxError::RuleChanged { version }
            | InboxError::MacroChanged { version }
            | InboxError::FactChanged { version }
            | InboxError::StatementChanged { version }
            | InboxError::StudyChanged { version }
            | InboxError::InsightChanged { version }
            | InboxError::DialsChanged { version } => {
                Self::new(ProblemKind::Stale, words).with("version", version.into())
            }
            InboxError::Query(errors) => Self::field("query", sentence(&errors.first().reason.to_string())),
            InboxError::Store(error) => error.into(),
        }
    }
}

/// What pages and the API do alike may fail as pages do.
impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SignIn { .. } => Self::new(ProblemKind::Unauthenticated, "A token is needed."),
            Failure::Wrong(Wrong::NotFound(said)) => {
                let what = said.as_deref().and_then(|said| said.strip_prefix("There is no ")?.strip_suffix('.'));
                Self::missing(what.unwrap_or("thing"))
            }
            Failure::Wrong(Wrong::Conflict(why)) => Self::new(ProblemKind::Conflict, why),
            Failure::Wrong(Wrong::Broken(reference)) => Self::referenced(&reference),
            Failure::Wrong(Wrong::Unreadable(why)) => Self::new(ProblemKind::Malformed, why),
            Failure::Wrong(Wrong::TooLarge(why)) => Self::new(ProblemKind::TooLarge, why),
            Failure::Wrong(Wrong::TooMany(seconds)) => Self::too_many("Too many requests.", seconds.into()),
            Failure::Wrong(Wrong::Forbidden(_) | Wrong::ExpiredForm | Wrong::UsedLink) => {
                Self::new(ProblemKind::RightMissing, "This is not for this member.")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = self.more;
        body.insert("type".into(), format!("{TYPE}{}", self.kind.word()).into());
        body.insert("title".into(), self.kind.title().into());
        body.insert("status".into(), self.kind.status().as_u16().into());
        body.insert("detail".into(), self.detail.into());
        let text = Value::Object(body).to_string();
        let mut response = (self.kind.status(), [(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.kind == ProblemKind::Unauthenticated {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

/// Answers an address that leads nowhere.
pub(crate) async fn nowhere() -> Problem {
    Problem::new(ProblemKind::NotFound, "There is nothing at this address.")
}

/// Answers a method that an address does not have.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(ProblemKind::MethodNotAllowed, "This address has other methods; Allow names them.")
}

/// Answers for a handler that panicked; the hook of the process has told the log.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::new(ProblemKind::Broken, "It is our fault. The log of the server has the reason.").into_response()
}

/// Whatever goes wrong below is told as a problem, and nobody but the asker keeps an answer.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let is_told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
    if (status.is_client_error() || status.is_server_error()) && !is_told {
        response = of_status(status).into_response();
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization, accept"));
    response
}

/// What our own layers answer with a bare status.
fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::missing("thing"),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ProblemKind::TooLarge, "The body is too large."),
        StatusCode::GATEWAY_TIMEOUT => Problem::new(ProblemKind::Timeout, "It took too long and was given up."),
        status if status.is_client_error() => Problem::new(ProblemKind::Malformed, "The request cannot be read."),
        _ => Problem::new(ProblemKind::Broken, "It is our fault. The log of the server has the reason."),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_kinds_share_a_word() {
        let words: HashSet<_> = ProblemKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), ProblemKind::ALL.len());
    }

    #[test]
    fn every_kind_is_described_in_the_guide() {
        let guide = include_str!("../../../../docs/guide/api.md");
        for kind in ProblemKind::ALL {
            let line = format!("| `{}` | {} |", kind.word(), kind.status().as_u16());
            assert!(guide.contains(&line), "the guide lacks {line}");
        }
    }
}
