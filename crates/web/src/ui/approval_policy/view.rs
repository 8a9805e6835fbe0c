//! The policies: the list in their order, and one with its terms.

use maud::{Markup, html};
use model::{ApprovalFallback, ApprovalPolicyId, ApprovalTerms, Right, Role, TeamId};
use store::policy::ApprovalPolicy;
use store::{StoreError, Tx, team};
use wording::t;

use crate::ui::calendar::choice::Calendars;
use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich};
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::sla_policy::length;
use crate::ui::topic::view::{QueryCheck, query_check};

/// What policies speak of, by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Calendars.
    pub calendars: Calendars,
    /// Teams.
    pub teams: Vec<(TeamId, String)>,
}

impl Known {
    pub(crate) async fn gather(tx: &mut Tx) -> Result<Self, StoreError> {
        let teams = team::in_use(tx).await?.into_iter().map(|one| (one.id, one.terms.name));
        Ok(Self { calendars: Calendars::gather(tx).await?, teams: teams.collect() })
    }

    fn sample() -> Self {
        Self { calendars: Calendars::sample(), teams: vec![(1.into(), "Press desk".into())] }
    }
}

/// Who may write an answer, in the plural.
fn writers(role: Role) -> &'static str {
    match role {
        Role::Owner => t!("owners"),
        Role::Manager => t!("managers"),
        Role::Member => t!("members"),
        Role::Leader => t!("leaders"),
        Role::Colleague => t!("colleagues"),
    }
}

/// What is done when nobody decided, as a choice has it.
fn fallback_words(fallback: ApprovalFallback) -> &'static str {
    match fallback {
        ApprovalFallback::Remind => t!("everybody who may approve is told, and it goes on waiting"),
        ApprovalFallback::Send => t!("it is sent as it is, unless they wrote since"),
        ApprovalFallback::Return => t!("its author gets it back"),
    }
}

/// The same, as it stands behind "after that".
fn fallback_after(fallback: ApprovalFallback) -> &'static str {
    match fallback {
        ApprovalFallback::Remind => {
            t!("after that …": "everybody who may approve is told, and it goes on waiting")
        }
        ApprovalFallback::Send => t!("after that …": "it is sent as it is, unless they wrote since"),
        ApprovalFallback::Return => t!("after that …": "its author gets it back"),
    }
}

/// `/approval-policies`.
#[derive(Clone, Debug, Default)]
pub struct PoliciesPage {
    /// Those in use in their order, then those put away.
    pub policies: Vec<ApprovalPolicy>,
    /// What they speak of.
    pub known: Known,
}

impl Page for PoliciesPage {
    fn title(&self) -> String {
        t!("Approval").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "approval_policy team calendar"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageRules);
        let last = self.policies.iter().filter(|one| one.archived_at.is_none()).count();
        html! {
            header.page-head {
                div { h1.page-title { (t!("Approval")) }
                    p { (rich!(
                        "Which answers a second person looks at before they go out. The first that is for an answer holds. What waits is under {outgoing}.",
                        outgoing = html! { a href="/outgoing" { (t!("Going out")) } },
                    )) } }
                @if may { a.btn.main href="/approval-policies/new" { (t!("Make one")) } }
            }
            @if self.policies.is_empty() {
                (empty(Empty {
                    title: t!("Every answer goes out as it is written"),
                    lines: vec![
                        t!("A policy has answers wait for a second person where much is at stake: to the press, to critics many listen to, about something dangerous, or by somebody new.").into(),
                        t!("Whoever approves may change the words; both texts are kept. Nobody approves their own.").into(),
                    ],
                    acts: if may { vec![(t!("Make the first"), "/approval-policies/new")] } else { vec![] },
                }))
            } @else {
                ol.cards { @for (at, one) in self.policies.iter().enumerate() { (card(one, (at, last), may, &self.known, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let policy = |id: i64, name: &str, terms: ApprovalTerms| ApprovalPolicy {
            id: id.into(),
            name: name.into(),
            terms,
            version: 1,
            archived_at: None,
        };
        let new = ApprovalTerms { new_member_days: Some(30), ..ApprovalTerms::default() };
        let mut away = policy(3, "Strike days", ApprovalTerms::default());
        away.archived_at = Some(sample_at("2026-09-01T08:00:00Z"));
        let policies = vec![policy(1, "Press and regulators", sample_terms()), policy(2, "New here", new), away];
        vec![("", Self { policies, known: Known::sample() }), ("empty", Self::default())]
    }
}

fn sample_terms() -> ApprovalTerms {
    ApprovalTerms {
        query: "relation:press OR relation:regulator OR (stance:critic followers:>10k)".into(),
        roles: vec![Role::Member],
        team: Some(1.into()),
        deadline_minutes: Some(120),
        fallback: ApprovalFallback::Return,
        ..ApprovalTerms::default()
    }
}

fn card(policy: &ApprovalPolicy, (at, last): (usize, usize), may: bool, known: &Known, frame: &Frame) -> Markup {
    let (id, is_away) = (policy.id, policy.archived_at.is_some());
    let (archive, shift) = (format!("/approval-policies/{id}/archive"), format!("/approval-policies/{id}/move"));
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
            h2 { a href={ "/approval-policies/" (id) } { (policy.name) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
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

fn summary(terms: &ApprovalTerms, known: &Known) -> Markup {
    let team = terms.team.map(|id| known.teams.iter().find(|(other, _)| *other == id).map(|(_, name)| name.as_str()));
    html! {
        @if !terms.query.is_empty() { code.query-line { (terms.query) } }
        p.t1.faint {
            (answers_of(terms))
            // Of a team that is put away, everybody approves.
            (approved_by(terms, team.flatten(), known))
        }
    }
}

/// Whose answers a policy is for.
fn answers_of(terms: &ApprovalTerms) -> String {
    let mut roles = terms.roles.iter().copied().map(writers);
    let first = roles.next().map(str::to_owned);
    let writers = first.map(|first| roles.fold(first, |one, other| t!("{one} and {other}", one, other)));
    match (writers, terms.new_member_days) {
        (None, None) => t!("Answers of everybody").to_owned(),
        (Some(writers), None) => t!("Answers of {writers}", writers),
        (None, Some(days)) => {
            t!(
                days;
                "Answers of everybody who joined less than {count} day ago",
                "Answers of everybody who joined less than {count} days ago"
            )
        }
        (Some(writers), Some(days)) => {
            t!(
                days;
                "Answers of {writers} who joined less than {count} day ago",
                "Answers of {writers} who joined less than {count} days ago",
                writers
            )
        }
    }
}

/// Who approves them, and until when.
fn approved_by(terms: &ApprovalTerms, team: Option<&str>, known: &Known) -> String {
    let Some(minutes) = terms.deadline_minutes else {
        return match team {
            Some(team) => t!("; approved by the team {team}", team),
            None => t!("; approved by whoever may").to_owned(),
        };
    };
    let length = length::words(i64::from(minutes) * 60);
    let hours = known.calendars.hours(terms.calendar);
    let fallback = fallback_after(terms.fallback);
    match team {
        Some(team) => {
            t!(
                "; approved by the team {team} within {length}, in {hours}; after that {fallback}",
                team,
                length,
                hours,
                fallback
            )
        }
        None => {
            t!("; approved by whoever may within {length}, in {hours}; after that {fallback}", length, hours, fallback)
        }
    }
}

/// `/approval-policies/new` and `/approval-policies/{id}`.
#[derive(Clone, Debug)]
pub struct PolicyPage {
    /// Which one; none for a new one.
    pub id: Option<ApprovalPolicyId>,
    /// Its name.
    pub name: String,
    /// For how many days somebody is new, as it is written.
    pub new_member_days: String,
    /// Within what somebody is to decide, as it is written.
    pub deadline: String,
    /// The other terms.
    pub terms: ApprovalTerms,
    /// What the language makes of the condition.
    pub check: QueryCheck,
    /// What they can speak of.
    pub known: Known,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it is put away.
    pub is_archived: bool,
}

impl PolicyPage {
    pub(crate) fn of(id: Option<ApprovalPolicyId>, name: &str, terms: &ApprovalTerms) -> Self {
        Self {
            id,
            name: name.to_owned(),
            new_member_days: terms.new_member_days.map(|days| days.to_string()).unwrap_or_default(),
            deadline: terms.deadline().map(|deadline| length::words(deadline.as_secs())).unwrap_or_default(),
            check: crate::ui::topic::check::check(&terms.query, listening::FieldContext::View),
            terms: terms.clone(),
            known: Known::default(),
            error: None,
            is_archived: false,
        }
    }
}

impl Page for PolicyPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { t!("Have answers approved").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or("/approval-policies".to_owned(), |id| format!("/approval-policies/{id}"));
        let may = frame.may(Right::ManageRules) && !self.is_archived;
        html! {
            header.page-head { div {
                p.t1 { a href="/approval-policies" { (t!("← Approval")) } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { (t!("Put away: it asks for nothing. What waits because of it goes on waiting.")) } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), kind: "text", value: &self.name, is_required: true, hint: t!("Whoever waits reads it as the reason."), ..Field::default() }))
                fieldset.variant {
                    legend { (t!("Which answers")) }
                    p.hint { (t!("Those that meet all of it. Of several policies, for other cases, the first that fits holds.")) }
                    div.field {
                        label for="f-query" { (t!("Where something that is said meets")) }
                        p.hint #query-hint { (rich!(
                            "In the conversation, and in the answer itself: {press}, {critics}, {words}. Empty: anywhere.",
                            press = html! { code { "relation:press" } },
                            critics = html! { code { "stance:critic followers:>10k" } },
                            words = html! { code { "refund OR compensation" } },
                        )) }
                        textarea #f-query.mono name="query" rows="3" spellcheck="false" autocapitalize="off" data-check="/rules/check" aria-describedby="query-check query-hint" { "\n" (self.terms.query) }
                        (query_check(&self.terms.query, &self.check))
                    }
                    (field(Field { name: "new_member_days", label: t!("Written by somebody who joined less than so many days ago"), kind: "number", value: &self.new_member_days, hint: t!("Empty: however long they are here."), ..Field::default() }))
                    div.checks role="group" aria-label=(t!("Written by")) {
                        p.t1 { (t!("Written by; none chosen: by anybody")) }
                        @for role in Role::ALL.iter().filter(|role| role.may(Right::WorkInbox)) {
                            label.check { input type="checkbox" name="role" value=(role) checked[self.terms.roles.contains(role)]; span { (writers(*role)) } }
                        }
                    }
                }
                fieldset.variant {
                    legend { (t!("Who approves")) }
                    p.hint { (t!("Owners, managers and leaders may, never their own. In a team without any of them, all of them do.")) }
                    div.field {
                        label for="f-team" { (t!("Of the team")) }
                        select #f-team name="team" {
                            option value="" { (t!("everybody who may")) }
                            @for (id, name) in &self.known.teams { option value=(id) selected[self.terms.team == Some(*id)] { (name) } }
                        }
                    }
                }
                fieldset.variant {
                    legend { (t!("Until when")) }
                    (field(Field { name: "deadline", label: t!("To be decided within"), kind: "text", value: &self.deadline, hint: t!("Like 4 h, 30 min or 1 h 30 min; empty: it waits as long as it takes."), ..Field::default() }))
                    (self.known.calendars.field(t!("In the hours of"), self.terms.calendar))
                    div.field {
                        label for="f-fallback" { (t!("When nobody did")) }
                        select #f-fallback name="fallback" { @for one in ApprovalFallback::ALL {
                            option value=(one) selected[self.terms.fallback == *one] { (fallback_words(*one)) }
                        } }
                    }
                }
                @if may { div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let kept = Self { known: Known::sample(), ..Self::of(Some(1.into()), "Press and regulators", &sample_terms()) };
        let new = Self { known: Known::sample(), ..Self::of(None, "", &ApprovalTerms::default()) };
        let terms = ApprovalTerms { query: "relation:friend".into(), ..sample_terms() };
        let refused = Self {
            known: Known::sample(),
            error: Some("“2 d” is no length of time: write it like 4 h, 30 min or 1 h 30 min.".into()),
            deadline: "2 d".into(),
            ..Self::of(Some(1.into()), "Press and regulators", &terms)
        };
        vec![("", kept), ("new", new), ("refused", refused)]
    }
}
