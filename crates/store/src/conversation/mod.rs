//! Threads with their state.

mod list;

use jiff::Timestamp;
use model::{
    AuthorId, ChannelId, ConversationId, Disposition, MemberId, Outcome, Priority, SilenceReason, SlaPolicyId, Status,
    Talk, TeamId, TopicId, timestamp,
};

pub use self::list::*;
use crate::row::{FromRow, Row};
use crate::sla_clock::NEVER;
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx, erasure};

/// A conversation as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Our id.
    pub id: ConversationId,
    /// The channel on which it is held.
    pub channel: ChannelId,
    /// The root of the network's thread, or what stands for one.
    pub thread_key: String,
    /// The account or brand that is spoken to, on a network without threads.
    pub talk_with: Option<String>,
    /// The person whom it is about.
    pub author: AuthorId,
    /// Where it stands.
    pub status: Status,
    /// Who of us has it.
    pub assignee: Option<MemberId>,
    /// The team to which it is given.
    pub team: Option<TeamId>,
    /// Grows with every public message.
    pub version: i64,
    /// When it wakes.
    pub snoozed_until: Option<Timestamp>,
    /// When it began for us.
    pub opened_at: Timestamp,
    /// Since when somebody outside waits for us.
    pub waiting_since: Option<Timestamp>,
    /// When something last happened in public.
    pub active_at: Timestamp,
    /// Whether it is nothing but spam, and left aside by lists.
    pub is_spam: bool,
    /// Whether it was set aside by a rule or a macro, and stays so whatever is judged about it.
    pub is_kept_aside: bool,
    /// The conversation under which it stands in lists, since it began with nearly the same words.
    pub alike_of: Option<ConversationId>,
    /// How many stand under this one.
    pub alike_count: i64,
    /// What triage decided, since somebody outside last wrote.
    pub disposition: Option<Disposition>,
    /// Why nothing is said, where that was decided.
    pub silence_reason: Option<SilenceReason>,
    /// What came of it, where it is done and that was said.
    pub outcome: Option<Outcome>,
    /// The conversation in which everything stands that is filed to this one; none while it stands for itself.
    pub merged_into: Option<ConversationId>,
    /// The conversation out of which it was split.
    pub split_from: Option<ConversationId>,
    /// Its version when it last gained or lost messages by merging or splitting.
    pub reshaped_version: i64,
    /// How soon it is to be looked at, where that was said.
    pub priority: Option<Priority>,
    /// The policy that says how soon it is answered, where one was chosen for it.
    pub sla_policy: Option<SlaPolicyId>,
    /// The deadline of the clock that runs out first; kept by [`set_due`](crate::sla_clock::set_due).
    pub due_at: Option<Timestamp>,
}

impl FromRow for Conversation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            channel: row.get("channel_id")?,
            thread_key: row.get("thread_key")?,
            talk_with: row.get("talk_with")?,
            author: row.get("author_id")?,
            status: row.get("status")?,
            assignee: row.get("assignee_id")?,
            team: row.get("team_id")?,
            version: row.get("version")?,
            snoozed_until: row.get("snoozed_until")?,
            opened_at: row.get("opened_at")?,
            waiting_since: row.get("waiting_since")?,
            active_at: row.get("active_at")?,
            is_spam: row.get("is_spam")?,
            is_kept_aside: row.get("is_kept_aside")?,
            alike_of: row.get("alike_of")?,
            alike_count: row.get("alike_count")?,
            disposition: row.get("disposition")?,
            silence_reason: row.get("silence_reason")?,
            outcome: row.get("outcome")?,
            merged_into: row.get("merged_into")?,
            split_from: row.get("split_from")?,
            reshaped_version: row.get("reshaped_version")?,
            priority: row.get("priority")?,
            sla_policy: row.get("sla_policy_id")?,
            due_at: Some(row.get::<i64>("due_at")?).filter(|due| *due < NEVER).map(timestamp),
        })
    }
}

/// A conversation to be opened.
#[derive(Clone, Debug)]
pub struct NewConversation<'a> {
    /// The channel on which it is held.
    pub channel: ChannelId,
    /// The root of the thread.
    pub thread_key: &'a str,
    /// The account or brand that is spoken to, on a network without threads.
    pub talk_with: Option<&'a str>,
    /// The person whom it is about.
    pub author: AuthorId,
    /// When it began for us.
    pub opened_at: Timestamp,
}

/// A conversation as it is opened; nothing public stands in it yet (version 0), and it is not kept yet ([`save_all`]).
pub fn begin(tx: &Tx, new: NewConversation<'_>) -> Conversation {
    Conversation {
        id: tx.next_id(),
        channel: new.channel,
        thread_key: new.thread_key.to_owned(),
        talk_with: new.talk_with.map(str::to_owned),
        author: new.author,
        status: Status::New,
        assignee: None,
        team: None,
        version: 0,
        snoozed_until: None,
        opened_at: new.opened_at,
        waiting_since: None,
        active_at: new.opened_at,
        is_spam: false,
        is_kept_aside: false,
        alike_of: None,
        alike_count: 0,
        disposition: None,
        silence_reason: None,
        outcome: None,
        merged_into: None,
        split_from: None,
        reshaped_version: 0,
        priority: None,
        sla_policy: None,
        due_at: None,
    }
}

/// Keeps conversations as they are by now: those that were just begun, and what may change of the others. Where these
/// stand in lists is not among it: [`spam`](crate::spam), [`near`](crate::near) and [`merge`](crate::merge) say that.
pub async fn save_all(tx: &mut Tx, conversations: &[&Conversation]) -> Result<()> {
    let rows = conversations.iter().map(|one| {
        vec![
            one.id.into(),
            one.channel.into(),
            (&one.thread_key).into(),
            one.talk_with.as_ref().into(),
            one.author.into(),
            one.status.into(),
            one.assignee.into(),
            one.team.into(),
            one.version.into(),
            one.snoozed_until.into(),
            one.opened_at.into(),
            one.waiting_since.into(),
            one.active_at.into(),
            one.is_spam.into(),
            one.is_kept_aside.into(),
            one.alike_of.into(),
            one.alike_count.into(),
            one.disposition.into(),
            one.silence_reason.into(),
            one.priority.into(),
            one.sla_policy.into(),
            one.outcome.into(),
        ]
    });
    let head = "INSERT INTO conversation (id, channel_id, thread_key, talk_with, author_id, status, assignee_id, team_id, version, \
         snoozed_until, opened_at, waiting_since, active_at, is_spam, is_kept_aside, alike_of, alike_count, \
         disposition, silence_reason, priority, sla_policy_id, outcome)";
    let tail = " ON CONFLICT (id) DO UPDATE SET status = excluded.status, assignee_id = excluded.assignee_id, \
         team_id = excluded.team_id, version = excluded.version, snoozed_until = excluded.snoozed_until, waiting_since = excluded.waiting_since, \
         active_at = excluded.active_at, disposition = excluded.disposition, silence_reason = excluded.silence_reason, \
         priority = excluded.priority, is_kept_aside = excluded.is_kept_aside, sla_policy_id = excluded.sla_policy_id, \
         outcome = excluded.outcome";
    insert(tx, head, tail, rows).await
}

/// Opens a conversation and keeps it.
pub async fn open(tx: &mut Tx, new: NewConversation<'_>) -> Result<Conversation> {
    let opened = begin(tx, new);
    save(tx, &opened).await?;
    Ok(opened)
}

/// The conversation with this id.
pub async fn find(tx: &mut Tx, id: ConversationId) -> Result<Option<Conversation>> {
    sql(format!("SELECT * FROM conversation WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The conversations with these ids.
pub async fn of_ids(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Conversation>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let (places, to_change) = (places(1, piece.len()), tx.to_change());
        let text = format!("SELECT * FROM conversation WHERE id IN ({places}) ORDER BY id{to_change}");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?);
    }
    Ok(found)
}

/// The conversation of a thread.
pub async fn by_thread(tx: &mut Tx, channel: ChannelId, thread_key: &str) -> Result<Option<Conversation>> {
    Ok(by_threads(tx, channel, &[thread_key]).await?.into_iter().next())
}

/// The conversations of these threads, each under the key by which it was asked for: also of those that somebody began who was
/// erased since.
pub async fn by_threads(tx: &mut Tx, channel: ChannelId, thread_keys: &[&str]) -> Result<Vec<Conversation>> {
    let mut found: Vec<Conversation> = Vec::new();
    let erased = erasure::kept_ids(tx, channel, thread_keys).await?;
    let keys: Vec<&str> = thread_keys.iter().copied().chain(erased.keys().map(String::as_str)).collect();
    for piece in pieces(&keys) {
        let (places, to_change) = (places(2, piece.len()), tx.to_change());
        let text = format!(
            "SELECT * FROM conversation WHERE channel_id = $1 AND thread_key IN ({places}) ORDER BY id{to_change}"
        );
        let query = piece.iter().fold(sql(text).bind(channel), |query, key| query.bind(*key));
        found.extend(query.all::<Conversation>(tx).await?);
    }
    for one in &mut found {
        if let Some(asked) = erased.get(&one.thread_key) {
            one.thread_key.clone_from(asked);
        }
    }
    Ok(found)
}

/// The conversation of an author with an account or brand in which something was said nearest to this moment, no further
/// away than the longest silence of the talk.
pub async fn by_talk(
    tx: &mut Tx,
    channel: ChannelId,
    author: AuthorId,
    talk: &Talk,
    at: Timestamp,
) -> Result<Option<Conversation>> {
    let from = at.saturating_sub(talk.silence_max).unwrap_or(Timestamp::MIN);
    let to = at.saturating_add(talk.silence_max).unwrap_or(Timestamp::MAX);
    // Where the talk was merged into another, what was said in it stands there, and is at home here.
    let text = "SELECT said.id FROM (\
         SELECT conversation.id, post.id AS post_id, post.posted_at FROM conversation \
         JOIN post ON post.conversation_id = conversation.id AND post.home_id IS NULL \
         WHERE conversation.channel_id = $1 AND conversation.author_id = $2 AND conversation.talk_with = $3 \
         AND post.posted_at BETWEEN $4 AND $5 UNION ALL \
         SELECT conversation.id, post.id AS post_id, post.posted_at FROM conversation \
         JOIN post ON post.home_id = conversation.id \
         WHERE conversation.channel_id = $1 AND conversation.author_id = $2 AND conversation.talk_with = $3 \
         AND post.posted_at BETWEEN $4 AND $5) AS said ORDER BY ABS(said.posted_at - $6), said.post_id LIMIT 1";
    let nearest = sql(text)
        .bind(channel)
        .bind(author)
        .bind(&talk.with)
        .bind(from)
        .bind(to)
        .bind(at)
        .maybe::<ConversationId>(tx)
        .await?;
    match nearest {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}

/// Which of these thread roots are conversations of ours.
pub async fn known_threads(tx: &mut Tx, channel: ChannelId, roots: &[&str]) -> Result<Vec<String>> {
    let mut known = Vec::new();
    let erased = erasure::kept_ids(tx, channel, roots).await?;
    let keys: Vec<&str> = roots.iter().copied().chain(erased.keys().map(String::as_str)).collect();
    for piece in pieces(&keys) {
        let text = format!(
            "SELECT thread_key FROM conversation WHERE channel_id = $1 AND thread_key IN ({})",
            places(2, piece.len())
        );
        let query = piece.iter().fold(sql(text).bind(channel), |query, root| query.bind(*root));
        let found = query.all::<ThreadKey>(tx).await?.into_iter();
        known.extend(found.map(|ThreadKey(key)| erased.get(&key).cloned().unwrap_or(key)));
    }
    Ok(known)
}

struct ThreadKey(String);

impl FromRow for ThreadKey {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("thread_key").map(Self)
    }
}

/// Keeps others from changing a conversation, and what belongs to it, until the transaction is over.
pub(crate) async fn keep_to_ourselves(tx: &mut Tx, id: ConversationId) -> Result<()> {
    if tx.waits_for_others() {
        let text = format!("SELECT id FROM conversation WHERE id = $1{}", tx.to_change());
        sql(text).bind(id).maybe::<ConversationId>(tx).await?;
    }
    Ok(())
}

/// Keeps one conversation, as [`save_all`].
pub async fn save(tx: &mut Tx, conversation: &Conversation) -> Result<()> {
    save_all(tx, &[conversation]).await
}

/// Puts topics on conversations.
pub async fn add_topics(tx: &mut Tx, topics: &[(ConversationId, TopicId)]) -> Result<()> {
    let rows = topics.iter().map(|(conversation, topic)| vec![(*conversation).into(), (*topic).into()]);
    let head = "INSERT INTO conversation_topic (conversation_id, topic_id)";
    insert(tx, head, " ON CONFLICT DO NOTHING", rows).await
}

/// Snoozed conversations whose time has come; for a writer, those that nobody else is changing.
pub async fn due_to_wake(tx: &mut Tx, limit: i64) -> Result<Vec<Conversation>> {
    let now = tx.now();
    let if_free = if tx.is_writer() { tx.dialect().to_change_if_free() } else { "" };
    sql(format!(
        "SELECT * FROM conversation WHERE snoozed_until <= $1 AND status = 'snoozed' AND merged_into IS NULL ORDER BY snoozed_until \
         LIMIT $2{if_free}"
    ))
    .bind(now)
    .bind(limit)
    .all(tx)
    .await
}

/// Conversations of a channel that nobody has touched and in which nothing was said since a moment, oldest first.
pub async fn untouched_since(
    tx: &mut Tx,
    channel: ChannelId,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<Conversation>> {
    sql(format!(
        "SELECT * FROM conversation WHERE status = 'new' AND active_at < $2 AND channel_id = $1 AND merged_into IS NULL \
         ORDER BY active_at, id LIMIT $3{}",
        tx.to_change()
    ))
    .bind(channel)
    .bind(before)
    .bind(limit)
    .all(tx)
    .await
}

/// Conversations of a channel that are not put away and in which something was said lately, newest first; those that
/// stand in another as it stands.
pub async fn lively(tx: &mut Tx, channel: ChannelId, since: Timestamp, limit: i64) -> Result<Vec<Conversation>> {
    sql("SELECT lively.* FROM (SELECT conversation.*, conversation.active_at AS lively_at FROM conversation \
         WHERE status IN ('new', 'open', 'waiting') AND channel_id = $1 AND active_at >= $2 AND merged_into IS NULL \
         UNION ALL SELECT conversation.*, other.active_at AS lively_at FROM conversation \
         JOIN conversation AS other ON other.id = conversation.merged_into \
         WHERE conversation.channel_id = $1 AND other.status IN ('new', 'open', 'waiting') AND other.active_at >= $2) \
         AS lively ORDER BY lively_at DESC LIMIT $3")
    .bind(channel)
    .bind(since)
    .bind(limit)
    .all(tx)
    .await
}
