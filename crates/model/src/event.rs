//! History is a log: everything that happens is an event.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Actor, EventId, micros};

crate::words! {
    /// What happened, in the past tense.
    pub enum EventKind {
        /// A server began its history.
        OrganisationFounded = "organisation.founded",
        /// A member was invited.
        MemberInvited = "member.invited",
        /// A member joined.
        MemberJoined = "member.joined",
        /// A member's role changed.
        MemberRoleChanged = "member.role_changed",
        /// A member was shut out.
        MemberDisabled = "member.disabled",
        /// A member who was shut out may come in again.
        MemberEnabled = "member.enabled",
        /// An invitation was taken back before anybody used it.
        MemberInvitationWithdrawn = "member.invitation_withdrawn",
        /// A link was made by which a member can choose a new password.
        MemberResetOffered = "member.reset_offered",
        /// A member chose another password.
        MemberPasswordChanged = "member.password_changed",
        /// A member signed in.
        MemberSignedIn = "member.signed_in",
        /// Somebody failed to sign in as a member.
        MemberSignInFailed = "member.sign_in_failed",
        /// A member made a token for a program.
        TokenCreated = "token.created",
        /// A member took a token back.
        TokenRevoked = "token.revoked",
        /// A channel was connected.
        ChannelConnected = "channel.connected",
        /// A channel's settings or credentials changed.
        ChannelChanged = "channel.changed",
        /// A channel was switched on or off, or cannot go on.
        ChannelStateChanged = "channel.state_changed",
        /// A stretch of time began that the channel cannot hear.
        ChannelGapOpened = "channel.gap_opened",
        /// Back-fill closed a gap.
        ChannelGapClosed = "channel.gap_closed",
        /// An item that could not be parsed was set aside.
        PostQuarantined = "post.quarantined",
        /// An item that had been set aside was tried again and could be read.
        PostReadAgain = "post.read_again",
        /// A post was changed at its source.
        PostEdited = "post.edited",
        /// A post was deleted at its source.
        PostDeleted = "post.deleted",
        /// A picture of a post was fetched, or cannot be.
        PictureSettled = "picture.settled",
        /// A member asked for a picture again.
        PictureAskedFor = "picture.asked_for",
        /// Names of authors were learned or changed.
        AuthorRenamed = "author.renamed",
        /// A member said that two authors are one person.
        PersonMerged = "person.merged",
        /// A member took that back.
        PersonParted = "person.parted",
        /// A member wrote a note about a person.
        PersonNoteWritten = "person.note_written",
        /// A member noted what a person lets us do.
        ConsentNoted = "person.consent_noted",
        /// A member had a person erased.
        ErasureBegun = "person.erasure_begun",
        /// What the house held of a person is gone.
        PersonErased = "person.erased",
        /// A topic was made.
        TopicCreated = "topic.created",
        /// A topic's query changed.
        TopicChanged = "topic.changed",
        /// A topic was put away.
        TopicArchived = "topic.archived",
        /// A member kept a list of the inbox under a name.
        ViewSaved = "view.saved",
        /// A kept list got another name, another query, or other readers.
        ViewChanged = "view.changed",
        /// A kept list was removed.
        ViewRemoved = "view.removed",
        /// A kept list that was removed stands again.
        ViewBroughtBack = "view.brought_back",
        /// A rule was made; it is off at first.
        RuleCreated = "rule.created",
        /// A rule was renamed, or does something else from now on.
        RuleChanged = "rule.changed",
        /// A rule was switched on or off.
        RuleSwitched = "rule.switched",
        /// Rules were put in another order.
        RulesOrdered = "rule.ordered",
        /// A rule was removed; what it did stays.
        RuleRemoved = "rule.removed",
        /// What called rules could not be dealt with, and was passed over.
        RulesFailed = "rule.failed",
        /// A member began to change many conversations at once.
        DeedBegun = "deed.begun",
        /// All of them were looked at, and changed where that was possible.
        DeedDone = "deed.done",
        /// A member stopped it in the middle.
        DeedStopped = "deed.stopped",
        /// What was changed was put back, where nobody had changed it since.
        DeedUndone = "deed.undone",
        /// A mention was filed in a conversation.
        MentionFiled = "mention.filed",
        /// A mention got a further reason.
        MentionReasonAdded = "mention.reason_added",
        /// A mention was judged: its language, mood, intent, whether it needs a reply, whether it is spam.
        MentionJudged = "mention.judged",
        /// A member said what is right.
        JudgementCorrected = "judgement.corrected",
        /// How somebody stands to us or to a topic was judged.
        AuthorJudged = "author.judged",
        /// A member said how somebody stands to us or to a topic.
        AuthorCorrected = "author.corrected",
        /// A conversation began.
        ConversationOpened = "conversation.opened",
        /// Posts of the network's thread were placed beside a conversation's mentions.
        ConversationContextAdded = "conversation.context_added",
        /// A conversation in which everything is judged to be spam was set aside.
        ConversationSetAside = "conversation.set_aside",
        /// A conversation was brought back among the others.
        ConversationBroughtBack = "conversation.brought_back",
        /// A conversation was put under another that began with nearly the same words.
        ConversationFolded = "conversation.folded",
        /// A conversation stands for itself again.
        ConversationUnfolded = "conversation.unfolded",
        /// A conversation's status changed.
        ConversationStatusChanged = "conversation.status_changed",
        /// What came of a conversation was said. That it is open again ends it, without an event of its own.
        ConversationOutcomeSaid = "conversation.outcome_said",
        /// A member said that the house had heard of it before, elsewhere, or had not.
        ConversationHeardElsewhere = "conversation.heard_elsewhere",
        /// A member has a talk go on in private: with a message that only the person reads, and a public line that closes.
        ConversationMovedToPrivate = "conversation.moved_to_private",
        /// A member decided what is to become of a conversation, or the decision no longer holds.
        ConversationTriaged = "conversation.triaged",
        /// An answer of ours asks the person how well we helped, or whether we may quote them.
        EnquiryMade = "enquiry.made",
        /// What they said to that is known, or is not known after all.
        EnquiryAnswered = "enquiry.answered",
        /// We said, with an answer, that a message of ours was wrong.
        CorrectionMade = "correction.made",
        /// That was withdrawn.
        CorrectionWithdrawn = "correction.withdrawn",
        /// What was withdrawn stands again.
        CorrectionRestored = "correction.restored",
        /// It was never said: recording it was undone.
        CorrectionTakenBack = "correction.taken_back",
        /// A conversation was merged into another, in which its messages stand from then on; both tell of it.
        ConversationMerged = "conversation.merged",
        /// A conversation that was merged stands for itself again; both tell of it.
        ConversationUnmerged = "conversation.unmerged",
        /// A message and what follows it were split out of a conversation.
        ConversationSplit = "conversation.split",
        /// What was split out of a conversation stands in it again; both tell of it.
        ConversationRejoined = "conversation.rejoined",
        /// A member keeps a conversation at the top of their own lists.
        ConversationPinned = "conversation.pinned",
        /// A member keeps a conversation there no more.
        ConversationUnpinned = "conversation.unpinned",
        /// A member is told what happens in a conversation.
        ConversationSubscribed = "conversation.subscribed",
        /// A member is told no more.
        ConversationUnsubscribed = "conversation.unsubscribed",
        /// Two conversations belong together, without being one; both tell of it.
        ConversationLinked = "conversation.linked",
        /// Two conversations belong together no more; both tell of it.
        ConversationUnlinked = "conversation.unlinked",
        /// A conversation's assignee changed.
        ConversationAssigned = "conversation.assigned",
        /// A conversation was given to another team, or to none.
        ConversationTeamChanged = "conversation.team_changed",
        /// A conversation waits with its team, since nobody fits, or for another reason than before.
        ConversationWaits = "conversation.waits",
        /// A conversation got another priority, or has none any more.
        ConversationPrioritised = "conversation.prioritised",
        /// How soon a conversation is answered is as another policy says, or as the policies are for it.
        ConversationSlaPolicyChosen = "conversation.sla_policy_chosen",
        /// A label was put on.
        ConversationLabelled = "conversation.labelled",
        /// A label was taken off.
        ConversationUnlabelled = "conversation.unlabelled",
        /// A function owes something on a conversation.
        ObligationOwed = "obligation.owed",
        /// A member took it on.
        ObligationAccepted = "obligation.accepted",
        /// They gave it back to the function.
        ObligationGivenBack = "obligation.given_back",
        /// Another function, or another member, owes it.
        ObligationHandedOver = "obligation.handed_over",
        /// It was done, and shown to be.
        ObligationDone = "obligation.done",
        /// The function said no to it, with a reason.
        ObligationDeclined = "obligation.declined",
        /// The reason for it fell away.
        ObligationVoided = "obligation.voided",
        /// What was closed is owed again.
        ObligationReopened = "obligation.reopened",
        /// Its line, its member or its due date changed.
        ObligationAmended = "obligation.amended",
        /// What was done about it last was taken back.
        ObligationTakenBack = "obligation.taken_back",
        /// Something was promised to somebody outside.
        CommitmentMade = "commitment.made",
        /// It was kept, and shown to be.
        CommitmentKept = "commitment.kept",
        /// It was not kept, and will not be.
        CommitmentBroken = "commitment.broken",
        /// It was taken back towards the person.
        CommitmentWithdrawn = "commitment.withdrawn",
        /// Its date was moved.
        CommitmentMoved = "commitment.moved",
        /// Its line, or who answers for it, changed.
        CommitmentAmended = "commitment.amended",
        /// What was closed is to be kept again.
        CommitmentReopened = "commitment.reopened",
        /// What was done about it last was taken back.
        CommitmentTakenBack = "commitment.taken_back",
        /// Its date is over, and it is not kept.
        CommitmentLate = "commitment.late",
        /// A label's name changed.
        LabelRenamed = "label.renamed",
        /// A label was put away.
        LabelArchived = "label.archived",
        /// A label that was put away is in use again.
        LabelRestored = "label.restored",
        /// A member took over the answer that a colleague had begun.
        DraftTakenOver = "draft.taken_over",
        /// A note was written.
        NoteWritten = "note.written",
        /// A saved reply was made.
        SavedReplyCreated = "saved_reply.created",
        /// A saved reply's name or texts changed.
        SavedReplyChanged = "saved_reply.changed",
        /// A saved reply was put away.
        SavedReplyArchived = "saved_reply.archived",
        /// A saved reply that was put away is in use again.
        SavedReplyRestored = "saved_reply.restored",
        /// A fact was written, with its source and whoever stands for it.
        FactCreated = "fact.created",
        /// A fact says something else, has another owner, or is checked again at another date.
        FactChanged = "fact.changed",
        /// A member looked at a fact, and it is still true.
        FactReviewed = "fact.reviewed",
        /// A fact was put away.
        FactArchived = "fact.archived",
        /// A fact that was put away is in use again.
        FactRestored = "fact.restored",
        /// The date came at which a fact is to be checked.
        FactDue = "fact.due",
        /// An answer was made with facts.
        FactSaid = "fact.said",
        /// A statement was written.
        StatementCreated = "statement.created",
        /// A statement has other words, another owner, or another time of the next word.
        StatementChanged = "statement.changed",
        /// A second person stands for the words of a statement.
        StatementApproved = "statement.approved",
        /// A statement stands on a channel of ours.
        StatementPublished = "statement.published",
        /// Another statement took its place.
        StatementSuperseded = "statement.superseded",
        /// We do not say a statement, or not any more.
        StatementWithdrawn = "statement.withdrawn",
        /// The time came until which a statement promised a further word.
        StatementDue = "statement.due",
        /// An answer was made with statements.
        StatementSaid = "statement.said",
        /// A statement is to go out on a channel.
        PostingQueued = "posting.queued",
        /// It is on its way there: its record is on disk.
        PostingSending = "posting.sending",
        /// The network took it.
        PostingSent = "posting.sent",
        /// An attempt to send it failed.
        PostingFailed = "posting.failed",
        /// Whether the network has it cannot be known.
        PostingFateUnknown = "posting.fate_unknown",
        /// A member said what became of it, or has it sent again.
        PostingDecided = "posting.decided",
        /// A stop holds it.
        PostingHeld = "posting.held",
        /// A member let it go although a stop held it.
        PostingReleased = "posting.released",
        /// It was taken back before it left.
        PostingCancelled = "posting.cancelled",
        /// A study was written.
        StudyCreated = "study.created",
        /// What a study asks, or its code book, changed.
        StudyChanged = "study.changed",
        /// The sample of a study is being drawn.
        StudyDrawing = "study.drawing",
        /// The sample of a study is drawn.
        StudyDrawn = "study.drawn",
        /// A study has no sample any more: its drawing was stopped, or is to be done again.
        StudyUndrawn = "study.undrawn",
        /// Two members code a study; its code book stays as it is.
        StudyCoding = "study.coding",
        /// A member coded a mention of a study; which code is not told.
        StudyCoded = "study.coded",
        /// The coding of a study has ended, and both codings are seen.
        StudyEnded = "study.ended",
        /// A disagreement of a study was decided.
        StudyDecided = "study.decided",
        /// Every disagreement of a study is decided.
        StudyAgreed = "study.agreed",
        /// A study was closed.
        StudyClosed = "study.closed",
        /// A study was put away.
        StudyArchived = "study.archived",
        /// A study that was put away is in use again.
        StudyRestored = "study.restored",
        /// Something was learned, and written down.
        InsightNoted = "insight.noted",
        /// What is to be done about something that was learned was decided.
        InsightDecided = "insight.decided",
        /// What was decided about something that was learned was done.
        InsightDone = "insight.done",
        /// Those who said it were told what was done.
        InsightToldBack = "insight.told_back",
        /// A macro was made.
        MacroCreated = "macro.created",
        /// A macro's name or steps changed.
        MacroChanged = "macro.changed",
        /// A macro was removed.
        MacroRemoved = "macro.removed",
        /// A member applied a macro.
        MacroApplied = "macro.applied",
        /// A member gave the address of a program that rules may call.
        WebhookCreated = "webhook.created",
        /// It got another name or address.
        WebhookChanged = "webhook.changed",
        /// It got another secret.
        WebhookSecretRenewed = "webhook.secret_renewed",
        /// It is called no more.
        WebhookArchived = "webhook.archived",
        /// It may be called again.
        WebhookRestored = "webhook.restored",
        /// A call did not arrive, and is not tried again by itself.
        WebhookFailed = "webhook.failed",
        /// A member chose by which ways and when they are told of things.
        NewsChosen = "news.chosen",
        /// Mail of news is stopped for a member, by the link in it.
        NewsStopped = "news.stopped",
        /// A member named an address to which mail is to come.
        MailAddressAsked = "mail_address.asked",
        /// It was confirmed, by the link that was mailed there.
        MailAddressConfirmed = "mail_address.confirmed",
        /// A member took their address away.
        MailAddressRemoved = "mail_address.removed",
        /// The mail server takes nothing for it.
        MailAddressRefused = "mail_address.refused",
        /// A member is told on a device.
        DeviceAdded = "device.added",
        /// They are told there no more.
        DeviceRemoved = "device.removed",
        /// A calendar was made.
        CalendarCreated = "calendar.created",
        /// A calendar got another name, or other hours from some moment on.
        CalendarChanged = "calendar.changed",
        /// A calendar became the usual one.
        CalendarMadeDefault = "calendar.made_default",
        /// A calendar was put away.
        CalendarArchived = "calendar.archived",
        /// A calendar that was put away is in use again.
        CalendarRestored = "calendar.restored",
        /// What a member can take was said anew: how many conversations at once, and which.
        MemberWorkloadChanged = "member.workload_changed",
        /// A leave of a member was set.
        MemberLeaveSet = "member.leave_set",
        /// A leave of a member began, and what they had was handed over.
        MemberLeaveBegun = "member.leave_begun",
        /// A leave of a member ended before its time, or was called off.
        MemberLeaveEnded = "member.leave_ended",
        /// A team was made.
        TeamCreated = "team.created",
        /// A team's name, function, calendar, members or way of giving out changed.
        TeamChanged = "team.changed",
        /// A team was put away.
        TeamArchived = "team.archived",
        /// A team that was put away is in use again.
        TeamRestored = "team.restored",
        /// An SLA policy was made.
        SlaPolicyCreated = "sla_policy.created",
        /// An SLA policy's name or terms changed.
        SlaPolicyChanged = "sla_policy.changed",
        /// An SLA policy took another place in their order.
        SlaPolicyMoved = "sla_policy.moved",
        /// An SLA policy was put away.
        SlaPolicyArchived = "sla_policy.archived",
        /// An SLA policy that was put away is in use again.
        SlaPolicyRestored = "sla_policy.restored",
        /// An approval policy was made.
        ApprovalPolicyCreated = "approval_policy.created",
        /// An approval policy's name or terms changed.
        ApprovalPolicyChanged = "approval_policy.changed",
        /// An approval policy took another place in their order.
        ApprovalPolicyMoved = "approval_policy.moved",
        /// An approval policy was put away.
        ApprovalPolicyArchived = "approval_policy.archived",
        /// An approval policy that was put away is in use again.
        ApprovalPolicyRestored = "approval_policy.restored",
        /// A clock of a conversation is soon at its deadline.
        SlaAtRisk = "sla.at_risk",
        /// A clock of a conversation passed its deadline.
        SlaMissed = "sla.missed",
        /// An answer was decided; its intent is durable.
        ReplyQueued = "reply.queued",
        /// An answer was decided although somebody wrote meanwhile.
        ReplySentAnyway = "reply.sent_anyway",
        /// An answer was taken back before it left.
        ReplyCancelled = "reply.cancelled",
        /// An answer goes out at another moment than was chosen first.
        ReplyMoved = "reply.moved",
        /// An answer was decided, and waits until a second person has looked at it.
        ReplyNeedsApproval = "reply.needs_approval",
        /// A second person approved an answer.
        ReplyApproved = "reply.approved",
        /// Whoever approved an answer changed its words.
        ReplyEdited = "reply.edited",
        /// An answer that waited for approval was returned to its author.
        ReplyReturned = "reply.returned",
        /// Nobody decided about an answer in time.
        ReplyApprovalLapsed = "reply.approval_lapsed",
        /// A stop holds an answer back.
        ReplyHeld = "reply.held",
        /// A member let an answer go that a stop held back.
        ReplyReleased = "reply.released",
        /// A member stopped what goes out, wholly or where a label is on.
        StopBegun = "stop.begun",
        /// A member lifted a stop.
        StopLifted = "stop.lifted",
        /// An attempt to send began.
        ReplySending = "reply.sending",
        /// The network took it.
        ReplySent = "reply.sent",
        /// It was seen standing on the network.
        ReplyDelivered = "reply.delivered",
        /// An answer that is out named somebody outside to whoever it answers.
        ReplyIntroduced = "reply.introduced",
        /// It is not on the network.
        ReplyFailed = "reply.failed",
        /// Whether the network has it cannot be known.
        ReplyFateUnknown = "reply.fate_unknown",
        /// An answer of ours was seen that somebody wrote elsewhere, in the network's own app.
        ReplySeenElsewhere = "reply.seen_elsewhere",
        /// A member had it sent again, or said what became of it.
        ReplyDecided = "reply.decided",
        /// A member wants something done on a network without words; its intent is durable.
        GestureWanted = "gesture.wanted",
        /// An attempt to make it began.
        GestureMaking = "gesture.making",
        /// The network has it.
        GestureMade = "gesture.made",
        /// It is not on the network, or is still there although it was to be taken back.
        GestureFailed = "gesture.failed",
        /// Whether the network has it cannot be known.
        GestureFateUnknown = "gesture.fate_unknown",
        /// A member wants it taken back, or it is of no more use.
        GestureTakingBack = "gesture.taking_back",
        /// The network does not have it, or no more, because that was wanted.
        GestureTakenBack = "gesture.taken_back",
        /// A member had it tried again.
        GestureRetried = "gesture.retried",
        /// A stop holds it back.
        GestureHeld = "gesture.held",
        /// A member let it go although a stop held it back.
        GestureReleased = "gesture.released",
        /// A house rule was made.
        HouseRuleCreated = "house_rule.created",
        /// A house rule's name or words changed.
        HouseRuleChanged = "house_rule.changed",
        /// A house rule was put away.
        HouseRuleArchived = "house_rule.archived",
        /// A house rule that was put away is in use again.
        HouseRuleRestored = "house_rule.restored",
        /// Another version of how the dials are made holds.
        DialsChanged = "dials.changed",
    }
}

/// Something that happened. Holds ids and closed values only: no text, no handle, no address. Rows that hold such
/// things are named by id and salted digest ([`text_digest`]), so that deleting row and salt erases them for good.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Our id, in order of writing; not the position in the log, which only the sealer gives.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Actor,
    /// When it happened, as far as the source tells.
    pub happened_at: Timestamp,
    /// When we learned it.
    pub learned_at: Timestamp,
    /// The conversation it belongs to, if any.
    pub conversation: Option<crate::ConversationId>,
    /// Ids and closed values, before and after.
    pub data: serde_json::Value,
}

impl Event {
    /// The bytes that the log's hash chain covers: one line of JSON with fixed order of members.
    pub fn canonical(&self, position: i64) -> String {
        let (actor, actor_id) = self.actor.parts();
        // serde_json keeps objects sorted by key, so equal data gives equal bytes.
        serde_json::json!([
            position,
            self.id.0,
            self.kind.as_str(),
            actor,
            actor_id,
            micros(self.happened_at),
            micros(self.learned_at),
            self.conversation.map(|id| id.0),
            self.data,
        ])
        .to_string()
    }
}

/// The digest by which an event names words that it does not hold: SHA-256 of salt and text, in hexadecimal.
pub fn text_digest(salt: &[u8], text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(text.as_bytes());
    hex::encode(hash.finalize())
}
