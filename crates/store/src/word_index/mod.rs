//! Where words stand: which posts and answers of ours may meet a condition of the listening engine, and whose names may
//! hold what was typed.
//!
//! The engine's own analysis says which words a text has; here they are only kept, encoded, and looked up. What is found
//! may be too much and never too little: the engine has the last word. Rows are written by the functions that write the
//! texts ([`crate::post`], [`crate::reply`], [`crate::author`]), in their transaction.

mod encoded;
mod round;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

pub(crate) use encoded::{Language, meets_spaced, query};
use listening::{AnalysedPost, Analysis, Condition, Post};
use model::{Attachment, Author, AuthorId, ConversationId, PostId, ReplyId};
pub use round::{Progress, begin_round, go_on, mend_newest, progress};

use crate::conversation::{Filter, Place};
use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, insert, pieces, places, sql};
use crate::{Result, Tx, reply_picture};

/// The rules by which rows are made: those of the analysis, and ours of writing them.
const VERSION: i64 = Analysis::VERSION as i64 * 1_000 + 1;

/// How many times as many as are counted a database must expect to be believed without counting.
const EXPECTED_FOR_SURE: usize = 4;
/// Of fewer nothing is believed: counting them is quick, and of a small table a database knows little.
const EXPECTED_LEAST: usize = 20_000;

async fn keep(tx: &mut Tx, rows: impl ExactSizeIterator<Item = (i64, String)>) -> Result<()> {
    let now = tx.now();
    let rows = rows.map(|(id, words)| vec![id.into(), words.into(), VERSION.into(), now.into()]);
    let head = format!(
        "INSERT INTO word_index (id, words, version, indexed_at) \
         SELECT given.column1, {}, given.column3, given.column4 FROM (",
        tx.dialect().words("given.column2")
    );
    // Without its condition, SQLite takes what follows for that of a join.
    let tail = ") AS given WHERE 1 = 1 ON CONFLICT (id) \
         DO UPDATE SET words = excluded.words, version = excluded.version, indexed_at = excluded.indexed_at";
    insert(tx, &head, tail, rows).await
}

/// What a post says, as far as the engine looks for words in it.
pub(crate) struct PostWords<'a> {
    pub(crate) id: PostId,
    pub(crate) title: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) attachments: &'a [Attachment],
}

/// Keeps the words of posts in place of former ones; no two are the same.
pub(crate) async fn keep_posts<'a>(tx: &mut Tx, posts: impl ExactSizeIterator<Item = PostWords<'a>>) -> Result<()> {
    let rows = posts.map(|PostWords { id, title, text, attachments }| {
        let alt_texts: Vec<&str> = attachments.iter().filter_map(|attachment| attachment.alt.as_deref()).collect();
        (id.0, words_of(&Post { text, title, alt_texts: &alt_texts, ..Post::default() }))
    });
    keep(tx, rows).await
}

/// Keeps the words of one post, as [`keep_posts`].
pub(crate) async fn keep_post(
    tx: &mut Tx,
    id: PostId,
    title: Option<&str>,
    text: &str,
    attachments: &[Attachment],
) -> Result<()> {
    keep_posts(tx, std::iter::once(PostWords { id, title, text, attachments })).await
}

/// Keeps the words of an answer of ours, and what its pictures show.
pub(crate) async fn keep_reply(tx: &mut Tx, id: ReplyId, text: &str) -> Result<()> {
    let pictures = reply_picture::of_replies(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let alt_texts: Vec<&str> = pictures.iter().map(|one| one.alt.as_str()).collect();
    keep(tx, std::iter::once((id.0, words_of(&Post { text, alt_texts: &alt_texts, ..Post::default() })))).await
}

/// Keeps people's names in place of former ones, in pieces; no two are of the same person.
pub(crate) async fn keep_names<'a>(
    tx: &mut Tx,
    names: impl ExactSizeIterator<Item = (AuthorId, &'a str)>,
) -> Result<()> {
    keep(tx, names.map(|(id, name)| (id.0, encoded::pieces(name)))).await
}

fn words_of(post: &Post<'_>) -> String {
    encoded::words(&AnalysedPost::new(post, &Analysis::social()).words())
}

#[derive(Clone)]
struct Candidate {
    place: Place,
    text: Option<i64>,
    is_in_view: bool,
}

impl FromRow for Candidate {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            place: (row.get("active_at")?, row.get("id")?),
            text: row.get("text_id")?,
            is_in_view: row.get("is_in_view")?,
        })
    }
}

/// A conversation in which something may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Its place in lists that go by activity.
    pub place: Place,
    /// The posts and answers of ours in it that may meet the condition; none where only its person's name may be meant.
    pub texts: Vec<i64>,
}

/// What the index says of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowed {
    /// Only these may be meant, newest activity first.
    To(Vec<Meant>),
    /// So many may be that looking through the list is as quick, and [`among`] says of some which. Of whose person's name
    /// may hold what was typed, each stands here; `None` when those are too many as well.
    Little(Option<HashSet<ConversationId>>),
    /// Nothing: the condition asks for no word, or the index is not whole.
    NotAtAll,
}

/// The conversations of a list in which something may meet the condition or whose person's name may hold this part (in
/// lower case; none when it is empty). What more than `most` texts, or people, meet is common.
pub async fn narrow(
    tx: &mut Tx,
    condition: &Condition,
    name_part: &str,
    filter: &Filter,
    most: usize,
) -> Result<Narrowed> {
    let language = tx.dialect().word_language();
    let Some(query) = encoded::query(condition, &language) else { return Ok(Narrowed::NotAtAll) };
    if !progress(tx).await?.is_whole {
        return Ok(Narrowed::NotAtAll);
    }
    let texts = "SELECT found.id AS text_id, COALESCE(post.conversation_id, reply.conversation_id) AS id FROM found \
         LEFT JOIN post ON post.id = found.id LEFT JOIN reply ON reply.id = found.id";
    let met = look_up(tx, query, texts, filter, most).await?;
    let named = match encoded::name_query(name_part, &language) {
        None => Some(Vec::new()),
        Some(query) => {
            let names = "SELECT CAST(NULL AS BIGINT) AS text_id, conversation.id FROM found CROSS JOIN conversation \
                 WHERE conversation.author_id = found.id";
            look_up(tx, query, names, filter, most).await?
        }
    };
    let (Some(mut met), Some(named)) = (met, named.clone()) else {
        return Ok(Narrowed::Little(named.map(|named| named.into_iter().map(|one| one.place.1).collect())));
    };
    met.extend(named);
    met.sort_unstable_by_key(|one| (Reverse(one.place), one.text));
    let mut meant: Vec<Meant> = Vec::new();
    for one in met {
        match meant.last_mut().filter(|last| last.place == one.place) {
            Some(last) => last.texts.extend(one.text),
            None => meant.push(Meant { place: one.place, texts: one.text.into_iter().collect() }),
        }
    }
    Ok(Narrowed::To(meant))
}

struct Text {
    conversation: ConversationId,
    text: i64,
}

impl FromRow for Text {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, text: row.get("text_id")? })
    }
}

/// The posts and answers of ours in these conversations that may meet a condition, while the index is whole; all of them
/// when it asks for no word.
pub async fn among(
    tx: &mut Tx,
    condition: &Condition,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, Vec<i64>>> {
    let mut found: HashMap<ConversationId, Vec<i64>> = HashMap::new();
    for piece in pieces(ids) {
        let mut values: Vec<Value> = piece.iter().map(|id| Value::from(*id)).collect();
        let ids = places(1, values.len());
        let met = tx.dialect().meets_words("word_index.words", condition, &mut values);
        // Each table by its own index of conversations.
        let text = ["post", "reply"].map(|table| {
            format!(
                "SELECT said.conversation_id, said.id AS text_id FROM {table} AS said JOIN word_index ON word_index.id = said.id \
                 WHERE said.conversation_id IN ({ids}) AND {}",
                met.as_deref().unwrap_or("1 = 1"),
            )
        });
        let rows = values.into_iter().fold(sql(text.join(" UNION ALL ")), Statement::bind).all::<Text>(tx).await?;
        for Text { conversation, text } in rows {
            found.entry(conversation).or_default().push(text);
        }
    }
    Ok(found)
}

/// The people whose names hold this part (in lower case), at most so many, those heard first last. While the index is not
/// whole, those that it knows.
pub(crate) async fn people_named(tx: &mut Tx, part: &str, limit: usize) -> Result<Vec<AuthorId>> {
    let dialect = tx.dialect();
    let Some(query) = encoded::name_query(part, &dialect.word_language()) else { return Ok(Vec::new()) };
    let text = format!(
        "WITH found AS ({}) SELECT author.* FROM found CROSS JOIN author WHERE author.id = found.id \
         AND author.is_ours = 0 ORDER BY author.id DESC LIMIT $2",
        dialect.with_words("$1")
    );
    let found: Vec<Author> = sql(text).bind(query).bind(limit as i64).all(tx).await?;
    // Pieces of the name may stand apart in it.
    Ok(found.into_iter().filter(|one| one.name().to_lowercase().contains(part)).map(|one| one.id).collect())
}

/// How many texts the database expects to meet a condition, by what it noted of how common words are; `None` where it
/// notes nothing.
async fn expected(tx: &mut Tx, query: &str) -> Result<Option<usize>> {
    let Some(text) = tx.dialect().expecting(&tx.dialect().with_words("$1")) else { return Ok(None) };
    let plan: Option<Plan> = sql(text).bind(query).all(tx).await?.into_iter().next();
    Ok(plan.and_then(|plan| plan.rows()))
}

/// The first line of how a statement will be answered.
struct Plan(String);

impl FromRow for Plan {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("QUERY PLAN")?))
    }
}

impl Plan {
    fn rows(&self) -> Option<usize> {
        self.0.split_once(" rows=")?.1.split(' ').next()?.parse().ok()
    }
}

/// The conversations that `chosen` takes from the rows `found`, as far as they are in the list; `None` when those are too
/// many.
async fn look_up(
    tx: &mut Tx,
    query: String,
    chosen: &str,
    filter: &Filter,
    most: usize,
) -> Result<Option<Vec<Candidate>>> {
    let limit = most.saturating_add(1);
    if expected(tx, &query)
        .await?
        .is_some_and(|expected| expected > most.saturating_mul(EXPECTED_FOR_SURE).max(EXPECTED_LEAST))
    {
        return Ok(None);
    }
    let count = format!("SELECT COUNT(*) AS n FROM ({} LIMIT {limit}) AS found", tx.dialect().with_words("$1"));
    let count: i64 = sql(count).bind(query.as_str()).maybe(tx).await?.unwrap_or(0);
    if count > most as i64 {
        return Ok(None);
    }
    let (condition, mut values) = filter.condition();
    values.push(Value::from(query));
    // What was found comes first: it is little, and each is then looked up by its id.
    let text = format!(
        "WITH found AS ({}) SELECT conversation.id, conversation.active_at, chosen.text_id, \
         CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS BIGINT) AS is_in_view FROM ({chosen}) AS chosen CROSS JOIN conversation \
         WHERE conversation.id = chosen.id LIMIT {limit}",
        tx.dialect().with_words(&format!("${}", values.len())),
    );
    let mut found: Vec<Candidate> = values.into_iter().fold(sql(text), Statement::bind).all(tx).await?;
    if found.len() > most {
        return Ok(None);
    }
    found.retain(|one| one.is_in_view);
    Ok(Some(found))
}
