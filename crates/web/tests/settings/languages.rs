//! Pages in the language of whoever reads them.

use axum::http::StatusCode;
use wording::Language;

use crate::house::{Browser, House};

/// The language that a page says it is in, and whether a sentence stands in it.
async fn speaks(house: &House, browser: &Browser, path: &str, sentence: &str) -> (String, bool) {
    let answer = house.get(browser, path).await;
    let tag = answer.text.split_once("<html lang=\"").unwrap().1.split('"').next().unwrap().to_owned();
    (tag, answer.text.contains(sentence))
}

#[tokio::test]
async fn a_page_speaks_as_the_browser_asks_until_a_member_chooses() {
    let (house, owner) = House::owned().await;
    let german = owner.with("accept-language", "nl, de-CH;q=0.9, en;q=0.8");
    assert_eq!(speaks(&house, &german, "/inbox", ">Eingang<").await, ("de".into(), true));
    for (chosen, tag, sentence) in [("fr", "fr", ">Réception<"), ("en", "en", ">Inbox<"), ("", "de", ">Eingang<")] {
        let answer = house.post(&german, "/me/language", &[("language", chosen)]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/me?kept=1"));
        assert_eq!(speaks(&house, &german, "/inbox", sentence).await, (tag.into(), true), "{chosen}");
    }
}

#[tokio::test]
async fn the_door_and_what_goes_wrong_speak_as_the_browser_asks() {
    let (house, owner) = House::owned().await;
    let nobody = Browser::default();
    let (french, german) = (nobody.with("accept-language", "fr"), owner.with("accept-language", "de"));
    assert_eq!(speaks(&house, &french, "/sign-in", "Mot de passe").await, ("fr".into(), true));
    assert_eq!(speaks(&house, &german, "/nowhere", "Nicht gefunden").await, ("de".into(), true));
    let refused = house.post(&german, "/me/language", &[("language", "tlh")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(speaks(&house, &german, "/me", "Deutsch").await.0, "de");
}

#[tokio::test]
async fn what_members_wrote_stays_in_their_words() {
    let (house, owner) = House::owned().await;
    let german = owner.with("accept-language", "de");
    // A label that is called as one of our words.
    house.post(&german, "/topics", &[("name", "Done"), ("query", "lift")]).await;
    assert!(speaks(&house, &german, "/topics", "Done").await.1);
}

#[test]
fn every_language_says_another_sentence_than_english() {
    let said = Language::ALL.map(|language| wording::reading_now(language, || wording::t!("Waiting for us")));
    assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
}
