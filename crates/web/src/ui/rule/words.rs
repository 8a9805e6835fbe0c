//! Rules in words.

use std::collections::HashMap;

use model::{LabelId, MemberId, RuleAct, RuleCall, SlaPolicyId, TeamId, WebhookId};
use store::rule::Instruction;
use store::{StoreError, Tx, label, member, policy, team, webhook};

use crate::ui::components::plural;
use crate::ui::inbox::priority;
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
        self.members.get(&id).map_or("a former member", String::as_str)
    }

    pub(crate) fn team(&self, id: TeamId) -> &str {
        self.teams.get(&id).map_or("a former team", String::as_str)
    }

    pub(crate) fn sla_policy(&self, id: SlaPolicyId) -> &str {
        self.sla_policies.get(&id).map_or("a former one", String::as_str)
    }

    pub(crate) fn webhook(&self, id: WebhookId) -> &str {
        self.webhooks.get(&id).map_or("a former one", String::as_str)
    }

    pub(crate) fn label(&self, id: LabelId) -> &str {
        self.labels.get(&id).map_or("a former label", String::as_str)
    }
}

/// What calls a rule, as a choice.
pub(crate) const fn call(call: RuleCall) -> &'static str {
    match call {
        RuleCall::Heard => "Somebody wrote",
        RuleCall::Opened => "A conversation began",
        RuleCall::Answered => "We answered",
        RuleCall::Reopened => "It came back from done or archived",
        RuleCall::Woken => "Its snooze is over",
        RuleCall::Changed => "Label, priority, assignee, team, status or decision changed",
        RuleCall::Silent => "Nothing was said for some hours",
    }
}

/// What calls a rule, in full.
pub(crate) fn called(says: &Instruction) -> String {
    match (says.called_by, says.silent_hours) {
        (RuleCall::Silent, Some(hours)) => {
            let length = plural(usize::try_from(hours).unwrap_or_default(), "hour", "hours");
            format!("Nothing was said for {length}")
        }
        (other, _) => call(other).to_owned(),
    }
}

/// One thing that a rule does.
pub(crate) fn act(act: &RuleAct, names: &Names) -> String {
    match act {
        RuleAct::Assign { to: None } => "give it to nobody".to_owned(),
        RuleAct::Assign { to: Some(to) } => format!("give it to {}", names.member(*to)),
        RuleAct::Team { to: None } => "take it off its team".to_owned(),
        RuleAct::Team { to: Some(to) } => format!("give it to the team {}", names.team(*to)),
        RuleAct::Label { label } => format!("put “{}” on it", names.label(*label)),
        RuleAct::Unlabel { label } => format!("take “{}” off", names.label(*label)),
        RuleAct::Prioritise { priority: None } => "take its priority away".to_owned(),
        RuleAct::Prioritise { priority: Some(one) } => {
            format!("set its priority to {}", priority::word(*one).to_lowercase())
        }
        RuleAct::SlaPolicy { policy: None } => "give it the clock that fits".to_owned(),
        RuleAct::SlaPolicy { policy: Some(one) } => format!("give it the clock “{}”", names.sla_policy(*one)),
        RuleAct::SetAside => "set it aside with spam".to_owned(),
        RuleAct::Status { status } => match status {
            model::Status::Resolved => "call it done".to_owned(),
            model::Status::Archived => "archive it".to_owned(),
            model::Status::Waiting => "pass the turn to them".to_owned(),
            _ => "open it".to_owned(),
        },
        RuleAct::Snooze { hours } => {
            format!("snooze it for {}", plural(usize::try_from(*hours).unwrap_or_default(), "hour", "hours"))
        }
        RuleAct::Owe { kind, words } => {
            format!("say that {} owes {}: {words}", owed::function(kind.function()).to_lowercase(), owed::kind(*kind))
        }
        RuleAct::Notify { member } => format!("tell {}", names.member(*member)),
        RuleAct::Webhook { webhook } => format!("call the webhook “{}”", names.webhook(*webhook)),
    }
}

/// Everything that a rule does.
pub(crate) fn acts(says: &Instruction, names: &Names) -> Vec<String> {
    says.acts.iter().map(|one| act(one, names)).collect()
}
