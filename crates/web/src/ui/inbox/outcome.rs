//! Says what came of a conversation, when it is done: the menu beside *Done*.

use maud::{Markup, html};
use model::{Outcome, Status};

use super::list::List;
use super::thread::Thread;
use crate::ui::components::{icon, press};
use crate::ui::layout::Frame;

/// The menu: six outcomes, each with its stroke.
pub(super) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/status{}", thread.id, list.query_string());
    html! { details #outcome.menu.triage name="menu" {
        summary.btn.quiet title="Done, and what came of it" { (icon::line("low")) span.vh { "Done, and what came of it " } kbd.vh { "E" } }
        div.sheet {
            p.asks { "Done. What came of it for them?" }
            ol { @for (at, one) in Outcome::ALL.iter().enumerate() { li {
                (press(frame, &action, &[("status", Status::Resolved.as_str()), ("outcome", one.as_str())], html! {
                    button.btn.item type="submit" data-stroke=(at + 1) aria-current=[(thread.outcome == Some(*one)).then_some("true")] {
                        span { span { (name(*one)) } span.t1.faint { (meaning(*one)) } }
                        kbd { (at + 1) }
                    }
                }))
            } } }
        }
    } }
}

const fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "Solved",
        Outcome::Explained => "Explained",
        Outcome::Referred => "Passed on",
        Outcome::Declined => "Declined",
        Outcome::Silent => "No word since",
        Outcome::Heard => "Heard",
    }
}

const fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "they have what they asked for",
        Outcome::Explained => "they know now what, or why",
        Outcome::Referred => "somebody else helps them",
        Outcome::Declined => "we could not help, or would not",
        Outcome::Silent => "they wrote no more",
        Outcome::Heard => "they asked for nothing",
    }
}

/// What came of it, as it stands.
pub(crate) const fn came(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "solved",
        Outcome::Explained => "explained",
        Outcome::Referred => "passed on",
        Outcome::Declined => "declined",
        Outcome::Silent => "no word since",
        Outcome::Heard => "heard",
    }
}
