//! The code book of a study: `POST /studies/{id}/book`; and how it is written in a form.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{DEFINITION_CHARS_MAX, InboxError, STUDY_NAME_CHARS_MAX};
use maud::{Markup, html};
use model::StudyId;
use serde::Deserialize;
use store::study::{Code, Variable};
use wording::t;

use super::edit::require_keeper;
use super::show::{self, Filled};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, form_error};
use crate::ui::layout::Frame;
use crate::ui::topic::edit::lines;

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct BookForm {
    /// What is asked, each with its codes.
    pub variables: Vec<Variable>,
    /// For how many more questions there is room.
    pub extra: usize,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The version that was looked at.
    pub version: i64,
}

/// The codes of a question, one a line: its name, a colon, what is meant.
fn written(codes: &[Code]) -> String {
    let line = |code: &Code| match code.definition.as_str() {
        "" => code.name.clone(),
        definition => format!("{}: {}", code.name, definition.replace('\n', " ")),
    };
    codes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_codes(text: &str) -> Vec<Code> {
    let code = |line: &str| {
        let (name, definition) = line.split_once(':').unwrap_or((line, ""));
        Code { name: name.trim().to_owned(), definition: definition.trim().to_owned() }
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(code).collect()
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    variable: Vec<String>,
    #[serde(default)]
    definition: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    version: i64,
    /// Anything to get room for one more question instead of keeping it.
    #[serde(default)]
    more: String,
}

impl Form {
    fn filled(self) -> BookForm {
        let mut definitions = self.definition.into_iter();
        let mut codes = self.codes.into_iter();
        let variables = self.variable.into_iter().map(|name| Variable {
            name,
            definition: lines(&definitions.next().unwrap_or_default()),
            codes: read_codes(&codes.next().unwrap_or_default()),
        });
        // What was left empty is none.
        let is_written =
            |one: &Variable| !(one.name.trim().is_empty() && one.definition.trim().is_empty() && one.codes.is_empty());
        BookForm {
            variables: variables.filter(is_written).collect(),
            extra: usize::from(!self.more.is_empty()),
            error: None,
            version: self.version,
        }
    }
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    require_keeper(&app, &who).await?;
    let book = form.filled();
    if book.extra > 0 {
        return show::with(&app, &who, id, &headers, Filled { book: Some(book), ..Filled::default() }).await;
    }
    let mut tx = app.store().write().await?;
    match inbox::keep_code_book(&mut tx, &who.member, id, Some(book.version), book.variables.clone()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/studies/{id}#book")))
        }
        Err(InboxError::Study(fault)) => {
            drop(tx);
            let book = BookForm { error: Some(sentence(&fault.to_string())), ..book };
            show::with(&app, &who, id, &headers, Filled { book: Some(book), ..Filled::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The code book as a form.
pub(super) fn form(one: &BookForm, id: StudyId, frame: &Frame) -> Markup {
    let room = if one.variables.is_empty() { 1 } else { one.extra };
    let blank = Variable::default();
    let all: Vec<&Variable> = one.variables.iter().chain(std::iter::repeat_n(&blank, room)).collect();
    html! { form.stack.wide method="post" action={ "/studies/" (id) "/book" } {
        (csrf(frame))
        input type="hidden" name="version" value=(one.version);
        (form_error(one.error.as_deref()))
        @for (place, variable) in all.iter().enumerate() {
            fieldset.study-variable data-key={ "variable-" (place) } {
                legend { (t!("Question {number}", number = place + 1)) }
                div.field {
                    label for={ "variable-" (place) } { (t!("What is asked of a mention")) }
                    input id={ "variable-" (place) } type="text" name="variable" maxlength=(STUDY_NAME_CHARS_MAX) value=(variable.name) autocomplete="off" placeholder=(t!("Tone"));
                }
                div.field {
                    label for={ "definition-" (place) } { (t!("What is meant by it")) }
                    textarea id={ "definition-" (place) } name="definition" rows="2" maxlength=(DEFINITION_CHARS_MAX) { "\n" (variable.definition) }
                }
                div.field {
                    label for={ "codes-" (place) } { (t!("Its codes")) }
                    p.hint id={ "codes-" (place) "-hint" } { (t!("2 to 12, one a line: what it is called, a colon, what is meant. “Cannot say” is always there.")) }
                    textarea id={ "codes-" (place) } name="codes" rows=(variable.codes.len().max(3)) aria-describedby={ "codes-" (place) "-hint" } placeholder=(t!("angry: blames us, in words that hurt")) { "\n" (written(&variable.codes)) }
                }
            }
        }
        div.toolbar {
            button.btn.main type="submit" { (t!("Keep the code book")) }
            button.btn type="submit" name="more" value="yes" formnovalidate { (t!("One more question")) }
        }
    } }
}

/// The code book as it is read.
pub(super) fn shown(book: &[Variable]) -> Markup {
    html! { dl.study-book { @for variable in book { div {
        dt { (variable.name) @if !variable.definition.is_empty() { br; span.t1.dim { (variable.definition) } } }
        dd { ol { @for code in &variable.codes { li { b { (code.name) } @if !code.definition.is_empty() { ": " (code.definition) } } } } }
    } } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        let code = |name: &str, definition: &str| Code { name: name.into(), definition: definition.into() };
        let codes = [code("angry", "blames us: loudly"), code("calm", "")];
        assert_eq!(read_codes(&written(&codes)), codes);
        assert_eq!(read_codes(" \n angry :  blames us: loudly \r\n\ncalm"), codes);
    }
}
