//! Erasing people: what was said of it, and the rows that go or are blanked.
//!
//! What is left of somebody is an author without a name, posts without words, and conversations that count what they
//! counted. Each function does some rows of one step, so that a process may end between any two of them; what names the
//! person stays in the author's row until the last step, since the others look for it.

mod answers;
mod names;
mod traces;

use std::collections::HashMap;

use jiff::Timestamp;
use model::{AuthorId, ChannelId, ConversationId, DeedId, ERASED, ErasureId, MemberId, PostId, is_erased_id};
use sha2::{Digest, Sha256};

pub use self::answers::{Answers, blank_answers};
pub use self::names::Names;
pub use self::traces::{blank_traces, is_last_place};
use crate::post::Post;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx, author, gesture, near, post, word_index};

/// How far an erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Their posts.
    Posts,
    /// The conversations in which they spoke.
    Conversations,
    /// Whatever else names them, place by place.
    Traces(usize),
    /// Our answers: last, since one that may still go out is waited for.
    Answers,
    /// Nothing is left to do.
    Done,
}

impl Step {
    fn written(self) -> String {
        match self {
            Self::Posts => "posts".into(),
            Self::Conversations => "conversations".into(),
            Self::Traces(place) => format!("traces:{place}"),
            Self::Answers => "answers".into(),
            Self::Done => "done".into(),
        }
    }

    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "posts" => Self::Posts,
            "conversations" => Self::Conversations,
            "answers" => Self::Answers,
            "done" => Self::Done,
            other => Self::Traces(other.strip_prefix("traces:")?.parse().ok()?),
        })
    }
}

/// An erasure, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Our id.
    pub id: ErasureId,
    /// The handle at which it was asked.
    pub author: AuthorId,
    /// All handles that were theirs.
    pub authors: Vec<AuthorId>,
    /// Who asked for it.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Timestamp,
    /// What is done next.
    pub step: Step,
    /// The last row of that step that is done.
    pub after: i64,
    /// Posts that were blanked.
    pub posts: i64,
    /// Conversations that were gone through.
    pub conversations: i64,
    /// When it was over.
    pub done_at: Option<Timestamp>,
}

impl FromRow for Erasure {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let step: String = row.get("step")?;
        let unknown = || crate::row::unexpected("step", format!("{step:?} is no step"));
        Ok(Self {
            id: row.get("id")?,
            author: row.get("author_id")?,
            authors: row.json("authors")?,
            asked_by: row.get("asked_by")?,
            asked_at: row.get("asked_at")?,
            step: Step::read(&step).ok_or_else(unknown)?,
            after: row.get("after_id")?,
            posts: row.get("posts")?,
            conversations: row.get("conversations")?,
            done_at: row.get("done_at")?,
        })
    }
}

/// Keeps that a person is to be erased.
pub async fn begin(tx: &mut Tx, at: AuthorId, authors: &[AuthorId], by: MemberId) -> Result<Erasure> {
    let (id, now) = (tx.next_id::<ErasureId>(), tx.now());
    sql("INSERT INTO erasure (id, author_id, authors, asked_by, asked_at, step, after_id, posts, conversations) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0)")
    .bind(id)
    .bind(at)
    .bind(serde_json::to_string(authors)?)
    .bind(by)
    .bind(now)
    .bind(Step::Posts.written())
    .run(tx)
    .await?;
    Ok(Erasure {
        id,
        author: at,
        authors: authors.to_vec(),
        asked_by: by,
        asked_at: now,
        step: Step::Posts,
        after: 0,
        posts: 0,
        conversations: 0,
        done_at: None,
    })
}

/// The erasure with this id; by a writer, to go on with.
pub async fn find(tx: &mut Tx, id: ErasureId) -> Result<Option<Erasure>> {
    sql(format!("SELECT * FROM erasure WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The erasure of whoever has these handles.
pub async fn of_authors(tx: &mut Tx, authors: &[AuthorId]) -> Result<Option<Erasure>> {
    for piece in pieces(authors) {
        let text =
            format!("SELECT * FROM erasure WHERE author_id IN ({}) ORDER BY id DESC LIMIT 1", places(1, piece.len()));
        if let Some(found) = piece.iter().fold(sql(text), |query, id| query.bind(*id)).maybe(tx).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The conversation of the answer of ours that an erasure waits for, because it may still go out.
pub async fn waits_in(tx: &mut Tx, one: &Erasure) -> Result<Option<ConversationId>> {
    if one.step != Step::Answers || one.done_at.is_some() {
        return Ok(None);
    }
    // All before the one that is waited for are gone through.
    let text = format!("SELECT conversation_id AS id FROM reply WHERE id = $1 AND state IN ({})", answers::unsettled());
    sql(text).bind(one.after + 1).maybe(tx).await
}

/// Keeps how far an erasure is.
pub async fn save(tx: &mut Tx, one: &Erasure) -> Result<()> {
    sql("UPDATE erasure SET step = $2, after_id = $3, posts = $4, conversations = $5, done_at = $6 WHERE id = $1")
        .bind(one.id)
        .bind(one.step.written())
        .bind(one.after)
        .bind(one.posts)
        .bind(one.conversations)
        .bind(one.done_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Whether anybody was ever erased.
async fn is_any(tx: &mut Tx) -> Result<bool> {
    let first: Option<ErasureId> = sql("SELECT id FROM erasure LIMIT 1").maybe(tx).await?;
    Ok(first.is_some())
}

/// The ids under which these posts or threads may be kept, each with the one it stands for: where somebody was erased, the
/// one that theirs has since.
pub(crate) async fn kept_ids(tx: &mut Tx, channel: ChannelId, remote_ids: &[&str]) -> Result<HashMap<String, String>> {
    if !is_any(tx).await? {
        return Ok(HashMap::new());
    }
    Ok(remote_ids.iter().map(|id| (erased_id(channel, id), (*id).to_owned())).collect())
}

/// The id under which a channel's post is known after its author was erased: who has the network's id finds it again, and
/// nobody reads it off.
fn erased_id(channel: ChannelId, remote_id: &str) -> String {
    let digest = Sha256::new().chain_update(channel.0.to_be_bytes()).chain_update(remote_id).finalize();
    format!("{ERASED}{}", hex::encode(&digest[..16]))
}

/// The next posts of these authors after an id, in the order of their ids.
pub async fn posts_after(tx: &mut Tx, authors: &[AuthorId], after: i64, limit: i64) -> Result<Vec<Post>> {
    let list = places(3, authors.len());
    let text = format!("SELECT * FROM post WHERE author_id IN ({list}) AND id > $1 ORDER BY id LIMIT $2");
    authors.iter().fold(sql(text).bind(after).bind(limit), |query, id| query.bind(*id)).all(tx).await
}

/// Takes everything of a post away but its place: words, pictures, addresses, ids of its network, judgements.
pub async fn blank_post(tx: &mut Tx, one: &Post, version: Option<i64>) -> Result<()> {
    post::erase_words(tx, one.id, version).await?;
    let reference = |id: &str| erased_id(one.channel, id);
    sql("UPDATE post SET remote_id = $2, revision = NULL, root_id = $3, root_revision = NULL, parent_id = $4, \
         parent_revision = NULL, quoted_id = NULL, languages = '[]', url = NULL WHERE id = $1")
    .bind(one.id)
    .bind(reference(&one.remote.id))
    .bind(reference(&one.root.id))
    .bind(one.parent.as_ref().map(|parent| reference(&parent.id)))
    .run(tx)
    .await?;
    for table in ["judgement", "correction"] {
        sql(format!("DELETE FROM {table} WHERE post_id = $1")).bind(one.id).run(tx).await?;
    }
    Ok(())
}

/// The conversations in which the authors of a list spoke, or that were begun by them.
fn spoken_in(list: &str) -> String {
    format!(
        "SELECT id FROM conversation WHERE author_id IN ({list}) \
         UNION SELECT conversation_id FROM post WHERE author_id IN ({list}) AND conversation_id IS NOT NULL \
         UNION SELECT home_id FROM post WHERE author_id IN ({list}) AND home_id IS NOT NULL"
    )
}

/// The next conversations after an id in which these authors spoke, or that were begun by them.
pub async fn conversations_after(
    tx: &mut Tx,
    authors: &[AuthorId],
    after: i64,
    limit: i64,
) -> Result<Vec<ConversationId>> {
    let spoken = spoken_in(&places(3, authors.len()));
    let text = format!("SELECT id FROM conversation WHERE id > $1 AND id IN ({spoken}) ORDER BY id LIMIT $2");
    authors.iter().fold(sql(text).bind(after).bind(limit), |query, id| query.bind(*id)).all(tx).await
}

struct Referring(PostId, ChannelId, String, Option<String>, Option<String>);

impl FromRow for Referring {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (root, parent) = (row.get("root_id")?, row.get("parent_id")?);
        Ok(Self(row.get("id")?, row.get("channel_id")?, root, parent, row.get("quoted_id")?))
    }
}

/// Blanks what a conversation holds of them besides posts and our answers: notes, drafts, what is owed and promised in words.
/// Of a conversation that others began, only what names them.
pub async fn blank_conversation(tx: &mut Tx, id: ConversationId, authors: &[AuthorId], names: &Names) -> Result<()> {
    let Some(conversation) = crate::conversation::find(tx, id).await? else { return Ok(()) };
    let referring: Vec<Referring> = sql(
        "SELECT id, channel_id, root_id, parent_id, quoted_id FROM post WHERE conversation_id = $1 OR home_id = $1",
    )
    .bind(id)
    .all(tx)
    .await?;
    // What answers a post of theirs names it by its former id.
    let gone: Vec<String> = sql("SELECT remote_id AS word FROM post WHERE (conversation_id = $1 OR home_id = $1) AND remote_id >= $2 AND remote_id < 'erased;'")
        .bind(id)
        .bind(ERASED)
        .all::<Word>(tx)
        .await?
        .into_iter()
        .map(|Word(word)| word)
        .collect();
    let of = |channel: ChannelId, id: &str| Some(erased_id(channel, id)).filter(|erased| gone.contains(erased));
    for Referring(post, channel, root, parent, quoted) in referring {
        let root_gone = of(channel, &root);
        let parent_gone = parent.as_deref().and_then(|id| of(channel, id));
        let quoted_gone = quoted.as_deref().and_then(|id| of(channel, id));
        if root_gone.is_some() || parent_gone.is_some() || quoted_gone.is_some() {
            sql("UPDATE post SET root_id = $2, parent_id = $3, quoted_id = $4 WHERE id = $1")
                .bind(post)
                .bind(root_gone.unwrap_or(root))
                .bind(parent_gone.or(parent))
                .bind(quoted_gone.or(quoted))
                .run(tx)
                .await?;
        }
    }
    let is_theirs = authors.contains(&conversation.author);
    let is_root_gone = of(conversation.channel, &conversation.thread_key).is_some();
    if (is_theirs || is_root_gone) && !is_erased_id(&conversation.thread_key) {
        sql("UPDATE conversation SET thread_key = $2, talk_with = NULL WHERE id = $1")
            .bind(id)
            .bind(erased_id(conversation.channel, &conversation.thread_key))
            .run(tx)
            .await?;
    }
    near::forget(tx, id).await?;
    if is_theirs {
        blank_words(tx, id).await?;
    }
    answers::blank_drafts(tx, id, is_theirs, names).await
}

struct Word(String);

impl FromRow for Word {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("word").map(Self)
    }
}

/// Words that members wrote about a conversation of theirs, for the team.
async fn blank_words(tx: &mut Tx, id: ConversationId) -> Result<()> {
    // What is at home in another conversation is that one's, also while it stands in this one.
    let here = "home_id = $1 OR (conversation_id = $1 AND home_id IS NULL)";
    let proof = "proof_words = CASE WHEN proof_words IS NULL THEN NULL ELSE '' END";
    sql(format!("UPDATE note SET text = '', salt = $2 WHERE {here}")).bind(id).bind(Vec::new()).run(tx).await?;
    traces::blank_heard(tx, id).await?;
    for text in [
        format!("UPDATE obligation SET words = '', reason = NULL, {proof} WHERE {here}"),
        format!(
            "UPDATE obligation_step SET words = NULL WHERE obligation_id IN (SELECT id FROM obligation WHERE {here})"
        ),
        format!("UPDATE commitment SET words = '', reason = NULL, {proof} WHERE {here}"),
        format!(
            "UPDATE commitment_step SET words = NULL WHERE commitment_id IN (SELECT id FROM commitment WHERE {here})"
        ),
    ] {
        sql(text).bind(id).run(tx).await?;
    }
    // How it stood before and after an act is kept with its words: what was done there is not undone any more.
    let deeds: Vec<DeedId> =
        sql("SELECT deed_id AS id FROM deed_item WHERE conversation_id = $1").bind(id).all(tx).await?;
    sql("DELETE FROM deed_item WHERE conversation_id = $1").bind(id).run(tx).await?;
    for piece in pieces(&deeds) {
        let text = format!(
            "DELETE FROM deed WHERE id IN ({}) AND NOT EXISTS (SELECT 1 FROM deed_item WHERE deed_id = deed.id)",
            places(1, piece.len())
        );
        piece.iter().fold(sql(text), |query, id| query.bind(*id)).run(tx).await?;
    }
    traces::blank_deeds(tx, &deeds).await
}

/// Forgets who these authors are: names, addresses, judgements, notes, what they let us do, what they found, and how they were made one. They
/// stay one person without a name.
pub async fn blank_authors(tx: &mut Tx, authors: &[AuthorId]) -> Result<()> {
    let now = tx.now();
    for id in authors {
        crate::regard::forget(tx, *id).await?;
        gesture::forget_author(tx, *id).await?;
        for text in [
            "DELETE FROM person_note WHERE author_id = $1",
            "DELETE FROM consent WHERE author_id = $1",
            "UPDATE reply_correction SET finder_author_id = NULL WHERE finder_author_id = $1",
            "DELETE FROM person_merge WHERE author_id = $1 OR other_id = $1",
        ] {
            sql(text).bind(*id).run(tx).await?;
        }
        sql("UPDATE author SET remote_id = $2, handle = NULL, display_name = NULL, follower_count = NULL, \
             follows_us = NULL, url = NULL, erased_at = $3 WHERE id = $1")
        .bind(*id)
        .bind(format!("{ERASED}{id}"))
        .bind(now)
        .run(tx)
        .await?;
    }
    word_index::keep_names(tx, authors.iter().map(|id| (*id, ""))).await
}

/// How much of a person there is to erase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Posts that are kept.
    pub posts: i64,
    /// Pictures of them.
    pub pictures: i64,
    /// Conversations in which they spoke.
    pub conversations: i64,
    /// Notes in conversations that they began, and about them.
    pub notes: i64,
    /// Answers of ours in those that may still go out, or of which nobody knows whether they did.
    pub moving: i64,
}

/// Counts what there is of these authors.
pub async fn held(tx: &mut Tx, authors: &[AuthorId]) -> Result<Held> {
    let list = places(1, authors.len());
    let theirs = format!("conversation_id IN (SELECT id FROM conversation WHERE author_id IN ({list}))");
    let spoken = spoken_in(&list);
    let mut counts = [0; 5];
    for (at, text) in [
        format!("SELECT COUNT(*) AS n FROM post WHERE author_id IN ({list})"),
        format!("SELECT COUNT(*) AS n FROM picture JOIN post ON post.id = picture.post_id WHERE post.author_id IN ({list})"),
        format!("SELECT COUNT(*) AS n FROM note WHERE {theirs}"),
        format!("SELECT COUNT(*) AS n FROM person_note WHERE author_id IN ({list})"),
        format!(
            "SELECT COUNT(*) AS n FROM reply WHERE state IN ({}) AND (conversation_id IN ({spoken}) OR home_id IN ({spoken}))",
            answers::unsettled()
        ),
    ]
    .into_iter()
    .enumerate()
    {
        counts[at] = authors.iter().fold(sql(text), |query, id| query.bind(*id)).maybe(tx).await?.unwrap_or(0);
    }
    let [posts, pictures, in_conversations, about, moving] = counts;
    let conversations = crate::conversation::count_with_authors(tx, authors).await?;
    Ok(Held { posts, pictures, conversations, notes: in_conversations + about, moving })
}

/// The names by which these authors are known.
pub async fn names(tx: &mut Tx, authors: &[AuthorId]) -> Result<Names> {
    Ok(Names::of(&author::of_ids(tx, authors).await?))
}
