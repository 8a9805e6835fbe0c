//! What was known of waits, from which position of the log on: a function of the events of a family of conversations, those
//! between which messages were moved by members.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use model::{
    Actor, AuthorId, ChannelId, ConversationId, Disposition, Event, EventKind, JudgementTask, KnownWait, PostId,
    Reason, ReplyId, Sentiment, Status, TopicId, Wait,
};
use serde::de::DeserializeOwned;
use store::event::Sealed;

use super::thread::{By, Covers, Message, Out, Thread, Turn};

/// The conversations that an event names besides its own, of one family with it.
pub fn relatives(event: &Event) -> impl Iterator<Item = ConversationId> {
    let names: &[&str] = match event.kind {
        EventKind::ConversationMerged
        | EventKind::ConversationUnmerged
        | EventKind::ConversationSplit
        | EventKind::ConversationRejoined
        | EventKind::ConversationOpened => &["into", "from", "of"],
        _ => &[],
    };
    names.iter().filter_map(|name| read(event, name))
}

/// Whether events of a kind may change what is known of waits.
pub const fn counts_for_waits(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::ConversationOpened
            | EventKind::MentionFiled
            | EventKind::MentionJudged
            | EventKind::JudgementCorrected
            | EventKind::PostDeleted
            | EventKind::PostEdited
            | EventKind::EnquiryAnswered
            | EventKind::ReplyNeedsApproval
            | EventKind::ReplyQueued
            | EventKind::ReplySent
            | EventKind::ReplyDelivered
            | EventKind::ReplyDecided
            | EventKind::ReplySeenElsewhere
            | EventKind::ConversationStatusChanged
            | EventKind::ConversationTriaged
            | EventKind::ConversationTeamChanged
            | EventKind::ConversationSetAside
            | EventKind::ConversationBroughtBack
            | EventKind::ConversationFolded
            | EventKind::ConversationUnfolded
            | EventKind::ConversationMerged
            | EventKind::ConversationUnmerged
            | EventKind::ConversationSplit
            | EventKind::ConversationRejoined
    )
}

/// The events of each family apart, each in the order of their positions.
pub fn families(events: Vec<Sealed>) -> Vec<Vec<Sealed>> {
    // Of each conversation the one of its family that was met first.
    let mut first: HashMap<ConversationId, ConversationId> = HashMap::new();
    let find = |first: &HashMap<ConversationId, ConversationId>, mut id: ConversationId| {
        while let Some(before) = first.get(&id).filter(|before| **before != id) {
            id = *before;
        }
        id
    };
    for event in events.iter().map(|one| &one.event) {
        let Some(own) = event.conversation else { continue };
        first.entry(own).or_insert(own);
        for other in relatives(event) {
            first.entry(other).or_insert(other);
            let (own, other) = (find(&first, own), find(&first, other));
            first.insert(own.max(other), own.min(other));
        }
    }
    let mut families: BTreeMap<ConversationId, Vec<Sealed>> = BTreeMap::new();
    for one in events {
        if let Some(own) = one.event.conversation {
            families.entry(find(&first, own)).or_default().push(one);
        }
    }
    let mut families: Vec<Vec<Sealed>> = families.into_values().collect();
    families.iter_mut().for_each(|family| family.sort_unstable_by_key(|one| one.position));
    families
}

/// What was known of the waits of a family, by all of its sealed events in the order of their positions; in the order in
/// which it was known, and of one event by conversation and number.
pub fn history(events: &[Sealed]) -> Vec<KnownWait> {
    let mut family = Family::default();
    for Sealed { position, event } in events {
        family.read(*position, event);
    }
    family.told()
}

/// A value that an event tells; `None` when it does not, or tells something else.
fn read<T: DeserializeOwned>(event: &Event, name: &str) -> Option<T> {
    event.data.get(name).and_then(|value| T::deserialize(value).ok())
}

/// An answer of ours that was decided.
#[derive(Clone, Copy, Debug)]
struct Decided {
    position: i64,
    by: By,
}

#[derive(Default)]
struct Family {
    messages: Vec<Message>,
    by_post: HashMap<PostId, usize>,
    /// In which conversation each turn was told, and what it was.
    turns: Vec<(ConversationId, Turn)>,
    decided: HashMap<ReplyId, Decided>,
    /// What of ours is out: it is told once, however often it is seen.
    out: HashSet<ReplyId>,
    threads: BTreeMap<ConversationId, Thread>,
    /// What is known now, and since which position.
    current: BTreeMap<(ConversationId, i64), (i64, Wait)>,
    former: Vec<KnownWait>,
}

impl Family {
    fn read(&mut self, position: i64, event: &Event) {
        let Some(id) = event.conversation else { return };
        match event.kind {
            EventKind::ConversationOpened => {
                self.thread(id);
            }
            EventKind::MentionFiled => self.filed(position, event, id),
            EventKind::MentionJudged => {
                let Some(message) = self.message(event) else { return };
                for task in JudgementTask::ALL {
                    if event.data.get(task.as_str()).is_some() {
                        self.judged(message, *task, read(event, task.as_str()));
                    }
                }
                self.told_of(position, message);
            }
            EventKind::JudgementCorrected => {
                let (Some(message), Some(task)) = (self.message(event), read::<JudgementTask>(event, "task")) else {
                    return;
                };
                self.judged(message, task, read(event, "after"));
                self.told_of(position, message);
            }
            EventKind::PostDeleted => {
                let Some(message) = self.message(event) else { return };
                self.messages[message].deleted_at = Some(event.learned_at);
                self.told_of(position, message);
            }
            EventKind::PostEdited => {
                // What was deleted may come back with other words.
                let Some(message) = self.message(event) else { return };
                self.messages[message].deleted_at = None;
                self.told_of(position, message);
            }
            EventKind::EnquiryAnswered => {
                // What a question of ours is answered with, nobody waits because of.
                let Some(message) = self.message(event) else { return };
                self.messages[message].is_quiet = event.data.get("after").is_some_and(|after| !after.is_null());
                let root = self.root(id);
                self.say_anew(position, root);
            }
            EventKind::ReplyNeedsApproval | EventKind::ReplyQueued => {
                let Some(reply) = read(event, "reply") else { return };
                let by = match event.actor {
                    Actor::Member(_) if read(event, "is_holding") == Some(true) => By::Holding,
                    Actor::Member(_) => By::Person,
                    _ => By::Automation,
                };
                // Whoever approves looks at what was said since.
                self.decided.insert(reply, Decided { position, by });
            }
            EventKind::ReplySent | EventKind::ReplyDelivered => self.ours(position, event, id),
            EventKind::ReplyDecided if read(event, "arrived") == Some(true) => self.ours(position, event, id),
            EventKind::ReplySeenElsewhere => {
                let at = event.happened_at;
                self.went_out(position, id, at, Covers::Until(at), By::Person);
            }
            EventKind::ConversationStatusChanged => {
                let is_closed = read::<Status>(event, "after").is_some_and(Status::has_outcome);
                self.changed(position, id, |thread| thread.closed_at = is_closed.then_some(event.learned_at));
            }
            EventKind::ConversationTriaged => {
                let after: Option<Disposition> = read(event, "after");
                self.changed(position, id, |thread| thread.disposition = after);
            }
            EventKind::ConversationTeamChanged => {
                self.thread(id);
                self.say(position, id, Turn::Given(read(event, "after")));
            }
            EventKind::ConversationSetAside => self.changed(position, id, |thread| thread.is_set_aside = true),
            EventKind::ConversationBroughtBack => self.changed(position, id, |thread| thread.is_set_aside = false),
            // The conversation that has the copies tells that nobody stands under it; others say under which they do.
            EventKind::ConversationFolded => self.changed(position, id, |thread| thread.is_folded = true),
            EventKind::ConversationUnfolded => self.changed(position, id, |thread| thread.is_folded = false),
            EventKind::ConversationMerged => {
                if let Some(into) = read(event, "into") {
                    self.moved(position, id, into, |thread| thread.merged_into = Some(into));
                }
            }
            EventKind::ConversationUnmerged => {
                if let Some(from) = read(event, "from") {
                    self.moved(position, id, from, |thread| thread.merged_into = None);
                }
            }
            EventKind::ConversationSplit => {
                let (Some(into), Some(posts)) = (read(event, "into"), read::<Vec<PostId>>(event, "posts")) else {
                    return;
                };
                let moved: HashSet<usize> = posts.iter().filter_map(|post| self.by_post.get(post).copied()).collect();
                for (place, turn) in &mut self.turns {
                    if matches!(turn, Turn::Wrote(message) if moved.contains(message)) {
                        *place = into;
                    }
                }
                self.moved(position, id, into, |_| {});
            }
            EventKind::ConversationRejoined => {
                if let Some(into) = read(event, "into") {
                    self.moved(position, id, into, |thread| thread.merged_into = Some(into));
                }
            }
            _ => {}
        }
    }

    fn thread(&mut self, id: ConversationId) -> &mut Thread {
        self.threads.entry(id).or_default()
    }

    /// The conversation in which what is told of another stands. A circle, which no member can make, ends where it began.
    fn root(&self, id: ConversationId) -> ConversationId {
        let (mut root, mut seen) = (id, BTreeSet::from([id]));
        while let Some(into) =
            self.threads.get(&root).and_then(|thread| thread.merged_into).filter(|into| seen.insert(*into))
        {
            root = into;
        }
        root
    }

    /// The message that an event is about.
    fn message(&self, event: &Event) -> Option<usize> {
        self.by_post.get(&read::<PostId>(event, "post")?).copied()
    }

    fn filed(&mut self, position: i64, event: &Event, id: ConversationId) {
        let (Some(post), Some(author), Some(channel)) =
            (read::<PostId>(event, "post"), read::<AuthorId>(event, "author"), read::<ChannelId>(event, "channel"))
        else {
            return;
        };
        let reasons: Vec<Reason> = read(event, "reasons").unwrap_or_default();
        let message = Message {
            author,
            channel,
            topics: read::<Vec<TopicId>>(event, "topics").unwrap_or_default(),
            written_at: event.happened_at,
            heard_at: event.learned_at,
            filed: position,
            language: None,
            sentiment: None,
            needs_reply: None,
            deleted_at: None,
            is_quiet: reasons.contains(&Reason::Imported),
        };
        if self.by_post.contains_key(&post) {
            return;
        }
        self.by_post.insert(post, self.messages.len());
        self.messages.push(message);
        self.say(position, id, Turn::Wrote(self.messages.len() - 1));
    }

    fn judged(&mut self, message: usize, task: JudgementTask, value: Option<String>) {
        let message = &mut self.messages[message];
        match task {
            JudgementTask::Language => message.language = value,
            JudgementTask::Sentiment => message.sentiment = value.as_deref().and_then(Sentiment::from_word),
            JudgementTask::NeedsReply => message.needs_reply = value.map(|value| value == "yes"),
            JudgementTask::Intent | JudgementTask::Spam => {}
        }
    }

    fn ours(&mut self, position: i64, event: &Event, id: ConversationId) {
        let Some(reply) = read::<ReplyId>(event, "reply") else { return };
        let Some(decided) = self.decided.get(&reply).copied().filter(|_| self.out.insert(reply)) else { return };
        self.went_out(position, id, event.happened_at, Covers::Before(decided.position), decided.by);
    }

    fn went_out(&mut self, position: i64, id: ConversationId, at: Timestamp, covers: Covers, by: By) {
        let root = self.root(id);
        let thread = self.threads.entry(root).or_default();
        let answers = thread.answered_by(covers, &self.messages);
        self.say(position, id, Turn::Out(Out { at, by, answers }));
    }

    /// Something was said in a conversation.
    fn say(&mut self, position: i64, id: ConversationId, turn: Turn) {
        let root = if matches!(turn, Turn::Given(_)) { id } else { self.root(id) };
        let from = self.threads.entry(root).or_default().apply(&turn, &self.messages);
        self.turns.push((id, turn));
        self.tell(position, root, from);
    }

    /// What was said in a conversation, and in those that are merged into it, is said anew.
    fn say_anew(&mut self, position: i64, root: ConversationId) {
        // To which team a conversation was given is told of it alone.
        let is_told = |(id, turn): &(ConversationId, Turn)| match turn {
            Turn::Given(_) => *id == root,
            Turn::Wrote(_) | Turn::Out(_) => self.root(*id) == root,
        };
        let told: Vec<usize> = (0..self.turns.len()).filter(|turn| is_told(&self.turns[*turn])).collect();
        let thread = self.threads.entry(root).or_default();
        thread.begin_anew();
        for turn in told {
            thread.apply(&self.turns[turn].1, &self.messages);
        }
        self.tell(position, root, 0);
    }

    /// Messages went from a conversation to another, or came from it.
    fn moved(&mut self, position: i64, id: ConversationId, other: ConversationId, change: impl FnOnce(&mut Thread)) {
        change(self.thread(id));
        self.thread(other);
        self.tell(position, id, 0);
        let roots = BTreeSet::from([self.root(id), self.root(other)]);
        roots.into_iter().for_each(|root| self.say_anew(position, root));
    }

    /// Where a conversation stands changed.
    fn changed(&mut self, position: i64, id: ConversationId, change: impl FnOnce(&mut Thread)) {
        let thread = self.thread(id);
        let counted = thread.counts();
        change(thread);
        let last = thread.drafts.len().saturating_sub(1);
        let from = if thread.counts() == counted { last } else { 0 };
        self.tell(position, id, from);
    }

    /// What is known of a message changed.
    fn told_of(&mut self, position: i64, message: usize) {
        let found = self.threads.iter().find_map(|(id, thread)| {
            thread.drafts.iter().rposition(|draft| draft.has(message)).map(|draft| (*id, draft))
        });
        if let Some((id, draft)) = found {
            self.tell(position, id, draft);
        }
    }

    /// Notes what became known with an event of the waits of a conversation, from one on.
    fn tell(&mut self, position: i64, id: ConversationId, from: usize) {
        let first = from as i64 + 1;
        let thread = &self.threads[&id];
        let mut known: BTreeMap<i64, Wait> = BTreeMap::new();
        if thread.counts() {
            known.extend(thread.waits(id, from, &self.messages).map(|wait| (wait.number, wait)));
        }
        let gone: Vec<(ConversationId, i64)> = self
            .current
            .range((id, first)..=(id, i64::MAX))
            .filter(|((_, number), (_, wait))| known.get(number) != Some(wait))
            .map(|(key, _)| *key)
            .collect();
        for key in gone {
            if let Some((since, wait)) = self.current.remove(&key)
                && since < position
            {
                self.former.push(KnownWait { from: since, until: Some(position), wait });
            }
        }
        for (number, wait) in known {
            self.current.entry((id, number)).or_insert((position, wait));
        }
    }

    fn told(self) -> Vec<KnownWait> {
        let current = self.current.into_values().map(|(from, wait)| KnownWait { from, until: None, wait });
        let mut all: Vec<KnownWait> = self.former.into_iter().chain(current).collect();
        all.sort_by_key(|one| (one.from, one.wait.conversation, one.wait.number));
        all
    }
}
