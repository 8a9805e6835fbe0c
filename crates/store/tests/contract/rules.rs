//! What is done by itself: rules, what they did, and whom they told.

use crate::house::House;

use model::{Change, DeedState, EventKind, Network, NoticeKind, Priority, Role, RuleAct, RuleCall, RuleRunId, Status};
use store::deed::{self, NewDeed};
use store::notice::About;
use store::rule::{self, FOLLOWER, Instruction};
use store::rule_run::{self, NewRun, RunTally};
use store::{event, followed, label, notice};

fn says(called_by: RuleCall) -> Instruction {
    Instruction {
        called_by,
        silent_hours: (called_by == RuleCall::Silent).then_some(48),
        query: "lift OR \"Aufzug\"".into(),
        acts: vec![RuleAct::Prioritise { priority: Some(Priority::High) }],
        stops: true,
    }
}

pub async fn a_rule_is_kept_in_every_version_in_order_and_switched() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    let mut tx = house.write().await;
    let press = label::named(&mut tx, "Press").await.unwrap().id;
    let mut ids = Vec::new();
    for call in RuleCall::ALL {
        let id = rule::create(&mut tx, member, call.as_str(), &says(*call)).await.unwrap();
        let kept = rule::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((kept.name.as_str(), &kept.says, kept.version), (call.as_str(), &says(*call), 1));
        assert_eq!((kept.is_on(), kept.made_by, kept.place), (false, member, ids.len() as i64));
        ids.push(id);
    }
    let every_act = vec![
        RuleAct::Assign { to: Some(member) },
        RuleAct::Assign { to: None },
        RuleAct::Label { label: press },
        RuleAct::Unlabel { label: press },
        RuleAct::Prioritise { priority: None },
        RuleAct::Status { status: Status::Resolved },
        RuleAct::Snooze { hours: 5 },
        RuleAct::Notify { member },
    ];
    let first = rule::find(&mut tx, ids[0]).await.unwrap().unwrap();
    let other = Instruction { acts: every_act, query: String::new(), ..says(RuleCall::Heard) };
    rule::change(&mut tx, member, &first, "Aufzüge 🛗", &first.says).await.unwrap();
    rule::change(&mut tx, member, &first, "Aufzüge 🛗", &other).await.unwrap();
    let changed = rule::find(&mut tx, ids[0]).await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), &changed.says, changed.version), ("Aufzüge 🛗", &other, 2));
    let versions = rule::versions(&mut tx, ids[0]).await.unwrap();
    let known: Vec<_> = versions.iter().map(|one| (one.version, &one.says, one.made_by)).collect();
    assert_eq!(known, [(2, &other, member), (1, &first.says, member)], "a name is no version");

    ids.rotate_left(2);
    rule::put_in_order(&mut tx, member, &ids).await.unwrap();
    let order: Vec<_> = rule::all(&mut tx).await.unwrap().into_iter().map(|rule| rule.id).collect();
    assert_eq!(order, ids);
    for id in &ids[..3] {
        let rule = rule::find(&mut tx, *id).await.unwrap().unwrap();
        rule::switch(&mut tx, member, &rule, true).await.unwrap();
    }
    let off = rule::find(&mut tx, ids[1]).await.unwrap().unwrap();
    rule::switch(&mut tx, member, &off, false).await.unwrap();
    rule::remove(&mut tx, member, ids[2]).await.unwrap();
    let on: Vec<_> = rule::on(&mut tx).await.unwrap().into_iter().map(|rule| rule.id).collect();
    assert_eq!(on, ids[..1]);
    assert!(rule::find(&mut tx, ids[2]).await.unwrap().unwrap().removed_at.is_some(), "what it said stays");
    tx.commit().await.unwrap();
    house.seal().await;
    let told: Vec<_> = house.log().await.into_iter().map(|sealed| sealed.event).collect();
    use EventKind::{RuleChanged, RuleCreated, RuleRemoved, RuleSwitched, RulesOrdered};
    for (kind, times) in [(RuleCreated, 7), (RuleChanged, 2), (RulesOrdered, 1), (RuleSwitched, 4), (RuleRemoved, 1)] {
        assert_eq!(told.iter().filter(|event| event.kind == kind).count(), times, "{kind}");
    }
    let words: String = told.iter().map(|event| event.data.to_string()).collect();
    assert!(!words.contains("Aufz") && !words.contains("lift"), "events hold no words: {words}");
}

pub async fn a_rule_switched_on_is_called_by_what_happens_from_then_on() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    house.append(3).await;
    house.seal().await;
    let mut tx = house.write().await;
    let position = event::position(&mut tx).await.unwrap();
    let mut switched = Vec::new();
    for call in [RuleCall::Heard, RuleCall::Silent] {
        let id = rule::create(&mut tx, member, call.as_str(), &says(call)).await.unwrap();
        let rule = rule::find(&mut tx, id).await.unwrap().unwrap();
        rule::switch(&mut tx, member, &rule, true).await.unwrap();
        switched.push(rule::find(&mut tx, id).await.unwrap().unwrap());
    }
    assert_eq!(switched[0].since_position, Some(position));
    let silent = switched[1].silent.unwrap();
    assert_eq!(tx.now().duration_since(silent.0).as_hours(), 48, "what is silent for longer is no news");
    assert_eq!(followed::position(&mut tx, FOLLOWER).await.unwrap(), position);
    followed::advance(&mut tx, FOLLOWER, position + 5).await.unwrap();
    followed::advance(&mut tx, FOLLOWER, position + 2).await.unwrap();
    assert_eq!(followed::position(&mut tx, FOLLOWER).await.unwrap(), position + 5, "back it never goes");
    assert_eq!(followed::position(&mut tx, "others").await.unwrap(), 0);
    let before: Vec<i64> =
        event::before(&mut tx, 3, 5).await.unwrap().into_iter().map(|sealed| sealed.position).collect();
    assert_eq!(before, [2, 1]);
    let first = event::before(&mut tx, 2, 1).await.unwrap().remove(0).event;
    assert_eq!(event::find(&mut tx, first.id).await.unwrap(), Some(first));
}

pub async fn silence_is_found_once_for_each_conversation_the_longest_first() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let channel = house.channel(Network::Simulated).await;
        ids.push(house.conversation(channel).await);
        house.later(3_600);
    }
    let mut tx = house.write().await;
    let rule = rule::create(&mut tx, member, "Silent", &says(RuleCall::Silent)).await.unwrap();
    let now = tx.now();
    let begun = (jiff::Timestamp::UNIX_EPOCH, 0.into());
    let silent = rule::silent_since(&mut tx, begun, now - jiff::SignedDuration::from_mins(90), 9).await.unwrap();
    assert_eq!(silent.iter().map(|(_, id)| *id).collect::<Vec<_>>(), ids[..2]);
    let after = rule::silent_since(&mut tx, silent[0], now, 1).await.unwrap();
    assert_eq!(after, silent[1..2]);
    rule::looked_for_silence(&mut tx, rule, silent[1]).await.unwrap();
    assert_eq!(rule::find(&mut tx, rule).await.unwrap().unwrap().silent, Some(silent[1]));
}

pub async fn a_rule_acts_once_in_a_chain_and_tells_whom_it_may() {
    let house = House::new().await;
    let (member, other) = (house.member(Role::Manager).await, house.member(Role::Member).await);
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    let mut tx = house.write().await;
    let rule = rule::create(&mut tx, member, "Lifts", &says(RuleCall::Heard)).await.unwrap();
    let chain = tx.next_id();
    let new = NewRun { rule, version: 1, event: Some(chain), chain, conversation, stops: true };
    let run = rule_run::begin(&mut tx, new).await.unwrap().unwrap();
    assert_eq!(rule_run::begin(&mut tx, new).await.unwrap(), None);
    let silent = NewRun { event: None, chain: tx.next_id(), ..new };
    let silent = rule_run::begin(&mut tx, silent).await.unwrap().unwrap();
    let tally = RunTally { done: 3, already: 2, refused: 1 };
    rule_run::settle(&mut tx, run.id, tally).await.unwrap();
    let kept = rule_run::find(&mut tx, run.id).await.unwrap().unwrap();
    assert_eq!((kept.tally, kept.event, kept.stops, kept.ran_at), (tally, Some(chain), true, tx.now()));
    assert_eq!(rule_run::of_chain(&mut tx, chain).await.unwrap(), *std::slice::from_ref(&kept));
    assert_eq!(rule_run::of_conversation(&mut tx, conversation).await.unwrap(), [kept.clone(), silent.clone()]);
    assert_eq!(rule_run::of_rule(&mut tx, rule, RuleRunId(i64::MAX), 1).await.unwrap(), *std::slice::from_ref(&silent));
    assert_eq!(rule_run::of_rule(&mut tx, rule, silent.id, 9).await.unwrap(), [kept]);
    let now = tx.now();
    assert_eq!(rule_run::counts(&mut tx, &[rule, 7.into()], now).await.unwrap(), [2, 0]);

    let change = Change::Prioritise { priority: Some(Priority::High) };
    let new = NewDeed { member, change: &change, list: None, state: DeedState::Done };
    let deed = deed::begin(&mut tx, new).await.unwrap();
    assert_eq!(deed.run, None);
    rule_run::add_deed(&mut tx, run.id, deed.id).await.unwrap();
    let found = rule_run::deeds(&mut tx, run.id).await.unwrap();
    assert_eq!((found.len(), found[0].id, found[0].run), (1, deed.id, Some(run.id)));

    let told = notice::tell_of_run(&mut tx, other, run.id).await.unwrap();
    notice::tell_of_run(&mut tx, other, silent.id).await.unwrap();
    assert_eq!(notice::told_by(&mut tx, run.id).await.unwrap(), [other]);
    let stopped = notice::tell(&mut tx, member, NoticeKind::ReplyStopped, conversation).await.unwrap();
    let of_own = notice::of_member(&mut tx, member, 9).await.unwrap();
    assert_eq!(
        (of_own.len(), of_own[0].id, of_own[0].kind, of_own[0].run),
        (1, stopped, NoticeKind::ReplyStopped, None)
    );
    assert_eq!((of_own[0].about, of_own[0].at), (About::Conversation(conversation), tx.now()));
    notice::saw(&mut tx, member, stopped).await.unwrap();
    let notices = notice::of_member(&mut tx, other, 9).await.unwrap();
    assert_eq!(notices.iter().map(|one| one.run.unwrap().0).collect::<Vec<_>>(), [silent.id, run.id]);
    assert_eq!(
        (notices[1].about, notices[1].run, notices[1].seen_at),
        (About::Conversation(conversation), Some((run.id, rule)), None)
    );
    notice::saw(&mut tx, other, told).await.unwrap();
    assert_eq!(notice::unseen(&mut tx, other).await.unwrap(), 1);
    assert_eq!(notice::unseen(&mut tx, member).await.unwrap(), 0);
    assert_eq!(notice::forget_old(&mut tx, 9).await.unwrap(), 0);
    tx.commit().await.unwrap();
    house.later(91 * 86_400);
    let mut tx = house.write().await;
    assert_eq!(notice::forget_old(&mut tx, 1).await.unwrap(), 1);
    assert_eq!(notice::of_member(&mut tx, other, 9).await.unwrap().len(), 1);
}
