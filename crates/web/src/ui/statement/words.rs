//! Kinds and states of statements and posts, in words.

use maud::{Markup, html};
use model::{ReplyState, StatementAct, StatementKind, StatementState};
use store::statement::Statement;

use crate::ui::components::{icon, time};
use crate::ui::layout::Frame;

/// What kind of word it is.
pub(crate) const fn kind(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Holding => "Holding line",
        StatementKind::Statement => "Statement",
    }
}

/// Where a statement stands.
pub(crate) const fn state(state: StatementState) -> &'static str {
    match state {
        StatementState::Drafted => "draft, waits for approval",
        StatementState::Approved => "approved, not out yet",
        StatementState::Published => "published",
        StatementState::Superseded => "another took its place",
        StatementState::Withdrawn => "withdrawn",
    }
}

/// What is known of a post of ours.
pub(super) const fn posted(state: ReplyState) -> &'static str {
    match state {
        ReplyState::Sent | ReplyState::Delivered => "stands",
        ReplyState::Queued => "about to go out",
        ReplyState::Sending => "on its way",
        ReplyState::FailedRetryable => "not sent",
        ReplyState::FailedFinal => "refused",
        ReplyState::Unknown => "nobody knows whether it arrived",
        ReplyState::Cancelled => "taken back",
        ReplyState::Draft | ReplyState::NeedsApproval | ReplyState::Approved | ReplyState::Superseded => "not out",
    }
}

/// What happened to a statement.
pub(super) const fn happened(act: StatementAct) -> &'static str {
    match act {
        StatementAct::Create => "wrote it",
        StatementAct::Change => "changed it",
        StatementAct::Approve => "approved it",
        StatementAct::Publish => "published it",
        StatementAct::Supersede => "put another in its place",
        StatementAct::Withdraw => "withdrew it",
    }
}

/// Until when a further word is promised, or since when none came.
pub(crate) fn next_word(one: &Statement, frame: &Frame) -> Markup {
    html! { @if let Some(at) = one.terms.next_word_at {
        @if one.is_due(frame.now) { span.fact-warning { (icon::line("warn")) "promised a further word by " (time::clock(at, frame)) ", and none came" } }
        @else if one.state.is_over() { "promised a further word by " (time::clock(at, frame)) }
        @else { "next word by " (time::clock(at, frame)) }
    } }
}
