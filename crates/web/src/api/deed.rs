//! What is done to many conversations at once: `/api/v1/bulk`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use inbox::{InboxError, Listing};
use jiff::Timestamp;
use model::{
    Change, ConversationId, DeedId, InboxView, MacroId, MemberId, Outcome, Priority, Right, SavedViewId, Scope, Status,
    TeamId,
};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::deed;
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::commitment::NewCommitment;
use super::conversation::TriageChange;
use super::input::{Body, Named, some};
use super::obligation::NewObligation;
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use crate::app::App;
use crate::failure::sentence;

/// The most conversations that are named in one request; a list has no such limit.
const NAMED_MAX: usize = 1_000;

/// What is done, and how far.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bulk {
    id: Id,
    /// The member who does it.
    member: Id,
    #[schema(value_type = schema::DeedState)]
    state: model::DeedState,
    /// How many conversations there are; while they are gathered, so far.
    total: i64,
    /// Those that were so already; before it is confirmed, as it was when they were found.
    already: i64,
    /// Those that were changed.
    changed: i64,
    /// Those that could not be changed.
    refused: i64,
    /// Of the changed, those that are again as they were.
    restored: i64,
    /// Of the changed, those that undoing left, since somebody changed them meanwhile.
    left: i64,
    begun_at: Timestamp,
}

impl From<deed::Deed> for Bulk {
    fn from(deed: deed::Deed) -> Self {
        let deed::Tally { total, already, changed, refused, restored, left } = deed.tally;
        let (id, member) = (deed.id.into(), deed.member.into());
        Self {
            id,
            member,
            state: deed.state,
            total,
            already,
            changed,
            refused,
            restored,
            left,
            begun_at: deed.begun_at,
        }
    }
}

/// What is to be done, and to which conversations: those that are named, those of a list, or those of a view.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBulk {
    /// Their ids.
    #[schema(value_type = Option<Vec<Id>>, min_items = 1, max_items = 1000)]
    conversations: Option<Vec<ConversationId>>,
    /// All of a list.
    list: Option<List>,
    /// All of a view under a name, by its id.
    #[schema(value_type = Option<Id>)]
    view: Option<SavedViewId>,
    change: BulkChange,
}

/// A list of the inbox.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    #[schema(value_type = schema::InboxView)]
    cut: InboxView,
    /// What is looked for in it; empty for everything.
    #[serde(default)]
    q: String,
}

/// What becomes of each conversation: one of these.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkChange {
    #[schema(value_type = Option<schema::Status>)]
    status: Option<Status>,
    /// When they wake; goes with the status `snoozed`.
    snoozed_until: Option<Timestamp>,
    /// What came of them; goes with the status `resolved`.
    #[schema(value_type = Option<schema::Outcome>)]
    outcome: Option<Outcome>,
    /// What is decided about them.
    triage: Option<TriageChange>,
    /// The id of a member, `me`, or `none`.
    #[schema(pattern = "^(me|none|[0-9]{1,18})$")]
    assignee: Option<String>,
    /// The id of a team, or null for none.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<Id>)]
    team: Option<Option<TeamId>>,
    /// How soon they are to be looked at, or null for no priority.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<schema::Priority>)]
    priority: Option<Option<Priority>>,
    /// Whether they stand at the top of the lists of the token's member, and of nobody else's.
    pinned: Option<bool>,
    /// The name of a label to put on.
    #[schema(min_length = 1, max_length = 40)]
    label: Option<String>,
    /// The name of a label to take off.
    #[schema(min_length = 1, max_length = 40)]
    unlabel: Option<String>,
    /// What a function owes on each of them, about no message in particular.
    owe: Option<NewObligation>,
    /// What we promised in each of them, in no message in particular.
    commit: Option<NewCommitment>,
    /// The id of a conversation into which they are merged.
    #[schema(value_type = Option<Id>)]
    merge_into: Option<ConversationId>,
    /// The id of a macro that is applied; the words of its saved reply are left out.
    #[serde(rename = "macro")]
    #[schema(value_type = Option<Id>)]
    applied: Option<MacroId>,
}

const ONE_OF: &str =
    "Name one of status, triage, assignee, team, priority, pinned, label, unlabel, owe, commit, merge_into and macro.";

impl BulkChange {
    async fn read(self, tx: &mut Tx, caller: &Caller) -> Answer<Change> {
        if self.snoozed_until.is_some() && self.status.is_none() {
            return Err(Problem::field("change.snoozed_until", "It goes with the status snoozed."));
        }
        if self.outcome.is_some() && self.status != Some(Status::Resolved) {
            return Err(Problem::field("change.outcome", "It goes with the status resolved."));
        }
        if self.named() != 1 {
            return Err(Problem::field("change", ONE_OF));
        }
        if let Some(id) = self.applied {
            return Ok(inbox::macro_change(tx, &caller.member, id, None).await?);
        }
        let Self {
            status, snoozed_until, outcome, triage, assignee, team, priority, label, unlabel, owe, commit, ..
        } = self;
        let (pinned, merge_into) = (self.pinned, self.merge_into);
        let unknown = || Problem::field("change.assignee", "That is no id of a member.");
        let member = caller.member.id;
        let by_field = [
            status.map(|status| Change::Status { status, until: snoozed_until, outcome }),
            triage.map(|TriageChange { disposition, reason, until }| Change::Decide { disposition, reason, until }),
            team.map(|to| Change::Team { to }),
            priority.map(|priority| Change::Prioritise { priority }),
            pinned.map(|is_pinned| if is_pinned { Change::Pin { member } } else { Change::Unpin { member } }),
            owe.map(|owe| Change::Owe { owing: owe.read() }),
            commit.map(|commit| Change::Commit { promising: commit.read() }),
            merge_into.map(|into| Change::Merge { into }),
        ];
        if let Some(change) = by_field.into_iter().flatten().next() {
            return Ok(change);
        }
        match (assignee.as_deref(), label, unlabel) {
            (Some("me"), ..) => Ok(Change::Assign { to: Some(caller.member.id) }),
            (Some("none"), ..) => Ok(Change::Assign { to: None }),
            (Some(id), ..) => Ok(Change::Assign { to: Some(id.parse::<MemberId>().map_err(|_| unknown())?) }),
            (None, Some(name), _) => Ok(Change::Label { label: inbox::label_named(tx, &name).await? }),
            (None, None, Some(name)) => {
                let label = store::label::by_name(tx, &name).await?;
                let label = label.ok_or_else(|| Problem::field("change.unlabel", "There is no such label."))?;
                Ok(Change::Unlabel { label: label.id })
            }
            (None, None, None) => Err(Problem::field("change", ONE_OF)),
        }
    }

    /// How many things are to become of each.
    fn named(&self) -> usize {
        [
            self.status.is_some(),
            self.triage.is_some(),
            self.assignee.is_some(),
            self.team.is_some(),
            self.priority.is_some(),
            self.pinned.is_some(),
            self.label.is_some(),
            self.unlabel.is_some(),
            self.owe.is_some(),
            self.commit.is_some(),
            self.merge_into.is_some(),
            self.applied.is_some(),
        ]
        .into_iter()
        .filter(|is_named| *is_named)
        .count()
    }
}

/// What is wrong with the change is no fault of the address or the caller.
fn not_so(error: InboxError, query: &str) -> Problem {
    match error {
        InboxError::Query(errors) => Problem::query("list.q", query, &errors),
        InboxError::Missing("this member") => Problem::field("change.assignee", "There is no such member."),
        InboxError::Missing("this team") => Problem::field("change.team", "There is no such team."),
        InboxError::Missing("this conversation") => {
            Problem::field("change.merge_into", "There is no such conversation.")
        }
        error @ InboxError::Obligation(_) => Problem::field("change.owe", sentence(&error.to_string())),
        error @ InboxError::SilenceNeedsReason => Problem::field("change.triage.reason", error.to_string()),
        error @ InboxError::WatchedUntilPast => Problem::field("change.triage.until", error.to_string()),
        other => other.into(),
    }
}

/// Begins to change conversations. Those that are named are changed at once, a few of them before this answers. Those of
/// a list are found first: when the state is `ready`, `total` and `already` say what would change, and it waits for
/// `confirm`.
#[utoipa::path(post, path = "/bulk", tag = "bulk", operation_id = "create_bulk",
    params(KeyHeader),
    request_body = NewBulk, security(("token" = ["write"])),
    responses((status = 202, body = Bulk, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<NewBulk>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let change = body.change.read(&mut tx, &caller).await?;
    let listing = match (body.view, body.list) {
        (None, list) => list.map(|list| Listing::new(list.cut, &list.q)),
        (Some(id), None) => {
            let view = inbox::find_view(&mut tx, &caller.member, id).await;
            let view = view.map_err(|_| Problem::field("view", "There is no such view."))?;
            Some(Listing::new(view.cut, &view.query))
        }
        (Some(_), Some(_)) => return Err(Problem::field("view", "Name a list or a view.")),
    };
    let begun = match (&listing, body.conversations) {
        (None, Some(ids)) if ids.len() > NAMED_MAX => {
            return Err(Problem::field("conversations", format!("At most {NAMED_MAX} at once.")));
        }
        (None, Some(ids)) => inbox::choose(&mut tx, &caller.member, change, &ids).await,
        (Some(listing), None) => inbox::prepare(&mut tx, &caller.member, change, listing).await,
        _ => return Err(Problem::field("conversations", "Name conversations, a list or a view: one of them.")),
    };
    let query = listing.map(|listing| listing.query).unwrap_or_default();
    let deed = begun.map_err(|error| not_so(error, &query))?;
    let at = format!("{ROOT}/bulk/{}", deed.id);
    let made = Made::new(StatusCode::ACCEPTED, &Bulk::from(deed))?.at(at);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// How far it is, and what became of it.
#[utoipa::path(get, path = "/bulk/{id}", tag = "bulk", operation_id = "show_bulk",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Bulk)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<DeedId>) -> Answer<Json<Bulk>> {
    caller.require(Scope::Read, Right::WorkInbox)?;
    Ok(Json(inbox::find_deed(&mut app.store().read().await?, &caller.member, id).await?.into()))
}

/// Has it done, once everything is found.
#[utoipa::path(post, path = "/bulk/{id}/confirm", tag = "bulk", operation_id = "confirm_bulk",
    params(("id" = Id, Path)), security(("token" = ["write"])),
    responses((status = 200, body = Bulk), (status = 409, response = Problem)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<DeedId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Bulk>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::confirm(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(deed.into()))
}

/// Stops it; what was done by then is done, and can be undone.
#[utoipa::path(post, path = "/bulk/{id}/stop", tag = "bulk", operation_id = "stop_bulk",
    params(("id" = Id, Path)), security(("token" = ["write"])),
    responses((status = 200, body = Bulk), (status = 409, response = Problem)))]
pub(crate) async fn stop(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<DeedId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Bulk>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::stop(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(deed.into()))
}

/// Puts everything back that nobody changed since, for 30 days.
#[utoipa::path(post, path = "/bulk/{id}/undo", tag = "bulk", operation_id = "undo_bulk",
    params(("id" = Id, Path)), security(("token" = ["write"])),
    responses((status = 200, body = Bulk), (status = 409, response = Problem)))]
pub(crate) async fn undo(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<DeedId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Bulk>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::undo(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(deed.into()))
}
