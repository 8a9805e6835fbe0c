//! Which answers wait until a second person has looked at them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{CalendarId, MemberId, Role, TeamId, first_id_at};

crate::words! {
    /// What happens to an answer that nobody approved in time.
    pub enum ApprovalFallback {
        /// It goes on waiting, and everybody who may approve is told.
        Remind = "remind",
        /// It is sent as it is, unless somebody wrote since.
        Send = "send",
        /// Its author gets it back.
        Return = "return",
    }
}

crate::words! {
    /// Why an answer needs approval.
    pub enum ApprovalGround {
        /// The policy is for every answer.
        Everything = "everything",
        /// Something that is said in the conversation, the answer included, meets the policy's condition.
        Condition = "condition",
        /// The policy's condition can no longer be read, so nobody can say that it is not met.
        Unreadable = "unreadable",
        /// Whoever wrote it joined not long ago.
        NewMember = "new_member",
        /// The role of whoever wrote it.
        Role = "role",
    }
}

crate::words! {
    /// What became of an answer that needed approval.
    pub enum ApprovalOutcome {
        /// It was approved as it was.
        Approved = "approved",
        /// It was approved with other words.
        Edited = "edited",
        /// It was returned to its author.
        Returned = "returned",
        /// It was taken back before anybody decided.
        Withdrawn = "withdrawn",
        /// Nobody decided in time, and it was sent as it was.
        SentLate = "sent_late",
        /// Nobody decided in time, or it can no longer go out, and its author has it back.
        ReturnedLate = "returned_late",
    }
}

/// Which answers a policy is for, who approves them, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApprovalTerms {
    /// In the query language: for answers where something said in the conversation meets it; everywhere when empty.
    pub query: String,
    /// For answers of members who joined fewer days ago than that; of everybody without.
    pub new_member_days: Option<u32>,
    /// For answers of members of these roles; of all when empty.
    pub roles: Vec<Role>,
    /// The team whose members approve, of those who may; all who may without one.
    pub team: Option<TeamId>,
    /// Within how many minutes of working time somebody is to decide; without a deadline when `None`.
    pub deadline_minutes: Option<u32>,
    /// In whose hours is counted; `None` in those of the usual calendar, and day and night where there is none.
    pub calendar: Option<CalendarId>,
    /// What happens when nobody did.
    pub fallback: ApprovalFallback,
}

impl Default for ApprovalTerms {
    fn default() -> Self {
        Self {
            query: String::new(),
            new_member_days: None,
            roles: Vec::new(),
            team: None,
            deadline_minutes: None,
            calendar: None,
            fallback: ApprovalFallback::Remind,
        }
    }
}

impl ApprovalTerms {
    /// Whether it is for what a member writes, whatever is said where.
    pub fn is_for(&self, member: MemberId, role: Role, now: Timestamp) -> bool {
        let is_of_role = self.roles.is_empty() || self.roles.contains(&role);
        is_of_role && self.new_member_days.is_none_or(|days| has_joined_within(member, days, now))
    }

    /// Why an answer of somebody whom it is for needs approval, given that its condition is met or cannot be read.
    pub fn grounds(&self, is_readable: bool) -> Vec<ApprovalGround> {
        let condition = if is_readable { ApprovalGround::Condition } else { ApprovalGround::Unreadable };
        let mut grounds = Vec::new();
        grounds.extend((!self.query.is_empty()).then_some(condition));
        grounds.extend(self.new_member_days.map(|_| ApprovalGround::NewMember));
        grounds.extend((!self.roles.is_empty()).then_some(ApprovalGround::Role));
        if grounds.is_empty() {
            grounds.push(ApprovalGround::Everything);
        }
        grounds
    }

    /// Within what time somebody is to decide, in working time.
    pub fn deadline(&self) -> Option<SignedDuration> {
        self.deadline_minutes.map(|minutes| SignedDuration::from_mins(minutes.into()))
    }
}

/// A member's id is given when they join, so it tells when that was.
fn has_joined_within(member: MemberId, days: u32, now: Timestamp) -> bool {
    let since = now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN);
    member.0 >= first_id_at(since)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Clock, Ids, ManualClock};

    #[test]
    fn a_policy_for_new_members_is_for_those_who_joined_within_its_days() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let member: MemberId = Ids::new(clock.clone(), 7).next();
        let terms = ApprovalTerms { new_member_days: Some(30), ..ApprovalTerms::default() };
        assert!(terms.is_for(member, Role::Member, clock.now()));
        clock.set("2026-12-23T09:59:59Z");
        assert!(terms.is_for(member, Role::Member, clock.now()));
        clock.set("2026-12-23T10:00:01Z");
        assert!(!terms.is_for(member, Role::Member, clock.now()));
    }

    #[test]
    fn every_part_has_to_hold_and_is_a_ground() {
        let terms = ApprovalTerms {
            query: "relation:press".into(),
            new_member_days: Some(30),
            roles: vec![Role::Member],
            ..ApprovalTerms::default()
        };
        let (old, now) = (MemberId(1), "2026-11-23T10:00:00Z".parse().unwrap());
        let new = MemberId(first_id_at(now));
        assert!(terms.is_for(new, Role::Member, now));
        assert!(!terms.is_for(new, Role::Manager, now) && !terms.is_for(old, Role::Member, now));
        let of_author = [ApprovalGround::NewMember, ApprovalGround::Role];
        assert_eq!(terms.grounds(true), [&[ApprovalGround::Condition], &of_author[..]].concat());
        assert_eq!(terms.grounds(false), [&[ApprovalGround::Unreadable], &of_author[..]].concat());
        assert_eq!(ApprovalTerms::default().grounds(true), [ApprovalGround::Everything]);
    }
}
