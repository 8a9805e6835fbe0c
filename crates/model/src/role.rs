//! What a member may do.

crate::words! {
    /// The role of a member.
    pub enum Role {
        /// Owns the server: everything, and the other owners.
        Owner = "owner",
        /// Sets up channels, topics, rules, targets, and members.
        Manager = "manager",
        /// Answers.
        Member = "member",
        /// Reads everything that the team does, approves answers, and leads.
        Leader = "leader",
        /// Has a reader's seat.
        Colleague = "colleague",
    }
}

crate::words! {
    /// Something that a role allows.
    pub enum Right {
        /// See the floor: who talks about what, how many wait, the newest words said in public.
        SeeFloor = "see_floor",
        /// Read conversations, with notes.
        ReadInbox = "read_inbox",
        /// Answer, note, assign, label, change status.
        WorkInbox = "work_inbox",
        /// Connect and change channels.
        ManageChannels = "manage_channels",
        /// Make and change topics.
        ManageTopics = "manage_topics",
        /// Make, order and change rules, house rules and approval policies, and switch them on.
        ManageRules = "manage_rules",
        /// Change and remove views that a colleague shared.
        ManageViews = "manage_views",
        /// Make and change calendars, SLA policies and the targets of the dials.
        ManageSla = "manage_sla",
        /// Keep facts and their approved lines; members of a team for communication may as well.
        KeepFacts = "keep_facts",
        /// Keep studies and what is learned from them; members of a team for research may as well.
        KeepStudies = "keep_studies",
        /// Make and change teams.
        ManageTeams = "manage_teams",
        /// Lift a stop, and let go what it held back.
        ReleaseReplies = "release_replies",
        /// Approve, change or return answers that wait for a second person; never one's own.
        ApproveReplies = "approve_replies",
        /// Hide what others said under our posts, and show it again.
        HidePosts = "hide_posts",
        /// Erase people for good, and hand out all that is held of them.
        ErasePeople = "erase_people",
        /// Invite members and change their roles.
        ManageMembers = "manage_members",
        /// Make owners and take that away.
        ManageOwners = "manage_owners",
    }
}

impl Role {
    /// Whether the role allows it.
    pub const fn may(self, right: Right) -> bool {
        match self {
            Self::Owner => true,
            Self::Manager => !matches!(right, Right::ManageOwners),
            Self::Member => matches!(right, Right::SeeFloor | Right::ReadInbox | Right::WorkInbox),
            Self::Leader => matches!(right, Right::SeeFloor | Right::ReadInbox | Right::ApproveReplies),
            Self::Colleague => matches!(right, Right::SeeFloor),
        }
    }
}
