//! Builds the weights from the examples that we wrote: `cargo run --release -p enrichment --example weights`.
//!
//! Also says how well a model does on lines that it never saw, by language and by intent.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use enrichment::training::{self, Example};
use model::Intent;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = training::intent_weights()?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("weights/intent.bin");
    fs::write(&path, &bytes)?;
    println!("weights/intent.bin: {} bytes from {} wordings", bytes.len(), training::examples()?.len());

    println!("\nleft out of the training in fifths of the lines, wordings judged:");
    let judged = training::left_out()?;
    table(&judged, |example| example.language.to_owned());
    table(&judged, |example| example.intent.to_string());
    println!("\nby confidence (from, wordings, right):");
    for tenth in 0..10 {
        let from = f64::from(tenth) / 10.0;
        let within: Vec<_> = judged.iter().filter(|(_, _, sure)| (from..from + 0.1).contains(sure)).collect();
        let right = within.iter().filter(|(example, guess, _)| example.intent == *guess).count();
        println!("{from:.1} {:6} {:5.1}%", within.len(), percent(right, within.len()));
    }
    Ok(())
}

fn table(judged: &[(Example, Intent, f64)], key: impl Fn(&Example) -> String) {
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (example, guess, _) in judged {
        let row = rows.entry(key(example)).or_default();
        row.0 += 1;
        row.1 += usize::from(example.intent == *guess);
    }
    for (name, (all, right)) in rows {
        println!("{name:12} {all:6} {:5.1}%", percent(right, all));
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
