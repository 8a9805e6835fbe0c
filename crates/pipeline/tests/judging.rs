//! Posts are judged on their way, topics may ask for what was judged, and corrections are learned.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Server, letter, said};

use channels::Received;
use model::{JudgementTask, ReceivedPost};
use store::judgement;

fn overheard(id: &str, text: &str) -> Received {
    Received::Post(Box::new(ReceivedPost { reason: None, ..letter(id, text) }))
}

async fn value(server: &Server, remote_id: &str, task: JudgementTask) -> Option<String> {
    let post = server.post(remote_id).await.unwrap().id;
    let mut judged = judgement::of_posts(&mut server.store().read().await.unwrap(), &[post]).await.unwrap();
    judged.remove(&post).unwrap().into_iter().find(|one| one.task == task).unwrap().value
}

#[tokio::test]
async fn a_mention_is_judged_before_it_is_filed() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    office.says("letters", [said("a", "Your staff was so rude and the train was dirty, when will you clean it?")]);
    server.eventually("it is filed", async || server.post("a").await.is_some()).await;
    assert_eq!(value(&server, "a", JudgementTask::Language).await.as_deref(), Some("en"));
    assert_eq!(value(&server, "a", JudgementTask::Sentiment).await.as_deref(), Some("negative"));
    assert_eq!(value(&server, "a", JudgementTask::NeedsReply).await.as_deref(), Some("yes"));
    assert_eq!(value(&server, "a", JudgementTask::Spam).await.as_deref(), Some("no"));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn an_edit_is_judged_with_the_reasons_that_its_mention_has() {
    let office = PostOffice::with_streams(&["letters", "everything"]);
    let server = Server::listening_to(office.clone()).await;
    office.says("letters", [said("a", "Hello from your morning train")]);
    server.eventually("it is filed", async || server.post("a").await.is_some()).await;
    assert_ne!(value(&server, "a", JudgementTask::NeedsReply).await.as_deref(), Some("yes"));
    // The stream that tells of the edit does not know to whom it is addressed.
    office.says("everything", [overheard("a", "Where is your morning train?")]);
    let is_edited = async || server.post("a").await.unwrap().edited_at.is_some();
    server.eventually("the edit is heard", is_edited).await;
    assert_eq!(value(&server, "a", JudgementTask::NeedsReply).await.as_deref(), Some("yes"));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_topic_that_asks_for_a_mood_hears_what_is_judged_so_and_nothing_else() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let owner = server.ada().await.id;
    let mut tx = server.store().write().await.unwrap();
    let topic = store::topic::create(&mut tx, owner, "unhappy", "train sentiment:negative").await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says(
        "letters",
        [
            overheard("angry", "The train was horrible, dirty and late, the worst service ever"),
            overheard("pleased", "The train was lovely and the staff was wonderful, thank you so much"),
            overheard("other", "The coffee was horrible, dirty and late, the worst service ever"),
            said("mark", "hello"),
        ],
    );
    server.eventually("all are heard", async || server.post("mark").await.is_some()).await;
    let angry = server.post("angry").await.expect("what is judged so is heard");
    assert!(server.post("pleased").await.is_none() && server.post("other").await.is_none());
    let matches = store::mention::matches(&mut server.store().read().await.unwrap(), angry.id).await.unwrap();
    assert_eq!(matches.iter().map(|one| one.topic).collect::<Vec<_>>(), [topic]);
    assert_eq!(matches[0].spans, [(4, 9)], "the words prove it");
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_language_that_no_network_gives_is_known_before_the_first_match() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let owner = server.ada().await.id;
    let mut tx = server.store().write().await.unwrap();
    for (name, query) in [("german", "zug lang:de"), ("foreign", "zug -lang:de"), ("all of it", "lang:de")] {
        store::topic::create(&mut tx, owner, name, query).await.unwrap();
    }
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    let declared = |id: &str, tag: &str| {
        let text = "Der Zug hatte heute schon wieder zwei Stunden Verspätung";
        let post = ReceivedPost { reason: None, languages: vec![tag.into()], ..letter(id, text) };
        Received::Post(Box::new(post))
    };
    office.says(
        "letters",
        [
            overheard("unsaid", "Der Zug hatte heute schon wieder zwei Stunden Verspätung"),
            overheard("elsewhere", "Heute gibt es bei uns frischen Kuchen und guten Kaffee"),
            overheard("english", "The weather is lovely today and we are going for a walk"),
            declared("unusable", "und"),
            declared("dutch", "nl"),
            said("mark", "hello"),
        ],
    );
    server.eventually("all are heard", async || server.post("mark").await.is_some()).await;
    let mut heard = Vec::new();
    for id in ["unsaid", "elsewhere", "english", "unusable", "dutch"] {
        let Some(post) = server.post(id).await else { continue };
        let mut tx = server.store().read().await.unwrap();
        heard.push((id, store::mention::matches(&mut tx, post.id).await.unwrap().len()));
    }
    // What is declared stands, whatever the letters say.
    assert_eq!(heard, [("unsaid", 2), ("elsewhere", 1), ("unusable", 2), ("dutch", 1)]);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn copied_words_are_one_row_and_others_are_their_own() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    office.says(
        "letters",
        [
            said("a", "Keep the night train to the coast! Thousands depend on it. https://a.example/1"),
            said("b", "@rail KEEP the night train to the coast - thousands depend on it https://b.example/2"),
            said("c", "The night train to the coast was late again, how do I get my money back?"),
            said("d", "thanks a lot"),
            said("e", "Thanks a lot!"),
        ],
    );
    server.eventually("all are filed", async || server.post("e").await.is_some()).await;
    let mut under = Vec::new();
    for id in ["a", "b", "c", "d", "e"] {
        let conversation = server.conversation(server.conversation_of(id).await.unwrap()).await;
        under.push(conversation.alike_of);
    }
    assert_eq!(under, [None, server.conversation_of("a").await, None, None, None]);
    server.handle.shut_down().await;
}

async fn stands(server: &Server, remote_id: &str) -> Vec<String> {
    let author = server.post(remote_id).await.unwrap().author;
    let mut tx = server.store().read().await.unwrap();
    let regards = store::regard::of_authors(&mut tx, &[author]).await.unwrap().remove(&author);
    regards.unwrap_or_default().into_iter().map(|one| one.value).collect()
}

fn by(author: &str, id: &str, text: &str) -> Received {
    let mut post = letter(id, text);
    post.author.remote_id = format!("did:{author}");
    post.author.handle = Some(format!("{author}.example"));
    Received::Post(Box::new(post))
}

#[tokio::test]
async fn whoever_speaks_is_judged_from_all_that_they_said_and_anew_when_words_are_gone() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let owner = server.ada().await.id;
    let mut tx = server.store().write().await.unwrap();
    store::topic::create(&mut tx, owner, "trains", "train").await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says(
        "letters",
        [
            by("carla", "c0", "Your train is late every day because the signal is broken, nobody answers, terrible"),
            by("carla", "c1", "The train was late again because of the broken signal, and my ticket was charged twice"),
            by("nobody", "n1", "Is there a train tonight?"),
        ],
    );
    server.eventually("both are filed", async || server.post("n1").await.is_some()).await;
    assert_eq!(stands(&server, "c1").await, ["customer", "critic"]);
    assert_eq!(stands(&server, "n1").await, Vec::<String>::new(), "nothing is guessed");
    let is_judged = |event: &model::Event| event.kind == model::EventKind::AuthorJudged;
    server.eventually("it is told of", async || server.log().await.iter().any(is_judged)).await;
    let told = server.log().await.into_iter().find(is_judged).unwrap();
    assert_eq!(told.data["relations"], serde_json::json!(["customer"]));
    assert_eq!(told.conversation, server.conversation_of("c1").await, "open pages follow it");

    office.says("letters", [Received::Deleted { remote_id: "c1".into() }]);
    let forgotten = async || stands(&server, "c0").await.is_empty();
    server.eventually("what rested on it is gone", forgotten).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_correction_of_the_mood_changes_the_stance_that_rests_on_it() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let ada = server.ada().await;
    let mut tx = server.store().write().await.unwrap();
    store::topic::create(&mut tx, ada.id, "trains", "train").await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says("letters", [by("carla", "c1", "That was a train ride to remember, nine out of ten for the crew")]);
    server.eventually("it is filed", async || server.post("c1").await.is_some()).await;
    let (post, conversation) = (server.post("c1").await.unwrap().id, server.conversation_of("c1").await.unwrap());
    let mut tx = server.store().write().await.unwrap();
    inbox::correct(&mut tx, &ada, conversation, post, JudgementTask::Sentiment, "positive").await.unwrap();
    inbox::correct(&mut tx, &ada, conversation, post, JudgementTask::Intent, "praise").await.unwrap();
    tx.commit().await.unwrap();
    let is_friendly = async || stands(&server, "c1").await.iter().any(|value| value == "friendly");
    server.eventually("the stance follows", is_friendly).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn topics_may_ask_how_whoever_speaks_stands() {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let ada = server.ada().await;
    let mut tx = server.store().write().await.unwrap();
    store::topic::create(&mut tx, ada.id, "press", "train relation:press").await.unwrap();
    store::topic::create(&mut tx, ada.id, "others", "train -relation:press -stance:hostile").await.unwrap();
    tx.commit().await.unwrap();
    server.handle.topics_changed().await.unwrap();
    office.says("letters", [by("known", "k1", "Hello there, is anybody reading this?")]);
    server.eventually("they are known", async || server.post("k1").await.is_some()).await;
    let (author, conversation) = (server.post("k1").await.unwrap().author, server.conversation_of("k1").await.unwrap());
    let mut tx = server.store().write().await.unwrap();
    let press = inbox::Stands::To(vec![model::Relation::Press]);
    inbox::correct_regard(&mut tx, &ada, conversation, author, &press).await.unwrap();
    tx.commit().await.unwrap();
    office.says(
        "letters",
        [
            by("known", "k2", "How many were on the train?"),
            by("new", "n1", "I'm a journalist, how many were on the train?"),
            by("other", "o1", "How full was the train?"),
        ],
    );
    server.eventually("all are filed", async || server.post("o1").await.is_some()).await;
    let mut met = Vec::new();
    for id in ["k2", "n1", "o1"] {
        let conversation = server.conversation_of(id).await.unwrap();
        let mut tx = server.store().read().await.unwrap();
        let topics = store::conversation::topics(&mut tx, &[conversation]).await.unwrap().remove(&conversation);
        met.push(topics.unwrap_or_default().join(" "));
    }
    assert_eq!(met, ["press", "press", "others"]);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn corrections_are_learned_at_once_and_again_after_a_restart() {
    const WORDS: &str = "their new coaches are proper mint";
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    let ada = server.ada().await;
    for number in 0..6 {
        let id = format!("before{number}");
        office.says("letters", [said(&id, WORDS)]);
        server.eventually("it is filed", async || server.post(&id).await.is_some()).await;
        assert_ne!(value(&server, &id, JudgementTask::Sentiment).await.as_deref(), Some("positive"));
    }
    for number in 0..6 {
        let id = format!("before{number}");
        let (post, conversation) = (server.post(&id).await.unwrap().id, server.conversation_of(&id).await.unwrap());
        let mut tx = server.store().write().await.unwrap();
        inbox::correct(&mut tx, &ada, conversation, post, JudgementTask::Sentiment, "positive").await.unwrap();
        tx.commit().await.unwrap();
    }
    // As soon as they are sealed.
    let number = std::cell::Cell::new(0);
    let is_learned = async || {
        number.set(number.get() + 1);
        let id = format!("after{}", number.get());
        office.says("letters", [said(&id, WORDS)]);
        server.eventually("it is filed", async || server.post(&id).await.is_some()).await;
        value(&server, &id, JudgementTask::Sentiment).await.as_deref() == Some("positive")
    };
    server.eventually("they are learned", is_learned).await;

    let server = server.restart(async |_| {}).await;
    office.says("letters", [said("restarted", WORDS)]);
    server.eventually("it is filed", async || server.post("restarted").await.is_some()).await;
    assert_eq!(value(&server, "restarted", JudgementTask::Sentiment).await.as_deref(), Some("positive"));
    server.handle.shut_down().await;
}
