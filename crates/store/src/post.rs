//! What channels delivered and we keep: mentions, our own posts, and the posts around them.

use jiff::Timestamp;
use model::{
    Attachment, Author, AuthorId, ChannelId, ConversationId, Mark, Network, PostId, Reason, Reasons, ReceivedPost,
    RemoteRef, is_erased_id,
};

use crate::row::{FromRow, Row, shown_name};
use crate::sql::{insert as insert_rows, pieces, places, sql};
use crate::vault::random_bytes;
use crate::word_index::PostWords;
use crate::{Result, Tx, erasure, picture, word_index};

/// A stored post.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Our id.
    pub id: PostId,
    /// The channel that heard it.
    pub channel: ChannelId,
    /// Id and version on the network.
    pub remote: RemoteRef,
    /// Who wrote it.
    pub author: AuthorId,
    /// The conversation it stands in, if any.
    pub conversation: Option<ConversationId>,
    /// The conversation it stands in when nothing is merged, where that is another.
    pub home: Option<ConversationId>,
    /// The conversation's version that it, or its last edit, brought.
    pub thread_version: Option<i64>,
    /// The first post of its thread.
    pub root: RemoteRef,
    /// The post that it answers.
    pub parent: Option<RemoteRef>,
    /// The id of the post that it quotes.
    pub quoted_id: Option<String>,
    /// The heading, where the network's posts have one.
    pub title: Option<String>,
    /// The words; empty once deleted at the source.
    pub text: String,
    /// Salt of the digest by which events name the words.
    pub salt: Vec<u8>,
    /// Links, mentions, tags.
    pub marks: Vec<Mark>,
    /// Languages that the author declared.
    pub languages: Vec<String>,
    /// Pictures and files, described.
    pub attachments: Vec<Attachment>,
    /// Where people read it.
    pub url: Option<String>,
    /// When the author says it was written.
    pub posted_at: Timestamp,
    /// When we heard it first.
    pub received_at: Timestamp,
    /// When this version was made, as far as its network tells; of one of which it does not, after when.
    pub revised_at: Option<Timestamp>,
    /// When we learned of its last edit.
    pub edited_at: Option<Timestamp>,
    /// When we learned that it is gone.
    pub deleted_at: Option<Timestamp>,
    /// Whether only its author and an account of ours can read it.
    pub is_private: bool,
    /// Whether its author was erased: whatever the network tells of it, nothing of it is kept again.
    pub is_erased: bool,
}

impl Post {
    /// The conversation to which it is filed, wherever that stands.
    pub fn filed_to(&self) -> Option<ConversationId> {
        self.home.or(self.conversation)
    }

    /// The post as its channel delivered it, by this author.
    pub fn as_received(&self, author: &Author) -> ReceivedPost {
        ReceivedPost {
            remote: self.remote.clone(),
            author: author.profile.clone(),
            text: self.text.clone(),
            marks: self.marks.clone(),
            languages: self.languages.clone(),
            posted_at: self.posted_at,
            revised_at: self.revised_at,
            parent: self.parent.clone(),
            root: (self.root.id != self.remote.id).then(|| self.root.clone()),
            title: self.title.clone(),
            talk: None,
            quoted: self.quoted_id.clone().map(|id| RemoteRef { id, revision: None }),
            attachments: self.attachments.clone(),
            url: self.url.clone(),
            reason: self.is_private.then_some(Reason::InPrivate),
        }
    }
}

impl FromRow for Post {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let parent: Option<String> = row.get("parent_id")?;
        let parent_revision = row.get("parent_revision")?;
        Ok(Self {
            id: row.get("id")?,
            channel: row.get("channel_id")?,
            remote: RemoteRef { id: row.get("remote_id")?, revision: row.get("revision")? },
            author: row.get("author_id")?,
            conversation: row.get("conversation_id")?,
            home: row.get("home_id")?,
            thread_version: row.get("thread_version")?,
            root: RemoteRef { id: row.get("root_id")?, revision: row.get("root_revision")? },
            parent: parent.map(|id| RemoteRef { id, revision: parent_revision }),
            quoted_id: row.get("quoted_id")?,
            title: row.get("title")?,
            text: row.get("text")?,
            salt: row.get("salt")?,
            marks: row.json("marks")?,
            languages: row.json("languages")?,
            attachments: row.json("attachments")?,
            url: row.get("url")?,
            posted_at: row.get("posted_at")?,
            received_at: row.get("received_at")?,
            revised_at: row.get("revised_at")?,
            edited_at: row.get("edited_at")?,
            deleted_at: row.get("deleted_at")?,
            is_private: row.get("is_private")?,
            is_erased: is_erased_id(&row.get::<String>("remote_id")?),
        })
    }
}

/// A post as it will be kept, with an id and a salt of its own; it stands in no conversation yet.
pub fn begin(tx: &Tx, channel: ChannelId, author: AuthorId, post: &ReceivedPost) -> Post {
    Post {
        id: tx.next_id(),
        channel,
        remote: post.remote.clone(),
        author,
        conversation: None,
        home: None,
        thread_version: None,
        root: post.root.clone().unwrap_or_else(|| post.remote.clone()),
        parent: post.parent.clone(),
        quoted_id: post.quoted.as_ref().map(|quoted| quoted.id.clone()),
        title: post.title.clone(),
        text: post.text.clone(),
        salt: random_bytes::<16>().to_vec(),
        marks: post.marks.clone(),
        languages: post.languages.clone(),
        attachments: post.attachments.clone(),
        url: post.url.clone(),
        posted_at: post.posted_at,
        received_at: tx.now(),
        revised_at: post.revised_at,
        edited_at: None,
        deleted_at: None,
        is_private: post.is_private(),
        is_erased: false,
    }
}

/// Keeps posts that are not stored yet; the caller has the network's turn ([`crate::turn::of_network`]) and has looked
/// ([`by_remotes`]) in the same transaction.
pub async fn insert_all(tx: &mut Tx, posts: &[Post]) -> Result<()> {
    let mut rows = Vec::with_capacity(posts.len());
    for post in posts {
        rows.push(vec![
            post.id.into(),
            post.channel.into(),
            (&post.remote.id).into(),
            post.remote.revision.as_ref().into(),
            post.author.into(),
            post.conversation.into(),
            post.thread_version.into(),
            (&post.root.id).into(),
            post.root.revision.as_ref().into(),
            post.parent.as_ref().map(|parent| &parent.id).into(),
            post.parent.as_ref().and_then(|parent| parent.revision.as_ref()).into(),
            post.quoted_id.as_ref().into(),
            (&post.text).into(),
            post.salt.clone().into(),
            serde_json::to_string(&post.marks)?.into(),
            serde_json::to_string(&post.languages)?.into(),
            serde_json::to_string(&post.attachments)?.into(),
            post.url.as_ref().into(),
            post.posted_at.into(),
            post.received_at.into(),
            post.title.as_ref().into(),
            post.revised_at.into(),
            post.is_private.into(),
        ]);
    }
    let head = "INSERT INTO post (id, channel_id, remote_id, revision, author_id, conversation_id, thread_version, root_id, \
         root_revision, parent_id, parent_revision, quoted_id, text, salt, marks, languages, attachments, url, posted_at, \
         received_at, title, revised_at, is_private)";
    insert_rows(tx, head, "", rows.into_iter()).await?;
    let words = posts.iter().map(|post| PostWords {
        id: post.id,
        title: post.title.as_deref(),
        text: &post.text,
        attachments: &post.attachments,
    });
    word_index::keep_posts(tx, words).await
}

/// Keeps one post that is not stored yet, as [`insert_all`].
pub async fn insert(tx: &mut Tx, channel: ChannelId, author: AuthorId, post: &ReceivedPost) -> Result<Post> {
    let stored = begin(tx, channel, author, post);
    insert_all(tx, std::slice::from_ref(&stored)).await?;
    Ok(stored)
}

/// The post with this id.
pub async fn find(tx: &mut Tx, id: PostId) -> Result<Option<Post>> {
    sql("SELECT * FROM post WHERE id = $1").bind(id).maybe(tx).await
}

/// The post that a channel knows by this id.
pub async fn by_remote(tx: &mut Tx, channel: ChannelId, remote_id: &str) -> Result<Option<Post>> {
    Ok(by_remotes(tx, channel, &[remote_id]).await?.into_iter().next())
}

/// The posts that a channel knows by these ids.
pub async fn by_remotes(tx: &mut Tx, channel: ChannelId, remote_ids: &[&str]) -> Result<Vec<Post>> {
    let mut found: Vec<Post> = Vec::new();
    let erased = erasure::kept_ids(tx, channel, remote_ids).await?;
    let ids: Vec<&str> = remote_ids.iter().copied().chain(erased.keys().map(String::as_str)).collect();
    for piece in pieces(&ids) {
        let (places, to_change) = (places(2, piece.len()), tx.to_change());
        let text =
            format!("SELECT * FROM post WHERE channel_id = $1 AND remote_id IN ({places}) ORDER BY id{to_change}");
        found.extend(piece.iter().fold(sql(text).bind(channel), |query, id| query.bind(*id)).all::<Post>(tx).await?);
    }
    for post in &mut found {
        if let Some(asked) = erased.get(&post.remote.id) {
            post.is_erased = true;
            post.remote.id.clone_from(asked);
        }
    }
    Ok(found)
}

/// Which of these ids of a channel name posts that we keep, and why each concerns us; no reason where it is only context.
pub async fn known(tx: &mut Tx, channel: ChannelId, remote_ids: &[&str]) -> Result<Vec<(String, Reasons)>> {
    let mut known = Vec::new();
    let erased = erasure::kept_ids(tx, channel, remote_ids).await?;
    let ids: Vec<&str> = remote_ids.iter().copied().chain(erased.keys().map(String::as_str)).collect();
    for piece in pieces(&ids) {
        let text = format!(
            "SELECT post.remote_id, mention.reasons FROM post LEFT JOIN mention ON mention.post_id = post.id \
             WHERE post.channel_id = $1 AND post.remote_id IN ({})",
            places(2, piece.len())
        );
        let query = piece.iter().fold(sql(text).bind(channel), |query, id| query.bind(*id));
        let found = query.all::<Known>(tx).await?.into_iter();
        known.extend(found.map(|Known(id, reasons)| (erased.get(&id).cloned().unwrap_or(id), reasons)));
    }
    Ok(known)
}

struct Known(String, Reasons);

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("remote_id")?, reasons_of(row)?))
    }
}

/// The reasons in a row that has them where a post is a mention.
fn reasons_of(row: &Row<'_>) -> Result<Reasons> {
    let bits: Option<i64> = row.get("reasons")?;
    Ok(Reasons::from_bits(bits.and_then(|bits| bits.try_into().ok()).unwrap_or_default()))
}

/// The conversation to which the talk was filed last that a network names so, in private.
pub async fn private_talk(tx: &mut Tx, channel: ChannelId, root_id: &str) -> Result<Option<ConversationId>> {
    sql("SELECT COALESCE(home_id, conversation_id) AS id FROM post WHERE channel_id = $1 AND root_id = $2 \
         AND is_private = 1 AND conversation_id IS NOT NULL ORDER BY post.id DESC LIMIT 1")
    .bind(channel)
    .bind(root_id)
    .maybe(tx)
    .await
}

/// Puts a post into a conversation, at a version of its thread.
pub async fn place(tx: &mut Tx, id: PostId, conversation: ConversationId, version: i64) -> Result<()> {
    sql("UPDATE post SET conversation_id = $2, thread_version = $3 WHERE id = $1")
        .bind(id)
        .bind(conversation)
        .bind(version)
        .run(tx)
        .await?;
    Ok(())
}

/// Takes a post out of its conversation; it stays known.
pub async fn take_out(tx: &mut Tx, conversation: ConversationId, remote_id: &str) -> Result<()> {
    sql("UPDATE post SET conversation_id = NULL WHERE conversation_id = $1 AND remote_id = $2")
        .bind(conversation)
        .bind(remote_id)
        .run(tx)
        .await?;
    Ok(())
}

/// The answers of ours in threads that were no conversations yet when they were heard, oldest first.
pub async fn unplaced(tx: &mut Tx, channel: ChannelId, root_ids: &[&str]) -> Result<Vec<Post>> {
    let mut found = Vec::new();
    for piece in pieces(root_ids) {
        let text = format!(
            "SELECT * FROM post WHERE conversation_id IS NULL AND channel_id = $1 AND root_id IN ({}) \
             AND deleted_at IS NULL ORDER BY posted_at, id",
            places(2, piece.len())
        );
        found.extend(piece.iter().fold(sql(text).bind(channel), |query, id| query.bind(*id)).all(tx).await?);
    }
    Ok(found)
}

/// Replaces words and version of a post that was changed at its source, under the salt given. What proved its matches
/// stood in the former words and is forgotten with them. A version of which nobody says when it was made is at least later
/// than the one before.
pub async fn edit(tx: &mut Tx, id: PostId, post: &ReceivedPost, salt: &[u8], version: Option<i64>) -> Result<()> {
    let now = tx.now();
    sql("UPDATE post SET revision = $2, text = $3, marks = $4, languages = $5, attachments = $6, edited_at = $7, \
         deleted_at = NULL, thread_version = COALESCE($8, thread_version), salt = $9, title = $10, \
         revised_at = COALESCE($11, revised_at + 1) WHERE id = $1")
    .bind(id)
    .bind(post.remote.revision.as_ref())
    .bind(&post.text)
    .bind(serde_json::to_string(&post.marks)?)
    .bind(serde_json::to_string(&post.languages)?)
    .bind(serde_json::to_string(&post.attachments)?)
    .bind(now)
    .bind(version)
    .bind(salt)
    .bind(post.title.as_ref())
    .bind(post.revised_at)
    .run(tx)
    .await?;
    word_index::keep_post(tx, id, post.title.as_deref(), &post.text, &post.attachments).await?;
    forget_spans(tx, id).await
}

async fn forget_spans(tx: &mut Tx, id: PostId) -> Result<()> {
    sql("UPDATE topic_match SET spans = '[]' WHERE post_id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// Notes the version of a post whose words are the same, and when it was made, as far as either was told.
pub async fn set_version(tx: &mut Tx, id: PostId, revision: Option<&str>, revised_at: Option<Timestamp>) -> Result<()> {
    sql("UPDATE post SET revision = COALESCE($2, revision), revised_at = COALESCE($3, revised_at) WHERE id = $1")
        .bind(id)
        .bind(revision)
        .bind(revised_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Takes words and pictures of a post away that is gone at its source; the place in the thread stays.
pub async fn erase_words(tx: &mut Tx, id: PostId, version: Option<i64>) -> Result<()> {
    let now = tx.now();
    sql("UPDATE post SET title = NULL, text = '', marks = '[]', attachments = '[]', deleted_at = $2, salt = $4, \
         thread_version = COALESCE($3, thread_version) WHERE id = $1")
    .bind(id)
    .bind(now)
    .bind(version)
    .bind(Vec::new())
    .run(tx)
    .await?;
    word_index::keep_post(tx, id, None, "", &[]).await?;
    picture::forget(tx, id).await?;
    forget_spans(tx, id).await
}

/// The posts of an author on a channel that were heard until a moment and still have their words, at most so many.
pub async fn standing_by_author(
    tx: &mut Tx,
    channel: ChannelId,
    author: AuthorId,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Post>> {
    sql("SELECT * FROM post WHERE author_id = $1 AND channel_id = $2 AND received_at <= $3 AND deleted_at IS NULL \
         ORDER BY id LIMIT $4")
    .bind(author)
    .bind(channel)
    .bind(until)
    .bind(limit)
    .all(tx)
    .await
}

/// A post of a thread with its author and what made it a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadPost {
    /// The post.
    pub post: Post,
    /// Who wrote it.
    pub author: Author,
    /// Why it concerns us; empty for a post that is only context.
    pub reasons: Reasons,
}

impl FromRow for ThreadPost {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            post: Post::from_row(row)?,
            author: Author {
                id: row.get("author_id")?,
                is_ours: row.get("is_ours")?,
                profile: model::ReceivedAuthor {
                    remote_id: row.get("author_remote_id")?,
                    handle: row.get("handle")?,
                    display_name: row.get("display_name")?,
                    follower_count: row.get("follower_count")?,
                    follows_us: row.get("follows_us")?,
                    url: row.get("author_url")?,
                },
            },
            reasons: reasons_of(row)?,
        })
    }
}

const THREAD_POST: &str = "SELECT post.*, author.remote_id AS author_remote_id, author.handle, author.display_name, \
     author.follower_count, author.follows_us, author.url AS author_url, author.is_ours, mention.reasons \
     FROM post JOIN author ON author.id = post.author_id LEFT JOIN mention ON mention.post_id = post.id";

/// The posts of a conversation, oldest first.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<ThreadPost>> {
    sql(format!("{THREAD_POST} WHERE post.conversation_id = $1 ORDER BY post.posted_at, post.id"))
        .bind(conversation)
        .all(tx)
        .await
}

/// The ids of the posts of a conversation, in their order.
pub async fn ids_of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<PostId>> {
    sql("SELECT id FROM post WHERE conversation_id = $1 ORDER BY id").bind(conversation).all(tx).await
}

/// The posts that stand in a conversation when nothing is merged, wherever they stand now, oldest first.
pub async fn at_home(tx: &mut Tx, home: ConversationId) -> Result<Vec<ThreadPost>> {
    sql(format!(
        "{THREAD_POST} WHERE (post.conversation_id = $1 AND post.home_id IS NULL) OR post.home_id = $1 \
         ORDER BY post.posted_at, post.id"
    ))
    .bind(home)
    .all(tx)
    .await
}

/// Of the texts with these ids, those that are posts, by conversation and oldest first.
pub async fn of_texts(tx: &mut Tx, ids: &[i64]) -> Result<Vec<ThreadPost>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "{THREAD_POST} WHERE post.id IN ({}) ORDER BY post.conversation_id, post.posted_at, post.id",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ThreadPost>(tx).await?);
    }
    Ok(found)
}

/// The posts of these conversations, by conversation and oldest first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<ThreadPost>> {
    let mut posts = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "{THREAD_POST} WHERE post.conversation_id IN ({}) ORDER BY post.conversation_id, post.posted_at, post.id",
            places(1, piece.len())
        );
        posts.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ThreadPost>(tx).await?);
    }
    Ok(posts)
}

/// A mention of somebody outside, with the network on which it was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct HeardPost {
    /// The post with its author and reasons.
    pub said: ThreadPost,
    /// On which network.
    pub network: Network,
}

impl FromRow for HeardPost {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { said: ThreadPost::from_row(row)?, network: row.get("network")? })
    }
}

/// Mentions of others that everybody can read and that still have their words, the last heard first, of those heard before this one.
pub async fn mentions_before(tx: &mut Tx, before: PostId, limit: i64) -> Result<Vec<HeardPost>> {
    sql("SELECT post.*, author.remote_id AS author_remote_id, author.handle, author.display_name, \
         author.follower_count, author.follows_us, author.url AS author_url, author.is_ours, author.network, \
         mention.reasons FROM post JOIN author ON author.id = post.author_id JOIN mention ON mention.post_id = post.id \
         WHERE post.id < $1 AND post.deleted_at IS NULL AND author.is_ours = 0 AND post.is_private = 0 ORDER BY post.id DESC LIMIT $2")
    .bind(before)
    .bind(limit)
    .all(tx)
    .await
}

/// The last posts of these authors that stand in conversations and have their words, newest first.
pub async fn last_of_authors(tx: &mut Tx, authors: &[AuthorId], limit: i64) -> Result<Vec<Post>> {
    let mut found: Vec<Post> = Vec::new();
    for author in authors {
        let text = "SELECT * FROM post WHERE author_id = $1 AND conversation_id IS NOT NULL AND deleted_at IS NULL \
             ORDER BY posted_at DESC LIMIT $2";
        found.extend(sql(text).bind(*author).bind(limit).all::<Post>(tx).await?);
    }
    found.sort_unstable_by_key(|post| std::cmp::Reverse((post.posted_at, post.id)));
    found.truncate(limit.try_into().unwrap_or_default());
    Ok(found)
}

/// Posts of others that everybody can read, in conversations that are not put away, newest first: those worth asking the network about.
pub async fn worth_a_look(tx: &mut Tx, channel: ChannelId, since: Timestamp, limit: i64) -> Result<Vec<Post>> {
    sql("SELECT post.* FROM post JOIN conversation ON conversation.id = post.conversation_id \
         WHERE post.channel_id = $1 AND post.deleted_at IS NULL AND post.posted_at >= $2 AND post.is_private = 0 \
         AND conversation.status IN ('new', 'open', 'waiting', 'snoozed') ORDER BY post.posted_at DESC LIMIT $3")
    .bind(channel)
    .bind(since)
    .bind(limit)
    .all(tx)
    .await
}

/// Somebody who wrote in the conversations of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// Who.
    pub author: AuthorId,
    /// Their name, or handle.
    pub name: String,
    /// In how many conversations.
    pub conversations: i64,
    /// In which of them last.
    pub last: ConversationId,
}

impl FromRow for Helper {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            author: row.get("id")?,
            name: shown_name(row)?,
            conversations: row.get("n")?,
            last: row.get("last_id")?,
        })
    }
}

/// Conversations in which [`helpers`] are looked for: the newest.
const HELPED_IN: i64 = 2_000;

/// Who outside wrote since a moment in the newest conversations that others began, those first who did in most.
pub async fn helpers(tx: &mut Tx, since: Timestamp, limit: i64) -> Result<Vec<Helper>> {
    sql("SELECT author.id, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         COUNT(DISTINCT post.conversation_id) AS n, MAX(post.conversation_id) AS last_id \
         FROM (SELECT id FROM conversation WHERE active_at >= $1 AND is_spam = 0 AND merged_into IS NULL \
         ORDER BY active_at DESC, id DESC LIMIT $2) AS lately JOIN post ON post.conversation_id = lately.id \
         JOIN author ON author.id = post.author_id \
         JOIN conversation home ON home.id = COALESCE(post.home_id, post.conversation_id) \
         JOIN author asker ON asker.id = home.author_id \
         WHERE post.posted_at >= $1 AND post.deleted_at IS NULL AND post.is_private = 0 AND author.is_ours = 0 AND author.id <> asker.id \
         AND (author.person_id IS NULL OR asker.person_id IS NULL OR author.person_id <> asker.person_id) \
         GROUP BY author.id, author.display_name, author.handle, author.remote_id ORDER BY n DESC, author.id LIMIT $3")
    .bind(since)
    .bind(HELPED_IN)
    .bind(limit)
    .all(tx)
    .await
}
