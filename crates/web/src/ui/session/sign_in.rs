//! Signs somebody in: `GET /sign-in` and `POST /sign-in`.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use axum_extra::extract::{Form, FormRejection};
use model::{Actor, EventKind};
use serde::Deserialize;
use serde_json::json;
use store::{event, member, organisation, session};
use url::Url;

use super::view::{Refusal, SignInPage};
use crate::app::App;
use crate::auth::{SignedIn, Verdict, begin_session, carries_session};
use crate::failure::Answer;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: Option<SignedIn>,
    cookies: CookieJar,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let next = inside(&asked.next);
    if who.is_some() {
        return Ok(respond::see(&next));
    }
    let refusal = carries_session(&app, &cookies).then_some(Refusal::Expired);
    let mut tx = app.store().read().await?;
    // The first owner names the organisation.
    let is_unowned = organisation::find(&mut tx).await?.is_none();
    let frame = app.door_frame(&mut tx).await?;
    Ok(respond::page(&headers, &frame, &SignInPage { next, refusal, is_unowned, ..SignInPage::default() }))
}

pub(crate) async fn post(
    State(app): State<App>,
    ConnectInfo(place): ConnectInfo<SocketAddr>,
    who: Option<SignedIn>,
    cookies: CookieJar,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Answer {
    let Form(Typed { email, password, next }) = typed?;
    let next = inside(&next);
    if let Verdict::Wait(wait) = app.doorkeeper().admit(&email, place.ip()) {
        let mut response = refuse(&app, &headers, email, next, Refusal::Wait(minutes(wait))).await?;
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(response);
    }
    let member = member::by_email(&mut app.store().read().await?, &email).await?;
    let hash = member.as_ref().filter(|member| member.disabled_at.is_none()).map(|member| member.password_hash.clone());
    let is_right = app.doorkeeper().is_right(password, hash).await;

    // Begun for an unknown address too, so that the time does not tell.
    let mut tx = app.store().write().await?;
    let data = member.as_ref().map(|member| json!({ "member": member.id }));
    match member.filter(|_| is_right) {
        Some(member) => {
            event::append(&mut tx, EventKind::MemberSignedIn, Actor::Member(member.id), None, data.into()).await?;
            if let Some(former) = who {
                session::end(&mut tx, &former.token).await?;
            }
            let cookie = begin_session(&app, &mut tx, member.id).await?;
            tx.commit().await?;
            Ok((cookies.add(cookie), respond::see(&next)).into_response())
        }
        None => {
            if let Some(data) = data {
                event::append(&mut tx, EventKind::MemberSignInFailed, Actor::System, None, data).await?;
            }
            tx.commit().await?;
            refuse(&app, &headers, email, next, Refusal::Mismatch(None)).await
        }
    }
}

async fn refuse(app: &App, headers: &HeaderMap, email: String, next: String, refusal: Refusal) -> Answer {
    let frame = app.door_frame(&mut app.store().read().await?).await?;
    let page = SignInPage { email, next, refusal: Some(refusal), ..SignInPage::default() };
    Ok(respond::refused(headers, &frame, &page))
}

fn minutes(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs().div_ceil(60)).unwrap_or(u32::MAX).max(1)
}

/// Where to go after signing in: only ever to a page of ours, else to where one works.
fn inside(next: &str) -> String {
    // Read as browsers do: they take `/\` for `//`, and leave out tabs and line ends.
    let here = Url::parse("http://here.invalid/").expect("an address");
    let found = here.join(next).ok().filter(|to| next.starts_with('/') && to.origin() == here.origin());
    let path = found.map(|to| to[url::Position::BeforePath..].to_owned());
    path.filter(|path| !path.starts_with("//")).unwrap_or_else(|| "/".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_ours_are_gone_to() {
        for next in ["/", "/inbox/7?view=mine&q=a%20b", "/topics/new#f-query"] {
            assert_eq!(inside(next), next);
        }
        assert_eq!(inside("/inbox?q=ü"), "/inbox?q=%C3%BC");
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for next in [
            "",
            "inbox",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\t//evil.example",
            "/\n/evil.example",
            "/.//evil.example",
            "/inbox/..//evil.example",
            "http://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "@evil.example",
        ] {
            assert_eq!(inside(next), "/", "{next:?}");
        }
    }
}
