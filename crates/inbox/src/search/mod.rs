//! Searching the inbox: the language of topics, with the same answer as the stream.
//!
//! The index of words says which conversations may be meant; the listening engine says which are. Where the index is of
//! no use, since a query asks for nothing that words could say or for what nearly everybody says, conversations are looked
//! through from the newest on, so far at a time as whoever asks wants. Each step is a short transaction of its own: what
//! changes meanwhile may be seen or not, as in any list that is paged through.

mod passage;
mod single;
mod work;

use std::collections::HashMap;

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
use store::{Store, Tx, word_index};

pub use self::passage::Passage;
use self::work::{Asks, Beside, Work};
use crate::{Heard, Result};

/// Conversations looked at in one transaction.
const STEP: usize = 250;

/// A search: what is looked for, by whom, in which list.
#[derive(Clone, Debug)]
pub struct Search {
    filter: Filter,
    query: CompiledQuery,
    condition: Condition,
    name_part: String,
    asker: MemberId,
    asks: Asks,
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
}

/// Which conversations are to be looked at.
enum Way {
    /// These, newest first.
    Narrowed(std::vec::IntoIter<Place>),
    /// All of the list after a place.
    Through(Option<Place>),
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
        }
    }

    /// The same, looking at every conversation whatever the index says: what the quick way is held against.
    #[must_use]
    pub fn through_everything(self) -> Self {
        Self { condition: Condition::Anything, ..self }
    }

    /// Looks for more after a place of the list, or from its beginning.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(&self, store: &Store, after: Option<Place>, want: Want) -> Result<Found> {
        let mut tx = store.read().await?;
        let now = tx.now();
        let mut way = self.way(&mut tx, after).await?;
        let mut found = Found {
            rows: Vec::new(),
            passages: HashMap::new(),
            found: 0,
            looked: 0,
            next: None,
            looked_for_next: 0,
            looked_until: None,
        };
        let mut shown: Vec<ConversationId> = Vec::new();
        let mut last_shown = None;
        loop {
            let step = STEP.min(want.looked.saturating_sub(found.looked));
            let sought = next_step(&mut tx, &self.filter, &mut way, step).await?;
            let Some(last) = sought.last().map(|last| self.place(last)) else {
                // Nothing is left, or nothing more may be looked at.
                found.looked_until = if step == 0 { way.stands_after(found.looked_until) } else { None };
                break;
            };
            found.looked_until = Some(last);
            found.looked += sought.len();
            for place in self.matching(&mut tx, sought, now).await? {
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
        let mut gathered = self.gathered(tx, &sought).await?;
        if let (Some(post), Some(said)) = (post, gathered.said.get_mut(&id)) {
            said.posts.retain(|one| one.post.id == post);
            said.replies.clear();
        }
        let now = tx.now();
        Ok(sought.iter().any(|one| self.is_met(one, &gathered, now)))
    }

    /// How many conversations there are to look through in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn total(&self, store: &Store) -> Result<usize> {
        let mut tx = store.read().await?;
        let narrowed = word_index::conversations(&mut tx, &self.condition, &self.name_part, &self.filter).await?;
        let total = match narrowed {
            Some(places) => places.len(),
            None => sought::count(&mut tx, &self.filter).await?.try_into().unwrap_or_default(),
        };
        Ok(total)
    }

    fn place(&self, one: &Sought) -> Place {
        self.filter.place_of(&one.conversation)
    }

    async fn way(&self, tx: &mut Tx, after: Option<Place>) -> Result<Way> {
        if self.filter.is_by_due {
            // The index of words has its finds by activity; those with a deadline are few.
            return Ok(Way::Through(after));
        }
        let narrowed = word_index::conversations(tx, &self.condition, &self.name_part, &self.filter).await?;
        Ok(match narrowed {
            Some(mut places) => {
                places.retain(|place| after.is_none_or(|after| *place < after));
                Way::Narrowed(places.into_iter())
            }
            None => Way::Through(after),
        })
    }

    /// The places of those that are found among these, in their order.
    async fn matching(&self, tx: &mut Tx, sought: Vec<Sought>, now: Timestamp) -> Result<Vec<Place>> {
        let gathered = self.gathered(tx, &sought).await?;
        let is_found = |one: &&Sought| {
            let is_named = !self.name_part.is_empty() && one.author_name.to_lowercase().contains(&self.name_part);
            is_named || self.is_met(one, &gathered, now)
        };
        Ok(sought.iter().filter(is_found).map(|one| self.place(one)).collect())
    }

    /// The newest words of each that met the query.
    async fn passages(
        &self,
        tx: &mut Tx,
        ids: &[ConversationId],
        now: Timestamp,
    ) -> Result<HashMap<ConversationId, Passage>> {
        let sought = sought::these(tx, ids).await?;
        let gathered = self.gathered(tx, &sought).await?;
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

    /// What may be asked of these.
    async fn gathered(&self, tx: &mut Tx, sought: &[Sought]) -> Result<Gathered> {
        let ids: Vec<ConversationId> = sought.iter().map(|one| one.conversation.id).collect();
        let mut said: HashMap<ConversationId, Said> = HashMap::new();
        for one in post::of_conversations(tx, &ids).await? {
            if let Some(id) = one.post.conversation {
                said.entry(id).or_default().posts.push(one);
            }
        }
        for one in reply::of_conversations(tx, &ids).await? {
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
            Self::Narrowed(places) if places.as_slice().is_empty() => None,
            Self::Narrowed(_) | Self::Through(_) => last,
        }
    }
}

/// The next conversations on the way, so many at most.
async fn next_step(tx: &mut Tx, filter: &Filter, way: &mut Way, step: usize) -> Result<Vec<Sought>> {
    let sought = match way {
        Way::Narrowed(places) => {
            let ids: Vec<ConversationId> = places.by_ref().take(step).map(|(_, id)| id).collect();
            sought::these(tx, &ids).await?
        }
        Way::Through(_) if step == 0 => Vec::new(),
        Way::Through(after) => {
            let sought = sought::after(tx, filter, *after, step as i64).await?;
            *after = sought.last().map(|last| filter.place_of(&last.conversation)).or(*after);
            sought
        }
    };
    Ok(sought)
}
