//! What one clause looks for among a post's tokens.

use super::{Chunk, chunks};
use crate::analysis::{Analysis, is_special, is_unspaced, unify};
use crate::tree::{Form, TextClause};

/// What a clause looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// One token.
    Item(Item),
    /// Tokens one right after the other; `gaps` are what must stand before, between and behind them.
    Phrase { items: Vec<Item>, gaps: Vec<Gap> },
    /// Tokens in any order, from the first to the last at most so many positions.
    Loose { items: Vec<Item>, distance: u32 },
    /// These characters, for a clause without any token.
    Literal(Box<str>),
}

/// One token to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) unit: Unit,
    /// The spelling it must have, where case matters.
    pub(crate) spelling: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unit {
    Key(Box<str>),
    Prefix(Box<str>),
    /// A folded word with `*` and `?`.
    Glob(Box<str>),
}

/// What must stand between two tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Anything that is no token.
    Any,
    /// These signs, whatever blanks and other punctuation there are.
    Signs(Box<str>),
    /// Exactly this.
    Verbatim(Box<str>),
}

impl Pattern {
    pub(crate) fn new(clause: &TextClause, analysis: &Analysis) -> Self {
        let mut items = Vec::new();
        let mut gaps = vec![Gap::Any];
        for chunk in chunks(clause) {
            match chunk {
                Chunk::Text(text) => push_text(text, clause.form, analysis, &mut items, &mut gaps),
                Chunk::Wild(word) => push_wild(word, analysis, &mut items, &mut gaps),
            }
        }
        if items.is_empty() {
            return Self::Literal(clause.text.trim().into());
        }
        if let Some(distance) = clause.distance {
            return Self::Loose { items, distance };
        }
        if items.len() == 1 && gaps.iter().all(|gap| *gap == Gap::Any) {
            return Self::Item(items.swap_remove(0));
        }
        Self::Phrase { items, gaps }
    }
}

fn push_text(text: &str, form: Form, analysis: &Analysis, items: &mut Vec<Item>, gaps: &mut Vec<Gap>) {
    let is_verbatim = form == Form::Verbatim;
    let gap = |between: &str| {
        if analysis.is_plain() && !is_verbatim {
            return Gap::Any;
        }
        if is_verbatim {
            return Gap::Verbatim(between.into());
        }
        let signs: String = between.chars().filter(|c| is_special(*c)).collect();
        if signs.is_empty() { Gap::Any } else { Gap::Signs(signs.into()) }
    };
    let tokens = analysis.tokens(text);
    let mut end = 0;
    let mut is_first = true;
    for token in tokens.iter().filter(|token| token.is_primary) {
        let before = gap(&text[end..token.start.max(end)]);
        // The gap before the first token was opened by what stood before this text.
        match (is_first && items.is_empty(), is_first) {
            (true, _) => gaps[0] = before,
            (false, true) => {}
            (false, false) => {
                let last = gaps.len() - 1;
                gaps[last] = before;
            }
        }
        let spelling = matches!(form, Form::Cased | Form::Verbatim);
        items.push(Item {
            unit: Unit::Key(token.key.into()),
            spelling: spelling.then(|| unify(&text[token.start..token.end]).into()),
        });
        gaps.push(Gap::Any);
        end = token.end;
        is_first = false;
    }
    if !is_first {
        let last = gaps.len() - 1;
        gaps[last] = gap(&text[end..]);
    }
}

fn push_wild(word: &str, analysis: &Analysis, items: &mut Vec<Item>, gaps: &mut Vec<Gap>) {
    if word.contains(is_unspaced) {
        // Words of these scripts are found inside longer ones anyway.
        let bare = word.replace(['*', '?'], "");
        push_text(&bare, Form::Word, analysis, items, gaps);
        return;
    }
    let sigil_len = word.len() - word.trim_start_matches(['#', '@', '$']).len();
    let mut folded = word[..sigil_len].to_owned();
    for piece in word[sigil_len..].split_inclusive(['*', '?']) {
        let letters = piece.trim_end_matches(['*', '?']);
        folded.push_str(&analysis.fold_piece(letters));
        folded.push_str(&piece[letters.len()..]);
    }
    let prefix = folded.trim_end_matches('*');
    let unit = match prefix.contains(['*', '?']) {
        true => Unit::Glob(folded.as_str().into()),
        false => Unit::Prefix(prefix.into()),
    };
    items.push(Item { unit, spelling: None });
    gaps.push(Gap::Any);
}
