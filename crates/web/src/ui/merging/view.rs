//! The page on which a conversation is merged with another, or a message split out of it.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, Network, PostId};
use wording::t;

use crate::ui::components::{press, rich, time};
use crate::ui::layout::{Frame, Page, Place};

/// `/conversations/{id}/arrange`.
#[derive(Clone, Debug)]
pub struct ArrangePage {
    /// Which conversation.
    pub id: ConversationId,
    /// With whom.
    pub name: String,
    /// The list from which it was opened, as `?view=…`.
    pub list: String,
    /// What was looked for.
    pub find: String,
    /// Whether the others were looked for.
    pub is_found: bool,
    /// What it can be merged with.
    pub others: Vec<Other>,
    /// Messages at which it can be split.
    pub messages: Vec<Message>,
}

/// Another conversation.
#[derive(Clone, Debug)]
pub struct Other {
    /// Which.
    pub id: ConversationId,
    /// With whom.
    pub name: String,
    /// Where.
    pub network: Network,
    /// When something was last said in it.
    pub at: Timestamp,
    /// Its last words.
    pub words: String,
}

/// A message of somebody outside.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which.
    pub id: PostId,
    /// Who wrote it.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub words: String,
}

impl Page for ArrangePage {
    fn title(&self) -> String {
        t!("Merge, link or split: {name}", name = self.name)
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href={ "/inbox/" (self.id) (self.list) } { (rich!("Back to {name}", name = html! { bdi { (self.name) } })) } }
            header.page-head { div {
                h1.page-title { (t!("Merge, link or split")) }
                p { (t!("All of it can be undone. What arrived meanwhile then goes where it belongs.")) }
            } }
            section aria-labelledby="merge-title" {
                h2 #merge-title { (t!("Another conversation")) }
                p.dim {
                    (rich!(
                        "{merge} it into this one: everything said in either stands here from then on, in order of time.",
                        merge = html! { b { (t!("Merge")) } },
                    ))
                    " "
                    (rich!(
                        "{link} it: the two belong together and stay two, each shown beside the other.",
                        link = html! { b { (t!("act": "Link")) } },
                    ))
                }
                form.inline method="get" action={ "/conversations/" (self.id) "/arrange" } {
                    label.vh for="arrange-find" { (t!("Find the other conversation")) }
                    input #arrange-find type="search" name="find" value=(self.find) placeholder=(t!("Words or a name")) autocomplete="off";
                    button.btn type="submit" { (t!("Find")) }
                }
                @if self.others.is_empty() {
                    p role="status" { @if self.is_found { (t!("Nothing was found.")) } @else { (t!("There is no other conversation yet.")) } }
                } @else { ul.cards { @for other in &self.others { li.card-row data-key={ "other-" (other.id) } { (self.other(other, frame)) } } } }
            }
            section aria-labelledby="split-title" {
                h2 #split-title { (t!("Split a message off")) }
                p.dim { (t!("It gets a conversation of its own, with what answers it now or later.")) }
                @if self.messages.is_empty() { p { (t!("There is only one message here.")) } }
                @else { ul.cards { @for message in &self.messages { li.card-row data-key={ "message-" (message.id) } { (self.message(message, frame)) } } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let at = |text: &str| text.parse().expect("a moment of the samples");
        let page = Self {
            id: ConversationId(7),
            name: "Renske Ophoven".into(),
            list: "?view=waiting".into(),
            find: String::new(),
            is_found: false,
            others: vec![
                Other {
                    id: ConversationId(8),
                    name: "Renske Ophoven".into(),
                    network: Network::Imported,
                    at: at("2026-11-23T08:10:00Z"),
                    words: "Der Aufzug in Port Velle steht seit elf Tagen.".into(),
                },
                Other {
                    id: ConversationId(9),
                    name: "wagenreihung".into(),
                    network: Network::Atproto,
                    at: at("2026-11-22T17:40:00Z"),
                    words: "Wagen 4 fehlt heute wieder.".into(),
                },
            ],
            messages: vec![Message {
                id: PostId(15),
                name: "千田さくら".into(),
                at: at("2026-11-24T07:20:00Z"),
                words: "ポートヴェレ行きの夜行列車は冬も走りますか。".into(),
            }],
        };
        let nothing =
            Self { others: Vec::new(), messages: Vec::new(), find: "tram".into(), is_found: true, ..page.clone() };
        vec![("", page), ("nothing", nothing)]
    }
}

impl ArrangePage {
    fn other(&self, other: &Other, frame: &Frame) -> Markup {
        let action = |verb: &str| format!("/conversations/{}/{verb}{}", self.id, self.list);
        let beside = || html! { span.vh { (t!("with {name}", name = other.name)) } };
        let (link, merge, with) = (action("link"), action("merge"), other.id.to_string());
        html! {
            div {
                p { a href={ "/inbox/" (other.id) "?view=all" } { b { bdi { (other.name) } } } " "
                    span.t1.faint { (other.network.title()) ", " (time::ago(other.at, frame)) } }
                p.saved-text dir="auto" { (other.words) }
            }
            div.toolbar {
                (press(frame, &link, &[("with", &with)],
                    html! { button.btn type="submit" { (rich!("Link {other}", other = beside())) } }))
                (press(frame, &merge, &[("with", &with)],
                    html! { button.btn type="submit" { (rich!("Merge {other}", other = beside())) } }))
            }
        }
    }

    fn message(&self, message: &Message, frame: &Frame) -> Markup {
        let action = format!("/conversations/{}/split{}", self.id, self.list);
        html! {
            div {
                p { b { bdi { (message.name) } } " " span.t1.faint { (time::ago(message.at, frame)) } }
                p.saved-text dir="auto" { (message.words) }
            }
            (press(frame, &action, &[("post", &message.id.to_string())],
                html! { button.btn type="submit" { (rich!(
                    "Split off {words}",
                    words = html! { span.vh { (t!("what {name} wrote", name = message.name)) } },
                )) } }))
        }
    }
}
