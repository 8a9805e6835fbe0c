//! The people who speak to us: `/api/v1/people`.

use axum::Json;
use axum::extract::State;
use inbox::Stands;
use jiff::Timestamp;
use model::{AuthorId, ConversationId, Relation, Right, Scope, micros, timestamp};
use serde::{Deserialize, Serialize};
use store::person::{self, PersonRow};
use store::{Tx, conversation, regard};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::consent::Consent;
use super::conversation::{Conversation, Regard, StanceChange, shown};
use super::cursor::{self, Page};
use super::input::{Body, Named, Params};
use super::person_merge::PersonMerge;
use super::person_note::PersonNote;
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// Its marks in cursors.
const LIST: &str = "person";
/// Those of a person's conversations.
const CONVERSATIONS: &str = "person-conversation";

/// A person in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedPerson {
    /// The id of the handle under which they last spoke; whichever id of theirs names them.
    id: Id,
    /// The name that they show there.
    name: String,
    /// All their handles, that one first.
    handles: Vec<HandleName>,
    /// When something last happened with them in public.
    active_at: Timestamp,
    /// How many conversations they began.
    conversation_count: i64,
}

/// A handle by its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandleName {
    id: Id,
    /// What people type after `@`.
    handle: Option<String>,
    #[schema(value_type = schema::Network)]
    network: model::Network,
}

/// A person: one handle, or several of which members said that they are one person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholePerson {
    /// The id that was asked for.
    id: Id,
    /// Their handles, the first heard first.
    handles: Vec<Handle>,
    /// What members said of who is who, oldest first; also what was taken back.
    merges: Vec<PersonMerge>,
    /// What they said to being quoted or written to, the newest first; the newest of each purpose holds.
    consents: Vec<Consent>,
    /// What the team notes about them, the newest first.
    notes: Vec<PersonNote>,
    /// In how many conversations they spoke.
    conversation_count: i64,
}

/// A handle of a person, and what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Handle {
    id: Id,
    #[schema(value_type = schema::Network)]
    network: model::Network,
    /// The name to show.
    name: String,
    /// What people type after `@`.
    handle: Option<String>,
    /// Their public page.
    url: Option<String>,
    /// Followers, as the network counts them.
    follower_count: Option<i64>,
    /// Whether they follow the account that heard them.
    follows_us: Option<bool>,
    /// The channels on which they began conversations, by name.
    channels: Vec<String>,
    first_heard_at: Option<Timestamp>,
    last_heard_at: Option<Timestamp>,
    /// What they are judged to be to us, the surest first. A judgement, never a fact; no handle's is mixed with another's.
    relations: Vec<Regard>,
    /// How they are judged to stand to topics.
    stances: Vec<Regard>,
}

/// Which people are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A part of a name, or the beginning of a handle.
    q: Option<String>,
    /// Where the page begins: what the page before gave.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Which page is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paged {
    /// Where the page begins: what the page before gave.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// What a member says of how somebody stands, in place of what was judged; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonChange {
    /// What they are to us: one or more, or `unknown` alone.
    #[schema(value_type = Option<Vec<schema::Relation>>, min_items = 1, max_items = 10)]
    relations: Option<Vec<Relation>>,
    /// How they stand to topics.
    #[serde(default)]
    #[schema(max_items = 50)]
    stances: Vec<StanceChange>,
}

impl From<PersonRow> for ListedPerson {
    fn from(row: PersonRow) -> Self {
        let first = std::iter::once((row.author.clone(), row.network));
        let handle = |(author, network): (model::Author, model::Network)| HandleName {
            id: author.id.into(),
            handle: author.profile.handle,
            network,
        };
        Self {
            id: row.author.id.into(),
            name: row.author.name().to_owned(),
            handles: first.chain(row.others).map(handle).collect(),
            active_at: row.place.0,
            conversation_count: row.conversations,
        }
    }
}

/// Lists whoever began conversations with us, those with whom something happened last first.
///
/// With `q`, those whose name or handle fits: at most 500, so that a longer `q` may find who a shorter one does not.
#[utoipa::path(get, path = "/people", tag = "people", operation_id = "list_people",
    params(Asked), security(("token" = ["read"])), responses((status = 200, body = Page<ListedPerson>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Json<Page<ListedPerson>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let after = cursor::read(LIST, asked.cursor.as_deref())?.map(|(at, id)| (timestamp(at), ConversationId(id)));
    let mut tx = app.store().read().await?;
    let among = match asked.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) {
        Some(typed) => Some(person::by_name(&mut tx, typed).await?),
        None => None,
    };
    let mut found = person::list(&mut tx, among.as_deref(), after, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.place);
    Ok(Json(Page {
        items: found.into_iter().map(Into::into).collect(),
        next_cursor: next.map(|(at, id)| cursor::mark(LIST, (micros(at), id.0))),
    }))
}

pub(super) async fn whole(tx: &mut Tx, id: AuthorId) -> Answer<WholePerson> {
    let handles = inbox::person_handles(tx, id).await?;
    let ids: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    let mut regards = regard::of_authors(tx, &ids).await?;
    let mut handle = |one: person::Handle| {
        let judged = regards.remove(&one.author.id).unwrap_or_default();
        let (relations, stances): (Vec<_>, Vec<_>) = judged.into_iter().partition(|regard| regard.topic.is_none());
        Handle {
            id: one.author.id.into(),
            network: one.network,
            name: one.author.name().to_owned(),
            handle: one.author.profile.handle,
            url: one.author.profile.url,
            follower_count: one.author.profile.follower_count,
            follows_us: one.author.profile.follows_us,
            channels: one.channels,
            first_heard_at: one.first_heard_at,
            last_heard_at: one.last_heard_at,
            relations: relations.into_iter().map(Into::into).collect(),
            stances: stances.into_iter().map(Into::into).collect(),
        }
    };
    Ok(WholePerson {
        id: id.into(),
        handles: handles.into_iter().map(&mut handle).collect(),
        merges: person::merges(tx, &ids).await?.into_iter().map(Into::into).collect(),
        consents: person::consents(tx, &ids).await?.into_iter().map(Into::into).collect(),
        notes: person::notes(tx, &ids).await?.into_iter().map(Into::into).collect(),
        conversation_count: conversation::count_with_authors(tx, &ids).await?,
    })
}

/// One person, by the id of any of their handles.
#[utoipa::path(get, path = "/people/{id}", tag = "people", operation_id = "show_person",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = WholePerson)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
) -> Answer<Json<WholePerson>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(whole(&mut app.store().read().await?, id).await?))
}

/// Says how the handle with this id stands to us and to topics, in place of what was judged.
#[utoipa::path(patch, path = "/people/{id}", tag = "people", operation_id = "change_person",
    params(("id" = Id, Path)), request_body = PersonChange, security(("token" = ["write"])),
    responses((status = 200, body = WholePerson), (status = 409, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Body(change): Body<PersonChange>,
) -> Answer<Json<WholePerson>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let stances = change.stances.iter().map(StanceChange::stands);
    for stands in change.relations.map(Stands::To).into_iter().chain(stances) {
        inbox::correct_regard_of_person(&mut tx, &caller.member, id, &stands).await?;
    }
    let person = whole(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(person))
}

/// Lists the conversations in which a person spoke under any of their handles, newest activity first.
#[utoipa::path(get, path = "/people/{id}/conversations", tag = "people", operation_id = "list_conversations_of_person",
    params(("id" = Id, Path), Paged), security(("token" = ["read"])),
    responses((status = 200, body = Page<Conversation>)))]
pub(crate) async fn conversations(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Params(asked): Params<Paged>,
) -> Answer<Json<Page<Conversation>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let after = cursor::read(CONVERSATIONS, asked.cursor.as_deref())?;
    let after = after.map(|(at, id)| (timestamp(at), ConversationId(id)));
    let mut tx = app.store().read().await?;
    let handles = inbox::person_handles(&mut tx, id).await?;
    let ids: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    let mut rows = conversation::with_authors(&mut tx, &ids, after, limit as i64 + 1).await?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|last| (last.conversation.active_at, last.conversation.id));
    let next_cursor = next.map(|(at, id)| cursor::mark(CONVERSATIONS, (micros(at), id.0)));
    Ok(Json(Page { items: shown(&mut tx, rows).await?, next_cursor }))
}
