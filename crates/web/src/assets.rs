//! Style sheet, scripts and icon, compiled in and served under one hash of them all.
//!
//! Modules import each other by relative path (a strict policy forbids an inline import map), so the whole set shares
//! one folder: `/assets/<hash of the set>/<name>`. A new build is a new folder; what was fetched stays valid for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One file of the set.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name in the folder.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

macro_rules! files {
    ($media_type:literal: $($name:literal),+ $(,)?) => {
        &[$(Asset { name: $name, media_type: $media_type, bytes: include_bytes!(concat!("../assets/", $name)) }),+]
    };
}

/// Parts of the style sheet, in order: a later part may build on an earlier one.
const STYLE: &[Asset] = files!["text/css; charset=utf-8":
    "tokens.css", "base.css", "bar.css", "forms.css", "news.css", "inbox.css", "thread.css", "gestures.css", "triage.css", "composer.css", "chooser.css", "facts.css", "statements.css", "desks.css", "context.css", "owed.css",
    "pages.css", "floor.css", "states.css", "views.css", "rules.css", "people.css", "bulk.css", "approval.css", "studies.css", "figures.css", "dials.css", "narrow.css", "print.css"];

const MODULES: &[Asset] = files!["text/javascript; charset=utf-8":
    "app.js", "backtest.js", "bulk.js", "buttons.js", "calling.js", "chooser.js", "coding.js", "composer.js", "draft.js", "focus.js", "forms.js", "keys.js", "length.js", "links.js", "list.js", "live.js",
    "morph.js", "news.js", "page.js", "palette.js", "pictures.js", "presence.js", "saved.js", "search.js", "times.js", "topic.js", "views.js", "words.js"];

/// What runs beside pages, when the browser is woken. No page imports it.
pub(crate) const WORKER: &str = "sw.js";
const WORKERS: &[Asset] = files!["text/javascript; charset=utf-8": "sw.js"];

const ICONS: &[Asset] = files!["image/svg+xml": "icon.svg"];

/// The set as served: style parts joined into one sheet, so that a page asks for one.
static SET: LazyLock<(Vec<Asset>, String)> = LazyLock::new(|| {
    let sheet = STYLE.iter().map(|part| part.bytes).collect::<Vec<_>>().join(&b'\n');
    let sheet = Asset { name: "site.css", media_type: STYLE[0].media_type, bytes: sheet.leak() };
    let set: Vec<Asset> = MODULES.iter().chain(WORKERS).chain(ICONS).copied().chain([sheet]).collect();
    let mut digest = Sha256::new();
    for file in &set {
        digest.update((file.bytes.len() as u64).to_be_bytes());
        digest.update(file.name);
        digest.update(file.bytes);
    }
    let hash = hex::encode(&digest.finalize()[..6]);
    (set, hash)
});

/// Where a page finds a file of the set: `/assets/<hash>/<name>`.
///
/// # Panics
/// When debug assertions are on and no file has that name.
pub fn asset(name: &str) -> String {
    debug_assert!(find(name).is_some(), "no asset is called {name}");
    format!("/assets/{}/{name}", SET.1)
}

/// The file of that name.
pub fn find(name: &str) -> Option<Asset> {
    SET.0.iter().find(|file| file.name == name).copied()
}

/// All files of the set.
pub fn all() -> &'static [Asset] {
    &SET.0
}

/// The names of the modules that the entry module imports, so that pages can ask for them at once.
pub fn modules() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|file| file.name).filter(|name| *name != "app.js")
}

/// Answers `GET /assets/{set}/{name}`.
///
/// A page of an earlier build still gets the file of today, but must not keep it under the old address.
pub async fn serve(Path((set, name)): Path<(String, String)>) -> Response {
    let Some(file) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if set == SET.1 { "public, max-age=31536000, immutable" } else { "no-cache" };
    (
        [
            (header::CONTENT_TYPE, file.media_type),
            (header::CACHE_CONTROL, keep),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        file.bytes,
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_import_names_a_file_of_the_set() {
        for module in MODULES {
            let text = std::str::from_utf8(module.bytes).expect("modules are text");
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let path = line.split('"').nth(1).expect("imports name a path in double quotes");
                let name = path.strip_prefix("./").expect("modules import each other by relative path");
                assert!(find(name).is_some(), "{} imports {name}", module.name);
            }
        }
    }

    #[test]
    fn nothing_in_the_style_sheet_comes_from_elsewhere() {
        let sheet = std::str::from_utf8(find("site.css").expect("the sheet is there").bytes).expect("text");
        assert!(!sheet.contains("url("), "the policy allows no font, and pictures stand in the page");
        assert!(!sheet.contains("@import"));
    }
}
