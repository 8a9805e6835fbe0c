//! Statements: written by one and approved by another, published once on each channel, and said in answers.

use std::time::Duration;

use inbox::{InboxError, Outcome, PostingPlace, Publishing, StatementFault, VariantFault, said_with};
use jiff::ToSpan as _;
use model::{
    EventKind, LengthRule, NoticeKind, PostingId, ReplyState, Right, Said, StatementAct, StatementId, StatementKind,
    StatementState,
};
use store::draft::{self, DraftKind};
use store::member::Member;
use store::notice::{self, About};
use store::posting::{self, Posting};
use store::statement::{self, Statement, StatementTerms};
use store::variant::Variant;
use store::{job, member};

use crate::desk::{Desk, addressed, answer};

const UNDO: Duration = Duration::from_secs(10);
const LENGTH: LengthRule = LengthRule { graphemes_max: Some(60), bytes_max: None };

fn text(language: &str, text: &str) -> Variant {
    Variant { language: language.into(), text: text.into() }
}

fn terms(owner: &Member) -> StatementTerms {
    StatementTerms {
        title: "Derailment".into(),
        kind: StatementKind::Holding,
        matter: Some("label:Press".into()),
        fuller_url: None,
        owner: owner.id,
        next_word_at: None,
        replaces: None,
        texts: vec![text("de", "Wir sehen nach."), text("", "We are looking.")],
    }
}

type Refused<T> = Result<T, InboxError>;

async fn kept(desk: &Desk, who: &Member, id: Option<StatementId>, wanted: StatementTerms) -> Refused<StatementId> {
    let mut tx = desk.write().await;
    let id = inbox::keep_statement(&mut tx, who, id, None, wanted).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn approve(desk: &Desk, who: &Member, id: StatementId, seen: Option<i64>) -> Refused<()> {
    let mut tx = desk.write().await;
    inbox::approve_statement(&mut tx, who, id, seen).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn publish(desk: &Desk, who: &Member, id: StatementId, language: &str) -> Refused<Posting> {
    let places = [PostingPlace { channel: desk.channel, language: language.into(), takes: Some(LENGTH) }];
    let mut tx = desk.write().await;
    let wanted = Publishing { statement: id, seen: None, places: &places, undo: UNDO };
    let mut queued = inbox::publish_statement(&mut tx, who, wanted).await?;
    tx.commit().await.unwrap();
    Ok(queued.remove(0))
}

/// Sends a posting and notes what that came to; `false` when it does not go out.
async fn goes(desk: &Desk, id: PostingId, outcome: Outcome) -> bool {
    let mut tx = desk.write().await;
    let begun = inbox::begin_posting(&mut tx, id, "{}".into(), Some("ours/1".into())).await.unwrap();
    tx.commit().await.unwrap();
    if begun {
        finished(desk, id, outcome).await;
    }
    begun
}

async fn finished(desk: &Desk, id: PostingId, outcome: Outcome) {
    let mut tx = desk.write().await;
    inbox::finish_posting(&mut tx, id, outcome).await.unwrap();
    tx.commit().await.unwrap();
}

fn sent() -> Outcome {
    Outcome::Sent { url: Some("https://example.org/ours/1".into()) }
}

async fn find(desk: &Desk, id: StatementId) -> Statement {
    statement::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

async fn posted(desk: &Desk, id: PostingId) -> Posting {
    posting::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

/// A statement that stands on the channel.
async fn published(desk: &Desk, wanted: StatementTerms) -> StatementId {
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let id = kept(desk, &author, None, wanted).await.unwrap();
    approve(desk, &manager, id, None).await.unwrap();
    let posting = publish(desk, &manager, id, "").await.unwrap();
    assert!(goes(desk, posting.id, sent()).await);
    id
}

/// What a member was told of statements, oldest first.
async fn told(desk: &Desk, who: &Member) -> Vec<(NoticeKind, StatementId)> {
    let notices = notice::of_member(&mut desk.read().await, who.id, 99).await.unwrap();
    let of_statements = notices.into_iter().rev().filter_map(|one| match one.about {
        About::Statement(id) => Some((one.kind, id)),
        _ => None,
    });
    of_statements.collect()
}

fn fault<T: std::fmt::Debug>(refused: Refused<T>) -> StatementFault {
    match refused {
        Err(InboxError::Statement(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

pub async fn a_statement_is_approved_by_somebody_else_and_other_words_are_a_draft_again() {
    let desk = Desk::new().await;
    let (author, manager, owner) =
        (desk.member("member").await, desk.member("manager").await, desk.member("owner").await);
    let leader = desk.member("leader").await;
    assert!(matches!(kept(&desk, &leader, None, terms(&author)).await, Err(InboxError::Forbidden(Right::WorkInbox))));
    let id = kept(&desk, &manager, None, terms(&author)).await.unwrap();
    let one = find(&desk, id).await;
    assert_eq!((one.state, one.version, one.written_by), (StatementState::Drafted, 1, manager.id));
    assert_eq!(one.terms.texts, [text("", "We are looking."), text("de", "Wir sehen nach.")]);
    assert_eq!(told(&desk, &owner).await, [(NoticeKind::StatementAsked, id)]);
    assert_eq!(told(&desk, &manager).await, [], "nobody approves what they wrote");

    let refused = approve(&desk, &author, id, None).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ApproveReplies))), "{refused:?}");
    assert_eq!(fault(approve(&desk, &manager, id, None).await), StatementFault::OwnWords);
    assert!(matches!(approve(&desk, &owner, id, Some(7)).await, Err(InboxError::StatementChanged { version: 1 })));
    assert_eq!(
        fault(publish(&desk, &owner, id, "").await),
        StatementFault::State(StatementState::Drafted),
        "nobody approved it"
    );
    // A leader approves without answering.
    approve(&desk, &leader, id, Some(1)).await.unwrap();
    assert_eq!(find(&desk, id).await.approved.map(|(by, _)| by), Some(leader.id));
    assert_eq!(told(&desk, &manager).await, [(NoticeKind::StatementApproved, id)]);

    // What is known of it among ourselves is no other word.
    kept(&desk, &author, Some(id), StatementTerms { title: "Derailed".into(), ..terms(&author) }).await.unwrap();
    let one = find(&desk, id).await;
    assert_eq!((one.state, one.version, one.written_by), (StatementState::Approved, 2, manager.id));
    let others = StatementTerms { texts: vec![text("", "We know it.")], ..terms(&author) };
    kept(&desk, &author, Some(id), others).await.unwrap();
    let one = find(&desk, id).await;
    assert_eq!((one.state, one.approved, one.written_by), (StatementState::Drafted, None, author.id));
    approve(&desk, &manager, id, None).await.unwrap();
    let mut tx = desk.write().await;
    let stale = inbox::keep_statement(&mut tx, &author, Some(id), Some(1), terms(&author)).await;
    assert!(matches!(stale, Err(InboxError::StatementChanged { version: 3 })), "{stale:?}");
    drop(tx);
    let steps = statement::history(&mut desk.read().await, id).await.unwrap();
    let steps: Vec<_> = steps.iter().map(|step| (step.act, step.member)).collect();
    use StatementAct::{Approve, Change, Create};
    let expected =
        [(Create, manager.id), (Approve, leader.id), (Change, author.id), (Change, author.id), (Approve, manager.id)];
    assert_eq!(steps, expected);
    assert_eq!(desk.count(EventKind::StatementApproved).await, 2);
}

pub async fn whoever_is_alone_may_approve_their_own_words() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    for other in member::all(&mut tx).await.unwrap() {
        if other.id != owner.id && other.role.may(Right::ApproveReplies) {
            member::disable(&mut tx, owner.id, other.id).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let id = kept(&desk, &owner, None, terms(&owner)).await.unwrap();
    approve(&desk, &owner, id, None).await.unwrap();
    assert_eq!(find(&desk, id).await.state, StatementState::Approved);
    assert_eq!(told(&desk, &owner).await, [], "nobody is told of what they did");
}

pub async fn what_cannot_be_a_statement_says_why() {
    let desk = Desk::new().await;
    let author = desk.member("member").await;
    let good = || terms(&author);
    let of = async |wanted| fault(kept(&desk, &author, None, wanted).await);
    use StatementFault as Fault;
    assert_eq!(of(StatementTerms { title: "  ".into(), ..good() }).await, Fault::Title);
    assert_eq!(of(StatementTerms { texts: vec![text("", " ")], ..good() }).await, Fault::Words);
    let blank = StatementTerms { texts: vec![text("", "Hello {{person}}")], ..good() };
    assert_eq!(of(blank).await, Fault::Blank("{{person}}".into()));
    let language = StatementTerms { texts: vec![text("english", "x")], ..good() };
    assert_eq!(of(language).await, Fault::Texts(VariantFault::Language("english".into())));
    assert_eq!(of(StatementTerms { fuller_url: Some("example".into()), ..good() }).await, Fault::Url);
    assert_eq!(of(StatementTerms { owner: 7.into(), ..good() }).await, Fault::Owner);
    let now = desk.read().await.now();
    assert_eq!(of(StatementTerms { next_word_at: Some(now), ..good() }).await, Fault::NextWordPast);
    let far = Some(now + (24 * 366).hours());
    assert_eq!(of(StatementTerms { next_word_at: far, ..good() }).await, Fault::NextWordFar);
    let draft = kept(&desk, &author, None, good()).await.unwrap();
    assert_eq!(of(StatementTerms { replaces: Some(draft), ..good() }).await, Fault::Replaces, "it stands nowhere");
    let matter = kept(&desk, &author, None, StatementTerms { matter: Some("a OR".into()), ..good() }).await;
    assert!(matches!(matter, Err(InboxError::Query(_))), "{matter:?}");
    let missing = kept(&desk, &author, Some(7.into()), good()).await;
    assert!(matches!(missing, Err(InboxError::Missing(_))), "{missing:?}");
}

pub async fn a_statement_goes_out_once_on_each_channel_and_the_first_publishes_it() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let fuller_url = Some("https://example.org/more".to_owned());
    let id = kept(&desk, &author, None, StatementTerms { fuller_url, ..terms(&author) }).await.unwrap();
    approve(&desk, &manager, id, None).await.unwrap();
    let refused = publish(&desk, &author, id, "de").await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ApproveReplies))), "{refused:?}");
    let mut tx = desk.write().await;
    let nowhere = Publishing { statement: id, seen: None, places: &[], undo: UNDO };
    assert_eq!(fault(inbox::publish_statement(&mut tx, &manager, nowhere).await), StatementFault::Nowhere);
    let silent = [PostingPlace { channel: desk.channel, language: String::new(), takes: None }];
    let silent = Publishing { places: &silent, ..nowhere };
    let cannot = fault(inbox::publish_statement(&mut tx, &manager, silent).await);
    assert!(matches!(cannot, StatementFault::Channel(_)), "{cannot:?}");
    let short = LengthRule { graphemes_max: Some(10), bytes_max: None };
    let short = [PostingPlace { channel: desk.channel, language: String::new(), takes: Some(short) }];
    let long = fault(inbox::publish_statement(&mut tx, &manager, Publishing { places: &short, ..nowhere }).await);
    assert!(long.to_string().contains("takes 10 characters; this has 40"), "{long}");
    drop(tx);

    let queued = publish(&desk, &manager, id, "de").await.unwrap();
    assert_eq!(queued.said, text("de", "Wir sehen nach. https://example.org/more"));
    let mut tx = desk.write().await;
    assert_eq!(queued.send_at, tx.now() + UNDO);
    assert_eq!(job::next_due(&mut tx).await.unwrap(), Some(queued.send_at));
    drop(tx);
    assert!(matches!(fault(publish(&desk, &manager, id, "de").await), StatementFault::Already(_)));
    let others = StatementTerms { texts: vec![text("", "We know it.")], ..terms(&author) };
    assert_eq!(fault(kept(&desk, &author, Some(id), others.clone()).await), StatementFault::GoingOut);
    assert_eq!(find(&desk, id).await.state, StatementState::Approved, "nobody can read it yet");

    assert!(goes(&desk, queued.id, Outcome::TryAgain { why: "not now".into() }).await);
    assert_eq!(posted(&desk, queued.id).await.state, ReplyState::Queued);
    assert!(goes(&desk, queued.id, sent()).await);
    assert!(!goes(&desk, queued.id, sent()).await, "it is out");
    let (one, out) = (find(&desk, id).await, posted(&desk, queued.id).await);
    assert_eq!((one.state, one.published.map(|(by, _)| by)), (StatementState::Published, Some(manager.id)));
    assert_eq!((out.state, out.attempts, out.remote_id.as_deref()), (ReplyState::Sent, 2, Some("ours/1")));
    finished(&desk, queued.id, Outcome::Failed { why: "too late".into() }).await;
    assert_eq!(posted(&desk, queued.id).await, out, "what stands stays");
    assert_eq!(desk.count(EventKind::StatementPublished).await, 1);
    assert_eq!(fault(kept(&desk, &author, Some(id), others).await), StatementFault::Published);
    let mut tx = desk.write().await;
    let back = fault(inbox::cancel_posting(&mut tx, &manager, queued.id).await);
    assert_eq!(back, StatementFault::Posting(ReplyState::Sent));
}

pub async fn what_a_channel_refuses_is_told_and_what_failed_is_tried_again() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let id = kept(&desk, &author, None, terms(&author)).await.unwrap();
    approve(&desk, &manager, id, None).await.unwrap();
    let first = publish(&desk, &manager, id, "").await.unwrap().id;
    goes(&desk, first, Outcome::Refused { why: "these words are refused".into() }).await;
    let refused = posted(&desk, first).await;
    let why = refused.state_reason.as_deref();
    assert_eq!((refused.state, why), (ReplyState::FailedFinal, Some("these words are refused")));
    let not_out = (NoticeKind::StatementNotOut, id);
    assert!(told(&desk, &author).await.contains(&not_out) && told(&desk, &manager).await.contains(&not_out));
    assert_eq!(find(&desk, id).await.state, StatementState::Approved, "it stands nowhere");

    let second = publish(&desk, &manager, id, "").await.unwrap().id;
    goes(&desk, second, Outcome::Failed { why: "the password was refused".into() }).await;
    let mut tx = desk.write().await;
    let early = inbox::posting_arrived(&mut tx, &manager, second, None).await;
    assert_eq!(fault(early), StatementFault::Posting(ReplyState::FailedRetryable));
    inbox::retry_posting(&mut tx, &manager, second).await.unwrap();
    tx.commit().await.unwrap();
    goes(&desk, second, Outcome::FateUnknown { why: "nobody answered".into() }).await;
    let mut tx = desk.write().await;
    let withdrawn = inbox::withdraw_statement(&mut tx, &manager, id).await;
    assert_eq!(fault(withdrawn), StatementFault::GoingOut, "it may stand there");
    let by_author = inbox::retry_posting(&mut tx, &author, second).await;
    assert!(matches!(by_author, Err(InboxError::Forbidden(Right::ApproveReplies))), "{by_author:?}");
    inbox::retry_posting(&mut tx, &manager, second).await.unwrap();
    tx.commit().await.unwrap();
    // It had arrived: the network is asked before it is sent again.
    finished(&desk, second, sent()).await;
    assert_eq!(posted(&desk, second).await.state, ReplyState::Delivered);
    assert_eq!(find(&desk, id).await.state, StatementState::Published);
}

pub async fn a_stop_holds_a_statement_until_it_is_let_go() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let id = kept(&desk, &author, None, terms(&author)).await.unwrap();
    approve(&desk, &manager, id, None).await.unwrap();
    let one = publish(&desk, &manager, id, "").await.unwrap().id;
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &author, None, "Nothing before noon.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!goes(&desk, one, sent()).await && !goes(&desk, one, sent()).await);
    assert!(posted(&desk, one).await.held.is_some());
    assert_eq!(desk.count(EventKind::PostingHeld).await, 1);
    let mut tx = desk.write().await;
    let refused = inbox::release_posting(&mut tx, &author, one).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ReleaseReplies))), "{refused:?}");
    drop(tx);
    desk.later(60);
    let mut tx = desk.write().await;
    inbox::release_posting(&mut tx, &manager, one).await.unwrap();
    assert!(matches!(inbox::release_posting(&mut tx, &manager, one).await, Err(InboxError::Statement(_))));
    tx.commit().await.unwrap();
    assert!(goes(&desk, one, sent()).await, "the stop is in force, but this was let go");
}

pub async fn a_statement_takes_the_place_of_another_once_it_stands() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let first = published(&desk, terms(&author)).await;
    let wanted = StatementTerms { kind: StatementKind::Statement, replaces: Some(first), ..terms(&author) };
    let second = kept(&desk, &author, None, wanted).await.unwrap();
    approve(&desk, &manager, second, None).await.unwrap();
    let one = publish(&desk, &manager, second, "").await.unwrap().id;
    assert_eq!(find(&desk, first).await.state, StatementState::Published, "the other stands nowhere yet");
    goes(&desk, one, sent()).await;
    let former = find(&desk, first).await;
    assert_eq!((former.state, former.ended.map(|(by, _)| by)), (StatementState::Superseded, Some(manager.id)));
    assert_eq!(statement::instead_of(&mut desk.read().await, first).await.unwrap(), Some(second));
    let offered = inbox::statement_said(&mut desk.read().await).await.unwrap();
    assert_eq!(offered.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), [second]);
    let over = StatementTerms { title: "Anew".into(), ..terms(&author) };
    let refused = fault(kept(&desk, &author, Some(first), over).await);
    assert_eq!(refused, StatementFault::State(StatementState::Superseded));
    let all = inbox::statements(&mut desk.read().await).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [second, first]);
}

pub async fn what_another_replaced_goes_out_nowhere_else_and_of_two_that_replace_one_the_last_stands() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let first = published(&desk, terms(&author)).await;
    let elsewhere = desk.second_channel().await;
    let places = [PostingPlace { channel: elsewhere, language: String::new(), takes: Some(LENGTH) }];
    let mut tx = desk.write().await;
    let wanted = Publishing { statement: first, seen: None, places: &places, undo: UNDO };
    let waits = inbox::publish_statement(&mut tx, &manager, wanted).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();

    let next = StatementTerms { kind: StatementKind::Statement, replaces: Some(first), ..terms(&author) };
    let second = published(&desk, next.clone()).await;
    assert_eq!(find(&desk, first).await.state, StatementState::Superseded);
    assert_eq!(posted(&desk, waits).await.state, ReplyState::Cancelled);
    assert!(!goes(&desk, waits, sent()).await);

    let third = published(&desk, next).await;
    assert_eq!(find(&desk, second).await.state, StatementState::Superseded, "the first was over already");
    assert_eq!(find(&desk, third).await.state, StatementState::Published);
}

pub async fn whoever_may_approve_is_asked_when_somebody_else_wrote_the_words() {
    let desk = Desk::new().await;
    let (manager, owner) = (desk.member("manager").await, desk.member("owner").await);
    let id = kept(&desk, &manager, None, terms(&manager)).await.unwrap();
    let asked =
        async |who| told(&desk, who).await.iter().filter(|(kind, _)| *kind == NoticeKind::StatementAsked).count();
    assert_eq!((asked(&owner).await, asked(&manager).await), (1, 0));
    let kind = StatementTerms { kind: StatementKind::Statement, ..terms(&manager) };
    kept(&desk, &owner, Some(id), kind.clone()).await.unwrap();
    assert_eq!(find(&desk, id).await.written_by, manager.id, "the words are still theirs");
    let words = StatementTerms { texts: vec![text("", "We know.")], ..kind };
    kept(&desk, &owner, Some(id), words).await.unwrap();
    assert_eq!((asked(&owner).await, asked(&manager).await), (1, 1));
    approve(&desk, &manager, id, None).await.unwrap();
}

pub async fn a_promised_word_that_does_not_come_is_told_once() {
    let desk = Desk::new().await;
    let (author, owner) = (desk.member("member").await, desk.member("owner").await);
    let now = desk.read().await.now();
    let promised = |hours: i64| StatementTerms { next_word_at: Some(now + hours.hours()), ..terms(&owner) };
    let stands = published(&desk, promised(1)).await;
    let draft = kept(&desk, &author, None, promised(1)).await.unwrap();
    let due = async || {
        let mut tx = desk.write().await;
        let count = inbox::tell_of_next_words(&mut tx, 9).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    assert_eq!(due().await, 0);
    desk.later(3_601);
    assert_eq!((due().await, due().await), (1, 0), "once, and nobody waits for the next word of a draft");
    let of_due = |told: Vec<(NoticeKind, StatementId)>| {
        told.into_iter().filter(|(kind, _)| *kind == NoticeKind::StatementDue).map(|(_, id)| id).collect::<Vec<_>>()
    };
    assert_eq!(of_due(told(&desk, &owner).await), [stands]);
    let first = inbox::statements(&mut desk.read().await).await.unwrap().remove(0);
    assert!(first.id == stands && first.is_due(desk.read().await.now()) && draft != stands);
    // Its time is moved, and over again.
    kept(&desk, &author, Some(stands), promised(2)).await.unwrap();
    assert_eq!(find(&desk, stands).await.state, StatementState::Published);
    assert_eq!(due().await, 0);
    desk.later(3_600);
    assert_eq!(due().await, 1);
    assert_eq!(of_due(told(&desk, &owner).await), [stands, stands]);
}

pub async fn what_is_withdrawn_does_not_go_out() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let withdraw = async |who: &Member, id| {
        let mut tx = desk.write().await;
        inbox::withdraw_statement(&mut tx, who, id).await?;
        tx.commit().await.unwrap();
        Ok::<(), InboxError>(())
    };
    let draft = kept(&desk, &author, None, terms(&author)).await.unwrap();
    withdraw(&author, draft).await.unwrap();
    assert_eq!(fault(approve(&desk, &manager, draft, None).await), StatementFault::State(StatementState::Withdrawn));
    let id = kept(&desk, &author, None, terms(&author)).await.unwrap();
    approve(&desk, &manager, id, None).await.unwrap();
    let one = publish(&desk, &manager, id, "").await.unwrap().id;
    let refused = withdraw(&author, id).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::ApproveReplies))), "{refused:?}");
    withdraw(&manager, id).await.unwrap();
    assert!(!goes(&desk, one, sent()).await);
    assert_eq!(posted(&desk, one).await.state, ReplyState::Cancelled);
    assert_eq!(fault(withdraw(&manager, id).await), StatementFault::State(StatementState::Withdrawn));
    let stands = published(&desk, terms(&author)).await;
    withdraw(&manager, stands).await.unwrap();
    let offered = inbox::statement_said(&mut desk.read().await).await.unwrap();
    assert!(offered.is_empty(), "nobody says it any more");
}

pub async fn an_answer_says_a_statement_in_the_language_of_whoever_asked_with_where_it_stands() {
    let desk = Desk::new().await;
    let author = desk.member("member").await;
    let id = published(&desk, terms(&author)).await;
    let (one, postings) = inbox::statement_said(&mut desk.read().await).await.unwrap().remove(0);
    let says = |language| inbox::statement_as(&one, &postings, (language, Some(desk.channel))).unwrap();
    assert_eq!(says(Some("de-AT")), text("de", "Wir sehen nach. https://example.org/ours/1"));
    assert_eq!(says(Some("fr")), text("", "We are looking. https://example.org/ours/1"));

    desk.file(&addressed("a", "renske", "Was ist los?"), &[]).await;
    let conversation = desk.thread_of("a").await;
    let mut tx = desk.write().await;
    let later = Some(tx.now() + 2.hours());
    let reply = inbox::answer(&mut tx, &author, inbox::Answer { later, ..answer(conversation) }).await.unwrap();
    said_with(&mut tx, &reply, &[Said::Statement(id), Said::Statement(id), Said::Statement(7.into())]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(statement::of_reply(&mut desk.read().await, reply.id).await.unwrap(), [id]);
    assert_eq!(statement::uses(&mut desk.read().await, &[id]).await.unwrap()[&id].count, 1);
    let event = desk.log().await.into_iter().find(|one| one.kind == EventKind::StatementSaid).unwrap();
    assert_eq!((event.conversation, event.data["statements"].as_array().unwrap().len()), (Some(conversation), 1));
    // Taken back, it is a draft that still says it.
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &author, reply.id).await.unwrap();
    assert!(draft::find(&mut tx, conversation, author.id, DraftKind::Reply).await.unwrap().is_some());
    assert_eq!(draft::said(&mut tx, conversation, author.id).await.unwrap(), [Said::Statement(id)]);
    assert!(!statement::uses(&mut tx, &[id]).await.unwrap().contains_key(&id));
}

pub async fn after_a_restore_nothing_goes_out_by_itself() {
    let desk = Desk::new().await;
    let (author, manager) = (desk.member("member").await, desk.member("manager").await);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = kept(&desk, &author, None, terms(&author)).await.unwrap();
        approve(&desk, &manager, id, None).await.unwrap();
        ids.push(publish(&desk, &manager, id, "").await.unwrap().id);
    }
    let mut tx = desk.write().await;
    assert!(inbox::begin_posting(&mut tx, ids[1], "{}".into(), None).await.unwrap());
    assert_eq!(inbox::hold_moving_postings(&mut tx).await.unwrap(), 2);
    tx.commit().await.unwrap();
    for id in &ids {
        assert_eq!(posted(&desk, *id).await.state, ReplyState::Unknown);
    }
    // Until somebody looked, it is neither left nor published once more.
    let mut tx = desk.write().await;
    let back = fault(inbox::cancel_posting(&mut tx, &manager, ids[0]).await);
    assert_eq!(back, StatementFault::Posting(ReplyState::Unknown));
    let nowhere = fault(inbox::posting_arrived(&mut tx, &manager, ids[1], Some("ours/1")).await);
    assert_eq!(nowhere, StatementFault::Url);
    let there = Some(" https://example.org/ours/1 ");
    inbox::posting_arrived(&mut tx, &manager, ids[1], there).await.unwrap();
    inbox::posting_absent(&mut tx, &manager, ids[0]).await.unwrap();
    tx.commit().await.unwrap();
    let there = posted(&desk, ids[1]).await;
    assert_eq!((there.state, there.url.as_deref()), (ReplyState::Sent, Some("https://example.org/ours/1")));
    let absent = posted(&desk, ids[0]).await;
    assert_eq!(
        (absent.state, absent.state_reason.as_deref()),
        (ReplyState::FailedRetryable, Some("it did not arrive"))
    );
    let mut tx = desk.write().await;
    let known = fault(inbox::posting_absent(&mut tx, &manager, ids[1]).await);
    assert_eq!(known, StatementFault::Posting(ReplyState::Sent));
    inbox::cancel_posting(&mut tx, &manager, ids[0]).await.unwrap();
}
