//! Asks the push service of a browser to wake it (RFC 8030): one attempt, without a word of anybody. Woken, the browser asks us what
//! there is.

use std::time::Duration;

use channels::outgoing::asked_wait;
use model::{DeviceId, NewsWay, NoticeId};
use serde::Deserialize;
use store::job::Job;
use store::push_device::{self, Device};
use store::{member, notice};
use url::Url;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// The longest that a push service may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long after each attempt the next follows.
const WAITS: [Duration; 5] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3_600),
];
/// How long a push service keeps it for a browser that is away: a day. Later, the page tells.
const TTL_SECONDS: &str = "86400";
/// What waits for a browser that is away takes the place of what waited before.
const TOPIC: &str = "news";
/// Notices that are looked at.
const LOOKED_AT: i64 = 100;

#[derive(Deserialize)]
pub(super) struct Payload {
    device: DeviceId,
    is_call: bool,
}

/// What a push service made of it.
enum Answer {
    /// It wakes the browser.
    Taken,
    /// It knows the browser no more.
    Gone,
    /// It will not, for this time.
    Not(String),
    /// It may another time; not before that long, where it says so.
    Later(String, Option<Duration>),
}

pub(super) async fn run(handle: &Handle, job: &Job, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let Some(device) = push_device::find(&mut tx, payload.device).await? else { return Ok(Done::Finished) };
    let Some(who) = member::find(&mut tx, device.member).await? else { return Ok(Done::Finished) };
    // What was seen since, or while a push service could not be reached, wakes nobody.
    let unseen = notice::unseen_of_member(&mut tx, who.id, LOOKED_AT).await?;
    let unseen: Vec<NoticeId> = unseen.into_iter().map(|one| one.id).collect();
    let told = inbox::still_to_tell(&mut tx, &who, NewsWay::Browser, &unseen).await?;
    let quiet = inbox::quiet_for(&mut tx, who.id, &handle.house().zone).await?;
    drop(tx);
    if told.is_empty() {
        return Ok(Done::Finished);
    }
    if let Some(after) = quiet {
        return Ok(Done::Again { after, why: "it is quiet".to_owned() });
    }
    let answer = ask(handle, &device, payload.is_call).await?;
    let mut tx = handle.store().write().await?;
    let done = match answer {
        Answer::Taken => {
            inbox::device_woken(&mut tx, device.id, None).await?;
            Done::Finished
        }
        Answer::Gone => {
            inbox::device_gone(&mut tx, device.id).await?;
            Done::Finished
        }
        Answer::Not(why) => {
            inbox::device_woken(&mut tx, device.id, Some(&why)).await?;
            Done::Finished
        }
        Answer::Later(why, asked) => {
            inbox::device_woken(&mut tx, device.id, Some(&why)).await?;
            let tried = usize::try_from(job.attempts).unwrap_or(usize::MAX).saturating_sub(1);
            match WAITS.get(tried) {
                Some(after) => Done::Again { after: asked.map_or(*after, |asked| asked.max(*after)), why },
                None => Done::Finished,
            }
        }
    };
    tx.commit().await?;
    Ok(done)
}

async fn ask(handle: &Handle, device: &Device, is_call: bool) -> Result<Answer> {
    let Ok(endpoint) = handle.vault().open(&Device::place(device.id), &device.endpoint) else {
        return Ok(Answer::Gone);
    };
    let Ok(url) = Url::parse(&endpoint) else { return Ok(Answer::Gone) };
    if handle.house().base_url.is_none() {
        return Ok(Answer::Not("browsers are not woken from here".to_owned()));
    }
    let now = handle.store().clock().now();
    let Some(said) = handle.voucher().await?.authorization(&url, &contact(handle), now) else {
        return Ok(Answer::Not("our key cannot sign".to_owned()));
    };
    let outgoing = match handle.outgoing() {
        Ok(outgoing) => outgoing,
        Err(why) => return Ok(Answer::Not(why)),
    };
    let request = outgoing
        .post(url)
        .secret_header("authorization", &said)
        .text_header("ttl", TTL_SECONDS)
        .text_header("urgency", if is_call { "high" } else { "normal" })
        .text_header("topic", TOPIC)
        .text_header("content-length", "0");
    Ok(match tokio::time::timeout(PATIENCE, request.send()).await {
        Ok(Ok(answer)) => match answer.status {
            200..300 => Answer::Taken,
            404 | 410 => Answer::Gone,
            status @ (408 | 429 | 500..) => {
                let why = format!("its push service answered with status {status}");
                Answer::Later(why, asked_wait(&answer.headers, status, now))
            }
            status => Answer::Not(format!("its push service answered with status {status}")),
        },
        // Only what went wrong: an address of a push service is a secret.
        Ok(Err(error)) => {
            tracing::debug!(
                device.id = device.id.0,
                error = &error as &dyn std::error::Error,
                "a browser was not woken"
            );
            Answer::Later("its push service cannot be reached".to_owned(), None)
        }
        Err(_) => Answer::Later("its push service did not answer in time".to_owned(), None),
    })
}

/// With whom a push service can speak about what we send: whoever gets our mail's answers, or the house itself.
fn contact(handle: &Handle) -> String {
    let house = handle.house();
    match (house.mailer, house.base_url.filter(|url| url.scheme() == "https")) {
        (Some(mailer), _) => format!("mailto:{}", mailer.from()),
        (None, Some(url)) => url.to_string(),
        (None, None) => "mailto:coffeehouse@localhost".to_owned(),
    }
}
