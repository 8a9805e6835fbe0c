//! Peers: real servers on loopback, each a script in `testing/peers` (start, env, stop …).

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::{process, tree};

/// A peer that runs. Stopped when dropped, unless somebody else had started it before.
pub struct Peer {
    name: &'static str,
    is_ours: bool,
    environment: Vec<(String, String)>,
}

impl Peer {
    /// Starts the peer, or finds it running.
    pub fn start(name: &'static str, path: &str) -> Result<Self> {
        let is_ours = !process::run_quietly(script(name, "ready").env("PATH", path), |_| {})?;
        // Made before the start, so that half a start is stopped as well.
        let mut peer = Self { name, is_ours, environment: Vec::new() };
        println!("peer {name}: {}", if is_ours { "starting" } else { "runs already, and is left running" });
        let environment = &mut peer.environment;
        let started = process::run_quietly(script(name, "start").env("PATH", path), |line| {
            environment.extend(line.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())));
        })?;
        ensure!(started, "peer {name} did not start");
        Ok(peer)
    }

    /// Returns what tests need to know to talk to it.
    pub fn environment(&self) -> &[(String, String)] {
        &self.environment
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if !self.is_ours {
            return;
        }
        println!("peer {}: stopping", self.name);
        // Not through `process`: an interrupted run must stop its peers, too.
        if let Err(error) = tree::output(&mut script(self.name, "stop")) {
            eprintln!("peer {}: {error:#}", self.name);
        }
    }
}

/// Returns the command for one verb of a peer's script.
pub fn script(name: &str, verb: &str) -> Command {
    let mut command = Command::new(tree::root().join("testing/peers").join(name).join("run"));
    // A group of its own, so that ctrl-c in the terminal does not cut a stop short.
    command.arg(verb).process_group(0);
    command
}
