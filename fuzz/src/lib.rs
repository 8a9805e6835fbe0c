//! What must hold for any bytes from outside: one target per parser.
//!
//! A target takes bytes and panics when something is wrong. `cargo xtask fuzz` has libFuzzer look for such bytes;
//! `fuzz/corpus/TARGET/` holds bytes worth beginning with, and those that once were a finding, and the ordinary tests run
//! them all.

mod channel;
mod enrich;
mod query;

/// A parser of outside bytes, and what must hold of it.
pub struct Target {
    /// Its name, and that of its folder of bytes.
    pub name: &'static str,
    /// Panics when the bytes show a fault.
    pub run: fn(&[u8]),
}

/// Every target, in the order a mention travels.
pub const TARGETS: &[Target] = &[
    Target { name: "feed", run: channel::feed },
    Target { name: "html", run: channel::html },
    Target { name: "jetstream", run: channel::jetstream },
    Target { name: "notification", run: channel::notification },
    Target { name: "import", run: channel::import },
    Target { name: "query", run: query::query },
    Target { name: "judge", run: enrich::judge },
    Target { name: "learned", run: enrich::learned },
];

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
