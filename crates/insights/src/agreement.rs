//! How far two coders agree: the share, Cohen's kappa, Krippendorff's alpha, and the table that all of them are made of.

use model::CANNOT_SAY;

/// The width of a 95 % interval, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// How far two coders agree in one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// How often the first coder gave the code of the row and the second that of the column; `table[0]` is "cannot say".
    pub table: Vec<Vec<u64>>,
    /// How many mentions both coded.
    pub both: u64,
    /// How often they said the same.
    pub agreed: u64,
    /// Cohen's kappa, where "cannot say" is a code like any other; `None` where it is not defined: nothing was coded by
    /// both, or both gave the same single code throughout, so that no chance could have come to anything else.
    pub kappa: Option<Kappa>,
    /// Krippendorff's alpha for names, where "cannot say" is a value that is missing; `None` where it is not defined: fewer
    /// than one mention has two codes, or all codes are the same.
    pub alpha: Option<f64>,
}

/// Cohen's kappa with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// Agreement beyond chance: 1 is always, 0 as often as by chance, below 0 less often.
    pub value: f64,
    /// The interval's lower end, not below -1.
    pub low: f64,
    /// Its upper end, not above 1.
    pub high: f64,
}

impl Agreement {
    /// What two coders come to, given the codes of each mention that both coded; codes are 0 ("cannot say") to `codes`, and a
    /// pair with another code is left out. O(pairs + codes²).
    ///
    /// Kappa: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960)
    /// 37–46. Its standard error: J. L. Fleiss, J. Cohen, B. S. Everitt, "Large sample standard errors of kappa and weighted
    /// kappa", Psychological Bulletin 72 (1969) 323–327, equation 13. Alpha: K. Krippendorff, "Computing Krippendorff's
    /// Alpha-Reliability" (2011), sections B and C.
    pub fn of(pairs: impl IntoIterator<Item = (u32, u32)>, codes: usize) -> Self {
        let mut table = vec![vec![0_u64; codes + 1]; codes + 1];
        for (first, second) in pairs {
            let cell = table.get_mut(first as usize).and_then(|row| row.get_mut(second as usize));
            if let Some(cell) = cell {
                *cell += 1;
            }
        }
        let both = table.iter().flatten().sum();
        let agreed = (0..table.len()).map(|code| table[code][code]).sum();
        Self { kappa: kappa(&table), alpha: alpha(&table), table, both, agreed }
    }

    /// The share of mentions of which both said the same; `None` where both coded none.
    pub fn share(&self) -> Option<f64> {
        (self.both > 0).then(|| self.agreed as f64 / self.both as f64)
    }
}

fn kappa(table: &[Vec<u64>]) -> Option<Kappa> {
    let n = table.iter().flatten().sum::<u64>() as f64;
    let codes = table.len();
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum::<u64>() as f64 / n).collect();
    let columns: Vec<f64> = (0..codes).map(|code| table.iter().map(|row| row[code]).sum::<u64>() as f64 / n).collect();
    let share = |i: usize, j: usize| table[i][j] as f64 / n;
    let observed: f64 = (0..codes).map(|code| share(code, code)).sum();
    let expected: f64 = rows.iter().zip(&columns).map(|(row, column)| row * column).sum();
    // Written so that nothing at all, of which n is 0 and both are no numbers, is refused too.
    let beyond_chance = 1.0 - expected;
    if !(n > 0.0 && beyond_chance > 1e-12) {
        return None;
    }
    let value = (observed - expected) / beyond_chance;
    let (mut same, mut other) = (0.0, 0.0);
    for i in 0..codes {
        same += share(i, i) * (1.0 - (rows[i] + columns[i]) * (1.0 - value)).powi(2);
        for j in (0..codes).filter(|j| *j != i) {
            other += share(i, j) * (columns[i] + rows[j]).powi(2);
        }
    }
    let chance = (value - expected * (1.0 - value)).powi(2);
    let variance = (same + (1.0 - value).powi(2) * other - chance) / (beyond_chance.powi(2) * n);
    // Rounding may leave a hair below nothing.
    let half = Z * variance.max(0.0).sqrt();
    Some(Kappa { value, low: (value - half).max(-1.0), high: (value + half).min(1.0) })
}

fn alpha(table: &[Vec<u64>]) -> Option<f64> {
    let none = CANNOT_SAY as usize;
    let valued = |code: usize| code != none;
    let codes: Vec<usize> = (0..table.len()).filter(|code| valued(*code)).collect();
    // Each mention with two values counts twice: once in each order.
    let times = |code: usize| codes.iter().map(|other| table[code][*other] + table[*other][code]).sum::<u64>() as f64;
    let n: f64 = codes.iter().map(|code| times(*code)).sum();
    let expected = n * n - codes.iter().map(|code| times(*code).powi(2)).sum::<f64>();
    if expected <= 0.0 {
        return None;
    }
    let same: f64 = codes.iter().map(|code| 2.0 * table[*code][*code] as f64).sum();
    Some(1.0 - (n - 1.0) * (n - same) / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many pairs as the cells of a table say; its codes count from 1.
    fn of_table(table: &[&[u64]]) -> Agreement {
        let mut pairs = Vec::new();
        for (first, row) in (1..).zip(table) {
            for (second, count) in (1..).zip(*row) {
                pairs.extend(std::iter::repeat_n((first, second), *count as usize));
            }
        }
        Agreement::of(pairs, table.len())
    }

    fn pairs(first: &str, second: &str) -> Vec<(u32, u32)> {
        let code = |letter: u8| if letter == b'*' { CANNOT_SAY } else { u32::from(letter - b'a') + 1 };
        first.bytes().zip(second.bytes()).map(|(first, second)| (code(first), code(second))).collect()
    }

    fn is_near(value: f64, wanted: f64, within: f64) {
        assert!((value - wanted).abs() <= within, "{value} is not {wanted}");
    }

    #[test]
    fn kappa_is_that_of_cohens_own_example() {
        // Cohen (1960), table 1: 200 patients, three diagnoses.
        let found = of_table(&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]]);
        is_near(found.share().unwrap(), 0.70, 1e-9);
        is_near(found.kappa.unwrap().value, 0.492, 0.0005);
    }

    #[test]
    fn the_interval_is_that_of_a_published_one() {
        // The example of `ci.kappa` in the R package statpsych 1.7.0, after Fleiss, Levin and Paik, "Statistical Methods for
        // Rates and Proportions" (3rd edition 2003); read on 26 November 2026.
        let kappa = of_table(&[&[31, 12], &[4, 58]]).kappa.unwrap();
        is_near(kappa.value, 0.675_675_7, 5e-8);
        is_near(kappa.low, 0.531_721_0, 5e-8);
        is_near(kappa.high, 0.819_630_3, 5e-8);
    }

    #[test]
    fn alpha_is_that_of_krippendorffs_own_examples() {
        // Krippendorff (2011): A, two values and ten units; B, five values and twelve units.
        let meg_and_owen = Agreement::of(pairs("abaaaaaaba", "bbbaabaaaa"), 2);
        is_near(meg_and_owen.alpha.unwrap(), 0.095, 0.0005);
        let ben_and_gerry = Agreement::of(pairs("aabbdcccedda", "babbbcccEddd".to_lowercase().as_str()), 5);
        is_near(ben_and_gerry.alpha.unwrap(), 0.692, 0.0005);
    }

    #[test]
    fn cannot_say_is_a_code_for_kappa_and_missing_for_alpha() {
        let whole = Agreement::of(pairs("aabbab", "aabbba"), 2);
        let with_gaps = Agreement::of(pairs("aabbab**a", "aabbba*a*"), 2);
        assert_eq!(whole.alpha, with_gaps.alpha);
        assert_ne!(whole.kappa, with_gaps.kappa);
        assert_eq!((with_gaps.both, with_gaps.agreed, with_gaps.table[0][0]), (9, 5, 1));
    }

    #[test]
    fn what_no_chance_could_have_made_otherwise_has_no_kappa() {
        for (pairs, codes) in [(vec![], 3), (vec![(2, 2); 40], 3), (vec![(0, 0); 40], 3), (vec![(1, 9)], 3)] {
            let found = Agreement::of(pairs.clone(), codes);
            assert_eq!((found.kappa, found.alpha), (None, None), "{pairs:?}");
        }
        // One coder always says the same, the other does not: as often as by chance.
        let kappa = of_table(&[&[6, 4], &[0, 0]]).kappa.unwrap();
        is_near(kappa.value, 0.0, 1e-12);
        let never = of_table(&[&[0, 5], &[5, 0]]);
        is_near(never.kappa.unwrap().value, -1.0, 1e-12);
        assert_eq!(never.share(), Some(0.0));
        let always = of_table(&[&[5, 0], &[0, 5]]).kappa.unwrap();
        assert_eq!((always.value, always.low, always.high), (1.0, 1.0, 1.0));
    }
}
