//! Kinds and states of statements and posts, in words.

use maud::{Markup, html};
use model::{ReplyState, StatementAct, StatementKind, StatementState};
use store::statement::Statement;
use wording::t;

use crate::ui::components::{icon, rich, time};
use crate::ui::layout::Frame;

/// What kind of word it is.
pub(crate) fn kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Holding => t!("Holding line"),
        StatementKind::Statement => t!("Statement"),
    }
}

/// Where a statement stands.
pub(crate) fn state(state: StatementState) -> &'static str {
    match state {
        StatementState::Drafted => t!("draft, waits for approval"),
        StatementState::Approved => t!("approved, not out yet"),
        StatementState::Published => t!("state": "published"),
        StatementState::Superseded => t!("another took its place"),
        StatementState::Withdrawn => t!("state": "withdrawn"),
    }
}

/// What is known of a post of ours.
pub(super) fn posted(state: ReplyState) -> &'static str {
    match state {
        ReplyState::Sent | ReplyState::Delivered => t!("state": "stands"),
        ReplyState::Queued => t!("about to go out"),
        ReplyState::Sending => t!("on its way"),
        ReplyState::FailedRetryable => t!("not sent"),
        ReplyState::FailedFinal => t!("state": "refused"),
        ReplyState::Unknown => t!("nobody knows whether it arrived"),
        ReplyState::Cancelled => t!("taken back"),
        ReplyState::Draft | ReplyState::NeedsApproval | ReplyState::Approved | ReplyState::Superseded => t!("not out"),
    }
}

/// What happened to a statement.
pub(super) fn happened(act: StatementAct, by: &str) -> String {
    match act {
        StatementAct::Create => t!("{by} wrote it", by),
        StatementAct::Change => t!("{by} changed it", by),
        StatementAct::Approve => t!("{by} approved it", by),
        StatementAct::Publish => t!("{by} published it", by),
        StatementAct::Supersede => t!("{by} put another in its place", by),
        StatementAct::Withdraw => t!("{by} withdrew it", by),
    }
}

/// Until when a further word is promised, or since when none came.
pub(crate) fn next_word(one: &Statement, frame: &Frame) -> Markup {
    html! { @if let Some(at) = one.terms.next_word_at {
        @if one.is_due(frame.now) { span.fact-warning { (icon::line("warn")) (rich!("promised a further word by {clock}, and none came", clock = time::clock(at, frame))) } }
        @else if one.state.is_over() { (rich!("promised a further word by {clock}", clock = time::clock(at, frame))) }
        @else { (rich!("next word by {clock}", clock = time::clock(at, frame))) }
    } }
}
