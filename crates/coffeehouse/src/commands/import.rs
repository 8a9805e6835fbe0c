//! `coffeehouse import`: posts from a file, as CSV or JSON Lines.

use std::fs::File;
use std::io::{self, IsTerminal as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use channels::imported::{Field, Format, Import, ImportError, Mapping, Overview};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{SignedDuration, Timestamp};
use model::{Clock, SystemClock};
use pipeline::Importing;
use store::Store;

use super::database::Database;
use super::{Refused, printable};

/// The program ends with it when some rows were set aside; all others have been imported.
const BAD_ROWS: u8 = 3;
/// Bad rows that are named.
const NAMED: usize = 10;

#[derive(clap::Args)]
#[command(after_help = "\
Rows are filed in the order of their times. What was imported once is not imported again, so a command that was \
interrupted is simply given again. Rows that cannot be read are kept on the channel's page with their line.

Fields: id, text, title, author, author_name, posted_at, addressed, in_reply_to, language, url, followers. Columns \
with usual names are recognised; --dry-run shows as what.

Exit codes: 0 done, 1 cannot read or write, 2 the file, a flag or the mapping does not fit, 3 done, but some rows were set aside.")]
pub struct Arguments {
    /// The file; - reads standard input.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// The name of the channel that holds the posts; the file's name without it.
    #[arg(long, value_name = "NAME")]
    into: Option<String>,
    /// A TOML file that says what the columns are and how they are written; flags have the last word.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What a column is, such as addressed=airline; may be given again.
    #[arg(long = "column", value_name = "FIELD=NAME", value_parser = column)]
    columns: Vec<(Field, String)>,
    /// Where the people wrote, such as twitter.
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// An author who is us; may be given again.
    #[arg(long, value_name = "HANDLE")]
    ours: Vec<String>,
    /// The form of the file; without it, by its name and beginning.
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// The encoding of the file, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between two values.
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<char>,
    /// The time zone of times that name none, such as Europe/Amsterdam; UTC without it.
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// How times are written, such as %d/%m/%Y %H:%M.
    #[arg(long, value_name = "FORMAT")]
    time_format: Option<String>,
    /// Conversations without a word for so many days go to the archive; "never" leaves all of them waiting.
    #[arg(long, value_name = "DAYS", default_value = "30", value_parser = days)]
    archive_after: Days,
    /// Only shows what would be imported.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy)]
enum Days {
    Never,
    After(u32),
}

fn days(text: &str) -> Result<Days, String> {
    match text {
        "never" => Ok(Days::Never),
        number => number.parse().map(Days::After).map_err(|_| "a number of days, or never".to_owned()),
    }
}

fn column(text: &str) -> Result<(Field, String), String> {
    let (field, name) = text.split_once('=').ok_or("write it as FIELD=NAME")?;
    let known = Field::ALL.iter().find(|known| known.as_str() == field);
    let fields = || Field::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
    let known = known.ok_or_else(|| format!("{field:?} is no field; fields are {}", fields()))?;
    Ok((*known, name.to_owned()))
}

fn format(text: &str) -> Result<Format, String> {
    match text {
        "csv" => Ok(Format::Csv),
        "jsonl" => Ok(Format::Jsonl),
        _ => Err("csv or jsonl".to_owned()),
    }
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let mapping = mapping(&arguments)?;
    let shown = arguments.file.display();
    let file = open(&arguments.file).with_context(|| format!("cannot read {shown}"))?;
    let bytes = file.metadata().map(|data| data.len()).unwrap_or_default();
    let bar = bar(bytes, "{wide_bar} {percent}% looked through");
    let name = arguments.file.to_string_lossy();
    let import = Import::open(file, &name, mapping, |offset| bar.set_position(offset));
    bar.finish_and_clear();
    let mut import = import.map_err(|error| match error {
        ImportError::File(_) => anyhow::Error::new(error).context(format!("cannot read {shown}")),
        refused => Refused(format!("{shown}: {refused}")).into(),
    })?;
    let overview = import.overview();
    tell(&import, &overview)?;
    if arguments.dry_run {
        println!("Nothing was imported: this was a dry run.");
        return Ok(exit_code(&overview));
    }
    let channel = arguments.into.clone().unwrap_or_else(|| stem(&arguments.file));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = arguments.database.open(clock.clone()).await.context("nothing was imported")?;
    let outcome = carry_out(&store, &mut import, &channel, arguments.archive_after, clock.now()).await;
    store.close().await;
    outcome?;
    Ok(exit_code(&overview))
}

async fn carry_out(
    store: &Store,
    import: &mut Import,
    channel: &str,
    archive_after: Days,
    now: Timestamp,
) -> anyhow::Result<()> {
    let overview = import.overview();
    let all = overview.rows + overview.bad.len() as u64;
    let importing = Importing::into_channel(store, channel, &import.mapping().our_authors()).await?;
    let cursor = importing.cursor().await?;
    let mut batches = import.batches(cursor.as_deref());
    let before = batches.done();
    let bar = bar(all, "{wide_bar} {pos} of {len} rows, {eta} to go");
    bar.set_position(before);
    let (mut filed, mut is_interrupted) = (0, false);
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    while let Some(batch) = batches.next() {
        filed += importing.take_in(batch.context("the file cannot be read any more")?).await?.filed;
        bar.set_position(batches.done());
        // Between two batches, nothing is half done.
        is_interrupted = tokio::select! {
            biased;
            _ = &mut interrupt => true,
            () = std::future::ready(()) => false,
        };
        if is_interrupted {
            break;
        }
    }
    bar.finish_and_clear();
    let done = batches.done();
    if is_interrupted {
        println!("Stopped after {done} of {all} rows. The same command goes on from there.");
        return Ok(());
    }
    let archived = match archive_after {
        Days::Never => 0,
        Days::After(days) => {
            let age = SignedDuration::from_hours(i64::from(days) * 24);
            importing.archive_older(now.saturating_sub(age).unwrap_or(Timestamp::MIN)).await?
        }
    };
    if before > 0 {
        println!("{before} rows had been imported before.");
    }
    println!("{filed} new mentions, in “{channel}”.");
    if archived > 0 {
        println!("{archived} conversations went to the archive: nothing was said in them lately (--archive-after).");
    }
    Ok(())
}

/// The mapping of the file and the flags.
fn mapping(arguments: &Arguments) -> anyhow::Result<Mapping> {
    let mut mapping = match &arguments.mapping {
        None => Mapping::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            toml::from_str(&text).map_err(|error| Refused(format!("{}: {error}", path.display())))?
        }
    };
    fn or<T: Clone>(flag: &Option<T>, kept: Option<T>) -> Option<T> {
        flag.clone().or(kept)
    }
    mapping.columns.extend(arguments.columns.iter().cloned());
    mapping.network = or(&arguments.network, mapping.network);
    mapping.format = or(&arguments.format, mapping.format);
    mapping.encoding = or(&arguments.encoding, mapping.encoding);
    mapping.delimiter = or(&arguments.delimiter, mapping.delimiter);
    mapping.time_zone = or(&arguments.time_zone, mapping.time_zone);
    mapping.time_format = or(&arguments.time_format, mapping.time_format);
    mapping.ours.extend(arguments.ours.iter().cloned());
    Ok(mapping)
}

/// The file, or a copy of standard input: it is read twice.
fn open(path: &Path) -> io::Result<File> {
    if path != Path::new("-") {
        return File::open(path);
    }
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut copy)?;
    copy.rewind()?;
    Ok(copy)
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| !stem.is_empty() && stem != "-").unwrap_or_else(|| "Import".to_owned())
}

/// Says what the file holds and as what it is read.
fn tell(import: &Import, overview: &Overview) -> anyhow::Result<()> {
    let mapping = toml::to_string(import.mapping()).context("the mapping cannot be shown")?;
    println!("Read as (this text, kept in a file, is a --mapping):\n");
    println!("{}", mapping.lines().map(|line| format!("  {line}\n")).collect::<String>());
    let count = |of: u64, one: &str, many: &str| format!("{of} {}", if of == 1 { one } else { many });
    println!(
        "{}, {}, {}",
        count(overview.rows, "row", "rows"),
        count(overview.people, "person", "people"),
        count(overview.conversations, "conversation", "conversations")
    );
    if let Some((first, last)) = overview.span {
        println!("from {first} to {last}");
    }
    if !overview.bad.is_empty() {
        println!("{} cannot be read, and will be set aside:", count(overview.bad.len() as u64, "row", "rows"));
        for (line, reason) in overview.bad.iter().take(NAMED) {
            println!("  line {line}: {}", printable::one_line(reason, 300));
        }
        if overview.bad.len() > NAMED {
            println!("  and {} more", overview.bad.len() - NAMED);
        }
    }
    io::stdout().flush().context("cannot write")
}

fn exit_code(overview: &Overview) -> ExitCode {
    if overview.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(BAD_ROWS) }
}

fn bar(length: u64, template: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).expect("the template is well formed");
    ProgressBar::new(length).with_style(style)
}
