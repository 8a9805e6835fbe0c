//! Shows a study: `GET /studies/{id}`; how far its drawing is: `GET /studies/{id}/progress`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{MemberId, Right, StudyId, StudyState};
use serde::Deserialize;
use store::study::{self, Study};
use store::{StoreError, Tx, member};
use wording::t;

use super::book::BookForm;
use super::form::StudyForm;
use super::gather;
use super::page::{Coder, StudyPage, drawing};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::insight::list as insights;
use crate::ui::owed::gather::names;

/// What was posted in one of its forms, and is shown once more.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    pub(crate) form: Option<StudyForm>,
    pub(crate) book: Option<BookForm>,
    /// Why nobody codes it yet.
    pub(crate) begin: Option<String>,
    /// A sentence that was not kept, and why.
    pub(crate) insight: Option<(String, String)>,
}

impl Filled {
    fn is_refused(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.error.is_some())
            || self.book.as_ref().is_some_and(|book| book.error.is_some())
            || self.begin.is_some()
            || self.insight.is_some()
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Which mentions are listed: those with this code of this question, as `question.code`.
    #[serde(default)]
    code: String,
    /// Which question makes the rows of the table of two.
    rows: Option<u32>,
    /// Which makes its columns.
    columns: Option<u32>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<StudyId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    shown(&app, &who, id, &headers, (asked, Filled::default())).await
}

/// The page with what was posted in one of its forms.
pub(crate) async fn with(app: &App, who: &SignedIn, id: StudyId, headers: &HeaderMap, filled: Filled) -> Answer {
    shown(app, who, id, headers, (Asked::default(), filled)).await
}

pub(super) async fn known(tx: &mut Tx, id: StudyId) -> Answer<Study> {
    study::find(tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no study.")))
}

pub(crate) async fn progress(State(app): State<App>, who: SignedIn, Named(id): Named<StudyId>) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let study = known(&mut tx, id).await?;
    let may_keep = inbox::keeps_studies(&mut tx, &who.member).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::html(drawing(&study, may_keep, &frame)))
}

/// Who can code a study, by name.
async fn readers(tx: &mut Tx) -> Result<Vec<(MemberId, String)>, StoreError> {
    let all = member::all(tx).await?.into_iter();
    let may = all.filter(|one| one.disabled_at.is_none() && one.role.may(Right::ReadInbox));
    Ok(may.map(|one| (one.id, one.name)).collect())
}

async fn shown(
    app: &App,
    who: &SignedIn,
    id: StudyId,
    headers: &HeaderMap,
    (asked, filled): (Asked, Filled),
) -> Answer {
    let mut tx = app.store().read().await?;
    let study = known(&mut tx, id).await?;
    let names = names(&mut tx).await?;
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned());
    let is_refused = filled.is_refused();
    let may_keep = inbox::keeps_studies(&mut tx, &who.member).await? && study.archived_at.is_none();
    let counts = study::answer_counts(&mut tx, id).await?;
    let asked_of_each = i64::try_from(study.book.len()).unwrap_or(i64::MAX).max(1);
    let coders = (1_u32..).zip(study::coders(&mut tx, id).await?).map(|(slot, coder)| Coder {
        name: name(coder),
        coded: counts.get(&slot).copied().unwrap_or(0) / asked_of_each,
    });
    let coders: Vec<Coder> = coders.collect();
    let found = match study.state.is_coded() {
        true => Some(gather::found(&mut tx, &study).await?),
        false => None,
    };
    let form = filled.form.map(|form| StudyForm { is_drawn: !study.state.is_draft(), ..form });
    let page = StudyPage {
        by: name(study.by),
        drawn_by: study.drawing.as_ref().map(|drawing| name(drawing.by)).unwrap_or_default(),
        form: may_keep
            .then(|| form.unwrap_or_else(|| StudyForm::of(&study.terms, study.version, !study.state.is_draft()))),
        book: (may_keep && study.state.has_open_book()).then(|| {
            filled.book.unwrap_or_else(|| BookForm {
                variables: study.book.clone(),
                version: study.version,
                ..BookForm::default()
            })
        }),
        readers: if study.state == StudyState::Drawn { readers(&mut tx).await? } else { Vec::new() },
        begin_error: filled.begin,
        is_coder: inbox::coder_of(&mut tx, &who.member, id).await?.is_some(),
        may_decide: study.archived_at.is_none() && inbox::decides(&mut tx, &who.member, id).await?,
        drawn: study.drawing.as_ref().map_or(0, |drawing| drawing.met.min(study.terms.size)),
        insights: insights::of_study(&mut tx, id, &names).await?,
        insight: filled.insight,
        chosen: read_code(&asked.code),
        crossed: (asked.rows.unwrap_or(1), asked.columns.unwrap_or(2)),
        deciders: names,
        coders,
        found,
        may_keep,
        study,
    };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}

fn read_code(text: &str) -> Option<(u32, u32)> {
    let (variable, code) = text.split_once('.')?;
    variable.parse().ok().zip(code.parse().ok())
}
