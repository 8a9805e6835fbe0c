//! What names somebody, and taking it out of words of others.

use model::Author;

/// An id of a network shorter than this names nobody beyond doubt.
const ID_BYTES_MIN: usize = 6;

/// The names by which a person is known: what no other text means.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Ids, addresses and handles, in small letters.
    sure: Vec<String>,
    /// The names that they show, in small letters: sure only where they are spoken to.
    shown: Vec<String>,
}

impl Names {
    pub(super) fn of(authors: &[Author]) -> Self {
        let mut names = Self::default();
        for author in authors {
            let profile = &author.profile;
            if profile.remote_id.len() >= ID_BYTES_MIN {
                names.sure.push(profile.remote_id.to_ascii_lowercase());
            }
            names.sure.extend(profile.url.iter().map(|url| url.to_ascii_lowercase()));
            for handle in profile.handle.iter().filter(|handle| handle.trim().len() > 1) {
                let handle = handle.to_ascii_lowercase();
                names.sure.push(format!("@{handle}"));
                // A handle that is an address means nobody else; one that is a word may.
                if handle.contains('.') { names.sure.push(handle) } else { names.shown.push(handle) }
            }
            names.shown.extend(profile.display_name.iter().map(|name| name.trim().to_ascii_lowercase()));
        }
        names.shown.retain(|name| name.chars().count() > 2);
        // The longest first: a part of a name would leave its rest.
        for list in [&mut names.sure, &mut names.shown] {
            list.sort_unstable_by_key(|name| std::cmp::Reverse(name.len()));
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

fn taken_out<'a>(text: &str, names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut bytes = text.to_owned().into_bytes();
    let mut is_changed = false;
    let mut lower = text.to_ascii_lowercase();
    for name in names {
        let found: Vec<usize> = lower.match_indices(name.as_str()).map(|(at, _)| at).collect();
        for at in found {
            bytes[at..at + name.len()].fill(b'_');
            is_changed = true;
        }
        if is_changed {
            lower = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        }
    }
    is_changed.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(handle: &str, shown: &str) -> Names {
        let profile = model::ReceivedAuthor {
            remote_id: "did:plc:abcdef".into(),
            handle: Some(handle.into()),
            display_name: Some(shown.into()),
            ..model::ReceivedAuthor::default()
        };
        Names::of(&[Author { id: model::AuthorId(1), profile, is_ours: false }])
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
}
