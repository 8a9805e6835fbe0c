//! Begins a study and changes it: `GET /studies/new`, `POST /studies`, `POST /studies/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{Right, StudyId};
use serde::Deserialize;
use store::study::StudyTerms;
use wording::t;

use super::form::{NewStudyPage, StudyForm};
use super::show::{self, Filled};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::fault::reason;
use crate::ui::fact::edit::read_day;
use crate::ui::topic::edit::lines;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    first_day: String,
    #[serde(default)]
    last_day: String,
    #[serde(default)]
    size: String,
    #[serde(default)]
    seed: String,
    /// The version that was looked at.
    version: Option<i64>,
}

impl Form {
    fn filled(self) -> StudyForm {
        StudyForm {
            name: self.name,
            question: lines(&self.question),
            query: lines(&self.query),
            first_day: self.first_day,
            last_day: self.last_day,
            size: self.size,
            seed: self.seed,
            version: self.version,
            ..StudyForm::default()
        }
    }
}

/// What the form wants kept, or what cannot be read of it.
fn wanted(form: &StudyForm) -> Result<StudyTerms, String> {
    let day = |text: &str| read_day(text).ok_or(t!("Say from which day to which; write days like 2027-05-01."));
    Ok(StudyTerms {
        name: form.name.clone(),
        question: form.question.clone(),
        query: form.query.clone(),
        first_day: day(&form.first_day)?,
        last_day: day(&form.last_day)?,
        size: form.size.trim().parse().map_err(|_| t!("Say how many are drawn, as a number."))?,
        seed: form.seed.clone(),
    })
}

pub(super) async fn require_keeper(app: &App, who: &SignedIn) -> Answer<()> {
    match inbox::keeps_studies(&mut app.store().read().await?, &who.member).await? {
        true => Ok(()),
        false => Err(Failure::forbidden(Right::KeepStudies)),
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    require_keeper(&app, &who).await?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    let form = StudyForm::fresh(frame.today());
    Ok(respond::page(&headers, &frame, &NewStudyPage { form }))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<StudyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    require_keeper(&app, &who).await?;
    let form = form.filled();
    let wanted = match wanted(&form) {
        Ok(wanted) => wanted,
        Err(why) => return again(&app, &who, id, &headers, (form, why)).await,
    };
    let mut tx = app.store().write().await?;
    match inbox::keep_study(&mut tx, &who.member, id, form.version, wanted).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/studies/{id}")))
        }
        Err(InboxError::Study(fault)) => {
            drop(tx);
            again(&app, &who, id, &headers, (form, sentence(&fault.to_string()))).await
        }
        Err(InboxError::Query(errors)) => {
            drop(tx);
            again(&app, &who, id, &headers, (form, sentence(&reason(&errors.first().reason)))).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The form once more, with what stands in it and what is wrong with it.
async fn again(
    app: &App,
    who: &SignedIn,
    id: Option<StudyId>,
    headers: &HeaderMap,
    (form, why): (StudyForm, String),
) -> Answer {
    let form = StudyForm { error: Some(why), ..form };
    if let Some(id) = id {
        return show::with(app, who, id, headers, Filled { form: Some(form), ..Filled::default() }).await;
    }
    let frame = app.frame(&mut app.store().read().await?, who, None).await?;
    Ok(respond::refused(headers, &frame, &NewStudyPage { form }))
}
