//! Why an answer needs approval and what became of it, in words.

use model::{ApprovalGround, ApprovalOutcome, ApprovalPolicyId};

/// What asks for approval, by name, and why.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which policy.
    pub policy: ApprovalPolicyId,
    /// Its name.
    pub name: String,
    /// Why it is for the answer.
    pub grounds: Vec<ApprovalGround>,
}

/// One ground.
const fn ground(ground: ApprovalGround) -> &'static str {
    match ground {
        ApprovalGround::Everything => "it is for every answer",
        ApprovalGround::Condition => "what is said here meets its condition",
        ApprovalGround::Unreadable => "its condition can no longer be read",
        ApprovalGround::NewMember => "whoever wrote it joined not long ago",
        ApprovalGround::Role => "it is for the role of whoever wrote it",
    }
}

/// Why a policy is for an answer, as a part of a sentence.
pub(crate) fn because(grounds: &[ApprovalGround]) -> String {
    grounds.iter().copied().map(ground).collect::<Vec<_>>().join(", and ")
}

/// What became of it, by whom.
pub(crate) fn became(outcome: ApprovalOutcome, by: Option<&str>) -> String {
    let who = by.unwrap_or("Coffeehouse");
    match outcome {
        ApprovalOutcome::Approved => format!("Approved by {who}"),
        ApprovalOutcome::Edited => format!("Approved by {who}, with other words"),
        ApprovalOutcome::Returned => format!("Returned by {who}"),
        ApprovalOutcome::Withdrawn => match by {
            Some(by) => format!("Taken back by {by} before anybody decided"),
            None => "Taken back before anybody decided".to_owned(),
        },
        ApprovalOutcome::SentLate => "Nobody decided in time: sent as it was".to_owned(),
        ApprovalOutcome::ReturnedLate => "Its author has it back, since nobody decided".to_owned(),
    }
}
