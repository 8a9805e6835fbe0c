//! Prints how a query is understood, what is doubtful, and why a text matches or not.
//!
//! `cargo run -p listening --example explain -- 'QUERY' 'TEXT'`

use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(query), text) = (arguments.next(), arguments.next().unwrap_or_default()) else {
        eprintln!("usage: explain QUERY TEXT");
        return;
    };
    let parsed = match Query::parse(&query, FieldContext::View) {
        Ok(parsed) => parsed,
        Err(errors) => {
            for error in errors.iter() {
                println!("{query}\n{:indent$}^ {error}", "", indent = query[..error.span.start].chars().count());
                if let Some(fix) = &error.suggestion.fix {
                    println!("=> {}", fix.apply(&query));
                }
            }
            return;
        }
    };
    println!("{parsed}");
    for lint in parsed.lint(FieldContext::View) {
        println!("{:?}: {}. {}", lint.kind, lint.message, lint.suggestion.text);
    }
    let analysis = Analysis::social();
    let compiled = parsed.compile(&analysis);
    println!("{:?}", compiled.cost());
    let post = Post { text: &text, ..Post::default() };
    let analysed = AnalysedPost::new(&post, &analysis);
    for token in analysed.tokens().iter() {
        print!("{}@{}+{}{} ", token.key, token.position, token.width, if token.is_primary { "!" } else { "" });
    }
    println!("\n{}", compiled.explain(&analysed, &Context::unknown()));
}
