//! How the dials are made.

use inbox::InboxError;
use model::{DialFault, DialPart, DialTarget, DialTargets, EventKind};
use store::dial;

use crate::desk::Desk;

/// The usual targets, but for one.
fn with(part: DialPart, percent: u8) -> DialTargets {
    let usual = DialTargets::default();
    let changed = usual.all().iter().map(|one| match one.part == part {
        true => DialTarget { percent, ..*one },
        false => *one,
    });
    DialTargets::new(changed).unwrap()
}

pub async fn whoever_sets_targets_makes_another_version_of_the_dials_and_says_why() {
    let desk = Desk::new().await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let mut tx = desk.write().await;
    let stricter = with(DialPart::Answered, 95);
    let refused = inbox::change_dials(&mut tx, &ada, 0, &stricter, "because").await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    for reason in ["  ", &"w".repeat(501)] {
        let refused = inbox::change_dials(&mut tx, &manager, 0, &stricter, reason).await;
        assert!(matches!(refused, Err(InboxError::Dials(DialFault::Reason { max: 500 }))), "{refused:?}");
    }
    let first = inbox::change_dials(&mut tx, &manager, 0, &stricter, " nights are staffed ").await.unwrap();
    assert_eq!((first.number, &first.reason[..]), (1, "nights are staffed"));
    let stale = inbox::change_dials(&mut tx, &manager, 0, &with(DialPart::Answered, 50), "me too").await;
    assert!(matches!(stale, Err(InboxError::DialsChanged { version: 1 })), "{stale:?}");
    tx.commit().await.unwrap();

    desk.later(60);
    let mut tx = desk.write().await;
    let second = inbox::change_dials(&mut tx, &manager, 1, &with(DialPart::Answered, 50), "too hard").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.read().await;
    assert_eq!(dial::at(&mut tx, first.made_at).await.unwrap().as_ref(), Some(&first), "what held then");
    assert_eq!(dial::at(&mut tx, second.made_at).await.unwrap().as_ref(), Some(&second));
    assert_eq!(dial::all(&mut tx).await.unwrap(), [second, first]);
    drop(tx);
    assert_eq!(desk.count(EventKind::DialsChanged).await, 2);
}
