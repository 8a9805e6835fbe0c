//! Threads with their state.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{
    AuthorId, ChannelId, ConversationId, Disposition, InboxView, MemberId, Network, Priority, SilenceReason, Status,
    Talk, TopicId, timestamp,
};

use crate::row::{FromRow, Row, shown_name};
use crate::sla_clock::NEVER;
use crate::sql::{Statement, Value, insert, pieces, places, sql};
use crate::{Result, Tx, label};

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
    /// The conversation under which it stands in lists, since it began with nearly the same words.
    pub alike_of: Option<ConversationId>,
    /// How many stand under this one.
    pub alike_count: i64,
    /// What triage decided, since somebody outside last wrote.
    pub disposition: Option<Disposition>,
    /// Why nothing is said, where that was decided.
    pub silence_reason: Option<SilenceReason>,
    /// The conversation in which everything stands that is filed to this one; none while it stands for itself.
    pub merged_into: Option<ConversationId>,
    /// The conversation out of which it was split.
    pub split_from: Option<ConversationId>,
    /// Its version when it last gained or lost messages by merging or splitting.
    pub reshaped_version: i64,
    /// How soon it is to be looked at, where that was said.
    pub priority: Option<Priority>,
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
            version: row.get("version")?,
            snoozed_until: row.get("snoozed_until")?,
            opened_at: row.get("opened_at")?,
            waiting_since: row.get("waiting_since")?,
            active_at: row.get("active_at")?,
            is_spam: row.get("is_spam")?,
            alike_of: row.get("alike_of")?,
            alike_count: row.get("alike_count")?,
            disposition: row.get("disposition")?,
            silence_reason: row.get("silence_reason")?,
            merged_into: row.get("merged_into")?,
            split_from: row.get("split_from")?,
            reshaped_version: row.get("reshaped_version")?,
            priority: row.get("priority")?,
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
        version: 0,
        snoozed_until: None,
        opened_at: new.opened_at,
        waiting_since: None,
        active_at: new.opened_at,
        is_spam: false,
        alike_of: None,
        alike_count: 0,
        disposition: None,
        silence_reason: None,
        merged_into: None,
        split_from: None,
        reshaped_version: 0,
        priority: None,
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
            one.version.into(),
            one.snoozed_until.into(),
            one.opened_at.into(),
            one.waiting_since.into(),
            one.active_at.into(),
            one.is_spam.into(),
            one.alike_of.into(),
            one.alike_count.into(),
            one.disposition.into(),
            one.silence_reason.into(),
            one.priority.into(),
        ]
    });
    let head = "INSERT INTO conversation (id, channel_id, thread_key, talk_with, author_id, status, assignee_id, version, \
         snoozed_until, opened_at, waiting_since, active_at, is_spam, alike_of, alike_count, disposition, \
         silence_reason, priority)";
    let tail = " ON CONFLICT (id) DO UPDATE SET status = excluded.status, assignee_id = excluded.assignee_id, \
         version = excluded.version, snoozed_until = excluded.snoozed_until, waiting_since = excluded.waiting_since, \
         active_at = excluded.active_at, disposition = excluded.disposition, silence_reason = excluded.silence_reason, \
         priority = excluded.priority";
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
    sql(format!("SELECT * FROM conversation WHERE channel_id = $1 AND thread_key = $2{}", tx.to_change()))
        .bind(channel)
        .bind(thread_key)
        .maybe(tx)
        .await
}

/// The conversations of these threads.
pub async fn by_threads(tx: &mut Tx, channel: ChannelId, thread_keys: &[&str]) -> Result<Vec<Conversation>> {
    let mut found = Vec::new();
    for piece in pieces(thread_keys) {
        let (places, to_change) = (places(2, piece.len()), tx.to_change());
        let text = format!(
            "SELECT * FROM conversation WHERE channel_id = $1 AND thread_key IN ({places}) ORDER BY id{to_change}"
        );
        found.extend(piece.iter().fold(sql(text).bind(channel), |query, key| query.bind(*key)).all(tx).await?);
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
    for piece in pieces(roots) {
        let text = format!(
            "SELECT thread_key FROM conversation WHERE channel_id = $1 AND thread_key IN ({})",
            places(2, piece.len())
        );
        let query = piece.iter().fold(sql(text).bind(channel), |query, root| query.bind(*root));
        known.extend(query.all::<ThreadKey>(tx).await?.into_iter().map(|key| key.0));
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

/// Earlier conversations with the same person, newest first.
pub async fn of_author(tx: &mut Tx, author: AuthorId, limit: i64) -> Result<Vec<ListRow>> {
    let by = "conversation.opened_at DESC, conversation.id DESC";
    let text = list_rows(&format!("WHERE author_id = $1 AND merged_into IS NULL ORDER BY {by} LIMIT $2"), by);
    sql(text).bind(author).bind(limit).all(tx).await
}

/// How many conversations there were with a person.
pub async fn count_of_author(tx: &mut Tx, author: AuthorId) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM conversation WHERE author_id = $1 AND merged_into IS NULL";
    Ok(sql(text).bind(author).maybe(tx).await?.unwrap_or(0))
}

/// Which conversations a list shows. What is nothing but spam stands in [`View::Spam`] alone, and what says nearly the
/// same as another under that one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// New and open ones: somebody may wait for us.
    Waiting,
    /// Of those, the ones that this member has.
    Mine(MemberId),
    /// Of those, the ones that nobody has.
    Unassigned,
    /// Answered; the person's turn.
    Answered,
    /// Put away until later.
    Snoozed,
    /// Resolved and archived ones.
    Done,
    /// Those that are nothing but spam, whatever their status.
    Spam,
    /// Every one but spam.
    #[default]
    All,
}

/// What lists leave aside.
const NO_SPAM: &str = " AND conversation.is_spam = 0";
const FOLDED: &str = " AND conversation.alike_of IS NULL";
const MERGED: &str = " AND conversation.merged_into IS NULL";

impl View {
    /// A list of the inbox, as this member has it.
    pub fn of(view: InboxView, member: MemberId) -> Self {
        match view {
            InboxView::Waiting => Self::Waiting,
            InboxView::Mine => Self::Mine(member),
            InboxView::Unassigned => Self::Unassigned,
            InboxView::Snoozed => Self::Snoozed,
            InboxView::Done => Self::Done,
            InboxView::Spam => Self::Spam,
            InboxView::All => Self::All,
        }
    }

    fn condition(self) -> (&'static str, Option<MemberId>) {
        match self {
            Self::Waiting => ("conversation.status IN ('new', 'open')", None),
            Self::Mine(member) => {
                ("conversation.status IN ('new', 'open') AND conversation.assignee_id = $1", Some(member))
            }
            Self::Unassigned => ("conversation.status IN ('new', 'open') AND conversation.assignee_id IS NULL", None),
            Self::Answered => ("conversation.status = 'waiting'", None),
            Self::Snoozed => ("conversation.status = 'snoozed'", None),
            Self::Done => ("conversation.status IN ('resolved', 'archived')", None),
            Self::Spam => ("conversation.is_spam = 1", None),
            Self::All => ("1 = 1", None),
        }
    }
}

/// Who has a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// This member.
    To(MemberId),
    /// Nobody.
    ToNobody,
}

/// The conversations of a view that meet every further condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The view.
    pub view: View,
    /// Whether spam is shown among the others.
    pub with_spam: bool,
    /// Whether each of those that say nearly the same has its own place.
    pub each: bool,
    /// The conversation under which it stands.
    pub alike_of: Option<ConversationId>,
    /// One of these statuses; any when empty.
    pub statuses: Vec<Status>,
    /// Who has it.
    pub assigned: Option<Assigned>,
    /// The name of a label on it.
    pub label: Option<String>,
    /// A topic that it meets.
    pub topic: Option<TopicId>,
    /// The channel on which it is held.
    pub channel: Option<ChannelId>,
    /// Whether what is due first stands first, and what never is last; else the newest activity.
    pub is_by_due: bool,
}

impl From<View> for Filter {
    fn from(view: View) -> Self {
        Self { view, ..Self::default() }
    }
}

impl Filter {
    /// Where a conversation stands in the list.
    pub fn place_of(&self, conversation: &Conversation) -> Place {
        match self.is_by_due {
            true => (conversation.due_at.unwrap_or(Timestamp::MAX), conversation.id),
            false => (conversation.active_at, conversation.id),
        }
    }

    /// Whether one place of the list comes before another.
    pub fn is_before(&self, one: Place, other: Place) -> bool {
        if self.is_by_due { one < other } else { one > other }
    }

    /// The order of the list.
    pub(crate) const fn order(&self) -> &'static str {
        match self.is_by_due {
            true => "conversation.due_at, conversation.id",
            false => "conversation.active_at DESC, conversation.id DESC",
        }
    }

    /// The condition as [`Filter::condition`], for what comes after a place.
    pub(crate) fn condition_after(&self, after: Option<Place>) -> (String, Vec<Value>) {
        let (mut condition, mut values) = self.condition();
        if let Some((at, id)) = after {
            let first = values.len() + 1;
            let (key, than) = if self.is_by_due { ("due_at", '>') } else { ("active_at", '<') };
            condition
                .push_str(&format!(" AND (conversation.{key}, conversation.id) {than} (${first}, ${})", first + 1));
            values.extend([Value::from(at), Value::from(id)]);
        }
        (condition, values)
    }

    /// The condition, and the values of its places.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        let (view, member) = self.view.condition();
        let (mut text, mut values) = (view.to_owned(), Vec::from_iter(member.map(Value::from)));
        text.push_str(MERGED);
        if !self.with_spam && self.view != View::Spam && self.alike_of.is_none() {
            text.push_str(NO_SPAM);
        }
        if !self.each && self.alike_of.is_none() {
            text.push_str(FOLDED);
        }
        if !self.statuses.is_empty() {
            let places = places(values.len() + 1, self.statuses.len());
            text.push_str(&format!(" AND conversation.status IN ({places})"));
            values.extend(self.statuses.iter().map(|status| Value::from(*status)));
        }
        let mut also = |condition: &str, value: Value| {
            values.push(value);
            text.push_str(&format!(" AND {}", condition.replace("$$", &format!("${}", values.len()))));
        };
        if let Some(Assigned::To(member)) = self.assigned {
            also("conversation.assignee_id = $$", member.into());
        }
        if let Some(under) = self.alike_of {
            also("conversation.alike_of = $$", under.into());
        }
        if let Some(channel) = self.channel {
            also("conversation.channel_id = $$", channel.into());
        }
        if let Some(topic) = self.topic {
            let on = "SELECT 1 FROM conversation_topic t WHERE t.conversation_id = conversation.id AND t.topic_id = $$";
            also(&format!("EXISTS ({on})"), topic.into());
        }
        if let Some(label) = &self.label {
            let on = "SELECT 1 FROM conversation_label l JOIN label ON label.id = l.label_id \
                      WHERE l.conversation_id = conversation.id AND label.folded = $$";
            also(&format!("EXISTS ({on})"), label::folded(label).into());
        }
        if self.assigned == Some(Assigned::ToNobody) {
            text.push_str(" AND conversation.assignee_id IS NULL");
        }
        (text, values)
    }
}

/// The place in a list after which the next page begins: what the list goes by, and the id of the last row shown.
pub type Place = (Timestamp, ConversationId);

/// A conversation as a row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// The conversation.
    pub conversation: Conversation,
    /// The name of the person.
    pub author_name: String,
    /// On which network.
    pub network: Network,
    /// The heading of the post that speaks for the conversation: the newest of somebody outside, else the first.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
    /// The language that their author declared.
    pub languages: Vec<String>,
    /// When they were written.
    pub posted_at: Timestamp,
    /// Whether they are gone at their source.
    pub is_deleted: bool,
}

impl ListRow {
    /// Heading and words together, as a row shows them.
    pub fn words(&self) -> String {
        match &self.title {
            Some(title) if self.text.is_empty() => title.clone(),
            Some(title) => format!("{title}\n{}", self.text),
            None => self.text.clone(),
        }
    }
}

impl FromRow for ListRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            conversation: Conversation::from_row(row)?,
            author_name: shown_name(row)?,
            network: row.get("network")?,
            title: row.get("title")?,
            text: row.get("text")?,
            languages: row.json("languages")?,
            posted_at: row.get("posted_at")?,
            is_deleted: row.get::<Option<Timestamp>>("deleted_at")?.is_some(),
        })
    }
}

/// The rows of the conversations that `chosen` selects, in the order `by`. Chosen first: what a row shows is looked up
/// for those that are shown only.
fn list_rows(chosen: &str, by: &str) -> String {
    // The newest post of somebody outside speaks for the conversation; for one that was merged, the newest that is at home
    // there. An account that wrote to us may later have
    // become one of ours: then the first post does.
    format!(
        "SELECT conversation.*, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         channel.network, post.title, post.text, post.languages, post.posted_at, post.deleted_at \
         FROM (SELECT * FROM conversation {chosen}) AS conversation \
         JOIN author ON author.id = conversation.author_id JOIN channel ON channel.id = conversation.channel_id \
         JOIN post ON post.id = COALESCE((SELECT p.id FROM post p JOIN author a ON a.id = p.author_id \
           WHERE p.conversation_id = conversation.id AND a.is_ours = 0 ORDER BY p.posted_at DESC, p.id DESC LIMIT 1), \
           (SELECT p.id FROM post p WHERE p.conversation_id = conversation.id ORDER BY p.posted_at, p.id LIMIT 1), \
           (SELECT p.id FROM post p WHERE p.home_id = conversation.id ORDER BY p.posted_at DESC, p.id DESC LIMIT 1)) \
         ORDER BY {by}"
    )
}

/// One page of a list, in its order.
pub async fn list(tx: &mut Tx, filter: impl Into<Filter>, after: Option<Place>, limit: i64) -> Result<Vec<ListRow>> {
    let filter = filter.into();
    let (condition, values) = filter.condition_after(after);
    let by = filter.order();
    let text = list_rows(&format!("WHERE {condition} ORDER BY {by} LIMIT {limit}"), by);
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// These conversations as rows of a list, newest activity first.
pub async fn rows(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<ListRow>> {
    let mut found: Vec<ListRow> = Vec::new();
    for piece in pieces(ids) {
        let text = list_rows(&format!("WHERE id IN ({})", places(1, piece.len())), "conversation.id");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ListRow>(tx).await?);
    }
    found.sort_unstable_by_key(|row| std::cmp::Reverse((row.conversation.active_at, row.conversation.id)));
    Ok(found)
}

/// A conversation as a row of a list.
pub async fn row(tx: &mut Tx, id: ConversationId) -> Result<Option<ListRow>> {
    sql(list_rows("WHERE id = $1", "conversation.id")).bind(id).maybe(tx).await
}

/// How many conversations a view holds.
pub async fn count(tx: &mut Tx, view: View) -> Result<i64> {
    let (condition, values) = Filter::from(view).condition();
    let text = format!("SELECT COUNT(*) AS n FROM conversation WHERE {condition}");
    let query = values.into_iter().fold(sql(text), Statement::bind);
    Ok(query.maybe(tx).await?.unwrap_or(0))
}

struct Named {
    conversation: ConversationId,
    name: String,
}

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, name: row.get("name")? })
    }
}

/// The names of the topics on each of these conversations.
pub async fn topics(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<String>>> {
    names(
        tx,
        ids,
        "SELECT conversation_id, topic.name FROM conversation_topic \
        JOIN topic ON topic.id = topic_id WHERE conversation_id IN",
    )
    .await
}

struct TopicOn {
    conversation: ConversationId,
    topic: (TopicId, String),
}

impl FromRow for TopicOn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, topic: (row.get("id")?, row.get("name")?) })
    }
}

/// The topics on each of these conversations, with their ids, by name.
pub async fn topics_on(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<(TopicId, String)>>> {
    let mut topics: HashMap<ConversationId, Vec<(TopicId, String)>> = HashMap::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation_id, topic.id, topic.name FROM conversation_topic JOIN topic ON topic.id = topic_id \
             WHERE conversation_id IN ({}) ORDER BY topic.name, topic.id",
            places(1, piece.len())
        );
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<TopicOn>(tx).await? {
            topics.entry(one.conversation).or_default().push(one.topic);
        }
    }
    Ok(topics)
}

/// The names of the labels on each of these conversations.
pub async fn labels(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<String>>> {
    names(
        tx,
        ids,
        "SELECT conversation_id, label.name FROM conversation_label \
        JOIN label ON label.id = label_id WHERE conversation_id IN",
    )
    .await
}

async fn names(tx: &mut Tx, ids: &[ConversationId], select: &str) -> Result<HashMap<ConversationId, Vec<String>>> {
    let mut names: HashMap<ConversationId, Vec<String>> = HashMap::new();
    for piece in pieces(ids) {
        let query = sql(format!("{select} ({}) ORDER BY name", places(1, piece.len())));
        let query = piece.iter().fold(query, |query, id| query.bind(*id));
        for one in query.all::<Named>(tx).await? {
            names.entry(one.conversation).or_default().push(one.name);
        }
    }
    Ok(names)
}
