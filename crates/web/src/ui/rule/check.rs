//! Says what the language makes of a rule's condition while it is written: `POST /rules/check`.

use axum::response::Response;
use listening::FieldContext;
use model::Right;
use serde::Deserialize;

use crate::auth::Posted;
use crate::failure::Answer;
use crate::respond;
use crate::ui::topic::check::check;
use crate::ui::topic::edit::lines;
use crate::ui::topic::view::query_check;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    query: String,
}

pub(crate) async fn post(Posted { who, form }: Posted<Form>) -> Answer<Response> {
    who.require(Right::ManageRules)?;
    let query = lines(&form.query);
    Ok(respond::html(query_check(&query, &check(&query, FieldContext::View))))
}
