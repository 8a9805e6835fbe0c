//! How many tests ran: read from the closing lines of cargo's and node's test runners.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Counts a line, if it is a closing line:
    /// `test result: ok. 12 passed; 0 failed; …` of cargo, `ℹ pass 3` and `ℹ fail 0` of node.
    pub fn count(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            let mut before = "";
            for word in result.split_whitespace() {
                match word {
                    "passed;" => self.passed += before.parse().unwrap_or(0),
                    "failed;" => self.failed += before.parse().unwrap_or(0),
                    _ => {}
                }
                before = word;
            }
        } else if let Some(rest) = line.strip_prefix("ℹ ") {
            match rest.split_once(' ') {
                Some(("pass", count)) => self.passed += count.parse().unwrap_or(0),
                Some(("fail" | "cancelled", count)) => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_both_runners_are_added_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test a_line_that_says_4 passed; ... ok",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 5 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
            "ℹ tests 4",
            "ℹ pass 3",
            "ℹ fail 1",
            "ℹ cancelled 0",
        ] {
            tally.count(line);
        }
        assert_eq!(tally, Tally { passed: 10, failed: 2 });
    }
}
