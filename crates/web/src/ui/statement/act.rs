//! Approves a statement, publishes it, withdraws it, and what is done with a post of it: `POST /statements/{id}/…`,
//! `POST /postings/{id}/…`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use inbox::{InboxError, PostingPlace, Publishing};
use model::{ChannelId, PostingId, StatementId};
use serde::Deserialize;
use store::posting::Posting;

use super::place::{address, takes};
use super::show;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Seen {
    /// The version that was looked at.
    version: Option<i64>,
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

#[derive(Deserialize)]
pub(crate) struct PublishForm {
    /// The channels that were chosen.
    #[serde(default)]
    channel: Vec<String>,
    /// For each channel, also for others, in which language: `channel:language`.
    #[serde(default)]
    language: Vec<String>,
    version: Option<i64>,
}

pub(crate) async fn approve(
    State(app): State<App>,
    Named(id): Named<StatementId>,
    Posted { who, form }: Posted<Seen>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::approve_statement(&mut tx, &who.member, id, form.version).await?;
    tx.commit().await?;
    Ok(respond::see(&address(id)))
}

pub(crate) async fn withdraw(
    State(app): State<App>,
    Named(id): Named<StatementId>,
    Posted { who, .. }: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::withdraw_statement(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&address(id)))
}

pub(crate) async fn publish(
    State(app): State<App>,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<PublishForm>,
) -> Answer {
    let language = |channel: &str| {
        let of = |text: &String| text.split_once(':').filter(|(one, _)| *one == channel).map(|(_, tag)| tag.to_owned());
        form.language.iter().find_map(of).unwrap_or_default()
    };
    let mut places = Vec::new();
    for text in &form.channel {
        let Ok(channel) = text.parse().map(ChannelId) else { continue };
        places.push(PostingPlace { channel, language: language(text), takes: takes(&app, channel) });
    }
    let mut tx = app.store().write_durable().await?;
    let wanted = Publishing { statement: id, seen: form.version, places: &places, undo: app.settings().undo };
    match inbox::publish_statement(&mut tx, &who.member, wanted).await {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().nudge_work();
            Ok(respond::see(&address(id)))
        }
        Err(InboxError::Statement(fault)) => {
            drop(tx);
            show::with(&app, &who, id, &headers, (None, Some(sentence(&fault.to_string())))).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What a member does with a post.
macro_rules! acts {
    ($($name:ident = $act:ident;)+) => {$(
        pub(crate) async fn $name(
            State(app): State<App>,
            Named(id): Named<PostingId>,
            Posted { who, .. }: Posted<Nothing>,
        ) -> Answer {
            let mut tx = app.store().write_durable().await?;
            let one = inbox::$act(&mut tx, &who.member, id).await?;
            tx.commit().await?;
            Ok(done(&app, &one))
        }
    )+};
}
acts! {
    cancel = cancel_posting;
    retry = retry_posting;
    absent = posting_absent;
    release = release_posting;
}

#[derive(Deserialize)]
pub(crate) struct ArrivedForm {
    /// Where people read it; empty where nobody looked.
    #[serde(default)]
    url: String,
}

pub(crate) async fn arrived(
    State(app): State<App>,
    Named(id): Named<PostingId>,
    Posted { who, form }: Posted<ArrivedForm>,
) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let one = inbox::posting_arrived(&mut tx, &who.member, id, Some(&form.url)).await?;
    tx.commit().await?;
    Ok(done(&app, &one))
}

fn done(app: &App, one: &Posting) -> Response {
    app.pipeline().nudge_work();
    respond::see(&address(one.statement))
}
