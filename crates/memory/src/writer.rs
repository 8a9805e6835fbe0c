//! The one thread that writes: groups what waits, compresses it, and makes it durable with one call for all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::sync::Arc;
use std::thread;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};

use crate::disk;
use crate::frame::Kind;
use crate::health::State;
use crate::memory::Shared;
use crate::portion::{Blocks, Portion};
use crate::segment::{Segment, sync_folder};
use crate::tidier::Nudge;

/// What is compressed at once, more or less.
const GROUP_BYTES: usize = 1 << 20;
/// A file covers no longer than this, so that age is told to the hour.
const SEGMENT_TIME: SignedDuration = SignedDuration::from_hours(1);
/// How long a memory that could not write waits before it tries again.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// What is owed is held in memory, up to here: some millions of deletions.
const OWED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Quick: the tidier compresses again, better.
const LEVEL: i32 = 1;

/// A portion, and whom to tell once it is durable.
pub(crate) struct Order {
    pub(crate) portion: Portion,
    pub(crate) done: oneshot::Sender<()>,
}

pub(crate) struct Writer {
    shared: Arc<Shared>,
    tidier: Nudge,
    open: Option<Open>,
    tried_at: Option<Timestamp>,
    /// Deletions that came while nothing could be written: they are written first when it can.
    owed: Blocks,
}

/// The file that is written.
struct Open {
    number: u64,
    file: File,
    since: Timestamp,
}

impl Writer {
    /// Writes until nobody can hand anything over any more.
    pub(crate) fn start(shared: Arc<Shared>, orders: mpsc::Receiver<Order>, tidier: Nudge) -> io::Result<()> {
        let writer = Self { shared, tidier, open: None, tried_at: None, owed: Blocks::default() };
        thread::Builder::new().name("memory".into()).spawn(move || writer.run(orders))?;
        Ok(())
    }

    fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        while let Some(Order { mut portion, done }) = orders.blocking_recv() {
            let mut waiting = vec![done];
            while portion.posts.byte_count() < GROUP_BYTES
                && let Ok(next) = orders.try_recv()
            {
                portion.append(next.portion);
                waiting.push(next.done);
            }
            self.keep(portion);
            for done in waiting {
                // Whoever waited may have been cancelled.
                let _ = done.send(());
            }
        }
    }

    /// Keeps a portion, or pauses: what is heard goes on to the inbox either way.
    fn keep(&mut self, mut portion: Portion) {
        portion.graves.append(std::mem::take(&mut self.owed));
        let now = self.shared.clock.now();
        let is_pausing = self.tried_at.is_some_and(|tried| now.duration_since(tried) < PAUSE && tried <= now);
        let posts = portion.summary.posts;
        let kept = if is_pausing { None } else { Some(self.write(&portion, now)) };
        match kept {
            Some(Ok(())) => {
                if self.tried_at.take().is_some() {
                    tracing::warn!("the stream's memory remembers again");
                }
                self.shared.held().state = State::On;
            }
            Some(Err(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the stream's memory pauses");
                // Its end may be torn: it is merged as far as it goes.
                self.close();
                self.tried_at = Some(now);
                self.miss(posts, now, Some(error.to_string()));
            }
            None => self.miss(posts, now, None),
        }
        if self.tried_at.is_some() && portion.graves.byte_count() <= OWED_BYTES_MAX {
            self.owed = portion.graves;
        }
    }

    fn miss(&self, posts: u64, now: Timestamp, new_why: Option<String>) {
        let mut held = self.shared.held();
        let (since, why, missed) = match &held.state {
            State::Paused { since, why, missed } => (*since, why.clone(), *missed),
            State::On | State::Off => (now, String::new(), 0),
        };
        held.state = State::Paused { since, why: new_why.unwrap_or(why), missed: missed + posts };
    }

    fn write(&mut self, portion: &Portion, now: Timestamp) -> io::Result<()> {
        let folder = &self.shared.folder;
        if disk::free_bytes(folder).is_some_and(|free| free < disk::FREE_BYTES_MIN) {
            return Err(io::Error::other("less than 1 GiB of the disk is free"));
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => begin(&self.shared, now)?,
        };
        let mut bytes = Vec::new();
        portion.posts.write(&mut bytes, Kind::Posts, LEVEL)?;
        portion.graves.write(&mut bytes, Kind::Graves, LEVEL)?;
        open.file.write_all(&bytes)?;
        open.file.sync_data()?;
        let is_full = {
            let mut held = self.shared.held();
            let (summary, size) = held.segments.entry(open.number).or_default();
            summary.add(&portion.summary);
            *size += bytes.len() as u64;
            *size >= self.shared.limits.segment_bytes()
        };
        self.open = Some(open);
        if is_full || self.open.as_ref().is_some_and(|open| now.duration_since(open.since) >= SEGMENT_TIME) {
            self.close();
        }
        Ok(())
    }

    fn close(&mut self) {
        self.open = None;
        self.shared.held().open = None;
        self.tidier.now();
    }
}

/// Begins the next file.
fn begin(shared: &Shared, now: Timestamp) -> io::Result<Open> {
    fs::create_dir_all(&shared.folder)?;
    let number = {
        let mut held = shared.held();
        let number = held.segments.keys().next_back().map_or(1, |last| last + 1);
        held.segments.insert(number, Default::default());
        held.open = Some(number);
        number
    };
    let path = Segment { number, is_sealed: false }.path(&shared.folder);
    let file = File::options().append(true).create_new(true).open(path)?;
    sync_folder(&shared.folder)?;
    Ok(Open { number, file, since: now })
}
