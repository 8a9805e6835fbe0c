//! Members who do one kind of work together.

use jiff::SignedDuration;
use model::{Function, Giving, Lack, MemberId, Network, Relation, Role, Skills, Status};
use store::giving::{self, Wait};
use store::leave::Handing;
use store::team::{self, Team, TeamTerms};
use store::workload::{self, Workload};
use store::{author, conversation, deed, leave, member, post, turn};

use crate::house::{House, letter};

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

pub async fn a_team_has_its_members_and_frees_its_name_when_it_is_put_away() {
    let house = House::new().await;
    let (one, other) = (house.member(Role::Manager).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let support = terms("Support", Function::Service, &[one, other]);
    let first = team::create(&mut tx, &support).await.unwrap();
    let press = team::create(&mut tx, &terms("Press", Function::Communication, &[one])).await.unwrap();
    assert_eq!(team::named(&mut tx, " SUPPORT ").await.unwrap(), Some(first));
    assert_eq!(team::find(&mut tx, first).await.unwrap().unwrap().terms, support);

    let smaller =
        TeamTerms { giving: Giving::ByLoad, keeps_hours: true, ..terms("Help  desk", Function::Engagement, &[other]) };
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

pub async fn whose_turn_it_was_stays_with_a_member_as_long_as_they_stay() {
    let house = House::new().await;
    let (one, other) = (house.member(Role::Manager).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    turn::of_giving(&mut tx).await.unwrap();
    let id = team::create(&mut tx, &terms("Support", Function::Service, &[one, other])).await.unwrap();
    let press = team::create(&mut tx, &terms("Press", Function::Service, &[one])).await.unwrap();
    assert!(giving::turns(&mut tx, id).await.unwrap().is_empty());
    giving::set_turn(&mut tx, id, one, 1).await.unwrap();
    giving::set_turn(&mut tx, id, other, 2).await.unwrap();
    team::change(&mut tx, id, &terms("Support", Function::Service, &[one])).await.unwrap();
    team::change(&mut tx, id, &terms("Support", Function::Service, &[one, other])).await.unwrap();
    assert_eq!(giving::turns(&mut tx, id).await.unwrap(), [(one, 1)].into(), "who left and came back is new");
    assert!(giving::turns(&mut tx, press).await.unwrap().is_empty(), "each team has its own turns");
}

pub async fn what_a_member_takes_and_when_they_are_away_reads_back() {
    let house = House::new().await;
    let (one, other) = (house.member(Role::Manager).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let skills = Skills {
        languages: vec!["de".into(), "tr".into()],
        networks: vec![Network::Atproto],
        channels: vec![7.into()],
        relations: vec![Relation::Press],
    };
    let workload = Workload { capacity: Some(3), skills };
    workload::keep(&mut tx, one, &Workload::default()).await.unwrap();
    workload::keep(&mut tx, one, &workload).await.unwrap();
    assert_eq!(workload::of(&mut tx, &[one, other]).await.unwrap(), [(one, workload)].into());

    let (now, hour) = (tx.now(), SignedDuration::from_hours(1));
    let on = leave::set(&mut tx, one, (now - hour, now + hour), Handing::Stays).await.unwrap();
    let later = leave::set(&mut tx, one, (now + hour * 3, now + hour * 4), Handing::To(other)).await.unwrap();
    leave::set(&mut tx, other, (now - hour * 2, now - hour), Handing::ToTeams).await.unwrap();
    let called_off = leave::set(&mut tx, other, (now, now + hour), Handing::ToTeams).await.unwrap();
    leave::end(&mut tx, called_off).await.unwrap();
    let ids = |leaves: Vec<leave::Leave>| leaves.into_iter().map(|leave| leave.id).collect::<Vec<_>>();
    assert_eq!(ids(leave::ahead(&mut tx, None).await.unwrap()), [on, later]);
    assert_eq!(ids(leave::ahead(&mut tx, Some(other)).await.unwrap()), []);
    assert_eq!(leave::away(&mut tx).await.unwrap(), [one].into());
    assert_eq!(leave::to_hand_over(&mut tx).await.unwrap(), None, "what stays is not handed over");
    tx.commit().await.unwrap();
    house.later(3_600);
    assert!(leave::away(&mut house.read().await).await.unwrap().is_empty(), "they are back when it ends");
    assert_eq!(leave::to_hand_over(&mut house.read().await).await.unwrap(), None, "nor before it begins");
    house.later(2 * 3_600);
    let mut tx = house.write().await;
    let begun = leave::to_hand_over(&mut tx).await.unwrap().unwrap();
    assert_eq!((begun.id, begun.handing, begun.handed_over_at), (later, Handing::To(other), None));
    leave::handed_over(&mut tx, later).await.unwrap();
    assert_eq!(leave::to_hand_over(&mut tx).await.unwrap(), None);
    let ahead = leave::ahead(&mut tx, Some(one)).await.unwrap();
    assert_eq!(ahead[0].handed_over_at, Some(tx.now()));
}

pub async fn what_waits_with_a_team_is_found_longest_first_while_it_is_our_turn() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let first = house.conversation(channel).await;
    let mut tx = house.write().await;
    let said = letter("p1", "anna", "Merhaba");
    let author = author::keep(&mut tx, Network::Simulated, &said.author).await.unwrap();
    let new =
        conversation::NewConversation { channel, thread_key: "other", talk_with: None, author, opened_at: tx.now() };
    let second = conversation::open(&mut tx, new).await.unwrap().id;
    let stored = post::insert(&mut tx, channel, author, &said).await.unwrap();
    post::place(&mut tx, stored.id, second, 1).await.unwrap();
    assert_eq!(giving::languages(&mut tx, &[first, second]).await.unwrap(), [(second, "de".to_owned())].into());

    let id = team::create(&mut tx, &terms("Support", Function::Service, &[member])).await.unwrap();
    let (now, hour) = (tx.now(), SignedDuration::from_hours(1));
    let wait = |conversation, since, lack| Wait { conversation, team: id, since, lack, detail: None };
    giving::wait(&mut tx, &wait(first, now, Lack::Room)).await.unwrap();
    giving::wait(&mut tx, &wait(second, now - hour, Lack::Leave)).await.unwrap();
    let told = Wait { detail: Some("tr".into()), ..wait(second, now, Lack::Language) };
    giving::wait(&mut tx, &told).await.unwrap();
    let told = Wait { since: now - hour, ..told };
    assert_eq!(giving::waits(&mut tx, &[second]).await.unwrap()[&second], told, "it waits since it first did");
    let ids = |waits: Vec<Wait>| waits.into_iter().map(|wait| wait.conversation).collect::<Vec<_>>();
    assert_eq!(ids(giving::waiting_after(&mut tx, None, 9).await.unwrap()), [second, first]);
    let after = Some((now - hour, second));
    assert_eq!(ids(giving::waiting_after(&mut tx, after, 9).await.unwrap()), [first]);
    let mut found = giving::take_if_free(&mut tx, second).await.unwrap().unwrap();
    found.status = Status::Resolved;
    conversation::save(&mut tx, &found).await.unwrap();
    giving::wait_no_more(&mut tx, first).await.unwrap();
    assert_eq!(ids(giving::waiting_after(&mut tx, None, 9).await.unwrap()), []);
}

pub async fn what_a_member_has_is_counted_and_found_when_they_leave() {
    let house = House::new().await;
    let (owner, gone) = (house.member(Role::Owner).await, house.member(Role::Member).await);
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let found = conversation::find(&mut tx, id).await.unwrap().unwrap();
    let had = conversation::Conversation { assignee: Some(gone), ..found };
    conversation::save(&mut tx, &had).await.unwrap();
    assert_eq!(workload::loads(&mut tx, &[owner, gone]).await.unwrap(), [(gone, 1)].into());
    assert_eq!(giving::had_by(&mut tx, gone).await.unwrap(), [id]);
    let working = [Role::Owner, Role::Member];
    assert_eq!(giving::left_behind(&mut tx, &working, 9).await.unwrap(), []);
    assert_eq!(giving::left_behind(&mut tx, &[Role::Owner], 9).await.unwrap(), [(id, gone)]);
    member::disable(&mut tx, owner, gone).await.unwrap();
    assert_eq!(giving::left_behind(&mut tx, &working, 9).await.unwrap(), [(id, gone)]);
    let waits_for_them = conversation::Conversation { status: Status::Waiting, ..had };
    conversation::save(&mut tx, &waits_for_them).await.unwrap();
    assert!(workload::loads(&mut tx, &[gone]).await.unwrap().is_empty(), "it is not our turn");
    assert_eq!(giving::had_by(&mut tx, gone).await.unwrap(), [id], "and not over");

    let team = team::create(&mut tx, &terms("Support", Function::Service, &[])).await.unwrap();
    let change = model::Change::Assign { to: Some(gone) };
    let new = deed::NewDeed { member: gone, change: &change, list: None, state: model::DeedState::Done };
    let begun = deed::begin(&mut tx, new).await.unwrap();
    deed::set_team(&mut tx, begun.id, team).await.unwrap();
    assert_eq!(deed::find(&mut tx, begun.id).await.unwrap().unwrap().team, Some(team));
}
