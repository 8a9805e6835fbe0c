//! The clocks of conversations: set, stopped and paused by what happens, in the transaction of what happens.
//!
//! Whoever changes a conversation says so to [`keep_time`], which notes the turn, works the clocks out anew from all turns
//! (`model::sla_clocks`) and writes down what became different. A deadline that passes is noticed by the same function,
//! called by a round ([`notice`]). So it does not matter which server was up when.

use futures::future::BoxFuture;
use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, Calendar, CalendarId, ChannelId, ConversationId, EventKind, Network, NoticeKind, Opening,
    Relation, SlaClock, SlaKind, SlaPolicyId, SlaState, SlaSubject, SlaTerm, SlaTurn, SlaTurnKind, sla_clocks,
};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::event::append_at;
use store::policy::{self, SlaPolicy};
use store::sla_clock::{self, Kept, KeptTurn, Needs};
use store::{Tx, calendar, channel, job, merge, regard, reply};

use crate::Result;

/// The job that sets the clocks of conversations after one anew, since a policy or calendar changed; its payload is
/// `{"after": conversation}`.
pub const SET_CLOCKS: &str = "set_clocks";
/// How long after a deadline whoever has the conversation is told that it passed.
const NEWS: SignedDuration = SignedDuration::from_hours(1);
/// Conversations set anew in one transaction.
const STEP: i64 = 25;

/// What happened to a conversation, besides where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happened {
    /// Nothing else.
    Nothing,
    /// Somebody outside wrote.
    Wrote,
    /// An answer of ours is out, since a moment.
    Answered(Timestamp),
    /// What a member did to it was taken back: it never happened.
    TakenBack,
    /// Messages came to it from another conversation, or went to one.
    Reshaped,
    /// They are where they were before: they never came or went.
    ShapedBack,
}

/// Keeps the time of one conversation after something happened to it.
pub(crate) async fn keep_time(tx: &mut Tx, conversation: &Conversation, happened: Happened) -> Result<()> {
    keep_time_of(tx, &[(conversation, happened)]).await
}

/// Keeps the time of conversations after something happened to them. Boxed: nearly every act ends here.
pub(crate) fn keep_time_of<'t>(
    tx: &'t mut Tx,
    happened: &'t [(&'t Conversation, Happened)],
) -> BoxFuture<'t, Result<()>> {
    Box::pin(async move {
        let policies = policy::in_use::<SlaPolicyId>(tx).await?;
        if policies.is_empty() || happened.is_empty() {
            return Ok(());
        }
        let conversations: Vec<&Conversation> = happened.iter().map(|(conversation, _)| *conversation).collect();
        let ids: Vec<ConversationId> = conversations.iter().map(|one| one.id).collect();
        let promised = Promised::gather(tx, policies, &conversations).await?;
        let mut turns = sla_clock::turns(tx, &ids).await?;
        let mut kept = sla_clock::of_conversations(tx, &ids).await?;
        let unknown: Vec<ConversationId> = ids.iter().copied().filter(|id| !turns.contains_key(id)).collect();
        let answered = sla_clock::answered(tx, &unknown).await?;
        let (mut news, mut changed) = (Vec::new(), Vec::new());
        for (conversation, happened) in happened {
            let id = conversation.id;
            let mut turns = turns.remove(&id).unwrap_or_default();
            if turns.is_empty() && (is_set_aside(conversation) || promised.imported.contains(&conversation.channel)) {
                continue;
            }
            let brought = brought(tx, conversation).await?;
            if matches!(happened, Happened::Reshaped | Happened::ShapedBack) {
                let noted = reshape(tx, conversation, &brought, &mut turns).await?;
                turns.extend(noted);
                news.extend(noted);
            }
            let noted = note(tx, conversation, *happened, answered.contains(&id), &mut turns).await?;
            turns.extend_from_slice(&noted);
            news.extend(noted);
            if !brought.is_empty() {
                turns.extend(brought);
                turns.sort_by_key(|one| (one.turn.at, one.id));
            }
            let turns: Vec<SlaTurn> = turns.iter().map(|one| one.turn).collect();
            changed.extend(set(tx, conversation, &promised, &turns, kept.remove(&id).unwrap_or_default()).await?);
        }
        sla_clock::keep_turns(tx, &news).await?;
        Ok(sla_clock::keep(tx, &changed).await?)
    })
}

/// Whether it stands in no list of its own: nobody waits in it.
fn is_set_aside(conversation: &Conversation) -> bool {
    conversation.is_spam || conversation.merged_into.is_some()
}

/// What was said in the conversations that are merged into this one: they wait here now, since they waited there.
async fn brought(tx: &mut Tx, conversation: &Conversation) -> Result<Vec<KeptTurn>> {
    if conversation.reshaped_version == 0 || conversation.merged_into.is_some() {
        return Ok(Vec::new());
    }
    let mut homes = merge::within(tx, conversation.id).await?;
    homes.retain(|home| *home != conversation.id);
    let turns = sla_clock::turns(tx, &homes).await?;
    Ok(turns.into_values().flatten().filter(|one| !one.turn.kind.is_standing()).collect())
}

/// Brings the turns of a conversation in line with who waits in it, after messages came or went: what is noted anew, if
/// anything. Whose words went elsewhere waits there.
async fn reshape(
    tx: &mut Tx,
    conversation: &Conversation,
    brought: &[KeptTurn],
    turns: &mut Vec<KeptTurn>,
) -> Result<Option<KeptTurn>> {
    let mut said: Vec<KeptTurn> =
        turns.iter().chain(brought).filter(|one| !one.turn.kind.is_standing()).copied().collect();
    said.sort_by_key(|one| (one.turn.at, one.id));
    let is_owed = said.last().is_some_and(|last| last.turn.kind == SlaTurnKind::Wrote);
    let answers = said.iter().filter(|one| one.turn.kind == SlaTurnKind::Answered);
    let answered_at = answers.map(|one| one.turn.at).max();
    match conversation.waiting_since {
        Some(since) if !is_owed => {
            let since = since.min(tx.now()).max(answered_at.unwrap_or(since));
            return Ok(Some(sla_clock::begin_turn(tx, conversation.id, SlaTurnKind::Wrote, since)));
        }
        None if is_owed => {
            let replies = reply::of_conversation(tx, conversation.id).await?;
            if replies.iter().any(|reply| reply.state.is_under_way()) {
                // It is owed until the answer is out.
                return Ok(None);
            }
            let open = |one: &KeptTurn| {
                one.turn.kind == SlaTurnKind::Wrote && answered_at.is_none_or(|answered| one.turn.at > answered)
            };
            for gone in turns.extract_if(.., |one| open(one)).collect::<Vec<_>>() {
                sla_clock::forget_turn(tx, gone.id).await?;
            }
        }
        _ => {}
    }
    Ok(None)
}

/// Keeps the time of conversations between which messages went to and fro.
pub(crate) async fn keep_time_of_both(tx: &mut Tx, both: [ConversationId; 2], happened: Happened) -> Result<()> {
    let conversations = conversation::of_ids(tx, &both).await?;
    let happened: Vec<_> = conversations.iter().map(|one| (one, happened)).collect();
    keep_time_of(tx, &happened).await
}

/// What is to be noted of what happened, and of where the conversation stands when that is news. A turn that was taken back is
/// forgotten.
async fn note(
    tx: &mut Tx,
    conversation: &Conversation,
    happened: Happened,
    is_answered: bool,
    turns: &mut Vec<KeptTurn>,
) -> Result<Vec<KeptTurn>> {
    let (id, now) = (conversation.id, tx.now());
    let mut news: Vec<(SlaTurnKind, Timestamp)> = Vec::new();
    if turns.is_empty() {
        // Nobody had promised anything before: whoever waits has the whole time from now.
        if is_answered {
            news.push((SlaTurnKind::Answered, now));
        }
        if conversation.waiting_since.is_some() && matches!(happened, Happened::Nothing | Happened::TakenBack) {
            news.push((SlaTurnKind::Wrote, now));
        }
    }
    let stands = SlaTurnKind::of(conversation.status, is_set_aside(conversation));
    match happened {
        Happened::Wrote => news.push((SlaTurnKind::Wrote, now)),
        Happened::Answered(at) => {
            news.push((SlaTurnKind::Answered, at));
            // Whoever wrote while it was on its way waits again.
            if conversation.waiting_since.is_some() {
                news.push((SlaTurnKind::Wrote, now));
            }
        }
        Happened::TakenBack | Happened::ShapedBack => {
            let stood = |turns: &[KeptTurn]| turns.iter().rposition(|one| one.turn.kind.is_standing());
            if let Some(last) = stood(turns) {
                let before = stood(&turns[..last]).map_or(SlaTurnKind::Active, |before| turns[before].turn.kind);
                if turns[last].turn.kind != stands && before == stands {
                    sla_clock::forget_turn(tx, turns.remove(last).id).await?;
                }
            }
        }
        Happened::Nothing | Happened::Reshaped => {}
    }
    let standing = turns.iter().rev().map(|one| one.turn.kind).find(|kind| kind.is_standing());
    if standing.unwrap_or(SlaTurnKind::Active) != stands {
        news.push((stands, now));
    }
    Ok(news.into_iter().map(|(kind, at)| sla_clock::begin_turn(tx, id, kind, at)).collect())
}

/// Sets the clocks of a conversation and tells of deadlines that are near or passed; those that became different, to be kept.
async fn set(
    tx: &mut Tx,
    conversation: &Conversation,
    promised: &Promised,
    turns: &[SlaTurn],
    before: Vec<Kept>,
) -> Result<Vec<Kept>> {
    let now = tx.now();
    let policy = promised.to(conversation);
    let clocks = match policy {
        Some(policy) => sla_clocks(turns, |kind, _| promised.term(policy, kind)),
        None => Vec::new(),
    };
    let needs = promised.needs(conversation);
    let of =
        |clock: &SlaClock| before.iter().find(|one| (one.clock.kind, one.clock.number) == (clock.kind, clock.number));
    let (mut changed, mut stands, mut due_at) = (Vec::new(), Vec::new(), None::<Timestamp>);
    for clock in clocks {
        let Some(policy) = policy else { continue };
        let former = of(&clock);
        // To thank is to ask for nothing: only what began as a question is timed.
        let is_unasked = clock.kind == SlaKind::NextResponse && !needs.last && policy.terms.needs_reply_only;
        if is_unasked && clock.state != SlaState::Met && former.is_none() {
            continue;
        }
        stands.push((clock.kind, clock.number));
        // What was kept is kept by the terms of its time.
        if former.is_some_and(|former| former.clock.state == SlaState::Met && clock.state == SlaState::Met) {
            continue;
        }
        let kept = noticed(tx, promised, policy, conversation, clock, former, now).await?;
        if let Some(until) = kept.runs_until() {
            due_at = Some(due_at.map_or(until, |due| due.min(until)));
        }
        if former != Some(&kept) {
            changed.push(kept);
        }
    }
    for gone in &before {
        let is_gone = !stands.contains(&(gone.clock.kind, gone.clock.number)) && gone.clock.state != SlaState::Met;
        if is_gone {
            sla_clock::forget(tx, gone).await?;
        }
    }
    // Of the rows: whoever hands the conversation over may have looked it up before.
    if before.iter().filter_map(Kept::runs_until).min() != due_at {
        sla_clock::set_due(tx, conversation.id, due_at).await?;
    }
    Ok(changed)
}

/// A clock as it is to be kept: with what was warned of and passed until now, which is told once.
async fn noticed(
    tx: &mut Tx,
    promised: &Promised,
    policy: &SlaPolicy,
    conversation: &Conversation,
    clock: SlaClock,
    former: Option<&Kept>,
    now: Timestamp,
) -> Result<Kept> {
    let is_running = clock.state == SlaState::Running;
    let missed_at = clock.missed_at.or(clock.due_at.filter(|due| is_running && *due < now));
    let is_near = missed_at.is_none() && clock.warn_at.is_some_and(|warn| warn < now);
    let told = json!({ "clock": clock.kind, "number": clock.number, "policy": policy.id, "version": policy.version });
    if let Some(missed) = missed_at.filter(|_| former.is_none_or(|former| former.clock.missed_at.is_none())) {
        append_at(tx, EventKind::SlaMissed, Actor::System, Some(conversation.id), missed, told).await?;
        // What was late long before anybody set a clock is no news.
        if let Some(assignee) = conversation.assignee.filter(|_| now.duration_since(missed) <= NEWS) {
            store::notice::tell(tx, assignee, NoticeKind::ClockLate, conversation.id).await?;
        }
    } else if is_near && former.is_none_or(|former| former.warned_at.is_none()) {
        append_at(tx, EventKind::SlaAtRisk, Actor::System, Some(conversation.id), now, told).await?;
    }
    let warned_before = former.and_then(|former| former.warned_at);
    let warned_at = match is_running && missed_at.is_none() {
        true => is_near.then(|| warned_before.unwrap_or(now)),
        false => warned_before,
    };
    Ok(Kept {
        conversation: conversation.id,
        clock: SlaClock { missed_at, ..clock },
        policy: policy.id,
        policy_version: policy.version,
        calendar: promised.calendar(policy),
        target: policy.terms.target(clock.kind).unwrap_or_default(),
        warned_at,
    })
}

/// What is promised to some conversations.
struct Promised {
    policies: Vec<SlaPolicy>,
    hours: HashMap<Option<CalendarId>, Calendar>,
    usual: Option<CalendarId>,
    relations: HashMap<AuthorId, Vec<Relation>>,
    needs: HashMap<ConversationId, Needs>,
    /// Channels on which nobody waits: what came through them happened long ago.
    imported: HashSet<ChannelId>,
}

impl Promised {
    /// Looks up what the policies ask, and no more.
    async fn gather(tx: &mut Tx, policies: Vec<SlaPolicy>, conversations: &[&Conversation]) -> Result<Self> {
        let calendars = calendar::all(tx).await?;
        let usual = calendars.iter().find(|one| one.is_default).map(|one| one.id);
        let mut hours: HashMap<_, _> = calendars.iter().map(|one| (Some(one.id), one.hours())).collect();
        hours.insert(None, Calendar::of(Opening::always()));
        let mut relations: HashMap<AuthorId, Vec<Relation>> = HashMap::new();
        if policies.iter().any(|policy| !policy.terms.relations.is_empty()) {
            let authors: Vec<AuthorId> = conversations.iter().map(|one| one.author).collect();
            for (author, regards) in regard::of_authors(tx, &authors).await? {
                let named = regards.iter().filter(|one| one.topic.is_none());
                relations.insert(author, named.filter_map(|one| Relation::from_word(&one.value)).collect());
            }
        }
        let mut needs = HashMap::new();
        if policies.iter().any(|policy| policy.terms.needs_reply_only) {
            let ids: Vec<ConversationId> = conversations.iter().map(|one| one.id).collect();
            needs = sla_clock::needs(tx, &ids).await?;
        }
        let channels = channel::all(tx).await?.into_iter();
        let imported = channels.filter(|one| one.network == Network::Imported).map(|one| one.id).collect();
        Ok(Self { policies, hours, usual, relations, needs, imported })
    }

    /// The policy that is for a conversation: the one chosen for it, unless that is put away.
    fn to(&self, conversation: &Conversation) -> Option<&SlaPolicy> {
        let chosen = conversation.sla_policy.and_then(|id| self.policies.iter().find(|policy| policy.id == id));
        chosen.or_else(|| self.fitting(conversation))
    }

    /// The first policy that says it is for a conversation like this.
    fn fitting(&self, conversation: &Conversation) -> Option<&SlaPolicy> {
        let known = self.relations.get(&conversation.author).filter(|known| !known.is_empty());
        let relations = known.map_or(&[Relation::Unknown][..], Vec::as_slice);
        let it = SlaSubject {
            channel: conversation.channel,
            relations,
            priority: conversation.priority,
            needs_reply: self.needs(conversation).any,
        };
        self.policies.iter().find(|policy| policy.terms.is_for(&it))
    }

    fn needs(&self, conversation: &Conversation) -> Needs {
        self.needs.get(&conversation.id).copied().unwrap_or(Needs { any: true, last: true })
    }

    /// In whose hours a policy counts.
    fn calendar(&self, policy: &SlaPolicy) -> Option<CalendarId> {
        policy.terms.calendar.or(self.usual)
    }

    fn term(&self, policy: &SlaPolicy, kind: SlaKind) -> Option<SlaTerm<'_>> {
        Some(SlaTerm {
            target: policy.terms.target(kind)?,
            warning: SignedDuration::from_secs(policy.terms.warning_seconds),
            pauses_when_snoozed: policy.terms.pauses_when_snoozed,
            pauses_when_waiting: policy.terms.pauses_when_waiting,
            hours: self.hours.get(&self.calendar(policy)).or_else(|| self.hours.get(&None))?,
        })
    }
}

/// Notices deadlines that are near or passed, of at most so many clocks; how many conversations were looked at.
///
/// # Errors
/// When the database fails; nothing of it happened then.
pub async fn notice(tx: &mut Tx, limit: i64) -> Result<usize> {
    let ids = sla_clock::to_notice(tx, limit).await?;
    set_anew(tx, &ids).await?;
    Ok(ids.len())
}

/// Has every clock that goes set anew, by the job [`SET_CLOCKS`]: a policy or calendar changed.
pub(crate) async fn set_all_anew(tx: &mut Tx) -> Result<()> {
    set_clocks_later(tx, ConversationId(0)).await
}

/// Has the clocks of conversations after one set anew, by the job [`SET_CLOCKS`].
///
/// # Errors
/// When the database fails.
pub async fn set_clocks_later(tx: &mut Tx, after: ConversationId) -> Result<()> {
    let now = tx.now();
    Ok(job::enqueue(tx, SET_CLOCKS, &after.to_string(), &json!({ "after": after }), now).await?)
}

/// Sets the clocks of the next conversations anew; after which one it goes on, `None` when these were the last.
///
/// # Errors
/// When the database fails; nothing of the step happened then.
pub async fn set_clocks(tx: &mut Tx, after: ConversationId) -> Result<Option<ConversationId>> {
    let ids = sla_clock::timed_after(tx, after, STEP).await?;
    set_anew(tx, &ids).await?;
    Ok(ids.last().copied().filter(|_| ids.len() as i64 == STEP))
}

/// Sets the clocks of whoever is judged anew: another policy may be for them now.
///
/// # Errors
/// When the database fails.
pub async fn regards_changed(tx: &mut Tx, authors: &[AuthorId]) -> Result<()> {
    if policy::in_use::<SlaPolicyId>(tx).await?.iter().all(|policy| policy.terms.relations.is_empty()) {
        return Ok(());
    }
    let mut ids = Vec::new();
    for author in authors {
        ids.extend(sla_clock::of_author(tx, *author).await?);
    }
    set_anew(tx, &ids).await
}

async fn set_anew(tx: &mut Tx, ids: &[ConversationId]) -> Result<()> {
    // First, so that whoever changes them is done or has not begun.
    let conversations = conversation::of_ids(tx, ids).await?;
    let happened: Vec<_> = conversations.iter().map(|one| (one, Happened::Nothing)).collect();
    keep_time_of(tx, &happened).await
}
