//! What a rule does, and taking it back.

use model::{Right, RuleAct, RuleRunId};
use store::member::Member;
use store::rule::Rule;
use store::rule_run::{self, NewRun, RunTally};
use store::{Tx, notice};

use crate::acts::{may_be_given, require};
use crate::deed::{self, do_ruled, may_undo};
use crate::{InboxError, Result, webhook};

/// Has a rule act; `false` when it did because of the same event already. What cannot be done is counted, and keeps the
/// rest from nothing.
pub(super) async fn act(tx: &mut Tx, rule: &Rule, new: NewRun) -> Result<bool> {
    let Some(run) = rule_run::begin(tx, new).await? else { return Ok(false) };
    let mut tally = RunTally::default();
    for act in &rule.says.acts {
        let done = match (act, act.change(tx.now())) {
            (RuleAct::Notify { member }, _) => match may_be_given(tx, *member).await {
                Ok(()) => Ok(Some(notice::tell_of_run(tx, *member, run.id).await.map(drop)?)),
                Err(error) => Err(error),
            },
            (RuleAct::Webhook { webhook }, _) => webhook::tell_of_run(tx, *webhook, rule, &run).await.map(Some),
            (_, Some(change)) => do_ruled(tx, &run, rule.made_by, &change).await.map(|deed| deed.map(drop)),
            (_, None) => Ok(None),
        };
        match done {
            Ok(Some(())) => tally.done += 1,
            Ok(None) => tally.already += 1,
            Err(error @ InboxError::Store(_)) => return Err(error),
            Err(_) => tally.refused += 1,
        }
    }
    rule_run::settle(tx, run.id, tally).await?;
    Ok(true)
}

/// Takes back what a rule did at one time, the last act first: whatever nobody changed since is as it was before. How many
/// acts were taken back, and how many were left since somebody changed something.
///
/// # Errors
/// `Forbidden`; `Missing`; `DeedState` when there is nothing (more) to take back.
pub async fn undo_run(tx: &mut Tx, member: &Member, id: RuleRunId) -> Result<(i64, i64)> {
    require(member, Right::WorkInbox)?;
    rule_run::find(tx, id).await?.ok_or(InboxError::Missing("this act of a rule"))?;
    let now = tx.now();
    let deeds = rule_run::deeds(tx, id).await?;
    let Some(last) = deeds.last().map(|deed| deed.state) else { return Err(InboxError::NothingChosen) };
    if !deeds.iter().any(|deed| may_undo(deed, now)) {
        return Err(InboxError::DeedState(last));
    }
    let (mut restored, mut left) = (0, 0);
    for one in deeds.iter().rev().filter(|deed| may_undo(deed, now)) {
        let undone = deed::undo(tx, member, one.id).await?;
        restored += undone.tally.restored;
        left += undone.tally.left;
    }
    Ok((restored, left))
}
