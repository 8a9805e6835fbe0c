//! A text that the source says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A text in English, the key of its translations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The text, of one thing where it is of a number of them.
    pub one: String,
    /// The text of several things.
    pub many: Option<String>,
    /// What tells it apart from others that are one in English; empty for most.
    pub context: String,
}

/// Texts, with the files that say them.
pub type Said = BTreeMap<Text, BTreeSet<String>>;

impl Text {
    #[cfg(test)]
    pub fn plain(one: &str) -> Self {
        Self { one: one.to_owned(), many: None, context: String::new() }
    }

    #[cfg(test)]
    pub fn counted(one: &str, many: &str) -> Self {
        Self { many: Some(many.to_owned()), ..Self::plain(one) }
    }

    #[cfg(test)]
    pub fn apart(context: &str, one: &str) -> Self {
        Self { context: context.to_owned(), ..Self::plain(one) }
    }

    /// The text of a form of a number: one thing is the first.
    pub fn form(&self, at: usize) -> &str {
        self.many.as_ref().filter(|_| at > 0).unwrap_or(&self.one)
    }

    /// Names of its slots.
    pub fn slots(&self) -> BTreeSet<&str> {
        slots(&self.one).chain(self.many.iter().flat_map(|many| slots(many))).collect()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”", self.one.replace('\n', "\\n"))?;
        if !self.context.is_empty() {
            write!(f, " ({})", self.context)?;
        }
        Ok(())
    }
}

/// Names of slots, as `wording::parts` reads them: small letters, digits and low lines between braces.
pub fn slots(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.split('{').skip(1).filter_map(move |rest| {
        let (name, _) = rest.split_once('}')?;
        (!name.is_empty() && name.bytes().all(is_part)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_names_between_braces() {
        assert_eq!(slots("{name}: {count_2} of {{all}}, {} {A} {").collect::<Vec<_>>(), ["name", "count_2", "all"]);
    }
}
