//! The real program as a process: started, killed, stopped.

use std::fs::File;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::house::House;

/// Far more than a start or an orderly end takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a server is started.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The step at which it kills itself: `step` or `step:n`.
    pub crash_at: Option<String>,
    /// How long an answer can be taken back.
    pub undo_seconds: u64,
}

/// A running server. Killed when dropped.
pub struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts a server on the folder; it may not be listening yet.
    pub fn start(house: &House, settings: &Settings) -> Self {
        let said = File::options().create(true).append(true).open(house.said()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_coffeehouse"));
        for name in ["COFFEEHOUSE_CRASH_AT", "COFFEEHOUSE_BASE_URL", "COFFEEHOUSE_KEY", "COFFEEHOUSE_DATA"] {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--allow-private-addresses", "--data"]);
        command.arg(house.folder()).args(["--undo-seconds", &settings.undo_seconds.to_string()]);
        command.env("COFFEEHOUSE_LOG", "warn,pipeline=debug");
        if let Some(step) = &settings.crash_at {
            command.env("COFFEEHOUSE_CRASH_AT", step);
        }
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The address that it prints once it is open; `None` when it died before.
    pub async fn address(&mut self) -> Option<String> {
        let read = async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                if let Some((_, address)) = line.split_once("is open: ") {
                    return Some(address.trim_end_matches('/').to_owned());
                }
            }
            None
        };
        timeout(PATIENCE, read).await.expect("a server opens or ends")
    }

    /// Waits until it is dead, at most so long; how it ended.
    pub async fn died_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        timeout(limit, self.child.wait()).await.ok().map(Result::unwrap)
    }

    /// Waits until it is dead by itself.
    pub async fn ended(mut self) -> ExitStatus {
        self.died_within(PATIENCE).await.expect("the server ends")
    }

    /// Kills it from outside, without a warning.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop, as the system does, and waits for its end.
    pub async fn stop(self) -> ExitStatus {
        self.ask_to_stop().await;
        self.ended().await
    }

    async fn ask_to_stop(&self) {
        // No unsafe code here, so the system's own command sends the signal.
        let id = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }
}
