//! Conversations: `/api/v1/conversations`.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{AppendHeaders, IntoResponse};
use inbox::{Decision, InboxError, Stands};
use jiff::Timestamp;
use listening::{FieldContext, Query};
use model::{
    AuthorId, ChannelId, ConversationId, Disposition, Lack, MemberId, Outcome, Priority, Relation, Right, Scope,
    SilenceReason, Stance, Status, TeamId, TopicId, micros, timestamp,
};
use serde::{Deserialize, Serialize};
use store::conversation::{self, Assigned, Filter, ListRow, Pinned, View};
use store::regard::{self, Evidence};
use store::{StoreError, Tx, giving};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::cursor::{self, Page};
use super::heard_elsewhere::HeardElsewhere;
use super::input::{Body, Named, Params, some};
use super::problem::{Answer, Problem, ProblemKind};
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// Its marks in cursors.
const LIST: &str = "conversation";
/// Those of the list by deadline.
const LIST_BY_DUE: &str = "conversation-by-due";
/// Conversations that one page of a search looks at; a search that words do not narrow goes on with the next cursor.
const LOOKED_MAX: usize = 5_000;
/// The most labels that are set at once.
const LABELS_MAX: usize = 50;

/// A thread with its state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Conversation {
    id: Id,
    /// The channel on which it is held.
    channel: Id,
    #[schema(value_type = schema::Network)]
    network: model::Network,
    #[schema(value_type = schema::Status)]
    status: Status,
    /// The member who has it.
    assignee: Option<Id>,
    /// The team to which it is given.
    team: Option<Id>,
    /// Why it waits with that team and nobody was given it; null where it does not.
    waits: Option<Waits>,
    /// Grows with every public message; the ETag.
    version: i64,
    /// What triage decided since the person last wrote.
    #[schema(value_type = Option<schema::Disposition>)]
    disposition: Option<Disposition>,
    /// Why nothing is said, where that was decided.
    #[schema(value_type = Option<schema::SilenceReason>)]
    silence_reason: Option<SilenceReason>,
    /// What came of it, where it is done and that was said.
    #[schema(value_type = Option<schema::Outcome>)]
    outcome: Option<Outcome>,
    /// How soon it is to be looked at; null where nobody said.
    #[schema(value_type = Option<schema::Priority>)]
    priority: Option<Priority>,
    /// When it wakes.
    snoozed_until: Option<Timestamp>,
    /// When it began for us.
    opened_at: Timestamp,
    /// Since when somebody outside waits for us.
    waiting_since: Option<Timestamp>,
    /// When something last happened in public.
    active_at: Timestamp,
    /// The deadline of the clock that runs out first; null while none runs.
    due_at: Option<Timestamp>,
    /// Whether it is nothing but spam, and left out of lists.
    is_spam: bool,
    /// The conversation that began with nearly the same words, and stands for this one in lists.
    alike_of: Option<Id>,
    /// How many this one stands for.
    alike_count: i64,
    /// The conversation in which everything stands that is filed to this one; null while it stands for itself.
    merged_into: Option<Id>,
    /// Where the house had heard of it before, where that was said.
    heard_elsewhere: Option<HeardElsewhere>,
    /// Whether it goes on in private.
    is_private: bool,
    /// The person whom it is about.
    person: Person,
    /// The newest words of somebody outside.
    latest: Latest,
    /// The topics that it meets.
    topics: Vec<TopicName>,
    /// The names of the labels on it.
    labels: Vec<String>,
}

/// Why a conversation waits with its team, which gives out by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waits {
    /// What nobody who is there has.
    #[schema(value_type = schema::Lack)]
    lack: Lack,
    /// The language (ISO 639) or the relation that nobody has.
    detail: Option<String>,
    since: Timestamp,
}

/// Somebody who speaks in public.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    id: Id,
    /// The name to show.
    name: String,
    /// What they are judged to be to us, the surest first; several may hold. A judgement, never a fact.
    relations: Vec<Regard>,
    /// How they are judged to stand to topics.
    stances: Vec<Regard>,
}

/// A judgement about a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Regard {
    /// The topic of a stance; null for a relation.
    topic: Option<Id>,
    /// A relation (`customer`, `press`, ...) or a stance (`fan`, `critic`, ...).
    value: String,
    /// How surely, from 0 to 100.
    confidence_percent: i64,
    /// Whether a member said so.
    is_corrected: bool,
    /// The posts that it rests on; none where a member said so, or where it rests on the name that they chose.
    posts: Vec<Id>,
    /// Until when it holds.
    expires_at: Timestamp,
}

impl From<store::regard::Regard> for Regard {
    fn from(one: store::regard::Regard) -> Self {
        let posts = one.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Post(post, ..) => Some(*post),
            Evidence::Name | Evidence::Handle => None,
        });
        let posts: BTreeSet<_> = posts.collect();
        Self {
            topic: one.topic.map(Into::into),
            value: one.value,
            confidence_percent: one.confidence_percent,
            is_corrected: one.member.is_some(),
            posts: posts.into_iter().map(Into::into).collect(),
            expires_at: one.expires_at,
        }
    }
}

/// What is decided about a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriageChange {
    /// The decision; null takes the former one back.
    #[schema(value_type = Option<schema::Disposition>)]
    pub(super) disposition: Option<Disposition>,
    /// Why nothing is said: needed to let it stand, possible when watching.
    #[schema(value_type = Option<schema::SilenceReason>)]
    pub(super) reason: Option<SilenceReason>,
    /// Until when it is watched; a week from now when absent.
    pub(super) until: Option<Timestamp>,
}

/// What a member says of how a person stands to a topic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StanceChange {
    #[schema(value_type = Id)]
    topic: TopicId,
    #[schema(value_type = schema::Stance)]
    value: Stance,
}

impl StanceChange {
    pub(super) fn stands(&self) -> Stands {
        Stands::On(self.topic, self.value)
    }
}

/// Words that speak for a conversation in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Latest {
    /// Empty once deleted at the source.
    text: String,
    /// Languages that the author declared.
    languages: Vec<String>,
    posted_at: Timestamp,
    is_deleted: bool,
}

/// A topic by id and name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TopicName {
    id: Id,
    name: String,
}

/// Which conversations are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A search in the query language, as in the inbox: words, or facts like `status:open label:press`.
    q: Option<String>,
    /// One or more statuses, apart by commas.
    #[param(value_type = Option<Vec<schema::Status>>, style = Form, explode = false)]
    status: Option<String>,
    /// The id of the member who has it, `me` or `none`.
    #[param(pattern = "^(me|none|[0-9]{1,18})$")]
    assignee: Option<String>,
    /// Whether what is due first stands first, and what never is last; else the newest activity does.
    by_due: Option<bool>,
    /// Whether the token's member keeps it at the top of their lists.
    pinned: Option<bool>,
    /// The name of a label on it.
    #[param(min_length = 1)]
    label: Option<String>,
    /// The id of a topic that it meets.
    #[param(value_type = Option<Id>)]
    topic: Option<TopicId>,
    /// The id of the channel on which it is held.
    #[param(value_type = Option<Id>)]
    channel: Option<ChannelId>,
    /// Whether conversations that are nothing but spam are shown: `no`, `only`, or `too`. A search without it shows them
    /// too.
    #[param(inline)]
    spam: Option<Spam>,
    /// The id of a conversation: those that began with nearly the same words, for which it stands. `each` shows every one
    /// in its own place; without it, and without a search, one stands for all of them.
    #[param(pattern = "^(each|[0-9]{1,18})$")]
    alike: Option<String>,
    /// Where the former page ended.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many rows.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

/// Whether spam is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Spam {
    No,
    Only,
    Too,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConversationChange {
    /// Where it stands from now on.
    #[schema(value_type = Option<schema::Status>)]
    status: Option<Status>,
    /// When it wakes; goes with the status `snoozed`.
    snoozed_until: Option<Timestamp>,
    /// What came of it for the person; goes with the status `resolved`.
    #[schema(value_type = Option<schema::Outcome>)]
    outcome: Option<Outcome>,
    /// Where the house had heard of it before, or null where it had not.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<HeardElsewhere>)]
    heard_elsewhere: Option<Option<HeardElsewhere>>,
    /// What is to become of it. Watching puts it away until its time, letting it stand resolves it, everything else opens
    /// it; a status named beside it comes after.
    triage: Option<TriageChange>,
    /// The id of the member who has it from now on, `me`, or null for nobody.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    assignee: Option<Option<String>>,
    /// The id of the team to which it is given, or null for none. Whoever has it and is not of that team has it no more.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<Id>)]
    team: Option<Option<TeamId>>,
    /// How soon it is to be looked at, or null for no priority.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<schema::Priority>)]
    priority: Option<Option<Priority>>,
    /// The names of all labels that are to be on it.
    #[schema(max_items = 50)]
    labels: Option<Vec<String>>,
    /// What the person is to us, in place of what was judged: one or more, or `unknown` alone.
    #[schema(value_type = Option<Vec<schema::Relation>>, min_items = 1, max_items = 10)]
    relations: Option<Vec<Relation>>,
    /// How the person stands to topics, in place of what was judged.
    #[serde(default)]
    #[schema(max_items = 50)]
    stances: Vec<StanceChange>,
}

/// Lists conversations, newest activity first.
///
/// A search that words do not narrow looks through so many at a time: a page may have few items or none and a cursor all
/// the same, with which it goes on. One in which something happens meanwhile moves to the front, and no page after shows it; events tell of it.
#[utoipa::path(get, path = "/conversations", tag = "conversations", operation_id = "list_conversations",
    params(Asked), security(("token" = ["read"])), responses((status = 200, body = Page<Conversation>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Json<Page<Conversation>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let list = if asked.by_due == Some(true) { LIST_BY_DUE } else { LIST };
    let after = cursor::read(list, asked.cursor.as_deref())?;
    let after = after.map(|(by, id)| (timestamp(by), ConversationId(id)));
    let filter = filter(&caller, &asked)?;
    let (rows, next) = match asked.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) {
        Some(typed) => {
            let query = Query::parse(typed, FieldContext::View);
            let query = query.map_err(|errors| Problem::query("q", typed, &errors))?;
            let search = inbox::Search::new(filter, &query, typed, caller.member.id);
            let want = inbox::Want { rows: limit, found: limit + 1, looked: LOOKED_MAX };
            let found = search.look(app.store(), after, want).await?;
            (found.rows, found.next)
        }
        None => {
            let mut tx = app.store().read().await?;
            let mut rows = conversation::list(&mut tx, filter.clone(), after, limit as i64 + 1).await?;
            let has_more = rows.len() > limit;
            rows.truncate(limit);
            let next = rows.last().filter(|_| has_more).map(|last| filter.place_of(&last.conversation));
            (rows, next)
        }
    };
    let next_cursor = next.map(|(at, id)| cursor::mark(list, (micros(at), id.0)));
    Ok(Json(Page { items: shown(&mut app.store().read().await?, rows).await?, next_cursor }))
}

/// One conversation. The ETag is the version of what was said in public: an answer carries it.
#[utoipa::path(get, path = "/conversations/{id}", tag = "conversations", operation_id = "show_conversation",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Conversation, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    with_version(one(&mut app.store().read().await?, id).await?)
}

/// Changes status, assignee, team, priority, labels, and what is judged of the person, together or not at all.
#[utoipa::path(patch, path = "/conversations/{id}", tag = "conversations", operation_id = "change_conversation",
    params(("id" = Id, Path), SeenHeader),
    request_body = ConversationChange, security(("token" = ["write"])),
    responses((status = 200, body = Conversation, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    headers: HeaderMap,
    Body(change): Body<ConversationChange>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let to = change.assignee.map(|to| assignee(&caller, to.as_deref())).transpose()?;
    if change.snoozed_until.is_some() && change.status != Some(Status::Snoozed) {
        return Err(Problem::field("snoozed_until", "It goes with the status snoozed."));
    }
    if change.outcome.is_some() && change.status != Some(Status::Resolved) {
        return Err(Problem::field("outcome", "It goes with the status resolved."));
    }
    if change.labels.as_ref().is_some_and(|labels| labels.len() > LABELS_MAX) {
        return Err(Problem::field("labels", format!("At most {LABELS_MAX} at once.")));
    }
    let mut tx = app.store().write().await?;
    let before = conversation::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?;
    if seen.is_some_and(|seen| seen != before.version) {
        let why = "Something was said since that version.";
        return Err(Problem::new(ProblemKind::Stale, why).with("version", before.version.into()));
    }
    if let Some(labels) = &change.labels {
        inbox::set_labels(&mut tx, &caller.member, id, labels).await?;
    }
    if let Some(team) = change.team {
        inbox::give_to_team(&mut tx, &caller.member, id, team).await.map_err(not_given)?;
    }
    if let Some(to) = to {
        inbox::assign(&mut tx, &caller.member, id, to).await.map_err(not_assigned)?;
    }
    if let Some(heard) = change.heard_elsewhere {
        let heard = heard.map(|heard| heard.read(&app.settings().zone)).transpose()?;
        inbox::hear_elsewhere(&mut tx, &caller.member, id, heard).await?;
    }
    if let Some(priority) = change.priority {
        inbox::prioritise(&mut tx, &caller.member, id, priority).await?;
    }
    let relations = change.relations.map(Stands::To);
    let stances = change.stances.iter().map(StanceChange::stands);
    for stands in relations.into_iter().chain(stances) {
        let corrected = inbox::correct_regard(&mut tx, &caller.member, id, before.author, &stands).await;
        corrected.map_err(not_so)?;
    }
    if let Some(TriageChange { disposition, reason, until }) = change.triage {
        inbox::triage(&mut tx, &caller.member, id, Decision { disposition, reason, until }).await?;
    }
    if let Some(outcome) = change.outcome {
        inbox::resolve(&mut tx, &caller.member, id, outcome).await?;
    } else if let Some(status) = change.status {
        inbox::set_status(&mut tx, &caller.member, id, status, change.snoozed_until).await?;
    }
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    with_version(changed)
}

fn with_version(conversation: Conversation) -> Answer<impl IntoResponse> {
    Ok((AppendHeaders([version::etag(conversation.version)]), Json(conversation)))
}

fn filter(caller: &Caller, asked: &Asked) -> Answer<Filter> {
    let mut statuses = Vec::new();
    for word in asked.status.iter().flat_map(|words| words.split(',')) {
        let status = Status::from_word(word.trim());
        statuses.push(status.ok_or_else(|| Problem::field("status", "There is no such status."))?);
    }
    let assigned = match asked.assignee.as_deref() {
        None => None,
        Some("none") => Some(Assigned::ToNobody),
        who => assignee(caller, who)?.map(Assigned::To),
    };
    let is_search = asked.q.as_deref().is_some_and(|typed| !typed.trim().is_empty());
    let spam = asked.spam.unwrap_or(if is_search { Spam::Too } else { Spam::No });
    let (each, alike_of) = match asked.alike.as_deref() {
        None => (is_search, None),
        Some("each") => (true, None),
        Some(id) => {
            let id = id.parse().map_err(|_| Problem::field("alike", "That is no id of a conversation."))?;
            (true, Some(id))
        }
    };
    let label = asked.label.clone();
    let view = if spam == Spam::Only { View::Spam } else { View::All };
    let with_spam = spam != Spam::No;
    let (topic, channel) = (asked.topic, asked.channel);
    let is_by_due = asked.by_due.unwrap_or(false);
    let me = caller.member.id;
    let pinned = asked.pinned.map(|is_pinned| if is_pinned { Pinned::By(me) } else { Pinned::NotBy(me) });
    Ok(Filter { view, with_spam, each, alike_of, statuses, assigned, pinned, label, topic, channel, is_by_due })
}

fn assignee(caller: &Caller, who: Option<&str>) -> Answer<Option<MemberId>> {
    match who {
        None => Ok(None),
        Some("me") => Ok(Some(caller.member.id)),
        Some(id) => id.parse().map(Some).map_err(|_| Problem::field("assignee", "That is no id of a member.")),
    }
}

/// What is wrong with what is said of a person is no fault of the address.
fn not_so(error: InboxError) -> Problem {
    match error {
        InboxError::Missing("this topic") => Problem::field("stances", "There is no such topic."),
        InboxError::NoSuchAnswer => Problem::field("relations", "Name one or more, or unknown alone."),
        other => other.into(),
    }
}

/// What is wrong with the assignee is no fault of the address or the caller.
fn not_assigned(error: InboxError) -> Problem {
    match error {
        InboxError::Missing("this member") => Problem::field("assignee", "There is no such member."),
        InboxError::Forbidden(_) => Problem::field("assignee", "This member's role does not allow answering."),
        other => other.into(),
    }
}

/// What is wrong with the team is no fault of the address.
fn not_given(error: InboxError) -> Problem {
    match error {
        InboxError::Missing("this team") => Problem::field("team", "There is no such team."),
        other => other.into(),
    }
}

async fn one(tx: &mut Tx, id: ConversationId) -> Answer<Conversation> {
    let row = conversation::row(tx, id).await?;
    let mut shown = shown(tx, Vec::from_iter(row)).await?;
    shown.pop().ok_or_else(|| Problem::missing("conversation"))
}

pub(super) async fn shown(tx: &mut Tx, rows: Vec<ListRow>) -> Result<Vec<Conversation>, StoreError> {
    let ids: Vec<ConversationId> = rows.iter().map(|row| row.conversation.id).collect();
    let mut topics = conversation::topics_on(tx, &ids).await?;
    let mut labels = conversation::labels(tx, &ids).await?;
    let mut waits = giving::waits(tx, &ids).await?;
    let mut heard = store::elsewhere::of_conversations(tx, &ids).await?;
    let private = store::reply::in_private(tx, &ids).await?;
    let authors: Vec<AuthorId> = rows.iter().map(|row| row.conversation.author).collect();
    let regards = regard::of_authors(tx, &authors).await?;
    let show = |row: ListRow| {
        let one = row.conversation;
        // Several conversations may be with one person.
        let regards = regards.get(&one.author).cloned().unwrap_or_default();
        let (stances, relations) = regards.into_iter().partition::<Vec<_>, _>(|regard| regard.topic.is_some());
        let topics = topics.remove(&one.id).unwrap_or_default();
        Conversation {
            id: one.id.into(),
            channel: one.channel.into(),
            network: row.network,
            status: one.status,
            disposition: one.disposition,
            silence_reason: one.silence_reason,
            outcome: one.outcome,
            assignee: one.assignee.map(Into::into),
            team: one.team.map(Into::into),
            waits: waits.remove(&one.id).map(|wait| Waits { lack: wait.lack, detail: wait.detail, since: wait.since }),
            version: one.version,
            priority: one.priority,
            snoozed_until: one.snoozed_until,
            due_at: one.due_at,
            opened_at: one.opened_at,
            waiting_since: one.waiting_since,
            active_at: one.active_at,
            is_spam: one.is_spam,
            alike_of: one.alike_of.map(Into::into),
            alike_count: one.alike_count,
            merged_into: one.merged_into.map(Into::into),
            heard_elsewhere: heard.remove(&one.id).map(Into::into),
            is_private: private.contains(&one.id),
            person: Person {
                id: one.author.into(),
                name: row.author_name,
                relations: relations.into_iter().map(Into::into).collect(),
                stances: stances.into_iter().map(Into::into).collect(),
            },
            latest: Latest {
                text: row.text,
                languages: row.languages,
                posted_at: row.posted_at,
                is_deleted: row.is_deleted,
            },
            topics: topics.into_iter().map(|(id, name)| TopicName { id: id.into(), name }).collect(),
            labels: labels.remove(&one.id).unwrap_or_default(),
        }
    };
    Ok(rows.into_iter().map(show).collect())
}
