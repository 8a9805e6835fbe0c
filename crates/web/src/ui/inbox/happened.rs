//! What was done to a conversation, between its messages.

use maud::{Markup, html};
use model::{ConversationId, ObligationAct, Status};
use wording::t;

use super::list::List;
use super::thread::{Act, EntryEvent};
use super::triage::{because, decided};
use super::{elsewhere, outcome, priority};
use crate::ui::components::name::function;
use crate::ui::components::{rich, time};
use crate::ui::correction::line as correction;
use crate::ui::gesture::view as gesture;
use crate::ui::layout::Frame;
use crate::ui::owed::words as owed;
use crate::ui::promised::words as promised;

fn another(id: ConversationId, list: &List) -> Markup {
    html! { a href=(list.address_of(id)) { (t!("another conversation")) } }
}

/// The line that tells of it.
pub(super) fn event(event: &EntryEvent, list: &List, frame: &Frame) -> Markup {
    let by = event.by.as_deref().unwrap_or("Coffeehouse");
    html! { p.event {
        (time::clock(event.at, frame)) " · "
        @match &event.act {
            Act::Assigned(to) => { (t!("{by} assigned it to {name}", by, name = to)) },
            Act::Took => { (t!("{by} took it", by)) },
            Act::Given(to, why, deed) => {
                (rich!("{by} gave it to {name}, {why}", by, name = html! { b { (to) } }, why))
                @if let Some(deed) = deed { " · " a href={ "/bulk/" (deed) } { (t!("take back?")) } }
            },
            Act::Waits(why) => { (t!("It waits with {by}: {why}", by, why)) },
            Act::Team(Some(team)) => { (t!("{by} gave it to the team {team}", by, team)) },
            Act::Team(None) => { (t!("{by} took it off its team", by)) },
            Act::Unassigned => { (t!("{by} gave it back to nobody", by)) },
            Act::Status(Status::Snoozed, Some(at)) => { (rich!("{by} snoozed it until {moment}", by, moment = time::until(*at, frame))) },
            Act::Status(Status::Resolved, _) => { (t!("{by} called it done", by)) },
            Act::Status(Status::Archived, _) => { (t!("{by} archived it", by)) },
            Act::Status(Status::Waiting, _) => { (t!("It is their turn")) @if let Some(by) = &event.by { (t!(", says {by}", by)) } },
            Act::Status(Status::Open | Status::New, _) => { (t!("{by} opened it again", by)) },
            Act::Status(Status::Snoozed, None) => { (t!("{by} snoozed it", by)) },
            Act::CameOf(Some(one)) => { (t!("{by} said what came of it: {outcome}", by, outcome = outcome::came(*one))) },
            Act::CameOf(None) => { (t!("{by} took back what came of it", by)) },
            Act::Decided(Some(disposition), reason) => {
                (t!("{by} decided: {decision}", by, decision = decided(*disposition))) @if let Some(reason) = reason { ", " (because(*reason)) }
            },
            Act::Decided(None, _) => { (t!("{by} took the decision back", by)) },
            Act::HeardElsewhere(Some(place)) => { (t!("{by} said that it was heard first {place}", by, place = elsewhere::place(*place))) },
            Act::WentPrivate => { (t!("{by} had it go on in private", by)) },
            Act::HeardElsewhere(None) => { (t!("{by} said that it was not heard elsewhere first", by)) },
            Act::Prioritised(Some(priority)) => {
                (t!("{by} set the priority to {priority}", by, priority = priority::inside(*priority)))
            },
            Act::Prioritised(None) => { (t!("{by} took the priority away", by)) },
            Act::Timed(Some(policy)) => { (t!("{by} gave it the clock “{policy}”", by, policy)) },
            Act::Timed(None) => { (t!("{by} gave it the clock that fits", by)) },
            Act::SetAside => { (t!("{by} set it aside with spam", by)) },
            Act::BroughtBack => { (t!("{by} brought it back from spam", by)) },
            Act::Owed(ObligationAct::Owe, kind, of, _) => {
                (t!("{by}: {function} owes {kind}", by, function = owed::function(*of), kind = owed::kind(*kind)))
            },
            Act::Owed(ObligationAct::HandOver, kind, to, Some(from)) => {
                (t!(
                    "{by} handed {kind} over from {former} to {function}",
                    by,
                    kind = owed::kind(*kind),
                    former = function(*from),
                    function = function(*to)
                ))
            },
            Act::Owed(act, kind, of, _) => {
                (t!(
                    "{by} {did}: {kind}, owed by {function}",
                    by,
                    did = owed::did(*act),
                    kind = owed::kind(*kind),
                    function = function(*of)
                ))
            },
            Act::Promised(act, is_late) => {
                (t!("{by} {did}", by, did = promised::did_in_log(*act))) @if *is_late { (t!(", late")) }
            },
            Act::PromiseLate => { (t!("The date of a promise is over")) },
            Act::Gestured(kind, post, rule) => {
                @let did = gesture::did(*kind, *post);
                @if let Some((id, name)) = rule {
                    (rich!(
                        "{by} {did} under {rule}",
                        by,
                        did,
                        rule = html! { a href={ "/house-rules/" (id) } { bdi { (name) } } },
                    ))
                } @else { (rich!("{by} {did}", by, did)) }
            },
            Act::GestureTakenBack(kind, post) => { (rich!("{by} {did}", by, did = gesture::took_back(*kind, *post))) },
            Act::Corrected(act, reply) => {
                (t!("{by} {did}", by, did = correction::did(*act)))
                @if let Some(reply) = reply { " · " a href={ "#reply-" (reply) } data-jump { (t!("where")) } }
            },
            Act::Labelled(label) => { (t!("{by} put “{label}” on it", by, label)) },
            Act::Unlabelled(label) => { (t!("{by} took “{label}” off", by, label)) },
            Act::Reopened => { (t!("It came back to the inbox")) },
            Act::Merged => { (t!("{by} merged another conversation into this one", by)) },
            Act::Unmerged => { (t!("{by} took apart again what was merged", by)) },
            Act::Linked(other) => { (rich!("{by} said that it belongs with {other}", by, other = another(*other, list))) },
            Act::Unlinked(other) => { (rich!("{by} said that it does not belong with {other}", by, other = another(*other, list))) },
            Act::Split => { (t!("{by} split a message off", by)) },
            Act::Rejoined => { (t!("{by} put back what was split off", by)) },
        }
        @if let Some(run) = event.run { " · " a href={ "/rule-runs/" (run) } { (t!("why?")) } }
        @if event.with_others > 0 { (t!(event.with_others; ", with {count} other", ", with {count} others")) }
    } }
}
