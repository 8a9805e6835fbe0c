//! A share of a sample, with how far it may be from that of everything.

/// The width of a 95 % interval, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// How many of a sample have something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many have it.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// Their share; 0 of none.
    pub value: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Share {
    /// So many of so many; more than all are all.
    pub fn new(count: u64, of: u64) -> Self {
        let count = count.min(of);
        let (low, high) = wilson(count, of);
        let value = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        Self { count, of, value, low, high }
    }
}

/// The 95 % interval of a share: Wilson's, which stays within 0 and 1 and holds for few and for rare ones too. Of none it is
/// everything.
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
/// Association 22 (1927) 209–212; without correction for continuity. It takes the sample for one of an endless whole, so of a
/// sample that is much of the whole it is wider than need be, never narrower.
pub fn wilson(count: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, share, z2) = (of as f64, count.min(of) as f64 / of as f64, Z * Z);
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0).min(share), (centre + half).min(1.0).max(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_newcombes_examples() {
        // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998)
        // 857–872, table I, method 3.
        for (count, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let found = wilson(count, of);
            assert!((found.0 - low).abs() < 0.00006 && (found.1 - high).abs() < 0.00006, "{count} of {of}: {found:?}");
        }
    }

    #[test]
    fn nothing_of_nothing_may_be_anything() {
        let none = Share::new(0, 0);
        assert_eq!((none.value, none.low, none.high), (0.0, 0.0, 1.0));
        assert_eq!(Share::new(9, 3).count, 3);
    }
}
