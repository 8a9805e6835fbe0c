//! What the tree of triage would ask about words that were judged: a hint for whoever decides, never a decision.
//!
//! After the response assessment of the United States Air Force (2009, public domain). Unlike it, truth is asked before
//! tone, and a critic who finds fault with reasons, and is no customer, is answered.

use model::{Disposition, Intent, JudgementTask, Relation, Sentiment, Stance};
use store::judgement::Judgement;
use store::regard::Regard;

/// What to ask oneself before deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// May harm, law, fraud or the press be in it?
    WhoMustKnow,
    /// Somebody says that we were wrong: are they right?
    AreTheyRight,
    /// It is no customer who finds fault: is it true?
    IsTheCriticRight,
    /// Is it true, and did something go wrong for them?
    WhatWentWrong,
    /// Is there something true in it besides the insult?
    HasItATrueCore,
    /// They ask something: who knows the answer?
    WhoKnows,
    /// Would others like to hear it?
    WouldOthersLikeIt,
    /// Is it said to us at all?
    IsItForUs,
}

impl Question {
    /// Which decisions its answers lead to, the likeliest first.
    pub const fn leads_to(self) -> &'static [Disposition] {
        use Disposition::{Escalate, FixFacts, LetStand, Respond, Restore, Share, Watch};
        match self {
            Self::WhoMustKnow => &[Escalate],
            Self::AreTheyRight | Self::IsTheCriticRight => &[Respond, FixFacts],
            Self::WhatWentWrong => &[Restore, FixFacts],
            Self::HasItATrueCore => &[Watch, Respond],
            Self::WhoKnows => &[Respond],
            Self::WouldOthersLikeIt => &[Share, Respond],
            Self::IsItForUs => &[LetStand],
        }
    }

    /// The question for words that were judged so, by somebody who is judged to stand so; none where too little is known.
    pub fn about(judgements: &[Judgement], regards: &[Regard]) -> Option<Self> {
        let word = |task| judgements.iter().find(|one| one.task == task).and_then(|one| one.value.as_deref());
        let is = |value: &str| regards.iter().any(|one| one.value == value);
        let finds_fault = is(Stance::Critic.as_str()) || is(Stance::Hostile.as_str());
        let is_customer = is(Relation::Customer.as_str());
        if is(Relation::Press.as_str()) || is(Relation::Regulator.as_str()) {
            return Some(Self::WhoMustKnow);
        }
        match word(JudgementTask::Intent).and_then(Intent::from_word) {
            Some(Intent::Safety | Intent::Legal | Intent::Fraud | Intent::Press) => Some(Self::WhoMustKnow),
            Some(Intent::Spam) => Some(Self::IsItForUs),
            Some(Intent::Correction) => Some(Self::AreTheyRight),
            Some(Intent::Abuse) => Some(Self::HasItATrueCore),
            Some(Intent::Complaint) if finds_fault && !is_customer => Some(Self::IsTheCriticRight),
            Some(Intent::Complaint | Intent::Case) => Some(Self::WhatWentWrong),
            Some(Intent::Question | Intent::Idea | Intent::Lead | Intent::Staff) => Some(Self::WhoKnows),
            Some(Intent::Praise) => Some(Self::WouldOthersLikeIt),
            Some(Intent::Other) | None => match word(JudgementTask::Sentiment).and_then(Sentiment::from_word) {
                Some(Sentiment::Negative | Sentiment::Mixed) if finds_fault => Some(Self::IsTheCriticRight),
                Some(Sentiment::Negative | Sentiment::Mixed) => Some(Self::WhatWentWrong),
                _ if word(JudgementTask::NeedsReply) == Some("yes") => Some(Self::WhoKnows),
                _ if word(JudgementTask::NeedsReply) == Some("no") => Some(Self::IsItForUs),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Ground;

    use super::*;

    fn judged(pairs: &[(JudgementTask, &str)]) -> Vec<Judgement> {
        let one = |(task, value): &(JudgementTask, &str)| Judgement {
            task: *task,
            value: Some((*value).to_owned()),
            confidence_percent: 90,
            ground: Ground::Examples,
            member: None,
        };
        pairs.iter().map(one).collect()
    }

    fn stands(value: &str) -> Regard {
        Regard {
            author: 1.into(),
            topic: None,
            value: value.to_owned(),
            confidence_percent: 80,
            evidence: Vec::new(),
            member: None,
            expires_at: jiff::Timestamp::MAX,
        }
    }

    #[test]
    fn truth_is_asked_before_tone() {
        let insult = judged(&[(JudgementTask::Intent, "abuse"), (JudgementTask::Sentiment, "negative")]);
        assert_eq!(Question::about(&insult, &[]), Some(Question::HasItATrueCore));
        let complaint = judged(&[(JudgementTask::Intent, "complaint"), (JudgementTask::Sentiment, "negative")]);
        assert_eq!(Question::about(&complaint, &[]), Some(Question::WhatWentWrong));
    }

    #[test]
    fn a_critic_who_is_no_customer_is_answered_and_not_watched() {
        let complaint = judged(&[(JudgementTask::Intent, "complaint")]);
        let question = Question::about(&complaint, &[stands("critic")]).unwrap();
        assert_eq!(question, Question::IsTheCriticRight);
        assert!(question.leads_to().iter().all(|one| !one.is_silence()));
        let of_customer = Question::about(&complaint, &[stands("critic"), stands("customer")]);
        assert_eq!(of_customer, Some(Question::WhatWentWrong));
    }

    #[test]
    fn whoever_writes_for_a_newspaper_is_for_those_with_more_say_whatever_they_ask() {
        let asks = judged(&[(JudgementTask::Intent, "question")]);
        assert_eq!(Question::about(&asks, &[stands("press")]), Some(Question::WhoMustKnow));
        assert_eq!(Question::about(&asks, &[]), Some(Question::WhoKnows));
    }

    #[test]
    fn nothing_judged_gives_no_hint() {
        assert_eq!(Question::about(&[], &[]), None);
    }
}
