//! What was done in words, and the notice with the way back.

use model::{
    Change, CommitmentAct, CorrectionStep, DeedId, DeedState, LabelId, MacroId, MemberId, SlaPolicyId, Status, TeamId,
};
use store::deed::Deed;
use store::{StoreError, Tx, label, macros, member, policy, team};
use wording::t;

use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::ui::inbox::address::Beside;
use crate::ui::inbox::{outcome, priority, triage};
use crate::ui::layout::{Notice, Undo};
use crate::ui::owed::words as owed;
use crate::ui::promised::words as promised;

/// What became of conversations, in words.
pub(crate) struct Said {
    /// As it is told of one: "Done".
    pub(crate) done: String,
    /// What it is made of, where it is several changes, each as it is told of one.
    pub(crate) each: Vec<String>,
}

/// A change in words, for whoever looks.
pub(crate) async fn said(tx: &mut Tx, change: &Change, me: MemberId) -> Result<Said, StoreError> {
    let mut each = Vec::new();
    if let Change::Macro { changes, .. } = change {
        for one in changes {
            each.push(done(tx, one, me).await?);
        }
    }
    Ok(Said { done: done(tx, change, me).await?, each })
}

async fn done(tx: &mut Tx, change: &Change, me: MemberId) -> Result<String, StoreError> {
    Ok(match change {
        Change::Status { status, outcome, .. } => match status {
            Status::Resolved => match outcome {
                Some(outcome) => t!("Done: {outcome}", outcome = outcome::came(*outcome)),
                None => t!("Done").into(),
            },
            Status::Archived => t!("Archived, out of sight").into(),
            Status::Snoozed => t!("Put away until later").into(),
            Status::Waiting => t!("It is their turn now").into(),
            Status::Open | Status::New => t!("Open again").into(),
        },
        Change::Assign { to: None } => t!("Nobody has it now").into(),
        Change::Assign { to: Some(to) } if *to == me => t!("You have it now").into(),
        Change::Assign { to: Some(to) } => t!("{name} has it now", name = member_name(tx, *to).await?),
        Change::Team { to: None } => t!("It is with no team now").into(),
        Change::Team { to: Some(to) } => t!("It is with {team} now", team = team_name(tx, *to).await?),
        Change::HandOver { from, to } => {
            let from = member_name(tx, *from).await?;
            match to {
                Some(to) => t!("{to} has what {from} had", to = member_name(tx, *to).await?, from),
                None => t!("{from} has them no more; their teams do", from),
            }
        }
        Change::Decide { disposition, .. } => triage::told(*disposition),
        Change::Merge { .. } => t!("Merged; everything said in either stands here").into(),
        Change::Pin { .. } => t!("It stands at the top of your lists").into(),
        Change::Unpin { .. } => t!("It stands at the top of your lists no more").into(),
        Change::Link { .. } => t!("They belong together; each is shown beside the other").into(),
        Change::Unlink { .. } => t!("They belong together no more").into(),
        Change::Split { .. } => t!("Split off; it has a conversation of its own").into(),
        Change::Prioritise { priority } => priority::told(*priority),
        Change::SlaPolicy { policy: None } => t!("It is answered by the clock that fits").into(),
        Change::SlaPolicy { policy: Some(policy) } => {
            t!("It is answered by the clock “{name}”", name = policy_name(tx, *policy).await?)
        }
        Change::SetAside => t!("It stands aside, with spam").into(),
        Change::Relabel { from, to } => {
            let (from, to) = (label_name(tx, *from).await?, label_name(tx, *to).await?);
            t!("“{to}” is in the place of “{from}”", to, from)
        }
        Change::Label { label } => t!("“{label}” is on it", label = label_name(tx, *label).await?),
        Change::Unlabel { label } => t!("“{label}” is off it", label = label_name(tx, *label).await?),
        Change::Owe { owing } => {
            t!("{function} owes {kind} now", function = owed::function(owing.function), kind = owed::kind(owing.kind))
        }
        Change::Obligation { step, .. } => owed::told(step.act()).into(),
        Change::Commit { .. } => promised::told(CommitmentAct::Commit).into(),
        Change::Commitment { step, .. } => promised::told(step.act()).into(),
        Change::HeardElsewhere { heard: Some(_) } => t!("It is kept where it was heard first").into(),
        Change::HeardElsewhere { heard: None } => t!("It was not heard elsewhere first").into(),
        Change::OwnUp { .. } | Change::Correction { step: CorrectionStep::Restore, .. } => {
            t!("It stands: we were wrong, and said so").into()
        }
        Change::Correction { step: CorrectionStep::Withdraw, .. } => {
            t!("Withdrawn; what people read stays as it is").into()
        }
        Change::Correct { .. } => t!("Your word stands").into(),
        Change::Macro { applied, .. } => t!("“{name}” is applied", name = macro_name(tx, *applied).await?),
    })
}

pub(super) async fn member_name(tx: &mut Tx, id: MemberId) -> Result<String, StoreError> {
    Ok(member::find(tx, id).await?.map_or_else(|| t!("a former member").to_owned(), |member| member.name))
}

pub(super) async fn team_name(tx: &mut Tx, id: TeamId) -> Result<String, StoreError> {
    Ok(team::find(tx, id).await?.map_or_else(|| t!("a former team").to_owned(), |team| team.terms.name))
}

pub(super) async fn policy_name(tx: &mut Tx, id: SlaPolicyId) -> Result<String, StoreError> {
    Ok(policy::find(tx, id).await?.map_or_else(|| t!("a former clock").to_owned(), |found| found.name))
}

pub(super) async fn label_name(tx: &mut Tx, id: LabelId) -> Result<String, StoreError> {
    Ok(label::find(tx, id).await?.map(|label| label.name).unwrap_or_default())
}

pub(super) async fn macro_name(tx: &mut Tx, id: MacroId) -> Result<String, StoreError> {
    Ok(macros::find(tx, id).await?.map_or_else(|| t!("a former macro").to_owned(), |found| found.terms.name))
}

/// A count of rows as pages have it.
pub(crate) fn count(rows: i64) -> usize {
    usize::try_from(rows).unwrap_or_default()
}

/// What became of a deed, as sentences.
pub(crate) fn outcome(deed: &Deed, said: &Said) -> String {
    let tally = deed.tally;
    let mut sentences = Vec::new();
    match deed.state {
        DeedState::Undone if tally.total == 1 && tally.restored == 1 => sentences.push(t!("Taken back.").to_owned()),
        DeedState::Undone if tally.total == 1 && !said.each.is_empty() => {
            sentences.push(t!("Taken back, but for what somebody changed meanwhile.").to_owned());
        }
        DeedState::Undone if tally.total == 1 => {
            sentences.push(t!("Left as it is: somebody changed it meanwhile.").to_owned());
        }
        DeedState::Undone => {
            sentences.push(t!(
                count(tally.restored);
                "Taken back: {count} conversation as before.",
                "Taken back: {count} conversations as before."
            ));
            if tally.left > 0 && !said.each.is_empty() {
                sentences.push(t!(
                    count(tally.left);
                    "In {count} other what somebody changed meanwhile is as they have it.",
                    "In {count} others what somebody changed meanwhile is as they have it."
                ));
            } else if tally.left > 0 {
                sentences.push(t!(
                    count(tally.left);
                    "{count} was left alone, since somebody changed something there meanwhile.",
                    "{count} were left alone, since somebody changed something there meanwhile."
                ));
            }
        }
        _ if tally.total == 1 && tally.changed == 1 => sentences.push(format!("{}.", said.done)),
        _ => {
            sentences.push(t!(
                count(tally.changed);
                "{done}: {count} conversation.",
                "{done}: {count} conversations.",
                done = said.done
            ));
            if tally.already > 0 {
                sentences.push(t!(count(tally.already); "{count} was so already.", "{count} were so already."));
            }
            if tally.refused > 0 {
                sentences.push(t!(
                    count(tally.refused);
                    "{count} conversation could not be changed.",
                    "{count} conversations could not be changed."
                ));
            }
        }
    }
    sentences.join(" ")
}

/// What was just done, with the way back to this address.
pub(crate) async fn notice(tx: &mut Tx, who: &SignedIn, beside: &Beside, back: &str) -> Answer<Option<Notice>> {
    let Some(id) = beside.did.map(DeedId) else { return Ok(None) };
    let Ok(deed) = inbox::find_deed(tx, &who.member, id).await else { return Ok(None) };
    if deed.state.is_moving() || deed.member != who.member.id {
        return Ok(None);
    }
    let said = said(tx, &deed.change, who.member.id).await?;
    let undo = inbox::may_undo(&deed, tx.now())
        .then(|| Undo { action: format!("/bulk/{id}/undo"), fields: vec![("back".into(), back.to_owned())] });
    let is_bad = deed.state == DeedState::Undone && deed.tally.restored == 0;
    Ok(Some(Notice { text: outcome(&deed, &said), undo, is_bad }))
}
