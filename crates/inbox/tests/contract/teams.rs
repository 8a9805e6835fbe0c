//! Teams, and what is given to them.

use crate::contract::rules::{follow, on, says};
use crate::desk::{Desk, addressed, in_thread};

use inbox::{InboxError, Listing, TeamFault, Want, choose, merge, split, undo};
use model::{
    Change, ConversationId, DeedId, EventKind, Function, Giving, InboxView, MemberId, Opening, Right, RuleAct,
    RuleCall, Status, TeamId,
};
use store::member::Member;
use store::team::{self, TeamTerms};

/// A team that gives out by hand, at any hour.
pub fn terms(name: &str, function: Function, members: &[MemberId]) -> TeamTerms {
    TeamTerms {
        name: name.into(),
        function,
        calendar: None,
        members: members.to_vec(),
        giving: Giving::ByHand,
        keeps_hours: false,
    }
}

pub async fn made(desk: &Desk, name: &str, function: Function, members: &[MemberId]) -> TeamId {
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let id = inbox::keep_team(&mut tx, &manager, None, terms(name, function, members)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Gives a conversation to a team; the deed.
pub async fn given(desk: &Desk, who: &Member, id: ConversationId, to: Option<TeamId>) -> DeedId {
    let mut tx = desk.write().await;
    let deed = inbox::give_to_team(&mut tx, who, id, to).await.unwrap().expect("it was not so already");
    tx.commit().await.unwrap();
    deed
}

async fn assigned(desk: &Desk, who: &Member, id: ConversationId, to: Option<MemberId>) {
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, who, id, to).await.unwrap();
    tx.commit().await.unwrap();
}

/// Undoes a deed; how many conversations are as they were.
pub async fn undone(desk: &Desk, who: &Member, deed: DeedId) -> i64 {
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, who, deed).await.unwrap();
    tx.commit().await.unwrap();
    deed.tally.restored
}

async fn found(desk: &Desk, asker: MemberId, query: &str) -> Vec<ConversationId> {
    let search = Listing::new(InboxView::All, query).search(asker).unwrap().expect("something is looked for");
    let found = search.look(&desk.store, None, Want { rows: 50, found: 50, looked: 50 }).await.unwrap();
    let mut ids: Vec<_> = found.rows.into_iter().map(|row| row.conversation.id).collect();
    ids.sort_unstable();
    ids
}

pub async fn only_who_manages_teams_makes_them_and_a_wrong_one_is_refused_with_why() {
    let desk = Desk::new().await;
    let (manager, second) = (desk.member("manager").await, desk.member("second").await);
    let wanted = |name: &str| terms(name, Function::Service, &[second.id]);
    let mut tx = desk.write().await;
    for name in ["member", "leader", "colleague"] {
        let refused = inbox::keep_team(&mut tx, &desk.member(name).await, None, wanted("Support")).await;
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::ManageTeams))), "{name}: {refused:?}");
    }
    let support = inbox::keep_team(&mut tx, &manager, None, wanted("  Help   desk ")).await.unwrap();
    assert_eq!(team::find(&mut tx, support).await.unwrap().unwrap().terms.name, "Help desk");
    let colleague = desk.member("colleague").await.id;
    let wrong = [
        (wanted(" "), TeamFault::Name),
        (wanted(&"x".repeat(61)), TeamFault::Name),
        (wanted("Me"), TeamFault::NameReserved),
        (wanted("HELP DESK"), TeamFault::NameTaken),
        (TeamTerms { calendar: Some(7.into()), ..wanted("Press") }, TeamFault::NoCalendar),
        (TeamTerms { members: vec![second.id, colleague], ..wanted("Press") }, TeamFault::NoMember),
    ];
    for (terms, fault) in wrong {
        let refused = inbox::keep_team(&mut tx, &manager, None, terms).await;
        assert!(matches!(&refused, Err(InboxError::Team(one)) if *one == fault), "{fault:?}: {refused:?}");
    }
    inbox::put_team_away(&mut tx, &manager, support, true).await.unwrap();
    inbox::keep_team(&mut tx, &manager, None, wanted("Help desk")).await.unwrap();
    let refused = inbox::put_team_away(&mut tx, &manager, support, false).await;
    assert!(matches!(refused, Err(InboxError::Team(TeamFault::NameTaken))), "{refused:?}");
}

pub async fn a_calendar_in_which_a_team_works_is_not_put_away() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    let mut calendars = Vec::new();
    for name in ["Usual", "Night"] {
        let wanted = inbox::WantedCalendar { name: name.into(), opening: Opening::always(), from: None };
        calendars.push(inbox::keep_calendar(&mut tx, &owner, None, wanted).await.unwrap());
    }
    let calendar = Some(calendars[1]);
    let wanted = TeamTerms { calendar, ..terms("Night watch", Function::Service, &[]) };
    let team = inbox::keep_team(&mut tx, &owner, None, wanted).await.unwrap();
    let refused = inbox::put_calendar_away(&mut tx, &owner, calendars[1], true).await.unwrap_err();
    assert!(refused.to_string().contains("Night watch"), "{refused}");
    inbox::put_team_away(&mut tx, &owner, team, true).await.unwrap();
    inbox::put_calendar_away(&mut tx, &owner, calendars[1], true).await.unwrap();
    let refused = inbox::put_team_away(&mut tx, &owner, team, false).await;
    assert!(matches!(refused, Err(InboxError::Team(TeamFault::NoCalendar))), "{refused:?}");
}

pub async fn what_is_given_to_a_team_leaves_who_is_not_of_it_and_can_be_undone() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let support = made(&desk, "Support", Function::Service, &[who.id]).await;
    let press = made(&desk, "Press", Function::Communication, &[second.id]).await;
    let id = desk.conversation("a").await;
    let stands = async || {
        let found = desk.find(id).await;
        (found.team, found.assignee, found.status)
    };
    let first = given(&desk, &who, id, Some(support)).await;
    assert_eq!(stands().await, (Some(support), None, Status::Open));
    assert_eq!(undone(&desk, &who, first).await, 1);
    assert_eq!(stands().await, (None, None, Status::New));

    assigned(&desk, &who, id, Some(who.id)).await;
    given(&desk, &who, id, Some(support)).await;
    assert_eq!(stands().await, (Some(support), Some(who.id), Status::Open), "it is of the team");
    let away = given(&desk, &who, id, Some(press)).await;
    assert_eq!(stands().await, (Some(press), None, Status::Open), "they are not of the team");
    assert_eq!(undone(&desk, &who, away).await, 1);
    assert_eq!(stands().await, (Some(support), Some(who.id), Status::Open));

    let away = given(&desk, &who, id, Some(press)).await;
    assigned(&desk, &who, id, Some(second.id)).await;
    assert_eq!(undone(&desk, &who, away).await, 1, "the team is as nobody changed it");
    assert_eq!(stands().await, (Some(support), Some(second.id), Status::Open), "whom it was given since is left");
    let away = given(&desk, &who, id, Some(press)).await;
    given(&desk, &who, id, None).await;
    assert_eq!(undone(&desk, &who, away).await, 0, "somebody gave it elsewhere since");

    let mut tx = desk.write().await;
    inbox::put_team_away(&mut tx, &desk.member("owner").await, press, true).await.unwrap();
    let refused = inbox::give_to_team(&mut tx, &who, id, Some(press)).await;
    assert!(matches!(refused, Err(InboxError::Missing("this team"))), "{refused:?}");
    for name in ["leader", "colleague"] {
        let refused = inbox::give_to_team(&mut tx, &desk.member(name).await, id, Some(support)).await;
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{name}: {refused:?}");
    }
}

pub async fn many_are_given_to_a_team_together_and_back() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let support = made(&desk, "Support", Function::Service, &[]).await;
    let ids = [desk.conversation("a").await, desk.conversation("b").await];
    let mut tx = desk.write().await;
    let refused = choose(&mut tx, &who, Change::Team { to: Some(TeamId(1)) }, &ids).await;
    assert!(matches!(refused, Err(InboxError::Missing("this team"))), "{refused:?}");
    let deed = choose(&mut tx, &who, Change::Team { to: Some(support) }, &ids).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deed.tally.changed, 2);
    for id in ids {
        assert_eq!(desk.find(id).await.team, Some(support));
    }
    assert_eq!(undone(&desk, &who, deed.id).await, 2);
    for id in ids {
        assert_eq!(desk.find(id).await.team, None);
    }
}

pub async fn conversations_are_found_by_their_team_and_its_function() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let support = made(&desk, "Support desk", Function::Service, &[who.id]).await;
    let press = made(&desk, "Press", Function::Communication, &[second.id]).await;
    let (a, b) = (desk.conversation("a").await, desk.conversation("b").await);
    let c = desk.conversation("c").await;
    given(&desk, &who, a, Some(support)).await;
    given(&desk, &who, b, Some(press)).await;
    assigned(&desk, &who, b, Some(second.id)).await;
    for (query, expected) in [
        ("team:\"support desk\"", vec![a]),
        ("team:none", vec![c]),
        ("team:me", vec![a]),
        ("function:communication", vec![b]),
        ("function:research", vec![]),
        ("-team:none assignee:none", vec![a]),
        ("-function:service", vec![b, c]),
    ] {
        assert_eq!(found(&desk, who.id, query).await, expected, "{query}");
    }
    assert_eq!(found(&desk, second.id, "team:me").await, [b]);
}

pub async fn a_rule_gives_to_a_team_and_takes_it_back() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let support = made(&desk, "Support", Function::Service, &[who.id]).await;
    let acts = vec![RuleAct::Team { to: Some(support) }];
    let rule = on(&desk, "Trains", says(RuleCall::Heard, "zug", acts)).await;
    let raise = vec![RuleAct::Prioritise { priority: Some(model::Priority::High) }];
    on(&desk, "Then", says(RuleCall::Changed, "function:service", raise)).await;
    let id = desk.conversation("a").await;
    follow(&desk).await;
    let stands = desk.find(id).await;
    assert_eq!((stands.team, stands.status), (Some(support), Status::New), "nobody of us has looked at it");
    assert_eq!(stands.priority, Some(model::Priority::High), "giving to a team calls rules of what changed");
    let runs = store::rule_run::of_conversation(&mut desk.read().await, id).await.unwrap();
    let run = runs.iter().find(|run| run.rule == rule).unwrap().id;
    let mut tx = desk.write().await;
    inbox::undo_run(&mut tx, &who, run).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(id).await.team, None);

    let mut tx = desk.write().await;
    let manager = desk.member("manager").await;
    inbox::put_team_away(&mut tx, &manager, support, true).await.unwrap();
    let says = says(RuleCall::Heard, "", vec![RuleAct::Team { to: Some(support) }]);
    let refused = inbox::create_rule(&mut tx, &manager, "Late", says).await;
    assert!(matches!(refused, Err(InboxError::Rule(inbox::RuleFault::Team))), "{refused:?}");
}

pub async fn merging_splitting_and_waking_keep_the_team() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let support = made(&desk, "Support", Function::Service, &[who.id]).await;
    let (a, b) = (desk.conversation("a").await, desk.conversation("b").await);
    given(&desk, &who, b, Some(support)).await;
    let mut tx = desk.write().await;
    let deed = merge(&mut tx, &who, b, a).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(a).await.team, Some(support), "the one that had none gets it");
    assert_eq!(undone(&desk, &who, deed).await, 1);
    assert_eq!((desk.find(a).await.team, desk.find(b).await.team), (None, Some(support)));

    desk.file(&in_thread("b2", "b", "b", "carl", "Bei mir auch"), &[]).await;
    let post = desk.post_id("b2").await;
    let mut tx = desk.write().await;
    split(&mut tx, &who, b, post).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(desk.thread_of("b2").await).await.team, Some(support));

    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, b, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    desk.file(&in_thread("b3", "b", "b", "anna", "Und jetzt?"), &[]).await;
    let woken = desk.find(b).await;
    assert_eq!((woken.status, woken.team), (Status::Open, Some(support)));
    desk.file(&addressed("other", "dora", "Guten Tag"), &[]).await;
    assert_eq!(desk.count(EventKind::ConversationTeamChanged).await, 3, "given, merged, taken apart");
}
