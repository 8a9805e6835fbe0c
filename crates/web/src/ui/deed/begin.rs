//! Begins to do something to many conversations: `POST /bulk`. What was chosen is changed at once; for all that a list
//! holds, what would change is shown first.

use axum::extract::{Query, State};
use inbox::{Decision, Listing};
use model::{Change, ConversationId, Disposition, MemberId, Owing, Promising, Status};
use serde::Deserialize;
use store::Tx;
use store::deed::Deed;
use wording::t;

use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::address::{Beside, after};
use crate::ui::inbox::priority;
use crate::ui::inbox::status::moment;
use crate::ui::inbox::team;
use crate::ui::inbox::triage;
use crate::ui::macros;
use crate::ui::owed::act::read_kind;
use crate::ui::promised::act::read_due;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Form {
    /// What: a word, with the time to wake behind `snooze:`, the decision and its reason behind `decide:`, the priority
    /// behind `priority:`, the macro and its version behind `macro:`.
    #[serde(default)]
    act: String,
    /// Which: `chosen`, `shown` or `all`.
    #[serde(default)]
    scope: String,
    #[serde(default)]
    id: Vec<i64>,
    #[serde(default)]
    shown: Vec<i64>,
    #[serde(default)]
    member: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    label: String,
    /// What kind of thing is owed.
    #[serde(default)]
    kind: String,
    /// What exactly is owed, in a line.
    #[serde(default)]
    words: String,
    /// What we promised each, in a line.
    #[serde(default)]
    promised: String,
    /// By when.
    #[serde(default)]
    due: String,
    /// How many days they are watched.
    #[serde(default)]
    days: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(model::Right::WorkInbox)?;
    let listing: Option<Listing> = match form.scope.as_str() {
        "all" => Some(beside.asked(&mut app.store().read().await?, &who).await?.listing),
        _ => None,
    };
    let mut tx = app.store().write().await?;
    if form.act == "merge" {
        return merge(&app, tx, &who, &beside, &form).await;
    }
    let change = change(&mut tx, &app, &who, &form).await?;
    let deed = match &listing {
        Some(listing) => inbox::prepare(&mut tx, &who.member, change, listing).await?,
        None => inbox::choose(&mut tx, &who.member, change, &form.chosen()).await?,
    };
    tx.commit().await?;
    begun(&app, &beside, &deed)
}

/// Merges the chosen into the one that began first. Not what a whole list holds: nobody means that.
async fn merge(app: &App, mut tx: Tx, who: &SignedIn, beside: &Beside, form: &Form) -> Answer {
    let rows = store::conversation::of_ids(&mut tx, &form.chosen()).await?;
    let oldest = rows.iter().min_by_key(|one| (one.opened_at, one.id)).map(|one| one.id);
    let Some(into) = oldest.filter(|_| rows.len() > 1 && form.scope != "all") else {
        let why = t!("Choose the conversations that are to be one: two or more of those shown.");
        return Err(Failure::Wrong(Wrong::Unreadable(why.to_owned())));
    };
    let others: Vec<ConversationId> = rows.iter().map(|one| one.id).filter(|id| *id != into).collect();
    let deed = inbox::choose(&mut tx, &who.member, Change::Merge { into }, &others).await?;
    tx.commit().await?;
    begun(app, beside, &deed)
}

impl Form {
    fn chosen(&self) -> Vec<ConversationId> {
        let ids = if self.scope == "shown" { &self.shown } else { &self.id };
        ids.iter().copied().map(ConversationId).collect()
    }
}

/// Leads to where a deed is followed, or back to the list when it is done.
fn begun(app: &App, beside: &Beside, deed: &Deed) -> Answer {
    if deed.state.is_moving() {
        app.pipeline().nudge_work();
        return Ok(respond::see(&format!("/bulk/{}", deed.id)));
    }
    Ok(respond::see(&after(&beside.list().address(), Some(deed.id))))
}

async fn change(tx: &mut Tx, app: &App, who: &SignedIn, form: &Form) -> Answer<Change> {
    let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    let status = |status| Ok(Change::Status { status, until: None, outcome: None });
    let (act, preset) = form.act.split_once(':').unwrap_or((&form.act, ""));
    // Enter in a field does what the field is for.
    let act = match act {
        "enter" if !form.promised.trim().is_empty() => "commit",
        "enter" if !form.words.trim().is_empty() => "owe",
        "enter" if !form.label.trim().is_empty() => "label",
        "enter" if !form.until.is_empty() => "snooze",
        act => act,
    };
    match act {
        "done" => status(Status::Resolved),
        "archive" => status(Status::Archived),
        "reopen" => status(Status::Open),
        "snooze" => {
            let text = if preset.is_empty() { form.until.trim() } else { preset };
            let until = moment(text, &app.settings().zone);
            let until = until.ok_or_else(|| unreadable(t!("Say until when; write it like 2026-11-25T09:00.")))?;
            Ok(Change::Status { status: Status::Snoozed, until: Some(until), outcome: None })
        }
        "decide" => {
            let (disposition, reason) = preset.split_once(':').unwrap_or((preset, ""));
            // The bar has one field of days, whatever is decided.
            let days = if disposition == Disposition::Watch.as_str() { form.days.as_str() } else { "" };
            let Decision { disposition, reason, until } = triage::read(tx.now(), disposition, reason, days)?;
            Ok(Change::Decide { disposition, reason, until })
        }
        "pin" => Ok(Change::Pin { member: who.member.id }),
        "unpin" => Ok(Change::Unpin { member: who.member.id }),
        "take" => Ok(Change::Assign { to: Some(who.member.id) }),
        "free" => Ok(Change::Assign { to: None }),
        "assign" => {
            let to = form.member.parse::<MemberId>();
            Ok(Change::Assign { to: Some(to.map_err(|_| unreadable(t!("There is no such member to assign it to.")))?) })
        }
        "owe" => {
            let (kind, function) = read_kind(&form.kind, "")?;
            let words = form.words.clone();
            Ok(Change::Owe { owing: Owing { kind, function, words, member: None, due_at: None, post: None } })
        }
        "commit" => {
            let due_at = read_due(&form.due, &app.settings().zone)?;
            let words = form.promised.clone();
            Ok(Change::Commit { promising: Promising { words, due_at, member: None, reply: None } })
        }
        "macro" => {
            let (id, version) = preset.split_once(':').unwrap_or((preset, ""));
            let applied = macros::apply::read(id)?;
            Ok(inbox::macro_change(tx, &who.member, applied, version.parse().ok()).await?)
        }
        "team" => Ok(Change::Team { to: team::read(&form.team)? }),
        "priority" => Ok(Change::Prioritise { priority: priority::read(preset)? }),
        "label" => Ok(Change::Label { label: inbox::label_named(tx, &form.label).await? }),
        "unlabel" => {
            let known = store::label::by_name(tx, &form.label).await?;
            let known = known.ok_or_else(|| unreadable(t!("There is no such label to take off.")))?;
            Ok(Change::Unlabel { label: known.id })
        }
        _ => Err(unreadable(t!("Say what is to be done with the chosen conversations."))),
    }
}
