//! What the desks show beside searches: what came of conversations, who is here for the first time, who answered others.

use model::{Outcome, Status};
use store::conversation::NewConversation;
use store::{conversation, post};

use super::threads::{Threads, threads};

pub async fn what_came_of_conversations_is_counted_and_the_first_of_a_person_is_known() {
    let Threads { house, anna, bob, channel, .. } = threads().await;
    let mut tx = house.write().await;
    let since = tx.now() - std::time::Duration::from_secs(3_600);
    for (id, outcome) in [(anna.conversation, Some(Outcome::Solved)), (bob.conversation, None)] {
        let mut found = conversation::find(&mut tx, id).await.unwrap().unwrap();
        (found.status, found.outcome) = (Status::Resolved, outcome);
        conversation::save(&mut tx, &found).await.unwrap();
    }
    let mut came = conversation::outcomes(&mut tx, since).await.unwrap();
    came.sort_unstable();
    assert_eq!(came, [(None, 1), (Some(Outcome::Solved), 1)]);
    let now = tx.now() + std::time::Duration::from_secs(1);
    assert_eq!(conversation::outcomes(&mut tx, now).await.unwrap(), []);

    let both = [anna.conversation, bob.conversation];
    assert_eq!(conversation::firsts(&mut tx, &both).await.unwrap(), both);
    let opened_at = tx.now() + std::time::Duration::from_secs(60);
    let author = conversation::find(&mut tx, anna.conversation).await.unwrap().unwrap().author;
    let new = NewConversation { channel, thread_key: "again", talk_with: None, author, opened_at };
    let again = conversation::open(&mut tx, new).await.unwrap().id;
    assert_eq!(conversation::firsts(&mut tx, &[anna.conversation, again]).await.unwrap(), [anna.conversation]);
}

pub async fn whoever_wrote_where_others_had_asked_is_known_with_in_how_many() {
    let Threads { house, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let since = tx.now() - std::time::Duration::from_secs(3_600);
    assert_eq!(post::helpers(&mut tx, since, 9).await.unwrap(), [], "each wrote in their own");
    post::place(&mut tx, bob.post, anna.conversation, 2).await.unwrap();
    let found = post::helpers(&mut tx, since, 9).await.unwrap();
    let told: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.conversations, one.last)).collect();
    assert_eq!(told, [("bob", 1, anna.conversation)]);
    assert_eq!(post::helpers(&mut tx, since, 0).await.unwrap(), []);
    let later = tx.now() + std::time::Duration::from_secs(1);
    assert_eq!(post::helpers(&mut tx, later, 9).await.unwrap(), []);
}
