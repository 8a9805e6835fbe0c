//! A word with wildcards: `wom?n`, `col*r`. Letters, any one letter, any run of letters.

use crate::steps::{self, spend};

/// Returns the letters before the first wildcard of a folded pattern.
pub(crate) fn beginning(pattern: &str) -> &str {
    pattern.split(['*', '?']).next().unwrap_or_default()
}

/// Says whether a key fits; time is the product of both lengths at worst, both of which are bounded.
pub(crate) fn fits(pattern: &str, key: &str) -> bool {
    let begins = beginning(pattern);
    let Some(rest) = key.strip_prefix(begins) else { return false };
    let (mut signs, mut text) = (pattern[begins.len()..].chars(), rest.chars());
    // Where to resume when a letter does not fit: behind the last `*`, one letter further.
    let mut resume: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        spend(|| steps::LETTER);
        let mut ahead = (signs.clone(), text.clone());
        match (ahead.0.next(), ahead.1.next()) {
            (Some('*'), _) => {
                signs = ahead.0;
                resume = Some((signs.clone(), text.clone()));
                continue;
            }
            (Some(sign), Some(letter)) if sign == '?' || sign == letter => {
                (signs, text) = ahead;
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        let Some((after, from)) = &mut resume else { return false };
        if from.next().is_none() {
            return false;
        }
        signs = after.clone();
        text = from.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn wildcards_fit_letters_and_nothing_else() {
        assert!(fits("wom?n", "woman") && fits("wom?n", "women"));
        assert!(!fits("wom?n", "womn") && !fits("wom?n", "womaan"));
        assert!(fits("col*r", "color") && fits("col*r", "colour") && fits("col*r", "colr"));
        assert!(!fits("col*r", "colors"));
        assert!(fits("abc*x*y", "abcxxzy") && !fits("abc*x*y", "abcyx"));
        assert!(fits("é?e", "été"[..].replace('t', "x").replace("xé", "xe").as_str()));
    }
}
