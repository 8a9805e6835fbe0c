//! Macros: several acts in one stroke, of one conversation or of many, and undoing them.

use std::slice;

use inbox::{Applied, InboxError, Listing, MacroFault, RuleFault, apply_macro, choose, confirm, prepare};
use jiff::ToSpan as _;
use model::{
    Clock as _, ConversationId, DeedState, Disposition, EventKind, Function, InboxView, MacroId, MacroStep,
    ObligationKind, Priority, Role, RuleAct, SilenceReason, Status, TeamId,
};
use store::deed::Tally;
use store::macros::Terms;
use store::member::Member;
use store::variant::Variant;
use store::{conversation, label, macros, obligation, saved_reply};

use crate::contract::teams;
use crate::desk::{Desk, addressed};

/// Everything about a conversation that a macro may change.
#[derive(Debug, PartialEq)]
struct Stands {
    status: Status,
    snoozed_until: Option<jiff::Timestamp>,
    decided: (Option<Disposition>, Option<SilenceReason>),
    assignee: Option<model::MemberId>,
    team: Option<TeamId>,
    priority: Option<Priority>,
    labels: Vec<String>,
    owed: usize,
}

async fn stands(desk: &Desk, id: ConversationId) -> Stands {
    let found = desk.find(id).await;
    let mut tx = desk.read().await;
    let labels = conversation::labels(&mut tx, &[id]).await.unwrap().remove(&id).unwrap_or_default();
    let owed = obligation::of_conversations(&mut tx, &[id]).await.unwrap().remove(&id).unwrap_or_default();
    Stands {
        status: found.status,
        snoozed_until: found.snoozed_until,
        decided: (found.disposition, found.silence_reason),
        assignee: found.assignee,
        team: found.team,
        priority: found.priority,
        labels,
        owed: owed.iter().filter(|one| one.stand.state.is_owed()).count(),
    }
}

async fn labelled(desk: &Desk, name: &str) -> MacroStep {
    let mut tx = desk.write().await;
    let label = label::named(&mut tx, name).await.unwrap().id;
    tx.commit().await.unwrap();
    MacroStep::Act(RuleAct::Label { label })
}

async fn unlabelled(desk: &Desk, name: &str) -> MacroStep {
    match labelled(desk, name).await {
        MacroStep::Act(RuleAct::Label { label }) => MacroStep::Act(RuleAct::Unlabel { label }),
        other => other,
    }
}

fn status(status: Status) -> MacroStep {
    MacroStep::Act(RuleAct::Status { status })
}

fn decide(disposition: Disposition) -> MacroStep {
    MacroStep::Decide { disposition, reason: None, days: None }
}

fn urgent() -> MacroStep {
    MacroStep::Act(RuleAct::Prioritise { priority: Some(Priority::Urgent) })
}

fn terms(name: &str, steps: &[MacroStep]) -> Terms {
    Terms { name: name.into(), steps: steps.to_vec(), saved_reply: None }
}

async fn make(desk: &Desk, who: &Member, terms: Terms) -> Result<MacroId, InboxError> {
    let mut tx = desk.write().await;
    let id = inbox::create_macro(&mut tx, who, terms).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn apply(desk: &Desk, who: &Member, id: MacroId, to: ConversationId) -> Result<Applied, InboxError> {
    let mut tx = desk.write().await;
    let applied = apply_macro(&mut tx, who, id, None, to).await?;
    tx.commit().await.unwrap();
    Ok(applied)
}

async fn found(desk: &Desk, id: MacroId) -> macros::Macro {
    macros::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

/// One of each step, of which several are about the same.
async fn everything(desk: &Desk, second: &Member) -> Vec<MacroStep> {
    vec![
        unlabelled(desk, "Old").await,
        labelled(desk, "Refund").await,
        urgent(),
        MacroStep::Act(RuleAct::Assign { to: Some(second.id) }),
        MacroStep::Take,
        MacroStep::Decide { disposition: Disposition::LetStand, reason: Some(SilenceReason::Jest), days: None },
        MacroStep::Decide { disposition: Disposition::Watch, reason: None, days: Some(3) },
        MacroStep::Act(RuleAct::Snooze { hours: 5 }),
        MacroStep::Act(RuleAct::Owe { kind: ObligationKind::ALL[0], words: "send the form".into() }),
        status(Status::Resolved),
    ]
}

pub async fn a_macro_does_its_steps_in_order_and_one_undo_puts_all_of_them_back() {
    for from in [Status::New, Status::Open, Status::Snoozed, Status::Resolved] {
        let desk = Desk::new().await;
        let id = desk.conversation("a").await;
        let (who, second) = (desk.member("member").await, desk.member("second").await);
        let steps = everything(&desk, &second).await;
        let all = make(&desk, &who, terms("All", &steps)).await.unwrap();
        let mut tx = desk.write().await;
        if from != Status::New {
            inbox::label(&mut tx, &who, id, "Old").await.unwrap();
            inbox::assign(&mut tx, &who, id, Some(second.id)).await.unwrap();
            let until = (from == Status::Snoozed).then(|| desk.clock.now() + 1.hour());
            inbox::set_status(&mut tx, &who, id, from, until).await.unwrap();
        }
        tx.commit().await.unwrap();
        let before = stands(&desk, id).await;
        let told = desk.log().await.len();

        let deed = apply(&desk, &who, all, id).await.unwrap().deed.unwrap();
        let after = stands(&desk, id).await;
        assert_eq!((after.status, after.assignee, after.owed), (Status::Resolved, Some(who.id), 1), "from {from}");
        assert_eq!((after.priority, after.labels.as_slice()), (Some(Priority::Urgent), &["Refund".to_owned()][..]));
        let log = desk.log().await;
        let applied = log[told..].iter().find(|event| event.kind == EventKind::MacroApplied).unwrap();
        assert_eq!(
            (&applied.data["macro"], &applied.data["deed"]),
            (&all.to_string().into(), &deed.to_string().into())
        );
        for kind in
            [EventKind::ConversationLabelled, EventKind::ConversationPrioritised, EventKind::ConversationAssigned]
        {
            assert!(log[told..].iter().any(|event| event.kind == kind), "every step is told of: {kind}");
        }
        let used = found(&desk, all).await;
        assert_eq!((used.use_count, used.used_at), (1, Some(desk.clock.now())));

        let deed = desk.undone(&who, deed).await;
        assert_eq!((deed.state, deed.tally.restored, deed.tally.left), (DeedState::Undone, 1, 0), "from {from}");
        assert_eq!(stands(&desk, id).await, before, "from {from}");
        assert!(apply(&desk, &who, all, id).await.unwrap().deed.is_some(), "and it can be applied again");
    }
}

pub async fn undoing_a_macro_leaves_what_somebody_changed_meanwhile_and_puts_the_rest_back() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let steps = [labelled(&desk, "Refund").await, urgent(), MacroStep::Take, status(Status::Resolved)];
    let refund = make(&desk, &who, terms("Refund", &steps)).await.unwrap();
    let deed = apply(&desk, &who, refund, id).await.unwrap().deed.unwrap();
    let mut tx = desk.write().await;
    // To another and back again is changed too.
    inbox::prioritise(&mut tx, &second, id, Some(Priority::Low)).await.unwrap();
    inbox::prioritise(&mut tx, &second, id, Some(Priority::Urgent)).await.unwrap();
    inbox::assign(&mut tx, &second, id, Some(second.id)).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.undone(&who, deed).await;
    assert_eq!((deed.tally.restored, deed.tally.left), (0, 1), "it is not wholly as it was");
    let now = stands(&desk, id).await;
    assert_eq!((now.priority, now.assignee), (Some(Priority::Urgent), Some(second.id)), "theirs");
    assert_eq!((now.status, now.labels), (Status::Open, vec![]), "ours");
}

pub async fn a_macro_that_gives_to_a_team_and_to_somebody_gives_back_whoever_had_it() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (who, second, owner) = (desk.member("member").await, desk.member("second").await, desk.member("owner").await);
    let press = teams::made(&desk, "Press", Function::ALL[0], &[owner.id]).await;
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &who, id, Some(second.id)).await.unwrap();
    tx.commit().await.unwrap();
    let before = stands(&desk, id).await;
    let steps =
        [MacroStep::Act(RuleAct::Team { to: Some(press) }), MacroStep::Act(RuleAct::Assign { to: Some(owner.id) })];
    let to_press = make(&desk, &who, terms("To the press", &steps)).await.unwrap();
    let deed = apply(&desk, &who, to_press, id).await.unwrap().deed.unwrap();
    let after = stands(&desk, id).await;
    assert_eq!((after.team, after.assignee), (Some(press), Some(owner.id)));
    let deed = desk.undone(&who, deed).await;
    assert_eq!(deed.tally.restored, 1);
    assert_eq!(stands(&desk, id).await, before);
}

async fn many(desk: &Desk, count: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for number in 0..count {
        desk.later(1);
        let post = addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        ids.push(conversation);
    }
    ids
}

pub async fn many_are_changed_by_a_macro_as_one_deed_that_survives_a_restart() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let ids = many(&desk, 23).await;
    let steps = [labelled(&desk, "Delay").await, MacroStep::Take, status(Status::Resolved)];
    let sorted = make(&desk, &who, terms("Sorted", &steps)).await.unwrap();
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &second, ids[3], Some(second.id)).await.unwrap();
    tx.commit().await.unwrap();
    let mut before = Vec::new();
    for id in &ids {
        before.push(stands(&desk, *id).await);
    }
    let mut tx = desk.write().await;
    let change = inbox::macro_change(&mut tx, &who, sorted, Some(1)).await.unwrap();
    let deed = choose(&mut tx, &who, change, &ids).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((deed.state, deed.tally.changed), (DeedState::Running, 10), "the first few at once");
    // The macro goes; what was begun goes on as it was begun.
    let mut tx = desk.write().await;
    inbox::remove_macro(&mut tx, &second, sorted).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!(deed.tally, Tally { total: 23, changed: 23, ..Tally::default() });
    for id in &ids {
        let now = stands(&desk, *id).await;
        assert_eq!((now.status, now.assignee, now.labels.len()), (Status::Resolved, Some(who.id), 1));
    }
    assert_eq!(found(&desk, sorted).await.use_count, 1, "one stroke");
    let deed = desk.undone(&who, deed.id).await;
    assert_eq!((deed.tally.restored, deed.tally.left), (23, 0));
    for (id, before) in ids.iter().zip(before) {
        assert_eq!(stands(&desk, *id).await, before);
    }
}

pub async fn what_a_macro_cannot_do_wholly_it_does_not_do_at_all() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let ids = many(&desk, 13).await;
    let mut before = Vec::new();
    for id in &ids {
        before.push(stands(&desk, *id).await);
    }
    let steps = [labelled(&desk, "Delay").await, urgent(), MacroStep::Act(RuleAct::Assign { to: Some(second.id) })];
    let given = make(&desk, &who, terms("Given", &steps)).await.unwrap();
    let mut tx = desk.write().await;
    let change = inbox::macro_change(&mut tx, &who, given, None).await.unwrap();
    let deed = choose(&mut tx, &who, change, &ids).await.unwrap();
    store::member::disable(&mut tx, desk.member("owner").await.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!(deed.tally, Tally { total: 13, changed: 10, refused: 3, ..Tally::default() });
    let mut refused = 0;
    for (id, before) in ids.iter().zip(before) {
        let now = stands(&desk, *id).await;
        match now.priority {
            Some(_) => assert_eq!(now.labels, ["Delay"]),
            None => {
                assert_eq!(now, before, "the steps before the one that is refused are put back");
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 3);
}

pub async fn what_a_list_holds_is_looked_at_before_a_macro_is_applied_to_it() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = many(&desk, 12).await;
    let steps = [labelled(&desk, "Delay").await, urgent()];
    let late = make(&desk, &who, terms("Late", &steps)).await.unwrap();
    apply(&desk, &who, late, ids[0]).await.unwrap();
    let mut tx = desk.write().await;
    inbox::label(&mut tx, &who, ids[1], "Delay").await.unwrap();
    let change = inbox::macro_change(&mut tx, &who, late, None).await.unwrap();
    desk.later(60);
    let deed = prepare(&mut tx, &who, change, &Listing::new(InboxView::All, "")).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!((deed.state, deed.tally.total, deed.tally.already), (DeedState::Ready, 12, 1), "half is not all");
    assert_eq!(stands(&desk, ids[5]).await.priority, None, "nothing is done before a yes");
    assert_eq!(found(&desk, late).await.use_count, 1);
    let mut tx = desk.write().await;
    confirm(&mut tx, &who, deed.id).await.unwrap();
    tx.commit().await.unwrap();
    let deed = desk.finished(&who, deed.id).await;
    assert_eq!((deed.state, deed.tally.changed, deed.tally.already), (DeedState::Done, 11, 1));
    assert_eq!(found(&desk, late).await.use_count, 2);
}

pub async fn a_step_that_fits_no_more_is_named_and_nothing_is_done() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (who, second, owner) = (desk.member("member").await, desk.member("second").await, desk.member("owner").await);
    let label = labelled(&desk, "Refund").await;
    let press = teams::made(&desk, "Press", Function::ALL[0], &[owner.id]).await;
    let mut tx = desk.write().await;
    let words = [Variant { language: String::new(), text: "Thank you!".into() }];
    let saved = saved_reply::create(&mut tx, "Thanks", &words).await.unwrap();
    tx.commit().await.unwrap();
    let second_step = [
        label.clone(),
        MacroStep::Act(RuleAct::Assign { to: Some(second.id) }),
        MacroStep::Act(RuleAct::Team { to: Some(press) }),
    ];
    let mut made = Vec::new();
    for (at, step) in second_step.into_iter().enumerate() {
        made.push(make(&desk, &who, terms(&format!("m{at}"), &[urgent(), step])).await.unwrap());
    }
    let thanks = Terms { saved_reply: Some(saved), ..terms("Thanks", &[urgent()]) };
    made.push(make(&desk, &who, thanks).await.unwrap());
    let mut tx = desk.write().await;
    let MacroStep::Act(RuleAct::Label { label }) = label else { panic!("a label") };
    inbox::put_label_away(&mut tx, &who, label, true).await.unwrap();
    store::member::disable(&mut tx, owner.id, second.id).await.unwrap();
    inbox::put_team_away(&mut tx, &owner, press, true).await.unwrap();
    inbox::put_saved_reply_away(&mut tx, &who, saved, true).await.unwrap();
    tx.commit().await.unwrap();

    let before = stands(&desk, id).await;
    let expected = [
        "step 2 cannot be done: the label “Refund” is put away",
        "step 2 cannot be done: there is no such member who works the inbox",
        "step 2 cannot be done: there is no such team",
        "its saved reply is put away; take that out again, or change the macro",
    ];
    for (id_of_macro, words) in made.iter().zip(expected) {
        assert_eq!(apply(&desk, &who, *id_of_macro, id).await.unwrap_err().to_string(), words);
        let of_many = inbox::macro_change(&mut desk.write().await, &who, *id_of_macro, None).await;
        // Of many the words are left out, so they need not be there.
        assert_eq!(of_many.is_ok(), words.starts_with("its saved reply"), "{of_many:?}");
    }
    assert_eq!(stands(&desk, id).await, before);
    assert_eq!(found(&desk, made[0]).await.use_count, 0);
}

pub async fn a_macro_is_kept_whole_or_not_at_all_and_applied_as_it_was_seen() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let good = make(&desk, &who, terms("  Press \n desk ", &[MacroStep::Take])).await.unwrap();
    assert_eq!(found(&desk, good).await.terms.name, "Press desk");
    use MacroFault as Fault;
    let step = |fault| Fault::Step { number: 2, fault };
    let wrong = |step: MacroStep| terms("wrong", &[MacroStep::Take, step]);
    let cases = [
        (terms(" ", &[MacroStep::Take]), Fault::Name),
        (terms(&"n".repeat(61), &[MacroStep::Take]), Fault::Name),
        (terms("press DESK", &[MacroStep::Take]), Fault::NameTaken),
        (terms("nothing", &[]), Fault::NoSteps),
        (terms("much", &vec![MacroStep::Take; 21]), Fault::TooManySteps),
        (wrong(status(Status::Snoozed)), step(RuleFault::Status)),
        (wrong(status(Status::New)), step(RuleFault::Status)),
        (wrong(MacroStep::Act(RuleAct::Snooze { hours: 0 })), step(RuleFault::SnoozeHours)),
        (wrong(MacroStep::Act(RuleAct::Label { label: 5.into() })), step(RuleFault::Label)),
        (
            wrong(MacroStep::Act(RuleAct::Owe { kind: ObligationKind::ALL[0], words: " ".into() })),
            step(RuleFault::Owed),
        ),
        (wrong(MacroStep::Act(RuleAct::Notify { member: who.id })), Fault::Tells { number: 2 }),
        (wrong(decide(Disposition::LetStand)), Fault::SilenceReason { number: 2 }),
        (
            wrong(MacroStep::Decide { disposition: Disposition::Watch, reason: None, days: Some(367) }),
            Fault::Days { number: 2 },
        ),
        (Terms { saved_reply: Some(5.into()), ..terms("words", &[]) }, Fault::SavedReply),
    ];
    for (terms, fault) in cases {
        let refused = make(&desk, &who, terms.clone()).await.unwrap_err();
        assert!(matches!(&refused, InboxError::Macro(found) if *found == fault), "{terms:?}: {refused:?}");
    }

    let other = terms("Press desk", slice::from_ref(&status(Status::Resolved)));
    let mut tx = desk.write().await;
    assert!(inbox::change_macro(&mut tx, &who, good, Some(1), other.clone()).await.unwrap());
    assert!(!inbox::change_macro(&mut tx, &who, good, Some(1), other).await.unwrap(), "it says that already");
    let late = inbox::change_macro(&mut tx, &who, good, Some(1), terms("Later", &[MacroStep::Take])).await;
    assert!(matches!(late, Err(InboxError::MacroChanged { version: 2 })), "{late:?}");
    let unseen = apply_macro(&mut tx, &who, good, Some(1), id).await;
    assert!(matches!(unseen, Err(InboxError::MacroChanged { version: 2 })), "{unseen:?}");
    assert!(apply_macro(&mut tx, &who, good, Some(2), id).await.unwrap().deed.is_some());
    assert!(apply_macro(&mut tx, &who, good, Some(2), id).await.unwrap().deed.is_none(), "it is so already");

    // Words alone are told of, and counted; there is nothing to undo, and nothing to do to many.
    let words = [Variant { language: String::new(), text: "Thank you!".into() }];
    let saved = saved_reply::create(&mut tx, "Thanks", &words).await.unwrap();
    let thanks = Terms { saved_reply: Some(saved), ..terms("Thanks", &[]) };
    let thanks = inbox::create_macro(&mut tx, &who, thanks).await.unwrap();
    let applied = apply_macro(&mut tx, &who, thanks, None, id).await.unwrap();
    assert_eq!(applied, Applied { deed: None, saved_reply: Some(saved) });
    assert_eq!(macros::find(&mut tx, thanks).await.unwrap().unwrap().use_count, 1);
    let many = inbox::macro_change(&mut tx, &who, thanks, None).await;
    assert!(matches!(many, Err(InboxError::Macro(Fault::WordsOnly))), "{many:?}");

    inbox::remove_macro(&mut tx, &who, good).await.unwrap();
    let gone = apply_macro(&mut tx, &who, good, None, id).await;
    assert!(matches!(gone, Err(InboxError::Missing("this macro"))), "{gone:?}");
}

pub async fn whoever_works_the_inbox_makes_and_applies_macros_and_nobody_else() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let take = make(&desk, &who, terms("Take", &[MacroStep::Take])).await.unwrap();
    for role in Role::ALL {
        let member = desk.member(role.as_str()).await;
        let may = matches!(role, Role::Owner | Role::Manager | Role::Member);
        let is_allowed = |error: Option<InboxError>| !matches!(error, Some(InboxError::Forbidden(_)));
        let mut tx = desk.write().await;
        let terms = terms(role.as_str(), &[MacroStep::Take]);
        assert_eq!(is_allowed(inbox::create_macro(&mut tx, &member, terms.clone()).await.err()), may, "{role}");
        assert_eq!(is_allowed(inbox::change_macro(&mut tx, &member, take, None, terms).await.err()), may, "{role}");
        assert_eq!(is_allowed(apply_macro(&mut tx, &member, take, None, id).await.err()), may, "{role}");
        assert_eq!(is_allowed(inbox::macro_change(&mut tx, &member, take, None).await.err()), may, "{role}");
        assert_eq!(is_allowed(inbox::remove_macro(&mut tx, &member, take).await.err()), may, "{role}");
        let reads = role.may(model::Right::ReadInbox);
        let seen = inbox::find_macro(&mut desk.read().await, &member, take).await;
        assert_eq!(seen.is_ok(), reads, "{role}");
    }
}
