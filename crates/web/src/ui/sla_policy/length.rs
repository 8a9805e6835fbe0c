//! Lengths of working time, as members write them.

use wording::t;

/// The seconds of `4h`, `90 min`, `1 h 30 min`, `1:30`; `None` for anything else, and for days, which are not of one length.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    let text: String = text.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    let minutes = match text.split_once(':') {
        Some((hours, minutes)) => number(hours)? * 60 + number(minutes).filter(|minutes| *minutes < 60)?,
        None => match text.split_once('h') {
            Some((hours, rest)) => {
                let rest = rest.trim_start_matches("ours").trim_start_matches("our");
                number(hours)? * 60 + if rest.is_empty() { 0 } else { minutes(rest)? }
            }
            None => minutes(&text)?,
        },
    };
    Some(minutes * 60)
}

fn minutes(text: &str) -> Option<i64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    matches!(&text[end..], "m" | "min" | "minutes" | "minute").then(|| number(&text[..end]))?
}

fn number(text: &str) -> Option<i64> {
    (1..=6)
        .contains(&text.len())
        .then_some(text)?
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// What is wrong with a text that is no length.
pub(crate) fn misread(text: &str) -> String {
    t!("“{text}” is no length of time: write it like 4 h, 30 min or 1 h 30 min.", text)
}

/// A length as it is read and written: `45 min`, `4 h`, `1 h 30 min`. Forms show it and [`seconds`] reads it, so it is the
/// same in every language; the signs are those of the units everywhere.
pub(crate) fn words(seconds: i64) -> String {
    match (seconds / 3_600, seconds % 3_600 / 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them_and_as_we_do() {
        for (text, minutes) in
            [("4h", 240), ("90 min", 90), ("1 h 30 min", 90), ("1:30", 90), ("2 hours", 120), ("5M", 5)]
        {
            assert_eq!(seconds(text), Some(minutes * 60), "{text}");
        }
        for minutes in [1, 59, 60, 61, 24 * 60, 100 * 60 + 1] {
            assert_eq!(seconds(&words(minutes * 60)), Some(minutes * 60));
        }
        for text in ["", "h", "soon", "2 d", "4", "-4h", "1:75", "99999999 h", "1h30", "４h"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
