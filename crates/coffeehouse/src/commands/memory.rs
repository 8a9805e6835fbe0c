//! How much of the stream a server remembers.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use model::Clock;
use pipeline::{Archive, Limits, Memory, Remembering};

/// The flags of the stream's memory.
#[derive(clap::Args)]
pub struct Remembered {
    /// Days for which posts that concern nobody are remembered, outside the database, so that a new topic can be tried
    /// on them. 0 remembers nothing and forgets what there was.
    #[arg(long, env = "COFFEEHOUSE_MEMORY_DAYS", default_value_t = 7)]
    memory_days: u32,
    /// Megabytes that they may take on disk; the oldest go first. 0 as well remembers nothing.
    #[arg(long, env = "COFFEEHOUSE_MEMORY_MB", default_value_t = 5_000)]
    memory_mb: u64,
}

impl Remembered {
    fn limits(&self) -> Limits {
        let age = SignedDuration::from_hours(i64::from(self.memory_days) * 24);
        Limits { age, bytes: self.memory_mb.saturating_mul(1_000_000) }
    }

    /// Goes on with the memory in a data folder.
    pub fn open(&self, data: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Remembering> {
        Ok(Remembering::new(Memory::open(data, self.limits(), clock)?, Archive::of(data)))
    }

    /// The moment before which a server with these flags shows nothing.
    pub fn oldest(&self, now: Timestamp) -> Timestamp {
        now.saturating_sub(self.limits().age).unwrap_or(Timestamp::MIN)
    }
}
