//! Shuts a member out: `POST /members/{id}/disable`. Their sessions end at once, and what they have goes
//! back to its teams.

use axum::extract::State;
use axum::http::HeaderMap;
use model::MemberId;

use super::view::MembersPage;
use super::{changeable, list};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
    Posted { who, .. }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match changeable(&mut tx, &who, id, None).await? {
        Err(why) => {
            drop(tx);
            list::with(&app, &who, &headers, MembersPage { error: Some(why), ..MembersPage::default() }).await
        }
        Ok(found) => {
            let deed = inbox::shut_out(&mut tx, &who.member, found.id).await?;
            tx.commit().await?;
            app.pipeline().nudge_work();
            // What they had is handed over: what became of it, with the way back, stands on the page of the deed.
            Ok(respond::see(&deed.map_or_else(|| "/members".to_owned(), |deed| format!("/bulk/{}", deed.id))))
        }
    }
}
