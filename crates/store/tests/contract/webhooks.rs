//! Addresses of other programs, and the calls of them.

use crate::house::House;

use model::{ConversationId, RuleRunId, WebhookCallState, WebhookId};
use store::Tx;
use store::webhook::{self, CALLS_KEPT, NewWebhook};

async fn made(tx: &mut Tx, name: &str) -> WebhookId {
    let id = tx.next_id();
    let new = NewWebhook { id, name, url: "https://hooks.example/", secret: vec![1, 2, 3] };
    webhook::create(tx, new).await.unwrap();
    id
}

pub async fn a_webhook_frees_its_name_when_it_is_put_away() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let first = made(&mut tx, "Zeta desk").await;
    assert_eq!(webhook::named(&mut tx, " zeta  DESK").await.unwrap(), Some(first));
    webhook::put_away(&mut tx, first, true).await.unwrap();
    assert_eq!(webhook::named(&mut tx, "Zeta desk").await.unwrap(), None);
    let second = made(&mut tx, "Zeta desk").await;
    let third = made(&mut tx, "Alpha").await;
    webhook::change(&mut tx, third, "Beta", "https://other.example/").await.unwrap();
    webhook::set_secret(&mut tx, third, vec![9]).await.unwrap();
    let all = webhook::all(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [third, second, first], "what is put away is last");
    let found = webhook::find(&mut tx, third).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.url.as_str(), &*found.secret), ("Beta", "https://other.example/", &[9][..]));
    webhook::put_away(&mut tx, second, true).await.unwrap();
    webhook::put_away(&mut tx, first, false).await.unwrap();
    assert_eq!(webhook::named(&mut tx, "Zeta desk").await.unwrap(), Some(first));
}

pub async fn what_became_of_a_call_reads_back_and_is_forgotten_after_a_month() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let (one, other) = (made(&mut tx, "One").await, made(&mut tx, "Other").await);
    let of = Some((RuleRunId(4), ConversationId(5)));
    let told = webhook::call(&mut tx, one, of, r#"{"type":"rule.acted"}"#).await.unwrap();
    let trial = webhook::call(&mut tx, one, None, "{}").await.unwrap();
    webhook::call(&mut tx, other, None, "{}").await.unwrap();
    let calls = webhook::calls(&mut tx, one, 9).await.unwrap();
    assert_eq!(calls.iter().map(|call| call.id).collect::<Vec<_>>(), [trial, told], "the newest first");
    assert_eq!(webhook::calls(&mut tx, one, 1).await.unwrap(), calls[..1]);
    let mut call = webhook::find_call(&mut tx, told).await.unwrap().unwrap();
    assert_eq!(
        (call.run, call.conversation, call.state),
        (Some(RuleRunId(4)), Some(ConversationId(5)), WebhookCallState::Waiting)
    );
    (call.state, call.attempts, call.status) = (WebhookCallState::Failed, 9, Some(500));
    (call.why, call.tried_at) = (Some("it answered with status 500".into()), Some(tx.now()));
    webhook::save_call(&mut tx, &call).await.unwrap();
    assert_eq!(webhook::find_call(&mut tx, told).await.unwrap(), Some(call));
    tx.commit().await.unwrap();

    house.clock.advance(CALLS_KEPT.unsigned_abs() + std::time::Duration::from_secs(1));
    let mut tx = house.write().await;
    assert_eq!(webhook::forget_old(&mut tx, 9).await.unwrap(), 1);
    let left: Vec<_> = webhook::calls(&mut tx, one, 9).await.unwrap().into_iter().map(|call| call.id).collect();
    assert_eq!(left, [trial], "what waits is not forgotten");
}
