//! Who waits, by the events of the log alone.

use insights::figures::{PartedBy, Response, Summed, Terms, oldest_waiting, parts};
use insights::{Bin, Curve, families, history};
use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, Calendar, ConversationId, Event, EventId, EventKind, KnownWait, MemberId, Opening, Wait, WaitEnd,
    WaitKind,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use store::event::Sealed;

const ANNA: Actor = Actor::Author(AuthorId(7));
const MARA: Actor = Actor::Member(MemberId(1));

/// A log that is written by hand: each event a minute after the one before, unless it says otherwise.
#[derive(Default)]
struct Log {
    events: Vec<Sealed>,
    minute: i64,
}

fn at(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

impl Log {
    fn tell(&mut self, conversation: i64, actor: Actor, kind: EventKind, data: Value) {
        self.tell_of(conversation, actor, kind, data, self.minute);
    }

    fn tell_of(&mut self, conversation: i64, actor: Actor, kind: EventKind, data: Value, happened: i64) {
        let position = self.events.len() as i64 + 1;
        let event = Event {
            id: EventId(position),
            kind,
            actor,
            happened_at: at(happened),
            learned_at: at(self.minute),
            conversation: Some(ConversationId(conversation)),
            data,
        };
        self.events.push(Sealed { position, event });
        self.minute += 1;
    }

    fn filed(&mut self, conversation: i64, post: i64) {
        self.filed_with(conversation, post, self.minute, "matched");
    }

    fn filed_with(&mut self, conversation: i64, post: i64, written: i64, reason: &str) {
        let data =
            json!({ "post": post.to_string(), "author": "7", "channel": "3", "topics": ["5"], "reasons": [reason] });
        self.tell_of(conversation, ANNA, EventKind::MentionFiled, data, written);
    }

    fn judged(&mut self, conversation: i64, post: i64, needs_reply: &str) {
        let data =
            json!({ "post": post.to_string(), "language": "de", "sentiment": "negative", "needs_reply": needs_reply });
        self.tell(conversation, Actor::System, EventKind::MentionJudged, data);
    }

    fn queued(&mut self, conversation: i64, reply: i64, by: Actor) {
        self.tell(conversation, by, EventKind::ReplyQueued, json!({ "reply": reply.to_string() }));
    }

    fn sent(&mut self, conversation: i64, reply: i64) {
        self.tell(conversation, Actor::System, EventKind::ReplySent, json!({ "reply": reply.to_string() }));
    }

    fn answered(&mut self, conversation: i64, reply: i64) {
        self.queued(conversation, reply, MARA);
        self.sent(conversation, reply);
    }

    fn status(&mut self, conversation: i64, after: &str) {
        self.tell(
            conversation,
            MARA,
            EventKind::ConversationStatusChanged,
            json!({ "before": "open", "after": after }),
        );
    }

    fn moved(&mut self, conversation: i64, kind: EventKind, name: &str, other: i64) {
        self.tell(conversation, MARA, kind, json!({ name: other.to_string() }));
    }

    fn known(&self) -> Vec<KnownWait> {
        families(self.events.clone()).iter().flat_map(|family| history(family)).collect()
    }

    /// What is known after all events, by conversation and number.
    fn waits(&self) -> Vec<Wait> {
        as_of(&self.known(), i64::MAX)
    }
}

fn as_of(known: &[KnownWait], position: i64) -> Vec<Wait> {
    let holds = |one: &&KnownWait| one.from <= position && one.until.is_none_or(|until| until > position);
    let mut waits: Vec<Wait> = known.iter().filter(holds).map(|one| one.wait.clone()).collect();
    waits.sort_by_key(|wait| (wait.conversation, wait.number));
    waits
}

/// The kind, beginning and end of a wait, in minutes.
type Span = (WaitKind, i64, Option<(WaitEnd, i64)>);

fn spans(waits: &[Wait]) -> Vec<Span> {
    let minute = |at: Timestamp| at.duration_since(Timestamp::UNIX_EPOCH).as_mins();
    waits.iter().map(|one| (one.kind, minute(one.began_at), one.end.map(|(end, at)| (end, minute(at))))).collect()
}

use WaitEnd::{Answered, Withdrawn};
use WaitKind::{First, Next, Reaction};

#[test]
fn a_wait_lasts_from_the_first_unanswered_words_until_a_persons_answer_is_out() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.judged(1, 1, "yes"); // 1
    log.filed(1, 2); // 2
    log.judged(1, 2, "no"); // 3
    log.answered(1, 1); // 4, 5
    log.filed(1, 3); // 6
    log.judged(1, 3, "no"); // 7
    let waits = log.waits();
    assert_eq!(spans(&waits), [(First, 0, Some((Answered, 5))), (Next, 6, None)]);
    assert_eq!(
        [waits[0].needs_reply, waits[1].needs_reply],
        [Some(true), Some(false)],
        "one that needs an answer is enough"
    );
    assert_eq!((waits[0].language.as_deref(), waits[0].topics.len()), (Some("de"), 1));
}

#[test]
fn whoever_writes_while_an_answer_is_on_its_way_still_waits() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.queued(1, 1, MARA); // 1
    log.filed(1, 2); // 2
    log.sent(1, 1); // 3
    log.tell(1, Actor::System, EventKind::ReplyDelivered, json!({ "reply": "1" })); // 4: seen again, said once
    assert_eq!(spans(&log.waits()), [(First, 0, Some((Answered, 3))), (Next, 2, None)]);
}

#[test]
fn an_answer_given_elsewhere_answers_what_was_written_before_it() {
    let mut log = Log { minute: 10, ..Log::default() };
    log.filed_with(1, 1, 2, "matched"); // heard at 10, written at 2
    log.filed_with(1, 2, 8, "matched"); // heard at 11, written at 8
    log.tell_of(1, ANNA, EventKind::ReplySeenElsewhere, json!({ "post": "9" }), 5); // learned at 12, written at 5
    assert_eq!(spans(&log.waits()), [(First, 2, Some((Answered, 5))), (Next, 8, None)]);
}

#[test]
fn machines_holding_lines_and_closing_end_no_wait() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.queued(1, 1, Actor::System);
    log.sent(1, 1);
    log.tell(1, MARA, EventKind::ReplyQueued, json!({ "reply": "2", "is_holding": true }));
    log.sent(1, 2);
    log.status(1, "resolved"); // 5
    let waits = log.waits();
    assert_eq!(spans(&waits), [(First, 0, None)]);
    assert_eq!((waits[0].automated_at, waits[0].held_at, waits[0].closed_at), (Some(at(2)), Some(at(4)), Some(at(5))));
    log.status(1, "open");
    assert_eq!(log.waits()[0].closed_at, None);
    log.tell(1, MARA, EventKind::ConversationTriaged, json!({ "after": "let_stand", "reason": "off_topic" }));
    assert!(log.waits()[0].is_let_stand);
}

#[test]
fn what_is_imported_quiet_taken_back_spam_or_a_copy_makes_nobody_wait() {
    let mut log = Log::default();
    log.filed_with(1, 1, 0, "imported");
    assert_eq!(log.waits(), []);
    log.filed(2, 2); // 1
    log.tell(2, ANNA, EventKind::EnquiryAnswered, json!({ "post": "2", "after": "5" }));
    assert_eq!(log.waits(), [], "a number that answers our question");
    log.filed(3, 3); // 3
    log.tell(3, ANNA, EventKind::PostDeleted, json!({ "post": "3" })); // 4
    assert_eq!(spans(&log.waits()), [(First, 3, Some((Withdrawn, 4)))]);
    log.filed(4, 4);
    log.tell(4, Actor::System, EventKind::ConversationSetAside, json!({}));
    log.filed(5, 5);
    log.tell(5, Actor::System, EventKind::ConversationFolded, json!({ "under": "3" }));
    assert_eq!(log.waits().len(), 1);
    log.tell(4, MARA, EventKind::ConversationBroughtBack, json!({}));
    log.tell(5, MARA, EventKind::ConversationUnfolded, json!({ "under": "3" }));
    assert_eq!(log.waits().len(), 3);
}

#[test]
fn who_speaks_below_our_words_is_apart() {
    let mut log = Log::default();
    log.tell_of(1, ANNA, EventKind::ReplySeenElsewhere, json!({ "post": "1" }), 0);
    log.filed(1, 2); // 1
    log.answered(1, 1); // 2, 3
    log.filed(1, 3); // 4
    assert_eq!(spans(&log.waits()), [(Reaction, 1, Some((Answered, 3))), (Next, 4, None)]);
}

#[test]
fn a_correction_changes_what_is_known_from_its_position_on() {
    let mut log = Log::default();
    log.filed(1, 1);
    log.judged(1, 1, "no");
    log.tell(
        1,
        MARA,
        EventKind::JudgementCorrected,
        json!({ "post": "1", "task": "needs_reply", "before": "no", "after": "yes" }),
    );
    let known = log.known();
    let needs = |position| as_of(&known, position)[0].needs_reply;
    assert_eq!([needs(1), needs(2), needs(3), needs(i64::MAX)], [None, Some(false), Some(true), Some(true)]);
}

#[test]
fn merged_conversations_wait_once_and_come_apart_as_they_were() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.filed(2, 2); // 1
    log.moved(2, EventKind::ConversationMerged, "into", 1);
    log.moved(1, EventKind::ConversationMerged, "from", 2);
    assert_eq!(spans(&log.waits()), [(First, 0, None)]);
    log.answered(1, 1); // 4, 5
    assert_eq!(spans(&log.waits()), [(First, 0, Some((Answered, 5)))]);
    log.moved(2, EventKind::ConversationUnmerged, "from", 1);
    assert_eq!(
        spans(&log.waits()),
        [(First, 0, Some((Answered, 5))), (First, 1, None)],
        "the answer was given in the first"
    );
}

#[test]
fn an_answer_given_before_conversations_were_merged_answers_one_of_them() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.filed(2, 2); // 1
    log.answered(1, 1); // 2, 3
    log.moved(2, EventKind::ConversationMerged, "into", 1);
    assert_eq!(spans(&log.waits()), [(First, 0, Some((Answered, 3))), (Next, 1, None)]);
}

#[test]
fn what_is_split_off_waits_by_itself_until_it_is_put_back() {
    let mut log = Log::default();
    log.filed(1, 1); // 0
    log.answered(1, 1); // 1, 2
    log.filed(1, 2); // 3
    log.tell(1, MARA, EventKind::ConversationSplit, json!({ "post": "2", "posts": ["2"], "into": "2" }));
    log.tell(2, MARA, EventKind::ConversationOpened, json!({ "channel": "3", "author": "7", "from": "1" }));
    assert_eq!(spans(&log.waits()), [(First, 0, Some((Answered, 2))), (First, 3, None)]);
    log.moved(2, EventKind::ConversationRejoined, "into", 1);
    assert_eq!(spans(&log.waits()), [(First, 0, Some((Answered, 2))), (Next, 3, None)]);
}

#[test]
fn the_clock_of_a_source_is_believed_within_reason() {
    let mut log = Log { minute: 100_000, ..Log::default() };
    log.filed_with(1, 1, 99_000, "matched");
    log.filed_with(2, 2, 0, "matched");
    assert_eq!(spans(&log.waits()), [(First, 99_000, None), (First, 100_001, None)]);
}

/// A hundred people, every other of whom is answered after an hour, at different times of the day.
fn a_hundred() -> (Vec<Wait>, Timestamp) {
    let mut log = Log::default();
    for number in 0..100 {
        log.minute = number * 60;
        log.filed(number, number);
        log.judged(number, number, "yes");
        if number % 2 == 0 {
            log.minute = number * 60 + 59;
            log.answered(number, number);
        }
    }
    (log.waits(), at(100 * 60))
}

#[test]
fn who_never_got_an_answer_is_in_the_figure() {
    let (waits, until) = a_hundred();
    let response = Response::of(&waits, Terms { until, hours: None });
    assert_eq!((response.reply_rate().count, response.reply_rate().of), (50, 100));
    let answered_only: insights::Durations =
        waits.iter().filter_map(|one| Some((one.end?.1.duration_since(one.began_at), true))).collect();
    let hour = SignedDuration::from_mins(62);
    let naive = Curve::of(&answered_only).within(hour).0;
    let (honest, low, high) = Curve::of(&response.first.wall).within(hour);
    assert_eq!(naive, 1.0, "of those who were answered, all were within the hour");
    assert!((honest - 0.5).abs() < 0.01 && low < honest && honest < high, "{honest} between {low} and {high}");
    assert_eq!(
        oldest_waiting(&waits, Terms { until, hours: None }).map(|one| one.conversation),
        Some(ConversationId(1))
    );
}

#[test]
fn figures_of_an_earlier_moment_do_not_know_what_came_after() {
    let (waits, _) = a_hundred();
    let response = Response::of(&waits[..2], Terms { until: at(30), hours: None });
    assert_eq!((response.reply_rate().count, response.reply_rate().of), (0, 2));
}

#[test]
fn opening_hours_are_counted_beside_the_clock() {
    let (waits, until) = a_hundred();
    let never = ["", "", "", "", "", "", ""].map(|hours| hours.parse().unwrap());
    let closed = Calendar::of(Opening { zone: "UTC".into(), week: never, holidays: Vec::new() });
    let open = Calendar::of(Opening::always());
    let of = |hours| Response::of(&waits, Terms { until, hours: Some(hours) });
    assert_eq!(of(&open).first.working, of(&open).first.wall);
    let lengths: Vec<Bin> = of(&closed).first.working.bins().map(|(bin, _)| bin).collect();
    assert_eq!(lengths, [Bin::of(SignedDuration::ZERO)], "where nobody is ever there, nobody waits in opening hours");
}

#[test]
fn a_part_that_is_answered_less_is_told_from_chance() {
    let (mut waits, until) = a_hundred();
    for (number, wait) in waits.iter_mut().enumerate() {
        wait.language = Some(if number % 2 == 0 { "de" } else { "fr" }.into());
    }
    let terms = Terms { until, hours: None };
    let by_language = |waits: &[Wait]| {
        let Summed { whole, parts: found } = Summed::of(waits, Some(PartedBy::Language), terms);
        parts(&whole, found)
    };
    let found = by_language(&waits);
    assert!(found.iter().all(|part| part.is_otherwise), "one language is always answered, the other never");
    for (number, wait) in waits.iter_mut().enumerate() {
        wait.language = Some(if number % 4 < 2 { "de" } else { "fr" }.into());
    }
    assert!(by_language(&waits).iter().all(|part| !part.is_otherwise));
}

#[derive(Clone, Debug)]
enum Step {
    Filed(i64),
    Judged(usize, bool),
    Answered(i64),
    Deleted(usize),
    Status(i64, bool),
    Merged(i64, i64),
    Unmerged(i64),
    Aside(i64, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let id = || 1_i64..5;
    prop::collection::vec(
        prop_oneof![
            4 => id().prop_map(Step::Filed),
            3 => (0_usize..20, any::<bool>()).prop_map(|(post, needs)| Step::Judged(post, needs)),
            3 => id().prop_map(Step::Answered),
            1 => (0_usize..20).prop_map(Step::Deleted),
            1 => (id(), any::<bool>()).prop_map(|(id, closed)| Step::Status(id, closed)),
            1 => (id(), id()).prop_map(|(id, into)| Step::Merged(id, into)),
            1 => id().prop_map(Step::Unmerged),
            1 => (id(), any::<bool>()).prop_map(|(id, aside)| Step::Aside(id, aside)),
        ],
        0..40,
    )
}

fn log_of(steps: &[Step]) -> Log {
    let mut log = Log::default();
    let mut posts: Vec<i64> = Vec::new();
    let mut into = [0_i64; 5];
    for step in steps {
        match *step {
            Step::Filed(id) => {
                posts.push(id);
                log.filed(id, posts.len() as i64);
            }
            Step::Judged(post, needs) if post < posts.len() => {
                log.judged(posts[post], post as i64 + 1, if needs { "yes" } else { "no" });
            }
            Step::Answered(id) => log.answered(id, log.events.len() as i64),
            Step::Deleted(post) if post < posts.len() => {
                log.tell(posts[post], ANNA, EventKind::PostDeleted, json!({ "post": (post + 1).to_string() }));
            }
            Step::Status(id, closed) => log.status(id, if closed { "resolved" } else { "open" }),
            Step::Merged(id, to) if id != to && into[id as usize] == 0 && into[to as usize] == 0 => {
                into[id as usize] = to;
                log.moved(id, EventKind::ConversationMerged, "into", to);
            }
            Step::Unmerged(id) if into[id as usize] > 0 => {
                let from = std::mem::take(&mut into[id as usize]);
                log.moved(id, EventKind::ConversationUnmerged, "from", from);
            }
            Step::Aside(id, aside) => {
                let kind = if aside { EventKind::ConversationSetAside } else { EventKind::ConversationBroughtBack };
                log.tell(id, Actor::System, kind, json!({}));
            }
            _ => {}
        }
    }
    log
}

proptest! {
    /// As of any position the log comes to what the log until there comes to: nothing that is learned later changes it.
    #[test]
    fn what_was_known_at_a_position_stays_what_was_known_there(steps in steps(), part in 0.0_f64..1.0) {
        let log = log_of(&steps);
        let position = (log.events.len() as f64 * part) as usize;
        let until_there = Log { events: log.events[..position].to_vec(), ..Log::default() };
        prop_assert_eq!(as_of(&log.known(), position as i64), until_there.waits());
    }

    /// Waits of a conversation do not overlap, are numbered from 1, and only the last may be open.
    #[test]
    fn waits_follow_each_other(steps in steps()) {
        let waits = log_of(&steps).waits();
        for two in waits.windows(2).filter(|two| two[0].conversation == two[1].conversation) {
            prop_assert!(two[0].end.is_some());
            prop_assert_eq!(two[0].number + 1, two[1].number);
        }
        for wait in &waits {
            prop_assert!(wait.end.is_none_or(|(_, at)| at >= wait.began_at));
        }
    }

    /// A message of somebody makes them wait until a later answer is out, whatever else happened: by a look at each alone.
    #[test]
    fn nobody_is_forgotten(steps in steps()) {
        let plain: Vec<Step> = steps.into_iter().filter(|step| matches!(step, Step::Filed(_) | Step::Answered(_) | Step::Status(..))).collect();
        let log = log_of(&plain);
        for id in 1..5 {
            let said = |kind| log.events.iter().filter(move |one| one.event.kind == kind && one.event.conversation == Some(ConversationId(id))).map(|one| one.position);
            let last_answer = said(EventKind::ReplyQueued).max().unwrap_or(0);
            let waits_still = said(EventKind::MentionFiled).any(|position| position > last_answer);
            let open = log.waits().iter().any(|wait| wait.conversation == ConversationId(id) && wait.end.is_none());
            prop_assert_eq!(open, waits_still, "conversation {}", id);
        }
    }
}
