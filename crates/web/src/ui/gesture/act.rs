//! Wants a gesture, takes it back, tries it again, lets it go: `POST /conversations/{id}/gesture`, `/people/{id}/follow`,
//! `/gestures/{id}/…`.

use axum::extract::{Query, State};
use axum::response::Response;
use inbox::{About, Gesturing};
use model::{AuthorId, ConversationId, GestureId, GestureKind, HouseRuleId, PostId, ReportGround, Right};
use serde::Deserialize;
use store::gesture::Gesture;
use store::{conversation, post};
use wording::t;

use super::{follows_by, takes};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::address::Beside;

#[derive(Deserialize)]
pub(crate) struct Form {
    kind: String,
    /// The post that it is about; nothing for whom the conversation is with.
    #[serde(default)]
    post: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    ground: String,
}

#[derive(Deserialize)]
pub(crate) struct Following {
    /// The channel whose account follows; the first that can without one.
    #[serde(default)]
    channel: String,
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Wrong::Unreadable(why.to_owned()))
}

pub(crate) async fn want(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let kind = GestureKind::from_word(&form.kind).ok_or_else(|| unreadable(t!("There is no such act.")))?;
    let mut tx = app.store().write_durable().await?;
    let found =
        conversation::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    let (about, channel) = match form.post.as_str() {
        // By the account that they speak with, whose brand is theirs to meet.
        "" => (About::Author { author: found.author, channel: found.channel, conversation: Some(id) }, found.channel),
        text => {
            let post: PostId = text.parse().map_err(|_| unreadable(t!("There is no such message.")))?;
            let said = post::find(&mut tx, post).await?.ok_or_else(|| Failure::missing(t!("There is no message.")))?;
            (About::Post(post), said.channel)
        }
    };
    let rule = form.rule.parse().ok().map(HouseRuleId);
    let reason = form.reason.replace("\r\n", "\n");
    let wanted = Gesturing {
        kind,
        about,
        under: rule.map(|rule| (rule, reason.as_str())),
        ground: ReportGround::from_word(&form.ground),
        takes: takes(&app, channel),
        undo: app.settings().undo,
    };
    let one = inbox::want_gesture(&mut tx, &who.member, wanted).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    let place = one.post.map(|post| format!("#post-{post}")).unwrap_or_default();
    Ok(respond::see(&format!("{}{place}", beside.list().address_of(id))))
}

pub(crate) async fn follow(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    Posted { who, form }: Posted<Following>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    let asked = match form.channel.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| unreadable(t!("There is no such channel.")))?),
    };
    let able = follows_by(&mut tx, &app, id, asked).await?;
    let channel = able.ok_or_else(|| unreadable(t!("No such account of ours runs and can follow them.")))?;
    let wanted = Gesturing {
        kind: GestureKind::Follow,
        about: About::Author { author: id, channel, conversation: None },
        under: None,
        ground: None,
        takes: takes(&app, channel),
        undo: app.settings().undo,
    };
    inbox::want_gesture(&mut tx, &who.member, wanted).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&format!("/people/{id}")))
}

pub(crate) async fn take_back(
    State(app): State<App>,
    Named(id): Named<GestureId>,
    Query(from): Query<From>,
    Query(beside): Query<Beside>,
    posted: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let one = inbox::take_gesture_back(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(shown(&one, &from, &beside))
}

pub(crate) async fn retry(
    State(app): State<App>,
    Named(id): Named<GestureId>,
    Query(from): Query<From>,
    Query(beside): Query<Beside>,
    posted: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let one = inbox::retry_gesture(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(shown(&one, &from, &beside))
}

pub(crate) async fn release(State(app): State<App>, Named(id): Named<GestureId>, posted: Posted<Nothing>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    inbox::release_gesture(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see("/outgoing"))
}

/// Where it was asked for.
#[derive(Deserialize)]
pub(crate) struct From {
    /// `person` for the page of whom it is about.
    #[serde(default)]
    at: String,
}

/// Afterwards is shown what it is about.
fn shown(one: &Gesture, from: &From, beside: &Beside) -> Response {
    let place = one.post.map(|post| format!("#post-{post}")).unwrap_or_default();
    respond::see(&match one.conversation.filter(|_| from.at != "person") {
        Some(conversation) => format!("{}{place}", beside.list().address_of(conversation)),
        None => format!("/people/{}", one.author),
    })
}
