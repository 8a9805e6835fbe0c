//! Tries a webhook, calls again, makes another secret, puts it away: `POST /webhooks/{id}/…`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{WebhookCallId, WebhookId};
use serde::Deserialize;

use super::edit::with_secret;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn try_it(
    State(app): State<App>,
    Named(id): Named<WebhookId>,
    Posted { who, form: Nothing {} }: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::try_webhook(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&format!("/webhooks/{id}")))
}

#[derive(Deserialize)]
pub(crate) struct Which {
    call: WebhookCallId,
}

pub(crate) async fn again(
    State(app): State<App>,
    Named(id): Named<WebhookId>,
    Posted { who, form }: Posted<Which>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::call_webhook_again(&mut tx, &who.member, id, form.call).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&format!("/webhooks/{id}")))
}

pub(crate) async fn renew(
    State(app): State<App>,
    Named(id): Named<WebhookId>,
    headers: HeaderMap,
    Posted { who, form: Nothing {} }: Posted<Nothing>,
) -> Answer {
    let (secret, sealed) = app.pipeline().new_webhook_secret(id);
    let mut tx = app.store().write().await?;
    inbox::renew_webhook_secret(&mut tx, &who.member, id, sealed).await?;
    tx.commit().await?;
    with_secret(&app, &who, &headers, (id, secret)).await
}

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<WebhookId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_webhook_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/webhooks"))
}
