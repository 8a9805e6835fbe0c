//! The form of a study: what it is to find out, of which mentions, how many are drawn and by which seed.

use inbox::{QUESTION_CHARS_MAX, SAMPLE_SIZES, SEED_CHARS_MAX, STUDY_NAME_CHARS_MAX};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use store::study::StudyTerms;
use wording::t;

use crate::ui::components::{csrf, form_error};
use crate::ui::layout::{Frame, Page, Place};

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct StudyForm {
    /// What it is called.
    pub name: String,
    /// What it is to find out.
    pub question: String,
    /// Which mentions it is about.
    pub query: String,
    /// The first day, as typed.
    pub first_day: String,
    /// The last day, as typed.
    pub last_day: String,
    /// How many are drawn, as typed.
    pub size: String,
    /// The seed.
    pub seed: String,
    /// Whether only its name and its question may change, since its sample is drawn.
    pub is_drawn: bool,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The version that was looked at.
    pub version: Option<i64>,
}

impl StudyForm {
    /// A study as it stands.
    pub(super) fn of(terms: &StudyTerms, version: i64, is_drawn: bool) -> Self {
        Self {
            name: terms.name.clone(),
            question: terms.question.clone(),
            query: terms.query.clone(),
            first_day: terms.first_day.to_string(),
            last_day: terms.last_day.to_string(),
            size: terms.size.to_string(),
            seed: terms.seed.clone(),
            is_drawn,
            error: None,
            version: Some(version),
        }
    }

    /// The last thirty days, and two hundred of them.
    pub(super) fn fresh(today: Date) -> Self {
        let first = today.checked_sub(29.days()).unwrap_or(today);
        Self { first_day: first.to_string(), last_day: today.to_string(), size: "200".into(), ..Self::default() }
    }
}

/// The form, to be posted to an address.
pub(super) fn form(one: &StudyForm, action: &str, frame: &Frame) -> Markup {
    let is_fixed = one.is_drawn;
    html! { form.stack.wide method="post" action=(action) {
        (csrf(frame))
        @if let Some(version) = one.version { input type="hidden" name="version" value=(version); }
        (form_error(one.error.as_deref()))
        div.field {
            label for="study-name" { (t!("Name")) }
            input #study-name type="text" name="name" required maxlength=(STUDY_NAME_CHARS_MAX) value=(one.name) autocomplete="off";
        }
        div.field {
            label for="study-question" { (t!("What it is to find out")) }
            textarea #study-question name="question" rows="2" required maxlength=(QUESTION_CHARS_MAX) dir="auto" { "\n" (one.question) }
        }
        @if is_fixed { p.hint { (t!("Its sample is drawn, so what it was drawn by stays as it is.")) } }
        div.field {
            label for="study-query" { (t!("Which mentions it is about")) }
            p.hint #study-query-hint { (t!("In the language of the search: one word is enough to begin with.")) " " a href="/language" { (t!("All that can be asked")) } }
            textarea #study-query name="query" rows="2" required readonly[is_fixed] spellcheck="false" aria-describedby="study-query-hint" { "\n" (one.query) }
        }
        div.study-row {
            div.field {
                label for="study-first" { (t!("Written from")) }
                input #study-first type="date" name="first_day" required readonly[is_fixed] value=(one.first_day) autocomplete="off";
            }
            div.field {
                label for="study-last" { (t!("until")) }
                input #study-last type="date" name="last_day" required readonly[is_fixed] value=(one.last_day) autocomplete="off";
            }
            div.field {
                label for="study-size" { (t!("How many are drawn")) }
                input #study-size type="number" name="size" required readonly[is_fixed] min=(SAMPLE_SIZES.start()) max=(SAMPLE_SIZES.end()) value=(one.size) autocomplete="off";
            }
            div.field {
                label for="study-seed" { (t!("Seed")) }
                input #study-seed type="text" name="seed" readonly[is_fixed] maxlength=(SEED_CHARS_MAX) value=(one.seed) autocomplete="off" aria-describedby="study-seed-hint";
            }
        }
        p.hint #study-seed-hint { (t!("Whoever draws from the same with the same seed draws the same. Left empty, one is made.")) }
        div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } }
    } }
}

/// `/studies/new`.
#[derive(Clone, Debug, Default)]
pub struct NewStudyPage {
    /// What stands in it.
    pub form: StudyForm,
}

impl Page for NewStudyPage {
    fn title(&self) -> String {
        t!("Begin a study").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                p.t1 { a href="/studies" { (t!("← Studies")) } }
                h1.page-title { (self.title()) }
                p { (t!("A question, the mentions that can answer it, and how many of them are drawn at random. The code book comes next.")) }
            } }
            (form(&self.form, "/studies", frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let form = StudyForm::fresh(jiff::civil::date(2026, 11, 24));
        let refused = StudyForm {
            name: "Lifts".into(),
            question: "What is said about lifts, and in which tone?".into(),
            query: "lift AND".into(),
            error: Some("AND needs something on both sides.".into()),
            ..form.clone()
        };
        vec![("", Self { form }), ("refused", Self { form: refused })]
    }
}
