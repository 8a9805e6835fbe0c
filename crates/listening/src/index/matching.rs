//! What a post matches.

use std::hash::Hash;

use super::QueryIndex;
use super::candidate::Scratch;
use super::registered::Registered;
use crate::analysed::AnalysedPost;
use crate::evaluate::{Context, Evaluation, Span};
use crate::post::Post;
use crate::truth::Truth;

/// How many queries are fetched before they are tried.
const AHEAD: usize = 16;

/// How many queries a post led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Queries that are tried.
    pub tried: usize,
    /// Times an anchor led to a query that was passed over, since the post has nothing else the query must have.
    pub passed_over: usize,
}

/// A query that a post matched, or may match once it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<I> {
    /// The query's id.
    pub id: I,
    /// `True`, or `Undecided` when it depends on what nobody has judged yet.
    pub truth: Truth,
}

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Returns the queries the post matches or may match, by id.
    #[must_use]
    pub fn match_post(&self, post: &Post<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        self.match_analysed(&AnalysedPost::new(post, &self.analysis), context)
    }

    /// Does the same for a post already analysed by this index's analysis.
    #[must_use]
    pub fn match_analysed(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        Scratch::with(|scratch| {
            if scratch.is_sample() {
                self.frequencies.observe(post);
            }
            scratch.fill(&self.postings, post);
            self.evaluate(&scratch.slots, post, context)
        })
    }

    /// Tries every query, however unlikely: what [`match_post`](Self::match_post) is held against.
    #[must_use]
    pub fn match_exhaustively(&self, post: &Post<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        let all: Vec<u32> = (0..).take(self.slots.len()).collect();
        self.evaluate(&all, &AnalysedPost::new(post, &self.analysis), context)
    }

    /// Returns where the words stand that prove a match, in order of place; empty when the query does not match or is
    /// not there.
    #[must_use]
    pub fn spans(&self, id: &I, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Span> {
        self.registered(id).map_or_else(Vec::new, |registered| {
            Evaluation::with(&self.lexicon, post, context, |evaluation| evaluation.spans(registered.root()))
        })
    }

    /// Says whether the language of a post, which does not carry one, may decide a query: whoever can recognise it then
    /// should, before the post is matched. Most posts of a stream meet no query that asks, and need not be looked at.
    #[must_use]
    pub fn needs_language(&self, post: &Post<'_>) -> bool {
        if self.languages_asked == 0 || post.lang.is_some() {
            return false;
        }
        if self.postings.has_language_anchors() {
            return true;
        }
        Scratch::with(|scratch| {
            // A gate may be waiting for the very language.
            scratch.fill_ungated(&self.postings, &AnalysedPost::new(post, &self.analysis));
            scratch.slots.iter().any(|slot| self.slots[*slot as usize].as_ref().is_some_and(|one| one.asks_language))
        })
    }

    /// Returns how many queries would be tried for a post.
    #[must_use]
    pub fn candidate_count(&self, post: &AnalysedPost<'_>) -> Candidates {
        Scratch::with(|scratch| {
            scratch.fill(&self.postings, post);
            Candidates { tried: scratch.slots.len(), passed_over: scratch.shut }
        })
    }

    fn evaluate(&self, slots: &[u32], post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        if slots.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Match<I>> = Vec::with_capacity(slots.len());
        Evaluation::with(&self.lexicon, post, context, |evaluation| {
            for some in slots.chunks(AHEAD) {
                let registered = || some.iter().filter_map(|slot| self.slots[*slot as usize].as_ref());
                // Each code waits for memory, and these wait together.
                std::hint::black_box(registered().map(Registered::touch).fold(0, |all, one| all ^ one));
                for registered in registered() {
                    let truth = evaluation.truth(registered.root());
                    if !truth.is_false() {
                        found.push(Match { id: registered.id.clone(), truth });
                    }
                }
            }
        });
        found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        found
    }
}
