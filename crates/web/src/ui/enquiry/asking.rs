//! Asking along with an answer that is being written: the menu of the composer, and the line under the words.

use maud::{Markup, html};
use model::{Enquiring, EnquiryKind};
use store::{StoreError, Tx, post};
use wording::t;

use crate::ui::components::rich;
use crate::ui::components::words::start;
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::{Entry, EntryPost, Thread};

/// Messages that are offered to be quoted: the newest.
const QUOTABLE_MAX: usize = 4;
const SHOWN_CHARS: usize = 60;

/// What an answer asks besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What.
    pub enquiring: Enquiring,
    /// The words that we ask to quote; empty for another question, and for a message that is gone.
    pub quoted: String,
}

impl Asking {
    /// A question with the words that it is about.
    pub(crate) async fn of(tx: &mut Tx, enquiring: Option<Enquiring>) -> Result<Option<Self>, StoreError> {
        let Some(enquiring) = enquiring else { return Ok(None) };
        let quoted = match enquiring.post() {
            Some(id) => post::find(tx, id).await?.map(|post| post.text).unwrap_or_default(),
            None => String::new(),
        };
        Ok(Some(Self { enquiring, quoted }))
    }
}

/// The question that a form names.
pub(crate) fn read(field: &str) -> Option<Enquiring> {
    field.parse().ok()
}

/// The menu of the composer. Each choice leads to the conversation with the words in the answer; scripts put them there at once.
pub(crate) fn menu(thread: &Thread, list: &List, language: Option<&str>) -> Markup {
    let choice = |asking: Asking, words: Markup| {
        let kind = asking.enquiring.kind();
        html! {
            a.btn.item href={ (list.address_of(thread.id)) "&enquire=" (asking.enquiring) } data-asks=(inbox::asked(kind, language)) {
                (words)
                template { (self::line(&asking)) }
            }
        }
    };
    html! { details #ask.menu.up name="menu" {
        summary.btn.quiet { (t!("Ask")) }
        div.sheet {
            (choice(Asking { enquiring: Enquiring::Satisfaction, quoted: String::new() }, html! { (t!("How well we helped")) }))
            @for one in quotable(thread) {
                (choice(
                    Asking { enquiring: Enquiring::Quote(one.id), quoted: one.words.text.clone() },
                    html! { span { (rich!(
                        "May we quote {words}",
                        words = html! { span.faint dir="auto" { (t!("“{words}”", words = start(&one.words.text, SHOWN_CHARS))) } },
                    )) } },
                ))
            }
            p.hint { (t!("Asked in the open, and answered there.")) }
        }
    } }
}

/// The newest messages of others that may be quoted, the newest first.
fn quotable(thread: &Thread) -> impl Iterator<Item = &EntryPost> {
    let of_others = |entry: &'_ Entry| matches!(entry, Entry::Inbound(post) if !post.is_ours && !post.is_private && post.deleted_at.is_none());
    let newest = thread.entries.iter().rev().filter(move |entry| of_others(entry));
    newest.filter_map(|entry| if let Entry::Inbound(post) = entry { Some(post) } else { None }).take(QUOTABLE_MAX)
}

/// Says under the words what is asked, with the way not to.
pub(crate) fn line(asking: &Asking) -> Markup {
    html! { li data-key="asks" {
        label.check {
            input type="checkbox" name="enquiring" value=(asking.enquiring) checked autocomplete="off";
            span {
                @match asking.enquiring.kind() {
                    EnquiryKind::Satisfaction => { (t!("Asks: how well we helped")) },
                    EnquiryKind::Quote => { (rich!(
                        "Asks: whether we may quote “{words}”",
                        words = html! { span dir="auto" { (start(&asking.quoted, SHOWN_CHARS)) } },
                    )) },
                }
            }
        }
    } }
}
