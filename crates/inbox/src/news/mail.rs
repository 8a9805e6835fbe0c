//! Mail to members: where it goes, and what became of it.

use jiff::SignedDuration;
use model::{Actor, EventKind, LetterId, LetterKind, LetterState, MemberId, NewsFault, NoticeId, Right};
use serde_json::json;
use store::event::append;
use store::letter::{self, Letter};
use store::member::{self, Member};
use store::member_mail::{self, Asked};
use store::{Tx, job, news};

use crate::acts::require;
use crate::{InboxError, Result};

/// Sends a letter.
pub const SEND_LETTER: &str = "send_letter";

/// How many days the link works that confirms an address.
pub const ADDRESS_DAYS: i64 = 1;
/// Letters that ask for a confirmation in that time: nobody's mailbox is filled by a member.
const ASKED_MAX: i64 = 5;
/// The longest address that mail can carry (RFC 5321, section 4.5.3.1.3).
const ADDRESS_BYTES_MAX: usize = 254;

/// Asks whether mail for a member may go to an address, by a letter there.
///
/// # Errors
/// `Forbidden`; `News` where no mail can go there, or enough was asked.
pub async fn ask_mail_address(tx: &mut Tx, who: &Member, address: &str) -> Result<LetterId> {
    require(who, Right::ReadInbox)?;
    let address = address.trim();
    if !is_address(address) {
        return Err(NewsFault::Address.into());
    }
    let now = tx.now();
    let since = now.saturating_sub(SignedDuration::from_hours(24 * ADDRESS_DAYS)).unwrap_or(now);
    let mut mail = member_mail::of(tx, who.id).await?;
    if letter::count_since(tx, who.id, LetterKind::Confirm, since).await? >= ASKED_MAX {
        return Err(NewsFault::ManyLetters.into());
    }
    let asking = write(tx, who.id, LetterKind::Confirm, address, &[]).await?;
    mail.asked = Some(Asked { address: address.to_owned(), by: Some(asking), at: now });
    member_mail::keep(tx, who.id, &mail).await?;
    tell(tx, Actor::Member(who.id), EventKind::MailAddressAsked, who.id).await?;
    Ok(asking)
}

/// Whose address the link of a letter confirms, and which; nobody's when it was used, another was asked for since, a day is over, or
/// they are shut out.
///
/// # Errors
/// When the database fails.
pub async fn mail_to_confirm(tx: &mut Tx, id: LetterId) -> Result<Option<(Member, String)>> {
    let Some(asking) = letter::find(tx, id).await? else { return Ok(None) };
    let mail = member_mail::of(tx, asking.member).await?;
    let until = asking.created_at.saturating_add(SignedDuration::from_hours(24 * ADDRESS_DAYS));
    let asked = mail.asked.filter(|asked| asked.by == Some(id) && until.is_ok_and(|until| tx.now() < until));
    let who = member::find(tx, asking.member).await?.filter(|who| who.disabled_at.is_none());
    Ok(who.zip(asked.map(|asked| asked.address)))
}

/// Has mail for a member go to the address that the link of a letter confirms. A former address is told.
///
/// # Errors
/// `Missing` when the link works no more.
pub async fn confirm_mail_address(tx: &mut Tx, id: LetterId) -> Result<()> {
    // The row is kept from others first, so that a link works once.
    let asking = letter::find(tx, id).await?.ok_or(InboxError::Missing("this link"))?;
    member_mail::of(tx, asking.member).await?;
    let (who, address) = mail_to_confirm(tx, id).await?.ok_or(InboxError::Missing("this link"))?;
    let mut mail = member_mail::of(tx, who.id).await?;
    let former = mail.address.replace(address.clone()).filter(|former| *former != address);
    if let Some(former) = former.filter(|_| mail.refused.is_none()) {
        write(tx, who.id, LetterKind::Moved, &former, &[]).await?;
    }
    (mail.asked, mail.refused) = (None, None);
    member_mail::keep(tx, who.id, &mail).await?;
    tell(tx, Actor::Member(who.id), EventKind::MailAddressConfirmed, who.id).await
}

/// Has no mail come to a member any more, and keeps no address of theirs for it.
///
/// # Errors
/// `Forbidden`.
pub async fn remove_mail_address(tx: &mut Tx, who: &Member) -> Result<()> {
    require(who, Right::ReadInbox)?;
    member_mail::keep(tx, who.id, &member_mail::MemberMail::default()).await?;
    tell(tx, Actor::Member(who.id), EventKind::MailAddressRemoved, who.id).await
}

/// Stops mail of news for a member, by the link in it; they may choose it again.
///
/// # Errors
/// `Missing` when there is no such member.
pub async fn stop_mail(tx: &mut Tx, id: MemberId) -> Result<()> {
    member::find(tx, id).await?.ok_or(InboxError::Missing("this member"))?;
    let mut terms = news::terms(tx, id).await?;
    if terms.mail.is_empty() {
        return Ok(());
    }
    terms.mail.clear();
    news::keep_terms(tx, id, &terms).await?;
    tell(tx, Actor::Member(id), EventKind::NewsStopped, id).await
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterFate {
    /// The mail server took it.
    Sent,
    /// It will never take anything for its address; it says why.
    Refused(String),
    /// It did not go, and is tried again or not.
    Not {
        /// Why.
        why: String,
        /// Whether it is not tried again.
        is_over: bool,
    },
    /// There was nothing left to tell.
    Dropped,
}

/// Notes that a letter is about to be handed over: what ends without a word was tried all the same.
///
/// # Errors
/// When the database fails.
pub async fn letter_begun(tx: &mut Tx, letter: &mut Letter) -> Result<()> {
    letter.attempts += 1;
    letter.tried_at = Some(tx.now());
    Ok(letter::save(tx, letter).await?)
}

/// Notes what became of a letter. An address that the server refuses gets no more: its member is told on their page.
///
/// # Errors
/// When the database fails.
pub async fn letter_ended(tx: &mut Tx, letter: &mut Letter, fate: LetterFate) -> Result<()> {
    (letter.state, letter.why) = match fate {
        LetterFate::Sent => (LetterState::Sent, None),
        LetterFate::Dropped => (LetterState::Dropped, None),
        LetterFate::Not { why, is_over: true } => (LetterState::Failed, Some(why)),
        LetterFate::Not { why, is_over: false } => (LetterState::Waiting, Some(why)),
        LetterFate::Refused(why) => (LetterState::Refused, Some(why)),
    };
    letter::save(tx, letter).await?;
    if let (LetterState::Refused, Some(why)) = (letter.state, &letter.why) {
        let mut mail = member_mail::of(tx, letter.member).await?;
        let is_there = mail.address.as_deref() == Some(letter.address.as_str());
        let is_asked = mail.asked.as_ref().is_some_and(|asked| asked.by == Some(letter.id));
        if is_there || is_asked {
            if is_asked {
                mail.asked = None;
            }
            // Another that was confirmed before goes on.
            if is_there {
                mail.refused = Some((tx.now(), why.clone()));
            }
            member_mail::keep(tx, letter.member, &mail).await?;
            tell(tx, Actor::System, EventKind::MailAddressRefused, letter.member).await?;
        }
    }
    Ok(())
}

pub(super) async fn write(
    tx: &mut Tx,
    member: MemberId,
    kind: LetterKind,
    address: &str,
    notices: &[NoticeId],
) -> Result<LetterId> {
    let (id, now) = (letter::write(tx, member, kind, address, notices).await?, tx.now());
    job::enqueue(tx, SEND_LETTER, &id.to_string(), &json!({ "letter": id }), now).await?;
    Ok(id)
}

async fn tell(tx: &mut Tx, actor: Actor, kind: EventKind, member: MemberId) -> Result<()> {
    append(tx, kind, actor, None, json!({ "member": member })).await?;
    Ok(())
}

/// Whether mail can go there: a name and a place, of ASCII, since many servers take nothing else.
fn is_address(address: &str) -> bool {
    let has_parts = address.rsplit_once('@').is_some_and(|(name, place)| {
        let is_name = !name.is_empty() && name.len() <= 64 && !name.starts_with('.') && !name.ends_with('.');
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_name && place.split('.').all(is_part)
    });
    let is_plain = address.bytes().all(|b| b.is_ascii_graphic() && !b"()<>[],;:\\\"".contains(&b));
    has_parts && is_plain && address.len() <= ADDRESS_BYTES_MAX && address.matches('@').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_to_which_mail_can_go() {
        for good in ["mara@x.test", "mara.lind+coffee@mail.x-y.test", "root@localhost"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@x.test", "a".repeat(65));
        for bad in [
            "",
            "mara",
            "@x.test",
            "mara@",
            "mara@.test",
            "a@b@c",
            "ma ra@x.test",
            "mära@x.test",
            "m@x.test\r\nBcc: a@b",
            "<a@b>",
            &long,
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
