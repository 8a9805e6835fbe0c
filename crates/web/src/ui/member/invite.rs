//! Asks somebody in: `POST /members/invite`. The link is in the answer, and nowhere else.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use model::{Right, Role};
use serde::Deserialize;
use store::invitation::{self, NewInvitation};
use store::member;
use wording::t;

use super::list;
use super::view::{MembersPage, OneTimeLink};
use crate::app::App;
use crate::auth::{Posted, email_fault, new_token};
use crate::failure::{Answer, Failure};
use crate::ui::error::Wrong;

/// How long a link works.
const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    email: String,
    role: String,
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageMembers)?;
    let role = Role::from_word(&form.role);
    let role = role.ok_or_else(|| Failure::Wrong(Wrong::Unreadable(t!("There is no such role.").into())))?;
    if role == Role::Owner {
        who.require(Right::ManageOwners)?;
    }
    let email = form.email.trim().to_lowercase();
    if let Some(fault) = email_fault(&email) {
        let said = MembersPage { email, email_error: Some(fault), ..MembersPage::default() };
        return list::with(&app, &who, &headers, said).await;
    }
    let mut tx = app.store().write().await?;
    if let Some(member) = member::by_email(&mut tx, &email).await? {
        drop(tx);
        let fault = match member.disabled_at {
            Some(_) => t!("{name} has this address and is shut out.", name = member.name),
            None => t!("{name} has this address and is in already.", name = member.name),
        };
        let said = MembersPage { email, email_error: Some(fault), ..MembersPage::default() };
        return list::with(&app, &who, &headers, said).await;
    }
    let token = new_token();
    let until = tx.now().saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let new = NewInvitation { token: &token, role, email: Some(&email), by: Some(who.member.id), expires_at: until };
    invitation::invite(&mut tx, new).await?;
    tx.commit().await?;
    let url = app.settings().base_url.join(&format!("welcome/{token}"));
    let url = url.map_err(|error| Failure::broken(&error))?.to_string();
    let link = Some(OneTimeLink { heading: t!("A link for {email}", email), url, until });
    list::with(&app, &who, &headers, MembersPage { link, ..MembersPage::default() }).await
}
