//! Rules in words.

use std::collections::HashMap;

use model::{LabelId, MemberId, Priority, RuleAct, RuleCall, SlaPolicyId, TeamId, WebhookId};
use store::rule::Instruction;
use store::{StoreError, Tx, label, member, policy, team, webhook};
use wording::t;

use crate::ui::components::name;
use crate::ui::owed::words as owed;

/// The names of what rules speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) members: HashMap<MemberId, String>,
    pub(crate) labels: HashMap<LabelId, String>,
    pub(crate) teams: HashMap<TeamId, String>,
    pub(crate) sla_policies: HashMap<SlaPolicyId, String>,
    pub(crate) webhooks: HashMap<WebhookId, String>,
}

impl Names {
    pub(crate) async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let policies = policy::all::<SlaPolicyId>(tx).await?;
        Ok(Self {
            members: member::all(tx).await?.into_iter().map(|member| (member.id, member.name)).collect(),
            labels: label::all(tx).await?.into_iter().map(|label| (label.id, label.name)).collect(),
            teams: team::all(tx).await?.into_iter().map(|team| (team.id, team.terms.name)).collect(),
            webhooks: webhook::all(tx).await?.into_iter().map(|one| (one.id, one.name)).collect(),
            sla_policies: policies.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }

    pub(crate) fn member(&self, id: MemberId) -> &str {
        self.members.get(&id).map_or(t!("a former member"), String::as_str)
    }

    pub(crate) fn team(&self, id: TeamId) -> &str {
        self.teams.get(&id).map_or(t!("a former team"), String::as_str)
    }

    pub(crate) fn sla_policy(&self, id: SlaPolicyId) -> &str {
        self.sla_policies.get(&id).map_or(t!("clock": "a former one"), String::as_str)
    }

    pub(crate) fn webhook(&self, id: WebhookId) -> &str {
        self.webhooks.get(&id).map_or(t!("webhook": "a former one"), String::as_str)
    }

    pub(crate) fn label(&self, id: LabelId) -> &str {
        self.labels.get(&id).map_or(t!("a former label"), String::as_str)
    }
}

/// What calls a rule, as a choice.
pub(crate) fn call(call: RuleCall) -> &'static str {
    match call {
        RuleCall::Heard => t!("Somebody wrote"),
        RuleCall::Opened => t!("A conversation began"),
        RuleCall::Answered => t!("We answered"),
        RuleCall::Reopened => t!("It came back from done or archived"),
        RuleCall::Woken => t!("Its snooze is over"),
        RuleCall::Changed => t!("Label, priority, assignee, team, status or decision changed"),
        RuleCall::Silent => t!("Nothing was said for some hours"),
    }
}

/// What calls a rule, in full.
pub(crate) fn called(says: &Instruction) -> String {
    match (says.called_by, says.silent_hours) {
        (RuleCall::Silent, Some(hours)) => {
            let hours = usize::try_from(hours).unwrap_or_default();
            t!(hours; "Nothing was said for {count} hour", "Nothing was said for {count} hours")
        }
        (other, _) => call(other).to_owned(),
    }
}

/// One thing that a rule does.
pub(crate) fn act(act: &RuleAct, names: &Names) -> String {
    match act {
        RuleAct::Assign { to: None } => t!("give it to nobody").to_owned(),
        RuleAct::Assign { to: Some(to) } => t!("give it to {member}", member = names.member(*to)),
        RuleAct::Team { to: None } => t!("take it off its team").to_owned(),
        RuleAct::Team { to: Some(to) } => t!("give it to the team {team}", team = names.team(*to)),
        RuleAct::Label { label } => t!("put “{label}” on it", label = names.label(*label)),
        RuleAct::Unlabel { label } => t!("take “{label}” off", label = names.label(*label)),
        RuleAct::Prioritise { priority: None } => t!("take its priority away").to_owned(),
        RuleAct::Prioritise { priority: Some(one) } => match one {
            Priority::Urgent => t!("set its priority to urgent").to_owned(),
            Priority::High => t!("set its priority to high").to_owned(),
            Priority::Normal => t!("set its priority to normal").to_owned(),
            Priority::Low => t!("set its priority to low").to_owned(),
        },
        RuleAct::SlaPolicy { policy: None } => t!("give it the clock that fits").to_owned(),
        RuleAct::SlaPolicy { policy: Some(one) } => {
            t!("give it the clock “{clock}”", clock = names.sla_policy(*one))
        }
        RuleAct::SetAside => t!("set it aside with spam").to_owned(),
        RuleAct::Status { status } => match status {
            model::Status::Resolved => t!("call it done").to_owned(),
            model::Status::Archived => t!("archive it").to_owned(),
            model::Status::Waiting => t!("pass the turn to them").to_owned(),
            _ => t!("open it").to_owned(),
        },
        RuleAct::Snooze { hours } => {
            t!(usize::try_from(*hours).unwrap_or_default(); "snooze it for {count} hour", "snooze it for {count} hours")
        }
        RuleAct::Owe { kind, words } => {
            t!(
                "say that {function} owes {kind}: {words}",
                function = name::function(kind.function()),
                kind = owed::kind(*kind),
                words
            )
        }
        RuleAct::Notify { member } => t!("tell {member}", member = names.member(*member)),
        RuleAct::Webhook { webhook } => t!("call the webhook “{webhook}”", webhook = names.webhook(*webhook)),
    }
}

/// Everything that a rule does.
pub(crate) fn acts(says: &Instruction, names: &Names) -> Vec<String> {
    says.acts.iter().map(|one| act(one, names)).collect()
}
