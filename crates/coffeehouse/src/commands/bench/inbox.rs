//! `coffeehouse bench inbox`: how long the pages of the inbox take on top of many conversations, also while many of them
//! are changed at once.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use inbox::Listing;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::{Change, Clock as _, DeedId, DeedState, InboxView, ManualClock, Priority, SystemClock};
use store::conversation::{self, View};
use store::member::{self, Member};
use store::{Store, deed, session};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use url::form_urlencoded::byte_serialize;
use web::{App, Settings};

use super::archive::{Archive, invented};
use super::meter::{memory_mib, percentiles};
use super::search::phrase;
use super::stage::Stage;
use crate::server;

/// Between two conversations that are made, on the average, so that the last ones are of today.
const APART: SignedDuration = SignedDuration::from_secs(310);
/// How often is looked how far the change has come.
const LOOK: Duration = Duration::from_millis(100);

#[derive(clap::Args)]
#[command(after_help = "\
A whole server on the loopback. Pages are asked for as the scripts of the inbox ask for them; times are from the first byte of the \
request to the last of the answer, one request after the other. The floor is one conversation read by its number. Nothing else should be running.")]
pub struct Arguments {
    /// How many conversations.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    conversations: u32,
    /// How many messages they have together, roughly.
    #[arg(long, default_value_t = 500_000)]
    messages: u32,
    /// How many of them are changed at once.
    #[arg(long, default_value_t = 20_000)]
    bulk: u32,
    /// Requests of each kind.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
    /// The number from which everything is made.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder on the disk to be measured; the system's temporary folder without it.
    #[arg(long, value_name = "FOLDER")]
    near: Option<PathBuf>,
    /// A folder in which the conversations stay; where they were made before, with the same seed, they are measured again.
    #[arg(long, value_name = "FOLDER", conflicts_with = "near")]
    keep: Option<PathBuf>,
    /// An empty PostgreSQL database instead of an embedded one.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

/// A kind of request, with the addresses that are asked for.
type Kind = (&'static str, Vec<String>);

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { conversations, messages, bulk, requests, seed, near, keep, database_url } = arguments;
    let stage = match &keep {
        Some(folder) => Stage::keep(folder, database_url.as_deref()).await?,
        None => Stage::set(near.as_ref(), database_url.as_deref(), &[]).await?,
    };
    let begins = SystemClock.now().saturating_sub(APART * i32::try_from(conversations)?)?;
    let clock = Arc::new(ManualClock::at(&begins.to_string()));
    let mut archive = match Archive::again(stage.store(), seed, clock.clone()).await? {
        Some(archive) => archive,
        None => {
            made(
                &stage,
                Archive::begin(stage.store(), seed, clock, f64::from(messages) / f64::from(conversations)).await?,
                conversations,
            )
            .await?
        }
    };

    let visitor = Visitor::at(&stage).await?;
    let count = requests as usize;
    let (pages, searches) = (pages(&archive, count), searches(&mut archive, count));
    println!("\n{:<34}{:>9}{:>9}{:>9}{:>16}", "", "p50 ms", "p95 ms", "p99 ms", "found (median)");
    floor(stage.store(), &archive, count).await?.tell("floor: a row by its number");
    for (view, name) in [(View::Waiting, "count: waiting"), (View::Done, "count: done"), (View::All, "count: all")] {
        counts(stage.store(), view, count).await?.tell(name);
    }
    for (name, addresses) in pages.iter().chain(&searches) {
        visitor.ask(addresses).await?.tell(name);
    }

    let id = prepared(&stage, &archive).await?;
    println!("\nwhile many are changed at once");
    let begun = Instant::now();
    let mut rounds = 0;
    let changed = loop {
        for (name, addresses) in pages.iter().chain(&searches) {
            let mut answers = visitor.ask(addresses).await?;
            if rounds == 0 {
                answers.tell(name);
            }
        }
        rounds += 1;
        let stands = stands(stage.store(), id).await?;
        if stands.tally.changed >= i64::from(bulk) || !stands.state.is_moving() {
            break stands.tally.changed;
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{changed} changed in {seconds:.1} s, {:.0} a second, beside {rounds} rounds of those requests",
        changed as f64 / seconds
    );
    if let Some(memory) = memory_mib() {
        println!("{memory} MiB");
    }
    stage.pipeline.shut_down().await;
    stage.store().clone().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Makes so many conversations, and says how far it is.
async fn made(stage: &Stage, mut archive: Archive, conversations: u32) -> anyhow::Result<Archive> {
    let begun = Instant::now();
    let bar = ProgressBar::new(conversations.into()).with_style(ProgressStyle::with_template(
        "{bar:40} {human_pos} of {human_len} conversations are made, {eta} left",
    )?);
    let posts = archive.grow(stage.store(), conversations as usize, |made| bar.set_position(made as u64)).await?;
    bar.finish_and_clear();
    println!("{conversations} conversations, {posts} messages, written in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(archive)
}

/// Lists and threads.
fn pages(archive: &Archive, count: usize) -> Vec<Kind> {
    let list = |view: &str| vec![format!("/inbox?view={view}"); count];
    let threads = archive.examples.iter().rev().step_by((archive.examples.len() / count).max(1)).take(count);
    vec![
        ("list: waiting", list("waiting")),
        ("list: done", list("done")),
        ("list: all", list("all")),
        ("thread beside its list", threads.map(|id| format!("/inbox/{id}?view=all")).collect()),
    ]
}

/// The mix of searches, always the same of one seed.
fn searches(archive: &mut Archive, count: usize) -> Vec<Kind> {
    let rare = |number: usize| invented(900 + number * 1_150);
    let middling = |number: usize| invented(20 + number * 13);
    let common = |number: usize| invented(number % 3);
    let phrases: Vec<String> = std::iter::repeat_with(|| phrase(&archive.sentence())).flatten().take(count).collect();
    let of = |make: &dyn Fn(usize) -> String| (0..count).map(|number| address(&make(number))).collect::<Vec<_>>();
    vec![
        ("search: a rare word", of(&rare)),
        ("search: a word of some", of(&middling)),
        ("search: a word of every third", of(&|_| invented(1))),
        ("search: two common words", of(&|number| format!("{} {}", common(number), common(number + 1)))),
        ("search: a phrase", phrases.iter().map(|typed| address(typed)).collect()),
        ("search: NEAR", of(&|number| format!("{} NEAR/5 {}", common(number), middling(number)))),
        ("search: a beginning", of(&|number| format!("{}*", &rare(number)[..6]))),
        ("search: a regular expression", of(&|number| format!("/{}[a-z]+/", &rare(number)[..7]))),
        ("search: without a word", of(&|number| format!("-{}", common(number)))),
        ("search: Chinese", of(&|number| ["退款", "晚点", "电梯"][number % 3].into())),
    ]
}

fn address(typed: &str) -> String {
    format!("/inbox?view=all&q={}", byte_serialize(typed.as_bytes()).collect::<String>())
}

async fn floor(store: &Store, archive: &Archive, count: usize) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    for id in archive.examples.iter().cycle().take(count) {
        let begun = Instant::now();
        conversation::find(&mut store.read().await?, *id).await?;
        answers.times.push(begun.elapsed());
    }
    Ok(answers)
}

async fn counts(store: &Store, view: View, count: usize) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    for _ in 0..count {
        let begun = Instant::now();
        let found = conversation::count(&mut store.read().await?, view, 1_001).await?;
        answers.times.push(begun.elapsed());
        answers.found.push(found.to_string());
    }
    Ok(answers)
}

/// Finds all that are done, has a member confirm that they become urgent, and returns when the first of them are.
async fn prepared(stage: &Stage, archive: &Archive) -> anyhow::Result<DeedId> {
    let begun = Instant::now();
    let change = Change::Prioritise { priority: Some(Priority::Urgent) };
    let mut tx = stage.store().write().await?;
    let who = whoever(&mut tx, archive).await?;
    let id = inbox::prepare(&mut tx, &who, change, &Listing::new(InboxView::Done, "")).await?.id;
    tx.commit().await?;
    stage.pipeline.nudge_work();
    let found = loop {
        tokio::time::sleep(LOOK).await;
        let stands = stands(stage.store(), id).await?;
        match stands.state {
            DeedState::Gathering => {}
            DeedState::Ready => break stands.tally.total,
            other => bail!("what is to be changed was not found: it is {other}"),
        }
    };
    println!("\n{found} that are done were found in {:.1} s", begun.elapsed().as_secs_f64());
    let mut tx = stage.store().write().await?;
    inbox::confirm(&mut tx, &who, id).await?;
    tx.commit().await?;
    stage.pipeline.nudge_work();
    while stands(stage.store(), id).await?.tally.changed == 0 {
        tokio::time::sleep(LOOK).await;
    }
    Ok(id)
}

async fn whoever(tx: &mut store::Tx, archive: &Archive) -> anyhow::Result<Member> {
    member::find(tx, archive.member).await?.context("the bench has a member")
}

async fn stands(store: &Store, id: DeedId) -> anyhow::Result<deed::Deed> {
    deed::find(&mut store.read().await?, id).await?.context("what was begun is kept")
}

/// What the requests of one kind got.
#[derive(Debug, Default)]
struct Answers {
    /// How long each took.
    times: Vec<Duration>,
    /// How many conversations each found, as its page says it, where it says so.
    found: Vec<String>,
}

impl Answers {
    fn tell(&mut self, name: &str) {
        let [p50, p95, p99] = percentiles(&mut self.times);
        self.found.sort_unstable_by_key(|found| (found.len(), found.clone()));
        let found = self.found.get(self.found.len() / 2).map_or("", String::as_str);
        println!("{name:<34}{p50:>9.1}{p95:>9.1}{p99:>9.1}{found:>16}");
    }
}

/// How many conversations a page says that it found.
fn found(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"found\">")?;
    Some(rest.split_once('<')?.0.trim().to_owned())
}

/// A member with the inbox open.
struct Visitor {
    address: SocketAddr,
    token: String,
}

impl Visitor {
    /// Serves the pages and signs the member of the stage in.
    async fn at(stage: &Stage) -> anyhow::Result<Self> {
        let listener = server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let (address, base_url) = (listener.local_addr()?, server::local_url(&listener)?);
        let settings = Settings { base_url, is_demo: false, undo: Duration::from_secs(10), zone: TimeZone::UTC };
        let router = web::router(App::new(stage.pipeline.clone(), settings));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let token = web::new_token();
        let mut tx = stage.store().write().await?;
        let ends = tx.now().saturating_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        session::begin(&mut tx, stage.member, &token, "csrf", ends).await?;
        tx.commit().await?;
        Ok(Self { address, token })
    }

    /// Asks for each, one after the other.
    async fn ask(&self, addresses: &[String]) -> anyhow::Result<Answers> {
        let mut answers = Answers::default();
        for address in addresses {
            let begun = Instant::now();
            let answer = self.get(address).await?;
            answers.times.push(begun.elapsed());
            let answer = String::from_utf8_lossy(&answer);
            if !answer.starts_with("HTTP/1.1 200 ") {
                bail!("{address} was answered with: {}", answer.lines().next().unwrap_or_default());
            }
            answers.found.extend(found(&answer));
        }
        Ok(answers)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: session={}\r\nX-Fragment: main\r\nConnection: close\r\n\r\n",
            self.address, self.token
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(answer)
    }
}
