//! What a process used: time of the processor, and memory.

use std::time::Duration;

use tokio::time::Instant;

/// What was used up to a moment.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    at: Instant,
    processor: Option<Duration>,
}

/// What was used between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    /// By the clock on the wall.
    pub wall: Duration,
    /// By the processor, all threads of this process together; `None` where that is not told.
    pub processor: Option<Duration>,
}

impl Meter {
    /// Reads it now.
    pub fn read() -> Self {
        Self { at: Instant::now(), processor: processor_time() }
    }

    /// What was used since.
    pub fn used(self) -> Used {
        let processor = processor_time().zip(self.processor).map(|(now, then)| now.saturating_sub(then));
        Used { wall: self.at.elapsed(), processor }
    }
}

impl Used {
    /// So many things a second: by the wall, and by the second of one processor.
    pub fn rates(&self, count: u64) -> (f64, Option<f64>) {
        let rate = |time: Duration| count as f64 / time.as_secs_f64().max(1e-9);
        (rate(self.wall), self.processor.map(rate))
    }
}

/// The middle, what 95 and what 99 of 100 do not exceed, in milliseconds; of one time at least.
pub fn percentiles(times: &mut [Duration]) -> [f64; 3] {
    times.sort_unstable();
    [50, 95, 99].map(|part| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0)
}

fn processor_time() -> Option<Duration> {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Some(Duration::new(time.tv_sec.try_into().ok()?, time.tv_nsec.try_into().ok()?))
    }
    #[cfg(not(unix))]
    None
}

/// The memory that the process has at this moment, in MiB; `None` where the system does not tell.
pub fn memory_mib() -> Option<u64> {
    Some(resident()? >> 20)
}

/// The same in bytes.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
