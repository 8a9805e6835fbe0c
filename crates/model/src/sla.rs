//! How soon whom is answered.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{CalendarId, ChannelId, Relation};

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

    /// Whether it is for a conversation on a channel, with somebody of these relations, of which an answer is needed or not.
    pub fn is_for(&self, channel: ChannelId, relations: &[Relation], needs_reply: bool) -> bool {
        (self.channels.is_empty() || self.channels.contains(&channel))
            && (self.relations.is_empty() || self.relations.iter().any(|wanted| relations.contains(wanted)))
            && (needs_reply || !self.needs_reply_only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_for_whoever_meets_each_of_its_conditions() {
        let (press, customer) = (&[Relation::Press][..], &[Relation::Customer, Relation::Community][..]);
        let anybody = SlaTerms::default();
        assert!(anybody.is_for(ChannelId(1), &[], false));
        let terms = SlaTerms {
            channels: vec![ChannelId(1)],
            relations: vec![Relation::Press, Relation::Customer],
            needs_reply_only: true,
            ..SlaTerms::default()
        };
        assert!(terms.is_for(ChannelId(1), press, true) && terms.is_for(ChannelId(1), customer, true));
        assert!(!terms.is_for(ChannelId(2), press, true), "another channel");
        assert!(!terms.is_for(ChannelId(1), &[Relation::Unknown], true), "another relation");
        assert!(!terms.is_for(ChannelId(1), press, false), "no answer is needed");
    }
}
