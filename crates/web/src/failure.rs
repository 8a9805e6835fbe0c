//! What goes wrong in a handler, and how whoever asked learns of it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::FormRejection;
use inbox::{GestureFault, InboxError, StatementFault, StudyFault};
use model::{CommitmentFault, CorrectionFault, ObligationFault, Right};
use pipeline::PipelineError;
use store::{StoreError, Tx};
use wording::t;

use crate::app::App;
use crate::auth::SignedIn;
use crate::respond;
use crate::ui::components::fault::reason;
use crate::ui::error::{ErrorPage, Wrong};

/// Why a handler could not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It is shown on a page that says what is safe and what to do.
    Wrong(Wrong),
    /// Nobody is signed in; afterwards the page is shown.
    SignIn {
        /// The page.
        next: String,
    },
}

/// What a handler gives.
pub(crate) type Answer<T = Response> = Result<T, Failure>;

impl Failure {
    /// There is no such thing, as a sentence says.
    pub(crate) fn missing(words: &str) -> Self {
        Self::Wrong(Wrong::NotFound(Some(words.to_owned())))
    }

    /// The role does not allow it.
    pub(crate) fn forbidden(right: Right) -> Self {
        Self::Wrong(Wrong::Forbidden(without(right).to_owned()))
    }

    /// Something broke; the log has the whole chain under the reference that the page shows.
    pub(crate) fn broken(error: &(dyn std::error::Error + 'static)) -> Self {
        let reference = hex::encode(store::random_bytes::<4>());
        tracing::error!(reference, error, "a request failed");
        Self::Wrong(Wrong::Broken(reference))
    }
}

/// That somebody has no such right, as a sentence of a page.
fn without(right: Right) -> &'static str {
    match right {
        Right::SeeFloor => t!("Your role does not let you see the floor."),
        Right::ReadInbox => t!("Your role does not let you read conversations."),
        Right::WorkInbox => t!("Your role does not let you answer and sort conversations."),
        Right::ManageChannels => t!("Your role does not let you connect or change channels."),
        Right::ManageTopics => t!("Your role does not let you make or change topics."),
        Right::ManageRules => t!("Your role does not let you make or change rules, house rules and approval policies."),
        Right::ManageViews => t!("Your role does not let you change what colleagues share."),
        Right::ManageSla => t!("Your role does not let you make or change calendars and SLA policies."),
        Right::KeepFacts => t!("Your role does not let you write or change facts."),
        Right::KeepStudies => t!("Your role does not let you keep studies."),
        Right::ManageTeams => t!("Your role does not let you make or change teams."),
        Right::ReleaseReplies => t!("Your role does not let you lift a stop or let go what it held."),
        Right::ApproveReplies => t!("Your role does not let you approve or return answers and statements."),
        Right::HidePosts => t!("Your role does not let you hide what others said under our posts, or show it again."),
        Right::ErasePeople => t!("Your role does not let you erase people or hand out all that is held of them."),
        Right::ManageMembers => t!("Your role does not let you invite or change members."),
        Right::ManageOwners => t!("Your role does not let you make or change owners."),
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if error.is_conflict() {
            return Self::Wrong(Wrong::Conflict(t!("Somebody else changed the same thing in the same moment.").into()));
        }
        Self::broken(&error)
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        Self::broken(&error)
    }
}

impl From<FormRejection> for Failure {
    fn from(rejection: FormRejection) -> Self {
        Self::Wrong(Wrong::Unreadable(sentence(&rejection.to_string())))
    }
}

impl From<InboxError> for Failure {
    fn from(error: InboxError) -> Self {
        match error {
            InboxError::Missing(what) => Self::Wrong(Wrong::NotFound(inbox::there_is_no(what).map(str::to_owned))),
            InboxError::Forbidden(right) => Self::forbidden(right),
            InboxError::Store(error) => error.into(),
            InboxError::ViewChanged { .. }
            | InboxError::RuleChanged { .. }
            | InboxError::MacroChanged { .. }
            | InboxError::FactChanged { .. }
            | InboxError::StatementChanged { .. }
            | InboxError::Statement(
                StatementFault::OwnWords
                | StatementFault::GoingOut
                | StatementFault::Published
                | StatementFault::State(_)
                | StatementFault::Posting(_),
            )
            | InboxError::StudyChanged { .. }
            | InboxError::StudyState(_)
            | InboxError::InsightChanged { .. }
            | InboxError::DialsChanged { .. }
            | InboxError::Study(StudyFault::NotCoder)
            | InboxError::ObligationChanged { .. }
            | InboxError::Obligation(ObligationFault::State { .. })
            | InboxError::CommitmentChanged { .. }
            | InboxError::Commitment(CommitmentFault::State { .. })
            | InboxError::Correction(CorrectionFault::Taken)
            | InboxError::DeedState(_)
            | InboxError::Gesture(GestureFault::State(_) | GestureFault::ForGood)
            | InboxError::ApprovalDecided(_)
            | InboxError::NoApprovalAsked
            | InboxError::OwnReply
            | InboxError::NotApprover
            | InboxError::Merged { .. } => Self::Wrong(Wrong::Conflict(sentence(&error.to_string()))),
            InboxError::Query(errors) => Self::Wrong(Wrong::Unreadable(sentence(&reason(&errors.first().reason)))),
            InboxError::ReplyState(error) => Self::Wrong(Wrong::Conflict(sentence(&error.to_string()))),
            other => Self::Wrong(Wrong::Unreadable(sentence(&other.to_string()))),
        }
    }
}

/// An error's words as a sentence of a page.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn { next } => {
                let query: String =
                    url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
                (NeedsSignIn, Redirect::to(&format!("/sign-in?{query}"))).into_response()
            }
            Self::Wrong(wrong) => {
                let status = StatusCode::from_u16(wrong.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let mut response = status.into_response();
                response.extensions_mut().insert(wrong);
                response
            }
        }
    }
}

/// Marks an answer that sends to the sign-in page; scripts get a plain 401 instead.
#[derive(Clone, Copy)]
struct NeedsSignIn;

impl axum::response::IntoResponseParts for NeedsSignIn {
    type Error = std::convert::Infallible;

    fn into_response_parts(
        self,
        mut parts: axum::response::ResponseParts,
    ) -> Result<axum::response::ResponseParts, Self::Error> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// Answers an address that leads nowhere.
pub(crate) async fn nowhere() -> Failure {
    Failure::Wrong(Wrong::NotFound(None))
}

/// Turns failures into pages: handlers only say what is wrong.
pub(crate) async fn show(State(app): State<App>, who: Option<SignedIn>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if response.extensions().get::<NeedsSignIn>().is_some() && respond::is_by_script(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(wrong) = response.extensions().get::<Wrong>().cloned() else { return response };
    match page(&app, who, &headers, wrong).await {
        Ok(page) => (response.status(), page).into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an error page could not be made");
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::INTERNAL_SERVER_ERROR, plain, t!("Something broke here. Its log has the reason.\n"))
                .into_response()
        }
    }
}

async fn page(app: &App, who: Option<SignedIn>, headers: &HeaderMap, kind: Wrong) -> Result<Response, StoreError> {
    let mut tx: Tx = app.store().read().await?;
    let frame = match &who {
        Some(who) => app.frame(&mut tx, who, None).await?,
        None => app.door_frame(&mut tx).await?,
    };
    let page = ErrorPage { kind, is_signed_in: who.is_some() };
    Ok(respond::page(headers, &frame, &page))
}
