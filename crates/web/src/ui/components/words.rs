//! What people say, set in serif, with its links made safe.

use maud::{Markup, html};
use model::{Mark, MarkKind};
use store::conversation::ListRow;
use wording::{later, t, text};

/// A text by a person, with what is marked inside.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The text.
    pub text: String,
    /// Links, mentions and tags: byte offsets, ordered, not overlapping; unsound ones are shown as plain text.
    pub marks: Vec<Mark>,
    /// The main language as a BCP 47 tag.
    pub language: Option<String>,
    /// Byte ranges that a topic matched.
    pub matched: Vec<(usize, usize)>,
}

impl Words {
    /// Words without marks.
    pub fn plain(text: impl Into<String>, language: &str) -> Self {
        Self { text: text.into(), language: Some(language.to_owned()), ..Self::default() }
    }
}

/// The paragraph of what somebody said.
pub fn words(said: &Words) -> Markup {
    html! { p.words.said lang=[language_tag(said.language.as_deref())] dir="auto" { (inline(said)) } }
}

/// The text with marks as links and matched words marked; without a paragraph round it.
pub fn inline(said: &Words) -> Markup {
    let mut parts = Vec::with_capacity(said.marks.len() * 2 + 1);
    let mut at = 0;
    for mark in &said.marks {
        let (Some(before), Some(_)) = (said.text.get(at..mark.start), said.text.get(mark.start..mark.end)) else {
            continue;
        };
        if !before.is_empty() {
            parts.push((at, mark.start, None));
        }
        parts.push((mark.start, mark.end, Some(&mark.kind)));
        at = mark.end;
    }
    parts.push((at, said.text.len(), None));
    html! { @for (start, end, kind) in parts { (part(said, start, end, kind)) } }
}

fn part(said: &Words, start: usize, end: usize, kind: Option<&MarkKind>) -> Markup {
    let text = with_matches(said, start, end);
    match kind {
        Some(MarkKind::Link(address)) if is_web_address(address) => html! {
            a href=(address) title=(address) rel="nofollow noopener noreferrer ugc" target="_blank" { (text) }
        },
        Some(MarkKind::Mention(_)) => html! { span.named { (text) } },
        Some(MarkKind::Tag(_)) => html! { span.hashtag { (text) } },
        _ => text,
    }
}

fn with_matches(said: &Words, start: usize, end: usize) -> Markup {
    let mut at = start;
    let mut parts = Vec::new();
    for &(from, to) in &said.matched {
        let (from, to) = (from.clamp(at, end), to.clamp(at, end));
        if from < to && said.text.is_char_boundary(from) && said.text.is_char_boundary(to) {
            parts.push((&said.text[at..from], &said.text[from..to]));
            at = to;
        }
    }
    html! { @for (before, hit) in parts { (before) mark { (hit) } } (said.text[at..end]) }
}

/// The first words of a text, as a list of choices has them: of its first line, at most so many letters.
pub(crate) fn start(words: &str, letters: usize) -> String {
    let line = words.lines().next().unwrap_or_default();
    match line.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// What stands in a line for a conversation: its newest words, or why there are none.
pub(crate) fn last_words(row: &ListRow) -> String {
    let words = row.words();
    match words.trim().is_empty() {
        _ if row.is_deleted => t!("deleted by its author").into(),
        true => text("", WITHOUT_WORDS).into(),
        false => words,
    }
}

/// What stands where somebody posted no word.
pub(crate) const WITHOUT_WORDS: &str = later!("a picture, without words");

/// Whether an address of others may become a link: only the web, so never `javascript:` or `data:`.
pub fn is_web_address(address: &str) -> bool {
    let has_scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (has_scheme("https://") || has_scheme("http://")) && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// A tag that may stand in `lang`; `None` for what is no language tag.
pub fn language_tag(tag: Option<&str>) -> Option<&str> {
    tag.filter(|tag| (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// The name of a language, or the tag itself.
pub fn language_name(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag) {
        "ar" => t!("Arabic"),
        "cs" => t!("Czech"),
        "da" => t!("Danish"),
        "de" => t!("German"),
        "en" => t!("English"),
        "es" => t!("Spanish"),
        "fi" => t!("Finnish"),
        "fr" => t!("French"),
        "it" => t!("Italian"),
        "ja" => t!("Japanese"),
        "ko" => t!("Korean"),
        "nb" => t!("Norwegian Bokmål"),
        "nl" => t!("Dutch"),
        "nn" => t!("Norwegian Nynorsk"),
        "no" => t!("Norwegian"),
        "pl" => t!("Polish"),
        "pt" => t!("Portuguese"),
        "ru" => t!("Russian"),
        "sv" => t!("Swedish"),
        "tr" => t!("Turkish"),
        "uk" => t!("Ukrainian"),
        "zh" => t!("Chinese"),
        _ => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(address: &str) -> String {
        inline(&Words {
            text: "see here".into(),
            marks: vec![Mark { start: 4, end: 8, kind: MarkKind::Link(address.into()) }],
            ..Words::default()
        })
        .into_string()
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(
            linked("HTTPS://vellenbahn.example/?a=\"b\"")
                .contains("<a href=\"HTTPS://vellenbahn.example/?a=&quot;b&quot;\"")
        );
        for bad in ["javascript:alert(1)", "java\nscript:x", " https://x", "data:text/html,x", "https://x y", "//x", ""]
        {
            assert_eq!(linked(bad), "see here", "{bad:?}");
        }
    }

    #[test]
    fn markup_in_the_text_stays_text() {
        let said = Words::plain("<script>alert(1)</script> & more", "en");
        assert_eq!(inline(&said).into_string(), "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more");
    }

    #[test]
    fn unsound_offsets_lose_the_mark_and_no_letter() {
        let said = Words {
            text: "é and ü".into(),
            marks: vec![
                Mark { start: 1, end: 2, kind: MarkKind::Tag("x".into()) },
                Mark { start: 7, end: 99, kind: MarkKind::Tag("x".into()) },
            ],
            matched: vec![(1, 4), (3, 6), (90, 99)],
            ..Words::default()
        };
        assert_eq!(inline(&said).into_string(), "é <mark>and</mark> ü");
    }

    #[test]
    fn a_match_inside_a_link_keeps_both() {
        let said = Words {
            matched: vec![(0, 6)],
            ..Words {
                text: "see here".into(),
                marks: vec![Mark { start: 4, end: 8, kind: MarkKind::Tag("h".into()) }],
                ..Words::default()
            }
        };
        assert_eq!(inline(&said).into_string(), "<mark>see </mark><span class=\"hashtag\"><mark>he</mark>re</span>");
    }

    #[test]
    fn only_language_tags_reach_the_page() {
        assert_eq!(language_tag(Some("zh-Hant-TW")), Some("zh-Hant-TW"));
        assert_eq!(language_tag(Some("\" onclick=x")), None);
    }
}
