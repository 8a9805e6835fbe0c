//! What a browser that was woken shows: `GET /me/news`, and the service worker that asks for it: `GET /sw.js`.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::NoticeId;
use serde::Serialize;
use store::notice::{About, Notice};
use wording::t;

use crate::app::App;
use crate::assets;
use crate::auth::SignedIn;
use crate::failure::{Answer, sentence};

/// Notices that a browser is told of, the newest.
const TOLD: i64 = 20;

#[derive(Serialize)]
struct News {
    items: Vec<Item>,
    words: Words,
}

/// What the worker says by itself; it keeps them for when nobody answers it.
#[derive(Serialize)]
struct Words {
    /// Of more than it shows each for itself; it fills in how many.
    several: &'static str,
    /// When it could not ask what there is.
    some: &'static str,
    /// When there is nothing to show.
    none: &'static str,
    /// When nobody is signed in any more.
    signed_out: &'static str,
}

impl Words {
    fn said() -> Self {
        Self {
            several: t!("{count} things are for you"),
            some: t!("Something is for you in Coffeehouse"),
            none: t!("Nothing new is for you in Coffeehouse"),
            signed_out: t!("You are signed out of Coffeehouse here"),
        }
    }
}

#[derive(Serialize)]
struct Item {
    id: NoticeId,
    /// What happened, in our words.
    words: String,
    /// Where it is read.
    path: String,
}

impl From<Notice> for Item {
    fn from(one: Notice) -> Self {
        let path = match one.about {
            About::Conversation(id) => format!("/inbox/{id}?view=all"),
            About::Fact(id) => format!("/facts/{id}"),
            About::Statement(id) => format!("/statements/{id}"),
        };
        Self { id: one.id, words: sentence(wording::text("", one.kind.words())).trim_end_matches('.').to_owned(), path }
    }
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn) -> Answer {
    let mut tx = app.store().read().await?;
    let told = inbox::to_show(&mut tx, &who.member, TOLD).await?;
    let news = News { items: told.into_iter().map(Into::into).collect(), words: Words::said() };
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Json(news)).into_response())
}

/// At the root, so that it may be woken for every page; asked for anew each time, so that a new build is known at once.
pub(crate) async fn worker() -> Response {
    let worker = assets::find(assets::WORKER).expect("the set has the worker");
    ([(header::CONTENT_TYPE, worker.media_type), (header::CACHE_CONTROL, "no-cache")], worker.bytes).into_response()
}
