//! Writes a fact and changes it: `GET /facts/new`, `POST /facts`, `POST /facts/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{FactFault, InboxError};
use jiff::civil::Date;
use model::{FactId, MemberId, Right};
use serde::Deserialize;
use store::fact::{FactTerms, Source};
use store::{StoreError, Tx, member};
use wording::t;

use super::form::{FactForm, NewFactPage};
use super::show;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::variant;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    claim: String,
    #[serde(default)]
    source_title: String,
    #[serde(default)]
    source_url: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    review_on: String,
    /// The language of each line, in the order of the lines.
    #[serde(default)]
    language: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    /// The version that was looked at.
    version: Option<i64>,
    /// Anything to get room for one more line instead of keeping it.
    #[serde(default)]
    more: String,
}

impl Form {
    fn filled(self) -> FactForm {
        FactForm {
            claim: self.claim,
            source_title: self.source_title,
            source_url: self.source_url,
            owner: self.owner.parse().ok().map(MemberId),
            review_on: self.review_on,
            lines: variant::read(self.language, self.text),
            extra: usize::from(!self.more.is_empty()),
            version: self.version,
            ..FactForm::default()
        }
    }
}

/// What the form wants kept, or what cannot be read of it.
fn wanted(form: &FactForm) -> Result<FactTerms, String> {
    let review_on = read_day(&form.review_on).ok_or(t!("Say when it is reviewed again; write it like 2027-05-01."))?;
    let owner = form.owner.ok_or(t!("Say who stands for it."))?;
    let source = Source { title: form.source_title.clone(), url: Some(form.source_url.clone()) };
    Ok(FactTerms { claim: form.claim.clone(), source, owner, review_on, lines: form.lines.clone() })
}

/// A day as forms have it.
pub(crate) fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    // A moment of a day would lose its time.
    text.parse().ok().filter(|day: &Date| day.to_string() == text)
}

/// Who can stand for a fact, by name; and who does, whatever became of them.
pub(crate) async fn members(tx: &mut Tx, owner: Option<MemberId>) -> Result<Vec<(MemberId, String)>, StoreError> {
    let all = member::all(tx).await?.into_iter();
    let named = all.filter(|one| inbox::answers(one) || Some(one.id) == owner).map(|one| {
        let name =
            if inbox::answers(&one) { one.name } else { t!("{name} (does not answer any more)", name = one.name) };
        (one.id, name)
    });
    Ok(named.collect())
}

async fn require_keeper(app: &App, who: &SignedIn) -> Answer<()> {
    match inbox::keeps_facts(&mut app.store().read().await?, &who.member).await? {
        true => Ok(()),
        false => Err(Failure::forbidden(Right::KeepFacts)),
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    require_keeper(&app, &who).await?;
    let mut tx = app.store().read().await?;
    let owner = Some(who.member.id);
    let form = FactForm { owner, members: members(&mut tx, owner).await?, ..FactForm::default() };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &NewFactPage { form }))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<FactId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<FactId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    require_keeper(&app, &who).await?;
    let form = form.filled();
    if form.extra > 0 {
        return again(&app, &who, id, &headers, form).await;
    }
    let refused = |why: String| FactForm { error: Some(why), ..form.clone() };
    let wanted = match wanted(&form) {
        Ok(wanted) => wanted,
        Err(why) => return again(&app, &who, id, &headers, refused(why)).await,
    };
    let mut tx = app.store().write().await?;
    match inbox::keep_fact(&mut tx, &who.member, id, form.version, (wanted, &app.settings().zone)).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/facts/{id}")))
        }
        Err(InboxError::Fact(fault)) => {
            drop(tx);
            again(&app, &who, id, &headers, refused(said(&fault))).await
        }
        Err(other) => Err(other.into()),
    }
}

fn said(fault: &FactFault) -> String {
    sentence(&fault.to_string())
}

/// The form once more, with what stands in it.
async fn again(app: &App, who: &SignedIn, id: Option<FactId>, headers: &HeaderMap, form: FactForm) -> Answer {
    if let Some(id) = id {
        return show::with(app, who, id, headers, Some(form)).await;
    }
    let mut tx = app.store().read().await?;
    let form = FactForm { members: members(&mut tx, form.owner).await?, ..form };
    let frame = app.frame(&mut tx, who, None).await?;
    let is_refused = form.error.is_some();
    let page = NewFactPage { form };
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
