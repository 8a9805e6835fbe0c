//! Vietnamese syllables with two vowels at their end, whose tone is written over the one or the other: hoà is hòa.

const OPEN: &[(char, &str)] = &[('a', "àáảãạ"), ('e', "èéẻẽẹ"), ('y', "ỳýỷỹỵ")];

/// Returns the other spelling of a folded word that ends in such a syllable.
///
/// Words of other languages may end so, too; that they are found by one more spelling does no harm.
pub(super) fn other_spelling(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let mut chars = word.chars();
    let (last, before) = (chars.next_back()?, chars.next_back()?);
    let with = |before: char, last: char| {
        [chars.as_str(), before.encode_utf8(&mut [0; 4]), last.encode_utf8(&mut [0; 4])].concat()
    };
    for (plain, toned) in OPEN {
        let (glide, toned_glide) = if *plain == 'y' { ('u', "ùúủũụ") } else { ('o', "òóỏõọ") };
        let at = |list: &str, c: char| list.chars().position(|candidate| candidate == c);
        if before == glide
            && let Some(tone) = at(toned, last)
        {
            return Some(with(toned_glide.chars().nth(tone)?, *plain));
        }
        if last == *plain
            && let Some(tone) = at(toned_glide, before)
        {
            return Some(with(glide, toned.chars().nth(tone)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_gives_the_other_and_other_words_none() {
        for (one, other) in [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("quý", "qúy")] {
            assert_eq!(other_spelling(one).as_deref(), Some(other));
            assert_eq!(other_spelling(other).as_deref(), Some(one));
        }
        for word in ["hoàng", "hoa", "phở", "à", "東京", "cliché"] {
            assert_eq!(other_spelling(word), None, "{word}");
        }
    }
}
