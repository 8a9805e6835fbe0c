//! Named steps at which a test can have the process killed.

/// Kills this process with SIGKILL when `COFFEEHOUSE_CRASH_AT` names this step (`step` or `step:n` for its nth time).
/// Only in debug builds; nothing at all in releases.
#[cfg(debug_assertions)]
pub fn crash_point(step: &str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static WANTED: LazyLock<Option<(String, u32)>> = LazyLock::new(|| {
        let wanted = std::env::var("COFFEEHOUSE_CRASH_AT").ok()?;
        match wanted.split_once(':') {
            Some((step, nth)) => Some((step.to_owned(), nth.parse().ok()?)),
            None => Some((wanted, 1)),
        }
    });
    static PASSED: AtomicU32 = AtomicU32::new(0);

    let Some((wanted, nth)) = &*WANTED else {
        return;
    };
    if wanted == step && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *nth {
        let own_id = std::process::id().to_string();
        // No unsafe code here, so the system's own command sends the signal.
        if std::process::Command::new("kill").args(["-9", &own_id]).status().is_err() {
            std::process::abort();
        }
        loop {
            std::thread::park();
        }
    }
}

/// Nothing: only debug builds can be killed at a step.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn crash_point(_step: &str) {}
