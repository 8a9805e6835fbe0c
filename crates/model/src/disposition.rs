//! What triage decides about a conversation.

crate::words! {
    /// What is to become of a conversation, decided by a member. There is no deleting among them.
    ///
    /// After the response-assessment tree of the United States Air Force (2009, public domain), with truth asked before
    /// tone.
    pub enum Disposition {
        /// Somebody of ours answers.
        Respond = "respond",
        /// What is said is not so; an answer brings the facts and where they stand.
        FixFacts = "fix_facts",
        /// Something went wrong for them; it is put right, and they are told.
        Restore = "restore",
        /// It is good, and others shall hear of it.
        Share = "share",
        /// Nothing is said for now; it is looked at again at a set time.
        Watch = "watch",
        /// Nothing is said, for a reason.
        LetStand = "let_stand",
        /// Somebody with more say decides.
        Escalate = "escalate",
    }
}

crate::words! {
    /// Why nothing is said.
    pub enum SilenceReason {
        /// It asks for nothing, and nothing would be added.
        NothingToAdd = "nothing_to_add",
        /// People talk among themselves, or of something else.
        NotForUs = "not_for_us",
        /// Somebody outside said what we would have said.
        AnsweredByOthers = "answered_by_others",
        /// A joke, or satire.
        Jest = "jest",
        /// It was written to provoke; an answer would feed it.
        Provocation = "provocation",
        /// Law or privacy forbids to speak of it.
        MayNotSpeak = "may_not_speak",
    }
}

impl Disposition {
    /// Whether it means that nothing is said, for now or at all.
    pub const fn is_silence(self) -> bool {
        matches!(self, Self::Watch | Self::LetStand)
    }

    /// Whether somebody of ours owes an act after it.
    pub const fn owes_an_act(self) -> bool {
        !self.is_silence()
    }
}
