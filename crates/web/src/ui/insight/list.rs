//! Shows what was learned: `GET /insights`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{InsightId, PostId, Right, StudyId};
use std::collections::HashMap;
use store::insight::{self, Insight, InsightStep};
use store::{StoreError, Tx, post, study};
use wording::t;

use super::view::{InsightRow, InsightsPage, Shown, Step};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::owed::gather::{Names, names};

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let names = names(&mut tx).await?;
    let all = insight::all(&mut tx).await?;
    let may_keep = inbox::keeps_studies(&mut tx, &who.member).await?;
    let page = InsightsPage { rows: rows(&mut tx, all, &names).await?, may_keep };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// What was learned from a study, as it is shown.
pub(crate) async fn of_study(tx: &mut Tx, id: StudyId, names: &Names) -> Result<Vec<InsightRow>, StoreError> {
    let all = insight::of_study(tx, id).await?;
    rows(tx, all, names).await
}

async fn rows(tx: &mut Tx, all: Vec<Insight>, names: &Names) -> Result<Vec<InsightRow>, StoreError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let mut steps: HashMap<InsightId, Vec<InsightStep>> = insight::steps(tx).await?;
    let mut posts: HashMap<InsightId, Vec<PostId>> = insight::posts(tx).await?;
    let studies = study::all(tx).await?;
    let mut rows = Vec::new();
    for one in all {
        let mut shown = Vec::new();
        for id in posts.remove(&one.id).unwrap_or_default() {
            if let Some(post) = post::find(tx, id).await? {
                shown.push(Shown {
                    conversation: post.conversation,
                    text: post.text.chars().take(140).collect(),
                    is_gone: post.deleted_at.is_some() || post.is_erased,
                });
            }
        }
        let steps = steps.remove(&one.id).unwrap_or_default().into_iter().map(|step| Step {
            state: step.state,
            by: names.get(&step.by).cloned().unwrap_or_else(|| t!("a former member").to_owned()),
            note: step.note,
            at: step.at,
        });
        rows.push(InsightRow {
            study: studies
                .iter()
                .find(|study| study.id == one.study)
                .map(|study| study.terms.name.clone())
                .unwrap_or_default(),
            steps: steps.collect(),
            shown,
            insight: one,
        });
    }
    Ok(rows)
}
