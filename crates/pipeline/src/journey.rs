//! The journey of a mention, from a channel's batch to a filed conversation.
//!
//! ```text
//! channel ── receive ──▶ deduplicate ──▶ match ──▶ enrich ──▶ file ──▶ notify
//!    ▲         intake      (known?)      topics    judges    inbox    sealer → live pages
//!    │                                     └─ what concerns nobody ─▶ the stream's memory
//!    └── cursor, committed with what it covers, after the memory is durable
//! ```
//!
//! Nothing here depends on how often it runs: a batch heard twice changes nothing the second time.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use channels::{Batch, Received};
use inbox::{Filed, Filing};
use memory::{Key, Portion};
use model::{Actor, ChannelId, EventKind, Network, QuarantineId, Reason, Reasons, ReceivedAuthor, ReceivedPost};
use serde_json::json;
use store::mention::TopicMatch;
use store::{Store, Tx, author, conversation, event, job, post, quarantine, stream, turn};
use tokio::time::Instant;

use crate::Result;
use crate::crash_point::crash_point;
use crate::jobs::{FETCH_THREAD, NAME_AUTHORS};
use crate::judges::Judged;
use crate::regards;
use crate::remembering::{self, Remembering};
use crate::set_aside;
use crate::topics::{Regards, Topics};

/// Items filed in the first transaction of a batch; the next ones have as many as the time of the last one allows.
const CHUNK: usize = 64;
const CHUNK_MAX: usize = 256;
/// Between these two a chunk may take; a longer one would keep replies and clocks waiting, a shorter one costs a turn.
const TURN_MIN: Duration = Duration::from_millis(10);
const TURN_MAX: Duration = Duration::from_millis(25);
/// The longest id of a post, thread or author: PostgreSQL finds no longer ones by an index, and no network has them.
const ID_BYTES_MAX: usize = 2_000;
/// How often to begin a chunk anew that another transaction was in the way of.
const ATTEMPTS_MAX: u32 = 5;

/// The channel and stream that a batch came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The channel.
    pub channel: ChannelId,
    /// Its network.
    pub network: Network,
    /// The name that members gave the channel.
    pub name: String,
    /// Which of its streams.
    pub stream: String,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Items that the stream delivered.
    pub heard: usize,
    /// New mentions.
    pub filed: usize,
    /// What it took.
    pub spent: Spent,
}

/// The time that each step took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Looking up what is known already.
    pub looking_up: Duration,
    /// Matching and judging.
    pub sorting: Duration,
    /// Waiting until the memory is durable.
    pub remembering: Duration,
    /// Filing, with the cursor's commit.
    pub filing: Duration,
    /// How many transactions that took.
    pub transactions: u32,
    /// The longest of them.
    pub longest: Duration,
}

impl Spent {
    /// Adds what another batch took.
    pub fn add(&mut self, other: Self) {
        self.looking_up += other.looking_up;
        self.sorting += other.sorting;
        self.remembering += other.remembering;
        self.filing += other.filing;
        self.transactions += other.transactions;
        self.longest = self.longest.max(other.longest);
    }

    fn note_transaction(&mut self, took: Duration) {
        self.filing += took;
        self.transactions += 1;
        self.longest = self.longest.max(took);
    }
}

/// Takes a batch in: matches every post, files those that concern us, remembers the others, follows edits and deletions,
/// and commits the stream's cursor with the last of them.
pub async fn take_in(
    store: &Store,
    topics: &Topics,
    remembering: &Remembering,
    source: &Source,
    batch: Batch,
) -> Result<Report> {
    let memory = remembering.memory();
    let mut report = Report { heard: batch.items.len(), ..Report::default() };
    let begun = Instant::now();
    let mut known = known(store, topics, source, &batch.items).await?;
    let looked_up = Instant::now();
    let (mut steps, mut portion) = (Vec::new(), memory.begin(batch.items.len()));
    for item in &batch.items {
        let step = sort(item, source, topics, &mut known);
        if !memory.is_off() {
            remember(&mut portion, source, item, step.is_some());
        }
        steps.extend(step);
    }
    report.spent.looking_up = looked_up - begun;
    report.spent.sorting = looked_up.elapsed();
    // Written while the first chunks are filed.
    let kept = memory.remember(portion).await;

    let (mut rest, mut count) = (steps.as_slice(), CHUNK);
    while rest.len() > count {
        let (chunk, others) = rest.split_at(count);
        let took = carry_out_in_time(store, topics, source, chunk, None, &mut report).await?;
        rest = others;
        count = next_count(count, took);
    }
    let waiting = Instant::now();
    kept.durable().await;
    report.spent.remembering = waiting.elapsed();
    // The last chunk carries the cursor, also when there is nothing to file.
    let gone: Vec<Key> = batch.items.iter().filter_map(|item| remembering::gone(source, item)).collect();
    carry_out_in_time(store, topics, source, rest, Some(End { batch: &batch, gone: &gone }), &mut report).await?;
    remembering.show_no_more(&gone);
    Ok(report)
}

/// Takes in what an item is that had been set aside: files what concerns us and takes the item out, in one transaction.
/// How many mentions it filed; `None` when it is still nothing that can be filed.
pub(crate) async fn take_in_again(
    store: &Store,
    topics: &Topics,
    source: &Source,
    (item, actor): (QuarantineId, Actor),
    items: &[Received],
) -> Result<Option<usize>> {
    let mut known = known(store, topics, source, items).await?;
    let steps: Vec<Step<'_>> = items.iter().filter_map(|one| sort(one, source, topics, &mut known)).collect();
    if steps.iter().any(|step| matches!(step, Step::SetAside { .. })) {
        return Ok(None);
    }
    let mut attempt = 1;
    loop {
        match carry_out_again(store, topics, source, (item, actor), &steps).await {
            Err(error) if error.is_conflict() && attempt < ATTEMPTS_MAX => attempt += 1,
            filed => return filed,
        }
    }
}

async fn carry_out_again(
    store: &Store,
    topics: &Topics,
    source: &Source,
    (item, actor): (QuarantineId, Actor),
    steps: &[Step<'_>],
) -> Result<Option<usize>> {
    let mut tx = store.write().await?;
    turn::of_network(&mut tx, source.network).await?;
    if !quarantine::take_out(&mut tx, item).await? {
        return Ok(Some(0));
    }
    let CameTo { filed, set_aside } = carry_out_steps(&mut tx, topics, source, steps).await?;
    if set_aside > 0 {
        // Without a commit it stays where it is, as it is.
        return Ok(None);
    }
    let data = json!({ "channel": source.channel, "item": item, "filed": filed });
    event::append(&mut tx, EventKind::PostReadAgain, actor, None, data).await?;
    tx.commit().await?;
    Ok(Some(filed))
}

/// How many items the next transaction has, after one of so many took so long.
fn next_count(count: usize, took: Duration) -> usize {
    match took {
        took if took > TURN_MAX => (count / 2).max(1),
        took if took < TURN_MIN => (count * 2).min(CHUNK_MAX),
        _ => count,
    }
}

/// Adds to the memory what concerns nobody, and every deletion: also of what was remembered before it concerned somebody.
fn remember(portion: &mut Portion, source: &Source, item: &Received, concerns_us: bool) {
    match item {
        Received::Post(post) if !concerns_us && !post.is_private() => {
            portion.post(source.channel, source.network, post)
        }
        Received::Deleted { remote_id } => portion.deleted(source.channel, remote_id),
        Received::AuthorGone { remote_id } => portion.author_gone(source.network, remote_id),
        Received::Post(_) | Received::Author(_) | Received::Unparsed { .. } => {}
    }
}

/// What the last transaction of a batch brings with it.
#[derive(Clone, Copy)]
struct End<'a> {
    batch: &'a Batch,
    /// What the batch says is gone.
    gone: &'a [Key],
}

/// Carries steps out in one transaction, again when another transaction was in the way.
async fn carry_out_in_time(
    store: &Store,
    topics: &Topics,
    source: &Source,
    steps: &[Step<'_>],
    end: Option<End<'_>>,
    report: &mut Report,
) -> Result<Duration> {
    let mut attempt = 1;
    loop {
        let begun = Instant::now();
        match carry_out_all(store, topics, source, steps, end).await {
            Err(error) if error.is_conflict() && attempt < ATTEMPTS_MAX => attempt += 1,
            carried_out => {
                report.filed += carried_out?;
                let took = begun.elapsed();
                report.spent.note_transaction(took);
                return Ok(took);
            }
        }
    }
}

async fn carry_out_all(
    store: &Store,
    topics: &Topics,
    source: &Source,
    steps: &[Step<'_>],
    end: Option<End<'_>>,
) -> Result<usize> {
    let mut tx = store.write().await?;
    turn::of_network(&mut tx, source.network).await?;
    let CameTo { filed, .. } = carry_out_steps(&mut tx, topics, source, steps).await?;
    if let Some(End { batch, gone }) = end {
        note_progress(&mut tx, source, batch).await?;
        remembering::tell_others(store, &mut tx, gone).await?;
    }
    crash_point("intake.before_commit");
    tx.commit().await?;
    crash_point("intake.after_commit");
    Ok(filed)
}

/// What filing came to.
#[derive(Clone, Copy, Debug, Default)]
struct CameTo {
    /// New mentions.
    filed: usize,
    /// Posts that could not be filed.
    set_aside: usize,
}

/// Carries steps out.
async fn carry_out_steps(tx: &mut Tx, topics: &Topics, source: &Source, steps: &[Step<'_>]) -> Result<CameTo> {
    let mut came_to = CameTo::default();
    let mut rest = steps;
    while let Some(first) = rest.first() {
        let to_file = rest.iter().take_while(|step| matches!(step, Step::File { .. })).count();
        if to_file > 0 {
            file(tx, source, &rest[..to_file], &mut came_to).await?;
        } else if let Step::FileAgain { post, matches, is_ours } = first {
            let judged = match is_ours {
                true => Judged::default(),
                false => judge_again(tx, topics, source, post, matches).await?,
            };
            let step = Step::File { post, matches: matches.clone(), judged };
            file(tx, source, &[step], &mut came_to).await?;
        } else {
            carry_out(tx, source, first).await?;
        }
        rest = &rest[to_file.max(1)..];
    }
    Ok(came_to)
}

/// What is to be done about an item.
enum Step<'a> {
    File {
        post: &'a ReceivedPost,
        matches: Vec<TopicMatch>,
        judged: Judged,
    },
    /// Its batch has the post once before: why it concerns us is only known when that one is filed.
    FileAgain {
        post: &'a ReceivedPost,
        matches: Vec<TopicMatch>,
        is_ours: bool,
    },
    Delete {
        remote_id: &'a str,
    },
    Rename {
        profile: &'a ReceivedAuthor,
    },
    Forget {
        author: &'a str,
    },
    SetAside {
        raw: Cow<'a, str>,
        reason: &'a str,
    },
}

/// What we know of a batch already: posts that we keep, threads of our conversations, those that become so earlier in
/// the batch, and who wrote in our name.
struct Known {
    /// Each with why it concerns us; `None` when this batch has it already.
    posts: HashMap<String, Option<Reasons>>,
    threads: HashSet<String>,
    /// Who we are there.
    accounts: HashSet<String>,
    /// How authors stand, as far as topics ask.
    regards: Regards,
}

/// Why a post concerns us: what was known of it, and what is heard now. A stream that brings an edit may not say again
/// that the post is addressed to us.
fn reasons(before: Reasons, post: &ReceivedPost, matches: &[TopicMatch]) -> Reasons {
    let matched = (!matches.is_empty()).then_some(Reason::Matched);
    post.reason.into_iter().chain(matched).fold(before, Reasons::with)
}

async fn known(store: &Store, topics: &Topics, source: &Source, items: &[Received]) -> Result<Known> {
    let mut posts = Vec::new();
    let mut threads = Vec::new();
    let mut authors = Vec::new();
    for item in items {
        match item {
            Received::Post(post) => {
                posts.push(post.remote.id.as_str());
                threads.push(post.root_id());
                authors.push(post.author.remote_id.as_str());
            }
            Received::Deleted { remote_id } => posts.push(remote_id),
            Received::Author(_) | Received::AuthorGone { .. } | Received::Unparsed { .. } => {}
        }
    }
    let mut tx = store.read().await?;
    let accounts = author::accounts(&mut tx, source.network).await?;
    Ok(Known {
        regards: topics.regards(&mut tx, source.network, &authors).await?,
        accounts: accounts.into_iter().map(|account| account.profile.remote_id).collect(),
        posts: post::known(&mut tx, source.channel, &posts)
            .await?
            .into_iter()
            .map(|(id, reasons)| (id, Some(reasons)))
            .collect(),
        threads: conversation::known_threads(&mut tx, source.channel, &threads).await?.into_iter().collect(),
    })
}

/// Decides what an item asks for; `None` for what does not concern us. Writes nothing, so a firehose costs no rows.
fn sort<'a>(item: &'a Received, source: &Source, topics: &Topics, known: &mut Known) -> Option<Step<'a>> {
    match item {
        Received::Post(post) => {
            // What is said in private meets no topic: topics are about what everybody can read.
            let matches = if post.is_private() { Vec::new() } else { topics.matches(post, source, &known.regards) };
            // Of what a member imports, our own posts too: they answer what comes with them.
            let concerns_us = post.reason.is_some()
                || source.network == Network::Imported
                || !matches.is_empty()
                || known.posts.contains_key(&post.remote.id)
                || known.threads.contains(post.root_id())
                || (post.parent.is_some() && known.accounts.contains(&post.author.remote_id));
            if !concerns_us {
                return None;
            }
            if [&post.remote.id, post.root_id(), &post.author.remote_id].iter().any(|id| id.len() > ID_BYTES_MAX) {
                let raw = set_aside::write(post).into();
                return Some(Step::SetAside { raw, reason: "it has an id of more than 2,000 bytes" });
            }
            known.threads.insert(post.root_id().to_owned());
            let Some(before) = known.posts.insert(post.remote.id.clone(), None).unwrap_or(Some(Reasons::NONE)) else {
                let is_ours = known.accounts.contains(&post.author.remote_id);
                return Some(Step::FileAgain { post, matches, is_ours });
            };
            let judged = judge(topics, post, reasons(before, post, &matches), known);
            Some(Step::File { post, matches, judged })
        }
        Received::Deleted { remote_id } => known.posts.contains_key(remote_id).then_some(Step::Delete { remote_id }),
        Received::Author(profile) => Some(Step::Rename { profile }),
        Received::AuthorGone { remote_id } => Some(Step::Forget { author: remote_id }),
        Received::Unparsed { raw, reason } => Some(Step::SetAside { raw: raw.into(), reason }),
    }
}

/// What is judged about a post that concerns us; nothing about our own, of which nobody asks.
fn judge(topics: &Topics, post: &ReceivedPost, reasons: Reasons, known: &Known) -> Judged {
    if known.accounts.contains(&post.author.remote_id) {
        return Judged::default();
    }
    topics.judges().judge(post, reasons)
}

/// Judges a post that its batch brought once before, by what became of that: it may have been too late to count.
async fn judge_again(
    tx: &mut Tx,
    topics: &Topics,
    source: &Source,
    post: &ReceivedPost,
    matches: &[TopicMatch],
) -> Result<Judged> {
    let known = post::known(tx, source.channel, &[&post.remote.id]).await?;
    let before = known.first().map_or(Reasons::NONE, |(_, reasons)| *reasons);
    Ok(topics.judges().judge(post, reasons(before, post, matches)))
}

/// Files posts that follow each other, and judges anew whoever spoke in them.
async fn file(tx: &mut Tx, source: &Source, steps: &[Step<'_>], came_to: &mut CameTo) -> Result<()> {
    let filings: Vec<Filing<'_>> = steps
        .iter()
        .filter_map(|step| match step {
            Step::File { post, matches, judged } => Some(Filing {
                channel: source.channel,
                network: source.network,
                post,
                matches,
                judgements: &judged.rows,
                signature: judged.signature,
            }),
            _ => None,
        })
        .collect();
    let (mut is_nameless, mut speakers, mut wanting_context) = (false, Vec::new(), Vec::new());
    for (filing, filed) in filings.iter().zip(inbox::file_all(tx, &filings).await?) {
        match filed {
            Filed::New { conversation, wants_context, post, author } => {
                came_to.filed += 1;
                speakers.push(author);
                is_nameless |= filing.post.author.handle.is_none();
                if wants_context {
                    let payload = json!({ "post": post, "conversation": conversation });
                    wanting_context.push((conversation.to_string(), payload));
                }
            }
            Filed::SomebodyElses => {
                let reason = "another author's post has this id; import it with the name of its --network";
                let raw = set_aside::write(filing.post);
                quarantine::keep(tx, source.channel, &source.stream, &raw, reason).await?;
                came_to.set_aside += 1;
            }
            Filed::NotOurs | Filed::Known | Filed::Ours => {}
        }
    }
    let now = tx.now();
    job::enqueue_all(tx, FETCH_THREAD, &wanting_context, now).await?;
    speakers.sort_unstable();
    speakers.dedup();
    regards::judge(tx, &speakers).await?;
    // What a stream does not carry: the names of its authors.
    if is_nameless && source.network.has_accounts() {
        let payload = json!({ "channel": source.channel });
        job::enqueue(tx, NAME_AUTHORS, &source.channel.to_string(), &payload, now).await?;
    }
    Ok(())
}

/// Carries out a step that files nothing.
async fn carry_out(tx: &mut Tx, source: &Source, step: &Step<'_>) -> Result<()> {
    match step {
        Step::File { .. } | Step::FileAgain { .. } => {}
        Step::Delete { remote_id } => {
            inbox::post_deleted(tx, source.channel, remote_id).await?;
        }
        Step::Rename { profile } => rename(tx, source, profile).await?,
        Step::Forget { author } => inbox::author_gone(tx, source.channel, source.network, author).await?,
        Step::SetAside { raw, reason } => {
            quarantine::keep(tx, source.channel, &source.stream, raw.as_ref(), reason).await?;
        }
    }
    Ok(())
}

/// Follows a changed name, of people whom we know.
async fn rename(tx: &mut Tx, source: &Source, profile: &ReceivedAuthor) -> Result<()> {
    let Some(known) = author::by_remote(tx, source.network, &profile.remote_id).await? else {
        return Ok(());
    };
    let is_news = |new: &Option<String>, old: &Option<String>| new.is_some() && new != old;
    if is_news(&profile.handle, &known.profile.handle) || is_news(&profile.display_name, &known.profile.display_name) {
        author::keep(tx, source.network, profile).await?;
        let data = json!({ "author": known.id });
        event::append(tx, EventKind::AuthorRenamed, Actor::Channel(source.channel), None, data).await?;
    }
    Ok(())
}

/// Notes where the stream goes on, and what it could not give.
async fn note_progress(tx: &mut Tx, source: &Source, batch: &Batch) -> Result<()> {
    if let Some(gap) = &batch.gap {
        stream::lose(tx, source.channel, &source.stream, gap.from, gap.to, &gap.cause).await?;
    }
    let cursor = batch.cursor.as_ref().map(|cursor| cursor.value.as_str());
    stream::advance(tx, source.channel, &source.stream, cursor, batch.heard_until).await?;
    if let Some(quota) = &batch.quota {
        stream::note_quota(tx, source.channel, &source.stream, quota).await?;
    }
    if batch.is_caught_up {
        stream::close_gap(tx, source.channel, &source.stream).await?;
    }
    Ok(())
}
