//! From words to a post: links, mentions and tags found in a text.

use model::{Mark, MarkKind};

/// The marks of a text as the network itself would set them: `resolve` gives the id of whoever has a handle.
pub(crate) fn marks(text: &str, resolve: impl Fn(&str) -> Option<String>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut before = ' ';
    for (start, letter) in text.char_indices() {
        let is_free = marks.last().is_none_or(|mark| mark.end <= start);
        if is_free && !before.is_alphanumeric() {
            let found = match letter {
                '@' if before != '@' => mention(&text[start..], &resolve),
                '#' => tag(&text[start..]),
                'h' => link(&text[start..]),
                _ => None,
            };
            if let Some((bytes, kind)) = found {
                marks.push(Mark { start, end: start + bytes, kind });
            }
        }
        before = letter;
    }
    marks
}

fn mention(text: &str, resolve: impl Fn(&str) -> Option<String>) -> Option<(usize, MarkKind)> {
    let after = &text[1..];
    let length = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).unwrap_or(after.len());
    let handle = after[..length].trim_end_matches(['.', '-']);
    Some((1 + handle.len(), MarkKind::Mention(resolve(handle)?)))
}

fn tag(text: &str) -> Option<(usize, MarkKind)> {
    let after = &text[1..];
    let length = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
    let name = &after[..length];
    // As networks have it: a number alone is not a tag.
    let is_tag = name.chars().any(char::is_alphabetic);
    is_tag.then(|| (1 + length, MarkKind::Tag(name.to_owned())))
}

fn link(text: &str) -> Option<(usize, MarkKind)> {
    let is_link = text.starts_with("https://") || text.starts_with("http://");
    let length = is_link.then(|| text.find(char::is_whitespace).unwrap_or(text.len()))?;
    let address = text[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '»', '“', '”']);
    Some((address.len(), MarkKind::Link(address.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<&str> {
        let resolve = |handle: &str| (handle == "a.example").then(|| "sim:a".to_owned());
        marks(text, resolve).iter().map(|mark| &text[mark.start..mark.end]).collect()
    }

    #[test]
    fn marks_cover_the_words_and_leave_the_punctuation() {
        let text = "Grüße an @a.example. Siehe https://x.example/b?c=1, #Straße! und @nobody.example a@a.example #4";
        assert_eq!(shown(text), ["@a.example", "https://x.example/b?c=1", "#Straße"]);
    }

    proptest! {
        #[test]
        fn marks_of_any_text_are_sound(text in "[ -~äé日@#:/.]{0,40}|\\PC{0,40}") {
            let resolve = |handle: &str| Some(handle.to_owned());
            let mut end = 0;
            for mark in marks(&text, resolve) {
                prop_assert!(mark.start >= end && mark.end > mark.start);
                prop_assert!(text.get(mark.start..mark.end).is_some());
                end = mark.end;
            }
        }
    }
}
