//! Shows a statement: `GET /statements/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, StatementId};
use store::{channel, posting, statement};
use wording::t;

use super::edit::completed;
use super::form::StatementForm;
use super::page::{StatementPage, Stood};
use super::place;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::owed::gather::names;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
) -> Answer {
    with(&app, &who, id, &headers, (None, None)).await
}

/// The page with what was posted in its form, and why it is not published as was asked.
pub(super) async fn with(
    app: &App,
    who: &SignedIn,
    id: StatementId,
    headers: &HeaderMap,
    (filled, unpublished): (Option<StatementForm>, Option<String>),
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let frame = app.frame(&mut tx, who, None).await?;
    let one = statement::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no statement.")))?;
    let names = names(&mut tx).await?;
    let postings = posting::of_statement(&mut tx, id).await?;
    let may_publish = who.member.role.may(Right::ApproveReplies);
    let is_open = matches!(one.state, model::StatementState::Approved | model::StatementState::Published);
    let places = match may_publish && is_open {
        true => place::open(&mut tx, app, &one, &postings).await?,
        false => Vec::new(),
    };
    let mut stood = Vec::new();
    for posting in postings {
        let under = match &posting.remote_id {
            Some(remote_id) if posting.state.is_out() => statement::under(&mut tx, posting.channel, remote_id).await?,
            _ => statement::Under::default(),
        };
        let on = channel::find(&mut tx, posting.channel).await?;
        stood.push(Stood {
            channel: on.as_ref().map(|on| on.name.clone()).unwrap_or_default(),
            network: on.map(|on| on.network),
            by: names.get(&posting.member).cloned().unwrap_or_default(),
            posting,
            under,
        });
    }
    let other = async |tx: &mut store::Tx, id: Option<StatementId>| -> Answer<Option<(StatementId, String)>> {
        let Some(id) = id else { return Ok(None) };
        Ok(statement::find(tx, id).await?.map(|one| (one.id, one.terms.title)))
    };
    let replaces = other(&mut tx, one.terms.replaces).await?;
    let instead = statement::instead_of(&mut tx, id).await?;
    let instead = other(&mut tx, instead).await?;
    let is_refused = unpublished.is_some() || filled.as_ref().is_some_and(|form| form.error.is_some());
    let form = match who.member.role.may(Right::WorkInbox) && !one.state.is_over() {
        true => {
            let is_opened = filled.is_some();
            let form = filled.unwrap_or_else(|| StatementForm::of(&one.terms, one.version, &frame));
            let is_published = one.state == model::StatementState::Published;
            Some((completed(&mut tx, StatementForm { is_published, ..form }).await?, is_opened))
        }
        false => None,
    };
    let history = statement::history(&mut tx, id).await?;
    let page = StatementPage {
        owner: names.get(&one.terms.owner).cloned().unwrap_or_default(),
        written_by: names.get(&one.written_by).cloned().unwrap_or_default(),
        approved_by: one.approved.and_then(|(by, _)| names.get(&by).cloned()),
        may_approve: inbox::may_approve_statement(&mut tx, &who.member, &one).await?,
        may_publish,
        stood,
        places,
        replaces,
        instead,
        uses: statement::uses(&mut tx, &[id]).await?.remove(&id).unwrap_or_default(),
        steps: history
            .into_iter()
            .rev()
            .map(|step| (step, names.get(&step.member).cloned().unwrap_or_else(|| t!("a former member").to_owned())))
            .collect(),
        form,
        unpublished,
        statement: one,
    };
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
