//! Studies: their terms and books, their samples and codes, and what was learned from them.

use jiff::ToSpan as _;
use jiff::civil::date;
use model::{Coded, InsightState, MemberId, PostId, Role, StudyState};
use store::study::{self, About, Code, Decision, Drawing, StudyTerms, Variable};
use store::{Tx, insight, mention, post};

use super::threads::{Threads, threads};

fn terms(name: &str) -> StudyTerms {
    StudyTerms {
        name: name.into(),
        question: "Why?".into(),
        query: "lift".into(),
        first_day: date(2026, 11, 1),
        last_day: date(2026, 11, 30),
        size: 10,
        seed: "seed".into(),
    }
}

fn book() -> Vec<Variable> {
    let code = |name: &str| Code { name: name.into(), definition: format!("It is {name}") };
    let tone =
        Variable { name: "Tone".into(), definition: "As it sounds".into(), codes: vec![code("calm"), code("angry")] };
    let subject = Variable { name: "Subject".into(), definition: String::new(), codes: vec![code("b"), code("a")] };
    vec![tone, subject]
}

fn drawing(tx: &Tx, by: MemberId, last_post: PostId) -> Drawing {
    Drawing {
        began_at: tx.now() + 1.second(),
        by,
        begins_at: tx.now() - 24.hours(),
        ends_at: tx.now() + 24.hours(),
        position: 3,
        last_post,
        analysis: 2,
        after: PostId(0),
        to_look: 2,
        looked: 0,
        met: 0,
        spam: 0,
        gone: 0,
        earliest_at: None,
        latest_at: None,
        done_at: None,
    }
}

pub async fn a_study_reads_back_with_its_book_and_whatever_became_of_it() {
    let Threads { house, member, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let mut made = study::create(&mut tx, &terms("Lifts"), &book(), member).await.unwrap();
    assert_eq!((made.state, made.version, &made.drawing), (StudyState::Draft, 1, &None));
    assert_eq!(study::find(&mut tx, made.id).await.unwrap(), Some(made.clone()));
    let drawing = Drawing {
        met: 7,
        looked: 9,
        spam: 1,
        gone: 2,
        after: bob.post,
        earliest_at: Some(tx.now()),
        latest_at: Some(tx.now()),
        done_at: Some(tx.now()),
        ..drawing(&tx, member, bob.post)
    };
    made.drawing = Some(drawing);
    made.state = StudyState::Closed;
    made.version = 4;
    made.terms = StudyTerms { size: 20, last_day: date(2026, 12, 1), ..terms("Stairs") };
    (made.coding_at, made.ended_at) = (Some(tx.now()), Some(tx.now()));
    (made.agreed_at, made.closed_at) = (Some(tx.now()), Some(tx.now()));
    study::save(&mut tx, &made).await.unwrap();
    made.book = vec![book().remove(1)];
    study::keep_book(&mut tx, made.id, &made.book).await.unwrap();
    assert_eq!(study::find(&mut tx, made.id).await.unwrap(), Some(made.clone()));

    let second = study::create(&mut tx, &terms("Doors"), &book(), member).await.unwrap();
    let third = study::create(&mut tx, &terms("Bells"), &[], member).await.unwrap();
    made.archived_at = Some(tx.now());
    study::save(&mut tx, &made).await.unwrap();
    assert_eq!(study::all(&mut tx).await.unwrap(), [third, second, made], "the newest first, those put away last");
}

pub async fn a_sample_is_changed_by_its_lots_and_let_go_with_what_was_said_of_it() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let made = study::create(&mut tx, &terms("Lifts"), &book(), member).await.unwrap();
    let whole = drawing(&tx, member, bob.post);
    assert_eq!(study::last_heard(&mut tx).await.unwrap(), bob.post);
    assert_eq!(study::count_heard(&mut tx, &whole).await.unwrap(), 2);
    let heard = study::heard_after(&mut tx, &whole, 1).await.unwrap();
    assert_eq!(heard.iter().map(|one| one.said.post.id).collect::<Vec<_>>(), [anna.post]);
    assert!(!heard[0].is_spam && !heard[0].is_gone());
    let rest = Drawing { after: anna.post, ..whole.clone() };
    assert_eq!(study::heard_after(&mut tx, &rest, 9).await.unwrap().len(), 1);
    let until = Drawing { last_post: anna.post, ..whole.clone() };
    assert_eq!(study::count_heard(&mut tx, &until).await.unwrap(), 1, "what was heard later is left out");
    let early = Drawing { began_at: tx.now() - 30.seconds(), ..whole.clone() };
    assert_eq!(study::count_heard(&mut tx, &early).await.unwrap(), 1, "so is what became a mention later");
    assert_eq!(study::heard_after(&mut tx, &early, 9).await.unwrap().len(), 1);
    let past = Drawing { ends_at: tx.now() - 12.hours(), ..whole.clone() };
    assert_eq!(study::count_heard(&mut tx, &past).await.unwrap(), 0);
    store::spam::set(&mut tx, anna.conversation, true).await.unwrap();
    post::erase_words(&mut tx, bob.post, None).await.unwrap();
    let heard = study::heard_after(&mut tx, &whole, 9).await.unwrap();
    assert_eq!(
        heard.iter().map(|one| (one.is_spam, one.is_gone())).collect::<Vec<_>>(),
        [(true, false), (false, true)]
    );

    // `printf seed:7 | sha256sum` says the same.
    assert_eq!(study::lot("seed", PostId(7)), "0f1c63b88102f461803c0118ee3e89f1b31b928cd4bc21f5f6297cbb1544b76c");
    let lots = [("b".to_owned(), anna.post), ("a".to_owned(), bob.post)];
    study::change_lots(&mut tx, made.id, &[], &lots).await.unwrap();
    assert_eq!(study::lots(&mut tx, made.id).await.unwrap(), [lots[1].clone(), lots[0].clone()]);
    let items = study::items(&mut tx, made.id).await.unwrap();
    assert_eq!(
        items.iter().map(|one| (one.post.id, one.is_gone())).collect::<Vec<_>>(),
        [(bob.post, true), (anna.post, false)]
    );
    assert_eq!((items[1].channel_name.as_str(), items[1].language()), ("ours", Some("de")));
    study::change_lots(&mut tx, made.id, &[bob.post], &[]).await.unwrap();
    assert_eq!(study::item(&mut tx, made.id, bob.post).await.unwrap(), None);
    assert!(study::item(&mut tx, made.id, anna.post).await.unwrap().is_some());
    study::set_answers(&mut tx, made.id, anna.post, 1, &[(1, 2)]).await.unwrap();
    study::clear(&mut tx, made.id).await.unwrap();
    assert_eq!(
        (study::items(&mut tx, made.id).await.unwrap(), study::answers(&mut tx, made.id).await.unwrap()),
        (vec![], vec![])
    );
    assert!(mention::reasons(&mut tx, anna.post).await.unwrap().is_some(), "the mention itself stays");
}

pub async fn what_was_said_of_a_post_is_told_of_studies_whose_coding_has_ended() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let mut ended = study::create(&mut tx, &terms("Lifts"), &book(), member).await.unwrap();
    let open = study::create(&mut tx, &terms("Stairs"), &book(), member).await.unwrap();
    for id in [ended.id, open.id] {
        let lots = [("b".to_owned(), anna.post), ("a".to_owned(), bob.post)];
        study::change_lots(&mut tx, id, &[], &lots).await.unwrap();
        study::set_answers(&mut tx, id, anna.post, 1, &[(1, 2), (2, 1)]).await.unwrap();
        study::set_answers(&mut tx, id, anna.post, 2, &[(1, 1)]).await.unwrap();
        study::set_answers(&mut tx, id, bob.post, 2, &[(1, 1)]).await.unwrap();
    }
    let decision = Decision { post: anna.post, variable: 1, code: 0, by: member, reason: "so".into(), at: tx.now() };
    study::decide(&mut tx, ended.id, &decision).await.unwrap();
    assert!(study::about(&mut tx, &[anna.post]).await.unwrap().is_empty(), "both are being coded");
    ended.ended_at = Some(tx.now());
    study::save(&mut tx, &ended).await.unwrap();
    let coded = |first, second, decided| Coded { first, second, decided };
    let about = |coded, reason: &str| About { coded, reason: reason.into() };
    let wanted = [
        ((ended.id, anna.post, 1), about(coded(Some(2), Some(1), Some(0)), "so")),
        ((ended.id, anna.post, 2), about(coded(Some(1), None, None), "")),
    ];
    assert_eq!(study::about(&mut tx, &[anna.post]).await.unwrap(), wanted.into());
}

pub async fn codes_notes_and_decisions_are_kept_by_coder_and_question() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let other = house.member(Role::Leader).await;
    let mut tx = house.write().await;
    let made = study::create(&mut tx, &terms("Lifts"), &book(), member).await.unwrap();
    let lots = [("b".to_owned(), anna.post), ("a".to_owned(), bob.post)];
    study::change_lots(&mut tx, made.id, &[], &lots).await.unwrap();
    study::set_coders(&mut tx, made.id, &[other, member]).await.unwrap();
    assert_eq!(study::coders(&mut tx, made.id).await.unwrap(), [other, member]);
    study::set_coders(&mut tx, made.id, &[member, other]).await.unwrap();
    assert_eq!(study::coders_of_all(&mut tx).await.unwrap(), [(made.id, vec![member, other])].into());

    study::set_answers(&mut tx, made.id, anna.post, 1, &[(1, 2), (2, 1)]).await.unwrap();
    study::set_answers(&mut tx, made.id, anna.post, 1, &[(1, 1), (2, 1)]).await.unwrap();
    study::set_answers(&mut tx, made.id, anna.post, 2, &[(1, 2), (2, 1)]).await.unwrap();
    study::set_answers(&mut tx, made.id, bob.post, 1, &[(1, 0), (2, 2)]).await.unwrap();
    let of_first = study::answers_of(&mut tx, made.id, 1).await.unwrap();
    let said: Vec<_> = of_first.iter().map(|one| (one.post, one.variable, one.code)).collect();
    assert_eq!(said, [(anna.post, 1, 1), (anna.post, 2, 1), (bob.post, 1, 0), (bob.post, 2, 2)]);
    assert_eq!(study::answers(&mut tx, made.id).await.unwrap().len(), 6);
    assert_eq!(study::answer_counts(&mut tx, made.id).await.unwrap(), [(1, 4), (2, 2)].into());
    assert!(study::disputed(&mut tx, made.id, anna.post, 1).await.unwrap());
    for (post, variable) in [(anna.post, 2), (bob.post, 1)] {
        assert!(!study::disputed(&mut tx, made.id, post, variable).await.unwrap());
    }
    assert_eq!(study::open_disputes(&mut tx, made.id).await.unwrap(), 1);
    let first = Decision { post: anna.post, variable: 1, code: 2, by: other, reason: "so".into(), at: tx.now() };
    study::decide(&mut tx, made.id, &first).await.unwrap();
    let second = Decision { code: 0, by: member, reason: String::new(), ..first };
    study::decide(&mut tx, made.id, &second).await.unwrap();
    assert_eq!(study::decisions(&mut tx, made.id).await.unwrap(), [second]);
    assert_eq!(study::open_disputes(&mut tx, made.id).await.unwrap(), 0);

    study::keep_note(&mut tx, made.id, anna.post, 1, "hm").await.unwrap();
    study::keep_note(&mut tx, made.id, anna.post, 1, "hmm").await.unwrap();
    study::keep_note(&mut tx, made.id, anna.post, 2, "aha").await.unwrap();
    assert_eq!(study::notes(&mut tx, made.id, 1).await.unwrap(), [(anna.post, "hmm".to_owned())].into());
    study::forget_note(&mut tx, made.id, anna.post, 1).await.unwrap();
    assert!(study::notes(&mut tx, made.id, 1).await.unwrap().is_empty());
    assert_eq!(study::notes(&mut tx, made.id, 2).await.unwrap().len(), 1);
}

pub async fn what_was_learned_keeps_what_shows_it_and_its_steps() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let made = study::create(&mut tx, &terms("Lifts"), &book(), member).await.unwrap();
    let other = study::create(&mut tx, &terms("Stairs"), &book(), member).await.unwrap();
    let mut first = insight::create(&mut tx, made.id, "Lifts break.", &[anna.post, bob.post]).await.unwrap();
    insight::step(&mut tx, &first, member, "").await.unwrap();
    let second = insight::create(&mut tx, other.id, "Stairs do not.", &[]).await.unwrap();
    (first.state, first.version, first.changed_at) = (InsightState::Done, 2, tx.now() + 1.hour());
    insight::step(&mut tx, &first, member, "Mended.").await.unwrap();
    assert_eq!(insight::find(&mut tx, first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(insight::all(&mut tx).await.unwrap(), [second, first.clone()]);
    assert_eq!(insight::of_study(&mut tx, made.id).await.unwrap(), [first.clone()]);
    let mut posts = insight::posts(&mut tx).await.unwrap();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts.remove(&first.id).unwrap(), [anna.post, bob.post]);
    let steps = insight::steps(&mut tx).await.unwrap().remove(&first.id).unwrap();
    let told: Vec<_> = steps.iter().map(|one| (one.state, one.by, one.note.as_str())).collect();
    assert_eq!(told, [(InsightState::Noted, member, ""), (InsightState::Done, member, "Mended.")]);
}
