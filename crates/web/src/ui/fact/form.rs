//! The form of a fact: what it says, what shows it, who stands for it, how it may be said.

use inbox::{CLAIM_CHARS_MAX, SOURCE_CHARS_MAX, SOURCE_URL_CHARS_MAX};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{FactId, MemberId};
use store::fact::FactTerms;
use store::variant::Variant;
use wording::t;

use crate::ui::components::{csrf, form_error, variant_fields};
use crate::ui::layout::{Frame, Page, Place};

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct FactForm {
    /// The claim.
    pub claim: String,
    /// The title of the source.
    pub source_title: String,
    /// Where it can be read.
    pub source_url: String,
    /// Who stands for it.
    pub owner: Option<MemberId>,
    /// The day of the review, as typed.
    pub review_on: String,
    /// The approved lines.
    pub lines: Vec<Variant>,
    /// For how many more lines there is room.
    pub extra: usize,
    /// Who can stand for it, by name; and whoever does.
    pub members: Vec<(MemberId, String)>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The version that was looked at.
    pub version: Option<i64>,
}

impl FactForm {
    /// A fact as it stands.
    pub(super) fn of(terms: &FactTerms, version: i64) -> Self {
        Self {
            claim: terms.claim.clone(),
            source_title: terms.source.title.clone(),
            source_url: terms.source.url.clone().unwrap_or_default(),
            owner: Some(terms.owner),
            review_on: terms.review_on.to_string(),
            lines: terms.lines.clone(),
            version: Some(version),
            ..Self::default()
        }
    }
}

/// The day that a form offers for the next review.
pub(super) fn next_review(frame: &Frame) -> Date {
    frame.today().checked_add(6.months()).unwrap_or(Date::MAX)
}

/// The field of a review's day.
pub(super) fn review_field(id: &str, value: &str, frame: &Frame) -> Markup {
    let first = frame.today().checked_add(1.day()).unwrap_or(Date::MAX);
    let last = frame.today().checked_add(inbox::REVIEW_YEARS_MAX.years()).unwrap_or(Date::MAX);
    // A day that has come may stay while something else is changed.
    let first = value.parse().map_or(first, |stands: Date| stands.min(first));
    html! { div.field.short {
        label for=(id) { (t!("Review it again on")) }
        input id=(id) type="date" name="review_on" required value=(value) min=(first) max=(last) autocomplete="off";
    } }
}

/// The form, to be posted to an address.
pub(super) fn form(one: &FactForm, action: &str, frame: &Frame) -> Markup {
    let review_on = if one.review_on.is_empty() { next_review(frame).to_string() } else { one.review_on.clone() };
    let is_known = one.members.iter().any(|(id, _)| Some(*id) == one.owner);
    html! { form.stack.wide method="post" action=(action) {
        (csrf(frame))
        @if let Some(version) = one.version { input type="hidden" name="version" value=(version); }
        (form_error(one.error.as_deref()))
        div.field {
            label for="claim" { (t!("The claim: one true sentence")) }
            textarea #claim name="claim" rows="2" required maxlength=(CLAIM_CHARS_MAX) dir="auto" { "\n" (one.claim) }
        }
        div.field {
            label for="source-title" { (t!("Source: what shows it")) }
            p.hint #source-title-hint { (t!("A report, a page of yours, a decision, with its date or page.")) }
            input #source-title type="text" name="source_title" required maxlength=(SOURCE_CHARS_MAX) value=(one.source_title) autocomplete="off" aria-describedby="source-title-hint";
        }
        div.field {
            label for="source-url" { (t!("Its address")) }
            p.hint #source-url-hint { (t!("If everybody can read it there. It is put behind the words.")) }
            input #source-url type="url" name="source_url" maxlength=(SOURCE_URL_CHARS_MAX) value=(one.source_url) placeholder="https://" autocomplete="off" aria-describedby="source-url-hint";
        }
        div.field.short {
            label for="owner" { (t!("Who stands for it")) }
            select #owner name="owner" required autocomplete="off" {
                @if !is_known { option value="" selected { (t!("nobody yet")) } }
                @for (id, name) in &one.members { option value=(id) selected[one.owner == Some(*id)] { (name) } }
            }
        }
        (review_field("review-on", &review_on, frame))
        p.hint { (t!("Approved lines, if it is to be said in other words than the claim:")) }
        (variant_fields(&one.lines, if one.lines.is_empty() { 1 } else { one.extra }))
        div.toolbar {
            button.btn.main type="submit" { (t!("Keep it")) }
            button.btn type="submit" name="more" value="yes" formnovalidate { (t!("One more language")) }
        }
    } }
}

/// `/facts/new`.
#[derive(Clone, Debug, Default)]
pub struct NewFactPage {
    /// What stands in it.
    pub form: FactForm,
}

impl Page for NewFactPage {
    fn title(&self) -> String {
        t!("Write a fact").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                p.t1 { a href="/facts" { (t!("← Facts")) } }
                h1.page-title { (self.title()) }
            } }
            (form(&self.form, "/facts", frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let members = vec![(MemberId(2), "Jonas Okafor".to_owned()), (MemberId(1), "Mara Lind".to_owned())];
        let form = FactForm { members, owner: Some(MemberId(1)), ..FactForm::default() };
        let refused = FactForm {
            claim: "The lift runs.".into(),
            source_title: "Works department".into(),
            source_url: "vellenbahn".into(),
            error: Some("An address begins with https:// or http:// and has at most 2000 characters.".into()),
            ..form.clone()
        };
        vec![("", Self { form }), ("refused", Self { form: refused })]
    }
}

/// What such a form sent for a fact that is there.
pub(super) fn action(id: FactId) -> String {
    format!("/facts/{id}")
}
