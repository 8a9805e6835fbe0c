//! Where and when the house had heard of a matter before.

use std::time::Duration;

use model::{ElsewherePlace, HeardElsewhere};
use store::elsewhere;

use super::threads::{Threads, threads};

pub async fn what_was_heard_elsewhere_first_reads_back_until_it_was_not() {
    let Threads { house, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let (id, other) = (anna.conversation, bob.conversation);
    assert_eq!(elsewhere::find(&mut tx, id).await.unwrap(), None);
    let words = Some("the hotline".to_owned());
    let heard = HeardElsewhere { place: ElsewherePlace::Phone, words, at: tx.now(), is_day: false };
    elsewhere::keep(&mut tx, id, Some(&heard)).await.unwrap();
    assert_eq!(elsewhere::find(&mut tx, id).await.unwrap(), Some(heard.clone()));
    let at = tx.now() - Duration::from_secs(86_400);
    let otherwise = HeardElsewhere { place: ElsewherePlace::Counter, words: None, at, is_day: true };
    elsewhere::keep(&mut tx, id, Some(&otherwise)).await.unwrap();
    let found = elsewhere::of_conversations(&mut tx, &[id, other]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(id, otherwise)]);
    elsewhere::keep(&mut tx, id, None).await.unwrap();
    assert_eq!(elsewhere::find(&mut tx, id).await.unwrap(), None);
}
