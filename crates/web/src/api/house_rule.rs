//! What holds under our posts: `/api/v1/house-rules`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{GestureId, GestureKind, HouseRuleId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, gesture, house_rule};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Page};
use super::gesture::Gesture;
use super::input::{Body, Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::Id;
use crate::app::App;

/// Its marks in cursors.
const DONE: &str = "house_rule_gesture";

/// A house rule, and how much stands under it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HouseRule {
    id: Id,
    name: String,
    /// What holds.
    words: String,
    /// Posts that are hidden under it.
    hidden: i64,
    /// Posts that were reported under it.
    reported: i64,
    created_at: Timestamp,
    /// When it last got another name or other words.
    changed_at: Option<Timestamp>,
    /// Since when nothing is done under it any more.
    archived_at: Option<Timestamp>,
}

impl HouseRule {
    async fn of(tx: &mut Tx, found: Vec<house_rule::HouseRule>) -> Answer<Vec<Self>> {
        let counts = gesture::counts(tx).await?;
        let shown = found.into_iter().map(|rule| {
            let count = |kind| counts.get(&rule.id).and_then(|kinds| kinds.get(&kind)).copied().unwrap_or_default();
            Self {
                id: rule.id.into(),
                hidden: count(GestureKind::Hide),
                reported: count(GestureKind::Report),
                name: rule.name,
                words: rule.words,
                created_at: rule.created_at,
                changed_at: rule.changed_at,
                archived_at: rule.archived_at,
            }
        });
        Ok(shown.collect())
    }

    async fn one(tx: &mut Tx, id: HouseRuleId) -> Answer<Self> {
        let found = house_rule::find(tx, id).await?.into_iter().collect();
        Self::of(tx, found).await?.pop().ok_or_else(|| Problem::missing("house rule"))
    }
}

/// What a house rule is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedHouseRule {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What holds.
    #[schema(min_length = 1, max_length = 1000)]
    words: String,
}

impl From<WantedHouseRule> for inbox::WantedHouseRule {
    fn from(WantedHouseRule { name, words }: WantedHouseRule) -> Self {
        Self { name, words }
    }
}

/// Lists every house rule: those in use by name, then those that are put away.
#[utoipa::path(get, path = "/house-rules", tag = "gestures", operation_id = "list_house_rules",
    security(("token" = ["read"])), responses((status = 200, body = Page<HouseRule>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<HouseRule>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let all = house_rule::all(&mut tx).await?;
    Ok(Json(Page { items: HouseRule::of(&mut tx, all).await?, next_cursor: None }))
}

/// One house rule.
#[utoipa::path(get, path = "/house-rules/{id}", tag = "gestures", operation_id = "show_house_rule",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = HouseRule)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<HouseRuleId>,
) -> Answer<Json<HouseRule>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(HouseRule::one(&mut app.store().read().await?, id).await?))
}

/// Which part of what was done.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

/// Lists what was done under a house rule, also what was taken back, the newest first.
#[utoipa::path(get, path = "/house-rules/{id}/gestures", tag = "gestures", operation_id = "list_gestures_under_house_rule",
    params(("id" = Id, Path), Part), security(("token" = ["read"])), responses((status = 200, body = Page<Gesture>)))]
pub(crate) async fn done(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<HouseRuleId>,
    Params(part): Params<Part>,
) -> Answer<Json<Page<Gesture>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(part.limit)?;
    let before = cursor::read(DONE, part.cursor.as_deref())?.map(|(_, gesture)| GestureId(gesture));
    let mut tx = app.store().read().await?;
    house_rule::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("house rule"))?;
    let mut found = gesture::under_rule(&mut tx, id, before, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found.last().filter(|_| has_more).map(|last| cursor::mark(DONE, (id.0, last.id.0)));
    Ok(Json(Page { items: found.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Makes a house rule.
#[utoipa::path(post, path = "/house-rules", tag = "gestures", operation_id = "create_house_rule",
    params(KeyHeader), request_body = WantedHouseRule, security(("token" = ["write"])),
    responses((status = 201, body = HouseRule, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedHouseRule>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_house_rule(&mut tx, &caller.member, None, &body.into()).await?;
    let rule = HouseRule::one(&mut tx, id).await?;
    let made = Made::new(StatusCode::CREATED, &rule)?.at(format!("{ROOT}/house-rules/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a house rule another name and other words. What was done under it stays.
#[utoipa::path(put, path = "/house-rules/{id}", tag = "gestures", operation_id = "change_house_rule",
    params(("id" = Id, Path)), request_body = WantedHouseRule, security(("token" = ["write"])),
    responses((status = 200, body = HouseRule)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<HouseRuleId>,
    Body(wanted): Body<WantedHouseRule>,
) -> Answer<Json<HouseRule>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::keep_house_rule(&mut tx, &caller.member, Some(id), &wanted.into()).await?;
    let rule = HouseRule::one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(rule))
}

/// Puts a house rule away: nothing more is done under it.
#[utoipa::path(post, path = "/house-rules/{id}/archive", tag = "gestures", operation_id = "archive_house_rule",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = HouseRule)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<HouseRuleId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<HouseRule>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a house rule out again.
#[utoipa::path(post, path = "/house-rules/{id}/restore", tag = "gestures", operation_id = "restore_house_rule",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = HouseRule)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<HouseRuleId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<HouseRule>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: HouseRuleId, is_away: bool) -> Answer<Json<HouseRule>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::put_house_rule_away(&mut tx, &caller.member, id, is_away).await?;
    let rule = HouseRule::one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(rule))
}
