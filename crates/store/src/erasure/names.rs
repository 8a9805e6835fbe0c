//! What names somebody, and taking it out of words of others.

use model::Author;

/// An id of a network shorter than this names nobody beyond doubt.
const ID_BYTES_MIN: usize = 6;

/// A name in small letters, and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    text: String,
    /// Whether it is the address of a whole site: what stands below it may be anybody's.
    is_site: bool,
}

impl Name {
    fn word(text: &str) -> Self {
        Self { text: text.to_ascii_lowercase(), is_site: false }
    }

    /// An id or an address of a page: with what follows in its path, unless it has no path of its own.
    fn address(text: &str) -> Self {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let site = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_site = site.is_some_and(|site| !site.contains(['/', '?', '#']));
        Self { text, is_site }
    }

    /// Where it stands in a text as a whole, of which `lower` is what is left in small letters.
    fn places(&self, text: &str, lower: &str) -> Vec<usize> {
        let found = lower.match_indices(&self.text).map(|(at, _)| at);
        found.filter(|at| self.is_whole(&text[..*at], &text[*at + self.text.len()..])).collect()
    }

    fn is_whole(&self, before: &str, after: &str) -> bool {
        // A dash before "@" begins a signature.
        let before = if self.text.starts_with('@') { before.trim_end_matches('-') } else { before };
        if goes_on(before.chars().rev()) {
            return false;
        }
        if self.is_site {
            let below = after.strip_prefix('/').unwrap_or(after);
            return !goes_on(below.chars()) && !below.starts_with(['/', '?', '#', ':', '~', '%', '=', '&', '+', '@']);
        }
        !goes_on(after.chars())
    }
}

/// Whether a name would be longer with these letters beside it, the nearest first.
fn goes_on(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('.' | '@') => beside.find(|next| !matches!(next, '-' | '_')).is_some_and(is_of_names),
        Some(letter) => is_of_names(letter),
        None => false,
    }
}

/// Whether a letter is a part of the name beside which it stands. Where words are written without spaces, the next one is
/// not.
fn is_of_names(letter: char) -> bool {
    let is_without_spaces = matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let is_accent = matches!(letter, '\u{300}'..='\u{36f}');
    matches!(letter, '-' | '_') || is_accent || (letter.is_alphanumeric() && !is_without_spaces)
}

/// The names by which a person is known: what no other text means.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Ids, addresses and handles.
    sure: Vec<Name>,
    /// The names that they show: sure only where they are spoken to.
    shown: Vec<Name>,
}

impl Names {
    pub(super) fn of(authors: &[Author]) -> Self {
        let mut names = Self::default();
        for author in authors {
            let profile = &author.profile;
            if profile.remote_id.len() >= ID_BYTES_MIN {
                names.sure.push(Name::address(&profile.remote_id));
            }
            names.sure.extend(profile.url.iter().map(|url| Name::address(url)));
            for handle in profile.handle.iter().map(|handle| handle.trim()).filter(|handle| handle.len() > 1) {
                names.sure.push(Name::word(&format!("@{handle}")));
                // A handle that is an address means nobody else; one that is a word may.
                let is_address = handle.contains('.');
                let list = if is_address { &mut names.sure } else { &mut names.shown };
                list.push(Name::word(handle));
            }
            names.shown.extend(profile.display_name.iter().map(|name| Name::word(name.trim())));
        }
        names.shown.retain(|name| name.text.chars().count() > 2);
        names.sure.retain(|name| !name.text.is_empty());
        // The longest first: a part of a name would leave its rest.
        for list in [&mut names.sure, &mut names.shown] {
            list.sort_unstable_by(|one, other| other.text.len().cmp(&one.text.len()).then(one.text.cmp(&other.text)));
            list.dedup();
        }
        names
    }

    /// The text with `_` for every byte of what surely names them; `None` where nothing does. Every other byte keeps its
    /// place, so that marks and spans still point at their words.
    pub(super) fn surely_taken_out(&self, text: &str) -> Option<String> {
        taken_out(text, self.sure.iter())
    }

    /// The same, and the names that they show, for words that are said to them.
    pub(super) fn taken_out(&self, text: &str) -> Option<String> {
        taken_out(text, self.sure.iter().chain(&self.shown))
    }
}

fn taken_out<'a>(text: &str, names: impl Iterator<Item = &'a Name>) -> Option<String> {
    let mut left = text.to_owned();
    let mut lower = text.to_ascii_lowercase();
    let mut is_changed = false;
    for name in names {
        for at in name.places(text, &lower) {
            let (from, to) = (at, at + name.text.len());
            left.replace_range(from..to, &"_".repeat(to - from));
            is_changed = true;
        }
        if is_changed {
            lower = left.to_ascii_lowercase();
        }
    }
    is_changed.then_some(left)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(profile: model::ReceivedAuthor) -> Names {
        Names::of(&[Author { id: model::AuthorId(1), profile, is_ours: false }])
    }

    fn names(handle: &str, shown: &str) -> Names {
        known(model::ReceivedAuthor {
            remote_id: "did:plc:abcdef".into(),
            handle: Some(handle.into()),
            display_name: Some(shown.into()),
            ..model::ReceivedAuthor::default()
        })
    }

    fn at(url: &str) -> Names {
        known(model::ReceivedAuthor { url: Some(url.into()), ..model::ReceivedAuthor::default() })
    }

    #[test]
    fn names_go_and_every_other_byte_keeps_its_place() {
        let names = names("anna.example", "Änne");
        let said = "Danke, @Anna.Example! Grüße an Änne und did:plc:ABCDEF.";
        let left = names.taken_out(said).unwrap();
        assert_eq!(left.len(), said.len());
        assert_eq!(left, "Danke, _____________! Grüße an _____ und ______________.");
        assert_eq!(names.surely_taken_out("Hallo Änne"), None, "a shown name may be anybody's");
        assert_eq!(names.taken_out("Hallo Anna"), None);
    }

    #[test]
    fn a_handle_that_is_a_word_is_taken_out_of_what_is_said_to_them_alone() {
        let names = names("coffee", "C");
        assert_eq!(names.surely_taken_out("a coffee for @coffee").unwrap(), "a coffee for _______");
        assert_eq!(names.taken_out("a coffee for @coffee").unwrap(), "a ______ for _______");
    }

    #[test]
    fn a_longer_name_is_somebody_elses() {
        let names = names("ann", "Änne");
        for others in [
            "@anna",
            "@ann-b",
            "@ann_b",
            "@ann.example",
            "@ann@other.example",
            "x@ann",
            "x-@ann",
            "@ann.-b",
            "@annä",
            "@ann\u{301}",
            "@annи",
            "Hannänne",
            "Ännes",
            "xdid:plc:abcdef",
            "did:plc:abcdefg",
            "did:plc:abcdef.b",
            "a.did:plc:abcdef",
            "Joann",
            "Annabel",
        ] {
            assert_eq!(names.taken_out(others), None, "{others}");
        }
        for (hers, left) in [
            ("@ann.", "____."),
            ("(@ann)", "(____)"),
            ("-@ann", "-____"),
            ("@ann.- so", "____.- so"),
            ("@ann: @ANN, and @anna", "____: ____, and @anna"),
            ("@annさん", "____さん"),
            ("ありがとう@ann", "ありがとう____"),
            ("\u{1f600}@ann\u{1f600}", "\u{1f600}____\u{1f600}"),
            ("at://did:plc:abcdef/post/1", "at://______________/post/1"),
            ("did:plc:abcdef#x", "______________#x"),
        ] {
            assert_eq!(names.surely_taken_out(hers).as_deref(), Some(left), "{hers}");
        }
        let domain = self::names("anna.example", "C");
        for others in ["x.anna.example", "bob@anna.example", "anna.example.org", "hanna.example"] {
            assert_eq!(domain.taken_out(others), None, "{others}");
        }
        assert_eq!(domain.taken_out("https://anna.example/a").as_deref(), Some("https://____________/a"));
    }

    #[test]
    fn an_address_reaches_as_far_as_its_own_path() {
        for site in ["https://blog.example/", "https://blog.example"] {
            let names = at(site);
            for others in [
                "https://blog.example/bob",
                "https://blog.example?p=1",
                "https://blog.example/~bob",
                "https://blog.example.org",
            ] {
                assert_eq!(names.taken_out(others), None, "{site} {others}");
            }
            assert_eq!(names.taken_out("(https://blog.example/)").as_deref(), Some("(____________________/)"));
            assert_eq!(names.taken_out("https://blog.example.").as_deref(), Some("____________________."));
        }
        let names = at("https://social.example/ann");
        assert_eq!(names.taken_out("https://social.example/anna https://social.example/ann-b"), None);
        for rest in ["", "/", "/1", "?a", "#a", " ", ". "] {
            let left = names.taken_out(&format!("https://social.example/ann{rest}")).unwrap();
            assert_eq!(left, format!("{}{rest}", "_".repeat(26)));
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_beside_a_name_keeps_every_byte(before in "\\PC{0,6}", after in "\\PC{0,6}") {
            let said = format!("{before}@ann{after}");
            if let Some(left) = names("ann", "C").surely_taken_out(&said) {
                prop_assert_eq!(left.len(), said.len());
                prop_assert!(left.bytes().zip(said.bytes()).all(|(left, said)| left == said || left == b'_'));
                prop_assert!(left.matches("____").count() > 0);
            }
        }

        #[test]
        fn a_name_is_found_between_spaces_and_never_within_a_word(word in "[a-zäßøéи0-9_-]{1,5}") {
            let names = names("ann", "C");
            let spaced = format!("{} @ann {}", word, word);
            prop_assert_eq!(names.surely_taken_out(&spaced), Some(format!("{} ____ {}", word, word)));
            for joined in [format!("@ann{}", word), format!("{}a@ann", word), format!("@ann.a{}", word)] {
                prop_assert_eq!(names.surely_taken_out(&joined), None);
            }
        }
    }
}
