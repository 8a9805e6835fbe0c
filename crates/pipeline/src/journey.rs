//! The journey of a mention, from a channel's batch to a filed conversation.
//!
//! ```text
//! channel ── receive ──▶ deduplicate ──▶ match ──▶ enrich ──▶ file ──▶ notify
//!    ▲         intake      (known?)      topics    judges    inbox    sealer → live pages
//!    └── cursor, committed with what it covers
//! ```
//!
//! Nothing here depends on how often it runs: a batch heard twice changes nothing the second time.

use std::collections::{BTreeSet, HashSet};

use channels::{Batch, Received};
use inbox::{Filed, Filing};
use model::{
    Actor, AuthorId, ChannelId, EventKind, Network, QuarantineId, Reason, Reasons, ReceivedAuthor, ReceivedPost,
};
use serde_json::json;
use store::mention::TopicMatch;
use store::{Store, Tx, author, conversation, event, job, post, quarantine, stream, turn};

use crate::Result;
use crate::crash_point::crash_point;
use crate::jobs::{FETCH_THREAD, NAME_AUTHORS};
use crate::judges::Judged;
use crate::regards;
use crate::topics::{Regards, Topics};

/// Items filed in one transaction: few enough for the writer's turn to stay short.
const CHUNK: usize = 64;
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
}

/// Takes a batch in: matches every post, files those that concern us, follows edits and deletions, and commits the
/// stream's cursor with the last of them.
pub async fn take_in(store: &Store, topics: &Topics, source: &Source, batch: Batch) -> Result<Report> {
    let mut report = Report { heard: batch.items.len(), filed: 0 };
    let mut known = known(store, topics, source, &batch.items).await?;
    let steps: Vec<Step<'_>> = batch.items.iter().filter_map(|item| sort(item, source, topics, &mut known)).collect();

    let mut chunks = steps.chunks(CHUNK).peekable();
    while let Some(chunk) = chunks.next() {
        let last_of = chunks.peek().is_none().then_some(&batch);
        report.filed += carry_out_in_time(store, source, chunk, last_of).await?;
    }
    if steps.is_empty() {
        let mut tx = store.write().await?;
        note_progress(&mut tx, source, &batch).await?;
        tx.commit().await?;
    }
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
        match carry_out_again(store, source, (item, actor), &steps).await {
            Err(error) if error.is_conflict() && attempt < ATTEMPTS_MAX => attempt += 1,
            filed => return filed.map(Some),
        }
    }
}

async fn carry_out_again(
    store: &Store,
    source: &Source,
    (item, actor): (QuarantineId, Actor),
    steps: &[Step<'_>],
) -> Result<usize> {
    let mut tx = store.write().await?;
    turn::of_network(&mut tx, source.network).await?;
    if !quarantine::take_out(&mut tx, item).await? {
        return Ok(0);
    }
    let filed = carry_out_steps(&mut tx, source, steps).await?;
    let data = json!({ "channel": source.channel, "item": item, "filed": filed });
    event::append(&mut tx, EventKind::PostReadAgain, actor, None, data).await?;
    tx.commit().await?;
    Ok(filed)
}

/// Carries steps out in one transaction, again when another transaction was in the way; how many mentions they filed.
async fn carry_out_in_time(
    store: &Store,
    source: &Source,
    steps: &[Step<'_>],
    last_of: Option<&Batch>,
) -> Result<usize> {
    let mut attempt = 1;
    loop {
        match carry_out_all(store, source, steps, last_of).await {
            Err(error) if error.is_conflict() && attempt < ATTEMPTS_MAX => attempt += 1,
            carried_out => return carried_out,
        }
    }
}

async fn carry_out_all(store: &Store, source: &Source, steps: &[Step<'_>], last_of: Option<&Batch>) -> Result<usize> {
    let mut tx = store.write().await?;
    turn::of_network(&mut tx, source.network).await?;
    let filed = carry_out_steps(&mut tx, source, steps).await?;
    if let Some(batch) = last_of {
        note_progress(&mut tx, source, batch).await?;
    }
    crash_point("intake.before_commit");
    tx.commit().await?;
    crash_point("intake.after_commit");
    Ok(filed)
}

/// Carries steps out and judges anew whoever spoke in them; how many mentions they filed.
async fn carry_out_steps(tx: &mut Tx, source: &Source, steps: &[Step<'_>]) -> Result<usize> {
    let mut filed = 0;
    let mut speakers = BTreeSet::new();
    for step in steps {
        let speaker = carry_out(tx, source, step).await?;
        filed += usize::from(speaker.is_some());
        speakers.extend(speaker);
    }
    for speaker in speakers {
        regards::judge(tx, speaker).await?;
    }
    Ok(filed)
}

/// What is to be done about an item.
enum Step<'a> {
    File { post: &'a ReceivedPost, matches: Vec<TopicMatch>, judged: Judged },
    Delete { remote_id: &'a str },
    Rename { profile: &'a ReceivedAuthor },
    Forget { author: &'a str },
    SetAside { raw: &'a str, reason: &'a str },
}

/// What we know of a batch already: posts that we keep, threads of our conversations, those that become so earlier in
/// the batch, and who wrote in our name.
struct Known {
    posts: HashSet<String>,
    threads: HashSet<String>,
    /// Who we are there.
    accounts: HashSet<String>,
    /// How authors stand, as far as topics ask.
    regards: Regards,
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
        posts: post::known(&mut tx, source.channel, &posts).await?.into_iter().collect(),
        threads: conversation::known_threads(&mut tx, source.channel, &threads).await?.into_iter().collect(),
    })
}

/// Decides what an item asks for; `None` for what does not concern us. Writes nothing, so a firehose costs no rows.
fn sort<'a>(item: &'a Received, source: &Source, topics: &Topics, known: &mut Known) -> Option<Step<'a>> {
    match item {
        Received::Post(post) => {
            let matches = topics.matches(post, source, &known.regards);
            // Of what a member imports, our own posts too: they answer what comes with them.
            let concerns_us = post.reason.is_some()
                || source.network == Network::Imported
                || !matches.is_empty()
                || known.posts.contains(&post.remote.id)
                || known.threads.contains(post.root_id())
                || (post.parent.is_some() && known.accounts.contains(&post.author.remote_id));
            if !concerns_us {
                return None;
            }
            if [&post.remote.id, post.root_id(), &post.author.remote_id].iter().any(|id| id.len() > ID_BYTES_MAX) {
                return Some(Step::SetAside { raw: &post.text, reason: "it has an id of more than 2,000 bytes" });
            }
            known.posts.insert(post.remote.id.clone());
            known.threads.insert(post.root_id().to_owned());
            let judged = judge(topics, post, &matches, known);
            Some(Step::File { post, matches, judged })
        }
        Received::Deleted { remote_id } => known.posts.contains(remote_id).then_some(Step::Delete { remote_id }),
        Received::Author(profile) => Some(Step::Rename { profile }),
        Received::AuthorGone { remote_id } => Some(Step::Forget { author: remote_id }),
        Received::Unparsed { raw, reason } => Some(Step::SetAside { raw, reason }),
    }
}

/// What is judged about a post that concerns us; nothing about our own, of which nobody asks.
fn judge(topics: &Topics, post: &ReceivedPost, matches: &[TopicMatch], known: &Known) -> Judged {
    if known.accounts.contains(&post.author.remote_id) {
        return Judged::default();
    }
    let mut reasons = post.reason.map_or(Reasons::NONE, |reason| Reasons::NONE.with(reason));
    if !matches.is_empty() {
        reasons = reasons.with(Reason::Matched);
    }
    topics.judges().judge(post, reasons)
}

/// Carries a step out; who spoke, when it filed a new mention.
async fn carry_out(tx: &mut Tx, source: &Source, step: &Step<'_>) -> Result<Option<AuthorId>> {
    match step {
        Step::File { post, matches, judged } => {
            let Judged { rows: judgements, signature } = judged;
            let (channel, network, signature) = (source.channel, source.network, *signature);
            let filing = Filing { channel, network, post, matches, judgements, signature };
            let filed = inbox::file(tx, filing).await?;
            if filed == Filed::SomebodyElses {
                let reason = "another author's post has this id; import it with the name of its --network";
                quarantine::keep(tx, source.channel, &source.stream, &post.text, reason).await?;
            }
            if let Filed::New { post: id, author, conversation, wants_context } = filed {
                ask_for_more(tx, source, post, id, conversation, wants_context).await?;
                return Ok(Some(author));
            }
        }
        Step::Delete { remote_id } => {
            inbox::post_deleted(tx, source.channel, remote_id).await?;
        }
        Step::Rename { profile } => rename(tx, source, profile).await?,
        Step::Forget { author } => inbox::author_gone(tx, source.channel, source.network, author).await?,
        Step::SetAside { raw, reason } => {
            quarantine::keep(tx, source.channel, &source.stream, raw, reason).await?;
        }
    }
    Ok(None)
}

/// Enqueues what a stream does not carry: the posts around a mention, and the names of its author.
async fn ask_for_more(
    tx: &mut Tx,
    source: &Source,
    post: &ReceivedPost,
    id: model::PostId,
    conversation: model::ConversationId,
    wants_context: bool,
) -> Result<()> {
    let now = tx.now();
    if wants_context {
        let payload = json!({ "post": id, "conversation": conversation });
        job::enqueue(tx, FETCH_THREAD, &conversation.to_string(), &payload, now).await?;
    }
    if post.author.handle.is_none() && source.network.has_accounts() {
        let payload = json!({ "channel": source.channel });
        job::enqueue(tx, NAME_AUTHORS, &source.channel.to_string(), &payload, now).await?;
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
