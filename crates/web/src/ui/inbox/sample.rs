//! A morning in the inbox of the Vellenbahn, an invented railway.

use inbox::Question;
use jiff::SignedDuration;
use model::{
    Attachment, AttachmentKind, AuthorId, ConversationId, Disposition, Ground, JudgementTask, LengthRule, Mark,
    MarkKind, MemberId, Network, NoteId, PictureState, PostId, Priority, Reason, Reasons, ReplyId, ReplyState,
    SavedViewId, SilenceReason, SlaClock, SlaKind, SlaState, SlaTurnKind, Status, TopicId,
};
use store::judgement::Judgement;
use store::picture::Picture;

use super::attached::Attached;
use super::chosen::Choosing;
use super::clock::{Clocks, Reasoned};
use super::composer::{Composer, ComposerKind, Stale};
use super::context::{Context, EarlierConversation, TopicMatch};
use super::judgement::Judged;
use super::list::{InboxView, List, Row, Said};
use super::regard::{Regard, Stands};
use super::saved::{Saved, SavedTab};
use super::search::Searched;
use super::thread::{
    Act, Choice, Entry, EntryEvent, EntryNote, EntryPost, EntryReply, Person, Present, Quoted, Thread,
};
use super::triage::Triage;
use super::view::{FirstRun, InboxPage};
use crate::ui::components::{Misread, ReplyLine, Words};
use crate::ui::layout::sample_at;
use crate::ui::topic::view::QueryCheck;
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
    let note = Composer {
        kind: ComposerKind::Note,
        note_text: "@Tarik platform 2 has three steps. Can the ramp go to platform 1 and the 17:42 be moved there? I hold my answer until you say.".into(),
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
        total: 0,
        view,
        query: query.into(),
        searched: (!query.is_empty()).then(|| Searched { is_all: true, ..Searched::default() }),
        last_answer: Some(("Renske Ophoven".into(), sample_at("2026-11-24T07:46:00Z"))),
        ..list()
    };
    vec![
        ("", open(list(), thread(composer()))),
        ("stale", open(list(), thread(stale))),
        ("note", open(list(), thread(note))),
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
        ("alike", alone(List { alike: Some(ConversationId(6)), total: 14, more: None, ..list() })),
        ("spam", alone(spam())),
        ("saved", alone(saved(None))),
        ("unreadable", alone(List { rows: vec![], total: 0, more: None, ..saved(Some(unreadable())) })),
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

/// A search that found more than is counted at once.
fn searching() -> List {
    let first = "/inbox?view=all&q=Zug";
    let searched = Searched {
        found: 1_001,
        looked: 1_750,
        of: 348_210,
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
fn misread(list: List) -> List {
    let misread = Misread {
        message: "( is not closed. Close it with ).".into(),
        span: (8, 9),
        suggestion: Some("lift OR (Aufzug)".into()),
    };
    List { searched: None, misread: Some(misread), ..list }
}

/// A search whose words do not say where to look, on its way, while the index is still being made.
fn looking(list: List) -> List {
    let searched = Searched {
        found: 0,
        looked: 40_000,
        of: 1_200_000,
        looks_on: Some("/inbox?view=all&q=-lift&after=1764000000000000-7&found=0&looked=40000".into()),
        indexed: Some((122_000, 1_890_000)),
        ..Searched::default()
    };
    List { searched: Some(searched), ..list }
}

const STEPS: &str = "Habe gerade eine Nachricht bekommen, Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!";

fn list() -> List {
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
        status: Status::Open,
        disposition: None,
        priority: None,
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
            priority: Some(Priority::Urgent),
            clock: Some(clock("2026-11-24T08:05:00Z", SlaState::Running)),
            assignee: Some("you".into()),
            trouble: Some("fate unknown".into()),
            ..row(2, "Renske Ophoven", "2026-11-24T07:51:00Z", "de", STEPS, "Lifts and step-free")
        },
        Row {
            assignee: Some("Ewa Brandt".into()),
            labels: vec!["council".into()],
            priority: Some(Priority::High),
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
            (InboxView::Waiting, 44),
            (InboxView::Mine, 6),
            (InboxView::Unassigned, 17),
            (InboxView::Snoozed, 3),
            (InboxView::Spam, 12),
        ],
        rows,
        total: 44,
        more: Some("/inbox?view=waiting&after=10".into()),
        choosing: Some(Choosing {
            members: vec![
                Choice { id: MemberId(2), name: "Jonas Okafor".into() },
                Choice { id: MemberId(1), name: "Mara Lind".into() },
            ],
            labels: vec!["Press".into(), "Step-free".into()],
        }),
        ..List::default()
    }
}

/// A view under a name, among others.
fn saved(fault: Option<QueryCheck>) -> List {
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

fn unreadable() -> QueryCheck {
    QueryCheck::Wrong(Misread {
        message: "There is no field “mood”.".into(),
        span: (0, 4),
        suggestion: Some("sentiment:negative".into()),
    })
}

fn spam() -> List {
    let mut list = List { view: InboxView::Spam, total: 12, more: None, ..list() };
    list.rows.truncate(1);
    for row in &mut list.rows {
        row.name = "Best Offers 24".into();
        row.said.words = "You have been selected! Claim your free voucher now, link in my bio".into();
        (row.topics, row.labels, row.alike_count) = (vec![], vec!["Spam".into()], 11);
    }
    list
}

fn renske() -> Person {
    Person { name: "Renske Ophoven".into(), handle: Some("renske.example".into()), kind: None }
}

fn post(id: i64, at: &str, text: &str) -> EntryPost {
    EntryPost {
        id: PostId(id),
        person: renske(),
        is_ours: false,
        at: sample_at(at),
        title: None,
        words: Words::plain(text, "de"),
        url: Some(format!("https://social.example/post/{id}")),
        edited_at: None,
        deleted_at: None,
        quoted: None,
        attachments: vec![],
        is_new: false,
    }
}

fn attached(post: i64, place: u32, alt: Option<&str>, state: PictureState, reason: Option<&str>) -> Attached {
    Attached {
        attachment: Attachment { alt: alt.map(str::to_owned), ..Attachment::of(AttachmentKind::Image) },
        picture: Some(Picture {
            post: PostId(post),
            place,
            state,
            reason: reason.map(str::to_owned),
            kept: None,
            changed_at: sample_at("2026-11-23T16:58:02Z"),
        }),
    }
}

fn reply(id: i64, at: &str, state: ReplyState, text: &str) -> EntryReply {
    EntryReply {
        author_name: "Mara Lind".into(),
        at: sample_at(at),
        words: Words::plain(text, "de"),
        line: ReplyLine {
            id: ReplyId(id),
            state,
            since: sample_at(at),
            leaves_at: None,
            reason: None,
            attempts: 1,
            by: None,
        },
        url: None,
        was_sent_anyway: false,
    }
}

fn note(id: i64, by: &str, at: &str, text: &str) -> Entry {
    Entry::Note(EntryNote { id: NoteId(id), author_name: by.into(), at: sample_at(at), text: text.into() })
}

fn event(at: &str, by: &str, act: Act) -> Entry {
    Entry::Event(EntryEvent { at: sample_at(at), by: Some(by.into()), act, with_others: 0, run: None })
}

fn composer() -> Composer {
    Composer {
        kind: ComposerKind::Reply,
        reply_text: String::new(),
        saved_reply: None,
        note_text: String::new(),
        seen_version: 12,
        length: LengthRule { graphemes_max: Some(300), bytes_max: Some(3_000) },
        speaks_as: Some("vellenbahn.example".into()),
        language: Some("de".into()),
        cannot: None,
        stale: None,
        error: None,
    }
}

fn thread(composer: Composer) -> Thread {
    let first = "Seit elf Tagen ist der Aufzug in Port Velle kaputt. Ich komme mit dem Rollstuhl nicht zum Zug, der Schaffner zuckt mit den Schultern. Ist das euer Ernst, @vellenbahn.example? vellenbahn.example/port-velle";
    let (name, link) = (first.find('@').unwrap_or(0), first.rfind("vellenbahn.").unwrap_or(0));
    let lift = first.find("Aufzug").unwrap_or(0);
    let asked = EntryPost {
        words: Words {
            marks: vec![
                Mark { start: name, end: name + 19, kind: MarkKind::Mention("did:plc:vellenbahn".into()) },
                Mark {
                    start: link,
                    end: first.len(),
                    kind: MarkKind::Link("https://vellenbahn.example/port-velle".into()),
                },
            ],
            matched: vec![(lift, lift + 6)],
            ..Words::plain(first, "de")
        },
        attachments: vec![
            attached(11, 0, Some("Ein Zettel an der Aufzugtür: „Außer Betrieb“"), PictureState::Waiting, None),
            attached(11, 1, None, PictureState::Failed, Some("pictures.example did not answer in time")),
            attached(11, 2, Some("Der Aufzug vor einem Jahr"), PictureState::Expired, None),
            Attached {
                attachment: Attachment {
                    alt: Some("So geht es ohne Aufzug".into()),
                    url: Some("https://video.example/ohne-aufzug".into()),
                    ..Attachment::of(AttachmentKind::Video)
                },
                picture: None,
            },
        ],
        ..post(11, "2026-11-23T16:58:00Z", first)
    };
    let around = EntryPost {
        person: Person { name: "Kees Ophoven".into(), handle: Some("kees.example".into()), kind: None },
        ..post(12, "2026-11-23T17:04:00Z", "Bei mir in Moorkamp auch, seit Oktober.")
    };
    Thread {
        id: ConversationId(2),
        person: renske(),
        network: Network::Atproto,
        status: Status::Open,
        triage: Triage { question: Some(Question::WhatWentWrong), ..Triage::default() },
        clock: Some(clock("2026-11-24T08:05:00Z", SlaState::Running)),
        priority: Some(Priority::Urgent),
        snoozed_until: None,
        assignee: Some((MemberId(1), "Mara Lind".into())),
        members: [(1, "Mara Lind"), (2, "Jonas Okafor"), (3, "Ewa Brandt"), (4, "Tarik Wenzel"), (5, "Pauli Rahn")]
            .map(|(id, name)| Choice { id: MemberId(id), name: name.into() })
            .to_vec(),
        topics: vec!["Lifts and step-free".into()],
        original_url: Some("https://social.example/post/11".into()),
        answerable: Vec::new(),
        entries: vec![
            Entry::Inbound(asked),
            Entry::Around(around),
            Entry::Event(EntryEvent {
                at: sample_at("2026-11-23T16:58:01Z"),
                by: Some("The rule “Lifts first”".into()),
                act: Act::Prioritised(Some(Priority::Urgent)),
                with_others: 0,
                run: Some(9.into()),
            }),
            event("2026-11-23T17:10:00Z", "Jonas Okafor", Act::Assigned("Mara Lind".into())),
            note(
                1,
                "Jonas Okafor",
                "2026-11-23T17:20:00Z",
                "@Mara spare part was ordered on the 12th, supplier says 2 December. Nobody told the station. Portable ramp is at Moorkamp, can be driven over in 40 minutes.",
            ),
            Entry::Ours(reply(
                1,
                "2026-11-23T17:41:00Z",
                ReplyState::Delivered,
                "Nein, das ist nicht in Ordnung, und es tut mir leid. Das Ersatzteil kommt am 2. Dezember. Bis dahin bringen wir eine mobile Rampe nach Port Velle. Schreiben Sie mir, welchen Zug Sie nehmen?",
            )),
            event("2026-11-23T17:41:30Z", "Mara Lind", Act::Labelled("step-free".into())),
            Entry::Inbound(post(
                13,
                "2026-11-24T05:20:00Z",
                "Danke. Aber um 17:42 stehe ich wieder davor. Was mache ich heute?",
            )),
            Entry::Ours(EntryReply {
                author_name: "Tarik Wenzel".into(),
                line: ReplyLine { attempts: 2, ..reply(2, "2026-11-24T06:55:00Z", ReplyState::Unknown, "").line },
                ..reply(
                    2,
                    "2026-11-24T06:55:00Z",
                    ReplyState::Unknown,
                    "Guten Morgen, die Rampe ist heute ab 16 Uhr am Gleis 2.",
                )
            }),
            note(
                2,
                "Pauli Rahn",
                "2026-11-24T07:10:00Z",
                "@Tarik did you check the steps on platform 2? Last time the ramp was too short there.",
            ),
            Entry::Inbound(EntryPost { is_new: true, ..post(15, "2026-11-24T07:51:00Z", STEPS) }),
        ],
        present: vec![
            Present { name: "Jonas Okafor".into(), is_writing: false },
            Present { name: "Ewa Brandt".into(), is_writing: true },
        ],
        composer,
    }
}

fn reply_states() -> Vec<Entry> {
    let at = |minute: u32| format!("2026-11-24T07:{minute:02}:00Z");
    let with = |id: i64, minute: u32, state, text: &str, change: fn(&mut EntryReply)| {
        let mut reply = reply(id, &at(minute), state, text);
        change(&mut reply);
        Entry::Ours(reply)
    };
    vec![
        Entry::Inbound(EntryPost {
            edited_at: Some(sample_at("2026-11-24T07:20:00Z")),
            ..post(21, "2026-11-24T07:00:00Z", "Der Ersatzbus ist auch voll. Wer denkt sich das aus?")
        }),
        Entry::Inbound(EntryPost {
            deleted_at: Some(sample_at("2026-11-24T07:20:00Z")),
            ..post(22, "2026-11-24T07:02:00Z", "")
        }),
        Entry::Inbound(EntryPost {
            quoted: Some(Quoted {
                name: "Vellenbahn".into(),
                words: Words::plain("Alle Aufzüge sind wieder in Betrieb.", "de"),
            }),
            ..post(23, "2026-11-24T07:04:00Z", "Das ist ja schön geschrieben.")
        }),
        Entry::Inbound(EntryPost {
            title: Some("Ein Jahr Abendzug: eine Bilanz".into()),
            ..post(
                24,
                "2026-11-24T07:10:00Z",
                "Seit einem Jahr fährt der letzte Zug eine Stunde später. Wer nutzt ihn?",
            )
        }),
        with(3, 40, ReplyState::Queued, "Wir schicken einen zweiten Bus, er ist um 9:10 da.", |r| {
            r.line.leaves_at = Some(sample_at("2026-11-24T07:52:08Z"))
        }),
        with(4, 41, ReplyState::Sending, "Der zweite Bus ist unterwegs.", |_| ()),
        with(5, 42, ReplyState::Sent, "Er hält auch in Moorkamp.", |r| {
            r.url = Some("https://social.example/post/31".into())
        }),
        with(6, 43, ReplyState::Delivered, "Ja, mit Rampe.", |r| {
            r.was_sent_anyway = true;
            r.url = Some("https://social.example/post/32".into());
        }),
        with(7, 44, ReplyState::FailedRetryable, "Der Bus steht jetzt an Steig 3.", |r| {
            r.line.reason = Some("the network was busy until 08:56".into())
        }),
        with(8, 45, ReplyState::FailedFinal, "Wir rufen Sie an.", |r| {
            r.line.reason = Some("the post it answers is gone".into())
        }),
        with(9, 46, ReplyState::Unknown, "Der Aufzug fährt wieder.", |r| r.line.attempts = 2),
        with(10, 47, ReplyState::Cancelled, "Moment bitte.", |r| r.line.by = Some("Mara Lind".into())),
        event(
            "2026-11-24T07:47:00Z",
            "Ewa Brandt",
            Act::Decided(Some(Disposition::LetStand), Some(SilenceReason::AnsweredByOthers)),
        ),
        event("2026-11-24T07:47:10Z", "Ewa Brandt", Act::Prioritised(Some(Priority::Low))),
        event("2026-11-24T07:47:30Z", "Ewa Brandt", Act::Decided(None, None)),
        event(
            "2026-11-24T07:48:00Z",
            "Ewa Brandt",
            Act::Status(Status::Snoozed, Some(sample_at("2026-11-25T08:00:00Z"))),
        ),
    ]
}

/// A clock that began at six and warns half an hour before.
fn clock(due: &str, state: SlaState) -> SlaClock {
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

fn clocks() -> Clocks {
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

fn context() -> Context {
    let earlier = |id: i64, at: &str, words: &str, status| EarlierConversation {
        id: ConversationId(id),
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
fn stands() -> Stands {
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
fn judged() -> Judged {
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
