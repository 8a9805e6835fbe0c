//! What a judgement costs, on one core: `cargo run --release -p enrichment --example cost`.

use std::hint::black_box;
use std::time::Instant;

use enrichment::{Correction, Learned, Subject};
use model::{Reason, Reasons, Sentiment};

/// Posts of our own, from a word to a paragraph.
const POSTS: [&str; 6] = [
    "@acme thanks!",
    "@acme my train is cancelled again, how do I get home? https://example.org/a",
    "Der Schaffner war so freundlich, vielen Dank an das ganze Team in Köln 😍",
    "電車がまた遅れています。いつ動きますか？",
    "Le contrôleur était très sympa mais les toilettes étaient sales, comme d'habitude, et personne ne répond",
    "I have been a customer for eleven years and never had a reason to write. Last week your driver waited for my \
     grandmother, carried her bag up the stairs, and made sure that somebody met her at the other end. Nobody asked him \
     to. Please tell him that it made the whole family happy, and that we will not forget it.",
];

const ROUNDS: u32 = 5_000;

fn main() {
    let mut learned = Learned::default();
    measure("judging, nothing learned", || {
        POSTS.iter().for_each(|post| drop(black_box(learned.judge(&subject(post)))))
    });
    let started = Instant::now();
    for number in 0..1_000 {
        let text = format!("{} {number} {}", POSTS[number % POSTS.len()], number * 7919);
        learned.learn(&subject(&text), Correction::Sentiment(Sentiment::ALL[number % 3]));
    }
    println!("learning: {:.1} µs a correction", started.elapsed().as_secs_f64() * 1e6 / 1_000.0);
    measure("judging, 1,000 learned", || POSTS.iter().for_each(|post| drop(black_box(learned.judge(&subject(post))))));
    println!("1,000 corrections are {} bytes", learned.to_bytes().len());
}

fn subject(text: &str) -> Subject<'_> {
    Subject { text, declared: &[], reasons: Reasons::NONE.with(Reason::Addressed) }
}

fn measure(what: &str, mut round: impl FnMut()) {
    // The first call reads the lists.
    round();
    let started = Instant::now();
    (0..ROUNDS).for_each(|_| round());
    let posts = f64::from(ROUNDS) * POSTS.len() as f64;
    println!("{what}: {:.1} µs a post", started.elapsed().as_secs_f64() * 1e6 / posts);
}
