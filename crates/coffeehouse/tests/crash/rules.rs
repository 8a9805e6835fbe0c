//! The server dies while rules act: because of each event each rule acts once.

use std::collections::HashMap;

use model::{Actor, ConversationId, EventKind, Priority, RuleAct, RuleCall, RuleId};
use store::rule::Instruction;
use store::seal::Verdict;
use store::{event, label, member, rule_run, seal};

use crate::bulk::{PEOPLE, die, heard};
use crate::desk::{Desk, eventually};
use crate::house::{Ears, House};
use crate::server::{Server, Settings};

/// Makes two rules and switches them on: what is heard gets a label, and what gets that is urgent.
async fn rules(house: &House) -> [RuleId; 2] {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let owner = member::all(&mut tx).await.unwrap().remove(0);
    let label = label::named(&mut tx, "Trains").await.unwrap().id;
    let says = |called_by, query: &str, act| Instruction {
        called_by,
        silent_hours: None,
        query: query.into(),
        acts: vec![act],
        stops: false,
    };
    // No words: the network has none of these posts, and they are taken for deleted sooner or later.
    let labels = says(RuleCall::Heard, "", RuleAct::Label { label });
    let urgent = RuleAct::Prioritise { priority: Some(Priority::Urgent) };
    let urgent = says(RuleCall::Changed, "label:trains", urgent);
    let mut ids = Vec::new();
    for (name, says) in [("Trains", labels), ("Trains are urgent", urgent)] {
        let id = inbox::create_rule(&mut tx, &owner, name, says).await.unwrap();
        assert!(inbox::switch_rule(&mut tx, &owner, id, true).await.unwrap());
        ids.push(id);
    }
    tx.commit().await.unwrap();
    store.close().await;
    [ids[0], ids[1]]
}

/// How often each rule acted in each conversation, which must be as often as the log tells of it.
async fn acted(house: &House, ids: &[ConversationId], rules: [RuleId; 2]) -> HashMap<(RuleId, ConversationId), usize> {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    // A server that died may have left what it did unsealed.
    while !seal::seal_batch(&mut tx, "test").await.unwrap().is_empty() {}
    tx.commit().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let verdict = seal::verify(&mut tx).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "the event log is {verdict:?}");
    let (mut ran, mut told) = (HashMap::new(), HashMap::new());
    for id in ids {
        for run in rule_run::of_conversation(&mut tx, *id).await.unwrap() {
            *ran.entry((run.rule, *id)).or_default() += 1;
        }
        let kinds = [EventKind::ConversationLabelled, EventKind::ConversationPrioritised];
        for happened in event::of_conversation(&mut tx, *id).await.unwrap() {
            for (rule, kind) in rules.into_iter().zip(kinds) {
                if happened.kind == kind && happened.actor == Actor::Rule(rule) {
                    *told.entry((rule, *id)).or_default() += 1;
                }
            }
        }
    }
    drop(tx);
    store.close().await;
    assert_eq!(ran, told, "an act and its event are kept together");
    ran
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn each_rule_acts_once_because_of_each_event_however_often_the_server_dies() {
    let network = crate::network::Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let made = rules(&house).await;
    let ids = heard(&house).await;

    // The last deaths are among what the first rule called the second for.
    let deaths = [
        ("rules.before_commit", 0),
        ("rules.after_commit:5", 5),
        ("rules.before_commit:3", 7),
        ("rules.after_commit", 8),
        ("rules.after_commit:50", 58),
        ("rules.before_commit:9", 66),
    ];
    for (step, count) in deaths {
        die(&house, step, None).await;
        let acted = acted(&house, &ids, made).await;
        assert_eq!(acted.values().sum::<usize>(), count, "{step}: what was not committed did not happen");
        assert!(acted.values().all(|times| *times == 1), "{step}: {acted:?}");
    }
    let mut server = Server::start(&house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    let says = format!("<span id=\"found\">{PEOPLE}</span>");
    let urgent = "/inbox?view=all&q=label%3Atrains+priority%3Aurgent";
    eventually(&says, async || desk.page(urgent).await.filter(|page| page.contains(&says))).await;
    assert!(server.stop().await.success());
    let once = ids.iter().flat_map(|id| made.map(|rule| ((rule, *id), 1))).collect();
    assert_eq!(acted(&house, &ids, made).await, once);
}
