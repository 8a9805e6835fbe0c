//! Who it is, and why it is here.

use jiff::SignedDuration;
use model::{
    AuthorId, ConversationId, GestureKind, Ground, JudgementTask, MemberId, Network, PostId, Reason, Reasons, SlaClock,
    SlaKind, SlaState, SlaTurnKind, Status, TopicId,
};
use store::judgement::Judgement;

use super::thread::renske;
use crate::ui::gesture::view::OnPost;
use crate::ui::inbox::clock::{Clocks, Reasoned};
use crate::ui::inbox::context::{Context, EarlierConversation, TopicMatch};
use crate::ui::inbox::elsewhere::Elsewhere;
use crate::ui::inbox::judgement::Judged;
use crate::ui::inbox::regard::{Regard, Stands};
use crate::ui::layout::sample_at;

/// A clock that began at six and warns half an hour before.
pub(super) fn clock(due: &str, state: SlaState) -> SlaClock {
    let (began, due) = (sample_at("2026-11-24T06:00:00Z"), sample_at(due));
    let is_running = state == SlaState::Running;
    SlaClock {
        kind: SlaKind::FirstResponse,
        number: 1,
        started_at: began,
        state,
        since: began,
        spent: SignedDuration::ZERO,
        due_at: is_running.then_some(due),
        warn_at: is_running.then(|| due - SignedDuration::from_mins(30)),
        missed_at: None,
    }
}

pub(super) fn clocks() -> Clocks {
    let reasoned = |clock: SlaClock, target_seconds: i64| Reasoned {
        clock,
        policy: (1.into(), "Everybody".into()),
        calendar: Some((1.into(), "Service desk".into())),
        target_seconds,
    };
    let resolution = SlaClock {
        kind: SlaKind::Resolution,
        since: sample_at("2026-11-24T07:40:00Z"),
        spent: SignedDuration::from_mins(55),
        ..clock("2026-11-24T16:45:00Z", SlaState::Running)
    };
    Clocks {
        clocks: vec![reasoned(clock("2026-11-24T08:05:00Z", SlaState::Running), 7_500), reasoned(resolution, 36_000)],
        turns: vec![
            (sample_at("2026-11-24T06:00:00Z"), SlaTurnKind::Wrote),
            (sample_at("2026-11-24T06:55:00Z"), SlaTurnKind::Snoozed),
            (sample_at("2026-11-24T07:40:00Z"), SlaTurnKind::Active),
        ],
    }
}

pub(super) fn context() -> Context {
    let earlier = |id: i64, at: &str, words: &str, status| EarlierConversation {
        id: ConversationId(id),
        network: if id % 2 == 0 { Network::Atproto } else { Network::Simulated },
        at: sample_at(at),
        words: words.into(),
        status,
    };
    Context {
        clocks: clocks(),
        person: renske(),
        profile_url: Some("https://social.example/profile/renske.example".into()),
        network: Network::Atproto,
        follower_count: Some(1_284),
        follows_us: Some(true),
        author: AuthorId(7),
        follow: OnPost { can: vec![GestureKind::Follow], ..OnPost::default() },
        other_handles: vec![("@renske@rail.example".into(), Network::Simulated)],
        first_heard_at: Some(sample_at("2026-03-14T09:00:00Z")),
        channel_name: "@vellenbahn.example on Bluesky".into(),
        reasons: Reasons::NONE.with(Reason::Matched).with(Reason::Addressed).with(Reason::Answered),
        matches: vec![TopicMatch {
            id: TopicId(3),
            name: "Lifts and step-free".into(),
            words: vec!["Aufzug".into(), "Rollstuhl".into(), "Rampe".into()],
        }],
        judged: Some(judged()),
        stands: stands(),
        labels: vec!["step-free".into(), "Port Velle".into()],
        elsewhere: Elsewhere::sample(),
        belongs: crate::ui::linking::section::samples(),
        labels_known: vec!["press".into(), "refund".into(), "thanks".into()],
        earlier: vec![
            earlier(31, "2026-09-09T09:00:00Z", "Danke an die Crew vom 8:14, ihr wart großartig.", Status::Resolved),
            earlier(32, "2026-06-02T09:00:00Z", "Fährt der Nachtzug auch mit Rollstuhlplatz?", Status::Resolved),
            earlier(33, "2026-03-14T09:00:00Z", "Aufzug Port Velle, zum dritten Mal.", Status::Archived),
        ],
        earlier_total: 6,
    }
}

/// A relation by a name and words, one by a member; a stance; none on another topic.
pub(super) fn stands() -> Stands {
    let regard = |value: &str, confidence_percent, is_corrected, posts| Regard {
        value: value.into(),
        confidence_percent,
        is_corrected,
        expires_at: sample_at("2027-05-23T06:00:00Z"),
        is_in_name: false,
        posts,
    };
    let said = |id, words: Option<&str>| (ConversationId(2), PostId(id), words.map(str::to_owned));
    let critic = regard("critic", 85, false, vec![said(11, Some("Seit elf Tagen")), said(12, None)]);
    Stands {
        author: AuthorId(1),
        relations: vec![
            regard("customer", 89, false, vec![said(11, Some("mein Zug"))]),
            regard("community", 100, true, vec![]),
        ],
        stances: vec![
            (TopicId(3), "Lifts and step-free".into(), Some(critic)),
            (TopicId(4), "Night train pilot".into(), None),
        ],
    }
}

/// Every kind of judgement: sure, corrected, abstained.
pub(super) fn judged() -> Judged {
    let judged = |task, value: Option<&str>, confidence_percent, ground, member| Judgement {
        task,
        value: value.map(str::to_owned),
        confidence_percent,
        ground,
        member,
    };
    Judged {
        post: PostId(11),
        judgements: vec![
            judged(JudgementTask::Intent, None, 41, Ground::Unsure, None),
            judged(JudgementTask::Language, Some("de"), 99, Ground::Letters, None),
            judged(JudgementTask::NeedsReply, Some("yes"), 88, Ground::Question, None),
            judged(JudgementTask::Sentiment, Some("negative"), 100, Ground::Corrections, Some(MemberId(2))),
            judged(JudgementTask::Spam, Some("no"), 98, Ground::Statement, None),
        ],
    }
}
