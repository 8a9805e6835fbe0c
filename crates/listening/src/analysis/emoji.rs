//! Which characters begin an emoji.

/// Says whether a segment that begins with `c` is an emoji.
///
/// Ranges of Unicode's emoji-data (Extended_Pictographic and regional indicators), rounded up to whole blocks:
/// the other signs of those blocks are searched the same way.
pub(super) fn begins_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}'
        | '\u{2600}'..='\u{27BF}'
        | '\u{2300}'..='\u{23FF}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{25A0}'..='\u{25FF}'
        | '\u{2934}'..='\u{2935}'
        | '\u{2B00}'..='\u{2BFF}'
        | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{A9}' | '\u{AE}')
}
