//! A post ready for queries: its tokens and their hashes.

use std::sync::OnceLock;

use crate::analysis::{Analysis, Entry, Tokens};
use crate::buffers::Loan;
use crate::hash::Seeds;
use crate::limits;
use crate::post::Post;

/// A post whose texts have become tokens; made once, asked by many queries.
#[derive(Debug)]
pub struct AnalysedPost<'a> {
    post: Post<'a>,
    analysis: Analysis,
    buffers: Loan,
    pub(crate) folded_handle: OnceLock<String>,
    pub(crate) name_tokens: OnceLock<Tokens>,
}

/// Part of a name that is searched; no network allows longer ones.
const NAME_BYTES: usize = 500;
impl<'a> AnalysedPost<'a> {
    /// Analyses a post; time in proportion to its texts.
    #[must_use]
    pub fn new(post: &Post<'a>, analysis: &Analysis) -> Self {
        let mut loan = Loan::take();
        let buffers = &mut *loan;
        for (part, text) in post.texts() {
            buffers.builder.begin(part, limits::DISTANCE * 4);
            analysis.analyse(text, &mut buffers.builder);
        }
        buffers.builder.pad();
        let tokens = buffers.builder.tokens();
        let (keys, seeds) = (tokens.keys.as_bytes(), Seeds::of_process());
        buffers.hashes.extend(tokens.entries.iter().map(|entry| seeds.word(keys, entry.key_range())));
        Self {
            post: *post,
            analysis: *analysis,
            buffers: loan,
            folded_handle: OnceLock::new(),
            name_tokens: OnceLock::new(),
        }
    }

    /// Returns the post.
    #[must_use]
    pub fn post(&self) -> &Post<'a> {
        &self.post
    }

    /// Returns the analysis by which it was made.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Returns the tokens of all parts; the positions of one part lie far from those of another.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        self.buffers.builder.tokens()
    }

    /// Returns the hash of each entry's key, in the order of the entries.
    #[inline]
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.buffers.hashes
    }

    /// Returns every entry with its key, by position.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Entry, &str)> {
        let tokens = self.tokens();
        tokens.entries.iter().map(|entry| (entry, tokens.key(entry)))
    }

    /// Returns the tokens of the author's name.
    pub(crate) fn name(&self) -> &Tokens {
        self.name_tokens.get_or_init(|| {
            let name = self.post.author_name.unwrap_or_default();
            self.analysis.tokens(&name[..name.floor_char_boundary(NAME_BYTES)])
        })
    }
}
