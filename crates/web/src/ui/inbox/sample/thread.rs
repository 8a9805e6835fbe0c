//! A conversation with everything that can stand in it.

use inbox::Question;
use model::{
    Attachment, AttachmentKind, ConversationId, Disposition, DraftPictureId, EnquiryAnswer, EnquiryKind, GestureKind,
    LengthRule, Mark, MarkKind, MemberId, Network, NoteId, PictureRule, PictureState, PostId, Priority, ReplyId,
    ReplyState, SilenceReason, SlaState, Status, TeamId,
};
use store::picture::Picture;

use super::context::clock;
use crate::ui::approval::view as approval;
use crate::ui::components::{ReplyLine, Words};
use crate::ui::enquiry::line::EnquiryLine;
use crate::ui::gesture::view::sample_on_thread;
use crate::ui::inbox::attached::Attached;
use crate::ui::inbox::composer::{Composer, ComposerKind, PrivateBox};
use crate::ui::inbox::own_picture::{LaidPicture, OwnPicture, sample_picture};
use crate::ui::inbox::team::TeamChoice;
use crate::ui::inbox::thread::{
    Act, Choice, Entry, EntryEvent, EntryNote, EntryPost, EntryReply, Person, Present, Quoted, Thread,
};
use crate::ui::inbox::triage::Triage;
use crate::ui::layout::sample_at;

pub(super) const STEPS: &str = "Habe gerade eine Nachricht bekommen, Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!";

pub(super) fn renske() -> Person {
    Person { name: "Renske Ophoven".into(), handle: Some("renske.example".into()), kind: None }
}

pub(super) fn post(id: i64, at: &str, text: &str) -> EntryPost {
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
        is_private: false,
    }
}

pub(super) fn attached(
    post: i64,
    place: u32,
    alt: Option<&str>,
    state: PictureState,
    reason: Option<&str>,
) -> Attached {
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

pub(super) fn reply(id: i64, at: &str, state: ReplyState, text: &str) -> EntryReply {
    EntryReply {
        author_name: "Mara Lind".into(),
        at: sample_at(at),
        words: Words::plain(text, "de"),
        pictures: vec![],
        line: ReplyLine {
            id: ReplyId(id),
            state,
            since: sample_at(at),
            leaves_at: None,
            is_later: false,
            held_since: None,
            reason: None,
            attempts: 1,
            by: None,
            is_closing: false,
            waits_for_private: false,
        },
        url: None,
        was_sent_anyway: false,
        approval: None,
        asks: None,
        is_private: false,
    }
}

pub(super) fn private_box() -> PrivateBox {
    PrivateBox {
        is_on: false,
        text: String::new(),
        line: inbox::closing_line(Some("de")).into(),
        reader: renske().name,
        is_signed: true,
        length: LengthRule { graphemes_max: Some(1_000), bytes_max: Some(10_000) },
    }
}

/// A thread that went on in private.
pub(super) fn in_private() -> Thread {
    let mut thread = thread(composer());
    let told = "Damit wir die Fahrt erstatten können: Bitte nennen Sie uns hier Ihre Auftragsnummer.";
    let private =
        EntryReply { is_private: true, url: None, ..reply(21, "2026-11-24T07:53:00Z", ReplyState::Delivered, told) };
    let mut line = reply(22, "2026-11-24T07:53:00Z", ReplyState::Queued, inbox::closing_line(Some("de")));
    (line.line.is_closing, line.line.waits_for_private, line.line.attempts) = (true, true, 0);
    let theirs = EntryPost {
        is_private: true,
        url: None,
        ..post(23, "2026-11-24T07:58:00Z", "Danke! Die Nummer ist VB-4471-09.")
    };
    let event = EntryEvent {
        at: sample_at("2026-11-24T07:53:00Z"),
        by: Some("Mara Lind".into()),
        act: Act::WentPrivate,
        with_others: 0,
        run: None,
    };
    thread.entries.extend([Entry::Ours(private), Entry::Ours(line), Entry::Event(event), Entry::Inbound(theirs)]);
    thread.composer.is_in_private = true;
    thread.composer.kind = ComposerKind::Private;
    thread.composer.private = Some(PrivateBox { is_on: true, ..private_box() });
    thread
}

pub(super) fn note(id: i64, by: &str, at: &str, text: &str) -> Entry {
    Entry::Note(EntryNote { id: NoteId(id), author_name: by.into(), at: sample_at(at), text: text.into() })
}

pub(super) fn event(at: &str, by: &str, act: Act) -> Entry {
    Entry::Event(EntryEvent { at: sample_at(at), by: Some(by.into()), act, with_others: 0, run: None })
}

pub(super) fn composer() -> Composer {
    Composer {
        kind: ComposerKind::Reply,
        reply_text: String::new(),
        saved_reply: None,
        said: Vec::new(),
        asking: None,
        correcting: None,
        signature: Some("– Mara Lind, Vellenbahn".into()),
        is_signed: true,
        inserted: None,
        pictures: vec![],
        note_text: String::new(),
        seen_version: 12,
        later_at: String::new(),
        asks: None,
        length: LengthRule { graphemes_max: Some(300), bytes_max: Some(3_000) },
        picture_rule: PictureRule {
            count_max: 4,
            bytes_max: 1_000_000,
            alt: LengthRule { graphemes_max: Some(2_000), bytes_max: None },
        },
        speaks_as: Some("vellenbahn.example".into()),
        language: Some("de".into()),
        cannot: None,
        is_in_private: false,
        private: Some(private_box()),
        begun: None,
        stale: None,
        error: None,
    }
}

/// Two pictures in the box, the second without a description.
pub(super) fn laid() -> Vec<LaidPicture> {
    let one = |id: i64, letter, alt: &str| {
        let (full, thumbnail) = sample_picture(letter);
        LaidPicture {
            id: DraftPictureId(id),
            alt: alt.into(),
            left_out: alt.is_empty().then(|| "it moves; its first moment is sent".into()),
            full,
            thumbnail,
            is_wrong: alt.is_empty(),
        }
    };
    vec![one(1, 'a', "Eine Rampe aus Aluminium führt vom Bahnsteig in die Wagentür."), one(2, 'b', "")]
}

/// A conversation in which an answer showed something.
pub(super) fn pictured(composer: Composer) -> Thread {
    let one = |letter, alt: &str, written: Option<&str>| OwnPicture {
        alt: alt.into(),
        written_alt: written.map(str::to_owned),
        kept: Some(sample_picture(letter)),
    };
    let shown = EntryReply {
        pictures: vec![
            one('c', "Der Plan des Bahnhofs; Gleis 1 ist rot umrandet.", None),
            one('d', "Der Weg vom Eingang zu Gleis 1 ohne Stufen.", Some("Der Weg")),
            OwnPicture { alt: String::new(), written_alt: None, kept: None },
        ],
        ..reply(9, "2026-11-24T07:30:00Z", ReplyState::Delivered, "Hier ist der Plan, und der Weg ohne Stufen.")
    };
    let thread = thread(composer);
    Thread { entries: thread.entries.into_iter().chain([Entry::Ours(shown)]).collect(), ..thread }
}

/// A conversation in which answers asked something besides.
pub(super) fn enquired(composer: Composer) -> Thread {
    let one = |id: i64, kind, answer| {
        let asks = EnquiryLine {
            reply: ReplyId(id),
            kind,
            asked_at: Some(sample_at("2026-11-24T07:30:00Z")),
            answer,
            by: answer.map(|_| PostId(15)),
            read_by: answer.map(|_| "Tarik Wenzel".into()),
            is_changed: kind == EnquiryKind::Quote,
        };
        let text = inbox::asked(kind, Some("de"));
        let answer = EntryReply { asks: Some(asks), ..reply(id, "2026-11-24T07:30:00Z", ReplyState::Delivered, text) };
        Entry::Ours(answer)
    };
    let asked = [
        one(21, EnquiryKind::Satisfaction, None),
        one(22, EnquiryKind::Satisfaction, Some(EnquiryAnswer::Four)),
        one(23, EnquiryKind::Quote, Some(EnquiryAnswer::Given)),
    ];
    let thread = thread(composer);
    Thread { entries: thread.entries.into_iter().chain(asked).collect(), ..thread }
}

pub(super) fn thread(composer: Composer) -> Thread {
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
        is_pinned: true,
        is_subscribed: false,
        owed: crate::ui::owed::section::samples(),
        promised: crate::ui::promised::section::samples(),
        corrections: Vec::new(),
        snoozed_until: None,
        outcome: None,
        assignee: Some((MemberId(1), "Mara Lind".into())),
        members: [(1, "Mara Lind"), (2, "Jonas Okafor"), (3, "Ewa Brandt"), (4, "Tarik Wenzel"), (5, "Pauli Rahn")]
            .map(|(id, name)| Choice { id: MemberId(id), name: name.into() })
            .to_vec(),
        waits: None,
        team: Some(TeamChoice { id: TeamId(1), name: "Support".into() }),
        teams: vec![
            TeamChoice { id: TeamId(2), name: "Press office".into() },
            TeamChoice { id: TeamId(1), name: "Support".into() },
        ],
        topics: vec!["Lifts and step-free".into()],
        original_url: Some("https://social.example/post/11".into()),
        answerable: Vec::new(),
        gestures: sample_on_thread(),
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
            event("2026-11-23T17:10:00Z", "Jonas Okafor", Act::Team(Some("Support".into()))),
            event(
                "2026-11-23T17:10:00Z",
                "Support",
                Act::Given("Mara Lind".into(), "in turn: Ewa Brandt had it last; speaks German".into(), Some(4.into())),
            ),
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
            event("2026-11-24T07:03:00Z", "Mara Lind", Act::Gestured(GestureKind::Like, Some(PostId(11)), None)),
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

pub(super) fn reply_states() -> Vec<Entry> {
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
        with(
            11,
            40,
            ReplyState::Queued,
            "Morgen früh wissen wir, wie es am Aufzug weitergeht, und schreiben Ihnen.",
            |r| {
                r.line.leaves_at = Some(sample_at("2026-11-25T08:00:00Z"));
                r.line.is_later = true;
            },
        ),
        with(13, 40, ReplyState::Queued, "Wir prüfen, was am Hallgrund geschehen ist.", |r| {
            r.line.held_since = Some(sample_at("2026-11-24T07:45:10Z"))
        }),
        with(14, 40, ReplyState::NeedsApproval, "Der Vorstand nimmt am Freitag Stellung.", |r| {
            r.approval = Some(approval::sample_standing())
        }),
        with(15, 40, ReplyState::Delivered, approval::SAMPLE_CHANGED, |r| {
            r.approval = Some(approval::sample_changed())
        }),
        with(12, 40, ReplyState::Cancelled, "Der Aufzug fährt ab Mittag.", |r| {
            r.line.reason = Some("there was something new from Renske Ophoven before it went out".into())
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
