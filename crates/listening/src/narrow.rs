//! The widest condition that a database can narrow a search by, and the words of a post that it is asked about.

use std::collections::BTreeSet;

use crate::analysed::AnalysedPost;
use crate::compile::CompiledQuery;
use crate::limits;
use crate::need::{self, Need};

/// What the words of a post must be for a query to be possibly true of it.
///
/// It is made of the same tree that is evaluated, and errs on one side only: whenever a query can be true of a post,
/// its condition [holds](Self::holds) of the post's [`Words`]. What words cannot decide (negations, regular
/// expressions, signs, fields, judgements) is `Anything`. So a database may look for posts by the condition, and the
/// engine, asked about each of those, finds exactly what it finds among all.
///
/// ```
/// use listening::{Analysis, Condition, FieldContext, Query};
///
/// let query = Query::parse("\"lost bag\" del* -job", FieldContext::Topic)?;
/// let words = [Condition::Word("lost".into()), Condition::Word("bag".into()), Condition::Beginning("del".into())];
/// assert_eq!(query.compile(&Analysis::social()).condition(), Condition::All(words.into()));
/// # Ok::<(), listening::ParseErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every post meets it.
    Anything,
    /// Each of these holds; two or more, none of them `All` or `Anything`.
    All(Vec<Self>),
    /// One of these holds; two or more, none of them `Any` or `Anything`.
    Any(Vec<Self>),
    /// The post has this word.
    Word(Box<str>),
    /// The post has a word that begins so.
    Beginning(Box<str>),
}

/// The words of a post by which a database finds it: each once, in every form under which a query may look for it,
/// long ones cut after [`limits::INDEXED_LETTERS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words<'p> {
    /// The words, in order of their bytes.
    pub words: BTreeSet<&'p str>,
    /// Whether these are all; a post with more than [`limits::INDEXED_WORDS`] has to be found by every condition.
    pub is_whole: bool,
}

impl CompiledQuery {
    /// Returns the widest condition by which a database can look for posts that the query may be true of.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let mut left = limits::CONDITION_WORDS;
        of_need(&need::of(&self.program()), &mut left)
    }
}

impl AnalysedPost<'_> {
    /// Returns the words by which a database finds the post.
    #[must_use]
    pub fn words(&self) -> Words<'_> {
        let mut words: BTreeSet<&str> = self.entries().map(|(_, key)| cut(key)).collect();
        let is_whole = words.len() <= limits::INDEXED_WORDS;
        if !is_whole {
            words.clear();
        }
        Words { words, is_whole }
    }
}

impl Condition {
    /// Says whether a post with these words meets it: what a database has to answer.
    #[must_use]
    pub fn holds(&self, words: &Words<'_>) -> bool {
        let is_met = |condition: &Self| condition.holds(words);
        !words.is_whole
            || match self {
                Self::Anything => true,
                Self::All(conditions) => conditions.iter().all(is_met),
                Self::Any(conditions) => conditions.iter().any(is_met),
                Self::Word(word) => words.words.contains(&**word),
                Self::Beginning(beginning) => {
                    words.words.range(&**beginning..).next().is_some_and(|word| word.starts_with(&**beginning))
                }
            }
    }

    /// Says whether it leaves nothing out.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        *self == Self::Anything
    }
}

fn cut(word: &str) -> &str {
    word.char_indices().nth(limits::INDEXED_LETTERS).map_or(word, |(end, _)| &word[..end])
}

/// `left` counts down how many words the condition may still have.
fn of_need(need: &Need<'_>, left: &mut usize) -> Condition {
    match need {
        Need::Nothing | Need::Fact { .. } => Condition::Anything,
        Need::All(needs) => all(needs, left),
        Need::Any(needs) => any(needs, left),
        Need::Key { key: word, .. } | Need::Prefix(word) => {
            let Some(fewer) = left.checked_sub(1) else { return Condition::Anything };
            *left = fewer;
            let kept = cut(word);
            match need {
                Need::Key { .. } if kept.len() == word.len() => Condition::Word(kept.into()),
                _ => Condition::Beginning(kept.into()),
            }
        }
    }
}

fn all(needs: &[Need<'_>], left: &mut usize) -> Condition {
    let mut conditions = Vec::new();
    let mut add = |condition| {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    };
    for need in needs {
        match of_need(need, left) {
            Condition::Anything => {}
            Condition::All(inner) => inner.into_iter().for_each(&mut add),
            condition => add(condition),
        }
    }
    match conditions.len() {
        0 => Condition::Anything,
        1 => conditions.swap_remove(0),
        _ => Condition::All(conditions),
    }
}

fn any(needs: &[Need<'_>], left: &mut usize) -> Condition {
    let before = *left;
    let mut conditions = Vec::new();
    let mut add = |condition| {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    };
    for need in needs {
        match of_need(need, left) {
            Condition::Anything => {
                // What the others would have asked for is not asked.
                *left = before;
                return Condition::Anything;
            }
            Condition::Any(inner) => inner.into_iter().for_each(&mut add),
            condition => add(condition),
        }
    }
    match conditions.len() {
        // A choice of nothing is made by no query; were there one, it would be for the engine to say no.
        0 => Condition::Anything,
        1 => conditions.swap_remove(0),
        _ => Condition::Any(conditions),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analysis, FieldContext, Query};

    fn condition(query: &str) -> Condition {
        let query = Query::parse(query, FieldContext::View).unwrap_or_else(|errors| panic!("{query}: {errors}"));
        query.compile(&Analysis::social()).condition()
    }

    fn word(word: &str) -> Condition {
        Condition::Word(word.into())
    }

    #[test]
    fn what_words_cannot_decide_narrows_nothing_and_takes_nothing_away() {
        for query in ["-late", "/d.lta/", "lang:en", "sentiment:negative", "status:open", "delta OR -late", "!!"] {
            assert_eq!(condition(query), Condition::Anything, "{query}");
        }
        assert_eq!(condition("delta -late status:open /x/"), word("delta"));
    }

    #[test]
    fn levels_of_one_kind_become_one_and_repeat_nothing() {
        let expected = Condition::All(vec![word("a"), word("b"), word("c")]);
        assert_eq!(condition("(a AND \"b a\") AND (c AND a)"), expected);
        let expected = Condition::Any(vec![word("a"), word("b"), word("c")]);
        assert_eq!(condition("a OR (b OR (c OR a))"), expected);
    }

    #[test]
    fn a_long_word_is_looked_for_by_its_beginning() {
        let long = "ä".repeat(limits::INDEXED_LETTERS + 5);
        assert_eq!(condition(&long), Condition::Beginning("ä".repeat(limits::INDEXED_LETTERS).into()));
        let exact = "ä".repeat(limits::INDEXED_LETTERS);
        assert_eq!(condition(&exact), word(&exact));
    }

    #[test]
    fn a_condition_has_so_many_words_and_is_wider_rather_than_longer() {
        let many: Vec<String> = (0..limits::CONDITION_WORDS + 1).map(|number| format!("w{number}")).collect();
        assert_eq!(condition(&many.join(" OR ")), Condition::Anything);
        assert_eq!(condition(&format!("({}) AND delta", many.join(" OR "))), word("delta"));
        let Condition::All(kept) = condition(&many.join(" AND ")) else { panic!("not all of them") };
        assert_eq!(kept.len(), limits::CONDITION_WORDS);
    }

    #[test]
    fn a_post_of_too_many_words_meets_every_condition() {
        let text: String = (0..limits::INDEXED_WORDS + 1).map(|number| format!("w{number} ")).collect();
        let post = crate::Post { text: &text, ..Default::default() };
        let analysed = AnalysedPost::new(&post, &Analysis::social());
        assert!(!analysed.words().is_whole);
        assert!(condition("delta").holds(&analysed.words()));
    }
}
