//! What was promised to people outside.

use crate::house::House;

use jiff::{SignedDuration, Timestamp};
use model::{Actor, CommitmentAct, CommitmentStand, CommitmentState, ConversationId, MemberId, Network, Proof, Role};
use store::commitment::{self, Commitment, CommitmentFilter, NewCommitment};
use store::{Tx, merge};

struct Promising {
    house: House,
    member: MemberId,
    ids: [ConversationId; 2],
}

async fn promising() -> Promising {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let (first, second) = (house.channel(Network::Simulated).await, house.channel(Network::Simulated).await);
    let ids = [house.conversation(first).await, house.conversation(second).await];
    Promising { house, member, ids }
}

fn stand(now: Timestamp, words: &str, member: MemberId, hours: i64) -> CommitmentStand {
    CommitmentStand {
        state: CommitmentState::Open,
        words: words.into(),
        member,
        due_at: now + SignedDuration::from_hours(hours),
        reason: None,
        proof: None,
        ended_at: None,
    }
}

async fn made(tx: &mut Tx, conversation: ConversationId, stand: &CommitmentStand) -> Commitment {
    let tell_at = Some(stand.remind_at(stand.due_at - SignedDuration::from_hours(96)));
    commitment::make(tx, NewCommitment { conversation, reply: None, stand, tell_at }).await.unwrap()
}

async fn counts(tx: &mut Tx, filter: &CommitmentFilter) -> (i64, i64) {
    (commitment::count(tx, filter).await.unwrap(), commitment::count_late(tx, filter).await.unwrap())
}

pub async fn a_commitment_reads_back_with_whatever_became_of_it() {
    let Promising { house, member, ids } = promising().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let mut one = made(&mut tx, ids[0], &stand(now, "die Rampe liegt", member, 48)).await;
    let due = one.first_due_at;
    assert_eq!(commitment::find(&mut tx, one.id).await.unwrap().as_ref(), Some(&one));
    commitment::note(&mut tx, &one, CommitmentAct::Commit, Actor::Member(member), None).await.unwrap();
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    let ends = [
        (CommitmentState::Kept, Some(Proof::Note { text: "liegt seit 16 Uhr".into() }), None),
        (CommitmentState::Kept, Some(Proof::Link { text: "https://vellenbahn.example/rampe".into() }), None),
        (CommitmentState::Broken, None, Some("die Planken kamen nicht".to_owned())),
    ];
    for (at, (state, proof, reason)) in ends.into_iter().enumerate() {
        let now = tx.now();
        one.stand =
            CommitmentStand { state, proof, reason, ended_at: Some(now), ..stand(now, "die Rampe", member, 72) };
        (one.tell_at, one.late_at) = (None, Some(due));
        commitment::save(&mut tx, &mut one).await.unwrap();
        assert_eq!(commitment::find(&mut tx, one.id).await.unwrap().as_ref(), Some(&one));
        assert_eq!((one.version, one.changed_at, one.first_due_at), (at as i64 + 2, now, due));
    }
    commitment::note(&mut tx, &one, CommitmentAct::Break, Actor::System, Some("Planken")).await.unwrap();
    let history = commitment::history(&mut tx, &[one.id]).await.unwrap().remove(&one.id).unwrap();
    let told: Vec<_> = history.iter().map(|step| (step.act, step.member, step.words.as_deref())).collect();
    assert_eq!(told, [(CommitmentAct::Commit, Some(member), None), (CommitmentAct::Break, None, Some("Planken"))]);
    assert!(history[0].at < history[1].at && history[0].due_at == due && history[1].holder == member);
    commitment::remove(&mut tx, one.id).await.unwrap();
    assert_eq!(commitment::find(&mut tx, one.id).await.unwrap(), None);
    assert!(commitment::history(&mut tx, &[one.id]).await.unwrap().is_empty());
}

pub async fn what_is_to_be_kept_is_listed_by_its_date_and_what_ended_by_its_end() {
    let Promising { house, member, ids } = promising().await;
    let other = house.member(Role::Manager).await;
    let mut tx = house.write().await;
    let (now, mut all) = (tx.now(), Vec::new());
    for (words, who, hours) in [("far", member, 90), ("late", member, -1), ("soon", other, 5), ("late too", other, -1)]
    {
        all.push(made(&mut tx, ids[all.len() % 2], &stand(now, words, who, hours)).await);
    }
    let open = CommitmentFilter::default();
    let mut listed = Vec::new();
    loop {
        let after = listed.last().map(|last| open.place_of(last));
        let page = commitment::list(&mut tx, &open, after, 3).await.unwrap();
        if page.is_empty() {
            break;
        }
        listed.extend(page);
    }
    let words: Vec<_> = listed.iter().map(|one| one.stand.words.as_str()).collect();
    assert_eq!(words, ["late", "late too", "soon", "far"]);
    assert_eq!(counts(&mut tx, &open).await, (4, 2));
    let of_other = CommitmentFilter { member: Some(other), ..open };
    assert_eq!(counts(&mut tx, &of_other).await, (2, 1));
    for (one, ended) in all.iter_mut().zip([1, 3, 2]) {
        let ended_at = Some(now + SignedDuration::from_hours(ended));
        one.stand = CommitmentStand { state: CommitmentState::Kept, ended_at, ..one.stand.clone() };
        commitment::save(&mut tx, one).await.unwrap();
    }
    let kept = CommitmentFilter { state: Some(CommitmentState::Kept), ..open };
    let first = commitment::list(&mut tx, &kept, None, 1).await.unwrap().remove(0);
    assert_eq!(first.stand.words, "late", "what ended last stands first");
    let rest = commitment::list(&mut tx, &kept, Some(kept.place_of(&first)), 9).await.unwrap();
    assert_eq!(rest.iter().map(|one| one.stand.words.as_str()).collect::<Vec<_>>(), ["soon", "far"]);
    assert_eq!(counts(&mut tx, &kept).await, (3, 1), "one was kept after its date");
    let by_conversation = commitment::of_conversations(&mut tx, &ids).await.unwrap();
    assert_eq!((by_conversation[&ids[0]].len(), by_conversation[&ids[1]].len()), (2, 2));
}

pub async fn what_is_to_be_told_is_found_once_its_time_comes() {
    let Promising { house, member, ids } = promising().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let mut soon = made(&mut tx, ids[0], &stand(now, "soon", member, 48)).await;
    made(&mut tx, ids[1], &stand(now, "far", member, 480)).await;
    assert_eq!(commitment::to_tell(&mut tx, 9).await.unwrap(), []);
    tx.commit().await.unwrap();
    house.later(24 * 3600 + 1);
    let mut tx = house.write().await;
    assert_eq!(commitment::to_tell(&mut tx, 9).await.unwrap(), [soon.id]);
    let version = soon.version;
    (soon.tell_at, soon.late_at) = (None, Some(soon.stand.due_at));
    commitment::told(&mut tx, &soon).await.unwrap();
    assert_eq!(commitment::to_tell(&mut tx, 9).await.unwrap(), []);
    let found = commitment::find(&mut tx, soon.id).await.unwrap().unwrap();
    assert_eq!((found.version, found.late_at), (version, soon.late_at), "telling changes nothing of it");
}

pub async fn a_commitment_stands_where_its_conversation_does_and_comes_home() {
    let Promising { house, member, ids } = promising().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let one = made(&mut tx, ids[1], &stand(now, "Dank", member, 9)).await;
    for (to, homes) in [(ids[0], [ids[1]]), (ids[1], [ids[1]])] {
        merge::move_messages(&mut tx, &homes, to, 1).await.unwrap();
        assert_eq!(commitment::find(&mut tx, one.id).await.unwrap().unwrap().conversation, to);
    }
}
