//! How much one query may ask for. Each limit is an error with its figure, never a silent cut.

/// Longest query, in bytes.
pub const QUERY_BYTES: usize = 100_000;
/// Deepest nesting of parentheses, `NOT` and fields.
pub const DEPTH: usize = 32;
/// Most leaves (words, phrases, fields) in one query.
pub const CLAUSES: usize = 10_000;
/// Most words with `*` or `?` in one query.
pub const WILDCARDS: usize = 50;
/// Fewest letters before `*`.
pub const PREFIX_LETTERS: usize = 3;
/// Most regular expressions in one query.
pub const REGEXES: usize = 5;
/// Longest regular expression, in bytes.
pub const REGEX_BYTES: usize = 500;
/// Most characters that the classes of one regular expression may name, each as often as it is named: their upper and lower
/// cases are looked for one by one.
pub const REGEX_CHARACTERS: u64 = 500_000;
/// Largest compiled regular expression, in bytes.
pub const REGEX_COMPILED_BYTES: usize = 256 << 10;
/// Memory that one regular expression may use while matching, in bytes.
pub const REGEX_CACHE_BYTES: usize = 512 << 10;
/// Widest distance of `NEAR` and `~`, in words.
pub const DISTANCE: u32 = 100;
/// Most steps that trying a query on one post and proving it may take unless told otherwise, [`Cost::steps`](crate::Cost::steps).
///
/// A step is at most a nanosecond: no query may take more than a fiftieth of a second of a post of 100 words, proof and all.
pub const QUERY_STEPS: u64 = 20_000_000;
/// Most words in one phrase.
pub const PHRASE_WORDS: usize = 100;
/// Most spans proven for one clause in one post.
pub const SPANS_PER_CLAUSE: usize = 100;
/// Most spans proven for one regular expression in one post: each may be looked for up to the end of the text.
pub const SPANS_PER_REGEX: usize = 10;
/// Part of one text that is analysed, in bytes; what lies beyond is not searched.
pub const TEXT_BYTES: usize = 16 << 20;
/// Most different words of one post that a database keeps to find it by; a post with more is found by every condition.
pub const INDEXED_WORDS: usize = 2_000;
/// Letters of a word that a database keeps; a longer word is found by its beginning.
pub const INDEXED_LETTERS: usize = 40;
/// Most words in a condition for a database; one that would have more is made wider.
pub const CONDITION_WORDS: usize = 200;
/// Memory that an index may take unless it is told otherwise, in bytes.
pub const INDEX_BYTES: usize = 1 << 30;
/// Most memory that an index can be allowed, in bytes.
pub const INDEX_BYTES_MAX: usize = (1 << 32) - 1;
