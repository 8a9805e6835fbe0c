//! The stream of everybody's posts: a Jetstream server pushes, we gather and go on where we stood.

mod frame;
mod mark;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::config::{Form, JetstreamConfig};
use super::{AtprotoChannel, JETSTREAM};
use crate::outgoing::{OutgoingError, Socket};
use crate::{Batch, ChannelError, Received, StreamCursor, StreamGap};
use frame::Frame;
use mark::{Mark, Start, address};
use wording::t;

/// What a message means for us, read as each form.
#[doc(hidden)]
pub fn frame_items(text: &str) -> [Option<Received>; 2] {
    [Form::V1, Form::V2].map(|form| match frame::read(form, text) {
        Frame::Event(event) => event.item,
        Frame::Info(_) | Frame::Error { .. } | Frame::Unreadable(_) | Frame::Unknown => None,
    })
}

/// The largest message that is taken; records are at most a megabyte.
const MESSAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A batch is sent when it is this large or this old.
const BATCH_MAX: usize = 512;
const BATCH_AGE: Duration = Duration::from_millis(200);

/// How often a cursor is sent when nothing came that concerns us.
const CURSOR_AGE: Duration = Duration::from_secs(1);

/// A silent server is asked for a sign of life, and given up when none comes.
const PING_AFTER: Duration = Duration::from_secs(20);
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// Nothing older waits when the newest event is this young.
const CAUGHT_UP_AGE: SignedDuration = SignedDuration::from_secs(10);

/// The first form never says that it has forgotten what we ask for. It keeps a day: when we were away about as long
/// and what comes first is much younger than our mark, some is lost.
const V1_MEMORY: SignedDuration = SignedDuration::from_hours(20);
const V1_JUMP: SignedDuration = SignedDuration::from_mins(10);

/// The form of the messages that we offer to read.
const SUBPROTOCOL: &str = "xrpc.v1.json";

/// Names one life of a server.
const BOOT_HEADER: &str = "jetstream-boot-id";

/// A stretch of time that may be missing, until the first event tells where it ends.
struct Missing {
    from: Timestamp,
    cause: &'static str,
}

/// An open stream.
struct Opened {
    socket: Socket,
    boot: Option<String>,
    missing: Option<Missing>,
    /// Whether events before the mark are to be dropped: its numbers mean something here.
    is_exact: bool,
}

/// What was heard and not yet sent on.
struct Hearing {
    host: String,
    form: Form,
    boot: Option<String>,
    mark: Option<Mark>,
    /// The mark that the stream was opened with, while events may be repeated.
    had: Option<Mark>,
    missing: Option<Missing>,
    batch: Batch,
    /// Whether the mark moved since it was last sent.
    is_moved: bool,
    is_caught_up: bool,
}

impl AtprotoChannel {
    /// Opens the stream and closes it again, to see that it is there.
    pub(super) async fn try_jetstream(&self) -> Result<(), ChannelError> {
        if let Some(config) = &self.config.jetstream {
            self.open(config, None).await?.socket.close().await;
        }
        Ok(())
    }

    pub(super) async fn receive_jetstream(
        &self,
        config: &JetstreamConfig,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        let mark: Option<Mark> = StreamCursor::read(cursor);
        let opened = self.open(config, mark.as_ref()).await?;
        let mut socket = opened.socket;
        let mut hearing = Hearing {
            host: host(config),
            form: config.form()?,
            boot: opened.boot,
            had: mark.clone().filter(|_| opened.is_exact),
            mark,
            missing: opened.missing,
            batch: Batch::default(),
            is_moved: false,
            is_caught_up: false,
        };
        let mut tick = interval(BATCH_AGE);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut heard_at, mut sent_at) = (Instant::now(), Instant::now());
        let mut is_pinged = false;
        let ended = loop {
            tokio::select! {
                () = batches.closed() => {
                    socket.close().await;
                    return Ok(());
                }
                message = socket.next() => {
                    let text = match message {
                        Ok(text) => text,
                        Err(error) => break ChannelError::from(error),
                    };
                    (heard_at, is_pinged) = (Instant::now(), false);
                    if let Some(text) = text
                        && let Err(end) = hearing.take(&text, self.xrpc.clock.now())
                    {
                        break end;
                    }
                    if hearing.batch.items.len() < BATCH_MAX {
                        continue;
                    }
                }
                _ = tick.tick() => {
                    let silence = heard_at.elapsed();
                    if silence > SILENCE_MAX {
                        break ChannelError::retry(format!("{} has gone silent", hearing.host));
                    }
                    if silence > PING_AFTER && !is_pinged {
                        is_pinged = true;
                        if let Err(error) = socket.ping().await {
                            break error.into();
                        }
                    }
                    let is_due = !hearing.batch.items.is_empty()
                        || (hearing.is_moved && sent_at.elapsed() >= CURSOR_AGE);
                    let is_idle = !hearing.is_caught_up && silence >= CURSOR_AGE;
                    if !is_due && !is_idle {
                        continue;
                    }
                    hearing.is_caught_up |= is_idle;
                }
            }
            if batches.send(hearing.flush(self.xrpc.clock.now())).await.is_err() {
                socket.close().await;
                return Ok(());
            }
            // Waiting for the receiver is our silence, not the server's.
            (heard_at, sent_at) = (Instant::now(), Instant::now());
        };
        if hearing.is_moved || !hearing.batch.items.is_empty() {
            // Heard is heard, even if the stream is over; a receiver that is gone needs it no more.
            let _ = batches.send(hearing.flush(self.xrpc.clock.now())).await;
        }
        let mut ended = ended;
        ended.may_have_arrived = false;
        Err(ended)
    }

    /// Opens the stream at the mark, or as near to it as the server can still go.
    async fn open(&self, config: &JetstreamConfig, mark: Option<&Mark>) -> Result<Opened, ChannelError> {
        let form = config.form()?;
        let start = Mark::start(mark, form, &host(config));
        let mut starts = vec![start];
        if let Some(mark) = mark {
            starts.extend([mark.about(), Start::Present]);
        }
        starts.dedup();
        let mut missing = None;
        for start in starts {
            let url = address(&config.url, form, start);
            let protocol = (form == Form::V2).then_some(SUBPROTOCOL);
            let opened = self.xrpc.outgoing.open_socket(&url, protocol, MESSAGE_BYTES_MAX).await;
            let opened = match opened {
                Ok(opened) => opened,
                Err(OutgoingError::Refused { status: 400, body, .. })
                    if body.contains("CursorTooOld") && start != Start::Present =>
                {
                    missing = mark.map(|mark| Missing {
                        from: mark.at(),
                        cause: "the stream server has forgotten where we stood",
                    });
                    continue;
                }
                Err(error) => return Err(refused(error)),
            };
            let boot = opened.headers.get(BOOT_HEADER);
            let boot = boot.and_then(|id| Some(id.to_str().ok()?.to_owned()));
            let is_exact = matches!(start, Start::Exactly(_));
            if is_exact && mark.is_some_and(|mark| mark.is_of_other_boot(boot.as_deref())) {
                // The numbers began anew: what we asked for is not what we meant.
                opened.socket.close().await;
                continue;
            }
            return Ok(Opened { socket: opened.socket, boot, missing, is_exact });
        }
        Err(ChannelError::retry("the stream server takes no cursor of ours"))
    }
}

/// Reads a message again that could not be read when it came.
pub(super) fn read_again(config: &JetstreamConfig, raw: &str) -> Result<Vec<Received>, ChannelError> {
    match frame::read(config.form()?, raw) {
        Frame::Event(frame::Event { item: Some(Received::Unparsed { reason, .. }), .. })
        | Frame::Unreadable(reason) => Err(ChannelError::give_up(reason)),
        Frame::Event(event) => Ok(event.item.into_iter().collect()),
        Frame::Info(_) | Frame::Error { .. } | Frame::Unknown => Ok(Vec::new()),
    }
}

impl Hearing {
    /// Takes in one message; an error ends the stream.
    fn take(&mut self, text: &str, now: Timestamp) -> Result<(), ChannelError> {
        match frame::read(self.form, text) {
            Frame::Event(event) => {
                if self.had.as_ref().is_some_and(|had| had.has_had(&event)) {
                    return Ok(());
                }
                let at = model::timestamp(event.time_us);
                self.notice_loss(at, now);
                let previous = self.mark.take();
                self.mark = Some(Mark::after(previous, &event, &self.host, self.boot.as_deref()));
                self.is_moved = true;
                self.is_caught_up |= now.duration_since(at) < CAUGHT_UP_AGE;
                self.batch.heard_until = self.batch.heard_until.max(Some(at));
                self.batch.items.extend(event.item);
            }
            Frame::Info(name) => self.inform(&name),
            Frame::Error { name, message } => {
                if matches!(name.as_str(), "FutureCursor" | "CursorTooOld") {
                    self.start_over(now);
                }
                let what = format!("{} ended the stream: {message} ({name})", self.host);
                return Err(ChannelError::retry(what));
            }
            Frame::Unreadable(reason) => self.batch.items.push(Received::Unparsed { raw: text.to_owned(), reason }),
            Frame::Unknown => {}
        }
        Ok(())
    }

    /// Heeds a notice of the server.
    fn inform(&mut self, name: &str) {
        let cause = match name {
            "OutdatedCursor" => "the stream server has forgotten where we stood",
            "FutureCursor" => "the stream server has begun anew and does not know where we stood",
            _ => return,
        };
        tracing::info!(stream.host = self.host, notice = name, "the stream skips");
        // Its numbers are not those of our mark: nothing that comes was had.
        self.had = None;
        self.missing = self.mark.as_ref().map(|mark| Missing { from: mark.at(), cause });
    }

    /// Leaves a mark behind that the server will never take, for the present.
    fn start_over(&mut self, now: Timestamp) {
        self.inform("FutureCursor");
        self.mark = Some(Mark::about_time(now, &self.host));
        self.is_moved = true;
        self.tell_missing(now);
    }

    /// Turns what may be missing into a gap, now that the first event is there.
    fn notice_loss(&mut self, first: Timestamp, now: Timestamp) {
        let before = self.had.take();
        if self.form == Form::V1
            && let Some(mark) = before.as_ref()
            && mark.age(now) > V1_MEMORY
            && first.duration_since(mark.at()) > V1_JUMP
        {
            self.missing = Some(Missing { from: mark.at(), cause: "the stream server remembers about a day" });
        }
        // Repeats come first: while some may come, they go on being dropped.
        self.had = before.filter(|mark| first <= mark.at());
        self.tell_missing(first);
    }

    fn tell_missing(&mut self, to: Timestamp) {
        if let Some(missing) = self.missing.take().filter(|missing| missing.from < to) {
            self.batch.gap = Some(StreamGap {
                stream: JETSTREAM.to_owned(),
                from: missing.from,
                to,
                cause: missing.cause.to_owned(),
            });
        }
    }

    /// What was gathered, with where the stream stands now.
    fn flush(&mut self, now: Timestamp) -> Batch {
        if self.is_caught_up {
            // Nothing came, so whatever is missing reaches to the present.
            self.tell_missing(now);
        }
        let mut batch = std::mem::take(&mut self.batch);
        batch.is_caught_up = self.is_caught_up;
        if self.is_moved {
            self.is_moved = false;
            batch.cursor = self.mark.as_ref().map(|mark| StreamCursor {
                stream: JETSTREAM.to_owned(),
                value: serde_json::to_string(mark).expect("numbers and texts are JSON"),
            });
        }
        batch
    }
}

fn host(config: &JetstreamConfig) -> String {
    let host = config.url.host_str().unwrap_or_default();
    match config.url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn refused(error: OutgoingError) -> ChannelError {
    match &error {
        OutgoingError::Refused { status, .. } if (400..500).contains(status) && *status != 429 => {
            let what = t!("{error}: is this the address of a Jetstream server?", error);
            ChannelError::reconnect(what)
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
