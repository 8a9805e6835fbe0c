//! The operators of the language, for whoever explains them to people.

/// An operator: how it is written and what it finds.
///
/// What the parser accepts is decided by the parser; these rows say it to people, as [`Field::table`] does for fields.
///
/// ```
/// use listening::{FieldContext, Operator, Query};
///
/// for operator in Operator::table() {
///     assert!(Query::parse(operator.example, FieldContext::Topic).is_ok(), "{}", operator.write);
/// }
/// ```
///
/// [`Field::table`]: crate::Field::table
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// How it is written; `…` stands for words, `n` for a number.
    pub write: &'static str,
    /// What it finds, in a phrase.
    pub meaning: &'static str,
    /// A query with it.
    pub example: &'static str,
}

const fn row(write: &'static str, meaning: &'static str, example: &'static str) -> Operator {
    Operator { write, meaning, example }
}

const TABLE: &[Operator] = &[
    row("a space, AND", "posts that have both", "delta late"),
    row("OR", "posts that have one of them", "delta OR united"),
    row("NOT, -", "leaves out posts that have it", "delta -job"),
    row("(…)", "says what belongs together", "(delta OR united) late"),
    row("\"…\"", "the words in a row", "\"lost bag\""),
    row("\"…\"~n", "the words in any order, first and last at most n positions apart", "\"lost bag\"~3"),
    row("(… AND …)~n", "the same for words and groups", "(lost AND (bag OR case))~5"),
    row("NEAR/n", "one at most n positions from the other, in either order", "lost NEAR/3 (bag OR case)"),
    row("ONEAR/n, NEAR/nf", "the first before the other, at most n words between", "lost ONEAR/2 bag"),
    row("*", "any end, or middle, of a word", "delay*"),
    row("?", "any one letter", "wom?n"),
    row("{…}", "the words with their capitals", "{BT}"),
    row("exact:\"…\"", "the words with their capitals, accents and every sign", "exact:\"Google+\""),
    row("#", "a hashtag", "#delta"),
    row("@", "a handle, with or without its server", "@delta"),
    row("$", "a ticker", "$DAL"),
    row("an emoji", "the emoji", "🔥"),
    row("/…/", "a regular expression over the text as it stands, in any case", "/flight [a-z]{2}\\d+/"),
    row("title:", "words in the title only", "title:(delta OR \"air lines\")"),
    row("<<<…>>>", "a remark, which finds nothing", "delta <<<the airline>>>"),
];

impl Operator {
    /// Returns every operator, the commonest first.
    #[must_use]
    pub fn table() -> &'static [Self] {
        TABLE
    }
}
