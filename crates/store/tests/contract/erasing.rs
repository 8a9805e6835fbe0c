//! What is gone at its source is gone here: no column of any table holds its words any more.

use crate::house::House;

use model::{Attachment, AttachmentKind, Mark, MarkKind, Network, Reason, Reasons, ReceivedPost, RemoteRef, Role};
use store::mention::TopicMatch;
use store::{mention, post, topic};

const WORDS: &str = "Zwetschgendatschi";

async fn columns_with_words(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column) in house.place.columns().await {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{WORDS}%'");
        if house.place.count_behind_our_back(&count).await > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}

pub async fn erasing_a_post_leaves_its_words_in_no_column() {
    let house = House::new().await;
    let owner = house.member(Role::Owner).await;
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    let received = ReceivedPost {
        remote: RemoteRef { id: "a".into(), revision: None },
        author: model::ReceivedAuthor::default(),
        text: WORDS.into(),
        marks: vec![Mark { start: 0, end: 3, kind: MarkKind::Link(format!("https://{WORDS}.example")) }],
        languages: vec!["de".into()],
        posted_at: model::Clock::now(house.clock.as_ref()),
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![Attachment { alt: Some(WORDS.into()), ..Attachment::of(AttachmentKind::Image) }],
        url: None,
        reason: None,
    };
    let mut tx = house.write().await;
    let author = store::conversation::find(&mut tx, conversation).await.unwrap().unwrap().author;
    let stored = post::insert(&mut tx, channel, author, &received).await.unwrap();
    post::place(&mut tx, stored.id, conversation, 1).await.unwrap();
    mention::keep(&mut tx, stored.id, Reasons::NONE.with(Reason::Matched)).await.unwrap();
    let topic = topic::create(&mut tx, owner, "cake", "cake").await.unwrap();
    mention::keep_matches(&mut tx, &[(stored.id, &TopicMatch { topic, version: 1, spans: vec![(0, 17)] })])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(columns_with_words(&house).await, ["post.attachments", "post.marks", "post.text"]);

    let mut tx = house.write().await;
    post::erase_words(&mut tx, stored.id, Some(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(columns_with_words(&house).await, Vec::<String>::new());
    let mut tx = house.read().await;
    assert_eq!(mention::matches(&mut tx, stored.id).await.unwrap()[0].spans, []);
    assert_eq!(post::of_conversation(&mut tx, conversation).await.unwrap().len(), 1);
}
