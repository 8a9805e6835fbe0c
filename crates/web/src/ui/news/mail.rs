//! Says where mail for one goes: `POST /me/mail`, `POST /me/mail/remove`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::Right;
use serde::Deserialize;
use wording::t;

use super::show::with;
use super::view::NewsPage;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure, sentence};
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    address: String,
}

pub(crate) async fn ask(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Asked>) -> Answer {
    who.require(Right::ReadInbox)?;
    if app.pipeline().house().mailer.is_none() {
        return Err(Failure::Wrong(Wrong::Conflict(t!("No mail is set up here.").into())));
    }
    let mut tx = app.store().write().await?;
    match inbox::ask_mail_address(&mut tx, &who.member, &form.address).await {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().nudge_work();
            Ok(respond::see("/me/notices"))
        }
        Err(InboxError::News(fault)) => {
            drop(tx);
            let (mail_error, typed) = (Some(sentence(&fault.to_string())), Some(form.address));
            with(&app, &who, &headers, NewsPage { mail_error, typed, ..NewsPage::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Removed {}

pub(crate) async fn remove(State(app): State<App>, Posted { who, .. }: Posted<Removed>) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::remove_mail_address(&mut tx, &who.member).await?;
    tx.commit().await?;
    Ok(respond::see("/me/notices"))
}
