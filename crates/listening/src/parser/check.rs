//! What a word, a phrase and an expression must have to be searched for.

use std::ops::Range;

use super::Parser;
use crate::analysis::{Analysis, is_special, is_syllable, is_unspaced};
use crate::compile::{Chunk, build_regex, chunks, is_wildcard, least_bytes, named_characters};
use crate::error::{Reason, Suggestion};
use crate::limits;
use crate::tree::{Form, TextClause};

impl Parser<'_> {
    pub(super) fn check_text(&mut self, clause: &TextClause, span: &Range<usize>) {
        let brackets = match clause.form {
            Form::Quoted | Form::Verbatim => "quotes",
            _ => "{ }",
        };
        if clause.text.trim().is_empty() {
            let suggestion = Suggestion::say("write what to look for between them");
            self.report(span.clone(), Reason::EmptyGroup(brackets), suggestion);
            return;
        }
        let mut words = 0;
        for chunk in chunks(clause) {
            match chunk {
                Chunk::Wild(word) => {
                    self.check_wildcard(word, clause, span);
                    words += 1;
                }
                Chunk::Text(text) => {
                    words += Analysis::social().tokens(text).iter().filter(|token| token.is_primary).count();
                }
            }
        }
        if words > limits::PHRASE_WORDS {
            let suggestion = Suggestion::say("a shorter phrase finds the same posts");
            self.report(
                span.clone(),
                Reason::TooMany { what: "words in a phrase", limit: limits::PHRASE_WORDS },
                suggestion,
            );
        }
        if words == 0 && !clause.text.contains(is_special) && clause.form != Form::Verbatim {
            let mut exact = String::from("exact:");
            // Writing to a string cannot fail.
            let _ = crate::print::quoted(&mut exact, &clause.text);
            let text = format!("remove it, or write {exact} to find the signs as they are");
            self.report(
                span.clone(),
                Reason::NoWords(clause.text.clone()),
                Suggestion::change(text, span.clone(), exact),
            );
        }
    }

    fn check_wildcard(&mut self, word: &str, clause: &TextClause, span: &Range<usize>) {
        self.count.wildcards += 1;
        if self.count.wildcards > limits::WILDCARDS {
            if self.count.wildcards == limits::WILDCARDS + 1 {
                let suggestion = Suggestion::say("write the forms that matter, or split the query into several topics");
                self.report(
                    span.clone(),
                    Reason::TooMany { what: "words with * or ?", limit: limits::WILDCARDS },
                    suggestion,
                );
            }
            return;
        }
        // Only for a bare word is the change exact; in a phrase it is said.
        let change = |text: &str, word: String| match clause.form {
            Form::Word => Suggestion::change(text, span.clone(), word),
            _ => Suggestion::say(text),
        };
        if matches!(clause.form, Form::Cased | Form::Verbatim) {
            return;
        }
        let bare = word.trim_start_matches(['#', '@', '$']);
        if let Some(sign @ ('*' | '?')) = bare.chars().next() {
            let kept = word.replace(['*', '?'], "");
            let suggestion = match kept.trim_start_matches(['#', '@', '$']).is_empty() {
                true => Suggestion::say("write the word itself, or exact:\"?\" for the sign"),
                false => change(
                    "write the beginning of the word and end with *; searching every word's end would be slow",
                    kept,
                ),
            };
            self.report(span.clone(), Reason::LeadingWildcard(sign), suggestion);
            return;
        }
        if word.contains(is_unspaced) {
            if word.trim_end_matches('*').contains(is_wildcard) {
                let reason = Reason::Wildcard("wildcards have no meaning inside words of this script");
                let suggestion =
                    change("leave it out: words are found inside longer ones anyway", word.replace(['*', '?'], ""));
                self.report(span.clone(), reason, suggestion);
            }
            return;
        }
        let first = bare.find('*').unwrap_or(bare.len());
        // A syllable of Hangul says as much as two letters.
        let weight = |c: char| if is_syllable(c) { 2 } else { usize::from(c.is_alphanumeric()) };
        let letters: usize = bare[..first].chars().map(weight).sum();
        if bare.contains('*') && letters < limits::PREFIX_LETTERS {
            let suggestion = change("write more letters before *, or the words themselves", bare.replace('*', ""));
            self.report(span.clone(), Reason::ShortPrefix { limit: limits::PREFIX_LETTERS }, suggestion);
        }
    }

    pub(super) fn check_regex(&mut self, pattern: &str, span: &Range<usize>) {
        if pattern.is_empty() {
            self.report(span.clone(), Reason::EmptyGroup("/ /"), Suggestion::say("write an expression between them"));
        } else if pattern.len() > limits::REGEX_BYTES {
            let text = format!("it may have {} bytes", limits::REGEX_BYTES);
            self.report(span.clone(), Reason::Regex("it is too long".into()), Suggestion::say(text));
        } else if named_characters(pattern).is_some_and(|count| count > limits::REGEX_CHARACTERS) {
            let reason = Reason::Regex("its [ ] and \\p{ } name too many characters".into());
            let text =
                format!("they may name {} in all; write \\S, \\w or . outside of brackets", limits::REGEX_CHARACTERS);
            self.report(span.clone(), reason, Suggestion::say(text));
        } else {
            match build_regex(pattern) {
                Err(error) => {
                    let reason = Reason::Regex(
                        error.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").into(),
                    );
                    let text = "look-around and back-references are not offered, since they can take for ever; escape signs with \\";
                    self.report(span.clone(), reason, Suggestion::say(text));
                }
                Ok(_) if least_bytes(pattern) == Some(0) => {
                    let reason = Reason::Regex("it can match without a character, so it matches everywhere".into());
                    self.report(span.clone(), reason, Suggestion::say("ask for at least one character"));
                }
                Ok(_) => {}
            }
        }
    }
}
