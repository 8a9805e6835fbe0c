//! Members: `/api/v1/members`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{ChannelId, LeaveId, MemberId, Network, Relation, Right, Scope, Skills};
use serde::{Deserialize, Serialize};
use store::leave::Handing;
use store::workload::{self, Workload};
use store::{Tx, leave, member};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::deed::Bulk;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// Somebody of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    id: Id,
    /// The name that colleagues and the public read.
    name: String,
    #[schema(value_type = schema::Role)]
    role: model::Role,
    /// Whether they were shut out.
    is_disabled: bool,
    /// Whether it is the member as whom this token acts.
    is_me: bool,
}

/// Lists the members by name.
#[utoipa::path(get, path = "/members", tag = "members", operation_id = "list_members",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Member>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Member>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let members = member::all(&mut app.store().read().await?).await?;
    let show = |member: member::Member| Member {
        id: member.id.into(),
        is_me: member.id == caller.member.id,
        name: member.name,
        role: member.role,
        is_disabled: member.disabled_at.is_some(),
    };
    Ok(Json(Whole { items: members.into_iter().map(show).collect() }))
}

/// How a member works: what teams that give out by themselves may give them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Seat {
    takes: Takes,
    /// Leaves that are on or to come, the next first.
    leaves: Vec<Leave>,
}

/// What a member takes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Takes {
    /// How many conversations that are our turn; any number when null.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    capacity: Option<i64>,
    /// ISO 639 codes; any language when empty.
    #[serde(default)]
    #[schema(max_items = 50)]
    languages: Vec<String>,
    /// From anywhere when these and the channels are empty.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Network>)]
    networks: Vec<Network>,
    #[serde(default)]
    #[schema(value_type = Vec<Id>)]
    channels: Vec<ChannelId>,
    /// Where a team has somebody for a relation, it goes to them alone.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Relation>)]
    relations: Vec<Relation>,
}

/// A time in which a member is not there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Leave {
    id: Id,
    from: Timestamp,
    until: Timestamp,
    /// Whether what they have is handed over when it begins.
    hands_over: bool,
    /// To whom; back to the teams when null.
    #[schema(value_type = Option<Id>)]
    to: Option<MemberId>,
}

/// A leave to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLeave {
    /// Now when absent.
    from: Option<Timestamp>,
    until: Timestamp,
    /// Whether what they have is handed over when it begins; else it stays with them.
    #[serde(default)]
    hands_over: bool,
    /// The colleague who gets it; back to the teams when absent.
    #[schema(value_type = Option<Id>)]
    to: Option<MemberId>,
}

/// Which leave ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaveEnd {
    #[schema(value_type = Id)]
    leave: LeaveId,
}

/// To whom is handed over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOver {
    /// A colleague; back to the teams when null.
    #[schema(value_type = Option<Id>)]
    to: Option<MemberId>,
}

/// What became of handing over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandedOver {
    /// What is done, and how far; null where they had nothing.
    bulk: Option<Bulk>,
}

impl From<leave::Leave> for Leave {
    fn from(one: leave::Leave) -> Self {
        let to = match one.handing {
            Handing::To(to) => Some(to),
            Handing::Stays | Handing::ToTeams => None,
        };
        let hands_over = one.handing != Handing::Stays;
        Self { id: one.id.into(), from: one.from, until: one.until, hands_over, to }
    }
}

async fn shown(tx: &mut Tx, id: MemberId) -> Answer<Seat> {
    member::find(tx, id).await?.ok_or_else(|| Problem::missing("member"))?;
    let Workload { capacity, skills } = workload::of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let Skills { languages, networks, channels, relations } = skills;
    let leaves = leave::ahead(tx, Some(id)).await?.into_iter();
    Ok(Seat {
        takes: Takes { capacity, languages, networks, channels, relations },
        leaves: leaves.map(Into::into).collect(),
    })
}

/// How a member works.
#[utoipa::path(get, path = "/members/{id}/seat", tag = "members", operation_id = "show_seat",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Seat)))]
pub(crate) async fn seat(State(app): State<App>, caller: Caller, Named(id): Named<MemberId>) -> Answer<Json<Seat>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(shown(&mut app.store().read().await?, id).await?))
}

/// Says what a member takes. One's own needs the right to work the inbox, that of others to manage members.
#[utoipa::path(put, path = "/members/{id}/seat", tag = "members", operation_id = "change_seat",
    params(("id" = Id, Path)), request_body = Takes, security(("token" = ["write"])),
    responses((status = 200, body = Seat)))]
pub(crate) async fn takes(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MemberId>,
    Body(takes): Body<Takes>,
) -> Answer<Json<Seat>> {
    may_change(&caller, id)?;
    let Takes { capacity, languages, networks, channels, relations } = takes;
    let workload = Workload { capacity, skills: Skills { languages, networks, channels, relations } };
    let mut tx = app.store().write().await?;
    inbox::keep_workload(&mut tx, &caller.member, id, workload).await?;
    let seat = shown(&mut tx, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(seat))
}

/// Sets a leave of a member. What they have stays with them, or is handed over when the leave begins.
#[utoipa::path(post, path = "/members/{id}/leaves", tag = "members", operation_id = "set_leave",
    params(("id" = Id, Path)), request_body = NewLeave, security(("token" = ["write"])),
    responses((status = 200, body = Seat)))]
pub(crate) async fn set_leave(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MemberId>,
    Body(new): Body<NewLeave>,
) -> Answer<Json<Seat>> {
    may_change(&caller, id)?;
    let mut tx = app.store().write().await?;
    let from = new.from.unwrap_or(tx.now());
    let handing = match (new.hands_over, new.to) {
        (false, None) => Handing::Stays,
        (false, Some(_)) => return Err(Problem::field("to", "It goes with hands_over.")),
        (true, None) => Handing::ToTeams,
        (true, Some(to)) => Handing::To(to),
    };
    inbox::set_leave(&mut tx, &caller.member, id, (from, new.until), handing).await?;
    let seat = shown(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(seat))
}

/// Ends a leave of a member before its time, or calls it off.
#[utoipa::path(post, path = "/members/{id}/leaves/end", tag = "members", operation_id = "end_leave",
    params(("id" = Id, Path)), request_body = LeaveEnd, security(("token" = ["write"])),
    responses((status = 200, body = Seat)))]
pub(crate) async fn end_leave(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MemberId>,
    Body(end): Body<LeaveEnd>,
) -> Answer<Json<Seat>> {
    may_change(&caller, id)?;
    let mut tx = app.store().write().await?;
    inbox::end_leave(&mut tx, &caller.member, id, end.leave).await?;
    let seat = shown(&mut tx, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(seat))
}

/// Hands over every conversation that a member has and that is not over, to a colleague or back to the teams. It can be
/// undone as what is done to many at once.
#[utoipa::path(post, path = "/members/{id}/hand-over", tag = "members", operation_id = "hand_over",
    params(("id" = Id, Path)), request_body = HandOver, security(("token" = ["write"])),
    responses((status = 202, body = HandedOver)))]
pub(crate) async fn hand_over(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<MemberId>,
    Body(HandOver { to }): Body<HandOver>,
) -> Answer<(StatusCode, Json<HandedOver>)> {
    may_change(&caller, id)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::hand_over(&mut tx, &caller.member, id, to).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok((StatusCode::ACCEPTED, Json(HandedOver { bulk: deed.map(Into::into) })))
}

fn may_change(caller: &Caller, id: MemberId) -> Answer<()> {
    let right = if caller.member.id == id { Right::WorkInbox } else { Right::ManageMembers };
    caller.require(Scope::Write, right)
}
