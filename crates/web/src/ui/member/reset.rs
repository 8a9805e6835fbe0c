//! Makes a link by which a member chooses a new password: `POST /members/{id}/reset`. It is in the answer, and nowhere else.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use model::{Actor, MemberId};
use store::password_reset::{self, NewReset};
use wording::t;

use super::view::{MembersPage, OneTimeLink};
use super::{changeable, list};
use crate::app::App;
use crate::auth::{Posted, new_token};
use crate::failure::{Answer, Failure};
use crate::named::Named;

/// How long a link works.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
    Posted { who, .. }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    // Whoever may change a seat may hand its key out anew; nothing is taken from it, so its role stays.
    let role = store::member::find(&mut tx, id).await?.map(|member| member.role);
    match changeable(&mut tx, &who, id, role).await? {
        Err(why) => {
            drop(tx);
            list::with(&app, &who, &headers, MembersPage { error: Some(why), ..MembersPage::default() }).await
        }
        Ok(found) => {
            let token = new_token();
            let until = tx.now().saturating_add(LASTS).unwrap_or(Timestamp::MAX);
            let new = NewReset { token: &token, member: id, by: Actor::Member(who.member.id), expires_at: until };
            password_reset::offer(&mut tx, new).await?;
            tx.commit().await?;
            let url = app.settings().base_url.join(&format!("reset/{token}"));
            let url = url.map_err(|error| Failure::broken(&error))?.to_string();
            let link = OneTimeLink { heading: t!("A new password for {name}", name = found.name), url, until };
            list::with(&app, &who, &headers, MembersPage { link: Some(link), ..MembersPage::default() }).await
        }
    }
}
