//! The stream of what concerns our account: asked for again and again, newest first.
//!
//! The network files a notification under the time that its author claims, so one that is a little late appears
//! below newer ones. Each look therefore reads the whole first page, and on until it meets what it knows or what is
//! clearly older, and takes whatever it has not had yet. `isRead` is not used: it belongs to whoever else reads the
//! account.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::parse::{self, indexed_at, text_of};
use super::session::Account;
use super::{AtprotoChannel, NOTIFICATIONS, look_up::listed};
use crate::{Batch, ChannelError, Received, StreamCursor, StreamGap};

/// What concerns us; likes, reposts and follows do not.
const REASONS: [&str; 3] = ["mention", "reply", "quote"];

/// The most that one page holds (lexicon, read 2026-11).
const PAGE: usize = 100;

/// How far back one look goes after a long absence; what lies behind is told as a gap.
const PAGES_MAX: usize = 50;

/// How much older than the newest one a late notification may be.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// How many are remembered as had: more than a page, so that a restart repeats nothing of the first page.
const HAD_MAX: usize = 256;

/// The most items of one batch.
const BATCH_MAX: usize = 512;

/// Where the stream stands: the newest time, and what was had lately (newest first).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct NotificationMark {
    at: Timestamp,
    had: Vec<String>,
}

/// What one look brought.
struct Look {
    /// Newest first.
    fresh: Vec<Value>,
    /// Whether it met what it knew before it had to stop.
    is_complete: bool,
}

impl AtprotoChannel {
    pub(super) async fn receive_notifications(
        &self,
        account: &Account,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let mut mark = StreamCursor::read(cursor);
        let did = account.session().await?.did.clone();
        loop {
            let look = look(account, mark.as_ref()).await?;
            for batch in self.batches(look, &mut mark, &did) {
                if batches.send(batch).await.is_err() {
                    return Ok(());
                }
            }
            tokio::select! {
                () = batches.closed() => return Ok(()),
                () = sleep(self.config.poll_interval()) => {}
            }
        }
    }

    pub(super) async fn read_notification_again(
        &self,
        account: &Account,
        raw: &str,
    ) -> Result<Vec<Received>, ChannelError> {
        let view: Value =
            serde_json::from_str(raw).map_err(|error| ChannelError::give_up(format!("not JSON: {error}")))?;
        let did = account.session().await?.did.clone();
        match received(&view, &did, self.xrpc.clock.now()) {
            Received::Unparsed { reason, .. } => Err(ChannelError::give_up(reason)),
            item => Ok(vec![item]),
        }
    }

    /// The batches of one look, oldest first; the last carries the mark, so that an interrupted look is repeated. A
    /// look that brought nothing gives one empty batch: a sign of life.
    fn batches(&self, look: Look, mark: &mut Option<NotificationMark>, our_did: &str) -> Vec<Batch> {
        let now = self.xrpc.clock.now();
        let gap = match (&mark, look.fresh.last().and_then(indexed_at)) {
            (Some(mark), Some(oldest)) if !look.is_complete => Some(StreamGap {
                stream: NOTIFICATIONS.to_owned(),
                from: mark.at,
                to: oldest,
                cause: "more notifications came than can be read back".to_owned(),
            }),
            _ => None,
        };
        let items: Vec<Received> = look.fresh.iter().rev().map(|view| received(view, our_did, now)).collect();
        let heard_until = look.fresh.iter().filter_map(indexed_at).max();
        let is_first = mark.is_none();
        let next = advance(mark.take(), &look.fresh, now);
        let cursor = (is_first || !items.is_empty()).then(|| StreamCursor {
            stream: NOTIFICATIONS.to_owned(),
            value: serde_json::to_string(&next).expect("times and texts are JSON"),
        });
        *mark = Some(next);

        let mut batches: Vec<Batch> = vec![];
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            batches.push(Batch { items: items.by_ref().take(BATCH_MAX).collect(), ..Batch::default() });
        }
        if batches.is_empty() {
            batches.push(Batch::default());
        }
        let last = batches.last_mut().expect("there is one");
        (last.cursor, last.heard_until, last.gap) = (cursor, heard_until, gap);
        last.quota = *self.xrpc.quota.lock().expect("no holder panics");
        last.is_caught_up = true;
        batches
    }
}

async fn look(account: &Account, mark: Option<&NotificationMark>) -> Result<Look, ChannelError> {
    let had: HashSet<&str> = mark.into_iter().flat_map(|mark| mark.had.iter().map(String::as_str)).collect();
    let horizon = mark.map(|mark| mark.at.saturating_sub(OVERLAP).unwrap_or(Timestamp::MIN));
    let limit = PAGE.to_string();
    let mut fresh: Vec<Value> = vec![];
    let mut taken = HashSet::new();
    let mut page_mark: Option<String> = None;
    for _ in 0..PAGES_MAX {
        let mut parameters = vec![("limit", limit.as_str())];
        parameters.extend(REASONS.map(|reason| ("reasons", reason)));
        parameters.extend(page_mark.as_deref().map(|mark| ("cursor", mark)));
        let answer = account
            .query("app.bsky.notification.listNotifications", &parameters)
            .await
            .map_err(|error| error.of("read the notifications"))?;
        let page = listed(&answer, "notifications")?;

        let mut is_known_ground = mark.is_none();
        for view in page {
            let key = key(view);
            is_known_ground |= had.contains(key.as_str())
                || indexed_at(view).is_some_and(|at| horizon.is_some_and(|horizon| at < horizon));
            let is_wanted = text_of(view, "reason").is_some_and(|word| REASONS.contains(&word));
            if is_wanted && !had.contains(key.as_str()) && taken.insert(key) {
                fresh.push(view.clone());
            }
        }
        page_mark = text_of(&answer, "cursor").map(str::to_owned);
        if is_known_ground || page.is_empty() || page_mark.is_none() {
            return Ok(Look { fresh, is_complete: true });
        }
    }
    Ok(Look { fresh, is_complete: false })
}

/// What tells one notification from another; an edited post is another.
fn key(view: &Value) -> String {
    let part = |name| text_of(view, name).unwrap_or_default();
    // The address begins alike for all and the version is a hash: its end is enough.
    let version = part("cid");
    let version = version.get(version.len().saturating_sub(12)..);
    let place = part("uri").trim_start_matches("at://did:");
    format!("{place} {}", version.unwrap_or_default())
}

fn received(view: &Value, our_did: &str, now: Timestamp) -> Received {
    match parse::notification(view, our_did, now) {
        Ok(post) => Received::Post(Box::new(post)),
        Err(reason) => Received::Unparsed { raw: view.to_string(), reason },
    }
}

fn advance(mark: Option<NotificationMark>, fresh: &[Value], now: Timestamp) -> NotificationMark {
    let newest = fresh.iter().filter_map(indexed_at).max();
    let (before, had) = mark.map_or((None, vec![]), |mark| (Some(mark.at), mark.had));
    NotificationMark {
        at: newest.max(before).unwrap_or(now),
        had: fresh.iter().map(key).chain(had).take(HAD_MAX).collect(),
    }
}
