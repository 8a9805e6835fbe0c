//! Prints what a world says: `cargo run -p simulator --example listen -- [SEED] [HOURS]`.

use std::sync::Arc;

use channels::Received;
use jiff::ToSpan;
use model::ManualClock;
use simulator::World;

fn main() {
    let mut numbers = std::env::args().skip(1).map_while(|number| number.parse().ok());
    let (seed, hours) = (numbers.next().unwrap_or(7), numbers.next().unwrap_or(72) as i64);
    let clock = Arc::new(ManualClock::at("2026-11-24T08:00:00Z"));
    let started_at = "2026-11-24T08:00:00Z".parse().expect("a time stamp");
    let world = World::new(seed, clock.clone(), started_at);
    // Then a quarter of an hour live.
    clock.set("2026-11-24T08:15:00Z");
    let end = started_at + 1.hours();
    for told in world.history(started_at - hours.hours(), end) {
        let (at, stream) = (told.at.strftime("%a %H:%M:%S"), told.stream.name());
        match told.received {
            Received::Post(post) => println!(
                "{at} {stream:7} {:>2} {}{} {:?}: {}",
                post.languages[0],
                if post.parent.is_some() { "↳ " } else { "" },
                post.author.handle.unwrap_or_default(),
                post.reason,
                post.text
            ),
            other => println!("{at} {stream:7} {other:?}"),
        }
    }
}
