//! The saved replies: the list with what became of them, and one with its texts.

use maud::{Markup, html};
use model::{Right, SavedReplyId};
use store::saved_reply::{SavedReply, Uses};
use store::variant::Variant;
use wording::{number, t};

use crate::ui::components::{
    Empty, Field, csrf, empty, field, form_error, languages, press, rich, time, variant_fields,
};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/saved-replies`.
#[derive(Clone, Debug, Default)]
pub struct SavedRepliesPage {
    /// Those in use by name, then those put away.
    pub rows: Vec<SavedReplyRow>,
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct SavedReplyRow {
    /// The saved reply.
    pub saved: SavedReply,
    /// What became of it.
    pub uses: Uses,
}

impl Page for SavedRepliesPage {
    fn title(&self) -> String {
        t!("Saved replies").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "saved_reply"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::WorkInbox);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Saved replies")) } p { (rich!("What we say often, written once. In the inbox {key} opens them.", key = html! { kbd { ";" } })) } }
                @if may { a.btn.main href="/saved-replies/new" { (t!("Write one")) } }
            }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("No reply is saved yet"),
                    lines: vec![t!("What you say often can be written once, in every language you need.").into()],
                    acts: if may { vec![(t!("Write the first"), "/saved-replies/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, may, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |id: i64, name: &str, variants: &[(&str, &str)], uses: Uses| SavedReplyRow {
            saved: SavedReply {
                id: id.into(),
                name: name.into(),
                archived_at: None,
                variants: variants.iter().map(|(language, text)| variant(language, text)).collect(),
            },
            uses,
        };
        let last_at = Some(sample_at("2026-11-24T07:39:00Z"));
        let mut away = row(3, "Summer timetable", &[("", "The summer timetable is out.")], Uses::default());
        away.saved.archived_at = Some(sample_at("2026-10-01T07:39:00Z"));
        let rows = vec![
            row(1, "Lift out of order", LIFT, Uses { count: 112, last_at, wrote_again: 31 }),
            row(2, "Thank you", &[("", "Thank you, {{first_name}}!")], Uses::default()),
            away,
        ];
        vec![("", Self { rows }), ("empty", Self::default())]
    }
}

const LIFT: &[(&str, &str)] = &[
    ("", "Hello {{first_name}}, the lift is out of order. The ramp leads to platform 1. {{me}}"),
    ("de", "Hallo {{first_name}}, der Aufzug ist außer Betrieb. Die Rampe führt zu Gleis 1. {{me}}"),
];

fn variant(language: &str, text: &str) -> Variant {
    Variant { language: language.into(), text: text.into() }
}

fn card(row: &SavedReplyRow, may: bool, frame: &Frame) -> Markup {
    let SavedReplyRow { saved, uses } = row;
    let is_away = saved.archived_at.is_some();
    let archive = format!("/saved-replies/{}/archive", saved.id);
    let count = |count: i64| usize::try_from(count).unwrap_or_default();
    html! { li.card-row.put-away[is_away] data-key={ "saved-" (saved.id) } {
        div {
            h2 { a href={ "/saved-replies/" (saved.id) } { (saved.name) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            @if let Some(first) = saved.variants.first() { p.saved-text dir="auto" { (first.text) } }
            p.t1.faint { (languages(&saved.variants)) }
        }
        div.figure {
            p { (rich!(count(uses.count); "{uses} used", "{uses} used", uses = html! { b.num { (number(count(uses.count))) } }))
                @if let Some(at) = uses.last_at { br; span.faint { (rich!("last {past}", past = time::past(at, frame))) } }
                @if uses.wrote_again > 0 { br; span.faint { (t!(count(uses.wrote_again); "{count} wrote again", "{count} wrote again")) } }
            }
            @if may {
                @if is_away {
                    (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
                } @else {
                    (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) } }))
                }
            }
        }
    } }
}

/// `/saved-replies/new` and `/saved-replies/{id}`.
#[derive(Clone, Debug, Default)]
pub struct SavedReplyPage {
    /// Which one; none for a new one.
    pub id: Option<SavedReplyId>,
    /// Its name.
    pub name: String,
    /// Its texts.
    pub variants: Vec<Variant>,
    /// For how many more there is room.
    pub extra: usize,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it is put away.
    pub is_archived: bool,
}

impl Page for SavedReplyPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { t!("Write a saved reply").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or("/saved-replies".to_owned(), |id| format!("/saved-replies/{id}"));
        let may = frame.may(Right::WorkInbox);
        let room = if self.variants.is_empty() { 1 } else { self.extra };
        html! {
            header.page-head { div {
                p.t1 { a href="/saved-replies" { (t!("← Saved replies")) } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { (t!("Put away: it is offered to nobody.")) } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), kind: "text", value: &self.name,
                    hint: t!("By which the team finds it."), is_required: true, ..Field::default() }))
                (variant_fields(&self.variants, room))
                @if may { div.toolbar {
                    button.btn.main type="submit" { (t!("Keep it")) }
                    button.btn type="submit" name="more" value="yes" formnovalidate { (t!("One more language")) }
                } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let variants: Vec<Variant> = LIFT.iter().map(|(language, text)| variant(language, text)).collect();
        let kept = Self { id: Some(1.into()), name: "Lift out of order".into(), variants, ..Self::default() };
        let error = Some("Nothing fills {{naem}}; there are {{person}} {{first_name}} {{handle}}.".into());
        let refused = Self { variants: vec![variant("", "Hello {{naem}}!")], error, ..kept.clone() };
        vec![("", kept), ("new", Self::default()), ("refused", refused)]
    }
}
