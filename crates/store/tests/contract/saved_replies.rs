//! Answers that were written once: their names and their texts.

use store::saved_reply;
use store::variant::Variant;

use crate::house::House;

fn texts(pairs: &[(&str, &str)]) -> Vec<Variant> {
    pairs.iter().map(|(language, text)| Variant { language: (*language).into(), text: (*text).into() }).collect()
}

pub async fn a_saved_reply_keeps_one_text_a_language_and_frees_its_name_when_it_is_put_away() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let id = saved_reply::create(&mut tx, "Late  Trains", &texts(&[("de", "Spät"), ("", "Late")])).await.unwrap();
    assert_eq!(saved_reply::named(&mut tx, "late trains").await.unwrap(), Some(id));
    saved_reply::change(&mut tx, id, "Delays", &texts(&[("fr", "En retard")])).await.unwrap();
    let saved = saved_reply::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((saved.name.as_str(), saved.variants), ("Delays", texts(&[("fr", "En retard")])));
    saved_reply::put_away(&mut tx, id, true).await.unwrap();
    assert_eq!(saved_reply::named(&mut tx, "Delays").await.unwrap(), None);
    let other = saved_reply::create(&mut tx, "Delays", &texts(&[("", "x")])).await.unwrap();
    let all = saved_reply::all(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [other, id], "those in use first");
    assert_eq!(all[1].archived_at, Some(tx.now()));
    assert_eq!(all[1].variants.len(), 1);
}
