//! From text to tokens: the words a query is compared with, where each stands, and where it was found.

mod accent;
mod ascii;
mod emoji;
mod fold;
mod korean;
mod letter;
mod link;
mod marks;
mod plain;
mod script;
mod social;
mod tag;
mod token;
mod unspaced;
mod vietnamese;
mod word;

pub(crate) use fold::{fold_to, unify};
pub(crate) use korean::is_syllable;
pub(crate) use link::{find_links, strip_scheme};
pub(crate) use script::{is_special, is_unspaced};
pub(crate) use token::{Builder, Entry};
pub use token::{Token, Tokens};

use crate::limits;

/// The rules by which text becomes tokens.
///
/// A query and the posts it meets are analysed by the same rules. [`Analysis::social`] suits what people write;
/// [`Analysis::plain`] is the smallest set of rules, for comparing engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Analysis {
    rules: Rules,
    hashtag_words: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Rules {
    Social,
    Plain,
}

impl Default for Analysis {
    fn default() -> Self {
        Self::social()
    }
}

impl Analysis {
    /// Number of the rules; tokens stored under another number must be made anew.
    pub const VERSION: u32 = 2;

    /// Rules for social posts: Unicode words, hashtags, handles, cashtags, emoji, links, accents, unspaced scripts.
    #[must_use]
    pub const fn social() -> Self {
        Self { rules: Rules::Social, hashtag_words: true }
    }

    /// Runs of letters and digits, lower-cased one by one; `#` and `@` give a second token. Nothing else is folded.
    #[must_use]
    pub const fn plain() -> Self {
        Self { rules: Rules::Plain, hashtag_words: false }
    }

    /// Sets whether `delta` finds `#DeltaFail`: whether a hashtag also counts as its words. On by default.
    #[must_use]
    pub const fn with_hashtag_words(mut self, on: bool) -> Self {
        self.hashtag_words = on;
        self
    }

    /// Returns the tokens of `text`, in order of position.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Tokens {
        let mut builder = Builder::default();
        self.analyse(text, &mut builder);
        builder.finish()
    }

    /// Returns how many tokens `text` has, and keeps none: what analysis alone costs.
    #[must_use]
    pub fn token_count(&self, text: &str) -> usize {
        let mut loan = crate::buffers::Loan::take();
        self.analyse(text, &mut loan.builder);
        loan.builder.tokens().entries.len()
    }

    pub(crate) fn analyse(&self, text: &str, out: &mut Builder) {
        let text = clip(text);
        match self.rules {
            Rules::Social => social::analyse(text, self.hashtag_words, out),
            Rules::Plain => plain::analyse(text, out),
        }
    }

    /// Folds a piece of a word (part of a wildcard) the way words are folded.
    pub(crate) fn fold_piece(&self, piece: &str) -> String {
        match self.rules {
            Rules::Social => fold::primary(piece),
            Rules::Plain => plain::fold(piece),
        }
    }

    /// Returns the word that a post has whenever it has this tag or handle, where that is certain.
    pub(crate) fn implied<'k>(&self, key: &'k str) -> Option<&'k str> {
        let word = key.strip_prefix(match self.rules {
            // The parts of a social handle may be other words than the whole.
            Rules::Social if self.hashtag_words => &['#', '$'][..],
            Rules::Social => &['$'],
            Rules::Plain => &['#', '@'],
        })?;
        (word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !word.is_empty()).then_some(word)
    }

    /// Says whether facts such as handles are compared byte for byte.
    pub(crate) fn is_plain(&self) -> bool {
        self.rules == Rules::Plain
    }
}

fn clip(text: &str) -> &str {
    if text.len() <= limits::TEXT_BYTES {
        return text;
    }
    &text[..text.floor_char_boundary(limits::TEXT_BYTES)]
}
