//! What is remembered, forgotten and never read again.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use model::{ChannelId, Clock as _, ManualClock, Network, ReceivedAuthor, ReceivedPost, RemoteRef};

use crate::tidier::Tidier;
use crate::{Archive, Key, Limits, Memory, State};

const CHANNEL: ChannelId = ChannelId(7);

fn post(id: &str, author: &str) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: None },
        author: ReceivedAuthor { remote_id: author.into(), ..ReceivedAuthor::default() },
        title: None,
        text: format!("the words of {id}"),
        marks: Vec::new(),
        languages: vec!["en".into()],
        posted_at: Timestamp::UNIX_EPOCH,
        revised_at: None,
        parent: None,
        root: None,
        talk: None,
        quoted: None,
        attachments: Vec::new(),
        url: None,
        reason: None,
    }
}

struct Place {
    folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    limits: Limits,
}

impl Place {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at("2026-11-25T08:00:00Z"));
        Self { folder: tempfile::tempdir().unwrap(), clock, limits: Limits::default() }
    }

    fn open(&self) -> Memory {
        Memory::open(self.folder.path(), self.limits, self.clock.clone()).unwrap()
    }

    /// The ids that a reader is shown, newest first.
    fn read(&self) -> Vec<String> {
        let mut scan =
            Archive::of(self.folder.path()).scan(self.limits.oldest(model::Clock::now(&*self.clock))).unwrap();
        let mut ids = Vec::new();
        while let Some(posts) = scan.next_posts().unwrap() {
            ids.extend(posts.into_iter().map(|one| one.post.remote.id));
        }
        ids
    }

    fn files(&self, kind: &str) -> Vec<std::path::PathBuf> {
        let entries = fs::read_dir(self.folder.path().join("memory")).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == kind));
        paths.sort();
        paths
    }
}

async fn remember(memory: &Memory, ids: &[&str]) {
    let mut portion = memory.begin(ids.len());
    ids.iter().for_each(|id| portion.post(CHANNEL, Network::Atproto, &post(id, "did:ann")));
    memory.remember(portion).await.durable().await;
}

fn tidy(memory: &Memory) {
    Tidier { shared: memory.shared() }.tidy().unwrap();
}

/// Waits until the tidier that started with the memory has merged what a former process left.
fn merged(place: &Place) {
    for _ in 0..2_000 {
        if place.files("open").is_empty() && place.files("sealing").is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nobody merged {:?}", place.files("open"));
}

#[tokio::test]
async fn what_is_durable_is_read_newest_first_also_by_whoever_comes_next() {
    let place = Place::new();
    let memory = place.open();
    remember(&memory, &["a", "b"]).await;
    place.clock.advance(Duration::from_secs(60));
    remember(&memory, &["c"]).await;
    assert_eq!(place.read(), ["c", "b", "a"]);
    let health = memory.health();
    assert_eq!((health.state, health.posts), (State::On, 3));
    assert_eq!(health.channels.get(&7), Some(&3));
    assert_eq!(health.languages.get("en"), Some(&3));
    // As after kill -9: nobody closed anything.
    std::mem::forget(memory);
    let memory = place.open();
    merged(&place);
    remember(&memory, &["d"]).await;
    assert_eq!(place.read(), ["d", "c", "b", "a"]);
    assert_eq!(memory.health().posts, 4);
}

#[tokio::test]
async fn what_others_heard_to_be_gone_is_learned_once_and_known_after_a_restart() {
    let place = Place::new();
    let memory = place.open();
    remember(&memory, &["kept", "gone", "gone too"]).await;
    let archive = Archive::of(place.folder.path());
    assert_eq!(archive.learned(), 0);
    // The clock of whoever heard it is behind ours.
    let heard_at = place.clock.now() - SignedDuration::from_secs(5);
    memory.learn(&[(Key::post(CHANNEL, "gone"), heard_at)], 7).await.unwrap();
    assert_eq!(place.read(), ["gone too", "kept"]);
    std::mem::forget(memory);
    let memory = place.open();
    merged(&place);
    assert_eq!((place.read(), archive.learned()), (vec!["gone too".to_owned(), "kept".to_owned()], 7));
    // What is still to be learned is left out by whoever knows of it.
    let mut scan = archive.scan(Timestamp::UNIX_EPOCH).unwrap();
    scan.leave_out(Key::post(CHANNEL, "gone too"), heard_at);
    let read = scan.next_posts().unwrap().unwrap();
    assert_eq!(read.iter().map(|one| one.post.remote.id.as_str()).collect::<Vec<_>>(), ["kept"]);
    // Heard again later, it is there again.
    place.clock.advance(Duration::from_secs(120));
    remember(&memory, &["gone"]).await;
    assert_eq!(place.read(), ["gone", "gone too", "kept"]);
}

#[tokio::test]
async fn what_a_source_deletes_is_not_read_again_and_leaves_the_files_within_a_day() {
    let place = Place::new();
    let memory = place.open();
    remember(&memory, &["kept", "gone"]).await;
    let mut portion = memory.begin(2);
    portion.post(CHANNEL, Network::Atproto, &post("of bob", "did:bob"));
    portion.post(CHANNEL, Network::Feed, &post("of another bob", "did:bob"));
    memory.remember(portion).await.durable().await;
    let memory = place.open();
    merged(&place);
    let mut portion = memory.begin(3);
    portion.deleted(CHANNEL, "gone");
    portion.author_gone(Network::Atproto, "did:bob");
    portion.deleted(ChannelId(8), "kept");
    memory.remember(portion).await.durable().await;
    assert_eq!(place.read(), ["of another bob", "kept"]);
    let words = |place: &Place| {
        let mut frames = crate::frame::Frames::open(&place.files("segment")[0]).unwrap();
        let places = frames.places.clone();
        let bytes: Vec<u8> = places.iter().flat_map(|one| frames.payload(one).unwrap().unwrap()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(words(&place).contains("the words of gone"));
    place.clock.advance(Duration::from_secs(25 * 3_600));
    tidy(&memory);
    assert!(!words(&place).contains("the words of gone") && !words(&place).contains("the words of of bob"));
    assert_eq!(place.read(), ["of another bob", "kept"]);
}

#[tokio::test]
async fn what_comes_back_after_its_deletion_is_there_also_with_a_clock_set_back() {
    let place = Place::new();
    let memory = place.open();
    let mut portion = memory.begin(3);
    portion.post(CHANNEL, Network::Atproto, &post("a", "did:ann"));
    portion.deleted(CHANNEL, "a");
    memory.remember(portion).await.durable().await;
    assert!(place.read().is_empty());
    place.clock.set("2026-11-25T07:00:00Z");
    remember(&memory, &["a"]).await;
    assert_eq!(place.read(), ["a"]);
}

#[tokio::test]
async fn the_oldest_is_forgotten_by_age_and_by_size() {
    let mut place = Place::new();
    place.limits = Limits { age: SignedDuration::from_hours(2), bytes: u64::MAX };
    let memory = place.open();
    remember(&memory, &["old"]).await;
    place.clock.advance(Duration::from_secs(3_700));
    remember(&memory, &["middle"]).await;
    place.clock.advance(Duration::from_secs(3_700));
    assert_eq!(place.read(), ["middle"]);
    remember(&memory, &["new"]).await;
    tidy(&memory);
    assert_eq!(place.read(), ["new", "middle"]);

    let mut small = Place::new();
    small.limits = Limits { age: SignedDuration::from_hours(2), bytes: 2_000 };
    let memory = small.open();
    for number in 0..60 {
        remember(&memory, &[&number.to_string()]).await;
    }
    tidy(&memory);
    let read = small.read();
    assert_eq!(read.first().map(String::as_str), Some("59"));
    assert!(read.len() < 60 && memory.health().bytes <= 2_000, "{read:?}");
}

#[tokio::test]
async fn a_damaged_file_costs_its_damaged_part_alone() {
    let place = Place::new();
    let memory = place.open();
    for id in ["a", "b", "c"] {
        remember(&memory, &[id]).await;
    }
    let file = place.files("open").remove(0);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    bytes.truncate(bytes.len() - 1);
    fs::write(&file, &bytes).unwrap();
    let mut scan = Archive::of(place.folder.path()).scan(Timestamp::UNIX_EPOCH).unwrap();
    let posts = scan.next_posts().unwrap().unwrap();
    assert_eq!(posts[0].post.remote.id, "a");
    assert_eq!((scan.next_posts().unwrap().map(|posts| posts.len()), scan.damaged()), (None, 1));
    std::mem::forget(memory);
    let _memory = place.open();
    merged(&place);
    assert_eq!(place.read(), ["a"]);
}

#[tokio::test]
async fn a_memory_that_cannot_write_holds_nobody_and_says_why() {
    let place = Place::new();
    let memory = place.open();
    let folder = place.folder.path().join("memory");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "no folder").unwrap();
    remember(&memory, &["a", "b"]).await;
    remember(&memory, &["c"]).await;
    let State::Paused { why, missed, .. } = memory.health().state else { panic!("{:?}", memory.health()) };
    assert!(!why.is_empty());
    assert_eq!(missed, 3);
    fs::remove_file(&folder).unwrap();
    place.clock.advance(Duration::from_secs(31));
    remember(&memory, &["d"]).await;
    assert_eq!((place.read(), memory.health().state), (vec!["d".to_owned()], State::On));
}

#[tokio::test]
async fn a_deletion_that_comes_during_a_pause_is_honoured_after_it() {
    let place = Place::new();
    let memory = place.open();
    remember(&memory, &["a", "b"]).await;
    let (folder, aside) = (place.folder.path().join("memory"), place.folder.path().join("aside"));
    // After an hour a file is closed and merged; the next one cannot be begun.
    place.clock.advance(Duration::from_secs(3_700));
    remember(&memory, &["x"]).await;
    merged(&place);
    fs::rename(&folder, &aside).unwrap();
    fs::write(&folder, "no folder").unwrap();
    place.clock.advance(Duration::from_secs(1));
    for id in ["a", "nobody's"] {
        let mut portion = memory.begin(1);
        portion.deleted(CHANNEL, id);
        memory.remember(portion).await.durable().await;
    }
    assert!(matches!(memory.health().state, State::Paused { .. }));
    fs::remove_file(&folder).unwrap();
    fs::rename(&aside, &folder).unwrap();
    place.clock.advance(Duration::from_secs(31));
    remember(&memory, &["c"]).await;
    assert_eq!(place.read(), ["c", "x", "b"]);
}

#[tokio::test]
async fn switched_off_it_forgets_everything() {
    let mut place = Place::new();
    remember(&place.open(), &["a"]).await;
    place.limits = Limits::OFF;
    let memory = place.open();
    remember(&memory, &["b"]).await;
    assert!(!Path::exists(&place.folder.path().join("memory")));
    assert_eq!(memory.health().state, State::Off);
}

#[tokio::test]
async fn many_who_hear_at_once_are_all_remembered() {
    let place = Place::new();
    let memory = place.open();
    let hearing = (0..20).map(|stream: u32| {
        let memory = memory.clone();
        tokio::spawn(async move {
            for number in 0..10 {
                remember(&memory, &[&format!("{stream}-{number}")]).await;
            }
        })
    });
    for one in hearing.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    let mut read = place.read();
    read.sort();
    read.dedup();
    assert_eq!(read.len(), 200);
}
