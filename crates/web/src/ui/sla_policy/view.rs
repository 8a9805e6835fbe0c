//! SLA policies: the list in their order, and one with its terms.

use maud::{Markup, html};
use model::{ChannelId, Priority, Relation, Right, SlaKind, SlaPolicyId, SlaTerms};
use store::policy::SlaPolicy;
use store::{StoreError, Tx, channel};
use wording::t;

use super::length;
use crate::ui::calendar::choice::Calendars;
use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// What policies speak of, by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Calendars.
    pub calendars: Calendars,
    /// Channels.
    pub channels: Vec<(ChannelId, String)>,
}

impl Known {
    pub(crate) async fn gather(tx: &mut Tx) -> Result<Self, StoreError> {
        let channels = channel::all(tx).await?.into_iter().map(|one| (one.id, one.name));
        Ok(Self { calendars: Calendars::gather(tx).await?, channels: channels.collect() })
    }
}

/// What is timed, and how long it may take.
fn target(kind: SlaKind, seconds: i64) -> Markup {
    let length = html! { b.num { (length::words(seconds)) } };
    match kind {
        SlaKind::FirstResponse => rich!("first answer within {length}", length),
        SlaKind::NextResponse => rich!("next answer within {length}", length),
        SlaKind::Resolution => rich!("done within {length}", length),
    }
}

pub(crate) fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Customer => t!("customer"),
        Relation::Prospect => t!("prospect"),
        Relation::Employee => t!("employee"),
        Relation::Supplier => t!("supplier"),
        Relation::Partner => t!("partner"),
        Relation::Competitor => t!("competitor"),
        Relation::Press => t!("press"),
        Relation::Regulator => t!("regulator"),
        Relation::Community => t!("community"),
        Relation::Unknown => t!("not known"),
    }
}

fn priority_words(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => t!("priority": "urgent"),
        Priority::High => t!("priority": "high"),
        Priority::Normal => t!("priority": "normal"),
        Priority::Low => t!("priority": "low"),
    }
}

/// `/sla`.
#[derive(Clone, Debug, Default)]
pub struct PoliciesPage {
    /// Those in use in their order, then those put away.
    pub policies: Vec<SlaPolicy>,
    /// What they speak of.
    pub known: Known,
}

impl Page for PoliciesPage {
    fn title(&self) -> String {
        t!("Clocks").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "sla_policy calendar"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageSla);
        let last = self.policies.iter().filter(|one| one.archived_at.is_none()).count();
        html! {
            header.page-head {
                div { h1.page-title { (t!("Clocks")) }
                    p { (rich!(
                        "How soon whom is answered: SLA policies. The first that is for a conversation holds. They are counted in the hours of a {calendar}.",
                        calendar = html! { a href="/calendars" { (t!("calendar")) } },
                    )) } }
                @if may { a.btn.main href="/sla/new" { (t!("Make one")) } }
            }
            @if self.policies.is_empty() {
                (empty(Empty {
                    title: t!("No clock runs yet"),
                    lines: vec![
                        t!("With a policy, each conversation shows how long there is to answer, and warns before it is too late.").into(),
                        t!("It counts from now on: whoever waits already has the whole time from its making.").into(),
                    ],
                    acts: if may { vec![(t!("Make the first"), "/sla/new")] } else { vec![] },
                }))
            } @else {
                ol.cards { @for (at, one) in self.policies.iter().enumerate() { (card(one, (at, last), may, &self.known, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let known = sample_known();
        let policy = |id: i64, name: &str, terms: SlaTerms| SlaPolicy {
            id: id.into(),
            name: name.into(),
            terms,
            version: 1,
            archived_at: None,
        };
        let press = SlaTerms {
            first_response_seconds: Some(1_800),
            warning_seconds: 600,
            relations: vec![Relation::Press, Relation::Regulator],
            ..SlaTerms::default()
        };
        let mut away = policy(3, "Strike days", press.clone());
        away.archived_at = Some(sample_at("2026-09-01T08:00:00Z"));
        let policies = vec![policy(1, "Press at once", press), policy(2, "Everybody", sample_terms()), away];
        vec![("", Self { policies, known }), ("empty", Self::default())]
    }
}

fn sample_known() -> Known {
    Known {
        calendars: Calendars::sample(),
        channels: vec![(1.into(), "Vellenbahn on Bluesky".into()), (2.into(), "Station forum".into())],
    }
}

fn sample_terms() -> SlaTerms {
    SlaTerms {
        first_response_seconds: Some(4 * 3_600),
        next_response_seconds: Some(8 * 3_600),
        resolution_seconds: Some(40 * 3_600),
        warning_seconds: 3_600,
        pauses_when_snoozed: true,
        pauses_when_waiting: true,
        needs_reply_only: true,
        channels: vec![1.into()],
        ..SlaTerms::default()
    }
}

fn card(policy: &SlaPolicy, (at, last): (usize, usize), may: bool, known: &Known, frame: &Frame) -> Markup {
    let (id, is_away) = (policy.id, policy.archived_at.is_some());
    let (archive, shift) = (format!("/sla/{id}/archive"), format!("/sla/{id}/move"));
    let place = |words: &str, fields: &[(&str, &str)], is_possible: bool| {
        press(
            frame,
            &shift,
            fields,
            html! { button.btn type="submit" disabled[!is_possible] { (words) span.vh { " " (policy.name) } } },
        )
    };
    html! { li.card-row.put-away[is_away] data-key={ "policy-" (id) } {
        div {
            h2 { a href={ "/sla/" (id) } { (policy.name) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            (summary(&policy.terms, known))
        }
        @if may { div.toolbar {
            @if is_away {
                (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
            } @else {
                (place(t!("Earlier"), &[], at > 0))
                (place(t!("Later"), &[("down", "yes")], at + 1 < last))
                (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) } }))
            }
        } }
    } }
}

fn for_whom(terms: &SlaTerms, channels: &[&str]) -> String {
    let relations: Vec<&str> = terms.relations.iter().copied().map(relation_words).collect();
    let whom = if relations.is_empty() { t!("everybody").to_owned() } else { relations.join(", ") };
    let priorities = terms.priorities.iter().map(|one| priority_words(*one).to_owned());
    let priorities = priorities.reduce(|one, other| t!("{one} or {other}", one, other));
    let channels = (!channels.is_empty()).then(|| channels.join(", "));
    match (priorities, channels, terms.needs_reply_only) {
        (None, None, false) => t!("For {whom}", whom),
        (None, None, true) => t!("For {whom} who needs an answer", whom),
        (None, Some(channels), false) => t!("For {whom} on {channels}", whom, channels),
        (None, Some(channels), true) => t!("For {whom} on {channels} who needs an answer", whom, channels),
        (Some(priorities), None, false) => t!("For {whom} of {priorities} priority", whom, priorities),
        (Some(priorities), None, true) => {
            t!("For {whom} of {priorities} priority who needs an answer", whom, priorities)
        }
        (Some(priorities), Some(channels), false) => {
            t!("For {whom} of {priorities} priority on {channels}", whom, priorities, channels)
        }
        (Some(priorities), Some(channels), true) => {
            t!("For {whom} of {priorities} priority on {channels} who needs an answer", whom, priorities, channels)
        }
    }
}

fn summary(terms: &SlaTerms, known: &Known) -> Markup {
    let targets = SlaKind::ALL.iter().filter_map(|kind| Some((*kind, terms.target(*kind)?.as_secs())));
    let named = |id: &ChannelId| {
        known
            .channels
            .iter()
            .find(|(other, _)| other == id)
            .map_or(t!("a channel that is gone"), |(_, name)| name.as_str())
    };
    let channels: Vec<&str> = terms.channels.iter().map(named).collect();
    html! {
        ul.week-line { @for (kind, seconds) in targets { li { (target(kind, seconds)) } } }
        p.t1.faint {
            (for_whom(terms, &channels)) "; " (t!("in {hours}", hours = known.calendars.hours(terms.calendar)))
            @if terms.warning_seconds > 0 { "; " (t!("warns {length} before", length = length::words(terms.warning_seconds))) }
            @match (terms.pauses_when_snoozed, terms.pauses_when_waiting) {
                (true, true) => { "; " (t!("stands still while snoozed or their turn")) },
                (true, false) => { "; " (t!("stands still while snoozed")) },
                (false, true) => { "; " (t!("stands still while it is their turn")) },
                (false, false) => {},
            }
        }
    }
}

/// `/sla/new` and `/sla/{id}`.
#[derive(Clone, Debug, Default)]
pub struct PolicyPage {
    /// Which one; none for a new one.
    pub id: Option<SlaPolicyId>,
    /// Its name.
    pub name: String,
    /// First answer, next answer, done, warning: as they are written.
    pub lengths: [String; 4],
    /// The other terms.
    pub terms: SlaTerms,
    /// What they can speak of.
    pub known: Known,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it is put away.
    pub is_archived: bool,
}

impl PolicyPage {
    pub(crate) fn of(id: Option<SlaPolicyId>, name: &str, terms: &SlaTerms) -> Self {
        let written = |seconds: Option<i64>| seconds.map(length::words).unwrap_or_default();
        let warning = Some(terms.warning_seconds).filter(|seconds| *seconds > 0);
        let lengths =
            [terms.first_response_seconds, terms.next_response_seconds, terms.resolution_seconds, warning].map(written);
        Self { id, name: name.to_owned(), lengths, terms: terms.clone(), ..Self::default() }
    }
}

impl Page for PolicyPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { t!("Make an SLA policy").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or("/sla".to_owned(), |id| format!("/sla/{id}"));
        let may = frame.may(Right::ManageSla) && !self.is_archived;
        let length = |at: usize, name: &'static str, label: &'static str, hint: &'static str| {
            field(Field { name, label, kind: "text", value: &self.lengths[at], hint, ..Field::default() })
        };
        let check = |name: &str, value: &str, is_on: bool, words: &str| {
            html! {
                label.check { input type="checkbox" name=(name) value=(value) checked[is_on]; span { (words) } }
            }
        };
        html! {
            header.page-head { div {
                p.t1 { a href="/sla" { (t!("← Clocks")) } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { (t!("Put away: it sets no clock.")) } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), kind: "text", value: &self.name, is_required: true, ..Field::default() }))
                fieldset.variant {
                    legend { (t!("How soon")) }
                    (length(0, "first_response", t!("First answer within"), t!("From their first words. Like 4 h, 30 min or 1 h 30 min; empty: no such clock.")))
                    (length(1, "next_response", t!("Each further answer within"), t!("From their next words after an answer of ours.")))
                    (length(2, "resolution", t!("Done within"), t!("From their first words until the conversation is done.")))
                    (length(3, "warning", t!("Warn before"), t!("So much working time before it is too late; empty: no warning.")))
                }
                fieldset.variant {
                    legend { (t!("To whom")) }
                    p.hint { (t!("Whoever meets all of it. The first policy in the list that fits holds.")) }
                    (check("needs_reply_only", "yes", self.terms.needs_reply_only, t!("Only where an answer is judged to be needed")))
                    @if !self.known.channels.is_empty() { div.checks role="group" aria-label=(t!("On these channels")) {
                        p.t1 { (t!("On these channels; none chosen: on any")) }
                        @for (id, name) in &self.known.channels { (check("channel", &id.to_string(), self.terms.channels.contains(id), name)) }
                    } }
                    div.checks role="group" aria-label=(t!("Of these priorities")) {
                        p.t1 { (t!("Of these priorities; none chosen: of any")) }
                        @for one in Priority::ALL { (check("priority", one.as_str(), self.terms.priorities.contains(one), priority_words(*one))) }
                    }
                    div.checks role="group" aria-label=(t!("For people who are to us")) {
                        p.t1 { (t!("For people who are to us; none chosen: for anybody")) }
                        @for relation in Relation::ALL { (check("relation", relation.as_str(), self.terms.relations.contains(relation), relation_words(*relation))) }
                    }
                }
                fieldset.variant {
                    legend { (t!("How it is counted")) }
                    (self.known.calendars.field(t!("In the hours of"), self.terms.calendar))
                    (check("pauses_when_snoozed", "yes", self.terms.pauses_when_snoozed, t!("Clocks stand still while a conversation is snoozed")))
                    (check("pauses_when_waiting", "yes", self.terms.pauses_when_waiting, t!("The clock until it is done stands still while it is their turn")))
                }
                @if may { div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let kept = Self { known: sample_known(), ..Self::of(Some(2.into()), "Everybody", &sample_terms()) };
        let error = Some("“2 d” is no length of time: write it like 4 h, 30 min or 1 h 30 min.".into());
        let mut refused = Self { error, ..kept.clone() };
        refused.lengths[2] = "2 d".into();
        vec![("", kept), ("new", Self { known: sample_known(), ..Self::default() }), ("refused", refused)]
    }
}
