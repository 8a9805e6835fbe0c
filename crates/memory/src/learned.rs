//! How far deletions that others heard were learned: a number beside the files, lost with them.

use std::fs;
use std::io;
use std::path::Path;

const NAME: &str = "learned";

/// Up to where; 0 where nothing was learned, or the number cannot be read.
pub(crate) fn read(folder: &Path) -> i64 {
    fs::read_to_string(folder.join(NAME)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// Notes up to where. A crash may bring a former number back: what is learned twice changes nothing.
pub(crate) fn write(folder: &Path, position: i64) -> io::Result<()> {
    let unfinished = folder.join("learned.unfinished");
    fs::write(&unfinished, position.to_string())?;
    fs::rename(unfinished, folder.join(NAME))
}
