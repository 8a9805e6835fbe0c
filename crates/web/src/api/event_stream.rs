//! The log as it grows, for one program that follows it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use axum::response::sse::{Event as Frame, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use model::{Right, Scope};
use pipeline::Sealed;
use store::{StoreError, event};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::Instant;

use super::caller::{Caller, Seat};
use super::event::{Event, right};
use super::problem::{Answer, Problem};
use crate::app::App;

/// Events read from the log at once.
const AT_ONCE: i64 = 500;
/// The log is read at most so often; what comes meanwhile is read together.
const PACE: Duration = Duration::from_millis(250);
/// How often a quiet stream looks whether its token is still good.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// A comment is sent this often, so that both ends know that the other lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Everything after a position, or from now on, as it is sealed. What the member may see is asked anew each time: a
/// token taken back ends the stream.
pub(super) async fn follow(app: App, caller: Caller, after: Option<i64>) -> Answer<Response> {
    let full = || Problem::too_many("This token follows as many streams as one may.", LOOK_EVERY.as_secs());
    let seat = app.pace().seat(caller.token).ok_or_else(full)?;
    // Watching begins before the log is read, so nothing falls between.
    let sealed = app.pipeline().live().watch();
    let position = event::position(&mut app.store().read().await?).await?;
    let seen = after.unwrap_or(position).min(position);
    let hello = Frame::default().comment(format!("after {seen}"));
    let (ready, read_at) = (VecDeque::from([hello]), Instant::now());
    let follower = Follower { app, caller, sealed, seen, ready, read_at, _seat: seat };
    let keep_alive = KeepAlive::new().interval(HEARTBEAT).text("still here");
    let mut response = Sse::new(follower.frames()).keep_alive(keep_alive).into_response();
    // Proxies must pass frames on at once.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

struct Follower {
    app: App,
    caller: Caller,
    sealed: broadcast::Receiver<Arc<Sealed>>,
    /// The position up to which everything was read.
    seen: i64,
    ready: VecDeque<Frame>,
    read_at: Instant,
    _seat: Seat,
}

impl Follower {
    fn frames(self) -> impl Stream<Item = Result<Frame, Infallible>> {
        futures::stream::unfold(self, |mut follower| async move {
            let frame = follower.next().await?;
            Some((Ok(frame), follower))
        })
    }

    /// The next frame; `None` ends the stream, and the program comes back if it may.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            tokio::time::sleep_until(self.read_at).await;
            self.caller = self.caller.still(&self.app).await.ok()??;
            self.caller.require(Scope::Read, Right::ReadInbox).ok()?;
            if !self.read().await.ok()? {
                tokio::select! {
                    sealed = self.sealed.recv() => match sealed {
                        // The log has it; a reader that was slow has only more to read.
                        Ok(_) | Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => return None,
                    },
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            }
        }
    }

    /// Reads on in the log; whether there was anything.
    async fn read(&mut self) -> Result<bool, StoreError> {
        let events = event::after(&mut self.app.store().read().await?, self.seen, AT_ONCE).await?;
        let Some(last) = events.last() else { return Ok(false) };
        self.seen = last.position;
        if (events.len() as i64) < AT_ONCE {
            self.read_at = Instant::now() + PACE;
        }
        for sealed in events {
            if self.caller.member.role.may(right(sealed.event.kind)) {
                let (position, kind) = (sealed.position.to_string(), sealed.event.kind.as_str());
                let frame = Frame::default().id(position).event(kind).json_data(Event::from(sealed));
                self.ready.extend(frame);
            }
        }
        Ok(true)
    }
}
