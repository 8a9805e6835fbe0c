//! Facts: what they say in their versions, and the answers in which they stood.

use jiff::ToSpan as _;
use jiff::civil::date;
use model::{FactAct, FactUse, MemberId, NoticeKind, ReplyState, Role, Said};
use store::draft::DraftKind;
use store::fact::{self, AnswersAsked, FactTerms, FactUses, Source};
use store::notice::About;
use store::reply::{self, NewReply};
use store::variant::Variant;
use store::{Tx, draft, notice};

use super::threads::{Threads, Written, threads};
use crate::house::House;

fn terms(claim: &str, owner: MemberId) -> FactTerms {
    FactTerms {
        claim: claim.into(),
        source: Source { title: "Annual report".into(), url: Some("https://example.org/report".into()) },
        owner,
        review_on: date(2027, 1, 31),
        lines: vec![
            Variant { language: String::new(), text: "It runs.".into() },
            Variant { language: "de".into(), text: "Es läuft.".into() },
        ],
    }
}

pub async fn a_fact_reads_back_changes_and_frees_its_claim_when_it_is_put_away() {
    let house = House::new().await;
    let (owner, other) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let mut tx = house.write().await;
    let tell_at = tx.now() + 1.hour();
    let mut made = fact::create(&mut tx, &terms("The lift  runs", owner), tell_at).await.unwrap();
    assert_eq!((made.version, made.stands_since, made.tell_at), (1, 1, Some(tell_at)));
    assert_eq!(fact::find(&mut tx, made.id).await.unwrap(), Some(made.clone()));
    assert_eq!(fact::claimed(&mut tx, "the LIFT runs").await.unwrap(), Some(made.id));
    assert_eq!(fact::claimed(&mut tx, "the stairs run").await.unwrap(), None);
    fact::note(&mut tx, &made, FactAct::Create, owner, true).await.unwrap();

    made.terms = FactTerms {
        source: Source { title: "Works department".into(), url: None },
        review_on: date(2028, 2, 29),
        lines: vec![],
        ..terms("The stairs run", other)
    };
    (made.version, made.stands_since, made.tell_at) = (3, 2, None);
    fact::save(&mut tx, &made).await.unwrap();
    fact::note(&mut tx, &made, FactAct::Change, other, false).await.unwrap();
    assert_eq!(fact::find(&mut tx, made.id).await.unwrap(), Some(made.clone()));
    let history = fact::history(&mut tx, made.id).await.unwrap();
    let told: Vec<_> = history.iter().map(|one| (one.act, one.member, one.version, one.lines_changed)).collect();
    assert_eq!(told, [(FactAct::Create, owner, 1, true), (FactAct::Change, other, 3, false)]);
    assert_eq!((history[1].claim.as_str(), history[1].owner), ("The stairs run", other));
    assert_eq!((&history[1].source, history[1].review_on), (&made.terms.source, date(2028, 2, 29)));
    assert_eq!(history[1].at, tx.now());

    let first = fact::create(&mut tx, &terms("Dogs travel free", owner), tell_at).await.unwrap();
    made.archived_at = Some(tx.now());
    fact::save(&mut tx, &made).await.unwrap();
    assert_eq!(fact::claimed(&mut tx, "The stairs run").await.unwrap(), None);
    let again = fact::create(&mut tx, &terms("The stairs run", owner), tell_at).await.unwrap();
    let all = fact::all(&mut tx).await.unwrap();
    assert_eq!(all, [first, again, made], "those in use by claim, then those put away");
}

pub async fn an_owner_is_told_when_the_day_has_come_and_as_long_as_it_is_in_use() {
    let house = House::new().await;
    let owner = house.member(Role::Member).await;
    let mut tx = house.write().await;
    let soon = tx.now() + 1.hour();
    let mut late = fact::create(&mut tx, &terms("late", owner), soon + 1.second()).await.unwrap();
    let mut first = fact::create(&mut tx, &terms("first", owner), soon).await.unwrap();
    fact::create(&mut tx, &terms("next year", owner), soon + 9000.hours()).await.unwrap();
    assert_eq!(fact::to_tell(&mut tx, 9).await.unwrap(), []);
    tx.commit().await.unwrap();
    house.later(3_601);
    let mut tx = house.write().await;
    assert_eq!(fact::to_tell(&mut tx, 9).await.unwrap(), [first.id, late.id]);
    assert_eq!(fact::to_tell(&mut tx, 1).await.unwrap(), [first.id]);
    (first.tell_at, late.archived_at) = (None, Some(tx.now()));
    fact::save(&mut tx, &first).await.unwrap();
    fact::save(&mut tx, &late).await.unwrap();
    assert_eq!(fact::to_tell(&mut tx, 9).await.unwrap(), []);
    let told = notice::tell_of_fact(&mut tx, owner, NoticeKind::FactDue, first.id).await.unwrap();
    let notices = notice::of_member(&mut tx, owner, 9).await.unwrap();
    assert_eq!((notices.len(), notices[0].id, notices[0].kind), (1, told, NoticeKind::FactDue));
    assert_eq!((notices[0].about, notices[0].at, notices[0].run), (About::Fact(first.id), tx.now(), None));
}

async fn answered(tx: &mut Tx, to: Written, member: MemberId, state: ReplyState, text: &str) -> model::ReplyId {
    let new = NewReply {
        conversation: to.conversation,
        home: None,
        post: to.post,
        member,
        thread_version: 0,
        version_seen: 0,
        text,
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let mut queued = reply::queue(tx, new).await.unwrap();
    queued.state = state;
    queued.sent_at = (state == ReplyState::Sent).then(|| tx.now() + 5.seconds());
    reply::save(tx, &queued).await.unwrap();
    queued.id
}

pub async fn a_fact_names_the_answers_in_which_it_stood_and_those_that_no_longer_hold() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let mut lift = fact::create(&mut tx, &terms("The lift runs", member), now).await.unwrap();
    let dogs = fact::create(&mut tx, &terms("Dogs travel free", member), now).await.unwrap();
    let use_of = |fact: &fact::Fact, version| FactUse { fact: fact.id, version };
    let first = answered(&mut tx, anna, member, ReplyState::Sent, "It runs.").await;
    let second = answered(&mut tx, bob, member, ReplyState::Queued, "It runs, and dogs too.").await;
    let back = answered(&mut tx, bob, member, ReplyState::Cancelled, "It runs?").await;
    for (reply, used) in
        [(first, use_of(&lift, 1)), (second, use_of(&lift, 2)), (second, use_of(&dogs, 1)), (back, use_of(&lift, 1))]
    {
        fact::used(&mut tx, reply, used).await.unwrap();
    }
    fact::used(&mut tx, first, use_of(&lift, 2)).await.unwrap();
    assert_eq!(fact::of_reply(&mut tx, first).await.unwrap(), [use_of(&lift, 1)], "as it read then");
    assert_eq!(fact::of_reply(&mut tx, second).await.unwrap(), [use_of(&lift, 2), use_of(&dogs, 1)]);

    let answers = fact::answers(&mut tx, lift.id, AnswersAsked::default(), 9).await.unwrap();
    assert_eq!(answers.iter().map(|one| (one.reply, one.version)).collect::<Vec<_>>(), [(second, 2), (first, 1)]);
    let one = &answers[1];
    assert_eq!((one.to.as_str(), one.text.as_str(), one.member), ("anna", "It runs.", member));
    assert_eq!((one.conversation, one.state, one.at), (anna.conversation, ReplyState::Sent, now + 5.seconds()));
    assert_eq!(answers[0].at, now, "when it was written, as it is not out");
    let before = AnswersAsked { before: Some(second), below: None };
    let before = fact::answers(&mut tx, lift.id, before, 9).await.unwrap();
    assert_eq!(before.iter().map(|one| one.reply).collect::<Vec<_>>(), [first]);
    assert_eq!(fact::answers(&mut tx, lift.id, AnswersAsked::default(), 1).await.unwrap().len(), 1);
    let below = AnswersAsked { before: None, below: Some(2) };
    let below = fact::answers(&mut tx, lift.id, below, 9).await.unwrap();
    assert_eq!(below.iter().map(|one| one.reply).collect::<Vec<_>>(), [first], "made with an earlier version");

    let uses = |count, outdated| FactUses { count, outdated, last_at: Some(now) };
    assert_eq!(fact::uses(&mut tx).await.unwrap()[&lift.id], uses(2, 0));
    (lift.version, lift.stands_since) = (2, 2);
    fact::save(&mut tx, &lift).await.unwrap();
    let found = fact::uses(&mut tx).await.unwrap();
    assert_eq!((found[&lift.id], found[&dogs.id]), (uses(2, 1), uses(1, 0)));
    assert!(lift.holds(2) && !lift.holds(1));
    lift.archived_at = Some(now);
    fact::save(&mut tx, &lift).await.unwrap();
    assert_eq!(fact::uses(&mut tx).await.unwrap()[&lift.id], uses(2, 2), "nobody says it any more");
    assert_eq!(fact::uses_of(&mut tx, lift.id).await.unwrap(), uses(2, 2));
    assert!(!lift.holds(2));
}

pub async fn a_draft_keeps_the_facts_and_statements_that_it_is_made_with_as_long_as_it_is_there() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    let fact = |id: i64, version| Said::Fact(FactUse { fact: id.into(), version });
    let facts = [fact(12, 3), fact(7, 1), Said::Statement(5.into())];
    draft::keep_said(&mut tx, id, member, &facts).await.unwrap();
    assert_eq!(draft::said(&mut tx, id, member).await.unwrap(), [], "nothing is begun");
    for kind in [DraftKind::Reply, DraftKind::Note] {
        draft::keep(&mut tx, id, member, kind, "It runs").await.unwrap();
    }
    draft::keep_said(&mut tx, id, member, &facts).await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "It runs.").await.unwrap();
    assert_eq!(draft::said(&mut tx, id, member).await.unwrap(), facts);
    draft::keep_said(&mut tx, id, member, &[]).await.unwrap();
    assert_eq!(draft::said(&mut tx, id, member).await.unwrap(), []);
    draft::keep_said(&mut tx, id, member, &facts).await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "").await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "Anew").await.unwrap();
    assert_eq!(draft::said(&mut tx, id, member).await.unwrap(), []);
}
