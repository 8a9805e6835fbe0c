//! The menus in which macros are applied: that of the open conversation, and that of the chosen ones. Each macro says its
//! steps before anything is done.

use maud::{Markup, html};
use model::{MacroId, Right};
use store::{Tx, macros};
use wording::t;

use super::words::{MacroNames, put};
use crate::failure::Answer;
use crate::ui::components::press;
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::Thread;
use crate::ui::layout::Frame;

/// A macro that can be applied.
#[derive(Clone, Debug)]
pub struct MacroChoice {
    /// Which one.
    pub id: MacroId,
    /// Its name.
    pub name: String,
    /// The version whose steps are shown: no other is applied.
    pub version: i64,
    /// What it does, each step in words.
    pub steps: Vec<String>,
    /// The saved reply that it puts into the answer.
    pub saved: Option<String>,
}

/// The macros that there are, by name.
pub(crate) async fn choices(tx: &mut Tx) -> Answer<Vec<MacroChoice>> {
    let all = macros::all(tx).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let names = MacroNames::read(tx).await?;
    let choice = |one: macros::Macro| MacroChoice {
        id: one.id,
        version: one.version,
        steps: names.steps(&one.terms),
        saved: names.saved(&one.terms),
        name: one.terms.name,
    };
    Ok(all.into_iter().map(choice).collect())
}

fn said(one: &MacroChoice, for_many: bool) -> Markup {
    let words = one.saved.as_deref().filter(|_| !for_many).map(put);
    let steps: Vec<&str> = one.steps.iter().map(String::as_str).chain(words.as_deref()).collect();
    html! { span {
        span { (one.name) }
        span.t1.faint { (steps.join(", "))
            @if for_many && let Some(saved) = &one.saved { (t!("; the words of “{saved}” are left out", saved)) }
        }
    } }
}

/// The menu of the open conversation; nothing where there is no macro.
pub(crate) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/macro{}", thread.id, list.query_string());
    let choices = list.choosing.as_ref().map_or(&[][..], |choosing| choosing.macros.as_slice());
    html! { @if !choices.is_empty() && frame.may(Right::WorkInbox) { details #macro.menu.macros name="menu" {
        summary.btn.quiet { (t!("Macro")) " " kbd { "d" } }
        div.sheet {
            @for one in choices {
                (press(frame, &action, &[("macro", &one.id.to_string()), ("version", &one.version.to_string())],
                    html! { button.btn.item type="submit" { (said(one, false)) } }))
            }
            p.hint { (t!("One undo takes all of it back.")) " " a href="/macros" { (t!("Change macros")) } }
        }
    } } }
}

/// The menu for chosen rows, as a part of their form: `act` says which macro, and its version.
pub(crate) fn menu_for_many(choices: &[MacroChoice]) -> Markup {
    let with_steps: Vec<_> = choices.iter().filter(|one| !one.steps.is_empty()).collect();
    html! { @if !with_steps.is_empty() { details #bulk-macro.menu.up.macros name="bulk-menu" {
        summary.btn.quiet { (t!("Macro")) }
        div.sheet { @for one in with_steps {
            button.btn.item type="submit" name="act" value={ "macro:" (one.id) ":" (one.version) } { (said(one, true)) }
        } }
    } } }
}

/// Macros of the railway that pages are shown with.
pub(crate) fn samples() -> Vec<MacroChoice> {
    let choice = |id: i64, name: &str, steps: &[&str], saved: Option<&str>| MacroChoice {
        id: MacroId(id),
        name: name.into(),
        version: 1,
        steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        saved: saved.map(Into::into),
    };
    let lift = ["put “lifts” on it", "set its priority to high", "give it to the team Operations"];
    vec![
        choice(1, "Lift broken", &lift, Some("Lift out of order")),
        choice(2, "Praise for crews", &["put “praise” on it", "decide: share it", "call it done"], None),
    ]
}
