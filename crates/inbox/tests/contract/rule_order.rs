//! Whatever rules there are, they act as somebody would who went through them with a pencil.

use std::collections::{BTreeSet, VecDeque};

use model::{LabelId, RuleAct, RuleCall};
use store::rule::Instruction;
use store::rule_run;

use super::chance::Chance;
use super::rules::{follow, labelled, labels, on, says};
use crate::desk::{Desk, addressed};

const LABELS: [&str; 4] = ["A", "B", "C", "D"];

#[derive(Clone, Copy, Debug)]
enum Condition {
    Nothing,
    /// Of a word that was said, or of one that was not.
    Said(bool),
    /// Of a label that is on, or not on.
    Label(usize, bool),
}

#[derive(Clone, Debug)]
struct Rule {
    call: RuleCall,
    condition: Condition,
    /// Labels that it puts on or takes off.
    acts: Vec<(usize, bool)>,
    stops: bool,
}

impl Rule {
    fn by(chance: &mut Chance) -> Self {
        let label = |chance: &mut Chance| (chance.below(LABELS.len() as u64) as usize, chance.below(3) > 0);
        Self {
            call: chance.one(&[RuleCall::Heard, RuleCall::Heard, RuleCall::Changed]),
            condition: match chance.below(6) {
                0 => Condition::Nothing,
                1 => Condition::Said(chance.below(3) > 0),
                _ => {
                    let (label, is_on) = label(chance);
                    Condition::Label(label, !is_on)
                }
            },
            acts: (0..=chance.below(3)).map(|_| label(chance)).collect(),
            stops: chance.below(5) == 0,
        }
    }

    fn says(&self, ids: &[LabelId]) -> Instruction {
        let query = match self.condition {
            Condition::Nothing => String::new(),
            Condition::Said(true) => "zug".into(),
            Condition::Said(false) => "bus".into(),
            Condition::Label(label, true) => format!("label:{}", LABELS[label]),
            Condition::Label(label, false) => format!("-label:{}", LABELS[label]),
        };
        let acts = self.acts.iter().map(|(label, is_on)| match is_on {
            true => RuleAct::Label { label: ids[*label] },
            false => RuleAct::Unlabel { label: ids[*label] },
        });
        Instruction { stops: self.stops, ..says(self.call, &query, acts.collect()) }
    }
}

/// Which rules act because somebody wrote, in this order, and which labels are on afterwards.
fn with_a_pencil(rules: &[Rule]) -> (Vec<usize>, BTreeSet<usize>) {
    let (mut acted, mut on, mut calls) = (Vec::new(), BTreeSet::new(), VecDeque::from([RuleCall::Heard]));
    while let Some(call) = calls.pop_front() {
        for (at, rule) in rules.iter().enumerate() {
            let holds = match rule.condition {
                Condition::Nothing => true,
                Condition::Said(is_said) => is_said,
                Condition::Label(label, is_on) => on.contains(&label) == is_on,
            };
            if rule.call != call || acted.contains(&at) || !holds {
                continue;
            }
            acted.push(at);
            for (label, is_on) in &rule.acts {
                if if *is_on { on.insert(*label) } else { on.remove(label) } {
                    calls.push_back(RuleCall::Changed);
                }
            }
            if rule.stops {
                return (acted, on);
            }
        }
    }
    (acted, on)
}

pub async fn whatever_rules_there_are_they_act_in_their_order_once_each_until_one_stops() {
    let (mut most, mut stopped) = (0, 0);
    for seed in 0..16 {
        let (desk, mut chance) = (Desk::new().await, Chance(seed));
        let mut ids = Vec::new();
        for name in LABELS {
            ids.push(labelled(&desk, name).await);
        }
        let rules: Vec<Rule> = (0..2 + chance.below(7)).map(|_| Rule::by(&mut chance)).collect();
        let mut made = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            made.push(on(&desk, &format!("{at}"), rule.says(&ids)).await);
        }
        for words in 0..2 {
            let post = format!("p{words}");
            desk.file(&addressed(&post, &format!("person{words}"), "Wo bleibt der Zug?"), &[]).await;
            follow(&desk).await;
            let id = desk.thread_of(&post).await;
            let runs = rule_run::of_conversation(&mut desk.read().await, id).await.unwrap();
            let acted = runs.iter().map(|run| made.iter().position(|rule| *rule == run.rule).unwrap()).collect();
            let found = labels(&desk, id).await;
            let found: BTreeSet<usize> =
                found.iter().map(|name| LABELS.iter().position(|one| one == name).unwrap()).collect();
            let wanted = with_a_pencil(&rules);
            assert_eq!((acted, found), wanted, "seed {seed}: {rules:#?}");
            most = most.max(wanted.0.len());
            stopped += usize::from(wanted.0.last().is_some_and(|last| rules[*last].stops));
        }
    }
    assert!(most >= 4 && stopped >= 4, "the rules called each other and stopped: {most} {stopped}");
}
