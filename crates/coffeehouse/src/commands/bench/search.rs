//! `coffeehouse bench search`: how long a search takes, by the index of words and by looking through conversations.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use inbox::{Search, Want};
use listening::{FieldContext, Query};
use model::ManualClock;
use store::conversation::{self, View};
use store::{PostgresOptions, Store, StoreOptions, word_index};
use tokio::time::Instant;

use super::archive::{Archive, invented};
use super::meter::percentiles;

/// Posts of a conversation.
const POSTS_EACH: f64 = 1.6;
/// Queries of each class.
const QUERIES: usize = 20;
/// Of those, the ones that are also asked by looking through.
const SCANNED: usize = 5;
/// What a page of the inbox wants: 50 rows, and a count to a thousand.
const PAGE: Want = Want { rows: 50, found: 1_001, looked: 5_000 };
/// The same rows without the index, as far as a search once looked.
const SCAN: Want = Want { rows: 50, found: 51, looked: 20_000 };

#[derive(clap::Args)]
#[command(after_help = "\
The conversations are made up, the same each time from the same seed. Times are of this process and its database \
alone: nothing else should be running. Each class asks 20 queries, 5 of them also without the index; the first figures are of the page that \
the inbox shows (50 rows, a count to 1,000, at most 5,000 conversations looked at where words do not narrow), the last \
of the same rows by looking through at most 20,000.")]
pub struct Arguments {
    /// How many conversations.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    conversations: u32,
    /// The seed of what is said.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// An empty PostgreSQL database instead of an embedded one in a temporary folder.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir().context("no temporary folder can be made")?;
    let clock = Arc::new(ManualClock::at("2026-01-01T00:00:00Z"));
    let path = folder.path().to_owned();
    let store = match &arguments.database_url {
        Some(url) => Store::connect(PostgresOptions { url: url.clone(), folder: path, clock: clock.clone() }).await?,
        None => Store::open(StoreOptions { folder: path, clock: clock.clone(), node: 0 }).await?,
    };
    let mut archive = Archive::begin(&store, arguments.seed, clock, POSTS_EACH).await?;
    let begun = Instant::now();
    let posts = archive.grow(&store, arguments.conversations as usize, |_| {}).await?;
    say(&format!("{} conversations, {posts} posts, written in {}", arguments.conversations, seconds(begun.elapsed())))?;
    let begun = Instant::now();
    let steps = index(&store).await?;
    say(&format!("gone through once more in {} steps, {}", steps.0, seconds(begun.elapsed())))?;
    say(&format!("the longest step kept the writer {}\n", millis(steps.1)))?;

    say("class             p50 ms   p95 ms  found (median)   scan p50 ms   p95 ms")?;
    for (class, queries) in classes(&mut archive) {
        let member = archive.member;
        let (mut quick, mut slow, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for (number, typed) in queries.into_iter().enumerate() {
            let query =
                Query::parse(&typed, FieldContext::View).map_err(|errors| anyhow::anyhow!("{typed}: {errors}"))?;
            let search = Search::new(View::All, &query, &typed, member);
            let begun = Instant::now();
            found.push(search.look(&store, None, PAGE).await?.found);
            quick.push(begun.elapsed());
            if number >= SCANNED {
                continue;
            }
            let scan = search.through_everything();
            let begun = Instant::now();
            scan.look(&store, None, SCAN).await?;
            slow.push(begun.elapsed());
        }
        found.sort_unstable();
        let [p50, p95, _] = percentiles(&mut quick);
        let [scan_p50, scan_p95, _] = percentiles(&mut slow);
        let found = found[found.len() / 2];
        let found = if found > 1_000 { "1000+".to_owned() } else { found.to_string() };
        say(&format!("{class:<15}{p50:>9.1}{p95:>9.1}{found:>16}{scan_p50:>14.1}{scan_p95:>9.1}"))?;
    }

    say("\nlist              p50 ms   p95 ms")?;
    let views = [
        ("waiting", View::Waiting),
        ("mine", View::Mine(archive.member)),
        ("free", View::Unassigned),
        ("done", View::Done),
        ("all", View::All),
    ];
    for (name, view) in views {
        let (mut pages, mut counts) = (Vec::new(), Vec::new());
        for _ in 0..QUERIES {
            let mut tx = store.read().await?;
            let begun = Instant::now();
            conversation::list(&mut tx, view, None, 51).await?;
            pages.push(begun.elapsed());
            let begun = Instant::now();
            conversation::count(&mut tx, view, 1_001).await?;
            counts.push(begun.elapsed());
        }
        for (what, times) in [("page of", &mut pages), ("count of", &mut counts)] {
            let [p50, p95, _] = percentiles(times);
            say(&format!("{:<15}{p50:>9.1}{p95:>9.1}", format!("{what} {name}")))?;
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Goes through everything as after an upgrade; how many steps that took, and the longest.
async fn index(store: &Store) -> anyhow::Result<(usize, Duration)> {
    let mut tx = store.write().await?;
    word_index::begin_round(&mut tx).await?;
    tx.commit().await?;
    let (mut steps, mut longest) = (0, Duration::ZERO);
    loop {
        let mut tx = store.write().await?;
        let begun = Instant::now();
        let is_going_on = word_index::go_on(&mut tx).await?;
        tx.commit().await?;
        longest = longest.max(begun.elapsed());
        if !is_going_on {
            return Ok((steps, longest));
        }
        steps += 1;
    }
}

fn classes(archive: &mut Archive) -> Vec<(&'static str, Vec<String>)> {
    let rare = |number: usize| invented(900 + number * 2_100);
    let middling = |number: usize| invented(20 + number * 13);
    let common = |number: usize| invented(number % 3);
    let of = |make: &dyn Fn(usize) -> String| (0..QUERIES).map(make).collect::<Vec<_>>();
    let phrases = std::iter::repeat_with(|| phrase(&archive.sentence())).flatten().take(QUERIES).collect();
    vec![
        ("one word", of(&rare)),
        ("common word", of(&common)),
        ("phrase", phrases),
        ("and", of(&|number| format!("{} {}", common(number), middling(number)))),
        ("or", of(&|number| format!("{} OR {}", rare(number), middling(number)))),
        ("not", of(&|number| format!("{} -{}", middling(number), common(number)))),
        ("beginning", of(&|number| format!("{}*", &rare(number)[..6]))),
        ("field only", of(&|number| ["status:open", "lang:de", "status:new lang:en"][number % 3].into())),
        ("narrows nothing", of(&|number| format!("-{} kind:quote", common(number)))),
        ("no match", of(&|number| format!("nirgends{number}"))),
    ]
}

/// Three words of a sentence that stand in a row, where it has such.
pub(super) fn phrase(sentence: &str) -> Option<String> {
    let is_plain = |word: &&str| word.chars().all(char::is_alphabetic);
    let words: Vec<&str> =
        sentence.split_whitespace().skip_while(|word| !is_plain(word)).take_while(is_plain).collect();
    (words.len() >= 3).then(|| format!("\"{}\"", words[..3].join(" ")))
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn say(line: &str) -> anyhow::Result<()> {
    writeln!(io::stdout(), "{line}").context("cannot write the table")
}
