//! Words as letters and digits of ASCII, so that no database's own rules cut, fold or drop any of them.
//!
//! Small letters but z, and digits, stand for themselves; any other character is a z and four digits of base 36. The
//! beginning of a word is encoded to the beginning of the encoded word. After a z never comes another, nor an x or y: such
//! words are ours, for what is no word of a text.

use std::collections::BTreeSet;

use listening::{Condition, Words};

use crate::sql::Value;

/// What a text with too many words has in place of them: every search looks at it.
const TOO_MANY: &str = "zy";
/// What a name that is too long has in place of its pieces.
const TOO_LONG: &str = "zx";
/// Before a piece of a name.
const NAME: &str = "zz";
/// Letters of a piece of a name.
const PIECE: usize = 3;
/// Letters of a name that is kept in pieces; no network allows longer ones.
const NAME_LETTERS: usize = 200;

fn push(word: &str, out: &mut String) {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    for c in word.chars() {
        if matches!(c, 'a'..='y' | '0'..='9') {
            out.push(c);
            continue;
        }
        out.push('z');
        // 36^4 is more than there are characters.
        for place in [46_656, 1_296, 36, 1] {
            out.push(char::from(DIGITS[(u32::from(c) / place % 36) as usize]));
        }
    }
}

/// The words of a text, apart by spaces.
pub(super) fn words(words: &Words<'_>) -> String {
    if !words.is_whole {
        return TOO_MANY.to_owned();
    }
    let mut text = String::new();
    for word in &words.words {
        if !text.is_empty() {
            text.push(' ');
        }
        push(word, &mut text);
    }
    text
}

/// The pieces of a name, apart by spaces: three letters from each on, so that any part of the name is made of some.
pub(super) fn pieces(name: &str) -> String {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    if letters.len() > NAME_LETTERS {
        return TOO_LONG.to_owned();
    }
    let pieces: BTreeSet<String> =
        (0..letters.len()).map(|from| piece(&letters[from..letters.len().min(from + PIECE)])).collect();
    pieces.into_iter().collect::<Vec<_>>().join(" ")
}

fn piece(letters: &[char]) -> String {
    let mut text = NAME.to_owned();
    push(&letters.iter().collect::<String>(), &mut text);
    text
}

/// A condition in the language of a database.
pub(crate) struct Language {
    pub(crate) and: &'static str,
    pub(crate) or: &'static str,
    /// Before and after a word.
    pub(crate) quotes: &'static str,
    /// After the beginning of one.
    pub(crate) beginning: &'static str,
}

/// The condition for texts; `None` when it leaves nothing out.
pub(crate) fn query(condition: &Condition, language: &Language) -> Option<String> {
    if condition.is_anything() {
        return None;
    }
    let mut text = String::from("(");
    push_query(condition, language, &mut text);
    text.push(')');
    text.push_str(language.or);
    push_word(TOO_MANY, false, language, &mut text);
    Some(text)
}

/// The same as a condition on a text that has a space before, between and after its words.
pub(crate) fn meets_spaced(spaced: &str, condition: &Condition, values: &mut Vec<Value>) -> Option<String> {
    if condition.is_anything() {
        return None;
    }
    let met = push_meets(spaced, condition, values);
    let too_many = has(spaced, format!(" {TOO_MANY} "), values);
    Some(format!("({met} OR {too_many})"))
}

fn push_meets(spaced: &str, condition: &Condition, values: &mut Vec<Value>) -> String {
    let (conditions, between) = match condition {
        Condition::All(conditions) => (conditions, " AND "),
        Condition::Any(conditions) => (conditions, " OR "),
        Condition::Word(word) | Condition::Beginning(word) => {
            let mut sought = String::from(" ");
            push(word, &mut sought);
            if matches!(condition, Condition::Word(_)) {
                sought.push(' ');
            }
            return has(spaced, sought, values);
        }
        // Only a whole condition is that, and then nothing is asked.
        Condition::Anything => return "1 = 1".to_owned(),
    };
    let met: Vec<String> = conditions.iter().map(|one| push_meets(spaced, one, values)).collect();
    format!("({})", met.join(between))
}

fn has(spaced: &str, sought: String, values: &mut Vec<Value>) -> String {
    values.push(sought.into());
    format!("instr({spaced}, ${}) > 0", values.len())
}

fn push_query(condition: &Condition, language: &Language, text: &mut String) {
    let (conditions, between) = match condition {
        Condition::All(conditions) => (conditions, language.and),
        Condition::Any(conditions) => (conditions, language.or),
        Condition::Word(word) | Condition::Beginning(word) => {
            let mut encoded = String::new();
            push(word, &mut encoded);
            return push_word(&encoded, matches!(condition, Condition::Beginning(_)), language, text);
        }
        // Only a whole condition is that, and then nothing is asked.
        Condition::Anything => return,
    };
    text.push('(');
    for (place, condition) in conditions.iter().enumerate() {
        if place > 0 {
            text.push_str(between);
        }
        push_query(condition, language, text);
    }
    text.push(')');
}

fn push_word(encoded: &str, is_beginning: bool, language: &Language, text: &mut String) {
    text.push_str(language.quotes);
    text.push_str(encoded);
    text.push_str(language.quotes);
    if is_beginning {
        text.push_str(language.beginning);
    }
}

/// What names have in whose lower case this stands; `None` for nothing at all.
pub(super) fn name_query(part: &str, language: &Language) -> Option<String> {
    let letters: Vec<char> = part.chars().take(NAME_LETTERS).collect();
    let pieces = match letters.len() {
        0 => return None,
        1..PIECE => one(&piece(&letters), true, language),
        _ => {
            let pieces: BTreeSet<String> = letters.windows(PIECE).map(piece).collect();
            let pieces: Vec<String> = pieces.iter().map(|piece| one(piece, false, language)).collect();
            format!("({})", pieces.join(language.and))
        }
    };
    Some(format!("{pieces}{}{}", language.or, one(TOO_LONG, false, language)))
}

fn one(encoded: &str, is_beginning: bool, language: &Language) -> String {
    let mut text = String::new();
    push_word(encoded, is_beginning, language, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(word: &str) -> String {
        let mut text = String::new();
        push(word, &mut text);
        text
    }

    proptest::proptest! {
        #[test]
        fn no_two_words_become_one_and_beginnings_stay_beginnings(a in "\\PC{0,6}", b in "\\PC{0,6}") {
            proptest::prop_assert_eq!(encoded(&a) == encoded(&b), a == b);
            proptest::prop_assert_eq!(encoded(&a).starts_with(&encoded(&b)), a.starts_with(&b));
            let text = encoded(&a);
            proptest::prop_assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            proptest::prop_assert!([NAME, TOO_MANY, TOO_LONG].iter().all(|ours| !text.starts_with(ours)));
        }
    }

    #[test]
    fn the_last_character_there_is_stays_apart_from_our_own_words() {
        assert_eq!(encoded("\u{10FFFF}"), "znvnj");
        assert_eq!(encoded("kaffee#1"), "kaffeez000z1");
    }
}
