//! Writes a note for the team: `POST /conversations/{id}/note`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::InboxError;
use model::ConversationId;
use serde::Deserialize;
use store::draft::{self, DraftKind};

use super::address::Beside;
use super::composer::ComposerKind;
use super::show::{self, Refused};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let text = form.text.replace("\r\n", "\n");
    let mut tx = app.store().write().await?;
    match inbox::write_note(&mut tx, &who.member, id, &text).await {
        Ok(_) => {
            draft::keep(&mut tx, id, who.member.id, DraftKind::Note, "").await?;
            tx.commit().await?;
            Ok(respond::see(&beside.list().address_of(id)))
        }
        Err(error @ InboxError::Empty) => {
            drop(tx);
            let error = Some(sentence(&error.to_string()));
            let refused = Refused {
                kind: ComposerKind::Note,
                text,
                facts: Vec::new(),
                later_at: String::new(),
                error,
                stale: None,
            };
            show::opened(&app, &who, id, &beside, &headers, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}
