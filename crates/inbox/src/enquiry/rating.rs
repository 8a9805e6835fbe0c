//! Reads a number from 1 to 5 out of words, where it surely is the answer to how well we helped.

/// A number from 1 to 5 that somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rating {
    pub(crate) value: u8,
    /// Whether they said hardly anything else: nothing that wants an answer.
    pub(crate) is_all: bool,
}

impl Rating {
    /// Whether nobody waits for us after it: they were helped, and said nothing else.
    pub(crate) const fn wants_no_answer(self) -> bool {
        self.is_all && self.value >= 3
    }
}

/// So many words may stand beside a number that is all somebody said.
const BESIDE_MAX: usize = 3;
/// Words in front of a number that says how good something was: an article, or a verb of rating.
const BEFORE: &[&str] = &[
    "a", "an", "give", "rate", "rating", "score", "eine", "ne", "gebe", "note", "une", "un", "een", "un'", "una", "uma",
];
/// Words behind it: of so many, or what is counted.
const OF: &[&str] = &["of", "out", "von", "sur", "de", "van", "su", "di", "em", "/"];
const STARS: &[&str] =
    &["star", "stars", "stern", "sterne", "étoile", "étoiles", "ster", "sterren", "estrella", "estrellas"];

/// Signs that may stand right before a number that is an answer.
const OPENS: &[char] = &['(', '"', '“', '„', '«', '\'', '‘'];
/// Signs behind which an answer may begin: “Danke, 5”, “Note: 4”. A point is none of them: “Nr. 4”.
const ANNOUNCES: &[char] = &[',', ':', '!', ';', '–', '—', '-', '(', '"', '“', '„', '«'];
/// Signs that may follow it; “5 %” and “5 €” are other numbers.
const ENDS: &[char] = &['.', '!', ',', ';', ':', ')', '"', '”', '“', '»', '…', '–', '—', '’'];

/// Whether a sign may follow a number that is an answer: it ends something, or is a face, a hand or a heart.
fn may_follow(sign: char) -> bool {
    ENDS.contains(&sign) || matches!(u32::from(sign), 0x2600..=0x27bf | 0x1f300..=0x1faff | 0x200d)
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A number, and whether it is a part of something else: “#3”, “<3”, “+1”.
    Number(u32, bool),
    /// Signs of stars in a row.
    Stars(usize),
    Word(String),
    Slash,
    Question,
    /// Anything else that is no space.
    Sign(char),
}

/// The value of a digit in scripts that are written from 0 to 9.
fn digit(sign: char) -> Option<u32> {
    const ZEROS: [char; 5] = ['0', '０', '٠', '۰', '०'];
    ZEROS.iter().find_map(|zero| u32::from(sign).checked_sub(u32::from(*zero)).filter(|value| *value < 10))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut signs = text.chars().peekable();
    let mut follows = false;
    while let Some(sign) = signs.next() {
        // What makes a digit a key, or a sign coloured.
        if matches!(sign, '\u{fe0f}' | '\u{20e3}') {
            continue;
        }
        let joined = std::mem::replace(&mut follows, true);
        match (sign, tokens.last_mut()) {
            ('@', _) => {
                // A handle says nothing.
                while signs.next_if(|next| !next.is_whitespace()).is_some() {}
                follows = false;
            }
            (sign, _) if sign.is_whitespace() => follows = false,
            (sign, Some(Token::Word(word))) if joined && (sign.is_alphanumeric() || sign == '\'') => {
                word.extend(sign.to_lowercase());
            }
            (sign, Some(Token::Number(number, _))) if joined && digit(sign).is_some() => {
                *number = number.saturating_mul(10).saturating_add(digit(sign).unwrap_or(0));
            }
            (sign, last) if digit(sign).is_some() => {
                let is_part = joined && matches!(last, Some(Token::Sign(before)) if !OPENS.contains(before));
                tokens.push(Token::Number(digit(sign).unwrap_or(0), is_part));
            }
            ('⭐' | '★' | '🌟', Some(Token::Stars(count))) => *count += 1,
            ('⭐' | '★' | '🌟', _) => tokens.push(Token::Stars(1)),
            ('☆', _) => {}
            (sign, _) if sign.is_alphanumeric() => tokens.push(Token::Word(sign.to_lowercase().collect())),
            ('/', _) => tokens.push(Token::Slash),
            ('?' | '？' | '؟', _) => tokens.push(Token::Question),
            (sign, _) => tokens.push(Token::Sign(sign)),
        }
    }
    tokens
}

/// The number that somebody answered, where there is exactly one and it stands as an answer does.
pub(crate) fn rating(text: &str) -> Option<Rating> {
    let tokens = tokens(text);
    let (at, value, length) = found(&tokens)?;
    let value = u8::try_from(value).ok().filter(|value| (1..=5).contains(value))?;
    let beside = || tokens[..at].iter().chain(&tokens[at + length..]);
    let words = beside().filter(|token| matches!(token, Token::Word(_))).count();
    let is_all = words <= BESIDE_MAX && beside().all(|token| matches!(token, Token::Word(_) | Token::Sign(_)));
    Some(Rating { value, is_all })
}

/// Where the number stands, what it is, and over how many tokens it goes with what belongs to it.
fn found(tokens: &[Token]) -> Option<(usize, u32, usize)> {
    let is_count = |token: &Token| matches!(token, Token::Number(..) | Token::Stars(_));
    let counts: Vec<usize> = (0..tokens.len()).filter(|at| is_count(&tokens[*at])).collect();
    let (&at, others) = counts.split_first()?;
    let is_word =
        |at: usize, words: &[&str]| matches!(tokens.get(at), Some(Token::Word(word)) if words.contains(&word.as_str()));
    // Nothing else is counted by it: “4 of 5 trains”, “5 Stunden”, “5 %”.
    let ends = |at: usize| match tokens.get(at) {
        None | Some(Token::Question) => true,
        Some(Token::Sign(sign)) => may_follow(*sign) && !matches!(tokens.get(at + 1), Some(Token::Number(..))),
        Some(_) => false,
    };
    match (&tokens[at], others) {
        (Token::Stars(count), []) => Some((at, u32::try_from(*count).ok()?, 1)),
        (Token::Number(value, false), [five]) if matches!(tokens[*five], Token::Number(5, false)) => {
            // “4/5”, “4 von 5”, “4 out of 5”, “4 von 5 Sternen”.
            let between = &tokens[at + 1..*five];
            let says_of = |token: &Token| match token {
                Token::Word(word) => OF.contains(&word.as_str()),
                token => *token == Token::Slash,
            };
            let is_scale = (1..=2).contains(&between.len()) && between.iter().all(says_of);
            let end = five + 1 + usize::from(is_word(five + 1, STARS) || is_word(five + 1, &["sternen"]));
            (is_scale && ends(end)).then_some((at, *value, end - at))
        }
        (Token::Number(value, false), []) if is_word(at + 1, STARS) && ends(at + 2) => Some((at, *value, 2)),
        (Token::Number(value, false), []) => {
            let begins = tokens[..at].iter().all(|token| matches!(token, Token::Sign(_)));
            let is_announced = at > 0
                && (is_word(at - 1, BEFORE)
                    || matches!(tokens[at - 1], Token::Sign(sign) if ANNOUNCES.contains(&sign)));
            (ends(at + 1) && (begins || is_announced)).then_some((at, *value, 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_that_is_an_answer_is_read() {
        for (text, value, is_all) in [
            ("5", 5, true),
            ("@vellenbahn.example 4", 4, true),
            ("5!", 5, true),
            ("5, danke!", 5, true),
            ("Danke, 5!", 5, true),
            ("Eine 4.", 4, true),
            ("4/5", 4, true),
            ("4 von 5 Sternen", 4, true),
            ("3 out of 5", 3, true),
            ("2 stars", 2, true),
            ("⭐⭐⭐⭐", 4, true),
            ("★★★☆☆", 3, true),
            ("5️⃣", 5, true),
            ("٤", 4, true),
            ("１", 1, true),
            ("1. Ich warte immer noch auf mein Geld, was soll das", 1, false),
            ("2, und wann kommt das Geld?", 2, false),
            ("I give a 3: the answer was kind, the train was not there and nobody told us", 3, false),
        ] {
            assert_eq!(rating(text), Some(Rating { value, is_all }), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for text in [
            "",
            "0",
            "6",
            "10",
            "42",
            "4.5",
            "4,5",
            "3-4",
            "5 Stunden warte ich",
            "nach 5 Stunden nichts",
            "Gleis 5",
            "Steht auf Gleis 5",
            "um 5",
            "3 oder 4",
            "1 2 3",
            "Danke!",
            "five",
            "4/10",
            "2 von 3",
            "5G",
            "A5",
            "4 of 5 trains were late",
            "5 von 5 Aufzügen kaputt",
            "Danke <3",
            "Danke :3",
            "Bus #3",
            "Nr. 4",
            "-5",
            "+1",
            "5%",
            "5 %",
            "5 €",
            "$5",
            "5-Sterne-Service war das nicht",
            "um 5:30",
            "⭐⭐⭐⭐⭐⭐",
        ] {
            assert_eq!(rating(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_gives_no_other_number(text in any::<String>()) {
            if let Some(rating) = rating(&text) {
                prop_assert!((1..=5).contains(&rating.value));
            }
        }
    }
}
