//! Shows the studies: `GET /studies`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, StudyState};
use store::{insight, study};

use super::view::{StudiesPage, StudyRow};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::owed::gather::names;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let names = names(&mut tx).await?;
    let mut coders = study::coders_of_all(&mut tx).await?;
    let learned = insight::all(&mut tx).await?;
    let mut rows = Vec::new();
    for one in study::all(&mut tx).await? {
        let coders = coders.remove(&one.id).unwrap_or_default();
        rows.push(StudyRow {
            is_mine: one.state == StudyState::Coding && coders.contains(&who.member.id),
            coders: coders.iter().map(|id| names.get(id).cloned().unwrap_or_default()).collect(),
            learned: learned.iter().filter(|insight| insight.study == one.id).count(),
            study: one,
        });
    }
    let page = StudiesPage { rows, may_keep: inbox::keeps_studies(&mut tx, &who.member).await? };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
