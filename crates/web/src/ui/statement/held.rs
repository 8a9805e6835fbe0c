//! Statements that a stop holds, among what goes out.

use std::collections::HashMap;

use jiff::Timestamp;
use maud::{Markup, html};
use model::{MemberId, PostingId, Right, StatementId};
use store::{StoreError, Tx, channel, posting, statement};
use wording::t;

use super::place::address;
use crate::ui::components::{press, rich, time};
use crate::ui::layout::Frame;

/// Held posts shown: the next to go out.
const SHOWN: i64 = 200;

/// A statement that a stop holds on a channel.
#[derive(Clone, Debug)]
pub struct HeldPosting {
    /// Which.
    pub id: PostingId,
    /// Which statement.
    pub statement: StatementId,
    /// What that is called.
    pub title: String,
    /// The channel's name.
    pub channel: String,
    /// The words.
    pub words: String,
    /// Who has it go out, by name.
    pub by: String,
    /// Since when it is held.
    pub since: Timestamp,
}

pub(crate) async fn held(tx: &mut Tx, names: &HashMap<MemberId, String>) -> Result<Vec<HeldPosting>, StoreError> {
    let mut found = Vec::new();
    for one in posting::held(tx, SHOWN).await? {
        let (Some((since, _)), Some(statement)) = (one.held, statement::find(tx, one.statement).await?) else {
            continue;
        };
        found.push(HeldPosting {
            id: one.id,
            statement: statement.id,
            title: statement.terms.title,
            channel: channel::find(tx, one.channel).await?.map(|channel| channel.name).unwrap_or_default(),
            words: one.said.text,
            by: names.get(&one.member).cloned().unwrap_or_default(),
            since,
        });
    }
    Ok(found)
}

/// Its card among what is held.
pub(crate) fn card(one: &HeldPosting, frame: &Frame) -> Markup {
    let act = |verb: &str, words: &str| {
        press(
            frame,
            &format!("/postings/{}/{verb}", one.id),
            &[],
            html! { button.link.quiet type="submit" { (words) } },
        )
    };
    html! { li.card-row data-key={ "posting-" (one.id) } {
        div {
            h2 { (rich!(
                "The statement {statement} on {channel}",
                statement = html! { a href=(address(one.statement)) { bdi { (one.title) } } },
                channel = html! { bdi { (one.channel) } },
            )) }
            p.words dir="auto" { (one.words) }
            p.faint { (rich!("by {by}", by = one.by)) }
        }
        div.figure {
            p { (rich!("held {past}", past = time::past(one.since, frame))) }
            @if frame.may(Right::ReleaseReplies) { (act("release", t!("Let it go"))) }
            @if frame.may(Right::ApproveReplies) { " " (act("cancel", t!("Take back"))) }
        }
    } }
}
