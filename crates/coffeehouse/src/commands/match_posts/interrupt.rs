//! Ctrl-C ends the program between two writes, so that no line of output is cut.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use indicatif::ProgressBar;

use super::say;

/// Exit code of a program that an interrupt ended: 128 and the signal's number, as shells have it.
#[cfg(unix)]
const INTERRUPTED: i32 = 130;

/// Held while matches are written.
pub type Writing = Arc<Mutex<()>>;

/// Begins to listen for an interrupt; it waits for what is being written, a second one does not.
///
/// # Errors
/// When the machine gives no thread, or lets nobody listen.
#[cfg(unix)]
pub fn listen(writing: Writing, bar: ProgressBar) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    // From here on an interrupt waits for the thread, however late that begins.
    let mut interrupts = runtime.block_on(async { signal(SignalKind::interrupt()) })?;
    let listener = move || {
        runtime.block_on(async {
            interrupts.recv().await;
            let last_write = tokio::task::spawn_blocking(move || {
                // Never given back: nothing is written any more.
                std::mem::forget(writing.lock().unwrap_or_else(PoisonError::into_inner));
            });
            tokio::select! {
                _ = last_write => {}
                _ = interrupts.recv() => {}
            }
        });
        bar.finish_and_clear();
        say(&format!("stopped after {}", bar.message()));
        std::process::exit(INTERRUPTED);
    };
    thread::Builder::new().name("interrupt".into()).spawn(listener).map(drop)
}

/// Elsewhere an interrupt ends the program as it always does.
#[cfg(not(unix))]
pub fn listen(_: Writing, _: ProgressBar) -> io::Result<()> {
    Ok(())
}
