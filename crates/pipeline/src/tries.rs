//! What is tried in the background: one at a time, the others wait; what was found is kept for a while, in memory only.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use memory::Key;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::Result;

/// Tries whose findings are kept; the oldest goes for the newest.
const KEPT: usize = 32;

/// How far a try is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Another one is running; its turn comes.
    #[default]
    Waiting,
    /// It is looking.
    Running,
    /// It looked at everything.
    Done,
    /// Somebody stopped it; what it had found until then stands.
    Stopped,
    /// It could not go on, for this reason.
    Failed(String),
}

impl Phase {
    /// Whether nothing will change any more.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Done | Self::Stopped | Self::Failed(_))
    }
}

/// What a try found, so far.
pub trait Findings: Clone + Default {
    /// How far it is.
    fn phase(&mut self) -> &mut Phase;

    /// Leaves out what these name, which was deleted at its source since.
    fn leave_out(&mut self, gone: &HashSet<Key>);
}

/// A try that was asked for.
pub struct Run<A, F> {
    test: A,
    asked_at: Timestamp,
    told: Mutex<Told<F>>,
    stop: CancellationToken,
}

/// What a try has told so far.
#[derive(Default)]
struct Told<F> {
    report: F,
    /// What was deleted since it was asked for: it may have read that before.
    gone: HashSet<Key>,
}

impl<F: Findings> Told<F> {
    fn tell(&mut self, change: impl FnOnce(&mut F)) {
        change(&mut self.report);
        self.report.leave_out(&self.gone);
        if self.report.phase().is_over() {
            self.gone = HashSet::new();
        }
    }
}

impl<A, F: Findings> Run<A, F> {
    /// One that nobody has begun yet.
    pub fn new(test: A, asked_at: Timestamp, stop: CancellationToken) -> Self {
        Self { test, asked_at, told: Mutex::default(), stop }
    }

    /// What is tried.
    pub fn test(&self) -> &A {
        &self.test
    }

    /// When it was asked for.
    pub fn asked_at(&self) -> Timestamp {
        self.asked_at
    }

    /// What was found so far, without what was deleted at its source since.
    pub fn report(&self) -> F {
        self.told().report.clone()
    }

    fn told(&self) -> MutexGuard<'_, Told<F>> {
        self.told.lock().expect("no holder panics")
    }

    /// Stops it; what it has found stands.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_cancelled()
    }

    pub(crate) fn tell(&self, report: &F) {
        self.told().tell(|told| told.clone_from(report));
    }

    fn set(&self, phase: Phase) {
        self.told().tell(|told| *told.phase() = phase);
    }

    fn forget(&self, gone: &[Key]) {
        let mut told = self.told();
        told.gone.extend(gone);
        told.tell(|_| ());
    }
}

/// A try under its number.
type Numbered<A, F> = (i64, Arc<Run<A, F>>);

/// The tries of one kind on this server.
pub struct Tries<A, F> {
    runs: Mutex<VecDeque<Numbered<A, F>>>,
    turn: Semaphore,
}

impl<A, F> Default for Tries<A, F> {
    fn default() -> Self {
        Self { runs: Mutex::default(), turn: Semaphore::new(1) }
    }
}

impl<A, F: Findings> Tries<A, F> {
    /// The try of this number; `None` when it is kept no more, or was another server's.
    pub fn find(&self, id: i64) -> Option<Arc<Run<A, F>>> {
        let runs = self.runs.lock().expect("no holder panics");
        runs.iter().find(|(other, _)| *other == id).map(|(_, run)| run.clone())
    }

    /// Shows nothing any more of what these name.
    pub(crate) fn forget(&self, gone: &[Key]) {
        let runs: Vec<_> = self.runs.lock().expect("no holder panics").iter().map(|(_, run)| run.clone()).collect();
        runs.iter().for_each(|run| run.forget(gone));
    }

    /// Keeps a try under a number of its own.
    pub(crate) fn enter(&self, test: A, now: Timestamp, stop: CancellationToken) -> (i64, Arc<Run<A, F>>) {
        let run = Arc::new(Run::new(test, now, stop));
        let mut runs = self.runs.lock().expect("no holder panics");
        // By the clock, so that no number of a former start names another one.
        let id = runs.back().map_or(0, |(last, _)| last + 1).max(now.as_microsecond());
        runs.push_back((id, run.clone()));
        if runs.len() > KEPT
            && let Some((_, oldest)) = runs.pop_front()
        {
            oldest.stop();
        }
        (id, run)
    }

    /// Carries a try out when its turn comes.
    pub(crate) async fn take_turn(&self, run: &Run<A, F>, search: impl AsyncFnOnce(&Run<A, F>) -> Result<()>) {
        let turn = tokio::select! {
            turn = self.turn.acquire() => turn,
            () = run.stop.cancelled() => return run.set(Phase::Stopped),
        };
        let outcome = search(run).await;
        drop(turn);
        if let Err(error) = outcome {
            tracing::error!(error = &error as &dyn std::error::Error, "a try in the background failed");
            run.set(Phase::Failed(error.to_string()));
        }
    }
}
