//! How soon whom is answered.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{CalendarId, ChannelId, Priority, Relation};

crate::words! {
    /// What is timed.
    pub enum SlaKind {
        /// From the person's first words to our first answer.
        FirstResponse = "first_response",
        /// From words of the person after an answer of ours to the next answer.
        NextResponse = "next_response",
        /// From the person's first words until the conversation is done.
        Resolution = "resolution",
    }
}

/// What a policy promises, and to whom. Lengths are seconds of working time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlaTerms {
    /// Within what the first answer is due; `None` promises nothing.
    pub first_response_seconds: Option<i64>,
    /// Within what each further answer is due.
    pub next_response_seconds: Option<i64>,
    /// Within what it is done.
    pub resolution_seconds: Option<i64>,
    /// How long before a deadline is warned; 0 warns not at all.
    pub warning_seconds: i64,
    /// Whether clocks stand still while a conversation is snoozed.
    pub pauses_when_snoozed: bool,
    /// Whether the clock of resolution stands still while it is the person's turn. One that times an answer goes on until
    /// the answer is out.
    pub pauses_when_waiting: bool,
    /// In whose hours is counted; `None` in those of the usual calendar, and day and night where there is none.
    pub calendar: Option<CalendarId>,
    /// For conversations on one of these channels; on any when empty.
    pub channels: Vec<ChannelId>,
    /// For people of one of these relations; for anybody when empty.
    pub relations: Vec<Relation>,
    /// For conversations of one of these priorities; of any, and of none, when empty.
    pub priorities: Vec<Priority>,
    /// Whether it leaves out conversations that are judged to need no answer.
    pub needs_reply_only: bool,
}

impl SlaTerms {
    /// Within what something is due, in working time.
    pub fn target(&self, kind: SlaKind) -> Option<SignedDuration> {
        let seconds = match kind {
            SlaKind::FirstResponse => self.first_response_seconds,
            SlaKind::NextResponse => self.next_response_seconds,
            SlaKind::Resolution => self.resolution_seconds,
        };
        seconds.map(SignedDuration::from_secs)
    }

    /// Whether it is for a conversation.
    pub fn is_for(&self, it: &SlaSubject<'_>) -> bool {
        (self.channels.is_empty() || self.channels.contains(&it.channel))
            && (self.relations.is_empty() || self.relations.iter().any(|wanted| it.relations.contains(wanted)))
            && (self.priorities.is_empty() || it.priority.is_some_and(|one| self.priorities.contains(&one)))
            && (it.needs_reply || !self.needs_reply_only)
    }
}

/// What a policy asks of a conversation.
#[derive(Clone, Copy, Debug)]
pub struct SlaSubject<'a> {
    /// On which channel it is held.
    pub channel: ChannelId,
    /// What the person is to us.
    pub relations: &'a [Relation],
    /// How soon it is to be looked at.
    pub priority: Option<Priority>,
    /// Whether an answer is judged to be needed.
    pub needs_reply: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_for_whoever_meets_each_of_its_conditions() {
        let of = |channel, relations| SlaSubject { channel, relations, priority: None, needs_reply: true };
        let press = of(ChannelId(1), &[Relation::Press]);
        let anybody = SlaTerms::default();
        assert!(anybody.is_for(&of(ChannelId(1), &[])));
        let terms = SlaTerms {
            channels: vec![ChannelId(1)],
            relations: vec![Relation::Press, Relation::Customer],
            needs_reply_only: true,
            ..SlaTerms::default()
        };
        assert!(terms.is_for(&press) && terms.is_for(&of(ChannelId(1), &[Relation::Community, Relation::Customer])));
        assert!(!terms.is_for(&of(ChannelId(2), &[Relation::Press])), "another channel");
        assert!(!terms.is_for(&of(ChannelId(1), &[Relation::Unknown])), "another relation");
        assert!(!terms.is_for(&SlaSubject { needs_reply: false, ..press }), "no answer is needed");
        let urgent = SlaTerms { priorities: vec![Priority::Urgent, Priority::High], ..SlaTerms::default() };
        assert!(urgent.is_for(&SlaSubject { priority: Some(Priority::High), ..press }));
        assert!(!urgent.is_for(&SlaSubject { priority: Some(Priority::Low), ..press }) && !urgent.is_for(&press));
    }
}
