//! The form of a statement: its words, until when there is more, and what is known about it among ourselves.

use inbox::STATEMENT_TITLE_CHARS_MAX;
use maud::{Markup, html};
use model::{MemberId, StatementId, StatementKind};
use store::statement::StatementTerms;
use store::variant::Variant;
use wording::t;

use super::words::kind;
use crate::ui::components::{csrf, form_error, rich, text_fields};
use crate::ui::layout::{Frame, Page, Place};

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct StatementForm {
    /// What it is called.
    pub title: String,
    /// What kind of word it is; a holding line where nobody said.
    pub kind: Option<StatementKind>,
    /// Its texts.
    pub texts: Vec<Variant>,
    /// For how many more there is room.
    pub extra: usize,
    /// Where there are fuller words.
    pub fuller_url: String,
    /// Until when a further word is promised, as typed.
    pub next_word_at: String,
    /// Who sees to it.
    pub owner: Option<MemberId>,
    /// Whom it concerns.
    pub matter: String,
    /// Whose place it takes, and what that is called.
    pub replaces: Option<(StatementId, String)>,
    /// Whether its words stand on a network, so that they stay.
    pub is_published: bool,
    /// Who can see to it, by name.
    pub members: Vec<(MemberId, String)>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The version that was looked at.
    pub version: Option<i64>,
}

impl StatementForm {
    /// A statement as it stands.
    pub(super) fn of(terms: &StatementTerms, version: i64, frame: &Frame) -> Self {
        let local = |at: jiff::Timestamp| at.to_zoned(frame.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string();
        Self {
            title: terms.title.clone(),
            kind: Some(terms.kind),
            texts: terms.texts.clone(),
            fuller_url: terms.fuller_url.clone().unwrap_or_default(),
            next_word_at: terms.next_word_at.map(local).unwrap_or_default(),
            owner: Some(terms.owner),
            matter: terms.matter.clone().unwrap_or_default(),
            replaces: terms.replaces.map(|id| (id, String::new())),
            version: Some(version),
            ..Self::default()
        }
    }
}

/// The form, to be posted to an address.
pub(super) fn form(one: &StatementForm, action: &str, frame: &Frame) -> Markup {
    let chosen = one.kind.unwrap_or(StatementKind::Holding);
    let is_known = one.members.iter().any(|(id, _)| Some(*id) == one.owner);
    html! { form.stack.wide method="post" action=(action) {
        (csrf(frame))
        @if let Some(version) = one.version { input type="hidden" name="version" value=(version); }
        @if let Some((id, _)) = &one.replaces { input type="hidden" name="replaces" value=(id); }
        (form_error(one.error.as_deref()))
        div.field {
            label for="title" { (t!("What it is called among yourselves")) }
            input #title type="text" name="title" required maxlength=(STATEMENT_TITLE_CHARS_MAX) value=(one.title) autocomplete="off" dir="auto";
        }
        @if one.is_published {
            p.hint { (t!("Its words are published and stay as they are. What is to be said otherwise is said by another statement that takes its place.")) }
        } @else {
            fieldset.field {
                legend { (t!("Kind")) }
                @for one in StatementKind::ALL { label.check {
                    input type="radio" name="kind" value=(one) checked[chosen == *one];
                    span { b { (kind(*one)) } ": " @match one {
                        StatementKind::Holding => (t!("we know, we are looking, and there is more by then.")),
                        StatementKind::Statement => (t!("what we say on the matter.")),
                    } }
                } }
            }
            (text_fields(&one.texts, if one.texts.is_empty() { 1 } else { one.extra }))
            div.field {
                label for="fuller-url" { (t!("Fuller words are at")) }
                p.hint #fuller-url-hint { (t!("If there are any. The address is put behind the text and counts towards its length.")) }
                input #fuller-url type="url" name="fuller_url" value=(one.fuller_url) placeholder="https://" autocomplete="off" aria-describedby="fuller-url-hint";
            }
        }
        div.field.short {
            label for="next-word-at" { (t!("Next word by")) }
            p.hint #next-word-hint { (t!("If it promises one. Whoever sees to it is told when none came.")) }
            input #next-word-at type="datetime-local" name="next_word_at" value=(one.next_word_at) aria-describedby="next-word-hint";
        }
        div.field.short {
            label for="owner" { (t!("Who sees to the next word")) }
            select #owner name="owner" required autocomplete="off" {
                @if !is_known { option value="" selected { (t!("nobody yet")) } }
                @for (id, name) in &one.members { option value=(id) selected[one.owner == Some(*id)] { (name) } }
            }
        }
        div.field {
            label for="matter" { (t!("Whom it concerns")) }
            p.hint #matter-hint { (rich!(
                "A search, such as {label} or {topic}. The statement links to what it finds.",
                label = html! { code { "label:Hallgrund" } },
                topic = html! { code { "topic:lift" } },
            )) }
            input #matter type="text" name="matter" value=(one.matter) autocomplete="off" aria-describedby="matter-hint";
        }
        div.toolbar {
            button.btn.main type="submit" { (t!("Keep it")) }
            @if !one.is_published { button.btn type="submit" name="more" value="yes" formnovalidate { (t!("One more language")) } }
        }
    } }
}

/// `/statements/new`.
#[derive(Clone, Debug, Default)]
pub struct NewStatementPage {
    /// What stands in it.
    pub form: StatementForm,
}

impl Page for NewStatementPage {
    fn title(&self) -> String {
        t!("Write a statement").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                p.t1 { a href="/statements" { (t!("← Statements")) } }
                h1.page-title { (self.title()) }
                @if let Some((id, title)) = &self.form.replaces { p { (rich!("Once it is published, it takes the place of {statement}.", statement = html! { a href={ "/statements/" (id) } dir="auto" { (title) } })) } }
                @else { p { (t!("What the house says of its own accord. Somebody else approves it before it goes out.")) } }
            } }
            (form(&self.form, "/statements", frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let members = vec![(MemberId(2), "Jonas Okafor".to_owned()), (MemberId(1), "Mara Lind".to_owned())];
        let form = StatementForm { members, owner: Some(MemberId(1)), ..StatementForm::default() };
        let refused = StatementForm {
            title: "Derailment at Hallgrund".into(),
            kind: Some(StatementKind::Statement),
            texts: vec![Variant { language: String::new(), text: "Hello {{person}}".into() }],
            replaces: Some((StatementId(2), "Derailment at Hallgrund: first word".into())),
            error: Some("{{person}} is filled by nobody: a statement is said to everybody.".into()),
            ..form.clone()
        };
        vec![("", Self { form }), ("refused", Self { form: refused })]
    }
}
