//! All that is held of a person: `/api/v1/people/{id}/export`; and erasing it: `/api/v1/people/{id}/erasure`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{AuthorId, PostId, Right, Scope, StudyId};
use serde::{Deserialize, Serialize};
use store::erasure::{self, Erasure as Kept};
use store::study::{self, Study};
use store::{StoreError, Tx, gesture, judgement};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::correction::Correction;
use super::enquiry::Enquiry;
use super::gesture::Gesture;
use super::input::{Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::person::{WholePerson, whole};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;
use crate::ui::study::gather::code_name;

/// Posts that one export holds; what follows is asked for with `after`.
const POSTS_MAX: i64 = 2_000;

/// All that is held of a person; their conversations are listed apart.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonExport {
    /// When it was made.
    exported_at: Timestamp,
    person: WholePerson,
    /// What we did about them and their posts without words; told with the first of them.
    gestures: Vec<Gesture>,
    /// What our answers asked them besides, and what they said to it; told with the first of their posts.
    enquiries: Vec<Enquiry>,
    /// What they found to be wrong in what we said; told with the first of their posts.
    corrections: Vec<Correction>,
    /// What they said, in the order in which it was heard.
    posts: Vec<ExportedPost>,
    /// Ask with this as `after` for the posts that follow; null when these are the last.
    next_after: Option<Id>,
}

/// Something that they said, and what was judged of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedPost {
    id: Id,
    /// The handle under which.
    handle: Id,
    conversation: Option<Id>,
    /// Its id on the network.
    remote_id: String,
    url: Option<String>,
    title: Option<String>,
    text: String,
    /// The descriptions of pictures and files.
    attachments: Vec<Option<String>>,
    languages: Vec<String>,
    posted_at: Timestamp,
    received_at: Timestamp,
    edited_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    /// What was judged of it: task and answer.
    judgements: Vec<(String, Option<String>)>,
    /// The codes that it was given in studies whose coding has ended.
    codes: Vec<ExportedCode>,
}

/// What a post was said to be, in one question of a study.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedCode {
    study: Id,
    /// What the study is called.
    name: String,
    /// What it asks of each mention.
    asked: String,
    /// What the first coder said; null where they said nothing.
    first: Option<String>,
    second: Option<String>,
    /// What holds: what both said, else what was decided.
    #[serde(rename = "final")]
    settled: Option<String>,
    /// Why it was decided so; empty where nobody said.
    reason: String,
}

/// The codes that posts were given, by post.
async fn given_codes(tx: &mut Tx, posts: &[PostId]) -> Result<HashMap<PostId, Vec<ExportedCode>>, StoreError> {
    let (mut studies, mut given) = (HashMap::<StudyId, Study>::new(), HashMap::<PostId, Vec<ExportedCode>>::new());
    for ((id, post, variable), about) in study::about(tx, posts).await? {
        if !studies.contains_key(&id)
            && let Some(found) = study::find(tx, id).await?
        {
            studies.insert(id, found);
        }
        let Some(study) = studies.get(&id) else { continue };
        let asked = (1_u32..).zip(&study.book).find(|(number, _)| *number == variable);
        let name = |code: Option<u32>| code.map(|code| code_name(study, variable, code).to_owned());
        given.entry(post).or_default().push(ExportedCode {
            study: id.into(),
            name: study.terms.name.clone(),
            asked: asked.map(|(_, one)| one.name.clone()).unwrap_or_default(),
            first: name(about.coded.first),
            second: name(about.coded.second),
            settled: name(about.coded.settled()),
            reason: about.reason,
        });
    }
    Ok(given)
}

/// Where it goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The id of the last post of the export before.
    #[param(value_type = Option<Id>)]
    after: Option<PostId>,
}

impl Asked {
    /// The post after which it goes on.
    pub(crate) const fn after(&self) -> Option<PostId> {
        self.after
    }
}

/// Gathers all that is held of a person, from a post on.
pub(crate) async fn gather(tx: &mut Tx, id: AuthorId, after: Option<PostId>) -> Answer<PersonExport> {
    let person = whole(tx, id).await?;
    let authors = store::person::authors(tx, id).await?;
    let posts = erasure::posts_after(tx, &authors, after.map_or(0, |id| id.0), POSTS_MAX).await?;
    let (gestures, enquiries) = match after {
        None => (gesture::all_about(tx, &authors).await?, store::enquiry::all_about(tx, &authors).await?),
        Some(_) => (Vec::new(), Vec::new()),
    };
    let corrections = match after {
        None => store::correction::found_by(tx, &authors).await?,
        Some(_) => Vec::new(),
    };
    let corrections = corrections.into_iter().map(Into::into).collect();
    let gestures = gestures.into_iter().map(Into::into).collect();
    let enquiries = enquiries.into_iter().map(Into::into).collect();
    let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
    let mut judged = judgement::of_posts(tx, &ids).await?;
    let mut given = given_codes(tx, &ids).await?;
    let next_after = posts.last().filter(|_| posts.len() as i64 == POSTS_MAX).map(|last| last.id.into());
    let exported = posts.into_iter().map(|post| ExportedPost {
        judgements: judged
            .remove(&post.id)
            .unwrap_or_default()
            .into_iter()
            .map(|one| (one.task.to_string(), one.value))
            .collect(),
        codes: given.remove(&post.id).unwrap_or_default(),
        id: post.id.into(),
        handle: post.author.into(),
        conversation: post.conversation.map(Into::into),
        remote_id: post.remote.id,
        url: post.url,
        title: post.title,
        text: post.text,
        attachments: post.attachments.into_iter().map(|one| one.alt).collect(),
        languages: post.languages,
        posted_at: post.posted_at,
        received_at: post.received_at,
        edited_at: post.edited_at,
        deleted_at: post.deleted_at,
    });
    Ok(PersonExport {
        exported_at: tx.now(),
        person,
        gestures,
        enquiries,
        corrections,
        posts: exported.collect(),
        next_after,
    })
}

/// All that is held of a person, to be given to them: at most 2,000 posts at once.
#[utoipa::path(get, path = "/people/{id}/export", tag = "people", operation_id = "export_person",
    params(("id" = Id, Path), Asked), security(("token" = ["read"])), responses((status = 200, body = PersonExport)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Params(asked): Params<Asked>,
) -> Answer<Json<PersonExport>> {
    caller.require(Scope::Read, Right::ErasePeople)?;
    Ok(Json(gather(&mut app.store().read().await?, id, asked.after).await?))
}

/// An erasure, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Erasure {
    id: Id,
    /// The handle at which it was asked.
    handle: Id,
    asked_by: Id,
    asked_at: Timestamp,
    /// Posts that are blanked by now.
    post_count: i64,
    /// Conversations that are gone through by now.
    conversation_count: i64,
    /// When it was over; null while it goes on.
    done_at: Option<Timestamp>,
}

impl From<Kept> for Erasure {
    fn from(one: Kept) -> Self {
        Self {
            id: one.id.into(),
            handle: one.author.into(),
            asked_by: one.asked_by.into(),
            asked_at: one.asked_at,
            post_count: one.posts,
            conversation_count: one.conversations,
            done_at: one.done_at,
        }
    }
}

/// Who exactly is to be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewErasure {
    /// The handle of the person, as it stands there; the name where there is none. So that nobody else is meant.
    #[schema(min_length = 1)]
    handle: String,
}

/// Erases a person with all their handles. It cannot be taken back; it goes on by itself until it is over.
#[utoipa::path(post, path = "/people/{id}/erasure", tag = "people", operation_id = "erase_person",
    params(("id" = Id, Path), KeyHeader), request_body = NewErasure, security(("token" = ["write"])),
    responses((status = 202, body = Erasure), (status = 409, response = Problem)))]
pub(crate) async fn erase(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Once { body, request }: Once<NewErasure>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ErasePeople)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let begun = inbox::erase_person(&mut tx, &caller.member, id, &body.handle).await?;
    let made = Made::new(StatusCode::ACCEPTED, &Erasure::from(begun))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// How far the erasure of a person is.
#[utoipa::path(get, path = "/people/{id}/erasure", tag = "people", operation_id = "show_erasure",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Erasure)))]
pub(crate) async fn progress(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
) -> Answer<Json<Erasure>> {
    caller.require(Scope::Read, Right::ErasePeople)?;
    let mut tx = app.store().read().await?;
    let authors = store::person::authors(&mut tx, id).await?;
    let found = erasure::of_authors(&mut tx, &authors).await?.ok_or_else(|| Problem::missing("erasure"))?;
    Ok(Json(found.into()))
}
