//! Makes, changes and puts away house rules: `POST /house-rules`, `/house-rules/{id}`, `/house-rules/{id}/archive`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, WantedHouseRule};
use model::HouseRuleId;
use serde::Deserialize;

use super::list::{Refused, show};
use super::show::shown;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    words: String,
}

impl Form {
    fn wanted(&self) -> WantedHouseRule {
        WantedHouseRule { name: self.name.clone(), words: self.words.replace("\r\n", "\n") }
    }

    fn refused(self, error: &InboxError) -> Refused {
        Refused { name: self.name, words: self.words, error: Some(sentence(&error.to_string())) }
    }
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::keep_house_rule(&mut tx, &who.member, None, &form.wanted()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/house-rules"))
        }
        Err(error @ InboxError::HouseRule(_)) => {
            drop(tx);
            show(&app, &who, &headers, form.refused(&error)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<HouseRuleId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::keep_house_rule(&mut tx, &who.member, Some(id), &form.wanted()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/house-rules/{id}")))
        }
        Err(error @ InboxError::HouseRule(_)) => {
            drop(tx);
            let refused = Some(form.refused(&error));
            shown(&app, &who, id, &headers, (None, refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<HouseRuleId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::put_house_rule_away(&mut tx, &who.member, id, form.is_away()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see("/house-rules"))
        }
        Err(error @ InboxError::HouseRule(_)) => {
            drop(tx);
            let refused = Refused { error: Some(sentence(&error.to_string())), ..Refused::default() };
            show(&app, &who, &headers, refused).await
        }
        Err(error) => Err(error.into()),
    }
}
