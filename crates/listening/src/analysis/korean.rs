//! Korean particles, which are written onto the word they follow: 삼성은, 삼성에서.

/// What the syllable before a particle must end in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Vowel,
    /// A vowel or ㄹ.
    VowelOrRieul,
    Consonant,
    /// A consonant other than ㄹ.
    ConsonantButRieul,
}

use After::{Any, Consonant, ConsonantButRieul, Vowel, VowelOrRieul};

/// Particles (josa) and the plural, longest first; what may stand behind another (에서 + 는) is taken off one by one.
const PARTICLES: &[(&str, After)] = &[
    ("이라고", Consonant),
    ("이라는", Consonant),
    ("으로", ConsonantButRieul),
    ("이나", Consonant),
    ("이랑", Consonant),
    ("이라", Consonant),
    ("라고", Vowel),
    ("라는", Vowel),
    ("에서", Any),
    ("에게", Any),
    ("한테", Any),
    ("께서", Any),
    ("부터", Any),
    ("까지", Any),
    ("처럼", Any),
    ("보다", Any),
    ("마다", Any),
    ("조차", Any),
    ("마저", Any),
    ("밖에", Any),
    ("하고", Any),
    ("만큼", Any),
    ("은", Consonant),
    ("는", Vowel),
    ("이", Consonant),
    ("가", Vowel),
    ("을", Consonant),
    ("를", Vowel),
    ("과", Consonant),
    ("와", Vowel),
    ("로", VowelOrRieul),
    ("랑", Vowel),
    ("의", Any),
    ("에", Any),
    ("도", Any),
    ("만", Any),
    ("들", Any),
];

/// Most particles on one word, with the plural.
const STACKED: usize = 4;

/// Calls `each` with what is left of a word when its particles are taken off, one after the other.
///
/// Off a single syllable only particles of two or more are taken: 나이 is a word, and so is 가도.
pub(super) fn stems(word: &str, mut each: impl FnMut(&str)) {
    let mut stem = word;
    for _ in 0..STACKED {
        let Some(shorter) = without_particle(stem) else { return };
        each(shorter);
        stem = shorter;
    }
}

fn without_particle(word: &str) -> Option<&str> {
    if !word.chars().next_back().is_some_and(is_syllable) {
        return None;
    }
    PARTICLES.iter().find_map(|(particle, after)| {
        let stem = word.strip_suffix(particle)?;
        let last = stem.chars().next_back()?;
        let is_long_enough = particle.chars().nth(1).is_some() || stem.chars().nth(1).is_some();
        (is_long_enough && follows(*after, last)).then_some(stem)
    })
}

fn follows(after: After, last: char) -> bool {
    // Behind letters of other scripts it depends on how they are read aloud.
    if !is_syllable(last) {
        return last.is_alphanumeric();
    }
    // Syllables are arranged by their final consonant in cycles of 28, the first without, the ninth with ㄹ (Unicode, section 3.12).
    let final_consonant = (last as u32 - 0xAC00) % 28;
    match after {
        Any => true,
        Vowel => final_consonant == 0,
        VowelOrRieul => matches!(final_consonant, 0 | 8),
        Consonant => final_consonant != 0,
        ConsonantButRieul => !matches!(final_consonant, 0 | 8),
    }
}

/// Says whether `c` is a syllable of Hangul, or a part of one.
pub(super) fn is_hangul(c: char) -> bool {
    is_syllable(c) || ('\u{1100}'..='\u{11FF}').contains(&c)
}

/// Says whether `c` is a whole syllable of Hangul.
pub(crate) fn is_syllable(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(word: &str) -> Vec<String> {
        let mut found = Vec::new();
        stems(word, |stem| found.push(stem.to_owned()));
        found
    }

    #[test]
    fn particles_come_off_where_the_syllable_before_lets_them() {
        assert_eq!(all("삼성은"), ["삼성"]);
        assert_eq!(all("삼성에서는"), ["삼성에서", "삼성"]);
        assert_eq!(all("고객들에게는"), ["고객들에게", "고객들", "고객"]);
        assert_eq!(all("서울로"), ["서울"]);
        assert_eq!(all("집에서"), ["집"]);
        assert_eq!(all("bts가"), ["bts"]);
        assert_eq!(all("2024로"), ["2024"]);
    }

    #[test]
    fn words_that_only_end_like_particles_stay() {
        for word in ["나이", "사과", "결과", "차이", "아이", "한국어", "는", "에서", "delta"] {
            assert_eq!(all(word), [""; 0], "{word}");
        }
    }
}
