//! What belongs with the open conversation, beside it.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, Network, Right, Status};
use wording::{number, t};

use crate::ui::components::{csrf, press, status_word, time};
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::Thread;
use crate::ui::layout::{Frame, sample_at};

/// What belongs with a conversation.
#[derive(Clone, Debug, Default)]
pub struct Belongs {
    /// What members said does.
    pub with: Vec<Other>,
    /// What likely does.
    pub likely: Vec<Other>,
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
    /// When its newest words were written.
    pub at: Timestamp,
    /// Those words.
    pub words: String,
    /// Where it stands.
    pub status: Status,
}

/// The section of the right pane.
pub(crate) fn section(belongs: &Belongs, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let address = |verb: &str| format!("/conversations/{}/{verb}{}", thread.id, list.query_string());
    let may = frame.may(Right::WorkInbox);
    let act = |verb: &str, other: &Other, words: &str| {
        let said = html! { button.link.quiet type="submit" { (words) span.vh { ": " (other.name) } } };
        press(frame, &address(verb), &[("with", &other.id.to_string())], said)
    };
    html! { @if may || !belongs.with.is_empty() { section #belongs.belongs {
        h3 { (t!("Belongs with")) @if belongs.with.len() > 1 { " " span.faint { (number(belongs.with.len())) } } }
        @if !belongs.with.is_empty() { ul.history { @for other in &belongs.with { li data-key={ "belongs-" (other.id) } {
            (self::other(other, thread, list, frame, may.then(|| act("unlink", other, t!("take apart")))))
        } } } }
        @if may {
            @if !belongs.likely.is_empty() {
                p.t1.faint { (t!("Perhaps also")) }
                ul.history.likely { @for other in &belongs.likely { li data-key={ "likely-" (other.id) } {
                    (self::other(other, thread, list, frame, Some(act("link", other, t!("belongs with it")))))
                } } }
            }
            // Before the field: whoever took one apart is not put where letters are written, and `z` takes it back.
            p.t1 { a href=(address("arrange")) { (t!("Find another by its words")) } }
            form.inline method="post" action=(address("link")) {
                (csrf(frame))
                label.vh for="link-with" { (t!("Address or number of another conversation")) }
                input #link-with type="text" name="with" required maxlength="400" autocomplete="off" placeholder=(t!("Address or number"));
                button.btn type="submit" { (t!("act": "Link")) }
            }
        }
    } } }
}

fn other(other: &Other, thread: &Thread, list: &List, frame: &Frame, act: Option<Markup>) -> Markup {
    html! {
        (time::day(other.at, frame))
        div {
            a.words href=(list.address_of(other.id)) dir="auto" { (other.words) }
            " " span.faint {
                bdi { (other.name) } ", " (status_word(other.status))
                @if other.network != thread.network { (t!(", on {network}", network = other.network.title())) }
            }
            @if let Some(act) = act { (act) }
        }
    }
}

/// One that belongs, and one that likely does.
pub(crate) fn samples() -> Belongs {
    let other = |id: i64, name: &str, network, at: &str, words: &str, status| Other {
        id: ConversationId(id),
        name: name.into(),
        network,
        at: sample_at(at),
        words: words.into(),
        status,
    };
    Belongs {
        with: vec![
            other(
                4,
                "Kees Ophoven",
                Network::Atproto,
                "2026-11-24T06:40:00Z",
                "Bei mir in Moorkamp steht der Aufzug auch, seit Oktober.",
                Status::Open,
            ),
            other(
                5,
                "Rollen & Reisen",
                Network::Feed,
                "2026-11-22T09:00:00Z",
                "Wo die Vellenbahn ohne Stufen fährt: eine Karte",
                Status::Resolved,
            ),
        ],
        likely: vec![other(
            9,
            "千田さくら",
            Network::Simulated,
            "2026-11-23T07:20:00Z",
            "ポートヴェレのエレベーターはいつ直りますか。",
            Status::New,
        )],
    }
}
