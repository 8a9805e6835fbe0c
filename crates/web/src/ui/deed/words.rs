//! What was done in words, and the notice with the way back.

use model::{Change, CommitmentAct, CorrectionStep, DeedId, DeedState, MemberId, Status};
use store::deed::Deed;
use store::{StoreError, Tx, label, macros, member, policy, team};

use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::ui::components::plural;
use crate::ui::inbox::address::Beside;
use crate::ui::inbox::{outcome, priority, triage};
use crate::ui::layout::{Notice, Undo};
use crate::ui::owed::words as owed;
use crate::ui::promised::words as promised;

/// What becomes of conversations, in words.
pub(crate) struct Said {
    /// As a question asks it: "Finish".
    pub(crate) to_do: String,
    /// As it is told of one: "Done".
    pub(crate) done: String,
    /// What it is made of, where it is several changes, each as it is told of one.
    pub(crate) each: Vec<String>,
}

/// A change in words, for whoever looks.
pub(crate) async fn said(tx: &mut Tx, change: &Change, me: MemberId) -> Result<Said, StoreError> {
    let said = |to_do: &str, done: &str| Said { to_do: to_do.into(), done: done.into(), each: Vec::new() };
    Ok(match change {
        Change::Status { status, outcome, .. } => match status {
            Status::Resolved => match outcome {
                Some(outcome) => said("Finish", &format!("Done: {}", outcome::came(*outcome))),
                None => said("Finish", "Done"),
            },
            Status::Archived => said("Archive", "Archived, out of sight"),
            Status::Snoozed => said("Snooze", "Put away until later"),
            Status::Waiting => said("Pass the turn in", "It is their turn now"),
            Status::Open | Status::New => said("Reopen", "Open again"),
        },
        Change::Assign { to: None } => said("Give back", "Nobody has it now"),
        Change::Assign { to: Some(to) } if *to == me => said("Take", "You have it now"),
        Change::Assign { to: Some(to) } => {
            let name = member_name(tx, *to).await?;
            said(&format!("Give {name}"), &format!("{name} has it now"))
        }
        Change::Team { to: None } => said("Take the team off", "It is with no team now"),
        Change::Team { to: Some(to) } => {
            let name = team::find(tx, *to).await?.map_or_else(|| "a former team".to_owned(), |team| team.terms.name);
            said(&format!("Give {name}"), &format!("It is with {name} now"))
        }
        Change::HandOver { from, to } => {
            let from = member_name(tx, *from).await?;
            match to {
                Some(to) => {
                    let to = member_name(tx, *to).await?;
                    said(&format!("Hand over to {to}"), &format!("{to} has what {from} had"))
                }
                None => said("Give back to the teams", &format!("{from} has them no more; their teams do")),
            }
        }
        Change::Decide { disposition: Some(one), .. } => said(triage::imperative(*one), &triage::told(Some(*one))),
        Change::Decide { disposition: None, .. } => said("Take the decision back on", &triage::told(None)),
        Change::Merge { .. } => said("Merge", "Merged; everything said in either stands here"),
        Change::Pin { .. } => said("Pin", "It stands at the top of your lists"),
        Change::Unpin { .. } => said("Take from the top", "It stands at the top of your lists no more"),
        Change::Link { .. } => said("Link", "They belong together; each is shown beside the other"),
        Change::Unlink { .. } => said("Take apart", "They belong together no more"),
        Change::Split { .. } => said("Split", "Split off; it has a conversation of its own"),
        Change::Prioritise { priority } => {
            let to_do = priority.map_or_else(|| "Take the priority off".to_owned(), |one| format!("Set “{one}” on"));
            said(&to_do, &priority::told(*priority))
        }
        Change::SlaPolicy { policy: None } => {
            said("Give the clock that fits to", "It is answered by the clock that fits")
        }
        Change::SlaPolicy { policy: Some(policy) } => {
            let name = policy::find(tx, *policy).await?.map_or_else(|| "a former clock".to_owned(), |found| found.name);
            said(&format!("Give the clock “{name}” to"), &format!("It is answered by the clock “{name}”"))
        }
        Change::SetAside => said("Set aside", "It stands aside, with spam"),
        Change::Relabel { from, to } => {
            let (from, to) = (label_name(tx, *from).await?, label_name(tx, *to).await?);
            said(&format!("Put “{to}” in the place of “{from}” on"), &format!("“{to}” is in the place of “{from}”"))
        }
        Change::Label { label } => {
            let name = label_name(tx, *label).await?;
            said(&format!("Put “{name}” on"), &format!("“{name}” is on it"))
        }
        Change::Unlabel { label } => {
            let name = label_name(tx, *label).await?;
            said(&format!("Take “{name}” off"), &format!("“{name}” is off it"))
        }
        Change::Owe { owing } => {
            let (by, kind) = (owed::function(owing.function), owed::kind(owing.kind));
            said(&format!("Say that {} owes {kind} on", by.to_lowercase()), &format!("{by} owes {kind} now"))
        }
        Change::Obligation { step, .. } => said("Change what is owed on", owed::told(step.act())),
        Change::Commit { .. } => said("Mark a promise on", promised::told(CommitmentAct::Commit)),
        Change::Commitment { step, .. } => said("Change what was promised on", promised::told(step.act())),
        Change::HeardElsewhere { heard: Some(_) } => {
            said("Say where it was heard first in", "It is kept where it was heard first")
        }
        Change::HeardElsewhere { heard: None } => {
            said("Take back where it was heard first in", "It was not heard elsewhere first")
        }
        Change::OwnUp { .. } => said("Say that we were wrong in", "It stands: we were wrong, and said so"),
        Change::Correction { step: CorrectionStep::Withdraw, .. } => {
            said("Withdraw a correction in", "Withdrawn; what people read stays as it is")
        }
        Change::Correction { step: CorrectionStep::Restore, .. } => {
            said("Let a correction stand in", "It stands: we were wrong, and said so")
        }
        Change::Correct { .. } => said("Correct", "Your word stands"),
        Change::Macro { applied, changes } => {
            let found = macros::find(tx, *applied).await?;
            let name = found.map_or_else(|| "a former macro".to_owned(), |found| found.terms.name);
            let mut each = Vec::new();
            for change in changes {
                each.push(Box::pin(self::said(tx, change, me)).await?.done);
            }
            Said { each, ..said(&format!("Apply “{name}” to"), &format!("“{name}” is applied")) }
        }
    })
}

async fn member_name(tx: &mut Tx, id: MemberId) -> Result<String, StoreError> {
    Ok(member::find(tx, id).await?.map_or_else(|| "a former member".to_owned(), |member| member.name))
}

async fn label_name(tx: &mut Tx, id: model::LabelId) -> Result<String, StoreError> {
    Ok(label::find(tx, id).await?.map(|label| label.name).unwrap_or_default())
}

/// A count of rows as pages have it.
pub(crate) fn count(rows: i64) -> usize {
    usize::try_from(rows).unwrap_or_default()
}

/// What became of a deed, as sentences.
pub(crate) fn outcome(deed: &Deed, said: &Said) -> String {
    let tally = deed.tally;
    let conversations = |number: i64| plural(count(number), "conversation", "conversations");
    let mut sentences = Vec::new();
    match deed.state {
        DeedState::Undone if tally.total == 1 && tally.restored == 1 => sentences.push("Taken back.".to_owned()),
        DeedState::Undone if tally.total == 1 && !said.each.is_empty() => {
            sentences.push("Taken back, but for what somebody changed meanwhile.".to_owned());
        }
        DeedState::Undone if tally.total == 1 => {
            sentences.push("Left as it is: somebody changed it meanwhile.".to_owned());
        }
        DeedState::Undone => {
            sentences.push(format!("Taken back: {} as before.", conversations(tally.restored)));
            if tally.left > 0 && !said.each.is_empty() {
                let left = plural(count(tally.left), "other", "others");
                sentences.push(format!("In {left} what somebody changed meanwhile is as they have it."));
            } else if tally.left > 0 {
                let left = plural(count(tally.left), "was", "were");
                sentences.push(format!("{left} left alone, since somebody changed something there meanwhile."));
            }
        }
        _ if tally.total == 1 && tally.changed == 1 => sentences.push(format!("{}.", said.done)),
        _ => {
            sentences.push(format!("{}: {}.", said.done, conversations(tally.changed)));
            if tally.already > 0 {
                sentences.push(format!("{} so already.", plural(count(tally.already), "was", "were")));
            }
            if tally.refused > 0 {
                sentences.push(format!("{} could not be changed.", conversations(tally.refused)));
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
