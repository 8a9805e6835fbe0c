//! Shows what one was told, and notes that it was seen: `GET /notices`, `POST /notices/seen`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{NoticeId, Right};
use serde::Deserialize;
use store::{conversation, notice, rule};

use store::notice::About;
use store::{fact, statement};

use super::view::{NoticeRow, NoticesPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::words::last_words;

/// Notices shown: the newest.
const SHOWN: i64 = 100;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut notices = Vec::new();
    for one in notice::of_member(&mut tx, who.member.id, SHOWN).await? {
        let (with, words) = match one.about {
            About::Conversation(id) => match conversation::row(&mut tx, id).await? {
                Some(row) => (row.author_name.clone(), last_words(&row)),
                None => continue,
            },
            About::Fact(id) => match fact::find(&mut tx, id).await? {
                Some(fact) => (fact.terms.claim, fact.terms.source.title),
                None => continue,
            },
            About::Statement(id) => match statement::find(&mut tx, id).await? {
                Some(one) => {
                    let words = one.terms.texts.into_iter().next().map(|text| text.text).unwrap_or_default();
                    (one.terms.title, words)
                }
                None => continue,
            },
        };
        let rule = match one.run {
            Some((run, id)) => rule::find(&mut tx, id).await?.map(|rule| (run, rule.name)),
            None => None,
        };
        notices.push(NoticeRow {
            id: one.id,
            kind: one.kind,
            rule,
            about: one.about,
            with,
            words,
            at: one.at,
            is_new: one.seen_at.is_none(),
        });
    }
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &NoticesPage { notices }))
}

#[derive(Deserialize)]
pub(crate) struct Seen {
    /// The newest that was shown.
    up_to: NoticeId,
}

pub(crate) async fn seen(State(app): State<App>, Posted { who, form }: Posted<Seen>) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    notice::saw(&mut tx, who.member.id, form.up_to).await?;
    tx.commit().await?;
    Ok(respond::see("/notices"))
}
