//! Desks that are made up, for tests and pictures.

use model::{
    AuthorId, ConversationId, FactId, Function, InboxView, Network, Outcome, PostId, ReplyId, StatementId,
    StatementState, StudyId, StudyState, TopicId,
};

use super::view::{
    Came, Corrected, DeskPage, DeskPart, DeskRow, Desked, Helper, Introduced, Quote, Rated, Said, Voiced,
};
use crate::ui::correction::view::sample_rows;
use crate::ui::figures::figures_of;
use crate::ui::layout::sample_at;

pub(super) fn samples() -> Vec<(&'static str, DeskPage)> {
    let row = |id: i64, name: &str, words: &str| DeskRow {
        id: ConversationId(id),
        name: name.into(),
        network: Network::Atproto,
        at: sample_at("2026-11-24T07:30:00Z"),
        words: words.into(),
        waits_since: None,
        due_at: None,
    };
    let part = |title, query, rows: Vec<DeskRow>, count, is_all| DeskPart {
        title,
        hint: "Each of them has waited longer than we promised ourselves.",
        cut: InboxView::Waiting,
        query,
        rows,
        count,
        is_all,
    };
    let late = vec![
        row(
            1,
            "Renske Ophoven",
            "Seit elf Tagen ist der Aufzug in Port Velle kaputt. Ich komme mit dem Rollstuhl nicht zum Zug.",
        ),
        row(2, "Kees Ophoven", "Bei mir in Moorkamp auch, seit Oktober."),
        row(3, "سلمى", "متى يعود المصعد؟"),
    ];
    let service = |own| DeskPage {
        function: Function::Service,
        parts: vec![
            part("Too late", "sla:missed", late.clone(), 100, false),
            part("Soon too late", "sla:due", late[1..].to_vec(), 2, true),
            part("Cases", "intent:case", vec![], 0, true),
        ],
        owed: 4,
        owed_late: 1,
        answered: figures_of(160),
        own,
    };
    let of = |function, own| DeskPage { function, owed: 0, owed_late: 0, answered: figures_of(9), ..service(own) };
    let outcomes = Desked::Outcomes {
        rated: Rated { asked: 19, by_rating: [1, 0, 2, 4, 6] },
        came: vec![
            Came { outcome: Some(Outcome::Solved), count: 41 },
            Came { outcome: Some(Outcome::Explained), count: 17 },
            Came { outcome: None, count: 9 },
        ],
    };
    let quote = |id: i64, words: &str, is_as_asked| Quote {
        conversation: ConversationId(id),
        post: PostId(id),
        name: "Renske Ophoven".into(),
        words: words.into(),
        is_as_asked,
    };
    let quotes = vec![
        quote(4, "Die Rampe war da, und der Schaffner auch. So geht es.", true),
        quote(5, "Endlich ein Zug, der wartet.", false),
    ];
    let introduced = |id: i64, name: &str, spoke: Option<&str>| Introduced {
        reply: ReplyId(id),
        author: AuthorId(id),
        name: name.into(),
        asker: "Renske Ophoven".into(),
        conversation: ConversationId(id),
        made_at: sample_at("2026-11-23T09:00:00Z"),
        spoke_at: spoke.map(sample_at),
    };
    let helper = |id: i64, name: &str, conversations| Helper {
        author: AuthorId(id),
        name: name.into(),
        conversations,
        last: ConversationId(id),
    };
    let due = vec![(
        FactId(1),
        "Every station has a step-free way to platform 1.".to_owned(),
        jiff::civil::date(2026, 11, 3),
    )];
    let mut press = vec![
        row(4, "Hallgrunder Bote", "Was ist heute früh bei Hallgrund geschehen?"),
        row(5, "Odile Marchand", "Votre réaction pour l’édition de midi ?"),
    ];
    for (one, due) in press.iter_mut().zip(["2026-11-24T07:00:00Z", "2026-11-24T11:00:00Z"]) {
        (one.waits_since, one.due_at) = (Some(sample_at("2026-11-24T06:31:00Z")), Some(sample_at(due)));
    }
    let statement = |id: i64, title: &str, state, at: &str, is_due| Said {
        id: StatementId(id),
        title: title.into(),
        state,
        next_word_at: Some(sample_at(at)),
        is_due,
    };
    let said = vec![
        statement(1, "Derailment at Hallgrund: first word", StatementState::Published, "2026-11-24T07:00:00Z", true),
        statement(2, "Lift at Port Velle", StatementState::Drafted, "2026-11-24T11:00:00Z", false),
    ];
    let voiced = |id: i64, name: &str, count| Voiced { topic: TopicId(id), name: name.into(), count };
    let voices = vec![voiced(1, "Lifts", 122), voiced(2, "Delays", 97), voiced(3, "The night train", 14)];
    vec![
        ("", service(outcomes)),
        (
            "quiet",
            DeskPage {
                parts: vec![],
                ..of(Function::Service, Desked::Outcomes { rated: Rated::default(), came: vec![] })
            },
        ),
        (
            "communication",
            DeskPage {
                parts: vec![part("The press waits", "relation:press", press, 2, true)],
                ..of(
                    Function::Communication,
                    Desked::Said { all: 12, due, said, corrected: Corrected { count: 7, newest: sample_rows() } },
                )
            },
        ),
        (
            "research",
            of(
                Function::Research,
                Desked::Studies {
                    studies: vec![
                        (StudyId(1), "What people say about lifts".into(), StudyState::Coding),
                        (StudyId(2), "Why they praise the night train".into(), StudyState::Draft),
                    ],
                    insights: 2,
                },
            ),
        ),
        ("marketing", of(Function::Marketing, Desked::Quotes { open: 1, quotes, spoke: 311, voices })),
        (
            "engagement",
            of(
                Function::Engagement,
                Desked::Helpers {
                    helpers: vec![helper(7, "Kees Ophoven", 3), helper(8, "Ineke Baas", 1)],
                    introduced: vec![
                        introduced(7, "Kees Ophoven", Some("2026-11-24T07:10:00Z")),
                        introduced(8, "Ineke Baas", None),
                    ],
                },
            ),
        ),
    ]
}
