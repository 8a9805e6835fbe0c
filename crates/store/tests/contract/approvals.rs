//! Which answers wait for a second person, and what became of them.

use jiff::ToSpan;
use model::{ApprovalFallback, ApprovalGround, ApprovalOutcome, ApprovalPolicyId, ApprovalTerms, Clock, Network, Role};
use store::approval::{self, Approval};
use store::policy::{self, ApprovalPolicy};
use store::reply::{self, NewReply};
use store::{author, post};

use crate::house::{House, letter};

pub async fn approval_policies_are_asked_in_their_order_and_have_versions() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let terms = ApprovalTerms {
        query: "relation:press".into(),
        new_member_days: Some(30),
        roles: vec![Role::Member],
        deadline_minutes: Some(90),
        fallback: ApprovalFallback::Return,
        ..ApprovalTerms::default()
    };
    let first = policy::create::<ApprovalPolicyId>(&mut tx, "Press", &terms).await.unwrap();
    let second = policy::create::<ApprovalPolicyId>(&mut tx, "New here", &ApprovalTerms::default()).await.unwrap();
    let ids = |policies: Vec<ApprovalPolicy>| policies.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(policy::in_use::<ApprovalPolicyId>(&mut tx).await.unwrap()), [first, second]);
    policy::put_in_order(&mut tx, &[second, first]).await.unwrap();
    assert_eq!(ids(policy::in_use::<ApprovalPolicyId>(&mut tx).await.unwrap()), [second, first]);
    policy::put_away(&mut tx, second, true).await.unwrap();
    assert_eq!(ids(policy::in_use::<ApprovalPolicyId>(&mut tx).await.unwrap()), [first]);
    assert_eq!(ids(policy::all::<ApprovalPolicyId>(&mut tx).await.unwrap()), [first, second]);
    assert_eq!(policy::named::<ApprovalPolicyId>(&mut tx, "NEW here").await.unwrap(), None);
    assert_eq!(policy::named::<ApprovalPolicyId>(&mut tx, " press ").await.unwrap(), Some(first));

    let kept = policy::find(&mut tx, first).await.unwrap().unwrap();
    assert_eq!((&kept.terms, kept.version), (&terms, 1));
    assert_eq!(policy::change(&mut tx, &kept, "The press", &terms).await.unwrap(), 1, "a name is no term");
    let longer = ApprovalTerms { deadline_minutes: None, ..terms };
    assert_eq!(policy::change(&mut tx, &kept, "The press", &longer).await.unwrap(), 2);
    let kept = policy::find(&mut tx, first).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.terms, kept.version), ("The press", longer, 2));
}

pub async fn what_waits_for_approval_is_told_until_it_is_decided_once() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let (writer, lead) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let conversation = house.conversation(channel).await;
    let mut tx = house.write().await;
    let policy = policy::create::<ApprovalPolicyId>(&mut tx, "Everything", &ApprovalTerms::default()).await.unwrap();
    let received = letter("a", "anna", "Kaffee?");
    let who = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
    let post = post::insert(&mut tx, channel, who, &received).await.unwrap().id;
    let (now, mut replies) = (tx.now(), Vec::new());
    for (text, due) in [("First words.", None), ("Second.", Some(2)), ("Third.", Some(1))] {
        let new = NewReply {
            conversation,
            home: None,
            post,
            member: writer,
            thread_version: 2,
            version_seen: 1,
            text,
            signature: None,
            send_at: now,
            is_later: false,
        };
        let reply = reply::queue(&mut tx, new).await.unwrap();
        let asked = Approval {
            reply: reply.id,
            policy: (policy, 1),
            grounds: vec![ApprovalGround::Condition, ApprovalGround::NewMember],
            team: None,
            fallback: ApprovalFallback::Send,
            written: text.into(),
            asked_at: now,
            due_at: due.map(|hours| now + hours.hours()),
            lapsed_at: None,
            decided: None,
        };
        approval::ask(&mut tx, &asked).await.unwrap();
        assert_eq!(approval::find(&mut tx, reply.id).await.unwrap(), Some(asked));
        replies.push(reply);
    }
    tx.commit().await.unwrap();
    let [first, second, third] = &replies[..] else { panic!() };
    let mut tx = house.read().await;
    let waiting = approval::waiting(&mut tx, 9).await.unwrap();
    let ids: Vec<_> = waiting.iter().map(|(asked, reply)| (asked.reply, reply.id)).collect();
    assert_eq!(ids, [third, second, first].map(|one| (one.id, one.id)), "the first due first");
    assert_eq!(approval::waiting(&mut tx, 1).await.unwrap().len(), 1);
    assert_eq!(approval::of_conversation(&mut tx, conversation).await.unwrap().len(), 3);
    assert_eq!(approval::count_waiting(&mut tx, lead).await.unwrap(), 3);
    assert_eq!(approval::count_waiting(&mut tx, writer).await.unwrap(), 0, "nobody decides about their own");
    assert_eq!(approval::overdue(&mut tx, 9).await.unwrap(), []);
    drop(tx);

    house.later(2 * 3_600);
    let mut tx = house.write().await;
    assert_eq!(approval::overdue(&mut tx, 9).await.unwrap(), [third.id, second.id]);
    assert_eq!(approval::overdue(&mut tx, 1).await.unwrap(), [third.id]);
    approval::lapse(&mut tx, third.id).await.unwrap();
    assert_eq!(approval::overdue(&mut tx, 9).await.unwrap(), [second.id]);
    let remark = Some("Too early.");
    assert!(approval::settle(&mut tx, second.id, ApprovalOutcome::Returned, Some(lead), remark).await.unwrap());
    let again = approval::settle(&mut tx, second.id, ApprovalOutcome::Approved, Some(lead), None).await.unwrap();
    assert!(!again, "it is decided once");
    assert_eq!(approval::overdue(&mut tx, 9).await.unwrap(), []);
    let returned = approval::find(&mut tx, second.id).await.unwrap().unwrap().decided.unwrap();
    assert_eq!(
        (returned.outcome, returned.by, returned.at),
        (ApprovalOutcome::Returned, Some(lead), house.clock.now())
    );
    assert_eq!(returned.remark.as_deref(), remark);
    let lapsed = approval::find(&mut tx, third.id).await.unwrap().unwrap();
    assert_eq!((lapsed.lapsed_at, lapsed.decided), (Some(house.clock.now()), None));

    let mut reply = reply::find(&mut tx, first.id).await.unwrap().unwrap();
    reply::reword(&mut tx, &mut reply, "Other words.").await.unwrap();
    (reply.thread_version, reply.version_seen) = (7, 6);
    reply::save(&mut tx, &reply).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.read().await;
    assert_eq!(reply::find(&mut tx, first.id).await.unwrap().unwrap(), reply);
    assert_eq!(reply.text, "Other words.");
    assert_eq!(approval::find(&mut tx, first.id).await.unwrap().unwrap().written, "First words.");
}
