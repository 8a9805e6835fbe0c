//! Debian packages, as the last resort and for root alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{process, tree};

/// Tells package scripts not to start services.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Installs packages; asks nothing and starts no service.
pub fn install(packages: &[&str]) -> Result<()> {
    ensure!(is_root()?, "needs root");
    let archives = tree::testing().join("apt");
    fs::create_dir_all(archives.join("partial"))?;
    let _quiet = ServicesStayDown::begin()?;
    // The package lists of an image may be absent or stale: refresh them when the first attempt fails.
    for attempt in 0..3 {
        if attempt > 0 {
            process::run(apt_get().arg("update"), |_| {})?;
        }
        // An archive folder of our own: image hooks that empty the usual one break installs of several steps.
        let mut install = apt_get();
        install.arg("-o").arg(format!("Dir::Cache::archives={}", archives.display()));
        install.args(["install", "--no-install-recommends"]).args(packages);
        if process::run(&mut install, |_| {})? {
            return Ok(());
        }
        ensure!(!process::interrupted(), "interrupted");
    }
    bail!("could not install {}", packages.join(", "))
}

/// Tells whether we may install at all.
pub fn is_root() -> Result<bool> {
    Ok(tree::output(Command::new("id").arg("-u"))?.trim() == "0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-y", "-o", "DPkg::Lock::Timeout=180"]);
    command
}

/// While it lives, installed services are not started. Leaves a policy that was there before alone.
struct ServicesStayDown {
    is_ours: bool,
}

impl ServicesStayDown {
    fn begin() -> Result<Self> {
        let is_ours = !Path::new(POLICY).exists();
        if is_ours {
            use std::os::unix::fs::PermissionsExt;
            fs::write(POLICY, "#!/bin/sh\nexit 101\n").context("cannot forbid the start of services")?;
            fs::set_permissions(POLICY, fs::Permissions::from_mode(0o755))?;
        }
        Ok(Self { is_ours })
    }
}

impl Drop for ServicesStayDown {
    fn drop(&mut self) {
        if self.is_ours {
            let _ = fs::remove_file(POLICY);
        }
    }
}
