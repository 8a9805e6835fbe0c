//! Facts: who keeps them and stands for them, until when they were looked at, and what was said with them.

use inbox::{Answer, FactFault, InboxError, VariantFault, keep_fact, put_fact_away, review_fact, said_with};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use model::{
    Clock as _, EventKind, FactAct, FactId, FactUse, Function, Giving, NoticeKind, ReplyState, Right, Role, Said,
};
use store::draft::{self, DraftKind};
use store::fact::{self, AnswersAsked, Fact, FactTerms, Source};
use store::member::Member;
use store::notice::{self, About};
use store::team::TeamTerms;
use store::variant::Variant;
use store::{Tx, member};

use crate::desk::{Desk, addressed, answer};

/// Two hours before UTC: the day of a review begins later than there.
fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(-2))
}

fn line(language: &str, text: &str) -> Variant {
    Variant { language: language.into(), text: text.into() }
}

fn terms(claim: &str, owner: &Member) -> FactTerms {
    FactTerms {
        claim: claim.into(),
        source: Source { title: "Access report".into(), url: Some("https://example.org/access".into()) },
        owner: owner.id,
        review_on: date(2026, 12, 1),
        lines: vec![line("", "There is a ramp, {{first_name}}.")],
    }
}

async fn kept(desk: &Desk, who: &Member, id: Option<FactId>, wanted: FactTerms) -> Result<FactId, InboxError> {
    let mut tx = desk.write().await;
    let id = keep_fact(&mut tx, who, id, None, (wanted, &zone())).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn find(desk: &Desk, id: FactId) -> Fact {
    fact::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

/// What a member was told of facts, oldest first.
async fn told(desk: &Desk, who: &Member) -> Vec<(NoticeKind, About)> {
    let mut tx = desk.write().await;
    inbox::tell_of_reviews(&mut tx, 9).await.unwrap();
    tx.commit().await.unwrap();
    let notices = notice::of_member(&mut desk.read().await, who.id, 99).await.unwrap();
    notices.into_iter().rev().map(|one| (one.kind, one.about)).collect()
}

async fn communicates(desk: &Desk, who: &Member) {
    let terms = TeamTerms {
        name: "Press office".into(),
        function: Function::Communication,
        calendar: None,
        members: vec![who.id],
        giving: Giving::ByHand,
        keeps_hours: false,
    };
    let mut tx = desk.write().await;
    inbox::keep_team(&mut tx, &desk.member("owner").await, None, terms).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn facts_are_kept_by_managers_and_by_members_of_a_team_for_communication() {
    let desk = Desk::new().await;
    let (member, second) = (desk.member("member").await, desk.member("second").await);
    for role in Role::ALL {
        let who = desk.member(role.as_str()).await;
        let outcome = kept(&desk, &who, None, terms(&format!("Said by {role}"), &member)).await;
        match role.may(Right::KeepFacts) {
            true => assert!(outcome.is_ok(), "{role}: {outcome:?}"),
            false => assert!(matches!(outcome, Err(InboxError::Forbidden(Right::KeepFacts))), "{role}: {outcome:?}"),
        }
    }
    communicates(&desk, &second).await;
    let id = kept(&desk, &second, None, terms("Dogs travel free", &second)).await.unwrap();
    let refused = kept(&desk, &member, Some(id), terms("Cats travel free", &member)).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepFacts))), "{refused:?}");
    // Who is of the team and does not answer any more keeps nothing.
    let mut tx = desk.write().await;
    member::set_role(&mut tx, desk.member("owner").await.id, &second, Role::Leader).await.unwrap();
    tx.commit().await.unwrap();
    let second = desk.member("second").await;
    let refused = kept(&desk, &second, Some(id), terms("Cats travel free", &member)).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepFacts))), "{refused:?}");
}

pub async fn whoever_stands_for_a_fact_says_that_it_is_still_true_or_takes_it_back() {
    let desk = Desk::new().await;
    let (owner, member, second) =
        (desk.member("owner").await, desk.member("member").await, desk.member("second").await);
    let id = kept(&desk, &owner, None, terms("The lift runs", &member)).await.unwrap();
    let (on, zone) = (date(2027, 6, 1), zone());
    let mut tx = desk.write().await;
    for refused in
        [review_fact(&mut tx, &second, id, None, (on, &zone)).await, put_fact_away(&mut tx, &second, id, true).await]
    {
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepFacts))), "{refused:?}");
    }
    review_fact(&mut tx, &member, id, Some(1), (on, &zone)).await.unwrap();
    put_fact_away(&mut tx, &member, id, true).await.unwrap();
    let refused = put_fact_away(&mut tx, &member, id, false).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::KeepFacts))), "{refused:?}");
    put_fact_away(&mut tx, &owner, id, false).await.unwrap();
    tx.commit().await.unwrap();
    let found = find(&desk, id).await;
    assert_eq!((found.version, found.terms.review_on, found.archived_at), (1, on, None));
    let history = fact::history(&mut desk.read().await, id).await.unwrap();
    let did: Vec<_> = history.iter().map(|one| (one.act, one.member)).collect();
    let by = [
        (FactAct::Create, owner.id),
        (FactAct::Review, member.id),
        (FactAct::PutAway, member.id),
        (FactAct::TakeOut, owner.id),
    ];
    assert_eq!(did, by);
    let log = desk.log().await;
    let told: Vec<_> = log.iter().map(|one| one.kind).filter(|kind| kind.as_str().starts_with("fact.")).collect();
    assert_eq!(
        told,
        [EventKind::FactCreated, EventKind::FactReviewed, EventKind::FactArchived, EventKind::FactRestored]
    );
    assert!(log.iter().all(|one| !one.data.to_string().contains("lift")), "no words in the log");
}

pub async fn what_cannot_be_a_fact_says_why_and_what_stood_before_may_stay() {
    let desk = Desk::new().await;
    let (owner, member, leader) =
        (desk.member("owner").await, desk.member("member").await, desk.member("leader").await);
    let id = kept(&desk, &owner, None, terms("  The lift\n runs ", &member)).await.unwrap();
    assert_eq!(find(&desk, id).await.terms.claim, "The lift runs");
    let wanted = || terms("Dogs travel free", &member);
    let at = |url: &str| FactTerms { source: Source { title: "x".into(), url: Some(url.into()) }, ..wanted() };
    let on = |review_on: Date| FactTerms { review_on, ..wanted() };
    let twice = vec![line("de", "a"), line("DE", "b")];
    // It is the 23rd of November in that zone.
    let wrong = [
        (terms(" ", &member), FactFault::Claim),
        (terms(&"x".repeat(301), &member), FactFault::Claim),
        (terms("the LIFT  runs", &member), FactFault::ClaimTaken),
        (FactTerms { source: Source { title: " ".into(), url: None }, ..wanted() }, FactFault::Source),
        (FactTerms { source: Source { title: "x".repeat(201), url: None }, ..wanted() }, FactFault::Source),
        (at("ftp://example.org/x"), FactFault::SourceUrl),
        (at("example.org"), FactFault::SourceUrl),
        (at("https://example.org/a b"), FactFault::SourceUrl),
        (at(&format!("https://example.org/{}", "x".repeat(2_000))), FactFault::SourceUrl),
        (terms("Dogs travel free", &leader), FactFault::Owner),
        (FactTerms { owner: 7.into(), ..wanted() }, FactFault::Owner),
        (on(date(2026, 11, 23)), FactFault::ReviewPast),
        (on(date(2028, 11, 24)), FactFault::ReviewFar),
        (FactTerms { lines: twice, ..wanted() }, FactFault::Lines(VariantFault::LanguageTwice("de".into()))),
    ];
    for (terms, fault) in wrong {
        let refused = kept(&desk, &owner, None, terms).await;
        assert!(matches!(&refused, Err(InboxError::Fact(one)) if *one == fault), "{fault:?}: {refused:?}");
    }
    kept(&desk, &owner, None, on(date(2028, 11, 23))).await.unwrap();
    kept(&desk, &owner, None, FactTerms { lines: vec![], ..terms("No lines at all", &member) }).await.unwrap();

    // An owner who left and a day that has come are no reason to refuse another word.
    desk.later(30 * 86_400);
    let mut tx = desk.write().await;
    member::disable(&mut tx, owner.id, member.id).await.unwrap();
    tx.commit().await.unwrap();
    let others = FactTerms { lines: vec![line("de", "Er läuft.")], ..terms("The lift runs", &member) };
    kept(&desk, &owner, Some(id), others.clone()).await.unwrap();
    let zone = zone();
    let mut tx = desk.write().await;
    let seen = keep_fact(&mut tx, &owner, Some(id), Some(1), (others, &zone)).await;
    assert!(matches!(seen, Err(InboxError::FactChanged { version: 2 })), "{seen:?}");
    let seen = review_fact(&mut tx, &owner, id, Some(1), (date(2027, 6, 1), &zone)).await;
    assert!(matches!(seen, Err(InboxError::FactChanged { version: 2 })), "{seen:?}");
    let seen = review_fact(&mut tx, &owner, id, Some(2), (date(2026, 12, 1), &zone)).await;
    assert!(matches!(seen, Err(InboxError::Fact(FactFault::ReviewPast))), "{seen:?}");
    put_fact_away(&mut tx, &owner, id, true).await.unwrap();
    tx.commit().await.unwrap();
    kept(&desk, &owner, None, FactTerms { review_on: date(2027, 1, 1), ..terms("The lift runs", &owner) })
        .await
        .unwrap();
    let mut tx = desk.write().await;
    let refused = put_fact_away(&mut tx, &owner, id, false).await;
    assert!(matches!(refused, Err(InboxError::Fact(FactFault::ClaimTaken))), "{refused:?}");
    assert!(matches!(
        review_fact(&mut tx, &owner, id, None, (date(2027, 6, 1), &zone)).await,
        Err(InboxError::Missing(_))
    ));
}

pub async fn a_version_stands_until_something_that_was_said_is_said_otherwise() {
    let desk = Desk::new().await;
    let (owner, member) = (desk.member("owner").await, desk.member("member").await);
    let first = terms("The lift runs", &member);
    let id = kept(&desk, &owner, None, first.clone()).await.unwrap();
    let stands = async |wanted: FactTerms| {
        kept(&desk, &owner, Some(id), wanted).await.unwrap();
        let found = find(&desk, id).await;
        (found.version, found.stands_since)
    };
    assert_eq!(stands(first.clone()).await, (1, 1), "nothing is another");
    let second = FactTerms { owner: owner.id, review_on: date(2027, 2, 1), ..first };
    assert_eq!(stands(second.clone()).await, (2, 1), "who stands for it says nothing else");
    let german = line("de", "Es gibt eine Rampe.");
    let third = FactTerms { lines: vec![second.lines[0].clone(), german.clone()], ..second };
    assert_eq!(stands(third.clone()).await, (3, 1), "a line more takes nothing back");
    let fourth = FactTerms { lines: vec![german], ..third };
    assert_eq!(stands(fourth.clone()).await, (4, 4), "a line less does");
    let fifth = FactTerms { claim: "The lift stands".into(), ..fourth };
    assert_eq!(stands(fifth.clone()).await, (5, 5));
    let sixth = FactTerms { source: Source { title: "Works department".into(), url: None }, ..fifth };
    assert_eq!(stands(sixth).await, (6, 6));
    let steps = fact::history(&mut desk.read().await, id).await.unwrap();
    let lines: Vec<bool> = steps.iter().map(|one| one.lines_changed).collect();
    assert_eq!(lines, [true, false, true, true, false, false]);
}

pub async fn an_owner_is_told_once_for_each_day_and_nobody_of_what_is_put_away() {
    let desk = Desk::new().await;
    let (owner, member, second) =
        (desk.member("owner").await, desk.member("member").await, desk.member("second").await);
    let id = kept(&desk, &owner, None, terms("The lift runs", &member)).await.unwrap();
    let away = kept(&desk, &owner, None, terms("Dogs travel free", &member)).await.unwrap();
    let mut tx = desk.write().await;
    put_fact_away(&mut tx, &owner, away, true).await.unwrap();
    tx.commit().await.unwrap();
    let due: Timestamp = "2026-12-01T02:00:00Z".parse().unwrap();
    let until = |at: Timestamp| u64::try_from(at.duration_since(desk.clock.now()).as_secs()).unwrap();
    desk.later(until(due) - 1);
    assert_eq!(told(&desk, &member).await, [], "the day has not begun there");
    desk.later(1);
    let once = [(NoticeKind::FactDue, About::Fact(id))];
    assert_eq!(told(&desk, &member).await, once);
    assert_eq!(told(&desk, &member).await, once, "once for this day");
    assert_eq!(desk.count(EventKind::FactDue).await, 1);

    let zone = zone();
    let mut tx = desk.write().await;
    review_fact(&mut tx, &member, id, None, (date(2026, 12, 3), &zone)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&desk, &member).await, once);
    desk.later(2 * 86_400);
    assert_eq!(told(&desk, &member).await.len(), 2, "again for another day");
    // Whoever stands for it from now on has not been told yet.
    let handed = FactTerms { review_on: date(2026, 12, 3), ..terms("The lift runs", &second) };
    kept(&desk, &owner, Some(id), handed).await.unwrap();
    assert_eq!(told(&desk, &second).await, once);
    assert_eq!(told(&desk, &member).await.len(), 2);
    // Nobody is told who has left; the fact shows that nobody stands for it.
    let mut tx = desk.write().await;
    review_fact(&mut tx, &owner, id, None, (date(2026, 12, 5), &zone)).await.unwrap();
    member::disable(&mut tx, owner.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(3 * 86_400);
    assert_eq!(told(&desk, &second).await, once);
    assert_eq!(fact::to_tell(&mut desk.read().await, 9).await.unwrap(), []);
}

pub async fn facts_that_need_somebody_come_first() {
    let desk = Desk::new().await;
    let (owner, member, second) =
        (desk.member("owner").await, desk.member("member").await, desk.member("second").await);
    let on = |claim: &str, who: &Member, review_on: Date| FactTerms { review_on, ..terms(claim, who) };
    let later = date(2027, 3, 1);
    let mut ids = Vec::new();
    for wanted in [
        on("b good", &owner, later),
        on("a good", &owner, later),
        on("due", &owner, date(2026, 12, 2)),
        on("longer due", &owner, date(2026, 12, 1)),
        on("left", &member, later),
        on("a leader's", &second, later),
        on("away", &member, later),
    ] {
        ids.push(kept(&desk, &owner, None, wanted).await.unwrap());
    }
    let mut tx = desk.write().await;
    put_fact_away(&mut tx, &owner, ids[6], true).await.unwrap();
    member::disable(&mut tx, owner.id, member.id).await.unwrap();
    member::set_role(&mut tx, owner.id, &second, Role::Leader).await.unwrap();
    let all = inbox::facts(&mut tx, date(2026, 12, 2)).await.unwrap();
    let claims: Vec<(&str, bool)> =
        all.iter().map(|one| (one.fact.terms.claim.as_str(), one.owner.is_some())).collect();
    let expected = [
        ("a leader's", false),
        ("left", false),
        ("longer due", true),
        ("due", true),
        ("a good", true),
        ("b good", true),
        ("away", false),
    ];
    assert_eq!(claims, expected);
}

async fn begun(tx: &mut Tx, id: model::ConversationId, who: &Member) -> (Option<String>, Vec<Said>) {
    let text = draft::find(tx, id, who.id, DraftKind::Reply).await.unwrap();
    (text, draft::said(tx, id, who.id).await.unwrap())
}

pub async fn an_answer_remembers_its_facts_also_put_off_taken_back_and_merged() {
    let desk = Desk::new().await;
    let (owner, ada) = (desk.member("owner").await, desk.member("member").await);
    let lift = kept(&desk, &owner, None, terms("The lift runs", &ada)).await.unwrap();
    let dogs = kept(&desk, &owner, None, terms("Dogs travel free", &ada)).await.unwrap();
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let said = |fact, version| Said::Fact(FactUse { fact, version });
    let mut tx = desk.write().await;
    let later = Some(tx.now() + 2.hours());
    let reply = inbox::answer(&mut tx, &ada, Answer { later, ..answer(id) }).await.unwrap();
    let nowhere = FactId(7);
    // Said twice, never written, in a version that has not been yet: what is known of them is kept.
    let all = [said(lift, 9), said(dogs, 1), said(lift, 1), said(nowhere, 1)];
    said_with(&mut tx, &reply, &all).await.unwrap();
    tx.commit().await.unwrap();
    let kept_with = [said(lift, 1), said(dogs, 1)];
    let facts = fact::of_reply(&mut desk.read().await, reply.id).await.unwrap();
    assert_eq!(facts.into_iter().map(Said::Fact).collect::<Vec<_>>(), kept_with);
    let told = desk.log().await.into_iter().find(|one| one.kind == EventKind::FactSaid).unwrap();
    assert_eq!((told.conversation, told.data["facts"].as_array().unwrap().len()), (Some(id), 2));

    // Somebody writes before it goes out: it is a draft again, with what it was made with.
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &ada, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.write().await;
    assert_eq!(begun(&mut tx, id, &ada).await, (Some("Er kommt gleich.".into()), kept_with.to_vec()));
    let answers = fact::answers(&mut tx, lift, AnswersAsked::default(), 9).await.unwrap();
    assert_eq!(answers, [], "what was taken back is said nowhere");

    // Merged with another, and taken apart.
    draft::keep(&mut tx, other, ada.id, DraftKind::Reply, "Hunde").await.unwrap();
    draft::keep_said(&mut tx, other, ada.id, &[said(dogs, 1)]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.write().await;
    draft::keep_said(&mut tx, id, ada.id, &[said(lift, 1)]).await.unwrap();
    let deed = inbox::merge(&mut tx, &ada, id, other).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.write().await;
    assert_eq!(begun(&mut tx, other, &ada).await.1, [said(dogs, 1), said(lift, 1)]);
    inbox::undo(&mut tx, &ada, deed).await.unwrap();
    assert_eq!(begun(&mut tx, other, &ada).await, (Some("Hunde".into()), vec![said(dogs, 1)]));
    assert_eq!(begun(&mut tx, id, &ada).await.1, [said(lift, 1)]);
}

pub async fn a_fact_says_its_line_in_their_language_and_else_its_claim() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let lines = vec![line("de", "Er läuft."), line("", "It runs.")];
    let id = kept(&desk, &owner, None, FactTerms { lines, ..terms("The lift runs", &owner) }).await.unwrap();
    let found = find(&desk, id).await;
    assert_eq!(
        found.terms.lines,
        [line("", "It runs."), line("de", "Er läuft.")],
        "in the order in which they are read"
    );
    let says = |language| inbox::said_as(&found, language).text;
    assert_eq!(
        (says(Some("de-AT")), says(Some("fr")), says(None)),
        ("Er läuft.".into(), "It runs.".into(), "It runs.".into())
    );
    let bare =
        kept(&desk, &owner, None, FactTerms { lines: vec![], ..terms("Dogs travel free", &owner) }).await.unwrap();
    assert_eq!(inbox::said_as(&find(&desk, bare).await, Some("de")), line("", "Dogs travel free"));
}

pub async fn an_answer_that_is_out_still_names_its_fact() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let id = kept(&desk, &owner, None, terms("The lift runs", &owner)).await.unwrap();
    desk.file(&addressed("a", "renske", "Läuft der Aufzug?"), &[]).await;
    let conversation = desk.thread_of("a").await;
    let mut tx = desk.write().await;
    let mut reply = inbox::answer(&mut tx, &owner, answer(conversation)).await.unwrap();
    said_with(&mut tx, &reply, &[Said::Fact(FactUse { fact: id, version: 1 })]).await.unwrap();
    (reply.state, reply.sent_at) = (ReplyState::Sent, Some(tx.now()));
    store::reply::save(&mut tx, &reply).await.unwrap();
    tx.commit().await.unwrap();
    kept(&desk, &owner, Some(id), terms("The lift stands", &owner)).await.unwrap();
    let found = find(&desk, id).await;
    let answers = fact::answers(&mut desk.read().await, id, AnswersAsked::default(), 9).await.unwrap();
    assert_eq!((answers.len(), answers[0].conversation, answers[0].to.as_str()), (1, conversation, "renske.example"));
    assert!(!found.holds(answers[0].version), "it says what no longer holds");
    assert_eq!(fact::uses(&mut desk.read().await).await.unwrap()[&id].outdated, 1);
}
