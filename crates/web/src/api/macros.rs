//! Several acts in one stroke: `/api/v1/macros`. To many conversations they are applied by `/api/v1/bulk`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{ConversationId, Disposition, MacroId, MacroStep, Right, SavedReplyId, Scope, SilenceReason};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::macros::{self, Terms};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::rule::Act;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// Several acts under one name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Macro {
    id: Id,
    name: String,
    /// Grows whenever it says something else; the ETag.
    version: i64,
    /// What it does, in order.
    steps: Vec<Step>,
    /// The saved reply whose words are to be put into the answer; it is never sent by itself.
    saved_reply: Option<Id>,
    /// The member who made it.
    made_by: Id,
    /// How often it was applied; once for many conversations together.
    use_count: i64,
    /// When it was applied last.
    last_used_at: Option<Timestamp>,
}

/// One thing that a macro does: a decision, or an act as rules have them, without `notify`. The assignee `me` is whoever
/// applies the macro.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Step {
    /// What is to become of it.
    Decision(Decision),
    /// As rules have it.
    Act(Box<Act>),
}

/// A decision as a step.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    triage: Decided,
}

/// What a macro decides.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decided {
    #[schema(value_type = schema::Disposition)]
    disposition: Disposition,
    /// Why nothing is said: needed to let it stand, possible when watching.
    #[schema(value_type = Option<schema::SilenceReason>)]
    reason: Option<SilenceReason>,
    /// For how many days it is watched; a week when absent.
    #[schema(minimum = 1, maximum = 366)]
    days: Option<u32>,
}

impl Step {
    async fn of(tx: &mut Tx, step: &MacroStep) -> Answer<Self> {
        Ok(match step {
            MacroStep::Take => Self::Act(Box::new(Act::taking())),
            MacroStep::Decide { disposition, reason, days } => {
                let triage = Decided { disposition: *disposition, reason: *reason, days: *days };
                Self::Decision(Decision { triage })
            }
            MacroStep::Act(act) => Self::Act(Box::new(Act::of(tx, act).await?)),
        })
    }

    async fn read(self, tx: &mut Tx) -> Answer<MacroStep> {
        Ok(match self {
            Self::Decision(Decision { triage: Decided { disposition, reason, days } }) => {
                MacroStep::Decide { disposition, reason, days }
            }
            Self::Act(act) if act.is_taking() => MacroStep::Take,
            Self::Act(act) => MacroStep::Act(act.read(tx, "steps").await?),
        })
    }
}

/// What a macro is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedMacro {
    /// No other macro has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// May be empty where there is a saved reply.
    #[schema(max_items = 20)]
    steps: Vec<Step>,
    #[schema(value_type = Option<Id>)]
    saved_reply: Option<SavedReplyId>,
}

impl WantedMacro {
    async fn read(self, tx: &mut Tx) -> Answer<Terms> {
        let mut steps = Vec::new();
        for step in self.steps {
            steps.push(step.read(tx).await?);
        }
        Ok(Terms { name: self.name, steps, saved_reply: self.saved_reply })
    }
}

/// To which conversation a macro is applied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MacroTarget {
    #[schema(value_type = Id)]
    conversation: ConversationId,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MacroApplied {
    /// By which it can be undone (`/bulk/{id}/undo`); null when everything was so already.
    deed: Option<Id>,
    /// The saved reply whose words are to be put into the answer; nothing was sent.
    saved_reply: Option<Id>,
}

async fn shown(tx: &mut Tx, one: macros::Macro) -> Answer<Macro> {
    let mut steps = Vec::new();
    for step in &one.terms.steps {
        steps.push(Step::of(tx, step).await?);
    }
    Ok(Macro {
        id: one.id.into(),
        name: one.terms.name,
        version: one.version,
        steps,
        saved_reply: one.terms.saved_reply.map(Into::into),
        made_by: one.made_by.into(),
        use_count: one.use_count,
        last_used_at: one.used_at,
    })
}

async fn one(tx: &mut Tx, caller: &Caller, id: MacroId) -> Answer<Macro> {
    let found = inbox::find_macro(tx, &caller.member, id).await?;
    shown(tx, found).await
}

fn with_version(one: Macro) -> Answer<impl IntoResponse> {
    Ok((AppendHeaders([version::etag(one.version)]), Json(one)))
}

/// Lists the macros, by name.
#[utoipa::path(get, path = "/macros", tag = "macros", operation_id = "list_macros",
    security(("token" = ["read"])), responses((status = 200, body = Page<Macro>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Macro>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut items = Vec::new();
    for one in macros::all(&mut tx).await? {
        items.push(shown(&mut tx, one).await?);
    }
    Ok(Json(Page { items, next_cursor: None }))
}

/// One macro. The ETag is its version.
#[utoipa::path(get, path = "/macros/{id}", tag = "macros", operation_id = "show_macro",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Macro, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MacroId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    with_version(one(&mut app.store().read().await?, &caller, id).await?)
}

/// Makes a macro.
#[utoipa::path(post, path = "/macros", tag = "macros", operation_id = "create_macro",
    params(KeyHeader), request_body = WantedMacro, security(("token" = ["write"])),
    responses((status = 201, body = Macro, headers(("etag" = String), ("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedMacro>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let terms = body.read(&mut tx).await?;
    let id = inbox::create_macro(&mut tx, &caller.member, terms).await?;
    let one = one(&mut tx, &caller, id).await?;
    let version = version::etag(one.version);
    let made = Made::new(StatusCode::CREATED, &one)?.at(format!("{ROOT}/macros/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a macro another name and other steps: its next version.
#[utoipa::path(put, path = "/macros/{id}", tag = "macros", operation_id = "change_macro",
    params(("id" = Id, Path), SeenHeader), request_body = WantedMacro, security(("token" = ["write"])),
    responses((status = 200, body = Macro, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MacroId>,
    headers: HeaderMap,
    Body(wanted): Body<WantedMacro>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let terms = wanted.read(&mut tx).await?;
    inbox::change_macro(&mut tx, &caller.member, id, seen, terms).await?;
    let one = one(&mut tx, &caller, id).await?;
    tx.commit().await?;
    with_version(one)
}

/// Removes a macro. What was done by it stays, and can be undone.
#[utoipa::path(post, path = "/macros/{id}/remove", tag = "macros", operation_id = "remove_macro",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Macro)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MacroId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Macro>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let one = one(&mut tx, &caller, id).await?;
    inbox::remove_macro(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}

/// Applies a macro to one conversation, every step or none. With `If-Match`, only in the version that was looked at.
#[utoipa::path(post, path = "/macros/{id}/apply", tag = "macros", operation_id = "apply_macro",
    params(("id" = Id, Path), SeenHeader, KeyHeader), request_body = MacroTarget, security(("token" = ["write"])),
    responses((status = 200, body = MacroApplied), (status = 412, response = Problem)))]
pub(crate) async fn apply(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MacroId>,
    headers: HeaderMap,
    Once { body, request }: Once<MacroTarget>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let done = inbox::apply_macro(&mut tx, &caller.member, id, seen, body.conversation).await?;
    let applied = MacroApplied { deed: done.deed.map(Into::into), saved_reply: done.saved_reply.map(Into::into) };
    let made = Made::new(StatusCode::OK, &applied)?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
