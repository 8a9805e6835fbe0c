//! Searching the inbox: the language of topics, with the same answer as the stream.
//!
//! Conversations are tried from the newest on, each of their posts by the listening engine itself; what it says
//! is the answer.

use std::collections::HashMap;

use listening::{AnalysedPost, Analysis, CompiledQuery, Context, Facts, FieldClause, Query, Truth, Value};
use model::{AuthorId, ConversationId, JudgementTask, MemberId, PostId, micros};
use store::conversation::{self, Filter, ListRow, Place};
use store::judgement::{self, Judgement};
use store::post::{self, ThreadPost};
use store::{Tx, member, regard};

use crate::{Heard, Result};

/// Conversations tried at once.
const PAGE: i64 = 200;
/// Conversations tried before giving up; the answer says so.
const TRIED_MAX: usize = 20_000;

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The conversations, newest activity first.
    pub rows: Vec<ListRow>,
    /// Whether there may be more than these.
    pub has_more: bool,
    /// Where to go on looking for more: after the last conversation that was tried.
    pub next: Option<Place>,
}

/// Finds conversations of a view (of all, spam too, where the filter leaves nothing aside) in which a post meets the query, or whose person is called what was typed.
pub async fn search(
    tx: &mut Tx,
    filter: impl Into<Filter>,
    query: &Query,
    typed: &str,
    asker: MemberId,
    limit: usize,
) -> Result<Found> {
    search_after(tx, filter.into(), None, query, typed, asker, limit).await
}

/// As [`search`], of the conversations after a place of the list.
pub async fn search_after(
    tx: &mut Tx,
    filter: Filter,
    mut after: Option<Place>,
    query: &Query,
    typed: &str,
    asker: MemberId,
    limit: usize,
) -> Result<Found> {
    let compiled = query.compile(&Analysis::social());
    let name = typed.trim().trim_start_matches('@').to_lowercase();
    let members: HashMap<MemberId, String> =
        member::all(tx).await?.into_iter().map(|member| (member.id, member.name)).collect();
    let place = |row: &ListRow| (row.conversation.active_at, row.conversation.id);
    let mut found = Found { rows: Vec::new(), has_more: false, next: None };
    let mut tried = 0;
    loop {
        let page = conversation::list(tx, filter.clone(), after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after = Some(place(last));
        let is_last = page.len() < PAGE as usize;
        tried += page.len();
        for row in matching(tx, page, &compiled, &name, asker, &members).await? {
            if found.rows.len() == limit {
                found.has_more = true;
                found.next = found.rows.last().map(place);
                return Ok(found);
            }
            found.rows.push(row);
        }
        if is_last {
            return Ok(found);
        }
        if tried >= TRIED_MAX {
            found.has_more = true;
            found.next = after;
            return Ok(found);
        }
    }
}

async fn matching(
    tx: &mut Tx,
    page: Vec<ListRow>,
    query: &CompiledQuery,
    name: &str,
    asker: MemberId,
    members: &HashMap<MemberId, String>,
) -> Result<Vec<ListRow>> {
    let ids: Vec<ConversationId> = page.iter().map(|row| row.conversation.id).collect();
    let mut posts: HashMap<ConversationId, Vec<ThreadPost>> = HashMap::new();
    for one in post::of_conversations(tx, &ids).await? {
        if let Some(id) = one.post.conversation {
            posts.entry(id).or_default().push(one);
        }
    }
    let topics = conversation::topics(tx, &ids).await?;
    let labels = conversation::labels(tx, &ids).await?;
    let all: Vec<PostId> = posts.values().flatten().map(|one| one.post.id).collect();
    let judged = judgement::of_posts(tx, &all).await?;
    let mut authors: Vec<AuthorId> = posts.values().flatten().map(|one| one.author.id).collect();
    authors.sort_unstable();
    authors.dedup();
    let regards = regard::of_authors(tx, &authors).await?;
    let now = micros(tx.now());
    let is_found = |row: &ListRow| {
        if !name.is_empty() && row.author_name.to_lowercase().contains(name) {
            return true;
        }
        let id = &row.conversation.id;
        posts.get(id).into_iter().flatten().any(|one| {
            let judgements = judged.get(&one.post.id).map_or(&[][..], Vec::as_slice);
            let facts = Work {
                row,
                asker,
                members,
                topics: topics.get(id).map_or(&[], Vec::as_slice),
                labels: labels.get(id).map_or(&[], Vec::as_slice),
                judgements,
            };
            let context = Context::at(now).with_facts(&facts);
            let received = one.post.as_received(&one.author);
            let heard = Heard::new(&received, row.network, "").judged(judgements);
            let heard = heard.regarded(regards.get(&one.author.id).map_or(&[], Vec::as_slice));
            let analysed = AnalysedPost::new(&heard.post(), query.analysis());
            query.matches(&analysed, &context) == Truth::True
        })
    };
    Ok(page.into_iter().filter(is_found).collect())
}

/// What is known of our work on a conversation, for the fields that no post carries.
struct Work<'a> {
    row: &'a ListRow,
    asker: MemberId,
    members: &'a HashMap<MemberId, String>,
    topics: &'a [String],
    labels: &'a [String],
    judgements: &'a [Judgement],
}

impl Facts for Work<'_> {
    fn holds(&self, clause: &FieldClause) -> Truth {
        let assignee = self.row.conversation.assignee;
        let is_met = match (clause.field.spec().name, &clause.value) {
            ("status", Value::Text(word)) => self.row.conversation.status.as_str() == word,
            ("assignee", Value::Text(word)) if word == "none" => assignee.is_none(),
            ("assignee", Value::Text(word)) if word == "me" => assignee == Some(self.asker),
            ("assignee", value) => {
                assignee.and_then(|id| self.members.get(&id)).is_some_and(|name| is_named(value, name))
            }
            ("topic", Value::Text(word)) if word == "none" && self.topics.is_empty() => true,
            ("topic", value) => self.topics.iter().any(|name| is_named(value, name)),
            ("needs_reply", Value::Flag(wanted)) => {
                let judged = self.judgements.iter().find(|one| one.task == JudgementTask::NeedsReply);
                let Some(value) = judged.and_then(|one| one.value.as_deref()) else { return Truth::Undecided };
                (value == "yes") == *wanted
            }
            ("label", value) => self.labels.iter().any(|name| is_named(value, name)),
            _ => return Truth::Undecided,
        };
        if is_met { Truth::True } else { Truth::False }
    }
}

fn is_named(value: &Value, name: &str) -> bool {
    let name = name.to_lowercase();
    match value {
        Value::Text(wanted) => name == wanted.to_lowercase(),
        Value::Prefix(wanted) => name.starts_with(&wanted.to_lowercase()),
        _ => false,
    }
}
