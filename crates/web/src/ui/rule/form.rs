//! The form of a rule: what was filled in, and the fields.

use maud::{Markup, html};
use model::{
    LabelId, MemberId, OWED_CHARS_MAX, ObligationKind, Priority, RuleAct, RuleCall, SlaPolicyId, Status, TeamId,
    WebhookId,
};
use serde::Deserialize;
use store::Tx;
use store::rule::Instruction;
use wording::t;

use super::words::{Names, call};
use crate::failure::{Answer, Failure};
use crate::ui::components::{form_error, rich};
use crate::ui::error::Wrong;
use crate::ui::inbox::priority;
use crate::ui::inbox::team::{self, TeamChoice};
use crate::ui::inbox::thread::Choice;
use crate::ui::owed::act::read_kind;
use crate::ui::owed::words as owed;
use crate::ui::topic::edit::lines;
use crate::ui::topic::view::{QueryCheck, query_check};

/// A rule as its form has it: words, empty where nothing was filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// Its name.
    pub name: String,
    /// What calls it.
    pub called_by: String,
    /// For how many hours nothing is said.
    pub silent_hours: String,
    /// Its condition.
    pub query: String,
    /// Names of labels to put on.
    pub label: Vec<String>,
    /// Names of labels to take off.
    pub unlabel: Vec<String>,
    /// A priority, or `none`.
    pub priority: String,
    /// The id of an SLA policy, or `none`.
    pub sla_policy: String,
    /// Whether it is set aside.
    pub set_aside: String,
    /// The id of a team, or `none`.
    pub team: String,
    /// The id of a member, or `none`.
    pub assign: String,
    /// A status, or `snoozed`.
    pub status: String,
    /// For how many hours it is snoozed.
    pub hours: String,
    /// What kind of thing a function owes on it.
    pub owe: String,
    /// What exactly, in a line.
    pub owe_words: String,
    /// Ids of members to be told.
    pub notify: Vec<String>,
    /// Ids of webhooks to be called.
    pub webhook: Vec<String>,
    /// Whether nothing more is done.
    pub stops: String,
    /// Whether the acts replace those that the form cannot show.
    pub anew: String,
    /// The version that was shown; none for a new rule.
    pub version: Option<i64>,
}

impl Filled {
    /// The form of a rule that there is.
    pub(crate) fn of(name: &str, says: &Instruction, version: i64, names: &Names) -> Self {
        let mut filled = Self {
            name: name.to_owned(),
            called_by: says.called_by.to_string(),
            silent_hours: says.silent_hours.map(|hours| hours.to_string()).unwrap_or_default(),
            query: says.query.clone(),
            stops: if says.stops { "yes".to_owned() } else { String::new() },
            version: Some(version),
            ..Self::default()
        };
        for act in &says.acts {
            filled.show(act, names);
        }
        filled
    }

    /// Fills in an act.
    pub(crate) fn show(&mut self, act: &RuleAct, names: &Names) {
        match act {
            RuleAct::Label { label } => self.label.push(names.label(*label).to_owned()),
            RuleAct::Unlabel { label } => self.unlabel.push(names.label(*label).to_owned()),
            RuleAct::Prioritise { priority } => self.priority = priority.map_or("none", Priority::as_str).to_owned(),
            RuleAct::SlaPolicy { policy } => {
                self.sla_policy = policy.map_or_else(|| "none".to_owned(), |id| id.to_string());
            }
            RuleAct::SetAside => self.set_aside = "yes".to_owned(),
            RuleAct::Team { to } => self.team = to.map_or_else(|| "none".to_owned(), |id| id.to_string()),
            RuleAct::Assign { to } => self.assign = to.map_or_else(|| "none".to_owned(), |id| id.to_string()),
            RuleAct::Status { status } => self.status = status.to_string(),
            RuleAct::Snooze { hours } => (self.status, self.hours) = (Status::Snoozed.to_string(), hours.to_string()),
            RuleAct::Owe { kind, words } => (self.owe, self.owe_words) = (kind.to_string(), words.clone()),
            RuleAct::Notify { member } => self.notify.push(member.to_string()),
            RuleAct::Webhook { webhook } => self.webhook.push(webhook.to_string()),
        }
    }

    /// What the rule is to say. Labels that are not there yet are made.
    pub(crate) async fn read(&self, tx: &mut Tx) -> Answer<Instruction> {
        Ok(Instruction {
            called_by: self.call(),
            silent_hours: self.silent_hours.trim().parse().ok(),
            query: lines(&self.query),
            acts: self.read_acts(tx).await?,
            stops: !self.stops.is_empty(),
        })
    }

    /// What is to be done, in the order of the form.
    pub(crate) async fn read_acts(&self, tx: &mut Tx) -> Answer<Vec<RuleAct>> {
        let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
        let mut acts = Vec::new();
        for name in filled_in(&self.unlabel) {
            acts.push(RuleAct::Unlabel { label: named(tx, name).await? });
        }
        for name in filled_in(&self.label) {
            acts.push(RuleAct::Label { label: named(tx, name).await? });
        }
        match self.priority.as_str() {
            "" => {}
            word => acts.push(RuleAct::Prioritise { priority: priority::read(word)? }),
        }
        match self.sla_policy.as_str() {
            "" => {}
            "none" => acts.push(RuleAct::SlaPolicy { policy: None }),
            id => {
                let id = id.parse().map_err(|_| unreadable(t!("There is no such clock.")))?;
                acts.push(RuleAct::SlaPolicy { policy: Some(SlaPolicyId(id)) });
            }
        }
        match self.team.as_str() {
            "" => {}
            word => acts.push(RuleAct::Team { to: team::read(word)? }),
        }
        let member = |id: &str| id.parse().map(MemberId).map_err(|_| unreadable(t!("There is no such member.")));
        match self.assign.as_str() {
            "" => {}
            "none" => acts.push(RuleAct::Assign { to: None }),
            id => acts.push(RuleAct::Assign { to: Some(member(id)?) }),
        }
        match Status::from_word(&self.status) {
            // What cannot be read as hours is none, which is refused with the hours that are possible.
            Some(Status::Snoozed) => {
                acts.push(RuleAct::Snooze { hours: self.hours.trim().parse().unwrap_or_default() })
            }
            Some(status) => acts.push(RuleAct::Status { status }),
            None => {}
        }
        if !self.set_aside.is_empty() {
            acts.push(RuleAct::SetAside);
        }
        if !self.owe.is_empty() {
            let (kind, _) = read_kind(&self.owe, "")?;
            acts.push(RuleAct::Owe { kind, words: self.owe_words.trim().to_owned() });
        }
        for id in filled_in(&self.notify) {
            acts.push(RuleAct::Notify { member: member(id)? });
        }
        for id in filled_in(&self.webhook) {
            let webhook = id.parse().map_err(|_| unreadable(t!("There is no such webhook.")))?;
            acts.push(RuleAct::Webhook { webhook });
        }
        Ok(acts)
    }

    fn call(&self) -> RuleCall {
        RuleCall::from_word(&self.called_by).unwrap_or(RuleCall::Heard)
    }
}

fn filled_in(values: &[String]) -> impl Iterator<Item = &str> {
    values.iter().map(|value| value.trim()).filter(|value| !value.is_empty())
}

async fn named(tx: &mut Tx, name: &str) -> Answer<LabelId> {
    Ok(inbox::label_named(tx, name).await?)
}

/// What can be chosen in the form.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Members who work the inbox.
    pub members: Vec<Choice>,
    /// Teams in use.
    pub teams: Vec<TeamChoice>,
    /// SLA policies in use.
    pub sla_policies: Vec<(SlaPolicyId, String)>,
    /// Webhooks in use.
    pub webhooks: Vec<(WebhookId, String)>,
    /// The names of labels.
    pub labels: Vec<String>,
}

impl Choices {
    /// Those of the railway that pages are shown with.
    pub(crate) fn sample() -> Self {
        let member = |id, name: &str| Choice { id: MemberId(id), name: name.into() };
        Self {
            members: vec![member(1, "Mara Lind"), member(2, "Jonas Okafor")],
            teams: vec![TeamChoice { id: TeamId(1), name: "Support".into() }],
            sla_policies: vec![(SlaPolicyId(1), "Press within the hour".into())],
            webhooks: vec![(WebhookId(1), "Ticket desk".into())],
            labels: vec!["lifts".into(), "press".into()],
        }
    }
}

/// What is wrong with the form, and what the language says of the condition.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What is wrong with the name.
    pub name: Option<String>,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// What the language says of the condition.
    pub check: QueryCheck,
}

/// The fields: when, if, then.
pub(super) fn fields(filled: &Filled, findings: &Findings, then: &Markup) -> Markup {
    html! {
        @if !filled.anew.is_empty() { input type="hidden" name="anew" value="yes"; }
        @if let Some(version) = filled.version { input type="hidden" name="version" value=(version); }
        (form_error(findings.error.as_deref()))
        (crate::ui::components::field(crate::ui::components::Field {
            name: "name", label: t!("Name"), value: &filled.name, hint: t!("As it stands beside what it did."),
            is_required: true, error: findings.name.as_deref(), ..Default::default()
        }))
        fieldset.stack { legend { (t!("When")) }
            div.field {
                label for="f-called" { (t!("What happens")) }
                select #f-called name="called_by" { @for one in RuleCall::ALL {
                    option value=(one) selected[*one == filled.call()] { (call(*one)) }
                } }
            }
            div.field {
                label for="f-silent" { (t!("Hours in which nothing is said")) }
                p.hint #silent-hint { (t!("Only for “{call}”.", call = call(RuleCall::Silent))) }
                input #f-silent.short type="number" name="silent_hours" min="1" max=(inbox::HOURS_MAX) value=(filled.silent_hours) aria-describedby="silent-hint";
            }
        }
        fieldset.stack { legend { (t!("If")) }
            div.field.wrong[matches!(findings.check, QueryCheck::Wrong(_))] {
                label for="f-query" { (t!("The conversation meets")) }
                textarea #f-query.mono name="query" rows="3" spellcheck="false" autocapitalize="off" data-check="/rules/check" aria-describedby="query-check query-hint" { "\n" (filled.query) }
                (query_check(&filled.query, &findings.check))
                p #query-hint.hint { (rich!(
                    "As you search the inbox: {words}, {fact}, {facts}. Empty is always met.",
                    words = html! { code { "refund OR geld" } },
                    fact = html! { code { "relation:press" } },
                    facts = html! { code { "status:waiting -label:vip" } },
                )) }
            }
        }
        fieldset.stack.act-fields { legend { (t!("Then")) }
            (then)
        }
        label.check {
            input type="checkbox" name="stops" value="yes" checked[!filled.stops.is_empty()];
            span { (t!("Stop here")) br; span.faint { (t!("No later rule is asked because of what happened.")) } }
        }
    }
}

/// The fields of what is done; it can also be given to somebody who is known only then, where they have a word and a name.
pub(crate) fn act_fields(filled: &Filled, choices: &Choices, also: Option<(&str, &str)>) -> Markup {
    html! {
        (label_fields("label", (t!("Put on the label"), t!("Put on the label too")), &filled.label))
        (label_fields("unlabel", (t!("Take off the label"), t!("Take off the label too")), &filled.unlabel))
        datalist #rule-labels { @for label in &choices.labels { option value=(label) {} } }
        div.field {
            label for="f-priority" { (t!("Priority")) }
            select #f-priority name="priority" {
                option value="" { (t!("leave as it is")) }
                @for one in Priority::ALL { option value=(one) selected[filled.priority == one.as_str()] { (priority::word(*one)) } }
                option value="none" selected[filled.priority == "none"] { (t!("priority": "None")) }
            }
        }
        @if !choices.sla_policies.is_empty() || !filled.sla_policy.is_empty() { div.field {
            label for="f-sla-policy" { (t!("Clock")) }
            select #f-sla-policy name="sla_policy" {
                option value="" { (t!("leave as it is")) }
                @for (id, name) in &choices.sla_policies {
                    option value=(id) selected[filled.sla_policy == id.to_string()] { (name) }
                }
                @if is_former_clock(filled, choices) { option value=(filled.sla_policy) selected { (t!("a clock that is put away")) } }
                option value="none" selected[filled.sla_policy == "none"] { (t!("Whichever fits")) }
            }
        } }
        @if !choices.teams.is_empty() || !filled.team.is_empty() { div.field {
            label for="f-team" { (t!("Give it to the team")) }
            select #f-team name="team" {
                option value="" { (t!("leave as it is")) }
                option value="none" selected[filled.team == "none"] { (t!("team": "None")) }
                (team::options(&choices.teams, filled.team.parse().ok().map(TeamId)))
            }
        } }
        div.field {
            label for="f-assign" { (t!("Give it to")) }
            select #f-assign name="assign" {
                option value="" { (t!("leave as it is")) }
                option value="none" selected[filled.assign == "none"] { (t!("give it to": "Nobody")) }
                @if let Some((word, name)) = also { option value=(word) selected[filled.assign == word] { (name) } }
                (members(choices, &filled.assign))
            }
        }
        div.field {
            label for="f-status" { (t!("Status")) }
            select #f-status name="status" {
                option value="" { (t!("leave as it is")) }
                @for (status, words) in statuses() { option value=(status) selected[filled.status == status.as_str()] { (words) } }
            }
        }
        div.field {
            label for="f-hours" { (t!("Hours to snooze")) }
            input #f-hours.short type="number" name="hours" min="1" max=(inbox::HOURS_MAX) value=(filled.hours);
        }
        label.check {
            input type="checkbox" name="set_aside" value="yes" checked[!filled.set_aside.is_empty()];
            span { (t!("Set it aside with spam")) br; span.faint { (t!("Whatever is judged about it, until one of you looks at it. Nothing is deleted.")) } }
        }
        div.field {
            label for="f-owe" { (t!("Owe")) }
            select #f-owe name="owe" {
                option value="" { (t!("owe": "nothing")) }
                @for one in ObligationKind::ALL { option value=(one) selected[filled.owe == one.as_str()] {
                    (owed::kind_by(*one))
                } }
            }
        }
        div.field {
            label for="f-owe-words" { (t!("What exactly, in a line")) }
            input #f-owe-words name="owe_words" maxlength=(OWED_CHARS_MAX) autocomplete="off" value=(filled.owe_words);
        }
    }
}

/// Whether a clock is chosen that nobody can choose any more.
fn is_former_clock(filled: &Filled, choices: &Choices) -> bool {
    filled.sla_policy.parse().is_ok_and(|chosen: i64| choices.sla_policies.iter().all(|(id, _)| id.0 != chosen))
}

/// The fields of who is told.
pub(super) fn told_fields(filled: &Filled, choices: &Choices) -> Markup {
    html! {
        @for (at, told) in filled.notify.iter().map(String::as_str).chain([""]).enumerate() {
            div.field {
                label for={ "f-notify-" (at) } { @if at == 0 { (t!("Tell")) } @else { (t!("Tell also")) } }
                select id={ "f-notify-" (at) } name="notify" { option value="" { (t!("tell": "nobody")) } (members(choices, told)) }
            }
        }
        @if !choices.webhooks.is_empty() || !filled.webhook.is_empty() {
            @for (at, called) in filled.webhook.iter().map(String::as_str).chain([""]).enumerate() { div.field {
                label for={ "f-webhook-" (at) } { @if at == 0 { (t!("Call the webhook")) } @else { (t!("Call also")) } }
                select id={ "f-webhook-" (at) } name="webhook" {
                    option value="" { (t!("webhook": "none")) }
                    @for (id, name) in &choices.webhooks { option value=(id) selected[id.to_string() == called] { (name) } }
                    @if !called.is_empty() && choices.webhooks.iter().all(|(id, _)| id.to_string() != called) {
                        option value=(called) selected { (t!("one that is put away")) }
                    }
                }
            } }
        }
    }
}

/// In place of them, acts that they cannot show.
pub(crate) fn kept_acts(acts: &[String], anew: &str) -> Markup {
    html! {
        p { (t!("A program wrote these acts in a way that this form cannot show. They stay as they are, in this order:")) }
        ol.notes { @for act in acts { li { p { (act) } } } }
        p { a href=(anew) { (t!("Choose other acts instead")) } }
    }
}

fn statuses() -> [(Status, &'static str); 5] {
    [
        (Status::Open, t!("state": "Open")),
        (Status::Waiting, t!("state": "Waiting for them")),
        (Status::Snoozed, t!("Snoozed, for the hours below")),
        (Status::Resolved, t!("state": "Done")),
        (Status::Archived, t!("state": "Archived")),
    ]
}

fn members(choices: &Choices, chosen: &str) -> Markup {
    // Who left is still named, so that keeping the form does not forget them but says what is wrong.
    let is_gone = chosen.parse().is_ok_and(|id: i64| choices.members.iter().all(|member| member.id.0 != id));
    html! {
        @for member in &choices.members {
            option value=(member.id) selected[member.id.to_string() == chosen] { (member.name) }
        }
        @if is_gone { option value=(chosen) selected { (t!("somebody who works here no more")) } }
    }
}

fn label_fields(name: &str, (first, further): (&str, &str), values: &[String]) -> Markup {
    html! { @for (at, value) in values.iter().map(String::as_str).chain([""]).enumerate() {
        div.field {
            label for={ "f-" (name) "-" (at) } { @if at == 0 { (first) } @else { (further) } }
            input id={ "f-" (name) "-" (at) } name=(name) list="rule-labels" maxlength="40" autocomplete="off" value=(value);
        }
    } }
}
