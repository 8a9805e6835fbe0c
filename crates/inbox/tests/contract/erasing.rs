//! A person who was erased is in no column of any table, and everything that was counted still is.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{Consenting, Filed, InboxError};
use listening::{FieldContext, Query};
use model::{
    AuthorId, ConsentPurpose, ConsentState, EventKind, Mark, MarkKind, ObligationKind, Owing, ReceivedPost, Right, Role,
};
use store::conversation::{self, View};
use store::erasure;
use store::person;
use store::seal::{self, Verdict};

const WORDS: &str = "Zwetschgendatschi";
const HANDLE: &str = "fr.zwackelmann.example";
const NAME: &str = "Zwackelmann";

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
    let listed = conversation::count(&mut desk.read().await, View::All).await.unwrap();
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
    let version = desk.find(conversation).await.version;
    let mut tx = desk.write().await;
    let text = format!("Dear @{HANDLE}, dear {NAME}");
    inbox::write_note(&mut tx, &member, conversation, &format!("{NAME} likes {WORDS}")).await.unwrap();
    inbox::write_note(&mut tx, &member, his, &format!("Ask @{HANDLE}")).await.unwrap();
    let owing = Owing {
        kind: ObligationKind::Fix,
        words: format!("Bring {WORDS}"),
        function: model::Function::Service,
        member: None,
        due_at: None,
        post: None,
    };
    inbox::owe(&mut tx, &member, conversation, owing).await.unwrap();
    inbox::write_person_note(&mut tx, &member, author, WORDS).await.unwrap();
    let consenting = Consenting {
        author,
        purpose: ConsentPurpose::Quote,
        state: ConsentState::Given,
        post: None,
        words: WORDS.into(),
    };
    inbox::note_consent(&mut tx, &member, &consenting).await.unwrap();
    store::draft::keep(&mut tx, conversation, member.id, store::draft::DraftKind::Note, WORDS).await.unwrap();
    store::quarantine::keep(&mut tx, desk.channel, "s", &format!("{{did:plc:{HANDLE} {WORDS}"), "unreadable")
        .await
        .unwrap();
    let answer = inbox::Answer { version_seen: version, text: &text, ..answer(conversation) };
    let mut reply = inbox::answer(&mut tx, &member, answer).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.write().await;
    let refused = inbox::erase_person(&mut tx, &member, author, HANDLE).await;
    assert!(matches!(refused, Err(InboxError::AnswersMoving)), "{refused:?}");
    reply.state = model::ReplyState::Delivered;
    reply.prepared = Some(format!("at://did:plc:{HANDLE}/1"));
    store::reply::save(&mut tx, &reply).await.unwrap();
    tx.commit().await.unwrap();
    author
}

async fn erase(desk: &Desk, author: AuthorId) -> erasure::Erasure {
    let member = desk.member("owner").await;
    let mut tx = desk.write().await;
    let begun = inbox::erase_person(&mut tx, &member, author, &format!("@{HANDLE}")).await.unwrap();
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
    let (before, counted) = (traces(&desk).await, counts(&desk).await);
    let holding = ["author", "consent", "draft", "note", "obligation", "person_note", "post", "quarantine", "reply"];
    for table in holding {
        assert!(before.iter().any(|found| found == table), "{table} is not in {before:?}");
    }
    assert!(is_found(&desk, WORDS).await && is_found(&desk, NAME).await);
    let done = erase(&desk, author).await;
    assert_eq!((done.posts, done.conversations), (2, 2));
    assert_eq!(traces(&desk).await, Vec::<String>::new());
    assert!(!is_found(&desk, WORDS).await && !is_found(&desk, NAME).await, "the index of words has them no more");
    assert_eq!(counts(&desk).await, counted);
    let rows = conversation::list(&mut desk.read().await, View::All, None, 9).await.unwrap();
    assert!(rows.iter().any(|row| row.author_name == model::ERASED_NAME), "{rows:?}");
    let log = desk.log().await;
    let told: Vec<_> = log.iter().map(|event| event.kind).filter(|kind| kind.as_str().contains("eras")).collect();
    assert_eq!(told, [EventKind::ErasureBegun, EventKind::PersonErased]);
    assert!(matches!(seal::verify(&mut desk.read().await).await.unwrap(), Verdict::Whole { .. }));
}

pub async fn what_an_erased_person_said_does_not_come_back_and_what_they_say_is_a_strangers() {
    let desk = Desk::new().await;
    let author = spoken(&desk).await;
    erase(&desk, author).await;
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
    let mut tx = desk.write().await;
    for typed in ["", "yes", NAME, "@"] {
        let refused = inbox::erase_person(&mut tx, &member, author, typed).await;
        assert!(matches!(refused, Err(InboxError::NotTyped)), "{typed}: {refused:?}");
    }
}
