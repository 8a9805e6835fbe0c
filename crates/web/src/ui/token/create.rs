//! Makes a token: `POST /tokens`. Its secret is in the answer, and nowhere else.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use model::Scope;
use serde::Deserialize;
use store::token::{self, NewToken};
use wording::t;

use super::list;
use super::view::{Lasts, MadeToken, TokensPage};
use crate::app::App;
use crate::auth::{Posted, new_token};
use crate::failure::Answer;

/// What a secret begins with, so that tools that look for lost ones know it.
const PREFIX: &str = "coffeehouse_";
/// The longest name, in characters.
const NAME_CHARS_MAX: usize = 60;
/// The most tokens that are good at the same time, for one member.
const TOKENS_MAX: i64 = 50;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scope: Vec<String>,
    #[serde(default)]
    lasts: String,
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    let name = form.name.trim().to_owned();
    let lasts = Lasts::from_word(&form.lasts);
    let scopes: Vec<Scope> =
        Scope::ALL.iter().copied().filter(|scope| form.scope.iter().any(|word| word == scope.as_str())).collect();
    let said = TokensPage {
        name_error: name_fault(&name),
        scopes_error: scopes.is_empty().then(|| t!("It would be good for nothing. Choose at least one.").into()),
        name: name.clone(),
        scopes: scopes.clone(),
        lasts,
        ..TokensPage::default()
    };
    if said.has_error() {
        return list::with(&app, &who, &headers, said).await;
    }
    let secret = format!("{PREFIX}{}", new_token());
    let mut tx = app.store().write().await?;
    if token::count_living(&mut tx, who.member.id).await? >= TOKENS_MAX {
        drop(tx);
        let error = Some(t!("You have {most} tokens. Take back one that nobody uses first.", most = TOKENS_MAX));
        return list::with(&app, &who, &headers, TokensPage { error, ..said }).await;
    }
    let days = lasts.days().map(|days| SignedDuration::from_hours(days * 24));
    let expires_at = days.map(|days| tx.now().saturating_add(days).unwrap_or(Timestamp::MAX));
    let new = NewToken { secret: &secret, member: who.member.id, name: &name, scopes: &scopes, expires_at };
    token::create(&mut tx, new).await?;
    tx.commit().await?;
    let made = Some(MadeToken { name, secret });
    list::with(&app, &who, &headers, TokensPage { made, ..TokensPage::default() }).await
}

fn name_fault(name: &str) -> Option<String> {
    match name.chars().count() {
        0 => Some(t!("A name is needed, so that you know later which program has it.").into()),
        count if count > NAME_CHARS_MAX => Some(t!("That is longer than {most} characters.", most = NAME_CHARS_MAX)),
        _ => None,
    }
}
