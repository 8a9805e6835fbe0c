//! What is begun: which answer is the one that we speak with.

use model::{Clock, Role};
use store::draft::{self, DraftKind};

use super::threads::{Threads, threads};

pub async fn the_first_answer_that_is_begun_is_the_open_one() {
    let Threads { house, member, anna, .. } = threads().await;
    let other = house.member(Role::Owner).await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    assert_eq!(draft::open(&mut tx, id).await.unwrap(), None);
    draft::keep(&mut tx, id, other, DraftKind::Note, "Stammgast").await.unwrap();
    assert_eq!(draft::open(&mut tx, id).await.unwrap(), None, "a note is no answer");
    draft::keep(&mut tx, id, member, DraftKind::Reply, "Gu").await.unwrap();
    tx.commit().await.unwrap();
    let begun_at = house.clock.now();
    house.clock.advance(std::time::Duration::from_secs(60));
    let mut tx = house.write().await;
    draft::keep(&mut tx, id, other, DraftKind::Reply, "Hallo").await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "Guten Tag").await.unwrap();
    let open = draft::open(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((open.member, open.text.as_str(), open.begun_at), (member, "Guten Tag", begun_at));
    assert_eq!(open.updated_at, house.clock.now());
    draft::date_back(&mut tx, id, other, "2020-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(draft::open(&mut tx, id).await.unwrap().map(|open| open.member), Some(other));
    draft::keep(&mut tx, id, other, DraftKind::Reply, "").await.unwrap();
    assert_eq!(draft::open(&mut tx, id).await.unwrap().map(|open| open.member), Some(member));
    draft::date_back(&mut tx, id, other, begun_at).await.unwrap();
    tx.commit().await.unwrap();
    house.clock.advance(std::time::Duration::from_secs(8 * 3_600));
    let mut tx = house.write().await;
    assert_eq!(draft::open(&mut tx, id).await.unwrap(), None, "nobody touched it for so long");
    draft::keep(&mut tx, id, member, DraftKind::Reply, "Guten Abend").await.unwrap();
    assert_eq!(draft::open(&mut tx, id).await.unwrap().map(|open| open.member), Some(member));
    store::member::disable(&mut tx, other, member).await.unwrap();
    assert_eq!(draft::open(&mut tx, id).await.unwrap(), None, "they left");
    assert_eq!(draft::find(&mut tx, id, other, DraftKind::Reply).await.unwrap(), None, "nothing is begun by that");
}
