//! Characters that are one letter to their readers, and characters that are none.

/// Appends a letter in the one form under which all of its kind are compared.
pub(super) fn push_letter(c: char, out: &mut String) {
    if let Some(digit) = digit(c) {
        return out.push(digit);
    }
    match c {
        // Alef is written with and without its sign by the same people; those signs are dropped where it is decomposed.
        'ٱ' => out.push('ا'),
        // Keyboards for Persian and Urdu have letters of their own that look the same.
        'ک' => out.push('ك'),
        'ی' => out.push('ي'),
        'ہ' => out.push('ه'),
        // Malayalam chillus, which older texts write as a letter, a virama and a joiner.
        'ൺ' => out.push_str("ണ\u{D4D}"),
        'ൻ' => out.push_str("ന\u{D4D}"),
        'ർ' => out.push_str("ര\u{D4D}"),
        'ൽ' => out.push_str("ല\u{D4D}"),
        'ൾ' => out.push_str("ള\u{D4D}"),
        'ൿ' => out.push_str("ക\u{D4D}"),
        c => out.push(c),
    }
}

/// The zeros of the decimal digits (general category Nd) of scripts that are written on networks; nine follow each.
const ZEROS: [u32; 22] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0xA9D0, 0xAA50,
];

/// Returns the ASCII digit of the same value.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() || !c.is_numeric() {
        return None;
    }
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&(c as u32)))?;
    char::from_digit(c as u32 - zero, 10)
}

/// Says whether `c` is a vowel point, a sign for reading aloud, or another mark that Arabic and Hebrew are written without.
pub(super) fn is_point(c: char) -> bool {
    matches!(c,
        '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}' | '\u{5C4}'..='\u{5C5}' | '\u{5C7}'
        // Not U+0653 to U+0655, which make other letters of the one before.
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{652}' | '\u{656}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}')
}

/// Says whether `c` makes no difference inside a word: signs that nobody sees, and the signs of Hebrew abbreviations.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        // Default_Ignorable_Code_Point, but for the tags of flags, which tell England from Scotland.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{640}' // tatweel
        // Geresh, gershayim, and the sign that people type for it; by UAX #29 it stands in no other words.
        | '\u{5F3}' | '\u{5F4}' | '"')
}
