//! What the desks show beside searches: what came of conversations, who is here for the first time, who answered others.

use model::{Network, Outcome, Status};
use store::conversation::NewConversation;
use store::reply::{self, NewReply};
use store::{author, conversation, introduction, post, topic};

use crate::house::letter;

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

pub async fn an_introduction_shows_whether_whoever_was_named_spoke_afterwards() {
    let Threads { house, member, channel, anna, bob } = threads().await;
    let mut tx = house.write().await;
    let since = tx.now();
    let new = NewReply {
        conversation: anna.conversation,
        home: None,
        post: anna.post,
        member,
        thread_version: 2,
        version_seen: 1,
        text: "@bob knows",
        signature: None,
        send_at: since,
        is_later: false,
    };
    let made = reply::queue(&mut tx, new).await.unwrap().id;
    for _ in 0..2 {
        introduction::keep(&mut tx, made, &[bob.author]).await.unwrap();
    }
    post::place(&mut tx, bob.post, anna.conversation, 3).await.unwrap();
    let found = introduction::list(&mut tx, since, 9).await.unwrap();
    let told: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.asker.as_str(), one.spoke_at)).collect();
    assert_eq!(told, [("bob", "anna", None)], "kept once, and what was said before is no answer");
    assert_eq!((found[0].reply, found[0].conversation, found[0].author), (made, anna.conversation, bob.author));

    let mut said = letter("afterwards", "bob", "I know");
    said.posted_at = since + std::time::Duration::from_secs(60);
    let later = post::insert(&mut tx, channel, bob.author, &said).await.unwrap();
    post::place(&mut tx, later.id, anna.conversation, 4).await.unwrap();
    assert_eq!(introduction::list(&mut tx, since, 9).await.unwrap()[0].spoke_at, Some(said.posted_at));
    assert_eq!(introduction::list(&mut tx, said.posted_at, 9).await.unwrap(), [], "made before");
}

pub async fn whoever_helped_others_with_a_topic_could_help_who_asks_about_it_now() {
    let Threads { house, member, channel, anna, bob } = threads().await;
    let mut tx = house.write().await;
    let since = tx.now() - std::time::Duration::from_secs(86_400);
    let carl = author::keep(&mut tx, Network::Simulated, &letter("x", "carl", "").author).await.unwrap();
    let said = post::insert(&mut tx, channel, carl, &letter("carl on lifts", "carl", "The ramp")).await.unwrap();
    post::place(&mut tx, said.id, bob.conversation, 2).await.unwrap();
    assert_eq!(introduction::could_help(&mut tx, anna.conversation, since, 9).await.unwrap(), [], "no topic in common");
    let lifts = topic::create(&mut tx, member, "Lifts", "lift").await.unwrap();
    let both = [(anna.conversation, lifts), (bob.conversation, lifts)];
    conversation::add_topics(&mut tx, &both).await.unwrap();
    let found = introduction::could_help(&mut tx, anna.conversation, since, 9).await.unwrap();
    let told: Vec<_> = found.iter().map(|(one, handle)| (one.author, handle.as_str(), one.conversations)).collect();
    assert_eq!(told, [(carl, "carl", 1)], "whoever asked there themselves helped nobody");
    assert_eq!(
        introduction::could_help(&mut tx, bob.conversation, since, 9).await.unwrap(),
        [],
        "carl has a part in it"
    );
    let later = tx.now() + std::time::Duration::from_secs(1);
    assert_eq!(introduction::could_help(&mut tx, anna.conversation, later, 9).await.unwrap(), []);

    let named = author::by_handles(&mut tx, Network::Simulated, &["carl", "nobody"]).await.unwrap();
    assert_eq!(named.iter().map(|one| one.id).collect::<Vec<_>>(), [carl]);
    assert_eq!(author::by_handles(&mut tx, Network::Atproto, &["carl"]).await.unwrap().len(), 0);
}
