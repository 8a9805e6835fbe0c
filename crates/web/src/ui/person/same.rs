//! Who else a person is: what members said, taking it back, and saying that another handle is the same one.

use inbox::GROUND_CHARS_MAX;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, Network, PersonMergeId};
use wording::t;

use super::view::{PersonPage, may_say};
use crate::ui::components::{csrf, icon, press, rich, time};
use crate::ui::layout::Frame;

/// Who else the person is.
#[derive(Clone, Debug, Default)]
pub struct Same {
    /// What members said, oldest first; also what was taken back.
    pub merges: Vec<MergeRow>,
    /// What was looked for, to say that it is the same person.
    pub find: String,
    /// Who was found: others than these handles.
    pub found: Vec<Candidate>,
    /// Others who show the same name, when nobody looked for anything.
    pub namesakes: Vec<Candidate>,
    /// What was typed as the ground, when it was refused.
    pub ground: String,
}

/// What a member said of two handles.
#[derive(Clone, Debug)]
pub struct MergeRow {
    /// Which merge.
    pub id: PersonMergeId,
    /// The two handles, as people write them.
    pub handles: (String, String),
    /// Why.
    pub ground: String,
    /// Who said so, by name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Who took it back, and when.
    pub parted: Option<(String, Timestamp)>,
}

/// Somebody who may be the same person.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The author.
    pub id: AuthorId,
    /// The handle, as people write it.
    pub handle: String,
    /// The name that they show.
    pub name: String,
    /// Where.
    pub network: Network,
    /// How many other handles they have already.
    pub others: usize,
}

pub(super) fn same(page: &PersonPage, frame: &Frame) -> Markup {
    let Same { merges, find, found, namesakes, .. } = &page.same;
    let (standing, parted): (Vec<_>, Vec<_>) = merges.iter().partition(|one| one.parted.is_none());
    html! { section.same aria-labelledby="same" {
        h2 #same { (t!("Who else they are")) }
        @if standing.is_empty() { p.t1.dim { (t!("This handle is a person alone. Nobody is made one with another by itself.")) } }
        @else { ul.person-merges { @for one in standing { li data-key={ "merge-" (one.id) } { (said(one, frame)) } } } }
        @if !parted.is_empty() { details {
            summary { (t!(parted.len(); "Taken back: {count} merge", "Taken back: {count} merges")) }
            ul.person-merges { @for one in parted { li { (said(one, frame)) } } }
        } }
        @if may_say(frame) {
            form.find-person method="get" action={ "/people/" (page.id) "#same" } role="search" aria-label=(t!("Another handle of theirs")) {
                label for="find-same" { (t!("The same person as")) }
                div.inline {
                    input #find-same type="search" name="find" value=(find) autocomplete="off" placeholder=(t!("A name or a handle"));
                    button.btn type="submit" { (icon::line("find")) (t!("Find")) }
                }
            }
            @if !find.is_empty() && found.is_empty() { p.t1.dim { (t!("Nobody else is called that.")) } }
            @if !found.is_empty() { (merge(page, found, frame)) }
            @if find.is_empty() && !namesakes.is_empty() {
                p.t1.dim { (t!("These show the same name. That alone does not make them one person.")) }
                (merge(page, namesakes, frame))
            }
        }
    } }
}

fn said(one: &MergeRow, frame: &Frame) -> Markup {
    let action = format!("/person-merges/{}/part", one.id);
    html! {
        p { (rich!(
            "{handle} is {other}",
            handle = html! { bdi { (one.handles.0) } },
            other = html! { bdi { (one.handles.1) } },
        )) }
        p.t1.dim { (rich!("“{words}”", words = html! { bdi { (one.ground) } })) " " (one.by) ", " (time::past(one.at, frame))
            @if let Some((by, at)) = &one.parted { ". " (rich!("Taken back by {by}, {past}", by, past = time::past(*at, frame))) } }
        @if one.parted.is_none() && may_say(frame) {
            (press(frame, &action, &[], html! { button.link.quiet type="submit" {
                (t!("Take it back"))
                span.vh { " " (t!("that {handle} is {other}", handle = one.handles.0, other = one.handles.1)) }
            } }))
        }
    }
}

fn merge(page: &PersonPage, candidates: &[Candidate], frame: &Frame) -> Markup {
    let only = candidates.len() == 1;
    html! { form.stack.merge method="post" action={ "/people/" (page.id) "/merge" } {
        (csrf(frame))
        fieldset.choices {
            legend.vh { (t!("Who it is")) }
            @for one in candidates { label.check {
                input type="radio" name="other" value=(one.id) required checked[only];
                span { (rich!("{handle} on {network}", handle = html! { bdi { (one.handle) } }, network = one.network.title()))
                    @if one.name != one.handle { span.dim { ", " bdi { (one.name) } } }
                    @if one.others > 0 { span.dim { (t!(one.others; ", with {count} more handle", ", with {count} more handles")) } } }
            } }
        }
        div.field {
            label for="ground" { (t!("How it is known")) }
            input #ground type="text" name="ground" value=(page.same.ground) required maxlength=(GROUND_CHARS_MAX) autocomplete="off" placeholder=(t!("They say so themselves in their profile"));
        }
        button.btn type="submit" { (t!("They are one person")) }
    } }
}
