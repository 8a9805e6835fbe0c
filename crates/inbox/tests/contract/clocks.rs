//! Clocks: set, stopped and paused by what happens, noticed when they are late, told of once.

use crate::contract::chance::Chance;
use crate::contract::judging::judged;
use crate::desk::{Desk, addressed, in_thread};

use inbox::{Outcome, WantedCalendar, WantedPolicy, notice, regards_changed, set_clocks, undo};
use jiff::{SignedDuration, Timestamp};
use model::{
    Clock as _, ConversationId, DeedId, EventKind, JudgementTask, Opening, Priority, Relation, SlaClock, SlaKind,
    SlaPolicyId, SlaState, SlaTerm, SlaTerms, SlaTurn, SlaTurnKind, Status, sla_clocks,
};
use store::sla_clock::{self, Kept};

const HOUR: i64 = 3_600;

/// Answers within an hour, done within four, warned a quarter of an hour before.
pub fn terms() -> SlaTerms {
    SlaTerms {
        first_response_seconds: Some(HOUR),
        next_response_seconds: Some(HOUR),
        resolution_seconds: Some(4 * HOUR),
        warning_seconds: HOUR / 4,
        pauses_when_snoozed: true,
        pauses_when_waiting: true,
        ..SlaTerms::default()
    }
}

pub async fn promise(desk: &Desk, name: &str, terms: SlaTerms) -> SlaPolicyId {
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    let wanted = WantedPolicy { name: name.into(), terms };
    let id = inbox::keep_sla_policy(&mut tx, &owner, None, wanted).await.unwrap();
    tx.commit().await.unwrap();
    set_anew(desk).await;
    id
}

/// What the job does that sets every clock anew.
pub async fn set_anew(desk: &Desk) {
    let mut after = Some(ConversationId(0));
    while let Some(last) = after {
        let mut tx = desk.write().await;
        after = set_clocks(&mut tx, last).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn clocks(desk: &Desk, id: ConversationId) -> Vec<Kept> {
    sla_clock::of_conversations(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
}

async fn clock(desk: &Desk, id: ConversationId, kind: SlaKind) -> Kept {
    let clocks = clocks(desk, id).await;
    *clocks.iter().rfind(|one| one.clock.kind == kind).unwrap_or_else(|| panic!("no {kind} among {clocks:?}"))
}

async fn state(desk: &Desk, id: ConversationId, kind: SlaKind) -> SlaState {
    clock(desk, id, kind).await.clock.state
}

async fn look(desk: &Desk) -> usize {
    let mut tx = desk.write().await;
    let looked = notice(&mut tx, 100).await.unwrap();
    tx.commit().await.unwrap();
    looked
}

async fn set_status(desk: &Desk, id: ConversationId, status: Status, until: Option<Timestamp>) -> DeedId {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = inbox::set_status(&mut tx, &who, id, status, until).await.unwrap();
    tx.commit().await.unwrap();
    deed.expect("it was otherwise before")
}

async fn take_back(desk: &Desk, deed: DeedId) {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    undo(&mut tx, &who, deed).await.unwrap();
    tx.commit().await.unwrap();
}

/// An answer is decided now, and out so many seconds later.
async fn answer(desk: &Desk, id: ConversationId, out_after: u64) {
    let who = desk.member("member").await;
    let version = desk.find(id).await.version;
    let reply = desk.answer(&who, id, version, false).await.unwrap();
    desk.later(out_after);
    let mut tx = desk.write().await;
    let mut reply = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    let remote = format!("at://ours/{}", reply.id);
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), Some(remote)).await.unwrap();
    inbox::finish_sending(&mut tx, &mut reply, Outcome::Sent { url: None }).await.unwrap();
    tx.commit().await.unwrap();
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

pub async fn an_answer_stops_the_clock_when_it_is_out_and_not_when_it_is_decided() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let id = desk.conversation("a").await;
    let began = desk.clock.now();
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(1)));
    desk.later(600);
    let who = desk.member("member").await;
    let reply = desk.answer(&who, id, 1, false).await.unwrap();
    assert_eq!(state(&desk, id, SlaKind::FirstResponse).await, SlaState::Running, "it may fail yet");
    assert_eq!(state(&desk, id, SlaKind::Resolution).await, SlaState::Paused, "it is their turn");
    // Taken back, it was no answer.
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &who, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(1)));
    answer(&desk, id, 60).await;
    let met = clock(&desk, id, SlaKind::FirstResponse).await;
    assert_eq!((met.clock.state, met.clock.spent), (SlaState::Met, SignedDuration::from_secs(660)));
    assert_eq!(desk.find(id).await.due_at, None, "nothing runs");

    desk.later(600);
    desk.file(&in_thread("b", "a", "a", "anna", "Und jetzt?"), &[]).await;
    let next = clock(&desk, id, SlaKind::NextResponse).await;
    assert_eq!(next.clock.due_at, Some(desk.clock.now() + hours(1)));
    assert_eq!(state(&desk, id, SlaKind::Resolution).await, SlaState::Running);
    answer(&desk, id, 1).await;
    desk.file(&in_thread("c", "a", "a", "anna", "Und nun?"), &[]).await;
    assert_eq!(clock(&desk, id, SlaKind::NextResponse).await.clock.number, 2);
}

pub async fn who_writes_while_an_answer_is_on_its_way_waits_again() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let id = desk.conversation("a").await;
    let who = desk.member("member").await;
    let reply = desk.answer(&who, id, 1, false).await.unwrap();
    desk.file(&in_thread("b", "a", "a", "anna", "Hallo?"), &[]).await;
    let mut tx = desk.write().await;
    let mut reply = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    inbox::begin_sending(&mut tx, &mut reply, "{}".into(), None).await.unwrap();
    inbox::finish_sending(&mut tx, &mut reply, Outcome::Sent { url: None }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&desk, id, SlaKind::FirstResponse).await, SlaState::Met);
    assert_eq!(state(&desk, id, SlaKind::NextResponse).await, SlaState::Running);
}

pub async fn an_answer_written_elsewhere_is_an_answer() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let id = desk.conversation("a").await;
    desk.later(60);
    let ours = model::ReceivedPost { posted_at: desk.clock.now(), ..in_thread("o", "a", "a", "ours", "Gleich!") };
    desk.file(&ours, &[]).await;
    assert_eq!(state(&desk, id, SlaKind::FirstResponse).await, SlaState::Met);
}

pub async fn a_deadline_is_warned_of_and_missed_once_whoever_looks() {
    let desk = Desk::new().await;
    let policy = promise(&desk, "Everybody", SlaTerms { resolution_seconds: None, ..terms() }).await;
    let id = desk.conversation("a").await;
    let due = desk.clock.now() + hours(1);
    desk.later(45 * 60);
    assert_eq!(look(&desk).await, 0, "a moment before");
    desk.later(1);
    assert_eq!(look(&desk).await, 1);
    assert_eq!(look(&desk).await, 0);
    assert_eq!((desk.count(EventKind::SlaAtRisk).await, desk.count(EventKind::SlaMissed).await), (1, 0));
    desk.later(15 * 60);
    assert_eq!((look(&desk).await, look(&desk).await), (1, 0));
    let log = desk.log().await;
    let missed: Vec<_> = log.iter().filter(|event| event.kind == EventKind::SlaMissed).collect();
    assert_eq!((missed.len(), missed[0].happened_at, missed[0].conversation), (1, due, Some(id)));
    let told = serde_json::json!({ "clock": "first_response", "number": 1, "policy": policy, "version": 1 });
    assert_eq!(missed[0].data, told);
    // What stands in the row stays, and is told no more by whatever happens next.
    set_status(&desk, id, Status::Open, None).await;
    answer(&desk, id, 1).await;
    let kept = clock(&desk, id, SlaKind::FirstResponse).await;
    assert_eq!((kept.clock.state, kept.clock.missed_at), (SlaState::Met, Some(due)));
    assert_eq!((desk.count(EventKind::SlaAtRisk).await, desk.count(EventKind::SlaMissed).await), (1, 1));
}

pub async fn whoever_has_a_conversation_is_told_once_that_it_is_late() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let told = async || {
        let all = store::notice::of_member(&mut desk.read().await, who.id, 9).await.unwrap();
        all.iter().filter(|one| one.kind == model::NoticeKind::ClockLate).map(|one| one.about).collect::<Vec<_>>()
    };
    for id in [id, other] {
        let mut tx = desk.write().await;
        inbox::assign(&mut tx, &who, id, Some(who.id)).await.unwrap();
        tx.commit().await.unwrap();
    }
    promise(&desk, "Everybody", SlaTerms { resolution_seconds: None, ..terms() }).await;
    desk.later(3_601);
    look(&desk).await;
    assert_eq!(told().await.len(), 2);
    look(&desk).await;
    assert_eq!(told().await.len(), 2);
}

pub async fn a_deadline_that_passed_while_nobody_was_up_is_missed_with_its_own_time() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", SlaTerms { resolution_seconds: None, ..terms() }).await;
    let (first, second) = (desk.conversation("a").await, desk.conversation("b").await);
    let due = desk.clock.now() + hours(1);
    desk.later(5 * 3_600);
    // One is answered before anybody looks: the answer itself tells that it was too late.
    answer(&desk, first, 1).await;
    assert_eq!(desk.count(EventKind::SlaMissed).await, 1);
    assert_eq!(look(&desk).await, 1);
    let log = desk.log().await;
    let missed: Vec<_> = log.iter().filter(|event| event.kind == EventKind::SlaMissed).collect();
    assert!(missed.iter().all(|event| event.happened_at == due), "{missed:?}");
    assert_eq!(missed.iter().map(|event| event.conversation).collect::<Vec<_>>(), [Some(first), Some(second)]);
    assert_eq!(desk.count(EventKind::SlaAtRisk).await, 0, "a warning of what is over helps nobody");
}

pub async fn what_is_taken_back_never_stopped_a_clock() {
    for (status, waits) in [(Status::Resolved, false), (Status::Snoozed, true), (Status::Archived, false)] {
        let desk = Desk::new().await;
        promise(&desk, "Everybody", terms()).await;
        let id = desk.conversation("a").await;
        let before = clocks(&desk, id).await;
        desk.later(600);
        let until = waits.then(|| desk.clock.now() + hours(9));
        let deed = set_status(&desk, id, status, until).await;
        assert_ne!(clocks(&desk, id).await, before, "{status}");
        assert_eq!(desk.find(id).await.due_at, None, "{status}");
        desk.later(600);
        take_back(&desk, deed).await;
        assert_eq!(clocks(&desk, id).await, before, "{status}: the time between counts");
        assert_eq!(desk.find(id).await.due_at, before[0].clock.due_at, "{status}");
        // Reopened by somebody's wish it counts from there.
        set_status(&desk, id, status, until).await;
        desk.later(600);
        set_status(&desk, id, Status::Open, None).await;
        let after = clock(&desk, id, SlaKind::FirstResponse).await;
        assert_eq!(after.clock.spent, SignedDuration::from_secs(1_200), "{status}");
    }
}

pub async fn the_first_policy_that_fits_holds_and_another_may_later() {
    let desk = Desk::new().await;
    let (quick, slow) = (
        SlaTerms { first_response_seconds: Some(HOUR / 2), priorities: vec![Priority::Urgent], ..SlaTerms::default() },
        SlaTerms { first_response_seconds: Some(2 * HOUR), ..SlaTerms::default() },
    );
    let of_press =
        SlaTerms { first_response_seconds: Some(HOUR), relations: vec![Relation::Press], ..SlaTerms::default() };
    let urgent = promise(&desk, "Urgent", quick).await;
    let press = promise(&desk, "Press", of_press).await;
    let everybody = promise(&desk, "Everybody", slow).await;
    let id = desk.conversation("a").await;
    let began = desk.clock.now();
    let holds = async || {
        let kept = clock(&desk, id, SlaKind::FirstResponse).await;
        (kept.policy, kept.clock.due_at.unwrap())
    };
    assert_eq!(holds().await, (everybody, began + hours(2)));
    let who = desk.member("member").await;
    desk.later(60);
    let mut tx = desk.write().await;
    let author = store::conversation::find(&mut tx, id).await.unwrap().unwrap().author;
    inbox::correct_regard(&mut tx, &who, id, author, &inbox::Stands::To(vec![Relation::Press])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(holds().await, (press, began + hours(1)), "from its beginning");
    let mut tx = desk.write().await;
    let deed = inbox::prioritise(&mut tx, &who, id, Some(Priority::Urgent)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(holds().await, (urgent, began + SignedDuration::from_mins(30)));
    take_back(&desk, deed).await;
    assert_eq!(holds().await, (press, began + hours(1)));
    let mut tx = desk.write().await;
    inbox::put_sla_policy_away(&mut tx, &desk.member("owner").await, press, true).await.unwrap();
    regards_changed(&mut tx, &[author]).await.unwrap();
    tx.commit().await.unwrap();
    set_anew(&desk).await;
    assert_eq!(holds().await, (everybody, began + hours(2)));
}

pub async fn whoever_waited_before_there_was_a_promise_has_the_whole_time() {
    let desk = Desk::new().await;
    let (waits, answered) = (desk.conversation("a").await, desk.conversation("b").await);
    answer(&desk, answered, 1).await;
    assert_eq!(clocks(&desk, waits).await, []);
    desk.later(9 * 3_600);
    promise(&desk, "Everybody", terms()).await;
    let kept = clock(&desk, waits, SlaKind::FirstResponse).await;
    assert_eq!(kept.clock.due_at, Some(desk.clock.now() + hours(1)));
    assert_eq!(clocks(&desk, answered).await, [], "nobody waits there");
    desk.file(&in_thread("c", "b", "b", "anna", "Und jetzt?"), &[]).await;
    assert_eq!(state(&desk, answered, SlaKind::NextResponse).await, SlaState::Running, "it is not the first answer");
}

pub async fn a_change_of_hours_moves_the_deadlines_that_are_still_to_come() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let opening = |hours: &str| Opening {
        zone: "UTC".into(),
        week: std::array::from_fn(|_| hours.parse().unwrap()),
        holidays: Vec::new(),
    };
    let keep = async |id, hours: &str| {
        let mut tx = desk.write().await;
        let wanted = WantedCalendar { name: "Desk".into(), opening: opening(hours), from: None };
        let id = inbox::keep_calendar(&mut tx, &owner, id, wanted).await.unwrap();
        tx.commit().await.unwrap();
        set_anew(&desk).await;
        id
    };
    let calendar = keep(None, "09:00-10:30").await;
    promise(&desk, "Everybody", SlaTerms { resolution_seconds: None, ..terms() }).await;
    let id = desk.conversation("a").await;
    let due = async || clock(&desk, id, SlaKind::FirstResponse).await.clock.due_at.map(|due| due.to_string());
    assert_eq!(due().await.unwrap(), "2026-11-24T09:30:00Z");
    desk.later(15 * 60);
    keep(Some(calendar), "09:00-11:00").await;
    assert_eq!(due().await.unwrap(), "2026-11-23T11:00:00Z");
    keep(Some(calendar), "").await;
    assert_eq!((due().await, desk.find(id).await.due_at), (None, None), "nobody is ever there");
    assert_eq!(look(&desk).await, 0);
}

pub async fn what_needs_no_answer_has_no_clock_where_the_policy_says_so() {
    let mut desk = Desk::new().await;
    desk.judgements = vec![judged(JudgementTask::NeedsReply, Some("no"))];
    promise(&desk, "Everybody", SlaTerms { needs_reply_only: true, ..terms() }).await;
    let id = desk.conversation("a").await;
    assert_eq!(clocks(&desk, id).await, []);
    let who = desk.member("member").await;
    let post = desk.post_id("a").await;
    let mut tx = desk.write().await;
    inbox::correct(&mut tx, &who, id, post, JudgementTask::NeedsReply, "yes").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&desk, id, SlaKind::FirstResponse).await, SlaState::Running);
    answer(&desk, id, 1).await;
    desk.later(60);
    // Thanks are no question.
    desk.file(&in_thread("b", "a", "a", "anna", "Danke!"), &[]).await;
    let kinds: Vec<SlaKind> = clocks(&desk, id).await.iter().map(|one| one.clock.kind).collect();
    assert!(!kinds.contains(&SlaKind::NextResponse), "{kinds:?}");
}

pub async fn what_is_imported_or_spam_waits_for_nobody() {
    let mut desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let imported =
        model::ReceivedPost { reason: Some(model::Reason::Imported), ..addressed("old", "anna", "Vor langer Zeit") };
    desk.file(&imported, &[]).await;
    assert_eq!(clocks(&desk, desk.thread_of("old").await).await, []);
    desk.judgements = vec![judged(JudgementTask::Spam, Some("yes"))];
    let spam = desk.conversation("spam").await;
    assert_eq!(clocks(&desk, spam).await, []);
    let (who, post) = (desk.member("member").await, desk.post_id("spam").await);
    let mut tx = desk.write().await;
    inbox::correct(&mut tx, &who, spam, post, JudgementTask::Spam, "no").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&desk, spam, SlaKind::FirstResponse).await, SlaState::Running, "somebody waits after all");
}

pub async fn merged_they_wait_as_whoever_waited_longest_and_taken_back_each_as_before() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let first = desk.conversation("a").await;
    desk.later(600);
    let second = desk.conversation("b").await;
    let before = (clocks(&desk, first).await, clocks(&desk, second).await);
    let due = desk.find(first).await.due_at;
    desk.later(60);
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = inbox::merge(&mut tx, &who, first, second).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!((desk.find(first).await.due_at, desk.find(second).await.due_at), (None, due));
    desk.later(60);
    take_back(&desk, deed).await;
    assert_eq!((clocks(&desk, first).await, clocks(&desk, second).await), before);
    assert_eq!(desk.find(first).await.due_at, due);
}

pub async fn what_is_split_off_takes_its_clock_along() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let id = desk.conversation("a").await;
    answer(&desk, id, 1).await;
    desk.later(60);
    let asked = desk.clock.now();
    let said = model::ReceivedPost { posted_at: asked, ..in_thread("b", "a", "a", "bert", "Und mein Koffer?") };
    desk.file(&said, &[]).await;
    desk.later(600);
    assert_eq!(desk.find(id).await.due_at, Some(asked + hours(1)));
    let (who, post) = (desk.member("member").await, desk.post_id("b").await);
    let mut tx = desk.write().await;
    let deed = inbox::split(&mut tx, &who, id, post).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let own = desk.thread_of("b").await;
    assert_eq!(desk.find(own).await.due_at, Some(asked + hours(1)));
    assert_eq!(clock(&desk, own, SlaKind::FirstResponse).await.clock.started_at, asked);
    let open: Vec<_> =
        clocks(&desk, id).await.into_iter().filter(|one| one.clock.kind == SlaKind::NextResponse).collect();
    assert_eq!(open, [], "nobody waits for the next answer there");
    take_back(&desk, deed).await;
    assert_eq!(desk.find(own).await.due_at, None);
    assert_eq!(desk.find(id).await.due_at, Some(asked + hours(1)));
}

pub async fn whatever_happens_the_clocks_are_those_of_what_happened_and_was_not_taken_back() {
    for seed in 0..8 {
        let desk = Desk::new().await;
        promise(&desk, "Everybody", terms()).await;
        let id = desk.conversation("a").await;
        let mut chance = Chance(seed);
        // What somebody who watched would have written down.
        let turn = |kind| SlaTurn { kind, at: desk.clock.now() };
        let mut told = vec![turn(SlaTurnKind::Wrote)];
        let stands = |told: &[SlaTurn], status: Status| {
            let last = told.iter().rev().find(|turn| turn.kind.is_standing()).map(|turn| turn.kind);
            let kind = SlaTurnKind::of(status, false);
            (last.unwrap_or(SlaTurnKind::Active) != kind).then(|| turn(kind))
        };
        for step in 0..20 {
            desk.later(chance.below(2_400));
            if chance.below(3) == 0 {
                look(&desk).await;
            }
            let before = desk.find(id).await.status;
            match chance.below(5) {
                0 => {
                    let said = format!("p{step}");
                    desk.file(&in_thread(&said, "a", "a", "anna", "Und jetzt?"), &[]).await;
                    told.push(turn(SlaTurnKind::Wrote));
                    told.extend(stands(&told, Status::Open));
                }
                1 => {
                    let decided = desk.clock.now();
                    answer(&desk, id, 1).await;
                    let after = before.after_answer();
                    told.extend(stands(&told, after).map(|turn| SlaTurn { at: decided, ..turn }));
                    told.push(turn(SlaTurnKind::Answered));
                }
                act => {
                    let to =
                        [Status::Open, Status::Snoozed, Status::Resolved, Status::Waiting][chance.below(4) as usize];
                    if to == before {
                        continue;
                    }
                    let until = (to == Status::Snoozed).then(|| desk.clock.now() + hours(99));
                    let deed = set_status(&desk, id, to, until).await;
                    let news = stands(&told, to);
                    if act == 2 {
                        desk.later(chance.below(2_400));
                        take_back(&desk, deed).await;
                    } else {
                        told.extend(news);
                    }
                }
            }
            let always = model::Calendar::of(Opening::always());
            let mut wanted = sla_clocks(&told, |kind, _| {
                let (terms, hours) = (terms(), &always);
                Some(SlaTerm {
                    target: terms.target(kind)?,
                    warning: SignedDuration::from_secs(terms.warning_seconds),
                    pauses_when_snoozed: true,
                    pauses_when_waiting: true,
                    hours,
                })
            });
            let now = desk.clock.now();
            for clock in &mut wanted {
                // What is late is seen when somebody looks, or something happens.
                let is_late = clock.state == SlaState::Running && clock.due_at.is_some_and(|due| due < now);
                clock.missed_at = clock.missed_at.or(clock.due_at.filter(|_| is_late));
            }
            let runs = |clock: &&SlaClock| clock.state == SlaState::Running;
            let due = wanted.iter().filter(runs).filter_map(|clock| clock.due_at).min();
            assert_eq!(desk.find(id).await.due_at, due, "seed {seed}, step {step}: {told:?}");
            look(&desk).await;
            let mut kept: Vec<SlaClock> = clocks(&desk, id).await.into_iter().map(|one| one.clock).collect();
            let by = |clock: &SlaClock| (clock.kind as u8, clock.number);
            kept.sort_by_key(by);
            wanted.sort_by_key(by);
            assert_eq!(kept, wanted, "seed {seed}, step {step}: {told:?}");
        }
        let late = clocks(&desk, id).await.iter().filter(|one| one.clock.missed_at.is_some()).count();
        assert_eq!(desk.count(EventKind::SlaMissed).await, late, "each is told of once");
    }
}
