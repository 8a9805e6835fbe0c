//! Trying a rule on what happened: what it would change now if it all happened again.

use std::collections::HashSet;

use jiff::Timestamp;
use model::{Change, ConversationId, RuleAct, RuleCall};
use store::conversation::Conversation;
use store::rule::{self, Instruction};
use store::{Store, Tx, event, label, merge};

use super::book::{calls, post_of, silent_since};
use crate::Result;
use crate::condition::Condition;
use crate::deed::gather::is_so;
use crate::obligation::owed_alike;

/// Events looked at in one step.
const EVENTS: i64 = 400;
/// Silent conversations looked at in one step.
const SILENT: i64 = 200;

/// A rule that is being tried.
#[derive(Clone, Debug)]
pub struct Trial {
    says: Instruction,
    condition: Condition,
    since: Timestamp,
    met: HashSet<ConversationId>,
}

/// How far a trial came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cursor {
    /// Events before this position are to be looked at.
    Before(i64),
    /// Conversations silent for longer than after this one.
    After(Timestamp, ConversationId),
}

/// What one step of a trial looked at.
#[derive(Clone, Debug)]
pub struct Looked {
    /// How many times the rule would have been asked.
    pub asked: u64,
    /// The conversations in which it would act, none of a former step among them.
    pub would: Vec<Would>,
    /// Where it goes on; `None` when it looked at everything.
    pub next: Option<Cursor>,
}

/// What a rule would do to one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Would {
    /// Which conversation.
    pub conversation: ConversationId,
    /// When it would have been called.
    pub at: Timestamp,
    /// What would be changed, by the places of the acts; the others are so already.
    pub changes: Vec<usize>,
}

impl Trial {
    /// Tries what a rule says on what happened since a moment.
    pub fn new(says: Instruction, since: Timestamp) -> Self {
        Self { condition: Condition::of(&says.query), says, since, met: HashSet::new() }
    }

    /// What is tried.
    pub const fn says(&self) -> &Instruction {
        &self.says
    }

    /// Where a trial begins: at the newest event, or the longest silence that began since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(&self, store: &Store) -> Result<Cursor> {
        let mut tx = store.read().await?;
        Ok(match self.says.called_by {
            RuleCall::Silent => {
                let hours = jiff::SignedDuration::from_hours(self.says.silent_hours.unwrap_or_default().into());
                let from = self.since.saturating_sub(hours).unwrap_or(Timestamp::MIN);
                Cursor::After(from, ConversationId(0))
            }
            _ => Cursor::Before(event::position(&mut tx).await? + 1),
        })
    }

    /// Looks at what comes next.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn step(&mut self, store: &Store, cursor: Cursor) -> Result<Looked> {
        // A snapshot for each step: a long one would keep the log from being written back.
        let mut tx = store.read().await?;
        let mut looked = Looked { asked: 0, would: Vec::new(), next: None };
        match cursor {
            Cursor::Before(position) => {
                let events = event::before(&mut tx, position, EVENTS).await?;
                let recent = events.iter().take_while(|sealed| sealed.event.learned_at >= self.since);
                let called: Vec<_> = recent.collect();
                if called.len() == EVENTS as usize {
                    looked.next = called.last().map(|last| Cursor::Before(last.position));
                }
                for sealed in called {
                    let event = &sealed.event;
                    let Some(id) = event.conversation.filter(|_| calls(event, self.says.called_by)) else { continue };
                    looked.asked += 1;
                    self.ask(&mut tx, (id, post_of(event)), event.learned_at, &mut looked).await?;
                }
            }
            Cursor::After(at, id) => {
                let since = silent_since(&tx, &self.says);
                let silent = rule::silent_since(&mut tx, (at, id), since, SILENT).await?;
                if silent.len() == SILENT as usize {
                    looked.next = silent.last().map(|(at, id)| Cursor::After(*at, *id));
                }
                for (at, id) in silent {
                    looked.asked += 1;
                    self.ask(&mut tx, (id, None), at, &mut looked).await?;
                }
            }
        }
        Ok(looked)
    }

    async fn ask(
        &mut self,
        tx: &mut Tx,
        (id, post): (ConversationId, Option<model::PostId>),
        at: Timestamp,
        looked: &mut Looked,
    ) -> Result<()> {
        let Some(found) = merge::standing(tx, id).await?.filter(|found| !found.is_spam) else { return Ok(()) };
        let id = found.id;
        // What it did to a conversation once is so already the next time.
        if self.met.contains(&id) {
            return Ok(());
        }
        if !self.condition.holds(tx, id, post).await? {
            return Ok(());
        }
        self.met.insert(id);
        let mut changes = Vec::new();
        for (place, act) in self.says.acts.iter().enumerate() {
            if !is_so_already(tx, act, &found).await? {
                changes.push(place);
            }
        }
        looked.would.push(Would { conversation: id, at, changes });
        Ok(())
    }
}

async fn is_so_already(tx: &mut Tx, act: &RuleAct, found: &Conversation) -> Result<bool> {
    Ok(match act {
        RuleAct::Notify { .. } | RuleAct::Webhook { .. } | RuleAct::Snooze { .. } => false,
        RuleAct::Owe { .. } => match act.change(tx.now()) {
            Some(Change::Owe { owing }) => owed_alike(tx, found.id, &owing).await?.is_some(),
            _ => false,
        },
        RuleAct::Assign { to } => found.assignee == *to,
        RuleAct::Team { to } => found.team == *to,
        RuleAct::Label { label } | RuleAct::Unlabel { label } => {
            let is_on = label::is_on(tx, found.id, *label).await?;
            act.change(tx.now()).is_some_and(|change| is_so(&change, found, &|_| is_on))
        }
        RuleAct::Status { .. } | RuleAct::Prioritise { .. } | RuleAct::SlaPolicy { .. } | RuleAct::SetAside => {
            act.change(tx.now()).is_some_and(|change| is_so(&change, found, &|_| false))
        }
    })
}
