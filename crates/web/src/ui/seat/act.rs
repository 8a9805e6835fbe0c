//! Changes how a member works: `POST /members/{id}/seat`, `/leave`, `/leave/end`, `/hand-over`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{ChannelId, LeaveId, MemberId, Network, Relation, Skills};
use serde::Deserialize;
use store::leave::Handing;
use store::workload::Workload;
use wording::t;

use super::show::with;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::status::moment;

#[derive(Deserialize)]
pub(crate) struct Takes {
    /// How many at once; empty for any number.
    #[serde(default)]
    capacity: String,
    /// Codes of languages, apart by commas or spaces.
    #[serde(default)]
    languages: String,
    #[serde(default)]
    network: Vec<String>,
    #[serde(default)]
    channel: Vec<i64>,
    #[serde(default)]
    relation: Vec<String>,
}

impl Takes {
    fn workload(&self) -> Workload {
        let capacity = self.capacity.trim();
        let languages = self.languages.split([',', ' ', ';']).filter(|tag| !tag.is_empty());
        Workload {
            // What is no number is refused as one that cannot be.
            capacity: (!capacity.is_empty()).then(|| capacity.parse().unwrap_or(-1)),
            skills: Skills {
                languages: languages.map(str::to_owned).collect(),
                networks: self.network.iter().filter_map(|word| Network::from_word(word)).collect(),
                channels: self.channel.iter().copied().map(ChannelId).collect(),
                relations: self.relation.iter().filter_map(|word| Relation::from_word(word)).collect(),
            },
        }
    }
}

pub(crate) async fn takes(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Takes>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::keep_workload(&mut tx, &who.member, id, form.workload()).await {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().nudge_work();
            Ok(respond::see(&format!("/members/{id}/seat")))
        }
        Err(InboxError::Seat(fault)) => {
            drop(tx);
            with(&app, &who, &headers, id, Some(sentence(&fault.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Away {
    /// From when; at once when it is empty.
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// What becomes of what they have: nothing, `teams`, or a colleague's id.
    #[serde(default)]
    to: String,
}

/// To whom somebody hands over: `None` for their teams.
fn successor(to: &str) -> Answer<Option<MemberId>> {
    let unknown = |_| Failure::Wrong(Wrong::Unreadable(t!("There is no such member to hand over to.").to_owned()));
    match to {
        "teams" => Ok(None),
        to => to.parse::<MemberId>().map(Some).map_err(unknown),
    }
}

pub(crate) async fn leave(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Away>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let read = |text: &str| moment(text.trim(), &app.settings().zone);
    let from = if form.from.trim().is_empty() { Some(tx.now()) } else { read(&form.from) };
    let handing = match form.to.as_str() {
        "" => Handing::Stays,
        to => successor(to)?.map_or(Handing::ToTeams, Handing::To),
    };
    let set = match (from, read(&form.until)) {
        (Some(from), Some(until)) => inbox::set_leave(&mut tx, &who.member, id, (from, until), handing).await,
        _ => Err(inbox::SeatFault::LeaveOver.into()),
    };
    match set {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().nudge_work();
            Ok(respond::see(&format!("/members/{id}/seat")))
        }
        Err(InboxError::Seat(fault)) => {
            drop(tx);
            with(&app, &who, &headers, id, Some(sentence(&fault.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct End {
    /// Which leave.
    leave: i64,
}

pub(crate) async fn end(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    Posted { who, form }: Posted<End>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::end_leave(&mut tx, &who.member, id, LeaveId(form.leave)).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&format!("/members/{id}/seat")))
}

#[derive(Deserialize)]
pub(crate) struct HandOver {
    /// A colleague's id, or `teams`.
    #[serde(default)]
    to: String,
}

/// What became of it, with the way back, stands on the page of the deed.
pub(crate) async fn hand_over(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    Posted { who, form }: Posted<HandOver>,
) -> Answer {
    let to = successor(&form.to)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::hand_over(&mut tx, &who.member, id, to).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&deed.map_or_else(|| format!("/members/{id}/seat"), |deed| format!("/bulk/{}", deed.id))))
}
