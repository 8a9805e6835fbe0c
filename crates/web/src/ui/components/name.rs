//! Names and counts in words.

use model::Author;

/// Up to two capitals of a name.
pub fn initials(name: &str) -> String {
    let mut parts = name.split_whitespace().filter_map(|part| part.chars().next());
    let first = parts.next();
    first.into_iter().chain(parts.next_back()).flat_map(char::to_uppercase).collect()
}

/// A handle as people write it, else the name.
pub fn shown_handle(author: &Author) -> String {
    match author.profile.handle.as_deref().filter(|handle| !handle.trim().is_empty()) {
        Some(handle) => format!("@{handle}"),
        None => author.name().to_owned(),
    }
}

/// "1 answer", "4 answers".
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A number with its thousands set apart: "41,208".
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_shape_have_initials() {
        assert_eq!(initials("Mara Lind"), "ML");
        assert_eq!(initials("Ana María de la Vega"), "AV");
        assert_eq!(initials("wagenreihung"), "W");
        assert_eq!(initials(" "), "");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(41_208), "41,208");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
