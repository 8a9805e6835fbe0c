//! Trying a rule on the last 30 days: what it would change now, before it is switched on.

use std::collections::HashSet;

use inbox::{Cursor, Trial, Would};
use jiff::{SignedDuration, Timestamp};
use memory::Key;
use model::RuleId;
use store::Store;
use store::rule::Instruction;

pub use crate::tries::Phase;

use crate::Result;
use crate::tries::{self, Findings, Tries};

/// How far back a rule is tried.
pub const TRIED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Conversations that are listed of those that would be changed: the newest.
pub const LISTED: usize = 100;

/// A rule to be tried.
#[derive(Clone, Debug)]
pub struct Test {
    /// Which.
    pub rule: RuleId,
    /// In which version.
    pub version: i64,
    /// What it says.
    pub says: Instruction,
}

/// What a trial found, so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How far it is.
    pub phase: Phase,
    /// Since when what happened was looked at.
    pub since: Option<Timestamp>,
    /// How often the rule would have been asked.
    pub asked: u64,
    /// The conversations in which its condition holds.
    pub met: u64,
    /// Of those, the ones in which something would change.
    pub changed: u64,
    /// How often each act would change something, in the order of the acts.
    pub of_acts: Vec<u64>,
    /// The first that would be changed, as they were found: the newest event first, the longest silence first.
    pub listed: Vec<Would>,
    /// Of every hundred events or hours, how many were looked at.
    pub percent: u64,
}

impl Findings for Report {
    fn phase(&mut self) -> &mut Phase {
        &mut self.phase
    }

    // It holds ids alone; whoever shows words reads them then.
    fn leave_out(&mut self, _gone: &HashSet<Key>) {}
}

/// A trial that was asked for.
pub type Run = tries::Run<Test, Report>;
/// The trials of this server.
pub type RuleTrials = Tries<Test, Report>;

/// Tries a rule; what was found so far is in `run` at any time.
pub(crate) async fn search(store: &Store, run: &Run) -> Result<()> {
    let now = store.clock().now();
    let since = now.saturating_sub(TRIED).unwrap_or(Timestamp::MIN);
    let says = &run.test().says;
    let mut trial = Trial::new(says.clone(), since);
    let mut report =
        Report { phase: Phase::Running, since: Some(since), of_acts: vec![0; says.acts.len()], ..Report::default() };
    run.tell(&report);
    let begin = trial.begin(store).await?;
    let mut next = Some(begin);
    while let Some(cursor) = next.filter(|_| !run.is_stopped()) {
        let looked = trial.step(store, cursor).await?;
        report.asked += looked.asked;
        for would in looked.would {
            report.met += 1;
            report.changed += u64::from(!would.changes.is_empty());
            for place in &would.changes {
                report.of_acts[*place] += 1;
            }
            if !would.changes.is_empty() && report.listed.len() < LISTED {
                report.listed.push(would);
            }
        }
        report.percent = looked.next.map_or(100, |at| percent(begin, at, now));
        next = looked.next;
        run.tell(&report);
        tokio::task::yield_now().await;
    }
    report.phase = if next.is_some() { Phase::Stopped } else { Phase::Done };
    run.tell(&report);
    Ok(())
}

/// How much was looked at, at most: of events only their positions are known, and the log is longer than 30 days.
fn percent(begin: Cursor, at: Cursor, now: Timestamp) -> u64 {
    let (done, all) = match (begin, at) {
        (Cursor::Before(from), Cursor::Before(to)) => (from - to, from),
        (Cursor::After(from, _), Cursor::After(to, _)) => {
            (to.as_second() - from.as_second(), now.as_second() - from.as_second())
        }
        _ => (0, 1),
    };
    u64::try_from(done * 100 / all.max(1)).unwrap_or_default().min(99)
}
