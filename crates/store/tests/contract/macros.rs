//! Macros: what they say in their versions, and how often they were applied.

use std::slice;

use model::{MacroStep, Role, RuleAct, Status};
use store::macros::{self, Terms};
use store::saved_reply;
use store::variant::Variant;

use crate::house::House;

fn terms(name: &str, steps: &[MacroStep]) -> Terms {
    Terms { name: name.into(), steps: steps.to_vec(), saved_reply: None }
}

pub async fn a_macro_keeps_its_steps_in_order_counts_its_uses_and_frees_its_name_when_it_is_removed() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let mut tx = house.write().await;
    let words = [Variant { language: String::new(), text: "Thank you!".into() }];
    let saved = saved_reply::create(&mut tx, "Thanks", &words).await.unwrap();
    let done = MacroStep::Act(RuleAct::Status { status: Status::Resolved });
    let id = macros::create(&mut tx, member, &terms("Praise  of crews", slice::from_ref(&done))).await.unwrap();
    assert_eq!(macros::named(&mut tx, "PRAISE of crews").await.unwrap(), Some(id));
    let made = macros::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((made.version, made.made_by, made.use_count, made.used_at), (1, member, 0, None));

    let other = Terms { saved_reply: Some(saved), ..terms("Praise", &[MacroStep::Take, done]) };
    macros::change(&mut tx, member, &made, &other).await.unwrap();
    macros::used(&mut tx, member, id, None).await.unwrap();
    macros::used(&mut tx, member, id, Some(5.into())).await.unwrap();
    let changed = macros::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((&changed.terms, changed.version), (&other, 2), "in their order");
    assert_eq!((changed.use_count, changed.used_at), (2, Some(tx.now())));

    let first = macros::create(&mut tx, member, &terms("anger", &[MacroStep::Take])).await.unwrap();
    let all =
        async |tx: &mut store::Tx| macros::all(tx).await.unwrap().into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(all(&mut tx).await, [first, id], "by name");
    macros::remove(&mut tx, member, id).await.unwrap();
    assert_eq!(all(&mut tx).await, [first]);
    assert_eq!(macros::named(&mut tx, "praise").await.unwrap(), None);
    let removed = macros::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((removed.removed_at, removed.use_count), (Some(tx.now()), 2), "it is still known");
    macros::create(&mut tx, member, &terms("Praise", &[])).await.unwrap();
}
