//! `coffeehouse bench inbox`: how long the pages of the inbox take on top of many conversations, also while many of them
//! are changed at once.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use inbox::Listing;
use model::{Change, DeedId, DeedState, InboxView, Priority};
use store::conversation::{self, View};
use store::member::{self, Member};
use store::{Store, deed};
use tokio::time::Instant;
use url::form_urlencoded::byte_serialize;

use super::archive::{Archive, invented};
use super::meter::memory_mib;
use super::search::phrase;
use super::stage::{Ground, Stage};
use super::visitor::{Answers, Visitor};

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
    #[command(flatten)]
    ground: Ground,
}

/// A kind of request, with the addresses that are asked for.
type Kind = (&'static str, Vec<String>);

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { conversations, messages, bulk, requests, ground } = arguments;
    let stage = Stage::on(&ground).await?;
    let mut archive = Archive::of(stage.store(), ground.seed, conversations, messages).await?;

    let visitor = Visitor::at(&stage).await?;
    let count = requests as usize;
    let (pages, searches) = (pages(&archive, count), searches(&mut archive, count));
    Answers::head("found (median)");
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
