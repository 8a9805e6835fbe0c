//! `coffeehouse bench intake`: the whole intake, as the server does it.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use channels::{Batch, Received, StreamCursor};
use inbox::Heard;
use listening::{Analysis, Context, FieldContext, Query, QueryIndex};
use model::{Network, ReceivedPost, RemoteRef};
use pipeline::Topics;
use pipeline::journey::{self, Spent};
use store::backup;

use super::meter::{Meter, Used, memory_mib};
use super::stage::{Stage, fresh};
use super::workload::Workload;

/// Different posts of the first mix that are made; they are heard again and again under other ids.
const MADE: usize = 100_000;
/// Of ten filed posts, so many answer an earlier one.
const ANSWERS_OF_TEN: usize = 2;

#[derive(clap::Args)]
#[command(after_help = "\
(a) everybody: 2% of the posts meet one of the queries, the others go to the stream's memory. (b) filed: every post meets \
one and is filed. Each on a fresh database, with the sealer and the memory at work as in a server. The named baselines are \
the engine alone on the same posts, and the same rows put into an empty database by a restore.")]
pub struct Arguments {
    /// Which mix: a, b or both.
    #[arg(long, default_value = "both", value_parser = ["a", "b", "both"])]
    mix: String,
    /// How many posts of the first mix are heard.
    #[arg(long, default_value_t = 200_000)]
    heard: usize,
    /// How many posts of the second mix are filed.
    #[arg(long, default_value_t = 20_000)]
    filed: usize,
    /// Queries that listen.
    #[arg(long, default_value_t = 10_000)]
    topics: usize,
    /// Posts in a batch, as a stream delivers them.
    #[arg(long, default_value_t = 500)]
    batch: usize,
    /// The number from which everything is made.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Posts of your own, JSON Lines; with --queries.
    #[arg(long, requires = "queries")]
    posts: Option<PathBuf>,
    /// Queries of your own, JSON Lines; with --posts.
    #[arg(long, requires = "posts")]
    queries: Option<PathBuf>,
    /// The folder in which a temporary one is made: the disk that is measured.
    #[arg(long)]
    near: Option<PathBuf>,
    /// An empty PostgreSQL database instead of the embedded one; one mix at a time.
    #[arg(long, env = "COFFEEHOUSE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.database_url.is_some() && arguments.mix == "both" {
        bail!("a database is fresh once: give --mix a or --mix b");
    }
    // Of those that nobody listens for a part is enough; filed ones must each be others, or most would be copies.
    let everybody = made_or_read(&arguments, MADE, 20)?;
    let mut index = QueryIndex::new(Analysis::social());
    for (number, query) in everybody.queries.iter().enumerate() {
        index.register(number, &Query::parse(query, FieldContext::Topic)?)?;
    }
    println!("{} queries", everybody.queries.len());
    if arguments.mix != "b" {
        println!("\n(a) {} different posts; what meets no query goes to the memory", everybody.posts.len());
        measure(&arguments, &everybody, &index, arguments.heard, Mix::Everybody).await?;
    }
    if arguments.mix != "a" {
        let mut filed = made_or_read(&arguments, arguments.filed + arguments.filed / 10, 1_000)?;
        filed.posts.retain(|post| is_met(&index, post));
        println!("\n(b) {} different posts, each of which meets a query and is filed", filed.posts.len());
        measure(&arguments, &filed, &index, arguments.filed, Mix::Filed).await?;
    }
    Ok(ExitCode::SUCCESS)
}

fn made_or_read(arguments: &Arguments, posts: usize, about_us: usize) -> anyhow::Result<Workload> {
    match (&arguments.posts, &arguments.queries) {
        (Some(posts), Some(queries)) => Workload::read(posts, queries),
        _ => Ok(Workload::made(arguments.seed, posts, arguments.topics, about_us)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mix {
    Everybody,
    Filed,
}

async fn measure(
    arguments: &Arguments,
    workload: &Workload,
    index: &QueryIndex<usize>,
    count: usize,
    mix: Mix,
) -> anyhow::Result<()> {
    if workload.posts.is_empty() {
        bail!("none of the posts meets a query; --posts and --queries do not belong together");
    }
    let alone = engine_alone(workload, index, count);
    let stage = Stage::set(arguments.near.as_ref(), arguments.database_url.as_deref(), &workload.queries).await?;
    let topics = Topics::load(stage.store()).await?;
    // Words that are common in this stream are known to a server that has run for a while.
    let batches = count.div_ceil(arguments.batch);
    let (mut spent, mut filed, mut memory) = (Spent::default(), 0, vec![memory_mib()]);
    let meter = Meter::read();
    for number in 0..batches {
        let items = (number * arguments.batch..count.min((number + 1) * arguments.batch))
            .map(|place| Received::Post(Box::new(heard(workload, place, mix))))
            .collect();
        let cursor = StreamCursor { stream: stage.source.stream.clone(), value: number.to_string() };
        let batch = Batch { items, cursor: Some(cursor), is_caught_up: true, ..Batch::default() };
        let report = journey::take_in(stage.store(), &topics, &stage.remembering, &stage.source, batch).await?;
        filed += report.filed as u64;
        spent.add(report.spent);
        if number + 1 == batches.div_ceil(2) || number + 1 == batches {
            memory.push(memory_mib());
        }
    }
    let used = meter.used();
    let count = count as u64;
    told("intake", count, used);
    println!("  {filed} mentions were filed, {} posts remembered", stage.pipeline.memory_health().posts);
    let millis = |time: std::time::Duration| time.as_millis();
    println!(
        "  time by step: looking up {} ms, matching and judging {} ms, waiting for the memory {} ms, filing {} ms in {} \
         transactions, the longest {} ms",
        millis(spent.looking_up),
        millis(spent.sorting),
        millis(spent.remembering),
        millis(spent.filing),
        spent.transactions,
        millis(spent.longest)
    );
    let mib: Vec<String> = memory.iter().map(|mib| mib.map_or("?".into(), |mib| mib.to_string())).collect();
    println!("  memory at start, middle, end: {} MiB", mib.join(", "));
    told("engine alone", count, alone);
    ratio("the engine alone", used, alone);
    if mix == Mix::Filed && arguments.database_url.is_none() {
        let restored = rows_alone(&stage).await?;
        told("the same rows by a restore", count, restored);
        ratio("the same rows by a restore", used, restored);
    }
    stage.pipeline.shut_down().await;
    stage.store().clone().close().await;
    Ok(())
}

/// A post as it is heard for the nth time: everybody's has another id, and some answer what was heard before.
fn heard(workload: &Workload, place: usize, mix: Mix) -> ReceivedPost {
    let mut post = workload.posts[place % workload.posts.len()].clone();
    post.remote.id = format!("at://bench/{place}");
    post.posted_at = model::Clock::now(&model::SystemClock);
    let answers = place >= 10 && place % 10 < ANSWERS_OF_TEN;
    if mix == Mix::Filed && answers {
        let root = RemoteRef { id: format!("at://bench/{}", place / 10 * 10 - 5), revision: None };
        (post.parent, post.root) = (Some(root.clone()), Some(root));
    }
    post
}

fn is_met(index: &QueryIndex<usize>, post: &ReceivedPost) -> bool {
    let heard = Heard::new(post, Network::Simulated, "Bench");
    index.match_post(&heard.post(), &Context::at(0)).iter().any(|found| found.truth == listening::Truth::True)
}

fn engine_alone(workload: &Workload, index: &QueryIndex<usize>, count: usize) -> Used {
    let meter = Meter::read();
    let met = workload.posts.iter().cycle().take(count).filter(|post| is_met(index, post)).count();
    std::hint::black_box(met);
    meter.used()
}

/// The rows of the measured database, written into an empty one: what the database alone takes for them.
async fn rows_alone(stage: &Stage) -> anyhow::Result<Used> {
    let folder = tempfile::tempdir_in(stage.folder()).context("no folder for the baseline")?;
    let file = folder.path().join("rows");
    let mut rows = std::io::BufWriter::new(std::fs::File::create(&file)?);
    backup::write(&mut stage.store().read().await?, &mut rows, |_| ()).await?;
    drop(rows);
    let store = fresh(&folder.path().join("fresh")).await?;
    let meter = Meter::read();
    let mut tx = store.write().await?;
    backup::read(&mut tx, BufReader::new(std::fs::File::open(&file)?), |_| ()).await?;
    tx.commit().await?;
    let used = meter.used();
    store.close().await;
    Ok(used)
}

fn told(what: &str, count: u64, used: Used) {
    let (wall, processor) = used.rates(count);
    let processor = processor.map_or_else(String::new, |rate| format!(", {rate:.0} per second of a processor"));
    println!("  {what}: {wall:.0} posts/s{processor} ({:.2} s)", used.wall.as_secs_f64());
}

fn ratio(what: &str, intake: Used, baseline: Used) {
    let seconds = |used: Used| used.processor.unwrap_or(used.wall).as_secs_f64();
    println!("  intake takes {:.1} times as long as {what}", seconds(intake) / seconds(baseline).max(1e-9));
}
