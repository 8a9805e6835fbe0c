//! SPDX licence expressions: `(MIT OR Apache-2.0) AND Unicode-3.0`, `Apache-2.0 WITH LLVM-exception`.

use anyhow::{Result, bail, ensure};

/// Tells whether a choice among the licences exists that `allows` agrees to.
/// AND binds tighter than OR; the old spelling `MIT/Apache-2.0` means OR.
pub fn is_allowed(expression: &str, allows: impl Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().collect::<Vec<_>>().into_iter().peekable();
    let allowed = any(&mut words, &allows)?;
    ensure!(words.peek().is_none(), "something follows its end");
    Ok(allowed)
}

type Words<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

fn any(words: &mut Words, allows: &impl Fn(&str) -> bool) -> Result<bool> {
    let mut allowed = all(words, allows)?;
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words, allows)?;
    }
    Ok(allowed)
}

fn all(words: &mut Words, allows: &impl Fn(&str) -> bool) -> Result<bool> {
    let mut allowed = term(words, allows)?;
    while words.next_if_eq(&"AND").is_some() {
        allowed &= term(words, allows)?;
    }
    Ok(allowed)
}

fn term(words: &mut Words, allows: &impl Fn(&str) -> bool) -> Result<bool> {
    match words.next() {
        Some("(") => {
            let allowed = any(words, allows)?;
            ensure!(words.next() == Some(")"), "a parenthesis is not closed");
            Ok(allowed)
        }
        Some(")" | "OR" | "AND" | "WITH") | None => bail!("a licence is missing"),
        Some(licence) if words.next_if_eq(&"WITH").is_some() => match words.next() {
            Some(exception) => Ok(allows(&format!("{licence} WITH {exception}"))),
            None => bail!("an exception is missing"),
        },
        Some(licence) => Ok(allows(licence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(expression: &str) -> bool {
        is_allowed(expression, |term| ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].contains(&term)).unwrap()
    }

    #[test]
    fn one_of_an_or_suffices_and_all_of_an_and_are_needed() {
        assert!(judge("MIT"));
        assert!(judge("MIT OR GPL-3.0-only"));
        assert!(judge("GPL-3.0-only/MIT"));
        assert!(judge("(MIT OR GPL-3.0-only) AND Unicode-3.0"));
        assert!(!judge("MIT AND GPL-3.0-only"));
        assert!(!judge("GPL-3.0-only AND MIT OR GPL-2.0-only"));
        assert!(judge("GPL-3.0-only AND GPL-2.0-only OR MIT"));
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert!(judge("Apache-2.0 WITH LLVM-exception"));
        assert!(!judge("Apache-2.0"));
        assert!(!judge("MIT WITH LLVM-exception"));
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for expression in ["", "MIT OR", "(MIT", "MIT MIT", "AND MIT", "MIT WITH", "MIT)"] {
            assert!(is_allowed(expression, |_| true).is_err(), "{expression}");
        }
    }
}
