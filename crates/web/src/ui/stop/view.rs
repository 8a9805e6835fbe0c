//! What goes out later, what is held, and the brake.

use inbox::STOP_REASON_CHARS_MAX;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, GestureKind, ReplyId, Right, StopId};
use store::label::Label;
use wording::t;

use crate::ui::approval::view::{self as approval, Waiting};
use crate::ui::components::{Empty, csrf, empty, form_error, icon, press, rich, time};
use crate::ui::gesture::held::{self, HeldGesture};
use crate::ui::inbox::own_picture;
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::statement::held::{self as statements, HeldPosting};

/// `/outgoing`.
#[derive(Clone, Debug, Default)]
pub struct OutgoingPage {
    /// The stops that are not lifted.
    pub in_force: Vec<StopRow>,
    /// The latest that were.
    pub lifted: Vec<StopRow>,
    /// What waits until a second person has looked at it.
    pub waiting: Vec<Waiting>,
    /// What stops hold.
    pub held: Vec<PutOff>,
    /// The likes, boosts and follows that stops hold.
    pub gestures: Vec<HeldGesture>,
    /// The statements that stops hold.
    pub statements: Vec<HeldPosting>,
    /// What goes out at a moment that its author chose.
    pub later: Vec<PutOff>,
    /// The labels that can be chosen.
    pub labels: Vec<Label>,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// A stop.
#[derive(Clone, Debug)]
pub struct StopRow {
    /// Which.
    pub id: StopId,
    /// The label where it holds; everything without one.
    pub label: Option<String>,
    /// Why.
    pub reason: String,
    /// Who began it, by name.
    pub begun_by: String,
    /// When.
    pub begun_at: Timestamp,
    /// Who lifted it, and when.
    pub lifted: Option<(String, Timestamp)>,
}

/// An answer that is put off.
#[derive(Clone, Debug)]
pub struct PutOff {
    /// Which.
    pub id: ReplyId,
    /// Where it is said.
    pub conversation: ConversationId,
    /// To whom, by name.
    pub to: String,
    /// Who wrote it, by name.
    pub by: String,
    /// The words.
    pub words: String,
    /// Whether only the person is to read it.
    pub is_private: bool,
    /// How many pictures it has.
    pub pictures: usize,
    /// When it is to go out, or was.
    pub goes_at: Timestamp,
    /// Since when a stop holds it.
    pub held_since: Option<Timestamp>,
}

impl Page for OutgoingPage {
    fn title(&self) -> String {
        t!("Going out").into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "reply gesture posting stop"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/inbox" { (t!("Inbox")) } }
            header.page-head { div {
                h1.page-title { (self.finding()) }
                p { (t!("Answers that wait for approval, are put off or held, and likes, boosts, follows and statements that are held. Everything else goes out some seconds after it is sent.")) }
            } }
            (form_error(self.error.as_deref()))
            @for stop in &self.in_force { (in_force(stop, frame)) }
            @if !self.waiting.is_empty() { section {
                h2 { (t!("Waiting for approval")) }
                p.dim { (t!("A second person looks at each, and nobody at their own.")) }
                ul.cards { @for one in &self.waiting { (approval::card(one, frame)) } }
            } }
            @if !self.held.is_empty() || !self.gestures.is_empty() || !self.statements.is_empty() { section {
                h2 { (t!("Held")) }
                p.dim { (t!("Each is let go by itself: what was right before may not be now. Who wrote since is not answered over.")) }
                ul.cards {
                    @for one in &self.statements { (statements::card(one, frame)) }
                    @for one in &self.held { (card(one, frame)) }
                    @for one in &self.gestures { (held::card(one, frame)) }
                }
            } }
            @if !self.later.is_empty() { section {
                h2 { (t!("Later")) }
                ul.cards { @for one in &self.later { (card(one, frame)) } }
            } }
            @if self.waiting.is_empty() && self.held.is_empty() && self.gestures.is_empty() && self.statements.is_empty() && self.later.is_empty() {
                (empty(Empty {
                    title: t!("Nothing waits to go out"),
                    lines: vec![t!("“Later” beside “Send” puts an answer off, and a stop holds answers here.").into()],
                    acts: vec![(t!("Open the inbox"), "/inbox")],
                }))
            }
            @if frame.may(Right::WorkInbox) { (brake(self, frame)) }
            @if !self.lifted.is_empty() { section.apart {
                h2 { (t!("Lifted")) }
                ul.choices { @for stop in &self.lifted { li { p { (was(stop, frame)) } } } }
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let stop = |id: i64, label: Option<&str>, reason: &str, at: &str| StopRow {
            id: id.into(),
            label: label.map(str::to_owned),
            reason: reason.into(),
            begun_by: "Mara Lind".into(),
            begun_at: sample_at(at),
            lifted: None,
        };
        let one = |id: i64, to: &str, words: &str, at: &str, held: Option<&str>| PutOff {
            id: id.into(),
            conversation: id.into(),
            to: to.into(),
            by: "Tarik Wenzel".into(),
            words: words.into(),
            is_private: false,
            pictures: 0,
            goes_at: sample_at(at),
            held_since: held.map(sample_at),
        };
        let was = StopRow {
            lifted: Some(("Mara Lind".into(), sample_at("2026-11-20T09:10:00Z"))),
            ..stop(1, None, "The wrong timetable was online.", "2026-11-20T08:02:00Z")
        };
        let later =
            vec![one(3, "Odile Marchand", "Les ventes ouvrent mardi à neuf heures.", "2026-11-25T08:00:00Z", None)];
        let label = Label { id: 1.into(), name: "Hallgrund".into(), archived_at: None };
        let usual = Self { later: later.clone(), labels: vec![label], lifted: vec![was], ..Self::default() };
        let stopped = Self {
            in_force: vec![
                stop(
                    2,
                    None,
                    "Derailment at Hallgrund: nothing goes out before the control room has spoken.",
                    "2026-11-24T07:40:00Z",
                ),
                stop(3, Some("Hallgrund"), "Only the press desk speaks about it.", "2026-11-24T07:42:00Z"),
            ],
            held: vec![one(
                4,
                "Renske Ophoven",
                "Die Rampe ist heute ab 16 Uhr am Gleis 2.",
                "2026-11-24T07:45:10Z",
                Some("2026-11-24T07:45:10Z"),
            )],
            statements: vec![HeldPosting {
                id: 8.into(),
                statement: 1.into(),
                title: "Derailment at Hallgrund: first word".into(),
                channel: "Vellenbahn".into(),
                words: "At Hallgrund a train has left the rails. We are looking, and there is more by ten.".into(),
                by: "Mara Lind".into(),
                since: sample_at("2026-11-24T07:44:00Z"),
            }],
            gestures: vec![HeldGesture {
                id: 6.into(),
                kind: GestureKind::Like,
                conversation: Some(4.into()),
                author: 7.into(),
                to: "Renske Ophoven".into(),
                by: "Mara Lind".into(),
                since: sample_at("2026-11-24T07:46:00Z"),
            }],
            ..usual.clone()
        };
        let refused =
            Self { error: Some("Say why nothing is to go out, in 1 to 200 characters.".into()), ..usual.clone() };
        let waiting = Self { waiting: approval::sample_waiting(), ..usual.clone() };
        vec![("", usual), ("waiting", waiting), ("stopped", stopped), ("refused", refused), ("empty", Self::default())]
    }
}

impl OutgoingPage {
    fn finding(&self) -> String {
        if self.in_force.iter().any(|stop| stop.label.is_none()) {
            return t!("Nothing goes out").into();
        }
        match (
            self.in_force.as_slice(),
            self.held.len() + self.gestures.len() + self.statements.len(),
            self.later.len(),
        ) {
            ([], ..) if !self.waiting.is_empty() => {
                t!(self.waiting.len(); "One answer waits for approval", "{count} answers wait for approval")
            }
            ([], 0, 0) => t!("Everything goes out at once").into(),
            ([], 0, count) => t!(count; "One answer goes out later", "{count} answers go out later"),
            ([], count, _) if !self.statements.is_empty() => {
                t!(count; "A statement is held", "{count} statements, answers and others are held")
            }
            ([], count, _) if !self.gestures.is_empty() => {
                t!(count; "A like, a boost or a follow is held", "{count} answers, likes, boosts and follows are held")
            }
            ([], count, _) => t!(count; "One answer is held", "{count} answers are held"),
            (stops, ..) => {
                let names: Vec<_> = stops.iter().filter_map(|stop| stop.label.as_deref()).collect();
                t!("Nothing goes out about {names}", names = names.join(", "))
            }
        }
    }
}

fn in_force(stop: &StopRow, frame: &Frame) -> Markup {
    html! { section.stop data-key={ "stop-" (stop.id) } {
        div {
            h2 { @match &stop.label {
                Some(name) => { (rich!("Stopped with the label “{label}”", label = html! { bdi { (name) } })) },
                None => { (t!("Stopped everywhere")) },
            } }
            p { (stop.reason) }
            p.by { (stop.begun_by) ", " (time::past(stop.begun_at, frame)) }
        }
        @if frame.may(Right::ReleaseReplies) {
            (press(frame, &format!("/stops/{}/lift", stop.id), &[], html! { button.btn type="submit" { (t!("Lift it")) } }))
        }
    } }
}

fn was(stop: &StopRow, frame: &Frame) -> Markup {
    html! {
        @let (by, past, reason) = (&stop.begun_by, time::past(stop.begun_at, frame), &stop.reason);
        @match &stop.label {
            Some(name) => {
                @let label = html! { bdi { (name) } };
                (rich!("Stopped with the label “{label}” by {by}, {past}: {reason}", label, by, past, reason))
            },
            None => { (rich!("Stopped everywhere by {by}, {past}: {reason}", by, past, reason)) },
        }
        @if let Some((by, at)) = &stop.lifted { span.faint { " " (rich!("Lifted by {by}, {past}", by, past = time::past(*at, frame))) } }
    }
}

fn card(one: &PutOff, frame: &Frame) -> Markup {
    let act = |verb: &str, words: &str| {
        press(frame, &format!("/replies/{}/{verb}", one.id), &[], html! { button.link.quiet type="submit" { (words) } })
    };
    html! { li.card-row data-key={ "reply-" (one.id) } {
        div {
            h2 { (rich!("To {person}", person = html! { a href={ "/inbox/" (one.conversation) "?view=all" } { bdi { (one.to) } } })) }
            @if one.is_private { p.only { (icon::line("envelope")) (t!("In private")) } }
            p.words dir="auto" { (one.words) }
            (own_picture::count(one.pictures))
            p.faint { (rich!("by {by}", by = one.by)) }
        }
        div.figure {
            @match one.held_since {
                Some(since) => {
                    p { (rich!("held {past}", past = time::past(since, frame))) }
                    @if frame.may(Right::ReleaseReplies) { (act("release", t!("Let it go"))) }
                },
                None => {
                    p { (rich!("goes out {until}", until = time::until(one.goes_at, frame))) }
                    @if frame.may(Right::WorkInbox) { (act("send-now", t!("Send now"))) }
                },
            }
            @if frame.may(Right::WorkInbox) { " " (act("cancel", t!("Take back"))) }
        }
    } }
}

fn brake(page: &OutgoingPage, frame: &Frame) -> Markup {
    html! { section.apart {
        h2 { (t!("Stop what goes out")) }
        p.dim { (t!("Anybody who answers may. From that moment nothing leaves the house, also what was written before; what left already is out. Hiding and reporting go on: they protect somebody. Managers lift it.")) }
        form.stack method="post" action="/stops" {
            (csrf(frame))
            div.field {
                label for="stop-reason" { (t!("Why")) }
                input #stop-reason type="text" name="reason" required maxlength=(STOP_REASON_CHARS_MAX) autocomplete="off";
            }
            div.field {
                label for="stop-label" { (t!("Where")) }
                select #stop-label name="label" autocomplete="off" {
                    option value="" { (t!("Everywhere")) }
                    @for label in &page.labels { option value=(label.id) { (t!("Only with the label {name}", name = label.name)) } }
                }
            }
            button.btn.dark type="submit" { (t!("Stop")) }
        }
    } }
}
