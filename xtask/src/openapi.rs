//! `cargo xtask openapi`: writes the description of the API anew, from the handlers.

use anyhow::Result;

use crate::tree;

/// Has the test that compares the description write it first; returns whether it could.
pub fn run() -> Result<bool> {
    let mut cargo = tree::cargo();
    cargo.args(["test", "--workspace", "--test=api", "document::"]);
    let status = cargo.env("COFFEEHOUSE_UPDATE", "1").status()?;
    if status.success() {
        println!("docs/api/openapi.json is what the handlers say");
    }
    Ok(status.success())
}
