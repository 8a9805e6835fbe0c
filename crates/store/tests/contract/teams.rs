//! Members who do one kind of work together.

use model::{Function, MemberId, Network, Role, Status};
use store::conversation;
use store::team::{self, Team, TeamTerms};

use crate::house::House;

pub fn terms(name: &str, function: Function, members: &[MemberId]) -> TeamTerms {
    TeamTerms { name: name.into(), function, calendar: None, members: members.to_vec() }
}

pub async fn a_team_has_its_members_and_frees_its_name_when_it_is_put_away() {
    let house = House::new().await;
    let (one, other) = (house.member(Role::Manager).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let support = terms("Support", Function::Service, &[one, other]);
    let first = team::create(&mut tx, &support).await.unwrap();
    let press = team::create(&mut tx, &terms("Press", Function::Communication, &[one])).await.unwrap();
    assert_eq!(team::named(&mut tx, " SUPPORT ").await.unwrap(), Some(first));
    assert_eq!(team::find(&mut tx, first).await.unwrap().unwrap().terms, support);

    let smaller = terms("Help  desk", Function::Engagement, &[other]);
    team::change(&mut tx, first, &smaller).await.unwrap();
    assert_eq!(team::find(&mut tx, first).await.unwrap().unwrap().terms, smaller);
    assert_eq!(team::find(&mut tx, press).await.unwrap().unwrap().terms.members, [one], "another team is left alone");

    team::put_away(&mut tx, first, true).await.unwrap();
    assert_eq!(team::named(&mut tx, "help desk").await.unwrap(), None);
    let again = team::create(&mut tx, &smaller).await.unwrap();
    let ids = |teams: Vec<Team>| teams.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(team::in_use(&mut tx).await.unwrap()), [again, press]);
    assert_eq!(ids(team::all(&mut tx).await.unwrap()), [again, press, first]);
}

pub async fn a_team_counts_what_waits_for_it() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let support = team::create(&mut tx, &terms("Support", Function::Service, &[member])).await.unwrap();
    let idle = team::create(&mut tx, &terms("Press", Function::Communication, &[])).await.unwrap();
    let mut found = conversation::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(found.team, None);
    found.team = Some(support);
    conversation::save(&mut tx, &found).await.unwrap();
    let found = conversation::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(found.team, Some(support));
    let counts = team::open_counts(&mut tx, &[support, idle]).await.unwrap();
    assert_eq!((counts.get(&support), counts.get(&idle)), (Some(&(1, 1)), None));

    conversation::save(&mut tx, &conversation::Conversation { assignee: Some(member), ..found.clone() }).await.unwrap();
    assert_eq!(team::open_counts(&mut tx, &[support]).await.unwrap()[&support], (1, 0));
    let done = conversation::Conversation { status: Status::Resolved, ..found };
    conversation::save(&mut tx, &done).await.unwrap();
    assert_eq!(team::open_counts(&mut tx, &[support]).await.unwrap().get(&support), None);
}
