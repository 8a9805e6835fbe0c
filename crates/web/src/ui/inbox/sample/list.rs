//! Lists, found and not found.

use model::{ConversationId, Disposition, MemberId, Network, Priority, SavedViewId, SlaState, Status, TeamId};

use super::context::clock;
use super::thread::STEPS;
use crate::ui::components::Misread;
use crate::ui::inbox::chosen::Choosing;
use crate::ui::inbox::list::{InboxView, List, Row, Said};
use crate::ui::inbox::saved::{Saved, SavedTab};
use crate::ui::inbox::search::Searched;
use crate::ui::inbox::team::TeamChoice;
use crate::ui::inbox::thread::Choice;
use crate::ui::layout::sample_at;
use crate::ui::topic::view::QueryCheck;
use crate::view_counts::Count;

/// A search that found more than is counted at once.
pub(super) fn searching() -> List {
    let first = "/inbox?view=all&q=Zug";
    let searched = Searched {
        found: 1_001,
        looked: 1_750,
        of: Count::MoreThan(100_000),
        counts_on: Some(format!("{first}&count=1764000000000000-7&found=1001&looked=1750")),
        ..Searched::default()
    };
    let mut list = list();
    if let Some(row) = list.rows.first_mut() {
        row.said = Said {
            words: "… seit elf Tagen. Welcher Zug fährt von Gleis 1, und hält der letzte Zug auch in Moorkamp?".into(),
            language: Some("de".into()),
            is_ours: false,
            found: vec![(28, 31), (70, 73)],
        };
    }
    List {
        query: "Zug".into(),
        view: InboxView::All,
        more: Some(format!("{first}&after=1764000000000000-9&found=50&looked=250")),
        searched: Some(searched),
        ..list
    }
}

/// A search that cannot be read.
pub(super) fn misread(list: List) -> List {
    let misread = Misread {
        message: "( is not closed. Close it with ).".into(),
        span: (8, 9),
        suggestion: Some("lift OR (Aufzug)".into()),
    };
    List { searched: None, misread: Some(misread), ..list }
}

/// A search whose words do not say where to look, on its way, while the index is still being made.
pub(super) fn looking(list: List) -> List {
    let searched = Searched {
        found: 0,
        looked: 40_000,
        of: Count::MoreThan(100_000),
        looks_on: Some("/inbox?view=all&q=-lift&after=1764000000000000-7&found=0&looked=40000".into()),
        indexed: Some((122_000, 1_890_000)),
        ..Searched::default()
    };
    List { searched: Some(searched), ..list }
}

pub(super) fn list() -> List {
    let row = |id: i64, name: &str, at: &str, language: &str, words: &str, topic: &str| Row {
        id: ConversationId(id),
        name: name.into(),
        kind: None,
        network: Network::Atproto,
        at: sample_at(at),
        said: Said { words: words.into(), language: Some(language.into()), ..Said::default() },
        topics: vec![topic.into()],
        labels: vec![],
        assignee: None,
        team: None,
        waits: None,
        status: Status::Open,
        disposition: None,
        priority: None,
        is_pinned: false,
        is_private: false,
        owed: vec![],
        promised: vec![],
        clock: None,
        snoozed_until: None,
        is_new: false,
        alike_count: 0,
        picture: None,
        trouble: None,
    };
    let mut rows = vec![
        Row {
            is_new: true,
            status: Status::New,
            ..row(
                1,
                "Bartek Zieliński",
                "2026-11-24T06:05:00Z",
                "pl",
                "Stoimy w polu za Hallgrund od 40 minut i nikt nic nie mówi. Czy ktoś nas słyszy?",
                "Signal failure",
            )
        },
        Row {
            is_new: true,
            is_pinned: true,
            is_private: true,
            priority: Some(Priority::Urgent),
            clock: Some(clock("2026-11-24T08:05:00Z", SlaState::Running)),
            assignee: Some("you".into()),
            team: Some("Support".into()),
            trouble: Some("fate unknown".into()),
            ..row(2, "Renske Ophoven", "2026-11-24T07:51:00Z", "de", STEPS, "Lifts and step-free")
        },
        Row {
            assignee: None,
            team: Some("Press office".into()),
            waits: Some("nobody who is there takes regulator".into()),
            labels: vec!["council".into()],
            priority: Some(Priority::High),
            owed: crate::ui::owed::section::samples().into_iter().take(1).map(|one| (one.kind, one.stand)).collect(),
            clock: Some(clock("2026-11-24T07:30:00Z", SlaState::Running)),
            ..row(
                3,
                "Ortsrat Birkenmoor",
                "2026-11-24T06:33:00Z",
                "de",
                "Wir bitten um eine Antwort zum letzten Bus nach dem Spätzug.",
                "Line 4 delays",
            )
        },
        row(
            4,
            "Hanne T.",
            "2026-11-24T06:39:00Z",
            "de",
            "Zweimal umgestiegen, zweimal den Anschluss verpasst. Bekomme ich das Geld zurück?",
            "Line 4 delays",
        ),
        Row {
            is_new: true,
            status: Status::New,
            labels: vec!["press".into()],
            ..row(
                5,
                "Noor Haddad",
                "2026-11-24T07:00:00Z",
                "en",
                "How many passengers were on the three trains held at Hallgrund, and since when did you know?",
                "Signal failure",
            )
        },
        Row {
            assignee: Some("Jonas Okafor".into()),
            alike_count: 14,
            ..row(
                6,
                "wagenreihung",
                "2026-11-24T07:06:00Z",
                "en",
                "Third “signal failure” this month at the same spot. Release the maintenance log.",
                "Signal failure",
            )
        },
        Row {
            is_new: true,
            status: Status::New,
            ..row(
                7,
                "سلمى منصور",
                "2026-11-24T07:23:00Z",
                "ar",
                "هل يمكنني استخدام تذكرتي في القطار التالي؟",
                "Ticket app",
            )
        },
        row(
            8,
            "Odile Marchand",
            "2026-11-24T07:44:00Z",
            "fr",
            "Un train de nuit depuis Port Velle ? J’attends ça depuis vingt ans. Quand ouvrent les ventes ?",
            "Night train pilot",
        ),
        Row {
            status: Status::Waiting,
            assignee: Some("Pauli Rahn".into()),
            said: Said {
                words: "Hayır, bisiklet bileti gün boyu geçerli. İyi yolculuklar!".into(),
                language: Some("tr".into()),
                is_ours: true,
                found: vec![],
            },
            ..row(9, "Deniz Aksoy", "2026-11-23T16:52:00Z", "", "", "Bikes on board")
        },
        Row {
            status: Status::Snoozed,
            disposition: Some(Disposition::Watch),
            clock: Some(clock("2026-11-24T09:00:00Z", SlaState::Paused)),
            priority: Some(Priority::Low),
            snoozed_until: Some(sample_at("2026-11-25T08:00:00Z")),
            ..row(
                10,
                "千田さくら",
                "2026-11-22T09:10:00Z",
                "ja",
                "ポートヴェレ行きの夜行列車は冬も走りますか。",
                "Night train pilot",
            )
        },
    ];
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    List {
        view: InboxView::Waiting,
        counts: vec![
            (InboxView::Waiting, Count::Exactly(44)),
            (InboxView::Mine, Count::Exactly(6)),
            (InboxView::Unassigned, Count::Exactly(17)),
            (InboxView::Snoozed, Count::Exactly(3)),
            (InboxView::Spam, Count::Exactly(12)),
        ],
        rows,
        total: Count::Exactly(44),
        more: Some("/inbox?view=waiting&after=10".into()),
        choosing: Some(Choosing {
            members: vec![
                Choice { id: MemberId(2), name: "Jonas Okafor".into() },
                Choice { id: MemberId(1), name: "Mara Lind".into() },
            ],
            teams: vec![TeamChoice { id: TeamId(1), name: "Support".into() }],
            labels: vec!["Press".into(), "Step-free".into()],
            macros: crate::ui::macros::menu::samples(),
        }),
        ..List::default()
    }
}

/// A view under a name, among others.
pub(super) fn saved(fault: Option<QueryCheck>) -> List {
    let tab = |id: i64, name: &str, count| SavedTab { id: SavedViewId(id), name: name.into(), count };
    let searched = Searched { found: 44, is_all: true, looked: 61, ..Searched::default() };
    List {
        query: if fault.is_some() { "mood:angry" } else { "relation:press -assignee:me" }.into(),
        searched: fault.is_none().then_some(searched),
        more: None,
        saved: Some(Saved {
            name: "Press, unanswered".into(),
            version: 2,
            may_change: true,
            fault,
            ..Saved::unread(SavedViewId(1))
        }),
        saved_views: vec![
            tab(1, "Press, unanswered", Some(Count::Exactly(44))),
            tab(2, "Lifts in Port Velle", Some(Count::MoreThan(1_000))),
            tab(3, "Everything but lifts", None),
        ],
        ..list()
    }
}

pub(super) fn unreadable() -> QueryCheck {
    QueryCheck::Wrong(Misread {
        message: "There is no field “mood”.".into(),
        span: (0, 4),
        suggestion: Some("sentiment:negative".into()),
    })
}

pub(super) fn spam() -> List {
    let mut list = List { view: InboxView::Spam, total: Count::Exactly(12), more: None, ..list() };
    list.rows.truncate(1);
    for row in &mut list.rows {
        row.name = "Best Offers 24".into();
        row.said.words = "You have been selected! Claim your free voucher now, link in my bio".into();
        (row.topics, row.labels, row.alike_count) = (vec![], vec!["Spam".into()], 11);
    }
    list
}
