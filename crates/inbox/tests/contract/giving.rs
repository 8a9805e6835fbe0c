//! What a team gives out by itself: to whom, and why to nobody.

use crate::contract::rules::{follow, on, says};
use crate::contract::teams::{given, terms, undone};
use crate::desk::{Desk, addressed, in_thread};

use std::time::Duration;

use inbox::{give_waiting, merge, would_give};
use jiff::SignedDuration;
use model::{
    Actor, ConversationId, Event, EventKind, Function, Giving, Lack, MemberId, Opening, RuleAct, RuleCall, Skills,
    Status, TeamId,
};
use store::giving::{self, Wait};
use store::job::{self, Lane};
use store::leave::Handing;
use store::member::Member;
use store::team::TeamTerms;
use store::workload::Workload;

pub async fn gives(desk: &Desk, name: &str, giving: Giving, members: &[MemberId]) -> TeamId {
    let wanted = TeamTerms { giving, ..terms(name, Function::Service, members) };
    kept(desk, None, wanted).await
}

async fn kept(desk: &Desk, id: Option<TeamId>, wanted: TeamTerms) -> TeamId {
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let id = inbox::keep_team(&mut tx, &manager, id, wanted).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn takes(desk: &Desk, who: &Member, capacity: Option<i64>, languages: &[&str]) {
    let languages = languages.iter().map(|tag| (*tag).to_owned()).collect();
    let workload = Workload { capacity, skills: Skills { languages, ..Skills::default() } };
    let mut tx = desk.write().await;
    inbox::keep_workload(&mut tx, who, who.id, workload).await.unwrap();
    tx.commit().await.unwrap();
}

/// So many conversations, each given to the team by the manager.
async fn many(desk: &Desk, team: TeamId, from: usize, count: usize) -> Vec<ConversationId> {
    let manager = desk.member("manager").await;
    let mut ids = Vec::new();
    for number in from..from + count {
        desk.later(1);
        let id = desk.conversation(&format!("p{number}")).await;
        given(desk, &manager, id, Some(team)).await;
        ids.push(id);
    }
    ids
}

async fn assignees(desk: &Desk, ids: &[ConversationId]) -> Vec<Option<MemberId>> {
    let mut assignees = Vec::new();
    for id in ids {
        assignees.push(desk.find(*id).await.assignee);
    }
    assignees
}

/// What the job and the round do.
pub async fn weigh(desk: &Desk) {
    let mut after = None;
    loop {
        let (gives, next) = would_give(&mut desk.read().await, after).await.unwrap();
        let before = desk.log().await.len();
        let mut tx = desk.write().await;
        assert_eq!(give_waiting(&mut tx, after).await.unwrap(), next);
        tx.commit().await.unwrap();
        if !gives {
            assert_eq!(desk.log().await.len(), before, "something came of it that was not foreseen");
        }
        match next {
            Some(last) => after = Some(last),
            None => return,
        }
    }
}

pub async fn waits(desk: &Desk, id: ConversationId) -> Option<(Lack, Option<String>)> {
    let found = giving::waits(&mut desk.read().await, &[id]).await.unwrap().remove(&id);
    found.map(|Wait { lack, detail, .. }| (lack, detail))
}

async fn told(desk: &Desk, kind: EventKind) -> Vec<Event> {
    desk.log().await.into_iter().filter(|event| event.kind == kind).collect()
}

async fn resolved(desk: &Desk, id: ConversationId) {
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &desk.member("owner").await, id, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn a_team_in_turn_gives_to_each_of_its_members_and_says_why() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    takes(&desk, &other, None, &["de", "tr"]).await;
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id, other.id]).await;
    let ids = many(&desk, team, 0, 5).await;
    let (one, other) = (one.id, other.id);
    assert_eq!(assignees(&desk, &ids).await, [one, other, one, other, one].map(Some));
    let assigned = told(&desk, EventKind::ConversationAssigned).await;
    let second = &assigned[1];
    assert_eq!(second.actor, Actor::Team(team));
    assert_eq!(second.data["why"]["way"], "in_turn");
    assert_eq!(second.data["why"]["last"], one.to_string(), "who had it last");
    assert_eq!(second.data["why"]["language"], "de");
    assert_eq!(assigned[0].data["why"]["language"], serde_json::Value::Null, "they take any language");
}

pub async fn a_team_by_load_gives_to_whoever_has_the_fewest() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let had = [desk.conversation("a").await, desk.conversation("b").await];
    let mut tx = desk.write().await;
    for id in had {
        inbox::assign(&mut tx, &one, id, Some(one.id)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let team = gives(&desk, "Support", Giving::ByLoad, &[one.id, other.id]).await;
    let ids = many(&desk, team, 0, 3).await;
    assert_eq!(assignees(&desk, &ids).await, [other.id, other.id, one.id].map(Some));
}

pub async fn nobody_is_given_more_than_they_take_and_what_waits_says_why_until_there_is_room() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    takes(&desk, &one, Some(1), &[]).await;
    takes(&desk, &other, Some(1), &[]).await;
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id, other.id]).await;
    let ids = many(&desk, team, 0, 4).await;
    assert_eq!(assignees(&desk, &ids).await, [Some(one.id), Some(other.id), None, None]);
    assert_eq!(waits(&desk, ids[2]).await, Some((Lack::Room, None)));
    let waiting = told(&desk, EventKind::ConversationWaits).await;
    assert_eq!((waiting.len(), waiting[0].conversation), (2, Some(ids[2])));
    assert_eq!(waiting[0].data["lack"], "room");
    weigh(&desk).await;
    assert_eq!(told(&desk, EventKind::ConversationWaits).await.len(), 2, "for the same reason is no news");

    resolved(&desk, ids[0]).await;
    let (lane, time) = (Lane::Only(inbox::GIVE_OUT), Duration::from_secs(9));
    let work = job::lease(&mut desk.write().await, "test", time, lane).await.unwrap();
    assert!(work.is_some(), "who has room is given more soon");
    weigh(&desk).await;
    assert_eq!(assignees(&desk, &ids[2..]).await, [Some(one.id), None], "the longest waiting first");
    assert_eq!(waits(&desk, ids[2]).await, None);
    takes(&desk, &other, Some(2), &[]).await;
    weigh(&desk).await;
    assert_eq!(assignees(&desk, &ids[3..]).await, [Some(other.id)]);
}

pub async fn what_nobody_can_read_waits_for_somebody_who_can() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    takes(&desk, &one, None, &["en"]).await;
    takes(&desk, &other, None, &["fr"]).await;
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id, other.id]).await;
    let id = many(&desk, team, 0, 1).await[0];
    assert_eq!(waits(&desk, id).await, Some((Lack::Language, Some("de".into()))));
    takes(&desk, &other, None, &["fr", "de-AT"]).await;
    weigh(&desk).await;
    assert_eq!(desk.find(id).await.assignee, Some(other.id));
}

pub async fn who_is_on_leave_is_given_nothing_until_they_are_back() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id, other.id]).await;
    let mut tx = desk.write().await;
    let (now, day) = (tx.now(), SignedDuration::from_hours(24));
    inbox::set_leave(&mut tx, &one, one.id, (now, now + day), Handing::Stays).await.unwrap();
    let second =
        inbox::set_leave(&mut tx, &other, other.id, (now + day / 2, now + day * 2), Handing::Stays).await.unwrap();
    tx.commit().await.unwrap();
    let ids = many(&desk, team, 0, 2).await;
    assert_eq!(assignees(&desk, &ids).await, [Some(other.id), Some(other.id)]);
    desk.later(13 * 3_600);
    let away = many(&desk, team, 2, 2).await;
    assert_eq!(assignees(&desk, &away).await, [None, None]);
    assert_eq!(waits(&desk, away[0]).await, Some((Lack::Leave, None)));
    let mut tx = desk.write().await;
    inbox::end_leave(&mut tx, &other, other.id, second).await.unwrap();
    tx.commit().await.unwrap();
    weigh(&desk).await;
    assert_eq!(assignees(&desk, &away).await, [Some(other.id), Some(other.id)]);
    desk.later(12 * 3_600);
    let back = many(&desk, team, 4, 1).await;
    assert_eq!(assignees(&desk, &back).await, [Some(one.id)], "they are back, and it is long their turn");
}

pub async fn a_team_that_keeps_its_hours_gives_out_when_they_begin() {
    let desk = Desk::new().await;
    let (owner, one) = (desk.member("owner").await, desk.member("member").await);
    let mut tx = desk.write().await;
    let week = std::array::from_fn(|_| "12:00-14:00".parse().unwrap());
    let opening = Opening { zone: "UTC".into(), week, holidays: vec![] };
    let wanted = inbox::WantedCalendar { name: "Noon".into(), opening, from: None };
    inbox::keep_calendar(&mut tx, &owner, None, wanted).await.unwrap();
    tx.commit().await.unwrap();
    let wanted = TeamTerms { giving: Giving::InTurn, keeps_hours: true, ..terms("S", Function::Service, &[one.id]) };
    let team = kept(&desk, None, wanted.clone()).await;
    let id = many(&desk, team, 0, 1).await[0];
    assert_eq!(waits(&desk, id).await, Some((Lack::Hours, None)), "the usual calendar is that of the team");
    desk.later(2 * 3_600);
    weigh(&desk).await;
    assert_eq!(desk.find(id).await.assignee, Some(one.id));
    desk.later(3 * 3_600);
    let late = many(&desk, team, 1, 1).await[0];
    kept(&desk, Some(team), TeamTerms { keeps_hours: false, ..wanted }).await;
    weigh(&desk).await;
    assert_eq!(desk.find(late).await.assignee, Some(one.id));
}

pub async fn what_a_team_gave_is_taken_back_and_not_given_again() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id]).await;
    let id = desk.conversation("a").await;
    let gave = given(&desk, &other, id, Some(team)).await;
    let deed = told(&desk, EventKind::ConversationAssigned).await[0].data["given"].as_str().unwrap().parse().unwrap();
    assert_eq!(undone(&desk, &other, deed).await, 1, "anybody who works the inbox may");
    weigh(&desk).await;
    let found = desk.find(id).await;
    assert_eq!((found.team, found.assignee), (Some(team), None));
    assert_eq!(undone(&desk, &other, gave).await, 1);
    assert_eq!(desk.find(id).await.team, None);

    let gave = given(&desk, &other, id, Some(team)).await;
    assert_eq!(desk.find(id).await.assignee, Some(one.id));
    assert_eq!(undone(&desk, &other, gave).await, 1);
    let found = desk.find(id).await;
    assert_eq!((found.team, found.assignee, found.status), (None, None, Status::New), "both at once");

    takes(&desk, &one, Some(0), &[]).await;
    let gave = given(&desk, &other, id, Some(team)).await;
    assert!(waits(&desk, id).await.is_some());
    assert_eq!(undone(&desk, &other, gave).await, 1);
    assert_eq!(waits(&desk, id).await, None);
}

pub async fn what_waits_and_is_taken_by_hand_put_away_or_merged_is_given_to_nobody_else() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    takes(&desk, &one, Some(0), &[]).await;
    let team = gives(&desk, "Support", Giving::InTurn, &[one.id]).await;
    let ids = many(&desk, team, 0, 4).await;
    let stays = desk.conversation("stays").await;
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &other, ids[0], Some(other.id)).await.unwrap();
    inbox::set_status(&mut tx, &other, ids[1], Status::Resolved, None).await.unwrap();
    merge(&mut tx, &other, ids[2], stays).await.unwrap();
    tx.commit().await.unwrap();
    takes(&desk, &one, None, &[]).await;
    weigh(&desk).await;
    assert_eq!(assignees(&desk, &ids).await, [Some(other.id), None, None, Some(one.id)]);
    assert_eq!(desk.find(stays).await.assignee, Some(one.id), "what was merged waits where it stands");
    // They write again: it is our turn, and it still waits.
    desk.file(&in_thread("p1b", "p1", "p1", "anna", "Und jetzt?"), &[]).await;
    weigh(&desk).await;
    assert_eq!(desk.find(ids[1]).await.assignee, Some(one.id));
    // A team that gives out by hand again lets all go.
    takes(&desk, &one, Some(0), &[]).await;
    let last = many(&desk, team, 9, 1).await[0];
    kept(&desk, Some(team), terms("Support", Function::Service, &[one.id])).await;
    weigh(&desk).await;
    assert_eq!(waits(&desk, last).await, None);
}

pub async fn a_rule_that_gives_to_a_team_has_it_given_out_and_ends_with_it() {
    let desk = Desk::new().await;
    let (one, other) = (desk.member("member").await, desk.member("second").await);
    let support = gives(&desk, "Support", Giving::InTurn, &[one.id]).await;
    let press = gives(&desk, "Press", Giving::InTurn, &[other.id]).await;
    let to = |team| vec![RuleAct::Team { to: Some(team) }];
    let heard = on(&desk, "Heard", says(RuleCall::Heard, "", to(support))).await;
    // Each undoes what the other does: what a team gave because of a rule calls none of them again.
    on(&desk, "To press", says(RuleCall::Changed, "team:support", to(press))).await;
    on(&desk, "To support", says(RuleCall::Changed, "team:press", to(support))).await;
    desk.file(&addressed("a", "anna", "Wo bleibt der Zug?"), &[]).await;
    follow(&desk).await;
    let id = desk.thread_of("a").await;
    let found = desk.find(id).await;
    assert_eq!((found.team, found.assignee, found.status), (Some(support), Some(one.id), Status::New));
    let assigned = told(&desk, EventKind::ConversationAssigned).await;
    assert!(assigned.iter().all(|event| event.data.get("chain").is_some()));
    let runs = store::rule_run::of_conversation(&mut desk.read().await, id).await.unwrap();
    assert!(runs.iter().any(|run| run.rule == heard));
    assert!(runs.len() <= 3, "each rule acts once: {runs:?}");
}
