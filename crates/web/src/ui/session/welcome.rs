//! Makes a member of whoever has a one-time link: `GET /welcome/{token}` and `POST /welcome/{token}`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use axum_extra::extract::{Form, FormRejection};
use model::Role;
use serde::Deserialize;
use store::invitation::{self, Invitation};
use store::member::{self, NewMember};
use store::{StoreError, Tx, organisation};
use wording::t;

use super::view::WelcomePage;
use crate::app::App;
use crate::auth::{begin_session, email_fault, password_fault};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

/// The longest name of a person or an organisation, in characters.
const NAME_CHARS_MAX: usize = 80;

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

pub(crate) async fn get(State(app): State<App>, Named(token): Named<String>, headers: HeaderMap) -> Answer {
    let mut tx = app.store().read().await?;
    let invitation = invitation::find(&mut tx, &token).await?.ok_or(Failure::Wrong(Wrong::UsedLink))?;
    let page = blank(&mut tx, token, invitation).await?;
    let frame = app.door_frame(&mut tx).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(token): Named<String>,
    cookies: CookieJar,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Answer {
    let Form(typed) = typed?;
    let mut tx = app.store().read().await?;
    let invitation = invitation::find(&mut tx, &token).await?.ok_or(Failure::Wrong(Wrong::UsedLink))?;
    let page = filled(blank(&mut tx, token, invitation).await?, &typed);
    drop(tx);
    if page.has_error() {
        return refuse(&app, &headers, page).await;
    }
    let hash = app.doorkeeper().hash(typed.password).await?;

    let mut tx = app.store().write().await?;
    if !invitation::take(&mut tx, &page.token).await? {
        return Err(Failure::Wrong(Wrong::UsedLink));
    }
    let new = NewMember { email: &page.email, name: &page.name, role: page.role, password_hash: &hash };
    let Some(member) = member::join(&mut tx, new).await? else {
        // Dropped without commit, so the link can still be used.
        drop(tx);
        let taken = Some(t!("Somebody with this address is a member already. Sign in instead.").into());
        return refuse(&app, &headers, WelcomePage { email_error: taken, ..page }).await;
    };
    if let Some(name) = &page.organisation {
        organisation::found(&mut tx, name).await?;
    }
    let cookie = begin_session(&app, &mut tx, member).await?;
    tx.commit().await?;
    Ok((cookies.add(cookie), respond::see("/")).into_response())
}

async fn refuse(app: &App, headers: &HeaderMap, page: WelcomePage) -> Answer<Response> {
    let frame = app.door_frame(&mut app.store().read().await?).await?;
    Ok(respond::refused(headers, &frame, &page))
}

/// The form as the invitation fills it in.
async fn blank(tx: &mut Tx, token: String, invitation: Invitation) -> Result<WelcomePage, StoreError> {
    let invited_by = match invitation.by {
        Some(by) => member::find(tx, by).await?.map(|member| member.name),
        None => None,
    };
    let is_first = invitation.role == Role::Owner && organisation::find(tx).await?.is_none();
    Ok(WelcomePage {
        token,
        role: invitation.role,
        invited_by,
        organisation: is_first.then(String::new),
        name: String::new(),
        email: invitation.email.unwrap_or_default(),
        organisation_error: None,
        name_error: None,
        email_error: None,
        password_error: None,
    })
}

/// The form as it was filled in, with what is wrong.
fn filled(page: WelcomePage, typed: &Typed) -> WelcomePage {
    let (name, email) = (typed.name.trim().to_owned(), typed.email.trim().to_owned());
    let organisation = page.organisation.map(|_| typed.organisation.trim().to_owned());
    WelcomePage {
        organisation_error: organisation.as_deref().and_then(name_fault),
        name_error: name_fault(&name),
        email_error: email_fault(&email),
        password_error: password_fault(&typed.password, &name, &email),
        organisation,
        name,
        email,
        ..page
    }
}

/// What is wrong with a name, as a sentence.
fn name_fault(name: &str) -> Option<String> {
    match name.chars().count() {
        0 => Some(t!("A name is needed.").into()),
        1..=NAME_CHARS_MAX if !name.chars().any(char::is_control) => None,
        1..=NAME_CHARS_MAX => Some(t!("There is a sign in it that cannot be shown.").into()),
        _ => Some(t!("That is longer than {most} characters.", most = NAME_CHARS_MAX)),
    }
}
