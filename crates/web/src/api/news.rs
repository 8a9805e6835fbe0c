//! By which ways and when the member as whom a token acts is told: `/api/v1/me`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{Day, DeviceId, MailPace, NewsTerms, NoticeGroup, NoticeKind, Quiet, Right, Scope};
use serde::{Deserialize, Serialize};
use store::member_mail::{self, MemberMail};
use store::notice::{About, Notice};
use store::{Tx, news, push_device};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::input::{Body, Named};
use super::problem::{Answer, Problem, ProblemKind};
use super::schema::{self, Id};
use crate::app::App;

/// Notices that are told of, the newest.
const TOLD: i64 = 20;

/// By which ways and when a member is told, besides on the page.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct News {
    /// What comes by browser, on devices where the member allowed it.
    #[schema(value_type = Vec<schema::NoticeGroup>)]
    browser: Vec<NoticeGroup>,
    /// What comes by mail, once an address is confirmed.
    #[schema(value_type = Vec<schema::NoticeGroup>)]
    mail: Vec<NoticeGroup>,
    #[schema(value_type = schema::MailPace)]
    pace: MailPace,
    /// When mail comes that comes daily, as the clock on the wall shows it: `08:00`.
    #[schema(pattern = "^[0-2]?[0-9]:[0-5][0-9]$")]
    daily_at: String,
    /// The time zone, as `Europe/Amsterdam`; the house's when null.
    zone: Option<String>,
    /// When nothing comes.
    #[schema(max_items = 4)]
    quiet: Vec<QuietHours>,
}

/// Hours of some days in which nothing comes. Past midnight they belong to the day on which they begin; the same time twice is the
/// whole day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuietHours {
    #[schema(value_type = Vec<schema::Day>)]
    days: Vec<Day>,
    #[schema(pattern = "^[0-2]?[0-9]:[0-5][0-9]$")]
    from: String,
    #[schema(pattern = "^[0-2]?[0-9]:[0-5][0-9]$")]
    to: String,
}

impl From<NewsTerms> for News {
    fn from(terms: NewsTerms) -> Self {
        let NewsTerms { browser, mail, pace, daily_at, zone, quiet } = terms;
        let quiet = quiet.into_iter().map(|one| QuietHours {
            days: one.days,
            from: one.from.to_string(),
            to: one.to.to_string(),
        });
        Self { browser, mail, pace, daily_at: daily_at.to_string(), zone, quiet: quiet.collect() }
    }
}

impl News {
    fn terms(self) -> Answer<NewsTerms> {
        let time = |name: &'static str, text: &str| {
            text.parse().map_err(|error: model::NoTimeOfDay| Problem::field(name, error.to_string()))
        };
        let Self { browser, mail, pace, daily_at, zone, quiet } = self;
        let read = |one: QuietHours| {
            Ok(Quiet { days: one.days, from: time("quiet", &one.from)?, to: time("quiet", &one.to)? })
        };
        let quiet = quiet.into_iter().map(read).collect::<Answer<_>>()?;
        Ok(NewsTerms { browser, mail, pace, daily_at: time("daily_at", &daily_at)?, zone, quiet })
    }
}

/// Something that a member was told and did not see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Told {
    id: Id,
    #[schema(value_type = schema::NoticeKind)]
    kind: NoticeKind,
    /// The conversation that it is about, where it is about one.
    conversation: Option<Id>,
    /// The fact, where it is about one.
    fact: Option<Id>,
    /// The statement, where it is about one.
    statement: Option<Id>,
    at: Timestamp,
}

impl From<Notice> for Told {
    fn from(one: Notice) -> Self {
        let (mut conversation, mut fact, mut statement) = (None, None, None);
        match one.about {
            About::Conversation(id) => conversation = Some(id.into()),
            About::Fact(id) => fact = Some(id.into()),
            About::Statement(id) => statement = Some(id.into()),
        }
        Self { id: one.id.into(), kind: one.kind, conversation, fact, statement, at: one.at }
    }
}

/// A browser in which a member is told, also while no page is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Device {
    id: Id,
    name: String,
    created_at: Timestamp,
    /// When it was woken last.
    woken_at: Option<Timestamp>,
    /// Why it was not woken last.
    why: Option<String>,
}

/// Where mail for a member goes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Mail {
    /// Whether the house sends mail at all.
    is_set_up: bool,
    /// The address that was confirmed.
    address: Option<String>,
    /// The address that waits for its link to be followed.
    asked: Option<String>,
    /// Since when the mail server refuses the address.
    refused_at: Option<Timestamp>,
    /// What it said.
    why: Option<String>,
}

/// Where mail is to go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedMail {
    /// Of ASCII letters.
    #[schema(max_length = 254)]
    address: String,
}

/// How the member is told.
#[utoipa::path(get, path = "/me/notices", tag = "notices", operation_id = "show_news",
    security(("token" = ["read"])), responses((status = 200, body = News)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller) -> Answer<Json<News>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(news::terms(&mut app.store().read().await?, caller.member.id).await?.into()))
}

/// Says how the member is told.
#[utoipa::path(put, path = "/me/notices", tag = "notices", operation_id = "change_news",
    request_body = News, security(("token" = ["write"])), responses((status = 200, body = News)))]
pub(crate) async fn change(State(app): State<App>, caller: Caller, Body(wanted): Body<News>) -> Answer<Json<News>> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let terms = wanted.terms()?;
    let mut tx = app.store().write().await?;
    let kept = inbox::keep_news_terms(&mut tx, &caller.member, terms).await?;
    tx.commit().await?;
    Ok(Json(kept.into()))
}

/// What the member was told and did not see, of the kinds that come by browser: the newest first.
#[utoipa::path(get, path = "/me/news", tag = "notices", operation_id = "list_news",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Told>)))]
pub(crate) async fn told(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Told>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let told = inbox::to_show(&mut app.store().read().await?, &caller.member, TOLD).await?;
    Ok(Json(Whole { items: told.into_iter().map(Into::into).collect() }))
}

/// The browsers in which the member is told. One is added in itself alone.
#[utoipa::path(get, path = "/me/devices", tag = "notices", operation_id = "list_devices",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Device>)))]
pub(crate) async fn devices(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Device>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let devices = push_device::of_member(&mut app.store().read().await?, caller.member.id, None).await?;
    let shown = devices.into_iter().map(|one| {
        let push_device::Device { id, name, created_at, woken_at, why, .. } = one;
        Device { id: id.into(), name, created_at, woken_at, why }
    });
    Ok(Json(Whole { items: shown.collect() }))
}

/// Removes a browser.
#[utoipa::path(delete, path = "/me/devices/{id}", tag = "notices", operation_id = "remove_device",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 204)))]
pub(crate) async fn remove_device(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<DeviceId>,
) -> Answer<StatusCode> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    inbox::remove_device(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where mail for the member goes.
#[utoipa::path(get, path = "/me/mail", tag = "notices", operation_id = "show_mail",
    security(("token" = ["read"])), responses((status = 200, body = Mail)))]
pub(crate) async fn mail(State(app): State<App>, caller: Caller) -> Answer<Json<Mail>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(shown(&app, &mut app.store().read().await?, &caller).await?))
}

/// Has a link mailed to an address; followed, it has mail for the member go there.
#[utoipa::path(put, path = "/me/mail", tag = "notices", operation_id = "ask_mail",
    request_body = WantedMail, security(("token" = ["write"])), responses((status = 200, body = Mail)))]
pub(crate) async fn ask_mail(
    State(app): State<App>,
    caller: Caller,
    Body(wanted): Body<WantedMail>,
) -> Answer<Json<Mail>> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    if app.pipeline().house().mailer.is_none() {
        return Err(Problem::new(ProblemKind::Conflict, "No mail is set up here."));
    }
    let mut tx = app.store().write().await?;
    inbox::ask_mail_address(&mut tx, &caller.member, &wanted.address).await?;
    let mail = shown(&app, &mut tx, &caller).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(mail))
}

/// Has no mail come to the member any more.
#[utoipa::path(delete, path = "/me/mail", tag = "notices", operation_id = "remove_mail",
    security(("token" = ["write"])), responses((status = 204)))]
pub(crate) async fn remove_mail(State(app): State<App>, caller: Caller) -> Answer<StatusCode> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    inbox::remove_mail_address(&mut tx, &caller.member).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn shown(app: &App, tx: &mut Tx, caller: &Caller) -> Answer<Mail> {
    let MemberMail { address, asked, refused } = member_mail::of(tx, caller.member.id).await?;
    let (refused_at, why) = refused.unzip();
    let is_set_up = app.pipeline().house().mailer.is_some();
    Ok(Mail { is_set_up, address, asked: asked.map(|asked| asked.address), refused_at, why })
}
