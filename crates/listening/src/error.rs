//! What can be wrong with a query, where, and what to write instead.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

/// One thing wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Where, in bytes of the query's text.
    pub span: Range<usize>,
    /// What is wrong.
    pub reason: Reason,
    /// What to do about it.
    pub suggestion: Suggestion,
}

/// What to do about an error or a lint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// A sentence for whoever wrote the query.
    pub text: String,
    /// The exact change, where there is one.
    pub fix: Option<Fix>,
}

/// A change to a query's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace, in bytes of the query's text.
    pub span: Range<usize>,
    /// What to put there.
    pub replacement: String,
}

impl Fix {
    /// Returns the query with the change made.
    #[must_use]
    pub fn apply(&self, query: &str) -> String {
        let before = query.get(..self.span.start).unwrap_or_default();
        let after = query.get(self.span.end..).unwrap_or_default();
        format!("{before}{}{after}", self.replacement)
    }
}

impl Suggestion {
    pub(crate) fn say(text: impl Into<String>) -> Self {
        Self { text: text.into(), fix: None }
    }

    /// A suggestion whose sentence is the new text itself.
    pub(crate) fn write(span: Range<usize>, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        Self { text: format!("write {replacement}"), fix: Some(Fix { span, replacement }) }
    }

    pub(crate) fn change(text: impl Into<String>, span: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { text: text.into(), fix: Some(Fix { span, replacement: replacement.into() }) }
    }
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// There is no query.
    #[error("the query is empty")]
    Empty,
    /// The text is longer than a query may be.
    #[error("the query is longer than {limit} bytes")]
    TooLong {
        /// Most bytes allowed.
        limit: usize,
    },
    /// Parentheses within parentheses, too many.
    #[error("nested more than {limit} deep")]
    TooDeep {
        /// Deepest nesting allowed.
        limit: usize,
    },
    /// More of something than one query may have.
    #[error("more than {limit} {what} in one query")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// Most allowed.
        limit: usize,
    },
    /// It could take too long of every post.
    #[error("this could take {} of one post, and {} is the most a query may", Steps(*.steps), Steps(*.limit))]
    TooCostly {
        /// The most steps that the query may take, [`Cost::steps`](crate::Cost::steps).
        steps: u64,
        /// Most allowed.
        limit: u64,
    },
    /// AND and OR without parentheses between them.
    #[error("AND and OR stand side by side without parentheses")]
    MixedOperators,
    /// NEAR beside another NEAR or an OR.
    #[error("NEAR stands beside {0} without parentheses")]
    MixedNear(&'static str),
    /// Something that cannot be near something.
    #[error("{0} cannot stand beside NEAR or inside ~")]
    NotNear(&'static str),
    /// NEAR or ~ without its number, or with one out of range.
    #[error("a distance is a number from 1 to {limit}")]
    Distance {
        /// Widest distance.
        limit: u32,
    },
    /// An operator without one of its sides.
    #[error("{0} has nothing on one side")]
    Dangling(String),
    /// A parenthesis, quote, brace, bracket or slash without its partner.
    #[error("{0} is not closed")]
    Unclosed(&'static str),
    /// A closing sign that nothing opened.
    #[error("{0} closes nothing")]
    Unopened(char),
    /// `()`, `""`, `{}`.
    #[error("there is nothing between {0}")]
    EmptyGroup(&'static str),
    /// Punctuation alone.
    #[error("\"{0}\" has no word, tag, emoji or sign to look for")]
    NoWords(String),
    /// `*word`.
    #[error("a word cannot begin with {0}")]
    LeadingWildcard(char),
    /// `ab*`.
    #[error("* needs at least {limit} letters before it")]
    ShortPrefix {
        /// Fewest letters.
        limit: usize,
    },
    /// A wildcard where it has no meaning.
    #[error("{0}")]
    Wildcard(&'static str),
    /// Only NOT, in a topic.
    #[error("a topic cannot only say what it does not want")]
    OnlyNegative,
    /// A name before a colon that is no field.
    #[error("there is no field {0}:")]
    UnknownField(String),
    /// A field that is not offered here.
    #[error("{0} is not offered")]
    NotOffered(String),
    /// A field of our work, in a topic.
    #[error("{0}: works in views, rules and history, not in topics")]
    ViewOnly(&'static str),
    /// A field with nothing after the colon.
    #[error("{0}: has no value")]
    NoValue(String),
    /// A value that the field cannot have.
    #[error("{field}: cannot be {value}")]
    Value {
        /// The field.
        field: &'static str,
        /// What was written.
        value: String,
    },
    /// An operator of another product.
    #[error("{0} is not an operator here")]
    Foreign(String),
    /// A regular expression that cannot be used.
    #[error("the regular expression cannot be used: {0}")]
    Regex(String),
}

/// Steps as the time that they take at most.
struct Steps(u64);

impl Display for Steps {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (unit, size) = match self.0 {
            0..1_000 => ("ns", 1),
            1_000..1_000_000 => ("µs", 1_000),
            1_000_000..1_000_000_000 => ("ms", 1_000_000),
            _ => ("s", 1_000_000_000),
        };
        write!(f, "{} {unit}", self.0.div_ceil(size))
    }
}

impl Display for ParseError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} (byte {}", self.reason, self.span.start)?;
        if self.suggestion.text.is_empty() { f.write_str(")") } else { write!(f, "): {}", self.suggestion.text) }
    }
}

impl std::error::Error for ParseError {}

/// Everything found wrong with a query, in order of place; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseErrors(pub(crate) Vec<ParseError>);

impl ParseErrors {
    /// Returns the errors, in order of place.
    pub fn iter(&self) -> impl Iterator<Item = &ParseError> {
        self.0.iter()
    }

    /// Returns the error to show where there is room for one.
    #[must_use]
    pub fn first(&self) -> &ParseError {
        &self.0[0]
    }

    /// Returns the query with every exact change made that does not lie in another; `None` when there is none.
    ///
    /// What comes out may have faults that could not be seen before, so it is parsed again:
    ///
    /// ```
    /// use listening::{FieldContext, Query};
    ///
    /// let pasted = "from:acme is:retweet OR raw:Google+";
    /// let errors = Query::parse(pasted, FieldContext::Topic).unwrap_err();
    /// let fixed = errors.fix(pasted).unwrap();
    /// assert_eq!(fixed, "from:acme kind:repost OR exact:\"Google+\"");
    /// ```
    #[must_use]
    pub fn fix(&self, query: &str) -> Option<String> {
        let mut fixes: Vec<&Fix> = self.0.iter().filter_map(|error| error.suggestion.fix.as_ref()).collect();
        // The innermost first: what it changes would be undone by one that writes a whole level anew.
        fixes.sort_by_key(|fix| fix.span.len());
        let mut chosen: Vec<&Fix> = Vec::new();
        for fix in fixes {
            if chosen.iter().all(|other| fix.span.end <= other.span.start || other.span.end <= fix.span.start) {
                chosen.push(fix);
            }
        }
        chosen.sort_by_key(|fix| std::cmp::Reverse((fix.span.start, fix.span.end)));
        (!chosen.is_empty()).then(|| chosen.iter().fold(query.to_owned(), |fixed, fix| fix.apply(&fixed)))
    }
}

impl Display for ParseErrors {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ParseErrors {}
