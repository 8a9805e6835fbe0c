//! How much room the disk has.

use std::path::Path;

/// The memory leaves this much to the database: it is worth more.
pub(crate) const FREE_BYTES_MIN: u64 = 1 << 30;

/// The bytes that are free where a folder lies; `None` where that is not known.
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder).ok().map(|room| room.f_bavail.saturating_mul(room.f_frsize));
    #[cfg(not(unix))]
    return {
        let _ = folder;
        None
    };
}
