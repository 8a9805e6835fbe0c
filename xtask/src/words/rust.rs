//! What Rust says: the texts of `t!`, `rich!` and `later!`, also where these stand inside other macros.

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::text::Text;

const MACROS: [&str; 3] = ["t", "rich", "later"];

/// The texts of a source file, in order; what is there for tests alone is left out.
pub fn texts(source: &str) -> Result<Vec<Text>> {
    let tokens: TokenStream = source.parse().ok().context("this is no Rust")?;
    let mut found = Vec::new();
    walk(tokens, &mut found);
    Ok(found)
}

fn walk(tokens: TokenStream, found: &mut Vec<Text>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        if is_for_tests(&trees[at..]) {
            at += length_of_item(&trees[at..]);
            continue;
        }
        if let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(said), ..] = &trees[at..]
            && mark.as_char() == '!'
            && MACROS.iter().any(|one| name == one)
        {
            found.extend(text(said.stream()));
        }
        if let TokenTree::Group(group) = &trees[at] {
            walk(group.stream(), found);
        }
        at += 1;
    }
}

/// The text of one of the macros, from what stands in it; `None` in definitions of macros, where it is a variable. That
/// it is a literal everywhere else is the compiler's to say.
fn text(said: TokenStream) -> Option<Text> {
    let trees: Vec<TokenTree> = said.into_iter().collect();
    if let Some(end) = trees.iter().position(|tree| is_punct(tree, ';')) {
        let [one, comma, many, ..] = &trees[end + 1..] else { return None };
        let forms = (string(one)?, string(many)?);
        return is_punct(comma, ',').then(|| Text { one: forms.0, many: Some(forms.1), context: String::new() });
    }
    match trees.as_slice() {
        [context, colon, one, ..] if is_punct(colon, ':') => {
            Some(Text { context: string(context)?, one: string(one)?, many: None })
        }
        [one, ..] => Some(Text { one: string(one)?, many: None, context: String::new() }),
        [] => None,
    }
}

fn string(tree: &TokenTree) -> Option<String> {
    match tree {
        TokenTree::Literal(literal) => match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(string) => Some(string.value()),
            _ => None,
        },
        // A macro's own literal comes in a group that shows no brackets.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => string(&group.stream().into_iter().next()?),
        _ => None,
    }
}

fn is_punct(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Whether `#[cfg(test)]` stands here.
fn is_for_tests(trees: &[TokenTree]) -> bool {
    let [mark, TokenTree::Group(attribute), ..] = trees else { return false };
    let written = || attribute.stream().to_string().replace(char::is_whitespace, "");
    is_punct(mark, '#') && attribute.delimiter() == Delimiter::Bracket && written() == "cfg(test)"
}

/// How many trees an item has: it ends with its braces or a semicolon.
fn length_of_item(trees: &[TokenTree]) -> usize {
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        tree => is_punct(tree, ';'),
    };
    trees.iter().position(is_end).map_or(trees.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_a_text_is_found() {
        let found = texts(
            r##"
            /// Says `t!("in a comment")`.
            const LATER: &[&str] = &[later!("Later")];
            fn say() {
                // t!("in a remark")
                wording::t!("Save");
                t!("{name} has it", name);
                t!(n + f(&[1; 2]); "{count} row", "{count} rows");
                t!("state": "Open");
                t!("state": "{name} is open", name = x);
                t!(r#"raw "text""#);
                t!("one \
                    line \u{2026}\n");
                format!("{t} not said"); other::not("said");
            }
            "##,
        );
        let expected = [
            Text::plain("Later"),
            Text::plain("Save"),
            Text::plain("{name} has it"),
            Text::counted("{count} row", "{count} rows"),
            Text::apart("state", "Open"),
            Text::apart("state", "{name} is open"),
            Text::plain("raw \"text\""),
            Text::plain("one line …\n"),
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn texts_in_other_macros_and_in_slots_are_found() {
        let found = texts(
            r#"fn view() { html! { p { (rich!("{link} of ours", link = html! { a { (t!("Rules")) } })) @if x { (t!("Yes")) } } } }"#,
        );
        let expected = ["{link} of ours", "Rules", "Yes"].map(Text::plain);
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn tests_and_definitions_of_macros_say_nothing() {
        let found = texts(
            r#"
            macro_rules! rich { ($text:literal) => { fill(wording::t!($text), t!($context: $text), t!($count; $one, $many)) }; }
            #[cfg(test)]
            #[allow(unused)]
            fn helper() { t!("of a test") }
            #[cfg(test)]
            mod tests { fn a() { t!("of tests") } }
            fn after() { t!("After") }
            "#,
        );
        assert_eq!(found.unwrap(), [Text::plain("After")]);
    }
}
