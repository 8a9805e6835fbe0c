//! Shuts a member out: `POST /members/{id}/disable`. Their sessions end at once.

use axum::extract::State;
use axum::http::HeaderMap;
use model::MemberId;
use store::member;

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
            member::disable(&mut tx, who.member.id, found.id).await?;
            tx.commit().await?;
            Ok(respond::see("/members"))
        }
    }
}
