//! Shows who works here: `GET /members`.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use model::{MemberId, Right};
use store::invitation::{self, Invitation};
use store::member::{self, Member};
use store::{leave, session};

use super::view::{InvitationRow, MemberRow, MembersPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    with(&app, &who, &headers, MembersPage::default()).await
}

/// The page, with what became of a form on it.
pub(super) async fn with(app: &App, who: &SignedIn, headers: &HeaderMap, said: MembersPage) -> Answer<Response> {
    let mut tx = app.store().read().await?;
    let seen: HashMap<MemberId, Timestamp> =
        session::last_seen(&mut tx).await?.into_iter().map(|seen| (seen.member, seen.at)).collect();
    let now = tx.now();
    let away: HashMap<MemberId, Timestamp> = leave::ahead(&mut tx, None)
        .await?
        .into_iter()
        .filter(|leave| leave.is_on(now))
        .map(|leave| (leave.member, leave.until))
        .collect();
    let mut members: Vec<MemberRow> =
        member::all(&mut tx).await?.into_iter().map(|member| row(member, &seen, &away)).collect();
    members.sort_by_key(|member| member.is_disabled);
    let invitations = invitation::open(&mut tx).await?.into_iter().filter_map(invited).collect();
    let is_refused = said.error.is_some() || said.email_error.is_some();
    let page = MembersPage { members, invitations, ..said };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}

fn row(member: Member, seen: &HashMap<MemberId, Timestamp>, away: &HashMap<MemberId, Timestamp>) -> MemberRow {
    MemberRow {
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        seen_at: seen.get(&member.id).copied(),
        away_until: away.get(&member.id).copied(),
        is_disabled: member.disabled_at.is_some(),
    }
}

fn invited(invitation: Invitation) -> Option<InvitationRow> {
    Some(InvitationRow { email: invitation.email?, role: invitation.role, until: invitation.expires_at })
}
