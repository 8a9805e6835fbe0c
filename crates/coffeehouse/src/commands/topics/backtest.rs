//! `coffeehouse topics backtest`: what a query would have heard.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::tz::TimeZone;
use listening::{FieldContext, Query};
use model::{Clock, SystemClock};
use pipeline::Archive;
use pipeline::backtest::{Report, Run, Sample, Test, search_beside};
use tokio_util::sync::CancellationToken;

use crate::commands::database::Database;
use crate::commands::memory::Remembered;
use crate::commands::{Refused, printable, query_error};

/// The widest bar, in characters.
const BAR: u64 = 40;
const TEXT_CHARS: usize = 160;

#[derive(clap::Args)]
#[command(after_help = "\
Reads only; the server may run meanwhile. Tried are the posts that the server with this data folder remembers, and what \
was filed in the same time. Of servers that share a database, each remembers what it heard itself.")]
pub struct Arguments {
    /// The query.
    query: String,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    remembered: Remembered,
    /// How many of the newest posts are shown, 30 at most.
    #[arg(long, default_value_t = 10)]
    sample: usize,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let parsed = Query::parse(&arguments.query, FieldContext::Topic);
    let query = parsed.map_err(|errors| {
        Refused(format!("the query cannot be read\n{}", query_error::show(&arguments.query, &errors)))
    })?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let now = clock.now();
    let store = arguments.database.open_beside(clock).await?;
    let zone = TimeZone::system();
    let test = Test { query, written: arguments.query, name: String::new(), topic: None, zone };
    let run = Run::new(test, now, CancellationToken::new());
    let archive = Archive::of(arguments.database.folder());
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_ok() {
            run.stop();
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        searched = search_beside(&store, &archive, arguments.remembered.oldest(now), &run) => searched?,
        () = interrupted => {}
    }
    store.close().await;
    match io::stdout().write_all(told(&run.report(), arguments.sample).as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write the report"),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn told(report: &Report, sample: usize) -> String {
    let mut out = String::new();
    let share = if report.tried() == 0 { 0.0 } else { report.found as f64 * 100.0 / report.tried() as f64 };
    let _ = writeln!(out, "{} posts would have been heard, {share:.2}% of those tried", report.found);
    let _ = writeln!(out, "{} of them were filed, for whatever reason", report.found_filed);
    let _ = writeln!(out, "tried: {} remembered, {} filed", report.remembered, report.filed);
    if let Some(covered) = report.covered {
        let _ = writeln!(out, "heard from {} to {}", covered.from, covered.to);
    }
    if !report.unsure.is_empty() {
        let names = printable::one_line(&report.unsure.join(", "), 200);
        let _ = writeln!(out, "not tried, since deletions may have been missed: what {names} heard before");
    }
    if report.damaged > 0 {
        let _ = writeln!(out, "{} stretches of the memory are damaged and were not read", report.damaged);
    }
    let cost = report.cost;
    let by = if cost.is_anchored() { format!("found by {} words", cost.anchors) } else { "tried on every post".into() };
    let _ = writeln!(out, "cost: {:.1} µs a post, {by}\n", report.micros_per_post());
    let most = report.days.values().copied().max().unwrap_or(0).max(1);
    for (day, count) in &report.days {
        let bar = "█".repeat(usize::try_from((count * BAR).div_ceil(most)).unwrap_or_default());
        let _ = writeln!(out, "{day} {count:>9} {bar}");
    }
    for one in report.sample.iter().take(sample) {
        let _ = writeln!(out, "\n{} {}\n  {}", one.heard_at, printable::one_line(&one.channel, 60), words(one));
    }
    out
}

fn words(one: &Sample) -> String {
    let text = one.title.iter().chain([&one.text]).map(String::as_str).collect::<Vec<_>>().join(" · ");
    printable::one_line(&text, TEXT_CHARS)
}
