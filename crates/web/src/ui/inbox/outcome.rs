//! Says what came of a conversation, when it is done: the menu beside *Done*.

use maud::{Markup, html};
use model::{Outcome, Status};
use wording::t;

use super::list::List;
use super::thread::Thread;
use crate::ui::components::{icon, press};
use crate::ui::layout::Frame;

/// The menu: six outcomes, each with its stroke.
pub(super) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/status{}", thread.id, list.query_string());
    html! { details #outcome.menu.triage name="menu" {
        summary.btn.quiet title=(t!("Done, and what came of it")) { (icon::line("low")) span.vh { (t!("Done, and what came of it")) " " } kbd.vh { "E" } }
        div.sheet {
            p.asks { (t!("Done. What came of it for them?")) }
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

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => t!("Solved"),
        Outcome::Explained => t!("Explained"),
        Outcome::Referred => t!("Passed on"),
        Outcome::Declined => t!("Declined"),
        Outcome::Silent => t!("No word since"),
        Outcome::Heard => t!("Heard"),
    }
}

fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => t!("they have what they asked for"),
        Outcome::Explained => t!("they know now what, or why"),
        Outcome::Referred => t!("somebody else helps them"),
        Outcome::Declined => t!("we could not help, or would not"),
        Outcome::Silent => t!("they wrote no more"),
        Outcome::Heard => t!("they asked for nothing"),
    }
}

/// What came of it, as it stands.
pub(crate) fn came(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => t!("solved"),
        Outcome::Explained => t!("explained"),
        Outcome::Referred => t!("passed on"),
        Outcome::Declined => t!("declined"),
        Outcome::Silent => t!("no word since"),
        Outcome::Heard => t!("heard"),
    }
}
