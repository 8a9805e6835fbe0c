//! Hands a mail of ours over to the mail server: one attempt.
//!
//! Whoever comes to it notes the attempt before the first byte. What the server took is never sent again. Where its answer was lost, or
//! ours was by a crash, it is sent again under the same `Message-ID`: nobody would notice that a digest is missing, and
//! many programs show the same mail once.

use std::time::Duration;

use channels::mailer::{Mail, MailError};
use inbox::LetterFate;
use model::{LetterId, LetterKind, LetterState, NewsWay};
use serde::Deserialize;
use store::letter::{self, Letter};
use store::{Tx, member, member_mail, organisation};
use url::Url;
use wording::reading_now;

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::news::{self, Purpose};
use crate::queue::Done;

/// How long after each attempt the next follows: within a day in all.
const WAITS: [Duration; 7] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(3_600),
    Duration::from_secs(3 * 3_600),
    Duration::from_secs(6 * 3_600),
    Duration::from_secs(12 * 3_600),
];

#[derive(Deserialize)]
pub(super) struct Payload {
    letter: LetterId,
}

pub(super) async fn run(handle: &Handle, payload: Payload) -> Result<Done> {
    let house = handle.house();
    let mut tx = handle.store().write_durable().await?;
    let found = letter::find(&mut tx, payload.letter).await?;
    let Some(mut letter) = found.filter(|letter| letter.state == LetterState::Waiting) else {
        return Ok(Done::Finished);
    };
    // What a member asked for themselves comes at once.
    if letter.kind == LetterKind::Digest
        && let Some(after) = inbox::quiet_for(&mut tx, letter.member, &house.zone).await?
    {
        return Ok(Done::Again { after, why: "it is quiet".to_owned() });
    }
    inbox::letter_begun(&mut tx, &mut letter).await?;
    let (Some(mailer), Some(base)) = (house.mailer, house.base_url) else {
        // It was set up when this was written, and may be again.
        return fail(tx, letter, "no mail is set up here".to_owned()).await;
    };
    tx.commit().await?;
    let Some(mail) = words(handle, &letter, &base).await? else {
        let mut tx = handle.store().write().await?;
        inbox::letter_ended(&mut tx, &mut letter, LetterFate::Dropped).await?;
        tx.commit().await?;
        return Ok(Done::Finished);
    };
    crash_point("letter.begun");
    let sent = mailer.send(&mail).await;
    crash_point("letter.sent");
    let mut tx = handle.store().write().await?;
    let fate = match sent {
        Ok(()) => LetterFate::Sent,
        Err(MailError::Refused(why)) => LetterFate::Refused(why),
        Err(error @ (MailError::Unready(_) | MailError::Later(_) | MailError::Unknown(_))) => {
            tracing::warn!(letter.id = letter.id.0, letter.attempts, "a mail did not go");
            return fail(tx, letter, error.to_string()).await;
        }
    };
    inbox::letter_ended(&mut tx, &mut letter, fate).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}

async fn fail(mut tx: Tx, mut letter: Letter, why: String) -> Result<Done> {
    let tried = usize::try_from(letter.attempts).unwrap_or(usize::MAX).saturating_sub(1);
    let next = WAITS.get(tried).copied();
    let fate = LetterFate::Not { why: why.clone(), is_over: next.is_none() };
    inbox::letter_ended(&mut tx, &mut letter, fate).await?;
    tx.commit().await?;
    Ok(next.map_or(Done::Finished, |after| Done::Again { after, why }))
}

/// Its words, of what is so now; `None` where there is nothing left to say.
async fn words(handle: &Handle, letter: &Letter, base: &Url) -> Result<Option<Mail>> {
    let mut tx = handle.store().read().await?;
    let name = organisation::find(&mut tx).await?.map_or_else(|| "Coffeehouse".to_owned(), |found| found.name);
    let Some(who) = member::find(&mut tx, letter.member).await?.filter(|who| who.disabled_at.is_none()) else {
        return Ok(None);
    };
    // Whoever took their address away meanwhile, or gave another, gets nothing there.
    let is_theirs = member_mail::of(&mut tx, who.id).await?.reachable() == Some(letter.address.as_str());
    let told = match letter.kind {
        LetterKind::Digest if !is_theirs => Vec::new(),
        LetterKind::Digest => inbox::still_to_tell(&mut tx, &who, NewsWay::Mail, &letter.notices).await?,
        LetterKind::Confirm | LetterKind::Moved => Vec::new(),
    };
    let is_asked = match letter.kind {
        LetterKind::Confirm => inbox::mail_to_confirm(&mut tx, letter.id).await?.is_some(),
        LetterKind::Digest => !told.is_empty(),
        LetterKind::Moved => true,
    };
    drop(tx);
    if !is_asked {
        return Ok(None);
    }
    let (house, language) = ((name.as_str(), base), who.language.unwrap_or_default());
    Ok(Some(match letter.kind {
        LetterKind::Digest => {
            let stop = handle.link_token(Purpose::Stop, letter.member.0).await?;
            reading_now(language, || news::letter::digest(letter, house, &told, &format!("mail/stop/{stop}")))
        }
        LetterKind::Confirm => {
            let confirm = handle.link_token(Purpose::Confirm, letter.id.0).await?;
            let path = format!("mail/confirm/{confirm}");
            reading_now(language, || news::letter::confirm(letter, house, &who.name, &path))
        }
        LetterKind::Moved => reading_now(language, || news::letter::moved(letter, house)),
    }))
}
