//! What is judged about a post: closed words, never facts about a person.

crate::words! {
    /// A question that is judged about a post.
    pub enum JudgementTask {
        /// Which language it is written in: an ISO 639 code.
        Language = "language",
        /// Its mood: a [`Sentiment`].
        Sentiment = "sentiment",
        /// What its author is after: an [`Intent`].
        Intent = "intent",
        /// Whether it needs a reply: `yes` or `no`.
        NeedsReply = "needs_reply",
        /// Whether it is spam: `yes` or `no`.
        Spam = "spam",
    }
}

impl JudgementTask {
    /// The answers that a member may give; none to what is not corrected.
    pub fn answers(self) -> Vec<&'static str> {
        match self {
            Self::Language => Vec::new(),
            Self::Sentiment => Sentiment::ALL.iter().map(|mood| mood.as_str()).collect(),
            Self::Intent => Intent::ALL.iter().map(|intent| intent.as_str()).collect(),
            Self::NeedsReply | Self::Spam => vec!["yes", "no"],
        }
    }
}

crate::words! {
    /// The mood of a post.
    pub enum Sentiment {
        /// Displeased.
        Negative = "negative",
        /// Without mood.
        Neutral = "neutral",
        /// Pleased.
        Positive = "positive",
        /// Strongly both.
        Mixed = "mixed",
    }
}

crate::words! {
    /// What the author of a post is after.
    pub enum Intent {
        /// Says that something is good, or thanks.
        Praise = "praise",
        /// Asks for information.
        Question = "question",
        /// Says that something is bad.
        Complaint = "complaint",
        /// Wants something of their own put right: an order, a booking, an account.
        Case = "case",
        /// Says that something we wrote is wrong.
        Correction = "correction",
        /// Proposes something.
        Idea = "idea",
        /// Wants to buy, book or work together.
        Lead = "lead",
        /// Writes for a newspaper or a programme.
        Press = "press",
        /// About working for us, by those who do or would.
        Staff = "staff",
        /// Somebody may come to harm.
        Safety = "safety",
        /// Threatens with, or asks for, the law.
        Legal = "legal",
        /// Insults or threatens somebody.
        Abuse = "abuse",
        /// Sells what nobody asked for.
        Spam = "spam",
        /// Cheats, or tells of somebody who cheats in our name.
        Fraud = "fraud",
        /// None of these.
        Other = "other",
    }
}

crate::words! {
    /// On what ground a judgement rests.
    pub enum Ground {
        /// What the author declared.
        Declared = "declared",
        /// Its writing belongs to one language.
        Script = "script",
        /// The letters are spread as in this language.
        Letters = "letters",
        /// Words of mood.
        Words = "words",
        /// Emoji or emoticons.
        Emoji = "emoji",
        /// Strong words of both poles.
        BothPoles = "both_poles",
        /// No word of mood where they are known well.
        NoMood = "no_mood",
        /// Likeness to the examples that we wrote.
        Examples = "examples",
        /// Likeness to what members corrected.
        Corrections = "corrections",
        /// It asks.
        Question = "question",
        /// It complains.
        Complaint = "complaint",
        /// It asks for an act.
        Request = "request",
        /// It touches what may not wait: harm, law, fraud, the press.
        Urgent = "urgent",
        /// It thanks.
        Thanks = "thanks",
        /// It praises.
        Praise = "praise",
        /// It says something and asks nothing.
        Statement = "statement",
        /// It has the marks of spam.
        Spam = "spam",
        /// Many links, or links that hide where they lead.
        Links = "links",
        /// The same again and again.
        Repetition = "repetition",
        /// Turns of phrase that only sellers use.
        Phrases = "phrases",
        /// Not enough to judge by.
        TooLittle = "too_little",
        /// No words are known in this language.
        UnknownLanguage = "unknown_language",
        /// The signs do not agree, or are weak.
        Unsure = "unsure",
    }
}
