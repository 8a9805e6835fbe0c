//! `cargo xtask tidy`: what the compiler cannot check. Arrows between crates, names of files, and places
//! that must not stand in the source.

mod arrows;
mod ignored;
mod names;
mod text;

use anyhow::Result;

use crate::tree;

/// Prints what is untidy; returns whether nothing is.
pub fn run() -> Result<bool> {
    let files = tree::files()?;
    let mut complaints = arrows::check(&arrows::dependencies()?);
    for file in &files {
        let name = file.to_string_lossy();
        complaints.extend(names::check(&name));
        // What is no text is an image or a font.
        if let Ok(content) = std::fs::read_to_string(tree::root().join(file)) {
            complaints.extend(text::check(&name, &content));
            complaints.extend(ignored::check(&name, &content));
        }
    }
    for complaint in &complaints {
        println!("tidy: {complaint}");
    }
    println!("tidy: {} files, {} complaints", files.len(), complaints.len());
    Ok(complaints.is_empty())
}
