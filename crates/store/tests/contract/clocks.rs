//! Clocks of conversations, and what set and stopped them.

use jiff::{SignedDuration, Timestamp};
use model::{
    ConversationId, Ground, JudgementTask, Network, Opening, Reason, Reasons, Role, SlaClock, SlaKind, SlaPolicyId,
    SlaState, SlaTerms, SlaTurnKind, Status,
};
use store::conversation::{self, Filter, NewConversation, View};
use store::judgement::{self, Judgement};
use store::reply::{self, NewReply};
use store::sla_clock::{self, Kept, Needs};
use store::{Tx, author, calendar, mention, policy, post, sought};

use crate::house::{House, letter};

/// A conversation with each of so many people, who are promised something.
async fn timed(house: &House, count: usize) -> (Vec<ConversationId>, SlaPolicyId) {
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let policy = policy::create::<SlaPolicyId>(&mut tx, "Everybody", &SlaTerms::default()).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..count {
        let said = letter(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let author = author::keep(&mut tx, Network::Simulated, &said.author).await.unwrap();
        let key = format!("root{number}");
        let new = NewConversation { channel, thread_key: &key, talk_with: None, author, opened_at: tx.now() };
        let id = conversation::open(&mut tx, new).await.unwrap().id;
        let stored = post::insert(&mut tx, channel, author, &said).await.unwrap();
        post::place(&mut tx, stored.id, id, 1).await.unwrap();
        mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::Addressed)).await.unwrap();
        ids.push(id);
    }
    tx.commit().await.unwrap();
    (ids, policy)
}

fn running(tx: &Tx, conversation: ConversationId, policy: SlaPolicyId, due_in: i64) -> Kept {
    let now = tx.now();
    let clock = SlaClock {
        kind: SlaKind::FirstResponse,
        number: 1,
        started_at: now,
        state: SlaState::Running,
        since: now,
        spent: SignedDuration::from_micros(1_500_000),
        due_at: Some(now + SignedDuration::from_secs(due_in)),
        warn_at: Some(now + SignedDuration::from_secs(due_in / 2)),
        missed_at: None,
    };
    let target = SignedDuration::from_secs(due_in);
    Kept { conversation, clock, policy, policy_version: 3, calendar: None, target, warned_at: None }
}

pub async fn clocks_and_what_set_them_read_back_and_are_forgotten() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    let (ids, policy) = timed(&house, 2).await;
    let mut tx = house.write().await;
    let (id, now) = (ids[0], tx.now());
    let turns: Vec<_> = SlaTurnKind::ALL.iter().map(|kind| sla_clock::begin_turn(&tx, id, *kind, now)).collect();
    sla_clock::keep_turns(&mut tx, &turns).await.unwrap();
    assert_eq!(sla_clock::turns(&mut tx, &ids).await.unwrap()[&id], turns, "in their order");
    sla_clock::forget_turn(&mut tx, turns[1].id).await.unwrap();
    assert_eq!(sla_clock::turns(&mut tx, &ids).await.unwrap()[&id].len(), turns.len() - 1);

    let calendar = calendar::create(&mut tx, member, "Desk", &Opening::always()).await.unwrap();
    let first = running(&tx, id, policy, 3_600);
    let paused =
        SlaClock { state: SlaState::Paused, due_at: None, warn_at: None, kind: SlaKind::Resolution, ..first.clock };
    let second = Kept { clock: paused, calendar: Some(calendar), warned_at: Some(now), ..first };
    sla_clock::keep(&mut tx, &[first, second]).await.unwrap();
    assert_eq!(sla_clock::of_conversations(&mut tx, &ids).await.unwrap()[&id], [first, second]);
    let missed = Kept { clock: SlaClock { missed_at: Some(now), state: SlaState::Met, ..first.clock }, ..first };
    sla_clock::keep(&mut tx, &[missed]).await.unwrap();
    sla_clock::forget(&mut tx, &second).await.unwrap();
    let kept = sla_clock::of_conversations(&mut tx, &ids).await.unwrap();
    assert_eq!((kept[&id].as_slice(), kept.len()), (&[missed][..], 1));
}

pub async fn a_list_by_deadline_is_paged_through_and_what_is_never_due_is_last() {
    let house = House::new().await;
    let (ids, _) = timed(&house, 4).await;
    let mut tx = house.write().await;
    let now = tx.now();
    let due = |seconds| Some(now + SignedDuration::from_secs(seconds));
    for (id, due_at) in [(ids[0], None), (ids[1], due(60)), (ids[2], due(-60)), (ids[3], due(60))] {
        sla_clock::set_due(&mut tx, id, due_at).await.unwrap();
        assert_eq!(conversation::find(&mut tx, id).await.unwrap().unwrap().due_at, due_at);
    }
    let filter = Filter { is_by_due: true, ..View::Waiting.into() };
    let order = [ids[2], ids[1], ids[3], ids[0]];
    let (mut listed, mut looked, mut after) = (Vec::new(), Vec::new(), None);
    for _ in 0..order.len() {
        let page = conversation::list(&mut tx, filter.clone(), after, 1).await.unwrap();
        let found = sought::after(&mut tx, &filter, after, 1).await.unwrap();
        listed.push(page[0].conversation.id);
        looked.push(found[0].conversation.id);
        let place = filter.place_of(&page[0].conversation);
        assert!(after.is_none_or(|after| filter.is_before(after, place)));
        after = Some(place);
    }
    assert_eq!((listed.as_slice(), looked.as_slice()), (&order[..], &order[..]));
    assert_eq!(conversation::list(&mut tx, filter, after, 1).await.unwrap(), []);
    // Whoever saves a conversation has no say in it.
    let mut found = conversation::find(&mut tx, ids[1]).await.unwrap().unwrap();
    found.due_at = None;
    conversation::save(&mut tx, &found).await.unwrap();
    assert_eq!(conversation::find(&mut tx, ids[1]).await.unwrap().unwrap().due_at, due(60));
}

pub async fn a_clock_is_noticed_after_its_warning_and_after_its_deadline() {
    let house = House::new().await;
    let (ids, policy) = timed(&house, 2).await;
    let mut tx = house.write().await;
    let mut kept = running(&tx, ids[0], policy, 60);
    let later = Kept {
        clock: SlaClock { warn_at: None, ..running(&tx, ids[1], policy, 90).clock },
        ..running(&tx, ids[1], policy, 90)
    };
    sla_clock::keep(&mut tx, &[kept, later]).await.unwrap();
    tx.commit().await.unwrap();
    let noticed = async || sla_clock::to_notice(&mut house.read().await, 9).await.unwrap();
    house.later(30);
    assert_eq!(noticed().await, [], "not in the very moment");
    house.later(1);
    assert_eq!(noticed().await, [ids[0]]);
    let mut tx = house.write().await;
    kept.warned_at = Some(tx.now());
    sla_clock::keep(&mut tx, &[kept]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(noticed().await, []);
    house.later(60);
    assert_eq!(noticed().await, ids);
    assert_eq!(sla_clock::to_notice(&mut house.read().await, 1).await.unwrap(), [ids[0]], "longest ago first");
    let mut tx = house.write().await;
    kept.clock.missed_at = kept.clock.due_at;
    sla_clock::keep(&mut tx, &[kept, Kept { clock: SlaClock { state: SlaState::Paused, ..later.clock }, ..later }])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(noticed().await, [], "what was told, and what stands still");
}

pub async fn conversations_that_may_be_timed_are_found_step_by_step_and_by_their_person() {
    let house = House::new().await;
    let (ids, _) = timed(&house, 4).await;
    let mut tx = house.write().await;
    let mut done = conversation::find(&mut tx, ids[1]).await.unwrap().unwrap();
    done.status = Status::Resolved;
    conversation::save(&mut tx, &done).await.unwrap();
    store::spam::set(&mut tx, ids[3], true).await.unwrap();
    let first = sla_clock::timed_after(&mut tx, ConversationId(0), 1).await.unwrap();
    assert_eq!(first, [ids[0]]);
    assert_eq!(sla_clock::timed_after(&mut tx, first[0], 9).await.unwrap(), [ids[2]]);
    let author = conversation::find(&mut tx, ids[2]).await.unwrap().unwrap().author;
    assert_eq!(sla_clock::of_author(&mut tx, author).await.unwrap(), [ids[2]]);
    assert_eq!(sla_clock::of_author(&mut tx, done.author).await.unwrap(), []);
}

pub async fn whether_an_answer_is_needed_is_judged_of_all_and_of_the_last() {
    let house = House::new().await;
    let (ids, _) = timed(&house, 2).await;
    let mut tx = house.write().await;
    let needs = async |tx: &mut Tx| sla_clock::needs(tx, &ids).await.unwrap()[&ids[0]];
    assert_eq!(needs(&mut tx).await, Needs { any: true, last: true }, "nobody judged");
    let first = post::of_conversation(&mut tx, ids[0]).await.unwrap()[0].clone();
    let judged = |value: &str| Judgement {
        task: JudgementTask::NeedsReply,
        value: Some(value.into()),
        confidence_percent: 90,
        ground: Ground::Words,
        member: None,
    };
    judgement::keep(&mut tx, first.post.id, &[judged("no")]).await.unwrap();
    assert_eq!(needs(&mut tx).await, Needs { any: false, last: false });
    let later: Timestamp = "2026-11-23T09:59:30Z".parse().unwrap();
    let said = model::ReceivedPost { posted_at: later, ..letter("q", "person0", "Und jetzt?") };
    let channel = conversation::find(&mut tx, ids[0]).await.unwrap().unwrap().channel;
    let second = post::insert(&mut tx, channel, first.author.id, &said).await.unwrap();
    post::place(&mut tx, second.id, ids[0], 2).await.unwrap();
    mention::keep(&mut tx, second.id, Reasons::NONE.with(Reason::InThread)).await.unwrap();
    judgement::keep(&mut tx, second.id, &[judged("yes")]).await.unwrap();
    assert_eq!(needs(&mut tx).await, Needs { any: true, last: true });
    judgement::keep(&mut tx, first.post.id, &[judged("yes")]).await.unwrap();
    judgement::keep(&mut tx, second.id, &[judged("no")]).await.unwrap();
    assert_eq!(needs(&mut tx).await, Needs { any: true, last: false });
}

pub async fn an_answer_that_is_out_or_written_elsewhere_is_one() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let (ids, _) = timed(&house, 3).await;
    let mut tx = house.write().await;
    let post = post::of_conversation(&mut tx, ids[0]).await.unwrap()[0].post.id;
    let (conversation, send_at) = (ids[0], tx.now());
    let new = NewReply {
        conversation,
        home: None,
        post,
        member,
        thread_version: 1,
        version_seen: 1,
        text: "Gleich!",
        signature: None,
        send_at,
        is_later: false,
    };
    let mut queued = reply::queue(&mut tx, new).await.unwrap();
    assert_eq!(sla_clock::answered(&mut tx, &ids).await.unwrap().len(), 0, "it is not out");
    queued.state = model::ReplyState::Sent;
    reply::save(&mut tx, &queued).await.unwrap();
    let ours = post::of_conversation(&mut tx, ids[1]).await.unwrap()[0].author.id;
    author::mark_ours(&mut tx, ours).await.unwrap();
    let answered = sla_clock::answered(&mut tx, &ids).await.unwrap();
    assert_eq!(answered, [ids[0], ids[1]].into_iter().collect());
}
