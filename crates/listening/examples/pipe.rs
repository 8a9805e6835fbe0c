//! Lines in, matches out: the shape of a matcher in a pipe. `coffeehouse match` is the whole of it, for posts with facts.
//!
//! `printf 'Delta is late\nall well\n' | cargo run -p listening --example pipe -- 'delta late' '/\d+ hours/'`

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query, QueryIndex};

fn main() -> io::Result<ExitCode> {
    let mut index = QueryIndex::new(Analysis::social());
    for text in std::env::args().skip(1) {
        match Query::parse(&text, FieldContext::Topic) {
            Ok(query) => index.register(text, &query).map_err(io::Error::other)?,
            Err(errors) => {
                eprintln!("{text}: {errors}");
                if let Some(fixed) = errors.fix(&text) {
                    eprintln!("perhaps: {fixed}");
                }
                return Ok(ExitCode::from(2));
            }
        }
    }
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let post = Post { text: &line, ..Post::default() };
        let post = AnalysedPost::new(&post, index.analysis());
        for found in index.match_analysed(&post, &Context::unknown()) {
            let spans = index.spans(&found.id, &post, &Context::unknown());
            let words = spans.iter().filter_map(|span| line.get(span.start..span.end));
            writeln!(output, "{}: {} ({line})", found.id, words.collect::<Vec<_>>().join(", "))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
