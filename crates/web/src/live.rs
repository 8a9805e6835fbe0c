//! The live stream: tells a browser what was sealed, and resumes where it left off.

use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use model::{ConversationId, EventKind, Right};
use pipeline::Sealed;
use serde::Deserialize;
use store::{StoreError, event, session};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::Instant;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;

/// At most five frames a second for one reader; what comes meanwhile is gathered. With four, the last of a hundred readers
/// would be told later than a quarter of a second after something was heard.
const PACE: Duration = Duration::from_millis(200);
/// Events read from the log at once by a reader that resumes.
const CATCH_UP: i64 = 2_000;
/// How often to look whether the session still lives.
const SESSION_LOOK: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
pub(crate) struct From {
    after: Option<i64>,
}

/// Answers `GET /live?after=POSITION`: `hello` once, then `sealed` and `presence` as they happen.
///
/// A browser that reconnects says where it was (`Last-Event-ID`); what it missed is read from the log.
pub(crate) async fn stream(
    State(app): State<App>,
    who: SignedIn,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let last_seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    // Watching begins before the log is read, so nothing falls between.
    let (sealed, presence) = (app.pipeline().live().watch(), app.presence().watch());
    let position = event::position(&mut app.store().read().await?).await?;
    let seen = last_seen.or(from.after).unwrap_or(position).clamp(0, position);
    let hello = Event::default().event("hello").json_data(serde_json::json!({ "position": position.to_string() }));
    let watcher = Watcher {
        app,
        who,
        sealed,
        presence,
        seen,
        ready: hello.into_iter().collect(),
        must_catch_up: seen < position,
        next_frame_at: Instant::now(),
        look_at: Instant::now() + SESSION_LOOK,
    };
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(no_buffering(Sse::new(watcher.frames()).keep_alive(keep_alive).into_response()))
}

/// Proxies must pass frames on at once.
fn no_buffering(mut response: Response) -> Response {
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}

struct Watcher {
    app: App,
    who: SignedIn,
    sealed: broadcast::Receiver<Arc<Sealed>>,
    presence: broadcast::Receiver<ConversationId>,
    /// The position up to which the reader knows everything.
    seen: i64,
    ready: VecDeque<Event>,
    must_catch_up: bool,
    next_frame_at: Instant,
    look_at: Instant,
}

impl Watcher {
    fn frames(self) -> impl Stream<Item = Result<Event, Infallible>> {
        futures::stream::unfold(self, |mut watcher| async move {
            let frame = watcher.next().await?;
            Some((Ok(frame), watcher))
        })
    }

    /// The next frame; `None` ends the stream, and the browser comes back if it may.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            if self.must_catch_up {
                self.catch_up().await.ok()?;
                continue;
            }
            tokio::select! {
                sealed = self.sealed.recv() => match sealed {
                    Ok(batch) => self.gather(batch).await,
                    Err(RecvError::Lagged(_)) => self.must_catch_up = true,
                    Err(RecvError::Closed) => return None,
                },
                somewhere = self.presence.recv() => match somewhere {
                    Ok(conversation) => self.push("presence", &serde_json::json!({ "conversation": conversation })),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep_until(self.look_at) => {
                    self.look_at = Instant::now() + SESSION_LOOK;
                    if !self.is_still_signed_in().await {
                        return None;
                    }
                }
            }
        }
    }

    /// Waits out the pace, and tells in one frame of everything that came meanwhile.
    async fn gather(&mut self, first: Arc<Sealed>) {
        tokio::time::sleep_until(self.next_frame_at).await;
        let mut batches = vec![first];
        loop {
            match self.sealed.try_recv() {
                Ok(batch) => batches.push(batch),
                Err(broadcast::error::TryRecvError::Lagged(_)) => return self.must_catch_up = true,
                Err(_) => break,
            }
        }
        batches.retain(|batch| batch.position > self.seen);
        let Some(last) = batches.last() else { return };
        // A hole would mean that a batch was sealed elsewhere: the log has it.
        let is_whole = batches[0].after <= self.seen && batches.windows(2).all(|two| two[1].after == two[0].position);
        if !is_whole {
            return self.must_catch_up = true;
        }
        let position = last.position;
        let conversations = batches.iter().flat_map(|batch| batch.conversations.iter().copied()).collect();
        let kinds = batches.iter().flat_map(|batch| batch.kinds.iter().copied()).collect();
        self.tell(position, conversations, kinds);
    }

    async fn catch_up(&mut self) -> Result<(), StoreError> {
        let mut tx = self.app.store().read().await?;
        let events = event::after(&mut tx, self.seen, CATCH_UP).await?;
        self.must_catch_up = events.len() as i64 == CATCH_UP;
        if let Some(sum) = Sealed::of(&events) {
            self.tell(sum.position, sum.conversations, sum.kinds);
        }
        Ok(())
    }

    fn tell(&mut self, position: i64, conversations: BTreeSet<ConversationId>, kinds: BTreeSet<EventKind>) {
        self.seen = position;
        self.next_frame_at = Instant::now() + PACE;
        let data = serde_json::json!({
            "position": position.to_string(),
            "conversations": conversations,
            "kinds": kinds,
        });
        self.push("sealed", &data);
    }

    fn push(&mut self, name: &str, data: &serde_json::Value) {
        let frame = Event::default().event(name).id(self.seen.to_string()).data(data.to_string());
        self.ready.push_back(frame);
    }

    async fn is_still_signed_in(&self) -> bool {
        let found = async { session::find(&mut self.app.store().read().await?, &self.who.token).await };
        matches!(found.await, Ok(Some(found)) if found.member.role.may(Right::ReadInbox))
    }
}
