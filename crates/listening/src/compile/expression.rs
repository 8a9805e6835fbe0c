//! Regular expressions: made within the limits, and measured.

use regex::{Regex, RegexBuilder};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, ClassSetItem, Span, Visitor, visit};
use regex_syntax::hir::{Class, HirKind};

use crate::limits;

/// Builds an expression within the limits.
pub(crate) fn build_regex(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(limits::REGEX_COMPILED_BYTES)
        .dfa_size_limit(limits::REGEX_CACHE_BYTES)
        .build()
        .map_err(|error| error.to_string())
}

/// Returns how many characters the classes of an expression name in all, each as often as it is named; reading it takes some
/// steps for each. None where it is no expression.
pub(crate) fn named_characters(pattern: &str) -> Option<u64> {
    let ast = Parser::new().parse(pattern).ok()?;
    visit(&ast, Named { pattern, depth: 1, count: 0 }).ok()
}

/// Counts what the classes of an expression name.
struct Named<'p> {
    pattern: &'p str,
    /// How many brackets stand around: the cases of what they hold are looked for once for each.
    depth: u64,
    count: u64,
}

impl Named<'_> {
    /// What a class under a name holds, such as `\p{Greek}`; before it is turned round, where it is.
    fn held(&self, span: &Span) -> u64 {
        self.pattern.get(span.start.offset..span.end.offset).map_or(0, held)
    }
}

/// All that Unicode has room for.
const CHARACTERS: u64 = char::MAX as u64 + 1;
/// The most that a class of ASCII holds.
const ASCII: u64 = 128;

/// How many characters a class holds; none where there is no such class.
fn held(class: &str) -> u64 {
    let Ok(hir) = regex_syntax::parse(class) else { return 0 };
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class.iter().map(|range| range.len() as u64).sum(),
        _ => 0,
    }
}

impl Visitor for Named<'_> {
    type Output = u64;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<u64, Self::Err> {
        Ok(self.count)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        if let Ast::ClassUnicode(class) = ast {
            let held = self.held(&class.span);
            self.count += if class.is_negated() { CHARACTERS.saturating_sub(held) } else { held };
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        let (names, is_negated) = match item {
            ClassSetItem::Literal(_) => (1, false),
            ClassSetItem::Range(range) => (u64::from(u32::from(range.end.c) - u32::from(range.start.c)) + 1, false),
            ClassSetItem::Unicode(class) => (self.held(&class.span), class.is_negated()),
            ClassSetItem::Perl(class) => (self.held(&class.span), class.negated),
            ClassSetItem::Ascii(class) => (ASCII, class.negated),
            ClassSetItem::Bracketed(class) => {
                self.depth += 1;
                (0, class.negated)
            }
            ClassSetItem::Empty(_) | ClassSetItem::Union(_) => (0, false),
        };
        // Within brackets what is turned round is all but the few that it names.
        self.count += if is_negated { CHARACTERS } else { names * self.depth };
        Ok(())
    }

    fn visit_class_set_item_post(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        if let ClassSetItem::Bracketed(_) = item {
            self.depth -= 1;
        }
        Ok(())
    }
}

/// Returns the fewest bytes that an expression can match; `None` if it matches nothing.
pub(crate) fn least_bytes(pattern: &str) -> Option<usize> {
    syntax::parse_with(pattern, &flags()).ok()?.properties().minimum_len()
}

/// Returns how many states an expression has: searching takes at most as many steps for each byte of a text.
pub(crate) fn states(pattern: &str) -> u64 {
    let config =
        thompson::Config::new().nfa_size_limit(Some(limits::REGEX_COMPILED_BYTES)).which_captures(WhichCaptures::None);
    let nfa = thompson::Compiler::new().configure(config).syntax(flags()).build(pattern);
    // What cannot be built is never searched for.
    nfa.map_or(0, |nfa| nfa.states().len() as u64)
}

fn flags() -> syntax::Config {
    syntax::Config::new().case_insensitive(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_classes_name_is_counted_as_often_as_it_is_named() {
        for (pattern, count) in [
            ("delays?", Some(0)),
            ("[a-z]+", Some(26)),
            ("[a-z][a-z]", Some(52)),
            ("[^a]", Some(1)),
            (r"\w\d.", Some(0)),
            (r"[\p{Any}]", Some(CHARACTERS)),
            (r"\P{Any}", Some(CHARACTERS)),
            (r"[[0-9]]", Some(20)),
            (r"[[0-9]&&[^4]]", Some(20 + 2 + CHARACTERS)),
            (r"[\S]", Some(CHARACTERS)),
            (r"[[:^alpha:]]", Some(CHARACTERS)),
            ("(", None),
        ] {
            assert_eq!(named_characters(pattern), count, "{pattern}");
        }
        let greek = named_characters(r"\p{Greek}").unwrap();
        assert!((400..1_000).contains(&greek), "{greek}");
        assert!(named_characters(r"\P{Greek}").unwrap() >= greek);
        let letters = named_characters(r"[\w.-]+@[\w.-]+").unwrap();
        assert!((250_000..limits::REGEX_CHARACTERS).contains(&letters), "an address of mail is looked for: {letters}");
    }
}
