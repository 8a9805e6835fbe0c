//! Makes a webhook and changes it: `GET /webhooks/new`, `POST /webhooks`, `GET /webhooks/{id}`, `POST /webhooks/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, WantedWebhook, WebhookFault};
use model::{Right, WebhookId};
use serde::Deserialize;
use store::webhook::{self, Webhook};
use store::{Tx, rule};

use super::view::WebhookPage;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

/// Calls that are shown, the newest.
const CALLS: i64 = 50;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: String,
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageChannels)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &WebhookPage::default()))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<WebhookId>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = app.store().read().await?;
    let found = inbox::find_webhook(&mut tx, &who.member, id).await?;
    let page = page(&mut tx, found).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn page(tx: &mut Tx, found: Webhook) -> Answer<WebhookPage> {
    let id = found.id;
    let calls_it = |rule: &rule::Rule| rule.says.acts.contains(&model::RuleAct::Webhook { webhook: id });
    Ok(WebhookPage {
        calls: webhook::calls(tx, id, CALLS).await?,
        rules: rule::all(tx).await?.into_iter().filter(calls_it).map(|rule| (rule.id, rule.name)).collect(),
        id: Some(id),
        title: found.name.clone(),
        name: found.name,
        url: found.url,
        is_archived: found.archived_at.is_some(),
        ..WebhookPage::default()
    })
}

/// The page of a webhook with a secret that was just made: it is shown nowhere else.
pub(super) async fn with_secret(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    (id, secret): (WebhookId, String),
) -> Answer {
    let mut tx = app.store().read().await?;
    let found = inbox::find_webhook(&mut tx, &who.member, id).await?;
    let page = WebhookPage { secret: Some(secret), ..page(&mut tx, found).await? };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(respond::page(headers, &frame, &page))
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    let id = tx.next_id();
    let (secret, sealed) = app.pipeline().new_webhook_secret(id);
    let wanted = WantedWebhook { name: form.name, url: form.url };
    match inbox::create_webhook(&mut tx, &who.member, &wanted, (id, sealed)).await {
        Ok(()) => {
            tx.commit().await?;
            with_secret(&app, &who, &headers, (id, secret)).await
        }
        Err(InboxError::Webhook(fault)) => {
            drop(tx);
            refuse(&app, &who, &headers, WebhookPage::default(), (wanted, fault)).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<WebhookId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let wanted = WantedWebhook { name: form.name, url: form.url };
    match inbox::change_webhook(&mut tx, &who.member, id, &wanted).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see("/webhooks"))
        }
        Err(InboxError::Webhook(fault)) => {
            let found = inbox::find_webhook(&mut tx, &who.member, id).await?;
            let former = page(&mut tx, found).await?;
            drop(tx);
            refuse(&app, &who, &headers, former, (wanted, fault)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The form again, with what is wrong.
async fn refuse(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    former: WebhookPage,
    (wanted, fault): (WantedWebhook, WebhookFault),
) -> Answer {
    let words = Some(sentence(&fault.to_string()));
    let (name_error, url_error, error) = match fault {
        WebhookFault::Name | WebhookFault::NameTaken => (words, None, None),
        WebhookFault::Address => (None, words, None),
        WebhookFault::TooMany => (None, None, words),
    };
    let page = WebhookPage { name: wanted.name, url: wanted.url, name_error, url_error, error, ..former };
    let frame = app.frame(&mut app.store().read().await?, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}
