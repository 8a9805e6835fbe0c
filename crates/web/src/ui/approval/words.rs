//! Why an answer needs approval and what became of it, in words.

use model::{ApprovalGround, ApprovalOutcome, ApprovalPolicyId};
use wording::t;

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

/// One ground, as it stands behind "since".
fn ground(ground: ApprovalGround) -> &'static str {
    match ground {
        ApprovalGround::Everything => t!("since …": "it is for every answer"),
        ApprovalGround::Condition => t!("since …": "what is said here meets its condition"),
        ApprovalGround::Unreadable => t!("since …": "its condition can no longer be read"),
        ApprovalGround::NewMember => t!("since …": "whoever wrote it joined not long ago"),
        ApprovalGround::Role => t!("since …": "it is for the role of whoever wrote it"),
    }
}

/// Why a policy is for an answer, as a part of a sentence.
pub(crate) fn because(grounds: &[ApprovalGround]) -> String {
    let mut said = grounds.iter().copied().map(ground);
    let first = said.next().unwrap_or_default().to_owned();
    said.fold(first, |one, other| t!("{one}, and {other}", one, other))
}

/// What became of it, by whom.
pub(crate) fn became(outcome: ApprovalOutcome, by: Option<&str>) -> String {
    let who = by.unwrap_or("Coffeehouse");
    match outcome {
        ApprovalOutcome::Approved => t!("Approved by {who}", who),
        ApprovalOutcome::Edited => t!("Approved by {who}, with other words", who),
        ApprovalOutcome::Returned => t!("Returned by {who}", who),
        ApprovalOutcome::Withdrawn => match by {
            Some(by) => t!("Taken back by {by} before anybody decided", by),
            None => t!("Taken back before anybody decided").to_owned(),
        },
        ApprovalOutcome::SentLate => t!("Nobody decided in time: sent as it was").to_owned(),
        ApprovalOutcome::ReturnedLate => t!("Its author has it back, since nobody decided").to_owned(),
    }
}
