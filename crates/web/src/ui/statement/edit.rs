//! Writes a statement and changes it: `GET /statements/new`, `POST /statements`, `POST /statements/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{MemberId, Right, StatementId, StatementKind, StatementState};
use serde::Deserialize;
use store::statement::{self, Statement, StatementTerms};
use store::{StoreError, Tx};
use wording::t;

use super::form::{NewStatementPage, StatementForm};
use super::place::address;
use super::show;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::fault::reason;
use crate::ui::components::variant;
use crate::ui::fact::edit::members;
use crate::ui::inbox::status::moment;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    title: String,
    #[serde(default)]
    kind: String,
    /// The language of each text, in the order of the texts.
    #[serde(default)]
    language: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    fuller_url: String,
    /// Local to the page's zone, or RFC 3339; nothing where no word is promised.
    #[serde(default)]
    next_word_at: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    matter: String,
    #[serde(default)]
    replaces: String,
    /// The version that was looked at.
    version: Option<i64>,
    /// Anything to get room for one more text instead of keeping it.
    #[serde(default)]
    more: String,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The statement whose place it is to take.
    replaces: Option<i64>,
}

impl Form {
    fn filled(self) -> StatementForm {
        StatementForm {
            title: self.title,
            kind: StatementKind::from_word(&self.kind),
            texts: variant::read(self.language, self.text),
            extra: usize::from(!self.more.is_empty()),
            fuller_url: self.fuller_url,
            next_word_at: self.next_word_at,
            owner: self.owner.parse().ok().map(MemberId),
            matter: self.matter,
            replaces: self.replaces.parse().ok().map(|id| (StatementId(id), String::new())),
            version: self.version,
            ..StatementForm::default()
        }
    }
}

/// What the form wants kept, or what cannot be read of it. What is published keeps its words.
fn wanted(app: &App, form: &StatementForm, found: Option<&StatementTerms>) -> Result<StatementTerms, String> {
    let next_word_at = match form.next_word_at.trim() {
        "" => None,
        text => Some(
            moment(text, &app.settings().zone)
                .ok_or(t!("Say by when the next word comes; write it like 2026-11-25T09:00."))?,
        ),
    };
    // A form has no seconds.
    let is_kept = |at: &jiff::Timestamp| next_word_at.is_some_and(|new| new.as_second() / 60 == at.as_second() / 60);
    let next_word_at = found.and_then(|terms| terms.next_word_at).filter(is_kept).or(next_word_at);
    let terms = StatementTerms {
        title: form.title.clone(),
        kind: form.kind.unwrap_or(StatementKind::Holding),
        matter: Some(form.matter.clone()),
        fuller_url: Some(form.fuller_url.clone()),
        owner: form.owner.ok_or(t!("Say who sees to the next word."))?,
        next_word_at,
        replaces: form.replaces.as_ref().map(|(id, _)| *id),
        texts: form.texts.clone(),
    };
    Ok(match found.filter(|_| form.is_published) {
        Some(stands) => StatementTerms {
            kind: stands.kind,
            texts: stands.texts.clone(),
            fuller_url: stands.fuller_url.clone(),
            replaces: stands.replaces,
            ..terms
        },
        None => terms,
    })
}

/// Whether the words in a form are others than those that stand. The form of what is published has none.
fn says_otherwise(form: &StatementForm, stands: &StatementTerms) -> bool {
    let mut texts: Vec<(String, String)> = form
        .texts
        .iter()
        .map(|one| (one.language.trim().to_lowercase(), one.text.replace("\r\n", "\n").trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    texts.sort();
    let mut standing: Vec<_> = stands.texts.iter().map(|one| (one.language.clone(), one.text.clone())).collect();
    standing.sort();
    let url = form.fuller_url.trim();
    let is_url_other = !url.is_empty() && stands.fuller_url.as_deref() != Some(url);
    !texts.is_empty() && texts != standing || is_url_other || form.kind.is_some_and(|kind| kind != stands.kind)
}

/// The words of a statement that was published, or was over, while they were written: another one that may be kept.
fn as_another(form: StatementForm, found: &Statement) -> StatementForm {
    let title = &found.terms.title;
    let (error, replaces) = match found.state {
        StatementState::Withdrawn => (
            t!(
                "Not changed: “{title}” was withdrawn while you wrote. Your words are here; kept, they are another statement.",
                title
            ),
            None,
        ),
        StatementState::Superseded => (
            t!(
                "Not changed: “{title}” was replaced by another while you wrote. Your words are here; kept, they are another statement.",
                title
            ),
            Some((found.id, String::new())),
        ),
        _ => (
            t!(
                "Not changed: “{title}” was published while you wrote. Your words are here; kept, they are another statement.",
                title
            ),
            Some((found.id, String::new())),
        ),
    };
    StatementForm { replaces, version: None, is_published: false, error: Some(error), ..form }
}

/// The form with whom can be chosen, and what it replaces by name.
pub(super) async fn completed(tx: &mut Tx, form: StatementForm) -> Result<StatementForm, StoreError> {
    let replaces = match form.replaces {
        Some((id, _)) => statement::find(tx, id).await?.map(|one| (id, one.terms.title)),
        None => None,
    };
    Ok(StatementForm { members: members(tx, form.owner).await?, replaces, ..form })
}

pub(crate) async fn new(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().read().await?;
    let former = match asked.replaces.map(StatementId) {
        Some(id) => statement::find(&mut tx, id).await?.filter(|one| one.state == StatementState::Published),
        None => None,
    };
    let form = match former {
        // The proper words follow the first ones, on the same matter.
        Some(one) => StatementForm {
            title: one.terms.title.clone(),
            kind: Some(StatementKind::Statement),
            matter: one.terms.matter.clone().unwrap_or_default(),
            owner: Some(one.terms.owner),
            replaces: Some((one.id, one.terms.title)),
            ..StatementForm::default()
        },
        None => StatementForm { owner: Some(who.member.id), ..StatementForm::default() },
    };
    let form = completed(&mut tx, form).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &NewStatementPage { form }))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<StatementId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut form = form.filled();
    let mut tx = app.store().write().await?;
    let found = match id {
        Some(id) => statement::find(&mut tx, id).await?,
        None => None,
    };
    form.is_published = found.as_ref().is_some_and(|one| one.state == StatementState::Published);
    let is_too_late = |one: &&Statement| match one.state {
        StatementState::Drafted | StatementState::Approved => false,
        StatementState::Published => says_otherwise(&form, &one.terms),
        StatementState::Superseded | StatementState::Withdrawn => true,
    };
    if let Some(one) = found.as_ref().filter(is_too_late) {
        drop(tx);
        return again(&app, &who, None, &headers, as_another(form, one)).await;
    }
    if form.extra > 0 {
        drop(tx);
        return again(&app, &who, id, &headers, form).await;
    }
    let refused = |why: String| StatementForm { error: Some(why), ..form.clone() };
    let wanted = match wanted(&app, &form, found.as_ref().map(|one| &one.terms)) {
        Ok(wanted) => wanted,
        Err(why) => {
            drop(tx);
            return again(&app, &who, id, &headers, refused(why)).await;
        }
    };
    match inbox::keep_statement(&mut tx, &who.member, id, form.version, wanted).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(respond::see(&address(id)))
        }
        Err(error @ (InboxError::Statement(_) | InboxError::Query(_))) => {
            drop(tx);
            let why = match &error {
                InboxError::Query(errors) => t!("Whom it concerns: {reason}.", reason = reason(&errors.first().reason)),
                other => sentence(&other.to_string()),
            };
            again(&app, &who, id, &headers, refused(why)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The form once more, with what stands in it.
async fn again(app: &App, who: &SignedIn, id: Option<StatementId>, headers: &HeaderMap, form: StatementForm) -> Answer {
    if let Some(id) = id {
        return show::with(app, who, id, headers, (Some(form), None)).await;
    }
    let mut tx = app.store().read().await?;
    let form = completed(&mut tx, form).await?;
    let frame = app.frame(&mut tx, who, None).await?;
    let is_refused = form.error.is_some();
    let page = NewStatementPage { form };
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
