//! What happened to a conversation, between its messages.

use std::collections::HashMap;

use model::{
    Actor, CommitmentAct, ConversationId, DeedId, Disposition, ElsewherePlace, EventKind, Function, GestureKind,
    HouseRuleId, Lack, MemberId, ObligationAct, ObligationKind, Outcome, PostId, Priority, ReplyId, RuleId,
    SilenceReason, SlaPolicyId, Status, TeamId,
};
use serde_json::Value;
use store::member::Member;
use store::{StoreError, Tx, deed, event, label, merge, policy, rule};
use wording::t;

use super::name_of;
use crate::ui::correction::line::CorrectionAct;
use crate::ui::gesture::gather::rule_names;
use crate::ui::inbox::team::{self};
use crate::ui::inbox::thread::{Act, Entry, EntryEvent};
use crate::ui::team::words::{lack, why};

pub(super) async fn entries_of_events(
    tx: &mut Tx,
    id: ConversationId,
    members: &HashMap<MemberId, Member>,
) -> Result<Vec<Entry>, StoreError> {
    let labels: HashMap<String, String> =
        label::all(tx).await?.into_iter().map(|label| (label.id.to_string(), label.name)).collect();
    let teams = team::names(tx).await?;
    let house_rules = rule_names(tx).await?;
    let mut rules: HashMap<RuleId, String> = HashMap::new();
    let mut entries = Vec::new();
    let parts = merge::within(tx, id).await?;
    for happened in event::of_conversations(tx, &parts).await? {
        let (by, rule) = match happened.actor {
            Actor::Member(id) => (Some(id), None),
            Actor::Rule(id) => (None, Some(id)),
            _ => (None, None),
        };
        let is_decided = by.is_some() || rule.is_some();
        let word = |name: &str| happened.data.get(name).and_then(Value::as_str).map(str::to_owned);
        let label = || word("label").and_then(|id| labels.get(&id).cloned()).unwrap_or_default();
        let act = match happened.kind {
            EventKind::ConversationAssigned if happened.data.get("why").is_some() => {
                let to = word("after").and_then(|id| id.parse().ok()).map(MemberId);
                let names = members.iter().map(|(id, member)| (*id, member.name.clone())).collect();
                let why = why(&happened.data["why"], to, &names);
                let deed = word("given").and_then(|id| id.parse().ok()).map(DeedId);
                Act::Given(to.map(|to| name_of(members, to)).unwrap_or_default(), why, deed)
            }
            EventKind::ConversationWaits => match word("lack").and_then(|word| Lack::from_word(&word)) {
                Some(reason) => Act::Waits(lack(reason, word("detail").as_deref())),
                None => continue,
            },
            EventKind::ConversationAssigned => match word("after").and_then(|id| id.parse().ok()).map(MemberId) {
                Some(to) if Some(to) == by => Act::Took,
                Some(to) => Act::Assigned(name_of(members, to)),
                None => Act::Unassigned,
            },
            EventKind::ConversationTeamChanged => {
                let after = word("after").and_then(|id| id.parse().ok()).map(TeamId);
                Act::Team(after.map(|id| teams.get(&id).cloned().unwrap_or_default()))
            }
            EventKind::ConversationStatusChanged => {
                let after = word("after").and_then(|after| Status::from_word(&after));
                let before = word("before").and_then(|before| Status::from_word(&before));
                match (before, after, is_decided) {
                    // Whoever wrote again is seen writing; only what was put away is worth a line.
                    (Some(Status::Resolved | Status::Archived | Status::Snoozed), Some(Status::Open), false) => {
                        Act::Reopened
                    }
                    (_, Some(after), true) if !matches!(after, Status::Open | Status::Waiting) => {
                        Act::Status(after, None)
                    }
                    (Some(Status::Resolved | Status::Archived), Some(after), true) => Act::Status(after, None),
                    _ => continue,
                }
            }
            EventKind::ConversationOutcomeSaid => {
                Act::CameOf(word("after").and_then(|after| Outcome::from_word(&after)))
            }
            // What ended by itself is seen by what ended it.
            EventKind::ConversationTriaged if by.is_some() => Act::Decided(
                word("after").and_then(|after| Disposition::from_word(&after)),
                word("reason").and_then(|reason| SilenceReason::from_word(&reason)),
            ),
            EventKind::ConversationMovedToPrivate => Act::WentPrivate,
            EventKind::ConversationHeardElsewhere => {
                let place = happened.data["after"]["place"].as_str();
                Act::HeardElsewhere(place.and_then(ElsewherePlace::from_word))
            }
            // Both tell of it: once is enough.
            EventKind::ConversationMerged if happened.conversation == Some(id) => Act::Merged,
            EventKind::ConversationUnmerged if happened.conversation == Some(id) => Act::Unmerged,
            EventKind::ConversationSplit => Act::Split,
            EventKind::ConversationRejoined if happened.conversation == Some(id) => Act::Rejoined,
            EventKind::ConversationLinked | EventKind::ConversationUnlinked => {
                let Some(other) = word("with").and_then(|id| id.parse().ok()).map(ConversationId) else { continue };
                let is_linked = happened.kind == EventKind::ConversationLinked;
                if is_linked { Act::Linked(other) } else { Act::Unlinked(other) }
            }
            EventKind::ConversationPrioritised => {
                Act::Prioritised(word("after").and_then(|after| Priority::from_word(&after)))
            }
            EventKind::ConversationSlaPolicyChosen => {
                let after = word("after").and_then(|id| id.parse().ok()).map(SlaPolicyId);
                let found = match after {
                    Some(id) => policy::find(tx, id).await?,
                    None => None,
                };
                Act::Timed(found.map(|policy| policy.name))
            }
            // What is judged to be spam is seen by its judgements.
            EventKind::ConversationSetAside if is_decided => Act::SetAside,
            EventKind::ConversationBroughtBack if is_decided => Act::BroughtBack,
            kind if kind.as_str().starts_with("obligation.") => {
                let act = ObligationAct::ALL.iter().copied().find(|act| act.event() == kind);
                let of = word("kind").and_then(|word| ObligationKind::from_word(&word));
                let function = |name| word(name).and_then(|word| Function::from_word(&word));
                match (act, of, function("function")) {
                    (Some(act), Some(of), Some(by)) => Act::Owed(act, of, by, function("from")),
                    _ => continue,
                }
            }
            EventKind::CommitmentLate => Act::PromiseLate,
            kind if kind.as_str().starts_with("commitment.") => {
                let Some(act) = CommitmentAct::ALL.iter().copied().find(|act| act.event() == kind) else { continue };
                Act::Promised(act, happened.data["late"].as_bool() == Some(true))
            }
            EventKind::CorrectionMade
            | EventKind::CorrectionWithdrawn
            | EventKind::CorrectionRestored
            | EventKind::CorrectionTakenBack => {
                let act = match happened.kind {
                    EventKind::CorrectionMade => CorrectionAct::Said,
                    EventKind::CorrectionWithdrawn => CorrectionAct::Withdrawn,
                    EventKind::CorrectionRestored => CorrectionAct::Restored,
                    _ => CorrectionAct::TakenBack,
                };
                Act::Corrected(act, word("reply").and_then(|id| id.parse().ok()).map(ReplyId))
            }
            EventKind::GestureMade | EventKind::GestureTakenBack => {
                let Some(kind) = word("kind").and_then(|word| GestureKind::from_word(&word)) else { continue };
                let post = word("post").and_then(|id| id.parse().ok()).map(PostId);
                let rule = word("house_rule").and_then(|id| id.parse().ok()).map(HouseRuleId);
                let rule = rule.and_then(|id| Some((id, house_rules.get(&id).cloned()?)));
                match happened.kind {
                    EventKind::GestureMade => Act::Gestured(kind, post, rule),
                    // What was taken back before it was made was seen by nobody.
                    _ if happened.data["was_made"].as_bool() == Some(true) => Act::GestureTakenBack(kind, post),
                    _ => continue,
                }
            }
            EventKind::ConversationLabelled => Act::Labelled(label()),
            EventKind::ConversationUnlabelled => Act::Unlabelled(label()),
            _ => continue,
        };
        let with_others = match word("deed").and_then(|id| id.parse().ok()) {
            Some(id) => others(tx, DeedId(id)).await?,
            None => 0,
        };
        let by = match (by, rule) {
            (Some(id), _) => Some(name_of(members, id)),
            (None, Some(id)) => Some(t!("The rule “{name}”", name = rule_name(tx, &mut rules, id).await?)),
            (None, None) => match happened.actor {
                Actor::Team(id) => teams.get(&id).cloned(),
                _ => None,
            },
        };
        let run = word("run").and_then(|id| id.parse().ok());
        entries.push(Entry::Event(EntryEvent { at: happened.happened_at, by, act, with_others, run }));
    }
    Ok(entries)
}

async fn rule_name(tx: &mut Tx, known: &mut HashMap<RuleId, String>, id: RuleId) -> Result<String, StoreError> {
    if let Some(name) = known.get(&id) {
        return Ok(name.clone());
    }
    let name = rule::find(tx, id).await?.map(|rule| rule.name).unwrap_or_default();
    Ok(known.entry(id).or_insert(name).clone())
}

/// How many others a deed changed; none once it is too old to be known.
async fn others(tx: &mut Tx, id: DeedId) -> Result<usize, StoreError> {
    let changed = deed::find(tx, id).await?.map_or(0, |deed| deed.tally.changed);
    Ok(usize::try_from(changed).unwrap_or_default().saturating_sub(1))
}
