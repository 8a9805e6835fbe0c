//! One mention of a sample with the codes that it may be given; keys give them, and it works without.

use maud::{Markup, html};
use store::study::{Item, Study, Variable};
use wording::{number, t};

use super::sample;
use crate::ui::components::{csrf, form_error, rich};
use crate::ui::layout::{Frame, Page, Place};

/// `/studies/{id}/code`.
#[derive(Clone, Debug)]
pub struct CodePage {
    /// The study.
    pub study: Study,
    /// The mention; none where all are coded.
    pub item: Option<Item>,
    /// Which it is, counted from 1.
    pub at: usize,
    /// How many there are.
    pub total: usize,
    /// How many are coded.
    pub coded: usize,
    /// What is said of it: the number of what is asked, and of the code.
    pub answers: Vec<(u32, u32)>,
    /// What is noted of it.
    pub note: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

impl Page for CodePage {
    fn title(&self) -> String {
        t!("Code: {name}", name = self.study.terms.name)
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn class(&self) -> &'static str {
        "page coding-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let address = format!("/studies/{}", self.study.id);
        html! {
            header.page-head { div {
                p.t1 { a href=(address) { "← " (self.study.terms.name) } }
                h1.page-title { @if self.item.is_some() { (t!("Mention {place} of {total}", place = number(self.at), total = number(self.total))) } @else { (t!("All of it is coded")) } }
                p.coding-line { progress max=(self.total.max(1)) value=(self.coded) aria-label=(t!("How much you have coded")) {} span.num { (t!(self.coded; "{count} coded", "{count} coded")) } }
            } }
            @match &self.item {
                Some(item) => (self.mention(item, frame)),
                None => {
                    p { (t!("Thank you. Nobody sees your codes before the coding has ended; until then you can look through them again and change them.")) }
                    p.toolbar { a.btn.main href=(address) { (t!("Back to the study")) } a.btn.quiet href={ (address) "/code?at=1" } { (t!("Look through them again")) } }
                },
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let study = sample::study(model::StudyState::Coding);
        let page = Self {
            study,
            item: Some(sample::item(3)),
            at: 13,
            total: 40,
            coded: 12,
            answers: vec![(1, 3)],
            note: "Angry, or only tired?".into(),
            error: None,
        };
        let refused =
            Self { error: Some("Answer everything that is asked, each with one of its codes.".into()), ..page.clone() };
        let gone =
            Self { item: Some(sample::item(6)), at: 7, answers: Vec::new(), note: String::new(), ..page.clone() };
        let done = Self { item: None, at: 40, coded: 40, ..page.clone() };
        vec![("", page), ("refused", refused), ("gone", gone), ("done", done)]
    }
}

impl CodePage {
    fn mention(&self, item: &Item, frame: &Frame) -> Markup {
        let address = format!("/studies/{}/code", self.study.id);
        html! {
            div.coding-said { (sample::said(item)) }
            form.coding-form #coding-form method="post" action=(address) data-key={ "code-" (item.post.id) } {
                (csrf(frame))
                input type="hidden" name="post" value=(item.post.id);
                input type="hidden" name="at" value=(self.at);
                (form_error(self.error.as_deref()))
                @for (number, variable) in (1_u32..).zip(&self.study.book) { (self.question(number, variable)) }
                div.field {
                    label for="coding-note" { (t!("A note to yourself")) }
                    textarea #coding-note name="note" rows="2" maxlength=(inbox::CODE_NOTE_CHARS_MAX) dir="auto" { "\n" (self.note) }
                }
                div.toolbar {
                    button.btn.main type="submit" data-coding="on" { (t!("Keep, and next")) kbd { "j" } }
                    button.btn type="submit" name="back" value="yes" data-coding="back" disabled[self.at <= 1] { (t!("Keep, and back")) kbd { "k" } }
                    @if self.at < self.total { a.btn.quiet href={ (address) "?at=" (self.at + 1) } { (t!("Pass over")) } }
                }
                p.hint.needs-script { (rich!(
                    "Keys: {first} to {last} and {zero} answer the question with the line beside it, then the next one.",
                    first = html! { kbd { "1" } },
                    last = html! { kbd { "9" } },
                    zero = html! { kbd { "0" } },
                )) }
            }
        }
    }

    fn question(&self, number: u32, variable: &Variable) -> Markup {
        let chosen = self.answers.iter().find(|(asked, _)| *asked == number).map(|(_, code)| *code);
        let choice = |code: u32, name: &str, definition: &str| {
            let id = format!("q{number}-{code}");
            html! { label.check for=(id) {
                input id=(id) type="radio" name={ "q" (number) } value=(code) checked[chosen == Some(code)] autocomplete="off";
                @if code <= 9 { kbd aria-hidden="true" { (code) } }
                span { b { (name) } @if !definition.is_empty() { " " span.dim { (definition) } } }
            } }
        };
        html! { fieldset.coding-question data-key={ "q" (number) } {
            legend { (variable.name) @if !variable.definition.is_empty() { " " span.dim { (variable.definition) } } }
            @for (code, one) in (1_u32..).zip(&variable.codes) { (choice(code, &one.name, &one.definition)) }
            (choice(0, t!("cannot say"), ""))
        } }
    }
}
