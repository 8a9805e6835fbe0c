//! Queries come and go while posts stream: no rebuilding, no pause, and the index fits itself to what it hears.
//!
//! `cargo run -p listening --example live`

use std::error::Error;

use listening::{Analysis, Context, FieldContext, Post, Query, QueryIndex};

fn main() -> Result<(), Box<dyn Error>> {
    let mut index = QueryIndex::new(Analysis::social());
    let context = Context::unknown();
    let hear = |index: &QueryIndex<&str>, text: &str| {
        let found = index.match_post(&Post { text, ..Post::default() }, &context);
        let ids: Vec<&str> = found.iter().map(|found| found.id).collect();
        println!("{text:45} {ids:?}");
    };

    let register = |index: &mut QueryIndex<&'static str>, id, text: &str| -> Result<(), Box<dyn Error>> {
        Ok(index.register(id, &Query::parse(text, FieldContext::Topic)?)?)
    };
    register(&mut index, "delays", "delta (late OR delay*) -job")?;
    hear(&index, "Delta is late again");

    // Registered under an id that is there, a query takes the place of the former one.
    register(&mut index, "delays", "(delta OR united) (late OR delay*)")?;
    register(&mut index, "bags", "lost NEAR/3 (bag OR luggage)")?;
    hear(&index, "United lost my only bag, and is late");

    index.remove(&"delays");
    hear(&index, "United lost my only bag, and is late");

    // Anchors are chosen by the frequencies at the time; now and then they are chosen anew.
    for number in 0..1_000 {
        let text = format!("nothing lost today, number {number}");
        let _ = index.match_post(&Post { text: &text, ..Post::default() }, &context);
    }
    index.reanchor();
    hear(&index, "lost: one big bag");
    Ok(())
}
