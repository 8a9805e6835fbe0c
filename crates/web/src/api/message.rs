//! What was said in a conversation: `/api/v1/conversations/{id}/messages`.

use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{ConversationId, Right, Scope, micros};
use serde::{Deserialize, Serialize};
use store::post::{self, ThreadPost};
use store::{conversation, note, reply};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::cursor::{self, Key, Page};
use super::input::{Named, Params};
use super::note::Note;
use super::problem::{Answer, Problem};
use super::reply::Reply;
use super::schema::{self, Id};
use super::version;
use crate::app::App;

/// Its marks in cursors.
const LIST: &str = "message";

/// Something said in a conversation: in public by others or by us, or among ourselves.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Message {
    /// What the network brought.
    Post(Post),
    /// An answer of ours.
    Reply(Reply),
    /// An internal remark; nobody outside reads it.
    Note(Note),
}

/// A post as the network has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Post {
    id: Id,
    author: Author,
    /// Its heading, on networks whose posts have one.
    title: Option<String>,
    /// Empty once deleted at the source.
    text: String,
    /// Languages that the author declared, the first being the main one.
    languages: Vec<String>,
    attachments: Vec<Attachment>,
    /// Why it concerns us; empty for a post that only stands around.
    #[schema(value_type = Vec<schema::Reason>)]
    reasons: Vec<model::Reason>,
    /// Where people read it.
    url: Option<String>,
    posted_at: Timestamp,
    /// When we learned of its last edit.
    edited_at: Option<Timestamp>,
    /// When we learned that it is gone.
    deleted_at: Option<Timestamp>,
}

/// Who wrote a post.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Author {
    id: Id,
    /// The name to show.
    name: String,
    /// What people type after `@`.
    handle: Option<String>,
    /// Their public page.
    url: Option<String>,
    /// Whether it is an account of ours.
    is_ours: bool,
}

/// A picture, film, link card or file; only its description is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attachment {
    /// `image`, `video`, `link` or `file`.
    kind: String,
    /// The author's description for those who cannot see it.
    alt: Option<String>,
    /// What it leads to, for a link card.
    url: Option<String>,
}

/// A message that came after the version that was looked at: what a refused answer is told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewerMessage {
    /// The post, or the one that a newer answer of ours is to.
    post: Id,
    author: String,
    is_ours: bool,
    text: String,
    at: Timestamp,
}

impl From<inbox::NewerMessage> for NewerMessage {
    fn from(newer: inbox::NewerMessage) -> Self {
        let inbox::NewerMessage { post, author, is_ours, text, at } = newer;
        Self { post: post.into(), author, is_ours, text, at }
    }
}

/// Which part of a thread is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Where the former page ended.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many messages.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

/// Lists what was said, oldest first: posts, answers and notes.
#[utoipa::path(get, path = "/conversations/{id}/messages", tag = "messages", operation_id = "list_messages",
    params(("id" = Id, Path), Asked), security(("token" = ["read"])),
    responses((status = 200, body = Page<Message>, headers(("etag" = String)))))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Params(asked): Params<Asked>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let after = cursor::read(LIST, asked.cursor.as_deref())?;
    let mut tx = app.store().read().await?;
    let conversation = conversation::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?;
    let mut messages: Vec<(Key, Message)> = Vec::new();
    for one in post::of_conversation(&mut tx, id).await? {
        messages.push(((micros(one.post.posted_at), one.post.id.0), Message::Post(shown(one))));
    }
    for reply in reply::of_conversation(&mut tx, id).await? {
        messages.push(((micros(reply.created_at), reply.id.0), Message::Reply(reply.into())));
    }
    for note in note::of_conversation(&mut tx, id).await? {
        messages.push(((micros(note.created_at), note.id.0), Message::Note(note.into())));
    }
    messages.retain(|(key, _)| after.is_none_or(|after| *key > after));
    messages.sort_by_key(|(key, _)| *key);
    let has_more = messages.len() > limit;
    messages.truncate(limit);
    let next_cursor = messages.last().filter(|_| has_more).map(|(key, _)| cursor::mark(LIST, *key));
    let items = messages.into_iter().map(|(_, message)| message).collect();
    Ok((AppendHeaders([version::etag(conversation.version)]), Json(Page { items, next_cursor })))
}

fn shown(one: ThreadPost) -> Post {
    let ThreadPost { post, author, reasons } = one;
    let attachment = |one: model::Attachment| Attachment { kind: one.kind, alt: one.alt, url: one.url };
    Post {
        id: post.id.into(),
        author: Author {
            id: author.id.into(),
            name: author.name().to_owned(),
            handle: author.profile.handle,
            url: author.profile.url,
            is_ours: author.is_ours,
        },
        title: post.title,
        text: post.text,
        languages: post.languages,
        attachments: post.attachments.into_iter().map(attachment).collect(),
        reasons: reasons.iter().collect(),
        url: post.url,
        posted_at: post.posted_at,
        edited_at: post.edited_at,
        deleted_at: post.deleted_at,
    }
}
