//! Counts everything, at rest: what the network has against what the database says.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use model::{EventKind, PostId, ReplyId, ReplyState};
use store::conversation::View;
use store::reply::Reply;
use store::seal::Verdict;
use store::{Store, conversation, event, mention, post, reply, seal, topic};

use crate::desk::Posted;
use crate::network::Standing;
use crate::server::{Server, Settings};
use crate::story::{Given, Mark, Outcome, Story};

/// Checks all that ever happened and counts the answers given since the mark. No server may run.
///
/// # Panics
/// With everything that is wrong.
pub async fn everything(story: &Story, from: Mark) -> Outcome {
    let store = story.house.open().await;
    let mut wrong = Vec::new();
    log_is_whole(&store, &mut wrong).await;
    nothing_heard_is_lost_or_doubled(story, &store, &mut wrong).await;
    let outcome = answers_stand_once_or_not_at_all(story, &store, from, &mut wrong).await;
    store.close().await;
    assert!(wrong.is_empty(), "{wrong:#?}\n{}", story.house.last_words());
    outcome
}

/// Checks what was heard and the log, whatever became of answers. No server may run.
///
/// # Panics
/// With everything that is wrong.
pub async fn hearing(story: &Story) {
    let store = story.house.open().await;
    let mut wrong = Vec::new();
    log_is_whole(&store, &mut wrong).await;
    nothing_heard_is_lost_or_doubled(story, &store, &mut wrong).await;
    store.close().await;
    assert!(wrong.is_empty(), "{wrong:#?}\n{}", story.house.last_words());
}

/// Runs the server until no work is left.
///
/// # Panics
/// When some is left after many runs.
pub async fn work_is_done(story: &Story) {
    let mut left = None;
    for _ in 0..12 {
        let store = story.house.open().await;
        left = store::job::next_due(&mut store.read().await.unwrap()).await.unwrap();
        store.close().await;
        if left.is_none() {
            return;
        }
        let mut server = Server::start(&story.house, &Settings::default());
        server.address().await.expect("it opens");
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(server.stop().await.success());
    }
    panic!("work due at {left:?} is never done\n{}", story.house.last_words());
}

async fn log_is_whole(store: &Store, wrong: &mut Vec<String>) {
    let verdict = seal::verify(&mut store.read().await.unwrap()).await.unwrap();
    if !matches!(verdict, Verdict::Whole { .. }) {
        wrong.push(format!("the event log is {verdict:?}"));
    }
}

/// How often the log tells of a thing, by the id that the events name it by.
async fn told(store: &Store, kind: EventKind, name: &str) -> HashMap<i64, usize> {
    let mut tx = store.read().await.unwrap();
    let mut told = HashMap::new();
    for sealed in event::after(&mut tx, 0, i64::MAX).await.unwrap() {
        if sealed.event.kind == kind {
            let id = sealed.event.data[name].as_str().and_then(|id| id.parse().ok()).unwrap();
            *told.entry(id).or_default() += 1;
        }
    }
    told
}

async fn nothing_heard_is_lost_or_doubled(story: &Story, store: &Store, wrong: &mut Vec<String>) {
    let (house, spoken) = (&story.house, &story.spoken);
    let filed = told(store, EventKind::MentionFiled, "post").await;
    let mut tx = store.read().await.unwrap();
    for spoken in spoken {
        let token = &spoken.token;
        let Some(kept) = post::by_remote(&mut tx, house.channel, &spoken.place.uri).await.unwrap() else {
            wrong.push(format!("{token} is lost"));
            continue;
        };
        let thread = conversation::by_thread(&mut tx, house.channel, &spoken.root.uri).await.unwrap();
        if kept.conversation.is_none() || kept.conversation != thread.map(|thread| thread.id) {
            wrong.push(format!("{token} stands in another conversation than its thread's"));
        }
        if mention::reasons(&mut tx, kept.id).await.unwrap().is_none() {
            wrong.push(format!("{token} is no mention"));
        }
        let matches = mention::matches(&mut tx, kept.id).await.unwrap().len();
        if matches != if spoken.is_about_topics { house.topics.len() } else { 0 } {
            wrong.push(format!("{token} meets {matches} topics"));
        }
        let PostId(id) = kept.id;
        if filed.get(&id) != Some(&1) {
            wrong.push(format!("{token} was filed {:?} times", filed.get(&id)));
        }
    }
    let mut count = |what: &str, found: usize, expected: usize| {
        if found != expected {
            wrong.push(format!("{found} {what} where there are {expected}"));
        }
    };
    count("mentions filed", filed.len(), spoken.len());
    let roots: HashSet<&str> = spoken.iter().map(|spoken| spoken.root.uri.as_str()).collect();
    let conversations = conversation::count(&mut tx, View::All, usize::MAX).await.unwrap();
    count("conversations", conversations, roots.len());
    let on_topic = spoken.iter().filter(|spoken| spoken.is_about_topics).count();
    for id in &house.topics {
        let found = topic::mention_count(&mut tx, *id).await.unwrap();
        count("mentions of a topic", found.try_into().unwrap(), on_topic);
    }
}

async fn answers_stand_once_or_not_at_all(
    story: &Story,
    store: &Store,
    from: Mark,
    wrong: &mut Vec<String>,
) -> Outcome {
    let standing = story.network.posts_of(&story.house.brand).await;
    let (queued, sent) =
        (told(store, EventKind::ReplyQueued, "reply").await, told(store, EventKind::ReplySent, "reply").await);
    let elsewhere = told(store, EventKind::ReplySeenElsewhere, "post").await;
    let mut outcome = Outcome::default();
    let mut of_ours = 0;
    for (number, given) in story.given.iter().enumerate() {
        let kept = kept(story, store, given).await;
        let there: Vec<&Standing> = standing.iter().filter(|post| post.text == given.text).collect();
        of_ours += there.len();
        for reply in &kept {
            let ReplyId(id) = reply.id;
            if queued.get(&id) != Some(&1) || sent.get(&id).is_some_and(|times| *times > 1) {
                wrong.push(format!("{} was told of several times or never", given.text));
            }
        }
        let counter = match judge(given, &kept, &there) {
            Ok(Fate::Stands) => &mut outcome.standing,
            Ok(Fate::ShownAsNone) => &mut outcome.none,
            Ok(Fate::NeverTaken) => &mut outcome.never_taken,
            Err(why) => {
                wrong.push(format!("{}: {why}", given.text));
                continue;
            }
        };
        *counter += usize::from(number >= from.given);
    }
    if of_ours != standing.len() || !elsewhere.is_empty() {
        wrong.push(format!("{} posts of ours stand, {of_ours} were answers given", standing.len()));
    }
    outcome
}

enum Fate {
    Stands,
    ShownAsNone,
    NeverTaken,
}

/// What became of an answer; an error says which promise is broken.
fn judge(given: &Given, kept: &[Reply], there: &[&Standing]) -> Result<Fate, String> {
    match (kept, there) {
        ([], []) if given.posted == Posted::Done => Err("it was taken and is lost".into()),
        ([], []) => Ok(Fate::NeverTaken),
        ([reply], [post]) if matches!(reply.state, ReplyState::Sent | ReplyState::Delivered) => {
            if reply.remote_id.as_ref() != Some(&post.place.uri) {
                Err(format!("it stands at {} and is kept as {:?}", post.place.uri, reply.remote_id))
            } else if post.parent.as_ref() != Some(&given.root.uri) {
                Err(format!("it answers {:?}", post.parent))
            } else if given.taken_back == Some(Posted::Done) {
                Err("it was taken back and stands".into())
            } else {
                Ok(Fate::Stands)
            }
        }
        ([reply], []) => match reply.state {
            ReplyState::Cancelled if given.taken_back.is_some() => Ok(Fate::ShownAsNone),
            ReplyState::FailedRetryable | ReplyState::FailedFinal => Ok(Fate::ShownAsNone),
            other => Err(format!("nothing stands and it is {other}")),
        },
        (kept, there) => {
            let states: Vec<_> = kept.iter().map(|reply| reply.state).collect();
            Err(format!("{} stand, kept as {states:?}", there.len()))
        }
    }
}

/// The rows of an answer: one, or none.
async fn kept(story: &Story, store: &Store, given: &Given) -> Vec<Reply> {
    let mut tx = store.read().await.unwrap();
    let Some(thread) = conversation::by_thread(&mut tx, story.house.channel, &given.root.uri).await.unwrap() else {
        return Vec::new();
    };
    let replies = reply::of_conversation(&mut tx, thread.id).await.unwrap();
    replies.into_iter().filter(|reply| reply.text == given.text).collect()
}
