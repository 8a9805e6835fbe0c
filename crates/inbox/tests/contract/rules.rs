//! What is done by itself when something happens, and what is not.

use crate::desk::{Desk, addressed, in_thread};

use inbox::{InboxError, Outcome, RuleFault, Rulebook, Trial};
use jiff::{SignedDuration, ToSpan as _};
use model::{
    Actor, Clock as _, ConversationId, EventKind, Function, ObligationKind, Priority, RuleAct, RuleCall, RuleId,
    RuleRunId, Status,
};
use store::rule::{self, FOLLOWER, Instruction};
use store::rule_run::{self, RuleRun, RunTally};
use store::{conversation, event, followed, label, member, notice, obligation};

/// A rule as it is typed.
pub fn says(called_by: RuleCall, query: &str, acts: Vec<RuleAct>) -> Instruction {
    let silent_hours = (called_by == RuleCall::Silent).then_some(24);
    Instruction { called_by, silent_hours, query: query.into(), acts, stops: false }
}

fn raise(priority: Priority) -> Vec<RuleAct> {
    vec![RuleAct::Prioritise { priority: Some(priority) }]
}

async fn made(desk: &Desk, name: &str, says: Instruction) -> RuleId {
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let id = inbox::create_rule(&mut tx, &manager, name, says).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn switched(desk: &Desk, id: RuleId, is_on: bool) {
    // What happened before is sealed by then, as with a server that runs.
    desk.log().await;
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    assert!(inbox::switch_rule(&mut tx, &manager, id, is_on).await.unwrap());
    tx.commit().await.unwrap();
}

pub async fn on(desk: &Desk, name: &str, says: Instruction) -> RuleId {
    let id = made(desk, name, says).await;
    switched(desk, id, true).await;
    id
}

pub async fn labelled(desk: &Desk, name: &str) -> model::LabelId {
    let mut tx = desk.write().await;
    let id = label::named(&mut tx, name).await.unwrap().id;
    tx.commit().await.unwrap();
    id
}

/// Has the rules asked about everything that happened, until nothing more comes of it.
pub async fn follow(desk: &Desk) {
    loop {
        desk.log().await;
        let mut tx = desk.write().await;
        let book = Rulebook::of(rule::on(&mut tx).await.unwrap());
        let position = followed::position(&mut tx, FOLLOWER).await.unwrap();
        let news = event::after(&mut tx, position, 1_000).await.unwrap();
        for sealed in &news {
            book.ask(&mut tx, sealed).await.unwrap();
            followed::advance(&mut tx, FOLLOWER, sealed.position).await.unwrap();
        }
        let is_over = book.is_silence_over(&mut tx).await.unwrap();
        if is_over {
            while book.notice_silence(&mut tx, 1).await.unwrap() {}
        }
        tx.commit().await.unwrap();
        if news.is_empty() && !is_over {
            return;
        }
    }
}

async fn runs(desk: &Desk, rule: RuleId) -> Vec<RuleRun> {
    rule_run::of_rule(&mut desk.read().await, rule, RuleRunId(i64::MAX), 100).await.unwrap()
}

pub async fn labels(desk: &Desk, id: ConversationId) -> Vec<String> {
    conversation::labels(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
}

pub async fn a_rule_acts_on_what_was_heard_and_what_it_did_is_taken_back() {
    let desk = Desk::new().await;
    let (second, third) = (desk.member("second").await, desk.member("member").await);
    let late = labelled(&desk, "Late").await;
    let acts = vec![
        RuleAct::Label { label: late },
        RuleAct::Prioritise { priority: Some(Priority::Urgent) },
        RuleAct::Assign { to: Some(second.id) },
        RuleAct::Notify { member: third.id },
    ];
    let rule = made(&desk, "  Late   trains ", says(RuleCall::Heard, "zug topic:none", acts)).await;
    let before = desk.conversation("before").await;
    follow(&desk).await;
    switched(&desk, rule, true).await;
    let id = desk.conversation("a").await;
    desk.file(&addressed("other", "bert", "Guten Morgen"), &[]).await;
    follow(&desk).await;
    follow(&desk).await;
    assert_eq!(labels(&desk, before).await, [""; 0], "what happened before it was on calls no rule");
    assert_eq!(labels(&desk, desk.thread_of("other").await).await, [""; 0]);
    let found = desk.find(id).await;
    assert_eq!((found.priority, found.assignee), (Some(Priority::Urgent), Some(second.id)));
    assert_eq!(found.status, Status::New, "nobody of us has looked at it");
    assert_eq!(labels(&desk, id).await, ["Late"]);

    let runs = runs(&desk, rule).await;
    assert_eq!((runs.len(), runs[0].conversation, runs[0].version), (1, id, 1));
    assert_eq!(runs[0].tally, RunTally { done: 4, already: 0, refused: 0 });
    let log = desk.log().await;
    let by_rule: Vec<_> = log.iter().filter(|event| event.actor == Actor::Rule(rule)).collect();
    assert_eq!(by_rule.len(), 3);
    let caller = log.iter().find(|event| Some(event.id) == runs[0].event).unwrap();
    assert_eq!((caller.kind, caller.conversation), (EventKind::MentionFiled, Some(id)));
    for event in by_rule {
        assert_eq!(event.data["run"], runs[0].id.to_string(), "each event leads to why it happened");
    }
    let told = notice::of_member(&mut desk.read().await, third.id, 9).await.unwrap();
    assert_eq!((told.len(), told[0].about, told[0].seen_at), (1, notice::About::Conversation(id), None));

    // Whoever works the inbox takes it back, and that calls no rule; what somebody changed since is left to them.
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &third, id, Some(third.id)).await.unwrap();
    let undone = inbox::undo_run(&mut tx, &third, runs[0].id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(undone, (2, 1));
    let found = desk.find(id).await;
    assert_eq!((found.priority, found.assignee), (None, Some(third.id)));
    assert_eq!(labels(&desk, id).await, [""; 0]);
    let again = inbox::undo_run(&mut desk.write().await, &third, runs[0].id).await;
    assert!(matches!(again, Err(InboxError::DeedState(_))), "{again:?}");
}

pub async fn rules_are_asked_in_order_each_about_what_the_former_left_and_one_stops_the_rest() {
    let desk = Desk::new().await;
    let (manager, press) = (desk.member("manager").await, labelled(&desk, "Press").await);
    let first = on(&desk, "first", says(RuleCall::Heard, "", vec![RuleAct::Label { label: press }])).await;
    let stops = Instruction { stops: true, ..says(RuleCall::Heard, "label:press", raise(Priority::High)) };
    let second = on(&desk, "second", stops).await;
    let third = on(&desk, "third", says(RuleCall::Heard, "", raise(Priority::Low))).await;
    let id = desk.conversation("a").await;
    follow(&desk).await;
    assert_eq!(desk.find(id).await.priority, Some(Priority::High));
    assert_eq!((runs(&desk, first).await.len(), runs(&desk, third).await.len()), (1, 0));

    let mut tx = desk.write().await;
    inbox::move_rule(&mut tx, &manager, first, 9).await.unwrap();
    tx.commit().await.unwrap();
    desk.file(&addressed("b", "bert", "Und der Bus?"), &[]).await;
    follow(&desk).await;
    let other = desk.find(desk.thread_of("b").await).await;
    assert_eq!(other.priority, Some(Priority::Low), "nobody had put the label on when the second was asked");
    assert_eq!(runs(&desk, second).await.len(), 1);
}

pub async fn what_a_rule_says_is_owed_is_owed_once_until_it_is_done() {
    let desk = Desk::new().await;
    let owe = |words: &str| vec![RuleAct::Owe { kind: ObligationKind::Thanks, words: words.into() }];
    let manager = desk.member("manager").await;
    let empty = says(RuleCall::Heard, "danke", owe(" "));
    let refused = inbox::create_rule(&mut desk.write().await, &manager, "Thanks", empty).await;
    assert!(matches!(refused, Err(InboxError::Rule(RuleFault::Owed))), "{refused:?}");
    let rule = on(&desk, "Thanks", says(RuleCall::Heard, "danke", owe("for kind words"))).await;
    let inbox::Filed::New { conversation: id, .. } = desk.file(&addressed("a", "anna", "Danke euch!"), &[]).await
    else {
        panic!("it is new")
    };
    follow(&desk).await;
    desk.later(60);
    desk.file(&in_thread("a2", "a", "a", "anna", "Nochmals danke!"), &[]).await;
    follow(&desk).await;
    let owed = async || {
        obligation::of_conversations(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
    };
    let all = owed().await;
    assert_eq!(all.len(), 1, "it is owed once");
    assert_eq!((all[0].stand.words.as_str(), all[0].stand.function), ("for kind words", Function::Engagement));
    let history = obligation::history(&mut desk.read().await, &[all[0].id]).await.unwrap().remove(&all[0].id).unwrap();
    assert_eq!((history[0].rule, history[0].member), (Some(rule), None), "the rule said so, and no member");
    let run = runs(&desk, rule).await.into_iter().rev().find(|run| run.tally.done > 0).unwrap();
    let mut tx = desk.write().await;
    inbox::undo_run(&mut tx, &manager, run.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(owed().await.is_empty(), "what a rule said is taken back with what it did");
}

pub async fn two_rules_that_undo_each_other_act_once_each() {
    let desk = Desk::new().await;
    let (who, id) = (desk.member("member").await, desk.conversation("a").await);
    let (a, b) = (labelled(&desk, "A").await, labelled(&desk, "B").await);
    let swap = |off, on| vec![RuleAct::Unlabel { label: off }, RuleAct::Label { label: on }];
    let to_b = on(&desk, "to b", says(RuleCall::Changed, "label:A", swap(a, b))).await;
    let to_a = on(&desk, "to a", says(RuleCall::Changed, "label:B", swap(b, a))).await;
    for times in 1..=2 {
        let mut tx = desk.write().await;
        inbox::label(&mut tx, &who, id, "A").await.unwrap();
        inbox::prioritise(&mut tx, &who, id, (times == 1).then_some(Priority::Low)).await.unwrap();
        tx.commit().await.unwrap();
        follow(&desk).await;
        assert_eq!(labels(&desk, id).await.len(), 1);
        let (to_b, to_a) = (runs(&desk, to_b).await, runs(&desk, to_a).await);
        let chains: std::collections::BTreeSet<_> = to_b.iter().chain(&to_a).map(|run| run.chain).collect();
        // A member's act begins a chain, and in each every rule acts once at most.
        assert!(to_b.len() <= chains.len() && to_a.len() <= chains.len(), "{to_b:?} {to_a:?}");
        let log = desk.log().await;
        let of_members = |id| log.iter().any(|event| event.id == id && event.actor == Actor::Member(who.id));
        assert!(chains.iter().all(|chain| of_members(*chain)), "no act of a rule begins one");
    }
    assert!(runs(&desk, to_b).await.len() >= 2);
}

pub async fn each_call_is_called_by_what_it_says_and_by_nothing_else() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mut rules = Vec::new();
    for call in RuleCall::ALL {
        rules.push((*call, on(&desk, call.as_str(), says(*call, "", raise(Priority::High))).await));
    }
    let mut counted = vec![0; rules.len()];
    let mut called = async |desk: &Desk| {
        follow(desk).await;
        let mut news = Vec::new();
        for (at, (call, rule)) in rules.iter().enumerate() {
            let count = runs(desk, *rule).await.len();
            if count > std::mem::replace(&mut counted[at], count) {
                news.push(*call);
            }
        }
        news
    };
    use RuleCall::{Answered, Changed, Heard, Opened, Reopened, Silent, Woken};
    let id = desk.conversation("a").await;
    assert_eq!(called(&desk).await, [Heard, Opened, Changed], "the others change what the last is called by");
    desk.later(60);
    desk.file(&in_thread("b", "a", "a", "anna", "Hallo?"), &[]).await;
    assert_eq!(called(&desk).await, [Heard]);
    let mut reply = desk.answer(&who, id, 2, false).await.unwrap();
    assert_eq!(called(&desk).await, [Changed], "not sent yet; it is their turn all the same");
    let mut tx = desk.write().await;
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), None).await.unwrap();
    let sent = Outcome::Sent { url: None };
    inbox::finish_sending(&mut tx, &mut reply, sent).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(called(&desk).await, [Answered]);
    let status = async |status, until| {
        let mut tx = desk.write().await;
        inbox::set_status(&mut tx, &who, id, status, until).await.unwrap();
        tx.commit().await.unwrap();
    };
    status(Status::Resolved, None).await;
    assert_eq!(called(&desk).await, [Changed]);
    status(Status::Open, None).await;
    assert_eq!(called(&desk).await, [Reopened, Changed]);
    status(Status::Snoozed, Some(desk.clock.now() + 1.hour())).await;
    assert_eq!(called(&desk).await, [Changed]);
    desk.later(3_600);
    let mut tx = desk.write().await;
    for mut due in conversation::due_to_wake(&mut tx, 10).await.unwrap() {
        inbox::wake(&mut tx, &mut due).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(called(&desk).await, [Woken]);
    desk.later(24 * 3_600);
    assert_eq!(called(&desk).await, [Silent]);
    desk.later(24 * 3_600);
    assert_eq!(called(&desk).await, [], "once for each silence");
}

pub async fn what_was_said_long_ago_what_is_spam_and_what_is_taken_back_calls_no_rule() {
    let mut desk = Desk::new().await;
    let who = desk.member("member").await;
    let heard = on(&desk, "heard", says(RuleCall::Heard, "", raise(Priority::High))).await;
    let changed = on(&desk, "changed", says(RuleCall::Changed, "-priority:low", raise(Priority::Low))).await;
    let mut old = addressed("old", "anna", "Wo bleibt der Zug?");
    old.posted_at -= SignedDuration::from_hours(8 * 24);
    desk.file(&old, &[]).await;
    follow(&desk).await;
    assert_eq!(runs(&desk, heard).await.len(), 0);
    desk.judgements = vec![store::judgement::Judgement {
        task: model::JudgementTask::Spam,
        value: Some("yes".into()),
        confidence_percent: 99,
        ground: model::Ground::Declared,
        member: None,
    }];
    desk.file(&addressed("spam", "eve", "Gewinne sofort"), &[]).await;
    follow(&desk).await;
    assert_eq!((runs(&desk, heard).await.len(), runs(&desk, changed).await.len()), (0, 0));

    let id = desk.thread_of("old").await;
    let mut tx = desk.write().await;
    let deed = inbox::label(&mut tx, &who, id, "VIP").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    follow(&desk).await;
    let run = runs(&desk, changed).await.remove(0);
    let mut tx = desk.write().await;
    inbox::undo_run(&mut tx, &who, run.id).await.unwrap();
    inbox::undo(&mut tx, &who, deed).await.unwrap();
    tx.commit().await.unwrap();
    follow(&desk).await;
    assert_eq!(desk.find(id).await.priority, None, "it does not do again what was taken back");
}

pub async fn what_was_heard_is_asked_and_not_what_was_said_before() {
    let desk = Desk::new().await;
    let rule = on(&desk, "trains", says(RuleCall::Heard, "zug", raise(Priority::High))).await;
    let id = desk.conversation("a").await;
    follow(&desk).await;
    desk.later(60);
    desk.file(&in_thread("b", "a", "a", "anna", "Hallo?"), &[]).await;
    follow(&desk).await;
    assert_eq!(runs(&desk, rule).await.len(), 1);
    desk.file(&in_thread("c", "a", "b", "anna", "Der Zug!"), &[]).await;
    follow(&desk).await;
    let runs = runs(&desk, rule).await;
    assert_eq!(runs.len(), 2);
    assert_eq!((runs[0].conversation, runs[0].tally), (id, RunTally { done: 0, already: 1, refused: 0 }));
}

pub async fn an_act_that_cannot_be_done_leaves_the_others() {
    let desk = Desk::new().await;
    let (owner, second) = (desk.member("owner").await, desk.member("second").await);
    let mut acts = vec![RuleAct::Assign { to: Some(second.id) }, RuleAct::Notify { member: second.id }];
    acts.extend(raise(Priority::High));
    let rule = on(&desk, "rule", says(RuleCall::Heard, "", acts)).await;
    let mut tx = desk.write().await;
    member::disable(&mut tx, owner.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    let id = desk.conversation("a").await;
    follow(&desk).await;
    let found = desk.find(id).await;
    assert_eq!((found.priority, found.assignee), (Some(Priority::High), None));
    assert_eq!(runs(&desk, rule).await[0].tally, RunTally { done: 1, already: 0, refused: 2 });
}

pub async fn a_changed_rule_is_another_version_and_what_it_did_names_the_former() {
    let desk = Desk::new().await;
    let manager = desk.member("manager").await;
    let rule = on(&desk, "rule", says(RuleCall::Heard, "", raise(Priority::High))).await;
    desk.conversation("a").await;
    follow(&desk).await;
    let change = async |seen, name: &str, says| {
        let mut tx = desk.write().await;
        let changed = inbox::change_rule(&mut tx, &manager, rule, seen, (name, says)).await;
        if changed.is_ok() {
            tx.commit().await.unwrap();
        }
        changed
    };
    let lower = says(RuleCall::Heard, "", raise(Priority::Low));
    assert!(change(Some(1), "rule", lower.clone()).await.unwrap());
    assert!(!change(Some(1), "rule", lower.clone()).await.unwrap(), "nothing is another now");
    let stale = change(Some(1), "rule", says(RuleCall::Heard, "x", raise(Priority::Low))).await;
    assert!(matches!(stale, Err(InboxError::RuleChanged { version: 2 })), "{stale:?}");
    desk.file(&addressed("b", "bert", "Und der Bus?"), &[]).await;
    follow(&desk).await;
    assert_eq!(runs(&desk, rule).await.iter().map(|run| run.version).collect::<Vec<_>>(), [2, 1]);
    switched(&desk, rule, false).await;
    desk.file(&addressed("c", "carl", "Und das Schiff?"), &[]).await;
    follow(&desk).await;
    switched(&desk, rule, true).await;
    follow(&desk).await;
    assert_eq!(runs(&desk, rule).await.len(), 2, "what happened while it was off calls it not, later either");
    let mut tx = desk.write().await;
    inbox::remove_rule(&mut tx, &manager, rule).await.unwrap();
    tx.commit().await.unwrap();
    desk.file(&addressed("d", "dora", "Und das Rad?"), &[]).await;
    follow(&desk).await;
    assert_eq!(runs(&desk, rule).await.len(), 2);
    let gone = inbox::find_rule(&mut desk.read().await, &manager, rule).await;
    assert!(matches!(gone, Err(InboxError::Missing(_))));
}

pub async fn only_managers_make_rules_and_only_such_as_can_be() {
    let desk = Desk::new().await;
    let manager = desk.member("manager").await;
    let rule = made(&desk, "Rule", says(RuleCall::Heard, "", raise(Priority::High))).await;
    for name in ["member", "leader", "colleague"] {
        let who = desk.member(name).await;
        let mut tx = desk.write().await;
        let says = says(RuleCall::Heard, "", raise(Priority::High));
        let refused = [
            inbox::create_rule(&mut tx, &who, "Other", says.clone()).await.map(drop),
            inbox::change_rule(&mut tx, &who, rule, None, ("Other", says)).await.map(drop),
            inbox::switch_rule(&mut tx, &who, rule, true).await.map(drop),
            inbox::move_rule(&mut tx, &who, rule, 1).await,
            inbox::remove_rule(&mut tx, &who, rule).await,
        ];
        for refused in refused {
            assert!(matches!(refused, Err(InboxError::Forbidden(model::Right::ManageRules))), "{name}: {refused:?}");
        }
        assert_eq!(inbox::find_rule(&mut tx, &who, rule).await.is_ok(), name != "colleague", "{name}");
    }
    let leader = desk.member("leader").await.id;
    let heard = |query: &str, acts| says(RuleCall::Heard, query, acts);
    let silent = |silent_hours| Instruction { silent_hours, ..says(RuleCall::Silent, "", raise(Priority::Low)) };
    let faults = [
        (" ", heard("", raise(Priority::Low)), RuleFault::Name),
        ("rule", heard("", raise(Priority::Low)), RuleFault::NameTaken),
        ("a", heard("", vec![]), RuleFault::NoActs),
        ("a", heard("", vec![RuleAct::Snooze { hours: 1 }; 11]), RuleFault::TooManyActs),
        ("a", heard("", vec![RuleAct::Snooze { hours: 0 }]), RuleFault::SnoozeHours),
        ("a", heard("", vec![RuleAct::Status { status: Status::New }]), RuleFault::Status),
        ("a", heard("", vec![RuleAct::Status { status: Status::Snoozed }]), RuleFault::Status),
        ("a", heard("", vec![RuleAct::Label { label: 7.into() }]), RuleFault::Label),
        ("a", heard("", vec![RuleAct::Assign { to: Some(leader) }]), RuleFault::Member),
        ("a", heard("", vec![RuleAct::Notify { member: 7.into() }]), RuleFault::Member),
        ("a", heard("zug (assignee:me OR label:x)", raise(Priority::Low)), RuleFault::AsksOfAsker),
        ("a", silent(None), RuleFault::SilentHours),
        ("a", silent(Some(9_000)), RuleFault::SilentHours),
    ];
    for (name, says, expected) in faults {
        let refused = inbox::create_rule(&mut desk.write().await, &manager, name, says).await;
        assert!(matches!(&refused, Err(InboxError::Rule(fault)) if *fault == expected), "{expected:?}: {refused:?}");
    }
    let refused = inbox::create_rule(&mut desk.write().await, &manager, "a", heard("(zug", raise(Priority::Low))).await;
    assert!(matches!(refused, Err(InboxError::Query(_))), "{refused:?}");
    assert_eq!(rule::all(&mut desk.read().await).await.unwrap().len(), 1);
}

pub async fn a_trial_says_what_would_change_and_changes_nothing() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mut ids = Vec::new();
    for (post, text) in [("a", "Wo bleibt der Zug?"), ("b", "Guten Morgen"), ("c", "Der Zug ist spät"), ("d", "Zug!")]
    {
        desk.later(1);
        desk.file(&addressed(post, post, text), &[]).await;
        ids.push(desk.thread_of(post).await);
    }
    let mut tx = desk.write().await;
    inbox::prioritise(&mut tx, &who, ids[2], Some(Priority::High)).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(31 * 86_400);
    let mut late = in_thread("e", "a", "a", "a", "Der Zug kam nie");
    late.posted_at += SignedDuration::from_hours(31 * 24);
    desk.file(&late, &[]).await;
    let before = desk.log().await.len();
    let tried = async |says: &Instruction, days: i64| {
        let since = desk.read().await.now() - SignedDuration::from_hours(days * 24);
        let mut trial = Trial::new(says.clone(), since);
        let mut next = Some(trial.begin(&desk.store).await.unwrap());
        let (mut asked, mut would) = (0, Vec::new());
        while let Some(cursor) = next {
            let looked = trial.step(&desk.store, cursor).await.unwrap();
            asked += looked.asked;
            would.extend(looked.would.into_iter().map(|one| (one.conversation, one.changes.len())));
            next = looked.next;
        }
        (asked, would)
    };
    let heard = says(RuleCall::Heard, "zug", raise(Priority::High));
    assert_eq!(tried(&heard, 30).await, (1, vec![(ids[0], 1)]), "the newest first, each conversation once");
    assert_eq!(tried(&heard, 40).await, (5, vec![(ids[0], 1), (ids[3], 1), (ids[2], 0)]));
    let silent = says(RuleCall::Silent, "-morgen", raise(Priority::High));
    assert_eq!(tried(&silent, 40).await, (3, vec![(ids[2], 0), (ids[3], 1)]), "those who are silent now");
    assert_eq!(tried(&says(RuleCall::Changed, "", raise(Priority::High)), 40).await, (1, vec![(ids[2], 0)]));
    assert_eq!(desk.log().await.len(), before, "nothing happened");
}
