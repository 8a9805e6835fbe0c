//! `coffeehouse match`: posts in, matches out.

mod input;
mod interrupt;
mod matcher;
mod post_line;
mod progress;
mod threads;

use std::collections::HashMap;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock, PoisonError};

use anyhow::Context as _;
use clap::ArgGroup;
use listening::{Analysis, FieldContext, Query, QueryIndex};
use model::{Clock as _, SystemClock};

use super::Refused;
use super::id::Id;
use super::topics::file;
use super::{printable, query_error};
use matcher::{Matcher, Output};
pub use post_line::PostLine;
use threads::Outputs;

/// The program ends with it when some lines were no posts; all others have been matched.
const BAD_LINES: u8 = 3;
/// Topic that matches of `--query` are written under.
const QUERY_TOPIC: &str = "query";

#[derive(clap::Args)]
#[command(group = ArgGroup::new("sought").required(true))]
#[command(after_help = "\
Reads posts from standard input, one JSON object a line: \
{\"id\",\"text\",\"author\",\"lang\",\"channel\",\"created_at\"}, all but text optional. Writes one JSON object a match: \
{\"post\",\"topic\",\"spans\":[{\"start\",\"end\",\"clause\"}]}, offsets in bytes of the text.

Exit codes: 0 done, 1 cannot read or write, 2 a query or topic cannot be understood, 3 done, but some lines were no posts, 130 stopped by Ctrl-C.")]
pub struct Arguments {
    /// What to look for; matches carry the topic "query".
    #[arg(long, group = "sought", allow_hyphen_values = true)]
    query: Option<String>,
    /// A file of topics, TOML or JSON Lines, each with an id and a text.
    #[arg(long, value_name = "FILE", group = "sought")]
    topics: Option<PathBuf>,
    /// Says with each match which part of the query found which words.
    #[arg(long)]
    explain: bool,
    /// Also writes matches that depend on what nobody has judged (sentiment, relation, ...), marked as undecided.
    #[arg(long)]
    undecided: bool,
    /// How many threads match; without it, as many as the machine has processors.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<u8>>,
}

pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let mut index = QueryIndex::new(Analysis::social());
    let mut matched = HashMap::new();
    if let Some(text) = &arguments.query {
        let query = Query::parse(text, FieldContext::Topic).map_err(|errors| {
            Refused(format!("the query cannot be understood\n{}", query_error::show(text, &errors)))
        })?;
        let id = Id::Text(QUERY_TOPIC.to_owned());
        index.register(id.clone(), &query)?;
        matched.insert(id, OnceLock::new());
    }
    for topic in arguments.topics.as_deref().map(file::read).transpose()?.unwrap_or_default() {
        index.register(topic.id.clone(), &topic.query)?;
        matched.insert(topic.id, OnceLock::new());
    }
    let matcher = Matcher {
        index,
        matched,
        now: SystemClock.now().as_microsecond(),
        is_explained: arguments.explain,
        gives_undecided: arguments.undecided,
    };
    let threads = match arguments.threads {
        Some(threads) => threads.into(),
        None => std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    };
    pipe(matcher, threads)
}

fn pipe(matcher: Matcher, threads: NonZero<usize>) -> anyhow::Result<ExitCode> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        say("reading posts as JSON Lines from the terminal; Ctrl-D ends");
    }
    let bar = progress::bar().with_message(counted(0, 0));
    let writing = interrupt::Writing::default();
    interrupt::listen(Arc::clone(&writing), bar.clone()).context("cannot listen for interrupts")?;
    let mut outputs = Outputs::start(matcher, io::stdin(), threads).context("cannot start threads")?;
    let (mut posts, mut found, mut bad) = (0_u64, 0_u64, 0_u64);
    for output in &mut outputs {
        // The bar makes room only for what appears beside it.
        let is_seen = !output.bad.is_empty() || io::stdout().is_terminal();
        let _writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
        match if is_seen { bar.suspend(|| write(&output)) } else { write(&output) } {
            Ok(()) => {}
            // Whoever read our output has enough. The reader may hang on its input: it ends with the process.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            Err(error) => return Err(error).context("cannot write the matches"),
        }
        posts += output.posts;
        found += output.found;
        bad += output.bad.len() as u64;
        bar.inc(output.bytes);
        bar.set_message(counted(posts, found));
    }
    bar.finish_and_clear();
    outputs.finish().context("cannot read standard input")?;
    if bad == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{bad} of {} lines could not be read", posts + bad));
    Ok(ExitCode::from(BAD_LINES))
}

fn counted(posts: u64, found: u64) -> String {
    let (posts_are, matches_are) =
        (if posts == 1 { "post" } else { "posts" }, if found == 1 { "match" } else { "matches" });
    format!("{posts} {posts_are}, {found} {matches_are}")
}

fn write(output: &Output) -> io::Result<()> {
    output.bad.iter().for_each(|bad| say(&format!("line {}: {}", bad.line, bad.reason)));
    let mut stdout = io::stdout().lock();
    stdout.write_all(&output.matches)?;
    stdout.flush()
}

/// Writes to the error output; when nobody is there to read it, that is no reason to stop.
fn say(message: &str) {
    let _ = writeln!(io::stderr(), "coffeehouse: {}", printable::lines(message));
}
