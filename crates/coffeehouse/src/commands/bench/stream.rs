//! `coffeehouse bench stream`: how long until readers are told of what was heard.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use channels::{Batch, Received, StreamCursor};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{Clock as _, EventKind, PostId, SystemClock};
use pipeline::Topics;
use pipeline::journey;
use store::{event, post, session};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use web::{App, Settings};

use super::meter::{Meter, memory_mib};
use super::stage::Stage;
use super::workload::Workload;
use crate::server;

/// How often the stream delivers.
const EVERY: Duration = Duration::from_millis(50);
/// What is heard in the first moments is not counted: words are new, pages cold.
const WARM_UP: Duration = Duration::from_secs(2);
/// How long readers may take for the last of it.
const FAREWELL: Duration = Duration::from_secs(2);
/// Events read from the log at once.
const PAGE: i64 = 2_000;

#[derive(clap::Args)]
#[command(after_help = "\
A whole server on the loopback, on a fresh embedded database. Measured is the time from a post being handed to the intake \
until the frame that tells of it arrives on the connection of each reader. What a browser then does with it is not in it: \
`node testing/browser/live.mjs` has a real one read along.")]
pub struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Posts heard a second.
    #[arg(long, default_value_t = 1_000)]
    heard: usize,
    /// Of those, posts a second that meet a query and are filed.
    #[arg(long, default_value_t = 20)]
    filed: usize,
    /// Queries that listen.
    #[arg(long, default_value_t = 10_000)]
    topics: usize,
    /// Readers with an open stream.
    #[arg(long, default_value_t = 200)]
    readers: usize,
    /// The number from which everything is made.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Prints where a browser can read along, and as whom, and waits for a line before anybody speaks.
    #[arg(long)]
    watched: bool,
}

/// A frame that a reader got: up to which position, and when.
type Frame = (i64, Instant);

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { seconds, heard, filed, topics, readers, seed, watched } = arguments;
    let share = filed * 1_000 / heard.max(1);
    let workload = Workload::made(seed, 50_000, topics, share);
    let stage = Stage::set(None, None, &workload.queries).await?;
    let topics = Topics::load(stage.store()).await?;

    let listener = server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let (address, base_url) = (listener.local_addr()?, server::local_url(&listener)?);
    let reads_along = base_url.join("inbox?view=all")?;
    let settings = Settings { base_url, is_demo: false, undo: Duration::from_secs(10), zone: TimeZone::UTC };
    let router = web::router(App::new(stage.pipeline.clone(), settings));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });

    let token = web::new_token();
    let mut tx = stage.store().write().await?;
    let ends = tx.now().saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
    session::begin(&mut tx, stage.member, &token, "csrf", ends).await?;
    tx.commit().await?;

    if watched {
        println!("{reads_along} session={token}");
        tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    }
    let over = CancellationToken::new();
    let mut reading = JoinSet::new();
    for _ in 0..readers {
        reading.spawn(read(address, token.clone(), over.clone()));
    }
    let meter = Meter::read();
    let begun = Instant::now();
    let spoken = speak(&stage, &topics, &workload, heard, begun + Duration::from_secs(seconds)).await?;
    let used = meter.used();
    tokio::time::sleep(FAREWELL).await;
    over.cancel();
    let mut frames: Vec<Vec<Frame>> = Vec::new();
    while let Some(reader) = reading.join_next().await {
        frames.push(reader?.context("a reader's stream ended before its time")?);
    }
    let mentions = filed_at(&stage, &spoken, begun + WARM_UP).await?;
    let (mut delays, mut missed) = (Vec::new(), 0_u64);
    for (position, heard_at) in &mentions {
        for reader in &frames {
            match reader.iter().find(|(seen, _)| seen >= position) {
                Some((_, at)) => delays.push(*at - *heard_at),
                None => missed += 1,
            }
        }
    }
    serving.abort();
    delays.sort_unstable();
    if delays.is_empty() {
        bail!("nothing was filed in that time; give more --seconds");
    }
    let of = |percent: usize| delays[(delays.len() * percent / 100).min(delays.len() - 1)].as_millis();
    println!("{heard} posts/s heard for {seconds} s, {} filed after the first {} s", mentions.len(), WARM_UP.as_secs());
    println!(
        "{} queries, {readers} readers, {} frames",
        workload.queries.len(),
        frames.iter().map(Vec::len).sum::<usize>()
    );
    println!("from heard to the wire: p50 {} ms, p95 {} ms, p99 {} ms, longest {} ms", of(50), of(95), of(99), of(100));
    println!("through {readers} readers: {} frames looked for, {missed} never came", delays.len() as u64 + missed);
    if let Some(processor) = used.processor {
        let share = processor.as_secs_f64() * 100.0 / used.wall.as_secs_f64();
        println!("{share:.0}% of one processor, {} MiB", memory_mib().map_or("?".into(), |mib| mib.to_string()));
    }
    stage.pipeline.shut_down().await;
    stage.store().clone().close().await;
    Ok(if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Hears posts at an even pace; when each batch was handed over, by the number of its first post.
async fn speak(
    stage: &Stage,
    topics: &Topics,
    workload: &Workload,
    per_second: usize,
    until: Instant,
) -> anyhow::Result<Vec<(usize, Instant)>> {
    let mut ticks = tokio::time::interval(EVERY);
    // What was late is made up for, as a stream does.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut spoken, mut place, begun) = (Vec::new(), 0, Instant::now());
    while Instant::now() < until {
        let due = ticks.tick().await;
        let upto = (due.saturating_duration_since(begun).as_secs_f64() * per_second as f64) as usize;
        // From when it was due, not from when a busy server came to it.
        spoken.push((place, due));
        let due_at = SystemClock.now().saturating_sub(SignedDuration::try_from(due.elapsed())?)?;
        let said = |place| Received::Post(Box::new(post(workload, place, due_at)));
        let items: Vec<Received> = (place..upto).map(said).collect();
        let cursor = StreamCursor { stream: stage.source.stream.clone(), value: place.to_string() };
        let batch = Batch { items, cursor: Some(cursor), is_caught_up: true, ..Batch::default() };
        journey::take_in(stage.store(), topics, &stage.remembering, &stage.source, batch).await?;
        place = upto;
    }
    Ok(spoken)
}

fn post(workload: &Workload, place: usize, due_at: Timestamp) -> model::ReceivedPost {
    let mut post = workload.posts[place % workload.posts.len()].clone();
    post.remote.id = format!("at://bench/{place}");
    post.posted_at = due_at;
    post
}

/// Reads a live stream as a browser does, until it is over.
async fn read(address: SocketAddr, token: String, over: CancellationToken) -> anyhow::Result<Vec<Frame>> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET /live HTTP/1.1\r\nHost: {address}\r\nCookie: session={token}\r\nAccept: text/event-stream\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let (mut lines, mut frames) = (BufReader::new(stream).lines(), Vec::new());
    loop {
        let line = tokio::select! {
            () = over.cancelled() => return Ok(frames),
            line = lines.next_line() => line?,
        };
        let Some(line) = line else { bail!("the server ended the stream") };
        if let Some(position) = line.strip_prefix("id: ").and_then(|id| id.trim().parse().ok()) {
            frames.push((position, Instant::now()));
        }
    }
}

/// The position of each mention's event in the log, and when its post was heard.
async fn filed_at(stage: &Stage, spoken: &[(usize, Instant)], since: Instant) -> anyhow::Result<Vec<(i64, Instant)>> {
    let mut tx = stage.store().read().await?;
    let (mut position, mut mentions) = (0, Vec::new());
    loop {
        let events = event::after(&mut tx, position, PAGE).await?;
        let Some(last) = events.last() else { return Ok(mentions) };
        position = last.position;
        for sealed in events.iter().filter(|one| one.event.kind == EventKind::MentionFiled) {
            let id = sealed.event.data["post"].as_str().and_then(|id| id.parse::<PostId>().ok());
            let Some(stored) = post::find(&mut tx, id.context("an event names its post")?).await? else { continue };
            let place = stored.remote.id.rsplit('/').next().and_then(|place| place.parse::<usize>().ok());
            let batch = spoken.partition_point(|(first, _)| Some(*first) <= place);
            let heard_at = spoken[batch.saturating_sub(1)].1;
            if heard_at >= since {
                mentions.push((sealed.position, heard_at));
            }
        }
    }
}
