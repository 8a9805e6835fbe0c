//! The printed table.

use std::fmt::Write as _;

use super::score::Score;

/// Rows of figures under one heading.
#[derive(Debug, Default)]
pub struct Table {
    text: String,
}

impl Table {
    /// Begins a part with a heading and a sentence.
    pub fn part(&mut self, heading: &str, what: &str) {
        let _ = write!(self.text, "\n{heading}\n{what}\n\n");
        let _ = writeln!(
            self.text,
            "{:24} {:5} {:26} {:>6} {:>8} {:>8} {:>8} {:>8}",
            "collection", "lang", "judge", "posts", "covered", "right", "macro-F1", "of all"
        );
    }

    /// Adds a row.
    pub fn row(&mut self, collection: &str, language: &str, judge: &str, score: &Score) {
        let _ = writeln!(
            self.text,
            "{collection:24} {language:5} {judge:26} {:6} {:7.1}% {:7.1}% {:8.3} {:8.3}",
            score.posts(),
            100.0 * score.coverage(),
            100.0 * score.accuracy(),
            score.macro_f1(),
            score.macro_f1_of_all(),
        );
    }

    /// Adds how right and how complete the row above is about one class.
    pub fn precision_and_recall(&mut self, score: &Score, class: &str) {
        let (precision, recall) = score.precision_and_recall(class);
        let (precision, recall) = (100.0 * precision, 100.0 * recall);
        let _ = writeln!(self.text, "{:30}   {class}: precision {precision:.1}%, recall {recall:.1}%", "");
    }

    /// Everything so far.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}
