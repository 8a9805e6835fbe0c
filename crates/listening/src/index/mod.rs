//! Many queries against each post: which of them to try, and what they say.

mod anchor;
mod candidate;
mod frequency;
mod matching;
mod memory;
mod posting;
mod prefix;
mod registered;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

pub(crate) use anchor::{Anchor, anchors_of};
pub use matching::{Candidates, Match};
pub use memory::IndexFull;

use crate::analysis::Analysis;
use crate::compile::{self, CompiledQuery, Lexicon, Node, Program};
use crate::field::{Field, FieldContext};
use crate::limits;
use crate::query::Query;
use anchor::gated_anchors_of;
use frequency::Frequencies;
use posting::Postings;
use registered::Registered;

/// A set of queries, each under an id, that a post is matched against at once.
///
/// A post is tried only against queries one of whose anchors it has: the rarest words without which the query cannot
/// match, by the frequencies of the stream itself. Where a query needs something else too, the post must have that as
/// well, its gate. The result is exactly that of trying every query.
///
/// [`register`](Self::register) and [`remove`](Self::remove) change the index in place, in time that depends on the
/// query and on how many share its anchors, not on how many there are. What they leave is used by the next. Matching
/// takes `&self`: share it behind a lock or swap clones.
///
/// ```
/// use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query, QueryIndex};
///
/// let mut index = QueryIndex::new(Analysis::social());
/// index.register("delays", &Query::parse("delta (late OR delayed)", FieldContext::Topic)?)?;
/// let post = Post { text: "Thanks @Delta, late again", ..Default::default() };
/// let post = AnalysedPost::new(&post, index.analysis());
/// let found = index.match_analysed(&post, &Context::unknown());
/// assert_eq!(found[0].id, "delays");
/// let proof = index.spans(&"delays", &post, &Context::unknown());
/// assert_eq!(&post.post().text[proof[1].start..proof[1].end], "late");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct QueryIndex<I> {
    analysis: Analysis,
    lexicon: Lexicon,
    slots: Vec<Option<Registered<I>>>,
    free: Vec<u32>,
    by_id: HashMap<I, u32>,
    postings: Postings,
    frequencies: Arc<Frequencies>,
    /// How many queries ask for the language.
    languages_asked: u32,
    /// Bytes of the queries' texts and codes.
    held_bytes: usize,
    /// Most bytes that the index may take.
    bound: usize,
}

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Returns an index without queries, which may take [`limits::INDEX_BYTES`].
    #[must_use]
    pub fn new(analysis: Analysis) -> Self {
        Self {
            analysis,
            lexicon: Lexicon::default(),
            slots: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            postings: Postings::default(),
            frequencies: Arc::default(),
            languages_asked: 0,
            held_bytes: 0,
            bound: limits::INDEX_BYTES,
        }
    }

    /// Adds a query, in place of the one that had the id before.
    ///
    /// # Errors
    /// When the index might take more than its bound with it; the index is as it was then.
    pub fn register(&mut self, id: I, query: &Query) -> Result<(), IndexFull> {
        self.check_room(query.text())?;
        self.remove(&id);
        let code = compile::code(query.root(), &self.analysis, &mut self.lexicon);
        let program = Program { root: Node::first(&code), lexicon: &self.lexicon, analysis: &self.analysis };
        let anchors = gated_anchors_of(&program, &|anchor| self.frequencies.weight(anchor)).unwrap_or_default();
        let asks_language = program.asks_for(Field::Lang);
        let registered = Registered::new(id.clone(), query.text(), asks_language, &anchors, &code);
        self.held_bytes += registered.held_bytes();
        self.languages_asked += u32::from(asks_language);
        let slot = self.free.pop().unwrap_or_else(|| {
            memory::grow(&mut self.slots);
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 queries fit in the bound")
        });
        self.postings.add(&anchors, slot);
        self.by_id.insert(id, slot);
        self.slots[slot as usize] = Some(registered);
        Ok(())
    }

    /// Removes a query; says whether there was one.
    pub fn remove(&mut self, id: &I) -> bool {
        let Some(slot) = self.by_id.remove(id) else { return false };
        if let Some(registered) = self.slots[slot as usize].take() {
            self.postings.remove(registered.anchors(), slot);
            registered.root().give_back(&mut self.lexicon);
            self.languages_asked -= u32::from(registered.asks_language);
            self.held_bytes -= registered.held_bytes();
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
        self.lexicon.asks_for(field)
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Returns a query as if it stood alone: to explain a match, and to name the clauses of its spans.
    ///
    /// It is made anew each time, from the text that was parsed; what it says is what the index says.
    #[must_use]
    pub fn query(&self, id: &I) -> Option<CompiledQuery> {
        // Where a topic is legal, so is a view; both mean the same.
        let query = Query::parse(self.registered(id)?.text(), FieldContext::View);
        query.ok().map(|query| query.compile(&self.analysis))
    }

    /// Returns the analysis posts and queries are made by.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Chooses anchors anew, by what the stream has shown; returns for how many queries they changed.
    ///
    /// Never needed for exactness. Takes about half as long as registering every query; call it now and then when the
    /// stream may have changed.
    pub fn reanchor(&mut self) -> usize {
        let Self { analysis, lexicon, slots, frequencies, .. } = self;
        let mut postings = Postings::default();
        let mut changed = 0;
        for (slot, registered) in (0_u32..).zip(slots) {
            let Some(registered) = registered else { continue };
            let program = Program { root: registered.root(), lexicon, analysis };
            let better = gated_anchors_of(&program, &|anchor| frequencies.weight(anchor)).unwrap_or_default();
            postings.add(&better, slot);
            self.held_bytes -= registered.held_bytes();
            changed += usize::from(registered.anchor_at(&better));
            self.held_bytes += registered.held_bytes();
        }
        self.postings = postings;
        changed
    }

    fn registered(&self, id: &I) -> Option<&Registered<I>> {
        self.slots[*self.by_id.get(id)? as usize].as_ref()
    }
}
