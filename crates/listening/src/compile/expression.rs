//! Regular expressions: made within the limits, and measured.

use regex::{Regex, RegexBuilder};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;

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
