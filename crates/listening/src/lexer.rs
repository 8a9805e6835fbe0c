//! A query's text cut into lexemes.

use std::ops::Range;

use crate::error::{ParseError, Reason, Suggestion};

/// A piece of a query and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lexeme<'q> {
    pub(crate) kind: Kind<'q>,
    pub(crate) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind<'q> {
    Open,
    Close,
    Word(&'q str),
    Quoted(String),
    Cased(&'q str),
    Regex(&'q str),
    And,
    Or,
    Not,
    /// `None` when the number is missing or wrong.
    Near {
        distance: Option<u32>,
        is_ordered: bool,
    },
    /// `~`, with what follows it.
    Tilde(&'q str),
    /// A name and its colon.
    Field(&'q str),
    /// What stands right after a colon, without quotes or parentheses.
    Value(&'q str),
}

struct Lexer<'q> {
    text: &'q str,
    at: usize,
    lexemes: Vec<Lexeme<'q>>,
}

/// Cuts a query into lexemes.
pub(crate) fn lex(text: &str) -> Result<Vec<Lexeme<'_>>, ParseError> {
    let mut lexer = Lexer { text, at: 0, lexemes: Vec::new() };
    while let Some(c) = lexer.peek() {
        lexer.next(c)?;
    }
    Ok(lexer.lexemes)
}

impl<'q> Lexer<'q> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind<'q>, len: usize) {
        self.lexemes.push(Lexeme { kind, span: self.at..self.at + len });
        self.at += len;
    }

    fn next(&mut self, c: char) -> Result<(), ParseError> {
        match c {
            c if c.is_whitespace() || is_invisible(c) => self.at += c.len_utf8(),
            '(' | '（' => self.push(Kind::Open, c.len_utf8()),
            ')' | '）' => self.push(Kind::Close, c.len_utf8()),
            c if is_quote(c) => return self.quoted(c),
            '{' => return self.cased(),
            '}' => {
                let span = self.at..self.at + 1;
                return Err(error(&span, Reason::Unopened('}'), Suggestion::change("remove it", span.clone(), "")));
            }
            '~' => self.tilde(),
            '/' => return self.slash(),
            '-' | '–' | '−' if self.rest()[c.len_utf8()..].starts_with(begins_negated) => {
                self.push(Kind::Not, c.len_utf8())
            }
            '<' if self.rest().starts_with("<<<") => return self.comment(),
            _ => return self.word(),
        }
        Ok(())
    }

    fn comment(&mut self) -> Result<(), ParseError> {
        let Some(len) = self.rest().find(">>>") else {
            return Err(self.unclosed("<<<", self.text.len(), " >>>"));
        };
        self.at += len + 3;
        Ok(())
    }

    fn unclosed(&self, what: &'static str, insert_at: usize, closing: &str) -> ParseError {
        let fix = Suggestion::change(format!("close it with {}", closing.trim()), insert_at..insert_at, closing);
        error(&(self.at..self.at + what.len().min(self.rest().len())), Reason::Unclosed(what), fix)
    }

    fn quoted(&mut self, open: char) -> Result<(), ParseError> {
        let closes = |c: char| match open {
            '"' | '＂' => c == open,
            '«' | '»' => matches!(c, '»' | '«'),
            '「' | '」' => matches!(c, '」' | '「'),
            '『' | '』' => matches!(c, '』' | '『'),
            _ => matches!(c, '”' | '“' | '"'),
        };
        let mut text = String::new();
        let mut before = open;
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((offset, c)) = chars.next() {
            let is_within = is_hebrew(before) && chars.peek().is_some_and(|(_, next)| is_hebrew(*next));
            before = c;
            match c {
                // The sign of a Hebrew abbreviation, such as צה"ל.
                '"' if is_within => text.push(c),
                '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                    Some((_, escaped)) => text.push(escaped),
                    None => text.push(c),
                },
                c if closes(c) => {
                    self.push(Kind::Quoted(text), offset + c.len_utf8());
                    return Ok(());
                }
                c => text.push(c),
            }
        }
        let closing = match open {
            '＂' => "＂",
            '«' | '»' => "»",
            '「' | '」' => "」",
            '『' | '』' => "』",
            _ => "\"",
        };
        let mut failure = self.unclosed("\"", self.text.trim_end().len(), closing);
        failure.span = self.at..self.at + open.len_utf8();
        Err(failure)
    }

    fn cased(&mut self) -> Result<(), ParseError> {
        let Some(len) = self.rest().find('}') else {
            let end = self.rest().find(char::is_whitespace).map_or(self.text.len(), |n| self.at + n);
            return Err(self.unclosed("{", end, "}"));
        };
        let text = &self.rest()[1..len];
        self.push(Kind::Cased(text), len + 1);
        Ok(())
    }

    fn tilde(&mut self) {
        let rest = &self.rest()[1..];
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
        self.push(Kind::Tilde(&rest[..len]), len + 1);
    }

    fn slash(&mut self) -> Result<(), ParseError> {
        let rest = self.rest();
        let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest[1 + digits..].starts_with(char::is_whitespace) {
            let span = self.at..self.at + 1 + digits;
            let near = format!("NEAR{}", &rest[..=digits]);
            return Err(error(&span, Reason::Foreign(rest[..=digits].into()), Suggestion::write(span.clone(), near)));
        }
        let mut is_escaped = false;
        for (offset, b) in rest.bytes().enumerate().skip(1) {
            match b {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'/' if rest[offset + 1..].chars().next().is_none_or(ends_word) => {
                    self.push(Kind::Regex(&rest[1..offset]), offset + 1);
                    return Ok(());
                }
                _ => {}
            }
        }
        let len = rest.find(ends_word).unwrap_or(rest.len());
        let span = self.at..self.at + len;
        let text = "close the regular expression with / before a space, or quote what is to be found as written";
        Err(error(
            &span,
            Reason::Unclosed("/"),
            Suggestion::change(text, span.clone(), format!("\"{}\"", &rest[..len])),
        ))
    }

    fn word(&mut self) -> Result<(), ParseError> {
        let rest = self.rest();
        let len = word_len(rest).unwrap_or(rest.len());
        let len = rest[..len].find("<<<").unwrap_or(len);
        if let Some((name_len, colon_len)) = field_name(&rest[..len]) {
            self.push(Kind::Field(&rest[..name_len]), name_len + colon_len);
            return self.value(&rest[..name_len]);
        }
        // A lone sign that no lexeme begins with still has to be taken.
        let len = if len == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { len };
        let word = &rest[..len];
        let kind = match word.trim_end_matches(is_invisible) {
            "AND" => Kind::And,
            "OR" => Kind::Or,
            "NOT" => Kind::Not,
            seen => near(seen).unwrap_or(Kind::Word(word)),
        };
        self.push(kind, len);
        Ok(())
    }

    /// Takes what stands right after a colon, unless it begins like any other lexeme.
    fn value(&mut self, name: &str) -> Result<(), ParseError> {
        let rest = self.rest();
        if name.eq_ignore_ascii_case("title") {
            return Ok(()); // Its value is text like any other.
        }
        let Some(first) = rest.chars().next() else { return Ok(()) };
        if first.is_whitespace() || is_quote(first) || matches!(first, '(' | '（' | ')' | '）') {
            return Ok(());
        }
        let len = if first == '[' {
            match rest.find(']') {
                Some(end) => end + 1,
                None => return Err(self.unclosed("[", self.text.trim_end().len(), "]")),
            }
        } else {
            rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '）' | '"' | '~')).unwrap_or(rest.len())
        };
        if len > 0 {
            self.push(Kind::Value(&rest[..len]), len);
        }
        Ok(())
    }
}

fn error(span: &Range<usize>, reason: Reason, suggestion: Suggestion) -> ParseError {
    ParseError { span: span.clone(), reason, suggestion }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '{' | '}' | '~') || is_quote(c)
}

/// Returns where a word ends; a `"` between two Hebrew letters is part of it.
fn word_len(text: &str) -> Option<usize> {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let is_within = c == '"' && is_hebrew(before) && chars.peek().is_some_and(|(_, next)| is_hebrew(*next));
        if ends_word(c) && !is_within {
            return Some(offset);
        }
        before = c;
    }
    None
}

/// Says whether a quotation begins or ends with `c`.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』')
}

/// A letter of the alphabet in which `"` stands inside of abbreviations.
fn is_hebrew(c: char) -> bool {
    ('\u{5D0}'..='\u{5EA}').contains(&c)
}

/// Signs that nobody sees, which come along when a query is copied; inside of a word they belong to it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn begins_negated(c: char) -> bool {
    c.is_alphanumeric() || is_quote(c) || matches!(c, '(' | '{' | '#' | '@' | '$' | '/' | '_') || c > '\u{2000}'
}

/// Returns the lengths of a field's name and of its colon, when a word begins with them.
fn field_name(word: &str) -> Option<(usize, usize)> {
    let len = word.find([':', '：'])?;
    let name = &word[..len];
    let is_name = len >= 2
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let colon_len = if word[len..].starts_with(':') { 1 } else { '：'.len_utf8() };
    (is_name && !word[len..].starts_with("://")).then_some((len, colon_len))
}

/// Reads `NEAR/5`, `NEAR/5f`, `ONEAR/5`; without a good number the distance is `None`.
fn near<'q>(word: &str) -> Option<Kind<'q>> {
    let (name, number) = word.split_once('/').unwrap_or((word, ""));
    let is_ordered = match name {
        "NEAR" => number.ends_with('f'),
        "ONEAR" => true,
        _ => return None,
    };
    let digits = number.strip_suffix('f').unwrap_or(number);
    let is_number = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    Some(Kind::Near { distance: digits.parse().ok().filter(|_| is_number), is_ordered })
}
