//! What the linear models look at: hashed words, pairs of words, and pieces of words.

use model::Intent;

use crate::exact;
use crate::linear::Feature;
use crate::reading::Reading;
use crate::words::{Lists, Role};

/// Letters of the pieces of a word: endings and compounds are seen through them.
const PIECE_LETTERS: usize = 4;

/// Words that are looked at; a long text is known by its beginning.
const WORDS_MAX: usize = 120;

/// Collects features; each kind has its own space.
#[derive(Clone, Default)]
pub(crate) struct Features(Vec<Feature>);

impl Features {
    /// The words of a post, pairs of neighbours and pieces, each kind weighted so that a long post has no louder voice.
    pub fn of(reading: &Reading, language: Option<&str>) -> Self {
        let mut features = Self::default();
        // Quiet, lest a few corrections of one class colour everything.
        features.add("bias", "", 0.25);
        features.add("lang", language.unwrap_or("und"), 0.25);
        let words = &reading.words[..reading.words.len().min(WORDS_MAX)];
        let root = |count: usize| (1.0 / (count.max(1) as f32).sqrt()).min(0.7);
        let of_word = root(words.len());
        for word in words {
            features.add("w", &word.text, of_word);
        }
        for pair in words.windows(2) {
            features.add("p", &format!("{} {}", pair[0].text, pair[1].text), of_word * 0.7);
        }
        let mut pieces = Vec::new();
        for word in words.iter().filter(|word| word.text.chars().count() > PIECE_LETTERS) {
            let chars: Vec<char> = word.text.chars().collect();
            pieces.extend(chars.windows(PIECE_LETTERS).map(|piece| piece.iter().collect::<String>()));
        }
        let of_piece = root(pieces.len()) * 0.6;
        for piece in &pieces {
            features.add("c", piece, of_piece);
        }
        for sign in &reading.signs {
            features.add("s", sign, 0.3);
        }
        for emoji in reading.emoji.iter().take(8) {
            features.add("e", &emoji.to_string(), 0.4);
        }
        features.flag("asks", reading.has_question_mark);
        features.flag("calls", reading.exclamations > 0);
        features.flag("links", !reading.links.is_empty());
        features.flag("named", reading.handles > 0);
        features.flag("shouts", reading.has_mixed_case);
        features
    }

    /// Adds which lists the words stand in: what is learned in one language then helps in the others.
    pub fn add_roles(&mut self, reading: &Reading, lists: &Lists) {
        let roles = [Role::AskAnywhere, Role::Request, Role::Thanks, Role::Sell];
        let cues = Intent::ALL.iter().map(|intent| Role::Cue(*intent));
        for role in roles.into_iter().chain(cues).filter(|role| lists.has(*role, &reading.words)) {
            self.add("role", &format!("{role:?}"), 0.9);
        }
        let words = &reading.words;
        let asks = |at: usize| words[at].begins && lists.role_at(Role::Ask, words, at).is_some();
        self.flag("begins a question", (0..words.len()).any(asks));
    }

    /// Adds a feature of a kind.
    pub fn add(&mut self, kind: &str, name: &str, value: f32) {
        let bytes = kind.bytes().chain([0]).chain(name.bytes());
        let [a, b, c, d, ..] = exact::hash(bytes).to_le_bytes();
        self.0.push((u32::from_le_bytes([a, b, c, d]), value));
    }

    fn flag(&mut self, kind: &str, holds: bool) {
        if holds {
            self.add(kind, "", 0.5);
        }
    }

    pub fn as_slice(&self) -> &[Feature] {
        &self.0
    }
}
