//! Searching the inbox: the language of topics, with the same answer as the stream.
//!
//! The index of words says which conversations may be meant, and which words in them; the listening engine says which are.
//! What nearly everybody says is looked for from the newest conversation on, of which the index tells those with such
//! words; and where a query asks for nothing that words could say, the engine looks at each. So far is looked at a time
//! as whoever asks wants. Each step is a short transaction of its own: what changes meanwhile may be seen or not, as in
//! any list that is paged through.

mod passage;
mod single;
mod work;

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use listening::{AnalysedPost, Analysis, CompiledQuery, Condition, Context, Has, Post, Query, Truth};
use model::{AuthorId, ConversationId, MemberId, PostId, ReplyId, ReplyState, micros};
use store::conversation::{self, Filter, ListRow, Place};
use store::judgement::{self, Judgement};
use store::post::{self, ThreadPost};
use store::regard::{self, Regard};
use store::reply::{self, Reply};
use store::reply_picture::{self, ReplyPicture};
use store::sought::{self, Sought};
use store::word_index::{self, Meant, Narrowed};
use store::{Store, Tx};

pub use self::passage::Passage;
use self::work::{Asks, Beside, Work};
use crate::{Heard, Result};

/// Texts, or people, that the index is asked for at most; what more of them meet is common, and soon found by going
/// through conversations.
const INDEXED_MAX: usize = 10_000;
/// How long one transaction is to take at most.
const PACE: Duration = Duration::from_millis(12);
/// Conversations that the first transaction looks at.
const STEP: usize = 60;
/// The same at least, and at most, as long as they take.
const STEPS: RangeInclusive<usize> = 20..=2_000;

/// A search: what is looked for, by whom, in which list.
#[derive(Clone, Debug)]
pub struct Search {
    filter: Filter,
    query: CompiledQuery,
    condition: Condition,
    name_part: String,
    asker: MemberId,
    asks: Asks,
    until: Option<Instant>,
    indexed_max: usize,
}

/// How much is wanted of one look.
#[derive(Clone, Copy, Debug)]
pub struct Want {
    /// Rows to show.
    pub rows: usize,
    /// Conversations to find and count, those of the rows among them; then looking ends.
    pub found: usize,
    /// Conversations to look at; then looking ends, whatever was found.
    pub looked: usize,
}

/// What one look came to.
#[derive(Clone, Debug)]
pub struct Found {
    /// The first conversations that were found, in the order of the list.
    pub rows: Vec<ListRow>,
    /// The newest words that met the query, of those rows of which words did.
    pub passages: HashMap<ConversationId, Passage>,
    /// How many were found, those of the rows among them.
    pub found: usize,
    /// How many were looked at.
    pub looked: usize,
    /// After which place more rows may be found; `None` when these are all.
    pub next: Option<Place>,
    /// How many were looked at up to there.
    pub looked_for_next: usize,
    /// After which place looking, and counting, goes on; `None` when everything was looked at.
    pub looked_until: Option<Place>,
    /// How many there are to look at, where the index says it.
    pub of: Option<usize>,
}

/// Which conversations are to be looked at.
enum Way {
    /// These, newest first.
    Narrowed(std::vec::IntoIter<Meant>),
    /// All of the list after a place, or those of them that the index tells.
    Through { after: Option<Place>, told: Option<Told> },
}

/// What the index tells of conversations that are gone through, besides which of their words may be meant.
struct Told {
    /// Those whose person's name may be meant; `None` where each name is to be looked at.
    named: Option<HashSet<ConversationId>>,
}

/// Some conversations on the way.
struct Step {
    /// How many they are.
    count: usize,
    /// The place of the last one.
    last: Place,
    /// Those that may be found.
    sought: Vec<Sought>,
    /// The posts and answers in them that may be meant; `None` for all of them.
    texts: Option<Vec<i64>>,
}

impl Search {
    /// Makes a search for conversations of a list in which a post or an answer of ours meets the query, or whose person is
    /// called what was typed.
    pub fn new(filter: impl Into<Filter>, query: &Query, typed: &str, asker: MemberId) -> Self {
        let compiled = query.compile(&Analysis::social());
        Self {
            filter: filter.into(),
            condition: compiled.condition(),
            query: compiled,
            name_part: typed.trim().trim_start_matches('@').to_lowercase(),
            asker,
            asks: Asks::of(query),
            until: None,
            indexed_max: INDEXED_MAX,
        }
    }

    /// The same, ending each look after this moment as if so much was looked at as is wanted; one step is always made.
    #[must_use]
    pub fn until(self, moment: Instant) -> Self {
        Self { until: Some(moment), ..self }
    }

    /// The same, looking at every conversation whatever the index says: what the quick way is held against.
    #[must_use]
    pub fn through_everything(self) -> Self {
        Self { condition: Condition::Anything, ..self }
    }

    /// The same, taking for common what more texts than this meet.
    #[must_use]
    pub fn common_beyond(self, most: usize) -> Self {
        Self { indexed_max: most, ..self }
    }

    /// The list in which it looks.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Looks for more after a place of the list, or from its beginning.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(&self, store: &Store, after: Option<Place>, want: Want) -> Result<Found> {
        let mut tx = store.read().await?;
        let now = tx.now();
        let (mut way, of) = self.way(&mut tx, after).await?;
        let mut found = Found {
            rows: Vec::new(),
            passages: HashMap::new(),
            found: 0,
            looked: 0,
            next: None,
            looked_for_next: 0,
            looked_until: None,
            of,
        };
        let mut shown: Vec<ConversationId> = Vec::new();
        let mut last_shown = None;
        let mut step = STEP;
        loop {
            let begun = Instant::now();
            let is_late = found.looked > 0 && self.until.is_some_and(|until| begun >= until);
            let most = if is_late { 0 } else { want.looked.saturating_sub(found.looked).min(step) };
            let Some(some) = self.next_step(&mut tx, &mut way, most).await? else {
                // Nothing is left, or nothing more may be looked at.
                found.looked_until = if most == 0 { way.stands_after(found.looked_until) } else { None };
                break;
            };
            found.looked_until = Some(some.last);
            found.looked += some.count;
            for place in self.matching(&mut tx, some, now).await? {
                found.found += 1;
                if shown.len() < want.rows {
                    shown.push(place.1);
                    last_shown = Some((place, found.looked));
                }
                if found.found == want.found {
                    found.looked_until = Some(place);
                    break;
                }
            }
            if found.found >= want.found {
                break;
            }
            step = next_length(step, begun.elapsed());
            drop(tx);
            tx = store.read().await?;
        }
        found.rows = conversation::rows(&mut tx, &shown).await?;
        if self.filter.is_by_due {
            found.rows.sort_by_key(|row| self.filter.place_of(&row.conversation));
        }
        found.passages = self.passages(&mut tx, &shown, now).await?;
        (found.next, found.looked_for_next) = match last_shown {
            Some((place, looked)) if found.found > shown.len() => (Some(place), looked),
            _ => (found.looked_until, found.looked),
        };
        Ok(found)
    }

    /// Whether the query is met in a conversation: by one post alone, or by any post or answer in it.
    pub(crate) async fn is_met_in(&self, tx: &mut Tx, id: ConversationId, post: Option<PostId>) -> Result<bool> {
        let sought = sought::these(tx, &[id]).await?;
        let mut gathered = self.gathered(tx, &sought, None).await?;
        if let (Some(post), Some(said)) = (post, gathered.said.get_mut(&id)) {
            said.posts.retain(|one| one.post.id == post);
            said.replies.clear();
        }
        let now = tx.now();
        Ok(sought.iter().any(|one| self.is_met(one, &gathered, now)))
    }

    /// How many conversations there are to look through in all; that many at most, where there are more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn total(&self, store: &Store, most: usize) -> Result<usize> {
        let mut tx = store.read().await?;
        match self.way(&mut tx, None).await?.1 {
            Some(of) => Ok(of.min(most)),
            None => Ok(conversation::count(&mut tx, self.filter.clone(), most).await?),
        }
    }

    fn place(&self, one: &Sought) -> Place {
        self.filter.place_of(&one.conversation)
    }

    /// The way through the list, and how many conversations stand on it, where the index says it.
    async fn way(&self, tx: &mut Tx, after: Option<Place>) -> Result<(Way, Option<usize>)> {
        let told =
            match word_index::narrow(tx, &self.condition, &self.name_part, &self.filter, self.indexed_max).await? {
                // What the index finds comes by activity; what has a deadline is little and is gone through.
                Narrowed::To(_) if self.filter.is_by_due => None,
                Narrowed::To(mut meant) => {
                    let of = meant.len();
                    meant.retain(|one| after.is_none_or(|after| one.place < after));
                    return Ok((Way::Narrowed(meant.into_iter()), Some(of)));
                }
                Narrowed::Little(named) => Some(Told { named }),
                Narrowed::NotAtAll => None,
            };
        Ok((Way::Through { after, told }, None))
    }

    /// The next conversations on the way, so many at most; `None` when there are none.
    async fn next_step(&self, tx: &mut Tx, way: &mut Way, most: usize) -> Result<Option<Step>> {
        match way {
            Way::Narrowed(meant) => {
                let meant: Vec<Meant> = meant.by_ref().take(most).collect();
                let Some(last) = meant.last().map(|last| last.place) else { return Ok(None) };
                let ids: Vec<ConversationId> = meant.iter().map(|one| one.place.1).collect();
                let sought = sought::these(tx, &ids).await?;
                let texts = meant.iter().flat_map(|one| &one.texts).copied().collect();
                Ok(Some(Step { count: meant.len(), last, sought, texts: Some(texts) }))
            }
            Way::Through { .. } if most == 0 => Ok(None),
            Way::Through { after, told: Some(Told { named: Some(named) }) } => {
                let places = sought::places_after(tx, &self.filter, *after, most as i64).await?;
                let Some(last) = places.last().copied() else { return Ok(None) };
                *after = Some(last);
                let ids: Vec<ConversationId> = places.iter().map(|place| place.1).collect();
                let texts = word_index::among(tx, &self.condition, &ids).await?;
                let meant: Vec<ConversationId> =
                    ids.iter().filter(|id| texts.contains_key(id) || named.contains(id)).copied().collect();
                let mut sought = sought::these(tx, &meant).await?;
                self.sort(&mut sought);
                let texts = texts.into_values().flatten().collect();
                Ok(Some(Step { count: places.len(), last, sought, texts: Some(texts) }))
            }
            Way::Through { after, told } => {
                let sought = sought::after(tx, &self.filter, *after, most as i64).await?;
                let Some(last) = sought.last().map(|last| self.place(last)) else { return Ok(None) };
                *after = Some(last);
                let texts = match told {
                    Some(_) => {
                        let ids: Vec<ConversationId> = sought.iter().map(|one| one.conversation.id).collect();
                        Some(word_index::among(tx, &self.condition, &ids).await?.into_values().flatten().collect())
                    }
                    None => None,
                };
                Ok(Some(Step { count: sought.len(), last, sought, texts }))
            }
        }
    }

    fn sort(&self, sought: &mut [Sought]) {
        if self.filter.is_by_due {
            sought.sort_by_key(|one| self.place(one));
        }
    }

    /// The places of those that are found in a step, in their order.
    async fn matching(&self, tx: &mut Tx, step: Step, now: Timestamp) -> Result<Vec<Place>> {
        let gathered = self.gathered(tx, &step.sought, step.texts.as_deref()).await?;
        let is_found = |one: &&Sought| {
            let is_named = !self.name_part.is_empty() && one.author_name.to_lowercase().contains(&self.name_part);
            is_named || self.is_met(one, &gathered, now)
        };
        Ok(step.sought.iter().filter(is_found).map(|one| self.place(one)).collect())
    }

    /// The newest words of each that met the query.
    async fn passages(
        &self,
        tx: &mut Tx,
        ids: &[ConversationId],
        now: Timestamp,
    ) -> Result<HashMap<ConversationId, Passage>> {
        let sought = sought::these(tx, ids).await?;
        let gathered = self.gathered(tx, &sought, None).await?;
        let passage = |one: &Sought| {
            let said = gathered.said.get(&one.conversation.id)?;
            let spans = |post: &AnalysedPost<'_>, context: &Context<'_>| match self.query.matches(post, context) {
                Truth::True => self.query.spans(post, context),
                Truth::False | Truth::Undecided => Vec::new(),
            };
            let newest = passage::newest(
                said,
                |post| self.of_post(one, post, &gathered, now, spans),
                |reply| self.of_reply(one, reply, &gathered, now, spans),
            );
            newest.map(|passage| (one.conversation.id, passage))
        };
        Ok(sought.iter().filter_map(passage).collect())
    }

    /// What may be asked of these, of all that was said in them or of some texts.
    async fn gathered(&self, tx: &mut Tx, sought: &[Sought], texts: Option<&[i64]>) -> Result<Gathered> {
        let ids: Vec<ConversationId> = sought.iter().map(|one| one.conversation.id).collect();
        let mut said: HashMap<ConversationId, Said> = HashMap::new();
        let (posts, replies) = match texts {
            Some(texts) => (post::of_texts(tx, texts).await?, reply::of_texts(tx, texts).await?),
            None => (post::of_conversations(tx, &ids).await?, reply::of_conversations(tx, &ids).await?),
        };
        for one in posts {
            if let Some(id) = one.post.conversation {
                said.entry(id).or_default().posts.push(one);
            }
        }
        for one in replies {
            // What was taken back was never said.
            if one.state != ReplyState::Cancelled {
                said.entry(one.conversation).or_default().replies.push(one);
            }
        }
        self.gathered_of(tx, &ids, said).await
    }

    /// What stands beside what was said in these.
    async fn gathered_of(
        &self,
        tx: &mut Tx,
        ids: &[ConversationId],
        said: HashMap<ConversationId, Said>,
    ) -> Result<Gathered> {
        let replies: Vec<ReplyId> = said.values().flat_map(|said| &said.replies).map(|one| one.id).collect();
        let pictures = reply_picture::of_replies(tx, &replies).await?;
        let beside = if self.asks.work { Beside::gather(tx, ids, self.asks).await? } else { Beside::default() };
        let judged = if self.asks.judgements {
            let posts: Vec<PostId> = said.values().flat_map(|said| &said.posts).map(|one| one.post.id).collect();
            judgement::of_posts(tx, &posts).await?
        } else {
            HashMap::new()
        };
        let regards = if self.asks.judgements {
            let mut authors: Vec<AuthorId> =
                said.values().flat_map(|said| &said.posts).map(|one| one.author.id).collect();
            authors.sort_unstable();
            authors.dedup();
            regard::of_authors(tx, &authors).await?
        } else {
            HashMap::new()
        };
        Ok(Gathered { said, pictures, beside, judged, regards })
    }

    fn is_met(&self, sought: &Sought, gathered: &Gathered, now: Timestamp) -> bool {
        let Some(said) = gathered.said.get(&sought.conversation.id) else { return false };
        let is_true = |post: &AnalysedPost<'_>, context: &Context<'_>| self.query.matches(post, context) == Truth::True;
        said.posts.iter().any(|post| self.of_post(sought, post, gathered, now, is_true))
            || said.replies.iter().any(|reply| self.of_reply(sought, reply, gathered, now, is_true))
    }

    /// What is told of a post as the engine sees it.
    fn of_post<T>(
        &self,
        sought: &Sought,
        one: &ThreadPost,
        gathered: &Gathered,
        now: Timestamp,
        tell: impl Fn(&AnalysedPost<'_>, &Context<'_>) -> T,
    ) -> T {
        let judgements = gathered.judged.get(&one.post.id).map_or(&[][..], Vec::as_slice);
        let regards = gathered.regards.get(&one.author.id).map_or(&[][..], Vec::as_slice);
        let received = one.post.as_received(&one.author);
        let heard = Heard::new(&received, sought.network, &sought.channel_name).judged(judgements).regarded(regards);
        let facts = Work { sought, asker: self.asker, beside: &gathered.beside, judgements, now };
        tell(&AnalysedPost::new(&heard.post(), self.query.analysis()), &Context::at(micros(now)).with_facts(&facts))
    }

    /// The same of an answer of ours.
    fn of_reply<T>(
        &self,
        sought: &Sought,
        reply: &Reply,
        gathered: &Gathered,
        now: Timestamp,
        tell: impl Fn(&AnalysedPost<'_>, &Context<'_>) -> T,
    ) -> T {
        let facts = Work { sought, asker: self.asker, beside: &gathered.beside, judgements: &[], now };
        let pictures = gathered.pictures.get(&reply.id).map_or(&[][..], Vec::as_slice);
        let alt_texts: Vec<&str> = pictures.iter().map(|one| one.alt.as_str()).collect();
        tell(
            &AnalysedPost::new(&as_heard(reply, &alt_texts, sought), self.query.analysis()),
            &Context::at(micros(now)).with_facts(&facts),
        )
    }
}

/// How many conversations to look at next, when so many took so long: few words of a large database may lie far apart.
fn next_length(step: usize, took: Duration) -> usize {
    let next = match took {
        took if took > PACE => step / 2,
        took if took < PACE / 2 => step * 2,
        _ => step,
    };
    next.clamp(*STEPS.start(), *STEPS.end())
}

/// What may be asked of some conversations.
struct Gathered {
    said: HashMap<ConversationId, Said>,
    /// What our answers show.
    pictures: HashMap<ReplyId, Vec<ReplyPicture>>,
    beside: Beside,
    /// What is judged of the posts, and of whoever wrote them, where it is asked.
    judged: HashMap<PostId, Vec<Judgement>>,
    regards: HashMap<AuthorId, Vec<Regard>>,
}

/// What was said in a conversation.
#[derive(Default)]
struct Said {
    posts: Vec<ThreadPost>,
    replies: Vec<Reply>,
}

/// An answer of ours as the engine sees it.
fn as_heard<'a>(reply: &'a Reply, alt_texts: &'a [&'a str], sought: &'a Sought) -> Post<'a> {
    Post {
        text: &reply.text,
        alt_texts,
        has: if alt_texts.is_empty() { Has::NONE } else { Has::IMAGE.with(Has::ATTACHMENT) },
        id: reply.remote_id.as_deref(),
        url: reply.url.as_deref(),
        channel: Some(&sought.channel_name),
        network: Some(sought.network.as_str()),
        kind: Some("reply"),
        created_at: Some(micros(reply.created_at)),
        ..Post::default()
    }
}

impl Way {
    /// After which place it goes on, when it ended before its end.
    fn stands_after(&self, last: Option<Place>) -> Option<Place> {
        match self {
            Self::Narrowed(meant) if meant.as_slice().is_empty() => None,
            Self::Narrowed(_) | Self::Through { .. } => last,
        }
    }
}
