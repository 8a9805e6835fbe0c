//! `coffeehouse bench reports`: how long pages of figures take on top of many conversations.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use insights::figures::{Response, Terms};
use jiff::{SignedDuration, Timestamp};
use model::{KnownWait, Sentiment, TopicId, Wait, WaitEnd, WaitKind};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use store::conversation::{Conversation, View};
use store::sought::{self, Sought};
use store::{Store, topic, wait, wait_day};
use tokio::time::Instant;

use super::archive::Archive;
use super::meter::memory_mib;
use super::stage::{Ground, Stage};
use super::visitor::{Answers, Visitor};

/// Over so many days people began to wait.
const DAYS: i64 = 730;
const TOPICS: i64 = 12;
const LANGUAGES: [&str; 6] = ["de", "en", "nl", "fr", "pl", "tr"];
/// Conversations of one transaction.
const AT_ONCE: i64 = 1_000;
/// How often is looked how far the sums have come.
const LOOK: Duration = Duration::from_millis(200);

#[derive(clap::Args)]
#[command(after_help = "\
A whole server on the loopback; each conversation has up to three waits of the last two years, half of them in the last. Pages are asked for one after the \
other, once the sums of days are kept. The floor is one pass over the waits of a year. Nothing else should be running.")]
pub struct Arguments {
    /// How many conversations.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    conversations: u32,
    /// Requests of each kind.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
    #[command(flatten)]
    ground: Ground,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { conversations, requests, ground } = arguments;
    let stage = Stage::on(&ground).await?;
    let archive = Archive::of(stage.store(), ground.seed, conversations, conversations).await?;
    if wait::first_began(&mut stage.store().read().await?).await?.is_none() {
        make_waits(stage.store(), &archive, ground.seed, conversations).await?;
    }
    let begun = Instant::now();
    let days = summed(stage.store()).await?;
    println!("the sums of {days} days were kept after {:.1} s", begun.elapsed().as_secs_f64());

    let visitor = Visitor::at(&stage).await?;
    Answers::head("");
    one_pass(stage.store(), requests).await?.tell("floor: one pass over a year");
    for (name, address) in [
        ("the last 7 days", "/figures?days=7"),
        ("the last 28 days", "/figures?days=28"),
        ("the last 90 days", "/figures?days=90"),
        ("a year beside the year before", "/figures?days=365"),
        ("a year by channel", "/figures?days=365&by=channel"),
        ("a year by topic", "/figures?days=365&by=topic"),
        ("a year by language", "/figures?days=365&by=language"),
        ("a year as a file", "/figures.csv?days=365&by=topic"),
        ("desk: service", "/desks/service"),
        ("desk: marketing", "/desks/marketing"),
    ] {
        visitor.ask(&vec![address.to_owned(); requests as usize]).await?.tell(name);
    }
    if let Some(memory) = memory_mib() {
        println!("{memory} MiB");
    }
    stage.pipeline.shut_down().await;
    stage.store().clone().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Has somebody wait in each conversation, as if the log had told of it.
async fn make_waits(store: &Store, archive: &Archive, seed: u64, conversations: u32) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut random = StdRng::seed_from_u64(seed);
    let mut topics = Vec::new();
    let mut tx = store.write().await?;
    for number in 0..TOPICS {
        let name = format!("topic {number}");
        topics.push(topic::create(&mut tx, archive.member, &name, &name).await?);
    }
    tx.commit().await?;
    let bar = ProgressBar::new(conversations.into()).with_style(ProgressStyle::with_template(
        "{bar:40} {human_pos} of {human_len} conversations have waits, {eta} left",
    )?);
    let (filter, mut after, mut count) = (View::All.into(), None, 0);
    loop {
        let some = sought::after(&mut store.read().await?, &filter, after, AT_ONCE).await?;
        let Some(last) = some.last().map(Sought::place) else { break };
        after = Some(last);
        let mut tx = store.write().await?;
        let now = tx.now();
        let known: Vec<KnownWait> = some
            .iter()
            .flat_map(|one| waits(&one.conversation, now, &topics, &mut random))
            .map(|wait| KnownWait { from: 1, until: None, wait })
            .collect();
        count += known.len();
        wait::keep(&mut tx, 0, &known).await?;
        tx.commit().await?;
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    println!("{count} waits, written in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The waits of a conversation: most that need an answer got one, within minutes or days.
fn waits(one: &Conversation, now: Timestamp, topics: &[TopicId], random: &mut StdRng) -> Vec<Wait> {
    let mut waits = Vec::new();
    let mut began_at = now - SignedDuration::from_secs(random.random_range(0..DAYS * 86_400));
    for number in 1..=random.random_range(1..=3) {
        let needs_reply = [None, Some(false), Some(true), Some(true), Some(true)][random.random_range(0..5)];
        let is_answered = needs_reply == Some(true) && random.random_bool(0.95);
        let seconds = 2_f64.powf(random.random_range(6.0..19.0)) as i64;
        let at = began_at + SignedDuration::from_secs(seconds);
        let end = (is_answered && at < now).then_some((WaitEnd::Answered, at));
        waits.push(Wait {
            conversation: one.id,
            number,
            kind: if number == 1 { WaitKind::First } else { WaitKind::Next },
            channel: one.channel,
            author: one.author,
            topics: vec![topics[random.random_range(0..topics.len())]],
            language: Some(LANGUAGES[random.random_range(0..LANGUAGES.len())].to_owned()),
            sentiment: [None, Some(Sentiment::Negative), Some(Sentiment::Positive)][random.random_range(0..3)],
            needs_reply,
            began_at,
            heard_at: began_at,
            held_at: None,
            automated_at: None,
            end,
            team: None,
            closed_at: None,
            is_let_stand: false,
        });
        match end {
            Some((_, at)) => began_at = at,
            None => break,
        }
    }
    waits
}

/// Waits until no day is without sums; how many have some.
async fn summed(store: &Store) -> anyhow::Result<usize> {
    let mut before = None;
    loop {
        let mut tx = store.read().await?;
        let now = tx.now();
        let hours = insights::figures::hours_key(None);
        let kept = wait_day::kept(&mut tx, Timestamp::MIN, now, &hours).await?.len();
        let from = wait::first_began(&mut tx).await?.context("somebody waits")?;
        let wanted = now.duration_since(from).as_hours() / 24 - 2;
        if kept as i64 >= wanted.min(DAYS - 4) && before == Some(kept) {
            return Ok(kept);
        }
        before = Some(kept);
        drop(tx);
        tokio::time::sleep(LOOK).await;
    }
}

/// What the page of a year would cost if each wait were read.
async fn one_pass(store: &Store, requests: u32) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    for _ in 0..requests.min(3) {
        let begun = Instant::now();
        let mut tx = store.read().await?;
        let until = tx.now();
        let from = until - SignedDuration::from_hours(365 * 24);
        let waits = wait::begun(&mut tx, from, until, i64::MAX).await?;
        std::hint::black_box(Response::of(&waits, Terms { until, hours: None }));
        answers.times.push(begun.elapsed());
    }
    Ok(answers)
}
