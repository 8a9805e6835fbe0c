//! What changed between two texts, word by word, for eyes and for ears.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use maud::{Markup, html};
use unicode_segmentation::UnicodeSegmentation as _;
use wording::{Part, parts, t};

/// A stretch of one of the texts, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It stands in both.
    Kept(String),
    /// It stood in the former alone.
    Removed(String),
    /// It stands in the latter alone.
    Added(String),
}

/// The pieces of which both texts are made, in order. What changed side by side is one piece, with the spaces between.
/// O(n·d) in the words and in how many differ.
pub(crate) fn pieces(former: &str, latter: &str) -> Vec<Piece> {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (former.split_word_bounds().collect(), latter.split_word_bounds().collect());
    let mut input = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let mut pieces = Pieces::default();
    let mut kept_to = 0;
    for hunk in Diff::compute(Algorithm::Myers, &input).hunks() {
        let (removed, added) = (&before[range(&hunk.before)], &after[range(&hunk.after)]);
        before[kept_to..hunk.before.start as usize].iter().for_each(|word| pieces.keep(word));
        let (was, is) = pieces.changing();
        was.push_str(&removed.concat());
        is.push_str(&added.concat());
        kept_to = hunk.before.end as usize;
    }
    before[kept_to..].iter().for_each(|word| pieces.keep(word));
    pieces.done()
}

fn range(words: &Range<u32>) -> Range<usize> {
    words.start as usize..words.end as usize
}

/// Pieces that are being gathered.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    removed: String,
    added: String,
    /// Spaces after what changed: they belong to it where more changes follow.
    spaces: String,
}

impl Pieces {
    fn changing(&mut self) -> (&mut String, &mut String) {
        let spaces = std::mem::take(&mut self.spaces);
        self.removed.push_str(&spaces);
        self.added.push_str(&spaces);
        (&mut self.removed, &mut self.added)
    }

    fn keep(&mut self, words: &str) {
        let has_changed = !self.removed.is_empty() || !self.added.is_empty();
        if has_changed && words.trim().is_empty() {
            self.spaces.push_str(words);
            return;
        }
        self.flush();
        match self.done.last_mut() {
            Some(Piece::Kept(text)) => text.push_str(words),
            _ => self.done.push(Piece::Kept(words.to_owned())),
        }
    }

    fn flush(&mut self) {
        let (removed, added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        self.done.extend((!removed.is_empty()).then_some(Piece::Removed(removed)));
        self.done.extend((!added.is_empty()).then_some(Piece::Added(added)));
        let spaces = std::mem::take(&mut self.spaces);
        self.done.extend((!spaces.is_empty()).then_some(Piece::Kept(spaces)));
    }

    fn done(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

/// Both texts in one. Whoever hears it hears what was taken out and put in, which few readers of screens say of marks alone.
pub(crate) fn diff(pieces: &[Piece]) -> Markup {
    html! { p.words.diff dir="auto" { @for piece in pieces { @match piece {
        Piece::Kept(text) => (text),
        Piece::Removed(text) => del { (heard(t!("(removed: {words})"), text)) },
        Piece::Added(text) => ins { (heard(t!("(added: {words})"), text)) },
    } } } }
}

/// A sentence about words, of which only the words are seen.
fn heard(sentence: &'static str, words: &str) -> Markup {
    html! {
        span.vh { " " }
        @for part in parts(sentence) { @match part {
            Part::Words(said) => span.vh { (said) },
            Part::Slot(_) => (words),
        } }
        span.vh { " " }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(pieces: &[Piece]) -> (String, String) {
        let (mut former, mut latter) = (String::new(), String::new());
        for piece in pieces {
            match piece {
                Piece::Kept(text) => {
                    former.push_str(text);
                    latter.push_str(text);
                }
                Piece::Removed(text) => former.push_str(text),
                Piece::Added(text) => latter.push_str(text),
            }
        }
        (former, latter)
    }

    #[test]
    fn both_texts_are_whole_in_what_differs() {
        let texts =
            ["", "Er kommt gleich.", "Er kommt um 12 Uhr.\nBis dann 👩‍🚀", "電車は遅れています", "  zwei  Leerzeichen "];
        for former in texts {
            for latter in texts {
                let (one, other) = sides(&pieces(former, latter));
                assert_eq!((one.as_str(), other.as_str()), (former, latter));
            }
        }
    }

    #[test]
    fn whole_words_differ_and_the_rest_is_kept() {
        let found = pieces("The lift is broken.", "The lift is mended.");
        assert_eq!(
            found,
            [
                Piece::Kept("The lift is ".into()),
                Piece::Removed("broken".into()),
                Piece::Added("mended".into()),
                Piece::Kept(".".into()),
            ]
        );
    }
}
