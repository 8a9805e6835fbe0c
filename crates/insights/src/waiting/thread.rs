//! One conversation while its events are read: what was said in it, by whom, and who waits.

use jiff::Timestamp;
use model::{
    AuthorId, ChannelId, ConversationId, Disposition, LATE_MAX, Sentiment, TeamId, TopicId, Wait, WaitEnd, WaitKind,
};

/// A message of somebody outside.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) author: AuthorId,
    pub(super) channel: ChannelId,
    pub(super) topics: Vec<TopicId>,
    /// When they wrote it, by the source's clock.
    pub(super) written_at: Timestamp,
    pub(super) heard_at: Timestamp,
    /// The position of the event that filed it.
    pub(super) filed: i64,
    pub(super) language: Option<String>,
    pub(super) sentiment: Option<Sentiment>,
    pub(super) needs_reply: Option<bool>,
    pub(super) deleted_at: Option<Timestamp>,
    /// Whether nobody waits because of it: it is imported, or only answers a question of ours.
    pub(super) is_quiet: bool,
}

impl Message {
    /// Since when whoever wrote it waits.
    fn waits_since(&self) -> Timestamp {
        let is_plausible =
            self.written_at <= self.heard_at && self.heard_at.duration_since(self.written_at) <= LATE_MAX;
        if is_plausible { self.written_at } else { self.heard_at }
    }
}

/// What of ours went out.
#[derive(Clone, Debug)]
pub(super) struct Out {
    pub(super) at: Timestamp,
    pub(super) by: By,
    /// The messages to which it is an answer: what stood elsewhere when it went out is not answered by it.
    pub(super) answers: Vec<usize>,
}

/// To which messages something of ours is an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Covers {
    /// To those that were filed before the event at this position, by which it was decided.
    Before(i64),
    /// To those written until a moment: it was given elsewhere.
    Until(Timestamp),
}

/// What kind of answer something of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// A person of ours answered.
    Person,
    /// A person of ours said that we look into it.
    Holding,
    /// No person of ours wrote it.
    Automation,
}

/// What was said, in the order in which the log tells it.
#[derive(Clone, Debug)]
pub(super) enum Turn {
    /// By somebody outside: which message of the family.
    Wrote(usize),
    /// By us.
    Out(Out),
    /// Nothing: the conversation was given to a team, or to none.
    Given(Option<TeamId>),
}

/// A wait in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    kind: WaitKind,
    messages: Vec<usize>,
    held_at: Option<Timestamp>,
    automated_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    /// The team that had the conversation when it ended.
    team: Option<TeamId>,
}

impl Draft {
    fn begun(kind: WaitKind, messages: Vec<usize>) -> Self {
        Self { kind, messages, held_at: None, automated_at: None, answered_at: None, team: None }
    }

    fn is_answered(&self) -> bool {
        self.answered_at.is_some()
    }

    pub(super) fn has(&self, message: usize) -> bool {
        self.messages.contains(&message)
    }
}

/// Where a conversation stands, and who waits in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    /// The conversation into which it was merged.
    pub(super) merged_into: Option<ConversationId>,
    /// Whether everything in it is judged to be spam.
    pub(super) is_set_aside: bool,
    /// Whether it stands under another that began with nearly the same words.
    pub(super) is_folded: bool,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) disposition: Option<Disposition>,
    team: Option<TeamId>,
    pub(super) drafts: Vec<Draft>,
    /// Whether the first that was said in it was said by us.
    is_ours: bool,
    is_answered: bool,
}

impl Thread {
    /// Whether its waits count: it is no spam, no copy, and stands for itself.
    pub(super) fn counts(&self) -> bool {
        self.merged_into.is_none() && !self.is_set_aside && !self.is_folded
    }

    /// Forgets what was said, so that it can be said anew.
    pub(super) fn begin_anew(&mut self) {
        self.drafts.clear();
        (self.is_ours, self.is_answered, self.team) = (false, false, None);
    }

    /// Something was said; the first wait that is another now.
    pub(super) fn apply(&mut self, turn: &Turn, messages: &[Message]) -> usize {
        match turn {
            Turn::Wrote(message) => self.wrote(*message, messages),
            Turn::Out(out) => self.answered(out),
            Turn::Given(team) => {
                self.team = *team;
                self.drafts.len().saturating_sub(1)
            }
        }
    }

    fn wrote(&mut self, message: usize, messages: &[Message]) -> usize {
        if messages[message].is_quiet {
            return self.drafts.len();
        }
        match self.drafts.last_mut() {
            // Who took back all that they had said waits no more; what they say now is another matter.
            Some(last) if !last.is_answered() && !is_withdrawn(last, messages) => last.messages.push(message),
            _ => {
                let kind = match (self.is_answered, self.is_ours) {
                    (true, _) => WaitKind::Next,
                    (false, true) => WaitKind::Reaction,
                    (false, false) => WaitKind::First,
                };
                self.drafts.push(Draft::begun(kind, vec![message]));
            }
        }
        self.drafts.len() - 1
    }

    /// The messages of whoever waits to which something of ours would be an answer.
    pub(super) fn answered_by(&self, covers: Covers, messages: &[Message]) -> Vec<usize> {
        let is_covered = |message: &usize| {
            let message = &messages[*message];
            match covers {
                Covers::Before(position) => message.filed < position,
                Covers::Until(moment) => message.waits_since() <= moment,
            }
        };
        let open = self.drafts.last().filter(|last| !last.is_answered());
        open.map(|last| last.messages.iter().copied().filter(is_covered).collect()).unwrap_or_default()
    }

    fn answered(&mut self, out: &Out) -> usize {
        let team = self.team;
        let Some(last) = self.drafts.last_mut().filter(|last| !last.is_answered()) else {
            self.is_ours |= self.drafts.is_empty();
            return self.drafts.len();
        };
        let (covered, open): (Vec<usize>, Vec<usize>) = last.messages.iter().partition(|one| out.answers.contains(one));
        if covered.is_empty() {
            return self.drafts.len();
        }
        match out.by {
            By::Holding => last.held_at = last.held_at.or(Some(out.at)),
            By::Automation => last.automated_at = last.automated_at.or(Some(out.at)),
            By::Person => {
                last.messages = covered;
                (last.answered_at, last.team) = (Some(out.at), team);
                self.is_answered = true;
                if !open.is_empty() {
                    self.drafts.push(Draft::begun(WaitKind::Next, open));
                    return self.drafts.len() - 2;
                }
            }
        }
        self.drafts.len() - 1
    }

    /// The waits from one on, in order, with their numbers.
    pub(super) fn waits<'a>(
        &'a self,
        conversation: ConversationId,
        from: usize,
        messages: &'a [Message],
    ) -> impl Iterator<Item = Wait> + 'a {
        let numbered = self.drafts.iter().enumerate().skip(from);
        numbered.map(move |(index, draft)| self.wait(conversation, index as i64 + 1, draft, messages))
    }

    fn wait(&self, conversation: ConversationId, number: i64, draft: &Draft, messages: &[Message]) -> Wait {
        let all: Vec<&Message> = draft.messages.iter().map(|index| &messages[*index]).collect();
        let mut standing = all.clone();
        standing.retain(|one| one.deleted_at.is_none());
        let said = if standing.is_empty() { &all } else { &standing };
        let first = said.iter().min_by_key(|one| (one.waits_since(), one.filed)).expect("a wait has a message");
        let mut topics: Vec<TopicId> = said.iter().flat_map(|one| one.topics.iter().copied()).collect();
        topics.sort_unstable();
        topics.dedup();
        let needs_reply = match said.iter().any(|one| one.needs_reply == Some(true)) {
            true => Some(true),
            false => said.iter().all(|one| one.needs_reply.is_some()).then_some(false),
        };
        let end = match draft.answered_at {
            Some(at) => Some((WaitEnd::Answered, at)),
            None if standing.is_empty() => {
                all.iter().filter_map(|one| one.deleted_at).max().map(|at| (WaitEnd::Withdrawn, at))
            }
            None => None,
        };
        // Clocks of others may be ahead of ours.
        let end = end.map(|(end, at)| (end, at.max(first.waits_since())));
        let is_open = end.is_none();
        Wait {
            conversation,
            number,
            kind: draft.kind,
            channel: first.channel,
            author: first.author,
            topics,
            language: first.language.clone(),
            sentiment: first.sentiment,
            needs_reply,
            began_at: first.waits_since(),
            heard_at: first.heard_at,
            held_at: draft.held_at,
            automated_at: draft.automated_at,
            end,
            team: if draft.is_answered() { draft.team } else { self.team },
            closed_at: self.closed_at.filter(|_| is_open),
            is_let_stand: is_open && self.disposition == Some(Disposition::LetStand),
        }
    }
}

/// Whether whoever waits took back all that they had said, before anybody answered.
fn is_withdrawn(draft: &Draft, messages: &[Message]) -> bool {
    !draft.is_answered() && draft.messages.iter().all(|index| messages[*index].deleted_at.is_some())
}
