//! Runs commands so that ctrl-c ends them, and leaves us time to stop what we started.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// The process group of the command that runs now; 0 when none does.
static RUNNING: AtomicU32 = AtomicU32::new(0);

/// From now on a signal ends the running command instead of us; a second one ends it for good.
pub fn watch_signals() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch signals")?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            let again = INTERRUPTED.swap(true, Ordering::SeqCst);
            signal_group(RUNNING.load(Ordering::SeqCst), if again { "KILL" } else { "TERM" });
        }
    });
    Ok(())
}

/// Tells whether somebody wants us to end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs a command to its end, without input, showing what it prints; gives each line of its standard output
/// to `line` as well. Returns whether it succeeded. What it left running in its group is ended.
pub fn run(command: &mut Command, line: impl FnMut(&str)) -> Result<bool> {
    drive(command, Stdio::inherit(), true, line)
}

/// Like [`run`], and shows nothing of its standard output.
pub fn run_quietly(command: &mut Command, line: impl FnMut(&str)) -> Result<bool> {
    drive(command, Stdio::inherit(), false, line)
}

fn drive(command: &mut Command, errors: Stdio, shows: bool, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors)
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    let group = child.id();
    RUNNING.store(group, Ordering::SeqCst);
    if interrupted() {
        signal_group(group, "TERM");
    }
    let output = child.stdout.take().expect("standard output was asked for");
    for bytes in BufReader::new(output).split(b'\n') {
        let text = String::from_utf8_lossy(&bytes?).into_owned();
        if shows {
            println!("{text}");
        }
        line(&text);
    }
    let status = child.wait()?;
    signal_group(group, "KILL");
    RUNNING.store(0, Ordering::SeqCst);
    Ok(status.success())
}

/// By the shell's own `kill`: the system call is not to be had without unsafe code, and a bare machine may
/// lack the program.
fn signal_group(group: u32, signal: &str) {
    if group == 0 {
        return;
    }
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -s {signal} -- -{group}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .status();
}
