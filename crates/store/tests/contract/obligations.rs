//! What functions owe on conversations.

use crate::house::House;

use model::{
    Actor, ConversationId, Function, MemberId, Network, ObligationAct, ObligationKind, ObligationStand,
    ObligationState, Proof, Role,
};
use store::obligation::{self, NewObligation, Obligation, ObligationFilter};
use store::{Tx, merge};

struct Owing {
    house: House,
    member: MemberId,
    ids: [ConversationId; 2],
}

async fn owing() -> Owing {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let (first, second) = (house.channel(Network::Simulated).await, house.channel(Network::Simulated).await);
    let ids = [house.conversation(first).await, house.conversation(second).await];
    Owing { house, member, ids }
}

fn stand(words: &str) -> ObligationStand {
    ObligationStand {
        state: ObligationState::Open,
        words: words.into(),
        function: Function::Service,
        member: None,
        due_at: None,
        reason: None,
        proof: None,
    }
}

async fn made(tx: &mut Tx, conversation: ConversationId, stand: &ObligationStand) -> Obligation {
    let new = NewObligation { conversation, post: None, kind: ObligationKind::Fix, stand };
    obligation::make(tx, new).await.unwrap()
}

pub async fn an_obligation_reads_back_with_whatever_became_of_it() {
    let Owing { house, member, ids } = owing().await;
    let mut tx = house.write().await;
    let mut one = made(&mut tx, ids[0], &stand("die Rampe an Gleis 2")).await;
    assert_eq!(obligation::find(&mut tx, one.id).await.unwrap().as_ref(), Some(&one));
    obligation::note(&mut tx, &one, ObligationAct::Owe, Actor::Member(member), None).await.unwrap();
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    let proofs = [
        Proof::Note { text: "liegt seit 16 Uhr".into() },
        Proof::Link { text: "https://vellenbahn.example/rampe".into() },
        Proof::Decision { text: "sie bleibt".into() },
    ];
    for (at, proof) in proofs.into_iter().enumerate() {
        let now = tx.now();
        let after = ObligationStand {
            state: ObligationState::Done,
            function: Function::Research,
            member: Some(member),
            due_at: Some(now),
            proof: Some(proof),
            ..stand("die Rampe")
        };
        obligation::save(&mut tx, &mut one, after).await.unwrap();
        assert_eq!(obligation::find(&mut tx, one.id).await.unwrap().as_ref(), Some(&one));
        assert_eq!((one.version, one.changed_at), (at as i64 + 2, now));
    }
    obligation::note(&mut tx, &one, ObligationAct::Finish, Actor::System, Some("liegt")).await.unwrap();
    let history = obligation::history(&mut tx, &[one.id]).await.unwrap().remove(&one.id).unwrap();
    let told: Vec<_> =
        history.iter().map(|step| (step.act, step.member, step.function, step.words.as_deref())).collect();
    assert_eq!(
        told,
        [
            (ObligationAct::Owe, Some(member), Function::Service, None),
            (ObligationAct::Finish, None, Function::Research, Some("liegt")),
        ]
    );
    assert!(history[0].at < history[1].at && history[1].holder == Some(member) && history[1].due_at.is_some());
    obligation::remove(&mut tx, one.id).await.unwrap();
    assert_eq!(obligation::find(&mut tx, one.id).await.unwrap(), None);
    assert!(obligation::history(&mut tx, &[one.id]).await.unwrap().is_empty());
}

pub async fn what_is_owed_is_listed_by_its_due_date_and_what_has_none_last() {
    let Owing { house, member, ids } = owing().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let mut all = Vec::new();
    for (words, due) in [("none", None), ("late", Some(-1)), ("soon", Some(5)), ("late too", Some(-1)), ("never", None)]
    {
        let due_at = due.map(|hours| now + jiff::SignedDuration::from_hours(hours));
        all.push(made(&mut tx, ids[all.len() % 2], &ObligationStand { due_at, ..stand(words) }).await);
    }
    let mut passed = all[4].clone();
    let to = ObligationStand { function: Function::Research, member: Some(member), ..all[4].stand.clone() };
    obligation::save(&mut tx, &mut passed, to).await.unwrap();

    let owed = ObligationFilter::default();
    let mut listed = Vec::new();
    loop {
        let after = listed.last().map(|last| owed.place_of(last));
        let page = obligation::list(&mut tx, &owed, after, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        listed.extend(page);
    }
    let words: Vec<_> = listed.iter().map(|one| one.stand.words.as_str()).collect();
    assert_eq!(words, ["late", "late too", "soon", "none", "never"]);
    assert_eq!(obligation::count(&mut tx, &owed).await.unwrap(), 5);
    assert_eq!(obligation::count_late(&mut tx, &owed).await.unwrap(), 2);
    let of = |function, member| ObligationFilter { function, member, state: Some(ObligationState::Open) };
    assert_eq!(obligation::count(&mut tx, &of(Some(Function::Research), None)).await.unwrap(), 1);
    assert_eq!(obligation::count(&mut tx, &of(Some(Function::Service), Some(member))).await.unwrap(), 0);
    assert_eq!(obligation::count_late(&mut tx, &of(Some(Function::Service), None)).await.unwrap(), 2);
    tx.commit().await.unwrap();

    house.later(60);
    let mut tx = house.write().await;
    for one in &mut all[..2] {
        let void = ObligationStand { state: ObligationState::Void, reason: Some("fort".into()), ..one.stand.clone() };
        obligation::save(&mut tx, one, void).await.unwrap();
    }
    let void = ObligationFilter { state: Some(ObligationState::Void), ..owed };
    let first = obligation::list(&mut tx, &void, None, 1).await.unwrap().remove(0);
    assert_eq!(first.stand.words, "late", "what changed last stands first");
    let second = obligation::list(&mut tx, &void, Some(void.place_of(&first)), 9).await.unwrap();
    assert_eq!(second.iter().map(|one| one.stand.words.as_str()).collect::<Vec<_>>(), ["none"]);
    let by_conversation = obligation::of_conversations(&mut tx, &ids).await.unwrap();
    assert_eq!((by_conversation[&ids[0]].len(), by_conversation[&ids[1]].len()), (3, 2));
}

pub async fn an_obligation_stands_where_its_conversation_does_and_comes_home() {
    let Owing { house, ids, .. } = owing().await;
    let mut tx = house.write().await;
    let one = made(&mut tx, ids[1], &stand("Dank")).await;
    for (to, homes) in [(ids[0], [ids[1]]), (ids[1], [ids[1]])] {
        merge::move_messages(&mut tx, &homes, to, 1).await.unwrap();
        assert_eq!(obligation::find(&mut tx, one.id).await.unwrap().unwrap().conversation, to);
    }
}
