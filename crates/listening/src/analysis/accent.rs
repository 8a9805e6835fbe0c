//! What a word is without its accents.

/// Appends a word without accents; `decomposed` is in lower case.
pub(super) fn strip_accents(decomposed: &str, out: &mut String) {
    let mut last = '\0';
    let mut chars = decomposed.chars().peekable();
    while let Some(c) = chars.next() {
        // Cyrillic й and ї are letters of their own to their readers, not accented ones.
        let is_letter = matches!((last, c), ('и', '\u{306}') | ('і', '\u{308}'));
        if c == VIRAMA && chars.peek().is_some_and(|next| is_nasal_before(last, *next)) {
            // हिन्दी is हिंदी.
            out.pop();
            out.push(ANUSVARA);
            last = c;
            continue;
        }
        last = c;
        if is_accent(c) && !is_letter {
            continue;
        }
        match c {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ŧ' => out.push('t'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            // Arabic endings that are written with and without their dots.
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            CANDRABINDU => out.push(ANUSVARA),
            c => out.push(c),
        }
    }
}

/// Devanagari signs: no vowel, a nasal, and a nasal vowel, which many write as a nasal.
const VIRAMA: char = '\u{94D}';
const ANUSVARA: char = '\u{902}';
const CANDRABINDU: char = '\u{901}';

/// Says whether a Devanagari nasal without vowel before this consonant sounds, and may be written, as an anusvara: each
/// row of four consonants is followed by its nasal.
fn is_nasal_before(nasal: char, next: char) -> bool {
    matches!(nasal, 'ङ' | 'ञ' | 'ण' | 'न' | 'म') && (1..=4).contains(&(nasal as u32).wrapping_sub(next as u32))
}

/// Says whether a mark only colours a letter. Vowel signs of Indic scripts and kana voicing make other letters and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{653}'..='\u{655}' // Arabic madda and hamza
        | '\u{93C}' // Devanagari nukta, which many leave out
        | '\u{1F3FB}'..='\u{1F3FF}') // skin tones: to an emoji what an accent is to a letter
}
