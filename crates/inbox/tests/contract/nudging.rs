//! Colleagues called in notes.

use super::teams;
use crate::desk::Desk;

use model::{EventKind, Function, NoticeKind, Role};
use store::member::{self, Member, NewMember};
use store::notice;

async fn note(desk: &Desk, who: &Member, id: model::ConversationId, text: &str) {
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, who, id, text).await.unwrap();
    tx.commit().await.unwrap();
}

/// How often each was told that somebody calls them.
async fn told(desk: &Desk, members: &[&Member]) -> Vec<usize> {
    let mut counts = Vec::new();
    for member in members {
        let all = notice::of_member(&mut desk.read().await, member.id, 99).await.unwrap();
        counts.push(all.iter().filter(|one| one.kind == NoticeKind::Nudged).count());
    }
    counts
}

pub async fn whoever_a_note_calls_is_told_once_by_name_or_team_and_its_author_never() {
    let desk = Desk::new().await;
    let (who, second, manager) =
        (desk.member("member").await, desk.member("second").await, desk.member("manager").await);
    let all = [&who, &second, &manager];
    let id = desk.conversation("a").await;
    note(&desk, &who, id, "mail second@example.org, and second may know").await;
    assert_eq!(told(&desk, &all).await, [0, 0, 0]);
    note(&desk, &who, id, "@Second schaust du? @second! @nobody").await;
    assert_eq!(told(&desk, &all).await, [0, 1, 0], "once for a note");
    teams::made(&desk, "Help desk", Function::Service, &[who.id, manager.id]).await;
    note(&desk, &who, id, "@help-desk, bitte").await;
    assert_eq!(told(&desk, &all).await, [0, 1, 1], "all of the team but the author");
    let mut tx = desk.write().await;
    member::disable(&mut tx, manager.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    note(&desk, &who, id, "@second?").await;
    assert_eq!(told(&desk, &all).await, [0, 1, 1], "who left is told nothing");
    let log = desk.log().await;
    let words: String = log.iter().map(|event| event.data.to_string()).collect();
    assert!(!words.contains("schaust") && !words.contains("Help"), "events hold no words");
    let calling = log
        .iter()
        .filter(|event| event.kind == EventKind::NoteWritten && event.data["nudged"] != serde_json::json!([]));
    assert_eq!(calling.count(), 2);
}

pub async fn a_whole_name_calls_one_and_a_first_name_all_who_have_it() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mut both = Vec::new();
    for (email, name) in [("a@example.org", "Özge Yıldız"), ("b@example.org", "Özge Brandt")] {
        let mut tx = desk.write().await;
        let new = NewMember { email, name, role: Role::Member, password_hash: "x" };
        member::join(&mut tx, new).await.unwrap().unwrap();
        both.push(member::by_email(&mut tx, email).await.unwrap().unwrap());
        tx.commit().await.unwrap();
    }
    let id = desk.conversation("a").await;
    let both = [&both[0], &both[1]];
    note(&desk, &who, id, "@Özge Brandt, bitte").await;
    assert_eq!(told(&desk, &both).await, [0, 1]);
    note(&desk, &who, id, "an @ÖzgeYıldız").await;
    assert_eq!(told(&desk, &both).await, [1, 1]);
    note(&desk, &who, id, "@özge?").await;
    assert_eq!(told(&desk, &both).await, [2, 2]);
    note(&desk, &who, id, "@özge brandtner?").await;
    assert_eq!(told(&desk, &both).await, [3, 3], "a name that goes on is another");
}
