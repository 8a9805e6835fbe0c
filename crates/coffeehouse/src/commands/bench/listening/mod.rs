//! `coffeehouse bench listening`: posts against many stored queries, held against what reading the posts alone takes.

mod hostile;
mod lines;
mod timing;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use ::listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query, QueryIndex};
use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};

use self::lines::{PostLine, QueryLine};
use self::timing::Took;
use super::meter;

/// Pairs of post and query that are tried one by one, to compare.
const NAIVE_PAIRS: usize = 2_000_000;
/// Queries that are registered anew to see how long a change takes.
const CHANGES: usize = 1_000;

#[derive(clap::Args)]
#[command(after_help = "\
Posts are JSON Lines {\"id\",\"text\",\"author\",\"lang\",\"channel\",\"created_at\"}, queries {\"id\",\"text\"}. The digest is \
that of the sorted lines `post TAB query`: the same posts and queries give the same digest in every engine that is right. \
Rates are posts per second of a thread's own time, so that other work on the machine does not change them much; compare \
them within one run.")]
pub struct Arguments {
    /// The file of posts.
    #[arg(long, value_name = "FILE")]
    posts: PathBuf,
    /// The file of queries; without it, queries are made of the posts' commonest words, the unkindest there are.
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// How many queries, from the beginning of the file.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: usize,
    /// How many posts, from the beginning of the file.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    posts_max: usize,
    /// The rules by which text becomes words: plain to compare engines, social as the server has them.
    #[arg(long, value_enum, default_value = "social")]
    analyzer: Analyzer,
    /// How many threads match.
    #[arg(long, value_name = "N", default_value = "1")]
    threads: NonZero<u8>,
    /// Also try queries made to be slow, each on the post that suits it worst.
    #[arg(long)]
    hostile: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Analyzer {
    Plain,
    Social,
}

/// Queries are known by their line.
type Index = QueryIndex<u32>;

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let analysis = match arguments.analyzer {
        Analyzer::Plain => Analysis::plain(),
        Analyzer::Social => Analysis::social(),
    };
    let lines: Vec<PostLine> = lines::read(&arguments.posts, arguments.posts_max)?;
    let posts: Vec<Post<'_>> = lines.iter().map(PostLine::post).collect();
    let queries: Vec<QueryLine> = match &arguments.queries {
        Some(file) => lines::read(file, arguments.count)?,
        None => lines::unkind(&posts, arguments.count),
    };
    ensure!(!posts.is_empty() && !queries.is_empty(), "there are no posts or no queries in the files");
    let bytes: usize = posts.iter().map(|post| post.text.len()).sum();
    let mut report = Report::new(posts.len(), bytes);

    let before = meter::resident();
    let mut index = Index::new(analysis);
    let (loading, loaded) =
        Took::of(|| (0..).zip(&queries).try_for_each(|(id, query)| register(&mut index, id, query)));
    loaded?;
    report.line("load", format_args!("{} queries in {:.2?} of CPU", index.len(), loading.cpu));
    let (bytes, each) = (index.bytes(), index.bytes() / index.len());
    report.line(
        "index",
        format_args!("{:.1} MiB by its own count, {each} bytes a query", bytes as f64 / f64::from(1 << 20)),
    );
    if let (Some(before), Some(after)) = (before, meter::resident()) {
        let (before, after) = (before >> 20, after >> 20);
        report
            .line("memory", format_args!("{} MiB more ({before} before, {after} after)", after.saturating_sub(before)));
    }

    learn(&mut index, &posts, &mut report);
    report.candidates(&index, &posts);
    report.matching(&index, &posts, arguments.threads);
    report.matches(&index, &lines, &queries);
    report.naive(&index, &posts)?;
    report.changes(&mut index, &queries, &posts[0])?;
    if arguments.hostile {
        report.text += &hostile::table();
    }
    std::io::stdout().write_all(report.text.as_bytes()).context("cannot write the report")?;
    Ok(ExitCode::SUCCESS)
}

fn register(index: &mut Index, id: u32, line: &QueryLine) -> anyhow::Result<()> {
    let query = Query::parse(&line.text, FieldContext::Topic).with_context(|| format!("query {}", line.id))?;
    index.register(id, &query).with_context(|| format!("query {}", line.id))
}

/// Lets the index see the stream once, as it does while a server runs.
fn learn(index: &mut Index, posts: &[Post<'_>], report: &mut Report) {
    posts.iter().for_each(|post| drop(index.match_post(post, &Context::unknown())));
    let (took, moved) = Took::of(|| index.reanchor());
    report.line("fit", format_args!("{moved} queries anchored elsewhere in {:.2?} of CPU", took.cpu));
}

/// Reads a text as bytes from anywhere would have to be read.
fn is_valid(text: &str) -> bool {
    std::str::from_utf8(text.as_bytes()).is_ok()
}

/// What is written at the end.
struct Report {
    text: String,
    posts: usize,
    bytes: usize,
    /// What tokenising all posts takes in turns with matching them: what everything is held against.
    floor: Duration,
}

impl Report {
    fn new(posts: usize, bytes: usize) -> Self {
        let mut report = Self { text: String::new(), posts, bytes, floor: Duration::ZERO };
        report.line("posts", format_args!("{posts} of {} bytes on the average", bytes / posts));
        report
    }

    fn line(&mut self, name: &str, figures: std::fmt::Arguments<'_>) {
        writeln!(self.text, "{name:<12} {figures}").expect("text can always be written to");
    }

    /// Says what something took that was done to every post.
    fn rate(&mut self, name: &str, took: Took) {
        let rate = |time: Duration| self.posts as f64 / time.as_secs_f64();
        let (wall, cpu, share) = (rate(took.wall), rate(took.cpu), rate(took.cpu) / rate(self.floor) * 100.0);
        let mega = self.bytes as f64 / took.cpu.as_secs_f64() / 1e6;
        self.line(
            name,
            format_args!("{cpu:.0} posts/s of CPU, {wall:.0} wall, {mega:.0} MB/s, {share:.1}% of tokenise"),
        );
    }

    fn candidates(&mut self, index: &Index, posts: &[Post<'_>]) {
        let (mut tried, mut passed_over) = (0, 0);
        for post in posts {
            let found = index.candidate_count(&AnalysedPost::new(post, index.analysis()));
            tried += found.tried;
            passed_over += found.passed_over;
        }
        let each = |count: usize| count as f64 / posts.len() as f64;
        let (tried, passed_over) = (each(tried), each(passed_over));
        self.line("candidates", format_args!("{tried:.2} a post tried, {passed_over:.2} passed over by their gate"));
    }

    fn matching(&mut self, index: &Index, posts: &[Post<'_>], threads: NonZero<u8>) {
        let pass = |posts: &[Post<'_>]| {
            let found: usize = posts.iter().map(|post| index.match_post(post, &Context::unknown()).len()).sum();
            black_box(found);
        };
        let [floor, valid, matched] = Took::in_turns([
            &mut || {
                black_box(posts.iter().map(|post| index.analysis().token_count(post.text)).sum::<usize>());
            },
            &mut || {
                black_box(posts.iter().filter(|post| is_valid(post.text)).count());
            },
            &mut || pass(posts),
        ]);
        self.floor = floor.cpu;
        self.rate("tokenise", floor);
        self.rate("utf-8 check", valid);
        self.rate("match", matched);
        let threads = usize::from(threads.get());
        if threads > 1 {
            let one = posts.len() as f64 / matched.cpu.as_secs_f64();
            let (wall, rates) = Took::of(|| {
                std::thread::scope(|scope| {
                    let running: Vec<_> =
                        (0..threads).map(|_| scope.spawn(|| Took::each(|| pass(posts)).cpu.as_secs_f64())).collect();
                    running
                        .into_iter()
                        .map(|thread| posts.len() as f64 / thread.join().expect("no thread panics"))
                        .sum()
                })
            });
            let (rates, wall): (f64, _) = (rates, wall.wall);
            let times = rates / one;
            self.line(
                "threads",
                format_args!("{rates:.0} posts/s of CPU on {threads} threads, {times:.2} times one, in {wall:.2?}"),
            );
        }
        let mut times: Vec<Duration> = posts
            .iter()
            .map(|post| {
                let begun = timing::wall();
                black_box(index.match_post(post, &Context::unknown()));
                timing::wall() - begun
            })
            .collect();
        times.sort_unstable();
        let (half, slow) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        self.line("a post", format_args!("p50 {half:.2?}, p99 {slow:.2?} wall, the clock's own time included"));
    }

    fn matches(&mut self, index: &Index, lines: &[PostLine], queries: &[QueryLine]) {
        let mut found = Vec::new();
        for line in lines {
            let certain =
                index.match_post(&line.post(), &Context::unknown()).into_iter().filter(|one| one.truth.is_true());
            found.extend(certain.map(|one| format!("{}\t{}\n", line.id, queries[one.id as usize].id)));
        }
        found.sort_unstable();
        let mut digest = Sha256::new();
        found.iter().for_each(|line| digest.update(line));
        let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.line("matches", format_args!("{}, digest {digest}", found.len()));
    }

    /// Tries every query on some posts: what the index saves, and whether it says the same.
    fn naive(&mut self, index: &Index, posts: &[Post<'_>]) -> anyhow::Result<()> {
        let sample = &posts[..(NAIVE_PAIRS / index.len()).clamp(1, posts.len())];
        let context = Context::unknown();
        let (took, found) =
            Took::of(|| sample.iter().map(|post| index.match_exhaustively(post, &context)).collect::<Vec<_>>());
        for (post, found) in sample.iter().zip(found) {
            let same = index.match_post(post, &context) == found;
            ensure!(same, "the index and trying every query differ on this post: {:?}", post.text);
        }
        let whole = posts.len() as f64 / sample.len() as f64;
        self.rate("naive", Took { wall: took.wall.mul_f64(whole), cpu: took.cpu.mul_f64(whole) });
        Ok(())
    }

    /// Registers queries anew in the full index, each until a post has been matched against it.
    fn changes(&mut self, index: &mut Index, queries: &[QueryLine], post: &Post<'_>) -> anyhow::Result<()> {
        let mut times = Vec::new();
        for (id, query) in (0..).zip(queries).step_by((queries.len() / CHANGES).max(1)) {
            let (took, changed) = Took::of(|| {
                register(index, id, query).map(|()| black_box(index.match_post(post, &Context::unknown())))
            });
            changed?;
            times.push(took.cpu);
        }
        times.sort_unstable();
        let (half, most) = (times[times.len() / 2], times[times.len() - 1]);
        self.line("a change", format_args!("p50 {half:.2?}, at most {most:.2?} of CPU until it is heard"));
        Ok(())
    }
}
