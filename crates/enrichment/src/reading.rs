//! A post as the judges read it: words, clauses, emoji, and what is no word.

use unicode_segmentation::UnicodeSegmentation as _;

/// Bytes of a post that are read; what comes after changes no judgement, so that a long one costs no more.
pub(crate) const BYTES_MAX: usize = 4_000;

/// A word of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, with `'` for every apostrophe.
    pub text: String,
    /// All capitals, two letters or more.
    pub is_shouted: bool,
    /// Which clause it stands in; punctuation ends one.
    pub clause: usize,
    /// Whether it begins a sentence.
    pub begins: bool,
}

/// What a post consists of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub words: Vec<Word>,
    /// Emoticons and other runs of signs, such as `:-)`.
    pub signs: Vec<String>,
    pub emoji: Vec<char>,
    /// The words as they came, without links and handles: what a language is recognised by.
    pub plain: String,
    /// Hosts of the links.
    pub links: Vec<String>,
    pub handles: usize,
    pub tags: usize,
    pub letters: usize,
    pub exclamations: usize,
    pub has_question_mark: bool,
    pub longest_number: usize,
    /// Whether some words are shouted and some are not; where all are, it is a habit.
    pub has_mixed_case: bool,
}

impl Reading {
    pub fn new(text: &str) -> Self {
        let mut reading = Self::default();
        let (mut clause, mut begins) = (0, true);
        for line in cut(text).lines() {
            for chunk in line.split_whitespace() {
                reading.chunk(chunk, &mut clause, &mut begins);
            }
            clause += 1;
            begins = true;
        }
        let shouted = reading.words.iter().filter(|word| word.is_shouted).count();
        reading.has_mixed_case = shouted > 0 && shouted < reading.words.len();
        reading
    }

    fn chunk(&mut self, chunk: &str, clause: &mut usize, begins: &mut bool) {
        if let Some(host) = host(chunk) {
            self.links.push(host);
            return;
        }
        let bare = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#'));
        if bare.starts_with('@') && bare.len() > 1 {
            self.handles += 1;
            // What follows the name, as in `@acme?`, still counts.
            self.punctuation(bare.trim_start_matches(|c: char| c == '@' || c.is_alphanumeric()), clause, begins);
            return;
        }
        self.tags += usize::from(bare.starts_with('#') && bare.len() > 1);
        self.plain.push_str(chunk);
        self.plain.push(' ');
        let mut has_word = false;
        let mut end = 0;
        for (start, word) in chunk.unicode_word_indices() {
            self.punctuation(&chunk[end..start], clause, begins);
            self.word(word, *clause, *begins);
            (has_word, *begins, end) = (true, false, start + word.len());
        }
        let rest = &chunk[end..];
        if !has_word && rest.is_ascii() {
            self.signs.push(rest.to_owned());
        }
        self.punctuation(rest, clause, begins);
    }

    fn word(&mut self, word: &str, clause: usize, begins: bool) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        self.letters += letters;
        if letters == 0 {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            self.longest_number = self.longest_number.max(digits);
        }
        let is_shouted = letters > 1 && word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase);
        let text = word.to_lowercase().replace(['\u{2019}', '\u{ff07}', '`'], "'");
        self.words.push(Word { text, is_shouted, clause, begins });
    }

    fn punctuation(&mut self, signs: &str, clause: &mut usize, begins: &mut bool) {
        for c in signs.chars() {
            match c {
                '!' | '！' | '¡' => self.exclamations += 1,
                _ if is_question_mark(c) => self.has_question_mark = true,
                _ if crate::emoji::is_emoji(c) => self.emoji.push(c),
                _ => {}
            }
            if matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '(' | ')' | '—' | '。' | '，' | '！')
                || is_question_mark(c)
            {
                *clause += 1;
                *begins |= !matches!(c, ',' | ';' | ':' | '，');
            }
        }
    }

    /// Whether there is no word to judge by.
    pub fn is_wordless(&self) -> bool {
        self.letters == 0
    }
}

/// Question marks of every script that has one of its own.
fn is_question_mark(c: char) -> bool {
    matches!(
        c,
        '?' | '¿' | '？' | '؟' | '⁇' | '⁈' | '⁉' | '❓' | '❔' | '\u{37e}' | '՞' | '፧' | '⸮' | '﹖' | '꘏' | '\u{2cfa}'
    )
}

/// The host of a chunk that is a link.
fn host(chunk: &str) -> Option<String> {
    let lower = chunk.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = match lower.split_once("://") {
        Some((scheme, rest)) if scheme.len() <= 8 && scheme.chars().all(|c| c.is_ascii_alphanumeric()) => rest,
        _ if lower.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) => lower,
        _ => return None,
    };
    Some(rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase())
}

/// The beginning of the text that is read, whole characters.
fn cut(text: &str) -> &str {
    let mut end = BYTES_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Reading::new(text).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn links_and_handles_are_no_words_and_tags_are() {
        let reading = Reading::new("@acme why?! see https://t.co/x?y=1 #LateAgain");
        assert_eq!(words("@acme why?! see https://t.co/x?y=1 #LateAgain"), ["why", "see", "lateagain"]);
        assert_eq!((reading.links.as_slice(), reading.handles, reading.tags), (&["t.co".to_owned()][..], 1, 1));
        assert!(reading.has_question_mark);
        assert!(!Reading::new("see https://t.co/x?y=1").has_question_mark, "a link asks nothing");
    }

    #[test]
    fn every_scripts_question_mark_asks() {
        for text in ["ok?", "本当？", "متى؟", "Πότε\u{37e}", "@acme?"] {
            assert!(Reading::new(text).has_question_mark, "{text}");
        }
    }

    #[test]
    fn apostrophes_are_one_and_shouting_is_seen() {
        let reading = Reading::new("It DOESN’T work");
        assert_eq!(words("It DOESN’T work"), ["it", "doesn't", "work"]);
        assert!(reading.words[1].is_shouted && reading.has_mixed_case);
    }

    #[test]
    fn punctuation_ends_a_clause_and_a_full_stop_begins_a_sentence() {
        let reading = Reading::new("Late, again. How come");
        let seen: Vec<_> = reading.words.iter().map(|word| (word.clause, word.begins)).collect();
        assert_eq!(seen, [(0, true), (1, false), (2, true), (2, false)]);
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut(&"é".repeat(3_000)).len(), BYTES_MAX);
        assert_eq!(cut(&format!("a{}", "é".repeat(3_000))).len(), BYTES_MAX - 1);
    }
}
