//! A person who was erased is in no column of any table, and everything that was counted still is.

use super::own_pictures::remade;
use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{Consenting, Described, Filed, InboxError};
use listening::{FieldContext, Query};
use model::{
    ApprovalFallback, ApprovalOutcome, ApprovalTerms, AuthorId, Change, ConsentPurpose, ConsentState, ConversationId,
    Correcting, EventKind, Finder, GestureKind, LengthRule, Mark, MarkKind, ObligationKind, Owing, PictureRule,
    ReceivedPost, ReplyState, Right, Role, Wrong,
};
use store::approval::{self, Approval};
use store::conversation::{self, View};
use store::draft::{self, DraftKind};
use store::erasure;
use store::fact::{FactTerms, Source};
use store::member::Member;
use store::person;
use store::reply::{self, Reply};
use store::seal::{self, Verdict};
use store::variant::Variant;

const WORDS: &str = "Zwetschgendatschi";
const HANDLE: &str = "fr.zwackelmann.example";
const NAME: &str = "Zwackelmann";
/// What was typed for a conversation of hers and one of another at once.
const OWED_TO_BOTH: &str = "Bring cake";
/// What was noted in a conversation of another that was merged into hers.
const OTHERS_NOTE: &str = "Carl takes tea.";

fn hers(mut post: ReceivedPost) -> ReceivedPost {
    post.text = format!("{} {WORDS}", post.text);
    post.author.remote_id = format!("did:plc:{HANDLE}");
    post.author.handle = Some(HANDLE.into());
    post.author.display_name = Some(NAME.into());
    post.author.url = Some(format!("https://social.example/{HANDLE}"));
    post.url = Some(format!("https://social.example/{HANDLE}/{}", post.remote.id));
    post
}

/// The whole database as a back-up writes it: a line of each table with its columns, and one of each row.
async fn written(desk: &Desk) -> Vec<(String, String)> {
    let mut text = Vec::new();
    store::backup::write(&mut desk.read().await, &mut text, |_| {}).await.unwrap();
    let mut table = String::new();
    let mut rows = Vec::new();
    for line in String::from_utf8(text).unwrap().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        match value.get("table").and_then(|name| name.as_str()) {
            Some(name) => table = name.to_owned(),
            None => rows.push((table.clone(), line.to_lowercase())),
        }
    }
    rows
}

/// The tables that hold a word, a handle or a name of hers.
async fn traces(desk: &Desk) -> Vec<String> {
    let is_hers = |row: &str| [WORDS, HANDLE, NAME].iter().any(|word| row.contains(&word.to_lowercase()));
    let mut found: Vec<String> =
        written(desk).await.into_iter().filter(|(_, row)| is_hers(row)).map(|(table, _)| table).collect();
    found.dedup();
    found
}

/// How many rows each table has of those that are counted, and how many conversations a list shows.
async fn counts(desk: &Desk) -> Vec<(String, usize)> {
    let rows = written(desk).await;
    let listed = conversation::count(&mut desk.read().await, View::All, usize::MAX).await.unwrap();
    let mut counts = vec![("listed".to_owned(), listed as usize)];
    for table in ["conversation", "post", "mention", "topic_match", "conversation_topic", "reply", "note", "obligation"]
    {
        counts.push((table.to_owned(), rows.iter().filter(|(of, _)| of == table).count()));
    }
    counts
}

/// Whether a search finds anything by these words, or the people by this name.
async fn is_found(desk: &Desk, typed: &str) -> bool {
    let (query, asker) = (Query::parse(typed, FieldContext::View).unwrap(), desk.member("owner").await.id);
    let search = inbox::Search::new(View::All, &query, typed, asker);
    let found = search.look(&desk.store, None, inbox::Want { rows: 9, found: 9, looked: 99 }).await.unwrap();
    !found.rows.is_empty() || !person::by_name(&mut desk.read().await, typed).await.unwrap().is_empty()
}

fn owing(words: &str) -> Owing {
    Owing {
        kind: ObligationKind::Fix,
        words: words.into(),
        function: model::Function::Service,
        member: None,
        due_at: None,
        post: None,
    }
}

/// An answer of ours that names her, that was returned once, and that is queued.
async fn queued(desk: &Desk, member: &Member, conversation: ConversationId) -> Reply {
    let version = desk.find(conversation).await.version;
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let text = format!("Dear @{HANDLE}, dear {NAME}");
    let rule = PictureRule { count_max: 1, bytes_max: 1_000, alt: LengthRule::NONE };
    let picture =
        inbox::hand_picture_in(&mut tx, member, conversation, rule, &remade(&format!("{WORDS} {conversation}"))).await;
    let alt = format!("{NAME} at the counter");
    let pictures = [Described { picture: picture.unwrap().id, alt: &alt }];
    let answer = inbox::Answer {
        version_seen: version,
        text: &text,
        pictures: &pictures,
        picture_rule: rule,
        ..answer(conversation)
    };
    let reply = inbox::answer(&mut tx, member, answer).await.unwrap();
    let terms = ApprovalTerms { roles: vec![Role::Member], ..ApprovalTerms::default() };
    let policy =
        inbox::keep_approval_policy(&mut tx, &manager, None, (&format!("for {}", reply.id), terms)).await.unwrap();
    let asked = Approval {
        reply: reply.id,
        policy: (policy, 1),
        grounds: vec![],
        team: None,
        fallback: ApprovalFallback::Return,
        written: format!("{text}, as you said"),
        asked_at: tx.now(),
        due_at: None,
        lapsed_at: None,
        decided: None,
    };
    approval::ask(&mut tx, &asked).await.unwrap();
    let remark = format!("{NAME} is @{HANDLE}");
    approval::settle(&mut tx, reply.id, ApprovalOutcome::Returned, Some(manager.id), Some(&remark)).await.unwrap();
    tx.commit().await.unwrap();
    reply
}

async fn becomes(desk: &Desk, reply: &mut Reply, state: ReplyState) {
    reply.state = state;
    reply.prepared = Some(format!("at://did:plc:{HANDLE}/1"));
    reply.state_reason = Some(format!("@{HANDLE} was spoken to"));
    let mut tx = desk.write().await;
    reply::save(&mut tx, reply).await.unwrap();
    tx.commit().await.unwrap();
}

/// She speaks on her own and in the thread of another, is answered, noted, owed something; another one names her.
async fn spoken(desk: &Desk) -> AuthorId {
    let filed = desk.file(&hers(addressed("hers", "x", "Wo bleibt der Zug?")), &desk.topics[..1]).await;
    let Filed::New { author, conversation, .. } = filed else { panic!() };
    let Filed::New { conversation: his, .. } = desk.file(&addressed("his", "bob", "Hallo"), &[]).await else {
        panic!()
    };
    let mut naming = in_thread("naming", "hers", "hers", "bob", &format!("@{HANDLE} said it"));
    naming.marks = vec![Mark { start: 0, end: HANDLE.len() + 1, kind: MarkKind::Mention(format!("did:plc:{HANDLE}")) }];
    desk.file(&naming, &[]).await;
    desk.file(&hers(in_thread("hers too", "his", "his", "x", "Auch ich")), &[]).await;
    let member = desk.member("owner").await;
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, &member, conversation, &format!("{NAME} likes {WORDS}")).await.unwrap();
    inbox::write_note(&mut tx, &member, his, &format!("Ask @{HANDLE}")).await.unwrap();
    inbox::owe(&mut tx, &member, conversation, owing(&format!("Bring {WORDS}"))).await.unwrap();
    inbox::owe(&mut tx, &member, his, owing(&format!("Ask @{HANDLE}"))).await.unwrap();
    let both = Change::Owe { owing: owing(OWED_TO_BOTH) };
    inbox::choose(&mut tx, &member, both, &[conversation, his]).await.unwrap();
    inbox::write_person_note(&mut tx, &member, author, WORDS).await.unwrap();
    let consenting = Consenting {
        author,
        purpose: ConsentPurpose::Quote,
        state: ConsentState::Given,
        post: None,
        words: WORDS.into(),
    };
    inbox::note_consent(&mut tx, &member, &consenting).await.unwrap();
    reported(&mut tx, &member, (desk.post_id("hers").await, desk.post_id("his").await)).await;
    for (conversation, kind, text) in [
        (conversation, DraftKind::Note, WORDS.to_owned()),
        (his, DraftKind::Note, format!("Ask @{HANDLE}")),
        (his, DraftKind::Reply, format!("Dear @{HANDLE}, dear {NAME}")),
    ] {
        draft::keep(&mut tx, conversation, member.id, kind, &text).await.unwrap();
    }
    let rule = PictureRule { count_max: 1, bytes_max: 1_000, alt: LengthRule::NONE };
    for id in [conversation, his] {
        let picture = inbox::lay_picture(&mut tx, &member, id, rule, &remade(&format!("begun {id}"))).await.unwrap().id;
        let alt = format!("{NAME} on the platform");
        inbox::describe_pictures(&mut tx, &member, &[Described { picture, alt: &alt }]).await.unwrap();
    }
    let naming = FactTerms {
        claim: format!("@{HANDLE} won"),
        source: Source { title: format!("Press release on @{HANDLE}"), url: None },
        owner: member.id,
        review_on: jiff::civil::date(2027, 1, 1),
        lines: vec![Variant { language: "de".into(), text: format!("@{HANDLE} hat gewonnen") }],
    };
    inbox::keep_fact(&mut tx, &member, None, None, (naming, &jiff::tz::TimeZone::UTC)).await.unwrap();
    name_in_a_study(&mut tx, &member).await;
    store::quarantine::keep(&mut tx, desk.channel, "s", &format!("{{did:plc:{HANDLE} {WORDS}"), "unreadable")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for id in [conversation, his] {
        let mut reply = queued(desk, &member, id).await;
        for state in [ReplyState::NeedsApproval, ReplyState::Queued, ReplyState::Sending, ReplyState::Unknown] {
            becomes(desk, &mut reply, state).await;
            let mut tx = desk.write().await;
            let refused = inbox::erase_person(&mut tx, &member, author, HANDLE).await;
            assert!(matches!(refused, Err(InboxError::AnswersMoving)), "{state}: {refused:?}");
        }
        becomes(desk, &mut reply, ReplyState::Delivered).await;
        owned_up(desk, &member, &reply, author).await;
    }
    merged_into(desk, &member, conversation).await;
    author
}

/// An answer says that another was wrong, and names her who found it; so does one that is begun.
async fn owned_up(desk: &Desk, member: &Member, reply: &Reply, author: AuthorId) {
    let correcting = Correcting {
        wrong: Wrong::Reply(reply.id),
        error: format!("It was not @{HANDLE}"),
        right: Some(format!("As {NAME} says")),
        finder: Finder::Person(author),
    };
    let mut tx = desk.write().await;
    store::correction::make(&mut tx, reply.id, member.id, &correcting).await.unwrap();
    draft::keep_correcting(&mut tx, reply.conversation, member.id, Some(&correcting)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Reports what she said, under a house rule that names her, and likes it; reports what he said, and changes the dials, for a
/// reason that names her.
async fn reported(tx: &mut store::Tx, member: &Member, (post, his): (model::PostId, model::PostId)) {
    let wanted = inbox::WantedHouseRule { name: "Nobody is insulted".into(), words: format!("Not even @{HANDLE}") };
    let rule = inbox::keep_house_rule(tx, member, None, &wanted).await.unwrap();
    let reason = format!("{NAME} says {WORDS}");
    store::dial::make(tx, 1, member.id, &wanted.words, &model::DialTargets::default()).await.unwrap().unwrap();
    for kind in [GestureKind::Report, GestureKind::Like] {
        let wanted = inbox::Gesturing {
            kind,
            about: inbox::About::Post(post),
            under: Some((rule, &reason)),
            ground: Some(model::ReportGround::Rude),
            takes: GestureKind::ALL,
            undo: std::time::Duration::from_secs(10),
        };
        let mut one = inbox::want_gesture(tx, member, wanted).await.unwrap();
        if kind == GestureKind::Report {
            let record = format!("at://did:plc:{HANDLE}/1");
            inbox::begin_gesture(tx, &mut one, record, None).await.unwrap();
            inbox::finish_gesture(tx, &mut one, inbox::GestureOutcome::Made).await.unwrap();
        }
    }
    let reason = format!("He repeats @{HANDLE}");
    let wanted = inbox::Gesturing {
        kind: GestureKind::Report,
        about: inbox::About::Post(his),
        under: Some((rule, &reason)),
        ground: Some(model::ReportGround::Rude),
        takes: GestureKind::ALL,
        undo: std::time::Duration::from_secs(10),
    };
    let mut one = inbox::want_gesture(tx, member, wanted).await.unwrap();
    let record = serde_json::json!({ "reason": reason }).to_string();
    let prepared = serde_json::json!({ "kind": "report", "remote_id": null, "record": record }).to_string();
    inbox::begin_gesture(tx, &mut one, prepared, None).await.unwrap();
    let again = inbox::GestureOutcome::TryAgain { why: "not now".into() };
    inbox::finish_gesture(tx, &mut one, again).await.unwrap();
}

/// What was noted in a conversation of somebody else stays there, also when that was merged.
async fn merged_into(desk: &Desk, member: &Member, into: ConversationId) {
    let Filed::New { conversation, .. } = desk.file(&addressed("carls", "carl", "Hallo"), &[]).await else { panic!() };
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, member, conversation, OTHERS_NOTE).await.unwrap();
    inbox::owe(&mut tx, member, conversation, owing(OTHERS_NOTE)).await.unwrap();
    inbox::merge(&mut tx, member, conversation, into).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many rows of a table hold these words.
pub(super) async fn holding(desk: &Desk, table: &str, words: &str) -> usize {
    let words = words.to_lowercase();
    written(desk).await.iter().filter(|(of, row)| of == table && row.contains(&words)).count()
}

/// A study in which everything that is typed names her, in the first mention that was heard.
async fn name_in_a_study(tx: &mut store::Tx, member: &Member) {
    use store::study::{self, Code, Decision, StudyTerms, Variable};
    let day = jiff::civil::date(2026, 11, 23);
    let named = |what: &str| format!("{what} of @{HANDLE}");
    let terms = StudyTerms {
        name: named("cakes"),
        question: named("question"),
        query: format!("cake OR \"@{HANDLE}\""),
        first_day: day,
        last_day: day,
        size: 10,
        seed: "s".into(),
    };
    let code = |name: &str| Code { name: named(name), definition: named("what is meant") };
    let variable =
        Variable { name: named("taste"), definition: named("how"), codes: vec![code("sweet"), code("sour")] };
    let made = study::create(tx, &terms, &[variable], member.id).await.unwrap();
    let post = study::last_heard(tx).await.unwrap();
    study::change_lots(tx, made.id, &[], &[("a".into(), post)]).await.unwrap();
    study::keep_note(tx, made.id, post, 1, &named("note")).await.unwrap();
    let decision = Decision { post, variable: 1, code: 1, by: member.id, reason: named("reason"), at: tx.now() };
    study::decide(tx, made.id, &decision).await.unwrap();
    let learned = store::insight::create(tx, made.id, &named("taste"), &[post]).await.unwrap();
    store::insight::step(tx, &learned, member.id, &named("step")).await.unwrap();
}

pub(super) async fn erase(desk: &Desk, author: AuthorId) -> erasure::Erasure {
    let member = desk.member("owner").await;
    let mut tx = desk.write().await;
    let named = store::author::find(&mut tx, author).await.unwrap().unwrap();
    let typed = inbox::confirmation(&named).to_owned();
    let begun = inbox::erase_person(&mut tx, &member, author, &typed).await.unwrap();
    tx.commit().await.unwrap();
    loop {
        let mut tx = desk.write().await;
        let one = inbox::erase_more(&mut tx, begun.id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        // What a process that ended did not commit is done again.
        let mut tx = desk.write().await;
        inbox::erase_more(&mut tx, begun.id).await.unwrap();
        drop(tx);
        if one.done_at.is_some() {
            return one;
        }
    }
}

pub async fn nothing_of_an_erased_person_is_left_and_every_count_is_what_it_was() {
    let desk = Desk::new().await;
    let author = spoken(&desk).await;
    assert_eq!(holding(&desk, "deed", OWED_TO_BOTH).await, 1);
    let (before, counted) = (traces(&desk).await, counts(&desk).await);
    let tables = [
        "approval",
        "author",
        "consent",
        "deed",
        "deed_item",
        "dial_version",
        "draft",
        "draft_picture",
        "fact",
        "fact_line",
        "fact_step",
        "gesture",
        "house_rule",
        "note",
        "obligation",
        "person_note",
        "post",
        "quarantine",
        "reply",
        "reply_correction",
        "reply_picture",
        "study",
        "study_code",
        "study_decision",
        "study_note",
        "study_variable",
        "insight",
        "insight_step",
    ];
    for table in tables {
        assert!(before.iter().any(|found| found == table), "{table} is not in {before:?}");
    }
    assert!(is_found(&desk, WORDS).await && is_found(&desk, NAME).await);
    assert_eq!(
        holding(&desk, "media", "image/png").await,
        8,
        "two pictures in drafts, two with answers, each with a small one"
    );
    let done = erase(&desk, author).await;
    assert_eq!(
        holding(&desk, "media", "image/png").await,
        4,
        "what was shown to her, or begun to be, is gone; his is not"
    );
    assert_eq!(holding(&desk, "reply_picture", "at the counter").await, 1, "what his shows is said without her");
    assert_eq!((done.posts, done.conversations), (2, 2));
    assert_eq!(traces(&desk).await, Vec::<String>::new());
    assert!(!is_found(&desk, WORDS).await && !is_found(&desk, NAME).await, "the index of words has them no more");
    assert_eq!(counts(&desk).await, counted);
    assert_eq!(holding(&desk, "deed", OWED_TO_BOTH).await, 0, "what was done to hers as well");
    assert_eq!(holding(&desk, "obligation", OWED_TO_BOTH).await, 1, "what is owed to another");
    for table in ["note", "obligation"] {
        assert_eq!(holding(&desk, table, OTHERS_NOTE).await, 1, "{table}: it is carl's, and only stands in hers");
    }
    let rows = conversation::list(&mut desk.read().await, View::All, None, 9).await.unwrap();
    assert!(rows.iter().any(|row| row.author_name == model::ERASED_NAME), "{rows:?}");
    assert_eq!(desk.count(EventKind::GestureTakenBack).await, 1, "what was still to be done about her");
    let log = desk.log().await;
    let told: Vec<_> = log.iter().map(|event| event.kind).filter(|kind| kind.as_str().contains("eras")).collect();
    assert_eq!(told, [EventKind::ErasureBegun, EventKind::PersonErased]);
    assert!(matches!(seal::verify(&mut desk.read().await).await.unwrap(), Verdict::Whole { .. }));
}

/// An answer that names her is written while she is being erased: nothing of it changes until it is out.
async fn erase_while_an_answer_goes_out(desk: &Desk, author: AuthorId) {
    let member = desk.member("owner").await;
    let Filed::New { author: other, .. } = desk.file(&addressed("other", "dora", "Hallo"), &[]).await else { panic!() };
    let mut tx = desk.write().await;
    let follow = inbox::Gesturing {
        kind: GestureKind::Follow,
        about: inbox::About::Author { author, channel: desk.channel, conversation: None },
        under: None,
        ground: None,
        takes: GestureKind::ALL,
        undo: std::time::Duration::ZERO,
    };
    let mut follow = inbox::want_gesture(&mut tx, &member, follow).await.unwrap();
    let record = format!("did:plc:{HANDLE}");
    inbox::begin_gesture(&mut tx, &mut follow, record.clone(), None).await.unwrap();
    let merge = inbox::merge_people(&mut tx, &member, author, other, "They say so.").await.unwrap().id;
    let begun = inbox::erase_person(&mut tx, &member, author, HANDLE).await.unwrap();
    let refused = inbox::part_people(&mut tx, &member, merge).await;
    assert!(matches!(refused, Err(InboxError::Erased)), "{refused:?}");
    tx.commit().await.unwrap();
    let mut reply = queued(desk, &member, desk.thread_of("his").await).await;
    for state in [ReplyState::Queued, ReplyState::Sending, ReplyState::Unknown] {
        becomes(desk, &mut reply, state).await;
        let before = desk.reply(reply.id).await;
        let mut tx = desk.write().await;
        while inbox::erase_more(&mut tx, begun.id).await.unwrap().is_some() {}
        tx.commit().await.unwrap();
        assert_eq!(desk.reply(reply.id).await, before);
        let waits = erasure::find(&mut desk.read().await, begun.id).await.unwrap().unwrap();
        assert_eq!((waits.step, waits.done_at), (erasure::Step::Answers, None), "{state}");
        let waits_in = erasure::waits_in(&mut desk.read().await, &waits).await.unwrap();
        assert_eq!(waits_in, Some(reply.conversation), "{state}");
        assert_eq!(holding(desk, "job", inbox::ERASE_PERSON).await, 1, "somebody looks again");
    }
    becomes(desk, &mut reply, ReplyState::Sent).await;
    let mut tx = desk.write().await;
    while inbox::erase_more(&mut tx, begun.id).await.unwrap().is_some() {}
    let waits = erasure::find(&mut tx, begun.id).await.unwrap().unwrap();
    assert_eq!(waits.done_at, None, "a follow is on its way");
    let mut follow = store::gesture::find(&mut tx, follow.id).await.unwrap().unwrap();
    assert_eq!(follow.prepared, Some(record), "by its record the network is asked");
    inbox::finish_gesture(&mut tx, &mut follow, inbox::GestureOutcome::Made).await.unwrap();
    while inbox::erase_more(&mut tx, begun.id).await.unwrap().is_some() {}
    let over = erasure::find(&mut tx, begun.id).await.unwrap().unwrap();
    assert_eq!(erasure::waits_in(&mut tx, &over).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(traces(desk).await, Vec::<String>::new());
}

pub async fn what_an_erased_person_said_does_not_come_back_and_what_they_say_is_a_strangers() {
    let desk = Desk::new().await;
    let author = spoken(&desk).await;
    let thread = desk.thread_of("hers").await;
    erase_while_an_answer_goes_out(&desk, author).await;
    let answer = in_thread("to hers", "hers", "hers", "bob", "Er kommt nie");
    let filed = desk.file(&answer, &desk.topics[..1]).await;
    assert!(matches!(filed, Filed::New { conversation, .. } if conversation == thread), "{filed:?}");
    let again = desk.file(&hers(addressed("hers", "x", "Wo bleibt der Zug?")), &[]).await;
    assert!(!matches!(again, Filed::New { .. }), "{again:?}");
    desk.delete("hers").await;
    let left = traces(&desk).await;
    assert_eq!(left, Vec::<String>::new(), "a post that is known to be erased is not heard");
    let Filed::New { author: stranger, .. } = desk.file(&hers(addressed("later", "x", "Hallo")), &[]).await else {
        panic!("it is not new");
    };
    assert_ne!(stranger, author);
    let mut tx = desk.write().await;
    let member = desk.member("owner").await;
    let refused = inbox::write_person_note(&mut tx, &member, author, "Hm.").await;
    assert!(matches!(refused, Err(InboxError::Erased)), "{refused:?}");
}

pub async fn only_who_may_erases_and_only_whom_they_name() {
    let desk = Desk::new().await;
    let Filed::New { author, .. } = desk.file(&hers(addressed("hers", "x", "Hallo")), &[]).await else { panic!() };
    for role in Role::ALL {
        let member = desk.member(role.as_str()).await;
        let mut tx = desk.write().await;
        let outcome = inbox::erase_person(&mut tx, &member, author, HANDLE).await;
        match role.may(Right::ErasePeople) {
            true => assert!(outcome.is_ok(), "{role}: {outcome:?}"),
            false => assert!(matches!(outcome, Err(InboxError::Forbidden(Right::ErasePeople))), "{role}: {outcome:?}"),
        }
    }
    let member = desk.member("manager").await;
    let mut marked = addressed("marked", "x", "Hallo");
    marked.author =
        model::ReceivedAuthor { remote_id: "marked".into(), handle: Some(" @dora".into()), ..marked.author };
    let Filed::New { author: dora, .. } = desk.file(&marked, &[]).await else { panic!() };
    for typed in ["dora", "@dora", " @dora "] {
        let outcome = inbox::erase_person(&mut desk.write().await, &member, dora, typed).await;
        assert!(outcome.is_ok(), "{typed}: {outcome:?}");
    }
    let mut tx = desk.write().await;
    for typed in ["", "yes", NAME, "@"] {
        let refused = inbox::erase_person(&mut tx, &member, author, typed).await;
        assert!(matches!(refused, Err(InboxError::NotTyped)), "{typed}: {refused:?}");
    }
}
