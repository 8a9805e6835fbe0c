//! Names of languages, as posts declare them.

/// The language of a tag such as `pt-BR` (BCP 47), in lower case; `None` when it names none: no tag at all, or one that
/// says that the language is unknown, or several, or that there is none. What is written as Norwegian is Bokmål to those
/// who tell languages apart.
pub fn primary_language(tag: &str) -> Option<String> {
    let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_tag = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    match first.as_str() {
        "und" | "mul" | "mis" | "zxx" => None,
        "no" => Some("nb".into()),
        _ => is_tag.then_some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_reduced_to_their_language() {
        assert_eq!(primary_language("pt-BR").as_deref(), Some("pt"));
        assert_eq!(primary_language("EN_gb").as_deref(), Some("en"));
        assert_eq!(primary_language("no").as_deref(), Some("nb"));
        for odd in ["", "und", "mis", "english", "1", "🚆"] {
            assert_eq!(primary_language(odd), None, "{odd}");
        }
    }
}
