//! Says how soon a conversation is to be looked at: the menu, its sign, and `POST /conversations/{id}/priority`.

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::{ConversationId, Priority};
use serde::Deserialize;
use wording::t;

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{icon, press};
use crate::ui::error::Wrong;
use crate::ui::layout::Frame;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// A priority, or `none`.
    priority: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::prioritise(&mut tx, &who.member, id, read(&form.priority)?).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// A priority as forms send it; `none` where there is to be none.
pub(crate) fn read(word: &str) -> Answer<Option<Priority>> {
    let unknown = || Failure::Wrong(Wrong::Unreadable(t!("There is no such priority.").to_owned()));
    if word == "none" { Ok(None) } else { Priority::from_word(word).map(Some).ok_or_else(unknown) }
}

/// The menu of the open conversation.
pub(super) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/priority{}", thread.id, list.query_string());
    html! { details #priority.menu name="menu" {
        summary.btn.quiet { (t!("Priority")) " " kbd { "p" } }
        div.sheet.narrow {
            @for one in Priority::ALL {
                (press(frame, &action, &[("priority", one.as_str())], html! {
                    button.btn.item type="submit" aria-current=[(thread.priority == Some(*one)).then_some("true")] { (word(*one)) }
                }))
            }
            @if thread.priority.is_some() {
                (press(frame, &action, &[("priority", "none")], html! { button.btn.item type="submit" { (t!("priority": "None")) } }))
            }
        }
    } }
}

/// Its name, as an act has it.
pub(crate) fn word(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => t!("priority": "Urgent"),
        Priority::High => t!("priority": "High"),
        Priority::Normal => t!("priority": "Normal"),
        Priority::Low => t!("priority": "Low"),
    }
}

/// Its name, inside a sentence.
pub(crate) fn inside(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => t!("priority": "urgent"),
        Priority::High => t!("priority": "high"),
        Priority::Normal => t!("priority": "normal"),
        Priority::Low => t!("priority": "low"),
    }
}

/// How it is told of in a sentence.
pub(crate) fn told(priority: Option<Priority>) -> String {
    match priority {
        Some(Priority::Urgent) => t!("Urgent now").to_owned(),
        Some(one) => t!("The priority is {priority} now", priority = inside(one)),
        None => t!("It has no priority now").to_owned(),
    }
}

/// The sign of a priority: an arrow and a word. What is normal stands out nowhere.
pub(super) fn sign(priority: Priority) -> Markup {
    let (class, arrow, said) = match priority {
        Priority::Urgent => ("urgent", "urgent", t!("priority": "urgent")),
        Priority::High => ("high", "high", t!("high priority")),
        Priority::Normal => return html! {},
        Priority::Low => ("low", "low", t!("low priority")),
    };
    html! { span.priority.{ (class) } { (icon::line(arrow)) (said) } }
}
