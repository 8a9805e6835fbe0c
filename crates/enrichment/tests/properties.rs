//! What holds for every text.
#![allow(clippy::unwrap_used)]

use enrichment::{Correction, Judgements, Learned, Signature, Subject, judge};
use model::{Reasons, Sentiment};
use proptest::prelude::*;

fn judged(text: &str, declared: &[String]) -> Judgements {
    judge(&Subject { text, declared, reasons: Reasons::NONE })
}

fn check(found: &Judgements) {
    let sures = [
        found.language.confidence,
        found.sentiment.confidence,
        found.intent.confidence,
        found.needs_reply.confidence,
        found.spam.confidence,
    ];
    assert!(sures.iter().all(|sure| (0.0..=1.0).contains(sure)), "{found:?}");
    assert!((-1.0..=1.0).contains(&found.score), "{found:?}");
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z]{2,9}", 12..40)
}

proptest! {
    #[test]
    fn any_text_is_judged_the_same_each_time(text in "\\PC{0,200}|(?s:.{0,80})", tag in "\\PC{0,8}") {
        let declared = [tag];
        let found = judged(&text, &declared);
        check(&found);
        prop_assert_eq!(&found, &judged(&text, &declared));
    }

    #[test]
    fn any_text_may_be_learned_from(text in "\\PC{0,200}") {
        let subject = Subject { text: &text, declared: &[], reasons: Reasons::NONE };
        let learned = Learned::default().with(&subject, Correction::Sentiment(Sentiment::Negative));
        check(&learned.judge(&subject));
        prop_assert_eq!(Learned::from_bytes(&learned.to_bytes()).unwrap(), learned);
    }

    #[test]
    fn no_bytes_are_taken_for_something_learned_and_none_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Learned::from_bytes(&[b"CHJ1", &bytes[..]].concat());
    }

    #[test]
    fn links_names_case_and_signs_change_no_signature(words in words(), name in "[a-z]{3,9}", host in "[a-z]{3,9}") {
        let plain = words.join(" ");
        let dressed = format!("@{name} {}!! https://{host}.example/a?b=c", plain.to_uppercase());
        prop_assert_eq!(Signature::of(&plain), Signature::of(&dressed));
    }

    #[test]
    fn distance_is_that_of_a_metric(a in any::<u64>(), b in any::<u64>(), c in any::<u64>()) {
        let (a, b, c) = (Signature(a), Signature(b), Signature(c));
        prop_assert_eq!(a.distance(a), 0);
        prop_assert_eq!(a.distance(b), b.distance(a));
        prop_assert!(a.distance(c) <= a.distance(b) + b.distance(c));
    }
}

#[test]
fn a_long_text_is_read_to_a_limit_and_judged_like_its_beginning() {
    let start = "the train is late and nobody answers the phone ".repeat(100);
    let found = judged(&start, &[]);
    check(&found);
    assert_eq!(found.sentiment.value, judged(&format!("{start}{}", "lovely ".repeat(100_000)), &[]).sentiment.value);
}
