//! Conversations as lists show them.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{AuthorId, ChannelId, ConversationId, InboxView, MemberId, Network, Outcome, Status, TopicId};

use super::Conversation;
use crate::row::{FromRow, Row, shown_name};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx, label};

/// The conversations in which one of these authors spoke, whoever began them, newest activity first: those after a place.
pub async fn with_authors(tx: &mut Tx, authors: &[AuthorId], after: Option<Place>, limit: i64) -> Result<Vec<ListRow>> {
    let mut values: Vec<Value> = authors.iter().map(|id| Value::from(*id)).collect();
    let mut chosen = format!("conversation WHERE {}", spoke_in(authors));
    if let Some((at, id)) = after {
        let first = values.len() + 1;
        chosen.push_str(&format!(" AND (active_at, id) < (${first}, ${})", first + 1));
        values.extend([Value::from(at), Value::from(id)]);
    }
    let by = "conversation.active_at DESC, conversation.id DESC";
    let text = list_rows(&format!("{chosen} ORDER BY {by} LIMIT {limit}"), by);
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// In how many conversations one of these authors spoke.
pub async fn count_with_authors(tx: &mut Tx, authors: &[AuthorId]) -> Result<i64> {
    let text = format!("SELECT COUNT(*) AS n FROM conversation WHERE {}", spoke_in(authors));
    Ok(authors.iter().fold(sql(text), |query, id| query.bind(*id)).maybe(tx).await?.unwrap_or(0))
}

fn spoke_in(authors: &[AuthorId]) -> String {
    let places = places(1, authors.len());
    format!(
        "id IN (SELECT post.conversation_id FROM post WHERE post.author_id IN ({places}) AND post.conversation_id IS NOT NULL)"
    )
}

/// Which conversations a list shows. What is nothing but spam stands in [`View::Spam`] alone, and what says nearly the
/// same as another under that one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
    /// Whether it is the same for everybody, or this member's.
    pub fn is_of(self, member: MemberId) -> bool {
        !matches!(self, Self::Mine(other) if other != member)
    }

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

/// Whether a member keeps a conversation at the top of their lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// This member does.
    By(MemberId),
    /// This member does not.
    NotBy(MemberId),
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
    /// Who keeps it at the top, or does not.
    pub pinned: Option<Pinned>,
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

    /// The column by which the list goes.
    pub(crate) const fn key(&self) -> &'static str {
        if self.is_by_due { "due_at" } else { "active_at" }
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
            let (key, than) = (self.key(), if self.is_by_due { '>' } else { '<' });
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
        if let Some(pinned) = self.pinned {
            let theirs = "SELECT p.conversation_id FROM conversation_pin p WHERE p.member_id = $$";
            match pinned {
                // The few are looked up; asked of each, every conversation would be gone through to find them.
                Pinned::By(member) => also(&format!("conversation.id IN ({theirs})"), member.into()),
                Pinned::NotBy(member) => {
                    also(&format!("NOT EXISTS ({theirs} AND p.conversation_id = conversation.id)"), member.into())
                }
            }
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
         FROM (SELECT conversation.* FROM {chosen}) AS conversation \
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
    let (condition, mut values) = filter.condition_after(after);
    let by = filter.order();
    // What a member keeps at the top is little: each is looked up, and the rest of the list is not gone through for it.
    let from = match filter.pinned {
        Some(Pinned::By(member)) => {
            values.push(member.into());
            format!(
                "(SELECT p.conversation_id AS pinned_id FROM conversation_pin p WHERE p.member_id = ${}) AS pinned \
                 CROSS JOIN conversation WHERE conversation.id = pinned.pinned_id AND",
                values.len()
            )
        }
        _ => "conversation WHERE".to_owned(),
    };
    let text = list_rows(&format!("{from} {condition} ORDER BY {by} LIMIT {limit}"), by);
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// These conversations as rows of a list, newest activity first.
pub async fn rows(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<ListRow>> {
    let mut found: Vec<ListRow> = Vec::new();
    for piece in pieces(ids) {
        let text = list_rows(&format!("conversation WHERE id IN ({})", places(1, piece.len())), "conversation.id");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ListRow>(tx).await?);
    }
    found.sort_unstable_by_key(|row| std::cmp::Reverse((row.conversation.active_at, row.conversation.id)));
    Ok(found)
}

/// A conversation as a row of a list.
pub async fn row(tx: &mut Tx, id: ConversationId) -> Result<Option<ListRow>> {
    sql(list_rows("conversation WHERE id = $1", "conversation.id")).bind(id).maybe(tx).await
}

/// How many conversations a list holds; that many at most, where there are more.
pub async fn count(tx: &mut Tx, filter: impl Into<Filter>, most: usize) -> Result<usize> {
    let (condition, values) = filter.into().condition();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let text =
        format!("SELECT COUNT(*) AS n FROM (SELECT id FROM conversation WHERE {condition} LIMIT {most}) AS listed");
    let count: i64 = values.into_iter().fold(sql(text), Statement::bind).maybe(tx).await?.unwrap_or(0);
    Ok(count.try_into().unwrap_or_default())
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

/// Which of these conversations are the first of their person, under whichever handle.
pub async fn firsts(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<ConversationId>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation.id FROM conversation JOIN author ON author.id = conversation.author_id \
             WHERE conversation.id IN ({}) AND NOT EXISTS (SELECT 1 FROM conversation earlier \
             WHERE earlier.author_id = conversation.author_id AND earlier.opened_at < conversation.opened_at) \
             AND (author.person_id IS NULL OR NOT EXISTS (SELECT 1 FROM author other \
             JOIN conversation earlier ON earlier.author_id = other.id \
             WHERE other.person_id = author.person_id AND earlier.opened_at < conversation.opened_at))",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ConversationId>(tx).await?);
    }
    Ok(found)
}

struct CameOf(Option<Outcome>, i64);

impl FromRow for CameOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("outcome")?, row.get("n")?))
    }
}

/// What came of the conversations that are done and in which something happened since a moment: how many have each outcome, the
/// most first; `None` for those of which nobody said.
pub async fn outcomes(tx: &mut Tx, since: Timestamp) -> Result<Vec<(Option<Outcome>, i64)>> {
    let rows: Vec<CameOf> = sql("SELECT outcome, COUNT(*) AS n FROM conversation \
         WHERE status IN ('resolved', 'archived') AND active_at >= $1 AND is_spam = 0 AND merged_into IS NULL \
         AND (status = 'resolved' OR outcome IS NOT NULL) GROUP BY outcome ORDER BY n DESC, outcome")
    .bind(since)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|CameOf(outcome, count)| (outcome, count)).collect())
}
