//! Shows the rules: `GET /rules`.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::Timestamp;
use listening::{FieldContext, Query};
use model::{Right, RuleId};
use pipeline::rule_trial::TRIED;
use store::{rule, rule_run};

use super::view::{RuleRow, RulesPage};
use super::words::{self, Names};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let rules = rule::all(&mut tx).await?;
    let names = Names::read(&mut tx).await?;
    let ids: Vec<RuleId> = rules.iter().map(|rule| rule.id).collect();
    let since = tx.now().saturating_sub(TRIED).unwrap_or(Timestamp::MIN);
    let counts = rule_run::counts(&mut tx, &ids, since).await?;
    let rows = rules.into_iter().zip(counts).map(|(rule, count)| RuleRow {
        id: rule.id,
        called: words::called(&rule.says),
        acts: words::acts(&rule.says, &names),
        is_on: rule.is_on(),
        is_readable: rule.says.query.is_empty() || Query::parse(&rule.says.query, FieldContext::View).is_ok(),
        stops: rule.says.stops,
        query: rule.says.query,
        name: rule.name,
        acted: count.try_into().unwrap_or_default(),
    });
    let rules = rows.collect();
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &RulesPage { rules }))
}
