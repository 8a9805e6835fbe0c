//! How right judgements were.

use std::collections::BTreeMap;

/// Counts of what was right and what was said.
#[derive(Debug, Default)]
pub struct Score {
    /// (right, said) and how often; `None` where it abstained.
    counts: BTreeMap<(&'static str, Option<&'static str>), usize>,
}

impl Score {
    /// Counts one judgement.
    pub fn count(&mut self, right: &'static str, said: Option<&'static str>) {
        *self.counts.entry((right, said)).or_default() += 1;
    }

    /// Posts.
    pub fn posts(&self) -> usize {
        self.counts.values().sum()
    }

    /// Share of posts about which something was said.
    pub fn coverage(&self) -> f64 {
        share(self.sum(|_, said| said.is_some()), self.posts())
    }

    /// Share of what was said that was right.
    pub fn accuracy(&self) -> f64 {
        share(self.sum(|right, said| said == Some(right)), self.sum(|_, said| said.is_some()))
    }

    /// Mean over the classes of the harmonic mean of precision and recall, among posts about which something was said.
    pub fn macro_f1(&self) -> f64 {
        self.mean_f1(|said| said.is_some())
    }

    /// The same over all posts: an abstention is a miss.
    pub fn macro_f1_of_all(&self) -> f64 {
        self.mean_f1(|_| true)
    }

    /// Of what was said to be of a class, the share that is; of what is, the share that was said to be.
    pub fn precision_and_recall(&self, class: &str) -> (f64, f64) {
        let hits = self.sum(|right, said| right == class && said == Some(class));
        (share(hits, self.sum(|_, said| said == Some(class))), share(hits, self.sum(|right, _| right == class)))
    }

    fn mean_f1(&self, counts: impl Fn(Option<&str>) -> bool) -> f64 {
        let mut classes: Vec<&str> = self.counts.keys().map(|(right, _)| *right).collect();
        classes.dedup();
        let f1 = |class: &&str| {
            let hits = self.sum(|right, said| right == *class && said == Some(*class));
            let misses = self.sum(|right, said| right == *class && said != Some(*class) && counts(said));
            let false_alarms = self.sum(|right, said| right != *class && said == Some(*class));
            share(2 * hits, 2 * hits + misses + false_alarms)
        };
        classes.iter().map(f1).sum::<f64>() / classes.len().max(1) as f64
    }

    fn sum(&self, wanted: impl Fn(&'static str, Option<&'static str>) -> bool) -> usize {
        self.counts.iter().filter(|((right, said), _)| wanted(right, *said)).map(|(_, count)| count).sum()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(counted: &[(&'static str, Option<&'static str>)]) -> Score {
        let mut score = Score::default();
        counted.iter().for_each(|(right, said)| score.count(right, *said));
        score
    }

    #[test]
    fn figures_are_those_counted_by_hand() {
        let score = score(&[("good", Some("good")), ("good", Some("bad")), ("bad", Some("bad")), ("bad", None)]);
        assert_eq!((score.posts(), score.coverage()), (4, 0.75));
        assert!((score.accuracy() - 2.0 / 3.0).abs() < 1e-12);
        // good: 1 hit, 1 miss; bad: 1 hit, 1 false alarm.
        assert!((score.macro_f1() - (2.0 / 3.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        // bad has a miss more.
        assert!((score.macro_f1_of_all() - (2.0 / 3.0 + 0.5) / 2.0).abs() < 1e-12);
        assert_eq!(score.precision_and_recall("bad"), (0.5, 0.5));
    }

    #[test]
    fn a_class_that_nobody_named_counts_as_nothing_and_no_posts_are_no_error() {
        assert_eq!(score(&[("good", Some("bad"))]).macro_f1(), 0.0);
        assert_eq!(score(&[]).macro_f1(), 0.0);
        assert_eq!(score(&[]).accuracy(), 0.0);
    }
}
