//! The news: what members are told besides on the page, by the ways and at the times that they chose.
//!
//! What is told comes from [`store::news`], which whoever tells it takes: it is told once by each way, whichever server
//! comes to it. A digest is a letter that stands before it goes, and names notices by id; what was seen meanwhile, or may
//! not be read any more, is left out when its words are made.

mod device;
mod mail;

pub use device::{DEVICES_MAX, WAKE_DEVICE, add_device, device_gone, device_woken, remove_device};
pub use mail::{
    ADDRESS_DAYS, LetterFate, SEND_LETTER, ask_mail_address, confirm_mail_address, letter_begun, letter_ended,
    mail_to_confirm, remove_mail_address, stop_mail,
};

use std::time::Duration;

use jiff::tz::TimeZone;
use model::{Actor, EventKind, LetterId, LetterKind, MemberId, NewsTerms, NewsWay, NoticeId, Right};
use serde_json::json;
use store::event::append;
use store::member::{self, Member};
use store::notice::{self, About, Notice};
use store::{Tx, conversation, fact, member_mail, news, push_device, statement};

use crate::Result;
use crate::acts::require;

/// Keeps by which ways and when a member is told.
///
/// # Errors
/// `Forbidden`; `News` says what is wrong with it.
pub async fn keep_news_terms(tx: &mut Tx, who: &Member, mut terms: NewsTerms) -> Result<NewsTerms> {
    require(who, Right::ReadInbox)?;
    terms.check()?;
    for groups in [&mut terms.browser, &mut terms.mail] {
        groups.sort_unstable();
        groups.dedup();
    }
    for quiet in &mut terms.quiet {
        quiet.days.sort_unstable();
        quiet.days.dedup();
    }
    if news::terms(tx, who.id).await? != terms {
        news::keep_terms(tx, who.id, &terms).await?;
        append(tx, EventKind::NewsChosen, Actor::Member(who.id), None, json!({ "member": who.id })).await?;
    }
    Ok(terms)
}

/// Which of some notices are still to be told to a member: not seen, of kinds that come this way, and readable.
pub async fn still_to_tell(tx: &mut Tx, who: &Member, way: NewsWay, ids: &[NoticeId]) -> Result<Vec<Notice>> {
    let mut told = Vec::new();
    if who.disabled_at.is_some() || !who.role.may(Right::ReadInbox) {
        return Ok(told);
    }
    let terms = news::terms(tx, who.id).await?;
    for id in ids {
        let found = notice::find(tx, who.id, *id).await?;
        let Some(found) = found.filter(|found| found.seen_at.is_none()) else { continue };
        if terms.groups(way).contains(&found.kind.group()) && is_readable(tx, found.about).await? {
            told.push(found);
        }
    }
    Ok(told)
}

/// What a browser that was woken shows of what a member was told and did not see, the newest first.
pub async fn to_show(tx: &mut Tx, who: &Member, limit: i64) -> Result<Vec<Notice>> {
    require(who, Right::ReadInbox)?;
    let unseen = notice::unseen_of_member(tx, who.id, limit).await?;
    let ids: Vec<NoticeId> = unseen.into_iter().map(|one| one.id).collect();
    still_to_tell(tx, who, NewsWay::Browser, &ids).await
}

/// Whether what a notice is about is still there.
async fn is_readable(tx: &mut Tx, about: About) -> Result<bool> {
    Ok(match about {
        // As a reader: whoever works on it is kept waiting by no mail.
        About::Conversation(id) => conversation::row(tx, id).await?.is_some(),
        About::Fact(id) => fact::find(tx, id).await?.is_some(),
        About::Statement(id) => statement::find(tx, id).await?.is_some(),
    })
}

/// Whether what waits for a member by a way is to come now.
async fn is_due(tx: &mut Tx, id: MemberId, way: NewsWay, house: &TimeZone) -> Result<bool> {
    let Some(since) = news::waits_since(tx, id, way).await? else { return Ok(false) };
    let terms = news::terms(tx, id).await?;
    Ok(terms.comes_at(way, since, house) <= tx.now())
}

/// How long it is still quiet for a member: also what was written or tried before waits until then. `None` where it is not.
///
/// # Errors
/// When the database fails.
pub async fn quiet_for(tx: &mut Tx, id: MemberId, house: &TimeZone) -> Result<Option<Duration>> {
    let now = tx.now();
    let end = news::terms(tx, id).await?.quiet_ends(now, house);
    Ok(end.map(|end| end.duration_since(now).unsigned_abs()))
}

/// Writes a digest for a member, where mail to them is due; who has no address has nothing kept for one. `None` where there is
/// nothing to tell, or not yet.
///
/// # Errors
/// When the database fails.
pub async fn write_digest(tx: &mut Tx, id: MemberId, house: &TimeZone) -> Result<Option<LetterId>> {
    if !is_due(tx, id, NewsWay::Mail, house).await? {
        return Ok(None);
    }
    let taken = news::take(tx, id, NewsWay::Mail).await?;
    let mail = member_mail::of(tx, id).await?;
    let (Some(address), Some(who)) = (mail.reachable(), member::find(tx, id).await?) else {
        return Ok(None);
    };
    let told = still_to_tell(tx, &who, NewsWay::Mail, &taken).await?;
    if told.is_empty() {
        return Ok(None);
    }
    let ids: Vec<NoticeId> = told.iter().map(|one| one.id).collect();
    mail::write(tx, id, LetterKind::Digest, address, &ids).await.map(Some)
}

/// Has a member's browsers woken, where that is due; whether any is.
///
/// # Errors
/// When the database fails.
pub async fn wake_browsers(tx: &mut Tx, id: MemberId, house: &TimeZone) -> Result<bool> {
    if !is_due(tx, id, NewsWay::Browser, house).await? {
        return Ok(false);
    }
    let taken = news::take(tx, id, NewsWay::Browser).await?;
    let Some(who) = member::find(tx, id).await? else { return Ok(false) };
    let told = still_to_tell(tx, &who, NewsWay::Browser, &taken).await?;
    let devices = push_device::of_member(tx, id, None).await?;
    if told.is_empty() || devices.is_empty() {
        return Ok(false);
    }
    let is_call = told.iter().any(|one| one.kind == model::NoticeKind::Nudged);
    for found in devices {
        device::wake(tx, found.id, is_call).await?;
    }
    Ok(true)
}
