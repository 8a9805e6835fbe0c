//! A morning in the inbox of the Vellenbahn, an invented railway.

mod context;
mod corrected;
mod list;
mod thread;

use self::context::context;
use self::corrected::{corrected, correcting};
use self::list::{list, looking, misread, saved, searching, spam, unreadable};
use self::thread::{
    STEPS, composer, enquired, in_private, laid, pictured as pictured_thread, post, reply_states, thread,
};
use model::{ConversationId, Disposition, Enquiring, EnquiryKind, MemberId, PostId, Priority, Status};

use super::begun::Begun;
use super::composer::{Composer, ComposerKind, Stale};
use super::list::{InboxView, List};
use super::search::Searched;
use super::thread::Thread;
use super::triage::Triage;
use super::view::{FirstRun, InboxPage};
use crate::ui::enquiry::asking::Asking;
use crate::ui::fact::said::SaidLine;
use crate::ui::layout::sample_at;
use crate::view_counts::Count;

/// The page in all its states.
pub fn pages() -> Vec<(&'static str, InboxPage)> {
    let open = |list: List, thread: Thread| InboxPage { list, open: Some((thread, context())), first_run: None };
    let alone = |list: List| InboxPage { list, open: None, first_run: None };
    let stale = Composer {
        reply_text: "Ich hole Sie um 17:30 am Eingang ab und begleite Sie über die Rampe zum Gleis. Mara".into(),
        stale: Some(Stale { version_seen: 6, newer: vec![post(15, "2026-11-24T07:51:00Z", STEPS)] }),
        ..composer()
    };
    let asks = Composer {
        reply_text: "Der Vorstand nimmt am Freitag Stellung.".into(),
        asks: Some("This will wait for approval: “Press and regulators” asks for it, since what is said here meets its condition.".into()),
        ..composer()
    };
    let says = Composer {
        reply_text: "An jedem Bahnhof führt ein Weg ohne Stufen zu Gleis 1. https://vellenbahn.example/stations/access"
            .into(),
        said: SaidLine::samples(),
        ..composer()
    };
    let enquires = Composer {
        reply_text: inbox::asked(EnquiryKind::Quote, Some("de")).into(),
        asking: Some(Asking {
            enquiring: Enquiring::Quote(PostId(13)),
            quoted: "Danke. Aber um 17:42 stehe ich wieder davor. Was mache ich heute?".into(),
        }),
        ..composer()
    };
    let begun = Composer {
        begun: Some(Begun {
            by: MemberId(2),
            name: "Tarik Wenzel".into(),
            words: "Die Rampe steht ab 16 Uhr an Gleis 1, und der Zug um 17:42 hält heute".into(),
            at: sample_at("2026-11-24T07:49:00Z"),
            touched_at: sample_at("2026-11-24T07:51:00Z"),
            is_taken: false,
        }),
        ..composer()
    };
    let beside = Composer {
        reply_text: "Um 17:42 stehe ich selbst am Eingang. Mara".into(),
        error: Some("Not sent: Tarik Wenzel is writing the answer. Take it over, or send yours all the same.".into()),
        ..begun.clone()
    };
    let note = Composer {
        kind: ComposerKind::Note,
        note_text: "@Tarik platform 2 has three steps. Can the ramp go to platform 1 and the 17:42 be moved there? I hold my answer until you say.".into(),
        ..composer()
    };
    let mut to_private = Composer { kind: ComposerKind::Private, ..composer() };
    if let Some(private) = &mut to_private.private {
        private.text = "Damit wir die Fahrt erstatten können: Bitte nennen Sie uns hier Ihre Auftragsnummer.".into();
    }
    let pictured = Composer {
        reply_text: "So sieht die Rampe aus, sie steht ab 16 Uhr an Gleis 1. Mara".into(),
        pictures: laid(),
        error: Some("Picture 2 has no description: say what it shows, for those who cannot see it.".into()),
        ..composer()
    };
    let cannot = Composer {
        cannot: Some((
            "Bluesky refuses our password for @vellenbahn.example since 06:10, so nothing can be sent from here."
                .into(),
            Some("/channels/1".into()),
        )),
        ..composer()
    };
    let empty = |view, query: &str| List {
        rows: vec![],
        total: Count::Exactly(0),
        view,
        query: query.into(),
        searched: (!query.is_empty()).then(|| Searched { is_all: true, ..Searched::default() }),
        last_answer: Some(("Renske Ophoven".into(), sample_at("2026-11-24T07:46:00Z"))),
        ..list()
    };
    vec![
        ("", open(list(), thread(composer()))),
        ("stale", open(list(), thread(stale))),
        ("asks", open(list(), thread(asks))),
        ("pictures", open(list(), pictured_thread(pictured))),
        ("says", open(list(), thread(says))),
        ("enquires", open(list(), enquired(enquires))),
        ("begun", open(list(), thread(begun))),
        ("beside", open(list(), thread(beside))),
        ("corrected", open(list(), corrected(correcting(composer())))),
        ("note", open(list(), thread(note))),
        ("to-private", open(list(), thread(to_private))),
        ("private", open(list(), in_private())),
        (
            "share",
            open(
                list(),
                Thread {
                    triage: Triage { disposition: Some(Disposition::Share), ..Triage::default() },
                    ..thread(composer())
                },
            ),
        ),
        (
            "states",
            open(
                list(),
                Thread {
                    entries: reply_states(),
                    status: Status::Snoozed,
                    snoozed_until: Some(sample_at("2026-11-25T08:00:00Z")),
                    assignee: None,
                    triage: Triage { disposition: Some(Disposition::Watch), ..Triage::default() },
                    priority: Some(Priority::Low),
                    ..thread(cannot)
                },
            ),
        ),
        ("list", alone(list())),
        ("alike", alone(List { alike: Some(ConversationId(6)), total: Count::Exactly(14), more: None, ..list() })),
        ("spam", alone(spam())),
        ("saved", alone(saved(None))),
        ("unreadable", alone(List { rows: vec![], total: Count::Exactly(0), more: None, ..saved(Some(unreadable())) })),
        ("empty", alone(empty(InboxView::Waiting, ""))),
        ("not-found", alone(empty(InboxView::Waiting, "lang:sv lift"))),
        ("search", open(searching(), thread(composer()))),
        ("misread", alone(misread(empty(InboxView::All, "lift OR (Aufzug")))),
        ("looking", alone(looking(empty(InboxView::All, "-lift kind:quote")))),
        ("first-run", InboxPage { first_run: Some(FirstRun::default()), ..alone(empty(InboxView::All, "")) }),
        (
            "listening",
            InboxPage {
                first_run: Some(FirstRun {
                    channels: vec!["@vellenbahn.example on Bluesky".into()],
                    topics: vec!["Vellenbahn by name".into()],
                    colleague_count: 2,
                }),
                ..alone(empty(InboxView::All, ""))
            },
        ),
    ]
}
