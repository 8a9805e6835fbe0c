//! What is known of our work on a conversation, for the fields that no post carries.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use listening::{Facts, Field, FieldClause, NodeKind, Query, Truth, Value};
use model::{ConversationId, JudgementTask, MemberId, SlaClock, SlaState, TeamId};
use store::commitment::{self, Commitment};
use store::judgement::Judgement;
use store::obligation::{self, Obligation};
use store::sla_clock::{self, Kept};
use store::sought::Sought;
use store::team::{self, Team};
use store::{Tx, conversation, correction, elsewhere, member, reply};

use crate::Result;

/// What a query asks beyond the posts: what it does not ask is not read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks {
    pub(super) work: bool,
    pub(super) judgements: bool,
    /// Which conversation is the first of its person.
    pub(super) first: bool,
    /// In which we said that we were wrong.
    pub(super) corrected: bool,
    /// Of which the house had heard before.
    pub(super) elsewhere: bool,
    /// Which go on in private.
    pub(super) private: bool,
}

impl Asks {
    pub(super) fn of(query: &Query) -> Self {
        let mut asks =
            Self { work: false, judgements: false, first: false, corrected: false, elsewhere: false, private: false };
        query.root().walk(&mut |node| {
            if let NodeKind::Field(clause) = &node.kind {
                let spec = clause.field.spec();
                asks.work |= spec.is_view_only;
                asks.first |= clause.field == Field::First;
                asks.corrected |= clause.field == Field::Corrected;
                asks.elsewhere |= clause.field == Field::Elsewhere;
                asks.private |= clause.field == Field::Private;
                // The language may be a judgement too, and so is whether an answer is needed.
                asks.judgements |= spec.is_judgement || matches!(clause.field, Field::Lang | Field::NeedsReply);
            }
        });
        asks
    }
}

/// What stands beside the conversations of one step.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) members: HashMap<MemberId, String>,
    teams: HashMap<TeamId, Team>,
    topics: HashMap<ConversationId, Vec<String>>,
    labels: HashMap<ConversationId, Vec<String>>,
    clocks: HashMap<ConversationId, Vec<Kept>>,
    owed: HashMap<ConversationId, Vec<Obligation>>,
    promised: HashMap<ConversationId, Vec<Commitment>>,
    /// Those that are the first of their person.
    first: HashSet<ConversationId>,
    /// Those in which we said that we were wrong.
    corrected: HashSet<ConversationId>,
    /// Those of which the house had heard before.
    elsewhere: HashSet<ConversationId>,
    /// Those that go on in private.
    private: HashSet<ConversationId>,
}

impl Beside {
    pub(super) async fn gather(tx: &mut Tx, ids: &[ConversationId], asks: Asks) -> Result<Self> {
        Ok(Self {
            members: member::all(tx).await?.into_iter().map(|member| (member.id, member.name)).collect(),
            teams: team::all(tx).await?.into_iter().map(|team| (team.id, team)).collect(),
            topics: conversation::topics(tx, ids).await?,
            labels: conversation::labels(tx, ids).await?,
            clocks: sla_clock::of_conversations(tx, ids).await?,
            owed: obligation::of_conversations(tx, ids).await?,
            promised: commitment::of_conversations(tx, ids).await?,
            corrected: if asks.corrected { correction::among(tx, ids).await? } else { HashSet::new() },
            elsewhere: match asks.elsewhere {
                true => elsewhere::of_conversations(tx, ids).await?.into_keys().collect(),
                false => HashSet::new(),
            },
            private: if asks.private { reply::in_private(tx, ids).await? } else { HashSet::new() },
            first: if asks.first { conversation::firsts(tx, ids).await?.into_iter().collect() } else { HashSet::new() },
        })
    }
}

/// What is known of one conversation, for one of its posts.
pub(super) struct Work<'a> {
    pub(super) sought: &'a Sought,
    pub(super) asker: MemberId,
    pub(super) beside: &'a Beside,
    pub(super) judgements: &'a [Judgement],
    pub(super) now: Timestamp,
}

impl Facts for Work<'_> {
    fn holds(&self, clause: &FieldClause) -> Truth {
        let conversation = &self.sought.conversation;
        let assignee = conversation.assignee;
        let on = |names: &'_ HashMap<ConversationId, Vec<String>>, value: &Value| {
            names.get(&conversation.id).is_some_and(|names| names.iter().any(|name| is_named(value, name)))
        };
        let is_met = match (clause.field.spec().name, &clause.value) {
            ("status", Value::Text(word)) => conversation.status.as_str() == word,
            ("assignee", Value::Text(word)) if word == "none" => assignee.is_none(),
            ("assignee", Value::Text(word)) if word == "me" => assignee == Some(self.asker),
            ("assignee", value) => {
                assignee.and_then(|id| self.beside.members.get(&id)).is_some_and(|name| is_named(value, name))
            }
            ("team", Value::Text(word)) if word == "none" => conversation.team.is_none(),
            ("team", Value::Text(word)) if word == "me" => {
                self.team().is_some_and(|team| team.terms.members.contains(&self.asker))
            }
            ("team", value) => self.team().is_some_and(|team| is_named(value, &team.terms.name)),
            ("function", Value::Text(word)) => self.team().is_some_and(|team| team.terms.function.as_str() == word),
            ("topic", Value::Text(word)) if word == "none" && !self.beside.topics.contains_key(&conversation.id) => {
                true
            }
            ("topic", value) => on(&self.beside.topics, value),
            ("needs_reply", Value::Flag(wanted)) => {
                let judged = self.judgements.iter().find(|one| one.task == JudgementTask::NeedsReply);
                let Some(value) = judged.and_then(|one| one.value.as_deref()) else { return Truth::Undecided };
                (value == "yes") == *wanted
            }
            ("disposition", Value::Text(word)) => match conversation.disposition {
                Some(disposition) => disposition.as_str() == word,
                None => word == "none",
            },
            ("outcome", Value::Text(word)) => match conversation.outcome {
                Some(outcome) => outcome.as_str() == word,
                None => word == "none",
            },
            ("priority", Value::Text(word)) => match conversation.priority {
                Some(priority) => priority.as_str() == word,
                None => word == "none",
            },
            ("sla", Value::Text(word)) => self.sla() == word,
            ("due", Value::Duration(range)) => match conversation.due_at {
                // What is late is due within any time.
                Some(due) => range.contains(due.duration_since(self.now).as_secs_f64().max(0.0)),
                None => false,
            },
            ("waiting", Value::Duration(range)) => match conversation.waiting_since {
                Some(since) => range.contains(self.now.duration_since(since).as_secs_f64().max(0.0)),
                None => false,
            },
            ("obligation", Value::Text(word)) => match self.beside.owed.get(&conversation.id) {
                Some(owed) => owed.iter().any(|one| one.stand.state.as_str() == word),
                None => word == "none",
            },
            ("commitment", Value::Text(word)) => match self.beside.promised.get(&conversation.id) {
                Some(promised) if word == "late" => promised.iter().any(|one| one.stand.is_late(self.now)),
                Some(promised) => promised.iter().any(|one| one.stand.state.as_str() == word),
                None => word == "none",
            },
            ("corrected", Value::Flag(wanted)) => self.beside.corrected.contains(&conversation.id) == *wanted,
            ("private", Value::Flag(wanted)) => self.beside.private.contains(&conversation.id) == *wanted,
            ("elsewhere", Value::Flag(wanted)) => self.beside.elsewhere.contains(&conversation.id) == *wanted,
            ("first", Value::Flag(wanted)) => self.beside.first.contains(&conversation.id) == *wanted,
            ("label", value) => on(&self.beside.labels, value),
            _ => return Truth::Undecided,
        };
        if is_met { Truth::True } else { Truth::False }
    }
}

impl Work<'_> {
    /// The team that has the conversation.
    fn team(&self) -> Option<&Team> {
        self.sought.conversation.team.and_then(|id| self.beside.teams.get(&id))
    }

    /// How the clocks of the conversation stand, the worst of them.
    fn sla(&self) -> &'static str {
        let clocks = self.beside.clocks.get(&self.sought.conversation.id).map_or(&[][..], Vec::as_slice);
        let has = |is: &dyn Fn(&SlaClock) -> bool| clocks.iter().any(|one| is(&one.clock));
        let is_running = |clock: &SlaClock| clock.state == SlaState::Running;
        if clocks.is_empty() {
            "none"
        } else if has(&|clock| {
            clock.missed_at.is_some() || (is_running(clock) && clock.due_at.is_some_and(|due| due < self.now))
        }) {
            "missed"
        } else if has(&|clock| is_running(clock) && clock.warn_at.is_some_and(|warn| warn < self.now)) {
            "due"
        } else if has(&is_running) || !has(&|clock| clock.state == SlaState::Paused) {
            "ok"
        } else {
            "paused"
        }
    }
}

fn is_named(value: &Value, name: &str) -> bool {
    let name = name.to_lowercase();
    match value {
        Value::Text(wanted) => name == wanted.to_lowercase(),
        Value::Prefix(wanted) => name.starts_with(&wanted.to_lowercase()),
        _ => false,
    }
}
