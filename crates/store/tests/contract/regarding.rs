//! How people stand: kept with what it rests on, a member's word first, and not for ever.

use crate::house::{House, letter};

use jiff::ToSpan as _;
use model::{AuthorId, Ground, Intent, JudgementTask, Network, Reason, Reasons, Role, Sentiment, TopicId};
use store::judgement::Judgement;
use store::regard::{Evidence, Regard};
use store::{Tx, author, conversation, judgement, mention, post, regard};

fn judged(tx: &Tx, author: AuthorId, topic: Option<TopicId>, value: &str) -> Regard {
    let evidence = vec![Evidence::Name, Evidence::Post(7.into(), 3, 8)];
    let (confidence_percent, expires_at) = (80, tx.now() + 48.hours());
    Regard { author, topic, value: value.into(), confidence_percent, evidence, member: None, expires_at }
}

async fn standing(tx: &mut Tx, author: AuthorId) -> Vec<(Option<TopicId>, String, bool)> {
    let regards = regard::of_authors(tx, &[author]).await.unwrap().remove(&author).unwrap_or_default();
    regards.into_iter().map(|one| (one.topic, one.value, one.member.is_some())).collect()
}

pub async fn a_members_word_about_a_person_stands_until_it_is_over() {
    let house = House::new().await;
    let (member, channel) = (house.member(Role::Member).await, house.channel(Network::Simulated).await);
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let anna = conversation::find(&mut tx, id).await.unwrap().unwrap().author;
    assert_eq!(author::network(&mut tx, anna).await.unwrap(), Some(Network::Simulated));
    assert_eq!(author::network(&mut tx, AuthorId(1)).await.unwrap(), None);
    let trains = TopicId(3);
    let all = [
        judged(&tx, anna, None, "customer"),
        judged(&tx, anna, None, "press"),
        judged(&tx, anna, Some(trains), "critic"),
    ];
    regard::keep(&mut tx, &[anna], &all).await.unwrap();
    let kept = regard::of_authors(&mut tx, &[anna]).await.unwrap().remove(&anna).unwrap();
    assert_eq!(kept, all, "with all that it rests on");

    regard::correct(&mut tx, anna, None, &["employee", "community"], member).await.unwrap();
    regard::keep(&mut tx, &[anna], &all).await.unwrap();
    let owned = |topic, value: &str, is_ours| (topic, value.to_owned(), is_ours);
    let stands = [owned(None, "community", true), owned(None, "employee", true), owned(Some(trains), "critic", false)];
    assert_eq!(standing(&mut tx, anna).await, stands, "the judge does not overrule the member");
    tx.commit().await.unwrap();

    house.later(3 * 24 * 3_600);
    let mut tx = house.write().await;
    assert_eq!(standing(&mut tx, anna).await, stands[..2], "what was judged holds no more");
    assert_eq!(regard::forget_expired(&mut tx, 9).await.unwrap(), 1);
    assert_eq!(regard::forget_expired(&mut tx, 9).await.unwrap(), 0);
    tx.commit().await.unwrap();
    house.later(730 * 24 * 3_600);
    let mut tx = house.write().await;
    let customer = judged(&tx, anna, None, "customer");
    regard::keep(&mut tx, &[anna], &[customer]).await.unwrap();
    assert_eq!(standing(&mut tx, anna).await, [owned(None, "customer", false)], "nor does it for ever");
    regard::forget(&mut tx, anna).await.unwrap();
    assert_eq!(standing(&mut tx, anna).await, []);
}

pub async fn what_a_person_said_is_found_with_what_was_judged_about_it() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let mut tx = house.write().await;
    let anna = conversation::find(&mut tx, id).await.unwrap().unwrap().author;
    let mut posts = Vec::new();
    for name in ["old", "context", "gone", "plain", "judged"] {
        let stored = post::insert(&mut tx, channel, anna, &letter(name, "anna", name)).await.unwrap();
        post::place(&mut tx, stored.id, id, 1).await.unwrap();
        if name != "context" {
            mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::Matched)).await.unwrap();
        }
        posts.push(stored);
    }
    post::erase_words(&mut tx, posts[2].id, None).await.unwrap();
    let rows: Vec<Judgement> = [("language", "de"), ("sentiment", "negative"), ("intent", "case")]
        .map(|(task, value)| Judgement {
            task: JudgementTask::from_word(task).unwrap(),
            value: Some(value.into()),
            confidence_percent: 90,
            ground: Ground::Words,
            member: None,
        })
        .into();
    judgement::keep(&mut tx, posts[4].id, &rows).await.unwrap();
    let ben = author::keep(&mut tx, Network::Simulated, &letter("b", "ben", "b").author).await.unwrap();
    let theirs = post::insert(&mut tx, channel, ben, &letter("b", "ben", "of another")).await.unwrap();
    post::place(&mut tx, theirs.id, id, 1).await.unwrap();
    mention::keep(&mut tx, theirs.id, Reasons::NONE.with(Reason::Matched)).await.unwrap();
    let since = posts[0].posted_at;
    let nobody = AuthorId(1);
    let mut found = regard::remarks(&mut tx, &[anna, ben, nobody], since, 9).await.unwrap();
    let said = found.remove(&anna).unwrap();
    let texts: Vec<&str> = said.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["judged", "plain", "old"], "newest first; no context, and nothing that is gone");
    let newest = &said[0];
    assert_eq!((newest.sentiment, newest.intent), (Some(Sentiment::Negative), Some(Intent::Case)));
    assert_eq!((newest.language.as_deref(), newest.conversation), (Some("de"), id));
    assert_eq!((said[1].sentiment, said[1].language.as_deref()), (None, None));
    let others: Vec<_> = found.iter().map(|(person, said)| (*person, said[0].text.as_str(), said.len())).collect();
    assert_eq!(others, [(ben, "of another", 1)]);
    let found = regard::remarks(&mut tx, &[ben, anna], since, 2).await.unwrap();
    assert_eq!((found[&anna].len(), found[&ben].len()), (2, 1), "at most so many of each");
    assert_eq!(found[&anna], said[..2]);
    assert!(regard::remarks(&mut tx, &[anna], since + 1.second(), 9).await.unwrap().is_empty());

    let known = regard::known_authors(&mut tx, Network::Simulated, &["did:anna", "did:nobody"]).await.unwrap();
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [("did:anna".to_owned(), anna)]);
    assert!(regard::known_authors(&mut tx, Network::Atproto, &["did:anna"]).await.unwrap().is_empty());
}
