//! The memory as whoever hears holds it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use model::{Clock, micros, timestamp};
use tokio::sync::{mpsc, oneshot};

use crate::archive::{Archive, Span};
use crate::grave;
use crate::health::{Health, State};
use crate::key::Key;
use crate::learned;
use crate::limits::Limits;
use crate::portion::Portion;
use crate::segment::{Segment, summary};
use crate::summary::Summary;
use crate::tidier::Tidier;
use crate::writer::{Order, Writer};

/// Portions that may wait for the writer; beyond that whoever hears is held back.
const WAITING_PORTIONS: usize = 64;

/// A memory that cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("the stream's memory in {path} cannot be opened")]
pub struct MemoryError {
    path: String,
    source: io::Error,
}

/// Remembers what was heard and concerned nobody. Cheap to clone; one process at a time has the folder.
#[derive(Clone, Default)]
pub struct Memory(Option<Arc<Inner>>);

struct Inner {
    shared: Arc<Shared>,
    orders: mpsc::Sender<Order>,
    /// The last moment that was given to an item.
    last_at: AtomicI64,
}

/// What the memory's threads share.
pub(crate) struct Shared {
    pub(crate) folder: PathBuf,
    pub(crate) limits: Limits,
    pub(crate) clock: Arc<dyn Clock>,
    held: Mutex<Held>,
    /// One tidies at a time: two would take files from under each other.
    pub(crate) tidying: Mutex<()>,
}

/// What the memory holds.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) state: State,
    /// What each file holds, and its size.
    pub(crate) segments: BTreeMap<u64, (Summary, u64)>,
    /// The file that is written at this moment.
    pub(crate) open: Option<u64>,
}

impl Shared {
    pub(crate) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no holder panics")
    }
}

/// The promise that a portion is durable, or that the memory pauses.
#[must_use = "a cursor is committed only after what it covers is kept"]
pub struct Kept(Option<oneshot::Receiver<()>>);

impl Kept {
    /// Waits until it is.
    pub async fn durable(self) {
        if let Some(done) = self.0 {
            // A writer that ended keeps nothing any more, and holds nobody.
            let _ = done.await;
        }
    }
}

impl Memory {
    /// A memory that remembers nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// Goes on with the memory in a server's data folder. One that is switched off forgets what it had.
    ///
    /// # Errors
    /// When the folder cannot be read or made.
    pub fn open(data: &Path, limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, MemoryError> {
        let folder = Archive::of(data).folder().to_owned();
        let failed = |source| MemoryError { path: folder.display().to_string(), source };
        if limits.is_off() {
            return match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
                Ok(()) | Err(_) => Ok(Self::off()),
            };
        }
        fs::create_dir_all(&folder).map_err(failed)?;
        let held = take_stock(&folder).map_err(failed)?;
        let last_at = held.segments.values().filter_map(|(summary, _)| summary.last_at).max().unwrap_or(i64::MIN);
        let shared = Arc::new(Shared {
            folder: folder.clone(),
            limits,
            clock,
            held: Mutex::new(held),
            tidying: Mutex::default(),
        });
        let (orders, waiting) = mpsc::channel(WAITING_PORTIONS);
        let tidier = Tidier::start(shared.clone()).map_err(failed)?;
        Writer::start(shared.clone(), waiting, tidier).map_err(failed)?;
        Ok(Self(Some(Arc::new(Inner { shared, orders, last_at: AtomicI64::new(last_at) }))))
    }

    /// Whether nothing is remembered, ever.
    pub fn is_off(&self) -> bool {
        self.0.is_none()
    }

    /// Begins what a batch of at most so many items adds.
    pub fn begin(&self, item_count: usize) -> Portion {
        let Some(inner) = &self.0 else { return Portion::starting_at(0) };
        let (now, count) = (micros(inner.shared.clock.now()), i64::try_from(item_count).unwrap_or(i64::MAX));
        // Each item has a moment of its own, also when the clock was set back: a deletion is after what it deletes.
        let next = |last: i64| last.saturating_add(1).max(now);
        let taken = |last: i64| Some(next(last).saturating_add(count));
        let last = inner.last_at.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken);
        Portion::starting_at(next(last.unwrap_or_else(|last| last)))
    }

    /// Hands a portion over to be kept; waits only while too many wait already.
    pub async fn remember(&self, portion: Portion) -> Kept {
        let (Some(inner), false) = (&self.0, portion.is_empty()) else { return Kept(None) };
        let (done, is_done) = oneshot::channel();
        match inner.orders.send(Order { portion, done }).await {
            Ok(()) => Kept(Some(is_done)),
            Err(_) => Kept(None),
        }
    }

    /// Adds what others heard to be gone, each at a moment, which was all that they told up to a position. On an error the
    /// former position stands, and it may be told again.
    ///
    /// # Errors
    /// When the position cannot be written.
    pub async fn learn(&self, gone: &[(Key, Timestamp)], position: i64) -> io::Result<()> {
        let Some(inner) = &self.0 else { return Ok(()) };
        let mut portion = Portion::starting_at(0);
        gone.iter().for_each(|(key, at)| portion.gone_elsewhere(*key, grave::heard_elsewhere(*at)));
        self.remember(portion).await.durable().await;
        if inner.shared.held().state == State::On { learned::write(&inner.shared.folder, position) } else { Ok(()) }
    }

    /// How it is.
    pub fn health(&self) -> Health {
        let Some(inner) = &self.0 else { return Health::default() };
        let held = inner.shared.held();
        let mut whole = Summary::default();
        held.segments.values().for_each(|(summary, _)| whole.add(summary));
        Health {
            state: held.state.clone(),
            posts: whole.posts,
            bytes: held.segments.values().map(|(_, bytes)| bytes).sum(),
            span: whole.first_at.zip(whole.last_at).map(|(from, to)| Span {
                // Of the oldest file a part may be too old already; no reader is shown that.
                from: timestamp(from).max(inner.shared.limits.oldest(inner.shared.clock.now())),
                to: timestamp(to),
            }),
            channels: whole.channels,
            languages: whole.languages,
        }
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> Arc<Shared> {
        self.0.as_ref().expect("it is on").shared.clone()
    }

    /// The moment before which everything is forgotten; `None` when nothing is remembered.
    pub fn oldest(&self) -> Option<Timestamp> {
        let inner = self.0.as_ref()?;
        Some(inner.shared.limits.oldest(inner.shared.clock.now()))
    }
}

/// What the folder holds, after clearing away what a crash left half done.
fn take_stock(folder: &Path) -> io::Result<Held> {
    let mut held = Held { state: State::On, ..Held::default() };
    let segments = Segment::all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_merged = |number: u64| segments.iter().any(|one| one.is_sealed && one.number == number);
        let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        let is_left_over = match path.extension().and_then(|extension| extension.to_str()) {
            Some("sealing") => true,
            Some("open") => number.is_some_and(is_merged),
            _ => false,
        };
        if is_left_over {
            fs::remove_file(path)?;
        }
    }
    for segment in segments {
        if let Some(mut frames) = segment.open(folder)? {
            let bytes = segment.path(folder).metadata()?.len();
            held.segments.insert(segment.number, (summary(&mut frames)?, bytes));
        }
    }
    Ok(held)
}
