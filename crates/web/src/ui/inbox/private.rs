//! Goes on in private, or answers there: `POST /conversations/{id}/private`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::InboxError;
use maud::{Markup, html};
use model::{ConversationId, MemberId, Right, Visibility};
use pipeline::crash_point;
use serde::Deserialize;
use store::draft::{self, DraftKind};
use store::merge;
use wording::t;

use super::address::Beside;
use super::composer::ComposerKind;
use super::reply::{length_of, rules, stale};
use super::show::{self, Refused};
use super::status::moment;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::icon;

/// The sign on a row, where there is no room for the words.
pub(super) fn mark() -> Markup {
    html! { span.pinned title=(t!("in private")) { (icon::line("envelope")) span.vh { (t!("in private")) } } }
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
    /// The public line; absent where the talk goes on in private already.
    line: Option<String>,
    seen_version: i64,
    /// `yes` where the signature goes behind the private words.
    #[serde(default)]
    signed: String,
    /// When it is to go out, of those that are offered: local to the page's zone; empty for none.
    #[serde(default)]
    later: String,
    /// When it is to go out, as it was typed.
    #[serde(default)]
    later_at: String,
    /// The version seen before the newer messages were shown, when they are to be passed over.
    send_anyway: Option<i64>,
    /// The colleague whose begun answer was shown, when it is to be passed over.
    beside: Option<MemberId>,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let later_at = if form.later.is_empty() { form.later_at } else { form.later };
    let later = (!later_at.is_empty()).then(|| moment(&later_at, &app.settings().zone));
    let plain = |words: &str| words.replace("\r\n", "\n");
    let (text, line) = (plain(&form.text), form.line.as_deref().map(plain));
    let written = Refused {
        text: text.clone(),
        line: line.clone(),
        is_signed: !form.signed.is_empty(),
        later_at,
        ..Refused::of(ComposerKind::Private)
    };
    let standing = merge::standing(&mut app.store().read().await?, id).await?;
    if let Some(into) = standing.filter(|standing| standing.id != id).map(|standing| standing.id) {
        let error = Some(sentence(&InboxError::Merged { into }.to_string()));
        return show::opened(&app, &who, into, &beside, &headers, Some(Refused { error, ..written })).await;
    }
    if later == Some(None) {
        let why = t!("The time at which it is to go out cannot be read; write it like 2026-11-25T09:00.");
        return show::opened(&app, &who, id, &beside, &headers, Some(Refused { error: Some(why.into()), ..written }))
            .await;
    }
    let decided = async {
        let rules = rules(&app, id, None).await?;
        let mut tx = app.store().write_durable().await?;
        let private = inbox::Answer {
            conversation: id,
            to: None,
            visibility: Some(Visibility::Private),
            closes: None,
            correcting: None,
            text: &text,
            is_signed: written.is_signed,
            pictures: &[],
            version_seen: form.send_anyway.unwrap_or(form.seen_version),
            send_anyway: form.send_anyway.map(|_| form.seen_version),
            beside: form.beside,
            length: length_of(&rules, true)?,
            picture_rule: rules.pictures,
            undo: app.settings().undo,
            later: later.flatten(),
        };
        match &line {
            Some(line) => {
                let moving = inbox::Moving { private, line, line_length: rules.length };
                inbox::move_to_private(&mut tx, &who.member, moving).await?;
            }
            None => drop(inbox::answer(&mut tx, &who.member, private).await?),
        }
        draft::keep(&mut tx, id, who.member.id, DraftKind::Private, "").await?;
        crash_point("answer.before_commit");
        Ok::<_, InboxError>(tx.commit().await?)
    };
    let refused = match decided.await {
        Ok(()) => {
            crash_point("answer.after_commit");
            app.pipeline().nudge_work();
            return Ok(respond::see(&beside.list().address_of(id)));
        }
        Err(InboxError::Stale { newer }) => Refused { stale: Some(stale(newer, form.seen_version)), ..written },
        Err(InboxError::TooLong(measured)) => {
            let why = t!(
                "{characters} characters, {bytes} bytes: that is longer than the network allows.",
                characters = measured.graphemes,
                bytes = measured.bytes
            );
            Refused { error: Some(why), ..written }
        }
        Err(InboxError::BeingWritten { name, .. }) => {
            let why = t!("Not sent: {name} is writing the answer. Take it over, or send yours all the same.", name);
            Refused { error: Some(why), ..written }
        }
        Err(
            error @ (InboxError::Empty
            | InboxError::NothingToAnswer
            | InboxError::ListenOnly
            | InboxError::NoPrivate
            | InboxError::InPrivateAlready
            | InboxError::LaterIsPast
            | InboxError::LaterIsFar),
        ) => Refused { error: Some(sentence(&error.to_string())), ..written },
        Err(other) => return Err(Failure::from(other)),
    };
    show::opened(&app, &who, id, &beside, &headers, Some(refused)).await
}
