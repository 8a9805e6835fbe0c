//! The share of those who were answered within a time, when some still wait: they count as not answered so far, neither as
//! answered nor as if they had never been.

use jiff::SignedDuration;

use crate::durations::Durations;

/// The width of a 95 % interval, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// What of a whole is left after so long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// After how long: the end of a bin.
    pub after: SignedDuration,
    /// How many were looked at for longer than the bins before.
    pub at_risk: u64,
    /// How many ended in the bin.
    pub ended: u64,
    /// The share of which it has not ended.
    pub left: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A Kaplan–Meier curve.
///
/// E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American Statistical
/// Association 53 (1958) 457–481. Who is still waiting when a bin ends counts as at risk in it. The interval is the
/// exponential one of Greenwood's variance, which stays within 0 and 1: J. D. Kalbfleisch, R. L. Prentice, "The Statistical
/// Analysis of Failure Time Data" (1980), section 1.3.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    total: u64,
    until: SignedDuration,
}

/// A duration with its 95 % interval; an end is `None` where the curve does not come so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quantile {
    /// After how long the share is reached; `None` when too few have ended so far.
    pub value: Option<SignedDuration>,
    /// The lower end.
    pub low: Option<SignedDuration>,
    /// The upper end.
    pub high: Option<SignedDuration>,
}

impl Curve {
    /// The curve of durations.
    pub fn of(durations: &Durations) -> Self {
        let total = durations.total();
        let (mut at_risk, mut left, mut variance) = (total, 1.0_f64, 0.0_f64);
        let (mut steps, mut until) = (Vec::new(), SignedDuration::ZERO);
        for (bin, count) in durations.bins() {
            until = bin.end();
            if count.ended > 0 {
                let (ended, risk) = (count.ended as f64, at_risk as f64);
                left *= 1.0 - ended / risk;
                if count.ended == at_risk {
                    left = 0.0;
                } else {
                    variance += ended / (risk * (risk - ended));
                }
                let (low, high) = interval(left, variance);
                steps.push(Step { after: bin.end(), at_risk, ended: count.ended, left, low, high });
            }
            at_risk -= count.ended + count.open;
        }
        Self { steps, total, until }
    }

    /// Its steps down, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Of how many it is.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Until how long after the beginning anything was looked at: what comes later is not known.
    pub fn until(&self) -> SignedDuration {
        self.until
    }

    /// The share that ended within a time, with its interval; beyond [`Curve::until`], what is known until there.
    pub fn within(&self, time: SignedDuration) -> (f64, f64, f64) {
        let step = self.steps.iter().take_while(|step| step.after <= time).last();
        step.map_or((0.0, 0.0, if self.total == 0 { 1.0 } else { 0.0 }), |step| {
            (1.0 - step.left, 1.0 - step.high, 1.0 - step.low)
        })
    }

    /// After how long a share has ended, such as 0.5 for the median. Its interval is where the ends of the curve's interval
    /// come to that share.
    pub fn quantile(&self, share: f64) -> Quantile {
        let first = |left: fn(&Step) -> f64| {
            self.steps.iter().find(|step| left(step) <= 1.0 - share + 1e-12).map(|step| step.after)
        };
        Quantile { value: first(|step| step.left), low: first(|step| step.low), high: first(|step| step.high) }
    }
}

/// The interval of a share that is left, by the sum of Greenwood's formula.
fn interval(left: f64, variance: f64) -> (f64, f64) {
    if left <= 0.0 {
        return (0.0, 0.0);
    }
    // Not the system's own functions, which differ in the last digit: the same figures are the same bytes everywhere.
    let half = Z * variance.sqrt() / libm::log(left).abs();
    (libm::pow(left, libm::exp(half)), libm::pow(left, libm::exp(-half)))
}

/// Whether two groups end at the same pace: the log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic: chi-square with one degree of freedom.
    pub statistic: f64,
    /// How likely it would be so great if both groups were of one kind.
    pub p: f64,
}

/// Compares two groups; `None` where nothing can be said, because nothing ended while both were looked at.
///
/// N. Mantel, "Evaluation of survival data and two new rank order statistics arising in its consideration", Cancer
/// Chemotherapy Reports 50 (1966) 163–170.
pub fn log_rank(one: &Durations, other: &Durations) -> Option<LogRank> {
    let mut both = one.clone();
    both.add(other);
    let mut own = one.bins().peekable();
    let (mut at_risk, mut own_risk) = (both.total(), one.total());
    let (mut excess, mut variance) = (0.0, 0.0);
    for (bin, count) in both.bins() {
        let own = own.next_if(|(own, _)| *own == bin).map(|(_, count)| count).unwrap_or_default();
        if count.ended > 0 {
            let (ended, risk, share) = (count.ended as f64, at_risk as f64, own_risk as f64 / at_risk as f64);
            excess += own.ended as f64 - ended * share;
            if at_risk > 1 {
                variance += ended * share * (1.0 - share) * (risk - ended) / (risk - 1.0);
            }
        }
        at_risk -= count.ended + count.open;
        own_risk -= own.ended + own.open;
    }
    (variance > 0.0).then(|| {
        let statistic = excess * excess / variance;
        LogRank { statistic, p: libm::erfc((statistic / 2.0).sqrt()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks of remission of 42 patients: E. J. Freireich et al., "The effect of 6-mercaptopurine on the duration of
    /// steroid-induced remissions in acute leukemia", Blood 21 (1963) 699–716; each week is a second here.
    fn treated() -> Durations {
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (SignedDuration::from_secs(week), true));
        let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (SignedDuration::from_secs(week), false));
        ended.into_iter().chain(open).collect()
    }

    fn untreated() -> Durations {
        [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
            .map(|week| (SignedDuration::from_secs(week), true))
            .into_iter()
            .collect()
    }

    #[test]
    fn the_curve_is_the_published_one() {
        // Kalbfleisch and Prentice print the shares; the ends of the interval are those of R's survfit with log-log.
        let expected = [
            (6, 0.857, 0.620, 0.952),
            (7, 0.807, 0.563, 0.923),
            (10, 0.753, 0.503, 0.889),
            (13, 0.690, 0.432, 0.849),
            (16, 0.627, 0.368, 0.805),
            (22, 0.538, 0.268, 0.747),
            (23, 0.448, 0.188, 0.680),
        ];
        let curve = Curve::of(&treated());
        assert_eq!(curve.steps().len(), expected.len());
        for (step, (week, left, low, high)) in curve.steps().iter().zip(expected) {
            assert_eq!(step.after, SignedDuration::from_secs(week + 1), "the end of a week");
            for (found, expected) in [(step.left, left), (step.low, low), (step.high, high)] {
                assert!((found - expected).abs() < 0.0006, "week {week}: {step:?}");
            }
        }
        assert_eq!(curve.quantile(0.5).value, Some(SignedDuration::from_secs(24)));
        assert_eq!(curve.quantile(0.8), Quantile { value: None, low: Some(SignedDuration::from_secs(24)), high: None });
    }

    #[test]
    fn who_still_waits_is_neither_answered_nor_forgotten() {
        let answered_only: Durations = treated().bins().filter(|(_, count)| count.ended > 0).fold(
            Durations::default(),
            |mut all, (bin, count)| {
                (0..count.ended).for_each(|_| all.count(bin.end() - SignedDuration::from_secs(1), true));
                all
            },
        );
        let naive = Curve::of(&answered_only).quantile(0.5).value;
        let honest = Curve::of(&treated()).quantile(0.5).value;
        assert_eq!((naive, honest), (Some(SignedDuration::from_secs(11)), Some(SignedDuration::from_secs(24))));
    }

    #[test]
    fn the_two_groups_differ_as_published() {
        let test = log_rank(&treated(), &untreated()).expect("both ended");
        assert!((test.statistic - 16.793).abs() < 0.001, "{test:?}");
        assert!((test.p - 4.17e-5).abs() < 1e-6, "{test:?}");
        let turned = log_rank(&untreated(), &treated()).expect("both ended");
        assert!((turned.statistic - test.statistic).abs() < 1e-9, "whichever is named first");
        assert_eq!(log_rank(&treated(), &Durations::default()), None);
    }

    #[test]
    fn of_nothing_nothing_is_known() {
        let none = Curve::of(&Durations::default());
        assert_eq!(none.within(SignedDuration::from_hours(1)), (0.0, 0.0, 1.0));
        assert_eq!(none.quantile(0.5), Quantile::default());
    }
}
