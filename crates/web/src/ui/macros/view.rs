//! Macros: the list, and one with its form.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{MacroId, Right, SavedReplyId};
use wording::{number, t};

use super::form::{Filled, saved_field, step_fields};
use super::words::put;
use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::rule::form::{Choices, kept_acts};

/// `/macros`.
#[derive(Clone, Debug, Default)]
pub struct MacrosPage {
    /// The macros, by name.
    pub rows: Vec<MacroRow>,
}

/// One macro in the list.
#[derive(Clone, Debug)]
pub struct MacroRow {
    /// Which one.
    pub id: MacroId,
    /// Its name.
    pub name: String,
    /// What it does, each step in words.
    pub steps: Vec<String>,
    /// The saved reply that it puts into the answer.
    pub saved: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// How often it was applied.
    pub use_count: i64,
    /// When it was applied last.
    pub used_at: Option<Timestamp>,
}

/// What a macro does, in order.
fn steps_of(steps: &[String], saved: Option<&str>) -> Markup {
    html! { ol.macro-steps {
        @for step in steps { li { (step) } }
        @if let Some(saved) = saved { li { (put(saved)) } }
    } }
}

impl Page for MacrosPage {
    fn title(&self) -> String {
        t!("Macros").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "macro"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::WorkInbox);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Macros")) } p { (rich!(
                    "Several acts in one stroke, and one undo for all of them. In the inbox {key} opens them.",
                    key = html! { kbd { "d" } },
                )) } }
                @if may { a.btn.main href="/macros/new" { (t!("Make one")) } }
            }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("There is no macro yet"),
                    lines: vec![t!("What you often do together, such as a label, a team and a status, can be one act with a name.").into()],
                    acts: if may { vec![(t!("Make the first"), "/macros/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { li.card-row data-key={ "macro-" (row.id) } {
                    div {
                        h2 { a href={ "/macros/" (row.id) } { bdi { (row.name) } } }
                        (steps_of(&row.steps, row.saved.as_deref()))
                        p.t1.faint { (t!("made by {by}", by = row.made_by)) }
                    }
                    @let uses = usize::try_from(row.use_count).unwrap_or_default();
                    div.figure { p { (rich!(uses; "{times} used", "{times} used", times = html! { b.num { (number(uses)) } }))
                        @if let Some(at) = row.used_at { br; span.faint { (rich!("last {past}", past = time::past(at, frame))) } }
                    } }
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let rows = super::menu::samples().into_iter().zip([(31, Some("2026-11-24T07:39:00Z")), (0, None)]);
        let rows = rows.map(|(one, (use_count, used_at))| MacroRow {
            id: one.id,
            name: one.name,
            steps: one.steps,
            saved: one.saved,
            made_by: "Mara Lind".into(),
            use_count,
            used_at: used_at.map(sample_at),
        });
        vec![("", Self { rows: rows.collect() }), ("empty", Self::default())]
    }
}

/// `/macros/new` and `/macros/{id}`.
#[derive(Clone, Debug, Default)]
pub struct MacroPage {
    /// Which macro; none for a new one.
    pub id: Option<MacroId>,
    /// What it does, each step in words.
    pub steps: Vec<String>,
    /// The saved reply that it puts into the answer.
    pub saved_words: Option<String>,
    /// Whether its steps are such as the form cannot show, and stay.
    pub keeps_steps: bool,
    /// The form as it is filled in.
    pub filled: Filled,
    /// What can be chosen in it.
    pub choices: Choices,
    /// The saved replies in use.
    pub saved: Vec<(SavedReplyId, String)>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with it as a whole.
    pub error: Option<String>,
}

impl Page for MacroPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.filled.name.clone() } else { t!("A new macro").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::WorkInbox);
        let action = self.id.map_or_else(|| "/macros".to_owned(), |id| format!("/macros/{id}"));
        html! {
            p.crumbs { a href="/macros" { (t!("Macros")) } }
            header.page-head { div {
                h1.page-title { @if self.id.is_some() { bdi { (self.filled.name) } } @else { (t!("What shall be done in one stroke?")) } }
                p { (t!("From the top, in this order; one undo takes all of it back.")) }
            } }
            @if may { form.stack.wide method="post" action=(action) {
                (csrf(frame))
                @if !self.filled.anew.is_empty() { input type="hidden" name="anew" value="yes"; }
                @if let Some(version) = self.filled.version { input type="hidden" name="version" value=(version); }
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), value: &self.filled.name, hint: t!("By which the team finds it."),
                    is_required: true, error: self.name_error.as_deref(), ..Field::default() }))
                @if self.keeps_steps { (kept_acts(&self.steps, &format!("{action}?anew=yes"))) }
                @else { div.act-fields { (step_fields(&self.filled, &self.choices)) } }
                (saved_field(&self.filled, &self.saved))
                div.toolbar {
                    button.btn.main type="submit" { @if self.id.is_some() { (t!("Keep the change")) } @else { (t!("Make it")) } }
                    a.btn.quiet href="/macros" { (t!("Leave it")) }
                }
            } } @else { (steps_of(&self.steps, self.saved_words.as_deref())) }
            @if let Some(id) = self.id.filter(|_| may) { section.apart {
                h2 { (t!("Remove it")) }
                p.dim { (t!("It is offered no more. What was done by it stays, and can be undone.")) }
                (press(frame, &format!("/macros/{id}/remove"), &[], html! { button.btn type="submit" { (t!("Remove")) } }))
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let lift = super::menu::samples().remove(0);
        let usual = Self {
            id: Some(lift.id),
            steps: lift.steps,
            saved_words: lift.saved,
            filled: Filled {
                name: lift.name,
                label: vec!["lifts".into()],
                priority: "high".into(),
                team: "1".into(),
                saved_reply: "1".into(),
                version: Some(1),
                ..Filled::default()
            },
            choices: Choices::sample(),
            saved: vec![(SavedReplyId(1), "Lift out of order".into()), (SavedReplyId(2), "Thank you".into())],
            ..Self::default()
        };
        let new = Self { choices: Choices::sample(), saved: usual.saved.clone(), ..Self::default() };
        let wrong = Self {
            name_error: Some("Another macro has this name.".into()),
            error: Some("Step 2 cannot be done: the label “lifts” is put away.".into()),
            ..usual.clone()
        };
        let kept = Self { keeps_steps: true, ..usual.clone() };
        vec![("", usual), ("new", new), ("wrong", wrong), ("kept", kept)]
    }
}
