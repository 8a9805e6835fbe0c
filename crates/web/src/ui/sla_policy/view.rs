//! SLA policies: the list in their order, and one with its terms.

use maud::{Markup, html};
use model::{ChannelId, Priority, Relation, Right, SlaKind, SlaPolicyId, SlaTerms};
use store::policy::SlaPolicy;
use store::{StoreError, Tx, channel};

use super::length;
use crate::ui::calendar::choice::Calendars;
use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press};
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

/// What is timed, in words.
pub(crate) const fn kind_words(kind: SlaKind) -> &'static str {
    match kind {
        SlaKind::FirstResponse => "first answer",
        SlaKind::NextResponse => "next answer",
        SlaKind::Resolution => "done",
    }
}

const fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::Unknown => "not known",
        other => other.as_str(),
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
        "Clocks".into()
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
                div { h1.page-title { "Clocks" }
                    p { "How soon whom is answered: SLA policies. The first that is for a conversation holds. They are counted in the hours of a "
                        a href="/calendars" { "calendar" } "." } }
                @if may { a.btn.main href="/sla/new" { "Make one" } }
            }
            @if self.policies.is_empty() {
                (empty(Empty {
                    title: "No clock runs yet",
                    lines: vec![
                        "With a policy, each conversation shows how long there is to answer, and warns before it is too late.".into(),
                        "It counts from now on: whoever waits already has the whole time from its making.".into(),
                    ],
                    acts: if may { vec![("Make the first", "/sla/new")] } else { vec![] },
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
            h2 { a href={ "/sla/" (id) } { (policy.name) } @if is_away { span.t1.faint { " put away" } } }
            (summary(&policy.terms, known))
        }
        @if may { div.toolbar {
            @if is_away {
                (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { "Use again" } }))
            } @else {
                (place("Earlier", &[], at > 0))
                (place("Later", &[("down", "yes")], at + 1 < last))
                (press(frame, &archive, &[], html! { button.link.quiet type="submit" { "Put away" } }))
            }
        } }
    } }
}

fn summary(terms: &SlaTerms, known: &Known) -> Markup {
    let targets = SlaKind::ALL.iter().filter_map(|kind| Some((*kind, terms.target(*kind)?.as_secs())));
    let named = |id: &ChannelId| {
        known.channels.iter().find(|(other, _)| other == id).map_or("a channel that is gone", |(_, name)| name.as_str())
    };
    let channels: Vec<&str> = terms.channels.iter().map(named).collect();
    let relations: Vec<&str> = terms.relations.iter().copied().map(relation_words).collect();
    html! {
        ul.week-line { @for (kind, seconds) in targets { li { (kind_words(kind)) " within " b.num { (length::words(seconds)) } } } }
        p.t1.faint {
            "For " @if relations.is_empty() { "everybody" } @else { (relations.join(", ")) }
            @if !terms.priorities.is_empty() { " of " (terms.priorities.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" or ")) " priority" }
            @if !channels.is_empty() { " on " (channels.join(", ")) }
            @if terms.needs_reply_only { " who needs an answer" }
            "; in " (known.calendars.hours(terms.calendar))
            @if terms.warning_seconds > 0 { "; warns " (length::words(terms.warning_seconds)) " before" }
            @match (terms.pauses_when_snoozed, terms.pauses_when_waiting) {
                (true, true) => "; stands still while snoozed or their turn",
                (true, false) => "; stands still while snoozed",
                (false, true) => "; stands still while it is their turn",
                (false, false) => "",
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
        if self.id.is_some() { self.name.clone() } else { "Make an SLA policy".into() }
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
                p.t1 { a href="/sla" { "← Clocks" } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { "Put away: it sets no clock." } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: "Name", kind: "text", value: &self.name, is_required: true, ..Field::default() }))
                fieldset.variant {
                    legend { "How soon" }
                    (length(0, "first_response", "First answer within", "From their first words. Like 4 h, 30 min or 1 h 30 min; empty: no such clock."))
                    (length(1, "next_response", "Each further answer within", "From their next words after an answer of ours."))
                    (length(2, "resolution", "Done within", "From their first words until the conversation is done."))
                    (length(3, "warning", "Warn before", "So much working time before it is too late; empty: no warning."))
                }
                fieldset.variant {
                    legend { "To whom" }
                    p.hint { "Whoever meets all of it. The first policy in the list that fits holds." }
                    (check("needs_reply_only", "yes", self.terms.needs_reply_only, "Only where an answer is judged to be needed"))
                    @if !self.known.channels.is_empty() { div.checks role="group" aria-label="On these channels" {
                        p.t1 { "On these channels; none chosen: on any" }
                        @for (id, name) in &self.known.channels { (check("channel", &id.to_string(), self.terms.channels.contains(id), name)) }
                    } }
                    div.checks role="group" aria-label="Of these priorities" {
                        p.t1 { "Of these priorities; none chosen: of any" }
                        @for one in Priority::ALL { (check("priority", one.as_str(), self.terms.priorities.contains(one), one.as_str())) }
                    }
                    div.checks role="group" aria-label="For people who are to us" {
                        p.t1 { "For people who are to us; none chosen: for anybody" }
                        @for relation in Relation::ALL { (check("relation", relation.as_str(), self.terms.relations.contains(relation), relation_words(*relation))) }
                    }
                }
                fieldset.variant {
                    legend { "How it is counted" }
                    (self.known.calendars.field("In the hours of", self.terms.calendar))
                    (check("pauses_when_snoozed", "yes", self.terms.pauses_when_snoozed, "Clocks stand still while a conversation is snoozed"))
                    (check("pauses_when_waiting", "yes", self.terms.pauses_when_waiting, "The clock until it is done stands still while it is their turn"))
                }
                @if may { div.toolbar { button.btn.main type="submit" { "Keep it" } } }
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
