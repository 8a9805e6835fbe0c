//! What was said in a conversation: `/api/v1/conversations/{id}/messages`.

use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{ConversationId, PostId, ReplyId, Right, Scope, micros};
use serde::{Deserialize, Serialize};
use store::post::{self, ThreadPost};
use store::{conversation, note, picture, reply};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Key, Page};
use super::input::{Named, Params};
use super::note::Note;
use super::picture::Pictures;
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
    /// Who can read it.
    #[schema(value_type = schema::Visibility)]
    visibility: model::Visibility,
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

/// A picture, film, recording, link card or file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attachment {
    /// `image`, `video`, `audio`, `link` or `file`.
    kind: &'static str,
    /// The author's description for those who cannot see it; the title of a link card.
    alt: Option<String>,
    /// What it leads to at its source.
    url: Option<String>,
    /// The type that its source declares.
    media_type: Option<String>,
    /// Its declared width, in pixels or as a part of its aspect ratio.
    width: Option<u32>,
    /// Its declared height, in the same measure.
    height: Option<u32>,
    /// Whether its author or network warns of it: not to be shown before somebody asks.
    is_sensitive: bool,
    /// What became of its picture; null for what is never fetched.
    picture: Option<Picture>,
}

/// The picture of an attachment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Picture {
    #[schema(value_type = schema::PictureState)]
    state: model::PictureState,
    /// Why it is not shown, or what is left out of it.
    reason: Option<String>,
    /// The picture as we keep it; null unless its state is `kept`.
    full: Option<Shown>,
    /// A small one of it.
    thumbnail: Option<Shown>,
}

/// A kept picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Shown {
    /// Where its bytes are, with a token, from the root of this server.
    url: String,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
}

impl From<picture::Shown> for Shown {
    fn from(shown: picture::Shown) -> Self {
        Self { url: format!("{ROOT}/media/{}", shown.digest), width: shown.width, height: shown.height }
    }
}

impl From<picture::Picture> for Picture {
    fn from(picture: picture::Picture) -> Self {
        let (full, thumbnail) = picture.kept.unzip();
        Self {
            state: picture.state,
            reason: picture.reason,
            full: full.map(Shown::from),
            thumbnail: thumbnail.map(Shown::from),
        }
    }
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
    let posts = post::of_conversation(&mut tx, id).await?;
    let ids: Vec<PostId> = posts.iter().map(|one| one.post.id).collect();
    let mut pictures = picture::of_posts(&mut tx, &ids).await?;
    for one in posts {
        let pictures = pictures.remove(&one.post.id).unwrap_or_default();
        messages.push(((micros(one.post.posted_at), one.post.id.0), Message::Post(shown(one, pictures))));
    }
    let replies = reply::of_conversation(&mut tx, id).await?;
    let ids: Vec<ReplyId> = replies.iter().map(|reply| reply.id).collect();
    let mut own = Pictures::of(&mut tx, &ids).await?;
    for reply in replies {
        let (key, shown) = ((micros(reply.created_at), reply.id.0), own.take(reply.id));
        messages.push((key, Message::Reply(Reply::with(reply, shown))));
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

fn shown(one: ThreadPost, mut pictures: Vec<picture::Picture>) -> Post {
    let ThreadPost { post, author, reasons } = one;
    let mut attachment = |(place, one): (u32, model::Attachment)| Attachment {
        kind: one.kind.as_str(),
        alt: one.alt,
        url: one.url,
        media_type: one.media_type,
        width: one.width,
        height: one.height,
        is_sensitive: one.is_sensitive,
        picture: pictures.iter().position(|of| of.place == place).map(|at| pictures.swap_remove(at).into()),
    };
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
        visibility: if post.is_private { model::Visibility::Private } else { model::Visibility::Public },
        attachments: (0..).zip(post.attachments).map(&mut attachment).collect(),
        reasons: reasons.iter().collect(),
        url: post.url,
        posted_at: post.posted_at,
        edited_at: post.edited_at,
        deleted_at: post.deleted_at,
    }
}
