//! Feeds against a server of ours on loopback, which says what a test tells it to say.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::feed::{FEED, FeedChannel, FeedConfig};
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{Batch, Channel, ChannelError, Fate, PreparedReply, Received, Remedy, StreamCursor};
use model::{ManualClock, PictureSource, Reason, ReceivedPost};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const START: &str = "2026-11-24T08:00:00Z";

/// A server with one answer for every path, changed as the test goes; keeps what it was asked.
#[derive(Clone)]
struct Server {
    address: String,
    answer: Arc<Mutex<Vec<(&'static str, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            answer: Arc::default(),
            asked: Arc::default(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 8192];
                let length = stream.read(&mut request).await.unwrap_or_default();
                let request = String::from_utf8_lossy(&request[..length]).to_lowercase();
                let answer = serving
                    .answer
                    .lock()
                    .unwrap()
                    .iter()
                    .find(|(path, _)| request.starts_with(&format!("get {path} ")))
                    .map(|(_, answer)| answer.clone());
                serving.asked.lock().unwrap().push(request);
                let answer = answer.unwrap_or_else(|| {
                    "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".into()
                });
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        server
    }

    fn says(&self, path: &'static str, status: &str, headers: &str, body: &str) {
        let answer =
            format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let mut answers = self.answer.lock().unwrap();
        answers.retain(|(other, _)| *other != path);
        answers.push((path, answer));
    }

    fn last_request(&self) -> String {
        self.asked.lock().unwrap().last().cloned().unwrap_or_default()
    }

    fn config(&self) -> FeedConfig {
        FeedConfig::at(format!("{}/feed", self.address).parse().unwrap())
    }
}

struct Listener {
    channel: FeedChannel,
    clock: Arc<ManualClock>,
    cursor: Option<StreamCursor>,
}

impl Listener {
    fn to(config: FeedConfig) -> Self {
        let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let channel = FeedChannel::new(config, outgoing, clock.clone()).unwrap();
        Self { channel, clock, cursor: None }
    }

    /// One look, an hour after the last, as if restarted in between.
    async fn look(&mut self) -> Result<Batch, ChannelError> {
        self.clock.advance(Duration::from_secs(3_600));
        let (sender, mut batches) = mpsc::channel(1);
        let batch = tokio::select! {
            ended = self.channel.receive(FEED, self.cursor.clone(), sender) => return Err(ended.unwrap_err()),
            batch = batches.recv() => batch.unwrap(),
        };
        self.cursor = batch.cursor.clone();
        Ok(batch)
    }

    async fn heard(&mut self) -> Vec<ReceivedPost> {
        posts(self.look().await.unwrap())
    }
}

fn posts(batch: Batch) -> Vec<ReceivedPost> {
    let post = |item| match item {
        Received::Post(post) => *post,
        other => panic!("{other:?}"),
    };
    batch.items.into_iter().map(post).collect()
}

fn feed(items: &[(&str, &str, &str)]) -> String {
    let item = |(id, text, date): &(&str, &str, &str)| {
        format!("<item><guid>{id}</guid><description>{text}</description><pubDate>{date}</pubDate></item>")
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>The Velle Post</title><ttl>60</ttl>{items}</channel></rss>")
}

const MONDAY: &str = "Mon, 23 Nov 2026 08:00:00 GMT";
const TUESDAY: &str = "Tue, 24 Nov 2026 08:00:00 GMT";

#[tokio::test]
async fn entries_come_in_the_order_they_were_written_and_once() {
    let server = Server::start().await;
    server.says("/feed", "200 OK", "", &feed(&[("b", "second", TUESDAY), ("a", "first", MONDAY)]));
    let mut listener = Listener::to(server.config());
    let heard = listener.heard().await;
    assert_eq!(heard.iter().map(|post| post.text.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(heard[0].posted_at.to_string(), "2026-11-23T08:00:00Z");
    assert_eq!(heard[0].author.display_name.as_deref(), Some("The Velle Post"));
    assert_eq!(heard[0].reason, None, "a feed of everybody concerns us where a topic says so");
    assert!(listener.heard().await.is_empty());
    server.says("/feed", "200 OK", "", &feed(&[("b", "second, corrected", TUESDAY), ("a", "first", MONDAY)]));
    let changed = listener.heard().await;
    assert_eq!((changed.len(), changed[0].remote.id.as_str()), (1, "b"));
    assert_ne!(changed[0].remote.revision, heard[1].remote.revision);
}

#[tokio::test]
async fn a_feed_about_us_concerns_us() {
    let server = Server::start().await;
    server.says("/feed", "200 OK", "", &feed(&[("a", "first", MONDAY)]));
    let mut listener = Listener::to(FeedConfig { is_about_us: true, ..server.config() });
    assert_eq!(listener.heard().await[0].reason, Some(Reason::Addressed));
}

#[tokio::test]
async fn at_first_only_the_last_days_are_heard_and_old_entries_are_no_news_later() {
    let server = Server::start().await;
    let old = ("old", "long ago", "Sun, 01 Nov 2026 08:00:00 GMT");
    server.says("/feed", "200 OK", "", &feed(&[("a", "first", MONDAY), old]));
    let mut listener = Listener::to(server.config());
    assert_eq!(listener.heard().await.len(), 1);
    assert!(listener.heard().await.is_empty());
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let server = Server::start().await;
    let validators = "etag: W/\"v1\"\r\nlast-modified: Mon, 23 Nov 2026 08:00:00 GMT\r\n";
    server.says("/feed", "200 OK", validators, &feed(&[("a", "first", MONDAY)]));
    let mut listener = Listener::to(server.config());
    listener.heard().await;
    assert!(!server.last_request().contains("if-none-match"));
    server.says("/feed", "304 Not Modified", "", "");
    let batch = listener.look().await.unwrap();
    assert!(batch.items.is_empty() && batch.is_caught_up && batch.cursor.is_some());
    let asked = server.last_request();
    assert!(asked.contains("if-none-match: w/\"v1\""), "{asked}");
    assert!(asked.contains("if-modified-since: mon, 23 nov 2026 08:00:00 gmt"), "{asked}");
    listener.look().await.unwrap();
    assert!(server.last_request().contains("if-none-match: w/\"v1\""), "the validators outlive a 304");
}

#[tokio::test]
async fn a_document_that_shows_nothing_known_leaves_a_gap() {
    let server = Server::start().await;
    server.says("/feed", "200 OK", "", &feed(&[("a", "first", MONDAY)]));
    let mut listener = Listener::to(server.config());
    listener.heard().await;
    let later = ["Tue, 24 Nov 2026 09:40:00 GMT", "Tue, 24 Nov 2026 09:30:00 GMT"];
    server.says("/feed", "200 OK", "", &feed(&[("z", "zzz", later[0]), ("y", "yyy", later[1])]));
    let gap = listener.look().await.unwrap().gap.unwrap();
    assert_eq!(
        (gap.from.to_string(), gap.to.to_string()),
        ("2026-11-24T09:00:00Z".into(), "2026-11-24T09:30:00Z".into())
    );
}

#[tokio::test]
async fn refusals_say_what_helps() {
    let server = Server::start().await;
    let mut listener = Listener::to(server.config());
    let minute = Remedy::Retry { after: Some(Duration::from_secs(60)) };
    assert_eq!(listener.look().await.unwrap_err().remedy, minute, "404 may pass");
    server.says("/feed", "429 Too Many Requests", "retry-after: 900\r\n", "");
    let asked = Remedy::Retry { after: Some(Duration::from_secs(900)) };
    assert_eq!(listener.look().await.unwrap_err().remedy, asked);
    server.says("/feed", "410 Gone", "", "");
    assert_eq!(listener.look().await.unwrap_err().remedy, Remedy::Reconnect);
    server.says("/feed", "200 OK", "", "<html>We are moving</html>");
    let error = listener.look().await.unwrap_err();
    assert_eq!(error.remedy, minute, "a page in place of the feed may pass");
    assert!(error.what.contains("it is a web page, not a feed"), "{}", error.what);
}

#[tokio::test]
async fn a_page_leads_to_its_feed() {
    let server = Server::start().await;
    let page = "<!doctype html><head><link rel=alternate type=application/rss+xml href=/gone>\
        <link rel=alternate type=application/rss+xml href=/news></head>";
    server.says("/feed", "200 OK", "content-type: text/html\r\n", page);
    server.says("/news", "200 OK", "", &feed(&[]));
    let identity = Listener::to(server.config()).channel.identify().await.unwrap();
    assert_eq!(identity.title.as_deref(), Some("The Velle Post"));
    let config: FeedConfig = serde_json::from_str(&identity.config.unwrap()).unwrap();
    assert_eq!(config.url.path(), "/news");
    server.says("/feed", "200 OK", "", "<html><p>No feeds here</p></html>");
    let error = Listener::to(server.config()).channel.identify().await.unwrap_err();
    assert_eq!((error.remedy, error.what.contains("names no feed")), (Remedy::Reconnect, true), "{}", error.what);
}

#[tokio::test]
async fn a_restart_does_not_ask_over_and_over() {
    let server = Server::start().await;
    server.says("/feed", "200 OK", "", &feed(&[("a", "first", MONDAY)]));
    let mut listener = Listener::to(server.config());
    listener.heard().await;
    let (sender, mut batches) = mpsc::channel(1);
    tokio::select! {
        ended = listener.channel.receive(FEED, listener.cursor.clone(), sender) => panic!("{ended:?}"),
        _ = batches.recv() => panic!("asked again at once"),
        () = tokio::time::sleep(Duration::from_millis(300)) => {}
    }
    assert_eq!(server.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_feed_cannot_be_answered() {
    let channel = Listener::to(FeedConfig::at("https://blog.example/feed".parse().unwrap())).channel;
    assert!(!channel.capabilities().can_reply);
    let prepared = PreparedReply { remote_id: None, record: String::new() };
    assert_eq!(channel.send(&prepared, &[]).await.unwrap_err().remedy, Remedy::GiveUp);
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::CannotTell);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let refused = |json: &str| {
        let config: FeedConfig = serde_json::from_str(json).unwrap();
        let outgoing = OutgoingClient::new(OutgoingPolicy::default()).unwrap();
        FeedChannel::new(config, outgoing, Arc::new(ManualClock::at(START))).map(|_| ()).unwrap_err().what
    };
    assert!(refused(r#"{"url": "ftp://blog.example/feed"}"#).contains("https://"));
    assert!(refused(r#"{"url": "https://anna:secret@blog.example/"}"#).contains("password"));
    assert!(refused(r#"{"url": "https://blog.example/", "poll_interval_seconds": 1}"#).contains("60"));
    assert!(serde_json::from_str::<FeedConfig>(r#"{"url": "https://blog.example/", "ulr": 1}"#).is_err());
}

#[tokio::test]
async fn a_picture_is_fetched_from_the_web_but_never_from_inside_the_house() {
    let server = Server::start().await;
    server.says("/a.png", "200 OK", "content-type: image/png\r\n", "pixels");
    server.says("/away", "302 Found", "location: http://169.254.169.254/latest/meta-data\r\n", "");
    server.says("/busy.png", "429 Too Many Requests", "retry-after: 9\r\n", "");
    server.says("/secret.png", "403 Forbidden", "", "");
    let with = |allow_private: bool| {
        let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private }).unwrap();
        FeedChannel::new(server.config(), outgoing, Arc::new(ManualClock::at(START))).unwrap()
    };
    let at = |path: &str| PictureSource::Web(format!("{}{path}", server.address));
    let near = with(true);
    assert_eq!(near.picture(&at("/a.png")).await.unwrap().as_deref(), Some(&b"pixels"[..]));
    assert_eq!(near.picture(&at("/gone.png")).await.unwrap(), None);
    let remedy = async |path: &str| near.picture(&at(path)).await.unwrap_err().remedy;
    assert_eq!(remedy("/away").await, Remedy::GiveUp, "the address of cloud credentials");
    assert_eq!(remedy("/busy.png").await, Remedy::Retry { after: Some(Duration::from_secs(9)) });
    assert_eq!(remedy("/secret.png").await, Remedy::GiveUp);
    let error = with(false).picture(&at("/a.png")).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
    assert!(error.what.contains("not a public address"), "{error}");
}
