//! A word with wildcards.

/// `wom?n`, `col*r`: letters, any one letter, any run of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    signs: Vec<Sign>,
    prefix: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter(char),
    One,
    Any,
}

impl Glob {
    /// Makes a glob of a folded pattern.
    pub(crate) fn new(folded: &str) -> Self {
        let signs = folded.chars().map(|c| match c {
            '*' => Sign::Any,
            '?' => Sign::One,
            c => Sign::Letter(c),
        });
        let prefix = folded.split(['*', '?']).next().unwrap_or_default().to_owned();
        Self { signs: signs.collect(), prefix }
    }

    /// Returns the letters before the first wildcard.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Says whether a key fits; time is the product of both lengths at worst, both of which are bounded.
    pub(crate) fn fits(&self, key: &str) -> bool {
        let Some(rest) = key.strip_prefix(self.prefix.as_str()) else { return false };
        let signs = &self.signs[self.prefix.chars().count()..];
        let (mut at, mut text) = (0, rest.chars());
        // Where to resume when a letter does not fit: behind the last `*`, one letter further.
        let mut resume: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            match signs.get(at) {
                Some(Sign::Any) => {
                    at += 1;
                    resume = Some((at, text.clone()));
                    continue;
                }
                Some(sign) => {
                    let mut ahead = text.clone();
                    if let Some(c) = ahead.next()
                        && (*sign == Sign::One || *sign == Sign::Letter(c))
                    {
                        text = ahead;
                        at += 1;
                        continue;
                    }
                }
                None if text.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after, from)) = &mut resume else { return false };
            if from.next().is_none() {
                return false;
            }
            at = *after;
            text = from.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_fit_letters_and_nothing_else() {
        let fits = |pattern, key| Glob::new(pattern).fits(key);
        assert!(fits("wom?n", "woman") && fits("wom?n", "women"));
        assert!(!fits("wom?n", "womn") && !fits("wom?n", "womaan"));
        assert!(fits("col*r", "color") && fits("col*r", "colour") && fits("col*r", "colr"));
        assert!(!fits("col*r", "colors"));
        assert!(fits("abc*x*y", "abcxxzy") && !fits("abc*x*y", "abcyx"));
        assert!(fits("é?e", "été"[..].replace('t', "x").replace("xé", "xe").as_str()));
    }
}
