//! Feeds: RSS, Atom, JSON Feed.
//!
//! One stream, `feed`: the document is asked for every quarter of an hour or as seldom as its server wishes, with the
//! validators of the last one, so that nothing is sent that did not change. An entry is known again although its id, its
//! link or its date changed (`memory.rs`). Feeds cannot be answered.

mod config;
mod decode;
mod memory;
mod parse;

pub use config::FeedConfig;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use model::{Clock, Coverage, LengthRule, Mark, PictureRule, PictureSource, Reason, ReceivedPost, RemoteRef};
use reqwest::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use tokio::sync::mpsc;
use url::Url;

use crate::outgoing::{Answer, OutgoingClient, asked_wait, quota};
use crate::{Batch, Capabilities, Channel, ChannelError, Identity, Received, StreamCursor, StreamGap, picture};
use memory::{Memory, News};
use parse::{Document, Unreadable};
use wording::t;

/// The stream of a feed's entries.
pub const FEED: &str = "feed";

/// The words of a document's entries, with their marks.
#[doc(hidden)]
pub fn entry_words(bytes: &[u8]) -> Vec<(String, Vec<Mark>)> {
    let place = Url::parse("https://feed.example/a/b").expect("the address is one");
    let entries = parse::read(bytes, None, &place).map(|document| document.entries).unwrap_or_default();
    entries.into_iter().map(|entry| (entry.text, entry.marks)).collect()
}

const KINDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                     text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";
/// A restart looks again at once, but not over and over.
const PAUSE_MIN: SignedDuration = SignedDuration::from_secs(60);
/// A server's wish to be asked seldom is heeded up to here: we are to hear people in time.
const WISH_MAX: Duration = Duration::from_secs(3_600);
/// Before a feed that failed is asked again.
const FAILED_PAUSE: Duration = Duration::from_secs(60);
/// At first, only entries of these last days are heard.
const FIRST_DAYS: i64 = 7;

/// One feed.
pub struct FeedChannel {
    config: FeedConfig,
    outgoing: OutgoingClient,
    clock: Arc<dyn Clock>,
}

impl FeedChannel {
    /// A channel from its settings; connects to nothing yet.
    ///
    /// # Errors
    /// `Remedy::Reconnect` when the settings make no sense.
    pub fn new(config: FeedConfig, outgoing: OutgoingClient, clock: Arc<dyn Clock>) -> Result<Self, ChannelError> {
        config.check()?;
        Ok(Self { config, outgoing, clock })
    }

    /// Asks for the document; `None` when it is the one that the memory knows.
    async fn fetch(&self, url: &Url, memory: &Memory) -> Result<Option<Answer>, ChannelError> {
        let mut request = self.outgoing.get(url.clone()).header(ACCEPT, HeaderValue::from_static(KINDS));
        for (name, value) in [(IF_NONE_MATCH, &memory.etag), (IF_MODIFIED_SINCE, &memory.last_modified)] {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await.map_err(|error| {
            let failure = ChannelError::from(error);
            if failure.remedy == (crate::Remedy::Retry { after: None }) { failure.after(FAILED_PAUSE) } else { failure }
        })?;
        match answer.status {
            200..300 => Ok(Some(answer)),
            304 => Ok(None),
            status => Err(self.refused(status, &answer.headers)),
        }
    }

    fn refused(&self, status: u16, headers: &HeaderMap) -> ChannelError {
        let host = self.config.url.host_str().unwrap_or("the server");
        let asked = asked_wait(headers, status, self.clock.now()).unwrap_or_default().max(FAILED_PAUSE);
        match status {
            410 => ChannelError::reconnect(t!("{host} says that this feed is gone for good", host)),
            401 => ChannelError::reconnect(t!("{host} wants a password for this feed, which we cannot give", host)),
            404 => ChannelError::retry(t!("{host} has no feed at this address (404)", host)).after(asked),
            429 => ChannelError::retry(t!("{host} asked us to wait", host)).after(asked),
            _ => ChannelError::retry(t!("{host} answered with status {status}", host, status)).after(asked),
        }
    }

    fn read(&self, answer: &Answer) -> Result<Document, Unreadable> {
        let kind = text(&answer.headers, &CONTENT_TYPE);
        parse::read(&answer.body, kind.as_deref(), &answer.url)
    }

    /// Looks once: what the feed has to say, and how long to wait for the next look.
    async fn look(&self, memory: &mut Memory) -> Result<(Batch, Duration), ChannelError> {
        let answer = self.fetch(&self.config.url, memory).await?;
        let now = self.clock.now();
        let mut batch = Batch { heard_until: Some(now), is_caught_up: true, ..Batch::default() };
        let mut wish = None;
        if let Some(answer) = answer {
            let document = self.read(&answer).map_err(|error| {
                let host = self.config.url.host_str().unwrap_or_default();
                ChannelError::retry(format!("what {host} sends cannot be read: {error}")).after(FAILED_PAUSE)
            })?;
            batch.quota = quota(&answer.headers, now);
            wish = document.wait.max(max_age(&answer.headers));
            let since = now.saturating_sub((FIRST_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
            let brought = memory.meet(document.entries, now, since);
            if let (true, Some(from)) = (brought.is_torn, memory.looked_at) {
                batch.gap = Some(torn(&brought.news, from, now));
            }
            // Feeds show the newest first; people are heard in the order in which they spoke.
            batch.items =
                brought.news.into_iter().rev().map(|news| Received::Post(Box::new(self.post(news, now)))).collect();
            (memory.etag, memory.last_modified) = (text(&answer.headers, &ETAG), text(&answer.headers, &LAST_MODIFIED));
        }
        memory.looked_at = Some(now);
        batch.cursor = Some(StreamCursor {
            stream: FEED.to_owned(),
            value: serde_json::to_string(memory).expect("texts and times are JSON"),
        });
        let wish = wish.unwrap_or_default().min(WISH_MAX);
        Ok((batch, self.config.poll_interval().max(wish)))
    }

    fn post(&self, news: News, now: Timestamp) -> ReceivedPost {
        let entry = news.entry;
        let mut post = ReceivedPost {
            remote: RemoteRef { id: news.key, revision: Some(news.revision) },
            author: entry.author,
            title: entry.title,
            text: entry.text,
            marks: entry.marks,
            languages: entry.languages,
            posted_at: news.posted_at,
            // A date of tomorrow would outlive every later one.
            revised_at: entry.revised_at.filter(|at| *at <= now),
            parent: None,
            root: None,
            talk: None,
            quoted: None,
            attachments: entry.attachments,
            url: entry.link,
            reason: self.config.is_about_us.then_some(Reason::Addressed),
        };
        post.keep_sound_marks();
        post
    }

    /// The feed that a page leads to.
    async fn discover(&self, page: &str, at: &Url) -> Result<Identity, ChannelError> {
        let links = crate::html::feed_links(page, at);
        for (url, _) in &links {
            let Ok(Some(answer)) = self.fetch(url, &Memory::default()).await else { continue };
            if let Ok(document) = self.read(&answer) {
                let config = FeedConfig { url: url.clone(), ..self.config.clone() };
                let config = serde_json::to_string(&config).expect("settings are JSON");
                return Ok(Identity { title: document.title, config: Some(config), ..Identity::default() });
            }
        }
        let what = if links.is_empty() {
            t!("this is a web page, and it names no feed; paste the address of the feed itself")
        } else {
            t!("this is a web page, and the feeds that it names cannot be read")
        };
        Err(ChannelError::reconnect(what))
    }
}

/// What a document that shows nothing known may have held before.
fn torn(news: &[News], from: Timestamp, now: Timestamp) -> StreamGap {
    let oldest = news.iter().map(|news| news.posted_at).min().unwrap_or(now);
    StreamGap {
        stream: FEED.to_owned(),
        from,
        to: oldest.clamp(from, now.max(from)),
        cause: format!("the feed shows its newest {} entries only, and none that we know", news.len()),
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// How long a document stays fresh (RFC 9111, 5.2.2.1).
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let directives = text(headers, &CACHE_CONTROL)?;
    let mut ages = directives.split(',').filter_map(|one| one.trim().strip_prefix("max-age=")?.parse().ok());
    ages.next().map(Duration::from_secs)
}

#[async_trait]
impl Channel for FeedChannel {
    fn capabilities(&self) -> Capabilities {
        let length = LengthRule { graphemes_max: None, bytes_max: None };
        Capabilities {
            can_reply: false,
            can_ask_fate: false,
            length,
            pictures: PictureRule::NONE,
            gestures: &[],
            private: None,
        }
    }

    fn coverage(&self) -> Coverage {
        let url = &self.config.url;
        let heard = if self.config.is_about_us {
            t!("Every entry of {url}, with later changes.", url)
        } else {
            t!("Entries of {url} that a topic asks for, with later changes.", url)
        };
        Coverage {
            heard: vec![heard, t!("At first, the entries of the last {days} days.", days = FIRST_DAYS)],
            not_heard: vec![
                t!("What the feed leaves out, such as the rest of a shortened article.").into(),
                t!("Entries that appear and vanish between two looks, and entries that are deleted.").into(),
            ],
        }
    }

    fn source(&self) -> Option<String> {
        Some(memory::plain_address(self.config.url.as_str()))
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        let memory = Memory::default();
        let answer = self.fetch(&self.config.url, &memory).await?;
        let answer = answer.ok_or_else(|| ChannelError::retry(t!("the server says that nothing changed")))?;
        match self.read(&answer) {
            Ok(document) => Ok(Identity { title: document.title, ..Identity::default() }),
            Err(Unreadable::Page(page)) => self.discover(&page, &answer.url).await,
            Err(error) => Err(ChannelError::reconnect(t!("nothing can be heard at this address: {error}", error))),
        }
    }

    fn streams(&self) -> Vec<&'static str> {
        vec![FEED]
    }

    async fn picture(&self, source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        match source {
            PictureSource::Web(address) => picture::fetch(&self.outgoing, address, self.clock.now()).await,
            PictureSource::Blob { .. } => Err(ChannelError::give_up("feeds know no such pictures")),
        }
    }

    async fn receive(
        &self,
        stream: &str,
        cursor: Option<StreamCursor>,
        batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        if stream != FEED {
            return Err(ChannelError::give_up(format!("this channel has no stream {stream}")));
        }
        let mut memory: Memory = StreamCursor::read(cursor).unwrap_or_default();
        let since = memory.looked_at.map(|at| self.clock.now().duration_since(at));
        let mut wait =
            since.map_or(SignedDuration::ZERO, |since| PAUSE_MIN - since.clamp(SignedDuration::ZERO, PAUSE_MIN));
        loop {
            let pause = Duration::try_from(wait).unwrap_or_default();
            tokio::select! {
                () = batches.closed() => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
            let (batch, next) = self.look(&mut memory).await?;
            if batches.send(batch).await.is_err() {
                return Ok(());
            }
            wait = SignedDuration::try_from(next).unwrap_or(SignedDuration::MAX);
        }
    }
}
