//! What members say of whoever speaks.

use crate::desk::{Desk, addressed};

use std::time::Duration;

use inbox::{Filed, InboxError, JUDGE_AUTHOR, Stands};
use listening::{FieldContext, Query};
use model::{AuthorId, ConversationId, EventKind, Network, Relation, Right, Role, Stance, TopicId};
use store::conversation::View;
use store::job::Lane;
use store::regard::{self, Regard};

async fn says(
    desk: &Desk,
    role: Role,
    conversation: ConversationId,
    author: AuthorId,
    stands: Stands,
) -> Result<(), InboxError> {
    let member = desk.member(role.as_str()).await;
    let mut tx = desk.write().await;
    inbox::correct_regard(&mut tx, &member, conversation, author, &stands).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn standing(desk: &Desk, author: AuthorId) -> Vec<(Option<TopicId>, String)> {
    let regards = regard::of_authors(&mut desk.read().await, &[author]).await.unwrap().remove(&author);
    regards.unwrap_or_default().into_iter().map(|one| (one.topic, one.value)).collect()
}

async fn found(desk: &Desk, typed: &str) -> usize {
    let (query, asker) = (Query::parse(typed, FieldContext::View).unwrap(), desk.member("owner").await.id);
    let search = inbox::Search::new(View::All, &query, typed, asker);
    let found = search.look(&desk.store, None, inbox::Want { rows: 50, found: 50, looked: 50 }).await.unwrap();
    found.rows.len()
}

pub async fn a_member_says_how_somebody_stands_and_searches_follow() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let anna = desk.find(conversation).await.author;
    assert_eq!((found(&desk, "relation:unknown").await, found(&desk, "-stance:critic").await), (1, 1));
    let both = Stands::To(vec![Relation::Press, Relation::Customer, Relation::Press]);
    says(&desk, Role::Member, conversation, anna, both).await.unwrap();
    says(&desk, Role::Member, conversation, anna, Stands::On(desk.topics[0], Stance::Critic)).await.unwrap();
    let expected =
        [(None, "customer".to_owned()), (None, "press".to_owned()), (Some(desk.topics[0]), "critic".to_owned())];
    assert_eq!(standing(&desk, anna).await, expected);
    let searches = [
        ("relation:press relation:customer", 1),
        ("relation:unknown", 0),
        ("-relation:press", 0),
        ("stance:critic", 1),
        ("stance:fan", 0),
        ("zug relation:press -stance:hostile", 1),
    ];
    for (typed, expected) in searches {
        assert_eq!(found(&desk, typed).await, expected, "{typed}");
    }
    let log = desk.log().await;
    let told: Vec<_> = log.iter().filter(|event| event.kind == EventKind::AuthorCorrected).collect();
    assert_eq!((told.len(), &told[0].data["after"]), (2, &serde_json::json!(["customer", "press"])));
}

pub async fn only_who_works_the_inbox_says_it_of_somebody_who_speaks_there_in_words_that_mean_something() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let anna = desk.find(conversation).await.author;
    let press = || Stands::To(vec![Relation::Press]);
    let refused = says(&desk, Role::Colleague, conversation, anna, press()).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    let Filed::New { author: bert, .. } = desk.file(&addressed("b", "bert", "Hallo"), &[]).await else { panic!() };
    let elsewhere = says(&desk, Role::Member, conversation, bert, press()).await;
    assert!(matches!(elsewhere, Err(InboxError::Missing(_))), "{elsewhere:?}");
    for relations in [vec![], vec![Relation::Unknown, Relation::Press]] {
        let refused = says(&desk, Role::Member, conversation, anna, Stands::To(relations)).await;
        assert!(matches!(refused, Err(InboxError::NoSuchAnswer)), "{refused:?}");
    }
    let refused = says(&desk, Role::Member, conversation, anna, Stands::On(TopicId(1), Stance::Fan)).await;
    assert!(matches!(refused, Err(InboxError::Missing("this topic"))), "{refused:?}");
    assert_eq!(standing(&desk, anna).await, []);
}

pub async fn whose_words_change_is_judged_anew_and_whose_account_is_gone_is_forgotten() {
    let desk = Desk::new().await;
    let conversation = desk.conversation("a").await;
    let anna = desk.find(conversation).await.author;
    let press = Stands::To(vec![Relation::Press]);
    says(&desk, Role::Member, conversation, anna, press).await.unwrap();
    let due = async || {
        let mut tx = desk.write().await;
        let mut payloads = Vec::new();
        let lane = Lane::Only(JUDGE_AUTHOR);
        while let Some(job) = store::job::lease(&mut tx, "worker", Duration::from_secs(60), lane).await.unwrap() {
            payloads.push(job.payload);
        }
        payloads
    };
    assert_eq!(due().await, Vec::<serde_json::Value>::new());
    let mut tx = desk.write().await;
    let judged = |value: &str| Regard {
        author: anna,
        topic: Some(desk.topics[0]),
        value: value.into(),
        confidence_percent: 80,
        evidence: vec![],
        member: None,
        expires_at: tx.now() + jiff::SignedDuration::from_hours(1),
    };
    let critic = judged("critic");
    regard::keep(&mut tx, &[anna], &[critic]).await.unwrap();
    inbox::author_gone(&mut tx, desk.channel, Network::Simulated, "did:anna").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&desk, anna).await, [], "what a member said of them too");
    assert_eq!(due().await, [serde_json::json!({ "author": anna })]);
}
