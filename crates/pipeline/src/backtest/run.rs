//! The back-tests of a server: one runs at a time, the others wait; what they found is kept for a while, in memory only.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use memory::{Archive, Key};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::Test;
use super::report::{Phase, Report};
use crate::Result;

/// Back-tests whose reports are kept; the oldest goes for the newest.
const KEPT: usize = 32;

/// A back-test that was asked for.
pub struct Run {
    test: Test,
    asked_at: Timestamp,
    told: Mutex<Told>,
    stop: CancellationToken,
}

/// What a back-test has told so far.
#[derive(Default)]
struct Told {
    report: Report,
    /// What was deleted since it was asked for: it may have read that before.
    gone: HashSet<Key>,
}

impl Told {
    fn tell(&mut self, change: impl FnOnce(&mut Report)) {
        change(&mut self.report);
        self.report.sample.retain(|one| !one.gone_by.iter().any(|key| self.gone.contains(key)));
        if self.report.phase.is_over() {
            self.gone = HashSet::new();
        }
    }
}

impl Run {
    /// One that nobody has begun yet.
    pub fn new(test: Test, asked_at: Timestamp, stop: CancellationToken) -> Self {
        Self { test, asked_at, told: Mutex::default(), stop }
    }

    /// What is tried.
    pub fn test(&self) -> &Test {
        &self.test
    }

    /// When it was asked for.
    pub fn asked_at(&self) -> Timestamp {
        self.asked_at
    }

    /// What was found so far, without what was deleted at its source since.
    pub fn report(&self) -> Report {
        self.told().report.clone()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().expect("no holder panics")
    }

    /// Stops it; what it has found stands.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_cancelled()
    }

    pub(super) fn tell(&self, report: &Report) {
        self.told().tell(|told| told.clone_from(report));
    }

    fn set(&self, phase: Phase) {
        self.told().tell(|told| told.phase = phase);
    }

    fn forget(&self, gone: &[Key]) {
        let mut told = self.told();
        told.gone.extend(gone);
        told.tell(|_| ());
    }
}

/// The back-tests of this server.
pub struct BackTests {
    archive: Option<Archive>,
    runs: Mutex<VecDeque<(i64, Arc<Run>)>>,
    turn: Semaphore,
}

impl BackTests {
    pub(crate) fn new(archive: Option<Archive>) -> Self {
        Self { archive, runs: Mutex::default(), turn: Semaphore::new(1) }
    }

    pub(crate) fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref()
    }

    /// The back-test of this number; `None` when it is kept no more, or was another server's.
    pub fn find(&self, id: i64) -> Option<Arc<Run>> {
        let runs = self.runs.lock().expect("no holder panics");
        runs.iter().find(|(other, _)| *other == id).map(|(_, run)| run.clone())
    }

    /// Shows nothing any more of what these name.
    pub(crate) fn forget(&self, gone: &[Key]) {
        let runs: Vec<_> = self.runs.lock().expect("no holder panics").iter().map(|(_, run)| run.clone()).collect();
        runs.iter().for_each(|run| run.forget(gone));
    }

    /// Keeps a back-test under a number of its own.
    pub(crate) fn enter(&self, test: Test, now: Timestamp, stop: CancellationToken) -> (i64, Arc<Run>) {
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

    /// Carries a back-test out when its turn comes.
    pub(crate) async fn take_turn(&self, run: &Run, search: impl AsyncFnOnce(&Run) -> Result<()>) {
        let turn = tokio::select! {
            turn = self.turn.acquire() => turn,
            () = run.stop.cancelled() => return run.set(Phase::Stopped),
        };
        let outcome = search(run).await;
        drop(turn);
        if let Err(error) = outcome {
            tracing::error!(error = &error as &dyn std::error::Error, "a back-test failed");
            run.set(Phase::Failed(error.to_string()));
        }
    }
}
