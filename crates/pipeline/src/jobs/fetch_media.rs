//! Fetches the pictures of a post and makes them anew; each is committed by itself.

use std::time::Duration;

use channels::{Channel, ChannelError, Remedy};
use model::{PictureSource, PictureState, PostId};
use serde::Deserialize;
use store::job::Job;
use store::picture::Remade;
use store::post::Post;
use store::{picture, post};

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;
use crate::unpacking::unpacked;
use crate::{Result, backoff, media};

/// Attempts before a person has to ask.
const ATTEMPTS_MAX: i64 = 5;
/// How long a picture waits for its channel to run.
const CHANNEL_WAITS: Duration = Duration::from_secs(600);
/// The longest that one picture may take to come: people look at the rest meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
pub(super) struct Payload {
    post: PostId,
}

pub(super) async fn run(handle: &Handle, job: &Job, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let Some(stored) = post::find(&mut tx, payload.post).await? else {
        return Ok(Done::Finished);
    };
    let mut waiting = picture::waiting(&mut tx, stored.id).await?;
    drop(tx);
    if waiting.is_empty() {
        return Ok(Done::Finished);
    }
    let Some(network) = handle.channel(stored.channel) else {
        let why = "the channel is not running";
        if job.attempts < ATTEMPTS_MAX {
            return Ok(Done::Again { after: CHANNEL_WAITS, why: why.into() });
        }
        for place in waiting {
            give_up(handle, &stored, place, PictureState::Failed, why).await?;
        }
        return Ok(Done::Finished);
    };
    // One that is slow to come is not the first again, and ends the attempt: pictures of others wait behind it.
    let first = usize::try_from(job.attempts).unwrap_or_default() % waiting.len();
    waiting.rotate_left(first);
    let mut again: Option<ChannelError> = None;
    for place in waiting {
        let attachment = stored.attachments.get(place as usize);
        let became = match attachment.and_then(|attachment| attachment.picture.as_ref()) {
            Some(source) => fetch(network.as_ref(), source).await,
            None => Became::Nothing(PictureState::Gone, "the post does not have it any more".into()),
        };
        match became {
            Became::Later(failure) if job.attempts < ATTEMPTS_MAX => {
                again = Some(failure);
                break;
            }
            Became::Later(failure) => give_up(handle, &stored, place, PictureState::Failed, &failure.what).await?,
            Became::Nothing(state, reason) => give_up(handle, &stored, place, state, &reason).await?,
            Became::Picture(remade) => {
                let mut tx = handle.store().write().await?;
                inbox::picture_kept(&mut tx, &stored, place, &remade).await?;
                crash_point("media.before_commit");
                tx.commit().await?;
            }
        }
    }
    let Some(failure) = again else {
        return Ok(Done::Finished);
    };
    let attempt = u32::try_from(job.attempts).unwrap_or(u32::MAX);
    Ok(Done::Again { after: backoff::wait(attempt.saturating_add(3), failure.remedy), why: failure.what })
}

/// What became of one attempt.
enum Became {
    Picture(Remade),
    Nothing(PictureState, String),
    Later(ChannelError),
}

async fn fetch(network: &dyn Channel, source: &PictureSource) -> Became {
    let fetched = tokio::time::timeout(PATIENCE, network.picture(source)).await;
    let bytes = match fetched.unwrap_or_else(|_| Err(ChannelError::retry("its source took too long"))) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Became::Nothing(PictureState::Gone, "its source has it no more".into()),
        Err(failure) if matches!(failure.remedy, Remedy::Retry { .. }) => return Became::Later(failure),
        Err(failure) => return Became::Nothing(PictureState::Failed, failure.what),
    };
    match unpacked(move || media::remake(&bytes)).await {
        Ok(remade) => Became::Picture(remade),
        Err(reason) => Became::Nothing(PictureState::Refused, reason),
    }
}

async fn give_up(handle: &Handle, post: &Post, place: u32, state: PictureState, reason: &str) -> Result<()> {
    let mut tx = handle.store().write().await?;
    inbox::picture_given_up(&mut tx, post, place, state, reason).await?;
    Ok(tx.commit().await?)
}
