//! That the house had heard of something before it was said in a conversation.

use super::erasing::{erase, holding};
use crate::desk::{Desk, addressed};

use inbox::{InboxError, Listing, Want, hear_elsewhere};
use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, DeedId, ElsewhereFault, ElsewherePlace, EventKind, HeardElsewhere, InboxView, Right};
use store::elsewhere;

async fn say(
    desk: &Desk,
    who: &str,
    id: ConversationId,
    heard: Option<HeardElsewhere>,
) -> Result<Option<DeedId>, InboxError> {
    let who = desk.member(who).await;
    let mut tx = desk.write().await;
    let deed = hear_elsewhere(&mut tx, &who, id, heard).await?;
    tx.commit().await.unwrap();
    Ok(deed)
}

async fn found(desk: &Desk, id: ConversationId) -> Option<HeardElsewhere> {
    elsewhere::find(&mut desk.read().await, id).await.unwrap()
}

fn heard(begun: Timestamp, hours_before: i64) -> HeardElsewhere {
    let at = begun.saturating_sub(SignedDuration::from_hours(hours_before)).unwrap();
    HeardElsewhere { place: ElsewherePlace::Phone, words: Some("the hotline".into()), at, is_day: false }
}

pub async fn where_it_was_heard_before_is_said_undone_and_found() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    let begun = desk.find(id).await.opened_at;
    let one = heard(begun, 3);
    let refused = say(&desk, "leader", id, Some(one.clone())).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    let later = HeardElsewhere { at: begun.saturating_add(SignedDuration::from_secs(1)).unwrap(), ..one.clone() };
    let refused = say(&desk, "member", id, Some(later)).await;
    assert!(matches!(refused, Err(InboxError::Elsewhere(ElsewhereFault::NotBefore))), "{refused:?}");
    let deed = say(&desk, "member", id, Some(one.clone())).await.unwrap().unwrap();
    assert_eq!(found(&desk, id).await, Some(one.clone()));
    assert_eq!(say(&desk, "member", id, Some(one.clone())).await.unwrap(), None, "it stands so");
    let search = async |query: &str| {
        let search = Listing::new(InboxView::All, query).search(ada.id).unwrap().unwrap();
        let want = Want { rows: 9, found: 9, looked: 99 };
        search.look(&desk.store, None, want).await.unwrap().rows.len()
    };
    assert_eq!((search("elsewhere:yes").await, search("elsewhere:no").await), (1, 0));
    let told = desk.log().await.into_iter().find(|one| one.kind == EventKind::ConversationHeardElsewhere).unwrap();
    assert_eq!(told.data["after"]["place"], "phone");
    assert!(!told.data.to_string().contains("hotline"), "no words: {}", told.data);

    let other = say(&desk, "member", id, Some(heard(begun, 9))).await.unwrap().unwrap();
    desk.undone(&ada, other).await;
    assert_eq!(found(&desk, id).await, Some(one));
    desk.undone(&ada, deed).await;
    assert_eq!(found(&desk, id).await, None);
    // What somebody said otherwise since is theirs.
    let deed = say(&desk, "member", id, Some(heard(begun, 3))).await.unwrap().unwrap();
    say(&desk, "second", id, Some(heard(begun, 5))).await.unwrap().unwrap();
    desk.undone(&ada, deed).await;
    assert_eq!(found(&desk, id).await, Some(heard(begun, 5)));
    say(&desk, "member", id, None).await.unwrap().unwrap();
    assert_eq!((found(&desk, id).await, search("elsewhere:no").await), (None, 1));
}

pub async fn of_two_that_are_merged_what_was_heard_first_stands_until_they_are_taken_apart() {
    for (of_from, of_to) in [(9, Some(3)), (3, Some(9)), (3, None)] {
        let desk = Desk::new().await;
        let ada = desk.member("member").await;
        let (from, to) = (desk.conversation("a").await, desk.conversation("z").await);
        let begun = desk.find(from).await.opened_at;
        let earliest = heard(begun, of_from.max(of_to.unwrap_or(0)));
        say(&desk, "member", from, Some(heard(begun, of_from))).await.unwrap();
        let own = of_to.map(|hours| heard(begun, hours));
        if own.is_some() {
            say(&desk, "member", to, own.clone()).await.unwrap();
        }
        let mut tx = desk.write().await;
        let deed = inbox::merge(&mut tx, &ada, from, to).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&desk, to).await, Some(earliest), "{of_from} {of_to:?}");
        desk.undone(&ada, deed).await;
        assert_eq!((found(&desk, from).await, found(&desk, to).await), (Some(heard(begun, of_from)), own));
    }
}

pub async fn it_is_before_the_first_words_and_not_before_they_were_filed() {
    let desk = Desk::new().await;
    desk.later(7_200);
    let said = addressed("late", "renske", "Der Aufzug steht");
    desk.file(&said, &[]).await;
    let id = desk.thread_of("late").await;
    assert!(desk.find(id).await.opened_at > said.posted_at, "it was said long before it came in");
    let after = HeardElsewhere {
        at: said.posted_at.saturating_add(SignedDuration::from_secs(1)).unwrap(),
        ..heard(said.posted_at, 0)
    };
    let refused = say(&desk, "member", id, Some(after)).await;
    assert!(matches!(refused, Err(InboxError::Elsewhere(ElsewhereFault::NotBefore))), "{refused:?}");
    say(&desk, "member", id, Some(heard(said.posted_at, 0))).await.unwrap().unwrap();
}

pub async fn with_a_person_the_words_for_where_it_was_heard_go_also_where_a_merge_has_them() {
    for is_of_from in [true, false] {
        let desk = Desk::new().await;
        let ada = desk.member("member").await;
        for (id, author) in [("a", "anna"), ("z", "zoe")] {
            desk.file(&addressed(id, author, "Der Aufzug steht"), &[]).await;
        }
        let (from, to) = (desk.thread_of("a").await, desk.thread_of("z").await);
        let begun = desk.thread(from).await[0].post.posted_at;
        let theirs = if is_of_from { from } else { to };
        say(&desk, "member", theirs, Some(heard(begun, 3))).await.unwrap();
        let author = desk.find(theirs).await.author;
        let mut tx = desk.write().await;
        let deed = inbox::merge(&mut tx, &ada, from, to).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let tables = ["heard_elsewhere", "deed_item"];
        assert!(holding(&desk, tables[0], "hotline").await > 0);
        erase(&desk, author).await;
        for table in tables {
            assert_eq!(holding(&desk, table, "hotline").await, 0, "{table} {is_of_from}");
        }
        if !is_of_from {
            desk.undone(&ada, deed).await;
        }
    }
}
