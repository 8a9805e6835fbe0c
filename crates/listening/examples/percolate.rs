//! Matches posts against many queries and prints rates and the digest of the matches.
//!
//! `cargo run --release -p listening --example percolate -- POSTS QUERIES [queries] [posts] [plain|social] [naive]`
//!
//! Both files are JSON Lines: posts `{"id","text","author","lang","channel","created_at"}`, queries `{"id","text"}`.
//! The digest is over the sorted lines `post TAB query LF`: SHA-256, first 16 hex digits. Rates are of the one
//! matching thread; parsing JSON is not timed. `naive` tries every query on every post.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query, QueryIndex};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let [posts, queries, ..] = arguments.as_slice() else { return Err("usage: percolate POSTS QUERIES".into()) };
    let queries = read(queries, number(2, 10_000))?;
    let posts = read(posts, number(3, 10_000))?;
    let analysis = match arguments.get(4).map(String::as_str) {
        Some("social") => Analysis::social(),
        _ => Analysis::plain(),
    };
    let is_naive = arguments.get(5).is_some_and(|word| word == "naive");
    let mut index = QueryIndex::new(analysis);
    let started = Instant::now();
    for query in &queries {
        let text = text(query, "text").unwrap_or_default();
        index.register(text_id(query), &Query::parse(text, FieldContext::Topic).map_err(|e| format!("{text}: {e}"))?);
    }
    let loaded = started.elapsed();
    let posts: Vec<(String, Post<'_>)> = posts.iter().map(|value| (text_id(value), post(value))).collect();
    let context = Context::unknown();

    let bytes: usize = posts.iter().map(|(_, post)| post.text.len()).sum();
    let started = Instant::now();
    let tokens: usize = posts.iter().map(|(_, post)| analysis.tokens(post.text).iter().count()).sum();
    let tokenised = started.elapsed();

    // One pass to learn frequencies, then the measured ones.
    posts.iter().for_each(|(_, post)| drop(index.match_post(post, &context)));
    let started = Instant::now();
    let moved = index.reanchor();
    let reanchored = started.elapsed();
    let counts: Vec<_> = posts.iter().map(|(_, post)| index.candidate_count(&AnalysedPost::new(post, &analysis))).collect();
    let candidates: usize = counts.iter().map(|c| c.tried).sum();
    let shut: usize = counts.iter().map(|c| c.passed_over).sum();
    for _ in 0..3 {
        let c0 = cpu();
        let n: usize = posts.iter().map(|(_, post)| AnalysedPost::new(post, &analysis).tokens().iter().count()).sum();
        let c1 = cpu();
        let m: usize = posts.iter().map(|(_, post)| index.match_post(post, &context).len()).sum();
        let c2 = cpu();
        println!("cpu: analyse {:.0}/s match {:.0}/s ({n} {m})", posts.len() as f64 / (c1-c0) as f64 * 1e9, posts.len() as f64 / (c2-c1) as f64 * 1e9);
    }
    println!("shut {:.2}", shut as f64 / posts.len() as f64);
    let started = Instant::now();
    let mut lines = Vec::new();
    let mut times = Vec::with_capacity(posts.len());
    for (id, post) in &posts {
        let begun = Instant::now();
        let found = if is_naive { index.match_exhaustively(post, &context) } else { index.match_post(post, &context) };
        times.push(begun.elapsed());
        lines.extend(
            found.into_iter().filter(|found| found.truth.is_true()).map(|found| format!("{id}\t{}\n", found.id)),
        );
    }
    let matched = started.elapsed();
    times.sort_unstable();
    lines.sort_unstable();
    let mut digest = Sha256::new();
    lines.iter().for_each(|line| digest.update(line));
    let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();

    let rate = |elapsed: Duration| (posts.len() as f64 / elapsed.as_secs_f64()).round();
    println!("queries      {} loaded in {loaded:?}, {moved} re-anchored in {reanchored:?}", index.len());
    println!("posts        {} ({bytes} bytes, {tokens} tokens)", posts.len());
    println!("tokenise     {} posts/s", rate(tokenised));
    println!(
        "match        {} posts/s, p50 {:?}, p99 {:?}",
        rate(matched),
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
    println!("candidates   {:.2} a post", candidates as f64 / posts.len() as f64);
    println!("matches      {} digest {digest}", lines.len());
    Ok(())
}

fn cpu() -> u64 { std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse().unwrap() }

fn read(path: &str, count: usize) -> Result<Vec<Value>, Box<dyn Error>> {
    let lines = BufReader::new(File::open(path)?).lines().take(count);
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn text_id(value: &Value) -> String {
    match value.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(id) => id.to_string(),
        None => String::new(),
    }
}

fn post(value: &Value) -> Post<'_> {
    Post {
        text: text(value, "text").unwrap_or_default(),
        author_handle: text(value, "author"),
        lang: text(value, "lang"),
        channel: text(value, "channel"),
        created_at: value.get("created_at").and_then(Value::as_i64).map(|millis| millis.saturating_mul(1_000)),
        ..Post::default()
    }
}
