//! What is to be done to many conversations, as it is asked before.

use model::{Change, CorrectionStep, Disposition, MemberId, Priority, Status};
use store::{StoreError, Tx};
use wording::t;

use super::words::{count, label_name, macro_name, member_name, policy_name, team_name};
use crate::ui::components::name::function;
use crate::ui::inbox::priority;
use crate::ui::owed::words as owed;

/// A change to so many conversations, for whoever looks: "Finish 12 conversations".
pub(crate) async fn asked(tx: &mut Tx, change: &Change, me: MemberId, total: i64) -> Result<String, StoreError> {
    let conversations = t!(count(total); "{count} conversation", "{count} conversations");
    Ok(match change {
        Change::Status { status, .. } => match status {
            Status::Resolved => t!("Finish {conversations}", conversations),
            Status::Archived => t!("Archive {conversations}", conversations),
            Status::Snoozed => t!("Snooze {conversations}", conversations),
            Status::Waiting => t!("Pass the turn in {conversations}", conversations),
            Status::Open | Status::New => t!("Reopen {conversations}", conversations),
        },
        Change::Assign { to: None } => t!("Give back {conversations}", conversations),
        Change::Assign { to: Some(to) } if *to == me => t!("Take {conversations}", conversations),
        Change::Assign { to: Some(to) } => {
            t!("Give {name} {conversations}", name = member_name(tx, *to).await?, conversations)
        }
        Change::Team { to: None } => t!("Take the team off {conversations}", conversations),
        Change::Team { to: Some(to) } => {
            t!("Give {name} {conversations}", name = team_name(tx, *to).await?, conversations)
        }
        Change::HandOver { to: Some(to), .. } => {
            t!("Hand over to {name} {conversations}", name = member_name(tx, *to).await?, conversations)
        }
        Change::HandOver { to: None, .. } => t!("Give back to the teams {conversations}", conversations),
        Change::Decide { disposition: Some(one), .. } => decide(*one, &conversations),
        Change::Decide { disposition: None, .. } => t!("Take the decision back on {conversations}", conversations),
        Change::Merge { .. } => t!("Merge {conversations}", conversations),
        Change::Pin { .. } => t!("Pin {conversations}", conversations),
        Change::Unpin { .. } => t!("Take from the top {conversations}", conversations),
        Change::Link { .. } => t!("Link {conversations}", conversations),
        Change::Unlink { .. } => t!("Take apart {conversations}", conversations),
        Change::Split { .. } => t!("Split {conversations}", conversations),
        Change::Prioritise { priority: Some(one) } => prioritise(*one, &conversations),
        Change::Prioritise { priority: None } => t!("Take the priority off {conversations}", conversations),
        Change::SlaPolicy { policy: None } => t!("Give the clock that fits to {conversations}", conversations),
        Change::SlaPolicy { policy: Some(policy) } => {
            t!("Give the clock “{name}” to {conversations}", name = policy_name(tx, *policy).await?, conversations)
        }
        Change::SetAside => t!("Set aside {conversations}", conversations),
        Change::Relabel { from, to } => {
            let (from, to) = (label_name(tx, *from).await?, label_name(tx, *to).await?);
            t!("Put “{to}” in the place of “{from}” on {conversations}", to, from, conversations)
        }
        Change::Label { label } => {
            t!("Put “{label}” on {conversations}", label = label_name(tx, *label).await?, conversations)
        }
        Change::Unlabel { label } => {
            t!("Take “{label}” off {conversations}", label = label_name(tx, *label).await?, conversations)
        }
        Change::Owe { owing } => t!(
            "Say that {function} owes {kind} on {conversations}",
            function = function(owing.function),
            kind = owed::kind(owing.kind),
            conversations
        ),
        Change::Obligation { .. } => t!("Change what is owed on {conversations}", conversations),
        Change::Commit { .. } => t!("Mark a promise on {conversations}", conversations),
        Change::Commitment { .. } => t!("Change what was promised on {conversations}", conversations),
        Change::HeardElsewhere { heard: Some(_) } => {
            t!("Say where it was heard first in {conversations}", conversations)
        }
        Change::HeardElsewhere { heard: None } => {
            t!("Take back where it was heard first in {conversations}", conversations)
        }
        Change::OwnUp { .. } => t!("Say that we were wrong in {conversations}", conversations),
        Change::Correction { step: CorrectionStep::Withdraw, .. } => {
            t!("Withdraw a correction in {conversations}", conversations)
        }
        Change::Correction { step: CorrectionStep::Restore, .. } => {
            t!("Let a correction stand in {conversations}", conversations)
        }
        Change::Correct { .. } => t!("Correct {conversations}", conversations),
        Change::Macro { applied, .. } => {
            t!("Apply “{name}” to {conversations}", name = macro_name(tx, *applied).await?, conversations)
        }
    })
}

fn decide(disposition: Disposition, conversations: &str) -> String {
    match disposition {
        Disposition::Respond => t!("Answer {conversations}", conversations),
        Disposition::FixFacts => t!("Fix the facts {conversations}", conversations),
        Disposition::Restore => t!("Put it right {conversations}", conversations),
        Disposition::Share => t!("Share it {conversations}", conversations),
        Disposition::Watch => t!("Watch it {conversations}", conversations),
        Disposition::LetStand => t!("Let it stand {conversations}", conversations),
        Disposition::Escalate => t!("Escalate {conversations}", conversations),
    }
}

fn prioritise(to: Priority, conversations: &str) -> String {
    t!("Set “{priority}” on {conversations}", priority = priority::inside(to), conversations)
}
