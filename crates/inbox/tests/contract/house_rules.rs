//! House rules.

use inbox::{HOUSE_RULES_MAX, HouseRuleFault, InboxError, WantedHouseRule};
use model::EventKind;

use crate::desk::Desk;

fn wanted(name: &str, words: &str) -> WantedHouseRule {
    WantedHouseRule { name: name.into(), words: words.into() }
}

pub async fn house_rules_are_kept_by_managers_and_told_apart_by_their_names() {
    let desk = Desk::new().await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let mut tx = desk.write().await;
    let refused = inbox::keep_house_rule(&mut tx, &ada, None, &wanted("Insults", "None.")).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    for (bad, fault) in [
        (wanted(" ", "None."), HouseRuleFault::Name),
        (wanted(&"n".repeat(101), "None."), HouseRuleFault::Name),
        (wanted("Insults", " \n"), HouseRuleFault::Words),
        (wanted("Insults", &"w".repeat(1_001)), HouseRuleFault::Words),
    ] {
        let refused = inbox::keep_house_rule(&mut tx, &manager, None, &bad).await;
        assert!(matches!(&refused, Err(InboxError::HouseRule(found)) if *found == fault), "{refused:?}");
    }
    let id = inbox::keep_house_rule(&mut tx, &manager, None, &wanted(" No   insults ", " None. ")).await.unwrap();
    let kept = store::house_rule::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((&kept.name[..], &kept.words[..]), ("No insults", "None."));
    let taken = inbox::keep_house_rule(&mut tx, &manager, None, &wanted("no insults", "Twice.")).await;
    assert!(matches!(taken, Err(InboxError::HouseRule(HouseRuleFault::NameTaken))), "{taken:?}");
    inbox::keep_house_rule(&mut tx, &manager, Some(id), &wanted("no insults", "None.")).await.unwrap();
    inbox::keep_house_rule(&mut tx, &manager, Some(id), &wanted("no insults", "None.")).await.unwrap();

    inbox::put_house_rule_away(&mut tx, &manager, id, true).await.unwrap();
    inbox::put_house_rule_away(&mut tx, &manager, id, true).await.unwrap();
    let other = inbox::keep_house_rule(&mut tx, &manager, None, &wanted("No insults", "Again.")).await.unwrap();
    let taken = inbox::put_house_rule_away(&mut tx, &manager, id, false).await;
    assert!(matches!(taken, Err(InboxError::HouseRule(HouseRuleFault::NameTaken))), "{taken:?}");
    inbox::put_house_rule_away(&mut tx, &manager, other, true).await.unwrap();
    inbox::put_house_rule_away(&mut tx, &manager, id, false).await.unwrap();
    for number in 1..HOUSE_RULES_MAX {
        let wanted = wanted(&format!("Rule {number}"), "Holds.");
        inbox::keep_house_rule(&mut tx, &manager, None, &wanted).await.unwrap();
    }
    for refused in [
        inbox::keep_house_rule(&mut tx, &manager, None, &wanted("One more", "Holds.")).await.map(drop),
        inbox::put_house_rule_away(&mut tx, &manager, other, false).await,
    ] {
        assert!(matches!(refused, Err(InboxError::HouseRule(_))), "{refused:?}");
    }
    tx.commit().await.unwrap();
    assert_eq!(desk.count(EventKind::HouseRuleChanged).await, 1, "what changes nothing is told of by nobody");
    assert_eq!(desk.count(EventKind::HouseRuleArchived).await, 2);
    assert_eq!(desk.count(EventKind::HouseRuleRestored).await, 1);
}
