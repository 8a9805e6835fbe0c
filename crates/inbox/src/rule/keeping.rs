//! Making, ordering and changing rules.

use listening::{FieldContext, Query};
use model::{Change, OWED_CHARS_MAX, Right, RuleAct, RuleCall, RuleId, Status};
use store::member::Member;
use store::rule::{self, Instruction, Rule};
use store::{Tx, label};
use wording::t;

use crate::acts::{may_be_given, require, sla_policy_in_use, team_in_use};
use crate::condition::{self, ConditionFault};
use crate::obligation::check_owing;
use crate::webhook::webhook_in_use;
use crate::{InboxError, Result};

/// The longest name of a rule, in characters.
pub const RULE_NAME_CHARS_MAX: usize = 60;
/// The most rules that there are: each is asked about everything that calls it.
pub const RULES_MAX: usize = 200;
/// The most acts of one rule.
pub const ACTS_MAX: usize = 10;
/// The longest silence and the longest snooze, in hours: a year.
pub const HOURS_MAX: u32 = 24 * 366;

const MISSING: InboxError = InboxError::Missing("this rule");

/// Why a rule cannot be kept like that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// Its name is empty or too long.
    #[error("{}", t!("a rule needs a name of 1 to {max} characters", max = RULE_NAME_CHARS_MAX))]
    Name,
    /// Another rule has the name.
    #[error("{}", t!("another rule has this name"))]
    NameTaken,
    /// There are enough rules.
    #[error("{}", t!("there are no more than {max} rules; remove one first", max = RULES_MAX))]
    TooMany,
    /// It does nothing.
    #[error("{}", t!("a rule does at least one thing"))]
    NoActs,
    /// It does too much.
    #[error("{}", t!("a rule does at most {max} things", max = ACTS_MAX))]
    TooManyActs,
    /// It is called by silence, and nobody says how long.
    #[error("{}", t!("say for how many hours nothing is said: 1 to {max}", max = HOURS_MAX))]
    SilentHours,
    /// It snoozes, and nobody says how long.
    #[error("{}", t!("say for how many hours it is snoozed: 1 to {max}", max = HOURS_MAX))]
    SnoozeHours,
    /// No rule makes a conversation new, or snoozes it without an end.
    #[error("{}", t!("it cannot be made new, and is snoozed for some hours only"))]
    Status,
    /// A label that is not there.
    #[error("{}", t!("there is no such label"))]
    Label,
    /// Something owed without a line of what.
    #[error("{}", t!("say what is owed in 1 to {max} characters, on one line", max = OWED_CHARS_MAX))]
    Owed,
    /// A team that is not there.
    #[error("{}", t!("there is no such team"))]
    Team,
    /// A policy that is not there.
    #[error("{}", t!("there is no such clock"))]
    SlaPolicy,
    /// A webhook that is not there.
    #[error("{}", t!("there is no such webhook"))]
    Webhook,
    /// A member who does not work the inbox.
    #[error("{}", t!("there is no such member who works the inbox"))]
    Member,
    /// Nobody asks when a rule is asked.
    #[error("{}", t!("“me” means nobody in a rule; write a member's name"))]
    AsksOfAsker,
    /// Its condition is too long.
    #[error("{}", t!("the condition is longer than it may be"))]
    TooLong,
}

/// The rule with this id, for whoever reads the inbox.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn find_rule(tx: &mut Tx, member: &Member, id: RuleId) -> Result<Rule> {
    require(member, Right::ReadInbox)?;
    rule::find(tx, id).await?.filter(|rule| rule.removed_at.is_none()).ok_or(MISSING)
}

/// Makes a rule, switched off.
///
/// # Errors
/// `Forbidden`; `Rule`, `Query`.
pub async fn create_rule(tx: &mut Tx, member: &Member, name: &str, says: Instruction) -> Result<RuleId> {
    require(member, Right::ManageRules)?;
    let (name, says) = checked(tx, None, name, says).await?;
    if rule::all(tx).await?.len() >= RULES_MAX {
        return Err(RuleFault::TooMany.into());
    }
    Ok(rule::create(tx, member.id, &name, &says).await?)
}

/// Changes a rule; `seen` is the version that was looked at. Whether anything is another now.
///
/// # Errors
/// As [`create_rule`]; `Missing`; `RuleChanged` where somebody changed it since.
pub async fn change_rule(
    tx: &mut Tx,
    member: &Member,
    id: RuleId,
    seen: Option<i64>,
    (name, says): (&str, Instruction),
) -> Result<bool> {
    let found = manageable(tx, member, id).await?;
    let (name, says) = checked(tx, Some(id), name, says).await?;
    if (&found.name, &found.says) == (&name, &says) {
        return Ok(false);
    }
    if seen.is_some_and(|seen| seen != found.version) {
        return Err(InboxError::RuleChanged { version: found.version });
    }
    rule::change(tx, member.id, &found, &name, &says).await?;
    Ok(true)
}

/// Switches a rule on or off. Whether it was not so already.
///
/// # Errors
/// `Forbidden`; `Missing`; `Query` where the condition of one that is to be on can no longer be read.
pub async fn switch_rule(tx: &mut Tx, member: &Member, id: RuleId, is_on: bool) -> Result<bool> {
    let found = manageable(tx, member, id).await?;
    if found.is_on() == is_on {
        return Ok(false);
    }
    if is_on && !found.says.query.is_empty() {
        Query::parse(&found.says.query, FieldContext::View).map_err(InboxError::Query)?;
    }
    rule::switch(tx, member.id, &found, is_on).await?;
    Ok(true)
}

/// Has a rule asked so many places later; fewer than none is earlier.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn move_rule(tx: &mut Tx, member: &Member, id: RuleId, by: isize) -> Result<()> {
    require(member, Right::ManageRules)?;
    let mut order: Vec<RuleId> = rule::all(tx).await?.into_iter().map(|rule| rule.id).collect();
    let at = order.iter().position(|one| *one == id).ok_or(MISSING)?;
    let to = at.saturating_add_signed(by).min(order.len() - 1);
    if at != to {
        let moved = order.remove(at);
        order.insert(to, moved);
        rule::put_in_order(tx, member.id, &order).await?;
    }
    Ok(())
}

/// Removes a rule. What it did stays, and can be explained.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn remove_rule(tx: &mut Tx, member: &Member, id: RuleId) -> Result<()> {
    manageable(tx, member, id).await?;
    Ok(rule::remove(tx, member.id, id).await?)
}

async fn manageable(tx: &mut Tx, member: &Member, id: RuleId) -> Result<Rule> {
    require(member, Right::ManageRules)?;
    find_rule(tx, member, id).await
}

/// Name and instruction as they are kept.
async fn checked(tx: &mut Tx, id: Option<RuleId>, name: &str, says: Instruction) -> Result<(String, Instruction)> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=RULE_NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(RuleFault::Name.into());
    }
    let is_taken = |other: &Rule| other.name.to_lowercase() == name.to_lowercase() && Some(other.id) != id;
    if rule::all(tx).await?.iter().any(is_taken) {
        return Err(RuleFault::NameTaken.into());
    }
    let query = condition::checked(&says.query).map_err(|fault| match fault {
        ConditionFault::TooLong => RuleFault::TooLong.into(),
        ConditionFault::AsksOfAsker => RuleFault::AsksOfAsker.into(),
        ConditionFault::Unreadable(errors) => InboxError::Query(errors),
    })?;
    let silent_hours = says.silent_hours.filter(|_| says.called_by == RuleCall::Silent);
    if says.called_by == RuleCall::Silent && !silent_hours.is_some_and(are_hours) {
        return Err(RuleFault::SilentHours.into());
    }
    match says.acts.len() {
        0 => return Err(RuleFault::NoActs.into()),
        1..=ACTS_MAX => {}
        _ => return Err(RuleFault::TooManyActs.into()),
    }
    for act in &says.acts {
        check_act(tx, act).await?;
    }
    Ok((name, Instruction { query, silent_hours, ..says }))
}

const fn are_hours(hours: u32) -> bool {
    hours >= 1 && hours <= HOURS_MAX
}

/// Refuses an act that nothing could be done by.
pub(crate) async fn check_act(tx: &mut Tx, act: &RuleAct) -> Result<()> {
    let fault = match act {
        RuleAct::Assign { to: Some(member) } | RuleAct::Notify { member } => match may_be_given(tx, *member).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            may => may.is_err().then_some(RuleFault::Member),
        },
        RuleAct::Team { to: Some(team) } => match team_in_use(tx, *team).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            found => found.is_err().then_some(RuleFault::Team),
        },
        RuleAct::SlaPolicy { policy: Some(policy) } => match sla_policy_in_use(tx, *policy).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            found => found.is_err().then_some(RuleFault::SlaPolicy),
        },
        RuleAct::Webhook { webhook } => match webhook_in_use(tx, *webhook).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            found => found.is_err().then_some(RuleFault::Webhook),
        },
        RuleAct::Label { label } | RuleAct::Unlabel { label } => {
            label::find(tx, *label).await?.is_none().then_some(RuleFault::Label)
        }
        RuleAct::Status { status } => matches!(status, Status::New | Status::Snoozed).then_some(RuleFault::Status),
        RuleAct::Snooze { hours } => (!are_hours(*hours)).then_some(RuleFault::SnoozeHours),
        RuleAct::Owe { .. } => match act.change(tx.now()) {
            Some(Change::Owe { owing }) => check_owing(tx, &owing).await.err().map(|_| RuleFault::Owed),
            _ => None,
        },
        RuleAct::Assign { to: None }
        | RuleAct::Team { to: None }
        | RuleAct::Prioritise { .. }
        | RuleAct::SlaPolicy { policy: None }
        | RuleAct::SetAside => None,
    };
    fault.map_or(Ok(()), |fault| Err(fault.into()))
}
