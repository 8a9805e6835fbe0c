//! One file per kind of job. Each is safe to run twice.

mod call_webhook;
mod confirm_reply;
mod do_deed;
mod draw_study;
mod erase_person;
mod fetch_media;
mod fetch_thread;
mod forget_author;
pub(crate) mod give_out;
mod index_words;
mod judge_author;
mod make_gesture;
mod name_authors;
mod publish;
mod send_letter;
mod send_reply;
mod set_clocks;
mod wake_device;

use std::time::Duration;

use serde::de::DeserializeOwned;
use store::job::Job;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// Reads the posts around a mention.
pub(crate) const FETCH_THREAD: &str = "fetch_thread";
/// Learns the names of authors of whom a stream gave only ids.
pub(crate) const NAME_AUTHORS: &str = "name_authors";
/// Indexes words that were there before the index.
pub(crate) const INDEX_WORDS: &str = "index_words";
/// Looks whether a sent reply stands on the network.
pub(crate) const CONFIRM_REPLY: &str = "confirm_reply";

/// How long work waits that only a newer version knows.
const UNKNOWN_WAITS: Duration = Duration::from_secs(600);

/// Does a leased job.
pub(crate) async fn run(handle: &Handle, holder: &str, job: &Job) -> Result<Done> {
    match job.kind.as_str() {
        inbox::SEND_REPLY => send_reply::run(handle, holder, job, payload(job)?).await,
        inbox::JUDGE_AUTHOR => judge_author::run(handle, payload(job)?).await,
        inbox::FORGET_AUTHOR => forget_author::run(handle, payload(job)?).await,
        inbox::ERASE_PERSON => erase_person::run(handle, payload(job)?).await,
        inbox::DRAW_STUDY => draw_study::run(handle, payload(job)?).await,
        inbox::DO_DEED => do_deed::run(handle, payload(job)?).await,
        inbox::SET_CLOCKS => set_clocks::run(handle, payload(job)?).await,
        inbox::GIVE_OUT => give_out::run(handle).await,
        inbox::MAKE_GESTURE => make_gesture::run(handle, holder, job, payload(job)?).await,
        inbox::PUBLISH => publish::run(handle, holder, job, payload(job)?).await,
        inbox::CALL_WEBHOOK => call_webhook::run(handle, payload(job)?).await,
        inbox::SEND_LETTER => send_letter::run(handle, payload(job)?).await,
        inbox::WAKE_DEVICE => wake_device::run(handle, job, payload(job)?).await,
        CONFIRM_REPLY => confirm_reply::run(handle, job, payload(job)?).await,
        INDEX_WORDS => index_words::run(handle).await,
        inbox::FETCH_MEDIA => fetch_media::run(handle, job, payload(job)?).await,
        FETCH_THREAD => fetch_thread::run(handle, job, payload(job)?).await,
        NAME_AUTHORS => name_authors::run(handle, job, payload(job)?).await,
        unknown => {
            // A newer server on the same database may have enqueued it, and knows what to do.
            let why = format!("this version knows no work of the kind {unknown}");
            Ok(Done::Again { after: UNKNOWN_WAITS, why })
        }
    }
}

fn payload<T: DeserializeOwned>(job: &Job) -> Result<T> {
    Ok(serde_json::from_value(job.payload.clone())?)
}
