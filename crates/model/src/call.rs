//! Names called in a note: `@Tarik`.

/// The parts of a note in their order, and whether each calls somebody: `@` and the letters after it, where no letter stands before.
pub fn calls(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut before = None;
    while let Some(at) = rest.find('@') {
        let length =
            rest[at + 1..].find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len() - at - 1);
        let end = at + 1 + length;
        let before_it = rest[..at].chars().next_back().or(before);
        parts.push((false, &rest[..at]));
        parts.push((length > 0 && !before_it.is_some_and(char::is_alphanumeric), &rest[at..end]));
        before = rest[..end].chars().next_back();
        rest = &rest[end..];
    }
    parts.push((false, rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_called_are_found_and_nothing_else_is_lost() {
        for text in ["@Mara look, @Jonas-P too", "mail a@b", "@", "no names", "@@Mara", "über @Özge!", "@a@b"] {
            let parts = calls(text);
            assert_eq!(parts.iter().map(|(_, part)| *part).collect::<String>(), text);
        }
        let called =
            |text| calls(text).into_iter().filter(|(is_call, _)| *is_call).map(|(_, part)| part).collect::<Vec<_>>();
        assert_eq!(called("über @Özge, und @Jo-P!"), ["@Özge", "@Jo-P"]);
        assert_eq!(called("mail a@b, and @a@b"), ["@a"]);
    }
}
