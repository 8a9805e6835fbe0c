//! The weights in the repository are those that our examples give.
#![allow(clippy::unwrap_used)]

use enrichment::training;

#[test]
fn the_weights_are_those_that_the_examples_give() {
    let built = training::intent_weights().unwrap();
    let kept = include_bytes!("../weights/intent.bin");
    assert!(built == kept, "run `cargo run --release -p enrichment --example weights` and commit what it writes");
}

#[test]
fn examples_are_many_in_every_language_and_never_twice() {
    let mut texts: Vec<String> = training::examples().unwrap().into_iter().map(|example| example.text).collect();
    let all = texts.len();
    assert!(all > 1_000, "{all}");
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), all);
}
