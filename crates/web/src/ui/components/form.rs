//! Parts of forms: labels always visible, rules said beforehand, errors beside the field.

use maud::{Markup, html};
use wording::t;

use crate::ui::layout::Frame;

/// The token that proves that a form came from our page.
pub fn csrf(frame: &Frame) -> Markup {
    html! { input type="hidden" name="csrf" value=(frame.csrf); }
}

/// A form of buttons only: posts hidden fields when pressed.
pub fn press(frame: &Frame, action: &str, fields: &[(&str, &str)], button: Markup) -> Markup {
    html! { form.press method="post" action=(action) {
        (csrf(frame))
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
        (button)
    } }
}

/// A labelled input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    /// Its name in the form; also the start of its id.
    pub name: &'a str,
    /// The words above it.
    pub label: &'a str,
    /// `text`, `email`, `password`, `url`.
    pub kind: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// What helps to fill it in, said before anything is wrong.
    pub hint: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a str>,
    /// The `autocomplete` word.
    pub autocomplete: &'a str,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// The least number of characters.
    pub length_min: Option<usize>,
}

/// The input with label, hint and error.
pub fn field(f: Field<'_>) -> Markup {
    let id = format!("f-{}", f.name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = [(!f.hint.is_empty(), &hint_id), (f.error.is_some(), &error_id)]
        .into_iter()
        .filter_map(|(is_there, id)| is_there.then_some(id.as_str()))
        .collect::<Vec<_>>()
        .join(" ");
    html! { div.field.wrong[f.error.is_some()] {
        label for=(id) { (f.label) }
        @if !f.hint.is_empty() { p.hint id=(hint_id) { (f.hint) } }
        input id=(id) name=(f.name) type=(if f.kind.is_empty() { "text" } else { f.kind }) value=(f.value)
            autocomplete=[(!f.autocomplete.is_empty()).then_some(f.autocomplete)]
            required[f.is_required] minlength=[f.length_min]
            aria-invalid=[f.error.map(|_| "true")]
            aria-describedby=[(!described.is_empty()).then_some(described)];
        @if let Some(error) = f.error { p.wrong-why id=(error_id) { (error) } }
    } }
}

/// What is wrong with the form as a whole; read out at once.
pub fn form_error(error: Option<&str>) -> Markup {
    html! { @if let Some(error) = error { p.err role="alert" { (error) } } }
}

/// A secret that is shown this once: a heading, what to do with it, its name and itself.
pub(crate) fn shown_once(title: &str, words: &str, (name, secret): (&str, &str)) -> Markup {
    html! { section.once role="status" {
        h2 { (title) }
        p { (words) }
        div.copy-line {
            input.mono type="text" readonly value=(secret) aria-label=(name);
            button.btn.main.needs-script type="button" data-copy { (t!("Copy")) }
        }
    } }
}
