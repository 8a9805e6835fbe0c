//! `cargo xtask openapi` and `cargo xtask configuration`: documents that the program's own definitions make.

use anyhow::Result;

use crate::tree;

/// A document, and the test that compares it.
pub struct Document {
    path: &'static str,
    /// What it is made from.
    source: &'static str,
    test: [&'static str; 2],
}

/// The description of the API.
pub const OPENAPI: Document =
    Document { path: "docs/api/openapi.json", source: "the handlers", test: ["--test=api", "document::"] };
/// The table of settings.
pub const CONFIGURATION: Document = Document {
    path: "docs/guide/configuration.md",
    source: "the flags",
    test: ["--test=config", "the_guide_has_every_setting"],
};

/// Has the test that compares a document write it first; returns whether it could.
pub fn write(document: &Document) -> Result<bool> {
    let mut cargo = tree::cargo();
    cargo.args(["test", "--workspace"]).args(document.test);
    let status = cargo.env("COFFEEHOUSE_UPDATE", "1").status()?;
    if status.success() {
        println!("{} is what {} say", document.path, document.source);
    }
    Ok(status.success())
}
