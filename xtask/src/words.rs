//! `cargo xtask words`: what the source says to people, and the catalogues of its translations.

mod catalogue;
mod faults;
mod rust;
mod script;
mod text;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tree;
use catalogue::Catalogue;
use text::{Said, Text};

/// Where the catalogues are: one for each language, named by its tag.
const LANGUAGES: &str = "crates/wording/languages";
/// So many texts are named where more are missing.
const NAMED: usize = 20;

/// Brings the catalogues in step with the source, and prints what is not translated.
pub fn keep() -> Result<bool> {
    let said = said()?;
    for file in languages()? {
        let before = read(&file)?;
        let kept = Catalogue::parse(&before).with_context(|| format!("{}", file.display()))?.in_step(&said);
        let after = kept.print()?;
        if after != before {
            std::fs::write(tree::root().join(&file), after)?;
        }
        let missing: Vec<Text> = kept.untranslated().collect();
        println!("{}: {} of {} texts are translated", kept.language(), said.len() - missing.len(), said.len());
        for text in missing.iter().take(NAMED) {
            println!("  missing: {text}");
        }
        if missing.len() > NAMED {
            println!("  and {} more", missing.len() - NAMED);
        }
    }
    Ok(true)
}

/// Prints what is missing or wrong in the catalogues; returns whether nothing is.
pub fn check() -> Result<bool> {
    let said = said()?;
    let mut faults = faults::of_source(&said);
    let languages = languages()?;
    for file in &languages {
        let catalogue = Catalogue::parse(&read(file)?).with_context(|| format!("{}", file.display()))?;
        faults.extend(faults::of_catalogue(&catalogue, &said));
    }
    for fault in &faults {
        println!("words: {fault}");
    }
    println!("words: {} texts, {} catalogues, {} complaints", said.len(), languages.len(), faults.len());
    Ok(faults.is_empty())
}

/// Everything that the source says, with the files that say it.
fn said() -> Result<Said> {
    let mut said = Said::new();
    for file in tree::files()? {
        let name = file.to_str().with_context(|| format!("{} is no text", file.display()))?;
        let texts = if is_rust(name) {
            rust::texts(&read(&file)?)
        } else if is_script(name) {
            script::texts(&read(&file)?)
        } else {
            continue;
        };
        for text in texts.with_context(|| name.to_owned())? {
            said.entry(text).or_default().insert(name.to_owned());
        }
    }
    Ok(said)
}

/// A source of a crate that is more than its tests.
fn is_rust(name: &str) -> bool {
    let mut parts = name.split('/');
    let is_source = parts.next() == Some("crates") && parts.nth(1) == Some("src");
    is_source && name.ends_with(".rs") && !parts.any(|part| part == "tests" || part.ends_with("tests.rs"))
}

fn is_script(name: &str) -> bool {
    name.strip_prefix("crates/web/assets/").is_some_and(|file| file.ends_with(".js") && !file.contains('/'))
}

fn languages() -> Result<Vec<PathBuf>> {
    let is_catalogue = |file: &PathBuf| file.starts_with(LANGUAGES) && file.extension().is_some_and(|end| end == "po");
    Ok(tree::files()?.into_iter().filter(is_catalogue).collect())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(tree::root().join(file)).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_what_is_in_the_program() {
        assert!(is_rust("crates/web/src/ui/layout.rs"));
        for other in [
            "crates/web/tests/pages.rs",
            "crates/inbox/src/rule/tests.rs",
            "crates/web/src/tests/a.rs",
            "xtask/src/a.rs",
        ] {
            assert!(!is_rust(other), "{other}");
        }
        assert!(is_script("crates/web/assets/live.js") && !is_script("testing/browser/live.mjs"));
    }
}
