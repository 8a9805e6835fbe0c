//! Shows a fact: `GET /facts/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{FactId, ReplyId, Right};
use serde::Deserialize;
use store::fact::{self, AnswersAsked};
use store::member;
use wording::t;

use super::edit::members;
use super::form::FactForm;
use super::history;
use super::list::former;
use super::page::FactPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::owed::gather::names;

/// Answers of a page.
const ROWS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Before which answer the list begins.
    before: Option<i64>,
    /// Anything to see those answers alone that say what no longer holds.
    #[serde(default)]
    outdated: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<FactId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    shown(&app, &who, id, &headers, (asked, None)).await
}

/// The page with what was posted in its form.
pub(super) async fn with(app: &App, who: &SignedIn, id: FactId, headers: &HeaderMap, form: Option<FactForm>) -> Answer {
    shown(app, who, id, headers, (Asked::default(), form)).await
}

async fn shown(
    app: &App,
    who: &SignedIn,
    id: FactId,
    headers: &HeaderMap,
    (asked, filled): (Asked, Option<FactForm>),
) -> Answer {
    let mut tx = app.store().read().await?;
    let fact = fact::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no fact.")))?;
    let names = names(&mut tx).await?;
    let is_outdated = !asked.outdated.is_empty();
    let part = AnswersAsked { before: asked.before.map(ReplyId), below: is_outdated.then(|| fact.holds_from()) };
    let mut answers = fact::answers(&mut tx, id, part, ROWS + 1).await?;
    let has_more = answers.len() as i64 > ROWS;
    answers.truncate(ROWS as usize);
    let more = answers.last().filter(|_| has_more).map(|last| last.reply.to_string());
    let owner = member::find(&mut tx, fact.terms.owner).await?;
    let is_refused = filled.as_ref().is_some_and(|form| form.error.is_some());
    let form = match inbox::keeps_facts(&mut tx, &who.member).await? {
        true => {
            let form = filled.unwrap_or_else(|| FactForm::of(&fact.terms, fact.version));
            Some(FactForm { members: members(&mut tx, Some(fact.terms.owner)).await?, ..form })
        }
        false => None,
    };
    let page = FactPage {
        owner: former(&mut tx, &fact).await?,
        is_ownerless: !owner.is_some_and(|owner| inbox::answers(&owner)),
        uses: fact::uses_of(&mut tx, id).await?,
        answers: answers
            .into_iter()
            .map(|one| {
                let by = names.get(&one.member).cloned().unwrap_or_default();
                (one, by)
            })
            .collect(),
        more,
        is_outdated,
        steps: history::steps(fact::history(&mut tx, id).await?, &names),
        form,
        may_vouch: inbox::vouches(&mut tx, &who.member, &fact).await?,
        fact,
    };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
