//! Names of files and folders that name nothing.

/// What such a name hides: code has a purpose, and a file is found by it.
const JUNK_DRAWERS: &[&str] = &["utils", "util", "common", "helpers", "helper", "misc", "shared"];

/// Returns a sentence for every part of the path that is a junk drawer.
pub fn check(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|part| JUNK_DRAWERS.contains(&part.split('.').next().unwrap_or_default()))
        .map(|part| format!("{path}: `{part}` names nothing; name it for what it does"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_drawers_are_found_as_files_and_as_folders() {
        assert_eq!(check("crates/web/src/utils.rs").len(), 1);
        assert_eq!(check("crates/web/src/common/mod.rs").len(), 1);
        assert_eq!(check("testing/browser/helpers.mjs").len(), 1);
    }

    #[test]
    fn a_name_that_only_contains_such_a_word_is_fine() {
        assert!(check("crates/inbox/src/shared_inbox.rs").is_empty());
    }
}
