//! Chooses the language of one's pages and mails: `POST /me/language`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use store::member;
use wording::{Language, t};

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// Its tag; empty leaves it to the browser.
    #[serde(default)]
    language: String,
}

pub(crate) async fn post(State(app): State<App>, Posted { who, form }: Posted<Form>) -> Answer<Response> {
    let language = match form.language.as_str() {
        "" => None,
        tag => match tag.parse::<Language>() {
            Ok(language) => Some(language),
            Err(_) => return Err(Failure::Wrong(Wrong::Unreadable(t!("There is no such language here.").into()))),
        },
    };
    let mut tx = app.store().write().await?;
    member::set_language(&mut tx, who.member.id, language).await?;
    tx.commit().await?;
    Ok(respond::see("/me?kept=1"))
}
