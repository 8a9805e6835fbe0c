//! The rules that are switched on, and which of them an event calls.

use jiff::SignedDuration;
use model::{Actor, ConversationId, Event, EventId, EventKind, PostId, RuleAct, RuleCall, Status};
use serde_json::Value;
use store::event::Sealed;
use store::rule::{self, Instruction, Rule};
use store::rule_run::{self, NewRun};
use store::{Tx, conversation, merge, turn};

use super::acting;
use crate::Result;
use crate::condition::Condition;

/// How long after it was written something calls rules: what an import or a late back-fill brings is older, and nobody
/// waits for it.
pub const HEARD_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Rules as they are asked.
#[derive(Clone, Debug, Default)]
pub struct Rulebook(Vec<Asked>);

/// One rule as it is asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) rule: Rule,
    condition: Condition,
}

impl Rulebook {
    /// Rules in the order in which they are asked.
    pub fn of(rules: Vec<Rule>) -> Self {
        Self(rules.into_iter().map(|rule| Asked { condition: Condition::of(&rule.says.query), rule }).collect())
    }

    /// Whether it holds these rules as they are.
    pub fn is_of(&self, rules: &[Rule]) -> bool {
        self.0.len() == rules.len()
            && self.0.iter().zip(rules).all(|(asked, rule)| {
                // How far it looked for silence makes it no other rule.
                let standing = |rule: &Rule| (rule.id, rule.version, rule.since_position, rule.place);
                standing(&asked.rule) == standing(rule)
            })
    }

    /// Whether some rule's condition holds that an event calls: then it is worth a turn of the writer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn would_act(&self, tx: &mut Tx, sealed: &Sealed) -> Result<bool> {
        Ok(self.next(tx, sealed, 0).await?.is_some())
    }

    /// Has the rules act that an event calls, in their order, each asked about the conversation as the former left it. How
    /// many acted.
    ///
    /// # Errors
    /// When the database fails; nothing is to be kept of the transaction then.
    pub async fn ask(&self, tx: &mut Tx, sealed: &Sealed) -> Result<usize> {
        let (mut from, mut count) = (0, 0);
        self.take_turn(tx).await?;
        while let Some((at, conversation)) = self.next(tx, sealed, from).await? {
            let Asked { rule, .. } = &self.0[at];
            let chain = chain_of(&sealed.event);
            let (event, stops) = (Some(sealed.event.id), rule.says.stops);
            let new = NewRun { rule: rule.id, version: rule.version, event, chain, conversation, stops };
            if acting::act(tx, rule, new).await? {
                count += 1;
            }
            if stops {
                break;
            }
            from = at + 1;
        }
        Ok(count)
    }

    /// Takes the turn of those who give out, where a rule gives to a team: before conversations are locked.
    async fn take_turn(&self, tx: &mut Tx) -> Result<()> {
        let gives = |asked: &Asked| asked.rule.says.acts.iter().any(|act| matches!(act, RuleAct::Team { .. }));
        if self.0.iter().any(gives) {
            turn::of_giving(tx).await?;
        }
        Ok(())
    }

    /// The next rule, from one on, that an event calls and whose condition holds.
    async fn next(&self, tx: &mut Tx, sealed: &Sealed, from: usize) -> Result<Option<(usize, ConversationId)>> {
        let event = &sealed.event;
        let Some(id) = event.conversation else { return Ok(None) };
        let mut standing = None;
        for (at, asked) in self.0.iter().enumerate().skip(from) {
            let is_later = asked.rule.since_position.is_some_and(|since| since < sealed.position);
            if !is_later || !calls(event, asked.rule.says.called_by) {
                continue;
            }
            // Looked up once, and only when somebody is called.
            let standing = match standing {
                Some(standing) => standing,
                None => *standing.insert(asked_about(tx, event, id).await?),
            };
            let Some(id) = standing else { return Ok(None) };
            if is_part_of_chain(event) && has_acted(tx, event, &asked.rule).await? {
                continue;
            }
            if asked.condition.holds(tx, id, post_of(event)).await? {
                return Ok(Some((at, id)));
            }
        }
        Ok(None)
    }

    /// Has rules act in which the silence is over that they look for, a few conversations of each; whether there are more.
    ///
    /// # Errors
    /// When the database fails; nothing is to be kept of the transaction then.
    pub async fn notice_silence(&self, tx: &mut Tx, limit: i64) -> Result<bool> {
        let mut has_more = false;
        self.take_turn(tx).await?;
        for asked in self.0.iter().filter(|asked| asked.rule.says.called_by == RuleCall::Silent) {
            // As it is by now: another server may have looked.
            let Some(rule) = rule::find(tx, asked.rule.id).await? else { continue };
            let (Some(after), true) = (rule.silent, rule.is_on() && rule.version == asked.rule.version) else {
                continue;
            };
            let since = silent_since(tx, &rule.says);
            let silent = rule::silent_since(tx, after, since, limit).await?;
            for (_, id) in &silent {
                let Some(found) = conversation::find(tx, *id).await? else { continue };
                // Somebody may have spoken meanwhile; what was merged has its silence elsewhere.
                if found.is_spam
                    || found.merged_into.is_some()
                    || found.active_at > since
                    || !asked.condition.holds(tx, *id, None).await?
                {
                    continue;
                }
                let (chain, stops) = (tx.next_id::<EventId>(), rule.says.stops);
                let new = NewRun { rule: rule.id, version: rule.version, event: None, chain, conversation: *id, stops };
                acting::act(tx, &rule, new).await?;
            }
            if let Some(last) = silent.last() {
                rule::looked_for_silence(tx, rule.id, *last).await?;
            }
            has_more |= silent.len() as i64 == limit;
        }
        Ok(has_more)
    }

    /// Whether some rule looks for silence that is over in some conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_silence_over(&self, tx: &mut Tx) -> Result<bool> {
        for asked in self.0.iter().filter(|asked| asked.rule.says.called_by == RuleCall::Silent) {
            let Some(rule) = rule::find(tx, asked.rule.id).await? else { continue };
            let Some(after) = rule.silent.filter(|_| rule.is_on()) else { continue };
            let since = silent_since(tx, &rule.says);
            if !rule::silent_since(tx, after, since, 1).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Where something was last said before this moment, the silence that a rule looks for is over.
pub(super) fn silent_since(tx: &Tx, says: &Instruction) -> jiff::Timestamp {
    let hours = SignedDuration::from_hours(says.silent_hours.unwrap_or_default().into());
    tx.now().saturating_sub(hours).unwrap_or(jiff::Timestamp::MIN)
}

/// The conversation that rules are asked about because of an event: the one in which it stands by now. `None` when that is
/// spam or gone, or a rule ended what began with the event.
async fn asked_about(tx: &mut Tx, event: &Event, id: ConversationId) -> Result<Option<ConversationId>> {
    // A writer keeps others from changing it until the rules have acted.
    let Some(found) = merge::standing(tx, id).await? else { return Ok(None) };
    let runs = if is_part_of_chain(event) { rule_run::of_chain(tx, chain_of(event)).await? } else { Vec::new() };
    Ok(Some(found.id).filter(|_| !found.is_spam && !runs.iter().any(|run| run.stops)))
}

async fn has_acted(tx: &mut Tx, event: &Event, rule: &Rule) -> Result<bool> {
    Ok(rule_run::of_chain(tx, chain_of(event)).await?.iter().any(|run| run.rule == rule.id))
}

/// Whether an event calls the rules of a call.
pub(super) fn calls(event: &Event, call: RuleCall) -> bool {
    let word = |name: &str| event.data.get(name).and_then(Value::as_str);
    // To take something back is no news.
    if word("undoes").is_some() {
        return false;
    }
    let is_recent = event.learned_at.duration_since(event.happened_at) <= HEARD_WITHIN;
    let status = |name: &str| word(name).and_then(Status::from_word);
    match call {
        RuleCall::Heard => event.kind == EventKind::MentionFiled && is_recent,
        RuleCall::Opened => event.kind == EventKind::ConversationOpened && is_recent,
        RuleCall::Answered => matches!(event.kind, EventKind::ReplySent | EventKind::ReplySeenElsewhere) && is_recent,
        RuleCall::Reopened => {
            event.kind == EventKind::ConversationStatusChanged
                && matches!(status("before"), Some(Status::Resolved | Status::Archived))
                && matches!(status("after"), Some(Status::New | Status::Open))
        }
        RuleCall::Woken => {
            event.kind == EventKind::ConversationStatusChanged
                && event.actor == Actor::System
                && status("before") == Some(Status::Snoozed)
                && status("after") == Some(Status::Open)
        }
        RuleCall::Changed => {
            matches!(
                event.kind,
                EventKind::ConversationAssigned
                    | EventKind::ConversationTeamChanged
                    | EventKind::ConversationLabelled
                    | EventKind::ConversationUnlabelled
                    | EventKind::ConversationPrioritised
                    | EventKind::ConversationTriaged
                    | EventKind::ConversationStatusChanged
            ) && matches!(event.actor, Actor::Member(_) | Actor::Rule(_) | Actor::Team(_))
        }
        RuleCall::Silent => false,
    }
}

/// The post that an event is about: what somebody wrote is asked alone, and not what they wrote before.
pub(super) fn post_of(event: &Event) -> Option<PostId> {
    let post = || event.data.get("post")?.as_str()?.parse().ok();
    (event.kind == EventKind::MentionFiled).then(post).flatten()
}

/// Whether a rule did it, or a team because of a rule.
fn is_part_of_chain(event: &Event) -> bool {
    matches!(event.actor, Actor::Rule(_)) || event.data.get("chain").is_some()
}

/// The event with which it began.
fn chain_of(event: &Event) -> EventId {
    let chain = event.data.get("chain").and_then(Value::as_str).and_then(|id| id.parse().ok());
    chain.unwrap_or(event.id)
}
