//! Codes a study, a mention at a time: `GET /studies/{id}/code`, `POST /studies/{id}/code`.

use std::collections::{HashMap, HashSet};

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{Coding, InboxError, StudyFault};
use model::{PostId, Right, StudyId, StudyState};
use serde::Deserialize;
use store::study::{self, Item, Study};
use store::{StoreError, Tx};

use super::code_page::CodePage;
use super::show::known;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Which mention, counted from 1; the first that is not coded where nobody says.
    at: Option<usize>,
}

/// The sample in the order of a coder.
async fn ordered(tx: &mut Tx, study: &Study, slot: u32) -> Result<Vec<Item>, StoreError> {
    let items = study::items(tx, study.id).await?;
    Ok(inbox::coding_order(study, slot, items))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<StudyId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    shown(&app, &who, id, &headers, (asked.at, None)).await
}

/// What a coder chose and noted, and why it was not kept.
struct Refused {
    answers: Vec<(u32, u32)>,
    note: String,
    why: String,
}

async fn shown(
    app: &App,
    who: &SignedIn,
    id: StudyId,
    headers: &HeaderMap,
    (at, refused): (Option<usize>, Option<Refused>),
) -> Answer {
    let mut tx = app.store().read().await?;
    let study = known(&mut tx, id).await?;
    let slot = inbox::coder_of(&mut tx, &who.member, id).await?;
    let slot = slot.ok_or(InboxError::Study(StudyFault::NotCoder))?;
    if study.state != StudyState::Coding {
        return Ok(respond::see(&format!("/studies/{id}")));
    }
    let items = ordered(&mut tx, &study, slot).await?;
    let answers = study::answers_of(&mut tx, id, slot).await?;
    let posts: HashSet<PostId> = answers.iter().map(|one| one.post).collect();
    let is_coded = |item: &Item| posts.contains(&item.post.id);
    let coded = items.iter().filter(|item| is_coded(item)).count();
    let total = items.len();
    let first_open = items.iter().position(|item| !is_coded(item));
    // Behind the last comes what was passed over; where nothing was, the end.
    let place = match at.and_then(|at| at.checked_sub(1)) {
        Some(place) if place < total => Some(place),
        _ => first_open,
    };
    let mut notes = study::notes(&mut tx, id, slot).await?;
    let item = place.and_then(|place| items.into_iter().nth(place));
    let post = item.as_ref().map(|item| item.post.id);
    let kept = answers.iter().filter(|one| Some(one.post) == post).map(|one| (one.variable, one.code)).collect();
    let note = post.and_then(|post| notes.remove(&post)).unwrap_or_default();
    let is_refused = refused.is_some();
    let (answers, note, error) = match refused {
        Some(refused) => (refused.answers, refused.note, Some(refused.why)),
        None => (kept, note, None),
    };
    let at = place.map_or(total, |place| place + 1);
    let page = CodePage { study, item, at, total, coded, answers, note, error };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    post: String,
    /// Where the mention stands, counted from 1: as text, since numbers beside flattened fields are not read.
    #[serde(default)]
    at: String,
    /// What was chosen, in a field of each question.
    #[serde(flatten)]
    chosen: HashMap<String, String>,
    #[serde(default)]
    note: String,
    /// Anything to go back afterwards instead of on.
    #[serde(default)]
    back: String,
}

impl Form {
    /// The codes that were chosen: a question has a field of its own, so that one of its codes is.
    fn answers(&self) -> Vec<(u32, u32)> {
        let read = |(name, value): (&str, &str)| {
            let variable = name.strip_prefix('q')?.parse().ok()?;
            Some((variable, value.parse().ok()?))
        };
        let mut answers: Vec<(u32, u32)> = self.chosen.iter().filter_map(|(name, value)| read((name, value))).collect();
        answers.sort_unstable();
        answers
    }
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let (answers, at) = (form.answers(), form.at.parse::<usize>().unwrap_or(1));
    let mut tx = app.store().write().await?;
    let coding = Coding { answers: answers.clone(), note: form.note.clone() };
    let post = PostId(form.post.parse().unwrap_or_default());
    match inbox::code_mention(&mut tx, &who.member, id, post, coding).await {
        Ok(()) => {
            tx.commit().await?;
            let next = if form.back.is_empty() { at.saturating_add(1) } else { at.saturating_sub(1).max(1) };
            Ok(respond::see(&format!("/studies/{id}/code?at={next}")))
        }
        Err(InboxError::Study(fault @ (StudyFault::Answers | StudyFault::Note))) => {
            drop(tx);
            let refused = Refused { answers, note: form.note, why: sentence(&fault.to_string()) };
            shown(&app, &who, id, &headers, (Some(at), Some(refused))).await
        }
        Err(other) => Err(other.into()),
    }
}
