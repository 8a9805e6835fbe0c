//! What becomes of a text by each set of rules, and what a query of the same words would look for.
//!
//! `cargo run -p listening --example analysis -- 'TEXT'`

use listening::Analysis;

fn main() {
    let text =
        std::env::args().nth(1).unwrap_or_else(|| "Café de l’Étoile: #DeltaFail @acme 👍🏽 삼성은 東京".to_owned());
    let rules = [
        ("social", Analysis::social()),
        ("social, without words of hashtags", Analysis::social().with_hashtag_words(false)),
        ("plain", Analysis::plain()),
    ];
    for (name, analysis) in rules {
        println!("{name}");
        let tokens = analysis.tokens(&text);
        for token in tokens.iter() {
            // What a query means that spells the word so; the others are further ways to find it.
            let mark = if token.is_primary { '*' } else { ' ' };
            let last = token.position + token.width - 1;
            let place = if last == token.position { last.to_string() } else { format!("{}-{last}", token.position) };
            println!("  {place:>5} {mark} {:20} {}", token.key, &text[token.start..token.end]);
        }
    }
}
