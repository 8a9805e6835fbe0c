//! The suites: what each needs and how it runs. A new suite is a new entry here.

use crate::part::Part;

/// A set of tests that runs on its own.
pub struct Suite {
    pub name: &'static str,
    pub needs: &'static [Part],
    /// Started before, stopped after; what they print is in the tests' environment.
    pub peers: &'static [&'static str],
    pub run: Run,
    /// Left out without complaint where its needs are not met, `--require-all` or not.
    pub is_optional: bool,
}

/// How a suite runs.
pub enum Run {
    /// `cargo test --workspace` with these arguments. Always the whole workspace, so that every suite
    /// shares one set of features and nothing is built twice.
    Cargo { selects: &'static [&'static str], only_ignored: bool },
    /// `node --test` over the `*.test.mjs` of this folder, against the built program.
    Browser { folder: &'static str },
}

const BROWSER_NEEDS: &[Part] = &[
    Part::CCompiler,
    Part::Node,
    Part::Npm,
    Part::Postgres,
    Part::AtprotoServers,
    Part::Chromium,
    Part::BrowserPackages,
];

/// Takes the pictures of the pages; no gate, so it runs only when asked for.
pub const PICTURES: Suite = Suite {
    name: "screenshots",
    needs: &[Part::CCompiler, Part::Node, Part::Npm, Part::Chromium, Part::BrowserPackages],
    peers: &[],
    run: Run::Browser { folder: "testing/browser/pictures" },
    is_optional: false,
};

/// All suites, in the order they run. Tests of the later ones are `#[ignore]`d with a reason and live in a
/// test target of the suite's name, so that plain `cargo test` needs nothing.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "workspace",
        needs: &[Part::CCompiler],
        peers: &[],
        run: Run::Cargo { selects: &[], only_ignored: false },
        is_optional: false,
    },
    Suite {
        name: "postgres",
        needs: &[Part::CCompiler, Part::Postgres],
        peers: &["postgres"],
        run: Run::Cargo { selects: &["--test", "postgres"], only_ignored: true },
        is_optional: false,
    },
    Suite {
        name: "atproto",
        needs: &[Part::CCompiler, Part::Node, Part::Npm, Part::Postgres, Part::AtprotoServers],
        peers: &["atproto"],
        run: Run::Cargo { selects: &["--test", "atproto"], only_ignored: true },
        is_optional: false,
    },
    Suite {
        name: "mail",
        needs: &[Part::CCompiler, Part::MailServers],
        peers: &["mail"],
        run: Run::Cargo { selects: &["--test", "mail"], only_ignored: true },
        is_optional: false,
    },
    Suite {
        name: "lifelines",
        needs: &[Part::CCompiler, Part::Python, Part::Pip, Part::Lifelines],
        peers: &[],
        run: Run::Cargo { selects: &["--test", "lifelines"], only_ignored: true },
        is_optional: false,
    },
    Suite {
        name: "crash",
        needs: &[Part::CCompiler, Part::Node, Part::Npm, Part::Postgres, Part::AtprotoServers],
        peers: &["atproto"],
        run: Run::Cargo { selects: &["--test", "crash"], only_ignored: true },
        is_optional: false,
    },
    Suite {
        name: "browser",
        needs: BROWSER_NEEDS,
        peers: &["atproto"],
        run: Run::Browser { folder: "testing/browser" },
        is_optional: false,
    },
    Suite {
        name: "payloads",
        needs: &[
            Part::CCompiler,
            Part::Node,
            Part::Npm,
            Part::Postgres,
            Part::AtprotoServers,
            Part::Chromium,
            Part::BrowserPackages,
            Part::TestData,
        ],
        peers: &["atproto"],
        run: Run::Browser { folder: "testing/browser/data" },
        is_optional: true,
    },
    Suite {
        name: "data",
        needs: &[Part::CCompiler, Part::TestData],
        peers: &[],
        run: Run::Cargo { selects: &["--test", "data"], only_ignored: true },
        is_optional: true,
    },
];

/// Returns the suite of that name.
pub fn named(name: &str) -> Option<&'static Suite> {
    SUITES.iter().find(|suite| suite.name == name)
}
