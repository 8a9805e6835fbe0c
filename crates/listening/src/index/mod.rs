//! Many queries against each post: which of them to try, and what they say.

mod anchor;
mod candidate;
mod frequency;
mod posting;
mod prefix;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

pub(crate) use anchor::{Anchor, anchors_of};

use crate::analysed::AnalysedPost;
use crate::analysis::Analysis;
use crate::compile::{Clause, CompiledQuery};
use crate::evaluate::{ClauseTexts, Context, Span};
use crate::field::Field;
use crate::post::Post;
use crate::query::Query;
use crate::truth::Truth;
use anchor::{Gated, gated_anchors_of};
use candidate::Scratch;
use frequency::Frequencies;
use posting::Postings;

/// A set of queries, each under an id, that a post is matched against at once.
///
/// A post is tried only against queries one of whose anchors it has: the rarest words without which the query cannot
/// match, by the frequencies of the stream itself. Where a query needs something else too, the post must have that as
/// well, its gate. The result is exactly that of trying every query.
///
/// [`register`](Self::register) and [`remove`](Self::remove) change the index in place, in time that depends on the
/// query and on how many share its anchors, not on how many there are. Matching takes `&self`: share it behind a lock or swap clones.
///
/// ```
/// use listening::{Analysis, Context, FieldContext, Post, Query, QueryIndex};
///
/// let mut index = QueryIndex::new(Analysis::social());
/// index.register("delays", &Query::parse("delta (late OR delayed)", FieldContext::Topic)?);
/// let post = Post { text: "Thanks @Delta, late again", ..Default::default() };
/// let found = index.match_post(&post, &Context::unknown());
/// assert_eq!(found[0].id, "delays");
/// assert_eq!(&post.text[found[0].spans[1].start..found[0].spans[1].end], "late");
/// # Ok::<(), listening::ParseErrors>(())
/// ```
#[derive(Debug, Clone)]
pub struct QueryIndex<I> {
    analysis: Analysis,
    slots: Vec<Option<Registered<I>>>,
    free: Vec<u32>,
    by_id: HashMap<I, u32>,
    postings: Postings,
    frequencies: Arc<Frequencies>,
    /// How many queries ask for the language.
    languages_asked: u32,
}

#[derive(Debug, Clone)]
struct Registered<I> {
    id: I,
    query: Arc<CompiledQuery>,
    asks_language: bool,
    /// Empty when every post must be tried.
    anchors: Box<[Anchor]>,
}

/// How many queries a post led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Queries that are tried.
    pub tried: usize,
    /// Times an anchor led to a query that was passed over, since the post has nothing else the query must have.
    pub passed_over: usize,
}

/// A query that a post matched, or may match once it is judged.
#[derive(Debug, Clone)]
pub struct Match<I> {
    /// The query's id.
    pub id: I,
    /// `True`, or `Undecided` when it depends on what nobody has judged yet.
    pub truth: Truth,
    /// Where the matching words stand, in order of place.
    pub spans: Vec<Span>,
    clauses: ClauseTexts,
}

impl<I> Match<I> {
    /// Returns the clause a span proves.
    #[must_use]
    pub fn clause(&self, span: &Span) -> Option<&Clause> {
        self.clauses.get(span.clause as usize)
    }
}

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Returns an index without queries.
    #[must_use]
    pub fn new(analysis: Analysis) -> Self {
        Self {
            analysis,
            slots: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            postings: Postings::default(),
            frequencies: Arc::default(),
            languages_asked: 0,
        }
    }

    /// Adds a query, in place of the one that had the id before.
    pub fn register(&mut self, id: I, query: &Query) {
        self.remove(&id);
        let query = Arc::new(query.compile(&self.analysis));
        let anchors = gated_anchors_of(&query, &|anchor| self.frequencies.weight(anchor)).unwrap_or_default();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 queries fit in memory")
        });
        self.postings.add(&anchors, slot);
        self.by_id.insert(id.clone(), slot);
        let asks_language = query.asks_for(Field::Lang);
        self.languages_asked += u32::from(asks_language);
        self.slots[slot as usize] = Some(Registered { id, query, asks_language, anchors: only_anchors(&anchors) });
    }

    /// Removes a query; says whether there was one.
    pub fn remove(&mut self, id: &I) -> bool {
        let Some(slot) = self.by_id.remove(id) else { return false };
        if let Some(registered) = self.slots[slot as usize].take() {
            self.postings.remove(&registered.anchors, slot);
            self.languages_asked -= u32::from(registered.asks_language);
        }
        self.free.push(slot);
        true
    }

    /// Returns how many queries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Says whether some query has a clause about this field.
    #[must_use]
    pub fn asks_for(&self, field: Field) -> bool {
        self.slots.iter().flatten().any(|registered| registered.query.asks_for(field))
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Returns a query in its compiled form.
    #[must_use]
    pub fn query(&self, id: &I) -> Option<&CompiledQuery> {
        let slot = *self.by_id.get(id)?;
        self.slots[slot as usize].as_ref().map(|registered| &*registered.query)
    }

    /// Returns the analysis posts and queries are made by.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Returns the queries the post matches or may match, by id.
    #[must_use]
    pub fn match_post(&self, post: &Post<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        self.match_analysed(&AnalysedPost::new(post, &self.analysis), context)
    }

    /// Does the same for a post already analysed by this index's analysis.
    #[must_use]
    pub fn match_analysed(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        self.frequencies.observe(post);
        Scratch::with(|scratch| {
            scratch.fill(&self.postings, post);
            self.evaluate(scratch.slots.iter().copied(), post, context)
        })
    }

    /// Tries every query, however unlikely: what [`match_post`](Self::match_post) is held against.
    #[must_use]
    pub fn match_exhaustively(&self, post: &Post<'_>, context: &Context<'_>) -> Vec<Match<I>> {
        let all = 0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.evaluate(all, &AnalysedPost::new(post, &self.analysis), context)
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

    fn evaluate(
        &self,
        slots: impl Iterator<Item = u32>,
        post: &AnalysedPost<'_>,
        context: &Context<'_>,
    ) -> Vec<Match<I>> {
        let mut found: Vec<Match<I>> = slots
            .filter_map(|slot| self.slots[slot as usize].as_ref())
            .filter_map(|registered| {
                let query = &registered.query;
                let truth = query.matches(post, context);
                (!truth.is_false()).then(|| Match {
                    id: registered.id.clone(),
                    truth,
                    spans: query.spans(post, context),
                    clauses: Arc::clone(&query.clauses),
                })
            })
            .collect();
        found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// Chooses anchors anew, by what the stream has shown; returns for how many queries they changed.
    ///
    /// Never needed for exactness. Takes about as long as registering every compiled query; call it now and then when
    /// the stream may have changed.
    pub fn reanchor(&mut self) -> usize {
        let frequencies = Arc::clone(&self.frequencies);
        let mut postings = Postings::default();
        let mut changed = 0;
        for (slot, registered) in (0_u32..).zip(&mut self.slots) {
            let Some(registered) = registered else { continue };
            let better = gated_anchors_of(&registered.query, &|anchor| frequencies.weight(anchor)).unwrap_or_default();
            postings.add(&better, slot);
            let better = only_anchors(&better);
            changed += usize::from(better != registered.anchors);
            registered.anchors = better;
        }
        self.postings = postings;
        changed
    }
}

fn only_anchors(anchors: &[Gated]) -> Box<[Anchor]> {
    anchors.iter().map(|gated| gated.anchor).collect()
}
