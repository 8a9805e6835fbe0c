//! The page of labels: on how many conversations each is, another name, one for another, out of use.

use maud::{Markup, html};
use model::Right;
use store::label::Label;
use wording::{number, t};

use crate::ui::components::{Empty, csrf, empty, form_error, press, rich};
use crate::ui::inbox::list::encode;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/labels`.
#[derive(Clone, Debug, Default)]
pub struct LabelsPage {
    /// Those in use by name, then those put away.
    pub rows: Vec<LabelRow>,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct LabelRow {
    /// The label.
    pub label: Label,
    /// On how many conversations it is.
    pub count: i64,
}

impl Page for LabelsPage {
    fn title(&self) -> String {
        t!("Labels").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "label"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (t!("Labels")) }
                p { (rich!("Words that we put on conversations. In the inbox {key} puts one on; a new word makes a new label.", key = html! { kbd { "l" } })) }
            } }
            (form_error(self.error.as_deref()))
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("There is no label yet"),
                    lines: vec![t!("The first that is put on a conversation stands here.").into()],
                    acts: vec![(t!("Open the inbox"), "/inbox")],
                }))
            } @else {
                ul.cards { @for row in &self.rows { (self.card(row, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |id: i64, name: &str, count: i64| LabelRow {
            label: Label { id: id.into(), name: name.into(), archived_at: None },
            count,
        };
        let mut away = row(3, "Summer timetable", 41);
        away.label.archived_at = Some(sample_at("2026-10-01T07:39:00Z"));
        let rows = vec![row(1, "Lost property", 1_204), row(2, "Press", 3), away];
        let taken = Self { rows: rows.clone(), error: Some("Another label has this name; merge them.".into()) };
        vec![("", Self { rows, error: None }), ("taken", taken), ("empty", Self::default())]
    }
}

impl LabelsPage {
    fn card(&self, row: &LabelRow, frame: &Frame) -> Markup {
        let Label { id, name, archived_at } = &row.label;
        let is_away = archived_at.is_some();
        let count = usize::try_from(row.count).unwrap_or_default();
        let address = |verb: &str| format!("/labels/{id}/{verb}");
        let query = encode(&format!("label:\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")));
        let others = || self.rows.iter().filter(|other| other.label.id != *id && other.label.archived_at.is_none());
        html! { li.card-row.put-away[is_away] data-key={ "label-" (id) } {
            div {
                h2 { a href={ "/inbox?view=all&q=" (query) } { bdi { (name) } } @if is_away { span.t1.faint { " " (t!("put away")) } } }
                @if frame.may(Right::WorkInbox) { details.more-fields {
                    summary { (t!("Rename or merge")) }
                    form.inline method="post" action=(address("rename")) {
                        (csrf(frame))
                        label.vh for={ "name-" (id) } { (t!("Another name for {label}", label = name)) }
                        input id={ "name-" (id) } type="text" name="name" value=(name) required maxlength="40" autocomplete="off";
                        button.btn type="submit" { (t!("Rename")) }
                    }
                    @if others().next().is_some() { form.inline method="post" action=(address("merge")) {
                        (csrf(frame))
                        label.vh for={ "into-" (id) } { (t!("Put in the place of {label}", label = name)) }
                        select id={ "into-" (id) } name="into" autocomplete="off" { @for other in others() {
                            option value=(other.label.id) { (other.label.name) }
                        } }
                        button.btn type="submit" { (t!("Merge into it")) }
                    } }
                } }
            }
            div.figure {
                p { (rich!(count; "{conversations} conversation", "{conversations} conversations", conversations = html! { b.num { (number(count)) } })) }
                @if frame.may(Right::WorkInbox) {
                    @if is_away {
                        (press(frame, &address("archive"), &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
                    } @else {
                        (press(frame, &address("archive"), &[], html! { button.link.quiet type="submit" { (t!("Put away")) } }))
                    }
                }
            }
        } }
    }
}
