//! Suites of feeds, well-formed and not, as three readers collected them.
//!
//! Each file is served on loopback and heard through the channel. The suites of feedparser say in a comment what a
//! careful reader finds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use channels::feed::{FEED, FeedChannel, FeedConfig};
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{Channel, ChannelError, Received};
use model::{ManualClock, ReceivedPost};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::test_data;

/// Long enough for the largest file of the suites; a reader that hangs fails here.
const PATIENCE: Duration = Duration::from_secs(20);

fn files(folder: &str) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![test_data().join("feeds").join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name.ends_with(".serde.json") => {}
                false => files.push(path),
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no feeds");
    files
}

/// A server of one document after the other, whichever was set last.
struct Server {
    url: String,
    document: Arc<std::sync::Mutex<Vec<u8>>>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/feed", listener.local_addr().unwrap());
        let document = Arc::new(std::sync::Mutex::new(Vec::new()));
        let served = document.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let answer = served.lock().unwrap().clone();
                tokio::spawn(async move {
                    let _ = stream.read(&mut [0; 4096]).await;
                    let head =
                        format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", answer.len());
                    let _ = stream.write_all(&[head.as_bytes(), &answer].concat()).await;
                });
            }
        });
        Self { url, document }
    }

    async fn hear(&self, file: &Path) -> Result<Vec<ReceivedPost>, ChannelError> {
        *self.document.lock().unwrap() = std::fs::read(file).unwrap();
        let config = FeedConfig { is_about_us: true, ..FeedConfig::at(self.url.parse().unwrap()) };
        let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
        // Before every date of the suites: nothing is too old to be heard.
        let channel = FeedChannel::new(config, outgoing, Arc::new(ManualClock::at("1995-01-01T00:00:00Z"))).unwrap();
        let (sender, mut batches) = mpsc::channel(1);
        let heard = tokio::select! {
            ended = channel.receive(FEED, None, sender) => Err(ended.unwrap_err()),
            batch = batches.recv() => Ok(batch.unwrap()),
            () = tokio::time::sleep(PATIENCE) => panic!("{}: nothing came", file.display()),
        };
        let posts = heard?.items.into_iter().map(|item| match item {
            Received::Post(post) => *post,
            other => panic!("{}: {other:?}", file.display()),
        });
        Ok(posts.collect())
    }
}

/// What a file of feedparser's suite says of its first entry: a name and a text.
fn expectation(file: &Path) -> Option<(String, String)> {
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let expect = text.split_once("Expect:")?.1.split_once("-->")?.0.trim();
    let rest = expect.strip_prefix("not bozo and ").unwrap_or(expect).strip_prefix("entries[0]")?;
    let rest = rest.trim_start_matches(['.', '[', '\'']);
    let (name, rest) = rest.split_once(|c: char| !c.is_ascii_alphabetic())?;
    let value = rest.trim_start_matches(['\'', ']', ' ']).strip_prefix("==")?.trim().trim_start_matches('u');
    let value = value.strip_prefix('\'')?.strip_suffix('\'')?;
    let is_plain = !value.contains(['\\', '<', '&', '\'']);
    (is_plain && matches!(name, "title" | "link" | "id")).then(|| (name.to_owned(), value.to_owned()))
}

/// Whether an item of the file has a title, a link or words.
fn says_something(file: &Path) -> bool {
    let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).to_lowercase();
    let item = text.split_once("<item").or_else(|| text.split_once("<entry"));
    let parts = ["title>", "link>", "description>", "summary>", "content:encoded>"];
    item.is_some_and(|(_, item)| parts.iter().any(|part| item.contains(&format!("</{part}"))))
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_careful_readers_title_link_and_id_are_found() {
    let server = Server::start().await;
    let (mut expected, mut found, mut missed) = (0, 0, Vec::new());
    for file in files("feedparser/wellformed") {
        let Some((name, value)) = expectation(&file) else { continue };
        expected += 1;
        let posts = server.hear(&file).await.unwrap_or_default();
        let is_found = posts.first().is_some_and(|post| match name.as_str() {
            "title" => post.title.as_deref() == Some(value.trim()),
            "link" => {
                post.url.as_deref().is_some_and(|url| url.trim_end_matches('/') == value.trim().trim_end_matches('/'))
            }
            _ => post.remote.id == value,
        });
        found += usize::from(is_found);
        if !is_found {
            missed.push(format!(
                "{}: {name} {value:?}, heard {:?}",
                file.display(),
                posts.first().map(|p| (&p.title, &p.url, &p.remote.id))
            ));
        }
    }
    println!("{found} of {expected}\n{}", missed.join("\n"));
    assert!(expected > 20 && found * 100 >= expected * 80, "{found} of {expected} were found:\n{}", missed.join("\n"));
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn every_feed_is_heard_or_refused_with_a_reason() {
    let server = Server::start().await;
    for (folder, percent) in [
        ("feedparser/wellformed", 95),
        ("feedparser/illformed", 100),
        ("feedparser/encoding", 85),
        ("feedparser/entities", 97),
        ("feed-rs", 85),
    ] {
        let (mut heard, mut refused) = (0, Vec::new());
        for file in files(folder) {
            match server.hear(&file).await {
                Ok(posts) if !posts.is_empty() || !says_something(&file) => heard += 1,
                Ok(_) => refused.push(format!("{}: no entries", file.display())),
                Err(error) => refused.push(format!("{}: {}", file.display(), error.what)),
            }
        }
        let all = heard + refused.len();
        println!("{folder}: {heard} of {all}\n{}", refused.join("\n"));
        assert!(heard * 100 >= all * percent, "{folder}: only {heard} of {all} were heard:\n{}", refused.join("\n"));
    }
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn pages_and_other_things_are_refused_with_a_reason() {
    let server = Server::start().await;
    for file in files("miniflux") {
        if let Err(error) = server.hear(&file).await {
            assert!(error.what.len() < 400 && !error.what.contains('\n'), "{}", error.what);
        }
    }
}
