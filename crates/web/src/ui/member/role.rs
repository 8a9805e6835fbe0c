//! Gives a member another role: `POST /members/{id}/role`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{MemberId, Role};
use serde::Deserialize;
use store::member;
use wording::t;

use super::view::MembersPage;
use super::{changeable, list};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    role: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let role = Role::from_word(&form.role);
    let role = role.ok_or_else(|| Failure::Wrong(Wrong::Unreadable(t!("There is no such role.").into())))?;
    let mut tx = app.store().write().await?;
    match changeable(&mut tx, &who, id, Some(role)).await? {
        Err(why) => {
            drop(tx);
            list::with(&app, &who, &headers, MembersPage { error: Some(why), ..MembersPage::default() }).await
        }
        Ok(found) => {
            if found.role != role {
                member::set_role(&mut tx, who.member.id, &found, role).await?;
                tx.commit().await?;
            }
            Ok(respond::see("/members"))
        }
    }
}
