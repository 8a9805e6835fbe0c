//! Text of others, fit for a terminal.

/// Returns the text on one line of at most `chars_max` characters, without control characters: what strangers wrote
/// must not move the cursor or change colours.
pub fn one_line(text: &str, chars_max: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = chars.by_ref().take(chars_max).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Returns the text with its lines, without other control characters.
pub fn lines(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}
