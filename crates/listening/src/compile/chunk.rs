//! What was written in one clause, cut where wildcards stand.

use crate::analysis::Analysis;
use crate::tree::{Form, TextClause};

/// A stretch of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chunk<'q> {
    /// Words without wildcards; analysed as any text.
    Text(&'q str),
    /// One word with `*` or `?`.
    Wild(&'q str),
}

/// Says whether `c` stands for other letters.
pub(crate) fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// Cuts a clause into text and words with wildcards.
pub(crate) fn chunks(clause: &TextClause) -> Vec<Chunk<'_>> {
    let text = clause.text.as_str();
    if matches!(clause.form, Form::Cased | Form::Verbatim) || !text.contains(is_wildcard) {
        return vec![Chunk::Text(text)];
    }
    let mut chunks = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while at < text.len() {
        let len = text[at..].find(|c| !in_wild(c)).unwrap_or(text.len() - at);
        let piece = text[at..at + len].trim_end_matches(['.', '\'', '’']);
        if is_wild(piece, clause.form) {
            if !text[plain_from..at].trim().is_empty() && has_tokens(&text[plain_from..at]) {
                chunks.push(Chunk::Text(&text[plain_from..at]));
            }
            chunks.push(Chunk::Wild(piece));
            plain_from = at + len;
        }
        at += len;
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    let rest = &text[plain_from.min(text.len())..];
    if chunks.is_empty() || has_tokens(rest) {
        chunks.push(Chunk::Text(rest));
    }
    chunks
}

fn has_tokens(text: &str) -> bool {
    !Analysis::social().tokens(text).is_empty()
}

/// Says whether `c` may stand in a word with wildcards.
fn in_wild(c: char) -> bool {
    c == '_'
        || c.is_alphanumeric()
        || is_wildcard(c)
        || matches!(c, '#' | '@' | '$' | '\'' | '’' | '.')
        || ('\u{300}'..='\u{36F}').contains(&c)
}

/// In quotes `?` and `*` are signs unless they stand where only a wildcard makes sense.
fn is_wild(piece: &str, form: Form) -> bool {
    if form == Form::Word {
        return piece.contains(is_wildcard);
    }
    let mut before = None;
    let mut chars = piece.chars().peekable();
    while let Some(c) = chars.next() {
        let before_is_letter = before.is_some_and(char::is_alphanumeric);
        let letter_follows = chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '*' if before_is_letter || letter_follows => return true,
            '?' if before_is_letter && letter_follows => return true,
            _ => {}
        }
        before = Some(c);
    }
    false
}
