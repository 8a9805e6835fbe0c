//! Shows one's own tokens: `GET /tokens`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use store::token;

use super::view::{TokenRow, TokensPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    with(&app, &who, &headers, TokensPage::default()).await
}

/// The page, with what became of a form on it.
pub(super) async fn with(app: &App, who: &SignedIn, headers: &HeaderMap, said: TokensPage) -> Answer<Response> {
    let mut tx = app.store().read().await?;
    let now = tx.now();
    let mut tokens: Vec<TokenRow> =
        token::of_member(&mut tx, who.member.id).await?.into_iter().map(|token| TokenRow::of(token, now)).collect();
    tokens.sort_by_key(|token| token.is_over);
    let is_refused = said.has_error();
    let page = TokensPage { tokens, ..said };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
