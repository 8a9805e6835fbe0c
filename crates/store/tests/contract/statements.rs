//! Statements: what they say, where they are published, and the answers in which they stood.

use jiff::ToSpan as _;
use model::{MemberId, NoticeKind, ReplyState, Role, StatementAct, StatementKind, StatementState};
use store::notice::About;
use store::posting::{self, NewPosting};
use store::reply::{self, NewReply};
use store::statement::{self, StatementTerms, StatementUses, Under};
use store::variant::Variant;
use store::{Tx, notice, stop};

use super::threads::{Threads, Written, threads};
use crate::house::House;

fn terms(title: &str, owner: MemberId) -> StatementTerms {
    StatementTerms {
        title: title.into(),
        kind: StatementKind::Holding,
        matter: Some("label:Hallgrund".into()),
        fuller_url: Some("https://example.org/hallgrund".into()),
        owner,
        next_word_at: None,
        replaces: None,
        texts: vec![
            Variant { language: String::new(), text: "We are looking.".into() },
            Variant { language: "de".into(), text: "Wir sehen nach.".into() },
        ],
    }
}

pub async fn a_statement_reads_back_whatever_became_of_it() {
    let house = House::new().await;
    let (owner, other) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let mut tx = house.write().await;
    let now = tx.now();
    let first = statement::create(&mut tx, &terms("First word", owner), owner).await.unwrap();
    assert_eq!((first.state, first.version, first.written_by), (StatementState::Drafted, 1, owner));
    assert_eq!(statement::find(&mut tx, first.id).await.unwrap(), Some(first.clone()));
    statement::note(&mut tx, &first, StatementAct::Create, owner).await.unwrap();

    let wanted = StatementTerms {
        kind: StatementKind::Statement,
        matter: None,
        fuller_url: None,
        replaces: Some(first.id),
        texts: vec![],
        next_word_at: Some(now + 1.hour()),
        ..terms("What happened", other)
    };
    let mut second = statement::create(&mut tx, &wanted, other).await.unwrap();
    assert_eq!(second.tell_at, Some(now + 1.hour()));
    assert_eq!(statement::instead_of(&mut tx, first.id).await.unwrap(), None, "it is not published");
    (second.state, second.version, second.tell_at) = (StatementState::Superseded, 3, None);
    second.approved = Some((owner, now));
    second.published = Some((other, now + 1.minute()));
    second.ended = Some((owner, now + 2.minutes()));
    statement::save(&mut tx, &second).await.unwrap();
    statement::note(&mut tx, &second, StatementAct::Supersede, owner).await.unwrap();
    assert_eq!(statement::find(&mut tx, second.id).await.unwrap(), Some(second.clone()));
    assert_eq!(statement::instead_of(&mut tx, first.id).await.unwrap(), Some(second.id));
    let ids: Vec<_> = statement::all(&mut tx).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, [second.id, first.id], "the newest first");
    let steps = statement::history(&mut tx, second.id).await.unwrap();
    let steps: Vec<_> = steps.iter().map(|one| (one.act, one.member, one.version, one.at)).collect();
    assert_eq!(steps, [(StatementAct::Supersede, owner, 3, now)]);
}

pub async fn an_owner_is_told_of_a_promised_word_while_the_statement_stands() {
    let house = House::new().await;
    let owner = house.member(Role::Member).await;
    let mut tx = house.write().await;
    let at = tx.now() + 1.hour();
    let promised = |title: &str, minutes: i64| StatementTerms {
        next_word_at: Some(at + minutes.minutes()),
        ..terms(title, owner)
    };
    let mut late = statement::create(&mut tx, &promised("Late", 1), owner).await.unwrap();
    let mut early = statement::create(&mut tx, &promised("Early", 0), owner).await.unwrap();
    statement::create(&mut tx, &promised("Draft", 0), owner).await.unwrap();
    for one in [&mut late, &mut early] {
        one.state = StatementState::Published;
        statement::save(&mut tx, one).await.unwrap();
    }
    assert!(!early.is_due(tx.now()) && early.is_due(at));
    assert_eq!(statement::to_tell(&mut tx, 9).await.unwrap(), [], "none is over");
    tx.commit().await.unwrap();
    house.later(3_700);
    let mut tx = house.write().await;
    assert_eq!(statement::to_tell(&mut tx, 9).await.unwrap(), [early.id, late.id]);
    assert_eq!(statement::to_tell(&mut tx, 1).await.unwrap(), [early.id]);
    early.tell_at = None;
    statement::save(&mut tx, &early).await.unwrap();
    assert_eq!(statement::to_tell(&mut tx, 9).await.unwrap(), [late.id]);

    notice::tell_of_statement(&mut tx, owner, NoticeKind::StatementDue, early.id).await.unwrap();
    let notices = notice::of_member(&mut tx, owner, 9).await.unwrap();
    let told: Vec<_> = notices.iter().map(|one| (one.kind, one.about, one.run)).collect();
    assert_eq!(told, [(NoticeKind::StatementDue, About::Statement(early.id), None)]);
}

pub async fn a_statement_is_once_on_a_channel_until_it_is_taken_back_or_refused() {
    let Threads { house, member, channel, .. } = threads().await;
    let mut tx = house.write().await;
    let statement = statement::create(&mut tx, &terms("First word", member), member).await.unwrap().id;
    let said = Variant { language: "de".into(), text: "Wir sehen nach.".into() };
    let new = NewPosting { statement, channel, member, said: &said, send_at: tx.now() + 10.seconds() };
    let mut first = posting::queue(&mut tx, new).await.unwrap().unwrap();
    assert_eq!((first.state, &first.said, first.send_at), (ReplyState::Queued, &said, new.send_at));
    assert_eq!(posting::queue(&mut tx, new).await.unwrap(), None, "whoever asks twice");
    assert_eq!(posting::moving(&mut tx).await.unwrap(), [first.clone()]);
    let held_by = stop::begin(&mut tx, member, None, "Wait.").await.unwrap();
    first.held = Some((tx.now(), held_by));
    posting::save(&mut tx, &first).await.unwrap();
    assert_eq!(posting::held(&mut tx, 9).await.unwrap(), [first.clone()]);
    (first.held, first.released_at) = (None, Some(tx.now()));
    (first.prepared, first.remote_id, first.url) = (Some("{}".into()), Some("ours/1".into()), Some("https://x".into()));
    (first.state, first.attempts, first.sent_at) = (ReplyState::Sent, 2, Some(tx.now()));
    first.state_reason = Some("at last".into());
    posting::save(&mut tx, &first).await.unwrap();
    assert_eq!(posting::find(&mut tx, first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(posting::find_only(&mut tx, first.id).await.unwrap(), Some(first.clone()));
    assert!(posting::held(&mut tx, 9).await.unwrap().is_empty() && posting::moving(&mut tx).await.unwrap().is_empty());
    assert_eq!(posting::queue(&mut tx, new).await.unwrap(), None, "it stands there");
    for state in [ReplyState::FailedFinal, ReplyState::Cancelled] {
        first.state = state;
        posting::save(&mut tx, &first).await.unwrap();
        let mut again = posting::queue(&mut tx, new).await.unwrap().expect("it may go out again");
        again.state = ReplyState::Cancelled;
        posting::save(&mut tx, &again).await.unwrap();
    }
    let all = posting::of_statement(&mut tx, statement).await.unwrap();
    assert_eq!((all.len(), all[0].id), (3, first.id));
}

async fn answered(tx: &mut Tx, to: Written, member: MemberId, state: ReplyState) -> model::ReplyId {
    let new = NewReply {
        conversation: to.conversation,
        home: None,
        post: to.post,
        member,
        thread_version: 1,
        version_seen: 1,
        text: "We are looking.",
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let mut queued = reply::queue(tx, new).await.unwrap();
    queued.state = state;
    reply::save(tx, &queued).await.unwrap();
    queued.id
}

pub async fn a_statement_knows_its_answers_and_what_was_said_under_it() {
    let Threads { house, member, channel, anna, bob } = threads().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let one = statement::create(&mut tx, &terms("First word", member), member).await.unwrap().id;
    let other = statement::create(&mut tx, &terms("Other", member), member).await.unwrap().id;
    let first = answered(&mut tx, anna, member, ReplyState::Sent).await;
    let back = answered(&mut tx, bob, member, ReplyState::Cancelled).await;
    for (reply, id) in [(first, one), (first, one), (first, other), (back, one)] {
        statement::used(&mut tx, reply, id).await.unwrap();
    }
    assert_eq!(statement::of_reply(&mut tx, first).await.unwrap(), [one, other]);
    let uses = statement::uses(&mut tx, &[one]).await.unwrap();
    assert_eq!(uses.len(), 1, "the other was not asked for");
    assert_eq!(uses[&one], StatementUses { count: 1, last_at: Some(now) }, "what was taken back is said nowhere");

    // Anna's thread stands in for one that we began.
    let root = store::post::find(&mut tx, anna.post).await.unwrap().unwrap().remote.id;
    let found = statement::under(&mut tx, channel, &root).await.unwrap();
    assert_eq!((found.conversations, found.messages), (1, 1));
    assert_eq!(statement::under(&mut tx, channel, "nowhere").await.unwrap(), Under::default());
    let mut conversation = store::conversation::find(&mut tx, anna.conversation).await.unwrap().unwrap();
    let waits = found.waiting;
    conversation.waiting_since = if waits == 0 { Some(now) } else { None };
    store::conversation::save(&mut tx, &conversation).await.unwrap();
    assert_eq!(statement::under(&mut tx, channel, &root).await.unwrap().waiting, 1 - waits);
}
