//! Shows the topics: `GET /topics`.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use model::Right;
use store::topic::{self, Overview};

use super::view::{TopicRow, TopicsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

/// The days whose mentions are counted.
const COUNTED: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let since = tx.now().saturating_sub(COUNTED).unwrap_or(Timestamp::MIN);
    let topics = topic::overview(&mut tx, since).await?.into_iter().map(row).collect();
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &TopicsPage { topics }))
}

fn row(overview: Overview) -> TopicRow {
    TopicRow {
        id: overview.topic.id,
        name: overview.topic.name,
        query: overview.topic.query,
        mentions_7d: overview.mention_count.try_into().unwrap_or_default(),
        last_mention_at: overview.last_mention_at,
        is_archived: overview.topic.archived_at.is_some(),
    }
}
