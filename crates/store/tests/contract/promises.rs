//! Working hours and how soon whom is answered.

use jiff::{SignedDuration, Timestamp};
use model::{OpenHours, Opening, Relation, SlaPolicyId, SlaTerms};
use store::{calendar, policy};

use crate::house::House;

fn opening(hours: &str) -> Opening {
    let week = std::array::from_fn(|_| hours.parse::<OpenHours>().unwrap());
    Opening { zone: "Europe/Amsterdam".into(), week, holidays: vec!["12-25 closed Christmas Day".parse().unwrap()] }
}

pub async fn a_change_of_hours_is_a_new_version_and_what_held_before_is_kept() {
    let house = House::new().await;
    let member = house.member(model::Role::Manager).await;
    let mut tx = house.write().await;
    let (day, night) = (opening("09:00-12:00, 13:00-17:00"), opening("00:00-06:00, 22:00-24:00"));
    let id = calendar::create(&mut tx, member, "Desk", &day).await.unwrap();
    tx.commit().await.unwrap();
    house.later(3_600);
    let mut tx = house.write().await;
    let next_year: Timestamp = "2026-12-31T23:00:00Z".parse().unwrap();
    assert_eq!(calendar::add_version(&mut tx, member, id, &night, next_year).await.unwrap(), 2);
    let now = tx.now();
    assert_eq!(calendar::add_version(&mut tx, member, id, &opening("all day"), now).await.unwrap(), 3);
    calendar::rename(&mut tx, id, "Night  desk").await.unwrap();
    tx.commit().await.unwrap();

    let found = calendar::find(&mut house.read().await, id).await.unwrap().unwrap();
    assert_eq!(found.name, "Night  desk");
    assert_eq!(found.versions.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found.versions[0].opening, day);
    let holds = |at| found.version_at(at).unwrap().version;
    let minute = SignedDuration::from_mins(1);
    assert_eq!((holds(Timestamp::MIN), holds(now - minute), holds(now), holds(next_year)), (1, 1, 3, 2));
    assert_eq!(found.to_come(now).iter().map(|one| one.version).collect::<Vec<_>>(), [2]);
    let hours = found.hours();
    assert_eq!((hours.opening_at(now - minute), hours.opening_at(next_year)), (&day, &night));
}

pub async fn one_calendar_is_the_usual_one_and_a_name_is_free_when_it_is_put_away() {
    let house = House::new().await;
    let member = house.member(model::Role::Manager).await;
    let mut tx = house.write().await;
    let first = calendar::create(&mut tx, member, "Service Desk", &Opening::always()).await.unwrap();
    let second = calendar::create(&mut tx, member, "Night", &Opening::always()).await.unwrap();
    assert_eq!(calendar::default(&mut tx).await.unwrap(), None);
    calendar::make_default(&mut tx, first).await.unwrap();
    calendar::make_default(&mut tx, second).await.unwrap();
    assert_eq!(calendar::default(&mut tx).await.unwrap().map(|one| one.id), Some(second));
    assert_eq!(calendar::named(&mut tx, " service  desk").await.unwrap(), Some(first));
    calendar::put_away(&mut tx, first, true).await.unwrap();
    assert_eq!(calendar::named(&mut tx, "service desk").await.unwrap(), None);
    let third = calendar::create(&mut tx, member, "Service desk", &Opening::always()).await.unwrap();
    let all = calendar::all(&mut tx).await.unwrap();
    let stands = |one: &calendar::Calendar| (one.id, one.is_default, one.archived_at.is_some());
    assert_eq!(
        all.iter().map(stands).collect::<Vec<_>>(),
        [(second, true, false), (third, false, false), (first, false, true)]
    );
}

pub async fn policies_are_asked_in_their_order_and_have_versions() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let terms =
        SlaTerms { first_response_seconds: Some(3_600), relations: vec![Relation::Press], ..SlaTerms::default() };
    let first = policy::create::<SlaPolicyId>(&mut tx, "Press", &terms).await.unwrap();
    let second = policy::create::<SlaPolicyId>(&mut tx, "Everybody", &SlaTerms::default()).await.unwrap();
    let third = policy::create::<SlaPolicyId>(&mut tx, "Nobody", &SlaTerms::default()).await.unwrap();
    let ids = |policies: Vec<policy::SlaPolicy>| policies.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(policy::in_use::<SlaPolicyId>(&mut tx).await.unwrap()), [first, second, third]);
    policy::put_in_order(&mut tx, &[third, first, second]).await.unwrap();
    policy::put_away(&mut tx, third, true).await.unwrap();
    assert_eq!(ids(policy::in_use::<SlaPolicyId>(&mut tx).await.unwrap()), [first, second]);
    assert_eq!(ids(policy::all::<SlaPolicyId>(&mut tx).await.unwrap()), [first, second, third]);
    assert_eq!(policy::named::<SlaPolicyId>(&mut tx, "nobody").await.unwrap(), None);
    assert_eq!(policy::named::<SlaPolicyId>(&mut tx, "PRESS").await.unwrap(), Some(first));

    let kept = policy::find(&mut tx, first).await.unwrap().unwrap();
    assert_eq!((&kept.terms, kept.version), (&terms, 1));
    assert_eq!(policy::change(&mut tx, &kept, "The press", &terms).await.unwrap(), 1, "a name is no term");
    let longer = SlaTerms { first_response_seconds: Some(7_200), ..terms };
    assert_eq!(policy::change(&mut tx, &kept, "The press", &longer).await.unwrap(), 2);
    let kept = policy::find(&mut tx, first).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.terms, kept.version), ("The press", longer, 2));
}
