//! Rows that are chosen, and what can be done with them: one form, whose boxes stand beside the rows.

use maud::{Markup, html};
use model::{OWED_CHARS_MAX, PROMISED_CHARS_MAX, Priority};
use wording::{number, t};

use super::list::{List, Row};
use super::priority;
use super::team::{self, TeamChoice};
use super::thread::{Choice, coming_times};
use super::triage;
use crate::ui::components::csrf;
use crate::ui::layout::Frame;
use crate::ui::macros::menu::{self as macros, MacroChoice};
use crate::ui::owed::section::kind_field;

/// What chosen rows can be given.
#[derive(Clone, Debug, Default)]
pub struct Choosing {
    /// Members who work the inbox.
    pub members: Vec<Choice>,
    /// Teams in use.
    pub teams: Vec<TeamChoice>,
    /// The names of labels that there are.
    pub labels: Vec<String>,
    /// Macros, also for the conversation that is open.
    pub macros: Vec<MacroChoice>,
}

/// The box beside a row. What is shown is told too, so that all of it can be chosen without scripts.
pub(super) fn pick(row: &Row) -> Markup {
    html! {
        input.pick type="checkbox" name="id" value=(row.id) form="bulk" autocomplete="off" aria-label=(t!("Choose {name}", name = row.name));
        input type="hidden" name="shown" value=(row.id) form="bulk";
    }
}

/// The bar at the foot of the list; it shows itself once something is chosen.
pub(super) fn bar(list: &List, choosing: &Choosing, frame: &Frame) -> Markup {
    let me = frame.viewer.as_ref().map(|viewer| viewer.id);
    let others = choosing.members.iter().filter(|member| Some(member.id) != me);
    let all = match &list.searched {
        Some(searched) if !searched.is_all => t!("all that are found").to_owned(),
        _ => t!("all {total} in “{view}”", total = list.total, view = list.title()),
    };
    let act = |value: &str, words: &str| html! { button.btn type="submit" name="act" value=(value) { (words) } };
    html! { form #bulk.bulk method="post" action={ "/bulk" (list.query_string()) } aria-label=(t!("What is done with the chosen")) {
        (csrf(frame))
        // Enter in a field does what the field is for, and not what the first button says.
        button.vh type="submit" name="act" value="enter" tabindex="-1" aria-hidden="true" { (t!("Do it")) }
        div.bulk-scope {
            span.bulk-count aria-hidden="true" {}
            label.vh for="bulk-scope" { (t!("Which")) }
            select #bulk-scope name="scope" autocomplete="off" {
                option value="chosen" { (t!("the chosen")) }
                option value="shown" { (t!("all {total} shown", total = number(list.rows.len()))) }
                @if list.alike.is_none() { option value="all" { (all) } }
            }
            button.link.bulk-none type="reset" { (t!("conversations": "None")) }
        }
        div.bulk-acts {
            button.btn.bulk-done type="submit" name="act" value="done" { (t!("Done")) " " kbd { "e" } }
            (triage::menu_for_many())
            (macros::menu_for_many(&choosing.macros))
            details #bulk-assign.menu.up name="bulk-menu" { summary.btn.quiet { (t!("Assign")) } div.sheet {
                (act("take", t!("I take them")))
                @if others.clone().next().is_some() { div.inline {
                    label.vh for="bulk-member" { (t!("Somebody else")) }
                    select #bulk-member name="member" autocomplete="off" { @for member in others { option value=(member.id) { (member.name) } } }
                    (act("assign", t!("Assign")))
                } }
                (act("free", t!("Nobody")))
                @if !choosing.teams.is_empty() { div.inline {
                    label.vh for="bulk-team" { (t!("A team")) }
                    select #bulk-team name="team" autocomplete="off" {
                        (team::options(&choosing.teams, None)) option value="none" { (t!("no team")) }
                    }
                    (act("team", t!("Give to the team")))
                } }
            } }
            details #bulk-snooze.menu.up name="bulk-menu" { summary.btn.quiet { (t!("Snooze")) } div.sheet {
                @for (words, until, shown) in &coming_times(frame) {
                    button.btn.item type="submit" name="act" value={ "snooze:" (until) } { (words) span.faint { (shown) } }
                }
                div.inline {
                    label.vh for="bulk-until" { (t!("Until")) }
                    input #bulk-until type="datetime-local" name="until" autocomplete="off";
                    (act("snooze", t!("Snooze")))
                }
            } }
            details #bulk-priority.menu.up name="bulk-menu" { summary.btn.quiet { (t!("Priority")) } div.sheet.narrow {
                @for one in Priority::ALL { (act(&format!("priority:{one}"), priority::word(*one))) }
                (act("priority:none", t!("priority": "None")))
            } }
            details #bulk-owe.menu.up name="bulk-menu" { summary.btn.quiet { (t!("Owe")) } div.sheet {
                (kind_field("bulk-owe-kind"))
                div.field {
                    label for="bulk-owe-words" { (t!("In a line")) }
                    input #bulk-owe-words name="words" autocomplete="off" maxlength=(OWED_CHARS_MAX);
                }
                div.inline { (act("owe", t!("It is owed on each"))) }
            } }
            details #bulk-commit.menu.up name="bulk-menu" { summary.btn.quiet { (t!("Promised")) } div.sheet {
                div.field {
                    label for="bulk-promised" { (t!("What we promised, in a line")) }
                    input #bulk-promised name="promised" autocomplete="off" maxlength=(PROMISED_CHARS_MAX);
                }
                div.field {
                    label for="bulk-due" { (t!("By when")) }
                    input #bulk-due type="datetime-local" name="due" autocomplete="off";
                }
                div.inline { (act("commit", t!("We promised it to each"))) }
            } }
            details #bulk-label.menu.up name="bulk-menu" { summary.btn.quiet { (t!("act": "Label")) } div.sheet {
                div.field {
                    label for="bulk-label-name" { (t!("Label")) }
                    input #bulk-label-name name="label" list="bulk-labels" autocomplete="off" maxlength="40";
                    datalist #bulk-labels { @for label in &choosing.labels { option value=(label) {} } }
                }
                div.inline { (act("label", t!("Put on"))) (act("unlabel", t!("Take off"))) }
            } }
            details #bulk-more.menu.up name="bulk-menu" { summary.btn.quiet { (t!("More")) } div.sheet.narrow {
                button #bulk-pin.btn type="submit" name="act" value="pin" { (t!("Pin to the top, for you")) " " kbd { "u" } } (act("unpin", t!("Take from the top")))
                (act("archive", t!("Archive, out of sight"))) (act("reopen", t!("Reopen"))) (act("merge", t!("Merge into one")))
            } }
        }
    } }
}
