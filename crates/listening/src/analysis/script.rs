//! Which characters belong to what: letters, marks, scripts written without spaces, signs that queries may spell out.

/// Says whether `c` belongs to a script whose words are not set apart by spaces.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0E3E}' | '\u{0E40}'..='\u{0E4F}' // Thai
        | '\u{0E80}'..='\u{0ECF}' // Lao
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{109F}' // Myanmar
        | '\u{1780}'..='\u{17D3}' // Khmer
        | '\u{1950}'..='\u{19DF}' | '\u{1A20}'..='\u{1A7F}' | '\u{AA80}'..='\u{AADF}' // Tai Le, New Tai Lue, Tai Tham, Tai Viet
        | '\u{A9E0}'..='\u{A9EF}' | '\u{A9FA}'..='\u{A9FE}' | '\u{AA60}'..='\u{AA7F}' // Myanmar, extended
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' // radicals, iteration mark
        | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' // kana
        | '\u{3105}'..='\u{312F}' // Bopomofo
        | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{FF66}'..='\u{FF9F}' // half-width kana
        | '\u{1B000}'..='\u{1B16F}'
        | '\u{20000}'..='\u{323AF}')
}

/// Says whether `c` is a mark that belongs to the letter before it.
pub(crate) fn is_mark(c: char) -> bool {
    c > '\u{2FF}' && (unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}'))
}

/// Says whether `c` can stand inside a word, a hashtag, a handle.
pub(crate) fn is_wordy(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || is_mark(c)
}

/// Says whether `c` is a sign that a query which spells it insists on (`C++`, `100%`, `and/or`).
///
/// Full stops, commas, hyphens, quotes and apostrophes are not: people set them too freely.
pub(crate) fn is_special(c: char) -> bool {
    matches!(
        c,
        '%' | '|' | '/' | '!' | '?' | '&' | '+' | '=' | '#' | '$' | '£' | '€' | '¥' | '¢' | '₹' | '₽' | '₩' | '₿'
    )
}
