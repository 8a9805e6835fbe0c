//! What a stop holds besides answers.

use std::collections::HashMap;

use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, GestureId, GestureKind, MemberId, Right};
use store::{StoreError, Tx, author, gesture};
use wording::t;

use crate::ui::components::{press, rich, time};
use crate::ui::layout::Frame;

/// Held gestures shown: the next to be made.
const SHOWN: i64 = 200;

/// A like, a boost or a follow that a stop holds.
#[derive(Clone, Debug)]
pub struct HeldGesture {
    /// Which.
    pub id: GestureId,
    /// What is to be done.
    pub kind: GestureKind,
    /// Where.
    pub conversation: Option<ConversationId>,
    /// About whom.
    pub author: AuthorId,
    /// Their name.
    pub to: String,
    /// Who wants it, by name.
    pub by: String,
    /// Since when it is held.
    pub since: Timestamp,
}

pub(crate) async fn held(tx: &mut Tx, names: &HashMap<MemberId, String>) -> Result<Vec<HeldGesture>, StoreError> {
    let found = gesture::held(tx, SHOWN).await?;
    let ids: Vec<AuthorId> = found.iter().map(|one| one.author).collect();
    let people: HashMap<AuthorId, String> =
        author::of_ids(tx, &ids).await?.into_iter().map(|one| (one.id, one.name().to_owned())).collect();
    let shown = found.into_iter().filter_map(|one| {
        let (since, _) = one.held?;
        Some(HeldGesture {
            id: one.id,
            kind: one.kind,
            conversation: one.conversation,
            author: one.author,
            to: people.get(&one.author).cloned().unwrap_or_default(),
            by: names.get(&one.member).cloned().unwrap_or_default(),
            since,
        })
    });
    Ok(shown.collect())
}

/// Its card among what is held.
pub(crate) fn card(one: &HeldGesture, frame: &Frame) -> Markup {
    let act = |verb: &str, words: &str| {
        press(
            frame,
            &format!("/gestures/{}/{verb}", one.id),
            &[],
            html! { button.link.quiet type="submit" { (words) } },
        )
    };
    let address = match one.conversation {
        Some(id) => format!("/inbox/{id}?view=all"),
        None => format!("/people/{}", one.author),
    };
    let person = html! { a href=(address) { bdi { (one.to) } } };
    html! { li.card-row data-key={ "gesture-" (one.id) } {
        div {
            h2 { @match one.kind {
                GestureKind::Like => (rich!("Like a message of {person}", person)),
                GestureKind::Boost => (rich!("Boost a message of {person}", person)),
                GestureKind::Follow => (rich!("Follow {person}", person)),
                GestureKind::Hide => (rich!("Hide a message of {person}", person)),
                GestureKind::Report => (rich!("Report a message of {person}", person)),
            } }
            p.faint { (t!("by {by}", by = one.by)) }
        }
        div.figure {
            p { (rich!("held {past}", past = time::past(one.since, frame))) }
            @if frame.may(Right::ReleaseReplies) { (act("release", t!("Let it go"))) }
            @if frame.may(Right::WorkInbox) { " " (act("take-back", t!("Take back"))) }
        }
    } }
}
