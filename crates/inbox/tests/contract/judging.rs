//! What is judged is kept, told of and searched; what a member says stands.

use crate::desk::{Desk, addressed, edited};

use inbox::{Filed, InboxError, SPAM_LABEL, Search, Want};
use listening::{FieldContext, Query};
use model::{ConversationId, EventKind, Ground, JudgementTask, ReceivedPost, Right, Role};
use store::conversation::Filter;
use store::judgement::{self, Judgement};

pub fn judged(task: JudgementTask, value: Option<&str>) -> Judgement {
    let value = value.map(str::to_owned);
    Judgement { task, value, confidence_percent: 80, ground: Ground::Words, member: None }
}

pub fn unhappy() -> Vec<Judgement> {
    vec![
        judged(JudgementTask::Language, Some("de")),
        judged(JudgementTask::Sentiment, Some("negative")),
        judged(JudgementTask::Intent, None),
        judged(JudgementTask::NeedsReply, Some("yes")),
        judged(JudgementTask::Spam, Some("no")),
    ]
}

async fn kept(desk: &Desk, remote_id: &str) -> Vec<Judgement> {
    let post = desk.post_id(remote_id).await;
    judgement::of_posts(&mut desk.read().await, &[post]).await.unwrap().remove(&post).unwrap_or_default()
}

async fn value(desk: &Desk, remote_id: &str, task: JudgementTask) -> Option<String> {
    kept(desk, remote_id).await.into_iter().find(|one| one.task == task).unwrap().value
}

async fn correct(
    desk: &Desk,
    id: ConversationId,
    role: Role,
    task: JudgementTask,
    value: &str,
) -> Result<(), InboxError> {
    let who = desk.member(role.as_str()).await;
    let post = desk.post_id("a").await;
    let mut tx = desk.write().await;
    inbox::correct(&mut tx, &who, id, post, task, value).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn labels(desk: &Desk, id: ConversationId) -> Vec<String> {
    store::conversation::labels(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
}

async fn found(desk: &Desk, typed: &str) -> usize {
    let query = Query::parse(typed, FieldContext::View).unwrap();
    let asker = desk.member("owner").await.id;
    let everything = Filter { with_spam: true, ..Filter::default() };
    let search = Search::new(everything, &query, typed, asker);
    search.look(&desk.store, None, Want { rows: 50, found: 50, looked: 50 }).await.unwrap().found
}

pub async fn what_is_judged_is_kept_and_told_of_in_closed_words() {
    let mut desk = Desk::new().await;
    desk.judgements = unhappy();
    let post = addressed("a", "anna", "Wo bleibt der Zug?");
    desk.file(&post, &[]).await;
    let mut expected = unhappy();
    expected.sort_by_key(|one| one.task.as_str());
    assert_eq!(kept(&desk, "a").await, expected);
    let log = desk.log().await;
    let told = log.iter().find(|event| event.kind == EventKind::MentionJudged).unwrap();
    assert_eq!(told.data["sentiment"], "negative");
    assert_eq!(told.data["intent"], serde_json::Value::Null);

    desk.file(&post, &[]).await;
    assert_eq!(desk.count(EventKind::MentionJudged).await, 1, "heard again, it is not judged again");
}

pub async fn an_edited_mention_is_judged_again_and_a_members_word_stays() {
    let mut desk = Desk::new().await;
    desk.judgements = unhappy();
    let post = addressed("a", "anna", "Wo bleibt der Zug?");
    let Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("the post is not new") };
    correct(&desk, conversation, Role::Member, JudgementTask::NeedsReply, "no").await.unwrap();
    desk.judgements =
        vec![judged(JudgementTask::Sentiment, Some("positive")), judged(JudgementTask::NeedsReply, Some("yes"))];
    desk.file(&edited(&post, "2", "Da ist er ja, danke!"), &[]).await;
    assert_eq!(value(&desk, "a", JudgementTask::Sentiment).await.as_deref(), Some("positive"));
    assert_eq!(value(&desk, "a", JudgementTask::NeedsReply).await.as_deref(), Some("no"));
    let log = desk.log().await;
    let told = log.iter().rfind(|event| event.kind == EventKind::MentionJudged).unwrap();
    assert_eq!((&told.data["sentiment"], told.data.get("needs_reply")), (&"positive".into(), None));
}

pub async fn what_a_member_said_is_no_spam_is_not_marked_again() {
    let mut desk = Desk::new().await;
    desk.judgements = vec![judged(JudgementTask::Spam, Some("yes"))];
    let post = addressed("a", "anna", "Billig!");
    let Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("the post is not new") };
    correct(&desk, conversation, Role::Member, JudgementTask::Spam, "no").await.unwrap();
    desk.file(&edited(&post, "2", "Ganz billig!"), &[]).await;
    let labels = store::conversation::labels(&mut desk.read().await, &[conversation]).await.unwrap();
    assert!(labels.is_empty(), "{labels:?}");
}

pub async fn a_correction_is_kept_for_learning_with_its_event() {
    let mut desk = Desk::new().await;
    desk.judgements = unhappy();
    let id = desk.conversation("a").await;
    correct(&desk, id, Role::Member, JudgementTask::Sentiment, "mixed").await.unwrap();
    assert_eq!(value(&desk, "a", JudgementTask::Sentiment).await.as_deref(), Some("mixed"));
    let log = desk.log().await;
    let corrections = judgement::corrections_after(&mut desk.read().await, 0, 10).await.unwrap();
    assert_eq!(corrections.len(), 1);
    assert_eq!((corrections[0].value.as_str(), corrections[0].text.as_str()), ("mixed", "Wo bleibt der Zug?"));
    let told = log.iter().find(|event| event.kind == EventKind::JudgementCorrected).unwrap();
    assert_eq!(
        (told.id, &told.data["before"], &told.data["after"]),
        (corrections[0].event, &"negative".into(), &"mixed".into())
    );

    let mut tx = desk.write().await;
    inbox::post_deleted(&mut tx, desk.channel, "a").await.unwrap();
    tx.commit().await.unwrap();
    let left = judgement::corrections_after(&mut desk.read().await, 0, 10).await.unwrap();
    assert_eq!(left, [], "nothing is learned from words that are gone");
}

pub async fn only_who_works_the_inbox_corrects_and_only_with_words_of_the_question() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let refused = correct(&desk, id, Role::Colleague, JudgementTask::Spam, "yes").await;
    assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    for (task, value) in [(JudgementTask::Spam, "maybe"), (JudgementTask::Language, "de"), (JudgementTask::Intent, "")]
    {
        let refused = correct(&desk, id, Role::Member, task, value).await;
        assert!(matches!(refused, Err(InboxError::NoSuchAnswer)), "{task} {value}");
    }
    let elsewhere = correct(&desk, ConversationId(1), Role::Member, JudgementTask::Spam, "yes").await;
    assert!(matches!(elsewhere, Err(InboxError::Missing(_))), "a post of another conversation");
    assert_eq!(desk.count(EventKind::JudgementCorrected).await, 0);
}

pub async fn spam_is_marked_by_a_label_that_a_member_takes_off_by_correcting() {
    let mut desk = Desk::new().await;
    desk.judgements = vec![judged(JudgementTask::Spam, Some("yes"))];
    let id = desk.conversation("a").await;
    assert_eq!(labels(&desk, id).await, [SPAM_LABEL]);
    assert_eq!(found(&desk, "label:spam").await, 1, "marked, and still there");
    correct(&desk, id, Role::Member, JudgementTask::Spam, "no").await.unwrap();
    assert_eq!(labels(&desk, id).await, Vec::<String>::new());
    correct(&desk, id, Role::Member, JudgementTask::Spam, "yes").await.unwrap();
    assert_eq!(labels(&desk, id).await, [SPAM_LABEL]);
}

pub async fn judgements_are_searched_by() {
    let mut desk = Desk::new().await;
    desk.judgements = unhappy();
    let undeclared = |post: ReceivedPost| ReceivedPost { languages: Vec::new(), ..post };
    desk.file(&undeclared(addressed("a", "anna", "Wo bleibt der Zug?")), &[]).await;
    desk.judgements = Vec::new();
    desk.file(&undeclared(addressed("b", "bert", "Ein anderer Zug")), &[]).await;
    let searches = [
        ("sentiment:negative", 1),
        ("sentiment:positive", 0),
        ("NOT sentiment:positive", 1),
        ("lang:de", 1),
        ("needs_reply:yes", 1),
        ("zug sentiment:negative needs_reply:yes", 1),
        ("intent:praise", 0),
    ];
    for (typed, expected) in searches {
        assert_eq!(found(&desk, typed).await, expected, "{typed}");
    }
}
