//! Changes how the dials are made: `GET /dials/change`, `POST /dials/change`.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{Belief, DialPart, DialTarget, DialTargets, Right};
use serde::Deserialize;
use store::dial;

use super::view::ChangePage;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// The version that was looked at.
    #[serde(default)]
    seen: String,
    #[serde(default)]
    reason: String,
    /// `belief_…`, `percent_…` and `hours_…` of each part.
    #[serde(flatten)]
    parts: HashMap<String, String>,
}

impl Form {
    /// What was written for each part; what is no number is none that can be met.
    fn targets(&self) -> Vec<DialTarget> {
        let of =
            |what: &str, part: DialPart| self.parts.get(&format!("{what}_{part}")).map_or("", |value| value.trim());
        let target = |part: &DialPart| DialTarget {
            part: *part,
            belief: Belief::from_word(of("belief", *part)),
            percent: of("percent", *part).parse().unwrap_or_default(),
            hours: part.is_timed().then(|| of("hours", *part).parse().unwrap_or_default()),
        };
        DialPart::ALL.iter().map(target).collect()
    }
}

pub(crate) async fn ask(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageSla)?;
    let mut tx = app.store().read().await?;
    let newest = dial::all(&mut tx).await?.into_iter().next();
    let page = ChangePage {
        seen: newest.as_ref().map_or(0, |one| one.number),
        targets: newest.map(|one| one.targets).unwrap_or_default().all().to_vec(),
        reason: String::new(),
        error: None,
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    let given = form.targets();
    let seen = form.seen.parse().unwrap_or_default();
    let changed = match DialTargets::new(given.clone()) {
        Ok(targets) => inbox::change_dials(&mut tx, &who.member, seen, &targets, &form.reason).await.map(drop),
        Err(fault) => Err(fault.into()),
    };
    match changed {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see("/dials"))
        }
        Err(error @ (InboxError::Dials(_) | InboxError::DialsChanged { .. })) => {
            drop(tx);
            // Told of the newer version, whoever presses again means it.
            let seen = if let InboxError::DialsChanged { version } = error { version } else { seen };
            let error = Some(sentence(&error.to_string()));
            let page = ChangePage { seen, targets: given, reason: form.reason, error };
            let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
            Ok(respond::refused(&headers, &frame, &page))
        }
        Err(error) => Err(error.into()),
    }
}
