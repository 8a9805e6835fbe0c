//! Gives what a study found as a file: `GET /studies/{id}/export`.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use inbox::InboxError;
use jiff::tz::TimeZone;
use model::{Right, StudyId};
use serde::Deserialize;
use serde_json::{Value, json};
use store::Tx;
use store::study::{Item, Study};
use utoipa::{IntoParams, ToSchema};

use super::gather::{self, Found, code_name};
use super::method;
use super::show::known;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::named::Named;
use crate::ui::components::csv;

/// In which form.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExportForm {
    /// A table.
    #[default]
    Csv,
    /// A line of JSON for each mention.
    Jsonl,
    /// How it was made, in words.
    Method,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// In which form; `csv` where nobody says.
    #[serde(default)]
    #[param(inline, required = false)]
    pub(crate) form: ExportForm,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<StudyId>,
    Query(asked): Query<Asked>,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let study = known(&mut tx, id).await?;
    file(&mut tx, &study, asked.form, &app.settings().zone).await.map_err(Into::into)
}

/// The file. Before coding has ended there is none: it would show each coder what the other says.
pub(crate) async fn file(
    tx: &mut Tx,
    study: &Study,
    form: ExportForm,
    zone: &TimeZone,
) -> Result<Response, InboxError> {
    if !study.state.is_coded() {
        return Err(InboxError::StudyState(study.state));
    }
    let found = gather::found(tx, study).await?;
    let (text, media_type, ending) = match form {
        ExportForm::Csv => (csv(study, &found, zone), "text/csv; charset=utf-8", "csv"),
        ExportForm::Jsonl => (jsonl(study, &found), "application/jsonl; charset=utf-8", "jsonl"),
        ExportForm::Method => (method::statement(study, &found), "text/plain; charset=utf-8", "txt"),
    };
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"study-{}.{ending}\"", study.id)),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

/// Where a mention stands at its source; nowhere once it is gone.
fn address(item: &Item) -> Option<&str> {
    item.post.url.as_deref().filter(|_| !item.is_gone())
}

fn csv(study: &Study, found: &Found, zone: &TimeZone) -> String {
    let mut head: Vec<String> =
        ["id", "url", "written_on", "channel", "network", "language", "is_gone"].map(str::to_owned).to_vec();
    for variable in &study.book {
        head.extend(["first", "second", "final"].map(|what| format!("{} ({what})", variable.name)));
    }
    let mut text = csv::line(&head);
    for one in &found.mentions {
        let item = &one.item;
        let mut cells = vec![
            // A spreadsheet takes it for a number, and rounds its last digits.
            format!("'{}", item.post.id),
            address(item).unwrap_or_default().to_owned(),
            item.post.posted_at.to_zoned(zone.clone()).date().to_string(),
            item.channel_name.clone(),
            item.network.as_str().to_owned(),
            item.language().unwrap_or_default().to_owned(),
            if item.is_gone() { "yes" } else { "no" }.to_owned(),
        ];
        for (variable, coded) in (1_u32..).zip(&one.coded) {
            let codes = [coded.first, coded.second, coded.settled()];
            cells.extend(codes.map(|code| code.map_or("", |code| code_name(study, variable, code)).to_owned()));
        }
        text.push_str(&csv::line(&cells));
    }
    text
}

fn jsonl(study: &Study, found: &Found) -> String {
    let mut text = String::new();
    for one in &found.mentions {
        let item = &one.item;
        let codes: Vec<Value> = (1_u32..)
            .zip(study.book.iter().zip(&one.coded))
            .map(|(number, (variable, coded))| {
                let name = |code: Option<u32>| code.map(|code| code_name(study, number, code));
                json!({
                    "variable": variable.name,
                    "first": name(coded.first),
                    "second": name(coded.second),
                    "final": name(coded.settled()),
                })
            })
            .collect();
        let row = json!({
            "id": item.post.id,
            "url": address(item),
            "written_at": item.post.posted_at.to_string(),
            "channel": item.channel_name,
            "network": item.network,
            "language": item.language(),
            "is_gone": item.is_gone(),
            "codes": codes,
        });
        text.push_str(&row.to_string());
        text.push('\n');
    }
    text
}
