//! Dials for the gallery and the tests of markup.

use insights::{Found, Reading, Standing, Trend};
use model::{Belief, DialTargets};

use super::view::{Asked, ChangePage, Dial, DialsPage, Made};
use crate::ui::layout::sample_at;

pub(super) fn pages() -> Vec<(&'static str, DialsPage)> {
    let targets = DialTargets::default();
    let found = |value: f64, width: f64| Some(Found { value, low: value - width, high: (value + width).min(1.0) });
    let shown = [
        (found(0.93, 0.05), 88, Standing::Holds, found(0.74, 0.08), Some(Trend::Better)),
        (found(0.4, 0.2), 24, Standing::Fails, None, None),
        (found(0.86, 0.07), 71, Standing::Partly, found(0.88, 0.06), Some(Trend::Same)),
        (found(0.91, 0.04), 163, Standing::Holds, found(0.9, 0.05), Some(Trend::Same)),
        (None, 6, Standing::Unknown, None, None),
        (None, 12, Standing::Unknown, None, None),
        (found(0.95, 0.02), 412, Standing::Holds, found(0.96, 0.02), Some(Trend::Same)),
        (found(0.62, 0.05), 412, Standing::Fails, found(0.77, 0.04), Some(Trend::Worse)),
        (found(0.84, 0.04), 260, Standing::Holds, None, None),
    ];
    let readings: Vec<Reading> = targets
        .all()
        .iter()
        .zip(shown)
        .map(|(target, (found, of, standing, before, trend))| Reading {
            target: *target,
            found,
            of,
            least: 10,
            standing,
            before,
            trend,
        })
        .collect();
    let dials = Belief::ALL
        .iter()
        .map(|belief| Dial {
            belief: *belief,
            readings: readings.iter().filter(|one| one.target.belief == Some(*belief)).copied().collect(),
        })
        .collect();
    let full = DialsPage {
        asked: Asked { days: 28, as_of: None },
        first: "2026-10-28".parse().expect("a date"),
        last: "2026-11-24".parse().expect("a date"),
        position: 48_213,
        to_read: 0,
        dials,
        moved: 3,
        made: vec![Made {
            number: 1,
            by: "Mara Lindqvist".into(),
            at: sample_at("2026-11-02T09:00:00Z"),
            reason: "Nights are staffed now".into(),
        }],
        may_change: true,
    };
    let then = DialsPage {
        asked: Asked { days: 7, as_of: Some(48_213) },
        made: Vec::new(),
        may_change: false,
        moved: 0,
        ..full.clone()
    };
    vec![("full", full), ("then", then)]
}

pub(super) fn changes() -> Vec<(&'static str, ChangePage)> {
    let targets = DialTargets::default().all().to_vec();
    let usual = ChangePage { seen: 0, targets, reason: String::new(), error: None };
    let refused = ChangePage { error: Some("Say why.".into()), ..usual.clone() };
    vec![("usual", usual), ("refused", refused)]
}
